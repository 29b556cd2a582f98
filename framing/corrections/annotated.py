"""Statements as annotated documents, the form that annotation tools share, and back as corrections.

A document is one field of an article. Of each statement it holds the spans of source, cue and content, piece by piece,
the speaker's name, and the statement's id, by which what an annotator changed is told from what was there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from framing.corrections.anchors import shared_part
from framing.corrections.record import Correction, Corrections, What, around
from framing.statements import Statements
from framing.values import Field, Passage, Span, Statement

__all__ = ["Annotated", "Marked", "annotated", "from_annotated"]

_SAME = 0.5
"""Share of the characters of both together by which a marked content is that of a statement without an id."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked statement: pieces of content, source and cue, each in order; who says it, empty where not told."""

    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    speaker: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """One field of an article, and what is marked in it."""

    article: str
    field: Field
    text: str
    marked: tuple[Marked, ...]


def annotated(statements: Statements) -> list[Annotated]:
    """The text of every article, its title where it holds statements, and the statements of the acts that count."""
    own: defaultdict[tuple[str, str], list[Marked]] = defaultdict(list)
    for s in statements.counting:
        who = s.attributed_to
        own[s.article_id, s.field].append(
            Marked(s.content.spans, _spans(s.named_by), _spans(s.cue), who.name if who else "", s.id)
        )
    made = []
    for article in statements.corpus:
        for name in ("title", "text"):
            if name == "text" or (article.id, name) in own:
                marked = tuple(own[article.id, name])
                made.append(Annotated(article.id, _field(name), article.field_text(name), marked))
    return made


def _field(name: str) -> Field:
    return "title" if name == "title" else "text"


def _spans(passage: Passage | None) -> tuple[Span, ...]:
    return passage.spans if passage else ()


def from_annotated(
    documents: Iterable[Annotated], statements: Statements, *, by: str | None = None, reviewed: bool = False
) -> Corrections:
    """What annotators changed in the documents that :func:`annotated` made of these statements, as corrections.

    A statement whose marks are gone is wrong, marks without a statement are one that was missed, another content is
    another span (of content in several pieces, from the first to the last), another speaker or source another speaker.
    With ``reviewed`` what was left as it is was found right. Documents whose article is not here are refused.
    """
    items: list[Correction] = []
    refused: list[tuple[int, str]] = []
    known = {a.id for a in statements.corpus}
    own: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in statements.counting:
        own[s.article_id, s.field].append(s)
    for number, document in enumerate(documents, 1):
        if document.article not in known:
            refused.append((number, f"no article {document.article!r} was read"))
            continue
        items += _changes(document, own[document.article, document.field], by, reviewed)
    sha = statements.provenance.sha256 if statements.provenance else None
    rows = tuple(_numbered(items))
    return Corrections(rows, statements.corpus.sha256, sha, refused=tuple(refused), name="annotations")


def _numbered(items: Sequence[Correction]) -> Iterable[Correction]:
    return (replace(one, row=row) for row, one in enumerate(items, 2))


def _changes(document: Annotated, statements: list[Statement], by: str | None, reviewed: bool) -> list[Correction]:
    made: list[Correction] = []
    left = {s.id: s for s in statements}
    loose = []
    for marks in document.marked:
        s = left.pop(marks.statement, None)
        if s is None:
            loose.append(marks)
        else:
            made += _of_pair(document, s, marks, by, reviewed)
    for marks in loose:
        s = max(left.values(), key=lambda s: shared_part(s.content.spans, marks.content), default=None)
        if s is not None and shared_part(s.content.spans, marks.content) >= _SAME:
            del left[s.id]
            made += _of_pair(document, s, marks, by, reviewed)
        else:
            span = (marks.content[0][0], marks.content[-1][1])
            made.append(_about(document, span, What.MISSING, by, speaker=_who(document, marks) or None))
    made += [
        _about(document, (s.content.start, s.content.end), What.STATEMENT, by, verdict="wrong") for s in left.values()
    ]
    return sorted(made, key=lambda c: (c.start, c.end))


def _of_pair(
    document: Annotated, s: Statement, marks: Marked, by: str | None, reviewed: bool
) -> list[Correction]:  # fmt: skip
    place = (s.content.start, s.content.end)
    made = []
    if marks.content != s.content.spans:
        a, b = marks.content[0][0], marks.content[-1][1]
        if (a, b) != place:
            made.append(_about(document, place, What.SPAN, by, new_start=a, new_end=b, new_text=document.text[a:b]))
    before = s.attributed_to.name if s.attributed_to else ""
    if marks.speaker not in ("", before):
        made.append(_about(document, place, What.SPEAKER, by, speaker=marks.speaker))
    elif marks.source and marks.source != _spans(s.named_by):
        made.append(_about(document, place, What.SPEAKER, by, speaker=_words(document.text, marks.source)))
    if not made and reviewed:
        made.append(_about(document, place, What.STATEMENT, by, verdict="right"))
    return made


def _who(document: Annotated, marks: Marked) -> str:
    return marks.speaker or _words(document.text, marks.source)


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(" ".join(text[a:b] for a, b in spans).split())


def _about(document: Annotated, span: Span, kind: What, by: str | None, **says: object) -> Correction:
    before, after = around(document.text, span)
    place = {"article": document.article, "field": document.field, "start": span[0], "end": span[1]}
    return Correction(kind=kind, text=document.text[slice(*span)], before=before, after=after, by=by, **place, **says)  # type: ignore[arg-type]

"""From statements to the values of the view. Nothing here asks the model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from framing import __version__
from framing.join.unnamed import shown_name
from framing.lexicon.hits import hits
from framing.lexicon.scoring import scored_hits
from framing.measure.stance import stance
from framing.report.reading.marks import Look, Part, mark
from framing.report.reading.values import Also, Event, Note, Reading, Shown
from framing.report.words import lexicons
from framing.statements import Statements
from framing.structure import parse
from framing.subject import Tables
from framing.values import Article, Field, Statement
from framing.whose import relay_names
from framing.wording import percent
from framing.words import find_words

__all__ = ["gather", "half", "surely"]

_NOBODY = "no source stated"
_FIELDS: tuple[Field, ...] = ("title", "text")


def surely(confidence: float | None) -> str:
    """A confidence in words, as a percentage."""
    return "not known" if confidence is None else percent(confidence)


def half(confidence: float | None) -> str:
    """A confidence in words, by halves: the same on every processor."""
    return "not known" if confidence is None else "above one half" if confidence >= 0.5 else "below one half"


def gather(
    subject: Statements | Tables,
    *,
    labels: Mapping[str, str] | None = None,
    confidence: Callable[[float | None], str] = surely,
) -> Reading:
    """The view of all counted articles with all their statements.

    ``labels`` are short names of articles by id, "A1" and so on where there are none; ``confidence`` says how surely a
    statement is one.
    """
    statements = subject.statements if isinstance(subject, Tables) else subject
    tables = subject if isinstance(subject, Tables) else Tables(statements)
    corpus = statements.corpus
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        said[s.article_id].append(s)
    number = {a.id: n for n, a in enumerate(corpus.counted, 1)}
    names = labels or {}
    also = _also(tables.shared, said, number)
    categories = _categories(tables)
    copies: dict[str, list[str]] = defaultdict(list)
    for article in corpus:
        if article.duplicate_of is not None:
            copies[article.duplicate_of].append(article.id)
    shown = []
    for article in corpus.counted:
        own = said[article.id]
        n = number[article.id]
        parts = {
            name: mark(parse(text, title=name == "title"), [s for s in own if s.field == name], statements.acts)
            for name in _FIELDS
            if (text := article.field_text(name))
        }
        shown.append(
            Shown(
                n,
                names.get(article.id, f"A{n}"),
                article,
                parts,
                tuple(_note(s, n, k, statements, also, confidence) for k, s in enumerate(_in_order(own), 1)),
                tables.event_of[article.id],
                _words(parts, article),
                categories.get(article.id, {}),
                tuple(copies[article.id]),
            )
        )
    made = statements.provenance
    return Reading(
        tuple(shown), _grouped(shown, _about(tables)), _sides(statements), corpus.sha256, made.sha256 if made else None,
        __version__,
    )  # fmt: skip


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of an article: the title's, then the text's, so that the marks' numbers are theirs."""
    return [s for name in _FIELDS for s in statements if s.field == name]


def _note(
    s: Statement,
    article: int,
    number: int,
    statements: Statements,
    also: Mapping[tuple[str, str], tuple[Also, ...]],
    confidence: Callable[[float | None], str],
) -> Note:
    who = s.attributed_to
    key = (s.article_id, s.id)
    return Note(
        article=article,
        number=number,
        statement=s,
        span=(s.content.start, s.content.end),
        speaker=shown_name(who) if who is not None else _NOBODY,
        speaker_id=who.id if who is not None else "",
        side=who.side if who is not None else None,
        stance=stance(s.cue.text if s.cue else None).value,
        confidence=confidence(s.confidence),
        chain=relay_names(s),
        joint=tuple(shown_name(p) for p in s.co_speakers),
        why=statements.reasons.get(key, ()) if statements.reasons else None,
        also=also.get(key, ()),
    )


def _about(tables: Tables) -> dict[str, str]:
    """What each event that was found is about."""
    found = tables.found_events
    return {} if found is None else dict(zip(found["event"], found["about"].astype("str"), strict=True))


def _grouped(shown: Sequence[Shown], about: Mapping[str, str]) -> tuple[Event, ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for one in shown:
        groups[one.event].append(one.number)
    return tuple(Event(name, about.get(name, ""), tuple(numbers)) for name, numbers in groups.items())


def _also(
    shared: pd.DataFrame | None, said: Mapping[str, Sequence[Statement]], number: Mapping[str, int]
) -> dict[tuple[str, str], tuple[Also, ...]]:
    if shared is None:
        return {}
    place = {
        (a, s.id): (k, s.field, s.content.start) for a, own in said.items() for k, s in enumerate(_in_order(own), 1)
    }
    found: dict[tuple[str, str], tuple[Also, ...]] = {}
    several = shared[shared["level"].ne("alone")]
    for _, group in several.groupby("shared_id", sort=False):
        rows = list(zip(group["article_id"], group["statement_id"], group["level"], strict=True))
        for article, statement, level in rows:
            others = [(number[a], *place[a, s]) for a, s, _ in rows if a != article]
            found[article, statement] = tuple(Also(a, k, level, name, start) for a, k, name, start in others)
    return found


def _categories(tables: Tables) -> dict[str, dict[str, tuple[tuple[Field, int, int], ...]]]:
    """The places of the words of lexicons by article and category."""
    chosen = lexicons()
    table = scored_hits(hits(tables.voices, chosen), chosen)
    found: dict[str, dict[str, list[tuple[Field, int, int]]]] = defaultdict(lambda: defaultdict(list))
    columns = ("article_id", "lexicon", "category", "field", "start", "end")
    for article, lexicon, category, name, start, end in zip(*(table[c].tolist() for c in columns), strict=True):
        found[article][f"{lexicon}: {category}".replace("_", " ")].append((name, start, end))
    return {a: {c: tuple(dict.fromkeys(places)) for c, places in sorted(of.items())} for a, of in found.items()}


def _words(parts: Mapping[Field, tuple[Part, ...]], article: Article) -> dict[str, int]:
    """Words by look."""
    counted: Counter[str] = Counter({look.value: 0 for look in Look})
    for name, blocks in parts.items():
        text = article.field_text(name)
        for run in (r for part in blocks for r in part.runs):
            counted[run.look.value] += len(find_words(text[run.start : run.end]))
    return dict(counted)


def _sides(statements: Statements) -> tuple[str, ...]:
    """The sides, those with the most statements first."""
    counted = Counter(p.side for s in statements.counting for p in s.speakers if p.side)
    return tuple(side for side, _ in sorted(counted.items(), key=lambda x: (-x[1], x[0])))

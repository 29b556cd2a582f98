"""Whose statement it is and whose words they are: decided here, once, for every table.

**Whose statement.** In "AFP reported, citing a US official" the statement is the US official's, the innermost known
source's, and AFP passes it on (:attr:`framing.Statement.attributed_to`). Who that is in the corpus, the join says
(:mod:`framing.join`); a speaker without a name is listed by its kind then ("unnamed: US officials"). What several say
together ("Ministers Stone and Fisk said") is one statement: tables have one row of it, under the one who is named
first, and tables by speaker count it for each (:func:`each_speaker`).

**Whose words.** Every word of a text is in one voice and belongs to one statement or to none. The rules, in the order
in which they win:

1. An insertion in square brackets inside a quotation is the outlet's.
2. Where passages overlap, the shortest wins: a content inside a content belongs to the inner
   statement, and a source or a cue inside a content goes back to the outlet. A source or a cue that
   stands inside the quotation marks of *another* statement stays with that one: the quoted speaker
   said those words too. Of two statements with the same content, the one that is not a medium's wins.
3. What is thought is paraphrase as what is said is, and yields to it; an attitude shown otherwise is the outlet's own
   words. Which acts count is chosen with :meth:`framing.Statements.of_acts`.
4. Content inside quotation marks is quoted, content outside them is paraphrase.
5. What belongs to no statement and stands in a block that is nobody's prose is ``none``: a caption, a credit, a
   heading, a promotion, a dateline, a title.
6. Of the rest, up to five words that the outlet sets in quotation marks of its own accord are ``scare``: its
   "successful model", the group's "capital". Nobody is said to have said them, and the outlet does not vouch for them,
   so they are neither a speaker's words nor in its plain voice. Titles, nicknames and other names, words that are
   spoken of (the word "home"), translations, and quotations whose speaker was not found are no scare quotes; what marks
   are for is told apart by :mod:`framing.structure.marked`.
7. All else is the outlet's own, with or without quotation marks around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from framing.join.unnamed import shown_name
from framing.structure import Document, MarkUse
from framing.values import Act, Span, Speaker, SpeakerType, Statement, Voice

if TYPE_CHECKING:
    import pandas as pd

    from framing.statements import Statements

__all__ = [
    "ABOUT_SPEAKER",
    "ATTRIBUTED",
    "INSERTION",
    "OF_OUTLET",
    "VOICES",
    "Painted",
    "about_each",
    "about_others",
    "about_speaker",
    "each_speaker",
    "holding",
    "insertions_of",
    "of_statements",
    "paint",
    "relay_names",
]

INSERTION = re.compile(r"\[[^\[\]\r\n]*\]")
"""Square brackets with what an outlet puts into a quotation: "he [Assad] must go"."""

ABOUT_SPEAKER = ("speaker_id", "speaker", "type", "side", "named", "affiliation", "official", "role")
"""The columns about the one whose statement it is."""

_OWN, _QUOTED, _PARAPHRASE, _SCARE, _NONE = range(5)
VOICES = np.array([v.value for v in Voice], dtype=object)
"""Names of the voices that :class:`Painted` numbers."""

ATTRIBUTED = (Voice.QUOTED.value, Voice.PARAPHRASE.value)
"""The voices of speakers: their words are somebody's statement."""

OF_OUTLET = (Voice.OWN.value, Voice.SCARE.value)
"""The voices of prose that is nobody's statement: the outlet's plain words, and those it sets in scare quotes."""


def of_statements(runs: pd.DataFrame) -> pd.Series:
    """Whether each run of words is of a statement that counts: what is thought is not, where only speech counts."""
    return runs["voice"].isin(ATTRIBUTED) & runs["statement_id"].notna()


def about_speaker(statement: Statement | None) -> dict[str, Any]:
    """The values of :data:`ABOUT_SPEAKER`; None where nobody is known."""
    who = statement.attributed_to if statement is not None else None
    return dict.fromkeys(ABOUT_SPEAKER) if who is None else _about(who)


def about_each(statement: Statement) -> Iterator[dict[str, Any]]:
    """The values of :data:`ABOUT_SPEAKER` for each whose statement it is: the one named first, then the others."""
    return map(_about, statement.speakers)


def _about(who: Speaker) -> dict[str, Any]:
    values = (
        who.id,
        shown_name(who),
        who.type.value,
        who.side,
        who.named,
        who.affiliation,
        who.official,
        who.role.value,
    )
    return dict(zip(ABOUT_SPEAKER, values, strict=True))


def about_others(statement: Statement) -> Iterator[tuple[str, dict[str, Any]]]:
    """The values of :data:`ABOUT_SPEAKER` for those who make a statement jointly with the one named first, by name."""
    return ((who.name, _about(who)) for who in statement.co_speakers)


def each_speaker(table: pd.DataFrame, columns: Iterable[str], statements: Statements | None) -> pd.DataFrame:
    """The table with one row more for each further speaker of a joint statement, where ``columns`` are about speakers.

    A joint statement is one statement, and its words are said once: count totals before. By speaker it is each one's,
    by side once a side: no row repeats the values of ``columns`` for the same statement. The further rows come last.
    What the columns of :data:`ABOUT_SPEAKER` say of a further speaker is in the ``statements``, or else in the table's
    rows of the same name; a table without a column ``with`` is given back as it is.
    """
    wanted = [c for c in columns if c in table.columns]
    about = [c for c in ABOUT_SPEAKER if c in table.columns]
    if "with" not in table.columns or not set(wanted) & set(about) or "speaker" not in table.columns:
        return table
    import pandas as pd  # not needed by what extracts

    joint = pd.DataFrame(table[table["with"].notna() & table["with"].ne("")])
    if joint.empty:
        return table
    from framing.tables import row_numbers, stacked  # tables import this module

    others = joint["with"].astype("str").reset_index(drop=True).str.split("; ").explode()
    row = others.index.to_numpy()
    code, names = pd.factorize(others)
    known = _about_names(pd.Series(names, dtype="str"), table, about, statements)
    more = joint[[c for c in joint.columns if c not in about]].iloc[row].reset_index(drop=True)
    more = more.assign(**{c: _as(known[c], table[c]).iloc[code].reset_index(drop=True) for c in about})
    both = stacked([joint[wanted], more[wanted]]).assign(_row=np.concatenate([np.arange(len(joint)), row]))
    new = ~pd.Series(row_numbers(both, [*wanted, "_row"])).duplicated().to_numpy()[len(joint) :]
    if not new.any():
        return table
    return stacked([pd.DataFrame(table), more.loc[new, list(joint.columns)]]).reset_index(drop=True)


def _about_names(
    names: pd.Series, table: pd.DataFrame, about: list[str], statements: Statements | None
) -> pd.DataFrame:
    """What the columns about speakers say of these names: in the statements, else in the table, else the name alone."""
    import pandas as pd

    from framing.tables import stacked

    known = pd.DataFrame(columns=["name", *about], dtype="object") if statements is None else statements.co_speakers()
    at = _places(names, known["name"])
    there = known[about].iloc[at[at >= 0]]
    if len(there) == len(names):
        return there
    lacking = names[at < 0]
    rows = table.loc[table["speaker"].isin(lacking), about].drop_duplicates("speaker").to_dict("records")
    said = {str(one["speaker"]): one for one in rows}
    bare = pd.DataFrame([said.get(n, {"speaker": n}) for n in lacking], columns=about, dtype="object")
    bare = pd.DataFrame({c: _as(bare[c], there[c]) for c in about})
    order = np.argsort(np.concatenate([np.flatnonzero(at >= 0), np.flatnonzero(at < 0)]))
    return stacked([there, bare]).iloc[order]


def _places(names: pd.Series, known: pd.Series) -> NDArray[np.signedinteger[Any]]:
    """The row of each name among those that are known, -1 for none."""
    import pandas as pd

    from framing.tables import positions

    if not isinstance(known.dtype, pd.CategoricalDtype):
        return positions(names, pd.Index(known, dtype="str"))
    row = np.full(len(known.cat.categories) + 1, -1, dtype=np.int64)
    row[known.cat.codes.to_numpy()] = np.arange(len(known))
    return np.asarray(row[positions(names, known.cat.categories)])


def _as(values: pd.Series, like: pd.Series) -> pd.Series:
    """Values as a column of the same kind."""
    import pandas as pd

    if not isinstance(like.dtype, pd.CategoricalDtype):
        return values.astype("object").where(values.notna(), None).astype(like.dtype)
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    return pd.Series(pd.Categorical(values, pd.Index(sorted({v for v in values if isinstance(v, str)}), dtype="str")))


def relay_names(statement: Statement) -> tuple[str, ...]:
    """Who passes a statement on, outermost first: by name where the text states it as the source, else as written."""
    stated = statement.speaker if statement.origin_speaker is not None else None
    names = []
    for relay in statement.via:
        if stated is not None and (relay == statement.source or len(statement.via) == 1):
            names.append(stated.name)
        else:
            names.append(relay.text.strip(" ,").removeprefix("the ").removeprefix("The "))
    if stated is not None and stated.name not in names:
        names.insert(0, stated.name)
    return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True)
class Painted:
    """Words of a document in parallel: voice (a place in :data:`VOICES`), statement (its index, -1 for none), block.

    ``block`` is the index of the block that each word stands in.
    """

    voice: NDArray[np.int8]
    owner: NDArray[np.int64]
    block: NDArray[np.int64]

    def words_of(self, statements: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Words, and words in quotation marks, of each of so many statements."""
        held = self.owner >= 0
        words = np.bincount(self.owner[held], minlength=statements)
        quoted = np.bincount(self.owner[held & (self.voice == _QUOTED)], minlength=statements)
        return words.astype(np.int64), quoted.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A passage to paint over the words: content of statement ``owner``, or its source or cue."""

    spans: tuple[Span, ...]
    owner: int
    is_content: bool
    rank: tuple[bool, int, int, int]


def paint(document: Document, statements: Sequence[Statement], acts: Sequence[Act] = (Act.SPEECH,)) -> Painted:
    """Voice and statement of each word of a document, whose statements are given; ``acts`` are those that count."""
    starts = document.words[:, 0]
    block = holding([(b.start, b.end) for b in document.blocks], starts)
    is_prose = np.array([*(b.kind.is_prose for b in document.blocks), True], dtype=bool)
    base = np.where(is_prose[block], _OWN, _NONE).astype(np.int8)
    voice, owner = base.copy(), np.full(len(base), -1, dtype=np.int64)
    in_marks, inserted = _quoted_words(document)
    told = np.where(in_marks, _QUOTED, _PARAPHRASE).astype(np.int8)
    layers = sorted(_layers(statements, acts), key=lambda x: x.rank)
    held = iter(_held(starts, [span for layer in layers for span in layer.spans]))
    for layer in layers:
        for here in islice(held, len(layer.spans)):
            if layer.is_content:
                voice[here] = told[here]
                owner[here] = layer.owner
            else:
                keeps = (voice[here] == _QUOTED) & (owner[here] != layer.owner)
                voice[here] = np.where(keeps, voice[here], base[here])
                owner[here] = np.where(keeps, owner[here], -1)
    voice[inserted] = base[inserted]
    owner[inserted] = -1
    free = in_marks & ~inserted & (voice == _OWN)
    if free.any():
        voice[_scare_words(document, owner) & free] = _SCARE
    return Painted(voice, owner, block)


def _held(starts: NDArray[np.int64], spans: Sequence[Span]) -> list[slice]:
    """The words that begin in each of some spans."""
    bounds = np.searchsorted(starts, np.array(spans, dtype=np.int64).reshape(-1, 2)).tolist()
    return [slice(lo, hi) for lo, hi in bounds]


def holding(spans: Sequence[Span], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the span that holds each offset, the last one before it where it falls between spans, -1 before all."""
    starts = np.fromiter((a for a, _ in spans), dtype=np.int64, count=len(spans))
    found: NDArray[np.int64] = np.searchsorted(starts, offsets, side="right") - 1
    return found


def _scare_words(document: Document, owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which words stand in scare quotes, none of whose words is a statement's."""
    found = np.zeros(len(document.words), dtype=bool)
    for quotation, use in zip(document.quotations, document.mark_uses, strict=True):
        if use is MarkUse.SCARE:
            lo, hi = document.words_in(quotation.inner[0])
            found[lo:hi] = (owner[lo:hi] < 0).all()
    return found


def insertions_of(document: Document) -> Iterator[Span]:
    """The square brackets inside quotations, marks and all, in order, each once."""
    inner = (piece for quotation in document.quotations if quotation.depth == 1 for piece in quotation.inner)
    for a, b in inner:
        yield from (match.span() for match in INSERTION.finditer(document.text, a, b))


def _quoted_words(document: Document) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words stand inside quotation marks, and which of these the outlet put in by brackets."""
    starts = document.words[:, 0]
    in_marks = np.zeros(len(starts), dtype=bool)
    inserted = np.zeros(len(starts), dtype=bool)
    for here in _held(starts, [span for quotation in document.quotations for span in quotation.inner]):
        in_marks[here] = True
    for here in _held(starts, list(insertions_of(document)) if "[" in document.text else []):
        inserted[here] = True
    return in_marks, inserted


def _layers(statements: Sequence[Statement], acts: Sequence[Act]) -> Iterator[_Layer]:
    """All passages with their rank: the longest first, so that shorter ones are painted over them."""
    for i, statement in enumerate(statements):
        counts = statement.act in acts
        if statement.act is Act.OTHER and not counts:
            continue
        whose = statement.attributed_to
        is_medium = whose is not None and whose.type is SpeakerType.MEDIA
        for passage in (statement.content, statement.source, statement.cue):
            if passage is None:
                continue
            is_content = passage is statement.content
            size = sum(b - a for a, b in passage.spans)
            # Of equal passages, sources and cues go on top of contents, and a medium's content to the bottom.
            yield _Layer(
                passage.spans, i, is_content, (counts, -size, (0 if is_medium else 1) if is_content else 2, -i)
            )

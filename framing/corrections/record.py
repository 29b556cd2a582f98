"""One correction, and a file of them: what a person says of a place in a text.

A correction points to a text by article, field and offsets, and carries the words that stand there and around them,
so that it is found again where the text has moved and refused where it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from framing.errors import InputError
from framing.values import Field, Span, SpeakerType
from framing.wording import amount, nearest

__all__ = ["AROUND", "Correction", "Corrections", "What", "around"]

AROUND = 32
"""Characters before and behind a place that a correction carries."""


class What(StrEnum):
    """What is corrected: whether it is a statement, whose, which words of it, one that was missed, two that are one."""

    STATEMENT = "statement"
    SPEAKER = "speaker"
    SPAN = "span"
    MISSING = "missing"
    MERGE = "merge"


_NEEDS: Mapping[What, tuple[str, ...]] = {
    What.STATEMENT: ("article", "start", "end", "text", "verdict"),
    What.SPEAKER: ("article", "start", "end", "text", "speaker"),
    What.SPAN: ("article", "start", "end", "text", "new_start", "new_end", "new_text"),
    What.MISSING: ("article", "start", "end", "text"),
    What.MERGE: ("actors",),
}
_VERDICTS = ("right", "wrong")
_NUMBERS = ("start", "end", "new_start", "new_end")
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one person says of one place; keys of the file are its fields, ``kind`` is :class:`What`.

    ``start`` and ``end`` are string indices into the article's ``field``, ``text`` the words there, ``before`` and
    ``after`` up to :data:`AROUND` characters around them. ``verdict`` is "right" or "wrong"; ``speaker`` a name or the
    id of an actor, empty for a statement whose source is not stated; ``type`` what kind of source a new one is;
    ``new_start`` to ``new_text`` the words that the statement should have; ``actors`` the two that are one, of whom the
    first keeps its name. ``made``, ``by``, ``model`` and ``note`` say when, who, of which model's statements, and why.
    ``row`` is its line in the file.
    """

    kind: What
    article: str = ""
    field: Field = "text"
    start: int = 0
    end: int = 0
    text: str = ""
    before: str = ""
    after: str = ""
    verdict: str | None = None
    speaker: str | None = None
    type: SpeakerType | None = None
    new_start: int | None = None
    new_end: int | None = None
    new_text: str | None = None
    actors: tuple[str, ...] = ()
    made: str | None = None
    by: str | None = None
    model: str | None = None
    note: str | None = None
    row: int = 0

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What it is about: two corrections of one kind at one place either agree or contradict each other."""
        return (self.article, self.field, self.start, self.end)

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, without who said it and when."""
        return (self.verdict, self.speaker, self.type, self.new_start, self.new_end, self.actors)

    def __str__(self) -> str:
        if self.kind is What.MERGE:
            return " = ".join(self.actors)
        words = " ".join(self.text.split())
        return f"{self.article}, “{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"

    def values(self) -> dict[str, Any]:
        """Its values for a file: what is empty is left out."""
        told = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "row"}
        placed = self.kind is not What.MERGE
        keep = {"kind", *(("article", "field", "start", "end", "text") if placed else ())}
        made = {k: v for k, v in told.items() if k in keep or (v not in (None, "", ()) and (placed or k not in _PLACE))}
        if self.speaker == "":
            made["speaker"] = ""
        return made | ({"actors": list(self.actors)} if self.actors else {})

    @classmethod
    def of(cls, values: Mapping[str, Any], row: int) -> Correction:
        """The correction that a line holds.

        Raises:
            InputError: with what is wrong with it; the caller says where.

        """
        known = {f.name for f in fields(cls)} - {"row"}
        for key in values:
            if key not in known:
                raise InputError(f"unknown key {key!r}. {nearest(str(key), sorted(known))}")
        kind = values.get("kind")
        if kind not in list(What):
            raise InputError(f"no kind {kind!r}. {nearest(str(kind), map(str, What))}")
        what = What(kind)
        told = {k: v for k, v in values.items() if v is not None}
        for key in _NEEDS[what]:
            if key not in told:
                raise InputError(f"a correction of kind {what} needs {key!r}")
        for key in _NUMBERS:
            if key in told and (isinstance(told[key], bool) or not isinstance(told[key], int) or told[key] < 0):
                raise InputError(f"{key!r} is {told[key]!r}, which is no offset; give a whole number from 0")
        for key in ("article", "text", "before", "after", "speaker", "new_text", "made", "by", "model", "note"):
            if key in told and not isinstance(told[key], str):
                raise InputError(f"{key!r} is {told[key]!r}, which is no text")
        if told.get("field", "text") not in ("text", "title"):
            raise InputError(f"no field {told['field']!r}; it is text or title")
        if "verdict" in told and told["verdict"] not in _VERDICTS:
            raise InputError(f"verdict is {told['verdict']!r}; it is right or wrong")
        if "type" in told and told["type"] not in list(SpeakerType):
            raise InputError(f"no type {told['type']!r}. {nearest(str(told['type']), map(str, SpeakerType))}")
        actors = told.get("actors", [])
        pair = isinstance(actors, list | tuple) and len(actors) == 2 and all(isinstance(a, str) and a for a in actors)
        if what is What.MERGE and not (pair and actors[0] != actors[1]):
            raise InputError(f"'actors' is {actors!r}; give the names or ids of two")
        one = cls(**{**told, "kind": what, "actors": tuple(actors), "row": row} | _typed(told))
        _check_lengths(one)
        return one


_PLACE = ("article", "field", "start", "end", "text", "before", "after")


def _typed(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": SpeakerType(told["type"])} if "type" in told else {}


def _check_lengths(one: Correction) -> None:
    """Raise an InputError where offsets and words do not go together: both cannot be true."""
    if one.kind is What.MERGE:
        return
    spans = [("", one.start, one.end, one.text)]
    if one.kind is What.SPAN:
        assert one.new_start is not None and one.new_end is not None and one.new_text is not None  # noqa: S101, PT018
        spans.append(("new_", one.new_start, one.new_end, one.new_text))
    for name, start, end, text in spans:
        if start >= end:
            raise InputError(f"{name}start is {start} and {name}end {end}: no character stands there")
        if len(text) != end - start:
            raise InputError(
                f"{name}text has {amount(len(text), 'character')}, but {name}end is {end - start} behind {name}start"
            )


@dataclass(frozen=True)
class Corrections:
    """The corrections of a file, in its order; ``refused`` are lines that are none, as (line, reason).

    ``corpus`` is the hash of the articles that they were made on (:attr:`framing.Corpus.sha256`), ``model`` that of the
    model whose statements they are about; both None where the file does not say.
    """

    items: tuple[Correction, ...]
    corpus: str | None = None
    model: str | None = None
    version: str | None = None
    refused: tuple[tuple[int, str], ...] = ()
    name: str = "corrections"

    def __iter__(self) -> Iterator[Correction]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"<Corrections: {amount(len(self), 'correction')}>"


def around(text: str, span: Span) -> tuple[str, str]:
    """The characters before and behind a place that a correction carries."""
    return text[max(0, span[0] - AROUND) : span[0]], text[span[1] : span[1] + AROUND]

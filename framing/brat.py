"""Brat's standoff form: ``.ann`` files with offsets, each beside the ``.txt`` file that they point into.

Annotation tools count characters in several ways. What an annotation says that it marks is compared with what stands
at its offsets, in each of these ways (:mod:`framing.counting`), and the first that fits every annotation is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.counting import Way, as_is, one_line_end, utf8_bytes, utf16, with_mark, with_mark_one_line_end
from framing.errors import InputError
from framing.evaluate import ROLES
from framing.read.decode import decoded
from framing.read.record import UnusableError

__all__ = ["Mark", "Standoff", "parsed", "placed", "read_brat", "role_of"]

Row = dict[str, Any]
Spans = list[list[int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A text-bound annotation: its line, type, offsets as written, and the text that it says is there."""

    line: int
    kind: str
    spans: Spans
    text: str


@dataclass(slots=True)
class Standoff:
    """The lines of a file: marks, links between them, the trigger of each event and the notes, all by their ids."""

    marks: dict[str, Mark] = field(default_factory=dict)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    triggers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def read_brat(folder: Path) -> list[Row]:
    """Rows ``{"id", "text", "attributions"}`` from ``Source``, ``Cue`` and ``Content``, linked by relations.

    An attribution is a cue with the sources and contents that relations tie to it, directly, in either direction; an
    event with the cue as its trigger is read the same way. Type names are compared without case, and names that merely
    contain a role's ("Attribution-Cue") are understood.

    Raises an :class:`~framing.errors.InputError`: a text is missing, a line is not brat's, or what stands at an offset
    is not what the annotation says; it names file and line.
    """
    rows = []
    for annotation in sorted(p for p in folder.rglob("*") if p.suffix.casefold() == ".ann" and p.is_file()):
        place = next((p for p in map(annotation.with_suffix, (".txt", ".TXT")) if p.exists()), None)
        if place is None:
            raise InputError(f"{annotation} has no text beside it; {annotation.stem}.txt should be there")
        text = _text(place)
        found = parsed(_text(annotation), annotation)
        spans = placed(found.marks, text, annotation, place)
        identifier = annotation.relative_to(folder).with_suffix("").as_posix()
        rows.append({"id": identifier, "text": text, "attributions": _attributions(found, spans, annotation)})
    return rows


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())[0]
    except (OSError, UnusableError) as error:
        raise InputError(f"{path} cannot be read ({error}); save it as a text file in UTF-8") from error


def parsed(content: str, path: Path) -> Standoff:
    """The lines of an ``.ann`` file. Raises an InputError for one that is not brat's: it names file and line."""
    found = Standoff()
    for number, line in enumerate(re.split(r"\r\n|\r|\n", content), 1):
        parts = line.split("\t", 2)  # the text that is marked may hold tabs
        try:
            if line.startswith("T"):
                kind, _, places = parts[1].partition(" ")
                spans = [[int(x) for x in piece.split()] for piece in places.split(";")]
                if not all(len(s) == 2 and 0 <= s[0] < s[1] for s in spans):
                    raise ValueError
                found.marks[parts[0]] = Mark(number, kind, spans, parts[2] if len(parts) > 2 else "")
            elif line.startswith("R"):
                first, second = (word.partition(":")[2] for word in parts[1].split()[1:3])
                found.links.append((number, first, second))
            elif line.startswith("E"):
                trigger, *arguments = [word.partition(":")[2] for word in parts[1].split()]
                found.triggers[parts[0]] = trigger
                found.links += [(number, trigger, end) for end in arguments]
            elif line.startswith("#"):
                found.notes |= {parts[1].split()[1]: parts[2]} if len(parts) > 2 else {}
            elif line.strip() and line[0] not in "AMN*":
                raise ValueError
        except (IndexError, ValueError) as error:
            raise InputError(f"{path}, line {number} is not brat standoff: {line[:80]!r}") from error
    return found


_WAYS: tuple[Way, ...] = (as_is, one_line_end, with_mark, with_mark_one_line_end, utf16, utf8_bytes)


def placed(marks: dict[str, Mark], text: str, path: Path, beside: Path) -> dict[str, Spans]:
    """Offsets of all marks in ``text``, in the first way of counting that fits.

    Raises an InputError, which names file and line, where none does.
    """
    for way in _WAYS:
        shown, at = way(text)
        if all(_fits(mark, shown) for mark in marks.values()):
            return {key: [[a if at is None else at[a] for a in s] for s in mark.spans] for key, mark in marks.items()}
    key, mark = next((k, m) for k, m in marks.items() if not _fits(m, text))
    start, end = mark.spans[0][0], mark.spans[-1][1]
    there = _slices(mark.spans, text) if end <= len(text) else f"nothing: the text has {len(text)} characters"
    where = text.find(mark.text)
    found = f"; it stands at {where}" if where >= 0 and mark.text else ""
    raise InputError(
        f"{path}, line {mark.line}: {key} is {mark.text[:60]!r}, and at {start} to {end} of {beside.name} stands "
        f"{there[:60]!r}{found}; give the text that was annotated, unchanged"
    )


def _fits(mark: Mark, text: str) -> bool:
    if mark.spans[-1][1] > len(text):
        return False
    return not mark.text or _bare(_slices(mark.spans, text)) == _bare(mark.text)


def _slices(spans: Spans, text: str) -> str:
    return " ".join(text[a:b] for a, b in spans)


def _bare(text: str) -> str:
    """Brat writes a blank for a line end, and editors make one blank of several."""
    return "".join(text.replace("\0", "").replace("\ufeff", "").split())


# --- Attributions -----------------------------------------------------------------------------------------------------


def _attributions(found: Standoff, spans: dict[str, Spans], path: Path) -> list[Row]:
    roles = {key: role for key, mark in found.marks.items() if (role := role_of(mark.kind))}
    attributions: dict[str, Row] = {
        key: {"source": [], "cue": spans[key], "content": []} for key, role in roles.items() if role == "cue"
    }
    for line, *ends in found.links:
        first, second = (found.triggers.get(end, end) for end in ends)
        for end in (first, second):
            if end not in found.marks:
                raise InputError(f"{path}, line {line} names {end!r}, which is not there")
        for cue, end in _both_ways(first, second):
            if cue in attributions and roles.get(end, "cue") != "cue":
                role = roles[end]
                attributions[cue][role] = sorted([*attributions[cue][role], *spans[end]])
    return [row for row in attributions.values() if row["content"]]


def _both_ways(first: str, second: str) -> Iterator[Sequence[str]]:
    yield first, second
    yield second, first


def role_of(name: str) -> str | None:
    """The role that the name of a type contains, if it does."""
    return next((r for r in ROLES if r in name.lower()), None)

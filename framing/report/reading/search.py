"""The lines of a whole corpus for the page that searches them: a statement or a run of the outlet's words is a line.

They are columns of small numbers and one long text with a line break between lines. The page looks for words in that
text itself: a scan of a few million characters takes a browser some milliseconds, less than an index would to load.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from framing.report.reading.links import Line
from framing.report.reading.marks import Look
from framing.report.reading.text import address
from framing.report.reading.values import Note, Reading, Shown
from framing.values import Field

__all__ = ["Columns", "columns", "encoded"]

_LOOKS = tuple(Look)


@dataclass
class Columns:
    """The lines in parallel; ``names`` are the values that the numbers of each column stand for.

    ``of_run`` gives the line of each run by article, field and first character.
    """

    article: list[int] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    speaker: list[int] = field(default_factory=list)
    side: list[int] = field(default_factory=list)
    role: list[int] = field(default_factory=list)
    voice: list[int] = field(default_factory=list)
    act: list[int] = field(default_factory=list)
    stance: list[int] = field(default_factory=list)
    lists: list[list[int]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    of_run: dict[tuple[int, Field, int], int] = field(default_factory=dict)

    def number(self, column: str, value: str) -> int:
        """The number of a value of a column, 0 for none."""
        known = self.names.setdefault(column, {"": 0})
        return known.setdefault(value, len(known))

    def json(self) -> dict[str, Any]:
        """What the page reads."""
        names = ("article", "place", "speaker", "side", "role", "voice", "act", "stance", "lists")
        return {
            **{name: getattr(self, name) for name in names},
            "text": "\n".join(self.text),
            "names": {column: list(values) for column, values in self.names.items()},
        }


def columns(reading: Reading) -> Columns:
    """All lines of all articles in reading order, each with where it stands and what is known of it."""
    made = Columns()
    for look in _LOOKS:
        made.number("voice", look.value)
    for shown in reading.articles:
        _add(made, shown)
    return made


def _add(made: Columns, shown: Shown) -> None:
    for name, parts in shown.parts.items():
        notes = [n for n in shown.notes if n.statement.field == name]
        text = shown.article.field_text(name)
        lines: dict[int, int] = {}
        runs = [run for part in parts for run in part.runs]
        held: list[int] = []
        for run in runs:
            for k in run.opens:
                if k not in lines:
                    lines[k] = _line(made, shown, f"s{shown.number}.{notes[k].number}", notes[k].statement.content.text)
                    _about(made, notes[k])
            if run.statement < 0:
                held.append(_line(made, shown, address(shown.number, name, run.start), text[run.start : run.end]))
                made.voice.append(made.number("voice", run.look.value))
                for column in ("speaker", "side", "role", "act", "stance"):
                    getattr(made, column).append(0)
            else:
                held.append(lines[run.statement])
            made.of_run[shown.number, name, run.start] = held[-1]
        starts = [run.start for run in runs]
        for category, places in shown.categories.items():
            number = made.number("lists", category)
            for line in {held[max(bisect_right(starts, a) - 1, 0)] for f, a, _ in places if f == name and starts}:
                made.lists[line].append(number)


def _line(made: Columns, shown: Shown, place: str, text: str) -> int:
    made.article.append(shown.number)
    made.place.append(place)
    made.lists.append([])
    made.text.append(" ".join(text.split()))
    return len(made.text) - 1


def _about(made: Columns, note: Note) -> None:
    who = note.statement.attributed_to
    look = {"direct": Look.QUOTED, "mixed": Look.QUOTED}.get(note.statement.kind.value)
    look = look or (Look.PARAPHRASE if who else Look.UNSOURCED)
    made.speaker.append(made.number("speaker", note.speaker))
    made.side.append(made.number("side", note.side or ""))
    made.role.append(made.number("role", who.role.value if who else ""))
    made.voice.append(made.number("voice", look.value))
    made.act.append(made.number("act", note.statement.act.value))
    made.stance.append(made.number("stance", note.stance))


def encoded(made: Columns, starts: dict[tuple[int, Field], list[int]], lines: Sequence[Line] | Iterable[Line]) -> str:
    """A set of lines as the differences of their numbers, each line once."""
    numbers = set()
    for line in lines:
        known = starts.get((line.article, line.field), [])
        at = bisect_right(known, line.start) - 1
        if known:
            numbers.add(made.of_run[line.article, line.field, known[max(at, 0)]])
    ordered = sorted(numbers)
    return " ".join(str(b - a) for a, b in zip([0, *ordered], ordered, strict=False))

"""Rows of a CSV that do not fit its header: put right where only one reading is possible, refused where not.

What spreadsheets and scripts do to tables of long texts:

- a text with the delimiter in it, and no quotation marks around it: a row too long;
- a text with line breaks in it, and no quotation marks around it: rows too short, that belong together;
- quotation marks inside a text that were not doubled: not well-formed;
- empty cells at the end that are not written: a row too short;
- two tables written one after the other: the header a second time; R's row names: a cell more than the header has.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["Raw", "Straight", "lenient", "straightened"]

_WORDS = 3
"""Words of a line that it is taken for the next line of a text."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as the csv module gives it: its first line, its cells, or why it has none.

    ``quoted`` are the places of cells that stand in quotation marks, told of rows with more cells than the header has.
    """

    line: int
    cells: Sequence[str]
    fault: str | None = None
    mended: str | None = None
    quoted: frozenset[int] = frozenset()


@dataclass(slots=True)
class Straight:
    """A row that fits the header, or the ``fault`` of one that does not; ``mended`` says what was done to it."""

    line: int
    cells: list[str]
    fault: str | None = None
    mended: list[str] = field(default_factory=list)
    quoted: frozenset[int] = frozenset()


def straightened(rows: Iterable[Raw], header: Sequence[str], text: int | None, delimiter: str) -> Iterator[Straight]:
    """Rows that have as many cells as the header. ``text`` is the column of the texts, None where none is known."""
    held: Straight | None = None
    blank = 0
    for row in _without_row_names(rows, len(header)):
        if not row.cells and row.fault is None:
            blank += 1
            continue
        if held is not None and row.fault is None and _goes_on(held.cells, row.cells, len(header), text):
            first, *rest = row.cells
            held.cells[-1:] = [held.cells[-1] + "\n" * (1 + blank) + first, *rest]
            if _BROKEN not in held.mended:
                held.mended.append(_BROKEN)
        else:
            if held is not None:
                yield _fitted(held, len(header), text, delimiter)
            held = Straight(row.line, list(row.cells), row.fault, [row.mended] if row.mended else [], row.quoted)
        blank = 0
    if held is not None:
        yield _fitted(held, len(header), text, delimiter)


_BROKEN = "mended: lines that go on with the text of the row above joined to it; put quotation marks around the text"
_MERGED = "mended: a text with the delimiter in it put together again; put quotation marks around the text"
_SURPLUS = "more fields than the header has, behind a text that quotation marks end: what they say is left out"
_PADDED = "fewer fields than the header has: those that are missing at its end are taken as empty"


def _goes_on(held: Sequence[str], cells: Sequence[str], width: int, text: int | None) -> bool:
    """Whether a row goes on with the text in which the row before it ends."""
    if text is None or len(held) != text + 1 or not held[text].strip():
        return False
    if len(held) == width:
        return len(cells) == 1 < width and len(cells[0].split()) >= _WORDS
    return len(cells) < width and len(held) + len(cells) - 1 <= width and len(cells[0].split()) >= _WORDS


def _fitted(row: Straight, width: int, text: int | None, delimiter: str) -> Straight:
    cells = row.cells
    if row.fault is not None or len(cells) == width:
        return row
    surplus = len(cells) - width
    if surplus > 0 and not any(c.strip() for c in cells[width:]):
        row.cells = cells[:width]
    elif surplus > 0 and text == width - 1 and text in row.quoted:
        row.cells = cells[:width]
        row.mended.append(_SURPLUS)
    elif surplus > 0 and text is not None and (merged := _merged(cells, width, text, delimiter)):
        row.cells = merged
        row.mended.append(_MERGED)
    elif surplus < 0 and text is not None and text < len(cells) and cells[text].strip():
        row.cells = [*cells, *[""] * -surplus]
        row.mended.append(_PADDED)
    else:
        row.fault = f"{len(cells)} fields where the header has {width}; put quotation marks around the text"
    return row


def _merged(cells: Sequence[str], width: int, text: int, delimiter: str) -> list[str] | None:
    """Cells of which those that begin with a blank, as after a comma in prose, are joined to the one before them."""
    surplus = len(cells) - width
    going_on = [i for i, c in enumerate(cells) if i > text and c.startswith(" ") and c.strip()]
    if len(going_on) == surplus and going_on == list(range(text + 1, text + 1 + surplus)):
        return [*cells[:text], delimiter.join(cells[text : text + surplus + 1]), *cells[text + surplus + 1 :]]
    if text == width - 1:
        return [*cells[:text], delimiter.join(cells[text:])]
    return None


def _without_row_names(rows: Iterable[Raw], width: int) -> Iterator[Raw]:
    """The rows without the numbers that R writes before them, under no header."""
    iterator = iter(rows)
    first = list(itertools.islice(iterator, 2))
    named = len(first) == 2 and all(
        len(r.cells) == width + 1 and r.cells[0] == str(i) and not any(c.startswith(" ") for c in r.cells)
        for i, r in enumerate(first, 1)
    )
    for rows_ in (first, iterator):
        for row in rows_:
            numbered = named and len(row.cells) == width + 1 and row.cells[0].isdigit()
            if numbered:
                row = Raw(row.line, row.cells[1:], row.fault, row.mended, frozenset(i - 1 for i in row.quoted))
            yield row


def lenient(line: str, width: int, delimiter: str) -> list[str] | None:
    """Cells of a line in which only a mark before a delimiter or the end closes a field; None where they do not fit.

    >>> lenient('1,"He said "no" to it.",Post', 3, ",")
    ['1', 'He said "no" to it.', 'Post']
    """
    line = line.rstrip("\r\n")
    cells: list[str] = []
    at = 0
    closing = re.compile(rf'"(?={re.escape(delimiter)}|$)')
    while at <= len(line):
        if line[at : at + 1] == '"':
            match = closing.search(line, at + 1)
            if match is None:
                return None
            cells.append(line[at + 1 : match.start()].replace('""', '"'))
            at = match.end() + 1
        else:
            end = line.find(delimiter, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end])
            at = end + 1
        if len(cells) > width:
            return None
    return cells if len(cells) == width else None

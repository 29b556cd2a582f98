"""Which line breaks are a paragraph's end, and which only the edge of the page.

Text wrapped at a column breaks inside sentences. :func:`unwrapped` gives a copy of the same length in which such
breaks are blanks: every stage after it sees paragraphs as lines, and every offset stays true.

A break is the edge of the page where the next word would not have fitted. That is what tells wrapped prose from
verse, lists and tweets, whose short lines had room for more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.function_words import FUNCTION_WORDS
from framing.structure.line_kinds import ends_prose, is_list_item

__all__ = ["LINE", "unwrapped"]

LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_FIRST_WORD = re.compile(r"\S{1,40}")
_NARROW, _WIDE = 28, 132
"""Characters of the narrowest and the widest column that is looked for."""
_FULL_SHARE = 0.5
"""Share of the breaks that must be the edge of the page before a text counts as wrapped."""
_HANGING = 40
"""Characters of a line, at least, that may break off by itself: those of verse are shorter."""
_OPENING = "\"“‘'«([{-–—"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """The first character that is not blank."""
    end: int
    left: int
    """Where the line itself begins: what lies before ``start`` is its indentation."""
    breaks: int
    """Line breaks before it."""
    page: bool
    """Whether a page begins with it."""
    next_word: int
    """Length of its first word."""
    lower: bool
    """Whether it begins with a small letter."""

    @property
    def width(self) -> int:
        return self.end - self.left

    @property
    def indent(self) -> int:
        return self.start - self.left


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    last = 0
    for match in LINE.finditer(text):
        left, end = match.span()
        line = text[left:end]
        bare = line.strip()
        if not bare:
            continue
        start = left + len(line) - len(line.lstrip())
        page = "\f" in text[last:start] if found else False
        left = max(left, text.rfind("\f", left, start) + 1)
        word = _FIRST_WORD.match(text, start)
        head = bare.lstrip(_OPENING)[:1]
        breaks = len(_BREAK.findall(text, last, left))
        end = start + len(bare)
        found.append(_Line(start, end, left, breaks, page, len(word.group()) if word else 0, head.islower()))
        last = end
    return found


def _step(lines: Sequence[_Line]) -> int:
    """Line breaks between two lines of one paragraph: 1, or 2 where every line is followed by an empty one."""
    single = sum(line.breaks == 1 for line in lines[1:])
    double = sum(line.breaks == 2 for line in lines[1:])
    return 2 if double > 9 * single and max(line.width for line in lines) <= _WIDE else 1


def _ends_prose(text: str, line: _Line) -> bool:
    return ends_prose(text[max(line.start, line.end - 14) : line.end])


def _column(text: str, lines: Sequence[_Line], step: int) -> tuple[int, bool]:
    """Width of the column that the text is wrapped at, 0 if it is not; and whether its right edge is ragged."""
    pairs = [(line, after) for line, after in pairwise(lines) if after.breaks == step and not after.page]
    narrow = [p for p in pairs if p[0].width <= _WIDE]
    if len(narrow) < 3 or len(narrow) < 0.8 * len(pairs):
        return 0, False
    widths = sorted(line.width for line, _ in narrow)
    column = widths[min(len(widths) - 1, int(0.97 * len(widths)))]
    if column < _NARROW:
        return 0, False
    full = [p for p in narrow if p[0].width + 1 + p[1].next_word > column]
    broken = sum(not _ends_prose(text, line) for line, _ in full)
    goes_on = sum(after.lower for _, after in full)
    if (
        len(full) >= 3
        and len(full) >= _FULL_SHARE * len(narrow)
        and 2 * broken >= len(full)
        and 3 * goes_on >= len(full)
    ):
        return column, False
    # Letters of different widths wrap at different counts: lines that end anywhere and go on in small letters.
    ragged = sum(line.width >= 0.7 * column and after.lower and not _ends_prose(text, line) for line, after in narrow)
    column = widths[int(0.8 * (len(widths) - 1))]
    if step == 1 and column >= 40 and ragged >= 3 and ragged >= 0.4 * len(narrow):
        return column, True
    return 0, False


def _goes_on(text: str, line: _Line, after: _Line, column: int, ragged: bool) -> bool:
    """Whether ``after`` goes on with the paragraph of ``line``, in a text wrapped at ``column``."""
    if line.width > 1.3 * column or is_list_item(text[after.start : min(after.end, after.start + 80)]):
        return False
    if after.indent > line.indent + 1 and not is_list_item(text[line.start : min(line.end, line.start + 80)]):
        return False  # an indented line begins a paragraph, but goes on with a list item
    open_end = not _ends_prose(text, line)
    if ragged:
        return open_end and (after.lower or line.width >= 0.85 * column)
    if line.width + 1 + after.next_word > column:
        return True
    return open_end and after.lower and 2 * line.width >= column


def _hangs(text: str, line: _Line, after: _Line) -> bool:
    """Whether a line of a text without a column breaks off: "… the first ship would", and then a small letter."""
    if line.width < _HANGING or not after.lower or is_list_item(text[after.start : min(after.end, after.start + 80)]):
        return False
    last = text[line.start : line.end].rsplit(None, 1)[-1]
    return last.islower() and last in FUNCTION_WORDS


def unwrapped(text: str) -> str:
    r"""``text`` with a blank in the place of every line break that only ends a page's or a column's line.

    Same length, other characters untouched. Form feeds become line breaks where a paragraph ends with the page.

    >>> text = "The river town of Norden woke on Monday\nto find its only bridge gone. The flood\nhad taken it "
    >>> unwrapped(text + "during the night, and with\nit the road.")[36:96]
    'day to find its only bridge gone. The flood had taken it dur'
    >>> unwrapped("One line.\nAnother line.")
    'One line.\nAnother line.'
    """
    if "\f" not in text and "\n" not in text and not _BREAK.search(text):
        return text
    if "\f" in text:
        text = _paged(text)
    lines = _lines(text)
    if len(lines) < 2:
        return text
    step = _step(lines)
    column, ragged = _column(text, lines, step)
    pieces: list[str] = []
    last = 0
    for line, after in pairwise(lines):
        goes_on = _goes_on(text, line, after, column, ragged) if column else _hangs(text, line, after)
        if after.breaks != step or after.page or not goes_on:
            continue
        pieces += [text[last : line.end], " " * (after.start - line.end)]
        last = after.start
    return "".join([*pieces, text[last:]])


def _paged(text: str) -> str:
    """Pages joined where a sentence goes on over the break; elsewhere a form feed ends a paragraph."""
    pieces: list[str] = []
    last = 0
    gaps = [m.span() for m in re.finditer(r"\s*\f\s*", text)]
    for start, end in gaps:
        head = text[end : end + 8].lstrip(_OPENING)[:1]
        goes_on = start > 0 and head.islower() and not ends_prose(text[max(0, start - 14) : start])
        gap = text[start:end]
        pieces += [text[last:start], " " * len(gap) if goes_on else gap.replace("\f", "\n")]
        last = end
    return "".join([*pieces, text[last:]])

"""Find quotation marks and pair them, offset-true, before anything else cuts the text.

Newspapers mix straight and curly marks, nest single marks inside double ones, run a quotation on
into the next paragraph (reopening it there or not) and forget to close it. Each of these has a rule
below; a mark that fits none is left alone rather than guessed at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from framing.structure.line_kinds import ends_prose

__all__ = ["Quotation", "find_quotations"]

Span = tuple[int, int]

_DOUBLE = re.compile(r"``|''|‘‘|’’|[\"“”„«»]")
_SINGLE = re.compile(r"['‘’]")
_CLOSING = re.compile(r"['’\"”]")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ALIKE = str.maketrans({"＂": '"', "″": '"', "‟": "“", "❝": "“", "❞": "”", "〝": "“", "〞": "”"})
"""Marks that are read as others of the same length: full-width, primes, high-reversed, ornaments."""
_ODD = re.compile(f"[{''.join(map(chr, _ALIKE))}]")
_OPENERS = frozenset({"“", "„", "«", "``", "‘‘"})
_CLOSERS = frozenset({"”", "»", "’’"})
_BEFORE_OPENING = frozenset(' \t\u00a0\u2009\u200b([{-–—/"“‘«„`>:*_…')
_AFTER_CLOSING = frozenset(" \t\u00a0\u2009.,;:!?)]}-–—\"”’'/…")
_FEET_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
_ELISION = re.compile(r"['’](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|round\b|n\b)", re.I)
_RUN_ON_LIMIT = 2
"""Paragraphs that an unclosed quotation may run on without being reopened."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: its pieces with and without their marks.

    ``segments`` and ``inner`` run in parallel, one entry for each paragraph the quotation stands in;
    spans are string indices, end exclusive. ``depth`` is 1 for an outermost quotation and 2 for
    one inside another. ``closed`` is false where the closing mark is missing.
    """

    segments: tuple[Span, ...]
    inner: tuple[Span, ...]
    double: bool
    closed: bool
    depth: int

    @property
    def start(self) -> int:
        """Where its first mark begins."""
        return self.segments[0][0]

    @property
    def end(self) -> int:
        """Where its last mark ends, or its words if that mark is missing."""
        return self.segments[-1][1]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    can_open: bool
    can_close: bool
    leads: bool
    """The first thing in its paragraph."""


def _marks(text: str, line: Span) -> list[_Mark]:
    """Double marks of one paragraph, each with what it can do judging by its neighbours."""
    lo, hi = line
    first = lo + len(text[lo:hi]) - len(text[lo:hi].lstrip())
    found: list[_Mark] = []
    for match in _DOUBLE.finditer(text, lo, hi):
        start, end = match.span()
        mark = match.group()
        before = text[start - 1] if start > lo else " "
        after = text[end] if end < hi else " "
        if mark == "''" and (before == "'" or after == "'"):
            continue
        if mark in _OPENERS:
            # "percent.“ " closes: a slip of the keyboard, or a German mark
            can_close = not before.isspace() and before not in _BEFORE_OPENING and after.isspace()
            can_open = not can_close
        elif mark in _CLOSERS:
            can_open, can_close = False, True
        else:
            if mark == '"' and _FEET_INCHES.search(text, max(lo, start - 6), start):
                continue
            can_open = before in _BEFORE_OPENING and not after.isspace()
            can_close = not before.isspace() and (after in _AFTER_CLOSING or not can_open)
            if not can_open and not can_close:
                can_close = True
        found.append(_Mark(start, end, mark, can_open, can_close, start == first))
    return found


def _is_inches(text: str, mark: _Mark, left: int, inside: bool) -> bool:
    """A straight mark after a digit that pairs with nothing: 'a 12" gun'."""
    if mark.text != '"' or mark.start == 0 or not text[mark.start - 1].isdigit():
        return False
    if not inside:
        return True
    follows = text[mark.end : mark.end + 2]
    return left % 2 == 1 and len(follows) == 2 and follows[0] == " " and follows[1].islower()


def _runs_on(marks_by_line: list[list[_Mark]], i: int, curly: bool) -> bool:
    """Whether a quotation left open at the end of paragraph ``i`` goes on in the next."""
    for k, later in enumerate(marks_by_line[i + 1 : i + 2 + _RUN_ON_LIMIT]):
        if not later:
            continue
        mark = later[0]
        if mark.leads and mark.can_open:
            # A reopening mark needs an unclosed quotation right before it, not one further up.
            return k == 0
        if curly:
            return mark.text == "”" or mark.text == "»"
        return mark.can_close and not mark.can_open and len(later) % 2 == 1
    return False


def _nests(marks: Sequence[_Mark]) -> bool:
    """Whether the first mark, an opening guillemet within a quotation, is closed before that quotation is."""
    return sum(m.text == "»" for m in marks) > sum(m.text == "«" for m in marks)


def _double(text: str, lines: list[Span]) -> list[Quotation]:
    by_line = [_marks(text, line) for line in lines]
    found: list[Quotation] = []
    segments: list[Span] = []
    inner: list[Span] = []
    opened: tuple[int, int, str] | None = None  # start and end of the mark that opened, its text
    nested: list[_Mark] = []  # guillemets opened within guillemets

    def finish(end: int, inner_end: int, closed: bool) -> None:
        nonlocal opened
        if opened is not None:
            segments.append((opened[0], end))
            inner.append((opened[1], max(opened[1], inner_end)))
        if any(a < b for a, b in inner):
            found.append(Quotation(tuple(segments), tuple(inner), True, closed, 1))
        segments.clear()
        inner.clear()
        opened = None

    for i, (line, marks) in enumerate(zip(lines, by_line, strict=True)):
        content_start = line[0] + len(text[line[0] : line[1]]) - len(text[line[0] : line[1]].lstrip())
        content_end = line[0] + len(text[line[0] : line[1]].rstrip())
        if segments and opened is None:  # runs on from the paragraph before
            if marks and marks[0].leads and marks[0].can_open:
                opened = (marks[0].start, marks[0].end, marks[0].text)
                marks = marks[1:]
            else:
                opened = (content_start, content_start, "“" if text[segments[0][0]] == "“" else '"')
        for k, mark in enumerate(marks):
            left = len(marks) - k - 1
            if _is_inches(text, mark, left, opened is not None):
                continue
            if opened is None:
                if mark.can_open or (mark.text in ('"', "''") and not segments and left % 2 == 1):
                    opened = (mark.start, mark.end, mark.text)
            elif nested and mark.text == "»":
                within = nested.pop()
                found.append(Quotation(((within.start, mark.end),), ((within.end, mark.start),), True, True, 2))
            elif mark.can_close:
                finish(mark.end, mark.start, True)
            elif mark.text == opened[2] == "«" and _nests(marks[k:]):
                nested.append(mark)
            elif mark.text in _OPENERS:
                finish(mark.start, mark.start, False)
                opened = (mark.start, mark.end, mark.text)
            elif mark.can_open and text[mark.start - 1].isspace() and ends_prose(text[opened[1] : mark.start - 1]):
                # A quotation of several paragraphs that have become one: each opens it again, none but the last closes.
                finish(mark.start - 1, mark.start - 1, False)
                opened = (mark.start, mark.end, mark.text)
            elif mark.can_open:
                finish(mark.end, mark.start, True)
        nested.clear()
        if opened is not None:
            if _runs_on(by_line, i, opened[2] in _OPENERS):
                segments.append((opened[0], content_end))
                inner.append((opened[1], content_end))
                opened = None
            else:
                finish(content_end, content_end, False)
    if segments:
        finish(segments[-1][1], inner[-1][1], False)
    return found


@dataclass(frozen=True, slots=True)
class _Closings:
    """Where single marks of one paragraph can close, each list in order."""

    barriers: tuple[int, ...]
    """Closing double marks: no single quotation reaches across one."""
    real: tuple[int, ...]
    plural: tuple[int, ...]
    """As in "pilots' union": a plural possessive unless nothing better follows."""

    def after(self, start: int) -> int | None:
        """The closing mark for a quotation whose words begin at ``start``, or None."""
        barrier = _first(self.barriers, start)
        for ends in (self.real, self.plural):
            end = _first(ends, start)
            if end is not None and (barrier is None or end < barrier):
                return end
        return None


def _first(ordered: Sequence[int], start: int) -> int | None:
    """The first of ``ordered`` that is not below ``start``."""
    i = bisect_left(ordered, start)
    return ordered[i] if i < len(ordered) else None


def _closings(text: str, line: Span) -> _Closings:
    lo, hi = line
    barriers: list[int] = []
    real: list[int] = []
    plural: list[int] = []
    for match in _CLOSING.finditer(text, lo, hi):
        at = match.start()
        if match.group() in '"”':
            barriers.append(at)
            continue
        before = text[at - 1] if at > 0 else " "
        after = text[at + 1] if at + 1 < hi else " "
        if before.isspace() or after.isalnum():
            continue
        if before in "sS" and after == " " and text[at + 2 : at + 3].islower():
            plural.append(at)
        else:
            real.append(at)
    return _Closings(tuple(barriers), tuple(real), tuple(plural))


def _single(text: str, line: Span, outer: list[Span]) -> list[Quotation]:
    """Quotations in single marks; straight ones need a real opening and a real closing.

    ``outer`` are the pieces of double quotations in this paragraph, in order and apart from each other.
    """
    lo, hi = line
    found: list[Quotation] = []
    position = lo
    closings: _Closings | None = None
    letter = lo  # the first letter or digit behind the mark looked at
    while (match := _SINGLE.search(text, position, hi)) is not None:
        start = match.start()
        position = start + 1
        before = text[start - 1] if start > lo else " "
        after = text[start + 1] if start + 1 < hi else " "
        if text[start : start + 2] in ("''", "‘‘") or before == "'" or text[start - 1 : start + 1] == "‘‘":
            continue
        opens = match.group() == "‘" or before in _BEFORE_OPENING
        if match.group() == "’" or not opens or not (after.isalnum() or after in "[$£€“"):
            continue
        if _ELISION.match(text, start):
            continue
        closings = closings or _closings(text, line)
        end = closings.after(start + 1)
        if end is None:
            continue
        if letter <= start:
            letter = next((i for i in range(start + 1, hi) if text[i].isalnum()), hi)
        if letter >= end:
            continue
        # Pieces do not overlap: the last to begin before the end is the only one to look at.
        i = bisect_left(outer, (end,)) - 1
        inside = i >= 0 and outer[i][0] <= start and end < outer[i][1]
        if not inside and i >= 0 and start < outer[i][1]:
            continue  # crosses a double quotation: an apostrophe after all
        found.append(Quotation(((start, end + 1),), ((start + 1, end),), False, True, 2 if inside else 1))
        position = end + 1
    return found


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of ``text`` in order of their start.

    Paragraphs are lines. An unclosed quotation ends with its paragraph unless the next one
    reopens it, or closes it without opening one of its own.

    >>> [q.inner for q in find_quotations('He said "no" and left.')]
    [((9, 11),)]
    """
    text = text.translate(_ALIKE) if _ODD.search(text) else text
    lines = [m.span() for m in _LINE.finditer(text) if m.group().strip()]
    double = _double(text, lines)
    outer = [s for q in double if q.depth == 1 for s in q.segments]  # no segment crosses a line
    bounds = [bisect_left(outer, (line[0],)) for line in lines] + [len(outer)]
    single = [q for i, line in enumerate(lines) for q in _single(text, line, outer[bounds[i] : bounds[i + 1]])]
    return tuple(sorted(double + single, key=lambda q: (q.start, -q.end)))

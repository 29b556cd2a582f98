"""Blocks: every line that is not blank, and what kind of line it is.

A line's own words decide most kinds (:mod:`framing.structure.line_kinds`). Titles, headings and captions
have no shape of their own: they are short lines without a sentence's end, and what stands around them
decides. In doubt a line is a paragraph: prose lost to a heading is lost to every measure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from framing.structure import line_kinds as shape
from framing.structure.document import Block, BlockKind
from framing.structure.quotations import Quotation

__all__ = ["OUTSIDE", "find_blocks", "strip_span"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")

OUTSIDE = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)
"""Blanks and zero-width characters: never the first or the last character of a block or a sentence."""

_HEADING_WORDS = 12
_TITLE_WORDS = 20
_CAPTION_WORDS = 30
_TITLE_REACH = 8
"""Lines below a title among which its prose begins: bylines, dates and captions may stand between."""
_HEADING_RUN = 2
"""Short lines that may follow each other and still be headings; more of them are a list, a poem, tweets."""

_CLAUSE_HEAD = re.compile(r"(?:He|She|They|We|I|It|You|This|That|There|These|Those|But|And)\s")
_CLOSING_MARKS = frozenset("\"”’'»“")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    """Its first characters only, for a line too long to be anything but prose."""
    words: int
    blank_before: bool
    kind: BlockKind | None
    """None while only the neighbours can tell."""


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks and zero-width characters at its edges; empty if nothing else is in it."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(OUTSIDE))
    return start + left, start + max(left, len(piece.rstrip(OUTSIDE)))


def _own_kind(line: str, long: bool) -> BlockKind | None:
    """The kind that a line's own words give it."""
    if long:
        return BlockKind.LIST if shape.is_list_item(line) else None
    if shape.is_promotion(line):
        return BlockKind.PROMOTION
    if shape.is_credit(line):
        return BlockKind.CREDIT
    if shape.is_list_item(line):
        return BlockKind.LIST
    if shape.is_caption(line):
        return BlockKind.CAPTION
    return None


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        start, end = strip_span(text, *match.span())
        if start == end:
            continue
        long = end - start > shape.SHORT
        line = text[start : start + shape.SHORT] if long else text[start:end]
        breaks = len(_BREAK.findall(text, last, start)) if found else 2
        words = _TITLE_WORDS + _CAPTION_WORDS if long else len(line.split())
        found.append(_Line(start, end, line, words, breaks > 1, _own_kind(line, long)))
        last = end
    return found


def _captions(lines: list[_Line]) -> list[_Line]:
    """Mark the short line right before a photo credit."""
    marked = list(lines)
    for i, (line, after) in enumerate(pairwise(lines)):
        if line.kind is not None or line.words > _CAPTION_WORDS or not shape.is_photo_credit(after.text):
            continue
        if after.kind is not BlockKind.CREDIT:
            continue
        set_apart = line.blank_before and not after.blank_before
        if i == 0 or set_apart or not shape.ends_prose(line.text):
            marked[i] = replace(line, kind=BlockKind.CAPTION)
    return marked


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether the text is broken at a column: most lines end anywhere, and the next goes right on."""
    pairs = [line for line, after in pairwise(lines) if not after.blank_before]
    broken = sum(40 <= len(line.text) <= 100 and not shape.ends_prose(line.text) for line in pairs)
    return len(pairs) >= 3 and broken > 0.4 * len(pairs)


def _reads_on(line: _Line, after: _Line | None) -> bool:
    return after is not None and after.text[0].islower() and after.kind is None and not line.text[0].islower()


def _may_head(line: _Line, limit: int) -> bool:
    """Whether a line could head something: short, with a capital or a digit, no sentence's end, no speech."""
    first = line.text.lstrip("\"“‘'«([¿¡")[:1]
    return (
        line.kind is None
        and line.words <= limit
        and (first.isupper() or first.isdigit() or (first.isalpha() and not first.islower()))
        and not shape.ends_prose(line.text)
        and not shape.is_attributed_speech(line.text)
        and not shape.is_social(line.text)
        and not shape.dateline_end(line.text)
    )


def _is_heading_shape(line: _Line) -> bool:
    if not _may_head(line, _HEADING_WORDS) or line.text[-1] in _CLOSING_MARKS or shape.has_speech_label(line.text):
        return False
    return not (_CLAUSE_HEAD.match(line.text) and line.words > 3)


def _title(lines: list[_Line], wrapped: bool, labelled: bool) -> bool:
    """Whether the first line reads like a title: a headline's shape, and prose under it."""
    first, rest = lines[0], lines[1 : 1 + _TITLE_REACH]
    asks = first.text[-1] == "?" and _is_title_case(first)
    # Nothing but a title asks in capitals; a clause that ends its line with a semicolon is a title and its deck.
    bare = replace(first, text=first.text[:-1]) if len(first.text) > 1 and (first.text[-1] == ";" or asks) else first
    headline = _may_head(bare, _TITLE_WORDS)
    if not headline or first.kind is not None or not rest or _reads_on(first, rest[0]):
        return False
    if any(line.text == first.text for line in lines[1:]):
        return False  # a transcript's speaker
    if (wrapped and not rest[0].blank_before) or (labelled and shape.has_speech_label(first.text)):
        return False
    below = [line for line in rest if line.kind in (None, BlockKind.LIST)]
    for line in below[:_HEADING_RUN]:
        if not _is_heading_shape(line):
            return wrapped or shape.ends_prose(line.text) or line.words > _TITLE_WORDS
    return False


def _is_title_case(line: _Line) -> bool:
    words = [w for w in line.text.split() if len(w) > 3 and w[0].isalpha()]
    return line.words <= _TITLE_WORDS and len(words) > 1 and all(w[0].isupper() for w in words)


def _headings(lines: list[_Line], wrapped: bool, inside: set[int]) -> set[int]:
    """Indices of the short lines that stand between paragraphs, or under the title, and head the next."""
    shaped: set[int] = set()
    seen = Counter(line.text for line in lines if line.words <= _HEADING_WORDS)
    for i, line in enumerate(lines):
        if seen[line.text] > 1:
            continue  # a transcript's speakers
        if i in inside or not _is_heading_shape(line):
            continue
        after = lines[i + 1] if i + 1 < len(lines) else None
        if _reads_on(line, after) or (wrapped and not (line.blank_before and (after is None or after.blank_before))):
            continue
        shaped.add(i)
    prose = [i for i, line in enumerate(lines) if line.kind in (None, BlockKind.LIST)]
    if 2 * len(shaped) > len(prose):
        return set()  # a text without sentence ends, a list of tweets
    found: set[int] = set()
    run: list[int] = []
    before = lines[0].kind is BlockKind.TITLE
    for i in prose:
        if i in shaped:
            run.append(i)
            continue
        follows = wrapped or shape.ends_prose(lines[i].text) or lines[i].words > _HEADING_WORDS
        if before and follows and len(run) <= _HEADING_RUN:
            found.update(run)
        run.clear()
        before = True
    return found


def _run_on(lines: Sequence[_Line], quotations: Sequence[Quotation]) -> set[int]:
    """Indices of the lines that share a quotation with another line."""
    starts = [line.start for line in lines]
    pieces = [segment for q in quotations if len(q.segments) > 1 for segment in q.segments]
    return {max(0, bisect_right(starts, end - 1) - 1) for _, end in pieces}


def find_blocks(text: str, quotations: Sequence[Quotation] = ()) -> tuple[Block, ...]:
    """The blocks of ``text`` in order; they never overlap, and hold every letter and digit of it.

    ``quotations`` keep a paragraph in the middle of one from being taken for a heading.
    """
    lines = _captions(_lines(text))
    if not lines:
        return ()
    wrapped = _is_wrapped(lines)
    labelled = sum(line.kind is None and shape.has_speech_label(line.text) for line in lines[:200]) >= 3
    run_on = _run_on(lines, quotations)
    if 0 not in run_on and _title(lines, wrapped, labelled):
        lines[0] = replace(lines[0], kind=BlockKind.TITLE)
    headings = _headings(lines, wrapped, run_on)
    # A dateline opens a paragraph; inside a quotation that runs on it would be someone's words.
    datelines = [
        0 if line.kind is not None or i in headings or i in run_on else shape.dateline_end(line.text)
        for i, line in enumerate(lines)
    ]
    # The same head again and again is a transcript's speaker.
    heads = Counter(line.text[:n] for line, n in zip(lines, datelines, strict=True) if n)
    blocks: list[Block] = []
    for i, (line, dateline) in enumerate(zip(lines, datelines, strict=True)):
        if dateline and heads[line.text[:dateline]] == 1:
            cut = line.start + dateline
            blocks.append(Block(BlockKind.DATELINE, line.start, cut))
            start, end = strip_span(text, cut, line.end)
            if start < end:
                blocks.append(Block(BlockKind.PARAGRAPH, start, end))
            continue
        kind = BlockKind.HEADING if i in headings else line.kind or BlockKind.PARAGRAPH
        blocks.append(Block(kind, line.start, line.end))
    return tuple(blocks)

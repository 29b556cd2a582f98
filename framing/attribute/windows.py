"""Turn a text into word pieces, features and windows, the same way for training and for use.

A window holds whole paragraphs as long as they fit; a longer paragraph, or a text without line breaks, is cut
between its sentences into windows that overlap, so nothing is lost. Windows belong to one text, and each is run on
its own: what is found in an article never depends on what else is in the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from framing.attribute.pieces import LINE, table_of
from framing.structure import Document, sentence_starts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FEATURES", "WINDOW", "Encoded", "Window", "encode", "windows"]

WINDOW = 192
"""Word pieces in a window, the two special ones included."""
OVERLAP = 48
"""Word pieces that two windows of one long paragraph share."""
CAPITALS = 3
"""Words of a line all in capitals from which on its case says nothing: it is then read as if in small letters."""
FEATURES = 8
"""Quotation state (outside, inside double marks) times case (other, Capitalised, UPPER, digits)."""

CLS, SEP = 101, 102


@dataclass(frozen=True)
class Encoded:
    """One text as word pieces; arrays of length N unless said otherwise.

    ``ids`` vocabulary indices; ``starts``, ``ends`` character offsets into the untouched text;
    ``first`` true for the first piece of a word; ``line`` the number of its paragraph;
    ``features`` the feature class of each piece. ``stops`` where a paragraph too long for a window may be cut: 2
    before a sentence, 1 before one inside a quotation, else 0.
    """

    text: str
    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.bool_]
    line: NDArray[np.int64]
    features: NDArray[np.int64]
    stops: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def word_start(self) -> NDArray[np.int64]:
        """Piece index of the first piece of every word."""
        return np.flatnonzero(self.first)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``start`` to ``end`` of a text; its outputs count for pieces ``keep_start`` to ``keep_end``."""

    start: int
    end: int
    keep_start: int
    keep_end: int
    group: int
    """The windows of one long paragraph are a group."""


def encode(document: Document, tokenizer: Tokenizer) -> Encoded:
    """Word pieces of a text, paragraph by paragraph, with offsets into it."""
    text = document.flat
    pieces = table_of(tokenizer)(text)
    lines, loud = [], []
    for match in LINE.finditer(text):
        line = match.group()
        if not line.isspace():
            lines.append(match.start())
            loud.append(line.isupper() and len(line.split()) >= CAPITALS)
    inside = np.zeros(len(text) + 1, dtype=bool)
    for quotation in document.quotations:
        if quotation.double:
            for a, b in quotation.segments:
                inside[a:b] = True
    line_of = np.searchsorted(np.array(lines, dtype=np.int64), pieces.starts, side="right") - 1
    case = np.where(np.array([*loud, False])[line_of], 0, pieces.case) if any(loud) else pieces.case
    quoted = inside[pieces.starts]
    stops = np.zeros(len(line_of), dtype=np.int8)
    for number in np.flatnonzero(np.bincount(line_of) > WINDOW - 2).tolist():
        lo, hi = np.searchsorted(line_of, [number, number + 1]).tolist()
        begins = sentence_starts(text, (int(pieces.starts[lo]), int(pieces.ends[hi - 1])))
        at = lo + np.searchsorted(pieces.starts[lo:hi], begins)
        at = at[at < hi]
        stops[at] = np.where(quoted[at] & quoted[at - 1], 1, 2)
    return Encoded(text, pieces.ids, pieces.starts, pieces.ends, pieces.first, line_of, quoted * 4 + case, stops)


def windows(
    encoded: Encoded, *, size: int = WINDOW, overlap: int = OVERLAP, first_size: int | None = None
) -> list[Window]:
    """Cut a text into windows of whole paragraphs, at most ``size`` pieces with the special ones.

    ``first_size`` shortens the first window: training uses it to see other cuts of the same text.
    """
    if not len(encoded):
        return []
    bounds = [*np.flatnonzero(np.diff(encoded.line, prepend=-1)).tolist(), len(encoded)]
    paragraphs = list(pairwise(bounds))
    found: list[Window] = []
    groups = 0
    start: int | None = None
    used = 0
    limit = first_size or size

    def close(end: int) -> None:
        nonlocal start, used, limit, groups
        if start is not None:
            found.append(Window(start, end, start, end, groups))
            limit = size
            groups += 1
        start, used = None, 0

    for a, b in paragraphs:
        length = b - a + 1  # and the separator after it
        if length + 1 > size:
            close(a)
            found += _of_paragraph(encoded, a, b, size - 2, overlap, min(limit, size) - 2, groups)
            groups += 1
            limit = size
            continue
        if start is not None and 1 + used + length > limit:
            close(a)
        if start is None:
            start = a
        used += length
    close(len(encoded))
    return found


def _of_paragraph(
    encoded: Encoded, begin: int, stop: int, room: int, overlap: int, first_room: int, group: int
) -> list[Window]:
    """Overlapping windows of pieces ``begin`` to ``stop``, cut before sentences where there are any within reach."""
    cuts = [np.flatnonzero(encoded.stops[begin:stop] >= rank) + begin for rank in (2, 1)]
    cuts.append(np.flatnonzero(encoded.first[begin:stop]) + begin)

    def cut(low: int, high: int, at: int) -> int:
        """The place between ``low`` and ``high`` (both included) nearest to ``at``, sentences before words."""
        for places in cuts:
            lo, hi = np.searchsorted(places, [low, high + 1]).tolist()
            if lo < hi:
                i = min(max(lo, int(np.searchsorted(places, at))), hi - 1)
                if i > lo and at - places[i - 1] <= places[i] - at:
                    i -= 1
                return int(places[i])
        return at

    found: list[Window] = []
    at, keep, reach = begin, begin, max(first_room, room // 4)
    while True:
        end = at + reach
        if end >= stop:
            return [*found, Window(at, stop, keep, stop, group)]
        end = cut(at + reach - reach // 3, end, end)
        following = cut(max(at + 1, end - 2 * overlap), end - overlap // 2, end - overlap)
        middle = cut(following + 1, end - 1, (following + end) // 2) if following + 1 < end else end
        found.append(Window(at, end, keep, middle, group))
        at, keep, reach = following, middle, room


def window_inputs(encoded: Encoded, window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Model input of one window: piece ids and features with the special pieces put in, and positions.

    ``positions[i]`` is where piece ``window.start + i`` stands in the input.
    """
    ids = encoded.ids[window.start : window.end]
    line = encoded.line[window.start : window.end]
    positions = 1 + np.arange(len(ids)) + (np.cumsum(np.diff(line, prepend=line[:1]) != 0) if len(ids) else 0)
    size = int(positions[-1]) + 2
    inputs = np.full(size, SEP, dtype=np.int64)
    inputs[0] = CLS
    inputs[positions] = ids
    features = np.zeros(size, dtype=np.int64)
    features[positions] = encoded.features[window.start : window.end]
    return inputs, features, positions

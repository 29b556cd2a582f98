"""A text's structure as one value. Filled by :func:`framing.structure.parse`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.structure.marked import MarkUse, mark_uses
from framing.structure.quotations import Quotation
from framing.values import Span

__all__ = ["Block", "BlockKind", "Document", "Sentence"]


class BlockKind(StrEnum):
    """What a block of a text is."""

    TITLE = "title"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    CREDIT = "credit"
    PROMOTION = "promotion"
    LIST = "list"

    @property
    def is_prose(self) -> bool:
        """Whether its words are the article's prose: only these count in tone and carry statements."""
        return self in (BlockKind.PARAGRAPH, BlockKind.LIST)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: a line, or the dateline at the head of one."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``block`` is the index of its block. A quotation of several sentences is never cut."""

    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Document:
    """Blocks, quotations, sentences and words of one text, all in order.

    ``flat`` is the text with blanks for the line breaks that end no paragraph (:mod:`framing.structure.lines`): of the
    same length, so that a span means the same in both. Whatever reads prose reads ``flat``. ``words`` is an array
    (n, 2) of start and end of each word token.
    """

    text: str
    flat: str
    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]
    words: NDArray[np.int64] = field(compare=False)  # follows from the text

    def words_in(self, span: Span) -> tuple[int, int]:
        """Range of the words that begin inside ``span``."""
        lo, hi = np.searchsorted(self.words[:, 0], span)
        return int(lo), int(hi)

    def block_at(self, offset: int) -> Block | None:
        """The block that holds a character, or None between blocks."""
        i = bisect_right(self._block_starts, offset) - 1
        return self.blocks[i] if i >= 0 and offset < self.blocks[i].end else None

    @cached_property
    def mark_uses(self) -> tuple[MarkUse, ...]:
        """What each of the quotations is: somebody's words, scare quotes, a name (:mod:`framing.structure.marked`)."""
        return mark_uses(self.flat, self.quotations, [s.start for s in self.sentences])

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.start for b in self.blocks]

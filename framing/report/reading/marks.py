"""A text with its voices, as the page shows it: blocks of runs, runs of pieces. A function of text and statements.

Whose words they are is decided in :mod:`framing.whose`; here the words' voices become stretches of characters, so that
marks and full stops stand with the words that they belong to, and every character of the text is in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.structure import BlockKind, Document
from framing.values import Act, Span, Statement
from framing.whose import VOICES, Painted, holding, insertions_of, paint

__all__ = ["Look", "Part", "Piece", "Run", "mark"]


class Look(StrEnum):
    """How a run is shown: the voice of its words, and what the page tells apart within a voice."""

    OWN = "own"
    QUOTED = "quoted"
    PARAPHRASE = "paraphrase"
    UNSOURCED = "unsourced"
    """Paraphrase for which the text states no source."""
    SCARE = "scare"
    INSERTED = "inserted"
    """The outlet's words in square brackets inside a quotation."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a run that are marked alike. ``cue``: they introduce a statement."""

    start: int
    end: int
    cue: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one voice and of one statement, ``statement`` its place among those given, -1 where it is nobody's.

    ``opens`` are the statements whose first words begin here.
    """

    start: int
    end: int
    look: Look
    statement: int
    pieces: tuple[Piece, ...]
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the text, with its runs in order; characters between runs are blanks and marks of nobody."""

    kind: BlockKind
    start: int
    end: int
    runs: tuple[Run, ...]


_CLOSING = re.compile(r"[.,;:!?…”’»\"'`)\]}%°]+")
_OPENING = re.compile(r"[“‘«„\"'`(\[{$£€#@]+$")


def mark(document: Document, statements: Sequence[Statement], acts: Sequence[Act] = (Act.SPEECH,)) -> tuple[Part, ...]:
    """The blocks of a document whose statements are given, with the voice of every word.

    ``acts`` are those that count. A statement of another act has no words of its own where it only shows an attitude:
    it opens at the outlet's words that tell it.
    """
    words = document.words
    if not len(words):
        return tuple(Part(b.kind, b.start, b.end, ()) for b in document.blocks)
    painted = paint(document, statements, acts)
    looks = _looks(document, statements, painted.voice, painted.owner)
    sentence = holding([(s.start, s.end) for s in document.sentences], words[:, 0])
    told_apart = (painted.block, np.where(painted.owner < 0, sentence, -1), looks, painted.owner)
    changes = np.any([np.diff(line) != 0 for line in told_apart], axis=0)
    opens = _opening(document, statements, painted.owner)
    cut = np.zeros(len(words), dtype=bool)
    cut[[0, *(np.flatnonzero(changes) + 1).tolist(), *opens]] = True
    first = np.flatnonzero(cut)
    last = np.concatenate([first[1:], [len(words)]]) - 1
    names = list(Look)
    cues = _cues(statements)
    contents = {n: s.content.spans for n, s in enumerate(statements)}
    by_block: dict[int, list[Run]] = {}
    for (start, end), i in zip(_stretched(document, contents, first, last, painted), first.tolist(), strict=True):
        look = names[looks[i]]
        if look is Look.INSERTED:
            start, end = _bracketed(document.text, start, end)
        run = Run(
            start, end, look, int(painted.owner[i]), tuple(_pieces(start, end, cues)),
            tuple(sorted(opens.get(i, ()))),
        )  # fmt: skip
        by_block.setdefault(int(painted.block[i]), []).append(run)
    return tuple(Part(b.kind, b.start, b.end, tuple(by_block.get(k, ()))) for k, b in enumerate(document.blocks))


def _looks(
    document: Document, statements: Sequence[Statement], voice: NDArray[np.int8], owner: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The look of every word, as its place in :class:`Look`."""
    place = {look.value: i for i, look in enumerate(Look)}
    looks: NDArray[np.int64] = np.array([place[v] for v in VOICES], dtype=np.int64)[voice]
    unsourced = np.array([s.attributed_to is None for s in statements] + [False])
    looks[(looks == place[Look.PARAPHRASE]) & unsourced[owner]] = place[Look.UNSOURCED]
    for span in insertions_of(document):
        lo, hi = document.words_in(span)
        looks[lo:hi][owner[lo:hi] < 0] = place[Look.INSERTED]
    return looks


def _opening(document: Document, statements: Sequence[Statement], owner: NDArray[np.int64]) -> dict[int, list[int]]:
    """At which word each statement begins: its first own one, or the first of its content where it has none."""
    found: dict[int, list[int]] = {}
    held = np.flatnonzero(owner >= 0)
    number, at = np.unique(owner[held], return_index=True)
    firsts = dict(zip(number.tolist(), held[at].tolist(), strict=True))
    for n, statement in enumerate(statements):
        lo = firsts.get(n)
        if lo is None:
            lo = min(document.words_in(statement.content.spans[0])[0], len(document.words) - 1)
        found.setdefault(lo, []).append(n)
    return found


def _stretched(
    document: Document,
    contents: Mapping[int, Sequence[Span]],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    painted: Painted,
) -> Iterator[Span]:
    """Where each run of words begins and ends, with the marks that stand with it.

    A run of a statement goes as far as the statement's own words do; else marks between two runs are those of the one
    before as far as they close, of the next as far as they open.
    """
    text, words, block = document.text, document.words, painted.block
    for i, j in zip(first.tolist(), last.tolist(), strict=True):
        start, end = int(words[i, 0]), int(words[j, 1])
        here = document.blocks[max(int(block[i]), 0)]
        follows, precedes = i > 0 and block[i - 1] == block[i], j + 1 < len(words) and block[j + 1] == block[j]
        floor = int(words[i - 1, 1]) if follows else min(here.start, start)
        ceiling = int(words[j + 1, 0]) if precedes else max(here.end, end)
        own = contents.get(int(painted.owner[i]), ())
        taken = _CLOSING.match(text, floor, start) if follows else None
        lead = _OPENING.search(text, taken.end() if taken else floor, start)
        tail = _CLOSING.match(text, end, ceiling)
        starts = [lead.start() if lead else start, *(a for a, _ in own if floor <= a < start)]
        ends = [tail.end() if tail else end, *(b for _, b in own if end < b <= ceiling)]
        yield min(starts), max(ends)


def _bracketed(text: str, start: int, end: int) -> Span:
    """An insertion from bracket to bracket, without the marks of the quotation around it."""
    opened, closed = text.find("[", start, end), text.rfind("]", start, end)
    return (opened if opened >= 0 else start), (closed + 1 if closed >= 0 else end)


def _cues(statements: Sequence[Statement]) -> list[Span]:
    return sorted({span for s in statements if s.cue for span in s.cue.spans})


def _pieces(start: int, end: int, cues: Sequence[Span]) -> Iterator[Piece]:
    """A run cut where cues begin and end."""
    here = [(max(a, start), min(b, end)) for a, b in cues if a < end and b > start]
    cuts = sorted({start, end, *(at for span in here for at in span)})
    for a, b in pairwise(cuts):
        yield Piece(a, b, cue=any(c <= a < d for c, d in here))

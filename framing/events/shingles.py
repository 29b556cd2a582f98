"""What a text is made of, as numbers: runs of four words, sentences, a sample of the runs that all texts draw alike.

A text's runs of four words ("shingles") show what it has in common with another, wherever that stands and whatever was
cut around it (Broder 1997). A hash of each decides whether it belongs to the sample: a run that two texts share is
drawn in both or in neither, so that the sample tells how far the one is contained in the other, however much longer
that is; MinHash signatures of fixed length would tell their likeness, which a cut lowers. Hashes are BLAKE2 of the
folded word, the same in every run on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from framing.words import fold, offsets

__all__ = ["RUN", "Cut", "Cutter", "Hashes", "Mask", "covered", "sampled", "sampling", "stock_sentences"]

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

RUN = 4
"""Words of a run. Of a text in which one word in ten was changed, two thirds of its runs of four are left."""

_SAMPLE = 50
"""Least number of runs that the sample of a text holds, where the text has as many; twice that at most."""
_COARSEST = 4
_LEAST_TEXTS = 3
_ROUNDS = 12
_MOST_WORDS_KNOWN = 1_000_000

_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+|[\r\n\u2028\u2029]+")
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], dtype=np.uint64)
_NOWHERE = np.uint64(0)


class _WordHashes(dict[str, int]):
    """The hash of each word as it is written, made when it is first met."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS_KNOWN:
            self.clear()
        self[word] = value = int.from_bytes(blake2b(fold(word).encode(), digest_size=8).digest(), "little")
        return value


@dataclass(frozen=True, eq=False)
class Cut:
    """A text's words: ``starts`` and ``ends`` in it, their ``hashes``, and the number of the ``sentence`` of each."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    hashes: Hashes
    sentence: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.hashes)

    def runs(self) -> Hashes:
        """Hash of the run of :data:`RUN` words from each word on; shorter by three than the words."""
        n = len(self) - RUN + 1
        if n <= 0:
            return np.zeros(0, dtype=np.uint64)
        mixed = self.hashes[:n] * _FACTORS[0]
        for k in range(1, RUN):
            mixed = _mix(mixed + self.hashes[k : n + k] * _FACTORS[k])
        return mixed

    def sentences(self) -> tuple[Hashes, Hashes, Hashes]:
        """Hash of each sentence, of its first two words and of its last two."""
        if not len(self):
            return (np.zeros(0, dtype=np.uint64),) * 3
        firsts = np.flatnonzero(np.diff(self.sentence, prepend=-1))
        lasts = np.append(firsts[1:], len(self)) - 1
        place = np.arange(len(self)) - np.repeat(firsts, lasts - firsts + 1)
        whole = np.add.reduceat(_mix(self.hashes + place.astype(np.uint64) * _FACTORS[1]), firsts)
        head = _mix(self.hashes[firsts] + self.hashes[np.minimum(firsts + 1, lasts)] * _FACTORS[2])
        tail = _mix(self.hashes[lasts] + self.hashes[np.maximum(lasts - 1, firsts)] * _FACTORS[2])
        return whole, head, tail


class Cutter:
    """Cuts texts into words and remembers the hash of each word."""

    def __init__(self) -> None:
        self._hashes = _WordHashes()

    def __call__(self, text: str) -> Cut:
        """The words of a text. Sentences are numbered from 0; one without a word has no number."""
        found = offsets(text)
        starts, ends = np.array(found[::2], dtype=np.int64), np.array(found[1::2], dtype=np.int64)
        known = self._hashes
        hashes = np.array([known[text[a:b]] for a, b in zip(found[::2], found[1::2], strict=True)], dtype=np.uint64)
        breaks = np.array([m.end() for m in _SENTENCE_END.finditer(text)], dtype=np.int64)
        place = np.searchsorted(breaks, starts, side="right")
        sentence = np.cumsum(np.diff(place, prepend=place[:1]) > 0)
        return Cut(starts, ends, hashes, sentence.astype(np.int64))


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): every bit of the value moves every bit of the result."""
    mixed = (values ^ (values >> np.uint64(30))) * _FACTORS[1]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _FACTORS[2]
    result: Hashes = mixed ^ (mixed >> np.uint64(31))
    return result


def sampling(words: int) -> int:
    """How coarse the sample of a text is: one run in 2 to the power of this is drawn.

    >>> [sampling(n) for n in (40, 120, 700, 20_000)]
    [0, 1, 3, 4]
    """
    return min(_COARSEST, max(0, (words // _SAMPLE).bit_length() - 1))


def sampled(runs: Hashes, level: int) -> Mask:
    """Which runs belong to the sample of that coarseness; those of a coarser sample belong to each finer one."""
    if not level:
        return np.ones(len(runs), dtype=bool)
    drawn: Mask = runs >> np.uint64(64 - level) == 0
    return drawn


def covered(runs: Hashes, other: Hashes, words: int) -> Mask:
    """Which of a text's words stand in a run that the other text has, too."""
    hit = np.isin(runs, other)
    mask = np.zeros(words, dtype=bool)
    for k in range(RUN):
        mask[k : k + len(hit)] |= hit
    return mask


def stock_sentences(texts: Sequence[tuple[Hashes, Hashes, Hashes]]) -> Hashes:
    """Hashes, sorted, of the sentences that belong to no text: footers, appeals to subscribe, notes on the author.

    ``texts`` are :meth:`Cut.sentences` of each. A sentence of a copied text stands beside the same sentences wherever
    it is printed; boilerplate follows another end of a text each time. So a sentence of three or more texts is stock if
    what it stands after and what it stands before are each as varied as its texts are many (at least half as many
    different ones). A beginning or an end of a text is as varied as can be, if the other side is. Stock that stands
    beside stock is found by leaving out what was found, and looking again.
    """
    lengths = np.array([len(t[0]) for t in texts], dtype=np.int64)
    if not lengths.sum():
        return np.zeros(0, dtype=np.uint64)
    whole, head, tail = (np.concatenate([t[k] for t in texts]) for k in range(3))
    text = np.repeat(np.arange(len(texts)), lengths)
    values, code, count = np.unique(whole, return_inverse=True, return_counts=True)
    frequent = np.flatnonzero(count[code] >= _LEAST_TEXTS)
    stock = np.zeros(len(values), dtype=bool)
    for _ in range(_ROUNDS):
        left = np.flatnonzero(~stock[code])
        before, after = np.full(len(whole), _NOWHERE), np.full(len(whole), _NOWHERE)
        beside = text[left[1:]] == text[left[:-1]]
        before[left[1:][beside]], after[left[:-1][beside]] = tail[left[:-1]][beside], head[left[1:]][beside]
        at = frequent[~stock[code[frequent]]]
        found = _varied(code[at], text[at], before[at], after[at], len(values))
        if not found.any():
            break
        stock |= found
    sorted_stock: Hashes = values[stock]
    return sorted_stock


def _varied(code: NDArray[np.int64], text: NDArray[np.int64], before: Hashes, after: Hashes, n: int) -> Mask:
    """Which sentences stand among others each time: see :func:`stock_sentences`."""
    _, first = np.unique(code * (int(text.max(initial=0)) + 1) + text, return_index=True)  # once a text
    code, before, after = code[first], before[first], after[first]
    texts = np.bincount(code, minlength=n)
    needed = np.maximum(_LEAST_TEXTS, texts / 2)
    varied = []
    for side in (before, after):
        edge = side == _NOWHERE
        _, first = np.unique(_mix(code[~edge].astype(np.uint64) * _FACTORS[0] + side[~edge]), return_index=True)
        different = np.bincount(code[~edge][first], minlength=n)
        varied.append((different, np.bincount(code[edge], minlength=n)))
    (different_before, beginnings), (different_after, endings) = varied
    anywhere = (different_before >= needed) | (different_after >= needed)
    found: Mask = (
        (texts >= _LEAST_TEXTS)
        & anywhere
        & (different_before + beginnings >= needed)
        & (different_after + endings >= needed)
    )
    return found

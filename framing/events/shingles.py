"""What a text is made of, as numbers: runs of four words, and a sample of them that all texts draw alike.

A text's runs of four words ("shingles") show what it has in common with another, wherever that stands and whatever was
cut around it (Broder 1997). A hash of each decides whether it belongs to the sample: a run that two texts share is
drawn in both or in neither, so that the sample tells how far the one is contained in the other, however much longer
that is; MinHash signatures of fixed length would tell their likeness, which a cut lowers. Hashes are BLAKE2 of the
folded word, the same in every run on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from framing.words import fold, offsets

__all__ = ["RUN", "Cut", "Cutter", "Hashes", "Mask", "covered", "sampled", "sampling"]

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

RUN = 4
"""Words of a run. Of a text in which one word in ten was changed, two thirds of its runs of four are left."""

_SAMPLE = 50
"""Least number of runs that the sample of a text holds, where the text has as many; twice that at most."""
_COARSEST = 4
_MOST_WORDS_KNOWN = 1_000_000

_FACTORS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], dtype=np.uint64)


class _WordHashes(dict[str, int]):
    """The hash of each word as it is written, made when it is first met."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS_KNOWN:
            self.clear()
        self[word] = value = int.from_bytes(blake2b(fold(word).encode(), digest_size=8).digest(), "little")
        return value


@dataclass(frozen=True, eq=False)
class Cut:
    """A text's words: where they start and end in it, and their hashes."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    hashes: Hashes

    def __len__(self) -> int:
        return len(self.hashes)

    def runs(self) -> Hashes:
        """Hash of the run of :data:`RUN` words from each word on; shorter by three than the words."""
        n = len(self) - RUN + 1
        if n <= 0:
            return np.zeros(0, dtype=np.uint64)
        mixed: Hashes = self.hashes[:n] * _FACTORS[0]
        for k in range(1, RUN):
            mixed = _mix(mixed + self.hashes[k : n + k] * _FACTORS[k])
        return mixed


class Cutter:
    """Cuts texts into words and remembers the hash of each word."""

    def __init__(self) -> None:
        self._hashes = _WordHashes()

    def __call__(self, text: str) -> Cut:
        """The words of a text."""
        found = offsets(text)
        starts, ends = np.array(found[::2], dtype=np.int64), np.array(found[1::2], dtype=np.int64)
        known = self._hashes
        hashes = np.array([known[text[a:b]] for a, b in zip(found[::2], found[1::2], strict=True)], dtype=np.uint64)
        return Cut(starts, ends, hashes)


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): each bit of the value moves all of the result."""
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

"""What stands around a hit: a proper name that it is part of, and words that shift its weight.

*defense* in "Defense Ministry" is not tone. Without spans of entities, capitals have to do: a capitalised word beside
another one, joined by white space or by a small word ("Ministry of Defense"), is part of a name. The first word of a
sentence is capitalised anyway; its capital counts only if the same word stands capitalised inside a sentence of the
text, too.

Negators, amplifiers, downtoners and adversatives shift a weight (Polanyi and Zaenen 2006); windows are counted in
words, as sentimentr does (Rinker 2021), and end at punctuation and at the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.entries import MOST_WORDS
from framing.values import Span
from framing.words import without_possessive

__all__ = ["NEAR", "SENTIMENTR_WINDOW", "Around", "Capitals", "Window", "inside_spans", "shifted"]

_SMALL = frozenset({"of", "for", "and", "the", "de", "la", "du", "del", "al", "el", "in", "on", "&"})
_MOST_SMALL = 2
_STARTERS = frozenset('"“”‘«»„:`([')


@dataclass(frozen=True)
class Capitals:
    """Capitalised words of one text. ``first_words`` marks the words that begin a sentence."""

    text: str
    words: NDArray[np.int64]
    first_words: NDArray[np.bool_]

    @cached_property
    def _inside(self) -> frozenset[str]:
        """Words that stand capitalised inside a sentence."""
        return frozenset(word for i, word in enumerate(self._strings) if word[:1].isupper() and not self._starts(i))

    @cached_property
    def _strings(self) -> list[str]:
        return [without_possessive(self.text[a:b]) for a, b in self.words.tolist()]

    def _gap(self, i: int) -> str:
        """What stands between word ``i`` and the next."""
        return self.text[self.words[i, 1] : self.words[i + 1, 0]]

    def _starts(self, i: int) -> bool:
        return bool(self.first_words[i]) or (i > 0 and not _STARTERS.isdisjoint(self._gap(i - 1)))

    def _is_capital(self, i: int) -> bool:
        word = self._strings[i]
        return word[:1].isupper() and (not self._starts(i) or word in self._inside)

    def holds(self, first: int, last: int) -> bool:
        """Whether the words ``first`` to ``last`` are part of a longer name."""
        if not any(self._is_capital(i) for i in range(first, last + 1)):
            return False
        return self._neighbour(first, -1) or self._neighbour(last, +1)

    def _neighbour(self, i: int, step: int) -> bool:
        """Whether a capitalised word follows on one side, past at most two small words."""
        for _ in range(_MOST_SMALL + 1):
            nxt = i + step
            if not 0 <= nxt < len(self.words) or not self._gap(min(i, nxt)).isspace():
                return False
            if "\n" in self._gap(min(i, nxt)):
                return False
            if self._is_capital(nxt):
                return True
            if self._strings[nxt] not in _SMALL:
                return False
            i = nxt
        return False


def inside_spans(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether ``(start, end)`` lies inside one of ``spans`` and is shorter than it."""
    return any(a <= start and end <= b and (b - a) > (end - start) for a, b in spans)


_BOUNDS = re.compile(r"[,;:()…?!–—\[\]]|\s-+\s|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Window:
    """How many words before and after a hit are looked at."""

    before: int = 4
    after: int = 0


NEAR = Window()
"""The window that flags are read in unless another is asked for."""

SENTIMENTR_WINDOW = Window(before=5, after=2)
"""The window that sentimentr uses."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around each hit, in parallel.

    ``negated`` where negators are odd in number; ``amplified`` amplifiers less downtoners;
    ``adversative`` +1 after one in the sentence, -1 before one; ``words`` the shifters in order,
    joined by ", ".
    """

    negated: NDArray[np.bool_]
    amplified: NDArray[np.int64]
    adversative: NDArray[np.int64]
    words: tuple[str, ...]


def shifted(
    text: str,
    words: NDArray[np.int64],
    sentence: NDArray[np.int64],
    hit: tuple[NDArray[np.int64], NDArray[np.int64]],
    shifter: tuple[NDArray[np.int64], NDArray[np.int64]],
    kinds: Sequence[str],
    window: Window,
) -> Around:
    """Shifters around hits.

    ``hit`` and ``shifter`` are first and last words; ``kinds`` the shifters' categories. A shifter
    counts if it lies wholly inside the window, on the hit's side of every comma, colon, dash,
    bracket or final mark. An adversative counts anywhere in the sentence.
    """
    n = len(hit[0])
    negators, amplified = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    adversative = np.zeros(n, dtype=np.int64)
    said: list[list[tuple[int, str]]] = [[] for _ in range(n)]
    if not n or not kinds:
        return Around(negators > 0, amplified, adversative, ("",) * n)
    bounds = np.array([m.start() for m in _BOUNDS.finditer(text)], dtype=np.int64)
    clause = np.searchsorted(bounds, words[:, 0])
    first, last = hit
    for s_first, s_last, kind in zip(shifter[0].tolist(), shifter[1].tolist(), kinds, strict=True):
        # Hits are in order of their first word, so those near a shifter lie together.
        if kind == "adversative":
            lo, hi = np.searchsorted(sentence[first], (sentence[s_first], sentence[s_first] + 1))
            near = lo + np.flatnonzero((last[lo:hi] < s_first) | (first[lo:hi] > s_last))
            adversative[near] = np.where(first[near] > s_last, 1, -1)
        else:
            lo, hi = np.searchsorted(first, (s_first - window.after - MOST_WORDS, s_last + window.before + 1))
            a, b = first[lo:hi], last[lo:hi]
            before = (s_last < a) & (a - s_first <= window.before)
            after = (s_first > b) & (s_last - b <= window.after)
            beside = (sentence[a] == sentence[s_first]) & (clause[a] == clause[s_first])
            near = lo + np.flatnonzero((before | after) & beside)
            if kind == "negator":
                negators[near] += 1
            else:
                amplified[near] += 1 if kind == "amplifier" else -1
        for i in near.tolist():
            said[i].append((s_first, text[words[s_first, 0] : words[s_last, 1]]))
    return Around(
        negators % 2 == 1,
        amplified,
        adversative,
        tuple(", ".join(w for _, w in sorted(s)) for s in said),
    )

"""Tell whether a word is part of a proper name: *defense* in "Defense Ministry" is not tone.

Without spans of entities, capitals have to do: a capitalised word beside another one, joined by
white space or by a small word ("Ministry of Defense"), is part of a name. The first word of a
sentence is capitalised anyway; its capital counts only if the same word stands capitalised inside a
sentence of the text, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.values import Span

__all__ = ["Capitals", "inside_spans"]

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
        words = [self.text[a:b] for a, b in self.words.tolist()]
        return [w[:-2] if w.endswith(("'s", "’s")) else w for w in words]

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

"""Lexicons made ready for matching, and the rule about nested matches.

Within a category the longest match wins: a match that lies inside another of the same category is
not counted ("united states" inside "united states of america"), and of two entries on the same
words the more exact one is. Matches that overlap without one lying inside the other both count.
Categories are independent of each other, unless ``NestedScope.LEXICON`` is asked for: then a match
inside a longer one of *any* category of the same lexicon is not counted. The rule about nested
matches is quanteda's, ``tokens_lookup`` with ``nested_scope = "key"`` and ``"dictionary"``, on tokens
with punctuation kept: the words of an entry match only words that nothing but white space parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.entries import Case, Entry, Lexicon, Match
from framing.lexicon.trie import LEMMA, Found, Trie
from framing.lexicon.words import split_entry

__all__ = ["Compiled", "NestedScope", "compile_lexicons", "without_nested"]


class NestedScope(StrEnum):
    """How far the longest match wins: within a category, or within a whole lexicon."""

    CATEGORY = "category"
    LEXICON = "lexicon"


@dataclass(frozen=True)
class Compiled:
    """A trie over several lexicons, and for each of its patterns where it comes from.

    ``entry`` numbers the entries of all lexicons one after the other, ``category`` their categories;
    ``rank`` is smaller for the more exact of two patterns; ``final`` is a pattern's last word, and
    ``cased`` says whether case matters.
    """

    trie: Trie
    entries: tuple[Entry, ...]
    entry: NDArray[np.int64]
    category: NDArray[np.int64]
    lexicon: NDArray[np.int64]
    rank: NDArray[np.int64]
    final: tuple[str, ...]
    cased: NDArray[np.bool_]


def compile_lexicons(lexicons: Sequence[Lexicon], *, match: Match | None = None) -> Compiled:
    """Lexicons made ready for :func:`framing.lexicon.trie.find`.

    ``match`` overrides how the entries themselves say that they match.
    """
    patterns: list[tuple[str, ...]] = []
    entry_of: list[int] = []
    category_of: list[int] = []
    lexicon_of: list[int] = []
    entries: list[Entry] = []
    first_category = 0
    for number, lexicon in enumerate(lexicons):
        categories = {name: first_category + i for i, name in enumerate(lexicon.category_names)}
        for entry in lexicon:
            for words in _patterns(entry, match or entry.match):
                patterns.append(words)
                entry_of.append(len(entries))
                category_of.append(categories[entry.category])
                lexicon_of.append(number)
            entries.append(entry)
        first_category += len(categories)
    exactness = [(sum(w.count("*") + w.count("?") for w in p), -sum(map(len, p)), i) for i, p in enumerate(patterns)]
    rank = np.empty(len(patterns), dtype=np.int64)
    rank[sorted(range(len(patterns)), key=exactness.__getitem__)] = np.arange(len(patterns))
    return Compiled(
        Trie.of(patterns),
        tuple(entries),
        np.array(entry_of, dtype=np.int64),
        np.array(category_of, dtype=np.int64),
        np.array(lexicon_of, dtype=np.int64),
        rank,
        tuple(p[-1].removeprefix(LEMMA) for p in patterns),
        np.array([entries[e].case is Case.EXACT for e in entry_of], dtype=bool),
    )


def _patterns(entry: Entry, match: Match) -> list[tuple[str, ...]]:
    """The folded word sequences that count as an entry, without repeats."""
    words = split_entry(entry.term)
    if match is Match.LEMMA:
        words = tuple(w if "*" in w or "?" in w else LEMMA + w for w in words)
    return list(dict.fromkeys([words, *(split_entry(f) for f in entry.forms if split_entry(f))]))


def without_nested(found: Found, compiled: Compiled, scope: NestedScope) -> NDArray[np.int64]:
    """Indices of the matches that count, in order of the text."""
    kept = _longest(found, compiled, compiled.category[found.pattern], np.arange(len(found.pattern)))
    if scope is NestedScope.LEXICON:
        kept = _longest(found, compiled, compiled.lexicon[found.pattern], kept, among_equals=True)
    order = np.lexsort((compiled.entry[found.pattern[kept]], -found.last[kept], found.first[kept]))
    return kept[order]


def _longest(
    found: Found,
    compiled: Compiled,
    group: NDArray[np.int64],
    candidates: NDArray[np.int64],
    *,
    among_equals: bool = False,
) -> NDArray[np.int64]:
    """Candidates that lie inside no other of their group; of equal ones the first, or all ``among_equals``."""
    if len(candidates) == 0:
        return candidates
    first, last = found.first[candidates], found.last[candidates]
    order = np.lexsort((compiled.rank[found.pattern[candidates]], -last, first, group[candidates]))
    c = candidates[order]
    first, last, g = found.first[c], found.last[c], group[c]
    # Sorted so, a match lies inside an earlier one exactly if an earlier one of its group ends as late.
    reach = g * (int(last.max()) + 2) + last + 1
    so_far = np.concatenate([[-1], np.maximum.accumulate(reach)[:-1]])
    if among_equals:
        new = np.concatenate([[True], (np.diff(g) != 0) | (np.diff(first) != 0) | (np.diff(last) != 0)])
        so_far = so_far[np.flatnonzero(new)][np.cumsum(new) - 1]
    kept: NDArray[np.int64] = c[so_far < reach]
    return kept

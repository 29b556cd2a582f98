"""How much a word says about what an article is about: rare words much, common ones little.

In a corpus of a few articles on one event its own words are in all of them, and their frequency in the corpus says
nothing. So the corpus is counted together with a background of articles whose frequencies of words follow Zipf's law,
by the rank of the word in the vocabulary of the shipped model's tokeniser, which stands in order of frequency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from framing.attribute.word_vectors import load_word_vectors
from framing.function_words import FUNCTION_WORDS
from framing.term_uses import find_terms
from framing.terms import Analyser, Floats

__all__ = ["CONTENT_WORDS", "background_shares", "weighted_words"]

CONTENT_WORDS = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS)

_AT_A_TIME = 2_000
"""Texts whose words are held at a time."""
_BACKGROUND = 500
"""Articles of the background."""
_ARTICLE = 700
"""Words of one of them."""
_ZIPF = 0.1
"""Share of all words that the most frequent word has, and r times less the one of rank r (Zipf 1935)."""
_FIRST_WORD = 1995
"""Entries of the vocabulary before its words: marks and single characters."""
_PIECES = 20_000
"""Ranks that each further piece counts: a word in pieces is rarer than any word of the vocabulary."""


def background_shares(words: Sequence[str]) -> Floats:
    """Share of the background's articles that each word occurs in."""
    pieces = load_word_vectors().pieces(words)
    ranks = [max(p, default=_FIRST_WORD) + _PIECES * (len(p) - 1) - _FIRST_WORD for p in pieces]
    expected = _ARTICLE * _ZIPF / np.maximum(1, np.array(ranks, dtype=np.float64))
    shares: Floats = 1 - np.exp(-expected)
    return shares


def weighted_words(
    texts: Iterable[tuple[str, str]],
) -> tuple[sparse.csr_matrix, sparse.csr_matrix, NDArray[np.object_]]:
    """Unit vectors of texts and of their beginnings (texts × content words), and the words.

    ``texts`` are pairs of both, of which no more than some thousand are held at a time. Each word counts (1 + log of
    its uses) × its inverse document frequency among the texts and the background.
    """
    columns: dict[str, int] = {}
    parts: list[tuple[sparse.csr_matrix, sparse.csr_matrix]] = []
    several = iter(texts)
    while chunk := list(islice(several, _AT_A_TIME)):
        uses = find_terms([*(text for text, _ in chunk), *(begin for _, begin in chunk)], CONTENT_WORDS)
        number = np.array([columns.setdefault(str(w), len(columns)) for w in uses.names()], dtype=np.int32)
        counts = uses.matrix.tocsr()
        indices = number[counts.indices] if len(number) else counts.indices
        made = sparse.csr_matrix((counts.data, indices, counts.indptr), shape=(2 * len(chunk), len(columns)))
        made.sort_indices()
        parts.append((made[: len(chunk)], made[len(chunk) :]))
    for part in (matrix for both in parts for matrix in both):
        part.resize(part.shape[0], len(columns))
    whole, begin = (sparse.vstack([both[k] for both in parts], format="csr") for k in (0, 1))
    del parts
    documents = np.bincount(whole.indices, minlength=len(columns))
    expected = documents + _BACKGROUND * background_shares(list(columns)) + 0.5
    rarity = np.maximum(0, np.log((whole.shape[0] + _BACKGROUND) / expected))
    scaled = (_units(counts, rarity) for counts in (whole, begin))
    return next(scaled), next(scaled), np.array(list(columns), dtype=object)


def _units(counts: sparse.csr_matrix, rarity: Floats) -> sparse.csr_matrix:
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    size = np.sqrt(np.bincount(row, weights=counts.data**2, minlength=counts.shape[0]))
    return (sparse.diags(1 / np.where(size > 0, size, 1)) @ counts).tocsr()

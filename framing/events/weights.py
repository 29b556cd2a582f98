"""How much a word says about what an article is about: rare words much, common ones little.

In a corpus of a few articles on one event its own words are in all of them, and their frequency in the corpus says
nothing. So the corpus is counted together with a background of articles whose frequencies of words follow Zipf's law,
by the rank of the word in the vocabulary of the shipped model's tokeniser, which stands in order of frequency.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from framing.attribute.word_vectors import load_word_vectors
from framing.function_words import FUNCTION_WORDS
from framing.terms import Analyser, Floats, find_terms

__all__ = ["CONTENT_WORDS", "background_shares", "weighted_words"]

CONTENT_WORDS = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS)

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


def weighted_words(texts: Sequence[str], more: Sequence[str]) -> tuple[sparse.csr_matrix, NDArray[np.object_]]:
    """Unit vectors of texts and of more texts (texts × content words), and the words.

    Each word counts (1 + log of its uses) × its inverse document frequency among ``texts`` and the background.
    """
    uses = find_terms([*texts, *more], CONTENT_WORDS)
    counts = uses.matrix.tocsr().copy()
    names = uses.names()
    documents = np.bincount(counts[: len(texts)].indices, minlength=counts.shape[1])
    expected = documents + _BACKGROUND * background_shares([str(w) for w in names]) + 0.5
    rarity = np.maximum(0, np.log((len(texts) + _BACKGROUND) / expected))
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    size = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(size > 0, size, 1)) @ counts).tocsr(), names

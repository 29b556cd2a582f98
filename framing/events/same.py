"""Which statements say the same: in the same words, in others, or in nobody's quotation marks at all.

1. *near-verbatim*: quotations with the same words (:mod:`framing.events.quotes`). Of one speaker; or, where two are
   named, words enough that nobody says them by chance, in articles of one event: outlets do not always agree on who
   said it. Few words are one utterance only within an event.
2. *paraphrase*: two statements of one speaker on one event, of which one at least has quoted words, that share most of
   what is rare in them (TF-IDF of stems) and mean about the same (:func:`framing.text_vectors.text_vectors`).
3. *claim*: the same of two that are both told in the outlets' words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

from framing.events.quotes import Words, compared, find_pairs, words_of
from framing.events.weights import background_shares
from framing.terms import Floats
from framing.text_vectors import text_vectors
from framing.values import SpeakerType
from framing.words import cut, fold

__all__ = ["Level", "Links", "linked", "stem_weights"]

_STRANGERS = 8
"""Words of one utterance that outlets ascribe to two speakers."""
_STRANGERS_SHARE = 0.7
_ELSEWHERE = 10
"""Words in a run of one utterance of one speaker that articles on two events give."""
_FEW = 5

_COSINE, _MEANING, _WEIGHT = 0.45, 0.5, 8.0
"""What two statements in other words have in common at least: cosine of rare stems, of word vectors, and the sum of
the inverse document frequencies of the stems. Chosen on BASIL's development articles."""
_NEGATIONS = frozenset(("not", "no", "never", "cannot", "nobody", "nothing", "neither", "without"))
_ONE_CLAIM = 25
"""Words up to which a statement is taken to make one claim: two of which one is negated do not say the same."""
_STATEMENTS_OF_ARTICLE = 20
"""How much rarer a word is in a statement than in an article."""
_BACKGROUND = 500
_LARGEST = 1_500
"""Statements of one speaker on one event that are compared in other words."""


class Level(StrEnum):
    """How surely a statement says what another does."""

    NEAR_VERBATIM = "near-verbatim"
    PARAPHRASE = "paraphrase"
    CLAIM = "claim"
    ALONE = "alone"


@dataclass(frozen=True, eq=False)
class Links:
    """For each statement the number of what it says, and the surest way in which another article says it, too.

    ``verbatim`` and ``other_words`` (pairs × 2) are the pairs of statements of different articles that it follows from.
    """

    group: NDArray[np.int64]
    level: list[Level]
    verbatim: NDArray[np.int64]
    other_words: NDArray[np.int64]


def linked(said: pd.DataFrame) -> Links:
    """What statements have in common.

    ``said`` has a row a statement: ``article_id``, ``event``, ``speaker`` (missing where not known), its ``type``,
    ``quoted`` (its words inside quotation marks, with an ellipsis between pieces) and ``text`` (all of its words).
    """
    n = len(said)
    articles, _ = pd.factorize(said["article_id"])
    events, _ = pd.factorize(said["event"])
    people = _people(said)
    level = np.zeros(n, dtype=np.int64)
    i, j = _verbatim([words_of(t) for t in said["quoted"]], articles, events, people)
    np.maximum.at(level, np.concatenate([i, j]), _RANK[Level.NEAR_VERBATIM])
    more_i, more_j = _in_other_words(said, articles, events, people, level)
    graph = sparse.coo_matrix(
        (np.ones(len(i) + len(more_i)), (np.concatenate([i, more_i]), np.concatenate([j, more_j]))), shape=(n, n)
    )
    _, group = connected_components(graph, directed=False)
    several = pd.Series(articles).groupby(group).transform("nunique").to_numpy() > 1
    alone = np.where(several, group, n + np.arange(n))
    number, _ = pd.factorize(alone)
    names = [_LEVELS[k] if s else Level.ALONE for k, s in zip(level.tolist(), several.tolist(), strict=True)]
    return Links(number.astype(np.int64), names, np.stack([i, j], axis=1), np.stack([more_i, more_j], axis=1))


_LEVELS = (Level.ALONE, Level.CLAIM, Level.PARAPHRASE, Level.NEAR_VERBATIM)
_RANK = {level: k for k, level in enumerate(_LEVELS)}


def _people(said: pd.DataFrame) -> NDArray[np.int64]:
    """A number for each speaker, -1 where none is known: "Ada Berg" and "Berg" are one within an event."""
    names = ["" if pd.isna(name) else str(name).casefold() for name in said["speaker"]]
    person = said["type"].eq(SpeakerType.PERSON.value).tolist()
    keys = [n.split()[-1] if p and n else n for n, p in zip(names, person, strict=True)]
    codes, _ = pd.factorize(np.array(keys, dtype=object))
    return np.where(np.array(keys, dtype=object) == "", -1, codes).astype(np.int64)


def _verbatim(
    quotations: Sequence[Words], articles: NDArray[np.int64], events: NDArray[np.int64], people: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of different articles that give one utterance."""
    kept = []
    for i, j in find_pairs(quotations).tolist():
        if articles[i] == articles[j]:
            continue
        same_event, same_speaker = events[i] == events[j], people[i] == people[j] or min(people[i], people[j]) < 0
        match = compared(quotations[i], quotations[j])
        if not match.is_near_verbatim:
            continue
        if not same_event and match.longest < _ELSEWHERE:
            continue
        if not same_speaker and not (same_event and match.words >= _STRANGERS and match.share >= _STRANGERS_SHARE):
            continue
        if match.words < _FEW and people[i] < 0:
            continue
        kept.append((i, j))
    pairs = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _in_other_words(
    said: pd.DataFrame,
    articles: NDArray[np.int64],
    events: NDArray[np.int64],
    people: NDArray[np.int64],
    level: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs that say the same in other words, of one speaker on one event; ``level`` is raised for what is found.

    Within a speaker's statements on an event by average linkage, so that a chain of small likenesses joins nothing.
    """
    found: list[tuple[int, int]] = []
    known = np.flatnonzero(people >= 0)
    blocks = pd.Series(known).groupby([events[known], people[known]])
    wanted = [b.to_numpy() for _, b in blocks if 1 < len(b) <= _LARGEST and len(np.unique(articles[b])) > 1]
    if not wanted:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    quoted = said["quoted"].ne("").to_numpy()
    rows = np.concatenate(wanted)
    place = {int(r): k for k, r in enumerate(rows)}
    texts = said["text"].iloc[rows].tolist()
    weights, meaning = stem_weights([words_of(t) for t in texts]), text_vectors(texts)
    units = weights.copy()
    size = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    units = (sparse.diags(1 / np.where(size > 0, size, 1)) @ weights).tocsr()
    held = (weights > 0).astype(np.float64)
    signs = np.array([_sign(t) for t in texts])
    for block in wanted:
        at = np.array([place[int(r)] for r in block])
        cosine = np.asarray((units[at] @ units[at].T).todense())
        enough = np.asarray((weights[at] @ held[at].T).todense()) >= _WEIGHT
        near = np.asarray(meaning[at] @ meaning[at].T) >= _MEANING
        alike = np.where(enough & near & ~_denied(signs[at]), cosine, 0.0)
        first, second = np.triu_indices(len(block), 1)
        labels = fcluster(linkage(np.maximum(0, 1 - alike[first, second]), "average"), 1 - _COSINE, "distance")
        same = (labels[first] == labels[second]) & (articles[block[first]] != articles[block[second]])
        for a, b in zip(block[first[same]].tolist(), block[second[same]].tolist(), strict=True):
            found.append((a, b))
            rank = _RANK[Level.PARAPHRASE if quoted[a] or quoted[b] else Level.CLAIM]
            level[a], level[b] = max(level[a], rank), max(level[b], rank)
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _sign(text: str) -> int:
    """1 for a short statement without a negation, -1 for one with, 0 for a long one."""
    words = [fold(w) for w in cut(text)]
    if len(words) > _ONE_CLAIM:
        return 0
    return -1 if any(w in _NEGATIONS or w.endswith("n't") for w in words) else 1


def _denied(signs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs of statements are one with and one without a negation (statements × statements)."""
    denied: NDArray[np.bool_] = np.outer(signs, signs) < 0
    return denied


def stem_weights(texts: Sequence[Words]) -> sparse.csr_matrix:
    """Inverse document frequency of the stems of content words in each text (texts × stems)."""
    stems = [sorted({f for f, c in zip(t.forms, t.content, strict=True) if c}) for t in texts]
    number = {f: k for k, f in enumerate(sorted({f for own in stems for f in own}))}
    columns = np.array([number[f] for own in stems for f in own], dtype=np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(own) for own in stems])
    seen = np.bincount(columns, minlength=len(number))
    expected = seen + _BACKGROUND * background_shares(list(number)) / _STATEMENTS_OF_ARTICLE + 0.5
    rarity: Floats = np.maximum(0, np.log((len(texts) + _BACKGROUND) / expected))
    return sparse.csr_matrix((rarity[columns], (rows, columns)), shape=(len(texts), len(number)))

"""Scores of lexicons by article, voice or any other column, with counts beside rates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.intervals import FEWEST_ARTICLES, RESAMPLE_ARTICLES, Bootstrap, few_articles, ratio_interval
from framing.lexicon.entries import Lexicon, Match, NamePolicy
from framing.lexicon.hits import NameSpans, hits
from framing.lexicon.matching import NestedScope
from framing.lexicon.shifters import NEAR, Window
from framing.tables import with_groups
from framing.values import Corpus, Voice

__all__ = ["FEW_HITS", "SPOKEN", "counted_hits", "lexicon_scores", "score_hits"]

SPOKEN = (Voice.OWN, Voice.QUOTED, Voice.PARAPHRASE)
"""The voices that are somebody's prose."""

FEW_HITS = 5
"""A rate that rests on fewer hits is flagged in ``low_count`` and has no interval; too few hold the true rate."""

_FEW = (f"no interval: fewer than {FEW_HITS} hits", few_articles(0))


def lexicon_scores(
    corpus: Corpus,
    voices_table: pd.DataFrame,
    lexicons: Sequence[Lexicon],
    *,
    by: Sequence[str] = ("article_id", "voice"),
    voices: Sequence[Voice] = SPOKEN,
    match: Match | None = None,
    nested_scope: NestedScope = NestedScope.CATEGORY,
    window: Window = NEAR,
    names: NameSpans | None = None,
    intervals: Bootstrap = RESAMPLE_ARTICLES,
) -> pd.DataFrame:
    """Hits of each category in each group, as counts and as rates per 1,000 words of that group.

    ``by`` are columns of ``voices_table`` or of the articles (``outlet``, ``date``, ``title``, ``url``
    or an extra column). One row for each group, lexicon and category, without hits too; columns are
    ``by`` and

    - ``lexicon``, ``category``;
    - ``hits``, ``words`` (of the group), ``articles`` (that the group has words in);
    - ``per_1000``: 1,000 × hits / words; ``share``: words that are part of a hit / words;
    - ``mean_weight``: mean of the hits' weights, missing where the lexicon has none;
    - ``low``, ``high``: 95% bootstrap interval of ``per_1000`` that resamples articles, missing with
      fewer than :data:`framing.intervals.FEWEST_ARTICLES` articles or :data:`FEW_HITS` hits;
    - ``low_count``: fewer than :data:`FEW_HITS` hits;
    - ``note``: why there is no interval, or empty.

    Hits inside proper names are left out unless the lexicon's head says ``names: count``.

    Raises a :class:`~framing.errors.LexiconError`: two lexicons of one name.
    Raises an :class:`~framing.errors.InputError`: a column of ``by`` exists neither in the table nor in the articles.
    """
    spoken = voices_table[voices_table["voice"].isin([str(v) for v in voices])].reset_index(drop=True)
    table = hits(spoken, corpus, lexicons, match=match, nested_scope=nested_scope, window=window, names=names)
    return score_hits(table, corpus, spoken, lexicons, by=by, intervals=intervals)


def counted_hits(table: pd.DataFrame, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
    """A hits table without the hits that its lexicons' policy on names leaves out."""
    excluding = [x.name for x in lexicons if x.names is NamePolicy.EXCLUDE]
    return table[~(table["in_name"] & table["lexicon"].isin(excluding))].reset_index(drop=True)


def score_hits(
    table: pd.DataFrame,
    corpus: Corpus,
    voices_table: pd.DataFrame,
    lexicons: Sequence[Lexicon],
    *,
    by: Sequence[str] = ("article_id", "voice"),
    intervals: Bootstrap = RESAMPLE_ARTICLES,
) -> pd.DataFrame:
    """:func:`lexicon_scores` from a hits table that was made from ``voices_table`` before."""
    by = list(by)
    keys, group = _numbered(with_groups(voices_table, corpus, by))
    article = pd.factorize(voices_table["article_id"])[0].astype(np.int64)
    # One pair for each article that a group has words in: what the bootstrap resamples.
    pair_keys, pair = np.unique(group * (article.max(initial=0) + 1) + article, return_inverse=True)
    pair_group = pair_keys // (article.max(initial=0) + 1)
    run_words = voices_table["words"].to_numpy(np.float64)
    pair_words = np.bincount(pair, run_words, minlength=len(pair_keys)).astype(np.float64)

    kept = counted_hits(table, lexicons)
    columns = [(x.name, c) for x in lexicons for c in x.category_names]
    number = {name: i for i, name in enumerate(columns)}
    column = np.array([number[c] for c in zip(kept["lexicon"], kept["category"], strict=True)], dtype=np.int64)
    run = kept["run"].to_numpy(np.int64)
    weight = kept["weight"].to_numpy(np.float64)

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums by group and column, (groups, columns)."""
        cells = np.bincount(group[run] * len(columns) + column, values, minlength=len(keys) * len(columns))
        return cells.astype(np.float64).reshape(len(keys), len(columns))

    hit = np.ones(len(kept))
    counts = sparse.csr_matrix((hit, (pair[run], column)), shape=(len(pair_keys), len(columns)))
    low, high = _intervals(counts, pair_words, pair_group, len(keys), intervals)
    n_hits = summed(hit)
    n_articles = np.broadcast_to(np.bincount(pair_group, minlength=len(keys))[:, None], n_hits.shape)
    note = np.where(n_hits < FEW_HITS, _FEW[0], "")
    note = np.where(n_articles < FEWEST_ARTICLES, _FEW[1], note)
    words = np.bincount(group, run_words, minlength=len(keys))[:, None]
    weighted = summed(np.isfinite(weight).astype(np.float64))
    with np.errstate(invalid="ignore"):
        mean_weight = summed(np.nan_to_num(weight)) / np.where(weighted > 0, weighted, np.nan)
    size = np.array([len(t.split()) for t in kept["text"]], dtype=np.float64)
    cells = {
        "hits": n_hits.astype(np.int64),
        "words": np.broadcast_to(words, n_hits.shape).astype(np.int64),
        "articles": n_articles,
        "per_1000": 1000 * n_hits / words,
        "share": summed(size) / words,
        "mean_weight": mean_weight,
        "low": np.where(note == "", 1000 * low, np.nan),
        "high": np.where(note == "", np.minimum(1000 * high, 1000.0), np.nan),
        "low_count": n_hits < FEW_HITS,
    }
    index = np.repeat(np.arange(len(keys)), len(columns))
    return pd.concat(
        [
            keys.take(index).reset_index(drop=True),
            pd.DataFrame(
                {
                    "lexicon": pd.Series([c[0] for c in columns] * len(keys), dtype="str"),
                    "category": pd.Series([c[1] for c in columns] * len(keys), dtype="str"),
                    **{name: values.ravel() for name, values in cells.items()},
                    "note": pd.Series(note.ravel(), dtype="str"),
                }
            ),
        ],
        axis=1,
    )


def _numbered(groups: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The distinct rows of ``groups``, sorted, and the number of each row among them."""
    if groups.shape[1] == 0:
        return pd.DataFrame(index=range(min(1, len(groups)))), np.zeros(len(groups), dtype=np.int64)
    keys = groups.drop_duplicates().sort_values(list(groups.columns)).reset_index(drop=True)
    number = np.asarray(groups.groupby(list(groups.columns), sort=True).ngroup(), dtype=np.int64)
    return keys, number


def _intervals(
    counts: sparse.csr_matrix,
    words: NDArray[np.float64],
    group: NDArray[np.int64],
    n_groups: int,
    bootstrap: Bootstrap,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of the rate of each group and column; rows of ``counts`` are in order of ``group``."""
    low = np.full((n_groups, counts.shape[1]), np.nan)
    high = low.copy()
    for g, (a, b) in enumerate(pairwise(np.searchsorted(group, np.arange(n_groups + 1)).tolist())):
        if b - a >= FEWEST_ARTICLES:
            low[g], high[g] = ratio_interval(counts[a:b].toarray(), words[a:b], bootstrap)
    return low, high

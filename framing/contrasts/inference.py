"""Inference that respects articles: intervals, p and q of the terms of a contrast, or the reason why there are none.

Estimand: by default the log-odds ratio of the groups' pooled words (:class:`Weighting.STATEMENTS`), as the
statements of these articles and of articles like them. Null: see :mod:`framing.contrasts.permutation`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.contrasts.bootstrap import bootstrap, expanded_interval
from framing.contrasts.clusters import ClusterCounts, Weighting
from framing.contrasts.correction import Correction, adjusted, weights_of
from framing.contrasts.permutation import design, saddlepoint
from framing.contrasts.statistics import Effect, Floats, check_level, log_odds
from framing.errors import ComparisonError

__all__ = ["FEWEST_CLUSTERS", "TESTED_BY_ARTICLE", "Inference", "Inferred", "infer", "untested", "weighted_log_odds"]

FEWEST_CLUSTERS = 10
"""Clusters that each group needs to stand in before a p-value is given."""

_TINY = 1e-9


@dataclass(frozen=True)
class Inference:
    """How terms are tested.

    ``cluster`` is the column whose values are resampled as one (article, outlet, event, author), ``strata`` one
    within whose values that happens. ``level`` is that of intervals, ``draws`` the number of bootstrap resamples.
    Tested are the ``max_terms`` terms that most clusters hold, of those held by ``min_clusters`` or more: a choice
    that does not look at the groups, so that p-values stay valid. ``correction`` is how q is computed from p, see
    :mod:`framing.contrasts.correction`.
    """

    cluster: str = "article_id"
    strata: str | None = None
    weighting: Weighting = Weighting.STATEMENTS
    level: float = 0.95
    draws: int = 2000
    min_clusters: int = 8
    max_terms: int = 5000
    correction: Correction = Correction.WEIGHTED
    seed: int = 0

    def __post_init__(self) -> None:
        check_level(self.level)
        if self.draws < 200:
            raise ComparisonError(f"draws={self.draws}: an interval needs at least 200 resamples.")
        if self.min_clusters < 2 or self.max_terms < 1:
            raise ComparisonError("min_clusters has to be 2 or more and max_terms 1 or more.")


TESTED_BY_ARTICLE = Inference()
"""The defaults: articles are resampled, words pooled over statements."""


@dataclass(frozen=True, eq=False)
class Inferred:
    """Results for every term, missing (NaN) where it was not tested.

    ``low`` and ``high`` are the ends of the log-odds ratio's interval, ``standard_error`` its standard deviation over
    resamples; ``p`` two-sided; ``q`` after Benjamini and Hochberg (1995) over all tested terms, of p over ``weight``
    (1 on average). ``note`` says what was tested, or why nothing was.
    """

    tested: NDArray[np.bool_]
    standard_error: Floats
    low: Floats
    high: Floats
    p: Floats
    weight: Floats
    q: Floats
    note: str


def weighted_log_odds(counts: ClusterCounts, weighting: Weighting, *, prior: Floats, size: Floats) -> Effect:
    """Log-odds ratio of every term, of pooled words or of mean rates over clusters.

    ``prior`` and ``size`` (terms) are pseudo-counts in words; for mean rates they are taken as that many words'
    worth of clusters.
    """
    scale = _words_each(counts)[counts.level] if weighting is Weighting.ARTICLES else np.ones(len(prior))
    weighted = counts.weighted(weighting)
    sums = (np.asarray(m.sum(axis=0), dtype=np.float64).ravel() for m in (weighted.a, weighted.b))
    totals = (m.sum(axis=0)[weighted.level] for m in (weighted.total_a, weighted.total_b))
    return log_odds(*sums, *totals, prior=prior / scale, size=size / scale)


def infer(
    counts: ClusterCounts, settings: Inference, *, prior: Floats, size: Floats, names: tuple[str, str]
) -> Inferred:
    """Test every term of a contrast.

    ``prior`` (terms) and ``size`` (terms) are the log-odds ratio's pseudo-counts and their sum. Under
    ``Weighting.ARTICLES`` they are scaled to rates by the mean words of an article.
    """
    n_terms = len(counts.level)
    held = counts.in_a.sum(), counts.in_b.sum()
    reason = _too_few(counts, held, settings, names)
    support = counts.support
    tested = np.zeros(n_terms, dtype=bool)
    if not reason:
        by_support = np.argsort(-support, kind="stable")[: settings.max_terms]
        tested[by_support[support[by_support] >= settings.min_clusters]] = True
        if not tested.any():
            reason = f"No p-values: no term occurs in {settings.min_clusters} or more values of {settings.cluster}."
    if reason:
        return untested(n_terms, reason)
    nothing = np.full(n_terms, np.nan)

    at = np.flatnonzero(tested)
    scale = _words_each(counts)[counts.level[at]] if settings.weighting is Weighting.ARTICLES else np.ones(len(at))
    weighted = counts.columns(at).weighted(settings.weighting)
    error, low, high = _intervals(weighted, settings, prior=prior[at] / scale, size=size[at] / scale, n=min(held))
    p = saddlepoint(weighted)
    weight = weights_of(weighted, settings.correction)
    q = adjusted(p, weight)
    error, low, high, p, weight, q = (_spread(nothing, at, values) for values in (error, low, high, p, weight, q))
    return Inferred(tested, error, low, high, p, weight, q, _note(settings, len(at)))


def untested(n_terms: int, reason: str = "No p-values and intervals: none were asked for.") -> Inferred:
    """No results, and why."""
    nothing = np.full(n_terms, np.nan)
    tested = np.zeros(n_terms, dtype=bool)
    return Inferred(tested, nothing, nothing, nothing, nothing, nothing, nothing, reason)


def _too_few(counts: ClusterCounts, held: tuple[int, int], settings: Inference, names: tuple[str, str]) -> str:
    """Why there can be no p-values, or an empty text."""
    for n, name in zip(held, names, strict=True):
        if n < FEWEST_CLUSTERS:
            return (
                f"No p-values and intervals: {name} stands in {n} value{'s' if n != 1 else ''} of "
                f"{settings.cluster}, at least {FEWEST_CLUSTERS} are needed. Counts and effects describe these texts "
                "and say nothing about others."
            )
    plan = design(counts)
    if len(plan.pairs) + len(plan.singles) < FEWEST_CLUSTERS:
        return (
            f"No p-values and intervals: within the strata of {settings.strata} fewer than {FEWEST_CLUSTERS} values of "
            f"{settings.cluster} could be exchanged between the groups."
        )
    return ""


def _note(settings: Inference, tested: int) -> str:
    within = f" within {settings.strata}" if settings.strata else ""
    return (
        f"{tested} terms tested; resampled by {settings.cluster}{within}; estimand: "
        f"{'words pooled over statements' if settings.weighting is Weighting.STATEMENTS else 'mean over articles'}."
    )


def _intervals(
    counts: ClusterCounts, settings: Inference, *, prior: Floats, size: Floats, n: int
) -> tuple[Floats, Floats, Floats]:
    def statistic(a: Floats, b: Floats, total_a: Floats, total_b: Floats, terms: slice) -> Floats:
        # log_odds, in one logarithm and in place: this is where the time goes.
        alpha, all_terms = prior[terms, None], size[terms, None]
        a = a + alpha
        b = b + alpha
        rest_a = np.maximum(total_a + all_terms - a, _TINY)
        rest_b = np.maximum(total_b + all_terms - b, _TINY)
        a *= rest_b
        b *= rest_a
        a /= b
        return np.log(a, out=a)

    a, b = (np.asarray(m.sum(axis=0), dtype=np.float64).ravel() for m in (counts.a, counts.b))
    total_a, total_b = (m.sum(axis=0)[counts.level] for m in (counts.total_a, counts.total_b))
    estimate = statistic(a[:, None], b[:, None], total_a[:, None], total_b[:, None], slice(None))[:, 0]
    error, low, high = (np.empty(len(estimate)) for _ in range(3))
    for terms, values in bootstrap(counts, statistic, draws=settings.draws, seed=settings.seed):
        error[terms] = values.std(axis=1, ddof=1)
        low[terms], high[terms] = expanded_interval(values, estimate[terms], level=settings.level, clusters=n)
    return error, low, high


def _words_each(counts: ClusterCounts) -> Floats:
    """Mean uses of all terms of each phrase length in a cluster of a group."""
    total = counts.total_a.sum(axis=0) + counts.total_b.sum(axis=0)
    held = (counts.total_a > 0).sum(axis=0) + (counts.total_b > 0).sum(axis=0)
    means: Floats = total / np.maximum(held, 1)
    return means


def _spread(nothing: Floats, at: NDArray[np.int64], values: Floats) -> Floats:
    whole = nothing.copy()
    whole[at] = values
    return whole

"""Inference that respects articles: intervals, p and q of the terms of a contrast, or the reason why there are none.

Estimand: by default the log-odds ratio of the groups' pooled words (:class:`Weighting.STATEMENTS`), as the
statements of these articles and of articles like them. Null: see :mod:`framing.contrasts.permutation`.

Correction for testing many terms is Benjamini and Hochberg's, with weights that ignore which group a term is of.
Most terms of a corpus are too rare for any test to find much in them; each of them still costs the others power. A
p-value is therefore divided by a weight before it is corrected (Genovese, Roeder and Wasserman 2006). Weights average
1 and depend on the two groups' *pooled* uses and on how these scatter over articles, which no permutation of the
groups changes: under the null hypothesis they say nothing about p, so that false discoveries stay controlled
(Bourgon, Gentleman and Huber 2010; Ignatiadis et al. 2016). They are half equal and half those that find the most
terms of a given effect (Spjøtvoll 1972; Roeder and Wasserman 2009), so that no weight is under one half: what a term
can lose is a factor of 2 in p.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from framing.contrasts.clusters import ClusterCounts, Weighting, bootstrap, expanded_interval
from framing.contrasts.permutation import Design, design, saddlepoint, scores
from framing.contrasts.statistics import Effect, Floats, check_level, log_odds
from framing.errors import ComparisonError

__all__ = [
    "FALSE_ALARMS",
    "FEWEST_CLUSTERS",
    "REFERENCE",
    "TESTED_BY_ARTICLE",
    "Correction",
    "Inference",
    "Inferred",
    "adjusted",
    "detectability",
    "infer",
    "information_weights",
    "untested",
    "weighted_log_odds",
    "weights_of",
]

FEWEST_CLUSTERS = 10
"""Clusters that each group needs to stand in before a p-value is given."""

REFERENCE = 1.0
"""Log-odds ratio that weights are made for. Larger differences need no help, smaller ones are seldom found."""

FALSE_ALARMS = 0.3
"""Expected number of false alarms over all terms that weights are made for: about that of q < .05 and few findings."""

_CHUNK_CELLS = 250_000
_FAINTEST = 0.05
_SHARED_EQUALLY = 0.5
_TINY = 1e-9


class Correction(StrEnum):
    """How p-values are weighed before they are corrected: by what a term's frequency lets a test see, or all alike."""

    WEIGHTED = "weighted"
    EQUAL = "equal"


def weights_of(counts: ClusterCounts, correction: Correction) -> Floats:
    """Weight of every term, 1 on average."""
    if correction is Correction.EQUAL:
        return np.ones(len(counts.level))
    return information_weights(detectability(counts))


def adjusted(p: Floats, weight: Floats) -> Floats:
    """q-values: Benjamini and Hochberg (1995) on p over weight."""
    q: Floats = false_discovery_control(np.minimum(p / weight, 1.0))
    return q


def detectability(counts: ClusterCounts, *, log_odds: float = REFERENCE) -> Floats:
    """How many standard deviations from chance each term is expected to be if its log-odds ratio were ``log_odds``.

    The expectation is that of the permutation statistic, given the term's uses in both groups, the standard deviation
    that of its permutations. Both stay the same whatever permutation of the groups is the observed one.
    """
    plan = design(counts)
    n_terms = len(counts.level)
    size = max(1, _CHUNK_CELLS // max(1, len(plan.pairs) + len(plan.singles)))
    a, b = counts.a.tocsc(), counts.b.tocsc()
    found = np.zeros(n_terms)
    dealt_a = _chance_of_first(plan)
    for lo in range(0, n_terms, size):
        terms = slice(lo, min(lo + size, n_terms))
        pairs, singles, _ = scores(a, b, counts, plan, terms)
        uses = (a[:, terms] + b[:, terms]).tocsr()
        in_pairs = np.asarray(uses[plan.pairs].sum(axis=0)).ravel()
        in_singles = uses[plan.singles]
        total = in_pairs + np.asarray(in_singles.sum(axis=0)).ravel()
        first = in_pairs / 2 + in_singles.T @ dealt_a
        # The statistic is twice the first group's uses less those expected.
        spread = np.sqrt((pairs**2).sum(axis=0) + _variance_of_deal(singles, plan)) / 2
        share = first / np.where(total > 0, total, 1.0)
        found[terms] = np.divide(
            _shift(share, log_odds) * total, spread, out=np.zeros(len(share)), where=spread > 1e-12
        )
    return found


def information_weights(signal: Floats, *, false_alarms: float = FALSE_ALARMS) -> Floats:
    """Weights for terms that an effect would put ``signal`` standard deviations from chance: 1 on average, at least ½.

    Half of the weight is equal. The other half is Φ̄(signal/2 + c/signal), which finds the most terms of that effect
    for a given expected number of false alarms over all terms; c is what makes the expected number ``false_alarms``.
    """
    if len(signal) == 0:
        return np.ones(0)
    mu = np.maximum(signal, _FAINTEST)
    wanted = min(false_alarms / len(mu), 0.5)
    low, high = -1.0, 1.0
    while norm.sf(mu / 2 + low / mu).mean() < wanted:
        low *= 2
    while norm.sf(mu / 2 + high / mu).mean() > wanted:
        high *= 2
    for _ in range(60):
        c = (low + high) / 2
        low, high = (c, high) if norm.sf(mu / 2 + c / mu).mean() > wanted else (low, c)
    best = norm.sf(mu / 2 + (low + high) / 2 / mu)
    weights: Floats = _SHARED_EQUALLY + (1 - _SHARED_EQUALLY) * best / best.mean()
    return weights


def _shift(share: Floats, log_odds: float) -> Floats:
    """By how much a share of uses moves when its odds are e to the ``log_odds`` times larger or smaller, on average."""
    up = share * np.exp(log_odds)
    down = share * np.exp(-log_odds)
    moved: Floats = (up / (up + 1 - share) - down / (down + 1 - share)) / 2
    return moved


def _chance_of_first(plan: Design) -> Floats:
    """Chance of each single cluster to be dealt to the first group."""
    if not len(plan.singles):
        return np.zeros(0)
    chance: Floats = (plan.drawn / np.bincount(plan.stratum, minlength=len(plan.drawn)))[plan.stratum]
    return chance


def _variance_of_deal(singles: Floats, plan: Design) -> Floats:
    """Variance of the sum of the scores dealt to the first group, drawn without replacement within strata."""
    variance = np.zeros(singles.shape[1])
    for stratum, drawn in enumerate(plan.drawn):
        here = singles[plan.stratum == stratum]
        n = len(here)
        variance += drawn * (n - drawn) / (n * (n - 1)) * ((here - here.mean(axis=0)) ** 2).sum(axis=0)
    return variance


@dataclass(frozen=True)
class Inference:
    """How terms are tested.

    ``cluster`` is the column whose values are resampled as one (article, outlet, event, author), ``strata`` one
    within whose values that happens. ``level`` is that of intervals, ``draws`` the number of bootstrap resamples.
    Tested are the ``max_terms`` terms that most clusters hold, of those held by ``min_clusters`` or more: a choice
    that does not look at the groups, so that p-values stay valid. ``correction`` is how q is computed from p, see
    :mod:`framing.contrasts.inference`.
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

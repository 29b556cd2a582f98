"""Inference that respects articles: intervals, p and q of the terms of a contrast, or the reason why there are none.

Estimand: the ratio of the groups' rates of a term, by default of their pooled words (:class:`Weighting.STATEMENTS`),
as the statements of these articles and of articles like them. The test is the conditional negative binomial one
(:mod:`framing.contrasts.exact`), which holds its level whatever the articles' lengths and numbers are; the
permutation test (:mod:`framing.contrasts.permutation`) holds it where both groups have as many articles of like
length, and is there to check the other. Intervals are those of the negative binomial test, turned round: unlike the
log-odds ratio that terms are ranked by, they know no prior and are not shrunken. For the correction see
:mod:`framing.contrasts.weights`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import ClusterCounts, Weighting, by_stratum
from framing.contrasts.negative_binomial import Model, fit
from framing.contrasts.permutation import design, saddlepoint
from framing.contrasts.statistics import Effect, Floats, check_level, log_odds
from framing.contrasts.weights import REFERENCE, Correction, adjusted, detectability, information_weights
from framing.errors import ComparisonError
from framing.intervals import FEWEST_HOLDING
from framing.wording import nearest, percent

__all__ = [
    "FEWEST_CLUSTERS",
    "SMALL_SHARE",
    "TESTED_BY_ARTICLE",
    "Inference",
    "Inferred",
    "Test",
    "Tested",
    "infer",
    "test_terms",
    "untested",
    "weighted_log_odds",
]

FEWEST_CLUSTERS = 3
"""Clusters that each group needs to stand in before a p-value is given."""

FEWEST_EXCHANGED = 10
"""The same for the permutation test, and of strata that are compared as pairs."""

SMALL_SHARE = 0.05
"""A group with less of both groups' words is warned of."""


class Test(StrEnum):
    """How terms are tested: the conditional negative binomial test, or the permutation of articles."""

    __test__ = False
    NEGATIVE_BINOMIAL = "negative_binomial"
    PERMUTATION = "permutation"


@dataclass(frozen=True)
class Inference:
    """How terms are tested.

    ``cluster`` is the column whose values are one unit (article, outlet, event, author), ``strata`` one within whose
    values groups are compared; where strata hold about one article of each group, the stratum is the unit. ``test``
    is a :class:`Test` or its name, ``level`` that of intervals. Tested are the ``max_terms`` terms that most clusters
    hold, of those held by ``min_clusters`` or more: a choice that does not look at the groups, so that p-values stay
    valid. ``correction`` is how q is computed from p, see :mod:`framing.contrasts.weights`. ``seed`` is that of
    random halves (:func:`~framing.contrasts.separability.split_half`).
    """

    cluster: str = "article_id"
    strata: str | None = None
    weighting: Weighting = Weighting.STATEMENTS
    test: Test | str = Test.NEGATIVE_BINOMIAL
    level: float = 0.95
    min_clusters: int = 8
    max_terms: int = 5000
    correction: Correction = Correction.WEIGHTED
    seed: int = 0

    def __post_init__(self) -> None:
        check_level(self.level)
        if self.min_clusters < 2 or self.max_terms < 1:
            raise ComparisonError("min_clusters has to be 2 or more and max_terms 1 or more.")
        if self.test not in list(Test):
            raise ComparisonError(f"There is no test {self.test!r}. {nearest(str(self.test), [t.value for t in Test])}")
        object.__setattr__(self, "test", Test(self.test))


TESTED_BY_ARTICLE = Inference()
"""The defaults: articles are the units, words pooled over statements."""


@dataclass(frozen=True, eq=False)
class Tested:
    """Results of the test for every term that was tested: p, the weight of each, q; ``model`` gives their intervals."""

    p: Floats
    weight: Floats
    q: Floats
    model: Model


@dataclass(frozen=True, eq=False)
class Inferred:
    """Results for every term, missing (NaN) where it was not tested.

    ``log_rate_ratio`` is the natural logarithm of the ratio of the groups' rates, ``low`` and ``high`` the ends of
    its interval, of which one is infinite (open) where fewer than :data:`~framing.intervals.FEWEST_HOLDING` of a
    group's clusters use the term: how seldom it does cannot be told from so few; ``p`` two-sided; ``q`` after
    Benjamini and Hochberg (1995) over all tested terms, of p over ``weight`` (1 on average). ``notes`` say what was
    tested, or why nothing was.
    """

    tested: NDArray[np.bool_]
    log_rate_ratio: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    p: Floats
    weight: Floats
    q: Floats
    notes: tuple[str, ...]
    counts: ClusterCounts | None = None
    model: Model | None = None

    def intervals(self, terms: NDArray[np.int64], *, level: float) -> tuple[Floats, Floats]:
        """Ends of the intervals of some terms at another level, missing where there is none at all."""
        low, high = np.full(len(terms), np.nan), np.full(len(terms), np.nan)
        if self.model is None or self.counts is None:
            return low, high
        at = np.flatnonzero(self.tested)
        given = np.flatnonzero(self.tested[terms])
        place = np.searchsorted(at, terms[given])
        ends = self.model.interval(place, level=check_level(level))
        few_a, few_b = (_held_by_few(side)[place] for side in (self.counts.a, self.counts.b))
        low[given] = np.where(few_a & few_b, np.nan, np.where(few_a, -np.inf, ends[0]))
        high[given] = np.where(few_a & few_b, np.nan, np.where(few_b, np.inf, ends[1]))
        return low, high


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


def test_terms(counts: ClusterCounts, settings: Inference) -> Tested:
    """Test all terms of ``counts``."""
    model = fit(counts, settings.weighting)
    if settings.test is Test.PERMUTATION:
        weighted = counts.weighted(settings.weighting)
        p, signal = saddlepoint(weighted), detectability(weighted)
    else:
        p, signal = model.p_values(), model.detectability(log_odds=REFERENCE)
    weight = information_weights(signal) if settings.correction is Correction.WEIGHTED else np.ones(len(p))
    return Tested(p, weight, adjusted(p, weight), model)


test_terms.__test__ = False  # type: ignore[attr-defined]


def infer(counts: ClusterCounts, settings: Inference, *, names: tuple[str, str], intervals: bool = True) -> Inferred:
    """Test every term of a contrast; without ``intervals`` these are left out, which takes most of the time."""
    n_terms = len(counts.level)
    counts, unit = _units(counts, settings)
    reason = _too_few(counts, settings, unit, names)
    support = counts.support
    tested = np.zeros(n_terms, dtype=bool)
    if not reason:
        by_support = np.argsort(-support, kind="stable")[: settings.max_terms]
        tested[by_support[support[by_support] >= settings.min_clusters]] = True
        if not tested.any():
            reason = f"No p-values: no term occurs in {settings.min_clusters} or more values of {unit}."
    if reason:
        return untested(n_terms, reason)
    at = np.flatnonzero(tested)
    chosen = counts.columns(at)
    result = test_terms(chosen, settings)
    ratio, error = result.model.log_rate_ratio(), result.model.standard_errors()
    columns = [_spread(n_terms, at, v) for v in (ratio, error, result.p, result.weight, result.q)]
    nothing = np.full(n_terms, np.nan)
    notes = _notes(counts, settings, unit, names, len(at))
    p, weight, q = columns[2:]
    found = Inferred(tested, columns[0], columns[1], nothing, nothing, p, weight, q, notes, chosen, result.model)
    if not intervals:
        return found
    low, high = found.intervals(at, level=settings.level)
    return replace(found, low=_spread(n_terms, at, low), high=_spread(n_terms, at, high))


def untested(n_terms: int, reason: str = "No p-values and intervals: none were asked for.") -> Inferred:
    """No results, and why."""
    nothing = np.full(n_terms, np.nan)
    tested = np.zeros(n_terms, dtype=bool)
    return Inferred(tested, nothing, nothing, nothing, nothing, nothing, nothing, nothing, (reason,))


def _held_by_few(side: sparse.csr_matrix) -> NDArray[np.bool_]:
    """Terms that a group uses in too few clusters to say how seldom it uses them."""
    held: NDArray[np.bool_] = np.diff(side.tocsc().indptr) < FEWEST_HOLDING
    return held


def _units(counts: ClusterCounts, settings: Inference) -> tuple[ClusterCounts, str]:
    """What is one unit of the test, and its name: the cluster, or the stratum where that holds hardly more than a pair.

    How much articles differ within strata is known from strata with several articles of a group only.
    """
    if settings.strata is None:
        return counts, settings.cluster
    in_both = np.zeros(len(counts.strata), dtype=bool)
    spare = pairs = 0
    for stratum in np.unique(counts.strata):
        at = counts.strata == stratum
        a, b = int((counts.in_a & at).sum()), int((counts.in_b & at).sum())
        if a and b:
            in_both |= at
            spare, pairs = spare + a + b - 2, pairs + 1
    if spare >= max(pairs, 2 * FEWEST_EXCHANGED):
        return counts, settings.cluster
    return by_stratum(counts, in_both), settings.strata


def _too_few(counts: ClusterCounts, settings: Inference, unit: str, names: tuple[str, str]) -> str:
    """Why there can be no p-values, or an empty text."""
    if unit != settings.cluster and len(counts.strata) < FEWEST_EXCHANGED:
        n = len(counts.strata)
        return (
            f"No p-values and intervals: within {settings.strata} there is hardly more than one value of "
            f"{settings.cluster} of each group, so that the values of {settings.strata} are compared, and {n} "
            f"{'holds' if n == 1 else 'hold'} both groups; at least {FEWEST_EXCHANGED} are needed. More of them, or a "
            "contrast without strata, can be tested."
        )
    least = FEWEST_EXCHANGED if settings.test is Test.PERMUTATION else FEWEST_CLUSTERS
    for n, name in zip((counts.in_a.sum(), counts.in_b.sum()), names, strict=True):
        if n < least:
            return (
                f"No p-values and intervals: {name} stands in {n} value{'s' if n != 1 else ''} of "
                f"{unit}, at least {least} are needed. Counts and effects describe these texts "
                "and say nothing about others."
            )
    plan = design(counts)
    if settings.strata and len(plan.pairs) + len(plan.singles) < FEWEST_EXCHANGED:
        return (
            f"No p-values and intervals: within the strata of {settings.strata} fewer than {FEWEST_EXCHANGED} values "
            f"of {settings.cluster} could be exchanged between the groups. Strata that hold both groups, or a contrast "
            "without strata, can be tested."
        )
    return ""


def _notes(
    counts: ClusterCounts, settings: Inference, unit: str, names: tuple[str, str], tested: int
) -> tuple[str, ...]:
    within = f" within {settings.strata}" if settings.strata and unit == settings.cluster else ""
    pooled = settings.weighting is Weighting.STATEMENTS
    permuted = settings.test is Test.PERMUTATION
    how = "by permutation" if permuted else "by the conditional negative binomial test"
    estimand = "words pooled over statements" if pooled else "mean over articles"
    found = [
        f"{tested} terms tested, {how}; unit: {unit}{within}; estimand: {estimand}.",
        f"low and high: {settings.level:.0%} interval of log_rate_ratio, not shrunken; log_odds and z are, to rank.",
    ]
    if settings.strata and not within:
        found.append(
            f"Within {settings.strata} there is hardly more than one value of {settings.cluster} of each group: the "
            f"values of {settings.strata} that hold both are the units."
        )
    words = [float(total[:, 0].sum()) for total in (counts.total_a, counts.total_b)]
    for n, name in zip(words, names, strict=True):
        if n < SMALL_SHARE * sum(words):
            found.append(
                f"{name} has {percent(n / sum(words))} of the words: what it does not say may be what it had no room "
                "for, and only large differences can be found."
            )
    if not pooled and not _is_equal(counts):
        found.append(
            "The groups' articles are not of like number and length, where a mean over articles lets one use in a "
            "short article count for many: more q < .05 than 5% of such contrasts may be chance."
        )
    if permuted and not _is_equal(counts):
        found.append(
            "The groups' articles are not of like number and length, where a permutation finds differences that are "
            "none: read the negative binomial test instead."
        )
    return tuple(found)


def _is_equal(counts: ClusterCounts) -> bool:
    """Whether articles that hold one group only are of about as many, and as long ones, in both."""
    n_a, n_b = counts.total_a.sum(axis=1), counts.total_b.sum(axis=1)
    a, b = n_a[(n_a > 0) & (n_b <= 0)], n_b[(n_b > 0) & (n_a <= 0)]
    if not len(a) or not len(b):
        return len(a) == len(b) or (n_a > 0).sum() > 2 * (len(a) + len(b))
    ratios = len(a) / len(b), a.mean() / b.mean()
    return all(2 / 3 <= r <= 3 / 2 for r in ratios)


def _words_each(counts: ClusterCounts) -> Floats:
    """Mean uses of all terms of each phrase length in a cluster of a group."""
    total = counts.total_a.sum(axis=0) + counts.total_b.sum(axis=0)
    held = (counts.total_a > 0).sum(axis=0) + (counts.total_b > 0).sum(axis=0)
    means: Floats = total / np.maximum(held, 1)
    return means


def _spread(size: int, at: NDArray[np.int64], values: Floats) -> Floats:
    whole = np.full(size, np.nan)
    whole[at] = values
    return whole

"""Counts of terms by cluster: the articles (or outlets, events, authors) that statements come in.

Words of one article are not independent, so it is articles that are resampled. :class:`ClusterCounts` is what
the bootstrap and the permutation test work on.

The bootstrap gives intervals that respect articles: they are drawn with replacement, each with all its statements of
both groups, within strata and apart by whether they hold the first group, the second or both, so that every resample
has as many articles of each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import norm, t

from framing.contrasts.statistics import Floats

__all__ = [
    "ClusterCounts",
    "Statistic",
    "Weighting",
    "bootstrap",
    "cluster_counts",
    "expanded_interval",
    "resample_weights",
]

Statistic = Callable[[Floats, Floats, Floats, Floats, slice], Floats]
"""From counts and totals of both groups (terms × resamples) and the terms they are of to values of that shape."""

_CHUNK_CELLS = 250_000


class Weighting(StrEnum):
    """What is compared. ``STATEMENTS``: the groups' words pooled, so that who says more weighs more.

    ``ARTICLES``: the mean over articles of a term's rate in each, so that every article weighs the same.
    """

    STATEMENTS = "statements"
    ARTICLES = "articles"


@dataclass(frozen=True, eq=False)
class ClusterCounts:
    """Uses of terms in both groups, by cluster.

    ``a`` and ``b`` (clusters × terms) hold uses, ``total_a`` and ``total_b`` (clusters × phrase lengths) the uses
    of all terms of a length, ``level`` (terms) the column of its length in them. ``strata`` (clusters) are the
    codes of what clusters are resampled within.
    """

    a: sparse.csr_matrix
    b: sparse.csr_matrix
    total_a: Floats
    total_b: Floats
    level: NDArray[np.int64]
    strata: NDArray[np.int64]

    @property
    def in_a(self) -> NDArray[np.bool_]:
        """Which clusters hold words of the first group."""
        return np.asarray(self.total_a.sum(axis=1) > 0)

    @property
    def in_b(self) -> NDArray[np.bool_]:
        """Which clusters hold words of the second group."""
        return np.asarray(self.total_b.sum(axis=1) > 0)

    @property
    def support(self) -> NDArray[np.int64]:
        """Number of clusters that hold each term, in either group."""
        held = (self.a + self.b).tocsc()
        held.eliminate_zeros()
        columns: NDArray[np.int64] = np.diff(held.indptr).astype(np.int64)
        return columns

    def columns(self, terms: NDArray[np.int64]) -> ClusterCounts:
        """The counts of some terms; totals stay those of all."""
        return ClusterCounts(
            self.a[:, terms], self.b[:, terms], self.total_a, self.total_b, self.level[terms], self.strata
        )

    def weighted(self, weighting: Weighting) -> ClusterCounts:
        """Counts as they are, or as rates within each cluster, so that every cluster weighs the same."""
        if weighting is Weighting.STATEMENTS:
            return self
        return ClusterCounts(
            a=_rates(self.a, self.total_a, self.level),
            b=_rates(self.b, self.total_b, self.level),
            total_a=(self.total_a > 0).astype(np.float64),
            total_b=(self.total_b > 0).astype(np.float64),
            level=self.level,
            strata=self.strata,
        )


def cluster_counts(
    uses: sparse.csr_matrix,
    totals: Floats,
    level: NDArray[np.int64],
    *,
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    strata: NDArray[np.int64],
) -> ClusterCounts:
    """Sum rows (of a voices table) by cluster and group.

    ``uses`` (rows × terms) and ``totals`` (rows × phrase lengths) count uses; ``group`` (rows) is 0, 1 or −1;
    ``cluster`` and ``strata`` (rows) are codes. Clusters without words of either group are left out. A cluster
    with rows in several strata counts in that of its first row.
    """
    chosen = np.flatnonzero((group >= 0) & (totals.sum(axis=1) > 0))
    codes, first, of_row = np.unique(cluster[chosen], return_index=True, return_inverse=True)
    parts = []
    for g in (0, 1):
        here = np.flatnonzero(group[chosen] == g)
        by_cluster = sparse.csr_matrix(
            (np.ones(len(here)), (of_row[here], chosen[here])), shape=(len(codes), len(group))
        )
        parts.append(((by_cluster @ uses).tocsr(), np.asarray(by_cluster @ totals)))
    return ClusterCounts(parts[0][0], parts[1][0], parts[0][1], parts[1][1], level, strata[chosen][first])


def _rates(counts: sparse.csr_matrix, totals: Floats, level: NDArray[np.int64]) -> sparse.csr_matrix:
    entries = counts.tocoo()
    size = totals[entries.row, level[entries.col]]
    return sparse.csr_matrix((entries.data / size, (entries.row, entries.col)), shape=counts.shape)


def resample_weights(kinds: NDArray[np.int64], *, draws: int, seed: int) -> Floats:
    """How often each cluster is in each resample (clusters × draws); ``kinds`` are what is drawn within."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((len(kinds), draws))
    for kind in np.unique(kinds):
        at = np.flatnonzero(kinds == kind)
        weights[at] = rng.multinomial(len(at), np.full(len(at), 1 / len(at)), size=draws).T
    return weights


def bootstrap(counts: ClusterCounts, statistic: Statistic, *, draws: int, seed: int) -> Iterator[tuple[slice, Floats]]:
    """Values of a statistic in every resample, in chunks of terms: which terms, and their values (terms × draws)."""
    kinds = 4 * counts.strata + 2 * counts.in_a + counts.in_b
    weights = resample_weights(kinds, draws=draws, seed=seed)
    total_a, total_b = counts.total_a.T @ weights, counts.total_b.T @ weights
    a, b, halved = _by_term(counts.a), _by_term(counts.b), weights.astype(np.float32)
    size = max(1, _CHUNK_CELLS // draws)
    for lo in range(0, len(counts.level), size):
        terms = slice(lo, min(lo + size, len(counts.level)))
        level = counts.level[terms]
        sums = [(half[terms] @ halved).astype(np.float64) for half in (a, b)]
        yield terms, statistic(sums[0], sums[1], total_a[level], total_b[level], terms)


def _by_term(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Counts (terms × clusters) in half the memory: the time goes into reading them, and whole counts stay exact."""
    return counts.T.tocsr().astype(np.float32)


def expanded_interval(values: Floats, estimate: Floats, *, level: float, clusters: int) -> tuple[Floats, Floats]:
    """Interval of each term from its resamples (terms × draws): bias-corrected and expanded percentiles.

    Percentile intervals are too short by a factor of about √(n/(n−1)) and the difference between the normal and
    the t distribution (Hesterberg 2015); the percentiles taken here make good for that with n clusters, and for
    the bias of the resamples' median (Efron 1981). The same for any rising function of the statistic.
    """
    draws = values.shape[1]
    ordered = np.sort(values, axis=1)
    below = (ordered < estimate[:, None]).sum(axis=1) + 0.5 * (ordered == estimate[:, None]).sum(axis=1)
    bias = norm.ppf((below + 0.5) / (draws + 1))
    n = max(clusters, 2)
    reach = t.ppf(0.5 + level / 2, n - 1) * np.sqrt(n / (n - 1))
    ends = []
    for sign, rounded in ((-1, np.floor), (1, np.ceil)):
        rank = rounded(norm.cdf(2 * bias + sign * reach) * (draws + 1)).astype(np.int64) - 1
        ends.append(np.take_along_axis(ordered, np.clip(rank, 0, draws - 1)[:, None], axis=1)[:, 0])
    return ends[0], ends[1]

"""Counts of terms by cluster: the articles (or outlets, events, authors) that statements come in.

Words of one article are not independent, so it is articles that a test counts. :class:`ClusterCounts` is what all tests
work on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.statistics import Floats

__all__ = ["ClusterCounts", "Weighting", "by_stratum", "cluster_counts"]


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
    codes of what groups are compared within.
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


Summed = Callable[[NDArray[np.int64], int, NDArray[np.int64]], sparse.csr_matrix]
"""Gives uses by label (labels × terms) of the labels of some rows, how many labels there are, and those rows."""


def cluster_counts(
    uses: sparse.csr_matrix | Summed,
    totals: Floats,
    level: NDArray[np.int64],
    *,
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    strata: NDArray[np.int64],
) -> ClusterCounts:
    """Sum rows (of a voices table) by cluster and group.

    ``uses`` (rows × terms), or what sums them, and ``totals`` (rows × phrase lengths) count uses; ``group`` (rows) is
    0, 1 or −1;
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
        summed = uses(of_row[here], len(codes), chosen[here]) if callable(uses) else (by_cluster @ uses).tocsr()
        parts.append((summed, np.asarray(by_cluster @ totals)))
    return ClusterCounts(parts[0][0], parts[1][0], parts[0][1], parts[1][1], level, strata[chosen][first])


def by_stratum(counts: ClusterCounts, kept: NDArray[np.bool_]) -> ClusterCounts:
    """The clusters ``kept``, those of one stratum as one cluster; all in one stratum."""
    at = np.flatnonzero(kept)
    codes, place = np.unique(counts.strata[at], return_inverse=True)
    sums = sparse.csr_matrix((np.ones(len(at)), (place, at)), shape=(len(codes), len(counts.strata)))
    return ClusterCounts(
        (sums @ counts.a).tocsr(), (sums @ counts.b).tocsr(), np.asarray(sums @ counts.total_a),
        np.asarray(sums @ counts.total_b), counts.level, np.zeros(len(codes), dtype=np.int64),
    )  # fmt: skip


def _rates(counts: sparse.csr_matrix, totals: Floats, level: NDArray[np.int64]) -> sparse.csr_matrix:
    entries = counts.tocoo()
    size = totals[entries.row, level[entries.col]]
    return sparse.csr_matrix((entries.data / size, (entries.row, entries.col)), shape=counts.shape)

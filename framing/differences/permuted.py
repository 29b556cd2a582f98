"""The test behind a difference: articles exchange groups, and the difference is counted in standard errors.

What is exchanged are the labels of the units (articles, clusters, events). A unit that holds both groups (an event that
both outlets tell, an article in which both sides speak) exchanges its two parts; the others exchange labels among
themselves. Exchanging is exact where both groups are of one kind. Where they differ in length and number it is not, and
so what is permuted is the difference over its standard error (Janssen 1997; Chung and Romano 2013). Two standard errors
are taken and the larger p counts:

- of each group by itself (Σ (y − r_g·x)² over the square of its whole), averaged with what a variance in proportion to
  an article's whole and its square, fitted to both groups, makes of its lengths: short articles tell little about
  themselves, and with it keep their level where few long articles stand against many short ones;
- of both groups around their common ratio (the score test), which holds where the groups differ in spread.

Of six statistics tried, singly and in pairs, on 56 designs this one comes nearest to its level
(``benchmarks/difference_level.py``; the table is in ``docs/statistics.md``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Exchange", "Null", "Parts", "permuted"]

Floats = NDArray[np.float64]

_CHUNK = 1000
"""Permutations that are computed at a time."""

_CELLS = 20_000_000
"""Units in these together, at most."""

_FITTED = 20.0
"""How many articles the variance that is fitted to both groups counts as."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts and wholes of two groups, each (units, measures); a unit without a group has zeros there.

    Parts and wholes that are ``corrected`` by checks are spread by these, too, and not as their wholes let expect: no
    variance is then fitted to the wholes.
    """

    part_a: Floats
    whole_a: Floats
    part_b: Floats
    whole_b: Floats
    corrected: bool = False


@dataclass(frozen=True, eq=False)
class Null:
    """A difference and what exchanging makes of it, for each measure.

    ``errors`` and ``reach`` are (2, measures): the two standard errors, and how many of them the difference reaches in
    5% (or another level) of the exchanges. ``beyond(t)`` gives the share of exchanges as far out as ``t``.
    """

    difference: Floats
    errors: Floats
    distances: Floats  # (2, permutations, measures)

    def reach(self, level: float) -> Floats:
        """How many standard errors the difference reaches in 1 − ``level`` of the exchanges, (2, measures)."""
        return np.asarray(np.quantile(self.distances, level, axis=1, method="higher"))

    def beyond(self, at: Floats) -> Floats:
        """The share of exchanges at least as far from 0 as ``at`` (2, measures), counting the one that was observed."""
        n = self.distances.shape[1]
        return np.asarray((1 + (self.distances >= np.abs(at)[:, None] - 1e-9).sum(axis=1)) / (1 + n))


class Exchange:
    """Which units change groups: one row a draw, the same for all measures.

    ``first`` and ``second`` say which units hold the first and the second group; those with both exchange their parts
    with a chance of a half, the others exchange labels among themselves.
    """

    def __init__(self, first: NDArray[np.bool_], second: NDArray[np.bool_], *, draws: int, seed: int) -> None:
        self.shared, self.only_second = first & second, second & ~first
        self.observed = np.where(self.only_second, 0.0, 1.0)
        self.draws = draws
        rng = np.random.default_rng(seed)
        alone = np.flatnonzero(~self.shared)
        chunk = max(1, min(_CHUNK, _CELLS // max(1, len(first))))
        self._labels: list[NDArray[np.bool_]] = []
        for start in range(0, draws, chunk):
            n = min(chunk, draws - start)
            labels = (rng.integers(0, 2, (n, len(first))) != 0) & self.shared
            labels[:, alone] = rng.permuted(np.tile(self.observed[alone] != 0, (n, 1)), axis=1)
            self._labels.append(labels)

    def __iter__(self) -> Iterator[tuple[int, Floats]]:
        """The number of the first draw, and labels (draws, units), some draws at a time."""
        start = 0
        for labels in self._labels:
            yield start, labels.astype(np.float64)
            start += len(labels)


def permuted(parts: Parts, *, draws: int, seed: int, exchange: Exchange | None = None) -> Null:
    """Difference (first group less second), its standard errors, and their distances under exchange.

    ``exchange`` is that of a larger table of which these are some measures.
    """
    if exchange is None:
        first, second = ((w != 0).any(axis=1) for w in (parts.whole_a, parts.whole_b))
        exchange = Exchange(first, second, draws=draws, seed=seed)
    # a unit with one group is laid into the first place, and its label says where it counts
    flip, shared = exchange.only_second[:, None], exchange.shared
    a = np.where(flip, parts.part_b, parts.part_a), np.where(flip, parts.whole_b, parts.whole_a)
    b = np.where(shared[:, None], parts.part_b, 0.0), np.where(shared[:, None], parts.whole_b, 0.0)
    made = _Moments.of(a, b, paired=bool(shared.any()) or parts.corrected)
    difference, errors = made.at(exchange.observed[None])
    far = np.empty((2, exchange.draws, parts.part_a.shape[1]))
    for start, labels in exchange:
        drawn, its_errors = made.at(labels)
        with np.errstate(invalid="ignore", divide="ignore"):
            distance = np.abs(drawn) / its_errors
        # without spread a difference is no distance, or all of it
        far[:, start : start + len(labels)] = np.where(np.isnan(distance), 0.0, distance)
    return Null(difference[0], errors[:, 0], far)


@dataclass(frozen=True, eq=False)
class _Moments:
    """Sums over units that difference and standard errors are made of; labels say which part counts where."""

    lean: Floats  # (units, moments × measures): what a unit adds to the first group if it keeps its label, less if not
    first: Floats  # (moments, measures): sums of the first group where every unit gives its other part
    second: Floats
    cross: tuple[Floats, Floats]  # Σ y_a·y_b and Σ x_a·x_b, whatever the labels
    paired: bool

    @classmethod
    def of(cls, a: tuple[Floats, Floats], b: tuple[Floats, Floats], *, paired: bool) -> _Moments:
        (ya, xa), (yb, xb) = a, b
        pairs = [
            (y, x, y * y, x * y, x * x, np.divide(y * y, x, out=np.zeros_like(y), where=x > 0), (x != 0).astype(float))
            for y, x in ((ya, xa), (yb, xb))
        ]
        ours, theirs = ([*pairs[0], ya * xb], [*pairs[1], yb * xa])
        lean = np.concatenate([p - q for p, q in zip(ours, theirs, strict=True)], axis=1)
        first, second = (np.stack([m.sum(axis=0) for m in side]) for side in (theirs, ours))
        return cls(lean, first, second, ((ya * yb).sum(axis=0), (xa * xb).sum(axis=0)), paired)

    def at(self, labels: Floats) -> tuple[Floats, Floats]:
        """Differences (labels, measures) and both standard errors (2, labels, measures)."""
        k, j = self.first.shape
        moved = (labels @ self.lean).reshape(len(labels), k, j)
        one, two = self.first + moved, self.second - moved
        with np.errstate(invalid="ignore", divide="ignore"):
            y1, x1, y2, x2 = one[:, 0], one[:, 1], two[:, 0], two[:, 1]
            r1, r2 = y1 / x1, y2 / x2
            common = (y1 + y2) / (x1 + x2)
            own = self._variance(one, two, r1, r2)
            score = self._variance(one, two, common, common, fitted=False)
            variance = np.stack([own, score])
            variance[variance < 1e-15] = np.nan
            return r1 - r2, np.sqrt(variance)

    def _variance(self, one: Floats, two: Floats, r1: Floats, r2: Floats, *, fitted: bool = True) -> Floats:
        """Variance of the difference, given the ratio around which each group's articles are spread."""
        spread = []
        for sums, r in ((one, r1), (two, r2)):
            n = sums[:, 6]
            spread.append((sums[:, 2] - 2 * r * sums[:, 3] + r**2 * sums[:, 4]) * n / np.maximum(n - 1, 1))
        x1, x2 = one[:, 1], two[:, 1]
        if self.paired:
            together = self.cross[0] - r2 * one[:, 7] - r1 * two[:, 7] + r1 * r2 * self.cross[1]
            return np.asarray(spread[0] / x1**2 + spread[1] / x2**2 - 2 * together / (x1 * x2))
        if not fitted:
            return np.asarray(spread[0] / x1**2 + spread[1] / x2**2)
        a, b = _fit(one, two, (r1, r2), spread)
        variance = np.zeros_like(r1)
        for sums, squares in ((one, spread[0]), (two, spread[1])):
            x, xx = sums[:, 1], sums[:, 4]
            alike = x**2 / xx  # articles of one size that would weigh as much
            variance = variance + (alike * squares + _FITTED * (a * x + b * xx)) / (alike + _FITTED) / x**2
        return np.asarray(variance)


def _fit(one: Floats, two: Floats, ratios: tuple[Floats, Floats], spread: list[Floats]) -> tuple[Floats, Floats]:
    """The a and b, 0 or more, of the variance a·x + b·x² of a part whose whole is x, by moments over both groups."""
    by_x = np.zeros_like(ratios[0])
    for sums, r in ((one, ratios[0]), (two, ratios[1])):
        n = sums[:, 6]
        by_x = by_x + (sums[:, 5] - 2 * r * sums[:, 0] + r**2 * sums[:, 1]) * n / np.maximum(n - 1, 1)
    total = spread[0] + spread[1]
    n, x, xx = (one[:, i] + two[:, i] for i in (6, 1, 4))
    determinant = n * xx - x * x
    a, b = (by_x * xx - total * x) / determinant, (n * total - x * by_x) / determinant
    level = ~(determinant > 1e-9 * n * xx)  # all of one size: the split between a and b makes no difference
    return (
        np.where(level | (b < 0), total / x, np.where(a < 0, 0.0, a)),
        np.where(level | (b < 0), 0.0, np.where(a < 0, total / xx, b)),
    )

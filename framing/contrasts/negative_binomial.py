"""The negative binomial model of a contrast: what its tests and intervals are made from, from counts by article.

An article is one cell, or two where it holds both groups. What these two share (a subject, an event) is known from
their residuals: a correlation ρ, pooled over all terms, by which the variance of the difference of the groups' rates
is lowered. The sums of squared lengths Σn² of both groups take it up in equal parts of that variance.

Where every article weighs the same (:class:`~framing.contrasts.clusters.Weighting`), a group's mean rate over m
articles of n words has the variance of m articles of as many words as the harmonic mean, and is tested as the uses in
so many words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import ClusterCounts, Weighting
from framing.contrasts.dispersion import GRID, Cells, likelihood, posterior
from framing.contrasts.exact import Sizes, Uses, interval, p_values, standard_errors
from framing.contrasts.statistics import Floats

__all__ = ["Model", "fit"]

_LEAST_VARIANCE = 0.02
_MOST_SHARED = 1.0


@dataclass(frozen=True, eq=False)
class _Level:
    """Terms of one length, numbered in the model, and their uses and the groups' words by stratum."""

    terms: NDArray[np.int64]
    uses: Uses
    sizes: list[Sizes]


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model. ``dispersion`` (grid × terms) is the posterior of φ, ``shared`` the correlation ρ."""

    levels: tuple[_Level, ...]
    dispersion: Floats
    shared: float

    def p_values(self) -> Floats:
        """Two-sided p of every term."""
        return self._each(lambda at, post: p_values(at.uses, at.sizes, post))

    def standard_errors(self) -> Floats:
        """Standard errors of the log ratios of rates."""
        return self._each(lambda at, post: standard_errors(at.uses, at.sizes, post))

    def log_rate_ratio(self) -> Floats:
        """Natural logarithm of the ratio of the groups' rates, within strata; infinite where a group has no use."""

        def ratio(at: _Level, _: Floats) -> Floats:
            # Of several strata the ratio of Mantel and Haenszel, for rates (Rothman and Boice 1979).
            to_a = np.array([s.b / (s.a + s.b) for s in at.sizes])
            with np.errstate(divide="ignore", invalid="ignore"):
                found: Floats = np.log(to_a @ at.uses.a) - np.log((1 - to_a) @ at.uses.b)
            return found

        return self._each(ratio)

    def interval(self, terms: NDArray[np.int64], *, level: float) -> tuple[Floats, Floats]:
        """Ends of the intervals of some terms' log ratios of rates."""
        low, high = np.full(len(terms), np.nan), np.full(len(terms), np.nan)
        for at in self.levels:
            mine = np.flatnonzero(np.isin(terms, at.terms))
            place = np.searchsorted(at.terms, terms[mine])
            if len(mine):
                post = self.dispersion[:, terms[mine]]
                low[mine], high[mine] = interval(at.uses.columns(place), at.sizes, post, level=level)
        return low, high

    def detectability(self, *, log_odds: float) -> Floats:
        """By how many standard deviations a difference of ``log_odds`` is expected to move a term's uses.

        Given its uses in both groups together and the dispersion, so it says nothing about which group has them.
        """

        def signal(at: _Level, post: Floats) -> Floats:
            phi = GRID @ post
            shift, variance = np.zeros(len(at.terms)), np.zeros(len(at.terms))
            for s, size in enumerate(at.sizes):
                total = at.uses.a[s] + at.uses.b[s]
                rate, share = total / (size.a + size.b), size.a / (size.a + size.b)
                up, down = share * np.exp(log_odds), share * np.exp(-log_odds)
                shift += total * (up / (up + 1 - share) - down / (down + 1 - share)) / 2
                v_a, v_b = (
                    size.a * rate + phi * rate**2 * size.squares_a,
                    size.b * rate + phi * rate**2 * size.squares_b,
                )
                variance += np.divide(v_a * v_b, v_a + v_b, out=np.zeros_like(v_a), where=v_a + v_b > 0)
            moved: Floats = np.divide(shift, np.sqrt(variance), out=np.zeros_like(shift), where=variance > 0)
            return moved

        return self._each(signal)

    def _each(self, of_level: Callable[[_Level, Floats], Floats]) -> Floats:
        found = np.full(self.dispersion.shape[1], np.nan)
        for at in self.levels:
            found[at.terms] = of_level(at, self.dispersion[:, at.terms])
        return found


def fit(counts: ClusterCounts, weighting: Weighting = Weighting.STATEMENTS) -> Model:
    """Fit the dispersion of every term and what articles with both groups share."""
    like = np.zeros((len(GRID), len(counts.level)))
    levels = [(level, np.flatnonzero(counts.level == level)) for level in np.unique(counts.level)]
    split = [_Split.of(counts, int(level), terms) for level, terms in levels]
    for (_, terms), at in zip(levels, split, strict=True):
        like[:, terms] = likelihood(at.blocks(), len(terms))
    dispersion = posterior(like)
    parts = np.array([at.shared() for at in split])
    products, expected = parts.sum(axis=0) if len(parts) else (0.0, 0.0)
    shared = float(np.clip(products / expected, 0.0, _MOST_SHARED)) if expected > 0 else 0.0
    made = (_Level(terms, *at.sums(shared, weighting)) for (_, terms), at in zip(levels, split, strict=True))
    return Model(tuple(made), dispersion, shared)


@dataclass(frozen=True, eq=False)
class _Split:
    """Counts of terms of one length: both groups' uses (clusters × terms), their words (clusters) and the strata."""

    a: sparse.csr_matrix
    b: sparse.csr_matrix
    n_a: Floats
    n_b: Floats
    strata: list[NDArray[np.int64]]

    @classmethod
    def of(cls, counts: ClusterCounts, level: int, terms: NDArray[np.int64]) -> _Split:
        n_a, n_b = counts.total_a[:, level], counts.total_b[:, level]
        strata = [np.flatnonzero(counts.strata == s) for s in np.unique(counts.strata)]
        return cls(counts.a[:, terms].tocsr(), counts.b[:, terms].tocsr(), n_a, n_b, strata)

    def blocks(self) -> list[Cells]:
        """The cells of each group in each stratum."""
        found = []
        for y, n in ((self.a, self.n_a), (self.b, self.n_b)):
            for at in self.strata:
                held = at[n[at] > 0]
                found.append(Cells(y[held], n[held]))
        return found

    def shared(self) -> tuple[float, float]:
        """Products of the residuals of both groups in articles that hold them, and what they would be for ρ = 1.

        The latter from how much the same articles' residuals exceed what independent words would have.
        """
        found = np.zeros(2)
        weight = 1 / (1 + _sum(self.a) + _sum(self.b))
        for stratum in self.strata:
            at = stratum[(self.n_a[stratum] > 0) & (self.n_b[stratum] > 0)]
            if len(at) < 2:
                continue
            words = self.n_a[at] @ self.n_b[at]
            p_a = _sum(self.a[stratum]) / self.n_a[stratum].sum()
            p_b = _sum(self.b[stratum]) / self.n_b[stratum].sum()
            sides = ((self.a[at], self.n_a[at], p_a), (self.b[at], self.n_b[at], p_b))
            (a, n_a, _), (b, n_b, _) = sides
            products = _sum(a.multiply(b).tocsr()) - p_b * (a.T @ n_b) - p_a * (b.T @ n_a) + p_a * p_b * words
            found[0] += weight @ products
            for y, n, p in sides:
                squares = _sum(y.multiply(y).tocsr()) - 2 * p * (y.T @ n) + p**2 * (n @ n)
                # Two rates were estimated from the articles: residuals are smaller for it in the same measure.
                found[1] += weight @ (squares - p * n.sum() * (1 - 1 / len(at))) * words / (n @ n) / 2
        return float(found[0]), float(found[1])

    def sums(self, shared: float, weighting: Weighting) -> tuple[Uses, list[Sizes]]:
        """Uses and words of both groups in each stratum that holds both; the others say nothing."""
        rows: tuple[list[Floats], list[Floats]] = ([], [])
        sizes = []
        for at in self.strata:
            if not (self.n_a[at].any() and self.n_b[at].any()):
                continue
            words, squares, scaled = [], [], []
            for y, n, side in ((self.a[at], self.n_a[at], rows[0]), (self.b[at], self.n_b[at], rows[1])):
                scale = _scale(n, weighting)
                side.append(np.asarray(y.T @ scale))
                scaled.append(scale * n)
                words.append(float(scaled[-1].sum()))
                squares.append(float((scaled[-1] ** 2).sum()))
            a, b = words
            common = shared * float(scaled[0] @ scaled[1])
            left_a = max(squares[0] - common * a / b, _LEAST_VARIANCE * squares[0])
            left_b = max(squares[1] - common * b / a, _LEAST_VARIANCE * squares[1])
            sizes.append(Sizes(a, b, left_a, left_b))
        made = (np.array(side, dtype=np.float64).reshape(len(sizes), self.a.shape[1]) for side in rows)
        return Uses(*made), sizes


def _scale(n: Floats, weighting: Weighting) -> Floats:
    """What the uses in each article are multiplied by: 1, or what makes all articles as long as their harmonic mean."""
    if weighting is Weighting.STATEMENTS:
        return np.ones(len(n))
    inverse = np.divide(1.0, n, out=np.zeros_like(n), where=n > 0)
    total = float(inverse.sum())
    scale: Floats = inverse * ((n > 0).sum() / total if total else 0.0)
    return scale


def _sum(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()

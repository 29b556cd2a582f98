"""How much articles differ in their use of a term: the dispersion φ of the negative binomial, one posterior a term.

Uses of a term in an article of n words are taken as negative binomial with mean n·p and variance n·p + φ·(n·p)²: φ = 0
is a word that falls independently, φ = 1 one whose rate differs from article to article as much as it is high.

The likelihood of φ on a grid is that of the uses in both groups, each group with its own rate p in each stratum,
adjusted for the estimation of these rates (Cox and Reid 1987; McCarthy, Chen and Smyth 2012), so that a difference
between the groups is no dispersion. Single terms say little about φ; all terms together say how φ is distributed over
terms, and that distribution, smoothed, is the prior of each (empirical Bayes; Robinson and Smyth 2007 shrink towards
one value instead).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from framing.contrasts.statistics import Floats

__all__ = ["GRID", "Cells", "likelihood", "posterior"]

GRID: Floats = np.concatenate([[1e-4], np.geomspace(0.03, 30, 16)])
"""Values of φ that are weighed; the first stands for 0."""

_ROUNDS = 30
_KNOTS = 48
_LEAST_WORDS = 1e-300


@dataclass(frozen=True, eq=False)
class Cells:
    """Uses of terms (``y``, cells × terms) in the words (``n``, cells) of one group in one stratum, by article."""

    y: sparse.csr_matrix
    n: Floats


def likelihood(blocks: Sequence[Cells], terms: int) -> Floats:
    """Adjusted log-likelihood of every φ of :data:`GRID` (grid × terms), up to a constant of each term."""
    total = np.zeros((len(GRID), terms))
    for cells in blocks:
        # One article tells its rate and nothing about how articles differ.
        if len(cells.n) > 1:
            total += _of_block(cells)
    return total


def posterior(like: Floats) -> Floats:
    """Posterior of φ (grid × terms) from log-likelihoods: the prior is what all terms together say, smoothed."""
    size, terms = like.shape
    weight = np.exp(like - like.max(axis=0, initial=-np.inf)) if terms else like
    prior = np.full(size, 1 / size)
    for _ in range(_ROUNDS):
        share = weight * prior[:, None]
        share /= share.sum(axis=0)
        # One flat term is added, so that a handful of terms does not settle the prior.
        prior = (share.sum(axis=1) + 1 / size) / (terms + 1)
        padded = np.pad(prior, 1, "edge")
        prior = 0.5 * prior + 0.25 * (0.5 * padded[:-2] + prior + 0.5 * padded[2:])
        prior /= prior.sum()
    share = weight * prior[:, None]
    found: Floats = share / share.sum(axis=0)
    return found


def _of_block(cells: Cells) -> Floats:
    entries = cells.y.tocoo()
    terms = cells.y.shape[1]
    uses = np.bincount(entries.col, entries.data, minlength=terms)
    rate = uses / cells.n.sum()
    found = np.zeros((len(GRID), terms))
    live = np.flatnonzero(uses > 0)
    if not len(live):
        return found
    none, spread = _smooth_parts(cells.n, rate[live])
    count = entries.data.astype(np.int64)
    mean = cells.n[entries.row] * rate[entries.col]
    steps = np.arange(int(count.max()) + 1)
    for g, phi in enumerate(GRID):
        # log Γ(y + r)/Γ(r) φ^y = Σ_{j<y} log(1 + φj), exact for φ near 0, too.
        rising = np.concatenate([[0.0], np.cumsum(np.log1p(phi * steps[:-1]))])
        found[g] = np.bincount(entries.col, rising[count] - entries.data * np.log1p(phi * mean), minlength=terms)
    found[:, live] -= none + 0.5 * np.log(spread)
    return found


def _smooth_parts(n: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Σ log(1 + φnp)/φ and Σ np/(1 + φnp) over cells (grid × terms).

    Both depend on a term by its rate only and are smooth in it: with many terms they are computed for some rates and
    interpolated, to 1e-6 or better.
    """
    if len(rate) <= 2 * _KNOTS:
        return _exact_parts(n, rate)
    from scipy.interpolate import CubicSpline  # which loads half of scipy

    place = np.log(rate)
    reach = max(float(np.ptp(place)), 1e-3)
    knots = np.linspace(place.min() - 0.01 * reach, place.max() + 0.01 * reach, _KNOTS)
    parts = _exact_parts(n, np.exp(knots))
    none, spread = (np.exp(CubicSpline(knots, np.log(part), axis=1)(place)) for part in parts)
    return none, spread


def _exact_parts(n: Floats, rate: Floats) -> tuple[Floats, Floats]:
    mean = np.maximum(n[:, None] * rate, _LEAST_WORDS)
    none = np.stack([np.log1p(phi * mean).sum(axis=0) / phi for phi in GRID])
    spread = np.stack([(mean / (1 + phi * mean)).sum(axis=0) for phi in GRID])
    return none, spread

"""Bootstrap intervals of a rate, resampling whole articles.

Words of one article are not independent, so articles are drawn, with replacement, and the rate is
computed anew as all hits over all words (a ratio estimator). The interval is the studentised one
(bootstrap-t, Efron and Tibshirani 1993, chapter 12): each resample's distance from the rate is
counted in its own standard errors (linearised for a ratio, Cochran 1977). ``benchmarks/interval_coverage.py``
measures how often 95% intervals hold the true rate; the table is in ``docs/lexicons.md``. With few articles or
few hits they hold it too seldom, so :mod:`framing.lexicon.scoring` shows none there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["RESAMPLE_ARTICLES", "Bootstrap", "ratio_interval"]


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn: number of resamples, confidence level, seed."""

    resamples: int = 2000
    level: float = 0.95
    seed: int = 20160524


RESAMPLE_ARTICLES = Bootstrap()
"""The intervals that are drawn unless others are asked for."""


def ratio_interval(
    numerator: NDArray[np.float64], denominator: NDArray[np.float64], bootstrap: Bootstrap
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit of ``sum(numerator) / sum(denominator)``, column by column.

    ``numerator`` is (articles, columns), ``denominator`` (articles,), both from 0 up. NaN with fewer than
    two articles, which say nothing about others, and for a column of zeros, which has nothing to resample.
    """
    n, k = numerator.shape
    if n < 2:
        return np.full(k, np.nan), np.full(k, np.nan)
    rng = np.random.default_rng(bootstrap.seed)
    rate, error = _rate(np.ones((1, n)), numerator, denominator)
    distance = np.empty((bootstrap.resamples, k))
    step = max(1, 4_000_000 // n)
    for lo in range(0, bootstrap.resamples, step):
        times = rng.multinomial(n, np.full(n, 1 / n), size=min(step, bootstrap.resamples - lo)).astype(np.float64)
        drawn, its_error = _rate(times, numerator, denominator)
        with np.errstate(invalid="ignore", divide="ignore"):
            distance[lo : lo + len(times)] = (drawn - rate) / its_error
    # An article drawn n times over has no spread, and so no distance.
    distance[~np.isfinite(distance)] = np.nan
    usable = ~np.isnan(distance).all(axis=0)
    tail = (1 - bootstrap.level) / 2
    low, high = np.zeros(k), np.zeros(k)
    if usable.any():
        low[usable], high[usable] = np.nanquantile(distance[:, usable], [1 - tail, tail], axis=0)
    limits = rate[0] - low * error[0], rate[0] - high * error[0]
    none = numerator.sum(axis=0) == 0
    return np.where(none, np.nan, np.maximum(limits[0], 0.0)), np.where(none, np.nan, limits[1])


def _rate(
    times: NDArray[np.float64], numerator: NDArray[np.float64], denominator: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rate and its standard error (resamples, columns), each article taken as often as ``times`` says."""
    n = len(denominator)
    total = (times @ denominator)[:, None]
    rate = (times @ numerator) / total
    squares = times @ numerator**2 - 2 * rate * (times @ (numerator * denominator[:, None]))
    squares += rate**2 * (times @ denominator**2)[:, None]
    # Sums of squares that are zero but for rounding must not look like tiny spreads.
    squares[squares < 1e-12 * n] = 0.0
    return rate, np.sqrt(squares * n / (n - 1)) / total

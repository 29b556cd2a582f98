"""Intervals of a ratio that respect articles, and the one rule for how many articles an interval needs.

What stands in one article is not independent, so articles are drawn, with replacement, and the ratio is
computed anew as the sum of all parts over the sum of all wholes (a ratio estimator). The interval is the
studentised one (bootstrap-t, Efron and Tibshirani 1993, chapter 12): each resample's distance from the ratio is
counted in its own standard errors: the jackknife's of a ratio, Σ (eᵢ/(1 − hᵢ))²·(n − 1)/n over the whole, where eᵢ is
how far an article's part is from its share and hᵢ its share of the whole. For articles of one size that is the
linearised error (Cochran 1977); where one article holds most of the words, it says how much depends on that one.

How often 95% intervals hold the true ratio is measured by ``benchmarks/interval_coverage.py`` for rates of lexicons
(the table is in ``docs/lexicons.md``) and by ``benchmarks/share_coverage.py`` for shares of speakers
(``docs/balance.md``). With few articles they hold it too seldom, so none is shown there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import ComparisonError

__all__ = [
    "FEWEST_ARTICLES",
    "FEWEST_HOLDING",
    "RESAMPLE_ARTICLES",
    "Bootstrap",
    "check_level",
    "few_articles",
    "ratio_interval",
]

Floats = NDArray[np.float64]

FEWEST_ARTICLES = 10
"""Articles that a group, or a table whose shares are told, needs for an interval, and each of two groups for a test."""

FEWEST_HOLDING = 3
"""Articles that have to hold a group before its share of a table gets an interval."""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn: number of resamples, confidence level, seed."""

    resamples: int = 2000
    level: float = 0.95
    seed: int = 20160524


RESAMPLE_ARTICLES = Bootstrap()
"""The intervals that are drawn unless others are asked for."""


def few_articles(articles: int, *, what: str = "interval", of: str = "") -> str:
    """Why nothing is given for so few articles; empty where there are enough.

    >>> few_articles(9), few_articles(10), few_articles(4, what="p", of=" in a group")
    ('no interval: fewer than 10 articles', '', 'no p: fewer than 10 articles in a group')
    """
    return f"no {what}: fewer than {FEWEST_ARTICLES} articles{of}" if articles < FEWEST_ARTICLES else ""


def ratio_interval(
    numerator: Floats, denominator: Floats, bootstrap: Bootstrap = RESAMPLE_ARTICLES
) -> tuple[Floats, Floats]:
    """Lower and upper limit of ``sum(numerator) / sum(denominator)``, column by column.

    ``numerator`` is (articles, columns), ``denominator`` the same, or (articles,) where all columns share it; both
    from 0 up. The lower limit is 0 or more, the upper one is not bounded. NaN with fewer than two articles, which say
    nothing about others, and for a column of zeros, which has nothing to resample.
    Raises a ComparisonError for a level that is not between 0 and 1.
    """
    check_level(bootstrap.level)
    n, k = numerator.shape
    if n < 2:
        return np.full(k, np.nan), np.full(k, np.nan)
    whole = denominator.reshape(n, -1)
    rng = np.random.default_rng(bootstrap.seed)
    sums = _Sums.of(numerator, whole)
    ratio, error = sums.ratio(np.ones((1, n)))
    distance = np.empty((bootstrap.resamples, k))
    step = max(1, 4_000_000 // n)
    for lo in range(0, bootstrap.resamples, step):
        times = rng.multinomial(n, np.full(n, 1 / n), size=min(step, bootstrap.resamples - lo)).astype(np.float64)
        drawn, its_error = sums.ratio(times)
        with np.errstate(invalid="ignore", divide="ignore"):
            distance[lo : lo + len(times)] = (drawn - ratio) / its_error
    # An article drawn n times over has no spread, and so no distance.
    distance[~np.isfinite(distance)] = np.nan
    usable = ~np.isnan(distance).all(axis=0)
    tail = (1 - bootstrap.level) / 2
    low, high = np.zeros(k), np.zeros(k)
    if usable.any():
        low[usable], high[usable] = np.nanquantile(distance[:, usable], [1 - tail, tail], axis=0)
    limits = ratio[0] - low * error[0], ratio[0] - high * error[0]
    none = numerator.sum(axis=0) == 0
    return np.where(none, np.nan, np.maximum(limits[0], 0.0)), np.where(none, np.nan, limits[1])


def check_level(level: float) -> None:
    """Raise a ComparisonError for a level that is none."""
    if not 0 < level < 1:
        raise ComparisonError(f"level={level}: the level of an interval is between 0 and 1, such as 0.95.")


@dataclass(frozen=True, slots=True)
class _Sums:
    """What ratios and their errors are sums of, each (articles, columns); ``whole`` may have one column for all."""

    part: Floats
    whole: Floats
    squares: tuple[Floats, Floats, Floats]

    @classmethod
    def of(cls, part: Floats, whole: Floats) -> _Sums:
        total = whole.sum(axis=0)
        rest = 1 - np.divide(whole, total, out=np.zeros_like(whole), where=total > 0)
        weight = 1 / np.maximum(rest, 1e-6) ** 2
        return cls(part, whole, (weight * part**2, weight * part * whole, weight * whole**2))

    def ratio(self, times: Floats) -> tuple[Floats, Floats]:
        """Ratio and its standard error (resamples, columns), each article taken as often as ``times`` says."""
        n = len(self.whole)
        parts, products, wholes = self.squares
        total = times @ self.whole
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = (times @ self.part) / total
            squares = times @ parts - 2 * ratio * (times @ products) + ratio**2 * (times @ wholes)
            # Sums of squares that are zero but for rounding must not look like tiny spreads.
            squares[squares < 1e-12 * n] = 0.0
            return ratio, np.sqrt(squares * (n - 1) / n) / total

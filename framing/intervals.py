"""Intervals of a ratio that respect articles, and the one rule for how many articles an interval needs.

What stands in one article is not independent, so the units that are drawn are articles, or clusters of them
(:mod:`framing.units`). A ratio is the sum of all parts over the sum of all wholes (a ratio estimator). Three kinds of
measure have three kinds of interval:

*Shares* (:func:`share_interval`), between 0 and 1: Wilson's interval (1927) with an effective number of articles, the
number of independent yes-or-no draws that would leave a share as uncertain as these articles do (Kish 1965; Korn and
Graubard 1998; Dean and Pagano 2015). It is never of width 0, and small groups have it, too. A few articles say little
about how much articles differ, so what they say is averaged with what is usual (:data:`USUAL_SPREAD`).

*Means* (:func:`mean_interval`), such as tone: the estimate ± t times its linearised standard error.

*Rates* (:func:`ratio_interval`), from 0 up without bound, such as hits a word: articles are drawn, with replacement,
and the ratio is computed anew. The interval is the studentised one (bootstrap-t, Efron and Tibshirani 1993, chapter
12): each resample's distance from the ratio is counted in its own standard errors: the jackknife's of a ratio,
Σ (eᵢ/(1 − hᵢ))²·(n − 1)/n over the whole, where eᵢ is how far an article's part is from its share and hᵢ its share of
the whole. For articles of one size that is the linearised error (Cochran 1977); where one article holds most of the
words, it says how much depends on that one.

How often 95% intervals hold the true value is measured by ``benchmarks/interval_coverage.py`` for rates of lexicons
(the table is in ``docs/lexicons.md``) and by ``benchmarks/share_coverage.py`` for shares and means
(``docs/statistics.md``). With fewer articles than stated below they hold it too seldom, so none is shown there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from framing.errors import ComparisonError
from framing.units import Ints

__all__ = [
    "FEWEST_ARTICLES",
    "FEWEST_HOLDING",
    "RESAMPLE_ARTICLES",
    "USUAL_SPREAD",
    "Bootstrap",
    "check_level",
    "few_articles",
    "giant",
    "mean_interval",
    "ratio_interval",
    "share_interval",
]

Floats = NDArray[np.float64]

FEWEST_ARTICLES = 10
"""Articles that a rate or an index needs for an interval, and each of two groups for a test."""

FEWEST_HOLDING = 3
"""Articles that a share or a mean needs for an interval; of a group's share of a table, articles that hold it."""

USUAL_SPREAD = (3.0, 0.3)
"""What is taken to be usual before any article is seen, and how many articles that counts as.

0.3 is the correlation of two statements of one article in what is counted. Chosen, with the number, among 60 pairs so
that shares of 0.05 to 0.5 in 3 to 200 articles whose statements are correlated at 0.1 to 0.6 are held by 92 to 98%
(``benchmarks/share_coverage.py``).
"""

_GIANT = 0.5
"""An article that holds more than this part of a whole decides its share."""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn: number of resamples, confidence level, seed."""

    resamples: int = 2000
    level: float = 0.95
    seed: int = 20160524


RESAMPLE_ARTICLES = Bootstrap()
"""The intervals that are drawn unless others are asked for."""


def few_articles(articles: int, *, what: str = "interval", of: str = "", least: int = FEWEST_ARTICLES) -> str:
    """Why nothing is given for so few articles; empty where there are enough.

    >>> few_articles(9), few_articles(10), few_articles(4, what="p", of=" in a group")
    ('no interval: fewer than 10 articles', '', 'no p: fewer than 10 articles in a group')
    """
    return f"no {what}: fewer than {least} articles{of}" if articles < least else ""


def share_interval(
    part: Floats, whole: Floats, *, level: float = 0.95, stratum: Ints | None = None
) -> tuple[Floats, Floats]:
    """Lower and upper limit of the share ``sum(part) / sum(whole)``, column by column, both between 0 and 1.

    ``part`` is (units, columns), ``whole`` the same, or (units,) where all columns share it; ``stratum`` is that of
    each unit. Wilson's interval with n = 1/ρ effective units, where ρ is the linearised variance of the share over
    p(1 − p), averaged with :data:`USUAL_SPREAD`, and t for z. Its degrees of freedom are those of the units, fewer
    where few of them decide. NaN where fewer than :data:`FEWEST_HOLDING` units have anything to have a share of.
    Raises a ComparisonError for a level that is not between 0 and 1.
    """
    check_level(level)
    share, variance, freedom, alike = _spread(part, whole, stratum)
    weight, usual = USUAL_SPREAD
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(share, 0.0, 1.0)  # one that is corrected by checks may be a little outside
        likely = share * (1 - share)
        found = np.where(likely > 1e-12, variance / likely, 0.0)
        n = (weight + freedom) / (weight * usual / alike + freedom * found)
        z = stdtrit(weight + freedom, 0.5 + level / 2)
        middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        reach = z / (1 + z**2 / n) * np.sqrt(np.maximum(likely, 0) / n + z**2 / (4 * n**2))
    few = _holding(part, whole) < FEWEST_HOLDING
    return (
        np.where(few, np.nan, np.maximum(np.minimum(middle - reach, share), 0.0)),
        np.where(few, np.nan, np.minimum(np.maximum(middle + reach, share), 1.0)),
    )


def mean_interval(
    part: Floats,
    whole: Floats,
    *,
    level: float = 0.95,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    stratum: Ints | None = None,
) -> tuple[Floats, Floats]:
    """Lower and upper limit of the weighted mean ``sum(part) / sum(whole)``, column by column, within ``bounds``.

    Arrays as in :func:`share_interval`; parts may be negative. NaN with fewer than :data:`FEWEST_HOLDING` units, and
    where all units are alike, so that nothing is known of how they differ.
    """
    check_level(level)
    mean, variance, few, alike = _spread(part, whole, stratum)
    freedom = np.minimum(alike, 3 * (few + 1)) - 1  # (Σ e²)²/Σ e⁴ of n normal distances is about n/3
    with np.errstate(invalid="ignore"):
        reach = stdtrit(np.maximum(freedom, 1.0), 0.5 + level / 2) * np.sqrt(variance)
    none = (_holding(part, whole) < FEWEST_HOLDING) | ~(variance > 0)
    return (
        np.where(none, np.nan, np.maximum(mean - reach, bounds[0])),
        np.where(none, np.nan, np.minimum(mean + reach, bounds[1])),
    )


def giant(whole: Floats) -> int | None:
    """The place of the unit that holds more than half of the whole; None where none does, or there are but two."""
    total = float(whole.sum())
    if np.count_nonzero(whole) <= 2 or total <= 0:
        return None
    at = int(np.argmax(whole))
    return at if whole[at] > _GIANT * total else None


def _holding(part: Floats, whole: Floats) -> Ints:
    """Units that have anything to have a share of, column by column."""
    held = np.count_nonzero(whole.reshape(len(whole), -1), axis=0)
    return np.broadcast_to(held, part.shape[1:]).astype(np.int64)


def _spread(part: Floats, whole: Floats, stratum: Ints | None) -> tuple[Floats, Floats, Floats, Floats]:
    """Ratio, its linearised variance, degrees of freedom, and the number of equal units that weigh as much.

    The variance is Σ (y − r·x)²/(1 − h) over the square of the whole, h a unit's part of the whole (the correction of
    Bell and McCaffrey 2002); within strata, around their means. The freedom is (Σ e²)²/Σ e⁴ − 1, at most the equal
    units less one: where one unit makes most of the variance, it is known no better than from one.
    """
    n = len(part)
    x = np.broadcast_to(whole.reshape(n, -1), part.shape).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = x.sum(axis=0)
        ratio = part.sum(axis=0) / total
        weight = x / total
        alike = 1 / (weight**2).sum(axis=0)
        off = (part - ratio * x) / total / np.sqrt(1 - np.minimum(weight, 0.999))
        if stratum is not None:
            off = _within(off, stratum)
        squares = off**2
        variance = squares.sum(axis=0)
        variance = np.where(variance < 1e-15, 0.0, variance)
        freedom = np.where(variance > 0, np.minimum(alike, variance**2 / (squares**2).sum(axis=0)) - 1, 0.0)
    return ratio, variance, np.maximum(np.nan_to_num(freedom), 0.0), np.maximum(np.nan_to_num(alike), 1.0)


def _within(off: Floats, stratum: Ints) -> Floats:
    """Distances from the mean of each stratum, made larger by n/(n − 1) for the mean that was fitted."""
    found = off.copy()
    for number in np.unique(stratum):
        here = stratum == number
        n = int(here.sum())
        if n > 1:
            found[here] = (off[here] - off[here].mean(axis=0)) * np.sqrt(n / (n - 1))
    return found


def ratio_interval(
    numerator: Floats, denominator: Floats, bootstrap: Bootstrap = RESAMPLE_ARTICLES, *, stratum: Ints | None = None
) -> tuple[Floats, Floats]:
    """Lower and upper limit of ``sum(numerator) / sum(denominator)``, column by column.

    ``numerator`` is (units, columns), ``denominator`` the same, or (units,) where all columns share it; both
    from 0 up. The lower limit is 0 or more, the upper one is not bounded. ``stratum`` is that of each unit: units are
    drawn within it. NaN with fewer than two units, which say nothing about others, for a column of zeros, which has
    nothing to resample, and where all units are alike.
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
        times = _times(n, stratum, min(step, bootstrap.resamples - lo), rng)
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
    none = (numerator.sum(axis=0) == 0) | (error[0] == 0)
    return np.where(none, np.nan, np.maximum(limits[0], 0.0)), np.where(none, np.nan, limits[1])


def _times(n: int, stratum: Ints | None, draws: int, rng: np.random.Generator) -> Floats:
    """How often each resample has each unit (draws, units), drawn within its stratum."""
    if stratum is None:
        return rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    times = np.zeros((draws, n))
    for number in np.unique(stratum):
        here = np.flatnonzero(stratum == number)
        times[:, here] = rng.multinomial(len(here), np.full(len(here), 1 / len(here)), size=draws)
    return times


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

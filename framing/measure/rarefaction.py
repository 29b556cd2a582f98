"""How many different speakers there are in samples that are equally complete (Chao and Jost 2012).

A longer article, and an outlet with more articles, has more speakers. Richness is therefore compared at equal
*coverage*: the share of all statements (of the outlet, read on and on) whose speakers are among those seen. A sample is
thinned, in expectation and without drawing, until its coverage is that of the least complete sample.

Two kinds of samples: statements drawn one by one (``trials`` None: counts are statements, abundance data), or whole
articles (``trials`` is their number and counts say in how many a speaker speaks, incidence data). Statements of one
article are not drawn one by one, so the second keeps its word where there are many articles; with one article only
the first can be had.

All functions take counts as speakers × samples and work on thousands of samples at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from framing.errors import ComparisonError

__all__ = ["coverage", "coverages", "rarefied", "rarefied_to", "speakers_at"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def coverage(counts: ArrayLike, *, trials: int | None = None) -> float:
    """Estimated share of all statements whose speakers are in the sample (Chao and Jost 2012, equations 4a and 4b).

    1 − (f₁/n)·(n−1)f₁/((n−1)f₁ + 2f₂), with f₁ and f₂ the speakers with one and with two of n statements. For articles
    (``trials`` T) 1 − (Q₁/U)·(T−1)Q₁/((T−1)Q₁ + 2Q₂), with Q₁ and Q₂ the speakers in one and in two of them and U the
    sum of counts. Where nobody has two, (f₁ − 1) stands for f₁ in the fraction and 1 for f₂. NaN of nothing.
    """
    x = _counts(counts)
    if not x.sum():
        return float("nan")
    return float(coverages(x[:, None], trials=trials)[0])


def coverages(counts: ArrayLike, *, trials: int | None = None) -> Floats:
    """:func:`coverage` of each column of counts (speakers × samples)."""
    x = np.asarray(counts, dtype=np.float64)
    total = x.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 1 - (x == 1).sum(axis=0) / total * _unseen_rate(x, total if trials is None else float(trials))
    return np.where(total > 0, np.clip(found, 0, 1), np.nan)


def _unseen_rate(x: Floats, size: ArrayLike) -> Floats:
    """(n−1)f₁/((n−1)f₁ + 2f₂) of each column: what of the chance to see somebody new a further draw leaves."""
    once, twice = (x == 1).sum(axis=0).astype(np.float64), (x == 2).sum(axis=0).astype(np.float64)
    above = np.where(twice > 0, once, np.maximum(once - 1, 0)) * (np.asarray(size, dtype=np.float64) - 1)
    return np.asarray(above / (above + 2 * np.where(twice > 0, twice, 1)))


def rarefied(counts: ArrayLike, *, to: float, trials: int | None = None) -> float:
    """Expected number of speakers in a smaller sample of the same coverage ``to`` (Chao and Jost 2012).

    Interpolated between the two sizes around that coverage. NaN where the sample itself covers less.
    """
    if not 0 < to <= 1:
        raise ComparisonError(f"to={to}: coverage is above 0 and at most 1.")
    x = _counts(counts)
    if not x.sum():
        return float("nan")
    return float(rarefied_to(x[:, None], np.array([to]), trials=trials)[0])


def rarefied_to(counts: ArrayLike, to: ArrayLike, *, trials: int | None = None) -> Floats:
    """:func:`rarefied` of each column of counts, each to its own coverage."""
    x = np.asarray(counts, dtype=np.int64)
    wanted = np.broadcast_to(np.asarray(to, dtype=np.float64), x.shape[1:])
    total = x.sum(axis=0)
    size = total if trials is None else np.full(x.shape[1], trials, dtype=np.int64)
    log_factorial = gammaln(np.arange(int(size.max(initial=0)) + 2, dtype=np.float64) + 1)
    reached = coverages(x, trials=trials)
    low, high = np.zeros(x.shape[1], dtype=np.int64), size.copy()
    while (high - low > 1).any():
        middle = (low + high) // 2
        enough = _coverage_at(x, middle, size, total, reached, log_factorial) >= wanted
        open_ = high - low > 1
        low, high = np.where(open_ & ~enough, middle, low), np.where(open_ & enough, middle, high)
    before, after = (_coverage_at(x, m, size, total, reached, log_factorial) for m in (low, high))
    fewer, more = (_speakers_at(x, m, size, log_factorial) for m in (low, high))
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.clip(np.where(after > before, (wanted - before) / (after - before), 1.0), 0, 1)
    return np.where((total > 0) & (wanted <= reached + 1e-12), fewer + part * (more - fewer), np.nan)


def speakers_at(counts: ArrayLike, to: ArrayLike, *, trials: int | None = None) -> Floats:
    """:func:`rarefied_to`, and a little beyond: extrapolated where a sample falls short of the coverage.

    S + f̂₀(1 − (1 − f₁/(n f̂₀ + f₁))^m) with m the further draws that the coverage needs and f̂₀ Chao's estimate of the
    speakers not seen (Chao and Jost 2012, equations 9 and 12). Meant for samples that lack one article of the whole.
    """
    found = rarefied_to(counts, to, trials=trials)
    x = np.asarray(counts, dtype=np.float64)
    total = x.sum(axis=0)
    size = total if trials is None else np.full(x.shape[1], float(trials))
    once, twice = (x == 1).sum(axis=0).astype(np.float64), (x == 2).sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        never = (size - 1) / size * np.where(twice > 0, once**2 / (2 * twice), once * (once - 1) / 2)
        further = np.log(total / once * (1 - np.asarray(to, dtype=np.float64))) / np.log(_unseen_rate(x, size)) - 1
        beyond = (x > 0).sum(axis=0) + never * (1 - (1 - once / (size * never + once)) ** further)
    short = np.isnan(found) & (total > 0) & np.isfinite(beyond) & (further > 0) & (further <= size + 1e-6)
    return np.where(short, beyond, found)


def _coverage_at(x: Ints, m: Ints, size: Ints, total: Ints, reached: Floats, log_factorial: Floats) -> Floats:
    """Expected coverage of a sample of m; of all of it, the estimate for the whole."""
    smaller = np.minimum(m, np.maximum(size - 1, 0))
    unseen = _chance(size - x, smaller, np.maximum(size - 1, 0), log_factorial)
    found = 1 - (x * unseen).sum(axis=0) / np.maximum(total, 1)
    return np.where(m == 0, 0.0, np.where(m >= size, reached, found))


def _speakers_at(x: Ints, m: Ints, size: Ints, log_factorial: Floats) -> Floats:
    unseen = _chance(size - x, m, size, log_factorial)
    return np.asarray(np.where(x > 0, 1 - unseen, 0.0).sum(axis=0))


def _chance(free: Ints, m: Ints, size: Ints, log_factorial: Floats) -> Floats:
    """C(free, m)/C(size, m): the chance that none of m draws without replacement falls outside ``free``."""
    possible = free >= m
    left = np.where(possible, free - m, 0)
    top = np.where(possible, free, 0)
    logs = log_factorial[top] - log_factorial[left] - log_factorial[size] + log_factorial[size - m]
    return np.where(possible, np.exp(np.minimum(logs, 0.0)), 0.0)


def _counts(counts: ArrayLike) -> Ints:
    x = np.asarray(counts, dtype=np.float64).ravel()
    if (x < 0).any() or (x != np.round(x)).any():
        raise ComparisonError("Coverage and rarefaction need whole counts, 0 or more.")
    return x[x > 0].astype(np.int64)

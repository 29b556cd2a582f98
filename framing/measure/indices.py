"""Indices of diversity, and how many speakers there are in samples that are equally complete.

All are functions of counts (speakers × samples), computed along the first axis, so thousands of resamples are one call.
What has a count of 0 does not speak and changes nothing.

A longer article, and an outlet with more articles, has more speakers. Richness is therefore compared at equal
*coverage* (Chao and Jost 2012): the share of all statements (of the outlet, read on and on) whose speakers are among
those seen. A sample is thinned, in expectation and without drawing, until its coverage is that of the least complete
sample. Two kinds of samples: statements drawn one by one (``trials`` None: counts are statements, abundance data), or
whole articles (``trials`` is their number and counts say in how many a speaker speaks, incidence data). Statements of
one article are not drawn one by one, so the second keeps its word where there are many articles; with one article only
the first can be had.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from framing.errors import ComparisonError

__all__ = [
    "BOUNDS",
    "GRADIENTS",
    "INDICES",
    "coverage",
    "coverages",
    "evenness",
    "hhi",
    "hill",
    "iqv",
    "rarefied",
    "rarefied_to",
    "shannon",
    "simpson",
    "speakers_at",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Index = Callable[[Floats], Floats]


def shannon(counts: ArrayLike) -> Floats:
    """Entropy −Σ p ln p in nats (Shannon 1948); higher is more diverse. NaN where there is nothing to count."""
    p = _shares(counts)
    logs = np.log(np.where(p > 0, p, 1.0))
    return np.asarray(-(p * logs).sum(axis=0))


def simpson(counts: ArrayLike) -> Floats:
    """Gini–Simpson index 1 − Σ p²: the chance that two statements are not of one speaker (Simpson 1949)."""
    return np.asarray(1 - hhi(counts))


def hhi(counts: ArrayLike) -> Floats:
    """Herfindahl–Hirschman index Σ p²; higher is more concentrated, 1 where one has all (Rhoades 1993).

    >>> float(hhi([1, 1, 1, 1])), float(hhi([7]))
    (0.25, 1.0)
    """
    return np.asarray((_shares(counts) ** 2).sum(axis=0))


def iqv(counts: ArrayLike) -> Floats:
    """Index of qualitative variation (Mueller and Schuessler 1961): Simpson's index over its greatest value.

    (1 − Σ p²)·S/(S − 1) over the S speakers with a count above 0: 1 where all have the same. NaN for one speaker.
    """
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, simpson(counts) * speakers / (speakers - 1), np.nan))


def evenness(counts: ArrayLike) -> Floats:
    """Shannon's entropy over its greatest value, ln S (Pielou 1966): 1 where all have the same. NaN for one speaker.

    >>> round(float(evenness([5, 5, 5])), 3), round(float(evenness([98, 1, 1])), 3)
    (1.0, 0.102)
    """
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, np.minimum(shannon(counts) / np.log(speakers), 1.0), np.nan))


def hill(counts: ArrayLike, *, order: float) -> Floats:
    """Effective number of speakers of an order q (Hill 1973): as many equal speakers would be as diverse.

    (Σ p^q)^(1/(1−q)). Order 0 is the number of speakers, 1 the exponential of Shannon's entropy, 2 the inverse
    of Simpson's concentration; higher orders heed the most heard more.
    """
    if order < 0:
        raise ComparisonError(f"order={order}: the order of an effective number is 0 or more.")
    if order == 1:
        return np.asarray(np.exp(shannon(counts)))
    p = _shares(counts)
    powers = np.where(p > 0, np.where(p > 0, p, 1.0) ** order, 0.0)
    total = np.where(np.isnan(p).any(axis=0), np.nan, powers.sum(axis=0))
    return np.asarray(total ** (1 / (1 - order)))


INDICES: dict[str, Index] = {
    "shannon": shannon,
    "simpson": simpson,
    "iqv": iqv,
    "hhi": hhi,
    "evenness": evenness,
    "effective_speakers": lambda counts: hill(counts, order=1),
    "effective_speakers_2": lambda counts: hill(counts, order=2),
}
"""Indices by the name of their column."""

BOUNDS: dict[str, tuple[float, float]] = {
    "shannon": (0.0, np.inf),
    **dict.fromkeys(("simpson", "iqv", "hhi", "evenness", "coverage"), (0.0, 1.0)),
}
"""Least and greatest value of an index; of those not named, 1 and none."""


GRADIENTS: dict[str, Index] = {
    "shannon": lambda p: -_logs(p),
    "simpson": lambda p: -2 * p,
    "hhi": lambda p: 2 * p,
    "iqv": lambda p: -2 * p * _speakers(p) / np.maximum(_speakers(p) - 1, 1),
    "evenness": lambda p: -_logs(p) / np.log(np.maximum(_speakers(p), 2)),
    "effective_speakers": lambda p: -_logs(p) * np.exp(-(p * _logs(p)).sum(axis=0)),
    "effective_speakers_2": lambda p: -2 * p / np.maximum((p**2).sum(axis=0), 1e-300) ** 2,
}
"""Derivatives of the indices by the speakers' shares p, up to a constant; the number of speakers is held fixed."""


def _logs(p: Floats) -> Floats:
    return np.asarray(np.log(np.where(p > 0, p, 1.0)))


def _speakers(p: Floats) -> Floats:
    return np.asarray((p > 0).sum(axis=0).astype(np.float64))


def _shares(counts: ArrayLike) -> Floats:
    """Counts as shares of their sum along the first axis, NaN where the sum is 0."""
    x = np.asarray(counts, dtype=np.float64)
    if (x < 0).any():
        raise ComparisonError("Counts have to be 0 or more.")
    if not len(x):
        return np.full((1, *x.shape[1:]), np.nan)
    total = x.sum(axis=0)
    return np.asarray(x / np.where(total > 0, total, np.nan))


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

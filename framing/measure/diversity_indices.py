"""Indices of diversity: functions of counts (speakers × anything), computed along the first axis.

So thousands of resamples are one call. What has a count of 0 does not speak and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.errors import ComparisonError

__all__ = ["BOUNDS", "GRADIENTS", "INDICES", "evenness", "hhi", "hill", "iqv", "shannon", "simpson"]

Floats = NDArray[np.float64]
Index = Callable[[Floats], Floats]


def shannon(counts: ArrayLike) -> Floats:
    """Entropy −Σ p ln p in nats (Shannon 1948); higher is more diverse. NaN where there is nothing to count."""
    p = _shares(counts)
    logs = np.log(np.where(p > 0, p, 1.0))
    return np.asarray(-(p * logs).sum(axis=0))


def simpson(counts: ArrayLike) -> Floats:
    """Gini–Simpson index 1 − Σ p²: the chance that two statements are not of one speaker (Simpson 1949)."""
    return np.asarray(1 - (_shares(counts) ** 2).sum(axis=0))


def hhi(counts: ArrayLike) -> Floats:
    """Herfindahl–Hirschman index Σ p²; higher is more concentrated, 1 where one has all (Rhoades 1993)."""
    return np.asarray(1 - simpson(counts))


def iqv(counts: ArrayLike) -> Floats:
    """Index of qualitative variation (Mueller and Schuessler 1961): Simpson's index over its greatest value.

    (1 − Σ p²)·S/(S − 1) over the S speakers with a count above 0: 1 where all have the same. NaN for one speaker.
    """
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, simpson(counts) * speakers / (speakers - 1), np.nan))


def evenness(counts: ArrayLike) -> Floats:
    """Shannon's entropy over its greatest value, ln S (Pielou 1966): 1 where all have the same. NaN for one speaker."""
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, shannon(counts) / np.log(speakers), np.nan))


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

"""Many measures at once: how often exchanging makes any of a family as clear as this one (Westfall and Young 1993).

The articles that change places do so in all measures together, so that the draws know how the measures hang together
and how far the furthest of them comes out by chance. What counts is the furthest of a family, not the number of its
tests: rare words, which no exchange brings far, cost the frequent ones nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

__all__ = ["step_down"]

Floats = NDArray[np.float64]

_FURTHEST = 1e3


def step_down(statistics: Floats, families: Sequence[object]) -> Floats:
    """The p of each measure, corrected for all of its family; the family-wise error is kept without assumptions.

    ``statistics`` are (statistics, 1 + draws, measures), the observed first, larger for what is further out; where a
    measure has two, the smaller counts. ``families`` names that of each measure. Statistics of different measures are
    brought to one scale by the tails of gamma distributions with the mean and variance of their draws: a scale, and no
    p, for what counts is how often the furthest of the draws is as far. Missing statistics stay missing.
    """
    scaled = np.min([_scaled(one) for one in statistics], axis=0)
    found = np.full(scaled.shape[1], np.nan)
    names = np.array([str(f) for f in families], dtype=object)
    for family in dict.fromkeys(names.tolist()):
        columns = np.flatnonzero((names == family) & ~np.isnan(scaled[0]))
        columns = columns[np.argsort(-scaled[0, columns], kind="stable")]
        if len(columns):
            own = scaled[:, columns]
            # of the draws, the furthest among this measure and those less clear
            furthest = np.maximum.accumulate(own[:, ::-1], axis=1)[:, ::-1]
            p = (furthest >= own[0] - 1e-9).mean(axis=0)
            found[columns] = np.maximum.accumulate(p)
    return found


def _scaled(statistic: Floats) -> Floats:
    """−log of the tail of a gamma distribution fitted to each measure's draws, (1 + draws, measures)."""
    lost = np.isnan(statistic[0])
    finite = np.where(np.isfinite(statistic), statistic, 0.0)
    mean, variance = finite.mean(axis=0), finite.var(axis=0)
    still = (mean <= 0) | (variance < 1e-12)
    mean, variance = (np.where(still, 1.0, v) for v in (mean, variance))
    with np.errstate(divide="ignore"):
        far = -np.log(gammaincc(mean**2 / variance, np.maximum(finite, 0.0) * mean / variance))
    far = np.where(np.isposinf(statistic), _FURTHEST, np.minimum(far, _FURTHEST))
    return np.asarray(np.where(lost, np.nan, np.where(still & np.isfinite(statistic), 0.0, far)))

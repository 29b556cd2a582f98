"""How good verdicts on targets are: macro-F1, and how far the chances can be believed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["calibration_error", "macro_f1"]


def macro_f1(label: NDArray[np.int64], said: NDArray[np.int64], labels: int = 3) -> float:
    """Mean F1 over the labels, in points."""
    values = []
    for k in range(labels):
        hit = ((label == k) & (said == k)).sum()
        values.append(2 * hit / max(1, (label == k).sum() + (said == k).sum()))
    return round(100 * float(np.mean(values)), 2)


def calibration_error(p: NDArray[np.floating], label: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error of the greatest chance, in points; bins of equal width (Guo et al. 2017)."""
    top = p.max(axis=1)
    right = p.argmax(axis=1) == label
    at = np.minimum((top * bins).astype(int), bins - 1)
    gaps = [abs(float(top[at == b].sum() - right[at == b].sum())) for b in range(bins)]
    return round(100 * sum(gaps) / len(label), 2)

"""How the results of a contrast are told: what may be asserted, and intervals in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.wording import number

__all__ = ["CERTAIN", "asserted", "claim", "interval_texts"]

CERTAIN = 0.05
"""A difference is asserted where q is below."""


def asserted(table: pd.DataFrame) -> pd.Series:
    """Which rows of a contrast's table are differences that the test asserts."""
    return table["q"].lt(CERTAIN)


def claim(table: pd.DataFrame) -> str:
    """What may be said of a contrast's terms, in one sentence."""
    tested, certain = int(table["q"].notna().sum()), int(asserted(table).sum())
    if not tested:
        return "No term was tested: those shown are the most uneven in these texts, and say nothing about others."
    rest = "of the others, those shown are the most uneven in these texts and no more"
    if not certain:
        rest = "those shown are the most uneven in these texts and no more"
    verb = "differs" if certain in (0, 1) else "differ"
    return f"{number(certain) if certain else 'None'} of {number(tested)} tested terms {verb} (q < .05); {rest}."


def interval_texts(low: Sequence[float], high: Sequence[float]) -> list[str]:
    """Intervals of log ratios as ratios: how many times as often; empty where there is none.

    >>> interval_texts([0.0, 0.7, -float("inf"), float("nan")], [1.1, float("inf"), -0.5, float("nan")])
    ['1.0 to 3.0', '≥ 2.0', '≤ 0.61', '']
    """
    return [_interval(a, b) for a, b in zip(low, high, strict=True)]


def _interval(low: float, high: float) -> str:
    if np.isnan(low) or np.isnan(high) or (np.isinf(low) and np.isinf(high)):
        return ""
    if np.isinf(high):
        return f"≥ {_ratio(low)}"
    return f"≤ {_ratio(high)}" if np.isinf(low) else f"{_ratio(low)} to {_ratio(high)}"


def _ratio(log: float) -> str:
    """A ratio in two digits or so."""
    value = float(np.exp(np.clip(log, -20, 20)))
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}" if value >= 0.995 else f"{value:.2g}"

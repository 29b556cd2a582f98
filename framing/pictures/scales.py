"""Scales that are read without a calculator: times as often, round counts, shares."""

from __future__ import annotations

import math

__all__ = ["count_ticks", "factor_ticks", "share_ticks"]

_LADDERS = (
    (1.02, 1.04, 1.06, 1.08),
    (1.1, 1.2, 1.3, 1.4),
    (1.25, 1.5, 1.75, 2.0),
    (1.5, 2.0, 3.0, 4.0),
    (2.0, 4.0, 8.0, 16.0),
    (3.0, 10.0, 30.0, 100.0),
    (10.0, 100.0, 1e3, 1e4),
)


def factor_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Places on a logarithmic (natural) scale with labels: "2×" to both sides of "equal".

    >>> [label for _, label in factor_ticks(-0.8, 1.5)]
    ['2×', '1.5×', 'equal', '1.5×', '2×', '3×', '4×']
    """
    reach = max(-low, high)
    ladder = next((steps for steps in _LADDERS if math.log(steps[-1]) >= 0.9 * reach), _LADDERS[-1])
    marks = [(0.0, "equal")]
    for step in ladder:
        marks += [(sign * math.log(step), f"{step:,.4g}×") for sign in (-1, 1)]
    return sorted((x, text) for x, text in marks if low <= x <= high)


def count_ticks(most: float) -> list[int]:
    """Round counts from 1 for a logarithmic scale.

    >>> count_ticks(70)
    [1, 2, 5, 10, 20, 50]
    """
    steps = (1, 2, 5) if most <= 1000 else (1,)
    return [s * 10**e for e in range(10) for s in steps if s * 10**e <= most]


def share_ticks(most: float) -> list[float]:
    """Round shares from 0 to the most there is, five at most.

    >>> share_ticks(0.42)
    [0.0, 0.1, 0.2, 0.3, 0.4]
    """
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if most / s < 5 or s == 0.5)
    return [round(k * step, 4) for k in range(int(most / step + 1e-9) + 1)]

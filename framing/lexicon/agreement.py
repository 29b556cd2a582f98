"""Krippendorff's alpha: agreement of coders, corrected for chance, for any number of coders and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError

__all__ = ["Level", "krippendorff_alpha"]


class Level(StrEnum):
    """Level of measurement: what counts as a small or a large disagreement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(ratings: Sequence[Sequence[object]], level: Level = Level.NOMINAL) -> float:
    """Krippendorff's alpha; 1 is perfect agreement, 0 chance, below 0 worse than chance.

    ``ratings`` has a row for each coder and a column for each unit; None (or NaN) is a unit not coded.
    Alpha is 1 minus observed over expected disagreement, from the coincidences of values within units
    (Krippendorff 2004, chapter 11; worked examples in Krippendorff 2011). Nominal values may be of any
    kind; ordinal and interval ones must be numbers. NaN where nothing can be said: fewer than two
    values in every unit, or no variation at all.

    Raises an :class:`~framing.errors.InputError`: rows of different lengths, values that are not numbers.

    >>> round(krippendorff_alpha([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]), 3)
    0.095
    """
    if len({len(row) for row in ratings}) > 1:
        raise InputError("coders have coded different numbers of units; fill the gaps with None.")
    units = [[v for v in unit if not _is_missing(v)] for unit in zip(*ratings, strict=True)]
    units = [u for u in units if len(u) > 1]
    values = _values([v for u in units for v in u], level)
    if not units or len(values) < 2:
        return float("nan")
    index = {v: i for i, v in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.zeros(len(values))
        for v in unit:
            counts[index[v]] += 1
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = coincidences.sum(axis=0)
    difference = _difference(values, totals, level)
    expected = (np.outer(totals, totals) - np.diag(totals)) / (totals.sum() - 1)
    return float(1.0 - (coincidences * difference).sum() / (expected * difference).sum())


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _values(found: list[object], level: Level) -> list[object]:
    """The distinct values, in order; numbers by size."""
    if level is Level.NOMINAL:
        return list(dict.fromkeys(found))
    for value in found:
        if not isinstance(value, int | float | np.number):
            raise InputError(f"'{value}' is not a number; {level} codes must be. Nominal codes may be words.")
    return sorted(set(found), key=lambda v: float(v))  # type: ignore[arg-type]


def _difference(values: list[object], totals: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Squared difference of each pair of values."""
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(values))
    if level is Level.INTERVAL:
        numbers = np.array(values, dtype=np.float64)
        squared: NDArray[np.float64] = (numbers[:, None] - numbers[None, :]) ** 2
        return squared
    # Ordinal: values coded from one to the other, counting the two at half (Krippendorff 2011).
    middle = np.cumsum(totals) - totals / 2
    ranked: NDArray[np.float64] = (middle[:, None] - middle[None, :]) ** 2
    return ranked

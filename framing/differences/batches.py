"""Many articles as fewer units: those of one kind are drawn together at random, and exchanged together.

What groups differ in is sums over articles, and an exchange of 100,000 articles says of them no more than one of 2,000
batches: the standard error is of sums of independent articles either way. So time and memory of a test stop growing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_UNITS", "batched"]

Ints = NDArray[np.int64]

MOST_UNITS = 2_000
"""Articles (events, clusters of copies) up to which each is a unit of its own; beyond that, about so many batches."""

_FEWEST = 250
"""Batches of each kind at least, where there are so many articles of it."""


def batched(unit: Ints, group: Ints, groups: int, *, seed: int, most: int = MOST_UNITS) -> Ints:
    """The unit of each row, batches of units that hold the same groups where there are more than ``most``.

    ``unit`` and ``group`` (0 to ``groups`` − 1) are of rows.
    """
    many = int(unit.max(initial=-1)) + 1
    if many <= most:
        return unit
    held = np.zeros((many, groups), dtype=bool)
    held[unit, group] = True
    _, kind = np.unique(held, axis=0, return_inverse=True)
    rng = np.random.default_rng(seed)
    batch = np.empty(many, dtype=np.int64)
    before = 0
    for number in range(int(kind.max()) + 1):
        mine = rng.permutation(np.flatnonzero(kind == number))
        few = min(len(mine), max(_FEWEST, -(-len(mine) * most // many)))
        batch[mine] = before + np.arange(len(mine)) % few
        before += few
    return batch[unit]

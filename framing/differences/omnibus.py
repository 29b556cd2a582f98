"""Whether any of several groups differs: one permuted statistic for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["GroupExchange", "omnibus_statistics", "p_of"]

Floats = NDArray[np.float64]

_CHUNK = 100

_EXACT = 10_000
"""Cells beyond which sums are made of numbers of single precision."""


class GroupExchange:
    """Which group each cell (unit and group) is given: as observed, then draw by draw, the same for all measures.

    ``held`` says which cells there are, (units, groups). A unit that holds several groups exchanges them among its
    cells; the others exchange their groups.
    """

    def __init__(self, held: NDArray[np.bool_], *, draws: int, seed: int) -> None:
        self.cells = held.ravel()
        self.groups, self.draws = held.shape[1], draws
        self.several = held.sum(axis=1) > 1
        rng = np.random.default_rng(seed)
        self._chunks = [self._of_cells(_everyone(held)[None])]
        for at in range(0, draws, _CHUNK):
            self._chunks.append(self._of_cells(_exchanged(held, self.several, min(_CHUNK, draws - at), rng)))

    def _of_cells(self, chunk: NDArray[np.int64]) -> NDArray[np.int8]:
        return chunk.reshape(len(chunk), -1)[:, self.cells].astype(np.int8)

    def __iter__(self) -> Iterator[tuple[int, NDArray[np.int8]]]:
        """The number of the first draw (0 is as observed), and the group of each cell that is held, (draws, cells)."""
        start = 0
        for chunk in self._chunks:
            yield start, chunk
            start += len(chunk)


def omnibus_statistics(
    part: Floats, whole: Floats, *, draws: int, seed: int, exchange: GroupExchange | None = None
) -> Floats:
    """(statistics, 1 + draws, measures): how far apart the groups are as observed, then as they are exchanged.

    ``part`` and ``whole`` are (units, groups, measures); ``exchange`` is that of a larger table of which these are some
    measures. Of a part is
    taken what its unit has of the whole on average: what is left is how a group differs from the others of the unit,
    and what all groups of a unit have more of does no harm. The statistic is Welch's: squared distances of the groups
    from their mean, each over its variance, half its own and half what all groups have in proportion to their wholes.
    Where each unit has one group, and length may go with the group, groups by their own variances are a second
    statistic and the larger p counts. Missing where nothing can be told. Level and power:
    ``benchmarks/difference_level.py``.
    """
    units, _, measures = part.shape
    if not units:
        return np.full((1, 1 + draws, measures), np.nan)
    if exchange is None:
        exchange = GroupExchange(np.asarray((whole != 0).any(axis=2)), draws=draws, seed=seed)
    sums = _Cells.of(part, whole, exchange)
    found = np.concatenate([sums.statistics(chunk) for _, chunk in exchange], axis=1)
    known = ~np.isnan(found[:, :1])
    made = np.where(known, np.nan_to_num(found, nan=-1.0, posinf=np.inf), np.nan)
    return np.asarray(made)


def p_of(statistics: Floats) -> Floats:
    """The p of each measure, the larger of its statistics: the share of exchanges as far out as what was observed."""
    far = statistics >= statistics[:, :1] - 1e-9
    p = np.where(np.isnan(statistics[:, 0]), np.nan, far.mean(axis=1))
    known = ~np.isnan(p).all(axis=0)
    return np.where(known, np.nanmax(np.where(known, p, 1.0), axis=0), np.nan)


def _everyone(held: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(units, groups): which group each cell is of."""
    return np.where(held, np.arange(held.shape[1]), -1)


def _exchanged(
    held: NDArray[np.bool_], several: NDArray[np.bool_], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """(n, units, groups): the group that each cell is given, -1 for cells that hold nothing."""
    found = np.repeat(_everyone(held)[None], n, axis=0)
    kinds, kind = np.unique(held, axis=0, return_inverse=True)
    for number in range(len(kinds)):
        units, places = np.flatnonzero(several & (kind == number)), np.flatnonzero(kinds[number])
        drawn = rng.permuted(np.tile(places, (n, len(units), 1)), axis=2)
        found[:, units[:, None], places] = drawn
    lone = np.flatnonzero(~several & held.any(axis=1))
    home = held[lone].argmax(axis=1)
    found[:, lone, home] = rng.permuted(np.tile(home, (n, 1)), axis=1)
    return found


@dataclass(frozen=True, eq=False)
class _Cells:
    """What the statistic is sums of: ``values`` of cells and their ``totals``.

    Three for each measure, then three for each different whole; ``whole_of`` says which is that of each measure.
    """

    values: NDArray[np.floating[Any]]
    totals: Floats
    whole_of: NDArray[np.int64]
    groups: int
    paired: bool

    @classmethod
    def of(cls, part: Floats, whole: Floats, exchange: GroupExchange) -> _Cells:
        several = exchange.several
        with np.errstate(invalid="ignore", divide="ignore"):
            of_unit = np.nan_to_num(part.sum(axis=1) / whole.sum(axis=1))
            of_all = np.nan_to_num(part.sum(axis=(0, 1)) / whole.sum(axis=(0, 1)))
        taken = np.where(several[:, None], of_unit, of_all)[:, None] * whole
        y, x = ((v.reshape(-1, v.shape[2]))[exchange.cells] for v in (part - taken, whole))
        y = np.where(np.abs(y) < 1e-9, 0.0, y)
        _, first, of = np.unique([hash(c.tobytes()) for c in x.T], return_index=True, return_inverse=True)
        whole = x[:, first]  # of measures that are parts of one whole once
        values = np.hstack([y, y**2, y * x, whole, whole**2, whole != 0])
        kind = np.float64 if len(y) <= _EXACT else np.float32
        return cls(values.astype(kind), values.sum(axis=0), of, part.shape[1], bool(several.any()))

    def statistics(self, group: NDArray[np.int8]) -> Floats:
        """(statistics, draws, measures) of (draws, cells)."""
        kind = self.values.dtype
        chosen = np.concatenate([(group == g).astype(kind) for g in range(self.groups - 1)])
        sums = (chosen @ self.values).astype(np.float64).reshape(self.groups - 1, len(group), -1)
        sums = np.concatenate([sums, (self.totals - sums.sum(axis=0))[None]])
        m, u = len(self.whole_of), (sums.shape[2] - 3 * len(self.whole_of)) // 3
        y, yy, yx = (sums[:, :, k * m : (k + 1) * m] for k in range(3))
        x, xx, n = (sums[:, :, 3 * m + k * u : 3 * m + (k + 1) * u][:, :, self.whole_of] for k in range(3))
        x = np.where(n < 0.5, 0.0, x)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = y / x
            squares = np.maximum(yy - 2 * ratio * yx + ratio**2 * xx, 0.0)
            squares[squares < 1e-9] = 0.0
            own = squares * n / np.maximum(n - 1, 1) / x**2
            spread = squares.sum(axis=0) / x.sum(axis=0)
            found = [_welch(ratio, (own + spread / x) / 2, spread)]
            if not self.paired:
                found.append(_welch(ratio, np.where(own > 0, own, np.nan), spread))
        return np.stack(found) if kind == np.float64 else _rounded(np.stack(found))


def _rounded(values: Floats) -> Floats:
    """To five digits, which single precision has of sums: equal statistics stay equal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = 10.0 ** (4 - np.floor(np.log10(np.abs(values))))
        return np.asarray(np.where(np.isfinite(values) & (values != 0), np.round(values * digits) / digits, values))


def _welch(ratio: Floats, variance: Floats, spread: Floats) -> Floats:
    """Distances of the groups from their mean in variances; infinite where groups differ and nothing varies within."""
    weight = 1 / variance
    mean = (weight * ratio).sum(axis=0) / weight.sum(axis=0)
    found = (weight * (ratio - mean) ** 2).sum(axis=0)
    apart = np.ptp(ratio, axis=0) > 1e-9
    return np.asarray(np.where(spread <= 0, np.where(apart, np.inf, np.nan), found))

"""Whether any of several groups differs: one permuted statistic for all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["omnibus_p"]

Floats = NDArray[np.float64]

_CHUNK = 100


def omnibus_p(part: Floats, whole: Floats, *, draws: int, seed: int) -> Floats:
    """p of each measure; ``part`` and ``whole`` are (units, groups, measures).

    A unit that holds several groups exchanges its parts among them; the others exchange their groups. The statistic is
    d'V⁻¹d for the differences d of all groups from the last: with V of the units where they hold several groups,
    else of each group by itself.
    """
    units, groups, measures = part.shape
    held = (whole > 0).any(axis=2)  # units × groups
    if not units:
        return np.full(measures, np.nan)
    alone = held.sum(axis=1) <= 1
    observed = _statistic(part[None], whole[None], paired=not alone.all())[0]
    rng = np.random.default_rng(seed)
    at_least = np.ones(measures)
    home = held.argmax(axis=1)
    for first in range(0, draws, _CHUNK):
        n = min(_CHUNK, draws - first)
        order = np.tile(np.arange(groups), (n, units, 1))
        for u in np.flatnonzero(~alone):
            places = np.flatnonzero(held[u])
            order[:, u, places] = places[rng.permuted(np.tile(np.arange(len(places)), (n, 1)), axis=1)]
        lone = np.flatnonzero(alone)
        labels = rng.permuted(np.tile(home[lone], (n, 1)), axis=1)
        # a unit with one group gives it away: its place and the new one are exchanged
        order[:, lone] = _exchanged(order[:, lone], home[lone], labels)
        drawn = [np.take_along_axis(v[None], order[..., None], axis=2) for v in (part, whole)]
        statistic = _statistic(drawn[0], drawn[1], paired=not alone.all())
        at_least += (np.nan_to_num(statistic, nan=-1.0) >= observed - 1e-9).sum(axis=0)
    return np.where(np.isnan(observed), np.nan, at_least / (1 + draws))


def _exchanged(order: NDArray[np.int64], home: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    found = order.copy()
    rows, columns = np.indices(labels.shape)
    found[rows, columns, np.broadcast_to(home, labels.shape)] = labels
    found[rows, columns, labels] = np.broadcast_to(home, labels.shape)
    return found


def _statistic(part: Floats, whole: Floats, *, paired: bool) -> Floats:
    """(draws, measures) of (draws, units, groups, measures)."""
    total = whole.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = part.sum(axis=1) / total  # draws × groups × measures
        off = (part - ratio[:, None] * whole) / total[:, None]
        if not paired:
            n = (whole > 0).sum(axis=1)
            variance = (off**2).sum(axis=1) * n / np.maximum(n - 1, 1)
            weight = np.where(variance > 1e-15, 1 / variance, np.nan)
            mean = (weight * ratio).sum(axis=1) / weight.sum(axis=1)
            return np.asarray((weight * (ratio - mean[:, None]) ** 2).sum(axis=1))
        apart = off[:, :, :-1] - off[:, :, -1:]
        away = (ratio[:, :-1] - ratio[:, -1:]).transpose(0, 2, 1)
        covariance = np.einsum("bugj,buhj->bjgh", apart, apart, optimize=True)
    size = covariance.shape[-1]
    scale = np.trace(covariance, axis1=-2, axis2=-1)[..., None, None] / size
    usable = np.isfinite(covariance).all(axis=(-2, -1)) & np.isfinite(away).all(axis=-1) & (scale[..., 0, 0] > 1e-15)
    safe = np.where(usable[..., None, None], covariance + 1e-9 * scale * np.eye(size), np.eye(size))
    solved = np.linalg.solve(safe, np.where(usable[..., None], away, 0.0)[..., None])[..., 0]
    return np.where(usable, (solved * np.where(usable[..., None], away, 0.0)).sum(axis=-1), np.nan)

"""Labels that do not collide: placed one after the other, the most important first, each where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Label", "Placed", "place", "spread"]

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_DISTANCES = (1.0, 7.0, 14.0, 22.0, 31.0, 41.0, 52.0, 64.0, 78.0, 94.0)
_ANGLES = (
    0, 180, 90, 270, 30, -30, 150, -150, 45, -45, 135, -135, 60, -60, 120, -120, 75, -75, 105, -105, 82, -82, 98, -98,
    15, -15, 165, -165,
)  # fmt: skip
_STARTS = (0.0, 10.0, 25.0)
_COVERED = 10.0
"""A place that covers a point costs as much as one that is so much farther."""
_FAR = 6.0
"""From this distance a line leads from the point to its label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label for a point: its place and the size of the text, all in one unit (points of print)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands, and whether a line should lead to it."""

    box: Box
    is_far: bool

    def anchor(self, x: float, y: float) -> tuple[float, float]:
        """The place of the box nearest to a point."""
        left, bottom, right, top = self.box
        return min(max(x, left), right), min(max(y, bottom), top)


@dataclass(frozen=True, eq=False)
class _Spots:
    """The places that a label may take: boxes, lines that lead to them (n × 4), and the cost of each place."""

    boxes: Floats
    lines: Floats
    distance: Floats
    cost: Floats

    @property
    def far(self) -> NDArray[np.bool_]:
        return self.distance >= _FAR


def place(labels: Sequence[Label], *, within: Box, marks: Floats, radius: float) -> list[Placed | None]:
    """Boxes of labels that neither overlap each other nor cover a labelled mark or a leading line.

    Nor does a leading line run through a label, another line or the mark of another label. ``marks`` (n × 2) are all
    points of the picture, of which a label covers as few as it can; ``radius`` is their size. Labels are placed one
    after the other, in several orders and from several distances on; what names most is kept, of the same number what
    stays nearest. None for a label that finds no room: fewer labels are better than labels on top of each other.
    """
    spots = [_spots(label, labels, within=within, marks=marks, radius=radius) for label in labels]
    given = list(range(len(labels)))
    by_x = sorted(given, key=lambda k: (labels[k].x, k))
    best: tuple[int, float, list[int | None]] | None = None
    for start, order in product(_STARTS, (given, by_x, by_x[::-1])):
        taken = _one_after_the_other(spots, order, start=start)
        named = sum(t is not None for t in taken)
        cost = sum(float(spots[k].cost[t]) for k, t in enumerate(taken) if t is not None)
        if best is None or (named, -cost) > (best[0], -best[1]):
            best = (named, cost, taken)
        if named == len(labels):
            break
    chosen = best[2] if best else []
    return [None if t is None else _placed(spots[k], t) for k, t in enumerate(chosen)]


def _placed(spots: _Spots, at: int) -> Placed:
    left, bottom, right, top = (float(v) for v in spots.boxes[at])
    return Placed((left, bottom, right, top), bool(spots.far[at]))


def _spots(label: Label, labels: Sequence[Label], *, within: Box, marks: Floats, radius: float) -> _Spots:
    """Where a label may stand as far as the page and the marks go."""
    distance, angle = (a.ravel() for a in np.meshgrid(np.array(_DISTANCES), np.radians(_ANGLES), indexing="ij"))
    dx, dy = np.cos(angle), np.sin(angle)
    half = np.array([label.width / 2, label.height / 2])
    sideways = np.where(np.abs(dx) < 0.5, dx, np.sign(dx))
    x = label.x + dx * (radius + distance) + half[0] * sideways
    y = label.y + dy * (radius + distance) + half[1] * dy
    boxes = np.stack([x - half[0], y - half[1], x + half[0], y + half[1]], axis=1)
    ends = np.clip(label.x, boxes[:, 0], boxes[:, 2]), np.clip(label.y, boxes[:, 1], boxes[:, 3])
    lines = np.stack([np.full(len(x), label.x), np.full(len(x), label.y), *ends], axis=1)
    at = np.array([(p.x, p.y) for p in labels])
    points = np.concatenate([at - radius, at + radius], axis=1)
    others = points[(np.abs(at - (label.x, label.y)) > radius).any(axis=1)]
    usable = (boxes[:, :2] >= np.array(within[:2])).all(axis=1) & (boxes[:, 2:] <= np.array(within[2:])).all(axis=1)
    usable &= ~_meet(boxes, points).any(axis=1)
    usable &= (distance < _FAR) | ~_crosses(lines, others).any(axis=1)
    near = np.concatenate([boxes[:, :2] - radius, boxes[:, 2:] + radius], axis=1)
    covered = (
        (marks[None, :, 0] > near[:, 0:1]) & (marks[None, :, 0] < near[:, 2:3])
        & (marks[None, :, 1] > near[:, 1:2]) & (marks[None, :, 1] < near[:, 3:4])
    ).sum(axis=1)  # fmt: skip
    cost = np.floor(distance) + _COVERED * covered
    order = np.argsort(cost[usable], kind="stable")
    return _Spots(boxes[usable][order], lines[usable][order], distance[usable][order], cost[usable][order])


def _one_after_the_other(spots: Sequence[_Spots], order: Sequence[int], *, start: float) -> list[int | None]:
    """The first free place of each label that is at least so far away, labels in an order; then all come nearer."""
    taken: list[int | None] = [None] * len(spots)
    for k in order:
        taken[k] = _first_free(spots, taken, k, start=start)
    for k in order if start else ():
        taken[k] = _first_free(spots, taken, k, start=0.0)
    return taken


def _first_free(spots: Sequence[_Spots], taken: Sequence[int | None], k: int, *, start: float) -> int | None:
    """The cheapest place of a label beside all others that have one."""
    mine = spots[k]
    others = [(spots[j], at) for j, at in enumerate(taken) if at is not None and j != k]
    boxes = np.array([s.boxes[at] for s, at in others]).reshape(-1, 4)
    lines = np.array([s.lines[at] for s, at in others if s.far[at]]).reshape(-1, 4)
    free = mine.distance >= start
    free &= ~_meet(mine.boxes, boxes).any(axis=1) & ~_crosses(lines, mine.boxes).any(axis=0)
    free &= ~mine.far | ~(_crosses(mine.lines, boxes).any(axis=1) | _cut(mine.lines, lines).any(axis=1))
    return int(np.argmax(free)) if free.any() else None


def spread(at: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places near the given ones, at least ``gap`` apart and in the same order, between ``low`` and ``high``.

    Where there is not room enough the gap shrinks to what there is.

    >>> spread([0.5, 0.5, 0.9], gap=0.2, low=0.0, high=1.0)
    [0.4, 0.6, 0.9]
    """
    order = sorted(range(len(at)), key=lambda k: (at[k], k))
    gap = min(gap, (high - low) / max(len(at) - 1, 1))
    pools: list[tuple[float, int]] = []  # means of places less the gaps before them: those have to rise
    for rank, k in enumerate(order):
        pools.append((at[k] - gap * rank, 1))
        while len(pools) > 1 and pools[-1][0] < pools[-2][0]:
            (mean, many), (before, few) = pools.pop(), pools.pop()
            pools.append(((mean * many + before * few) / (many + few), many + few))
    means = [mean for mean, many in pools for _ in range(many)]
    result = [0.0] * len(at)
    for rank, (k, mean) in enumerate(zip(order, means, strict=True)):
        result[k] = round(min(max(mean, low), high - gap * (len(at) - 1)) + gap * rank, 9)
    return result


def _meet(some: Floats, others: Floats) -> NDArray[np.bool_]:
    """Which boxes (n × 4) overlap which others (m × 4)."""
    a, b = some[:, None, :], others[None, :, :]
    met: NDArray[np.bool_] = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )
    return met


def _crosses(lines: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Which lines (n × 4) go through which boxes (m × 4) (Liang and Barsky 1984)."""
    x0, y0, x1, y1 = (lines[:, None, k] for k in range(4))
    left, bottom, right, top = (boxes[None, :, k] for k in range(4))
    start = np.zeros((len(lines), len(boxes)))
    end = np.ones_like(start)
    outside = np.zeros(start.shape, dtype=bool)
    for p, q in ((x0 - x1, x0 - left), (x1 - x0, right - x0), (y0 - y1, y0 - bottom), (y1 - y0, top - y0)):
        ratio = q / np.where(p == 0, 1.0, p)
        outside |= (p == 0) & (q < 0)
        start = np.where(p < 0, np.maximum(start, ratio), start)
        end = np.where(p > 0, np.minimum(end, ratio), end)
    return np.asarray(~outside & (start < end))


def _cut(some: Floats, others: Floats) -> NDArray[np.bool_]:
    """Which lines cut which others; lines from one point do not."""
    a, b = some[:, None, :], others[None, :, :]

    def side(line: Floats, x: Floats, y: Floats) -> Floats:
        turn: Floats = (line[..., 2] - line[..., 0]) * (y - line[..., 1]) - (line[..., 3] - line[..., 1]) * (
            x - line[..., 0]
        )
        return turn

    one = side(a, b[..., 0], b[..., 1]) * side(a, b[..., 2], b[..., 3])
    two = side(b, a[..., 0], a[..., 1]) * side(b, a[..., 2], a[..., 3])
    return np.asarray((one < 0) & (two < 0))

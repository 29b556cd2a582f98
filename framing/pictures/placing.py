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
_ANGLES = (0, 180, 90, 270, *(a * s for a in (30, 150, 45, 135, 60, 120, 75, 105, 82, 98, 15, 165) for s in (1, -1)))
_DIRECTIONS = tuple((float(np.cos(a)), float(np.sin(a))) for a in np.radians(_ANGLES))
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


def place(labels: Sequence[Label], *, within: Box, marks: Floats, radius: float) -> list[Placed | None]:
    """Boxes of labels that neither overlap each other nor cover a labelled mark or a leading line.

    Nor does a leading line run through a label or through the mark of another label.

    ``marks`` (n × 2) are all points of the picture, of which a label covers as few as it can; ``radius`` is their
    size. None for a label that finds no room: fewer labels are better than labels on top of each other.
    """
    boxes: list[Box] = []
    lines: list[tuple[float, float, float, float]] = []
    points = [(label.x - radius, label.y - radius, label.x + radius, label.y + radius) for label in labels]
    placed: list[Placed | None] = []
    for label in labels:
        best: tuple[int, Placed] | None = None
        for distance, (dx, dy) in product(_DISTANCES, _DIRECTIONS):
            box = _box(label, radius + distance, dx, dy)
            if not _inside(box, within) or any(_meet(box, other) for other in (*boxes, *points)):
                continue
            if any(_crosses(line, box) for line in lines):
                continue
            found = Placed(box, distance >= _FAR)
            line = (label.x, label.y, *found.anchor(label.x, label.y))
            if found.is_far and (
                any(_crosses(line, other) for other in (*boxes, *_others(points, label)))
                or any(_cut(line, other) for other in lines)
            ):
                continue
            covered = int(distance) + 6 * _covered(box, marks)
            if best is None or covered < best[0]:
                best = (covered, found)
        placed.append(best[1] if best else None)
        if best:
            boxes.append(best[1].box)
            if best[1].is_far:
                lines.append((label.x, label.y, *best[1].anchor(label.x, label.y)))
    return placed


def spread(at: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places near the given ones, at least ``gap`` apart and in the same order, between ``low`` and ``high``.

    Where there is not room enough the gap shrinks to what there is.

    >>> spread([0.5, 0.5, 0.9], gap=0.2, low=0.0, high=1.0)
    [0.4, 0.6, 0.9]
    """
    order = sorted(range(len(at)), key=lambda k: (at[k], k))
    gap = min(gap, (high - low) / max(len(at) - 1, 1))
    groups: list[list[float]] = []  # centre, members
    for k in order:
        groups.append([at[k], 1.0])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-1][1] + groups[-2][1]) / 2 - 1e-12:
            (c2, n2), (c1, n1) = groups.pop(), groups.pop()
            groups.append([(c1 * n1 + c2 * n2) / (n1 + n2), n1 + n2])
        reach = gap * (groups[-1][1] - 1) / 2
        groups[-1][0] = min(max(groups[-1][0], low + reach), high - reach)
    places = [c + gap * (i - (n - 1) / 2) for c, n in groups for i in range(int(n))]
    result = [0.0] * len(at)
    for k, where in zip(order, places, strict=True):
        result[k] = round(where, 9)
    return result


def _box(label: Label, distance: float, dx: float, dy: float) -> Box:
    """The box whose edge is at a distance from the point, in a direction."""
    x = label.x + dx * distance + label.width * (dx / 2 if abs(dx) < 0.5 else 0.5 * np.sign(dx))
    y = label.y + dy * distance + label.height * dy / 2
    x, y = float(x), float(y)
    return x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2


def _others(points: Sequence[Box], label: Label) -> list[Box]:
    return [p for p in points if not (p[0] <= label.x <= p[2] and p[1] <= label.y <= p[3])]


def _inside(box: Box, within: Box) -> bool:
    return box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covered(box: Box, marks: Floats) -> int:
    x, y = marks[:, 0], marks[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _cut(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two lines cross; lines from one point do not."""

    def side(a: tuple[float, ...], x: float, y: float) -> float:
        return (a[2] - a[0]) * (y - a[1]) - (a[3] - a[1]) * (x - a[0])

    return (
        side(one, other[0], other[1]) * side(one, other[2], other[3]) < 0
        and side(other, one[0], one[1]) * side(other, one[2], one[3]) < 0
    )


def _crosses(line: tuple[float, float, float, float], box: Box) -> bool:
    """Whether a line goes through a box (Liang and Barsky 1984)."""
    x0, y0, x1, y1 = line
    start, end = 0.0, 1.0
    for p, q in ((x0 - x1, x0 - box[0]), (x1 - x0, box[2] - x0), (y0 - y1, y0 - box[1]), (y1 - y0, box[3] - y0)):
        if p == 0:
            if q < 0:
                return False
        elif p < 0:
            start = max(start, q / p)
        else:
            end = min(end, q / p)
    return start < end

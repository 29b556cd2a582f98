"""Who speaks where: speakers by articles, or any two columns, as a table of shades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from framing.errors import ComparisonError
from framing.pictures.look import FAINT, INK, PALE, PAPER, STEPS, ink_on, page_width, style
from framing.pictures.page import GAP, SMALL, bare, fits, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import Cut, amounts, check_top, first_of, in_order
from framing.subject import Subject, statements_table
from framing.tables import group_values
from framing.wording import heading, join, number

__all__ = ["heat_map"]

_ROW = 0.25
_LABEL = 2.1
_CELL = 7.0
_WIDEST = 1.7
_BROAD = 0.9
"""Columns as wide as this have upright names, cut where need be."""


def heat_map(
    subject: Subject,
    *,
    by: str = "speaker",
    across: str = "article_id",
    count: str = "words",
    rows: int = 20,
    columns: int = 24,
    labels: Mapping[str, str] | None = None,
) -> Picture:
    """How much each value of ``by`` says in each value of ``across``: words or statements, a cell each.

    Rows with most come first; columns stand by date where the table has dates of the articles, else in the order of
    the table. At most ``rows`` and ``columns`` are shown, the rest are one row and one column. Five shades and white
    for nothing; numbers stand in the cells where there is room. ``labels`` are shorter names for columns. The table
    has one row a cell, those of nothing too: ``by``'s value, ``across``'s value, ``words`` or ``statements``.
    Raises ComparisonError for an empty table, a column that is not there, or another ``count``.
    """
    check_top(rows, most=40, name="rows", why="more do not fit a page")
    check_top(columns, most=40, name="columns", why="more do not fit a page")
    statements = statements_table(subject, purpose="A heat map")
    weights = amounts(statements, by=by, across=across, count=count, purpose="A heat map")
    if statements.empty:
        raise ComparisonError("There are no statements to show.")
    ups = first_of(statements[by], weights, top=rows)
    sides = first_of(statements[across], weights, top=columns)
    ordered = Cut(tuple(in_order(statements, across, sides.shown)), sides.rest)
    cells = pd.DataFrame(
        {
            by: ups.recode(group_values(statements[by])),
            across: ordered.recode(group_values(statements[across])),
            count: weights.astype("int64"),
        }
    )
    grid = cells.pivot_table(index=by, columns=across, values=count, aggfunc="sum", fill_value=0)
    grid = grid.reindex(index=list(ups.names), columns=list(ordered.names), fill_value=0)
    table = grid.reset_index().melt(id_vars=by, var_name=across, value_name=count)
    title = f"{count.capitalize()} by {heading(by)} and {heading(across)}"
    notes = [
        f"The {len(cut.known)} with most are shown; {cut.rest} are one {kind}, unshaded."
        for cut, kind in ((ups, "row"), (ordered, "column")) if cut.rest
    ]  # fmt: skip
    with style():
        figure = _draw(grid, ups, ordered, title=title, notes=notes, labels=labels or {})
    rows_told = join([f"{name} {number(int(n))}" for name, n in grid.sum(axis=1).head(5).items()])
    alt = f"{title}. Most: {rows_told}."
    return picture(figure, table, title=title, alt=alt, notes=notes)


def _breaks(most: int) -> list[int]:
    """Upper ends of five classes: round numbers, each about twice the one before.

    >>> _breaks(3), _breaks(146)
    ([1, 2, 3], [10, 20, 50, 100, 200])
    """
    if most <= 5:
        return list(range(1, most + 1))
    ends = [s * 10**e for e in range(9) for s in (1, 2, 5)]
    last = next(k for k, end in enumerate(ends) if end >= most)
    return ends[max(0, last - 4) : last + 1]


def _shades(breaks: Sequence[int]) -> list[str]:
    """A colour for each class, the darkest for the highest."""
    return list(STEPS[len(STEPS) - len(breaks) :]) if len(breaks) < 5 else list(STEPS[1:])


def _draw(
    grid: pd.DataFrame, ups: Cut, sides: Cut, *, title: str, notes: Sequence[str], labels: Mapping[str, str]
) -> Figure:
    values = grid.to_numpy(dtype=np.int64)
    real = np.ones(values.shape, dtype=bool)
    real[len(ups.shown) :, :] = False
    real[:, len(sides.shown) :] = False
    breaks = _breaks(int(values[real].max()) or 1)
    shades = _shades(breaks)
    names = [fold(name, inches=_LABEL, lines=1) for name in grid.index]
    totals = [number(int(n)) for n in values.sum(axis=1)]
    left = GAP + max(map(width_of, names)) + 0.12
    right = GAP + max(width_of(t, size=SMALL) for t in (*totals, "all")) + 0.12
    edges = _edges(values, sides, room=page_width() - left - right)
    heads = [str(labels.get(str(c), c)) for c in grid.columns]
    is_upright = all(
        w >= _BROAD or fits(h, inches=w - 0.05, lines=4, size=SMALL) for h, w in zip(heads, np.diff(edges), strict=True)
    )
    if is_upright:
        heads = [fold(h, inches=w - 0.05, lines=4, size=SMALL) for h, w in zip(heads, np.diff(edges), strict=True)]
        above = 0.14 * (1 + max(h.count("\n") for h in heads)) + 0.08
    else:
        heads = [fold(h, inches=1.5, lines=1, size=SMALL) for h in heads]
        above = max(width_of(h, size=SMALL) for h in heads) + 0.1
    height, width = _ROW * len(names), float(edges[-1])
    drawn = page(title, key=_key(breaks, shades), notes=notes, body=above + height, end=0.15)
    axes = drawn.axes(left=left, right=page_width() - left - width, top=above, height=height)
    bare(axes)
    axes.set(xlim=(0, width), ylim=(len(names) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(names)), labels=names)
    axes.tick_params(axis="y", pad=4)
    for (y, x), n in np.ndenumerate(values):
        shade = shades[int(np.searchsorted(breaks, n))] if n and real[y, x] else PAPER
        begin, cell = float(edges[x]), float(edges[x + 1] - edges[x])
        axes.add_patch(Rectangle((begin, y - 0.5), cell, 1, facecolor=shade, edgecolor=PAPER, linewidth=1.2))
        text = number(int(n))
        if n and width_of(text, size=_CELL) < cell:
            ink = ink_on(shade) if real[y, x] else FAINT
            axes.text(begin + cell / 2, y, text, ha="center", va="center", fontsize=_CELL, color=ink)
    for y in range(len(names) + 1):
        axes.axhline(y - 0.5, color=PALE, linewidth=0.5, zorder=0)
    end = left + width + right - GAP
    for y, text in enumerate(totals):
        drawn.write(end, above + _ROW * (y + 0.5), text, size=SMALL, colour=FAINT, align="right", hang="center")
    drawn.write(end, above - 0.04, "all", size=SMALL, colour=FAINT, align="right", hang="bottom")
    for begin, cell, text in zip(edges, np.diff(edges), heads, strict=False):
        axes.annotate(
            text, (begin + cell / 2, 1), (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points",
            fontsize=SMALL, rotation=0 if is_upright else 90, ha="center", va="bottom", color=INK, linespacing=1.1,
        )  # fmt: skip
    return drawn.figure


def _edges(values: NDArray[np.int64], sides: Cut, *, room: float) -> NDArray[np.float64]:
    """Left edges of the columns in inches, and the end; that of the rest is as wide as its numbers."""
    many = values.shape[1]
    rest = 0.0
    if sides.rest is not None:
        rest = max(width_of(number(int(n)), size=_CELL) for n in values[:, -1]) + 0.1
        many -= 1
    cell = min(_WIDEST, (room - rest) / many)
    return np.concatenate([np.arange(many + 1) * cell, [many * cell + max(rest, cell)] if rest else []])


def _key(breaks: Sequence[int], shades: Sequence[str]) -> dict[str, str]:
    key = {"none": PAPER}
    for k, (end, shade) in enumerate(zip(breaks, shades, strict=True)):
        begin = breaks[k - 1] + 1 if k else 1
        key[f"{number(begin)}–{number(end)}" if begin < end else number(end)] = shade
    return key

"""Rank of speakers from article to article, month to month, or outlet to outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from framing.errors import ComparisonError
from framing.pictures.look import CATEGORIES, DASHES, EDGE, FAINT, INK, PALE, ink_on, page_width, style
from framing.pictures.page import GAP, SMALL, bare, fits, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import amounts, check_top, first_of, in_order
from framing.subject import Subject, statements_table
from framing.tables import MISSING, group_values
from framing.wording import heading, join, number

__all__ = ["rank_chart"]

_ROW = 0.34
_LABEL = 1.75


def rank_chart(
    subject: Subject,
    *,
    by: str = "speaker",
    across: str = "article_id",
    count: str = "words",
    top: int = 6,
    columns: int = 12,
    labels: Mapping[str, str] | None = None,
) -> Picture:
    """Who comes first, second, third … by words or statements, from one value of ``across`` to the next.

    Lines are the ``top`` (1 to 7) values of ``by`` with most in all; the number in a mark is the rank among *all*,
    equal numbers for equal amounts; the order from top to bottom is that of the lines shown. Who says nothing stands
    below, unmarked, so that each line has its place everywhere. Columns stand by date where the table has dates of
    the articles, else in the order of the table; of more than ``columns`` those with most are shown. The table has
    one row a cell, those not drawn too: ``across``'s value, ``by``'s value, ``words`` or ``statements``, ``rank``
    (missing for nothing), ``shown``. "not given" is nobody and has no rank.
    Raises ComparisonError for an empty table, a column that is not there, or fewer than two columns to compare.
    """
    check_top(top, least=1, most=7)
    check_top(columns, least=2, most=16, name="columns", why="more do not fit the page; group by month, say")
    statements = statements_table(subject, purpose="A picture of ranks")
    weights = amounts(statements, by=by, across=across, count=count, purpose="A picture of ranks")
    who, place = group_values(statements[by]), group_values(statements[across])
    somebody = who.ne(MISSING)
    if not somebody.any():
        raise ComparisonError(f"No statement has a {by}: there is nobody to rank.")
    most = weights.groupby(place, sort=True).sum().sort_values(ascending=False, kind="stable")
    kept = in_order(statements, across, [str(v) for v in most.index[:columns]])
    if len(kept) < 2:
        raise ComparisonError(f"There is one {across} only: ranks are compared between two or more.")
    cells = pd.DataFrame({across: place, by: who, count: weights.astype("int64")})[somebody]
    grid = cells.pivot_table(index=by, columns=across, values=count, aggfunc="sum", fill_value=0)
    grid = grid.reindex(columns=kept, fill_value=0)
    ranks = grid.where(grid.gt(0)).rank(ascending=False, method="min")
    lines = list(first_of(who[somebody], weights[somebody], top=len(grid)).shown)[:top]
    table = grid.reset_index().melt(id_vars=by, var_name=across, value_name=count)
    table["rank"] = ranks.reset_index().melt(id_vars=by, value_name="rank")["rank"]
    table["shown"] = table[by].isin(lines)
    place_of = {v: k for k, v in enumerate(kept)}
    table = table.sort_values(by, kind="stable").sort_values("rank", kind="stable")
    table = table.sort_values(across, key=lambda c: c.map(place_of), kind="stable", ignore_index=True)
    table = table[[across, by, count, "rank", "shown"]]
    title = f"Rank by {count}: the {heading(by)}s with most, by {heading(across)}"
    notes = [f"Numbers: rank among all {number(len(grid))}. Below the line: says nothing there."]
    if len(grid) > len(lines):
        notes.append(f"{number(len(grid) - len(lines))} others have no line; the table ranks them.")
    if len(most) > len(kept):
        notes.append(f"Of {number(len(most))} {heading(across)}s the {len(kept)} with most {count} are shown.")
    with style():
        figure = _draw(grid.loc[lines], ranks.loc[lines], title=title, notes=notes, labels=labels or {})
    told = join([f"{v} {_told(row)}" for v, row in zip(lines, ranks.loc[lines].to_numpy(), strict=True)])
    return picture(figure, table, title=title, alt=f"{title}. Ranks in order: {told}.", notes=notes)


def _told(ranks: NDArray[np.float64]) -> str:
    return "/".join("–" if np.isnan(r) else f"{r:.0f}" for r in ranks)


def _places(amounts: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Place of each line from the top in each column; lines of nobody heard stand below all ranks."""
    order = np.arange(len(amounts))
    places = {}
    deepest = max(int(amounts.gt(0).sum().max()), 1)
    for column in amounts.columns:
        said = amounts[column].to_numpy()
        heard = sorted(order[said > 0], key=lambda k: (-said[k], k))
        silent = order[said == 0]
        spots = np.zeros(len(order))
        spots[heard] = np.arange(len(heard))
        spots[silent] = deepest + 0.35 + 0.62 * np.arange(len(silent))
        places[column] = spots
    return pd.DataFrame(places, index=amounts.index), deepest


def _draw(
    amounts: pd.DataFrame, ranks: pd.DataFrame, *, title: str, notes: Sequence[str], labels: Mapping[str, str]
) -> Figure:
    places, deepest = _places(amounts)
    silent = int(amounts.eq(0).sum().max())
    depth = deepest + (0.35 + 0.62 * silent if silent else 0.0)
    names = [fold(v, inches=_LABEL, lines=1) for v in amounts.index]
    side = max(map(width_of, names)) + 0.22
    step = (page_width() - 2 * GAP - 2 * side) / max(len(amounts.columns) - 1, 1)
    heads = [str(labels.get(str(c), c)) for c in amounts.columns]
    room = min(step, 1.6) - 0.02
    is_upright = all(fits(h, inches=room, lines=3, size=SMALL) for h in heads)
    heads = [fold(h, inches=room if is_upright else 1.4, lines=3 if is_upright else 1, size=SMALL) for h in heads]
    lines = 1 + max(h.count("\n") for h in heads)
    above = 0.12 + (0.14 * lines if is_upright else max(width_of(h, size=SMALL) for h in heads))
    drawn = page(title, notes=notes, body=above + _ROW * depth, end=0.15)
    axes = drawn.axes(left=GAP + side, right=GAP + side, top=above, height=_ROW * depth)
    bare(axes)
    last = len(amounts.columns) - 1
    axes.set(xlim=(0, last), ylim=(depth - 0.5, -0.5), xticks=[], yticks=[])
    for x, head in enumerate(heads):
        axes.plot([x, x], [-0.5, depth - 0.5], color=PALE, linewidth=0.7, zorder=0, clip_on=False)
        axes.annotate(
            head, (x, 1), (0, 5), xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=SMALL,
            ha="center", va="bottom", color=FAINT, rotation=0 if is_upright else 90, linespacing=1.1,
        )  # fmt: skip
    if silent:
        axes.axhline(deepest - 0.35, color=EDGE, linewidth=0.7, zorder=0, clip_on=False)
    for k, (value, name) in enumerate(zip(amounts.index, names, strict=True)):
        _line(axes, places.loc[value], ranks.loc[value], name, k)
    return drawn.figure


def _line(axes: Axes, places: pd.Series, ranks: pd.Series, name: str, k: int) -> None:
    colour = CATEGORIES[k] if k < len(CATEGORIES) else FAINT
    spots, given = places.to_numpy(), ranks.to_numpy()
    edge = colour if ink_on(colour) != INK else FAINT
    for x in range(len(spots) - 1):
        heard = np.isfinite(given[x]) and np.isfinite(given[x + 1])
        t = np.linspace(0, 1, 24)
        bend = spots[x] + (spots[x + 1] - spots[x]) * (3 * t**2 - 2 * t**3)
        axes.plot(
            x + t, bend, color=colour, linewidth=2.4 if heard else 0.9, linestyle=DASHES[k] if heard else ":",
            zorder=2 if heard else 1, clip_on=False, solid_capstyle="round",
        )  # fmt: skip
    for x, (y, rank) in enumerate(zip(spots, given, strict=True)):
        if np.isfinite(rank):
            axes.plot([x], [y], marker="o", markersize=15, color=colour, markeredgecolor=edge, markeredgewidth=0.8,
                      zorder=3, clip_on=False)  # fmt: skip
            ink = ink_on(colour)
            axes.text(x, y, f"{rank:.0f}", ha="center", va="center", fontsize=SMALL - 0.5, color=ink, zorder=4)
        else:
            axes.plot([x], [y], marker="o", markersize=3, color=colour, zorder=3, clip_on=False)
    for x, at, align, shift in ((0, 0, "right", -11), (len(spots) - 1, -1, "left", 11)):
        silent = not np.isfinite(given[at])
        axes.annotate(
            name, (x, spots[at]), (shift, 0), textcoords="offset points", ha=align, va="center",
            color=FAINT if silent else INK, fontsize=SMALL if silent else None,
        )  # fmt: skip

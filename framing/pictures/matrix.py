"""Who portrays whom: portrayers by actors, each cell more negative or more positive."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.errors import ComparisonError
from framing.pictures.look import FAINT, INK, PALE, PAPER, TONES, ink_on, page_width, style
from framing.pictures.page import GAP, SMALL, bare, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import check_top
from framing.wording import heading, join, percent

__all__ = ["portrayal_matrix"]

_ROW, _LABEL, _WIDEST = 0.34, 1.9, 1.2
_CELL = 7.0
_EVEN = 0.1
"""A cell whose negative and positive shares differ by less is drawn as neutral."""


def portrayal_matrix(found: pd.DataFrame, *, rows: int = 12, columns: int = 10) -> Picture:
    """Portrayers (rows) by actors (columns), those with most mentions: a cell says negative/positive of how many.

    ``found`` is what :func:`framing.portrayal` gave for two columns. A cell is coloured as negative or positive by
    which of both has more, where they differ by a tenth of its mentions, and says both numbers and how many mentions
    there are. The table has one row a cell. Raises a ComparisonError where the table has another shape.
    """
    check_top(rows, most=30, name="rows", why="more do not fit a page")
    check_top(columns, most=14, name="columns", why="more do not fit a page")
    needed = ["mentions", "negative_mentions", "positive_mentions"]
    keys = list(found.columns[:2])
    if not set(needed) <= set(found.columns) or set(keys) & set(needed):
        raise ComparisonError("The matrix is drawn of framing.portrayal by two columns, such as portrayer and actor.")
    if found.empty:
        raise ComparisonError("Nobody is portrayed, so there is nothing to draw.")
    up, across = (
        list(found.groupby(key)["mentions"].sum().sort_values(ascending=False, kind="stable").index[:most])
        for key, most in zip(keys, (rows, columns), strict=True)
    )
    table = pd.DataFrame(found)[[*keys, *needed]]
    table = table[table[keys[0]].isin(up) & table[keys[1]].isin(across)].reset_index(drop=True)
    title = f"Who portrays whom: {heading(keys[0])} by {heading(keys[1])}"
    left_out = len(found) - len(table)
    notes = ["In a cell: negative and positive of all mentions; the rest are neutral or uncertain."]
    notes += [f"{left_out} pairs with fewer mentions are not shown."] if left_out else []
    with style():
        figure = _draw(table, keys, up, across, title, notes)
    worst = table[table["mentions"].ge(3)].assign(share=lambda t: t["negative_mentions"] / t["mentions"])
    told = [
        f"{row[keys[0]]} of {row[keys[1]]} {percent(row['share'])}"
        for _, row in worst.sort_values(["share", "mentions"], ascending=False).head(4).iterrows()
    ]
    alt = f"{title}. Most often negative: {join(told)}." if told else f"{title}."
    return picture(figure, table, title=title, alt=alt, notes=notes)


def _draw(
    table: pd.DataFrame, keys: list[str], up: list[str], across: list[str], title: str, notes: list[str]
) -> Figure:
    names = [fold(str(name), inches=_LABEL, lines=1) for name in up]
    left = GAP + max(map(width_of, names)) + 0.12
    cell = min(_WIDEST, (page_width() - left - GAP) / len(across))
    heads = [fold(str(name), inches=1.5, lines=1, size=SMALL) for name in across]
    above = max(width_of(h, size=SMALL) for h in heads) + 0.1
    height, width = _ROW * len(up), cell * len(across)
    key = {"more negative": TONES["negative"], "even": TONES["neutral"], "more positive": TONES["positive"]}
    drawn = page(title, key=key, notes=notes, body=above + height, end=0.15)
    axes = drawn.axes(left=left, right=page_width() - left - width, top=above, height=height)
    bare(axes)
    axes.set(xlim=(0, width), ylim=(len(up) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(up)), labels=names)
    axes.tick_params(axis="y", pad=4)
    for row in table.to_dict("records"):
        y, x = up.index(row[keys[0]]), across.index(row[keys[1]])
        lean = (row["positive_mentions"] - row["negative_mentions"]) / row["mentions"]
        shade = key["even" if abs(lean) < _EVEN else "more positive" if lean > 0 else "more negative"]
        axes.add_patch(Rectangle((x * cell, y - 0.5), cell, 1, facecolor=shade, edgecolor=PAPER, linewidth=1.2))
        counts = f"{_signed('−', row['negative_mentions'])} {_signed('+', row['positive_mentions'])}"
        text = f"{counts} of {row['mentions']}"
        if width_of(text, size=_CELL) > cell - 0.04:
            text = counts
        axes.text(
            (x + 0.5) * cell, y, text, ha="center", va="center", fontsize=_CELL, color=ink_on(shade)
        )  # fmt: skip
    for y in np.arange(len(up) + 1) - 0.5:
        axes.axhline(y, color=PALE, linewidth=0.5, zorder=0)
    for x, text in enumerate(heads):
        axes.annotate(
            text, ((x + 0.5) * cell, 1), (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points",
            fontsize=SMALL, rotation=90, ha="center", va="bottom", color=INK if text else FAINT,
        )  # fmt: skip
    return drawn.figure


def _signed(sign: str, number: int) -> str:
    return f"{sign}{number}" if number else "0"

"""Frequency against effect: every term of a contrast at its place, the most typical ones named."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from framing.contrasts.contrast import Contrast, top_terms
from framing.errors import ComparisonError
from framing.pictures.look import EDGE, FAINT, FIRST, INK, PALE, PAPER, SECOND, SECOND_INK, page_width, style
from framing.pictures.page import SMALL, bare, count_ticks, factor_ticks, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.placing import Label, place
from framing.pictures.shown import check_top, is_ragged, spellings
from framing.wording import number

__all__ = ["term_scatter"]

_LEFT, _RIGHT, _FOOT, _HEIGHT = 0.62, 0.25, 0.5, 5.2
_RADIUS = 3.2
_MARKS = ((FIRST, "o", 22.0), (SECOND, "^", 26.0))
_HALO = withStroke(linewidth=2.0, foreground=PAPER)
_HEADS = (FIRST, SECOND_INK)


def term_scatter(
    found: Contrast, *, n: int = 15, min_statements: int = 1, hide: Callable[[str], bool] = is_ragged
) -> Picture:
    """Every term by its uses in both groups (across) and its log-odds ratio (up).

    Named are the ``n`` terms most typical of each group (:func:`~framing.contrasts.top_terms`), as far as there is
    room: no label lies on another. A larger grey circle stands for several terms at one place. The table has one row a
    term: ``term, group, uses, count_a, count_b, log_odds, q, named`` ("named", "no room", "").

    Raises ComparisonError where there is no term to show.
    """
    check_top(n, least=1, most=40, name="n", why="there is no room for labels of more")
    top = top_terms(found, n, hide=hide, min_statements=min_statements)
    table = _table(found, top)
    if table.empty:
        raise ComparisonError("The contrast has no terms to show.")
    a, b = found.names
    title = f"How often, and how typical: the words of {a} and {b}"
    notes = ["A larger circle stands for several terms at one place."] if _places(table)["terms"].gt(1).any() else []
    if not found.table["low"].notna().any():
        notes.append("No intervals: there are too few articles. The picture describes these texts only.")
    with style():
        drawn = page(title, body=_HEIGHT + _FOOT, notes=notes, end=0.1)
        axes = drawn.axes(left=_LEFT, right=_RIGHT, height=_HEIGHT)
        _scales(axes, table)
        _background(axes, table)
        _heads(axes, found.names)
        placed = _named(axes, found, top, table)
    table["named"] = [placed.get(t, "") for t in table["term"]]
    missing = [t for t, state in placed.items() if state == "no room"]
    if missing:
        notes.append(f"{number(len(missing))} typical terms found no room for a label; the table marks them.")
    alt = f"{title}. " + " ".join(
        f"Named for {name}: {', '.join(t for t in top.loc[top['group'].eq(name), 'term'] if placed[t] == 'named')}."
        for name in (a, b)
    )
    return picture(drawn.figure, table, title=title, alt=alt, notes=notes)


def _table(found: Contrast, top: pd.DataFrame) -> pd.DataFrame:
    terms = found.table
    groups = dict(zip(top["term"], top["group"], strict=True))
    columns = ["term", "count_a", "count_b", "log_odds", "q"]
    table = terms[columns].assign(
        uses=terms["count_a"] + terms["count_b"], group=[groups.get(t, "") for t in terms["term"]]
    )
    table = table[table["uses"].gt(0)].assign(named="")
    return table[["term", "group", "uses", "count_a", "count_b", "log_odds", "q", "named"]].reset_index(drop=True)


def _places(table: pd.DataFrame) -> pd.DataFrame:
    """Terms at one place to the eye, as one circle."""
    seen = table.assign(_y=(table["log_odds"] * 50).round())
    return seen.groupby(["uses", "_y"], sort=True).agg(terms=("term", "size"), y=("log_odds", "mean")).reset_index()


def _scales(axes: Axes, table: pd.DataFrame) -> None:
    most = float(table["uses"].max())
    low, high = float(table["log_odds"].min()), float(table["log_odds"].max())
    margin = 0.13 * max(high - low, 0.1)
    axes.set_xscale("log")
    axes.set_xlim(0.8, most * 1.6)
    axes.set_ylim(min(low, 0.0) - margin, max(high, 0.0) + margin)
    bare(axes)
    axes.set_xticks(count_ticks(most), labels=[number(t) for t in count_ticks(most)], fontsize=SMALL)
    axes.set_xticks([], minor=True)
    ticks = factor_ticks(*axes.get_ylim())
    axes.set_yticks([t for t, _ in ticks], labels=[label for _, label in ticks], fontsize=SMALL, color=FAINT)
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=INK, linewidth=0.9, zorder=1.5)
    axes.set_xlabel("uses in both groups", fontsize=SMALL + 0.5)


def _background(axes: Axes, table: pd.DataFrame) -> None:
    places = _places(table)
    sizes = np.minimum(7 * np.sqrt(places["terms"].to_numpy(dtype=np.float64)), 160)
    axes.scatter(places["uses"], places["y"], s=sizes, facecolor=PALE, edgecolor=EDGE, linewidth=0.5, zorder=2)


def _heads(axes: Axes, names: tuple[str, str]) -> None:
    """Which way is whose, written at the ends of the upright scale."""
    width = page_width() - _LEFT - _RIGHT
    for name, colour, y, va, arrow in zip(names, _HEADS, (1.0, 0.0), ("top", "bottom"), "↑↓", strict=True):
        text = fold(f"more in {name}", inches=width / 2, lines=1, weight="bold")
        axes.annotate(
            f"{arrow} {text}", (1, y), (0, -2 if y else 3), xycoords="axes fraction", textcoords="offset points",
            ha="right", va=va, color=colour, fontweight="bold",
        )  # fmt: skip


def _named(axes: Axes, found: Contrast, top: pd.DataFrame, table: pd.DataFrame) -> dict[str, str]:
    """Draw the typical terms and their labels; whether each was named."""
    where = table.set_index("term")
    for name, (colour, marker, size) in zip(found.names, _MARKS, strict=True):
        mine = where.loc[top.loc[top["group"].eq(name), "term"]]
        axes.scatter(mine["uses"], mine["log_odds"], s=size, color=colour, marker=marker, linewidth=0, zorder=3)
    order = top.sort_values(["rank", "group"], kind="stable")
    terms, shown = order["term"].tolist(), spellings(found, order["term"])
    texts = [fold(t, inches=1.9, lines=1, size=SMALL) for t in shown]
    to_points = axes.transData + axes.figure.dpi_scale_trans.inverted()
    every = 72 * to_points.transform(_places(table)[["uses", "y"]].to_numpy(dtype=np.float64))
    at = 72 * to_points.transform(where.loc[terms, ["uses", "log_odds"]].to_numpy(dtype=np.float64))
    labels = [
        Label(float(x), float(y), 72 * width_of(t, size=SMALL) + 6, SMALL * 1.25)
        for (x, y), t in zip(at, texts, strict=True)
    ]
    box = axes.get_window_extent()
    scale = 72 / float(axes.figure.dpi)
    within = (box.x0 * scale, (box.y0) * scale + 15, box.x1 * scale, box.y1 * scale - 15)
    placed = place(labels, within=within, marks=every, radius=_RADIUS)
    back = axes.transData.inverted()
    for label, text, spot in zip(labels, texts, placed, strict=True):
        if spot is None:
            continue
        left, bottom, right, top_ = spot.box
        middle = back.transform(((left + right) / 2 / scale, (bottom + top_) / 2 / scale))
        axes.text(
            float(middle[0]),
            float(middle[1]),
            text,
            ha="center",
            va="center",
            fontsize=SMALL,
            zorder=5,
            path_effects=[_HALO],
        )
        if spot.is_far:
            end = back.transform(np.array(spot.anchor(label.x, label.y)) / scale)
            start = back.transform((label.x / scale, label.y / scale))
            axes.plot([start[0], end[0]], [start[1], end[1]], color=EDGE, linewidth=0.6, zorder=2.5)
    return {t: "no room" if spot is None else "named" for t, spot in zip(terms, placed, strict=True)}

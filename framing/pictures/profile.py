"""How many effectively speak: Hill's profile of diversity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from framing.errors import ComparisonError
from framing.measure.diversity import diversity, hill_profile
from framing.pictures.look import CATEGORIES, DASHES, EDGE, FAINT, INK, MARKERS, PALE, PAPER, RULE, page_width, style
from framing.pictures.page import GAP, SMALL, bare, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.placing import spread
from framing.pictures.shown import check_top
from framing.subject import Subject, statements_table
from framing.tables import require_columns
from framing.wording import heading, join, number

__all__ = ["diversity_profile"]

_HEIGHT, _FOOT, _LEFT = 3.6, 0.68, 0.5
_LABEL = 2.2
_BESIDE = 0.055
"""Marks at order 1 stand this far beside each other, for their intervals to be told apart."""
_ORDERS = tuple(k / 4 for k in range(13))
_MEANT = {
    0.0: "0\nall count alike",
    1.0: "1\nby how much they say",
    2.0: "2\nmainly the most heard",
    3.0: "3\nstill more so",
}


def diversity_profile(
    subject: Subject,
    *,
    by: str = "speaker",
    within: str | None = None,
    count: str = "statements",
    top: int = 7,
    level: float = 0.95,
) -> Picture:
    """Effective number of speakers by order (Hill 1973), one line for each value of ``within``.

    As many speakers who all say the same amount would be as diverse. At order 0 all who speak count the same, at 1
    as much as they say, at 2 and beyond those who say most count most: a line that falls steeply has few who do most
    of the talking. A longer text has more speakers, so compare lines of similar amounts, or
    :func:`~framing.measure.diversity` at equal coverage. Upright lines are intervals, from leaving out one article
    at a time, in groups of ten articles or more. The ``top`` (1 to 7) groups with most statements have a line.

    The table: ``within`` (or "group"), ``order``, ``effective_speakers``, ``low``, ``high`` (where there are
    intervals), ``statements``, ``speakers``, ``shown``. Raises ComparisonError where nobody speaks.
    """
    check_top(top, least=1, most=7)
    statements = statements_table(subject, purpose="A profile of diversity")
    require_columns(statements, ["article_id", by, *([within] if within else [])], purpose="A profile of diversity")
    column = within or "group"
    sizes = diversity(statements, by=by, within=within or (), count=count, level=level)
    sizes = sizes[sizes["speakers"].gt(0)].sort_values(["statements", column], ascending=[False, True], kind="stable")
    if sizes.empty:
        raise ComparisonError(f"No statement has a {by}: there is no diversity to show.")
    table = hill_profile(statements, by=by, within=within or (), orders=_ORDERS, count=count, level=level)
    ends = sizes.set_index(column)
    table = table[table[column].isin(ends.index)]
    table = table.rename(columns={f"effective_speakers_{end}": end for end in ("low", "high")})
    shown = sizes[column].tolist()[:top]
    table = table.assign(
        statements=table[column].map(ends["statements"]), speakers=table[column].map(ends["speakers"]),
        shown=table[column].isin(shown),
    ).reset_index(drop=True)  # fmt: skip
    title = "How many effectively speak" + (f", by {heading(within)}" if within else "")
    notes = _notes(table, len(sizes) - len(shown), within=within, level=level)
    with style():
        figure = _draw(table, shown, column=column, title=title, notes=notes)
    told = [
        f"{g} {_at(table, column, g, 0.0):.0f} speakers, effectively {_at(table, column, g, 1.0):.1f}" for g in shown
    ]
    return picture(figure, table, title=title, alt=f"{title}: {join(told)}.", notes=notes)


def _at(table: pd.DataFrame, column: str, group: str, order: float) -> float:
    return float(table.loc[table[column].eq(group) & table["order"].eq(order), "effective_speakers"].iloc[0])


def _notes(table: pd.DataFrame, rest: int, *, within: str | None, level: float) -> list[str]:
    ends = table.loc[table["shown"], "low"]
    if ends.notna().all():
        notes = [f"Upright lines: {100 * level:.0f}% intervals, from leaving out one article at a time."]
    elif ends.notna().any():
        notes = [f"Upright lines: {100 * level:.0f}% intervals; none with fewer than ten articles."]
    else:
        notes = ["No intervals: fewer than ten articles. The lines describe these articles and no others."]
    if rest:
        notes.append(f"{number(rest)} more {heading(within)}s have no line; the table has them.")
    return notes


def _draw(table: pd.DataFrame, shown: Sequence[str], *, column: str, title: str, notes: Sequence[str]) -> Figure:
    lines = [table[table[column].eq(g)] for g in shown]
    texts = [f"{fold(g, inches=_LABEL, lines=1)}" if column != "group" else "all articles" for g in shown]
    drawn = page(
        title, subtitle="As many speakers who all say the same amount would be as diverse.", notes=notes,
        body=_HEIGHT + _FOOT, end=0.1,
    )  # fmt: skip
    right = GAP + max(map(width_of, texts)) + 0.35
    axes = drawn.axes(left=_LEFT, right=right, top=0.05, height=_HEIGHT - 0.05)
    bare(axes)
    highs = [float(np.nanmax([*line["effective_speakers"], *line["high"]])) for line in lines]
    top = 1.06 * max(*highs, 1.0)
    axes.set(xlim=(-0.08, max(_ORDERS) + 0.02), ylim=(0, top))
    axes.set_xticks(list(_MEANT), labels=list(_MEANT.values()), fontsize=SMALL)
    axes.tick_params(axis="x", pad=8)
    axes.set_xlabel("order", fontsize=SMALL + 0.5)
    step = next(s * 10**e for e in range(9) for s in (1, 2, 5) if top / (s * 10**e) <= 6)
    ticks = list(range(0, int(top) + 1, step))
    axes.set_yticks(ticks, labels=[number(t) for t in ticks], fontsize=SMALL, color=FAINT)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=RULE, linewidth=0.8)
    many = len(lines)
    for k, line in enumerate(lines):
        colour = CATEGORIES[k] if k < len(CATEGORIES) else FAINT
        axes.plot(
            line["order"], line["effective_speakers"], color=colour, linewidth=1.9, linestyle=DASHES[k],
            zorder=2 + 0.01 * (many - k),
        )  # fmt: skip
        marks = line[line["order"].isin(list(_MEANT))]
        beside = _BESIDE * (k - (many - 1) / 2) if line["low"].notna().any() else 0.0
        axes.plot(
            marks["order"] + beside, marks["effective_speakers"], color=colour,
            linestyle="none", marker=MARKERS[k],
            markersize=6, markeredgecolor=PAPER, markeredgewidth=0.7, zorder=4,
        )  # fmt: skip
        axes.vlines(marks["order"] + beside, marks["low"], marks["high"], color=colour, linewidth=1.2, zorder=3)
    inch = top / (_HEIGHT - 0.05)
    ends = [float(line["effective_speakers"].iloc[-1]) for line in lines]
    heights = spread(ends, gap=0.19 * inch, low=0.08 * inch, high=top - 0.08 * inch)
    x = axes.get_xlim()[1]
    per_inch = (x + 0.08) / (page_width() - _LEFT - right)
    for text, y, end in zip(texts, heights, ends, strict=True):
        axes.plot([x, x + 0.24 * per_inch], [end, y], color=EDGE, linewidth=0.7, clip_on=False, zorder=1)
        axes.text(x + 0.28 * per_inch, y, text, ha="left", va="center", color=INK)
    return drawn.figure

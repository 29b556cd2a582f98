"""Shares of each side, speaker … in each group of articles: side by side, and over time, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from framing.contrasts.groups import Period, periods
from framing.errors import ComparisonError
from framing.intervals import FEWEST_HOLDING
from framing.pictures.look import CATEGORIES, DASHES, EDGE, FAINT, INK, MARKERS, PALE, PAPER, edge_of, page_width, style
from framing.pictures.page import GAP, SMALL, bare, fold, page, share_ticks, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.placing import spread
from framing.pictures.shares import Share, part_shares, side_colours
from framing.pictures.shown import check_top, first_of, in_order, part_name
from framing.subject import Subject, statements_table
from framing.tables import MISSING, group_values, require_columns
from framing.wording import heading, join, number, percent

__all__ = [
    "FEWEST_PERIODS",
    "Shares",
    "drawn_between",
    "drawn_over_time",
    "share_changes",
    "shares_between",
    "shares_of_groups",
    "shares_of_periods",
    "shares_over_time",
]

_GROUPS = 4
_BAR, _SPACE = 0.185, 0.15
_HEIGHT = 2.7

FEWEST_PERIODS = 3
"""With fewer periods there is no course over time to show."""


def shares_between(
    subject: Subject,
    *,
    by: str = "side",
    between: str = "article_id",
    labels: Mapping[str, str] | None = None,
    top: int = 7,
) -> Picture:
    """The share of the attributed words that each side … has in each of two to four groups of articles.

    A bar a group below each value of ``by``, most words first, all from 0 on one scale, with its interval over articles
    where three or more hold it. ``between`` is a column of the statements; ``labels`` are shorter names of its values.
    The title says what differs most. The table has one row a bar: ``group``, ``by``'s value, ``statements``, ``words``,
    ``articles``, ``share``, ``low``, ``high``, ``of_articles``. Raises ComparisonError for one group or more than four
    (take :func:`balance_shares` with ``within`` then), or a column that is not there.
    """
    return drawn_between(shares_of_groups(subject, by=by, between=between, labels=labels, top=top))


@dataclass(frozen=True, eq=False)
class Shares:
    """What a picture of shares shows: its ``table``, the ``parts`` and the ``groups`` in their order, title, notes."""

    by: str
    table: pd.DataFrame
    parts: tuple[str, ...]
    groups: tuple[str, ...]
    title: str
    notes: tuple[str, ...]

    def with_last(self, rest: str) -> Shares:
        """With all that are together called ``rest``, if any, as the last part, which the title does not tell of."""
        if rest not in self.parts:
            return self
        title = share_changes(self.table[self.table[self.by].ne(rest)], self.by, self.groups)
        return replace(self, parts=(*(p for p in self.parts if p != rest), rest), title=title)


def shares_of_groups(
    subject: Subject,
    *,
    by: str = "side",
    between: str = "article_id",
    labels: Mapping[str, str] | None = None,
    top: int = 7,
    rest_told: bool = True,
) -> Shares:
    """What :func:`shares_between` shows, to be drawn more than once.

    The title tells of all others together only if ``rest_told``.
    """
    check_top(top, most=12, why="more do not fit a page")
    frame = statements_table(subject, purpose="A picture of shares")
    require_columns(frame, ["article_id", "words", by, between], purpose="A picture of shares")
    named = group_values(frame[between]) if len(frame) else pd.Series(dtype="str")
    groups = in_order(frame, between, list(named.unique())) if len(frame) else []
    if not 2 <= len(groups) <= _GROUPS:
        raise ComparisonError(
            f"{len(groups)} values of {between!r}: two to {_GROUPS} are set side by side; of more, balance_shares("
            f"within={between!r}) shows each as a row."
        )
    parts = first_of(frame[by], frame["words"], top=top)
    cut = frame.assign(**{by: parts.recode(group_values(frame[by]))})
    shown = {g: (labels or {}).get(g, g) for g in groups}
    found = [part_shares(cut[named.eq(g)], shown[g], parts.names, by=by, share=Share.WORDS, level=0.95) for g in groups]
    table = pd.concat(found, ignore_index=True)
    title = share_changes(table if rest_told else table[~table[by].isin([parts.rest])], by, list(shown.values()))
    return Shares(by, table, parts.names, tuple(shown.values()), title, tuple(_interval_note(table)))


def drawn_between(shares: Shares) -> Picture:
    """Shares of groups side by side."""
    by, table, title, notes = shares.by, shares.table, shares.title, shares.notes
    with style():
        figure = _bars(table, shares.parts, shares.groups, by=by, title=title, notes=notes)
    told = [
        f"{part_name(v, by)} "
        + join([f"{percent(s)} in {g}" for g, s in zip(rows["group"], rows["share"], strict=True)])
        for v, rows in table.groupby(by, sort=False)
    ]
    return picture(figure, table, title=title, alt=f"{title}. {'; '.join(told)}.", notes=notes)


def share_changes(table: pd.DataFrame, by: str, groups: Sequence[str]) -> str:
    """What differs most between the groups, as a title: "Russia: 38% of the attributed words in A1, 8% in A2"."""
    known = table[~table[by].isin([MISSING])]
    wide = known.pivot_table(index=by, columns="group", values="share", sort=False).reindex(columns=list(groups))
    spans = (wide.max(axis=1) - wide.min(axis=1)).sort_values(ascending=False, kind="stable")
    if spans.empty:
        return "Share of the attributed words"
    most = spans.index[0]
    first, *rest = (f"{percent(wide.loc[most, g])} {{}}in {g}" for g in groups)
    return ", ".join([f"{most}: {first.format('of the attributed words ')}", *(r.format("") for r in rest)])


def _interval_note(table: pd.DataFrame) -> list[str]:
    if table["low"].notna().any():
        return [f"Lines: 95% intervals over articles; none where fewer than {FEWEST_HOLDING} articles hold it."]
    return ["Too few articles for intervals: the bars describe these articles and no others."]


def _bars(
    table: pd.DataFrame, parts: Sequence[str], groups: Sequence[str], *, by: str, title: str, notes: Sequence[str]
) -> Figure:
    names = [fold(part_name(p, by), inches=min(1.9, 0.36 * page_width()), lines=2) for p in parts]
    block = max(len(groups) * _BAR, 0.32) + _SPACE
    subtitle = f"Share of the words attributed to anybody in the group, by {heading(by)}, in percent."
    drawn = page(title, subtitle=subtitle, notes=notes, body=block * len(parts) + 0.36, end=0.1)
    left = GAP + max(map(width_of, names)) + 0.12
    shown = {g: fold(str(g), inches=0.22 * page_width(), lines=2, size=SMALL) for g in groups}
    inside = max(width_of(g, size=SMALL) for g in shown.values()) + 0.1
    axes = drawn.axes(left=left + inside, right=0.62, top=0.02, height=block * len(parts))
    bare(axes)
    most = float(np.nanmax([table["share"].max(), table["high"].max(), 0.01]))
    axes.set(xlim=(0, most), ylim=(block * len(parts), 0))
    ticks = share_ticks(most)
    axes.set_xticks(ticks, labels=[f"{100 * t:.0f}%" for t in ticks], fontsize=SMALL)
    axes.set_yticks([])
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(0, color=EDGE, linewidth=0.9)
    colours = side_colours(parts)
    cells = {(row["group"], row[by]): (i, row) for i, row in enumerate(table.to_dict("records"))}
    for p, (part, name) in enumerate(zip(parts, names, strict=True)):
        above = block * p + _SPACE / 2
        drawn.write(GAP, 0.02 + block * (p + 0.5), name, hang="center")
        for g, group in enumerate(groups):
            index, row = cells[group, part]
            y = above + (block - _SPACE) * (g + 0.5) / len(groups)
            colour = colours[part]
            bar = axes.barh(y, row["share"], height=0.86 * (block - _SPACE) / len(groups), color=colour,
                            edgecolor=edge_of(colour), linewidth=0.6)  # fmt: skip
            bar[0].set_gid(f"row-{index}")
            drawn.write(
                left + inside - 0.06, 0.02 + y, shown[group], size=SMALL, colour=FAINT, align="right", hang="center"
            )
            end = row["share"]
            if np.isfinite(row["low"]) and np.isfinite(row["high"]):
                axes.plot([row["low"], row["high"]], [y, y], color=PAPER, linewidth=3, solid_capstyle="butt")
                axes.plot([row["low"], row["high"]], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt")
                end = max(end, row["high"])
            axes.annotate(percent(row["share"]), (end, y), (4, 0), textcoords="offset points", va="center",
                          fontsize=SMALL)  # fmt: skip
    return drawn.figure


def shares_over_time(
    subject: Subject, *, by: str = "side", every: Period | str = Period.MONTH, top: int = 5, level: float = 0.95
) -> Picture:
    """The share of the attributed words of each side … from period to period, with intervals over articles.

    Lines of the ``top`` (1 to 6) values of ``by`` with most words, named at their ends; statements without a date are
    left out and counted in a note. The table has one row a point: ``period``, ``by``'s value, ``statements``,
    ``words``, ``articles``, ``share``, ``low``, ``high`` (missing where fewer than three articles hold it),
    ``of_articles``. Raises ComparisonError: fewer than three periods have statements.
    """
    return drawn_over_time(shares_of_periods(subject, by=by, every=every, top=top, level=level))


def shares_of_periods(
    subject: Subject, *, by: str = "side", every: Period | str = Period.MONTH, top: int = 5, level: float = 0.95
) -> Shares:
    """What :func:`shares_over_time` shows, to be drawn more than once."""
    check_top(top, least=1, most=6)
    frame = statements_table(subject, purpose="Shares over time")
    require_columns(frame, ["article_id", "words", by, "date"], purpose="Shares over time")
    named = periods(frame["date"], Period(every))
    dated = frame[named.ne(MISSING)]
    order = sorted(named[named.ne(MISSING)].unique())
    if len(order) < FEWEST_PERIODS:
        raise ComparisonError(
            f"{len(order)} {Period(every)}s have statements; a course over time needs {FEWEST_PERIODS}. Take a shorter "
            "period with every=, or shares_between for two."
        )
    parts = first_of(dated[by], dated["words"], top=len(dated))
    known = [p for p in parts.names if p != MISSING][:top]
    found = [
        part_shares(dated[named[dated.index].eq(p)], p, known, by=by, share=Share.WORDS, level=level) for p in order
    ]
    table = pd.concat(found, ignore_index=True).rename(columns={"group": "period"})
    title = share_changes(table.rename(columns={"period": "group"}), by, (order[0], order[-1]))
    notes = [f"Upright lines: {percent(level)} intervals over articles; none where fewer than three hold it."]
    if len(dated) < len(frame):
        notes.append(f"{number(len(frame) - len(dated))} statements have no date.")
    return Shares(by, table, tuple(known), tuple(order), title, tuple(notes))


def drawn_over_time(shares: Shares) -> Picture:
    """Shares from period to period."""
    by, table, title, notes = shares.by, shares.table, shares.title, shares.notes
    known = shares.parts
    with style():
        figure = _lines(table, known, shares.groups, by=by, title=title, notes=notes)
    told = [f"{part} {join([percent(s) for s in table.loc[table[by].eq(part), 'share']])}" for part in known]
    return picture(figure, table, title=title, alt=f"{title}. In order: {'; '.join(told)}.", notes=notes)


def _lines(
    table: pd.DataFrame, parts: Sequence[str], order: Sequence[str], *, by: str, title: str, notes: Sequence[str]
) -> Figure:
    texts = [fold(p, inches=0.3 * page_width(), lines=1, size=SMALL) for p in parts]
    subtitle = f"Share of the attributed words by {heading(by)}, in percent, and articles in each period."
    drawn = page(title, subtitle=subtitle, notes=notes, body=_HEIGHT + 0.5, end=0.1)
    right = GAP + max(width_of(t, size=SMALL) for t in texts) + 0.32
    axes = drawn.axes(left=0.62, right=right, top=0.08, height=_HEIGHT)
    axes.tick_params(axis="x", pad=7)
    bare(axes)
    top = 1.05 * float(np.nanmax([table["share"].max(), table["high"].max(), 0.02]))
    last = len(order) - 1
    axes.set(xlim=(-0.15, last + 0.15), ylim=(0, top))
    ticks = share_ticks(top)
    axes.set_yticks(ticks, labels=[f"{100 * t:.0f}%" for t in ticks], fontsize=SMALL, color=FAINT)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    counts = table.drop_duplicates("period").set_index("period")["of_articles"]
    room = (page_width() - 0.62 - right) / max(1, last)
    wide = max(width_of(p, size=SMALL) for p in order) + 0.08
    step = max(1, int(np.ceil(wide / room)))
    shown = [k for k in range(len(order)) if k % step == 0]
    axes.set_xticks(shown, labels=[f"{order[k]}\n{number(int(counts[order[k]]))}" for k in shown], fontsize=SMALL)
    many, ends = len(parts), []
    for k, part in enumerate(parts):
        line = table[table[by].eq(part)].reset_index()
        x = np.arange(len(order)) + 0.05 * (k - (many - 1) / 2)
        axes.plot(x, line["share"], color=CATEGORIES[k], linestyle=DASHES[k], linewidth=1.9, zorder=3)
        for at, row in zip(x, line.to_dict("records"), strict=True):
            mark = axes.plot([at], [row["share"]], color=CATEGORIES[k], marker=MARKERS[k], markersize=6,
                             markeredgecolor=edge_of(CATEGORIES[k]), markeredgewidth=0.8, zorder=4)  # fmt: skip
            mark[0].set_gid(f"row-{row['index']}")
        axes.vlines(x, line["low"], line["high"], color=edge_of(CATEGORIES[k]), linewidth=1.1, zorder=2)
        ends.append(float(line["share"].iloc[-1]))
    inch = top / _HEIGHT
    heights = spread(ends, gap=0.17 * inch, low=0.08 * inch, high=top - 0.08 * inch)
    per_inch = (last + 0.3) / (page_width() - 0.62 - right)
    for text, y, end in zip(texts, heights, ends, strict=True):
        axes.plot([last + 0.15, last + 0.15 + 0.2 * per_inch], [end, y], color=EDGE, linewidth=0.7, clip_on=False)
        axes.text(last + 0.15 + 0.24 * per_inch, y, text, ha="left", va="center", fontsize=SMALL)
    return drawn.figure

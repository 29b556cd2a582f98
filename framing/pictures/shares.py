"""Balance as stacked shares, with intervals that are read from a common baseline."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import ComparisonError
from framing.measure.balance import balance_intervals
from framing.pictures.look import (
    CATEGORIES,
    EDGE,
    FAINT,
    HATCHES,
    INK,
    OTHERS,
    PAPER,
    RULE,
    SIZE,
    ink_on,
    page_width,
    style,
)
from framing.pictures.page import GAP, SMALL, bare, fold, page, share_ticks, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import Cut, check_top, first_of
from framing.subject import Subject, statements_table
from framing.tables import MISSING, group_values, require_columns
from framing.wording import heading, join, number, percent

__all__ = ["Share", "balance_shares", "part_shares", "side_colours"]

_MOST = 7
_ROWS = 15
_BAR, _GAP, _ROW, _FOOT = 0.46, 0.34, 0.29, 0.36


class Share(StrEnum):
    """What is shared out; the value is the column of the balance table."""

    WORDS = "word_share"
    STATEMENTS = "statement_share"


_OF = {Share.WORDS: "attributed words", Share.STATEMENTS: "statements"}
_WEIGHT = {Share.WORDS: "words", Share.STATEMENTS: "statements"}


def balance_shares(
    subject: Subject,
    *,
    by: str = "side",
    within: str | None = None,
    share: Share = Share.WORDS,
    top: int = _MOST,
    level: float = 0.95,
) -> Picture:
    """Who has which share of all attributed words or statements, with intervals over articles.

    Without ``within`` one stacked bar, and below it each share on a scale of its own from 0, with its interval. With
    ``within`` ("outlet", "article_id" …) one row a group, its stacked bar pulled apart into columns, so that shares
    are compared, and intervals read, from a common baseline; each row makes up 100%. At most ``top`` (3 to 7) parts
    are shown, all others are one; "not given" is a part of its own. At most 15 groups have a row, the rest are one.

    The table has one row a part: ``group`` (with ``within``: its value; else "all"), ``by``'s value, ``statements``,
    ``words``, ``articles``, ``share``, ``low``, ``high`` (missing where fewer than three articles hold it),
    ``of_articles``: articles of the bar. Raises ComparisonError for an empty table or a column that is not there.
    """
    statements = statements_table(subject, purpose="A picture of shares")
    check_top(top, most=_MOST)
    share = Share(share)
    needed = ["article_id", by, "words", *([within] if within else [])]
    require_columns(statements, needed, purpose="A picture of shares")
    if statements.empty:
        raise ComparisonError("There are no statements to show shares of.")
    weights = statements["words"] if share is Share.WORDS else pd.Series(1, index=statements.index)
    if not weights.sum() > 0:
        raise ComparisonError("The statements have no words to show shares of; take share='statement_share'.")
    parts = first_of(statements[by], weights, top=top)
    frame = statements.assign(**{by: parts.recode(group_values(statements[by]))})
    groups = Cut(("all",), None)
    if within is None:
        pieces = [("all", frame)]
    else:
        groups = first_of(statements[within], weights, top=_ROWS)
        named = groups.recode(group_values(statements[within]))
        pieces = [(name, frame[named.eq(name)]) for name in groups.names]
    found = [part_shares(piece, name, parts.names, by=by, share=share, level=level) for name, piece in pieces]
    table = pd.concat(found, ignore_index=True)
    title = f"Share of {_OF[share]} by {heading(by)}" + (f" and {heading(within)}" if within else "")
    notes = _notes(table, level=level, rest=groups.rest, within=within)
    with style():
        draw = _one if within is None else _many
        figure = draw(table, parts, by=by, title=title, notes=notes)
    shown = table if within is None else table[table["group"].eq(groups.names[0])]
    told = join([f"{v} {percent(s)}" for v, s in zip(shown[by], shown["share"], strict=True)])
    alt = f"{title}: {told}." if within is None else f"{title}. {groups.names[0]}: {told}."
    return picture(figure, table, title=title, alt=alt, notes=notes)


def part_shares(
    piece: pd.DataFrame, name: str, parts: Sequence[str], *, by: str, share: Share, level: float
) -> pd.DataFrame:
    """The shares of one bar, parts in the order of the picture; a part that it lacks has a share of 0."""
    found = balance_intervals(piece, by=by, level=level, shares=[share.value])
    found = found.set_index(by).reindex(list(parts))
    counts = found[["statements", "words", "articles"]].fillna(0).astype("int64")
    made = counts.assign(
        share=found[share.value].fillna(0.0), low=found[f"{share.value}_low"], high=found[f"{share.value}_high"]
    ).reset_index()
    made.insert(0, "group", pd.Series(name, index=made.index, dtype="str"))
    return made.assign(of_articles=int(piece["article_id"].nunique()))


def _notes(table: pd.DataFrame, *, level: float, rest: str | None, within: str | None) -> list[str]:
    given, heard = table["low"].notna(), table["statements"].gt(0)
    notes = []
    if (given | ~heard).all() and given.any():
        notes.append(f"Lines: {percent(level)} intervals, over articles.")
    elif given.any():
        notes.append(f"Lines: {percent(level)} intervals, over articles; none with fewer than three.")
    else:
        notes.append("No intervals: fewer than three articles. The shares describe these articles and no others.")
    if rest:
        notes.append(f"The {heading(within)}s with least are one row, {rest}.")
    return notes


def side_colours(names: Sequence[str]) -> dict[str, str]:
    """The colour of each side …, most words first: the same in every picture; nobody and the rest are pale."""
    known = [n for n in names if n != MISSING][: len(CATEGORIES)]
    return dict.fromkeys(names, OTHERS) | dict(zip(known, CATEGORIES, strict=False))


def _colours(parts: Cut) -> dict[str, tuple[str, str]]:
    """Colour and pattern of each part; nobody is white, the rest is pale."""
    known = [n for n in parts.shown if n != MISSING]
    colours = {n: (CATEGORIES[k % len(CATEGORIES)], HATCHES[k % len(HATCHES)]) for k, n in enumerate(known)}
    if len(known) > len(CATEGORIES):
        colours[known[-1]] = (OTHERS, "")
    if MISSING in parts.shown:
        colours[MISSING] = (PAPER, "")
    if parts.rest is not None:
        colours[parts.rest] = (OTHERS, "")
    return colours


def _fill(axes: Axes, y: float, width: float, left: float, look: tuple[str, str], height: float) -> None:
    colour, hatch = look
    light = ink_on(colour) == INK
    axes.barh(
        y, width, left=left, height=height, facecolor=colour, hatch=hatch, linewidth=0.7,
        edgecolor=(FAINT if hatch else EDGE) if light else (PAPER if hatch else colour), zorder=2,
    )  # fmt: skip


def _one(table: pd.DataFrame, parts: Cut, *, by: str, title: str, notes: Sequence[str]) -> Figure:
    """A stacked bar, and below it each part from 0."""
    rows, looks = len(table), _colours(parts)
    names = [fold(v, inches=2.4, lines=2) for v in table[by]]
    row = 0.13 + 0.155 * (1 + max(n.count("\n") for n in names))
    row = max(row, _ROW)
    texts = [_told(s, low, high) for s, low, high in zip(table["share"], table["low"], table["high"], strict=True)]
    drawn = page(title, notes=notes, body=_BAR + _GAP + row * rows + _FOOT, end=0.1)
    bar = drawn.axes(left=GAP, right=GAP, height=_BAR)
    bare(bar)
    bar.set(xlim=(0, 1), ylim=(0.5, -0.5), xticks=[], yticks=[])
    at = 0.0
    for value, share in zip(table[by], table["share"], strict=True):
        rounded = percent(share)
        _fill(bar, 0, share, at, looks[value], 0.98)
        room = share * (page_width() - 2 * GAP) - 0.1
        text = next((t for t in (f"{fold(value, inches=9)} {rounded}", rounded) if width_of(t) <= room), "")
        patch = {"facecolor": looks[value][0], "edgecolor": "none", "pad": 1.2} if looks[value][1] and text else None
        bar.text(at + share / 2, 0, text, ha="center", va="center", color=ink_on(looks[value][0]), bbox=patch, zorder=3)
        at += share
    left = GAP + max(map(width_of, names)) + 0.42
    axes = drawn.axes(left=left, right=GAP + max(map(width_of, texts)) + 0.15, top=_BAR + _GAP, height=row * rows)
    most = float(np.nanmax([table["share"].max(), table["high"].max()]))
    _scale(axes, rows, most)
    axes.set_yticks(range(rows), labels=names)
    axes.tick_params(axis="y", pad=22)
    inches = axes.get_position().width * page_width()
    for y, (value, share) in enumerate(zip(table[by], table["share"], strict=True)):
        wide = 0.17 / inches * axes.get_xlim()[1]
        swatch = axes.barh(
            y, wide, left=-wide * 1.5, height=0.14 / row, facecolor=looks[value][0], hatch=looks[value][1] * 2,
            edgecolor=EDGE, linewidth=0.7, clip_on=False,
        )  # fmt: skip
        swatch[0].set_clip_on(False)
        axes.plot([share], [y], marker="o", color=INK, markersize=5.5, zorder=4)
    _lines(axes, table)
    for y, text in enumerate(texts):
        axes.annotate(text, (1, y), (8, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center")
    return drawn.figure


def _many(table: pd.DataFrame, parts: Cut, *, by: str, title: str, notes: Sequence[str]) -> Figure:
    """A row a group and a column a part, all columns on one scale."""
    groups = list(dict.fromkeys(table["group"]))
    looks, values = _colours(parts), list(parts.names)
    articles = table.drop_duplicates("group").set_index("group")["of_articles"]
    named = [fold(g, inches=1.75, lines=2) for g in groups]
    labels = [f"{g}\n{number(int(n))} articles" if (n := articles[name]) > 1 else g
              for g, name in zip(named, groups, strict=True)]  # fmt: skip
    row = max(_ROW, 0.17 + 0.15 * (1 + max(g.count("\n") for g in labels)))
    left = GAP + max(map(width_of, labels)) + 0.15
    most = [max(0.02, float(np.nanmax([*part["share"], *part["high"]])))
            for part in (table[table[by].eq(v)] for v in values)]  # fmt: skip
    gap, room = 0.12, 0.44
    words = [min(1.1, max(width_of(w, size=SMALL, weight="bold") for w in v.split())) + 0.04 for v in values]
    rooms = [room] * len(values)
    for _ in range(6):  # columns of little get room for their heads, and all others less
        scale = (page_width() - left - GAP - sum(rooms) - gap * len(values)) / sum(most)
        rooms = [max(room, word - m * scale) for word, m in zip(words, most, strict=True)]
    widths = [m * scale + r for m, r in zip(most, rooms, strict=True)]
    heads = [fold(v, inches=w - 0.02, lines=3, weight="bold", size=SMALL) for v, w in zip(values, widths, strict=True)]
    top = 0.1 + 0.15 * (1 + max(h.count("\n") for h in heads)) + 0.08
    height = row * len(groups)
    drawn = page(title, subtitle="Each row makes up 100%.", notes=notes, body=top + height + _FOOT, end=0.1)
    at = left
    for k, (value, width, head) in enumerate(zip(values, widths, heads, strict=True)):
        part = table[table[by].eq(value)].set_index("group").loc[groups]
        axes = drawn.axes(left=at, right=page_width() - at - width, top=top, height=height)
        bare(axes)
        axes.set(xlim=(0, width / scale), ylim=(len(groups) - 0.5, -0.5), xticks=[])
        axes.set_yticks(range(len(groups)) if k == 0 else [], labels=labels if k == 0 else [])
        axes.axvline(0, color=EDGE, linewidth=0.9, zorder=3)
        for y, (share, high, count) in enumerate(zip(part["share"], part["high"], part["statements"], strict=True)):
            _fill(axes, y, share, 0, looks[value], 0.5)
            end = np.nanmax([share, high])
            axes.annotate(
                percent(share) if count else "–", (end, y), (4, 0), textcoords="offset points", va="center",
                fontsize=SMALL, color=INK if count else FAINT,
            )  # fmt: skip
        _lines(axes, part)
        drawn.write(at, top - 0.06, head, size=SMALL, weight="bold", hang="bottom")
        at += width + gap
    return drawn.figure


def _told(share: float, low: float, high: float) -> str:
    return percent(share).rjust(3, "\u2007") + (f" ({100 * low:.0f}–{100 * high:.0f})" if np.isfinite(low) else "")


def _scale(axes: Axes, rows: int, most: float) -> None:
    bare(axes)
    axes.set(xlim=(0, 1.04 * most), ylim=(rows - 0.5, -0.5))
    ticks = share_ticks(most)
    axes.set_xticks(ticks, labels=[f"{100 * t:.0f}%" for t in ticks], fontsize=SIZE - 1)
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)


def _lines(axes: Axes, part: pd.DataFrame) -> None:
    for y, (low, high) in enumerate(zip(part["low"], part["high"], strict=True)):
        if np.isfinite(low) and np.isfinite(high):
            axes.plot([low, high], [y, y], color=PAPER, linewidth=3.2, solid_capstyle="butt", zorder=3)
            axes.plot([low, high], [y, y], color=INK, linewidth=1.2, solid_capstyle="butt", zorder=3.5)

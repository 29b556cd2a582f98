"""Bars to both sides: words that set two groups apart, and word shifts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from framing.contrasts.contrast import Contrast, top_terms
from framing.contrasts.told import asserted
from framing.errors import ComparisonError
from framing.function_words import is_function_phrase
from framing.pictures.look import FAINT, FIRST, INK, PAPER, RULE, SECOND, SECOND_INK, page_width, style
from framing.pictures.page import GAP, SMALL, bare, factor_ticks, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import check_top, chosen_intervals, is_ragged, spellings
from framing.wording import join, number, percent

__all__ = ["Scale", "bars_of_terms", "diverging_bars", "word_shift"]

_ROW = 0.235
_HEAD = 0.3
_FOOT = 0.42
_LABEL = 2.6
"""Widest label in inches."""


@dataclass(frozen=True, slots=True)
class _Bars:
    """Rows of bars to both sides of 0, from top to bottom, all in one length."""

    labels: Sequence[str]
    lengths: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    hatched: Sequence[bool]
    pairs: Sequence[tuple[str, str]]


class Scale(StrEnum):
    """What the length of a bar is; the value is the column of the contrast's table."""

    ODDS = "log_odds"
    """By how many times the odds of a term are higher: rare terms have long bars."""
    Z = "z"
    """The log-odds in standard errors: long where a term is typical and frequent. A rank, not a test."""


_TOLD = {
    Scale.ODDS: "Bars: by how many times the odds of a term are higher.",
    Scale.Z: "Bars: how typical a term is, by the z of its log-odds, a rank and not a test.",
}


def diverging_bars(
    found: Contrast,
    *,
    n: int = 10,
    min_statements: int = 1,
    hide: Callable[[str], bool] = is_ragged,
    scale: Scale = Scale.ODDS,
) -> Picture:
    """The terms most typical of each group, as bars of their log-odds ratio with intervals, or of its ``z``.

    Terms are those of :func:`~framing.contrasts.top_terms` by the contrast's method, ordered by the length of their
    bars; the ``scale`` is in times the odds of the other group, or in standard errors. Intervals are of the ratio of
    rates, which the prior of the odds does not shrink, and corrected for the choice of the terms; with too few articles
    there are none, and the picture says so. A star marks q < .05. Bars are hatched where all uses of a term are in
    one statement. The table has their rows of the contrast's table. Raises ComparisonError where there is no term.
    """
    check_top(n, least=1, most=40, name="n", why="bars of more would be too thin to read")
    top = top_terms(found, n, hide=hide, min_statements=min_statements)
    return bars_of_terms(found, top.assign(shown=spellings(found, top["term"])), scale=scale)


def bars_of_terms(found: Contrast, terms: pd.DataFrame, *, scale: Scale) -> Picture:
    """Given ``terms`` of a contrast as bars: rows of :func:`~framing.contrasts.top_terms`, spelt as in ``shown``."""
    scale = Scale(scale)
    table = terms[np.sign(terms["log_odds"]).eq(np.where(terms["group"].eq(found.names[0]), 1, -1))]
    if table.empty:
        raise ComparisonError(
            f"No term is typical of {found.names[0]!r} or {found.names[1]!r}: let hide= or min_statements= pass more."
        )
    table = table.sort_values(scale.value, ascending=False, kind="stable", ignore_index=True)
    starred = asserted(table)
    labels = [_label(t) + (" *" if star else "") for t, star in zip(table["shown"], starred, strict=True)]
    table = chosen_intervals(found, table.drop(columns="shown"))
    a, b = found.names
    title = f"Words that set apart {a} and {b}"
    notes = _interval_notes(table) if scale is Scale.ODDS else []
    if starred.any():
        notes.append("Star: q < .05.")
    if table["single_statement"].any():
        notes.append("Hatched: all uses of the term stand in one statement.")
    nothing = [float("nan")] * len(table)
    with style():
        bars = _Bars(
            labels=labels,
            lengths=table[scale.value].tolist(),
            low=table["low"].tolist() if scale is Scale.ODDS else nothing,
            high=table["high"].tolist() if scale is Scale.ODDS else nothing,
            hatched=table["single_statement"].tolist(),
            pairs=[(number(x), number(y)) for x, y in zip(table["count_a"], table["count_b"], strict=True)],
        )
        figure, axes = _sided(
            bars, names=found.names, title=title, notes=notes, head="uses",
            subtitle=f"{_TOLD[scale]} Right: its uses, {a} : {b}.",
        )  # fmt: skip
        low, high = axes.get_xlim()
        ticks = factor_ticks(low, high) if scale is Scale.ODDS else _plain_ticks(low, high)
        axes.set_xticks([t for t, _ in ticks], labels=[label for _, label in ticks], fontsize=SMALL)
    alt = f"{title}. " + " ".join(
        f"{name}: {', '.join(table.loc[table['group'].eq(name), 'term'].iloc[::s]) or 'none'}."
        for name, s in ((a, 1), (b, -1))
    )
    return picture(figure, table, title=title, alt=alt, notes=notes)


def _plain_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Round places to both sides of 0, without a sign: the side says whose it is."""
    step = next(s * 10.0**e for e in range(-3, 6) for s in (1, 2, 5) if (high - low) / (s * 10.0**e) <= 7)
    return [(k * step, f"{abs(k * step):g}") for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def word_shift(
    found: Contrast, *, n: int = 20, length: int = 1, hide: Callable[[str], bool] = is_function_phrase
) -> Picture:
    """Which words make two groups' language differ: contributions to the Jensen–Shannon divergence.

    After Gallagher et al. (2021). Bars are shares of the whole divergence between the groups' distributions of
    phrases of ``length`` words, to the side of the group that uses the phrase more. Below stands what all bars, the
    words that ``hide`` is true of (function words by default) and all others make of the whole. The table has the
    ``n`` phrases and rows for the others on each side: ``term, group, jensen_shannon`` (bits), ``share``, ``rate_a``,
    ``rate_b`` (per 1,000 words), ``count_a``, ``count_b``, ``shown`` ("bar", "hidden", "others"); its shares sum to 1.

    Raises ComparisonError where the groups do not differ, or have no phrase of that length.
    """
    check_top(n, least=1, most=60, name="n", why="bars of more would be too thin to read")
    table = _shift_table(found, n=n, length=length, hide=hide)
    bars_of = table[table["shown"].eq("bar")]
    a, b = found.names
    bits = float(table["jensen_shannon"].abs().sum())
    title = f"Word shift between {a} and {b}"
    parts = {k: float(v) for k, v in table.groupby("shown")["share"].sum().items()}
    others = int(table.loc[table["shown"].eq("others"), "terms"].sum())
    hidden = int(table.loc[table["shown"].eq("hidden"), "terms"].sum())
    hidden_words = "function words" if hide is is_function_phrase else "hidden words"
    named = {"bar": "the bars", "hidden": f"{number(hidden)} {hidden_words}", "others": f"{number(others)} other words"}
    used = [k for k in named if k in parts]
    summary = [f"{named[k]} {percent(parts[k])}" for k in used]
    notes = [f"Of the whole difference ({bits:.3f} bits of at most 1): {join(summary)}."]
    signed = (bars_of["share"] * np.sign(bars_of["jensen_shannon"])).tolist()
    nothing = [float("nan")] * len(bars_of)
    shown = spellings(found, bars_of["term"])
    with style():
        bars = _Bars(
            labels=[_label(t) for t in shown], lengths=signed, low=nothing, high=nothing,
            hatched=[False] * len(bars_of),
            pairs=[(f"{x:.1f}", f"{y:.1f}") for x, y in zip(bars_of["rate_a"], bars_of["rate_b"], strict=True)],
        )  # fmt: skip
        figure, axes = _sided(
            bars, names=found.names, title=title, notes=notes, head="per 1,000",
            subtitle="Bars: a word’s share of the whole difference between the two groups’ words "
            f"(Jensen–Shannon divergence). Right: uses per 1,000 words, {a} : {b}.",
        )  # fmt: skip
        low, high = axes.get_xlim()
        step = next(s * 10.0**e for e in range(-5, 1) for s in (1, 2, 5) if (high - low) / (s * 10.0**e) <= 7)
        ticks = [k * step for k in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
        digits = max(0, int(np.ceil(-np.log10(100 * step) - 1e-9)))
        axes.set_xticks(ticks, labels=[f"{abs(100 * t):.{digits}f}%" for t in ticks], fontsize=SMALL)
    alt = f"{title}: {bits:.3f} bits. " + " ".join(
        f"More in {name}: {', '.join(bars_of.loc[bars_of['group'].eq(name), 'term']) or 'none'}." for name in (a, b)
    )
    return picture(figure, table, title=title, alt=alt, notes=notes)


def _shift_table(found: Contrast, *, n: int, length: int, hide: Callable[[str], bool]) -> pd.DataFrame:
    """Phrases of one length, largest contributions first, and what is left over on each side."""
    terms = found.table[found.table["length"].eq(length)]
    total = float(terms["jensen_shannon"].abs().sum())
    if not total > 0:
        raise ComparisonError(f"The groups have no phrases of {length} words in which they differ.")
    ordered = terms.assign(_size=terms["jensen_shannon"].abs())
    ordered = ordered.sort_values(["_size", "term"], ascending=[False, True], kind="stable")
    ordered = ordered[ordered["_size"].gt(0)]
    hidden = ordered["term"].map(hide).astype(bool)
    first = ordered.index[~hidden][:n]
    kind = np.where(ordered.index.isin(first), "bar", np.where(hidden, "hidden", "others"))
    columns = ["jensen_shannon", "rate_a", "rate_b", "count_a", "count_b"]
    ordered = ordered.assign(
        shown=kind, terms=1, share=ordered["_size"] / total,
        group=np.where(ordered["jensen_shannon"] > 0, found.names[0], found.names[1]),
    )  # fmt: skip
    parts: list[pd.DataFrame] = [ordered[ordered["shown"].eq("bar")]]
    for name in ("hidden", "others"):
        for group in found.names:
            part = ordered[ordered["shown"].eq(name) & ordered["group"].eq(group)]
            if len(part):
                sums = {c: [part[c].sum()] for c in [*columns, "share", "terms"]}
                term = f"{number(len(part))} {'hidden' if name == 'hidden' else 'other'} words"
                parts.append(pd.DataFrame({"term": [term], "group": [group], "shown": [name], **sums}))
    table = pd.concat(parts, ignore_index=True)
    return table[["term", "group", *columns[:1], "share", *columns[1:], "terms", "shown"]]


def _label(term: str) -> str:
    return fold(term, inches=_LABEL, lines=1)


def _interval_notes(table: pd.DataFrame) -> list[str]:
    given = table["low"].notna()
    lines = (
        "Lines: 95% intervals of the ratio of rates, corrected for the choice of terms; unlike bars they are not drawn "
        "towards equal"
    )
    if given.all():
        return [f"{lines}."]
    if given.any():
        return [f"{lines}; terms in too few articles have none."]
    return ["No intervals: there are too few articles. The bars describe these texts and say nothing about others."]


def _sided(
    bars: _Bars, *, names: tuple[str, str], title: str, subtitle: str, notes: Sequence[str], head: str
) -> tuple[Figure, Axes]:
    rows = len(bars.labels)
    body = _HEAD + _ROW * rows + _FOOT
    drawn = page(title, subtitle=subtitle, notes=notes, body=body, end=0.1)
    left = GAP + max(map(width_of, bars.labels)) + 0.2
    first, second = (max(width_of(pair[k], size=SMALL) for pair in bars.pairs) for k in (0, 1))
    right = max(first + second + 0.16, width_of(head, size=SMALL)) + GAP + 0.25
    axes = drawn.axes(left=left, right=right, top=_HEAD, height=_ROW * rows)
    bare(axes)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks(range(rows), labels=list(bars.labels))
    axes.tick_params(axis="y", pad=8)
    _limits(axes, bars)
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=3)
    for y, (value, hatched) in enumerate(zip(bars.lengths, bars.hatched, strict=True)):
        colour = FIRST if value > 0 else SECOND
        if hatched:
            axes.barh(y, value, color=PAPER, edgecolor=colour, hatch="/////", height=0.66, linewidth=0.8, zorder=2)
        else:
            axes.barh(y, value, color=colour, height=0.66, zorder=2)
    _whiskers(axes, bars)
    edge = page_width() - GAP
    colon = edge - second - 0.08
    for y, (one, other) in enumerate(bars.pairs):
        at = _HEAD + _ROW * (y + 0.5)
        drawn.write(colon - 0.05, at, one, size=SMALL, colour=FAINT, align="right", hang="center")
        drawn.write(colon, at, ":", size=SMALL, colour=FAINT, align="center", hang="center")
        drawn.write(edge, at, other, size=SMALL, colour=FAINT, align="right", hang="center")
    drawn.write(edge, 0.16, head, size=SMALL, colour=FAINT, align="right", hang="center")
    low, high = axes.get_xlim()
    zero = left + (page_width() - left - right) * -low / (high - low)
    rooms = (page_width() - right - zero - 0.1, zero - GAP - 0.1)
    for name, sign, room in zip(names, (1, -1), rooms, strict=True):
        if any(sign * value > 0 for value in bars.lengths):
            text = fold(f"more in {name}", inches=room - 0.2, lines=1, weight="bold")
            text = f"{text} →" if sign > 0 else f"← {text}"
            drawn.write(
                zero + 0.07 * sign, 0.16, text, colour=FIRST if sign > 0 else SECOND_INK, weight="bold",
                align="left" if sign > 0 else "right", hang="center",
            )  # fmt: skip
    return drawn.figure, axes


def _limits(axes: Axes, bars: _Bars) -> None:
    """Room for the bars, and for intervals as far as two and a half times the longest bar."""
    values = np.array(bars.lengths)
    reach = float(np.abs(values).max()) or 1.0
    ends = np.concatenate([values, np.array(bars.low), np.array(bars.high)])
    ends = np.clip(ends[np.isfinite(ends)], -2.5 * reach, 2.5 * reach)
    margin = 0.04 * reach
    axes.set_xlim(min(0.0, float(ends.min())) - margin, max(0.0, float(ends.max())) + margin)


def _whiskers(axes: Axes, bars: _Bars) -> None:
    halo = [withStroke(linewidth=3.0, foreground=PAPER)]
    for y, (low, high) in enumerate(zip(bars.low, bars.high, strict=True)):
        if not np.isnan(low) and not np.isnan(high):
            # An open end runs out of the picture.
            low, high = np.clip([low, high], -1e3, 1e3)
            axes.plot([low, high], [y, y], color=INK, linewidth=1.1, path_effects=halo, zorder=4, solid_capstyle="butt")

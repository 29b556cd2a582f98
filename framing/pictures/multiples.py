"""Small multiples: the terms most typical of each actor, against all others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.contrasts.contrast import Contrast, contrast, top_terms
from framing.contrasts.inference import Inference
from framing.errors import ComparisonError
from framing.pictures.look import FAINT, FIRST, INK, PAPER, RULE, page_width, style
from framing.pictures.page import GAP, SMALL, Page, bare, factor_ticks, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import check_top, chosen_intervals, is_ragged, spellings
from framing.tables import MISSING, group_values, require_columns
from framing.whose import ATTRIBUTED
from framing.wording import number

__all__ = ["terms_by_actor"]

_COLUMNS = 2
_ROW, _HEAD, _FOOT, _BETWEEN = 0.205, 0.5, 0.34, 0.3
_LABEL = 1.65
_ENOUGH_WORDS = 10
"""With fewer words an actor has no vocabulary to set apart."""


def terms_by_actor(
    voices: pd.DataFrame,
    *,
    by: str = "speaker",
    actors: Sequence[str] | None = None,
    panels: int = 6,
    n: int = 8,
    min_statements: int = 1,
    inference: Inference | None = None,
    hide: Callable[[str], bool] = is_ragged,
) -> Picture:
    """The terms most typical of each actor, each against everybody else's statements, one panel an actor.

    ``actors`` are values of the column ``by`` of the voices table; by default those with most attributed words, as
    many as there are ``panels``. Bars are log-odds ratios on one scale in all panels, hatched where all uses are in one
    statement. ``inference`` adds intervals, for actors in three articles or more. The table has the shown rows of each
    contrast's table with ``actor`` in front: ``a`` is the actor, ``b`` everybody else.

    Raises ComparisonError for an unknown actor, or where there are not two actors with words.
    """
    check_top(panels, least=1, most=12, name="panels", why="more do not fit a page")
    check_top(n, least=1, most=20, name="n", why="more do not fit a panel")
    chosen, left_out = _actors(voices, by=by, actors=actors, panels=panels)
    found = [_against_the_rest(voices, actor, by=by, inference=inference) for actor in chosen]
    tables = [_typical(c, n, hide=hide, min_statements=min_statements) for c in found]
    table = pd.concat([t.assign(actor=c.names[0]) for c, t in zip(found, tables, strict=True)], ignore_index=True)
    if table.empty:
        raise ComparisonError("No term is typical of any actor: let hide= or min_statements= pass more.")
    table = table[["actor", *(c for c in table.columns if c not in ("actor", "group"))]]
    title = "Words typical of each, against everybody else"
    notes = _notes(table, left_out, by=by)
    figure = _draw(found, tables, title=title, notes=notes)
    alt = f"{title}. " + " ".join(
        f"{c.names[0]}: {', '.join(t['term']) or 'none'}." for c, t in zip(found, tables, strict=True)
    )
    return picture(figure, table, title=title, alt=alt, notes=notes)


def _actors(voices: pd.DataFrame, *, by: str, actors: Sequence[str] | None, panels: int) -> tuple[list[str], int]:
    """Actors that are shown, and how many others have enough words."""
    require_columns(voices, [by, "voice", "words"], purpose="Terms by actor")
    spoken = voices[voices["voice"].isin(ATTRIBUTED)]
    words = spoken["words"].groupby(group_values(spoken[by]), sort=True).sum()
    words = words.sort_values(ascending=False, kind="stable")
    if actors is not None:
        unknown = [a for a in actors if a not in words.index]
        if unknown or not actors:
            known = ", ".join(map(repr, words.index[:5]))
            raise ComparisonError(f"No words of the {by} {', '.join(map(repr, unknown)) or '()'}; there is {known}.")
        return list(dict.fromkeys(actors)), 0
    able = [str(a) for a, size in words.items() if size >= _ENOUGH_WORDS and a != MISSING]
    if not able or len(words) < 2:
        raise ComparisonError(f"Fewer than two values of {by!r} have words of their own: there is nobody to compare.")
    return able[:panels], max(0, len(able) - panels)


def _against_the_rest(voices: pd.DataFrame, actor: str, *, by: str, inference: Inference | None) -> Contrast:
    mine = group_values(voices[by]).eq(actor)
    return contrast(voices, (mine, ~mine), names=(actor, "everybody else"), inference=inference)


def _typical(found: Contrast, n: int, *, hide: Callable[[str], bool], min_statements: int) -> pd.DataFrame:
    top = top_terms(found, n, hide=hide, min_statements=min_statements)
    mine = top[top["group"].eq(found.names[0]) & top["log_odds"].gt(0)]
    return chosen_intervals(found, mine.sort_values("log_odds", ascending=False, kind="stable", ignore_index=True))


def _notes(table: pd.DataFrame, left_out: int, *, by: str) -> list[str]:
    notes = ["One scale for all: by how many times the odds of a term are higher than in all other statements."]
    if table["low"].notna().any():
        notes.append(
            "Lines: 95% intervals of the ratio of rates, corrected for the choice of terms, not drawn towards equal as "
            "bars are; where there are too few articles, none."
        )
    if table["single_statement"].any():
        notes.append("Hatched: all uses of the term stand in one statement.")
    if left_out:
        notes.append(f"{number(left_out)} more values of {by} have no panel.")
    return notes


def _draw(found: Sequence[Contrast], tables: Sequence[pd.DataFrame], *, title: str, notes: Sequence[str]) -> Figure:
    many = max(len(t) for t in tables)
    lines = -(-len(found) // _COLUMNS)
    height = _ROW * many
    ends = [float(np.nanmax([*t["log_odds"], *t["high"].replace(np.inf, np.nan), 0.1])) for t in tables]
    reach = min(max(ends), 2 * max(float(t["log_odds"].max()) for t in tables if len(t)))
    with style():
        drawn = page(title, notes=notes, body=lines * (_HEAD + height + _FOOT), end=0.1)
        each = (page_width() - 2 * GAP - _BETWEEN * (_COLUMNS - 1)) / _COLUMNS
        shown = [[fold(s, inches=_LABEL, lines=1) for s in spellings(c, t["term"])]
                 for c, t in zip(found, tables, strict=True)]  # fmt: skip
        label = max((width_of(s) for texts in shown for s in texts), default=0.0)
        for k, (contrast_, table, labels) in enumerate(zip(found, tables, shown, strict=True)):
            left = GAP + (k % _COLUMNS) * (each + _BETWEEN)
            top = (k // _COLUMNS) * (_HEAD + height + _FOOT)
            _head(drawn, contrast_, left=left, top=top, width=each)
            axes = drawn.axes(
                left=left + label + 0.12, right=page_width() - left - each, top=top + _HEAD, height=height
            )
            axes.set_ylim(many - 0.5, -0.5)
            axes.set_xlim(0, 1.16 * reach)
            _panel(axes, table, labels)
    return drawn.figure


def _head(drawn: Page, found: Contrast, *, left: float, top: float, width: float) -> None:
    """Who it is, and how much the bars rest on."""
    size = found.groups.iloc[0]
    drawn.write(left, top + 0.08, fold(found.names[0], inches=width, lines=1, weight="bold"), weight="bold")
    of = f"{number(int(size['words']))} words, {number(int(size['statements']))} statements"
    drawn.write(left, top + 0.26, of, size=SMALL, colour=FAINT)


def _panel(axes: Axes, table: pd.DataFrame, labels: Sequence[str]) -> None:
    bare(axes)
    axes.set_yticks(range(len(table)), labels=list(labels))
    axes.tick_params(axis="y", pad=5)
    ticks = [(x, "1×" if text == "equal" else text) for x, text in factor_ticks(0, axes.get_xlim()[1])]
    axes.set_xticks([t for t, _ in ticks], labels=[text for _, text in ticks], fontsize=SMALL - 0.5)
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for y, (value, low, high, single, count) in enumerate(
        zip(table["log_odds"], table["low"], table["high"], table["single_statement"], table["count_a"], strict=True)
    ):
        axes.barh(
            y, value, height=0.64, facecolor=PAPER if single else FIRST, edgecolor=FIRST,
            hatch="/////" if single else "", linewidth=0.8 if single else 0, zorder=2,
        )  # fmt: skip
        end = value
        if not np.isnan(low) and not np.isnan(high):
            low, high = np.clip([low, high], -1e3, 1e3)
            axes.plot([low, high], [y, y], color=PAPER, linewidth=3, zorder=3, solid_capstyle="butt")
            axes.plot([low, high], [y, y], color=INK, linewidth=1.1, zorder=4, solid_capstyle="butt")
            end = max(value, high)
        axes.annotate(
            number(int(count)), (min(end, axes.get_xlim()[1]), y), (4, 0), textcoords="offset points", va="center",
            fontsize=SMALL - 0.5, color=FAINT,
        )  # fmt: skip

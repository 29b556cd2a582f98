"""Differences that the report may assert: of tone between speakers and of distancing between sides, tested."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.differences import DIFFERENCE_COLUMNS, Ratios, differences, ratios_of
from framing.families import by_family
from framing.intervals import FEWEST_ARTICLES
from framing.statements import NOT_GIVEN
from framing.values import Voice
from framing.wording import count, join, signed

__all__ = ["ENOUGH_WORDS", "difference_tables", "few_to_compare", "shown_differences"]

ENOUGH_WORDS = 50
"""Speakers with fewer words in a voice are not compared in tone: one sentence would decide."""

_MOST = 8
"""So many speakers or sides are compared with one another."""


def difference_tables(statements: pd.DataFrame, passages: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """``differences``: of all pairs of speakers in tone and of sides in distancing, q over all of them.

    Only those with as many articles as a test needs (:data:`framing.intervals.FEWEST_ARTICLES`) are in it; no table
    where no two have. ``passages`` are the texts that were scored for tone.
    """
    tables = []
    quoted = passages[passages["voice"].eq(Voice.QUOTED.value) & passages["speaker"].ne("")]
    names = _with_articles(quoted, "speaker")
    if len(names) > 1:
        rows = quoted[quoted["speaker"].isin(names)]
        scored = rows.assign(scored=rows["compound"] * rows["words"])
        made = Ratios.of(scored, {"tone": ("scored", "words")}, by="speaker", bounds={"tone": (-1.0, 1.0)})
        tables.append(differences(made))
    sides = _with_articles(statements[statements["side"].ne(NOT_GIVEN)], "side")
    if len(sides) > 1:
        made = ratios_of(statements, "distancing_share", by="side").only(sides)
        tables.append(differences(made))
    if not tables:
        return {}
    table = pd.concat(tables, ignore_index=True)
    table["q"] = by_family(table["p"], table["measure"].tolist())
    return {"differences": table[list(DIFFERENCE_COLUMNS)]}


def _with_articles(rows: pd.DataFrame, column: str) -> list[str]:
    """The values that enough articles hold, those with most words first."""
    groups = rows.groupby(column, sort=True)
    table = pd.DataFrame({"articles": groups["article_id"].nunique(), "words": groups["words"].sum()})
    enough = table[table["articles"].ge(FEWEST_ARTICLES) & table["words"].ge(ENOUGH_WORDS)]
    return [str(n) for n in enough.sort_values("words", ascending=False, kind="stable").index[:_MOST]]


def few_to_compare(articles: int) -> str:
    """What to add to a sentence that sets groups of so few articles side by side; empty where there are enough."""
    if articles >= FEWEST_ARTICLES:
        return ""
    return f" That is what these texts have; {count(articles, 'article')} cannot tell whether others would."


def shown_differences(table: pd.DataFrame | None, measure: str, *, what: str) -> str:
    """Which differences of a measure are shown (q < .05), or that none is and how large one would have been seen."""
    if table is None:
        return ""
    rows = table[table["measure"].eq(measure) & table["p"].notna()]
    if rows.empty:
        return ""
    shown = rows[rows["q"].lt(0.05)].sort_values("q", kind="stable")
    if shown.empty:
        seen = f"{rows['detectable'].median():.2f}"
        return f" No difference of {what} is shown among {_names(rows)}; one of {seen} would mostly have been."
    parts = [
        f"{a} against {b} ({signed(d)}; 95% interval {signed(low)} to {signed(high)}; q = {q:.3f})"
        for a, b, d, low, high, q in shown[
            ["group_a", "group_b", "difference", "difference_low", "difference_high", "q"]
        ].head(3).itertuples(index=False, name=None)
    ]  # fmt: skip
    return f" Of {what}, a difference is shown: {join(parts)}."


def _names(rows: pd.DataFrame) -> str:
    names: Sequence[str] = list(dict.fromkeys([*rows["group_a"], *rows["group_b"]]))
    return join(names) if len(names) <= 4 else f"{len(names)} of them"

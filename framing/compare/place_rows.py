"""Rows about places: who stands in the headline and the lead, who has the first and the last word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from framing.compare.measure import Lines, Measure, frequent, many, side_or_role, stated_values
from framing.measure.prominence import placed
from framing.subject import Tables
from framing.values import Voice
from framing.whose import ATTRIBUTED

__all__ = ["headline_name_rows", "place_rows"]

MOST_NAMED = 6
"""So many actors, those that most headlines name, get rows of their own."""

LEAST_SHARE = 0.05
"""A side or role that stands in a place in a smaller part of the articles gets no row for it."""

_OF_RUN = ("article_id", "field", "block", "sentence", "start", "voice", "statement_id", "words")
"""What tells where a run stands."""

_ORDER = {"first": "has the first word", "last": "has the last word"}


def place_rows(tables: Tables) -> Iterator[Measure]:
    """Articles in which each side or role speaks in headline or lead, has the first or the last word."""
    runs = tables.slim.runs
    table = placed(runs[list(_OF_RUN)].assign(_at=np.arange(len(runs), dtype=np.int32)))
    stated = runs["statement_id"].notna().to_numpy()[table["_at"]]
    said = Lines(runs, at=table["_at"].to_numpy()[stated])
    places = {place: table[place].to_numpy()[stated] for place in ("headline", "lead")}
    article = said["article_id"]
    places["first"] = ~article.duplicated().to_numpy()  # of what is counted
    places["last"] = ~article.duplicated(keep="last").to_numpy()
    del table
    column = side_or_role(tables.slim.table)
    yield from _headlines(tables, said.where(places["headline"]), column)
    yield from _speaking(said.where(places["lead"]), column, "the lead", _first_prose(tables), "the articles")
    for place, verb in _ORDER.items():
        there = said.where(places[place])
        values = stated_values(there, column)
        for value in frequent(values.value_counts(), LEAST_SHARE * max(1, len(there))):
            part = there.where(values.eq(value))
            yield Measure("prominence", f"{value} {verb}", "the articles with attributed words", part, there)


def _speaking(there: Lines, column: str, place: str, whole: Lines, of: str) -> Iterator[Measure]:
    """Of each side or role, in which articles it speaks in a place."""
    values = stated_values(there, column)
    once = ~pd.DataFrame({"article": there["article_id"].reset_index(drop=True), "value": values}).duplicated()
    each, values = there.where(once), values[once]
    for value in frequent(values.value_counts(), LEAST_SHARE * max(1, len(whole))):
        part = each.where(values.eq(value))
        yield Measure("prominence", f"{value} speaks in {place}", of, part, whole)


def _headlines(tables: Tables, said: Lines, column: str) -> Iterator[Measure]:
    """What stands in headlines: attributed words, and whose they are."""
    there = _headline_runs(tables)
    whole = there.where(~there["article_id"].duplicated())
    of = "the articles with a headline"
    quoting = there.where(there["voice"].isin(ATTRIBUTED))
    once = quoting.where(~quoting["article_id"].duplicated())
    yield Measure("prominence", "headline that gives somebody’s words", of, once, whole)
    yield from _speaking(said, column, "the headline", whole, of)


def headline_name_rows(tables: Tables) -> Iterator[Measure]:
    """The actors who are named in headlines."""
    there = _headline_runs(tables)
    whole = there.where(~there["article_id"].duplicated())
    of = "the articles with a headline"
    if not len(there):
        return
    named = _in_headlines(tables, there).drop_duplicates(["article_id", "actor"])
    counts = named["actor"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    for name in frequent(counts.head(MOST_NAMED), 3 if many(tables) else 1):
        part = Lines(named).where(named["actor"].eq(name))
        yield Measure("prominence", f"{name} named in the headline", of, part, whole, detail=True)


def _headline_runs(tables: Tables) -> Lines:
    table = tables.slim.runs
    return Lines(table).where(table["field"].eq("title") | table["block"].eq("title"))


def _in_headlines(tables: Tables, runs: Lines) -> pd.DataFrame:
    """The mentions in headlines of those who could speak."""
    mentions = Lines(tables.slim.mentions)
    of = runs.columns(["article_id", "field", "start", "end"])
    mentions = mentions.where(mentions["agent"].astype(bool) & mentions["article_id"].isin(of["article_id"].unique()))
    spans = of.groupby(["article_id", "field"], observed=True).agg(_from=("start", "min"), _to=("end", "max"))
    placed_there = mentions.frame.merge(spans.reset_index(), on=["article_id", "field"])
    return placed_there[placed_there["start"].between(placed_there["_from"], placed_there["_to"] - 1)]


def _first_prose(tables: Tables) -> Lines:
    """The first run of prose of each article: one line an article."""
    table = tables.slim.runs
    prose = Lines(table).where(table["voice"].ne(Voice.NONE.value) & table["field"].eq("text"))
    return prose.where(~prose["article_id"].duplicated())

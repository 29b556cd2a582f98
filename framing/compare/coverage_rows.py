"""Rows about what several articles tell: what no other article has, and who was first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.compare.measure import Lines, Measure
from framing.subject import Tables

__all__ = ["coverage_rows"]


def coverage_rows(tables: Tables) -> Iterator[Measure]:
    """Statements that no other article on the event has, and articles that are the first on it, as days can tell.

    Only events count that several articles tell; who was first only where all of them are dated, on several days.
    """
    if (several := _of_several(tables.event_of)).empty:
        return
    yield from _alone(tables)
    yield from _first(tables, several)


def _of_several(event: pd.Series) -> pd.Series:
    return event[event.map(event.value_counts()).gt(1)]


def _alone(tables: Tables) -> Iterator[Measure]:
    shared = tables.shared
    if shared is None:
        return
    among = _of_several(tables.aligned_events)
    said = shared[shared["article_id"].isin(among.index)][["article_id", "statement_id", "in_articles"]]
    table = tables.slim.table
    places = Lines(table).where(table["article_id"].isin(among.index))
    lines = places.columns(["article_id", "statement_id", "field", "start", "end", "speaker"])
    lines = lines.merge(pd.DataFrame(said), on=["article_id", "statement_id"])
    whole = Lines(lines)
    yield Measure(
        "coverage", "statements that nobody else has", "the statements on events that several tell",
        whole.where(lines["in_articles"].eq(1)), whole,
    )  # fmt: skip


def _first(tables: Tables, event: pd.Series) -> Iterator[Measure]:
    articles = [a for a in tables.corpus.counted if a.id in event.index]
    days = pd.Series({a.id: a.date.toordinal() if a.date else float("nan") for a in articles}, dtype="float64")
    of_event = days.groupby(event.reindex(days.index))
    known = of_event.transform("count").eq(of_event.transform("size")) & of_event.transform("nunique").gt(1)
    if not known.any():
        return
    table = tables.slim.runs
    whole = Lines(table).where(~table["article_id"].duplicated() & table["article_id"].isin(days.index[known]))
    first = days.eq(of_event.transform("min"))
    part = whole.where(whole["article_id"].isin(first.index[first]))
    yield Measure("coverage", "first on the event", "the articles on events told on several days", part, whole)

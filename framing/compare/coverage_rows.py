"""Rows about what several articles tell: what no other article has, and who was first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.compare.measure import Lines, Measure
from framing.errors import ComparisonError
from framing.events import match_events, shared_statements
from framing.subject import Tables
from framing.tables import MISSING

__all__ = ["coverage_rows", "event_of"]


def coverage_rows(tables: Tables) -> Iterator[Measure]:
    """Statements that no other article on the event has, and articles that are the first on it, as days can tell.

    Only events count that several articles tell; who was first only where all of them are dated, on several days.
    """
    event = event_of(tables)
    several = event[event.map(event.value_counts()).gt(1)]
    if several.empty:
        return
    try:
        shared = shared_statements(tables, event=dict(zip(map(str, event.index), event, strict=True)))
    except ComparisonError:  # there is no statement
        return
    places = pd.DataFrame(tables.table)[["article_id", "statement_id", "field", "start", "end", "speaker"]]
    said = shared[shared["article_id"].isin(several.index)][["article_id", "statement_id", "in_articles"]]
    lines = places.merge(pd.DataFrame(said), on=["article_id", "statement_id"])
    whole = Lines(lines)
    yield Measure(
        "coverage", "statements that nobody else has", "the statements on events that several tell",
        whole.where(lines["in_articles"].eq(1)), whole,
    )  # fmt: skip
    yield from _first(tables, several)


def _first(tables: Tables, event: pd.Series) -> Iterator[Measure]:
    articles = [a for a in tables.corpus.counted if a.id in event.index]
    days = pd.Series({a.id: a.date.toordinal() if a.date else float("nan") for a in articles}, dtype="float64")
    of_event = days.groupby(event.reindex(days.index))
    known = of_event.transform("count").eq(of_event.transform("size")) & of_event.transform("nunique").gt(1)
    if not known.any():
        return
    voices = tables.voices[tables.voices["article_id"].isin(days.index[known])]
    whole = Lines(pd.DataFrame(voices.drop_duplicates("article_id")))
    first = days.eq(of_event.transform("min"))
    part = whole.where(whole.frame["article_id"].map(first).to_numpy(dtype=bool))
    yield Measure("coverage", "first on the event", "the articles on events told on several days", part, whole)


def event_of(tables: Tables) -> pd.Series:
    """The event of each counted article: the articles' column ``event`` where there is one, else as found."""
    articles = tables.corpus.counted
    given = {a.id: a.extra.get("event") for a in articles}
    if any(given.values()):
        return pd.Series({i: e if e and e != MISSING else f"{MISSING} {i}" for i, e in given.items()}, dtype="str")
    found = match_events(tables)
    return found.set_index("article_id")["event"].reindex([a.id for a in articles]).astype("str")

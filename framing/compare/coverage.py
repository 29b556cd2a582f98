"""Coverage: of each event which source has what, how the same words are cut and introduced, which numbers differ."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from framing.errors import ComparisonError
from framing.events import differing_figures
from framing.subject import Tables

__all__ = ["Coverage", "coverage"]

_VERBATIM = "near-verbatim"


@dataclass(frozen=True, eq=False)
class Coverage:
    """What several sources tell of the same events. ``group`` is that of an article.

    ``events``: one row an event that several sources tell: ``event``, ``articles``, ``first_groups`` (who had it on
    the first day, empty where dates cannot tell), ``shared_things`` (things said that several sources have), and for
    each source how many statements it alone has. ``versions``: the quotations that several have, side by side:
    ``shared_id``, ``event``, ``group``, ``article_id``, ``speaker``, ``cue``, ``kept_share`` of the longest version,
    ``text``. ``alone``: statements of these events that one source has: ``event``, ``group``, ``article_id``,
    ``speaker``, ``cue``, ``text``. ``figures``: numbers that differ (:func:`framing.events.differing_figures`), with
    ``group``.
    """

    events: pd.DataFrame
    versions: pd.DataFrame
    alone: pd.DataFrame
    figures: pd.DataFrame


def coverage(tables: Tables, source: pd.Series) -> Coverage | None:
    """What the sources tell of the same events; None where no event has two. ``group`` is by article id."""
    event = tables.aligned_events
    told = pd.DataFrame({"event": event, "group": source.reindex(event.index)}).dropna()
    several = told.groupby("event")["group"].nunique()
    of_several = told[told["event"].isin(several.index[several.gt(1)])]
    if of_several.empty:
        return None
    if tables.shared is None:
        return None
    shared = pd.DataFrame(tables.shared)
    try:
        figures = pd.DataFrame(differing_figures(tables.aligned_voices, event=tables.events_by_id()))
    except ComparisonError:  # there are no words
        return None
    shared, figures = (t[t["article_id"].isin(of_several.index)] for t in (shared, figures))
    shared, figures = (t.assign(group=t["article_id"].map(of_several["group"])) for t in (shared, figures))
    sources = shared.groupby("shared_id")["group"].transform("nunique")
    alone = shared[sources.eq(1)]
    versions = shared[sources.gt(1) & shared["level"].eq(_VERBATIM)]
    versions = versions[versions.groupby("shared_id")["group"].transform("nunique").gt(1)]
    columns = ["event", "group", "article_id", "speaker", "cue", "text"]
    longest = alone.sort_values(["words"], ascending=False, kind="stable")
    return Coverage(
        _events(tables, of_several, shared[sources.gt(1)], alone),
        _most_different(versions)[["shared_id", *columns[:5], "kept_share", "text"]].reset_index(drop=True),
        longest[columns].reset_index(drop=True),
        figures.reset_index(drop=True),
    )


def _events(tables: Tables, told: pd.DataFrame, shared: pd.DataFrame, alone: pd.DataFrame) -> pd.DataFrame:
    dates = {a.id: a.date for a in tables.corpus.counted}
    rows = []
    sources = list(dict.fromkeys(told["group"]))
    owns = alone.groupby(["event", "group"], observed=True).size().to_dict()
    things = shared.groupby("event", observed=True)["shared_id"].nunique().to_dict()
    for event, articles in told.groupby("event", sort=False):
        days = [dates.get(str(a)) for a in articles.index]
        known = [d for d in days if d is not None]
        first = ""
        if len(known) == len(days) and len(set(known)) > 1:
            first = ", ".join(dict.fromkeys(s for s, d in zip(articles["group"], days, strict=True) if d == min(known)))
        there = set(articles["group"])
        rows.append(
            {
                "event": event, "articles": len(articles), "first_groups": first,
                "shared_things": int(things.get(event, 0)),
                **{s: int(owns.get((event, s), 0)) if s in there else None for s in sources},
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _most_different(versions: pd.DataFrame) -> pd.DataFrame:
    """Those that are introduced with different cues first, then those that are cut most."""
    of = versions.groupby("shared_id")
    cues = of["cue"].transform(lambda c: c.fillna("").str.casefold().nunique())
    order = versions.assign(_cues=cues.gt(1), _kept=of["kept_share"].transform("min"))
    return order.sort_values(["_cues", "_kept", "shared_id"], ascending=[False, True, True], kind="stable")

"""Standing and indexing: who is a source at all, and how much of the sourcing is official."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from framing.intervals import FEWEST_ARTICLES, Bootstrap, check_level, few_articles, ratio_interval
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_table
from framing.tables import MISSING, By, group_values, grouped, most_first, require_columns
from framing.values import Kind, SpeakerType

__all__ = ["indexing", "is_official", "standing"]


def standing(subject: Subject, *, by: By = "speaker") -> Result:
    """Standing of each actor (or type, side …): having a voice in the media.

    Ferree, Gamson, Gerhards and Rucht (2002): an actor has standing where it is treated as an agent with a voice of
    its own, quoted or paraphrased, and not merely as an object that others discuss. One row a group, greatest
    standing first: ``articles`` with a statement of it, ``article_share`` of all articles in the table,
    ``statements``, ``statement_share``, ``quoted_articles``: articles that give it words in quotation marks (direct
    or mixed), and ``quoted_share`` of its articles. Rows without a value of ``by`` are the group "not given".
    """
    frame, columns = grouped(
        statements_table(subject, purpose="standing"), by, purpose="standing", needed=["article_id", "kind"]
    )
    quoted = frame[frame["kind"].isin([Kind.DIRECT.value, Kind.MIXED.value])]
    groups = frame.groupby(columns, sort=True)
    table = pd.DataFrame({"articles": groups["article_id"].nunique(), "statements": groups.size()})
    table["article_share"] = table["articles"] / max(1, frame["article_id"].nunique())
    table["statement_share"] = table["statements"] / max(1, len(frame))
    table["quoted_articles"] = (
        quoted.groupby(columns, sort=True)["article_id"].nunique().reindex(table.index, fill_value=0).astype("int64")
    )
    table["quoted_share"] = table["quoted_articles"] / table["articles"]
    order = ["articles", "article_share", "statements", "statement_share", "quoted_articles", "quoted_share"]
    table = table[order].reset_index()
    table = most_first(table, ["articles", "statements"], columns)
    return result(table, keys=columns, lines=frame, corpus=corpus_of(subject))


def is_official(statements: pd.DataFrame) -> pd.Series:
    """Whether each statement is an official's: the column ``official`` where there is one, else the type government.

    :meth:`framing.Statements.frame` fills the column by :mod:`framing.resolve.kinds`: bodies of states, and whom
    the article presents as a holder of an office in one or its spokesperson.
    """
    if "official" in statements.columns:
        return group_values(statements["official"]).str.lower().isin(["true", "official"])
    require_columns(statements, ["type"], purpose="is_official")
    return group_values(statements["type"]).eq(SpeakerType.GOVERNMENT.value)


def indexing(
    subject: Subject,
    *,
    by: By = (),
    officials: Callable[[pd.DataFrame], pd.Series] = is_official,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Result:
    """Share of officials among sources, for the table or each value of ``by`` ("outlet", "period" …).

    Bennett (1990): the press indexes the range of voices to the range of views in official debate; the more of its
    sourcing is official, the closer it keeps to that. This is the share of
    officials of *any* state; Bennett's claim is about the state whose policy is debated: ``officials=lambda f:
    is_official(f) & f["affiliation"].eq("United States")`` counts one state's. Nor does the share alone show indexing,
    which is that the press *follows* the range of official debate over time.

    Statements that state no source are left out. Columns: ``articles``, ``statements`` with a source,
    ``official_statements``, ``official_share``, ``official_share_low`` and ``…_high``
    (:func:`framing.intervals.ratio_interval` over articles; missing with fewer than ten),
    ``official_word_share``, ``note``.
    """
    check_level(level)
    statements = statements_table(subject, purpose="indexing")
    frame, columns = grouped(statements, by, purpose="indexing", needed=["article_id", "speaker", "words"], least=0)
    frame = frame.assign(_official=officials(statements).to_numpy(dtype=bool))
    if not columns:
        columns, frame = ["group"], frame.assign(group="all")
    frame = frame[group_values(statements["speaker"]).ne(MISSING)]
    rows = []
    for key, part in frame.groupby(columns, sort=True):
        of_article = part.groupby("article_id", sort=True)["_official"]
        yes, every = (np.asarray(x, dtype=np.float64) for x in (of_article.sum(), of_article.size()))
        low, high = float("nan"), float("nan")
        if len(every) >= FEWEST_ARTICLES:
            low, high = (x[0] for x in ratio_interval(yes[:, None], every, Bootstrap(draws, level, seed)))
        words = part["words"].sum()
        rows.append(
            (
                *key, len(every), len(part), int(yes.sum()), yes.sum() / len(part), low, min(high, 1.0),
                part.loc[part["_official"], "words"].sum() / words if words else float("nan"),
                few_articles(len(every)),
            )
        )  # fmt: skip
    made = [
        "articles", "statements", "official_statements", "official_share", "official_share_low",
        "official_share_high", "official_word_share", "note",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[*columns, *made])
    lines = frame.rename(columns={"_official": "counted_official"})
    return result(table, keys=columns, lines=lines, corpus=corpus_of(subject), more=["counted_official"])

"""Standing and indexing: who is a source at all, and how much of the sourcing is official."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from framing.checking import Checked
from framing.measure.corrected import ShareOf, corrected_shares
from framing.measure.limits import Limits
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, statements_table
from framing.tables import MISSING, By, coded, each_value, equal, group_values, grouped, most_first, require_columns
from framing.units import Grouping
from framing.values import Kind, SpeakerType

__all__ = ["indexing", "is_official", "standing"]


def standing(
    subject: Subject,
    *,
    by: By = "speaker",
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """Standing of each actor (or type, side …): having a voice in the media.

    Ferree, Gamson, Gerhards and Rucht (2002): an actor has standing where it is treated as an agent with a voice of
    its own, quoted or paraphrased, and not merely as an object that others discuss. One row a group, greatest
    standing first: ``articles`` with a statement of it, ``article_share`` of all articles in the table,
    ``statements``, ``statement_share``, ``quoted_articles``: articles that give it words in quotation marks (direct
    or mixed), and ``quoted_share`` of its articles. Rows without a value of ``by`` are the group "not given".
    With a ``level`` (0.95) each share has ``…_low`` and ``…_high``, with ``cluster`` and ``strata`` as in
    :func:`~framing.measure.balance.balance_intervals`, and ``note`` says why one has none.
    """
    frame, columns = grouped(
        statements_table(subject, purpose="standing", words=False),
        by,
        purpose="standing",
        needed=["article_id", "kind"],
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
    if level is not None:
        once = frame.assign(_quoted=frame["kind"].isin([Kind.DIRECT.value, Kind.MIXED.value]), _n=1.0)
        each = once.groupby(["article_id", *columns], sort=False).agg(_quoted=("_quoted", "any"), _n=("_n", "sum"))
        each = each.reset_index()
        limits = Limits.of(
            each, columns, table, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject), source=frame
        )
        heard, first = np.ones(len(each)), ~each["article_id"].duplicated()
        ends = limits.shares("article_share", heard, first, of_all=True)
        ends |= limits.shares("statement_share", each["_n"], each["_n"], of_all=True)
        ends |= limits.shares("quoted_share", each["_quoted"], heard)
        table = table.assign(**ends, note=limits.notes("statement_share", each["_n"], each["_n"], of_all=True))
    return result(table, keys=columns, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject))


def is_official(statements: pd.DataFrame) -> pd.Series:
    """Whether each statement is an official's: the column ``official`` where there is one, else the type government.

    :meth:`framing.Statements.frame` fills the column by :mod:`framing.resolve.kinds`: bodies of states, and whom
    the article presents as a holder of an office in one or its spokesperson.
    """
    if "official" in statements.columns:
        said = each_value(statements["official"], lambda value: str(value).lower() in ("true", "official"))
        return pd.Series(said.astype(bool), index=statements.index)
    require_columns(statements, ["type"], purpose="is_official")
    return group_values(statements["type"]).eq(SpeakerType.GOVERNMENT.value)


_CHECKED = {
    "official_share": ShareOf(lambda r: r["_official"], lambda r: np.ones(len(r))),
    "official_word_share": ShareOf(lambda r: r["words"] * r["_official"], lambda r: r["words"]),
}
"""The shares that checked statements correct."""


def indexing(
    subject: Subject,
    *,
    by: By = (),
    officials: Callable[[pd.DataFrame], pd.Series] = is_official,
    level: float = 0.95,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
    checked: Checked | None = None,
) -> Result:
    """Share of officials among sources, for the table or each value of ``by`` ("outlet", "period" …).

    Bennett (1990): the press indexes the range of voices to the range of views in official debate; the more of its
    sourcing is official, the closer it keeps to that. This is the share of
    officials of *any* state; Bennett's claim is about the state whose policy is debated: ``officials=lambda f:
    is_official(f) & f["affiliation"].eq("United States")`` counts one state's. Nor does the share alone show indexing,
    which is that the press *follows* the range of official debate over time.

    Statements that state no source are left out. Columns: ``articles``, ``statements`` with a source,
    ``official_statements``, ``official_share``, ``official_share_low`` and ``…_high``
    (:func:`framing.intervals.share_interval` over articles; missing with fewer than three), ``official_word_share``
    with the same, ``note``. ``cluster``, ``strata`` and ``checked`` as in
    :func:`~framing.measure.balance.balance_intervals`.
    """
    statements = statements_table(subject, purpose="indexing", words=False)
    frame, columns = grouped(statements, by, purpose="indexing", needed=["article_id", "speaker", "words"], least=0)
    frame = frame.assign(_official=officials(statements).to_numpy(dtype=bool))
    if not columns:
        columns = ["group"]
        frame = frame.assign(
            group=coded(np.zeros(len(frame), dtype=np.int8), pd.Index(["all"], dtype="str"), frame["words"])
        )
    frame = frame[~equal(group_values(statements["speaker"]), MISSING)]
    official, words = frame["_official"].to_numpy(np.float64), frame["words"].to_numpy(np.float64)
    counted = frame.assign(_yes=official, _their_words=official * words)
    table = (
        counted.groupby(columns, sort=True)
        .agg(
            articles=("article_id", "nunique"),
            statements=("_yes", "size"),
            official_statements=("_yes", "sum"),
            words=("words", "sum"),
            their_words=("_their_words", "sum"),
        )
        .reset_index()
        .astype(dict.fromkeys(columns, "str"))
    )
    limits = Limits.of(
        counted, columns, table, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject),
        source=statements,
    )  # fmt: skip
    one = np.ones(len(counted))
    table["official_statements"] = table["official_statements"].astype("int64")
    table["official_share"] = table["official_statements"] / table["statements"]
    table = table.assign(**limits.shares("official_share", official, one))
    table["official_word_share"] = table["their_words"] / table["words"].where(table["words"] > 0)
    table = table.assign(**limits.shares("official_word_share", official * words, words))
    if checked is not None:
        true = grouped(checked.true, by, purpose="indexing", least=0)[0]
        true = true.assign(_official=officials(checked.true).to_numpy(dtype=bool), group="all")
        true = true[group_values(checked.true["speaker"]).ne(MISSING)]
        ends = corrected_shares(
            checked, counted, true, columns, table, _CHECKED, level=level, cluster=cluster, strata=strata,
            corpus=corpus_of(subject), source=statements,
        )  # fmt: skip
        table = table.assign(**ends)
    table["note"] = limits.notes("official_share", official, one)
    lines = frame.rename(columns={"_official": "counted_official"})
    return result(
        table.drop(columns=["words", "their_words"]), keys=columns, lines=lines, corpus=corpus_of(subject),
        more=["counted_official"],
    )  # fmt: skip

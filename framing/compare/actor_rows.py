"""Rows about actors: whose words recur in the outlet's own voice, who is talked about but not heard, who is put how."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.measure import FEW, Lines, Measure, Per, frequent, least_hits, many, runs, side_or_role
from framing.measure.own_words import in_most_articles
from framing.measure.portrayal import OWN_VOICE, Predict, portrayed
from framing.subject import Tables
from framing.tables import MISSING, among, narrowed, source_values
from framing.values import Voice
from framing.whose import ABOUT_SPEAKER, each_speaker

__all__ = ["NOT_PORTRAYED", "can_portray", "echo_rows", "portrayal_rows", "silence_rows"]

MOST_ACTORS = 8
"""So many actors, those that most articles mention, get rows of their own."""

LEAST_MENTIONING = 10
"""Articles that mention an actor who gets a row (with few articles: two mentions)."""


def echo_rows(tables: Tables) -> Iterator[Measure]:
    """Pairs of content words in the outlet's own voice that one side (or role) of the article says, and no other.

    A measure of wording and of no intent: who says much offers much to be repeated, and an outlet may repeat in order
    to deny. Names do not count.
    """
    told = tables.slim.table
    column = side_or_role(told)
    said_again = among(told["statement_id"], set(tables.repeated["statement_id"].astype("str")))
    told = narrowed(told.loc[said_again, ["article_id", "statement_id", *_of_speakers(told)]])
    whose = each_speaker(told, [column], tables.statements)
    whose = pd.DataFrame(whose[["article_id", "statement_id"]].assign(_value=source_values(whose, column)))
    whose = whose[whose["_value"].ne(MISSING)]
    pairs = tables.repeated.merge(whose, on=["article_id", "statement_id"]).drop(columns="statement_id")
    pairs = pairs.drop_duplicates(["article_id", "field", "start", "end", "_value"])
    single = pairs.drop_duplicates(["article_id", "pair", "_value"])
    single = single[~single.duplicated(["article_id", "pair"], keep=False)]
    repeated = pairs.merge(single[["article_id", "pair"]]).assign(voice=Voice.OWN.value)
    whole = runs(tables, [Voice.OWN.value])
    for value in frequent(repeated["_value"].value_counts(), least_hits(tables)):
        part = Lines(pd.DataFrame(repeated[repeated["_value"].eq(value)]))
        yield Measure("echo", f"{value}: its phrases", "the outlet’s own words", part, whole, Per.THOUSAND)


def _of_speakers(table: pd.DataFrame) -> list[str]:
    return [c for c in (*ABOUT_SPEAKER, "with") if c in table.columns]


def silence_rows(tables: Tables) -> Iterator[Measure]:
    """Of the articles that mention an actor, in which nobody speaks for it: of all and of the most mentioned."""
    lines = tables.unheard.rename(columns={"actor": "speaker"})
    if lines.empty:
        return
    lines = lines.assign(silent=lines["silent"] & ~_side_speaks(tables, lines))
    every = Lines(lines)
    yield Measure(
        "silence", "talked about and not heard", "the actors of each article", every.where(lines["silent"]), every
    )
    counts = lines.groupby("speaker")["mentions"].agg(["size", "sum"]).sort_index()
    counts = counts[counts["size"].ge(LEAST_MENTIONING) if many(tables) else counts["sum"].ge(FEW)]
    for name in counts.sort_values(["size", "sum"], ascending=False, kind="stable").index[:MOST_ACTORS]:
        of = every.equal("speaker", str(name))
        if of["silent"].any():
            yield Measure(
                "silence", f"{name}: not heard", "the articles that mention it", of.where(of["silent"]), of,
                detail=True,
            )  # fmt: skip


def _side_speaks(tables: Tables, lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether somebody of the actor's side speaks in the article: Moscow is heard where its minister is."""
    columns = ["article_id", "side"]
    told = pd.DataFrame(tables.slim.table)[columns]
    told = told[source_values(told, "side").ne(MISSING)].drop_duplicates()
    found = lines["side"].isin(told["side"].unique()).to_numpy(dtype=bool, copy=True)
    sided = pd.DataFrame(lines[columns])[found]
    pairs = pd.MultiIndex.from_frame(told.astype("str"))
    found[found] = pd.MultiIndex.from_frame(sided.astype("str")).isin(pairs)
    return found


NOT_PORTRAYED = (
    "How actors are portrayed is not compared, for the store does not hold it: run “framing analyze” with --portrayal "
    "over the same articles."
)


def can_portray(tables: Tables) -> bool:
    """Whether portrayals are at hand or can be judged: those of a store are kept where it was asked for."""
    stored = tables.statements.stored
    return stored is None or stored.portrays


def portrayal_rows(tables: Tables, *, predict: Predict | None = None) -> Iterator[Measure]:
    """How often the actors most named are put negatively: in the outlet's own voice, in each side's mouths.

    ``predict`` is a model of your own.
    """
    if predict is None and not can_portray(tables):
        return
    mentions = Lines(tables.slim.mentions)
    if not len(mentions):
        return
    named = mentions.where(mentions["agent"].astype(bool))
    chosen = in_most_articles(named, "actor", most=MOST_ACTORS)
    lines = portrayed(tables, actors=chosen, predict=predict)
    least = least_hits(tables, LEAST_MENTIONING)
    for name in chosen:
        theirs = lines[lines["actor"].eq(name)]
        for side in frequent(theirs["portrayer_side"].value_counts(), least):
            whole = Lines(pd.DataFrame(theirs[theirs["portrayer_side"].eq(side)]))
            part = whole.where(whole["label"].eq("negative"))
            if len(part):
                voice = "the outlet’s own voice" if side == OWN_VOICE else side
                yield Measure(
                    "portrayal", f"{name}: put negatively by {voice}", "the sentences that name it", part, whole
                )

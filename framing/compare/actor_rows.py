"""Rows about actors: whose words recur in the outlet's own voice, who is talked about but not heard, who is put how."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.compare.measure import FEW, Lines, Measure, Per, frequent, least_hits, many, runs, side_or_role
from framing.measure.own_words import content_words, in_most_articles, without_names
from framing.measure.portrayal import OWN_VOICE, Predict, portrayed
from framing.measure.silence import group_mentions, people_mentions, silence
from framing.subject import Tables
from framing.tables import MISSING, source_values
from framing.values import Voice
from framing.whose import ATTRIBUTED, each_speaker

__all__ = ["echo_rows", "portrayal_rows", "silence_rows"]

MOST_ACTORS = 8
"""So many actors, those that most articles mention, get rows of their own."""

LEAST_MENTIONING = 10
"""Articles that mention an actor who gets a row (with few articles: two mentions)."""

_APART = 2
"""Two content words are a pair where at most one other word stands between them."""


def echo_rows(tables: Tables) -> Iterator[Measure]:
    """Pairs of content words in the outlet's own voice that one side (or role) of the article says, and no other.

    A measure of wording and of no intent: who says much offers much to be repeated, and an outlet may repeat in order
    to deny. Names do not count.
    """
    spoken = pd.DataFrame(tables.voices)
    spoken = spoken[spoken["voice"].isin(ATTRIBUTED) & spoken["statement_id"].notna()]
    column = side_or_role(spoken)
    whose = each_speaker(spoken, [column], tables.statements)
    whose = pd.DataFrame(whose.assign(_value=source_values(whose, column)))
    whose = whose[whose["_value"].ne(MISSING)]
    own = tables.voices[tables.voices["voice"].eq(Voice.OWN.value)]
    said_pairs = _pairs(without_names(content_words(whose, tables.statements, keep=("_value",))))
    single = said_pairs.drop_duplicates(["article_id", "pair", "_value"])
    single = single[~single.duplicated(["article_id", "pair"], keep=False)]
    repeated = _pairs(without_names(content_words(own, tables.statements))).merge(
        single[["article_id", "pair", "_value"]]
    )
    whole = runs(tables, [Voice.OWN.value])
    for value in frequent(repeated["_value"].value_counts(), least_hits(tables)):
        part = Lines(pd.DataFrame(repeated[repeated["_value"].eq(value)]))
        yield Measure("echo", f"{value}: its phrases", "the outlet’s own words", part, whole, Per.THOUSAND)


def _pairs(words: pd.DataFrame) -> pd.DataFrame:
    """Two content words that stand together, as one line."""
    after = words.shift(-1)
    near = (after["run"] == words["run"]) & (after["place"] - words["place"]).le(_APART)
    found = words[near].assign(end=after.loc[near, "end"].astype("int64"))
    return found.assign(pair=words.loc[near, "word"] + " " + after.loc[near, "word"])


def silence_rows(tables: Tables) -> Iterator[Measure]:
    """Of the articles that mention an actor, in which nobody speaks for it: of all and of the most mentioned."""
    table = pd.DataFrame(silence(tables, by="speaker", within="article_id"))
    table = table[table["mentions"].gt(0)]
    table = table.assign(silent=~table["heard"].astype(bool) & ~table["spoken_for"].astype(bool))
    lines = _mentioned(tables).merge(
        table[["article_id", "speaker", "silent", "mentions"]], on=["article_id", "speaker"]
    )
    if lines.empty:
        return
    lines["silent"] &= ~_side_speaks(tables, lines)
    every = Lines(lines)
    yield Measure(
        "silence", "talked about and not heard", "the actors of each article", every.where(lines["silent"]), every
    )
    counts = lines.groupby("speaker")["mentions"].agg(["size", "sum"]).sort_index()
    counts = counts[counts["size"].ge(LEAST_MENTIONING) if many(tables) else counts["sum"].ge(FEW)]
    for name in counts.sort_values(["size", "sum"], ascending=False, kind="stable").index[:MOST_ACTORS]:
        of = every.where(lines["speaker"].eq(name))
        if of.frame["silent"].any():
            yield Measure(
                "silence", f"{name}: not heard", "the articles that mention it", of.where(of.frame["silent"]), of,
                detail=True,
            )  # fmt: skip


def _side_speaks(tables: Tables, lines: pd.DataFrame) -> pd.Series:
    """Whether somebody of the actor's side speaks in the article: Moscow is heard where its minister is."""
    table = pd.DataFrame(tables.slim.table)
    told = table[source_values(table, "side").ne(MISSING)]
    speaking = set(zip(told["article_id"], told["side"], strict=True))
    return pd.Series([pair in speaking for pair in zip(lines["article_id"], lines["side"], strict=True)], lines.index)


def _mentioned(tables: Tables) -> pd.DataFrame:
    """The first mention of every actor of every article, people and groups without a name among them."""
    named = pd.DataFrame(tables.mentions)
    named = named[named["agent"].astype(bool)]
    found = [named, people_mentions(tables.voices), group_mentions(tables.voices)]
    columns = ["article_id", "field", "start", "end", "text", "voice", "actor", "side"]
    table = pd.concat([pd.DataFrame(f)[columns] for f in found], ignore_index=True)
    return table.rename(columns={"actor": "speaker"}).drop_duplicates(["article_id", "speaker"])


def portrayal_rows(tables: Tables, *, predict: Predict | None = None) -> Iterator[Measure]:
    """How often the actors most named are put negatively: in the outlet's own voice, in each side's mouths.

    ``predict`` is a model of your own.
    """
    mentions = pd.DataFrame(tables.slim.mentions)
    if mentions.empty:
        return
    named = mentions[mentions["agent"].astype(bool)]
    chosen = in_most_articles(named, "actor", most=MOST_ACTORS)
    lines = portrayed(tables, actors=chosen, predict=predict)
    least = least_hits(tables, LEAST_MENTIONING)
    for name in chosen:
        theirs = lines[lines["actor"].eq(name)]
        for side in frequent(theirs["portrayer_side"].value_counts(), least):
            whole = Lines(pd.DataFrame(theirs[theirs["portrayer_side"].eq(side)]))
            part = whole.where(whole.frame["label"].eq("negative"))
            if len(part.frame):
                voice = "the outlet’s own voice" if side == OWN_VOICE else side
                yield Measure(
                    "portrayal", f"{name}: put negatively by {voice}", "the sentences that name it", part, whole
                )

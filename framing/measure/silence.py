"""Silence: actors who are talked about and never heard; people without names and bare groups are actors too.

Only who could speak is told of (:mod:`framing.resolve.agents`), and who speaks by another's mouth is not silent: by a
body's head, official or spokesperson, a person's lawyer or aide. Texts are not read: what silence needs of them are the
mentions, what speakers are called, and what is told in passing (:mod:`framing.measure.in_passing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.measure.in_passing import SPOKE, in_passing
from framing.measure.mouths import spoken_for
from framing.measure.unnamed import as_mentions, with_people
from framing.resolve.agents import died_before
from framing.resolve.names import country_of
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Subject, Tables, corpus_of, mentions_table, statements_of, statements_table, voices_table
from framing.tables import (
    By,
    as_text,
    coded,
    columns_of,
    each_value,
    equal,
    grouped,
    positions,
    replaced,
    require_columns,
    row_numbers,
    somebody,
    stacked,
)
from framing.whose import OF_OUTLET, each_speaker

__all__ = ["silence"]

Ints = NDArray[np.signedinteger[Any]]

_ACTOR = {"speaker": "actor", "speaker_id": "actor_id"}
"""Columns of :func:`framing.mentions` that mean what these columns of statements mean."""
_FORMS = 5
_SAID = ("article_id", "words", "named", "with", "source", "description", "affiliation", "speaker")
"""What is asked of statements, beside the columns that the table is by."""


def silence(
    subject: Subject,
    mentions: pd.DataFrame | None = None,
    *,
    by: By = "speaker",
    within: By = (),
    people: bool = True,
    voices: pd.DataFrame | None = None,
    every_name: bool = False,
) -> Result:
    """Mentions of each actor against its statements, most mentioned first.

    ``subject`` is an analysis, statements or their table; with a table, ``mentions`` (:func:`framing.mentions`) are
    needed too. Both have ``article_id`` and the actor in ``by``, a column or several; "speaker" and "speaker_id" may be
    called ``actor`` and ``actor_id`` in ``mentions``. With ``within`` ("article_id", "outlet", "event" …) both have
    that too and rows are given for each of its values. People without names ("civilians", "300,000 people") are an
    actor too (:mod:`framing.measure.unnamed`), unless ``people`` is false; of a table, only where its ``voices`` are
    given.

    Columns: ``mentions``, of these ``own_mentions`` in the outlet's own voice (where ``mentions`` has a column
    ``voice``), ``articles_mentioned``, ``statements``, ``words``, ``articles_heard``, ``statements_per_mention``,
    ``heard``, ``spoken_for``; where ``mentions`` has them, ``entity`` (mostly: person, organisation, country, place,
    people, group) and
    ``forms``: how the actor is named, the most frequent first. Countries and their capitals may stand for those who
    govern them; other places are mostly where something happens and nobody who could speak.
    Only mentions of somebody who could speak count (the column ``agent`` of ``mentions``, where it has one): not
    datelines and credits, places that are only places, buildings, laws, storms; ``every_name`` counts and lists those
    too. ``spoken_for``: the actor has no statement, and somebody who is told to speak for it has one: "the bureau's
    director", "a spokesman for Mr. Cole", its senators; or a text tells in passing that it spoke ("Cole called
    on the rebels"), which is no statement that counts. Groups without a name of their own ("rebels", "Kurds") are
    actors, as people are.

    An actor with statements and no mention, such as a speaker in a list, is kept. Actors "not given" are nobody and
    left out. Mentions are names, not pronouns: an actor spoken of as "he" is mentioned more often than is counted.
    ``silence(…).evidence(row)`` gives the mentions behind a row. Of a store no texts are read but for evidence.
    """
    actor, places = columns_of(by), columns_of(within)
    keys = [*places, *(c for c in actor if c not in places)]
    statements, mentions, passing = _given(subject, mentions, voices, people=people)
    require_columns(statements, ["article_id", "words", *keys], purpose="silence (statements)")
    some = [c for c in dict.fromkeys((*_SAID, *keys)) if c in statements.columns]
    statements = each_speaker(pd.DataFrame(statements[some]), actor, statements_of(subject))
    mentions = _as_statements(mentions, actor)
    if "agent" in mentions.columns and not every_name:
        able = each_value(mentions["agent"], lambda flag: str(flag).lower() == "true").astype(bool)
        mentions = mentions[able & ~_historical(mentions, actor[-1])]
    require_columns(mentions, ["article_id", *keys], purpose="silence (mentions)")
    spoke = np.zeros(len(mentions), dtype=bool) if passing is None else _spoke(mentions, passing)
    if passing is not None and people:
        found = _as_statements(_without_name(passing), actor)
        lacking = [c for c in keys if c not in found.columns]
        of_article = as_text(pd.concat([mentions, statements]).drop_duplicates("article_id")).set_index("article_id")
        found = found.assign(**{c: found["article_id"].map(of_article[c]) for c in lacking})
        mentions, statements = _below(mentions, found), with_people(statements)
        spoke = np.append(spoke, np.zeros(len(found), dtype=bool))
    named, said = _known(mentions.assign(_spoke=spoke), keys, actor), _known(statements, keys, actor)
    del mentions, statements, passing
    rows = _Rows.of(named, said, keys)
    table = _counted(rows, named, said)
    spoken = _told_for(rows, table, named, said, places, actor[-1])
    table.insert(list(table.columns).index("heard") + 1, "spoken_for", spoken)
    order = ["mentions", "statements", *keys]
    table = table.sort_values(order, ascending=[False, False, *[True] * len(keys)], ignore_index=True)
    return result(
        table, keys=keys, lines=partial(_mentioned, named.drop(columns="_spoke")),
        corpus=corpus_of(subject), statements=statements_of(subject), more=["actor", "entity"],
    )  # fmt: skip


def _given(
    subject: Subject, mentions: pd.DataFrame | None, voices: pd.DataFrame | None, *, people: bool
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]:
    """The tables of statements and mentions, and what is told in passing, where that is known and asked for."""
    if isinstance(subject, pd.DataFrame) or mentions is not None or voices is not None:
        named = mentions_table(subject, mentions, purpose="silence")
        if voices is None and people and not isinstance(subject, pd.DataFrame):
            voices = voices_table(subject, purpose="silence")
        passing = None if voices is None else in_passing(named, voices)
        return statements_table(subject, purpose="silence"), named, passing
    tables = subject if isinstance(subject, Tables) else Tables(subject) if isinstance(subject, Statements) else None
    if tables is None:
        return statements_table(subject, purpose="silence"), pd.DataFrame(), None  # which raises
    slim = tables.slim
    statements = slim.table.assign(**{str(c): values for c, values in slim.sources.items()})
    return statements, slim.mentions.assign(text=slim.forms), tables.in_passing if people else None


def _without_name(passing: pd.DataFrame) -> pd.DataFrame:
    """Mentions of people and of groups without a name."""
    parts = []
    for kind in ("people", "group"):
        uses = pd.DataFrame(passing[equal(passing["kind"], kind)]).drop(columns="kind").rename(columns={"word": "text"})
        parts.append(as_mentions(uses, kind))
    return stacked(parts)


def _below(mentions: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Tables one below the other, with all columns of both."""
    every = list(dict.fromkeys((*mentions.columns, *found.columns)))
    parts = []
    for table, other in ((mentions, found), (found, mentions)):
        lacking = [c for c in every if c not in table.columns]
        parts.append(table.assign(**{c: _missing(table.index, other[c]) for c in lacking})[every])
    return stacked(parts).reset_index(drop=True)


def _missing(index: pd.Index, like: pd.Series) -> pd.Series:
    """Missing values, as categories where others are."""
    if isinstance(like.dtype, pd.CategoricalDtype):
        return coded(
            np.full(len(index), -1, dtype=np.int8), pd.Index([], dtype="str"), pd.Series(index=index, dtype="str")
        )
    return pd.Series([None] * len(index), index=index, dtype="object")


def _spoke(mentions: pd.DataFrame, passing: pd.DataFrame) -> NDArray[np.bool_]:
    """Which mentions are names behind which a verb of uttering follows."""
    places = ["article_id", "field", "start", "end"]
    if not {*places} <= set(mentions.columns):
        return np.zeros(len(mentions), dtype=bool)
    told = passing[equal(passing["kind"], SPOKE)]
    names = pd.Index(told["article_id"].astype("str").unique())
    last = 1 + max(int(t["end"].max()) if len(t) else 0 for t in (mentions, told))

    def keys(table: pd.DataFrame) -> Ints:
        start, end = (table[c].to_numpy(np.int64) for c in ("start", "end"))
        at = positions(table["article_id"], names).astype(np.int64) * 2 + equal(table["field"], "title")
        return np.where(at < 0, -1, (at * last + start) * 4096 + np.minimum(end - start, 4095))

    found: NDArray[np.bool_] = np.isin(keys(mentions), keys(told))
    return found


class _Rows:
    """The rows of the table: a number for each combination of keys, of mentions and of statements."""

    def __init__(self, named: Ints, said: Ints, keys: pd.DataFrame) -> None:
        self.named, self.said, self.keys = named, said, keys

    @classmethod
    def of(cls, named: pd.DataFrame, said: pd.DataFrame, columns: list[str]) -> _Rows:
        """Of both tables."""
        both = stacked([pd.DataFrame(named[columns]), pd.DataFrame(said[columns])])
        number = row_numbers(both, columns)
        keys = as_text(both.iloc[_first(number)].reset_index(drop=True))
        return cls(number[: len(named)], number[len(named) :], keys)

    def __len__(self) -> int:
        return len(self.keys)

    def count(self, of: Ints, values: NDArray[Any] | None = None) -> NDArray[np.int64]:
        """How often each row is among these, or the sum of values there."""
        weights = None if values is None else values.astype(np.float64)
        return np.bincount(of, weights, minlength=len(self)).astype(np.int64)

    def different(self, of: Ints, values: pd.Series) -> NDArray[np.int64]:
        """How many different values each row has."""
        code = pd.factorize(values)[0].astype(np.int64)
        many = int(code.max(initial=0)) + 1
        return self.count(np.unique(of * many + code) // many)

    def most(self, of: Ints, values: pd.Series, top: int) -> NDArray[np.object_]:
        """The most frequent values of each row, ties in order of first use."""
        code, names = pd.factorize(values)
        known = code >= 0
        pair, first, times = np.unique(
            of[known] * (len(names) + 1) + code[known], return_index=True, return_counts=True
        )
        row, value = np.divmod(pair, len(names) + 1)
        order = np.lexsort((first, -times, row))
        row, value = row[order], value[order]
        begin = np.flatnonzero(np.diff(row, prepend=-1))
        rank = np.arange(len(row)) - np.repeat(begin, np.diff(begin, append=len(row)))
        found = np.full(len(self), "", dtype=object)
        texts = np.array(names, dtype=object)
        for place in range(top):
            at = np.flatnonzero(rank == place)
            mine = texts[value[at]]
            found[row[at]] = mine if not place else found[row[at]] + ", " + mine
        return found


def _first(number: Ints) -> Ints:
    """Where each number is first."""
    return np.unique(number, return_index=True)[1]


def _counted(rows: _Rows, named: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """The table, in no order, without ``spoken_for``."""
    counts = {"mentions": rows.count(rows.named), "articles_mentioned": rows.different(rows.named, named["article_id"])}
    if "voice" in named.columns:
        counts["own_mentions"] = rows.count(rows.named, named["voice"].isin(OF_OUTLET).to_numpy())
    counts |= {
        "statements": rows.count(rows.said),
        "words": rows.count(rows.said, said["words"].to_numpy()),
        "articles_heard": rows.different(rows.said, said["article_id"]),
    }
    table = rows.keys.assign(**counts)
    table["statements_per_mention"] = table["statements"] / table["mentions"].where(table["mentions"] > 0)
    table["heard"] = table["statements"] > 0
    if "entity" in named.columns:
        about = named["text" if "text" in named.columns else rows.keys.columns[-1]]
        land = each_value(about, lambda name: country_of(str(name)) is not None).astype(bool)
        land &= equal(named["entity"], "place")
        kind = replaced(named["entity"], pd.Series(land, index=named.index), "country")
        table.insert(len(rows.keys.columns), "entity", pd.Series(rows.most(rows.named, kind, 1), dtype="str"))
    if "text" in named.columns:
        table["forms"] = pd.Series(rows.most(rows.named, named["text"], _FORMS), dtype="str")
    return table


def _told_for(
    rows: _Rows, table: pd.DataFrame, named: pd.DataFrame, said: pd.DataFrame, places: Sequence[str], actor: str
) -> NDArray[np.bool_]:
    """Whether somebody is told to speak for an actor that is not heard, or the text tells in passing that it spoke."""
    if actor not in _ACTOR or not len(table):
        return np.zeros(len(table), dtype=bool)
    place, who = row_numbers(table, places), row_numbers(table, [*places, actor])
    first = _first(who)
    heard = table["heard"].to_numpy()
    silent = np.zeros(len(first), dtype=bool)
    silent[who[~heard]] = True
    spoken = np.zeros(len(first), dtype=bool)
    if "entity" in table.columns:
        able = ~table["entity"].isin(["people", "group"]).to_numpy() & ~heard
        told = rows.named[named["_spoke"].to_numpy()]
        spoken[who[told[able[told]]]] = True
    if "source" in said.columns:
        article = pd.factorize(stacked([pd.DataFrame(t[["article_id"]]) for t in (named, said)])["article_id"])[0]
        theirs = silent[who[rows.named]] & ("text" in named.columns)
        of = np.flatnonzero(silent)
        alone = pd.DataFrame({"who": of, "place": place[first[of]], "name": table[actor].iloc[first[of]].to_numpy()})
        mine = pd.DataFrame({"who": who[rows.named][theirs], "article": article[: len(named)][theirs]})
        texts = named["text"] if "text" in named.columns else named[actor]
        mine = mine.assign(text=texts[theirs].reset_index(drop=True))
        about = {c: said[c].reset_index(drop=True) if c in said.columns else "" for c in _OF_SPEAKERS}
        stated = pd.DataFrame({"place": place[rows.said], "article": article[len(named) :]}).assign(**about)
        spoken[list(spoken_for(alone, mine, stated))] = True
    found: NDArray[np.bool_] = spoken[who] & ~heard
    return found


_OF_SPEAKERS = ("source", "description", "affiliation", "speaker")


def _historical(mentions: pd.DataFrame, actor: str) -> NDArray[np.bool_]:
    """Whether each mention is of somebody who was dead when the article appeared."""
    names = mentions["actor"] if "actor" in mentions.columns else mentions[actor]
    gone = each_value(names, lambda name: died_before(str(name), None)).astype(bool)
    past = np.flatnonzero(gone)  # a few
    days = mentions["date"].iloc[past].astype("str") if "date" in mentions.columns else [""] * len(past)
    years = [int(day[:4]) if str(day)[:4].isdigit() else None for day in days]
    gone[past] = [died_before(str(n), y) for n, y in zip(names.iloc[past], years, strict=True)]
    return gone


def _mentioned(named: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The mentions of an actor; their column ``speaker`` is nobody's yet, for it is the actor that they name."""
    for column, value in wanted.items():
        named = named[equal(named[column], value)]
    return as_text(named).rename(columns={own: name for own, name in _ACTOR.items() if name not in named.columns})


def _as_statements(mentions: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Mentions with the actor in the columns that statements have it in."""
    names = {_ACTOR[c]: c for c in columns if c not in mentions.columns and _ACTOR.get(c) in mentions.columns}
    return mentions.rename(columns=names)


def _known(frame: pd.DataFrame, keys: list[str], actor: list[str]) -> pd.DataFrame:
    filled, _ = grouped(frame, keys, purpose="silence")
    return filled[somebody(filled, actor)]

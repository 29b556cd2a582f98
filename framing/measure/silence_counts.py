"""Who is talked about and not heard, of any number of articles: counts of what is kept of each article, no texts.

:func:`framing.silence` looks for those who speak for an actor in all articles together; here each article is asked by
itself (:mod:`framing.measure.talked_about`), and an actor has somebody speak for it where that is so in any.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.measure.silence import CIVILIANS, actor_without_name
from framing.resolve.agents import died_before
from framing.resolve.names import country_of
from framing.statements import NOT_GIVEN
from framing.subject import Tables
from framing.tables import each_value, group_values
from framing.whose import OF_OUTLET, each_speaker

__all__ = ["OF_MENTION", "silence_counts"]

OF_MENTION = ("actor", "entity", "voice", "type", "side", "date", "agent")
"""What is asked of mentions."""

Integers = NDArray[np.int64]


def silence_counts(
    subject: Tables, said: pd.DataFrame | None = None, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row an actor that is talked about, most mentioned first.

    Columns as in :func:`framing.silence`: ``speaker`` (the actor), ``entity``, ``mentions``, ``articles_mentioned``,
    ``own_mentions`` (missing of people and groups without a name), ``statements``, ``words``, ``articles_heard``,
    ``statements_per_mention``, ``heard``, ``spoken_for``; then ``type`` and ``side`` as mentions have them. People
    without a name have ``entity`` "people", bare groups "group". ``said`` are the statements with one row a speaker
    (:func:`framing.whose.each_speaker`), ``mentions`` the table of these (:data:`OF_MENTION`), where somebody has
    them already.
    """
    talked = subject.talked_about
    lines = subject.unheard
    past = talked.loc[~talked.index.isin(lines.index), "actor"].astype("str").unique()
    code, names = _codes(lines["actor"])
    n = len(names)

    def summed(values: NDArray[Any] | None = None) -> Integers:
        return np.bincount(code, values, minlength=n).astype(np.int64)

    spoken = summed((~lines["silent"] & ~lines["heard"]).to_numpy(np.float64)) > 0
    named = summed(lines["named"].to_numpy(np.float64)) > 0
    table = pd.DataFrame(
        {
            "speaker": pd.Series(names, dtype="str"), "mentions": summed(lines["mentions"].to_numpy(np.float64)),
            "articles_mentioned": summed(),
        }
    )  # fmt: skip
    about = _of_mentions(subject.slim.mentions if mentions is None else mentions, set(past)).reindex(table["speaker"])
    heard = _heard(_each(subject) if said is None else said).reindex(table["speaker"]).fillna(0).astype("int64")
    bare = np.where(table["speaker"].eq(CIVILIANS), "people", "group")
    table.insert(1, "entity", pd.Series(np.where(named, about["entity"].fillna("").to_numpy(), bare), dtype="str"))
    own = about["own_mentions"].reset_index(drop=True).fillna(0).astype("Int64")
    table["own_mentions"] = own.mask(pd.Series(~named))
    for column in ("statements", "words", "articles_heard"):
        table[column] = heard[column].to_numpy()
    table["statements_per_mention"] = table["statements"] / table["mentions"]
    table["heard"] = table["statements"] > 0
    table["spoken_for"] = spoken & ~table["heard"]
    for column in ("type", "side"):
        values = about[column].reset_index(drop=True).fillna(NOT_GIVEN).astype("str")
        table[column] = values.mask(pd.Series(~named), "group" if column == "type" else NOT_GIVEN)
    order = ["mentions", "statements", "speaker"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _codes(values: pd.Series) -> tuple[Integers, list[str]]:
    code, names = pd.factorize(values)
    return np.asarray(code, dtype=np.int64), [str(name) for name in names]


def _of_mentions(mentions: pd.DataFrame, historical: set[str]) -> pd.DataFrame:
    """By actor: what kind of thing it mostly is, its mentions in the outlets' own voice, its type and its side.

    Those of the ``historical`` do not count where they were dead.
    """
    agent = each_value(mentions["agent"], lambda flag: str(flag).lower() == "true").astype(bool)
    some = pd.DataFrame({c: mentions[c] for c in OF_MENTION if c != "agent"})[agent]
    gone = some["actor"].isin(historical).to_numpy(dtype=bool, copy=True)
    past = np.flatnonzero(gone)  # a few
    days = some["date"].iloc[past].astype("str")
    pairs = zip(some["actor"].iloc[past].astype("str"), days, strict=True)
    gone[past] = [died_before(name, int(day[:4]) if day[:4].isdigit() else None) for name, day in pairs]
    some = some[~gone]
    code, names = _codes(some["actor"])
    kind, kinds = _codes(some["entity"])
    often = np.zeros((len(names), len(kinds)), dtype=np.int64)
    np.add.at(often, (code, kind), 1)
    mostly = np.asarray([*kinds, ""], dtype=object)[often.argmax(axis=1) if len(kinds) else np.zeros(len(names), int)]
    land = [entity == "place" and country_of(name) is not None for name, entity in zip(names, mostly, strict=True)]
    first = np.unique(code, return_index=True)[1]
    own = some["voice"].isin(OF_OUTLET).to_numpy(np.float64)
    return pd.DataFrame(
        {
            "entity": np.where(np.array(land, dtype=bool), "country", mostly),
            "own_mentions": np.bincount(code, own, minlength=len(names)).astype(np.int64),
            **{c: some[c].iloc[first].astype("str").to_numpy() for c in ("type", "side")},
        },
        index=pd.Index(names, dtype="str"),
    )


def _each(subject: Tables) -> pd.DataFrame:
    slim = subject.slim.table
    columns = [c for c in ("article_id", "speaker", "named", "words", "with") if c in slim.columns]
    return each_speaker(pd.DataFrame({c: slim[c] for c in columns}), ["speaker"], subject.statements)


def _heard(said: pd.DataFrame) -> pd.DataFrame:
    """By actor: its statements and their words, and in how many articles; people without a name as that actor."""
    table = pd.DataFrame({c: said[c] for c in ("article_id", "speaker", "named", "words")})
    speaker = group_values(table["speaker"])
    table = table.assign(speaker=speaker)[speaker.ne(NOT_GIVEN).to_numpy()]
    code, names = _codes(table["speaker"])
    flag = each_value(table["named"], lambda value: str(value).lower() == "true").astype(bool)
    # A name may be borne with and without being one: the two are told apart.
    unnamed = set(np.unique(code[~flag]).tolist())
    both = [*names, *((i in unnamed and actor_without_name(name)) or name for i, name in enumerate(names))]
    actor, actors = _codes(pd.Series(both, dtype="str"))
    of = actor[code + len(names) * ~flag]
    words = table["words"].to_numpy(np.float64)
    article = np.asarray(pd.factorize(table["article_id"])[0], dtype=np.int64)
    held = np.unique(of * (article.max(initial=0) + 1) + article) // (article.max(initial=0) + 1)
    size = len(actors)
    return pd.DataFrame(
        {
            "statements": np.bincount(of, minlength=size), "words": np.bincount(of, words, minlength=size).astype(int),
            "articles_heard": np.bincount(held, minlength=size),
        },
        index=pd.Index(actors, dtype="str"),
    )  # fmt: skip

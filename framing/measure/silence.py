"""Silence: actors who are talked about and never heard; people without names are an actor too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from framing.resolve.names import country_of
from framing.resolve.vocabulary import singular
from framing.results import Result, result
from framing.subject import Subject, corpus_of, mentions_table, statements_of, statements_table, voices_table
from framing.tables import By, columns_of, group_values, grouped, require_columns, somebody
from framing.whose import OF_OUTLET, each_speaker

__all__ = ["CIVILIANS", "PEOPLE_WORDS", "people_mentions", "silence", "with_people"]

_ACTOR = {"speaker": "actor", "speaker_id": "actor_id"}
"""Columns of :func:`framing.mentions` that mean what these columns of statements mean."""
_FORMS = 5

CIVILIANS = "civilians and residents"
"""The one actor that people without names are."""

PEOPLE_WORDS = frozenset(
    {
        "people", "civilians", "residents", "inhabitants", "citizens", "locals", "villagers", "townspeople",
        "townsfolk", "families", "children", "households", "population", "refugees", "evacuees", "survivors",
        "bystanders", "neighbours", "neighbors", "schoolchildren", "orphans", "widows", "homeless", "displaced",
    }
)  # fmt: skip
"""Nouns for people who live in a place and whom events befall, not for voters, workers, fighters or officials."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SOURCES = re.compile(r"\s+(?:familiar|close|briefed|with (?:direct )?knowledge)\b")
"""What makes "people" anonymous insiders: "people familiar with the matter"."""
_SINGULARS = frozenset({*PEOPLE_WORDS, *(singular(w) for w in PEOPLE_WORDS)})


def silence(
    subject: Subject,
    mentions: pd.DataFrame | None = None,
    *,
    by: By = "speaker",
    within: By = (),
    people: bool = True,
    voices: pd.DataFrame | None = None,
) -> Result:
    """Mentions of each actor against its statements, most mentioned first.

    ``subject`` is an analysis, statements or their table; with a table, ``mentions`` (:func:`framing.mentions`) are
    needed too. Both have ``article_id`` and the actor in ``by``, a column or several; "speaker" and "speaker_id" may be
    called ``actor`` and ``actor_id`` in ``mentions``. With ``within`` ("article_id", "outlet", "event" …) both have
    that too and rows are given for each of its values. People without names ("civilians", "300,000 people") are an
    actor too (:func:`people_mentions`), unless ``people`` is false; of a table, only where its ``voices`` are given.

    Columns: ``mentions``, of these ``own_mentions`` in the outlet's own voice (where ``mentions`` has a column
    ``voice``), ``articles_mentioned``, ``statements``, ``words``, ``articles_heard``, ``statements_per_mention``,
    ``heard``; where ``mentions`` has them, ``entity`` (person, organisation, country, place, people; mostly) and
    ``forms``: how the actor is named, the most frequent first. Countries and their capitals may stand for those who
    govern them; other places are mostly where something happens and nobody who could speak.
    An actor with statements and no mention, such as a speaker in a list, is kept. Actors "not given" are nobody and
    left out. Mentions are names, not pronouns: an actor spoken of as "he" is mentioned more often than is counted.
    ``silence(…).evidence(row)`` gives the mentions behind a row.
    """
    actor, places = columns_of(by), columns_of(within)
    keys = [*places, *(c for c in actor if c not in places)]
    statements = each_speaker(statements_table(subject, purpose="silence"), actor, statements_of(subject))
    mentions = _as_statements(mentions_table(subject, mentions, purpose="silence"), actor)
    if people and voices is None and not isinstance(subject, pd.DataFrame):
        voices = voices_table(subject, purpose="silence")
    require_columns(statements, ["article_id", "words", *keys], purpose="silence (statements)")
    require_columns(mentions, ["article_id", *keys], purpose="silence (mentions)")
    if voices is not None and people:
        found = _as_statements(people_mentions(voices), actor)
        lacking = [c for c in keys if c not in found.columns]
        of_article = pd.concat([mentions, statements]).drop_duplicates("article_id").set_index("article_id")
        found = found.assign(**{c: found["article_id"].map(of_article[c]) for c in lacking})
        mentions, statements = pd.concat([mentions, found], ignore_index=True), with_people(statements)
    said = _known(statements, keys, actor).groupby(keys, sort=True)
    named = _known(mentions, keys, actor)
    if "voice" in named.columns:
        named = named.assign(_own=named["voice"].isin(OF_OUTLET))
    if "entity" in named.columns:
        names = named["text"] if "text" in named.columns else named[actor[-1]]
        known = np.array([country_of(str(name)) is not None for name in names], dtype=bool)
        country = named["entity"].eq("place") & known
        named = named.assign(_entity=named["entity"].mask(country, "country"))
    about = named.groupby(keys, sort=True)
    counts = {"mentions": about.size(), "articles_mentioned": about["article_id"].nunique()}
    if "_own" in named.columns:
        counts["own_mentions"] = about["_own"].sum()
    counts |= {
        "statements": said.size(),
        "words": said["words"].sum(),
        "articles_heard": said["article_id"].nunique(),
    }
    table = pd.DataFrame(counts).fillna(0).astype("int64")
    table["statements_per_mention"] = table["statements"] / table["mentions"].where(table["mentions"] > 0)
    table["heard"] = table["statements"] > 0
    if "entity" in named.columns:
        entity = about["_entity"].agg(lambda kinds: _forms(kinds).partition(", ")[0]) if len(named) else pd.Series()
        table.insert(0, "entity", entity.reindex(table.index).fillna("").astype("str"))
    if "text" in named.columns:
        forms = about["text"].agg(_forms) if len(named) else pd.Series(dtype="str")
        table["forms"] = forms.reindex(table.index).fillna("").astype("str")
    table = table.reset_index().sort_values(
        ["mentions", "statements", *keys], ascending=[False, False, *[True] * len(keys)], ignore_index=True
    )
    return result(
        table, keys=keys, lines=partial(_mentioned, named), corpus=corpus_of(subject),
        statements=statements_of(subject), more=["actor", "entity"],
    )  # fmt: skip


def _mentioned(named: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The mentions of an actor; their column ``speaker`` is nobody's yet, for it is the actor that they name."""
    for column, value in wanted.items():
        named = named[named[column].eq(value)]
    return named.rename(columns={own: name for own, name in _ACTOR.items() if name not in named.columns})


def _as_statements(mentions: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Mentions with the actor in the columns that statements have it in."""
    names = {_ACTOR[c]: c for c in columns if c not in mentions.columns and _ACTOR.get(c) in mentions.columns}
    return mentions.rename(columns=names)


def _forms(texts: pd.Series) -> str:
    """The most frequent forms of a name, ties in order of first use."""
    counts = texts.groupby(texts, sort=False).size().sort_values(ascending=False, kind="stable")
    return ", ".join(counts.index[:_FORMS])


def _known(frame: pd.DataFrame, keys: list[str], actor: list[str]) -> pd.DataFrame:
    filled, _ = grouped(frame, keys, purpose="silence")
    return filled[somebody(filled, actor)]


def people_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of people without names, as rows like those of :func:`framing.mentions`, in the table's order.

    One row a use of a word of :data:`PEOPLE_WORDS` in lower case (so not the "People" of a name), all of the actor
    :data:`CIVILIANS`, with ``voice`` and the ``statement_id`` it stands in. Which place they live in is not read.
    """
    require_columns(
        voices, ["article_id", "field", "start", "voice", "statement_id", "text"], purpose="people_mentions"
    )
    rows = [
        (article, field, start + m.start(), start + m.end(), m.group(), voice, statement)
        for article, field, start, text, voice, statement in zip(
            *(voices[c].tolist() for c in ("article_id", "field", "start", "text", "voice", "statement_id")),
            strict=True,
        )
        for m in _WORD.finditer(text)
        if m.group() in PEOPLE_WORDS and not _SOURCES.match(text, m.end())
    ]
    columns = ["article_id", "field", "start", "end", "text", "voice", "statement_id"]
    table = pd.DataFrame(rows, columns=columns).astype({c: "str" for c in columns if c not in ("start", "end")})
    return table.assign(
        actor=CIVILIANS, actor_id=CIVILIANS.replace(" ", "-"), type="group", entity="people", side="not given"
    )


def with_people(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements table with speakers without a name that such a word names ("Raqqa residents") as that actor."""
    require_columns(statements, ["speaker", "named"], purpose="with_people")
    named = group_values(statements["named"]).str.lower().eq("true")
    names = group_values(statements["speaker"]).tolist()
    theirs = ~named & np.array([bool(_SINGULARS.intersection(_WORD.findall(n.lower()))) for n in names], dtype=bool)
    changed = {"speaker": statements["speaker"].mask(theirs, CIVILIANS)}
    if "speaker_id" in statements.columns:
        changed["speaker_id"] = statements["speaker_id"].mask(theirs, CIVILIANS.replace(" ", "-"))
    return statements.assign(**changed)

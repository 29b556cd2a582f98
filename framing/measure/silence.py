"""Silence: actors who are talked about and never heard; people without names and bare groups are actors too.

Only who could speak is told of (:mod:`framing.resolve.agents`), and who speaks by another's mouth is not silent: by a
body's head, official or spokesperson, a person's lawyer or aide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Literal

import numpy as np
import pandas as pd

from framing.measure.mouths import spoken_for, told_to_speak
from framing.resolve.agents import died_before
from framing.resolve.names import country_of, slug
from framing.resolve.vocabulary import singular
from framing.results import Result, result
from framing.subject import Subject, corpus_of, mentions_table, statements_of, statements_table, voices_table
from framing.tables import By, columns_of, group_values, grouped, require_columns, somebody
from framing.whose import OF_OUTLET, each_speaker

__all__ = [
    "BARE_GROUPS",
    "CIVILIANS",
    "PEOPLE_WORDS",
    "actor_without_name",
    "group_mentions",
    "people_mentions",
    "silence",
    "uses_of",
    "with_people",
]

Kind = Literal["people", "group"]

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

BARE_GROUPS = frozenset(
    {
        "coalition", "rebels", "militants", "insurgents", "jihadists", "separatists", "opposition", "protesters",
        "demonstrators", "activists", "settlers", "strikers", "prosecutors", "lawmakers", "militias", "guerrillas",
    }
)  # fmt: skip
"""Groups that act and speak under no name of their own, in lower case."""

_PEOPLES = frozenset(
    {
        "kurds", "sunnis", "shiites", "shias", "arabs", "palestinians", "jews", "muslims", "christians", "tibetans",
        "uighurs", "uyghurs", "rohingya", "catalans", "roma", "yazidis", "druze", "tatars", "chechens", "houthis",
        "democrats", "republicans",
    }
)  # fmt: skip
"""Peoples, faiths and parties in the plural, which the names of countries do not give."""

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
    every_name: bool = False,
) -> Result:
    """Mentions of each actor against its statements, most mentioned first.

    ``subject`` is an analysis, statements or their table; with a table, ``mentions`` (:func:`framing.mentions`) are
    needed too. Both have ``article_id`` and the actor in ``by``, a column or several; "speaker" and "speaker_id" may be
    called ``actor`` and ``actor_id`` in ``mentions``. With ``within`` ("article_id", "outlet", "event" …) both have
    that too and rows are given for each of its values. People without names ("civilians", "300,000 people") are an
    actor too (:func:`people_mentions`), unless ``people`` is false; of a table, only where its ``voices`` are given.

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
    actors, as people are (:func:`group_mentions`).

    An actor with statements and no mention, such as a speaker in a list, is kept. Actors "not given" are nobody and
    left out. Mentions are names, not pronouns: an actor spoken of as "he" is mentioned more often than is counted.
    ``silence(…).evidence(row)`` gives the mentions behind a row.
    """
    actor, places = columns_of(by), columns_of(within)
    keys = [*places, *(c for c in actor if c not in places)]
    statements = each_speaker(statements_table(subject, purpose="silence"), actor, statements_of(subject))
    mentions = _as_statements(mentions_table(subject, mentions, purpose="silence"), actor)
    if "agent" in mentions.columns and not every_name:
        mentions = mentions[mentions["agent"].astype("str").str.lower().eq("true") & ~_historical(mentions, actor[-1])]
    if people and voices is None and not isinstance(subject, pd.DataFrame):
        voices = voices_table(subject, purpose="silence")
    require_columns(statements, ["article_id", "words", *keys], purpose="silence (statements)")
    require_columns(mentions, ["article_id", *keys], purpose="silence (mentions)")
    if voices is not None and people:
        found = _as_statements(pd.concat([people_mentions(voices), group_mentions(voices)], ignore_index=True), actor)
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
    spoken = pd.Series(False, index=table.index)
    parts = [_parts(t, places) for t in (named, statements, voices)]
    for here, rows in table.groupby(places, sort=False) if places else [((), table)]:
        there = [part.get(tuple(map(str, here))) for part in parts]
        if there[0] is not None and there[1] is not None:
            spoken[rows.index] = _told_for(rows, there[0], there[1], there[2], actor[-1])
    table.insert(list(table.columns).index("heard") + 1, "spoken_for", spoken)
    return result(
        table, keys=keys, lines=partial(_mentioned, named), corpus=corpus_of(subject),
        statements=statements_of(subject), more=["actor", "entity"],
    )  # fmt: skip


def _told_for(
    table: pd.DataFrame, named: pd.DataFrame, statements: pd.DataFrame, voices: pd.DataFrame | None, actor: str
) -> pd.Series:
    """Whether somebody is told to speak for an actor that is not heard, or the text tells in passing that it spoke."""
    spoken = spoken_for(table, named, statements, actor)
    if voices is not None and actor in _ACTOR:
        spoken |= table[actor].isin(told_to_speak(table, named, voices, actor)) & ~table["heard"]
    return spoken


def _parts(table: pd.DataFrame | None, places: list[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    """The rows of each value of the columns that results are given within; none of a table without such a column."""
    if table is None or not set(places) <= set(table.columns):
        return {}
    if not places:
        return {(): table}
    values = [group_values(table[c]).rename(c) for c in places]
    return {tuple(map(str, here)): rows for here, rows in table.groupby(values, sort=False)}


def _historical(mentions: pd.DataFrame, actor: str) -> pd.Series:
    """Whether each mention is of somebody who was dead when the article appeared."""
    names = mentions["actor"] if "actor" in mentions.columns else mentions[actor]
    dates = mentions["date"].astype("str") if "date" in mentions.columns else pd.Series("", index=mentions.index)
    years = [int(d[:4]) if d[:4].isdigit() else None for d in dates]
    return pd.Series(
        [died_before(str(n), y) for n, y in zip(names, years, strict=True)], index=mentions.index, dtype=bool
    )


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
    return ", ".join(text for text, _ in Counter(texts.dropna()).most_common(_FORMS))


def _known(frame: pd.DataFrame, keys: list[str], actor: list[str]) -> pd.DataFrame:
    filled, _ = grouped(frame, keys, purpose="silence")
    return filled[somebody(filled, actor)]


def people_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of people without names, as rows like those of :func:`framing.mentions`, in the table's order.

    One row a use of a word of :data:`PEOPLE_WORDS` in lower case (so not the "People" of a name), all of the actor
    :data:`CIVILIANS`, with ``voice`` and the ``statement_id`` it stands in. Which place they live in is not read.
    """
    table = _uses(voices, "people", purpose="people_mentions")
    return table.assign(
        actor=CIVILIANS, actor_id=CIVILIANS.replace(" ", "-"), type="group", entity="people", side="not given"
    )


def group_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of groups without a name of their own, as rows like those of :func:`framing.mentions`.

    One row a use of a word of :data:`BARE_GROUPS` in lower case ("the coalition", "rebels") and of a people, a faith or
    a party in the plural ("Kurds", "Iraqis"); the actor is that word.
    """
    table = _uses(voices, "group", purpose="group_mentions")
    actor = table["text"]
    return table.assign(actor=actor, actor_id=actor.map(slug), type="group", entity="group", side="not given")


def _uses(voices: pd.DataFrame, kind: Kind, *, purpose: str) -> pd.DataFrame:
    """Uses of the words for people, or for groups, one a row."""
    of_run = ["article_id", "field", "start", "text", "voice", "statement_id"]
    require_columns(voices, of_run, purpose=purpose)
    rows = [
        (article, field, start + at, start + at + len(word), word, voice, statement)
        for article, field, start, text, voice, statement in zip(*(voices[c].tolist() for c in of_run), strict=True)
        for at, word, found in uses_of(text)
        if found == kind
    ]
    columns = ["article_id", "field", "start", "end", "text", "voice", "statement_id"]
    return pd.DataFrame(rows, columns=columns).astype({c: "str" for c in columns if c not in ("start", "end")})


def uses_of(text: str) -> Iterator[tuple[int, str, Kind]]:
    """Words for people and for bare groups in a text: where each begins, the word, and which of the two it is."""
    for found in _WORD.finditer(text):
        word = found.group()
        kind = _kind_of(word)
        if kind is not None and not _BUT_BEFORE[kind].match(text, found.end()):
            yield found.start(), word, kind


@lru_cache(maxsize=1 << 16)
def _kind_of(word: str) -> Kind | None:
    return "people" if word in PEOPLE_WORDS else "group" if _is_group(word) else None


_NAMED_SO = re.compile(r" (?:forces|fighters|militia|leaders?|officials?|spokes\w+|[A-Z]\w+)")
"""What makes such a word part of another's name or description: "coalition forces", "Democrats Abroad"."""


_BUT_BEFORE = {"people": _SOURCES, "group": _NAMED_SO}


def _is_group(word: str) -> bool:
    if word in BARE_GROUPS:
        return True
    low = word.lower()
    return word[:1].isupper() and word.endswith("s") and (low in _PEOPLES or _is_demonym(word))


def _is_demonym(word: str) -> bool:
    """Whether a word is the people of a country in the plural: "Iraqis", and not "Cyprus"."""
    return (
        not word.isupper()
        and len(word) > 4
        and country_of(word) is None
        and country_of(word[:-1]) is not None
        and (word[:-1].endswith(("an", "i", "on", "ek", "rk", "ab", "ne", "er", "se")))
    )


def with_people(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements table with speakers without a name whom such a word names ("Raqqa residents") as that actor.

    Speakers who are told by a word of :data:`BARE_GROUPS` or a people in the plural ("the Kurds") are the actor of that
    word, as in :func:`group_mentions`.
    """
    require_columns(statements, ["speaker", "named"], purpose="with_people")
    named = group_values(statements["named"]).str.lower().eq("true")
    names = group_values(statements["speaker"]).tolist()
    theirs = ~named & np.array([bool(_SINGULARS.intersection(_WORD.findall(n.lower()))) for n in names], dtype=bool)
    groups = pd.Series(
        [_group_of(n) if free else None for n, free in zip(names, ~named & ~theirs, strict=True)],
        dtype="object",
        index=statements.index,
    )
    statements = statements.assign(speaker=statements["speaker"].where(groups.isna(), groups))
    if "speaker_id" in statements.columns:
        ids = groups.map(slug, na_action="ignore")
        statements = statements.assign(speaker_id=statements["speaker_id"].where(groups.isna(), ids))
    changed = {"speaker": statements["speaker"].mask(theirs, CIVILIANS)}
    if "speaker_id" in statements.columns:
        changed["speaker_id"] = statements["speaker_id"].mask(theirs, CIVILIANS.replace(" ", "-"))
    return statements.assign(**changed)


def _group_of(name: str) -> str | None:
    """The bare group that a description is of, by its last word before a preposition: "armed rebels in the north"."""
    found = _WORD.findall(re.split(r" (?:of|in|from|at|on|for|with|who|near) ", name)[0])
    return found[-1] if found and (_is_group(found[-1]) or found[-1].lower() in BARE_GROUPS) else None


def actor_without_name(description: str) -> str | None:
    """The actor that a speaker without a name is, people or a bare group, by what it is called; None where neither.

    >>> actor_without_name("residents of Korva"), actor_without_name("armed rebels in the north")
    ('civilians and residents', 'rebels')
    """
    if _SINGULARS.intersection(_WORD.findall(description.lower())):
        return CIVILIANS
    return _group_of(description)

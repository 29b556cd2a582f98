"""Actors without a name of their own: people ("residents", "families") and bare groups ("rebels", "Kurds")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.resolve.names import country_of, slug
from framing.resolve.vocabulary import singular
from framing.statements import NOT_GIVEN
from framing.tables import coded, each_value, recoded, require_columns

__all__ = [
    "BARE_GROUPS",
    "CIVILIANS",
    "PEOPLE_WORDS",
    "UnnamedKind",
    "actor_without_name",
    "as_mentions",
    "group_mentions",
    "people_mentions",
    "uses_of",
    "with_people",
]

UnnamedKind = Literal["people", "group"]

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


def people_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of people without names, as rows like those of :func:`framing.mentions`, in the table's order.

    One row a use of a word of :data:`PEOPLE_WORDS` in lower case (so not the "People" of a name), all of the actor
    :data:`CIVILIANS`, with ``voice`` and the ``statement_id`` it stands in. Which place they live in is not read.
    """
    return _mentions(voices, "people", purpose="people_mentions")


def group_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of groups without a name of their own, as rows like those of :func:`framing.mentions`.

    One row a use of a word of :data:`BARE_GROUPS` in lower case ("the coalition", "rebels") and of a people, a faith or
    a party in the plural ("Kurds", "Iraqis"); the actor is that word.
    """
    return _mentions(voices, "group", purpose="group_mentions")


_RUN = ("article_id", "field", "start", "text", "voice", "statement_id")
_USE = ("article_id", "field", "start", "end", "text", "voice", "statement_id")


def _mentions(voices: pd.DataFrame, kind: UnnamedKind, *, purpose: str) -> pd.DataFrame:
    require_columns(voices, _RUN, purpose=purpose)
    rows = [
        (article, field, start + at, start + at + len(word), word, voice, statement)
        for article, field, start, text, voice, statement in zip(*(voices[c].tolist() for c in _RUN), strict=True)
        for at, word, found in uses_of(text)
        if found == kind
    ]
    table = pd.DataFrame(rows, columns=list(_USE))
    return as_mentions(table.astype({c: "str" for c in _USE if c not in ("start", "end")}), kind)


def as_mentions(uses: pd.DataFrame, kind: UnnamedKind) -> pd.DataFrame:
    """Uses of such words, with ``text``, with the columns of the table of mentions."""
    actor = uses["text"] if kind == "group" else recoded(uses["text"], lambda _: CIVILIANS)

    def always(value: str) -> pd.Series:
        return recoded(uses["text"], lambda _: value)

    same = {"type": always("group"), "entity": always(kind), "side": always(NOT_GIVEN)}
    return uses.assign(actor=actor, actor_id=recoded(actor, slug), **same)


def uses_of(text: str) -> Iterator[tuple[int, str, UnnamedKind]]:
    """Words for people and for bare groups in a text: where each begins, the word, and which of the two it is."""
    for found in _WORD.finditer(text):
        word = found.group()
        kind = _kind_of(word)
        if kind is not None and not _BUT_BEFORE[kind].match(text, found.end()):
            yield found.start(), word, kind


@lru_cache(maxsize=1 << 16)
def _kind_of(word: str) -> UnnamedKind | None:
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
    unnamed = each_value(statements["named"], lambda flag: str(flag).lower() != "true").astype(bool)
    code, names = pd.factorize(statements["speaker"])
    found = [actor_without_name(str(name)) for name in names]
    actors = sorted({actor for actor in found if actor is not None})
    number = np.array([-1 if actor is None else actors.index(actor) for actor in (*found, None)], dtype=np.int64)
    actor = np.where(unnamed, number[code], -1)
    changed = {"speaker": _replaced(statements["speaker"], actor, actors)}
    if "speaker_id" in statements.columns:
        changed["speaker_id"] = _replaced(statements["speaker_id"], actor, list(map(slug, actors)))
    return statements.assign(**changed)


def _replaced(values: pd.Series, actor: NDArray[np.int64], actors: list[str]) -> pd.Series:
    """The values with actors by their numbers in their place, -1 for none; categories stay categories."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        theirs = pd.Series(np.array([*actors, None], dtype=object)[actor], index=values.index)
        return values.mask(actor >= 0, theirs)
    names = values.cat.categories.union(pd.Index(actors, dtype="str"))
    own = np.append(names.get_indexer(values.cat.categories), -1)[values.cat.codes]
    new = np.append(names.get_indexer(pd.Index(actors, dtype="str")), -1)[actor]
    return coded(np.where(actor >= 0, new, own), names, values)


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

"""Who speaks for an actor that makes no statement: its head, spokesperson or member; or a text tells that it spoke."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from framing.resolve.names import country_of, fold
from framing.resolve.posts import readings
from framing.resolve.role_words import role_words
from framing.resolve.vocabulary import PARTIES, UTTERANCES, singular
from framing.values import Statement

__all__ = ["Mouths", "spoken_for", "told_to_speak", "utters_behind"]


@dataclass(frozen=True, slots=True)
class Mouths:
    """Those who speak in an article, as far as they speak for others.

    ``phrases`` are what they are called, as :func:`_phrase` has it; ``bodies`` the common nouns by which somebody is
    told to speak for a body ("a foundation spokesman"); ``heard`` the names of all who speak, folded; ``members`` how
    the parties begin whose members speak.
    """

    phrases: frozenset[str]
    bodies: frozenset[str]
    heard: frozenset[str]
    members: frozenset[str]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Mouths:
        """Of an article's statements, by what the article itself says of the speakers."""
        phrases: set[str] = set()
        bodies: set[str] = set()
        names: set[str] = set()
        for one in statements:
            source = one.named_by.text if one.named_by else ""
            bodies |= _body_of(source)
            whose = one.attributed_to and (one.attributed_to.found or one.attributed_to)
            description = whose.description if whose else ""
            for who in one.speakers:
                own = who.found or who
                names.add(own.name)
                phrases |= _phrases(source, description, own.affiliation or "", own.name)
        heard = frozenset(map(fold, names))
        return cls(frozenset(phrases), frozenset(bodies), heard, _members(heard))

    def speak_for(self, form: str) -> bool:
        """Whether one of them speaks for whoever is called so in the article."""
        if not self.heard or len(form) <= _SHORTEST:
            return False
        name = fold(form)
        short = _without_country(name)
        return bool(name) and (
            short in self.heard
            or any(f" {name} " in p or (short is not None and f" {short} " in p) for p in self.phrases)
            or _is_party_of(name, self.members)
        )

    def body(self, form: str) -> str:
        """The common noun of a body's name by which one of them speaks for a body; "" where none does."""
        noun = _noun(form) if self.bodies and " " in form else ""
        return noun if noun in self.bodies else ""


def spoken_for(table: pd.DataFrame, named: pd.DataFrame, statements: pd.DataFrame, actor: str) -> pd.Series:
    """Whether an actor without a statement has somebody speak for it, by what the speakers are called."""
    if "source" not in statements.columns or actor not in ("speaker", "speaker_id"):
        return pd.Series(False, index=table.index)
    silent = set(table.loc[~table["heard"], actor].astype("str"))
    forms = {fold(name): name for name in silent}
    forms |= {short: name for name in silent if (short := _without_country(fold(name))) is not None}
    if "text" in named.columns:
        pairs = named.loc[named[actor].isin(silent), [actor, "text"]].drop_duplicates()
        forms |= {fold(text): name for name, text in pairs.itertuples(index=False) if len(text) > _SHORTEST}
    wanted: dict[tuple[str, ...], set[str]] = {}
    for form, name in forms.items():
        wanted.setdefault(tuple(form.split()), set()).add(str(name))
    longest = max(map(len, wanted), default=0)
    about = [statements[c] if c in statements.columns else pd.Series("", statements.index) for c in _ABOUT]
    told = pd.DataFrame(dict(zip(_ABOUT, about, strict=True))).fillna("").astype("str").drop_duplicates()
    spoken: set[str] = _by_common_noun(named, statements, silent, actor)
    for phrase in set().union(*(_phrases(*row) for row in told.itertuples(index=False))):
        tokens = phrase.split()
        for at in range(len(tokens)):
            for size in range(1, min(longest, len(tokens) - at) + 1):
                spoken |= wanted.get(tuple(tokens[at : at + size]), set())
    heard = {fold(name) for name in told["speaker"].unique() if name}
    # "the American Congress", where Congress speaks
    spoken |= {n for n in silent if _without_country(fold(n)) in heard}
    members = _members(heard)
    spoken |= {n for n in silent if _is_party_of(fold(n), members)}
    return table[actor].astype("str").isin(spoken) & ~table["heard"]


_ABOUT = ("source", "description", "affiliation", "speaker")


def _by_common_noun(named: pd.DataFrame, statements: pd.DataFrame, silent: set[str], actor: str) -> set[str]:
    """Bodies for which somebody speaks who is told by their common noun: "a foundation spokesman".

    It is the one silent body of that noun that the article names.
    """
    if "text" not in named.columns or "article_id" not in statements.columns:
        return set()
    theirs = named.loc[named[actor].astype("str").isin(silent), ["article_id", actor, "text"]].drop_duplicates()
    bodies: dict[tuple[str, str], set[str]] = {}
    for article, name, text in theirs.itertuples(index=False):
        if " " in text:
            bodies.setdefault((article, _noun(text)), set()).add(str(name))
    spoken: set[str] = set()
    for article, source in statements[["article_id", "source"]].drop_duplicates().astype("str").itertuples(index=False):
        for noun in _body_of(source):
            names = bodies.get((article, noun), set())
            spoken |= names if len(names) == 1 else set()
    return spoken


def told_to_speak(table: pd.DataFrame, named: pd.DataFrame, voices: pd.DataFrame, actor: str) -> set[str]:
    """Actors without a statement of whom the text tells in passing that they spoke: a verb of uttering follows."""
    places = ["article_id", "field", "start", "end"]
    if "entity" not in table or not {*places} <= set(named.columns) or not {*places[:3], "text"} <= set(voices.columns):
        return set()
    silent = set(table.loc[~table["heard"] & ~table["entity"].isin(["people", "group"]), actor])
    theirs = named.loc[named[actor].isin(silent), [actor, *places]]
    wanted = voices[voices["article_id"].isin(set(theirs["article_id"]))]
    runs = dict(iter(wanted.groupby(["article_id", "field"], sort=False)))
    spoken: set[str] = set()
    for name, article, field, start, end in theirs.itertuples(index=False):
        rows = runs.get((article, field))
        if name in spoken or rows is None:
            continue
        at = int(np.searchsorted(rows["start"].to_numpy(), start, side="right")) - 1
        if at >= 0 and utters_behind(str(rows["text"].iloc[at]), end - int(rows["start"].iloc[at])):
            spoken.add(name)
    return spoken


def utters_behind(text: str, end: int) -> bool:
    """Whether a verb of uttering follows what ends there, in a run of words of one voice.

    >>> utters_behind("Cole called on the rebels.", 4), utters_behind("Cole resigned.", 4)
    (True, False)
    """
    if text[end : end + 1] not in (" ", ","):
        return False
    found = _VERB_BEHIND.match(text, end)
    return found is not None and found.group(1) in _uttered()


@cache
def _uttered() -> frozenset[str]:
    """The finite forms of the verbs of uttering."""
    forms = {base.removesuffix("y") + e for base in UTTERANCES if base.endswith("y") for e in ("ied", "ies")}
    forms |= {base.removesuffix("e") + e for base in UTTERANCES for e in ("ed", "es")} | {f"{b}s" for b in UTTERANCES}
    return frozenset(forms | {"said", "told", "spoke"}) - _DEEDS


_DEEDS = frozenset(
    {
        "cast", "casts", "branded", "labels", "ordered", "orders", "points", "pointed", "states", "reports", "cites",
        "notes",
    }
)  # fmt: skip
"""Forms that are mostly nouns, or tell of deeds."""
_VERB_BEHIND = re.compile(
    r"(?:, [^,.;:]{1,60},)? (?:(?:has|have|had|also|then|later|again|once|recently|\w+ly) ){0,3}([a-z]+)\b(?! by\b)"
)
_OF_BODY = re.compile(
    r"^(?:an?|the|its|one|another) (?:\w+ )?([a-z]+) "
    r"(?:spokes\w+|officials?|president|director|head|chief|lawyer|leaders?)$|(?:for|of) the ([a-z]+)$"
)
_MEMBERS_OF = {"senator": "senate", "congressman": "congress", "congresswoman": "congress", "lawmaker": "congress"}
"""Bodies that speak by the mouths of their members."""
_STEM = 6
"""Letters by which "Democratic Party" and "Democrats" are one."""
_SHORTEST = 2
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_MARKS = re.compile(r"[^\w\s'’.-]+")


@lru_cache(maxsize=1 << 15)
def _phrases(source: str, description: str, affiliation: str, speaker: str) -> frozenset[str]:
    """What is said of a speaker, as far as it is of somebody who speaks for others."""
    each = [(text, text) for text in (source, description, affiliation, speaker)]
    each += [(f"{description} {affiliation}", description), (f"{source} {affiliation}", source)]
    return frozenset(_phrase(text) for text, mouth in each if text and _speaks_for(mouth))


@lru_cache(maxsize=1 << 15)
def _phrase(text: str) -> str:
    """The folded words of a phrase, with the bodies whose members it names: a space before, between and behind them."""
    tokens = fold(_MARKS.sub(" ", _POSSESSIVE.sub("", text))).split()
    tokens += [body for word, body in _MEMBERS_OF.items() for t in tokens if singular(t) == word]
    return f" {' '.join(tokens)} "


@lru_cache(maxsize=1 << 15)
def _body_of(source: str) -> frozenset[str]:
    """The common noun of the body that a source speaks for, where it is told by one."""
    found = _OF_BODY.search(fold(source)) if _speaks_for(source) else None
    return frozenset(filter(None, found.groups())) if found is not None else frozenset()


@lru_cache(maxsize=1 << 15)
def _noun(text: str) -> str:
    return singular(fold(text).split()[-1]) if fold(text) else ""


@lru_cache(maxsize=1 << 15)
def _without_country(name: str) -> str | None:
    """A body's name without the nationality before it, or None where there is none."""
    first, _, rest = name.partition(" ")
    return rest if rest and country_of(first.title()) is not None else None


def _members(heard: Iterable[str]) -> frozenset[str]:
    """How the names of parties begin whose members are heard."""
    return frozenset(w[:_STEM] for n in heard for w in n.split() if singular(w) in PARTIES)


def _is_party_of(name: str, members: frozenset[str]) -> bool:
    return name.endswith(" party") and name[:_STEM] in members


@lru_cache(maxsize=1 << 15)
def _speaks_for(text: str) -> bool:
    """Whether a phrase is of somebody who speaks for the bodies and persons in it."""
    mouths = role_words().mouths
    return any(
        r.status == "held" and any(r.noun == m or r.noun.endswith(f" {m}") for m in mouths) for r in readings(text)
    )

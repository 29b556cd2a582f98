"""Who speaks for an actor that makes no statement: its head, spokesperson or member; or a text tells that it spoke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.resolve.names import country_of, fold
from framing.resolve.posts import readings
from framing.resolve.role_words import role_words
from framing.resolve.vocabulary import PARTIES, UTTERANCES, singular
from framing.statements import NOT_GIVEN
from framing.tables import each_value
from framing.values import Statement

__all__ = ["Mouths", "spoken_for", "utters_behind"]


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


def spoken_for(silent: pd.DataFrame, named: pd.DataFrame, said: pd.DataFrame) -> set[int]:
    """Those without a statement for whom somebody speaks, by what the speakers of all articles are called.

    ``silent`` has a row each: a number ``who``, its ``name``, and ``place``, the number of what it is asked within.
    ``named`` are mentions of these (``who``, the number of their ``article``, ``text``), ``said`` the statements
    (``place``, ``article``, ``source``, ``description``, ``affiliation``, ``speaker``). A form that several of them
    bear is whose the article has it: "a lawyer for Ms. Cole" is no other Cole's.
    """
    names = list(zip(silent["who"].tolist(), silent["place"].tolist(), map(fold, silent["name"]), strict=True))
    place_of = dict(zip(silent["who"].tolist(), silent["place"].tolist(), strict=True))
    forms = _Forms()
    for who, place, name in names:
        forms.add(name, place, who)
        forms.add(_without_country(name), place, who)
    code, texts = pd.factorize(named["text"])
    folded = [fold(text) if len(text) > _SHORTEST else "" for text in texts]
    pairs = np.unique(named["who"].to_numpy(np.int64)[code >= 0] * (len(texts) + 1) + code[code >= 0])
    for who, text in zip(*(v.tolist() for v in np.divmod(pairs, len(texts) + 1)), strict=True):
        forms.add(folded[text], place_of[who], who)
    shared = np.array([*(not forms.shared.isdisjoint((f, _without_country(f))) for f in folded), False])[code]
    for who, article, text in zip(named["who"][shared], named["article"][shared], code[shared], strict=True):
        forms.write(folded[text], article, who)
    spoken: set[int] = set()
    place, article = (said[c].to_numpy(np.int64) for c in ("place", "article"))
    for columns in _SAID_OF_SPEAKERS:
        for phrase, rows in _different(said, columns):
            found = forms.within(_phrase(" ".join(phrase)))
            if found:
                at = set(zip(place[rows].tolist(), article[rows].tolist(), strict=True))
                meant = {who for form in found for where in at for who in forms.meant(form, *where)}
                if not meant <= spoken and _speaks_for(phrase[0]):
                    spoken |= meant
    heard: dict[int, set[str]] = {}
    for (speaker,), rows in _different(said, ["speaker"]):
        for where in set(place[rows].tolist()):
            heard.setdefault(where, set()).add(fold(speaker))
    members = {where: _members(theirs) for where, theirs in heard.items()}
    for who, where, name in names:  # "the American Congress", where Congress speaks
        if _without_country(name) in heard.get(where, ()) or _is_party_of(name, members.get(where, frozenset())):
            spoken.add(who)
    return spoken | _by_common_noun(named, said, place_of)


_SAID_OF_SPEAKERS = (
    ["source"], ["description"], ["affiliation"], ["speaker"],
    ["description", "affiliation"], ["source", "affiliation"],
)  # fmt: skip
"""What speakers are called: the first says whether they speak for others."""


class _Forms:
    """How those are called who make no statement, found in phrases by their first words.

    ``shared`` are the forms that several bear in one place.
    """

    def __init__(self) -> None:
        self.shared: set[str] = set()
        self._of: dict[str, dict[int, set[int]]] = {}
        self._sizes: dict[str, set[int]] = {}
        self._written: dict[tuple[str, int], set[int]] = {}

    def add(self, form: str | None, place: int, who: int) -> None:
        """One is called so."""
        if form:
            if form not in self._of:
                self._sizes.setdefault(form.partition(" ")[0], set()).add(form.count(" ") + 1)
            theirs = self._of.setdefault(form, {}).setdefault(place, set())
            theirs.add(who)
            if len(theirs) > 1:
                self.shared.add(form)

    def write(self, form: str, article: int, who: int) -> None:
        """An article calls one so."""
        for its in filter(self.shared.__contains__, (form, _without_country(form) or "")):
            self._written.setdefault((its, article), set()).add(who)

    def within(self, phrase: str) -> list[str]:
        """The forms in a phrase, of whole words."""
        words = phrase.split()
        return [
            form
            for at, word in enumerate(words)
            for size in self._sizes.get(word, ())
            if (form := " ".join(words[at : at + size])) in self._of
        ]

    def meant(self, form: str, place: int, article: int) -> set[int]:
        """Whom an article means by a form."""
        theirs = self._of[form].get(place, set())
        return theirs if len(theirs) < 2 else theirs & self._written.get((form, article), set())


def _different(said: pd.DataFrame, columns: list[str]) -> Iterator[tuple[tuple[str, ...], NDArray[np.int64]]]:
    """The different values of columns where none is missing, and the rows that have them."""
    key = np.zeros(len(said), dtype=np.int64)
    given = np.ones(len(said), dtype=bool)
    values = []
    for column in columns:
        code, names = pd.factorize(said[column])
        empty = [i for i, name in enumerate(names) if name in ("", NOT_GIVEN)]
        given &= (code >= 0) & ~np.isin(code, empty)
        key = key * (len(names) + 1) + code
        values.append(np.asarray(names, dtype=object))
    rows = np.flatnonzero(given)
    rows = rows[np.argsort(key[rows], kind="stable")]
    begin = np.flatnonzero(np.diff(key[rows], prepend=-1))
    ends = [*begin[1:].tolist(), len(rows)]
    for at, low, high in zip(key[rows[begin]].tolist(), begin.tolist(), ends, strict=bool(len(begin))):
        found = []
        for names in reversed(values):
            at, number = divmod(at, len(names) + 1)
            found.append(str(names[number]))
        yield tuple(reversed(found)), rows[low:high]


def _by_common_noun(named: pd.DataFrame, said: pd.DataFrame, place_of: Mapping[int, int]) -> set[int]:
    """Bodies for which somebody speaks who is told by their common noun: "a foundation spokesman".

    It is the one silent body of that noun that the article names.
    """
    nouns = each_value(said["source"], lambda source: _body_of(str(source)) or None)
    told = [i for i, found in enumerate(nouns.tolist()) if found is not None]
    at = zip(said["place"].iloc[told].tolist(), said["article"].iloc[told].tolist(), nouns[told], strict=True)
    asked = {(place, article, noun) for place, article, found in at for noun in found}
    wanted = {noun for _, _, noun in asked}

    def noun_of(text: str) -> str | None:
        noun = _noun(text) if " " in text else None
        return noun if noun in wanted else None

    noun = each_value(named["text"], noun_of)
    bodies: dict[tuple[int, int, str], set[int]] = {}
    some = [i for i, found in enumerate(noun.tolist()) if found is not None]
    theirs = (named[c].iloc[some].tolist() for c in ("who", "article"))
    for who, article, its in zip(*theirs, noun[some].tolist(), strict=True):
        bodies.setdefault((place_of[who], article, its), set()).add(who)
    alone = (bodies.get(key, set()) for key in asked)
    return {who for names in alone if len(names) == 1 for who in names}


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
    found = _OF_BODY.search(fold(source))
    return frozenset(filter(None, found.groups())) if found is not None and _speaks_for(source) else frozenset()


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

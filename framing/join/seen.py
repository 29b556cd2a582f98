"""The sightings of a corpus as the join goes through them, and the names that stand beside each other in it."""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import log2
from sys import intern

import numpy as np

from framing.join.names import person_name
from framing.resolve.names import fold
from framing.resolve.sightings import Sighting
from framing.values import Article

__all__ = ["Company", "Seen", "company_key", "nicknamed"]


@dataclass(frozen=True)
class Seen:
    """All sightings, in the order of their articles (by date, then id), and what is known of these articles.

    They are numbers into what is held once: ten million of them as objects would take gigabytes.
    """

    shown: Sequence[Sighting]
    """Different sightings, whatever their article."""
    which: Sequence[int]
    """Which of them each sighting is."""
    article: Sequence[int]
    """Number of each sighting's article, in their order."""
    ids: Sequence[str]
    """Of the articles."""
    dates: Sequence[int]
    """Day of each article, 0 where it is not known."""
    events: Sequence[str]
    nicknames: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """For a surname the given names and the nicknames that some article explains (William "Mo" Cowden)."""

    @classmethod
    def of(cls, sightings: Iterable[Sighting], articles: Iterable[Article] = ()) -> Seen:
        """Sightings in the order that everything here goes by, which is not that of the corpus."""
        facts: dict[str, tuple[int, str]] = {}
        nicknames: dict[str, set[tuple[str, str]]] = {}
        unknown = (dt.date.max.toordinal(), "")
        for one in articles:  # once, so that they may come from a file and need not be held
            day = one.date.toordinal() if one.date else unknown[0]
            facts[one.id] = day, intern(str(one.extra.get("event") or ""))
            for given, quoted, bracketed, surname in _NICKNAMED.findall(one.text) if _MARKED.search(one.text) else ():
                nicknames.setdefault(fold(surname), set()).add((fold(given), fold(quoted or bracketed)))
        numbers: dict[str, int] = {}
        place: dict[int, int] = {}
        shown: list[Sighting] = []
        which, article = array("i"), array("i")
        for s in sightings:
            at = place.get(id(s.speaker))  # those that share their speaker are one, if they share the rest as well
            if at is None or not _alike(s, shown[at]):
                at = place[id(s.speaker)] = len(shown)
                shown.append(s)
            which.append(at)
            article.append(numbers.setdefault(s.article_id, len(numbers)))
        del place
        found = list(numbers)
        order = sorted(found, key=lambda a: (facts.get(a, unknown)[0], a))
        rank = {a: i for i, a in enumerate(order)}
        ranks = np.array([rank[a] for a in found], dtype=np.int32)[np.asarray(article)]
        names = {name: i for i, name in enumerate(sorted({s.speaker.id for s in shown}))}
        by_name = np.array([names[s.speaker.id] for s in shown], dtype=np.int32)[np.asarray(which)]
        sort = np.lexsort((by_name, ranks))
        days = [facts.get(a, unknown)[0] for a in order]
        return cls(
            shown,
            array("i", np.asarray(which)[sort].tobytes()),
            array("i", ranks[sort].tobytes()),
            order,
            array("i", (0 if day == unknown[0] else day for day in days)),
            [facts.get(a, unknown)[1] for a in order],
            {name: frozenset(pairs) for name, pairs in nicknames.items()},
        )

    def __len__(self) -> int:
        return len(self.which)

    def one(self, at: int) -> Sighting:
        """A sighting, whose article is :attr:`article`'s and not what it says itself."""
        return self.shown[self.which[at]]

    def forget(self) -> None:
        """Leave out what only the joining needs: in a large corpus it is much."""
        self.__dict__.pop("company", None)

    @cached_property
    def company(self) -> Company:
        """Names that stand beside each other."""
        return Company(self)


def _alike(one: Sighting, other: Sighting) -> bool:
    same = one.speaker is other.speaker and one.forms is other.forms and one.roles is other.roles
    return same and one.person == other.person and one.gender == other.gender


class Company:
    """The full names and multi-word names of each article, as numbers: what tells one story from another."""

    def __init__(self, seen: Seen) -> None:
        self.number: dict[str, int] = {}
        """Of each name, by its key."""
        mine = np.array(
            [self._number(company_key(s.speaker.name, person=s.person)) for s in seen.shown], dtype=np.int32
        )
        keys = mine[np.asarray(seen.which)] if len(seen) else mine
        articles = np.asarray(seen.article, dtype=np.int64)
        pairs = np.unique((articles << 32 | keys)[keys >= 0])
        self._keys = array("i", (pairs & 0xFFFFFFFF).astype(np.int32).tobytes())
        self._ends = array("q", np.searchsorted(pairs >> 32, np.arange(len(seen.ids)), side="right").tobytes())
        spread = np.bincount(np.asarray(self._keys), minlength=len(self.number)).tolist()
        self.rarity = array("d", (1 / log2(1 + n) for n in spread))
        """What it tells that one of these names stands beside: 1 for that of one article, less for frequent ones."""

    def of(self, article: int) -> Sequence[int]:
        """Those of an article."""
        return self._keys[self._ends[article - 1] if article else 0 : self._ends[article]]

    def _number(self, key: str) -> int:
        return self.number.setdefault(key, len(self.number)) if key else -1


_NICKNAMED = re.compile(  # the nicknames that articles explain
    r"\b([A-Z][\w-]+) (?:[A-Z]\. )?(?:[\"“‘]([A-Z][\w-]+)[\"”’]|\(([A-Z][\w-]+)\)) (?:[A-Z]\. )?([A-Z][\w'’-]+)"
)


def nicknamed(text: str) -> str:
    """The places of a text that explain a nickname, one a line: all of it that :meth:`Seen.of` looks at."""
    return "\n".join(match[0] for match in _NICKNAMED.finditer(text))


_MARKED = re.compile(r"[\"“‘(][A-Z][\w-]+[\"”’)] [A-Z]")
"""A part of every nickname: a cheap look before the search."""


@lru_cache(maxsize=1 << 13)
def company_key(name: str, *, person: bool) -> str:
    """By what a full name or a name of several words is known; "" for others, which tell no story."""
    if person:
        parts = person_name(name)
        return f"{parts.given} {parts.surname}" if parts.given else ""
    return fold(name) if " " in name else ""

"""What the join knows while it works: clusters of sightings that are one actor, and what it could not decide."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import chain
from math import fsum
from typing import Any, Generic, TypeVar

from framing.join.names import person_name
from framing.join.seen import Seen, company_key
from framing.resolve.names import fold
from framing.resolve.vocabulary import Gender, first_name_gender, words

__all__ = ["Cluster", "Questions", "clash", "familiarity", "kin"]

_Value = TypeVar("_Value")
_PARTS = 3
"""Votes of one sex for each of the other that make a cluster's sex sure."""
_RARE = 400
"""Articles of a cluster at most whose other names are looked at; the first ones, where there are more."""


class _Kept(Generic[_Value]):
    """As :class:`functools.cached_property`, for objects of which there are many.

    A value is kept in a field that each object has from the beginning (``_name`` for ``name``): a further one would
    take half a kilobyte.
    """

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = f"_{name}"

    def __get__(self, one: object, owner: type | None = None) -> _Value:
        value: _Value | None = getattr(one, self._place)
        if value is None:
            value = self._make(one)
            setattr(one, self._place, value)
        return value


@dataclass(eq=False, slots=True)
class Cluster:
    """Sightings that are one actor, and what they tell together. ``fixed`` is the id that it has from an earlier join.

    ``names`` are those of the speakers, by the number of articles. There is one of nearly every name: none has more
    than it needs.
    """

    seen: Seen
    person: bool
    sights: array[int] = field(default_factory=lambda: array("i"))
    fixed: str | None = None
    names: dict[str, int] = field(default_factory=dict)
    men: int = 0
    """Votes that it is a man."""
    women: int = 0
    roles: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()
    initial: str = ""
    """The middle initial by which it is told from another of its name."""
    earlier: tuple[int, int] = (0, 0)
    """First and last day that an earlier join knows."""
    known: set[int] | None = None
    """Articles in which an earlier join has it."""
    into: Cluster | None = None
    """The cluster that took this one in."""
    _articles: Any = field(default=None, init=False)
    _company: Any = field(default=None, init=False)
    _callings: Any = field(default=None, init=False)
    _name: Any = field(default=None, init=False)
    _gender: Any = field(default=None, init=False)
    _days: Any = field(default=None, init=False)
    _events: Any = field(default=None, init=False)
    _span: Any = field(default=None, init=False)

    def add(self, at: int, *, telling: bool = True) -> None:
        """Take a sighting in, and unless it is not ``telling`` what it shows of the actor."""
        one = self.seen.one(at)
        name = one.speaker.name
        self.sights.append(at)
        self.names[name] = self.names.get(name, 0) + 1
        if self._articles is not None:
            self._articles.add(self.seen.article[at])
        if not telling:
            return
        if one.gender:
            self.vote(one.gender, 2)
        elif self.person:
            self.vote(first_name_gender(person_name(name).given), 1)
        if not one.roles <= self.roles:
            self.roles = self.roles | one.roles if self.roles else one.roles
        if one.speaker.affiliation:
            self.affiliations = _with(self.affiliations, one.speaker.affiliation)

    def vote(self, gender: Gender, votes: int) -> None:
        """Count what speaks for a sex."""
        if gender == "m":
            self.men += votes
        elif gender == "f":
            self.women += votes

    @property
    def last(self) -> Cluster:
        """The cluster that it is part of in the end."""
        found = self
        while found.into is not None:
            found = found.into
        return found

    def take(self, other: Cluster) -> None:
        """Take all of another cluster in."""
        self.sights += other.sights
        for name, n in other.names.items():
            self.names[name] = self.names.get(name, 0) + n
        self.men, self.women = self.men + other.men, self.women + other.women
        self.roles |= other.roles
        self.affiliations |= other.affiliations
        self.known = self.known | other.known if self.known and other.known else self.known or other.known
        self.fixed = self.fixed or other.fixed
        self.initial = self.initial or other.initial
        other.into = self
        self.forget()

    def forget(self, *names: str) -> None:
        """Leave out what was worked out from the sightings, all of it or what is named."""
        for name in names or ("articles", "company", "callings", "name", "gender", "days", "events", "span"):
            setattr(self, f"_{name}", None)

    def finish(self) -> None:
        """Leave out the sightings, whose actor is made."""
        self.sights, self.names = array("i"), {}
        self.forget()

    def leave(self, others: Cluster) -> None:
        """Let sightings go that are another cluster's."""
        gone = set(others.sights)
        kept = Cluster(self.seen, self.person, fixed=self.fixed, initial=self.initial, earlier=self.earlier)
        for at in self.sights:
            if at not in gone:
                kept.add(at)
        for part in fields(Cluster):
            setattr(self, part.name, getattr(kept, part.name))

    @property
    def size(self) -> int:
        """Sightings, which are articles in all but odd cases."""
        return sum(self.names.values())

    @_Kept
    def name(self) -> str:
        """The most frequent of its names, one with a given name before others."""
        return max(self.names, key=lambda n: (bool(person_name(n).given), self.names[n], n))

    @_Kept
    def gender(self) -> Gender:
        """The sex that most of the evidence tells, "" where it is divided."""
        m, f = self.men, self.women
        return "m" if m > _PARTS * f else "f" if f > _PARTS * m else ""

    @_Kept
    def articles(self) -> set[int]:
        """Those that it is seen in."""
        return {self.seen.article[at] for at in self.sights}.union(self.known or ())

    @_Kept
    def days(self) -> frozenset[int]:
        """Days of its articles, those where it is named in full."""
        return frozenset(self.seen.dates[a] for a in self.articles).union(self.earlier) - {0}

    @_Kept
    def events(self) -> frozenset[str]:
        """Events of these articles."""
        return frozenset(self.seen.events[a] for a in self.articles) - {""}

    @_Kept
    def span(self) -> tuple[int, int]:
        """First and last day that it is named on in full, (0, 0) where none is known."""
        return (min(self.days), max(self.days)) if self.days else (0, 0)

    @_Kept
    def callings(self) -> frozenset[str]:
        """Its roles, without what is no calling."""
        return _callings(self.roles)

    @_Kept
    def company(self) -> frozenset[int]:
        """Names that stand beside it, in the first articles of those it is in."""
        beside = self.seen.company
        places = sorted(self.articles)[:_RARE]
        own = {beside.number.get(company_key(n, person=self.person)) for n in self.names}
        return frozenset(chain.from_iterable(map(beside.of, places))) - own


@lru_cache(maxsize=1 << 16)
def _with(names: frozenset[str], name: str) -> frozenset[str]:
    """A set with the folded name; equal ones are one, for each takes 200 bytes."""
    return names | {fold(name)}


_ANYBODY = ("relative", "man", "member", "citizen")
"""Kinds of role that anybody may have beside a calling: a senator is a father, too."""


@lru_cache(maxsize=1 << 12)
def callings(role: str) -> frozenset[str]:
    """A role and all that it is a kind of; nothing for "father" or "resident", which tell no calling."""
    kinds = words().kinds.get(role, frozenset({role}))
    return frozenset() if kinds.intersection(_ANYBODY) else kinds


@lru_cache(maxsize=1 << 12)
def _callings(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(r for r in roles if callings(r))


@lru_cache(maxsize=1 << 16)
def kin(roles: frozenset[str], others: frozenset[str]) -> int:
    """2 where two sets of callings share one, 1 where they share a kind, -1 where both tell and share none, else 0.

    >>> one = frozenset(["president"])
    >>> [kin(one, frozenset(other)) for other in (["president"], ["senator"], [], ["blogger"])]
    [2, 1, 0, -1]
    """
    first, second = ({r for r in given if callings(r)} for given in (roles, others))
    if not first or not second:
        return 0
    if first & second:
        return 2
    broad, wide = (frozenset().union(*map(callings, r)) for r in (first, second))
    return 1 if broad & wide else -1


def clash(one: Cluster, other: Cluster) -> str:
    """Why two clusters of one name cannot be one actor: sex or calling; "" where nothing speaks against it."""
    if one.gender and other.gender and one.gender != other.gender:
        return "one is a woman, the other a man"
    apart = kin(one.callings, other.callings) < 0 and not one.affiliations & other.affiliations
    return "their callings differ" if apart and familiarity(one, other) < 1 else ""


def familiarity(one: Cluster, other: Cluster) -> float:
    """How many names stand beside both, rare ones counted more; an article or an event that both have counts 2."""
    shared = one.company & other.company
    weight = fsum(one.seen.company.rarity[key] for key in shared)  # exact, in whatever order
    return weight + 2 * bool(one.events & other.events or one.articles & other.articles)


@dataclass
class Questions:
    """What the join could not decide, or decided on little, and how many sightings hang on it."""

    asked: dict[tuple[tuple[Cluster, ...], str, str, bool], int] = field(default_factory=dict)
    """Clusters, reason, form, and whether they were taken for one; how often."""

    def ask(self, clusters: Sequence[Cluster], reason: str, *, form: str = "", joined: bool = False) -> None:
        """Note that it is not sure whether clusters are one actor; ``joined`` says that they were taken for one.

        ``form`` is the name in question, where it is one name.
        """
        key = tuple(clusters), reason, form, joined
        self.asked[key] = self.asked.get(key, 0) + 1

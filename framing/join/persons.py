"""Which persons of different articles are one: full names first, then their variants, then surnames alone.

Names are compared only within one surname, and there by given name, so that nothing is compared with everything. The
order is fixed: larger clusters before smaller ones, then by name, so that the same articles give the same clusters.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, log2
from operator import itemgetter
from typing import Any

from framing.join.clusters import Cluster, Questions, clash, familiarity, kin
from framing.join.names import PersonName, formal_names, is_initials, person_name
from framing.join.seen import Seen
from framing.resolve.names import fold
from framing.resolve.sightings import Sighting
from framing.resolve.vocabulary import Gender, words

__all__ = ["Persons"]

_MARGIN = 2.0
"""By so much the best candidate for a surname leads the next, else it stays open."""
_FAME = 6.0
"""Most that being often named counts for a candidate: that of 64 articles."""
_CANDIDATES = 12
"""Candidates that are looked at for a surname: the most frequent, and those whom the same days name."""
_NEAR, _FAR = 3, 3000
"""Days between articles that speak for and against one person."""
_KNOWN = 2.0
"""A given name alone ("Hillary") means somebody who is named in three articles or more."""
_KIN = {2: 3.0, 1: 1.0, 0: 0.0, -1: -3.0}
"""What it counts that two sets of callings share one, share a kind, tell nothing, share nothing."""


@dataclass
class Persons:
    """All persons of a corpus, by surname; filled by :meth:`join`."""

    seen: Seen
    apart: frozenset[tuple[str, str]] = frozenset()
    clusters: list[Cluster] = field(default_factory=list)
    questions: Questions = field(default_factory=Questions)
    bare: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """For each surname the articles in which it stands alone."""

    def join(self, sights: Iterable[int], known: Sequence[Cluster] = ()) -> None:
        """Cluster the sightings of persons; ``known`` are clusters of an earlier join, which are never joined."""
        full: dict[str, dict[PersonName, Cluster]] = defaultdict(dict)
        bare: dict[str, array[int]] = defaultdict(lambda: array("i"))
        unplaced: dict[str, dict[Gender, Cluster]] = defaultdict(dict)
        for cluster in known:
            self.clusters.append(cluster)
            if not any(person_name(n).given for n in cluster.names):
                unplaced[person_name(cluster.name).surname].setdefault(cluster.gender, cluster)
                continue
            for name in sorted(cluster.names):
                full[person_name(name).surname].setdefault(_core(person_name(name)), cluster)
        goes: list[Cluster | array[int] | None] = [None] * len(self.seen.shown)
        for at in sights:
            number = self.seen.which[at]
            target = goes[number]
            if target is None:
                parts = person_name(self.seen.shown[number].speaker.name)
                if not parts.given:
                    target = bare[parts.surname]
                else:
                    shard, core = full[parts.surname], _core(parts)
                    target = shard.get(core) or shard.setdefault(core, Cluster(self.seen, True))
                goes[number] = target
            if isinstance(target, Cluster):
                target.add(at)
            else:
                target.append(at)
        del goes
        self.bare = {name: frozenset(self.seen.article[i] for i in places) for name, places in bare.items()}
        given: dict[str, list[Cluster]] = defaultdict(list)
        shards: dict[str, list[Cluster]] = {}
        for surname in sorted(full):
            shards[surname] = self._shard(full[surname])
            for cluster in shards[surname]:
                for first in sorted({person_name(n).given for n in cluster.names}):
                    given[first].append(cluster)
        for surname in sorted(bare):
            family = surname in shards
            candidates = shards[surname] if family else given.get(surname, [])
            self._surname(bare[surname], candidates, unplaced[surname], family=family)

    def _shard(self, cores: Mapping[PersonName, Cluster]) -> list[Cluster]:
        """The persons of one surname, whose full names are given."""
        shard = [c for cluster in cores.values() for c in self._by_initial(cluster)]
        shard = list({id(c): c for c in shard}.values())
        shard.sort(key=lambda c: (c.fixed is None, -c.size, c.name))
        if len(shard) == 1:
            self.clusters += [c for c in shard if c.fixed is None]
            return shard
        kept: list[Cluster] = []
        index: dict[str, list[Cluster]] = defaultdict(list)
        for cluster in shard:
            asked, offered = _forms(cluster, self.seen.nicknames.get(person_name(cluster.name).surname, frozenset()))
            candidates = list({id(c): c for form in asked for c in index[form]}.values())
            candidates = [c for c in candidates if c.fixed is None or cluster.fixed is None]
            rest, target = self._variant(cluster, candidates)
            if rest is not None:
                kept.append(rest)
            for form in offered:
                index[form] += [c for c in (target or rest,) if c is not None and c not in index[form]]
        self.clusters += [c for c in kept if c.fixed is None]
        for cluster in shard:
            cluster.forget("articles", "company", "days", "events", "span")
        return kept

    def _by_initial(self, cluster: Cluster) -> list[Cluster]:
        """The cluster of one name, taken apart where different middle initials tell different people."""
        initials: dict[str, list[int]] = defaultdict(list)
        for at in cluster.sights:
            initials[_initial(self.seen.one(at))].append(at)
        several = sorted(i for i in initials if i)
        if cluster.fixed is not None or len(several) < 2:
            return [cluster]
        parts: dict[str, Cluster] = {}
        for initial in several:
            parts[initial] = Cluster(self.seen, True, initial=initial)
            for at in initials[initial]:
                parts[initial].add(at)
        plain = Cluster(self.seen, True)
        candidates = list(map(_Candidate, parts.values()))
        for at in initials.get("", ()):
            self._place(at, candidates, plain, family=True)
        self.questions.ask(tuple(parts.values()), "one name with different middle initials")
        return [*parts.values(), *([plain] if plain.sights else [])]

    def _variant(self, cluster: Cluster, candidates: Sequence[Cluster]) -> tuple[Cluster | None, Cluster | None]:
        """What is left of a cluster when it was joined to the one whose name it is a variant of, and that one."""
        free = [c for c in candidates if not self._kept_apart(c, cluster)]
        reasons = {id(c): self._against(c, cluster) for c in free}
        fitting = [c for c in free if not reasons[id(c)]]
        if not fitting:
            for other in free:
                self.questions.ask((other, cluster), reasons[id(other)])
            return cluster, None
        ranked = sorted(fitting, key=lambda c: (-familiarity(c, cluster), -c.size, c.name))
        if len(ranked) > 1 and familiarity(ranked[0], cluster) - familiarity(ranked[1], cluster) < 1:
            same = [c for c in ranked if _given(c) == _given(cluster)]
            if len(same) != 1:
                self.questions.ask((*ranked[:2], cluster), "the name may be short for either")
                return cluster, None
            ranked = same
        target = ranked[0]
        left = None
        if _given(target) != _given(cluster):
            short, full = (target, cluster) if _given(cluster) in formal_names(_given(target)) else (cluster, target)
            left = self._strangers(short, full)
            if left is not None:
                short.leave(left)
                self.questions.ask((target, left), "their callings differ")
        if kin(target.callings, cluster.callings) <= 0 and familiarity(target, cluster) < 1:
            for name in sorted(cluster.names):
                self.questions.ask((target,), "taken for one by a variant of the name alone", form=name, joined=True)
        target.take(cluster)
        return left, target

    def _against(self, one: Cluster, other: Cluster) -> str:
        """Why two clusters with variants of one name are not one person; "" where nothing is against it."""
        suffixes = {person_name(n).suffix for n in one.names}, {person_name(n).suffix for n in other.names}
        if suffixes[0].isdisjoint(suffixes[1]):
            if "" not in suffixes[0] | suffixes[1]:
                return "one is the father's name, the other the son's"
            junior = other if "" in suffixes[0] else one
            bare = self.bare.get(person_name(one.name).surname, frozenset())
            both = one.articles & other.articles
            alone = _given(one) == _given(other) and junior.articles & bare
            if (both or alone) and not (len(both) == 1 and _is_slip(one, other)):
                return "one article names both"
        elif one.initial and other.initial and one.initial != other.initial:
            return "one name with different middle initials"
        elif _given(one) == _given(other):
            return ""
        against = clash(one, other)
        first, second = _given(one), _given(other)
        explained = self.seen.nicknames.get(person_name(one.name).surname, frozenset())
        direct = first in formal_names(second) or second in formal_names(first)
        direct = direct or is_initials(first) or is_initials(second)
        direct = direct or bool({(first, second), (second, first)} & explained)
        if not against and not direct and kin(one.callings, other.callings) <= 0 and familiarity(one, other) < 1:
            middles = {m for c in (one, other) for n in c.names for m in person_name(n).middle}
            return "" if {first, second} & middles else "two short forms of one name"
        return against

    def _strangers(self, cluster: Cluster, target: Cluster) -> Cluster | None:
        """The sightings of a short name whose calling is another than that of the one whom it is short for."""
        if not cluster.callings or not target.callings or cluster.fixed:
            return None
        left = Cluster(self.seen, True)
        for at in cluster.sights:
            alone = Cluster(self.seen, True)
            alone.add(at)
            if clash(target, alone):
                left.add(at)
        return left if left.sights and len(left.sights) < len(cluster.sights) else None

    def _surname(
        self, sights: Sequence[int], shard: Sequence[Cluster], unplaced: dict[Gender, Cluster], *, family: bool
    ) -> None:
        """Sightings of a surname (or of a given name) that stands alone, each to one of the persons of that name.

        ``unplaced`` are the clusters, by sex, of those that could be several's.
        """
        frequent = list(map(_Candidate, sorted(shard, key=lambda c: (-c.size, c.name))))
        same_day: dict[int, list[_Candidate]] = defaultdict(list)
        for other in frequent[_CANDIDATES:]:
            for day in sorted(other.cluster.days):
                same_day[day].append(other)
        if not family:
            frequent = [c for c in frequent if c.fame >= _KNOWN]
        most = frequent[:_CANDIDATES]
        for at in sights:
            one = self.seen.one(at)
            day = self.seen.dates[self.seen.article[at]]
            candidates = most + same_day[day][:_CANDIDATES] if day in same_day else most
            if self.apart:
                candidates = [c for c in candidates if not self._is_apart(c.cluster, one.speaker.name)]
            rest = unplaced.get(one.gender) or unplaced.setdefault(one.gender, Cluster(self.seen, True))
            self._place(at, candidates, rest, family=family)
        for other in frequent:
            other.cluster.forget("articles", "company", "days", "events", "span")
        men, women, others = (unplaced.get(g) for g in ("m", "f", ""))
        if men and women and men.sights and women.sights:
            self.questions.ask((men, women), "one surname, a man and a woman")
        left = [c for c in (men, women) if c and (c.sights or c.fixed)]
        if others and others.sights:
            if len(left) == 1:
                left[0].take(others)
            else:
                left.append(others)
        self.clusters += [c for c in left if c.fixed is None]

    def _place(self, at: int, candidates: Sequence[_Candidate], rest: Cluster, *, family: bool) -> None:
        """Put a sighting into the candidate that it fits best, or, if two fit as well, into the rest."""
        ranked = self._fitting(at, candidates, family=family)
        if not ranked or ranked[0][1] < (0 if family else 1):
            rest.add(at)
            if ranked and family:
                self.questions.ask((ranked[0][2].cluster, rest), "one surname, but what is said differs")
            return
        best, evidence, target = ranked[0]
        if len(ranked) > 1 and best - ranked[1][0] < _MARGIN:
            rest.add(at)
            tied = tuple(c.cluster for score, _, c in ranked if best - score < _MARGIN)
            self.questions.ask((*tied, rest), "the surname could be either's")
            return
        if evidence < 1:
            others = tuple(c.cluster for _, _, c in ranked[1:3])
            how = "taken for the one who is named most" if others else "taken for one by the surname alone"
            form = self.seen.one(at).speaker.name
            self.questions.ask((target.cluster, *others), how, form=form, joined=True)
        target.cluster.add(at, telling=False)

    def _fitting(
        self, at: int, candidates: Sequence[_Candidate], *, family: bool
    ) -> list[tuple[float, float, _Candidate]]:
        """How well what is known of a sighting fits each candidate that can be that person, the best first.

        First with what being often named counts, then without. An article that names a person in full, too, has told
        the surname apart from it, unless it is the only one of that name, and a junior.
        """
        seen, article = self.seen, self.seen.article[at]
        one, day, event = seen.one(at), seen.dates[article], seen.events[article]
        only = len(candidates) == 1 and family and person_name(candidates[0].cluster.name).suffix != ""
        suffix, gender, roles = person_name(one.speaker.name).suffix, one.gender, one.roles
        affiliation = fold(one.speaker.affiliation) if one.speaker.affiliation else ""
        beside, rarity = seen.company.of(article), seen.company.rarity
        near = range(day - _NEAR, day + _NEAR + 1)
        found = []
        for c in candidates:
            sex = c.gender
            if (gender and sex and gender != sex) or (article in c.articles and not only):
                continue
            if suffix and all(person_name(n).suffix != suffix for n in c.cluster.names):
                continue
            evidence = _KIN[kin(roles, c.callings)] + bool(gender and sex)
            if affiliation and affiliation in c.affiliations:
                evidence += 2
            if event and event in c.events:
                evidence += 5
            shared = c.company.intersection(beside)
            if shared:
                evidence += min(5.0, 2 * fsum(rarity[key] for key in shared))
            if day and not c.days.isdisjoint(near):
                evidence += 2
            elif day and c.days and not c.first - _FAR <= day <= c.last + _FAR:
                evidence -= 2
            found.append((evidence + c.fame, evidence, c))
        found.sort(key=itemgetter(0), reverse=True)
        return found

    def _kept_apart(self, one: Cluster, other: Cluster) -> bool:
        return any(self._is_apart(one, n) for n in other.names) or any(self._is_apart(other, n) for n in one.names)

    def _is_apart(self, cluster: Cluster, name: str) -> bool:
        return bool(self.apart) and any((fold(own), fold(name)) in self.apart for own in cluster.names)


class _Candidate:
    """One who may be meant by a surname, with what is looked at of it, taken once for all sightings of that name."""

    __slots__ = (
        "affiliations", "articles", "callings", "cluster", "company", "days", "events", "fame", "first", "gender",
        "last",
    )  # fmt: skip

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.fame = min(_FAME, log2(1 + cluster.size))

    def __getattr__(self, name: str) -> Any:
        """What is asked for the first time: all of it is taken then, of many candidates nothing is ever asked."""
        c = self.cluster
        self.gender, self.callings, self.affiliations = c.gender, c.callings, c.affiliations
        self.articles, self.company, self.events, self.days = c.articles, c.company, c.events, c.days
        self.first, self.last = c.span
        return object.__getattribute__(self, name)


def _is_slip(one: Cluster, other: Cluster) -> bool:
    """Whether an article that names somebody with and without "Jr." means one: of one calling, nobody's relative."""
    family = any("relative" in words().kinds.get(role, ()) for role in one.roles | other.roles)
    return not family and kin(one.callings, other.callings) > 1


def _core(name: PersonName) -> PersonName:
    """What two full names must share to be one at once: given name, surname and suffix."""
    return name._replace(middle=())


def _given(cluster: Cluster) -> str:
    return person_name(cluster.name).given


def _forms(cluster: Cluster, explained: frozenset[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Keys by which a cluster looks for others, and by which it is found: full names, initials, middle names."""
    asked: set[str] = set()
    offered: set[str] = set()
    for name in cluster.names:
        given, middle, _, _ = person_name(name)
        if is_initials(given):
            second = {form for m in middle if len(m) > 1 for form in formal_names(m)}  # "J. Robert Marsh"
            asked |= second | {f"{given[:1]}…"}
            offered |= second | {f"{given[:1]}."}
            continue
        forms = formal_names(given) | {m for m in middle if len(m) > 1}
        forms |= {full for full, nickname in explained if nickname == given}
        asked |= forms | {f"{given[:1]}."}
        offered |= forms | {f"{given[:1]}…"}
    return sorted(asked), sorted(offered)


def _initial(sighting: Sighting) -> str:
    """The middle initial by which the article writes a person's name, "" where it writes none."""
    best = ""
    for form, _ in sighting.forms:
        parts = person_name(form)
        if parts.given and parts.middle and len(parts.middle[0]) == 1:
            best = parts.middle[0]
    return best

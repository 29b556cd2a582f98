"""Which bodies, places and groups with a name are one, and which names are persons' in the first place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np

from framing.join.clusters import Cluster, Questions
from framing.join.names import alias_of, body_key, person_name
from framing.join.seen import Seen
from framing.resolve.kinds import kind_of_name
from framing.resolve.names import country_of, fold, is_acronym
from framing.resolve.sightings import Sighting
from framing.resolve.vocabulary import first_name_gender, words
from framing.values import SpeakerType

__all__ = ["Bodies", "are_persons", "type_of"]

_MOST = 5
"""Mentions of one article at most that count for what kind of actor a name is: no article outvotes all others."""
_PAPERS = (SpeakerType.DOCUMENT, SpeakerType.DATA)
_CLEAR = 0.75
"""Part of the articles that must explain an acronym alike."""
_SMALL = frozenset({"of", "the", "for", "and", "in", "on", "to", "a"})
_BODILY = 1.5
"""What a last word like "Foundation" adds to the votes for a body, as a part of few votes: many titles win."""
_PERSONAL = frozenset({"campaign", "administration", "team", "presidency", "transition"})


def are_persons(seen: Seen) -> list[bool]:
    """For each sighting whether it is a person, by what all articles say of its name.

    An article that takes a surname for an organisation is outvoted by those that show whose it is.
    """
    number: dict[str, int] = {}
    name = [number.setdefault(fold(s.speaker.name), len(number)) for s in seen.shown]
    against, in_favour = [0] * len(number), [0] * len(number)
    surnames: Counter[str] = Counter()
    times = np.bincount(np.asarray(seen.which, dtype=np.int64), minlength=len(seen.shown)).tolist()
    for one, place, n in zip(seen.shown, name, times, strict=True):
        weight = min(_MOST, sum(n for _, n in one.forms))
        if not one.person:
            against[place] += n * weight
            continue
        in_favour[place] += n * (weight + 3 * bool(one.gender) + 2 * bool(one.roles))
        if " " in one.speaker.name:
            surnames[person_name(one.speaker.name).surname] += n
    persons: list[bool] = []
    mixed: list[bool] = []
    for folded, others, people in zip(number, against, in_favour, strict=True):
        if " " not in folded and people and surnames[folded]:
            people += 2 * surnames[folded]
        tokens = folded.split()
        bodily = len(tokens) > 1 and tokens[-1] in words().bodies
        persons.append(people > others + bodily * _BODILY * min(_MOST, others + people))
        mixed.append(bodily)
    alone = [" " not in folded and surnames[folded] > against[at] for folded, at in number.items()]

    def is_person(one: Sighting, at: int) -> bool:
        if persons[at] if against[at] or mixed[at] else one.person:
            return True
        if one.person or not alone[at] or one.speaker.type in _PAPERS:
            return False
        return not (country_of(one.speaker.name) or kind_of_name(one.speaker.name) or alias_of(one.speaker.name))

    found = [is_person(one, at) for one, at in zip(seen.shown, name, strict=True)]
    return [found[at] for at in seen.which]


@dataclass
class Bodies:
    """All bodies, places and named groups of a corpus, filled by :meth:`join`."""

    seen: Seen
    clusters: list[Cluster] = field(default_factory=list)
    questions: Questions = field(default_factory=Questions)

    def join(self, sights: Iterable[int], known: Sequence[Cluster] = ()) -> None:
        """Cluster the sightings; ``known`` are clusters of an earlier join."""
        by_key: dict[tuple[str, str], Cluster] = {}
        for cluster in known:
            for name in sorted(cluster.names):
                by_key.setdefault(_key(name, "", paper=False), cluster)
        acronyms: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for at in sights:
            one = self.seen.one(at)
            paper = one.speaker.type in _PAPERS
            key = _key(one.speaker.name, one.speaker.affiliation or "", paper=paper)
            if key not in by_key:
                by_key[key] = Cluster(self.seen, False)
            by_key[key].add(at)
            for short in _explained(one):
                acronyms[short][key] += 1
        target: dict[tuple[str, str], tuple[str, str]] = {}
        target |= self._unowned(by_key)
        target |= {k: v for k, v in self._explained(by_key, acronyms).items() if k not in target}
        for key, other in sorted(target.items()):
            met = {key}
            while other in target and other not in met:
                met.add(other)
                other = target[other]
            gone, kept = by_key[key].last, by_key[other].last
            if gone is kept or (gone.fixed and kept.fixed):
                continue
            gone, kept = (kept, gone) if gone.fixed else (gone, kept)
            kept.take(gone)
        self.clusters = list({id(c.last): c.last for _, c in sorted(by_key.items(), key=itemgetter(0))}.values())

    def _unowned(self, by_key: dict[tuple[str, str], Cluster]) -> dict[tuple[str, str], tuple[str, str]]:
        """Bodies named without their state ("the Justice Ministry") where the corpus knows one state's only."""
        states: dict[str, list[str]] = defaultdict(list)
        for owner, rest in by_key:
            if owner:
                states[rest].append(owner)
        found = {}
        for owner, rest in by_key:
            if owner or rest not in states or " " not in rest:
                continue
            if len(states[rest]) == 1:
                found["", rest] = states[rest][0], rest
            else:
                several = tuple(by_key[o, rest] for o in sorted(states[rest]))
                self.questions.ask((*several, by_key["", rest]), "a body of several states")
        return found

    def _explained(
        self, by_key: dict[tuple[str, str], Cluster], acronyms: dict[str, Counter[tuple[str, str]]]
    ) -> dict[tuple[str, str], tuple[str, str]]:
        """Acronyms that stand alone in some articles and beside the full name in others."""
        initials: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in by_key:
            tokens = key[1].split()
            if len(tokens) > 1:
                for letters in {"".join(t[0] for t in tokens), "".join(t[0] for t in tokens if t not in _SMALL)}:
                    initials[letters].append(key)
        found = {}
        for key, cluster in by_key.items():
            short = key[1]
            if key[0] or not any(is_acronym(n) for n in cluster.names) or alias_of(cluster.name):
                continue
            told = Counter({k: n for k, n in acronyms.get(short, Counter()).items() if k != key})
            if told:
                best, times = min(told.items(), key=lambda x: (-x[1], x[0]))
                if times >= _CLEAR * told.total():
                    found[key] = best
                else:
                    several = tuple(by_key[k] for k in sorted(told)[:3])
                    self.questions.ask((*several, cluster), "the acronym is of several")
            elif len(initials.get(short, ())) == 1:
                long = by_key[initials[short][0]]
                self.questions.ask((long, cluster), "the acronym fits, and no article explains it")
        return found


def _key(name: str, affiliation: str, *, paper: bool) -> tuple[str, str]:
    """Bodies with one key are one: the state that a body is of, and its name in one form."""
    if paper:
        return "document", fold(name)
    owner, rest = body_key(name)
    if not owner and alias_of(name) is None and words().bodies.get(rest.split()[-1]) == "government" and " " in rest:
        state = country_of(affiliation) if affiliation else None
        owner = fold(state) if state and not alias_of(rest.title()) else ""
    tokens = rest.split()
    if len(tokens) > 2 and tokens[-1] in _PERSONAL and first_name_gender(tokens[0]):
        rest = " ".join(tokens[-2:])
    return owner, rest


def _explained(one: Sighting) -> list[str]:
    """Acronyms that an article uses for a body that it names in full, folded."""
    if is_acronym(one.speaker.name):
        return []
    return [fold(form) for form, _ in one.forms if is_acronym(form)]


def type_of(cluster: Cluster) -> SpeakerType:
    """What kind of actor it is by what most articles say, each by how often it names it; a known name's is known."""
    if cluster.person:
        return SpeakerType.PERSON
    alias = next((a for name in sorted(cluster.names) if (a := alias_of(name)) is not None), None)
    if alias is not None:
        return alias.type
    votes: Counter[SpeakerType] = Counter()
    for at in cluster.sights:
        one = cluster.seen.one(at)
        if one.speaker.type is not SpeakerType.PERSON:
            votes[one.speaker.type] += min(_MOST, sum(n for _, n in one.forms))
    own = kind_of_name(cluster.name)
    if not votes:
        return own or SpeakerType.ORGANISATION
    return max(votes, key=lambda kind: (votes[kind], kind is own, kind.value))

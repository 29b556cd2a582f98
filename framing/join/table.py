"""The join as a table on top of the articles: which actor of the corpus each article's actor is."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import itemgetter

from framing.join.bodies import Bodies, are_persons, type_of
from framing.join.clusters import Cluster, Questions
from framing.join.names import alias_of, person_name
from framing.join.persons import Persons
from framing.join.seen import Seen
from framing.resolve.names import fold, is_acronym, slug
from framing.resolve.project import Project
from framing.resolve.sightings import Sighting
from framing.resolve.vocabulary import Gender
from framing.values import Article, Speaker, SpeakerType

__all__ = ["Doubt", "Join", "JoinedActor", "Surfaces", "join_sightings"]


@dataclass(frozen=True, slots=True)
class JoinedActor:
    """One actor of a corpus.

    ``forms`` are its names as articles write them, with how often; ``names`` those by which articles know it, with how
    many; ``roles`` and ``affiliations`` what they call it; ``first`` and ``last`` the days it is seen on (ordinals, 0
    where none is known).
    """

    id: str
    name: str
    type: SpeakerType
    person: bool
    names: tuple[tuple[str, int], ...]
    forms: tuple[tuple[str, int], ...] = ()
    gender: Gender = ""
    roles: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()
    first: int = 0
    last: int = 0

    @property
    def articles(self) -> int:
        """Articles that name it."""
        return sum(n for _, n in self.names)

    @property
    def mentions(self) -> int:
        """How often its names stand there."""
        return sum(n for _, n in self.forms)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the join is not sure of: the ids of the actors in question, why, and in how many articles.

    ``joined`` is true where ``form``, a name that some articles know it by, was taken for the first of them; else they
    stay apart.
    """

    ids: tuple[str, ...]
    reason: str
    articles: int
    joined: bool
    form: str = ""


class Surfaces(Mapping[tuple[str, str], str]):
    """For an article and the id that an actor has there its id in the corpus: of each article the two in parallel.

    A dictionary of pairs would take ten times as much, of a large corpus hundreds of megabytes.
    """

    __slots__ = ("_length", "_of")

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._of: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._length = 0
        for article, some in groupby(rows, itemgetter(0)):
            mine = dict(zip(*self._of.get(article, ((), ())), strict=True))
            self._length -= len(mine)
            mine.update((own, i) for _, own, i in some)
            self._length += len(mine)
            self._of[article] = tuple(mine), tuple(mine.values())

    def __getitem__(self, place: tuple[str, str]) -> str:
        found = self.of(*place)
        if found is None:
            raise KeyError(place)
        return found

    def of(self, article: str, own: str) -> str | None:
        """The id in the corpus; None where it is not known."""
        owns, ids = self._of.get(article, ((), ()))
        return ids[owns.index(own)] if own in owns else None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((article, own) for article, (owns, _) in self._of.items() for own in owns)

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"Surfaces({dict(self)})"

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Article, id there and id in the corpus, article by article."""
        return ((article, *pair) for article, both in self._of.items() for pair in zip(*both, strict=True))


@dataclass(frozen=True)
class Join:
    """``surfaces`` gives for an article and the id that an actor has there its id in the corpus."""

    actors: Mapping[str, JoinedActor] = field(default_factory=dict)
    surfaces: Surfaces = field(default_factory=Surfaces)
    doubts: tuple[Doubt, ...] = ()

    def speaker(self, article_id: str, who: Speaker, project: Project, on: dt.date | None = None) -> Speaker:
        """A named speaker of an article as the corpus knows it; unchanged where the join does not know it."""
        actor = self.actors.get(self.surfaces.of(article_id, who.id) or "")
        if actor is None:
            return who
        if (actor.id, actor.name, actor.type) == (who.id, who.name, who.type) and not (project.actors or project.sides):
            return who
        joined = replace(who, id=actor.id, name=actor.name, type=actor.type)
        if joined.side is None or fold(actor.name) in project.actors:
            joined = project.apply(joined, on)
        return who if joined == who else replace(joined, found=who)

    def with_project(self, project: Project) -> tuple[dict[str, JoinedActor], Join]:
        """The actors whom a project renames, by the ids that they had, and the join with them."""
        renamed: dict[str, JoinedActor] = {}
        for actor in self.actors.values():
            names = (actor.name, *(name for name, _ in actor.names))
            given = next((project.actors[fold(n)] for n in names if fold(n) in project.actors), None)
            if given is not None:
                renamed[actor.id] = replace(actor, id=slug(given.name), name=given.name, type=given.type or actor.type)
        surfaces = Surfaces((a, own, renamed[i].id if i in renamed else i) for a, own, i in self.surfaces.rows())
        doubts = tuple(
            replace(d, ids=tuple(dict.fromkeys(renamed[i].id if i in renamed else i for i in d.ids)))
            for d in self.doubts
        )
        actors = {a.id: a for a in (renamed.get(actor.id, actor) for actor in self.actors.values())}
        return renamed, Join(actors, surfaces, doubts)

    def with_sightings(self, sightings: Sequence[Sighting], articles: Iterable[Article], project: Project) -> Join:
        """The same join with more sightings: who is joined already keeps id and name, and stays apart from others."""
        fresh = any(self.surfaces.of(s.article_id, s.speaker.id) is None for s in sightings)
        return join_sightings(sightings, articles, project=project, known=self) if fresh else self


def join_sightings(
    sightings: Iterable[Sighting],
    articles: Iterable[Article] = (),
    *,
    project: Project | None = None,
    known: Join | None = None,
) -> Join:
    """Which sightings of a corpus are one actor.

    ``articles`` tell dates and events (a column ``event``); ``project`` may keep names apart. With ``known``, an
    earlier join, its actors keep their ids and names, and new sightings are joined to them.

    **Ids.** An actor's id is made of the name by which the earliest article (by date, then by the article's id) names
    it in full: a person with given name and surname, a body not by its acronym. Where two actors would have one id, the
    one seen first has it, and the other's ends in what tells it apart. So articles that come later change no id; with
    ``known``, no article does.
    """
    seen = Seen.of(sightings, articles)
    persons, bodies = Persons(seen, (project or Project()).apart), Bodies(seen)
    earlier = {True: _clusters(seen, known, person=True), False: _clusters(seen, known, person=False)}
    fresh = _fresh(seen, known, {c.fixed: c for c in (*earlier[True], *earlier[False])})
    is_person = are_persons(seen)
    persons.join((i for i in fresh if is_person[i]), earlier[True])
    bodies.join((i for i in fresh if not is_person[i]), earlier[False])
    clusters = [c for c in {id(c): c for c in (*persons.clusters, *bodies.clusters)}.values() if c.sights or c.fixed]
    clusters.sort(key=lambda c: (c.fixed is None, min(c.sights, default=-1), c.name))
    seen.forget()
    actors: list[JoinedActor] = []
    ids: dict[Cluster, str] = {}
    actor_of = array("i", [-1]) * len(seen)
    for cluster, actor in _actors(seen, clusters, known):
        for at in cluster.sights:
            actor_of[at] = len(actors)
        cluster.finish()
        ids[cluster] = actor.id
        actors.append(actor)
    shown = ((seen.ids[a], seen.one(at).speaker.id, actor_of[at]) for at, a in enumerate(seen.article))
    fresh_surfaces = ((article, own, actors[i].id) for article, own, i in shown if i >= 0)
    surfaces = Surfaces(chain(known.surfaces.rows() if known else (), fresh_surfaces))
    doubts = [*(known.doubts if known else ()), *_doubts(persons.questions, ids), *_doubts(bodies.questions, ids)]
    ranked = sorted(dict.fromkeys(doubts), key=lambda d: (-d.articles, d.ids, d.reason))
    return Join({a.id: a for a in actors}, surfaces, tuple(ranked))


def _clusters(seen: Seen, known: Join | None, *, person: bool) -> list[Cluster]:
    """The actors of an earlier join as clusters that keep their ids."""
    found = []
    for actor in known.actors.values() if known else ():
        if actor.person is person:
            cluster = Cluster(seen, person, fixed=actor.id, names=dict(actor.names))
            cluster.vote(actor.gender, 2)
            cluster.roles |= actor.roles
            cluster.affiliations |= actor.affiliations
            cluster.earlier = actor.first, actor.last
            found.append(cluster)
    return found


def _fresh(seen: Seen, known: Join | None, earlier: Mapping[str | None, Cluster]) -> Sequence[int]:
    """The sightings that an earlier join does not know; those that it knows tell in which articles its actors are."""
    if known is None:
        return range(len(seen))
    found = []
    for at, article in enumerate(seen.article):
        actor = earlier.get(known.surfaces.of(seen.ids[article], seen.one(at).speaker.id))
        if actor is None:
            found.append(at)
        else:
            actor.known = {article} if actor.known is None else actor.known | {article}
    return found


def _actors(seen: Seen, clusters: Sequence[Cluster], known: Join | None) -> Iterator[tuple[Cluster, JoinedActor]]:
    """The actor of each cluster, with an id and a name that no other has."""
    ids = set(known.actors) if known else set()
    names = {fold(a.name) for a in known.actors.values()} if known else set()
    same: dict[frozenset[str], frozenset[str]] = {}  # equal sets are held once
    for cluster in clusters:
        earlier = known.actors[cluster.fixed] if known and cluster.fixed else None
        forms: Counter[str] = Counter(dict(earlier.forms) if earlier else {})
        roles = set(cluster.roles)
        for at in cluster.sights:
            one = seen.one(at)
            for form, times in one.forms:
                forms[form] += times
            roles |= one.roles
        if earlier:
            name, number = earlier.name, earlier.id
        else:
            name = _display(cluster)
            number = _unique(slug(_first_name(seen, cluster)), ids, (slug(q) for q in _qualifiers(seen, cluster)), "-")
            shown = _unique(fold(name), names, map(fold, _qualifiers(seen, cluster)), " ")
            if shown != fold(name):
                name = f"{name} ({shown[len(fold(name)) + 1 :]})"
        cluster.forget("days", "span")
        first, last = cluster.span
        cluster.forget()
        yield (
            cluster,
            JoinedActor(
                id=number,
                name=name,
                type=earlier.type if earlier else type_of(cluster),
                person=cluster.person,
                names=tuple(sorted(cluster.names.items(), key=lambda x: (-x[1], x[0]))),
                forms=tuple(sorted(forms.items(), key=lambda x: (-x[1], x[0]))),
                gender=cluster.gender,
                roles=same.setdefault(frozenset(roles), frozenset(roles)),
                affiliations=same.setdefault(cluster.affiliations, cluster.affiliations),
                first=first,
                last=last,
            ),
        )


def _unique(wanted: str, taken: set[str], qualifiers: Iterable[str], mark: str) -> str:
    """A name that is not taken yet, with the first qualifier that makes it so; it is taken then."""
    found = wanted
    more = iter(qualifiers)
    number = 1
    while found in taken:
        number += 1
        found = f"{wanted}{mark}{next(more, str(number))}"
    taken.add(found)
    return found


def _qualifiers(seen: Seen, cluster: Cluster) -> Iterator[str]:
    """What tells an actor from another of its name: a calling, a body, the kind of actor, an article."""
    yield from sorted(cluster.callings)[:1]
    yield from sorted(cluster.affiliations)[:1]
    if not cluster.person:
        yield type_of(cluster).value
    elif not person_name(cluster.name).given:
        yield {"m": "Mr.", "f": "Ms.", "": "whoever"}[cluster.gender]
    yield seen.ids[seen.article[min(cluster.sights)]] if cluster.sights else "earlier"


def _is_full(name: str, *, person: bool) -> bool:
    return bool(person_name(name).given) if person else not is_acronym(name)


def _first_name(seen: Seen, cluster: Cluster) -> str:
    """The name by which the earliest article names an actor in full, or at all; the world's own where it knows one."""
    alias = None if cluster.person else alias_of(cluster.name)
    if alias is not None:
        return alias.name
    names = (seen.one(i).speaker.name for i in sorted(cluster.sights))
    listed = list(dict.fromkeys(names))
    return next((n for n in listed if _is_full(n, person=cluster.person)), listed[0])


def _display(cluster: Cluster) -> str:
    """The name by which most articles know an actor in full; of two, the one that is written more often."""
    alias = None if cluster.person else alias_of(cluster.name)
    if alias is not None:
        return alias.name
    said: Counter[str] = Counter()
    for at in cluster.sights:
        one = cluster.seen.one(at)
        said[one.speaker.name] += sum(n for _, n in one.forms)

    def rank(name: str) -> tuple[bool, int, int, bool, str]:
        return _is_full(name, person=cluster.person), cluster.names[name], said[name], not name.isupper(), name

    return max(cluster.names, key=rank)


def _doubts(questions: Questions, ids: Mapping[Cluster, str]) -> Iterator[Doubt]:
    for (clusters, reason, form, joined), times in questions.asked.items():
        found = tuple(dict.fromkeys(i for c in clusters if (i := ids.get(c.last)) is not None))
        if (joined and found) or len(found) > 1:
            yield Doubt(found, reason, times, joined, form)

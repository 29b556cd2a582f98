"""What role a source has, and whether it speaks for a state: by all that an article, or a corpus, calls it.

A *description* is a title before a name, an apposition, what somebody "is" ("Defense Secretary", "Democrat of Ohio",
"a lawyer for the bank"). :func:`framing.resolve.posts.readings` reads the posts in one; :func:`role_of` weighs all
descriptions of one source in an article; :func:`role_at` adds what other articles say of the same actor near that date.
``official`` follows from the role: those that speak for a state, while they are held. The words that make a role, and
where the scheme is from: ``data/roles.yml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from framing.resolve.names import country_of, fold
from framing.resolve.posts import BODY, MEMBERS, Reading, readings
from framing.resolve.role_words import find, role_of_body, role_words, speaks_for_state, tokens_of
from framing.resolve.vocabulary import singular, words
from framing.values import Role, Speaker, SpeakerType, Statement

__all__ = ["CorpusRoles", "Office", "best_office", "is_state", "over_corpus", "role_at", "role_of"]


class Office(NamedTuple):
    """A source's role, whether it speaks for a state, and the description that tells, "" where only its name does."""

    role: Role
    official: bool
    told_by: str = ""


_SPOKEN_FOR = (SpeakerType.PERSON, SpeakerType.ANONYMOUS, SpeakerType.GROUP)
_BY_TYPE = {
    SpeakerType.GOVERNMENT: Role.AGENCY,
    SpeakerType.MEDIA: Role.MEDIA,
    SpeakerType.ARMED_GROUP: Role.ARMED_GROUP,
    SpeakerType.DOCUMENT: Role.DOCUMENT,
    SpeakerType.DATA: Role.DOCUMENT,
}
_UNSAID = frozenset({Role.OTHER, Role.PARTY, Role.CITIZEN})
"""Roles that yield to what other articles say."""

_FAINT = frozenset({Role.BUSINESS, Role.CELEBRITY})
"""Roles that yield, too, where only an epithet tells them: "the billionaire"."""


def is_state(name: str | None) -> bool:
    """Whether a name is that of a country or of a body of a state."""
    return bool(name) and (country_of(name) is not None or speaks_for_state(role_of_body(name)))


def role_of(
    kind: SpeakerType | str | None,
    name: str,
    affiliation: str | None,
    descriptions: Iterable[str],
    sources: Iterable[str] = (),
) -> Office:
    """The role of one source in one article.

    ``kind``, ``name`` and ``affiliation`` are the speaker's (:class:`~framing.values.Speaker`); ``descriptions`` stand
    beside the name; ``sources`` are phrases that were taken to mean the speaker ("the president"), and count where
    nothing beside the name tells. What the article does not say is not known: "Lavrov said" alone is no official.

    >>> role_of("person", "Sergey Lavrov", "Russia", ["Russian FM"])
    Office(role=<Role.MINISTER: 'minister'>, official=True, told_by='Russian FM')
    >>> role_of("anonymous", "American soldier", "United States", ["an American soldier"]).official
    False
    >>> role_of("person", "Talal Selo", "Syrian Democratic Forces", ["another SDF spokesperson"]).role.value
    'armed group'
    """
    kind = SpeakerType(kind) if kind else None
    if kind is not None and kind not in _SPOKEN_FOR:
        return _office_of_body(kind, name, affiliation, tuple(descriptions))
    for group, least in ((descriptions, 2), (sources, 2), (descriptions, 0), (sources, 0)):
        found = _chosen(tuple(group), affiliation, least)
        if found is not None:
            return found
    if kind is not SpeakerType.PERSON:
        tokens = tokens_of(name)
        last = next((h for h in find(tokens) if h.what == "body" and h.end == len(tokens)), None)
        if last is not None:
            return Office(last.role, speaks_for_state(last.role))  # "a grand jury"
    return Office(Role.OTHER, official=False)


def _office_of_body(kind: SpeakerType, name: str, affiliation: str | None, called: Sequence[str]) -> Office:
    own = role_of_body(name)
    if own is Role.OTHER and kind is SpeakerType.ORGANISATION:
        own = next((r.role for d in called for r in readings(d) if r.noun == BODY), own)  # "Open Doors, a charity"
    if kind in (SpeakerType.DOCUMENT, SpeakerType.DATA):
        papers = not role_words().private_papers.isdisjoint(map(singular, tokens_of(name)))
        states = not papers and (is_state(affiliation) or speaks_for_state(own))
        return Office(
            Role.DOCUMENT, _is_states_paper(name, own, affiliation) if kind is SpeakerType.DOCUMENT else states
        )
    if kind is SpeakerType.GOVERNMENT:
        if own in (Role.BUSINESS, Role.NGO, Role.UNION, Role.PARTY, Role.CITIZEN) and country_of(name) is None:
            return Office(own, official=False)  # "the Business Council of Ohio", "an army of supporters"
        role = own if speaks_for_state(own) else Role.AGENCY
        return Office(role, official=True)
    role = _BY_TYPE.get(kind, own)
    return Office(role, speaks_for_state(role))


def _is_states_paper(name: str, own: Role, affiliation: str | None) -> bool:
    """Whether a state issues a document: a ministry's report, a ruling; court papers may be anybody's."""
    tokens = {singular(t) for t in tokens_of(name)}
    if tokens & role_words().state_papers:
        return True
    return not tokens & role_words().private_papers and (is_state(affiliation) or speaks_for_state(own))


def _chosen(descriptions: Sequence[str], affiliation: str | None, least: int) -> Office | None:
    """The best reading of some descriptions that has at least a weight; None where there is none."""
    found = [(r, d) for d in descriptions for r in readings(d)]
    held_no_more = {r.noun for r, _ in found if r.status == "former"}
    table = role_words()
    nouns = (tuple(noun.split()) for noun in held_no_more)
    if any((table.posts.get(n) or table.of_bodies.get(n)) is Role.LEGISLATOR for n in nouns):
        held_no_more |= {"member", *MEMBERS}  # "Former Senator Cole, Democrat of Ohio"
    body = next((r.role for r, _ in found if r.noun == BODY and r.weight > 0), Role.OTHER)
    elsewhere = {
        r.noun for r, _ in found if r.weight in (0, 2, 3) and not speaks_for_state(r.role) and r.status == "held"
    }
    ranked: list[tuple[tuple[int, int], Reading, str]] = []
    for reading, text in found:
        if reading.status == "held" and reading.noun in held_no_more:
            continue
        if (
            reading.weight == 2
            and reading.noun in elsewhere
            and reading.noun in text
            and speaks_for_state(reading.role)
        ):
            continue  # "the official", who is called "a party official" too
        if reading.weight == 0 and (affiliation is not None or body is not Role.OTHER):
            role = _affiliated(affiliation) if affiliation is not None else Role.OTHER
            if speaks_for_state(role) and reading.noun in table.private and country_of(affiliation):
                role = Role.HEAD if reading.noun == "president" and "its" in text else Role.OTHER
            role = body if role is Role.OTHER else role
            reading = reading._replace(role=role, weight=2 if role is not Role.OTHER else 0)
        if reading.weight < max(least, 0) or (least and reading.role in _UNSAID and reading.weight < 3):
            continue
        ranked.append(((_rank(reading), reading.weight), reading, text))
    if not ranked:
        return None
    _, best, text = max(ranked, key=lambda r: r[0])
    role = best.role
    if role is Role.MINISTER and any(r.noun == "region" for r, _ in found):
        role = Role.LOCAL  # "Attorney General Ann Cole of Ohio"
    official = best.status == "held" and speaks_for_state(role) and best.noun not in role_words().not_official
    return Office(role, official, text)


def _rank(reading: Reading) -> int:
    """Offices that are held say most, then candidacies, other roles, offices that were held, and what says little."""
    if reading.weight < 2 or (reading.status == "former" and reading.role is not Role.FORMER):
        return 0
    if speaks_for_state(reading.role):
        return 5
    if reading.role is Role.CANDIDATE:
        return 4
    if reading.role is Role.FORMER:
        return 2
    return 1 if reading.role in (Role.OTHER, Role.CITIZEN) or (reading.role is Role.PARTY and reading.weight < 3) else 3


@lru_cache(maxsize=1 << 14)
def _affiliated(affiliation: str) -> Role:
    if country_of(affiliation):
        return Role.AGENCY
    if words().known.get(fold(affiliation)) == "armed group":
        return Role.ARMED_GROUP
    return role_of_body(affiliation)


def best_office(one: Speaker, other: Speaker) -> Speaker:
    """Of two values of one speaker, the one whose role says more; the first where both say the same."""
    return max(
        one, other, key=lambda s: (s.official, s.role is not Role.OTHER, s.role not in _UNSAID, bool(s.description))
    )


_NEAR = 400
"""Days within which what another article says of an actor tells what it is in this one."""
_MONTHS = 60
"""Days within which another article's office is newer than the one that an actor is said to have held."""
_RESOLVED = 0.3
"""What a role weighs that rests on a phrase taken to mean the actor ("the congressman"), with no words by the name."""
_MOST = 25
"""So many articles are asked, the nearest in date first."""


def role_at(own: Speaker, others: Iterable[tuple[Speaker, dt.date | None]], date: dt.date | None = None) -> Speaker:
    """A speaker with the role that it has at a date by all that a corpus says of the actor.

    ``others`` are the speakers that the same actor is in other articles, with their dates. What the speaker's own
    article says of an office comes first; where it says none, the nearest articles in date do, each weighing less the
    farther it is. An office held in a later article makes no candidate an official, nor does one held in an earlier
    article make a former official one again.
    """
    then = own.official and "then" in own.description.split()[:3]
    led = own.role is Role.PARTY and any(r.role is Role.PARTY and r.weight > 2 for r in readings(own.description))
    told = {r.role for r in readings(own.description) if r.weight > 1}
    unsaid = own.role in _UNSAID or (own.role in _FAINT and own.role not in told)
    if not own.named or led or not (unsaid or then or own.role in (Role.CANDIDATE, Role.FORMER)):
        return own
    known = [(s, d) for s, d in others if s.role not in _UNSAID and _days(d, date) <= _NEAR]
    if then:
        known = [(s, d) for s, d in known if _days(d, date) <= _MONTHS]
    elif own.role is Role.CANDIDATE:
        known = [(s, d) for s, d in known if d is None or date is None or d <= date]
    elif own.role is Role.FORMER:
        gone = _nouns(own.description, "former")
        known = [
            (s, d)
            for s, d in known
            if s.official and _days(d, date) <= _MONTHS and _nouns(s.description, "held") - gone
        ]
    votes: dict[tuple[Role, bool], float] = {}
    near = sorted(known, key=lambda k: _days(k[1], date))[:_MOST]
    for speaker, day in near:
        place = (speaker.role, speaker.official)
        beside = 1.0 if speaker.description else _RESOLVED
        votes[place] = votes.get(place, 0.0) + beside / (30 + _days(day, date))
    offices = {v: n for v, n in votes.items() if v[1]}
    if own.role is Role.CANDIDATE and sum(offices.values()) * 3 < sum(votes.values()):
        return own
    chosen = votes if unsaid or then else offices
    if not chosen:
        return own
    role, official = max(chosen, key=lambda v: chosen[v])
    by = next((s.description for s, _ in near if (s.role, s.official) == (role, official) and s.description), "")
    return replace(own, role=role, official=official, description=own.description or by)


def over_corpus(statements: Sequence[Statement], dates: Mapping[str, dt.date | None]) -> tuple[Statement, ...]:
    """The statements of a corpus with the role that each speaker has by all articles (:func:`role_at`).

    An actor is whoever has one ``id``: join the actors of the articles first. ``dates`` are those of the articles by
    their ids. Each article looks at the nearest in date of the actor's others, so that the time grows with the number
    of statements and not with its square.
    """
    roles = CorpusRoles(dates)
    roles.see(statements)
    return tuple(map(roles.told, statements))


class CorpusRoles:
    """:func:`over_corpus` in two passes, for statements that are not held: :meth:`see` all, then ask what is told."""

    def __init__(self, dates: Mapping[str, dt.date | None]) -> None:
        self._dates = dates
        self._known: dict[str, dict[str, Speaker]] = {}
        self._same: dict[Speaker, Speaker] = {}
        self._made: dict[tuple[str, str], Speaker] | None = None

    def see(self, statements: Iterable[Statement]) -> None:
        """Take in who speaks in these statements."""
        for s in statements:
            for who in (s.speaker, s.origin_speaker, *s.co_speakers):
                if who is not None:
                    self.see_speaker(s.article_id, who)

    def see_speaker(self, article_id: str, who: Speaker) -> None:
        """Take in that somebody speaks in an article."""
        if who.named:
            plain = replace(who, found=None) if who.found is not None else who
            one = self._same.setdefault(plain, plain)  # equal ones are held once
            self._known.setdefault(who.id, {}).setdefault(article_id, one)
            self._made = None

    def told(self, statement: Statement) -> Statement:
        """A statement with the roles that its speakers have by all that was seen."""
        return statement.with_speakers(partial(self.speaker, statement.article_id))

    def speaker(self, article_id: str, who: Speaker) -> Speaker:
        """A speaker of an article with the role that it has by all that was seen; itself where that is its own."""
        if self._made is None:
            self._made = dict(self._roles())
        new = self._made.get((who.id, article_id)) or self._known.get(who.id, {}).get(article_id, who)
        if new.role is Role.OTHER and who.named and who.type not in _SPOKEN_FOR:
            role, official, _ = role_of(who.type, who.name, who.affiliation, ())  # the name that the corpus knows
            new = replace(new, role=role, official=official)
        if (new.role, new.official, new.description) == (who.role, who.official, who.description):
            return who
        found = who.found or who
        return replace(who, role=new.role, official=new.official, description=new.description, found=found)

    def _roles(self) -> Iterator[tuple[tuple[str, str], Speaker]]:
        """What differs from what the article itself says, by actor and article."""
        for actor, places in self._known.items():
            day = {a: self._dates.get(a) for a in places}
            order = sorted(places, key=lambda a: (day[a] is None, day[a] or dt.date.min, a))
            for at, article in enumerate(order):
                made = role_at(places[article], _beside(order, at, places, day), day[article])
                if made is not places[article]:  # of most, and millions of them, no other article says more
                    yield (actor, article), self._same.setdefault(made, made)


def _beside(
    order: Sequence[str], at: int, places: Mapping[str, Speaker], day: Mapping[str, dt.date | None]
) -> Iterator[tuple[Speaker, dt.date | None]]:
    """What the actor is in the articles before and after one in date; nothing is made before it is asked for."""
    for article in (*order[max(0, at - _WINDOW) : at], *order[at + 1 : at + 1 + _WINDOW]):
        yield places[article], day[article]


_WINDOW = 100
"""Articles before and after one that may tell what an actor is in it."""


def _nouns(description: str, status: str) -> set[str]:
    return {r.noun for r in readings(description) if r.status == status and r.weight > 1}


def _days(one: dt.date | None, other: dt.date | None) -> int:
    return abs((one - other).days) if one is not None and other is not None else 0

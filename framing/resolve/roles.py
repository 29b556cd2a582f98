"""What role a source has, and whether it speaks for a state: by all that an article, or a corpus, calls it.

A *description* is a title before a name, an apposition, what somebody "is" ("Defense Secretary", "Democrat of Ohio",
"a lawyer for the bank"). :func:`readings` reads the posts in one; :func:`role_of` weighs all descriptions of one source in
an article; :func:`role_at` adds what other articles say of the same actor near that date. The words that make a role, and
where the scheme is from, are in ``data/roles.yml``. ``official`` follows from the role: those that speak for a state,
while they are held.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from framing.resolve.names import country_of, fold
from framing.resolve.vocabulary import load, singular, words
from framing.values import Role, Speaker, SpeakerType
from framing.words import cut, without_possessive

__all__ = ["Office", "Reading", "best_office", "is_region", "is_state", "readings", "role_at", "role_of", "role_of_body", "speaks_for_state"]


class Office(NamedTuple):
    """A source's role, whether it speaks for a state, and the description that tells, "" where only its name does."""

    role: Role
    official: bool
    told_by: str = ""


class Reading(NamedTuple):
    """A post in a description: its role, whether it is held ("held", "former", "expected"), its noun.

    ``weight``: 3 where the noun or the body beside it tells the role, 2 where the noun mostly means it, 1 where it says
    little ("a Republican", "a billionaire"), 0 where it tells none ("a spokesman").
    """

    role: Role
    status: str
    noun: str
    weight: int


@dataclass(frozen=True, eq=False)
class _Table:
    """``data/roles.yml``, by words."""

    posts: Mapping[tuple[str, ...], Role]
    of_bodies: Mapping[tuple[str, ...], Role]
    bodies: Mapping[tuple[str, ...], Role]
    nothing: frozenset[tuple[str, ...]]
    regions: frozenset[tuple[str, ...]]
    party_words: frozenset[str]
    former: frozenset[str]
    expected: frozenset[str]
    not_official: frozenset[str]
    not_states: frozenset[str]
    weak: frozenset[str]
    state_papers: frozenset[str]
    private: frozenset[str]
    ranks: frozenset[str]
    also_adjectives: frozenset[str]
    official: frozenset[Role]
    longest: int


@cache
def _table() -> _Table:
    raw = load("roles.yml")

    def by_words(name: str) -> dict[tuple[str, ...], Role]:
        return {tuple(fold(str(m)).split()): Role(role) for role, members in raw[name].items() for m in members}

    def phrases(name: str) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(fold(str(m)).split()) for m in raw[name])

    def plain(name: str) -> frozenset[str]:
        return frozenset(fold(str(m)) for m in raw[name])

    of_bodies = {tuple(fold(noun).split()): Role(role) for noun, role in raw["of_bodies"].items()}
    posts, bodies = by_words("posts"), by_words("bodies")
    return _Table(
        posts, of_bodies, bodies, phrases("nothing"), phrases("regions"), plain("party_words"), plain("former"),
        plain("expected"), plain("not_official"), plain("not_states"), plain("weak"), plain("state_papers"), plain("private"), plain("ranks"),
        plain("also_adjectives"),
        frozenset(map(Role, raw["official"])),
        max(map(len, (*posts, *of_bodies, *bodies))),
    )  # fmt: skip


def speaks_for_state(role: Role) -> bool:
    """Whether a role is one that speaks for a state.

    >>> speaks_for_state(Role.POLICE), speaks_for_state(Role.FORMER), speaks_for_state(Role.ARMED_GROUP)
    (True, False, False)
    """
    return role in _table().official


class _Hit(NamedTuple):
    """Words of a description that stand in the table: a post, a noun of bodies, a body, a region, or nothing."""

    start: int
    end: int
    what: str
    role: Role
    text: str


_PREPOSITIONS = frozenset(
    "of for at in on to from with by under against near within among after before during over as inside into".split()
)
_RELATIVE = frozenset({"who", "which", "that", "whose", "where", "whom", "when", "because", "while"})
_PARTS = re.compile(r"\s*(?:[,;:()\[\]—–/“”\"]|\s-\s)\s*")
_MEMBER = re.compile(r"\b(?:[RD]|I)-\s?[A-Z]")
"""A legislator's party and state: "(D-Ohio)"."""
_WAS = re.compile(r"who (?:was|were|had (?:been|served)|served|once|used to|previously|formerly|until|led|headed|chaired|ran)\b")
_IS = re.compile(r"who (?:is|are|has been|serves|has served|now|currently|also|heads|leads|chairs|runs|oversees)\b(?: as)?")
_BECAME = re.compile(r"\b(?:who|that) (?:later |then |once )?(?:became|turned|was elected|won)\b")
_LEAD = frozenset({"heads", "leads", "chairs", "runs", "oversees", "headed", "led", "chaired", "ran"})
_BODY = "body"
"""Stands for the noun of a reading that is a body alone: "of the Maine School of Law", "a gay rights organization"."""
_RUNS = re.compile(r"\b(?:running (?:for|against)|trying to unseat|seeking (?:the \w+ )?(?:nomination|office|election))\b")
_SAVED = frozenset({"democrat", "republican", "tory", "dem"})


def _tokens(text: str) -> list[str]:
    """Folded words, without possessives; titles written out, hyphens cut."""
    known = words().titles
    found: list[str] = []
    for word in cut(text):
        folded = fold(without_possessive(word))
        if folded[:1].isdigit() and "-" in word:
            continue  # "a 300-member coalition"
        if folded in known and folded not in ("min", "del", "det", "fr", "sec", "dr", "hon", "gen"):
            folded = known[folded]
        elif folded == "gen":
            folded = "general"
        found += folded.split()
    return ["attorney" if t == "attorneys" and found[i + 1 : i + 2] == ["general"] else t for i, t in enumerate(found)]


def _hits(tokens: Sequence[str]) -> list[_Hit]:
    """What the words stand for, the longest first at each place."""
    table, at, found = _table(), 0, []
    while at < len(tokens):
        for size in range(min(table.longest, len(tokens) - at), 0, -1):
            piece = tuple(tokens[at : at + size])
            hit = _lookup(piece, table) or _lookup((*piece[:-1], singular(piece[-1])), table)
            if hit is not None:
                what, role = hit
                found.append(_Hit(at, at + size, what, role, " ".join((*piece[:-1], singular(piece[-1])))))
                at += size
                break
        else:
            size = 2 if len(tokens) > at + 1 and country_of(" ".join(tokens[at : at + 2]).title()) else 1
            word = " ".join(tokens[at : at + size])
            if country_of(word.title()) or country_of(word.upper()):
                found.append(_Hit(at, at + size, "country", Role.AGENCY, word))
            at += size
    return found


def _lookup(piece: tuple[str, ...], table: _Table) -> tuple[str, Role] | None:
    if piece in table.nothing:
        return "nothing", Role.OTHER
    if piece in table.posts:
        return "post", table.posts[piece]
    if piece in table.of_bodies:
        return "noun", table.of_bodies[piece]
    if piece in table.bodies:
        return "body", table.bodies[piece]
    if len(piece) == 1 and piece[0] in table.party_words:
        return "body", Role.PARTY
    if piece in table.regions:
        return "region", Role.LOCAL
    return None


@lru_cache(maxsize=1 << 16)
def readings(description: str) -> tuple[Reading, ...]:
    """The posts in a description, in order; the name itself is left out of it or stands between commas.

    >>> [(r.role.value, r.status) for r in readings("the former Ohio governor, now Defense Secretary")]
    [('former official', 'former'), ('minister', 'held')]
    >>> readings("the union's president")[0].role.value, readings("White House press secretary")[0].role.value
    ('union', 'government or agency')
    >>> readings("founder of a company that trains military officials")[0].role.value
    'business'
    """
    found: list[Reading] = []
    if _MEMBER.search(description):
        found.append(Reading(Role.LEGISLATOR, "held", "member", 2))
    if _RUNS.search(description):
        found.append(Reading(Role.CANDIDATE, "held", "candidate", 3))
    for part in _PARTS.split(description):
        tokens = _tokens(part)
        if not tokens:
            continue
        status = "held"
        text = " ".join(tokens)
        if tokens[0] == "who":
            if _WAS.match(text):
                status = "former"
            elif not _IS.match(text):
                continue
            tokens = tokens[1:]
            if tokens and tokens[0] in _LEAD:
                tokens = ["head", "of", *tokens[1:]]  # "who runs the agency"
        elif _BECAME.search(text):
            continue  # of then, not of now
        cut_at = next((i for i, t in enumerate(tokens) if t in _RELATIVE), None)
        tail = tokens[cut_at:] if cut_at is not None else []
        tokens = tokens[: cut_at if cut_at is not None else len(tokens)]
        if not tokens:
            continue
        behind = [h._replace(start=h.start + len(tokens) + 1, end=h.end + len(tokens) + 1) for h in _hits(tail)]
        read = _read_part(tokens, status, behind)
        if found and found[-1].weight == 0 and read and read[0].noun == _BODY:
            found[-1] = found[-1]._replace(role=read[0].role, weight=2)  # "head of Acme, a charity"
        found += read
    return tuple(found)


def _read_part(tokens: list[str], status: str, tail: Sequence[_Hit]) -> list[Reading]:
    """The posts in a phrase without marks; ``tail`` is what a relative clause adds."""
    table = _table()
    ends = ("somebody", *_PREPOSITIONS)
    hits = [
        h
        for h in _hits(tokens)
        if h.what != "nothing"
        and not (h.text in table.also_adjectives and h.end < len(tokens) and tokens[h.end] not in ends)
    ]
    heads = [h for h in hits if h.what in ("post", "noun")]
    if not heads:
        return _bare_body(tokens, hits)
    found: list[Reading] = []
    start, carried = 0, status
    for piece_end in _pieces(tokens, heads):
        own = [h for h in hits if start <= h.start and h.end <= piece_end]
        inner = next((i for i in range(start + 1, piece_end) if tokens[i] in _PREPOSITIONS and not _inside(i, hits)), piece_end)
        if not any(h.what in ("post", "noun") and h.start < inner for h in own):
            first = next((h for h in own if h.what in ("post", "noun")), None)  # "a College of Law professor"
            inner = first.end if first is not None else inner
        front = [h for h in own if h.start < inner]
        heads_here = [h for h in front if h.what in ("post", "noun")]
        if heads_here:
            head = heads_here[-1]
            reading = _read_head(head, front, [*(h for h in hits if h.start >= inner), *tail], tokens, start)
            determined = tokens[start] in ("a", "an", "the", "now", "current")
            state = _status(tokens[start : head.start], tokens[head.end : head.end + 1])
            if state == "held" and not determined:
                state = carried
            carried = state
            found.append(_with_status(reading, state))
        start = piece_end
    return found


def _pieces(tokens: Sequence[str], heads: Sequence[_Hit]) -> list[int]:
    """Ends of the coordinated pieces of a phrase, each with a post of its own."""
    ends: list[int] = []
    last = 0
    for i, token in enumerate(tokens):
        if token in ("and", "or", "&", "turned", "now") and any(last <= h.start < i for h in heads) and any(h.start > i for h in heads):
            ends.append(i)
            last = i
    return [*ends, len(tokens)]


def _inside(i: int, hits: Iterable[_Hit]) -> bool:
    return any(h.start < i < h.end for h in hits)


def _status(tokens: Sequence[str], behind: Sequence[str]) -> str:
    table = _table()
    if any(t in table.former or t == "ex" for t in tokens):
        return "former"
    if "first" in tokens[-1:] and len(tokens) > 1:
        return "former"  # "the president's first adviser" had a second
    if "then" in tokens:
        return "then"
    if any(t in table.expected for t in (*tokens, *behind)) or ("would" in tokens and "be" in tokens):
        return "expected"
    return "held"


def _with_status(reading: Reading, status: str) -> Reading:
    if status == "held" or reading.weight == 0:
        return reading if status == "held" else reading._replace(status=status)
    if status == "then":
        return reading._replace(status="held", weight=min(reading.weight, 1))
    role = reading.role
    if speaks_for_state(role):
        role = Role.FORMER if status == "former" else Role.CANDIDATE
    return reading._replace(status=status, role=role)


def _read_head(head: _Hit, front: Sequence[_Hit], behind: Sequence[_Hit], tokens: Sequence[str], start: int) -> Reading:
    """What a post's noun says together with the bodies before and behind it."""
    table = _table()
    before = [h for h in front if h.end <= head.start]
    around = [*reversed(before), *behind]
    region = next((h for h in around if h.what == "region"), None)
    here = tokens[start : head.end]
    foreign = any(t in table.not_states for t in tokens[start : head.start])
    weight = 1 if head.text in table.weak else 3
    if head.what == "post":
        role = head.role
        if foreign and speaks_for_state(role):
            role = Role.ARMED_GROUP if "rebel" in here else Role.NGO if {"church", "religious", "baptist"} & set(here) else Role.PARTY
        elif region is not None and role in (Role.MINISTER, Role.HEAD):
            role = Role.LOCAL
        return Reading(role, "held", head.text, weight)
    if foreign:
        role = Role.ARMED_GROUP if "rebel" in here or "militia" in here else Role.NGO if {"church", "religious", "tribal"} & set(here) else Role.PARTY
        return Reading(role, "held", head.text, 3)
    bodies = [h for h in around if h.what == "body"]
    strong = [h for h in bodies if h.text not in table.party_words]
    if head.text in _SAVED:
        return _party_member(strong, region, head, before)
    first = next((i for i in range(head.end + 1, len(tokens)) if tokens[i] in _PREPOSITIONS or tokens[i] == "and"), len(tokens))
    named = [h for h in behind if head.end < h.start < first and h.end <= first and h.what in ("body", "post")]
    if named and not before and named[-1].what == "post" and (speaks_for_state(named[-1].role) or named[-1].role is Role.CANDIDATE):
        return Reading(named[-1].role, "held", head.text, 3)  # "a spokesman for the city prosecutor"
    if strong:
        return Reading(strong[0].role, "held", head.text, 3)
    posts = [h for h in before if h.what == "post"]
    if posts and head.text in table.ranks:
        return Reading(posts[-1].role, "held", head.text, 3)  # "police spokesman"
    party = any(h.text in table.party_words for h in bodies) or any(h.text in _SAVED for h in before)
    country = any(h.what == "country" for h in around)
    if party and head.text not in ("president", "representative", "vice president"):
        return Reading(Role.PARTY, "held", head.text, 2)
    speaks = head.role in (Role.OTHER, Role.AGENCY) and head.text not in table.private
    if region is not None and (speaks or head.role is Role.HEAD) and (region in before or region.start == head.end + 1):
        return Reading(Role.LOCAL, "held", head.text, 2)
    if country and (head.role is Role.HEAD or head.text in ("leader", "head")):
        return Reading(Role.HEAD, "held", head.text, 3)
    if country and speaks:
        return Reading(Role.AGENCY, "held", head.text, 3)
    return Reading(head.role, "held", head.text, 0 if head.role is Role.OTHER else min(weight, 2))


def _party_member(
    bodies: Sequence[_Hit], region: _Hit | None, head: _Hit, before: Sequence[_Hit]
) -> Reading:
    """"House Democrats", "Democrat of Ohio" and "the top Democrat on the committee" sit in a parliament."""
    if any(h.role is Role.LEGISLATOR for h in bodies) or (region is not None and region.start == head.end + 1):
        return Reading(Role.LEGISLATOR, "held", head.text, 3)
    if region is not None:
        return Reading(Role.LEGISLATOR, "held", head.text, 1)
    if any(h.role is Role.LOCAL for h in before):
        return Reading(Role.LEGISLATOR, "held", head.text, 2)
    return Reading(Role.PARTY, "held", head.text, 1)


def _bare_body(tokens: Sequence[str], hits: Sequence[_Hit]) -> list[Reading]:
    """"of the Maine School of Law", "at Vanity Fair": the body alone."""
    bodies = [h for h in hits if h.what == "body"]
    if len(hits) == 1 and hits[0].what == "region" and tokens[0] == "of":
        return [Reading(Role.LOCAL, "held", "region", -1)]
    if bodies and tokens[0] in _PREPOSITIONS:
        return [Reading(bodies[0].role, "held", _BODY, 1)]
    inner = next((i for i in range(len(tokens)) if tokens[i] in _PREPOSITIONS and not _inside(i, hits)), len(tokens))
    front = [h for h in bodies if h.start < inner]
    return [Reading(front[-1].role, "held", _BODY, -1)] if front and tokens[0] in ("a", "an", "the") else []


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


@lru_cache(maxsize=1 << 14)
def role_of_body(name: str) -> Role:
    """The role of a body by the words of its name, the last that is known; ``OTHER`` where none is.

    >>> role_of_body("Supreme Court").value, role_of_body("Teachers Union").value, role_of_body("Acme Corp.").value
    ('judiciary', 'union', 'business')
    """
    table = _table()
    hits = [h for h in _hits(_tokens(name)) if h.what in ("body", "post")]
    strong = [h for h in hits if h.text not in table.party_words] or hits
    if any(t in table.not_states for t in _tokens(name)) and any(speaks_for_state(h.role) for h in strong):
        return Role.OTHER
    return strong[-1].role if strong else Role.OTHER


def is_state(name: str | None) -> bool:
    """Whether a name is that of a country or of a body of a state."""
    return bool(name) and (country_of(name) is not None or speaks_for_state(role_of_body(name)))


def is_region(name: str) -> bool:
    """Whether a name is that of a part of a federation, which has a government: "Ohio"."""
    return tuple(fold(name).split()) in _table().regions


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
        tokens = _tokens(name)
        last = next((h for h in _hits(tokens) if h.what == "body" and h.end == len(tokens)), None)
        if last is not None:
            return Office(last.role, speaks_for_state(last.role))  # "a grand jury"
    return Office(Role.OTHER, official=False)


def _office_of_body(kind: SpeakerType, name: str, affiliation: str | None, called: Sequence[str]) -> Office:
    own = role_of_body(name)
    if own is Role.OTHER and kind is SpeakerType.ORGANISATION:
        own = next((r.role for d in called for r in readings(d) if r.noun == _BODY), own)  # "Open Doors, a charity"
    if kind in (SpeakerType.DOCUMENT, SpeakerType.DATA):
        return Office(Role.DOCUMENT, kind is SpeakerType.DOCUMENT and _is_states_paper(name, own, affiliation))
    if kind is SpeakerType.GOVERNMENT:
        role = own if speaks_for_state(own) else Role.AGENCY
        return Office(role, official=True)
    role = _BY_TYPE.get(kind, own)
    return Office(role, speaks_for_state(role))


def _is_states_paper(name: str, own: Role, affiliation: str | None) -> bool:
    """Whether a state issues a document: a ministry's report, a ruling; court papers may be anybody's."""
    tokens = {singular(t) for t in _tokens(name)}
    if tokens & _table().state_papers:
        return True
    return "court" not in tokens and (is_state(affiliation) or speaks_for_state(own))


def _chosen(descriptions: Sequence[str], affiliation: str | None, least: int) -> Office | None:
    """The best reading of some descriptions that has at least a weight; None where there is none."""
    found = [(r, d) for d in descriptions for r in readings(d)]
    held_no_more = {r.noun for r, _ in found if r.status == "former"}
    table = _table()
    nouns = (tuple(noun.split()) for noun in held_no_more)
    if any((table.posts.get(n) or table.of_bodies.get(n)) is Role.LEGISLATOR for n in nouns):
        held_no_more |= {"member", *_SAVED}  # "Former Senator Cole, Democrat of Ohio"
    body = next((r.role for r, _ in found if r.noun == _BODY and r.weight > 0), Role.OTHER)
    ranked: list[tuple[tuple[int, int], Reading, str]] = []
    for reading, text in found:
        if reading.status == "held" and reading.noun in held_no_more:
            continue
        if reading.weight == 0 and (affiliation is not None or body is not Role.OTHER):
            role = _affiliated(affiliation) if affiliation is not None else Role.OTHER
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
    official = best.status == "held" and speaks_for_state(role) and best.noun not in _table().not_official
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
    return max(one, other, key=lambda s: (s.official, s.role is not Role.OTHER, s.role not in _UNSAID, bool(s.description)))


_NEAR = 400
"""Days within which what another article says of an actor tells what it is in this one."""
_MONTHS = 60
"""Days within which another article's office is newer than the one that an actor is said to have held."""
_RESOLVED = 0.3
"""What a role weighs that rests on a phrase taken to mean the actor ("the congressman"), not on words beside the name."""
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
    if not own.named or led or (own.role not in (*_UNSAID, Role.CANDIDATE, Role.FORMER) and not then):
        return own
    known = [(s, d) for s, d in others if s.role not in _UNSAID and _days(d, date) <= _NEAR]
    if then:
        known = [(s, d) for s, d in known if _days(d, date) <= _MONTHS]
    elif own.role is Role.CANDIDATE:
        known = [(s, d) for s, d in known if d is None or date is None or d <= date]
    elif own.role is Role.FORMER:
        gone = _nouns(own.description, "former")
        known = [(s, d) for s, d in known if s.official and _days(d, date) <= _MONTHS and _nouns(s.description, "held") - gone]
    votes: dict[tuple[Role, bool], float] = {}
    near = sorted(known, key=lambda k: _days(k[1], date))[:_MOST]
    for speaker, day in near:
        place = (speaker.role, speaker.official)
        beside = 1.0 if speaker.description else _RESOLVED
        votes[place] = votes.get(place, 0.0) + beside / (30 + _days(day, date))
    offices = {v: n for v, n in votes.items() if v[1]}
    if own.role is Role.CANDIDATE and sum(offices.values()) * 3 < sum(votes.values()):
        return own
    chosen = votes if own.role in _UNSAID or then else offices
    if not chosen:
        return own
    role, official = max(chosen, key=lambda v: chosen[v])
    told = next((s.description for s, _ in near if (s.role, s.official) == (role, official) and s.description), "")
    return replace(own, role=role, official=official, description=own.description or told)


def _nouns(description: str, status: str) -> set[str]:
    return {r.noun for r in readings(description) if r.status == status and r.weight > 1}


def _days(one: dt.date | None, other: dt.date | None) -> int:
    return abs((one - other).days) if one is not None and other is not None else 0

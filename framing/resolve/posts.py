"""Which posts a description names, whether they are held, and whose they are: "the former Ohio governor".

No parser: a description is cut at its marks, at "and" between two posts and before prepositions; the last post before
the first preposition is its head, and the bodies around the head say whose it is ("spokesman for the *ministry*").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from framing.resolve.role_words import Hit, find, role_words, speaks_for_state, tokens_of
from framing.values import Role

__all__ = ["BODY", "MEMBERS", "Reading", "readings"]

_GOVERNMENTS = re.compile("administration|government|presidency|white")
"""The first word of what a head of government is named before: "the Orlen administration", "the Orlen White House"."""
_THOSE_OF = re.compile("administration|white")


class Reading(NamedTuple):
    """A post in a description: its role, whether it is held ("held", "former", "expected"), its noun.

    ``weight``: 3 where the noun or the body beside it tells the role, 2 where the noun mostly means it, 1 where it says
    little ("a Republican", "a billionaire"), 0 where it tells none ("a spokesman").
    """

    role: Role
    status: str
    noun: str
    weight: int


_PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "at",
        "in",
        "on",
        "to",
        "from",
        "with",
        "by",
        "under",
        "against",
        "near",
        "within",
        "among",
        "after",
        "before",
        "during",
        "over",
        "as",
        "inside",
        "into",
    ]
)
_RELATIVE = frozenset({"who", "which", "that", "whose", "where", "whom", "when", "because", "while"})
_PARTS = re.compile(r"\s*(?:[,;:()\[\]—–/“”\"]|\s-\s)\s*")
_MEMBER = re.compile(r"\b(?:[RD]|I)-\s?[A-Z]")
"""A legislator's party and state: "(D-Ohio)"."""
_WAS = re.compile(
    r"who (?:was|were|had (?:been|served)|served|once|used to|previously|formerly|until|led|headed|chaired|ran)\b"
)
_IS = re.compile(
    r"who (?:is|are|has been|serves|has served|now|currently|also|heads|leads|chairs|runs|oversees)\b(?: as)?"
)
_BECAME = re.compile(r"\b(?:who|that) (?:later |then |once )?(?:became|turned|was elected|won)\b")
_LEAD = frozenset({"heads", "leads", "chairs", "runs", "oversees", "headed", "led", "chaired", "ran"})
BODY = "body"
"""Stands for the noun of a reading that is a body alone: "of the Maine School of Law", "a gay rights organization"."""
_NATION = frozenset({"republic", "country", "nation", "state", "states", "kingdom"})
_YEARS = re.compile(
    r"\b(?:from|between) (?:19|20)\d\d (?:to|through|until|and) (?:19|20)\d\d\b|"
    r"\b(?:until|in the|during the) (?:19|20)\d\d"
)
"""A term that is over: "from 2003 to 2007", "in the 1990s"."""
_DEMONYM = re.compile(r"(?:ian|ese|ish|ean|ani|stani)$")
_MIXED = re.compile(r"[a-z][A-Z]|\w\.(?:org|com|net)\b|^(?=.*\d)[A-Z]\w+$|^[A-Z]{3,}$")
"""A name that is no place's: "MoveOn", "Acme.org", "L2", "JNF"."""
_SPEECHES = frozenset({"at", "on", "in", "to", "before", "for"})
"""What stands behind a speaker who speaks to an audience, and behind none of a parliament."""
_RUNS = re.compile(
    r"\b(?:running (?:for|against)|trying to unseat|seeking (?:the \w+ )?(?:nomination|office|election))\b"
)
MEMBERS = frozenset({"democrat", "republican", "tory", "dem"})


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
        tokens = tokens_of(part)
        if not tokens:
            continue
        status = "held"
        text = " ".join(tokens)
        if tokens[0] == "who":
            if _WAS.match(text):
                status = "former"
            elif tokens[1:2] != ["teaches"] and not _IS.match(text):
                continue
            teaches = tokens[1:2] == ["teaches"]
            tokens = ["teacher", "of", *tokens[2:]] if teaches else tokens[1:]
            if tokens and tokens[0] in _LEAD:
                tokens = ["head", "of", *tokens[1:]]  # "who runs the agency"
        elif _BECAME.search(text):
            continue  # of then, not of now
        if _YEARS.search(part):
            status = "former"
        cut_at = next((i for i, t in enumerate(tokens) if t in _RELATIVE), None)
        tail = tokens[cut_at:] if cut_at is not None else []
        tokens = tokens[: cut_at if cut_at is not None else len(tokens)]
        if not tokens:
            continue
        behind = [h._replace(start=h.start + len(tokens) + 1, end=h.end + len(tokens) + 1) for h in find(tail)]
        read = _read_part(tokens, status, behind, _names(part))
        if found and found[-1].weight == 0 and read and read[0].noun == BODY:
            found[-1] = found[-1]._replace(role=read[0].role, weight=2)  # "head of Acme, a charity"
        found += read
    return tuple(found)


def _names(part: str) -> dict[str, bool]:
    """The folded words of a phrase that are capitalised, and whether one is written as no place is: "MoveOn"."""
    found: dict[str, bool] = {}
    for word in part.split():
        if word[:1].isupper() and not _DEMONYM.search(word):
            found |= dict.fromkeys(tokens_of(word), _MIXED.search(word) is not None)
    return found


def _read_part(
    tokens: list[str], status: str, tail: Sequence[Hit], names: Mapping[str, bool] | None = None
) -> list[Reading]:
    """The posts in a phrase without marks; ``tail`` is what a relative clause adds, ``names`` the capitalised words."""
    table = role_words()
    ends = ("somebody", *_PREPOSITIONS)
    hits = [
        h
        for h in find(tokens)
        if h.what != "nothing"
        and not (h.text == "now" and not (names or {}).get("now"))  # the word, not the body
        and not (h.text == "major" and h.end == len(tokens) and tokens[h.start - 1 : h.start] == ["a"])
        and not (h.text in table.also_adjectives and h.end < len(tokens) and tokens[h.end] not in ends)
    ]
    heads = [h for h in hits if h.what in ("post", "noun")]
    if not heads:
        return _bare_body(tokens, hits)
    found: list[Reading] = []
    start, carried = 0, status
    for piece_end in _pieces(tokens, heads):
        own = [h for h in hits if start <= h.start and h.end <= piece_end]
        inner = next(
            (i for i in range(start + 1, piece_end) if tokens[i] in _PREPOSITIONS and not _inside(i, hits)), piece_end
        )
        if not any(h.what in ("post", "noun") and h.start < inner for h in own):
            first = next((h for h in own if h.what in ("post", "noun")), None)  # "a College of Law professor"
            inner = first.end if first is not None else inner
        front = [h for h in own if h.start < inner]
        heads_here = [h for h in front if h.what in ("post", "noun")]
        if heads_here:
            head = heads_here[-1]
            around = [*(h for h in hits if h.start >= inner), *tail]
            reading = _read_head(head, front, around, tokens, start)
            if reading.weight == 2 and _is_of_a_club(head, hits, tokens, start, names or {}):
                reading = Reading(Role.OTHER, "held", head.text, 0)
            if _served_before(tokens[head.end :]):
                reading = _with_status(reading, "former")
            determined = tokens[start] in ("a", "an", "the", "now", "current")
            state = _status(tokens[start : head.start], tokens[head.end : head.end + 1])
            if state == "held" and not determined:
                state = carried
            carried = state
            found.append(_with_status(reading, state))
        start = piece_end
    return found


def _is_of_a_club(head: Hit, hits: Sequence[Hit], tokens: Sequence[str], start: int, names: Mapping[str, bool]) -> bool:
    """Whether a noun that mostly means an office is that of a body of which nothing is known: "Norco president"."""
    before, behind = tokens[start : head.start], tokens[head.end :]
    known = {i for h in hits for i in range(h.start, h.end)}
    unknown = [
        t for i, t in enumerate(before, start) if i not in known and t in names and t not in role_words().bearers
    ]
    if head.text == "speaker":
        plural = tokens[head.end - 1] != "speaker"
        alone = not before or before[-1] in role_words().bearers
        return plural or not alone or before[:1] in (["a"], ["an"]) or not _SPEECHES.isdisjoint(behind[:1])
    if head.text == "representative":
        state = any(h.what in ("region", "country") for h in hits)
        plural = tokens[head.end - 1] != "representative"
        return not state and (
            bool(unknown) or behind[:1] in (["for"], ["of"]) or (plural and bool(before)) or before[-1:] == ["a"]
        )
    if head.role is Role.HEAD:
        beside = [h.role for h in hits if h.start > head.end] if behind[:1] == ["and"] else []
        return (
            bool(unknown)
            or before[-1:] in (["its"], ["their"])
            or bool(beside and not any(map(speaks_for_state, beside)))
        )
    if head.role is not Role.AGENCY:
        return False
    if head.text.startswith("senior") and behind[:1] in (["to"], ["for"]):
        return not any(h.start > head.end for h in hits)
    return any(names[t] for t in unknown)


def _served_before(behind: Sequence[str]) -> bool:
    """Whether the words behind a post say that it was in a government of the past: "in the last administration"."""
    for i, token in enumerate(behind):
        if i and _GOVERNMENTS.fullmatch(token):
            return behind[i - 1] in role_words().past
    return False


def _pieces(tokens: Sequence[str], heads: Sequence[Hit]) -> list[int]:
    """Ends of the coordinated pieces of a phrase, each with a post of its own."""
    ends: list[int] = []
    last = 0
    for i, token in enumerate(tokens):
        if (
            token in ("and", "or", "&", "turned", "now")
            and any(last <= h.start < i for h in heads)
            and any(h.start > i for h in heads)
        ):
            ends.append(i)
            last = i
    return [*ends, len(tokens)]


def _inside(i: int, hits: Iterable[Hit]) -> bool:
    return any(h.start < i < h.end for h in hits)


def _status(tokens: Sequence[str], behind: Sequence[str]) -> str:
    table = role_words()
    if any(t in table.former or t == "ex" for t in tokens):
        return "former"
    if "first" in tokens[-1:] and len(tokens) > 1:
        return "former"  # "the president's first adviser" had a second
    if "era" in tokens:
        return "former"  # "a Reagan-era official"
    if any(_THOSE_OF.fullmatch(b) and a in table.past for a, b in pairwise(tokens)):
        return "former"  # "a Reagan administration official"
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


def _read_head(head: Hit, front: Sequence[Hit], behind: Sequence[Hit], tokens: Sequence[str], start: int) -> Reading:
    """What a post's noun says together with the bodies before and behind it."""
    table = role_words()
    before = [h for h in front if h.end <= head.start]
    around = [*reversed(before), *behind]
    region = next((h for h in around if h.what == "region"), None)
    here = tokens[start : head.end]
    foreign = any(t in table.not_states for t in tokens[start : head.start])
    weight = 1 if head.text in table.weak else 3
    if head.what == "post":
        role = head.role
        if foreign and speaks_for_state(role):
            role = (
                Role.ARMED_GROUP
                if "rebel" in here
                else Role.NGO
                if {"church", "religious", "baptist"} & set(here)
                else Role.PARTY
            )
        elif region is not None and role in (Role.MINISTER, Role.HEAD):
            role = Role.LOCAL
        elif any(h.role is Role.INTERNATIONAL for h in (before if role is Role.DIPLOMAT else around)) and role in (
            Role.DIPLOMAT,
            Role.AGENCY,
        ):
            role = Role.INTERNATIONAL  # "UN High Commissioner", "director general of the WTO"
        elif head.text in table.hands and any(h.what == "body" and h.role is not Role.NGO for h in around):
            role = next(h.role for h in around if h.what == "body" and h.role is not Role.NGO)
            role = head.role if speaks_for_state(role) and role is not Role.LOCAL else role  # "a newspaper employee"
        elif role is Role.LOCAL and any(h.what == "body" and h.role is Role.AGENCY for h in around):
            role = Role.AGENCY  # "governor of the central bank"
        return Reading(role, "held", head.text, weight)
    if foreign:
        role = (
            Role.ARMED_GROUP
            if "rebel" in here or "militia" in here
            else Role.NGO
            if {"church", "religious", "tribal"} & set(here)
            else Role.PARTY
        )
        return Reading(role, "held", head.text, 3)
    bodies = [h for h in around if h.what == "body"]
    strong = [h for h in bodies if h.text not in table.party_words]
    if head.text in MEMBERS:
        return _party_member(strong, region, head, before, tokens[head.end - 1] != head.text)
    first = next(
        (i for i in range(head.end + 1, len(tokens)) if tokens[i] in _PREPOSITIONS or tokens[i] == "and"), len(tokens)
    )
    named = [h for h in behind if head.end < h.start < first and h.end <= first and h.what in ("body", "post")]
    if (
        named
        and not before
        and named[-1].what == "post"
        and (speaks_for_state(named[-1].role) or named[-1].role is Role.CANDIDATE)
    ):
        return Reading(named[-1].role, "held", head.text, 3)  # "a spokesman for the city prosecutor"
    if strong and not (head.text in table.owners and strong[0].role is not Role.MEDIA):
        return Reading(_whole(strong, tokens).role, "held", head.text, 3)
    posts = [h for h in before if h.what == "post"]
    if posts and head.role is Role.HEAD and not speaks_for_state(posts[-1].role):
        return Reading(posts[-1].role, "held", head.text, 3)  # "a publisher's president"
    if posts and head.text in table.ranks:
        return Reading(posts[-1].role, "held", head.text, 3)  # "police spokesman"
    party = any(h.text in table.party_words for h in bodies) or any(h.text in MEMBERS for h in before)
    country = any(h.what == "country" for h in around)
    if party and head.text not in ("president", "representative", "vice president"):
        return Reading(Role.PARTY, "held", head.text, 2)
    speaks = head.role in (Role.OTHER, Role.AGENCY) and head.text not in table.private
    if region is not None and (speaks or head.role is Role.HEAD) and (region in before or region.start == head.end + 1):
        return Reading(Role.LOCAL, "held", head.text, 2)
    if country and (head.role is Role.HEAD or head.text in ("leader", "head")):
        return Reading(Role.HEAD, "held", head.text, 3)
    if head.role is Role.HEAD and tokens[head.end : head.end + 1] == ["of"] and not _NATION & set(tokens):
        return Reading(Role.OTHER, "held", head.text, 0)  # of a club that nothing is known of
    if country and speaks:
        return Reading(Role.AGENCY, "held", head.text, 3)
    return Reading(head.role, "held", head.text, 0 if head.role is Role.OTHER else min(weight, 2))


def _whole(bodies: Sequence[Hit], tokens: Sequence[str]) -> Hit:
    """The body meant where the nearest is a part of it, or only says which it is: "Senate Leadership PAC"."""
    first = bodies[0]
    parts, kinds = role_words().parts, role_words().kinds_of
    for other in bodies[1:]:
        if speaks_for_state(other.role) or other.start <= first.start:
            continue
        between = tokens[first.end : other.start]
        if first.text in parts and other.role in (Role.EXPERT, Role.NGO, Role.BUSINESS, Role.MEDIA):
            return other  # "the history department at the university"
        if first.text in kinds and len(between) < 3 and _PREPOSITIONS.isdisjoint(between):
            return other
    return first


def _party_member(bodies: Sequence[Hit], region: Hit | None, head: Hit, before: Sequence[Hit], plural: bool) -> Reading:
    """The role of "House Democrats", "Democrat of Ohio" and "the top Democrat on the committee", who sit in one."""
    if any(h.role is Role.LEGISLATOR for h in bodies) or (region is not None and region.start == head.end + 1):
        return Reading(Role.LEGISLATOR, "held", head.text, 3)
    if region is not None and not plural:
        return Reading(Role.LEGISLATOR, "held", head.text, 1)
    if any(h.role is Role.LOCAL and h.what != "region" for h in before):
        return Reading(Role.LEGISLATOR, "held", head.text, 2)
    return Reading(Role.PARTY, "held", head.text, 1)


def _bare_body(tokens: Sequence[str], hits: Sequence[Hit]) -> list[Reading]:
    """A body alone: "of the Maine School of Law", "at Vanity Fair"."""
    bodies = [h for h in hits if h.what == "body"]
    if len(hits) == 1 and hits[0].what == "region" and tokens[0] == "of":
        return [Reading(Role.LOCAL, "held", "region", -1)]
    if bodies and tokens[0] in _PREPOSITIONS:
        return [Reading(bodies[0].role, "held", BODY, 1)]
    inner = next((i for i in range(len(tokens)) if tokens[i] in _PREPOSITIONS and not _inside(i, hits)), len(tokens))
    front = [h for h in bodies if h.start < inner]
    return [Reading(front[-1].role, "held", BODY, -1)] if front and tokens[0] in ("a", "an", "the") else []

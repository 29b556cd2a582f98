"""The office of every actor of an article, by its descriptions; aides speak as the person does whom they serve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from framing.resolve.actors import Actor, Description
from framing.resolve.kinds import kind_of_actor
from framing.resolve.posts import readings
from framing.resolve.role_words import role_words, speaks_for_state
from framing.resolve.roles import Office, role_of
from framing.values import Role, SpeakerType

__all__ = ["give_roles"]

_PRIVATE = re.compile(r"\b(?:longtime|informal|outside|personal|unpaid|former|one-time|friend|campaign)\b", re.I)
"""What tells that an adviser advises somebody for no office."""


def give_roles(actors: Sequence[Actor], sources: Iterable[tuple[int, str, tuple[int, ...]]]) -> None:
    """Write to each actor its office and its best description.

    ``sources`` are phrases that were taken to mean an actor: its number, the words, and the persons named in them.
    Whoever speaks for a person ("an aide to Senator Cole") speaks as that person's office does.
    """
    called: dict[int, list[str]] = {}
    principals: dict[int, tuple[int, ...]] = {}
    for number, text, people in sources:
        called.setdefault(number, []).append(text)
        principals[number] = (*principals.get(number, ()), *people)
    for actor in actors:
        kind = kind_of_actor(actor)
        own = [d.said for d in actor.descriptions]
        told = called.get(actor.number, [])
        if not actor.named:
            own, told = [*own, actor.name, *told], []
        actor.office = role_of(kind, actor.name, actor.affiliation, own, told)
        actor.introduced = _best(actor)
    for actor in actors:
        served = dict.fromkeys((*(p for d in actor.descriptions for p in d.people), *principals.get(actor.number, ())))
        texts = [d.said for d in actor.descriptions] + (
            [] if actor.named and actor.descriptions else [actor.name, *called.get(actor.number, [])]
        )
        if served and _serves_somebody(actor, texts):
            office = next((actors[p].office for p in served if actors[p].office.role is not Role.OTHER), None)
            if office is not None:
                runs = any(_runs(actors[p]) for p in served)
                advises = office.role is Role.LEGISLATOR and any(_ADVISES.search(t) for t in texts)
                if office.official and (runs or advises) and office.role in (Role.LEGISLATOR, Role.LOCAL):
                    office = Office(Role.CANDIDATE, official=False)
                actor.office = _aide_of(office, actor.office)


def _serves_somebody(actor: Actor, texts: Sequence[str]) -> bool:
    """Whether an actor is only told to be somebody's aide or spokesperson."""
    kind = kind_of_actor(actor)
    if kind not in (SpeakerType.PERSON, SpeakerType.ANONYMOUS, SpeakerType.GROUP):
        return False
    found = [r for t in texts for r in readings(t)]
    aide = any(
        r.noun in role_words().aides and r.weight < 3 and r.status == "held" and not _PRIVATE.search(t)
        for t in texts
        for r in readings(t)
    )
    return aide and (
        actor.office.role is Role.OTHER
        or all(r.noun in role_words().aides or r.weight < 2 for r in found if r.role is actor.office.role)
    )


_ADVISES = re.compile(r"\b(?<!policy )(?<!legislative )advis[eo]rs?\b", re.I)
"""A legislator's advisers are those of a campaign; in office there are aides."""


def _runs(actor: Actor) -> bool:
    """Whether an article calls somebody a candidate, whose people speak for the campaign and not for an office."""
    return any(r.role is Role.CANDIDATE and r.status == "held" for d in actor.descriptions for r in readings(d.said))


_SERVED = frozenset(
    {
        Role.LEGISLATOR, Role.LOCAL, Role.AGENCY, Role.CANDIDATE, Role.JUDICIARY, Role.MILITARY, Role.PARTY,
        Role.POLICE, Role.DIPLOMAT,
    }
)  # fmt: skip
"""Roles that those who serve such a person have, too; who serves a head or a minister is of the government."""


def _aide_of(office: Office, own: Office) -> Office:
    role = Role.AGENCY if office.role in (Role.HEAD, Role.MINISTER) else office.role
    if role in _SERVED:
        return Office(role, office.official and speaks_for_state(role), own.told_by)
    return own if own.role is not Role.AGENCY else Office(Role.OTHER, official=False, told_by=own.told_by)


def _best(actor: Actor) -> str:
    """The description that tells most: with the post that decided, else the longest with any."""
    if not actor.descriptions:
        return ""

    def merit(one: Description) -> tuple[bool, int, int]:
        found = readings(one.said)
        return (
            one.said == actor.office.told_by,
            max((r.weight for r in found), default=0),
            min(len(one.text.split()), 9),
        )

    telling = [d for d in actor.descriptions if d.said == actor.office.told_by] or actor.descriptions
    longest = max(actor.descriptions, key=lambda d: merit(d)[1:])
    best = max(telling, key=merit)
    return longest.text if merit(longest)[1:] > merit(best)[1:] and len(best.text.split()) < 2 else best.text

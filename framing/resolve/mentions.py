"""Every name of every actor in an article, whether the actor speaks or is only talked about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from framing.attribute.annotation import Annotation, EntityType
from framing.resolve.agents import agents
from framing.resolve.entities import complete
from framing.resolve.evidence import gather_evidence
from framing.resolve.introductions import introduce
from framing.resolve.layout import Layout, layouts
from framing.resolve.offices import give_roles
from framing.resolve.phrases import Form, Phrase
from framing.resolve.project import Project
from framing.resolve.roster import Actor, Roster, build_roster
from framing.resolve.statements import speaker_of
from framing.values import Field, Speaker, Statement

__all__ = ["ActorMention", "find_mentions"]

_POSSESSIVE = re.compile(r"['’´`]s?$")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A name where it stands: span into ``field``, whose it is, and what the name itself is a name of.

    ``actor`` has the id, name, type and side that it has as a speaker: a place is typed as the government
    that it would speak for. ``entity`` tells a place from a body.
    """

    field: Field
    start: int
    end: int
    actor: Speaker
    entity: EntityType
    agent: bool = True


def find_mentions(
    annotations: Mapping[Field, Annotation], statements: Iterable[Statement], project: Project
) -> tuple[ActorMention, ...]:
    """Mentions of one article in order, the title's first; they do not overlap (of two, the longer stands).

    ``statements`` are the article's own, resolved: their sources name actors too, and with them a name means
    here whom it means there. Nationalities and other groups are no actors; pronouns and descriptions are no
    names. A possessive ending is not part of a mention.
    """
    fields = layouts({name: complete(annotation) for name, annotation in annotations.items()})
    sources = _sources(fields, statements)
    phrases = [(i, phrase) for i, phrase, _ in sources]
    roster = build_roster(fields, phrases, apart=project.apart)
    gather_evidence(roster, fields, phrases)
    introduce(roster, fields)
    give_roles(roster.actors, ())
    speakers = _heard(fields, sources, roster)
    found: list[tuple[int, ActorMention]] = []
    for mention, agent in zip(roster.mentions, agents(roster, fields), strict=True):
        layout, actor = fields[mention.layout], roster.actors[mention.actor]
        if actor.number not in speakers:
            speakers[actor.number] = project.apply(speaker_of(actor))
        start, end = mention.start - layout.base, mention.end - layout.base
        ending = _POSSESSIVE.search(layout.text, start, end)
        end = ending.start() if ending and ending.start() > start else end
        one = ActorMention(layout.field, start, end, speakers[actor.number], _entity(actor), agent)
        found.append((mention.layout, one))
    return _apart(found)


def _sources(fields: tuple[Layout, ...], statements: Iterable[Statement]) -> list[tuple[int, Phrase, Statement]]:
    """The source phrases of statements with the index of their field, in the order of the statements."""
    index = {layout.field: i for i, layout in enumerate(fields)}
    found: list[tuple[int, Phrase, Statement]] = []
    for statement in statements:
        i = index.get(statement.field)
        if i is None or statement.source is None:
            continue
        phrase = fields[i].source_phrase(statement.source.spans)
        if phrase is not None:
            found.append((i, phrase, statement))
    return found


def _heard(
    fields: tuple[Layout, ...], sources: Iterable[tuple[int, Phrase, Statement]], roster: Roster
) -> dict[int, Speaker]:
    """Actors whose name is the source of a statement: the most frequent speaker of these statements, by number.

    A name must not be one actor where it speaks and another where it is mentioned.
    """
    votes: dict[int, Counter[Speaker]] = {}
    for i, phrase, statement in sources:
        speaker = statement.speaker
        actor = roster.at(fields[i].base + phrase.head[0], fields[i].base + phrase.head[1])
        if phrase.form is Form.NAME and actor is not None and speaker is not None and speaker.named:
            votes.setdefault(actor.number, Counter())[speaker] += 1
    return {number: count.most_common(1)[0][0] for number, count in votes.items()}


def _entity(actor: Actor) -> EntityType:
    """What most of an actor's mentions were tagged as, a person's always a person."""
    if actor.person:
        return "person"
    return "place" if actor.types["place"] > actor.types["organisation"] else "organisation"


def _apart(found: Iterable[tuple[int, ActorMention]]) -> tuple[ActorMention, ...]:
    kept: list[tuple[int, ActorMention]] = []
    for i, one in sorted(found, key=lambda f: (f[0], f[1].start, -f[1].end)):
        if kept and kept[-1][0] == i and one.start < kept[-1][1].end:
            if one.end - one.start <= kept[-1][1].end - kept[-1][1].start:
                continue
            kept.pop()
        kept.append((i, one))
    return tuple(one for _, one in kept)

"""What type of source an actor or a description is: a person, a government, an organisation, a document."""

from __future__ import annotations

from functools import lru_cache

from framing.resolve.actors import Actor
from framing.resolve.names import country_of, fold
from framing.resolve.vocabulary import singular, words
from framing.values import SpeakerType

__all__ = ["is_armed_group", "kind_of_actor", "kind_of_description", "kind_of_name"]

_BY_NAME = {
    "government": SpeakerType.GOVERNMENT,
    "organisation": SpeakerType.ORGANISATION,
    "media": SpeakerType.MEDIA,
    "armed group": SpeakerType.ARMED_GROUP,
}


_LETTERS = 4
"""Letters of an abbreviation at most: "IRA" is known by its capitals, "Ira" is not."""


@lru_cache(maxsize=1 << 14)
def is_armed_group(name: str) -> bool:
    """Whether a name is that of an armed group which news texts often do not introduce.

    >>> is_armed_group("Al-Nusra"), is_armed_group("IRA"), is_armed_group("Ira")
    (True, True, False)
    """
    folded = fold(name)
    return words().known.get(folded) == "armed group" and (len(folded) > _LETTERS or name.isupper())


@lru_cache(maxsize=1 << 14)
def kind_of_name(name: str) -> SpeakerType | None:
    """Kind by the name's own words: a body's last word says most."""
    known = words()
    folded = fold(name)
    if folded in known.known and (known.known[folded] != "armed group" or is_armed_group(name)):
        return _BY_NAME[known.known[folded]]
    tokens = folded.split()
    if not tokens:
        return None
    media = [
        t for t in tokens if known.bodies.get(t) == "media" and t not in ("show", "mail", "post", "times", "media")
    ]
    last = known.bodies.get(tokens[-1]) or known.bodies.get(singular(tokens[-1]))
    if len(tokens) > 1 and (last == "media" or (media and last in (None, "organisation") and tokens[-1] != "group")):
        return SpeakerType.MEDIA
    if len(tokens) > 1 and tokens[-1] in ("agency",) and media:
        return SpeakerType.MEDIA
    if last:
        return _BY_NAME[last]
    # "Ministry of Defense", "Department of Justice", "Bank of America"
    first = known.bodies.get(tokens[0]) if len(tokens) > 2 and tokens[1] == "of" else None
    if first:
        return _BY_NAME[first]
    inner = [known.bodies[t] for t in tokens if t in known.bodies]
    return _BY_NAME[inner[-1]] if inner else None


def kind_of_actor(actor: Actor) -> SpeakerType:
    """Kind of a named actor: the text's signs first, then the name's own words, then the tagger's type."""
    if actor.kind is not None:
        return actor.kind
    if actor.person and not _is_known_body(actor):
        return SpeakerType.PERSON
    if is_armed_group(actor.name):
        return SpeakerType.ARMED_GROUP
    own = kind_of_name(actor.name)
    hints = actor.hints
    armed, media = hints["armed"], hints["told"] + 2 * hints["reported"] + 2 * hints["newspaper"]
    last = fold(actor.name).split()[-1:]
    if (
        own is SpeakerType.GOVERNMENT
        and armed
        and (last in (["army"], ["military"]) or (last == ["state"] and not actor.types["place"]))
    ):
        return SpeakerType.ARMED_GROUP
    if own in (SpeakerType.GOVERNMENT, SpeakerType.MEDIA):
        return own
    if own is None and country_of(actor.name):
        return SpeakerType.GOVERNMENT
    place = actor.types["place"] > actor.types["organisation"]
    if place:
        return SpeakerType.GOVERNMENT
    if own is SpeakerType.ARMED_GROUP or armed > media:
        return SpeakerType.ARMED_GROUP
    nouns = [words().bodies.get(h) or words().bodies.get(singular(h)) for h in hints]
    for kind in ("media", "government", "armed group"):
        if kind in nouns:
            return _BY_NAME[kind]
    if media and own is None:
        return SpeakerType.MEDIA
    return own or SpeakerType.ORGANISATION


def _is_known_body(actor: Actor) -> bool:
    """Whether a "person" is a medium or a seat of power that the tagger took for one: no first name, no title."""
    known = words().known.get(fold(actor.name))
    return known in ("media", "government") and not actor.full_mentions and not actor.roles and " " not in actor.name


def kind_of_description(word: str, *, plural: bool) -> SpeakerType:
    """Kind of a source that has no name, by its head noun (singular, lower case)."""
    known = words()
    if word in known.data or singular(word) in known.data:
        return SpeakerType.DATA
    if word in known.documents or singular(word) in known.documents:
        return SpeakerType.DOCUMENT
    role = known.role(word)
    if role:
        return SpeakerType.GROUP if plural and role not in known.insiders else SpeakerType.ANONYMOUS
    if word in known.crowds:
        return SpeakerType.GROUP
    if word in known.insiders:
        return SpeakerType.ANONYMOUS
    body = known.bodies.get(word) or known.bodies.get(singular(word))
    if body:
        return _BY_NAME[body]
    return SpeakerType.GROUP if plural else SpeakerType.ANONYMOUS

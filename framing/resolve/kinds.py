"""What kind of source an actor or a description is, and who speaks for a state.

An official is a body of a state (a government, a ministry, a parliament, a court, the police, the armed forces, a
capital that stands for its government), or somebody whom the article presents as its member, holder of an office or
spokesperson. Armed groups, parties, companies and organisations of states (the UN) are not; nor is whoever *held* an
office ("a former minister"), nor a common soldier, who is quoted and does not speak for anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from framing.resolve.actors import Actor
from framing.resolve.names import country_of, fold
from framing.resolve.vocabulary import singular, words
from framing.values import Speaker, SpeakerType, Statement

__all__ = ["is_armed_group", "is_official", "kind_of_actor", "kind_of_description", "kind_of_name", "with_officials"]

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
    if actor.person:
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


_STATE_BODIES = frozenset(
    {
        "government", "ministry", "military", "army", "navy", "police", "parliament", "congress", "senate", "cabinet",
        "embassy", "presidency", "administration", "treasury", "pentagon", "kremlin", "white house", "authorities",
        "state department", "defense department", "defence ministry", "justice department", "foreign office",
        "downing street", "air force", "coast guard", "intelligence", "border guard", "fbi", "cia",
    }
)  # fmt: skip
_FORMER = frozenset({"former", "ex", "retired", "ousted", "late", "onetime", "then", "would-be"})
_OTHERS = frozenset({"opposition", "rebel", "militia", "church", "business", "religious", "tribal"})
_TITLE = re.compile(
    r"\bReps?\. [A-Z]|(?:^|(?:^|\s)[a-z]\S* )(?:(?:Vice[ -])?President|Secretary of State|Attorney General) [A-Z]"
)
"""Titles that are a state's where they stand before a name and nothing says whose they are."""
_MAY_SPEAK = (SpeakerType.PERSON, SpeakerType.ANONYMOUS, SpeakerType.GROUP, SpeakerType.DOCUMENT)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def is_official(kind: SpeakerType | str | None, affiliation: str | None, phrases: Iterable[str]) -> bool:
    """Whether a speaker speaks for a state.

    ``kind`` and ``affiliation`` are the speaker's (:class:`~framing.values.Speaker`), ``phrases`` the words by which
    one article names it. What the article does not say is not known: "Lavrov said" alone is no official.

    >>> is_official("person", "Russia", ["Russian FM Sergey Lavrov", "he"])
    True
    >>> is_official("anonymous", "United States", ["an American soldier"])
    False
    >>> is_official("person", "Syrian Democratic Forces", ["another SDF spokesperson, Talal Selo"])
    False
    """
    if kind == SpeakerType.GOVERNMENT:
        return True
    if kind not in _MAY_SPEAK:
        return False
    state = _is_state(affiliation)
    return any(_names_office(phrase, kind, state=state, other=bool(affiliation) and not state) for phrase in phrases)


def with_officials(
    statements: Sequence[Statement], joint: Mapping[int, Sequence[tuple[str, str]]] = MappingProxyType({})
) -> tuple[Statement, ...]:
    """The statements of one article with ``official`` set on every speaker, by all the phrases that name it there.

    ``joint`` gives, for the index of a statement whose source joins several, each speaker's id with its own phrase.
    """
    phrases: dict[str, list[str]] = {}
    speakers: dict[str, Speaker] = {}
    for n, s in enumerate(statements):
        for speaker, phrase in (
            (s.speaker, s.source),
            (s.origin_speaker, s.origin),
            *((c, None) for c in s.co_speakers),
        ):
            if speaker is not None:
                speakers.setdefault(speaker.id, speaker)
                own = [] if phrase is None or n in joint else [phrase.text]
                phrases.setdefault(speaker.id, [speaker.name]).extend(own)
        for name, text in joint.get(n, ()):
            phrases[name].append(text)
    official = {name: is_official(who.type, who.affiliation, phrases[name]) for name, who in speakers.items()}

    def told(speaker: Speaker) -> Speaker:
        return replace(speaker, official=official[speaker.id])

    return tuple(s.with_speakers(told) for s in statements)


@lru_cache(maxsize=1 << 14)
def _is_state(name: str | None) -> bool:
    if not name:
        return False
    if country_of(name):
        return True
    folded = fold(name)
    tokens = folded.split()
    return words().known.get(folded) == "government" or any(
        words().bodies.get(t) == "government" and t in _STATE_BODIES for t in tokens
    )


@lru_cache(maxsize=1 << 16)
def _names_office(phrase: str, kind: SpeakerType | str, *, state: bool, other: bool) -> bool:
    """Whether a source phrase holds an office of a state, not one that was held.

    ``state`` and ``other``: the speaker belongs to a state, or to something else.
    """
    tokens = [re.sub(r"['’]s$", "", w.lower()) for w in _WORD.findall(phrase)]
    text = f" {' '.join(tokens)} "
    if any(t in _FORMER or t.startswith("ex-") for t in tokens):
        return False
    body = any(f" {b} " in text for b in _STATE_BODIES)
    if kind == SpeakerType.DOCUMENT:
        return state or body
    roles = {words().role(token) or singular(token) for token in tokens}
    if roles & words().offices:
        return True
    if any(singular(t) in _OTHERS or words().bodies.get(t, "government") != "government" for t in tokens):
        return bool(roles & words().state_offices) and body
    unsaid = not other and ("official" in roles or _TITLE.search(phrase) is not None)
    return unsaid or (bool(roles & words().state_offices) and (body or state))

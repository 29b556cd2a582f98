"""Who speaks for a state: by the kind of source, its affiliation and the office that the article gives it.

An official is a body of a state (a government, a ministry, a parliament, a court, the police, the armed forces, a
capital that stands for its government), or somebody whom the article presents as its member, holder of an office or
spokesperson. Armed groups, parties, companies and organisations of states (the UN) are not; nor is whoever *held* an
office ("a former minister"), nor a common soldier, who is quoted and does not speak for anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from framing.resolve.facts import country_of
from framing.resolve.names import fold
from framing.resolve.words import singular, words
from framing.values import Speaker, SpeakerType, Statement

__all__ = ["is_official", "with_officials"]

_BODIES = frozenset(
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


def with_officials(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of one article with ``official`` set on every speaker, by all the phrases that name it there."""
    phrases: dict[str, list[str]] = {}
    speakers: dict[str, Speaker] = {}
    for s in statements:
        for speaker, phrase in ((s.speaker, s.source), (s.origin_speaker, s.origin)):
            if speaker is not None:
                speakers.setdefault(speaker.id, speaker)
                phrases.setdefault(speaker.id, [speaker.name]).extend([phrase.text] if phrase else [])
    official = {name: is_official(who.type, who.affiliation, phrases[name]) for name, who in speakers.items()}

    def told(speaker: Speaker | None) -> Speaker | None:
        return None if speaker is None else replace(speaker, official=official[speaker.id])

    return tuple(replace(s, speaker=told(s.speaker), origin_speaker=told(s.origin_speaker)) for s in statements)


@lru_cache(maxsize=1 << 14)
def _is_state(name: str | None) -> bool:
    if not name:
        return False
    if country_of(name):
        return True
    folded = fold(name)
    tokens = folded.split()
    return words().known.get(folded) == "government" or any(
        words().bodies.get(t) == "government" and t in _BODIES for t in tokens
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
    body = any(f" {b} " in text for b in _BODIES)
    if kind == SpeakerType.DOCUMENT:
        return state or body
    roles = {words().role(token) or singular(token) for token in tokens}
    if roles & words().offices:
        return True
    if any(singular(t) in _OTHERS or words().bodies.get(t, "government") != "government" for t in tokens):
        return bool(roles & words().state_offices) and body
    unsaid = not other and ("official" in roles or _TITLE.search(phrase) is not None)
    return unsaid or (bool(roles & words().state_offices) and (body or state))

"""The actors of an article and the mentions of their names, as values."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from framing.attribute.annotation import EntityType
from framing.resolve.names import person_parts
from framing.resolve.roles import Office
from framing.resolve.vocabulary import Gender, first_name_gender, words
from framing.values import Role, Span, SpeakerType

__all__ = ["GIVEN_NAME_VOTES", "Actor", "Description", "Mention", "Roster"]

_END = attrgetter("end")
GIVEN_NAME_VOTES = 4
"""How many unambiguous pronouns a given name's usual gender is worth."""
LONE_NAME_VOTES = 1
"""The same of a name that stands alone, which may be a surname ("Clinton", "Ruth")."""


class Mention(NamedTuple):
    """A name in the article: its position (title before text), its actor, how it stands in the sentence."""

    start: int
    end: int
    actor: int
    layout: int
    quoted: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Description:
    """What an actor is called in one place: the words, where they stand, and the persons named in them, by number.

    ``said`` are the words without the names of these persons, which may look like posts and bodies.
    """

    text: str
    said: str
    layout: int
    span: Span
    people: tuple[int, ...] = ()


_NO_OFFICE = Office(Role.OTHER, official=False)


@dataclass
class Actor:
    """Someone or something named in the article. ``words`` are what is said of it, folded."""

    number: int
    person: bool
    forms: Counter[str] = field(default_factory=Counter)
    types: Counter[EntityType] = field(default_factory=Counter)
    first: int = 0
    roles: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    genders: Counter[Gender] = field(default_factory=Counter)
    hints: Counter[str] = field(default_factory=Counter)
    affiliation: str | None = None
    states: set[str] = field(default_factory=set)
    """Abbreviated states, from "(R-Fla.)"."""
    offices: Counter[str] = field(default_factory=Counter)
    """Role nouns right before the name, how often: "senator", "vice-president"."""
    past: Counter[str] = field(default_factory=Counter)
    """Those of them that a "former" precedes."""
    kin: Counter[str] = field(default_factory=Counter)
    """Nouns by which full mentions introduce somebody's relative: "his wife, Ana Lind"."""
    full_mentions: int = 0
    family_mentions: int = 0
    """Full mentions like "Malia and Sasha Obama", which say nothing of whom the bare surname means."""
    name: str = ""
    named: bool = True
    plural: bool = False
    settled: Gender | None = None
    """The gender, once all evidence is in."""
    kind: SpeakerType | None = None
    """Set where it is known from the phrase itself, for descriptions and documents."""
    descriptions: list[Description] = field(default_factory=list)
    """What the article calls it beside its name."""
    office: Office = _NO_OFFICE
    introduced: str = ""
    """The best of the descriptions."""

    @property
    def gender(self) -> Gender:
        """Gender by titles, roles and pronouns in the text; a frequent given name counts as some of these."""
        if self.settled is not None:
            return self.settled
        m, f = self.genders.get("m", 0), self.genders.get("f", 0)
        usual = self.usual
        if usual:
            parts, _ = person_parts(self.name)
            votes = GIVEN_NAME_VOTES if len(parts) > 1 else LONE_NAME_VOTES
            m += votes * (usual == "m")
            f += votes * (usual == "f")
        return "" if m == f else "m" if m > f else "f"

    @property
    def usual(self) -> Gender:
        """Gender of most people with this given name; a name that stands alone must be a frequent one."""
        parts, _ = person_parts(self.name)
        if not parts or (len(parts) == 1 and self.full_mentions):
            return ""
        frequent = words().given_names.get(parts[0], "")  # a name alone may be a surname
        return first_name_gender(parts[0]) if len(parts) > 1 else frequent


@dataclass(frozen=True)
class Roster:
    """All actors of an article and all mentions of their names, in order of position."""

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    persons: tuple[Mention, ...]
    """The mentions of persons outside quotations, the possible antecedents of a pronoun."""
    others: tuple[Mention, ...]
    """The mentions of all other actors outside quotations."""

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names of places."""
        return tuple(
            a.name for a in self.actors if not a.person and a.types["place"] >= max(a.types["organisation"], 1)
        )

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that overlap a span of positions."""
        i = j = bisect_left(self.mentions, start + 1, key=_END)
        while j < len(self.mentions) and self.mentions[j].start < end:
            j += 1
        return self.mentions[i:j]

    def at(self, start: int, end: int) -> Actor | None:
        """The actor whose name overlaps a span of positions."""
        i = bisect_left(self.mentions, start + 1, key=_END)
        if i < len(self.mentions) and self.mentions[i].start < end:
            return self.actors[self.mentions[i].actor]
        return None

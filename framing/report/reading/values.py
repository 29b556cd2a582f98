"""What the reading view shows, computed once: articles with their marked text, and a note on every statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from framing.report.reading.marks import Part
from framing.resolve.explain import Reason
from framing.values import Article, Field, Span, Statement

__all__ = ["ONE_PAGE", "Also", "Event", "Note", "Reading", "Shown"]

ONE_PAGE = 50
"""So many articles stand on one page; more become a folder."""


@dataclass(frozen=True, slots=True)
class Also:
    """Another article's statement that says the same: where it is, its number there, how surely it is the same."""

    article: int
    number: int
    level: str
    field: Field
    start: int


@dataclass(frozen=True, slots=True)
class Note:
    """All that is known of one statement. ``number`` counts within the article, ``article`` within the view, from 1.

    ``span`` is its content from the first piece to the last; ``kind`` "direct", "mixed" or "indirect"; ``confidence``
    in words; ``chain`` who passes it on, outermost first; ``why`` the reasons as the rules tell them, None where they
    are not known.
    """

    article: int
    number: int
    statement: Statement
    span: Span
    speaker: str
    speaker_id: str
    side: str | None
    stance: str
    confidence: str
    chain: tuple[str, ...]
    joint: tuple[str, ...]
    why: tuple[Reason, ...] | None
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An article of the view. ``voices`` are words by look; ``categories`` the places of the words of lexicons."""

    number: int
    label: str
    article: Article
    parts: Mapping[Field, tuple[Part, ...]]
    notes: tuple[Note, ...]
    event: str
    voices: Mapping[str, int]
    categories: Mapping[str, tuple[tuple[Field, int, int], ...]] = field(default_factory=dict)
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Articles about the same, by number; ``about`` are words that they have in common."""

    name: str
    about: str
    articles: tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """The whole view. ``sides`` in the order of their colours; ``sha256`` is the corpus's, ``model`` its model's."""

    articles: tuple[Shown, ...]
    events: tuple[Event, ...]
    sides: tuple[str, ...]
    sha256: str
    model: str | None
    version: str

    @cached_property
    def labels(self) -> dict[int, str]:
        """The short names of the articles by their numbers."""
        return {a.number: a.label for a in self.articles}

    def first(self, most: int) -> Reading:
        """The view of the first articles alone, whose notes tell of one another only."""
        shown = self.articles[:most]
        there = {a.number for a in shown}
        alone = (
            replace(a, notes=tuple(replace(n, also=tuple(x for x in n.also if x.article in there)) for n in a.notes))
            for a in shown
        )
        return replace(self, articles=tuple(alone))

    def by_id(self) -> dict[str, Shown]:
        """The articles by their ids."""
        return {a.article.id: a for a in self.articles}

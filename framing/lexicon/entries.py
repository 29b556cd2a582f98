"""What a lexicon is: entries in categories, with where each comes from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from framing.errors import LexiconError
from framing.values import Problem

__all__ = ["Case", "Category", "Entry", "Lexicon", "Match", "NamePolicy"]


class Match(StrEnum):
    """Whether the words of an entry match as they are written, or in all their inflected forms."""

    EXACT = "exact"
    LEMMA = "lemma"


class Case(StrEnum):
    """Whether case matters: "may" and "us" are other words than "May" and "US"."""

    FOLD = "fold"
    EXACT = "exact"


class NamePolicy(StrEnum):
    """What becomes of hits inside proper names ("Defense Ministry"): left out, or counted like others."""

    EXCLUDE = "exclude"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word, a glob or several words, in one category.

    ``term`` is as its author wrote it: ``*`` stands for any number of characters of a word, ``?``
    for exactly one. ``forms`` are further spellings that count as the same entry, exactly as written.
    ``weight`` is None in an unweighted lexicon. ``pos`` limits the entry to a part of speech where one is known.
    ``source`` is the work that the entry was seen in, or "project".
    """

    term: str
    category: str
    weight: float | None = None
    pos: str | None = None
    forms: tuple[str, ...] = ()
    match: Match = Match.EXACT
    case: Case = Case.FOLD
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """What a category means, and the literature that the concept comes from."""

    name: str
    definition: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Entries in categories, with a head that says what they are for.

    Nested categories are paths, ``affect/negative``. ``problems`` lists every row that the reader
    changed or refused, and why. ``names`` says what becomes of hits inside proper names.
    """

    name: str
    entries: tuple[Entry, ...]
    categories: tuple[Category, ...]
    version: str = ""
    language: str = ""
    licence: str = ""
    description: str = ""
    intended_use: str = ""
    does_not_measure: str = ""
    names: NamePolicy = NamePolicy.EXCLUDE
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @property
    def category_names(self) -> tuple[str, ...]:
        """Names of the categories, in the order of the file."""
        return tuple(c.name for c in self.categories)

    @cached_property
    def weighted(self) -> bool:
        """Whether any entry carries a weight."""
        return any(e.weight is not None for e in self.entries)

    def only(self, names: Iterable[str]) -> Lexicon:
        """The lexicon reduced to some categories.

        Raises a :class:`~framing.errors.LexiconError`: a name is not a category; the message gives the nearest one.
        """
        wanted = tuple(names)
        for name in wanted:
            if name not in self.category_names:
                near = difflib.get_close_matches(name, self.category_names, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else f": it has {', '.join(self.category_names)}."
                raise LexiconError(f"lexicon '{self.name}' has no category '{name}'{hint}")
        return replace(
            self,
            entries=tuple(e for e in self.entries if e.category in wanted),
            categories=tuple(c for c in self.categories if c.name in wanted),
        )

    def at_level(self, level: int) -> Lexicon:
        """The lexicon with nested categories cut to their first ``level`` names (1 or more)."""
        if level < 1:
            raise LexiconError(f"level {level}: levels of nested categories count from 1.")

        def cut(name: str) -> str:
            return "/".join(name.split("/")[:level])

        kept = {c.name: c for c in self.categories}
        names = dict.fromkeys(cut(c.name) for c in self.categories)
        entries = dict.fromkeys(replace(e, category=cut(e.category)) for e in self.entries)
        return replace(self, entries=tuple(entries), categories=tuple(kept.get(n, Category(n)) for n in names))

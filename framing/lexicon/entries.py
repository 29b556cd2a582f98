"""What a lexicon is, and a lexicon in the making: entries in categories, checked in one place.

Nothing is dropped or overwritten silently: each row that a reader refuses, merges or changes becomes a
problem that names the file, the line and the term.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from framing.errors import LexiconError
from framing.lexicon.doubtful import doubt
from framing.values import Problem
from framing.wording import nearest
from framing.words import cut_globs, fold

__all__ = [
    "GAP", "MOST_WORDS", "Case", "Category", "Draft", "Entry", "Lexicon", "Match", "NamePolicy", "gap_of", "number",
    "split_entry",
]  # fmt: skip


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
                hint = nearest(name, self.category_names)
                raise LexiconError(f"lexicon '{self.name}' has no category '{name}'. {hint}")
        return replace(
            self,
            entries=tuple(e for e in self.entries if e.category in wanted),
            categories=tuple(c for c in self.categories if c.name in wanted),
        )


MOST_WORDS = 50
"""Words of the longest entry that is accepted."""


GAP = " "
"""What stands between two words of an entry, if it is more than a blank, is kept behind this: " /", " ,"."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


def split_entry(term: str) -> tuple[str, ...]:
    """The folded words of an entry, cut as texts are; ``*`` and ``?`` stay. Empty if there is none.

    >>> split_entry("War on  Terror*"), split_entry("HIV/AIDS"), split_entry("C++")
    (('war', 'on', 'terror*'), ('hiv', ' /', 'aids'), ('c++',))
    """
    if term.isalnum() and term.isascii():
        return (term.lower(),)
    found: list[str] = []
    before = None
    for start, end in cut_globs(term):
        if before is not None and (gap := gap_of(term[before:start])):
            found.append(gap)
        found.append(fold(term[start:end]))
        before = end
    return tuple(found)


def gap_of(between: str) -> str:
    """What parts two words, in one spelling: empty for white space, or :data:`GAP` and the marks."""
    marks = fold(between).translate(_QUOTES).split()
    return GAP + " ".join(marks) if marks else ""


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Entry
    line: int | None


@dataclass
class Draft:
    """Rows and categories as a reader meets them. ``file`` is only for messages."""

    file: str
    rows: list[_Row] = field(default_factory=list)
    categories: dict[str, Category] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def category(self, name: str, definition: str = "", sources: tuple[str, ...] = ()) -> None:
        """Declare a category; declared twice, the first description stays."""
        clean = name.strip()
        if clean and clean not in self.categories and _is_whole(clean):
            self.categories[clean] = Category(clean, definition, sources)

    def add(self, entry: Entry, *, line: int | None = None) -> None:
        """Add a row; it is checked when the lexicon is built."""
        self.rows.append(_Row(entry, line))

    def problem(self, what: str, reason: str, *, line: int | None = None, skipped: bool = True) -> None:
        """Record that a row was refused (``skipped``) or changed."""
        what = what if _is_whole(what) else what.encode("utf-8", "replace").decode("utf-8")
        self.problems.append(Problem(f"{self._place(line)} '{what}'" if what else self._place(line), reason, skipped))

    def fail(self, reason: str, *, line: int | None = None) -> LexiconError:
        """An error that names file and line; raise it."""
        return LexiconError(f"{self._place(line)}: {reason}")

    def _place(self, line: int | None) -> str:
        return self.file if line is None else f"{self.file}:{line}"

    def build(self, head: Lexicon) -> Lexicon:
        """The lexicon: ``head`` with the checked entries, the categories in use and the problems.

        Raises a :class:`~framing.errors.LexiconError`: no entry is left.
        """
        names = self._category_names()
        merged: dict[tuple[str, tuple[str, ...], str | None], list[_Row]] = {}
        for row in self.rows:
            term, edges = _without_edges(row.entry.term)
            words = split_entry(term)
            reason = _refusal(row.entry, [w for w in words if not w.startswith(GAP)])
            if reason:
                self.problem(row.entry.term, reason, line=row.line)
                continue
            if edges:
                self.problem(
                    row.entry.term, f"{edges} belongs to no word; read as '{term}'", line=row.line, skipped=False
                )
            if doubtful := doubt(term, row.entry.pos):
                self.problem(row.entry.term, doubtful, line=row.line, skipped=False)
            category = names[row.entry.category.strip()]
            checked = replace(row.entry, term=term, category=category)
            merged.setdefault((category, words, checked.pos), []).append(_Row(checked, row.line))
        entries = tuple(self._merge(rows) for rows in merged.values())
        if not entries:
            why = "; write at least one term in a category."
            if self.rows:
                why = f". All {len(self.rows)} rows were refused: {self.problems[-1].reason}"
            raise LexiconError(f"{self.file}: no entries{why}")
        return replace(
            head,
            name=head.name or Path(self.file).stem,
            entries=entries,
            categories=tuple(c for c in self.categories.values() if names.get(c.name) == c.name),
            problems=tuple(self.problems),
        )

    def _category_names(self) -> dict[str, str]:
        """Each category's name as it is kept: names that differ only in case are one category."""
        for row in self.rows:
            self.category(row.entry.category)
        first: dict[str, str] = {}
        kept: dict[str, str] = {}
        for name in self.categories:
            kept[name] = first.setdefault(name.casefold(), name)
            if kept[name] != name:
                self.problem(name, f"category differs from '{kept[name]}' only in case; merged with it", skipped=False)
        kept.setdefault("", "")
        return kept

    def _merge(self, rows: list[_Row]) -> Entry:
        """One entry for the rows of one term in one category."""
        entry = rows[0].entry
        if len(rows) == 1:
            return entry
        weights = [r.entry.weight for r in rows if r.entry.weight is not None]
        lines = ", ".join(str(r.line) for r in rows if r.line is not None)
        where = f"on lines {lines}" if lines else f"{len(rows)} times"
        if len(set(weights)) > 1:
            mean = math.fsum(weights) / len(weights)
            told = ", ".join(f"{w:g}" for w in weights)
            reason = f"in category '{entry.category}' {where} with weights {told}; merged, with their mean {mean:g}"
            entry = replace(entry, weight=mean)
        else:
            reason = f"in category '{entry.category}' {where}; merged"
            entry = replace(entry, weight=weights[0] if weights else None)
        self.problem(entry.term, reason, line=rows[1].line, skipped=False)
        forms = dict.fromkeys(f for r in rows for f in r.entry.forms)
        return replace(entry, forms=tuple(forms))


def _without_edges(term: str) -> tuple[str, str]:
    """A term from its first word to its last, white space made single, and the marks that stood around."""
    if term.isascii() and term[:1].isalnum() and term[-1:].isalnum():
        return " ".join(term.split()), ""
    spans = cut_globs(term)
    if not spans:
        return term, ""
    start, end = spans[0][0], spans[-1][1]
    edges = [f"'{mark}'" for mark in (gap_of(term[:start]), gap_of(term[end:])) if mark]
    return " ".join(term[start:end].split()), " and ".join(edges).replace(f"'{GAP}", "'")


def _refusal(entry: Entry, words: Sequence[str]) -> str | None:
    """Why an entry cannot be used, or None."""
    if not all(map(_is_whole, (entry.term, entry.category, *entry.forms))):
        return "half of a character (a \\u escape that lacks its other half); write the character itself"
    if not words:
        return "nothing is left of it but punctuation; entries are matched as words"
    if all("*" in w and set(w) <= {"*", "?"} for w in words):
        return "matches every word; write at least one letter beside the *"
    if len(words) > MOST_WORDS:
        return f"has {len(words)} words; an entry may have {MOST_WORDS}"
    if not entry.category.strip():
        return "has no category"
    if entry.weight is not None and not math.isfinite(entry.weight):
        return f"its weight {entry.weight} is not a number"
    return None


def _is_whole(text: str) -> bool:
    """Whether a text holds whole characters only: JSON can escape half of one, which no file can hold."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def number(text: str) -> float | None:
    """A finite number written with a point, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None

"""A lexicon in the making: what every reader of a format fills, and one place that checks it.

Nothing is dropped or overwritten silently: each row that is refused, merged or changed becomes a
problem that names the file, the line and the term.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path

from framing.errors import LexiconError
from framing.lexicon.entries import Category, Entry, Lexicon
from framing.lexicon.words import split_entry
from framing.values import Problem

__all__ = ["MOST_WORDS", "Draft", "number"]

MOST_WORDS = 50
"""Words of the longest entry that is accepted."""


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
        if clean and clean not in self.categories:
            self.categories[clean] = Category(clean, definition, sources)

    def add(self, entry: Entry, *, line: int | None = None) -> None:
        """Add a row; it is checked when the lexicon is built."""
        self.rows.append(_Row(entry, line))

    def problem(self, what: str, reason: str, *, line: int | None = None, skipped: bool = True) -> None:
        """Record that a row was refused (``skipped``) or changed."""
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
            words = split_entry(row.entry.term)
            reason = _refusal(row.entry, words)
            if reason:
                self.problem(row.entry.term, reason, line=row.line)
                continue
            category = names[row.entry.category.strip()]
            checked = replace(row.entry, term=" ".join(row.entry.term.split()), category=category)
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


def _refusal(entry: Entry, words: tuple[str, ...]) -> str | None:
    """Why an entry cannot be used, or None."""
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


def number(text: str) -> float | None:
    """A finite number written with a point, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None

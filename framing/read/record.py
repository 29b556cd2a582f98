"""What the readers of the formats hand on: an article as it was found, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.errors import InputError
from framing.values import Problem
from framing.wording import number

__all__ = ["Item", "Record", "Tally", "UnusableError"]


@dataclass(frozen=True, slots=True)
class Record:
    """An article as found.

    ``item`` names the file or row in messages. ``given`` holds what is said about it under the field names
    ``id, title, outlet, date, url, language``, all raw strings; ``extra`` every other column. ``fallback_id``
    is the id of an article that has none of its own.
    """

    item: str
    text: str
    fallback_id: str
    given: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


Item = Record | Problem


class UnusableError(InputError):
    """A whole file that cannot be used. Becomes a problem of the run, or its error where nothing else is left."""


@dataclass
class Tally:
    """What happened to many rows or articles alike: told once, with where it was first and how often it was."""

    of: str
    """What is counted, as in "rows"."""
    _found: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def add(self, kind: str, item: str, reason: str | None = None) -> None:
        """Note that ``kind`` was met at ``item``; ``reason`` says more of the first (by default ``kind`` itself)."""
        first, told, n = self._found.get(kind, (item, reason or kind, 0))
        self._found[kind] = first, told, n + 1

    def problems(self) -> list[Problem]:
        """One problem a kind."""
        return [
            Problem(item, told if n == 1 else f"{told} (so in {number(n)} {self.of}; this is the first)", skipped=False)
            for item, told, n in self._found.values()
        ]

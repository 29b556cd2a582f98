"""What users write in files, checked in one way, whether it is TOML or YAML.

A file becomes a tree of :class:`Given`; whoever reads it asks each value for what it should be (a table with known
keys, a list, a text, one of a set) and gets it, or an error that names the file, the place, what is wrong and what to
write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from framing.errors import FramingError
from framing.wording import nearest

__all__ = ["Given", "from_plain"]

_Choice = TypeVar("_Choice", bound=StrEnum)


class Given(NamedTuple):
    """A value that a user wrote: a text, a number …, a list of these or a mapping to these.

    ``name`` says which it is and ``inside`` where it stands ("'name'", "[[actor]] number 1"), ``title`` where what it
    holds stands; ``line`` is its line in the file where that is known, and then enough. ``fail`` makes the error from
    a reason and a line. A tuple, because a lexicon has millions.
    """

    value: Any
    fail: Callable[[str, int | None], FramingError]
    name: str = ""
    inside: str = ""
    title: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """Where it stands, as a reader counts: empty where the line says it."""
        return f"{self.name} in {self.inside}" if self.inside and self.line is None else self.name

    def error(self, reason: str) -> FramingError:
        """An error about this value; raise it."""
        return self.fail(f"{self.place} {reason}".strip(), self.line)

    def table(self, *known: str, required: Iterable[str] = ()) -> Mapping[str, Given]:
        """A mapping; with ``known`` its keys are among them, and all that are ``required`` are there."""
        if not isinstance(self.value, dict):
            raise self.error(f"is {self._shown()}, where a table is needed: keys with values")
        place = f" in {self.title}" if self.title and self.line is None else ""
        for key in self.value if known else ():
            if key not in known:
                raise self.fail(f"unknown key {key!r}{place}. {nearest(key, known)}", self.value[key].line)
        for key in required:
            if key not in self.value:
                raise self.fail(f'{key!r}{place} is missing; write {key} = "…" in that table', self.line)
        return dict(self.value)

    def rows(self) -> list[Given]:
        """A list of tables."""
        if not isinstance(self.value, list):
            key = self.name.strip("'")
            raise self.error(f"is no list; write each entry under a line of its own, [[{key}]]")
        return list(self.value)

    def text(self) -> str:
        """A text with something in it."""
        if not isinstance(self.value, str):
            raise self.error(f"is {self._shown()}, which is no text; write it in quotation marks")
        if not self.value:
            raise self.error("is empty; write a name between the quotation marks, or leave the line out")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        if not isinstance(self.value, list):
            raise self.error(f'is no list; write the names in brackets, ["{self.value}"]')
        return tuple(item.text() for item in self.value)

    def flag(self) -> bool:
        """Yes or no."""
        if not isinstance(self.value, bool):
            raise self.error(f"is {self._shown()}; write true or false, without quotation marks")
        return self.value

    def day(self) -> dt.date:
        """A date."""
        value = self.value
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, dt.datetime):
            value = value.date()
        if not isinstance(value, dt.date):
            raise self.error(f"is {self._shown()}, which is no date; write it as 2019-01-20")
        return value

    def choice(self, kind: type[_Choice], what: str) -> _Choice:
        """One of the values of an enumeration; ``what`` names it in the error: "actor type"."""
        value = self.text()
        if value not in list(kind):
            raise self.fail(f"{self.place}: {value!r} is no {what}. {nearest(value, map(str, kind))}", self.line)
        return kind(value)

    def _shown(self) -> str:
        if isinstance(self.value, list):
            return repr([item.value for item in self.value])
        return "a table" if isinstance(self.value, dict) else repr(self.value)


def from_plain(
    value: object,
    fail: Callable[[str, int | None], FramingError],
    name: str = "",
    inside: str = "",
    title: str = "",
) -> Given:
    """A tree of plain values, as TOML is read, with places in words: tables are ``[a]`` and ``[[b]] number 1``."""
    made: object = value
    if isinstance(value, dict):
        made = {key: from_plain(inner, fail, repr(key), title, f"[{key}]") for key, inner in value.items()}
    elif isinstance(value, list):
        made = [
            from_plain(inner, fail, f"{name}, name {i},", inside, f"[{title}] number {i}")
            for i, inner in enumerate(value, start=1)
        ]
    return Given(made, fail, name, inside, title)

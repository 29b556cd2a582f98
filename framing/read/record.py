"""What the readers of the formats hand on: an article as it was found, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.errors import InputError
from framing.values import Problem

__all__ = ["Item", "Record", "UnusableError"]


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

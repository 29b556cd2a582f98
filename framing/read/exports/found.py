"""What the readers of exports give, and what they share: labelled lines, paragraphs that were broken into lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from framing.read.dates import parse_date

__all__ = [
    "Export", "Found", "Reading", "blocks", "is_date", "is_rights", "labelled", "one_of", "paragraphs", "without_empty",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An article as an export has it: ``given`` by the names of fields, ``extra`` all else that is known of it.

    ``fault`` says why it is none ("no text"), ``note`` what was not sure.
    """

    text: str
    given: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of an export, in order, and notes on it as a whole."""

    found: Sequence[Found]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """A form of export: its name, whether a text ``looks`` like it, and how it is ``read``."""

    name: str
    looks: Callable[[str], bool]
    read: Callable[[str], Reading]


_RIGHTS = re.compile(
    r"(?:(?:©|\(c\)|Copyright\b)[\s:,]*(?:©|\(c\)|of\b|\d{4}|[A-Z]).*|All\s+Rights?\s+Reserved\b.*"
    r"|Distributed by .{0,80}|Provided by .{0,80}(?:Company|Inc\.?|Ltd\.?|LLC))",
    re.IGNORECASE | re.DOTALL,
)


def is_rights(line: str) -> bool:
    """Whether a line is a copyright notice.

    >>> is_rights("Copyright 2010 Norden Media Ltd"), is_rights("Copyright is dead, she said.")
    (True, False)
    """
    line = line.strip()
    return len(line) < 300 and bool(_RIGHTS.fullmatch(line)) and not re.match(r"Copyright (?!of\b)[a-z]", line)


def without_empty(values: Mapping[str, str | None]) -> dict[str, str]:
    """The values that are there, white space within them single."""
    return {name: " ".join(value.split()) for name, value in values.items() if value and value.strip()}


def one_of(labels: Iterable[str]) -> str:
    """A pattern of any of the labels, the longest first: "Full text" before "Full"."""
    return "|".join(sorted(map(re.escape, labels), key=len, reverse=True))


def labelled(lines: Iterable[str], label: re.Pattern[str]) -> list[tuple[str, list[str]]]:
    """Values of lines like ``BYLINE: Jo Hale`` with the lines that go on, by their labels in order.

    ``label`` has the groups ``label`` and ``rest``. Lines before the first label are under the label "".
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        match = label.match(line)
        if match:
            found.append((match["label"], [match["rest"] or ""]))
        else:
            found[-1][1].append(line)
    return found


def blocks(lines: Iterable[str]) -> list[list[str]]:
    """Lines, without blanks around them, between empty ones."""
    found: list[list[str]] = [[]]
    for line in (line.strip() for line in lines):
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


_WRAPPED = (40, 100)
"""Characters of the lines of a text that was broken into lines: not a list's or verse's short ones, not paragraphs."""


def paragraphs(lines: Sequence[str]) -> str:
    r"""Text of a body: paragraphs between empty lines. Where the export broke lines, they are put together again.

    >>> paragraphs(["The river town of Norden woke on Monday to find its only bridge", "gone.", "", "Nobody was hurt."])
    'The river town of Norden woke on Monday to find its only bridge gone.\n\nNobody was hurt.'
    """
    parts = blocks(lines)
    inner = [len(line) for b in parts for line in b[:-1]]
    last = [len(b[-1]) for b in parts if len(b) > 1]
    shortest, longest = _WRAPPED
    broken = (
        bool(inner)
        and len(parts) > 1
        and max([*inner, *last]) <= longest
        and sum(shortest <= n for n in inner) >= 0.8 * len(inner)
    )
    join = " " if broken else "\n\n"
    return "\n\n".join(join.join(b) for b in parts)


def is_date(line: str) -> bool:
    """Whether a line is a date and little else."""
    return len(line) < 100 and parse_date(line) is not None

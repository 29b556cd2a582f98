"""What a page is made of: paragraphs, findings, charts and tables, and how values are written in any of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.pictures.picture import Picture
from framing.report.values import Finding

__all__ = [
    "Block",
    "Chart",
    "Columns",
    "Items",
    "Prose",
    "Section",
    "Table",
    "Warnings",
    "cell",
    "is_numeric",
    "mapped",
    "table_of",
]

_NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?%?|(under|over) \d+%|–")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Warnings:
    """What a reader must keep in mind."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Findings, one after the other."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture: ``name`` is that of its file, ``source`` names the file with all the numbers.

    ``narrow`` is the same for a telephone. ``lines`` gives the lines behind a row of the picture's table.
    """

    name: str
    picture: Picture
    source: str
    narrow: Picture | None = None
    lines: Callable[[int], pd.DataFrame | None] | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """A table for a reader: ``frame`` holds text and numbers as shown, ``source`` names a file with all of it, if any.

    ``omitted`` is how many rows are only there; ``first`` how many stand open in the page, the rest folded (all of them
    where it is 0). ``lines`` gives the lines behind a cell, by its row and column; ``bars`` are columns of percentages
    that have a bar, ``said`` those of the articles’ own words.
    """

    title: str
    frame: pd.DataFrame
    source: str
    omitted: int = 0
    note: str = ""
    first: int = 0
    bars: tuple[str, ...] = ()
    lines: Callable[[int, str], pd.DataFrame | None] | None = None
    said: tuple[str, ...] = ()


Block = Prose | Warnings | Items | Chart | Table
Columns = dict[str, Sequence[Any] | pd.Series]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. ``key`` is its address in the page."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def mapped(values: pd.Series, show: Callable[..., str]) -> list[str]:
    """Each value as text."""
    return [show(v) for v in values.tolist()]


def table_of(
    title: str,
    columns: Columns,
    whole: pd.DataFrame,
    name: str,
    *,
    note: str = "",
    first: int = 0,
    bars: tuple[str, ...] = (),
    lines: Callable[[int, str], pd.DataFrame | None] | None = None,
    said: tuple[str, ...] = (),
) -> Table:
    """A table of some rows of ``whole``, which is the file ``name``."""
    frame = pd.DataFrame({k: [v if isinstance(v, int) else cell(v) for v in values] for k, values in columns.items()})
    omitted = max(0, len(whole) - len(frame))
    return Table(title, frame, f"{name}.csv", omitted, note, first, bars, lines, said)


def cell(value: Any) -> str:
    """One value as text: missing is empty, whole numbers have separators, others three digits after the point.

    >>> cell(12345), cell(0.12345), cell(float("nan")), cell(True), cell(3.0)
    ('12,345', '0.123', '', 'yes', '3')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "yes" if value else "no"
    if isinstance(value, str):
        return " ".join(value.split())
    try:
        number = float(value)
    except (TypeError, ValueError):
        return " ".join(str(value).split())
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def is_numeric(frame: pd.DataFrame, position: int) -> bool:
    """Whether a column, by its place, holds numbers or numbers as text ("15%", "+0.3"), and is set flush right."""
    kind = frame.dtypes.iloc[position]
    if pd.api.types.is_bool_dtype(kind):
        return False
    if pd.api.types.is_numeric_dtype(kind):
        return True
    texts = [v for v in frame.iloc[:, position] if isinstance(v, str)]
    return len(texts) == len(frame) > 0 and all(_NUMBER.fullmatch(t) for t in texts)

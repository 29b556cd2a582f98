"""What a page is made of: paragraphs, findings, pictures and tables, each of which a page renders in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.report.cells import cell
from framing.report.values import Finding

__all__ = ["Block", "Columns", "Items", "Picture", "Prose", "Section", "Table", "Warnings", "mapped", "table_of"]


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: ``name`` is that of its files, ``alt`` says in words what it shows."""

    name: str
    title: str
    alt: str
    source: str


@dataclass(frozen=True, eq=False)
class Table:
    """A table for a reader: ``frame`` holds text and numbers as shown, ``source`` names the file with all of it.

    ``omitted`` is how many rows are only there. ``anchor`` is the column whose values are the rows' own
    addresses in the page.
    """

    title: str
    frame: pd.DataFrame
    source: str
    omitted: int = 0
    note: str = ""
    anchor: str = ""


Block = Prose | Warnings | Items | Picture | Table
Columns = dict[str, Sequence[Any] | pd.Series]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. ``key`` is its address in the page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    is_appendix: bool = False


def mapped(values: pd.Series, show: Callable[..., str]) -> list[str]:
    """Each value as text."""
    return [show(v) for v in values.tolist()]


def table_of(title: str, columns: Columns, whole: pd.DataFrame, name: str, *, note: str = "") -> Table:
    """A table of some rows of ``whole``, which is the file ``name``."""
    frame = pd.DataFrame({k: [v if isinstance(v, int) else cell(v) for v in values] for k, values in columns.items()})
    return Table(title, frame, f"{name}.csv", omitted=max(0, len(whole) - len(frame)), note=note)

"""One row of a comparison: a part of a whole, made of lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.intervals import FEWEST_ARTICLES
from framing.subject import Tables
from framing.tables import MISSING, source_values
from framing.values import Voice
from framing.whose import ATTRIBUTED, each_speaker

__all__ = [
    "FAMILY",
    "FEW",
    "LEAST_HITS",
    "LEAST_SHARE",
    "VOICES",
    "WEIGHTS",
    "Lines",
    "Measure",
    "Per",
    "frequent",
    "least_hits",
    "many",
    "runs",
    "said",
    "side_or_role",
    "values_of",
]  # fmt: skip

Floats = NDArray[np.float64]

LEAST_SHARE = 0.02
"""A side, role or way of access below this part of all attributed words gets no row."""

LEAST_HITS = 5
"""What occurs less often in all articles together gets no row."""

FEW = 2
"""The same where there are too few articles for a test: what is rare is described, too."""

VOICES = {"own voice": (Voice.OWN.value,), "attributed": ATTRIBUTED}
"""Voices in which words are counted apart, as sections and rows name them."""

_UNTOLD = ("not stated", "other")
"""Values that say only that nothing is known."""

FAMILY = {
    "voices": "how much is quoted", "in quotation marks": "how much is quoted",
    "who speaks": "who speaks", "roles": "who speaks", "access": "who speaks", "labels": "who speaks",
    "silence": "who speaks",
    "names": "naming", "words for people": "naming", "words for acts": "naming", "harm": "agency",
}  # fmt: skip
"""Sections that are corrected as one family of tests; any other is that of its name up to a comma."""

WEIGHTS = {"how much is quoted": 2.0, "who speaks": 2.0, "naming": 2.0, "lexicons": 0.5, "echo": 0.5, "coverage": 0.5}
"""Families that are asked about first, and those of long lists and rare events, in the correction; others weigh 1."""


class Per(StrEnum):
    """How a measure is written: as a share of its whole, or as a rate per 1,000 words of it."""

    SHARE = "share"
    THOUSAND = "per 1,000 words"


class Lines:
    """Lines of a table; each counts as its ``weight`` column says, or one.

    They are places in ``table``, and a table of their own (``frame``) only where somebody looks at them.
    """

    def __init__(self, table: pd.DataFrame, weight: str | None = None, at: NDArray[np.int64] | None = None) -> None:
        self.table, self.weight = table, weight
        self._at = at

    def __len__(self) -> int:
        return len(self.table) if self._at is None else len(self._at)

    @property
    def frame(self) -> pd.DataFrame:
        """The lines as a table."""
        return self.table if self._at is None else pd.DataFrame(self.table.iloc[self._at])

    def __getitem__(self, column: str) -> pd.Series:
        """A column of the lines."""
        values = self.table[column]
        return values if self._at is None else values.iloc[self._at]

    def sums(self, cell: NDArray[np.int64], cells: int) -> Floats:
        """The sum of each cell, by the cell of each line of the table, -1 for none."""
        of = self.of_lines(cell)
        weight = None if self.weight is None else np.asarray(self[self.weight], dtype=np.float64)[of >= 0]
        return np.asarray(np.bincount(of[of >= 0], weight, minlength=cells), dtype=np.float64)

    def of_lines(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of values of the table's lines those of these."""
        return values if self._at is None else values[self._at]

    def where(self, mask: pd.Series | NDArray[np.bool_]) -> Lines:
        """Those lines that the mask keeps."""
        return self.among(np.flatnonzero(np.asarray(mask, dtype=bool)))

    def apart(self, columns: list[str]) -> Iterator[tuple[tuple[str, ...], Lines]]:
        """The lines of each combination of values of these columns, in order of the values."""
        groups = self.frame[columns].groupby(columns, sort=True).indices
        for values, places in groups.items():
            yield tuple(map(str, values if isinstance(values, tuple) else (values,))), self.among(np.asarray(places))

    def among(self, places: NDArray[np.int64]) -> Lines:
        """Those lines at these places among them."""
        return Lines(self.table, self.weight, places if self._at is None else self._at[places])


@dataclass(frozen=True, eq=False)
class Measure:
    """One row of a comparison: ``part`` of ``whole``, named for a reader.

    ``name`` says what, ``of`` what it is a part of. A ``detail`` (one speaker, one word) stands behind the measures of
    groups where nothing is tested.
    """

    section: str
    name: str
    of: str
    part: Lines
    whole: Lines
    per: Per = Per.SHARE
    detail: bool = False

    @property
    def family(self) -> str:
        """What it is tested together with: sections that ask alike."""
        return FAMILY.get(self.section, self.section.partition(",")[0])

    @property
    def is_share(self) -> bool:
        """Whether it is a share of its whole, not a rate."""
        return self.per is Per.SHARE

    @property
    def id(self) -> str:
        """A name that stays the same between runs."""
        return f"{self.section}: {self.name}"


def said(tables: Tables) -> pd.DataFrame:
    """The runs of words of known statements."""
    table = tables.slim.voices
    return pd.DataFrame(table[table["voice"].isin(ATTRIBUTED) & table["statement_id"].notna()])


def runs(tables: Tables, voices: Iterable[str] | None = None) -> Lines:
    """The words of these voices; by default of all prose."""
    table = tables.slim.voices
    voice = table["voice"]
    return Lines(table, "words").where(voice.ne(Voice.NONE.value) if voices is None else voice.isin(list(voices)))


def side_or_role(table: pd.DataFrame) -> str:
    """What speakers are grouped by where one column has to do: sides where they are given, else roles."""
    return "role" if source_values(table, "side").eq(MISSING).all() else "side"


def values_of(tables: Tables, lines: pd.DataFrame, column: str) -> Iterator[tuple[str, Lines]]:
    """Values of a column about speakers that hold :data:`LEAST_SHARE` of the words, most first, with their lines."""
    frame = each_speaker(lines, [column], tables.statements)
    values = source_values(frame, column)
    words = frame["words"].groupby(values).sum().drop(MISSING, errors="ignore").sort_values(ascending=False)
    for value in words.index[words >= LEAST_SHARE * max(1, lines["words"].sum())]:
        if value not in _UNTOLD:
            yield str(value), Lines(frame, "words").where(values.eq(value))


def frequent(counts: pd.Series, least: float) -> list[str]:
    """Values that occur so often, in order of their names, without those that say that nothing is known."""
    known = counts.drop([MISSING, *_UNTOLD], errors="ignore").sort_index()
    return [str(value) for value in known.index[known >= least]]


def many(tables: Tables) -> bool:
    """Whether there are articles enough for a test; where not, what is rare is described, too."""
    return len(tables.corpus.counted) >= FEWEST_ARTICLES


def least_hits(tables: Tables, least: int = LEAST_HITS) -> int:
    """How often something has to occur to get a row: ``least``, or :data:`FEW` where there are too few articles."""
    return least if many(tables) else FEW

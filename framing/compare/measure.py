"""One row of a comparison: a part of a whole, made of lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.intervals import FEWEST_ARTICLES
from framing.statements import Statements
from framing.subject import Tables
from framing.tables import MISSING, equal, source_values, stacked
from framing.values import Voice
from framing.whose import ABOUT_SPEAKER, ATTRIBUTED, each_speaker, of_statements

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
    "stated_values",
    "values_of",
]  # fmt: skip

Floats = NDArray[np.float64]
Places = NDArray[np.signedinteger[Any]]

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

    They are places in ``table``, and a table of their own (``frame``) only where somebody looks at them. The last
    lines may have other values in some columns than the table, those of ``more`` (:meth:`by_speaker`).
    """

    def __init__(
        self,
        table: pd.DataFrame,
        weight: str | None = None,
        at: Places | None = None,
        more: pd.DataFrame | None = None,
    ) -> None:
        self.table, self.weight = table, weight
        self._at = at
        self._more = None if more is None or more.empty else more
        self._others: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.table) if self._at is None else len(self._at)

    @property
    def frame(self) -> pd.DataFrame:
        """The lines as a table."""
        if self._more is None:
            return self.table if self._at is None else pd.DataFrame(self.table.iloc[self._at])
        return self.columns(list(map(str, self.table.columns)))

    def __getitem__(self, column: str) -> pd.Series:
        """A column of the lines."""
        values = self.table[column]
        values = values if self._at is None else values.iloc[self._at]
        if self._more is None or column not in self._more.columns:
            return values
        own = values.iloc[: len(self) - len(self._more)].to_frame()
        return stacked([own, self._more[[column]]])[column].reset_index(drop=True)

    def columns(self, names: list[str]) -> pd.DataFrame:
        """Some columns of the lines, which are numbered from 0."""
        return pd.DataFrame({name: self[name].reset_index(drop=True) for name in names}, copy=False)

    def changes(self, column: str | None) -> bool:
        """Whether some lines have other values in a column than the table."""
        return self._more is not None and column in self._more.columns

    def sums(self, cell: Places, cells: int) -> Floats:
        """The sum of each cell, by the cell of each line, -1 for none."""
        weight = None if self.weight is None else np.asarray(self[self.weight], dtype=np.float64)[cell >= 0]
        return np.asarray(np.bincount(cell[cell >= 0], weight, minlength=cells), dtype=np.float64)

    def of_lines(self, values: Places) -> Places:
        """Of values of the table's lines those of these."""
        return values if self._at is None else values[self._at]

    def counted(self) -> Lines:
        """The same lines, each of which counts one."""
        return Lines(self.table, None, self._at, self._more)

    def where(self, mask: pd.Series | NDArray[np.bool_]) -> Lines:
        """Those lines that the mask keeps."""
        return self.among(np.flatnonzero(np.asarray(mask, dtype=bool)).astype(np.int32))

    def equal(self, column: str, text: str) -> Lines:
        """Those lines that have this text in a column."""
        return self.where(equal(self[column], text))

    def first(self, most: int) -> Lines:
        """The first lines."""
        return self.among(np.arange(min(most, len(self))))

    def apart(self, columns: list[str]) -> Iterator[tuple[tuple[str, ...], Lines]]:
        """The lines of each combination of values of these columns, in order of the values."""
        groups = self.columns(columns).groupby(columns, sort=True, observed=True).indices
        for values, places in groups.items():
            yield tuple(map(str, values if isinstance(values, tuple) else (values,))), self.among(np.asarray(places))

    def among(self, places: Places) -> Lines:
        """Those lines at these places among them, which are in order."""
        at = places if self._at is None else self._at[places]
        if self._more is None:
            return Lines(self.table, self.weight, at)
        last = places[np.searchsorted(places, len(self) - len(self._more)) :]
        return Lines(self.table, self.weight, at, self._more.iloc[last - (len(self) - len(self._more))])

    def marked(self, held: NDArray[np.bool_]) -> None:
        """Mark the rows of the table that the lines are."""
        held[slice(None) if self._at is None else self._at] = True

    def within(self, table: pd.DataFrame, place: Places) -> Lines:
        """The same lines in a table of some of the rows, the ``place`` of each of which is given."""
        return Lines(table, self.weight, place if self._at is None else place[self._at], self._more)

    def by_speaker(self, column: str, statements: Statements) -> Lines:
        """With a line more for each further speaker of a joint statement, as :func:`framing.whose.each_speaker`."""
        if "with" not in self.table.columns or column not in ABOUT_SPEAKER or column == "speaker_id":
            return self
        more = self._further(statements)
        line = np.concatenate([np.arange(len(self)), more["_line"]]).astype(np.int32)
        own = pd.DataFrame({column: self[column].reset_index(drop=True)})
        value = pd.factorize(stacked([own, more[[column]]])[column])[0]
        new = ~pd.Series(value.astype(np.int64) * len(self) + line).duplicated().to_numpy()
        at = line if self._at is None else self._at[line]
        about = [c for c in more.columns if c != "_line"]
        return Lines(self.table, self.weight, at[new], more.loc[new[len(self) :], about])

    def _further(self, statements: Statements) -> pd.DataFrame:
        """The values about the further speakers of joint statements, and the line of each (``_line``)."""
        if self._others is None:
            joint = np.flatnonzero((self["with"].notna() & self["with"].ne("")).to_numpy(dtype=bool))
            about = [c for c in ABOUT_SPEAKER if c in self.table.columns and c != "speaker_id"]
            lines = self.among(joint).columns([*about, "with"]).assign(_line=joint)
            self._others = each_speaker(lines, about, statements).iloc[len(joint) :].drop(columns="with")
        return self._others


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


def said(tables: Tables) -> Lines:
    """The runs of words of known statements."""
    table = tables.slim.runs
    return Lines(table, "words").where(of_statements(table))


def runs(tables: Tables, voices: Iterable[str] | None = None) -> Lines:
    """The words of these voices; by default of all prose."""
    table = tables.slim.runs
    voice = table["voice"]
    return Lines(table, "words").where(voice.ne(Voice.NONE.value) if voices is None else voice.isin(list(voices)))


def side_or_role(table: pd.DataFrame) -> str:
    """What speakers are grouped by where one column has to do: sides where they are given, else roles."""
    return "role" if source_values(table, "side").eq(MISSING).all() else "side"


def stated_values(lines: Lines, column: str) -> pd.Series:
    """The values of a column about speakers (:func:`framing.tables.source_values`)."""
    return source_values(lines.columns([c for c in (column, "speaker") if c in lines.table.columns]), column)


def values_of(tables: Tables, lines: Lines, column: str) -> Iterator[tuple[str, Lines]]:
    """Values of a column about speakers that hold :data:`LEAST_SHARE` of the words, most first, with their lines."""
    each = lines.by_speaker(column, tables.statements)
    values = stated_values(each, column)
    number = each["words"].reset_index(drop=True)
    words = number.groupby(values).sum().drop(MISSING, errors="ignore").sort_values(ascending=False)
    for value in words.index[words >= LEAST_SHARE * max(1, lines["words"].sum())]:
        if value not in _UNTOLD:
            yield str(value), each.where(equal(values, str(value)))


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

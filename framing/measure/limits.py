"""Intervals of a measure's groups: what every measure does with articles, clusters, strata and giants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from framing.intervals import FEWEST_HOLDING, check_level, few_articles, giant, mean_interval, share_interval
from framing.tables import row_numbers
from framing.units import Grouping, Ints, Units, units_of
from framing.values import Corpus
from framing.wording import percent

__all__ = ["Limits"]

Floats = NDArray[np.float64]

Bounds = tuple[float, float]

_OF = " hold it"
_AT_A_TIME = 256
"""Groups whose intervals are computed at once, so that memory does not grow with their number."""


@dataclass(frozen=True, eq=False)
class Limits:
    """The unit and the group of each row of a measure's table of lines; ``of`` makes it, ``limits`` gives columns."""

    unit: Ints
    group: Ints
    groups: int
    names: tuple[str, ...]
    stratum: Ints | None
    level: float

    @classmethod
    def of(
        cls,
        rows: pd.DataFrame,
        columns: Sequence[str],
        table: pd.DataFrame,
        *,
        level: float = 0.95,
        cluster: Grouping | None = None,
        strata: Grouping | None = None,
        corpus: Corpus | None = None,
        source: pd.DataFrame | None = None,
    ) -> Limits:
        """For the groups of ``table``, in its order; ``rows`` have ``article_id`` and the group columns.

        ``source`` has the columns that ``cluster`` and ``strata`` name where ``rows`` has other values in them.
        """
        check_level(level)
        place, found_articles = pd.factorize(rows["article_id"], sort=False)
        articles = list(map(str, found_articles))
        lines = rows if source is None else source
        found: Units = units_of(articles, cluster=cluster, strata=strata, table=lines, corpus=corpus)
        names = [""] * len(found)
        for article, number in zip(articles, found.unit.tolist(), strict=True):
            names[number] = names[number] or str(article)
        group = np.zeros(len(rows), dtype=np.int64)
        if columns:
            number = row_numbers(rows, columns)
            each = rows[list(columns)].iloc[np.unique(number, return_index=True)[1]]
            wanted, mine = (pd.MultiIndex.from_frame(x[list(columns)].astype("str")) for x in (table, each))
            group = wanted.get_indexer(mine)[number]
        return cls(found.unit[place], group, len(table), tuple(names), found.stratum, level)

    def shares(self, name: str, part: ArrayLike, whole: ArrayLike, *, of_all: bool = False) -> dict[str, Floats]:
        """``name_low`` and ``name_high`` of each group's share, from the part and whole of each row.

        With ``of_all`` the whole is that of all rows, and each group has a share of it.
        """
        return self._columns(name, part, whole, of_all, None)

    def means(self, name: str, part: ArrayLike, whole: ArrayLike, *, bounds: Bounds) -> dict[str, Floats]:
        """``name_low`` and ``name_high`` of each group's weighted mean."""
        return self._columns(name, part, whole, False, bounds)

    def shares_of_kinds(self, name: str, kind: pd.Series, rows: pd.Series, place: Ints) -> dict[str, Floats]:
        """Ends for a table of one row a group and kind: ``rows`` has the kind of each, ``place`` its group.

        ``kind`` is that of each line; the share of each is of all lines of the group.
        """
        ends = {f"{name}_{end}": np.full(len(rows), np.nan) for end in ("low", "high")}
        for one in rows.unique():
            here = rows.eq(one).to_numpy(dtype=bool)
            for column, values in self.shares(name, kind.eq(one), np.ones(len(kind))).items():
                ends[column][here] = values[place[here]]
        return ends

    def notes(
        self, name: str, part: ArrayLike, whole: ArrayLike, *, of_all: bool = False, bounds: Bounds | None = None
    ) -> pd.Series:
        """Why a group has no interval, or which article decides its value, and what that is without the article."""
        found = np.full(self.groups, "", dtype=object)
        held = self._held(part, whole, of_all)
        for g in range(self.groups):
            found[g] = few_articles(int(held[g]), least=FEWEST_HOLDING, of=_OF if of_all else "")
        for groups, parts, wholes in self._sums(part, whole, of_all, held):
            for k, g in enumerate(groups.tolist()):
                column = wholes[:, k if wholes.shape[1] > 1 else 0]
                at = giant(column)
                if at is not None:
                    found[g] = self._without(name, at, parts[:, k], column, bounds)
        return pd.Series(found, dtype="str")

    def _without(self, name: str, at: int, part: Floats, whole: Floats, bounds: Bounds | None) -> str:
        """What a value is without the article that decides it."""
        rest = np.arange(len(whole)) != at
        stratum = None if self.stratum is None else self.stratum[rest]
        value = part[rest].sum() / whole[rest].sum()
        low, high = _interval(part[rest][:, None], whole[rest][:, None], self.level, bounds, stratum)
        shown = percent if bounds is None else "{:.2f}".format
        said = f"one article, {self.names[at]}, is {percent(float(whole[at] / whole.sum()))} of the base of {name}"
        if np.isnan(low[0]):
            return f"{said}; without it there are too few"
        return f"{said}; without it, {name} is {shown(value)} ({shown(float(low[0]))} to {shown(float(high[0]))})"

    def _columns(
        self, name: str, part: ArrayLike, whole: ArrayLike, of_all: bool, bounds: Bounds | None
    ) -> dict[str, Floats]:
        ends = np.full((2, self.groups), np.nan)
        for groups, parts, wholes in self._sums(part, whole, of_all, self._held(part, whole, of_all)):
            ends[:, groups] = _interval(parts, wholes, self.level, bounds, self.stratum)
        return {f"{name}_low": ends[0], f"{name}_high": ends[1]}

    def _held(self, part: ArrayLike, whole: ArrayLike, of_all: bool) -> Ints:
        """How many units hold each group: have anything of it, or anything that it could have a share of."""
        there = np.asarray(part if of_all else whole, dtype=np.float64) != 0
        there &= self.group >= 0
        pairs = np.unique(self.group[there] * (self.unit.max(initial=0) + 1) + self.unit[there])
        return np.bincount(pairs // (self.unit.max(initial=0) + 1), minlength=self.groups)

    def _sums(
        self, part: ArrayLike, whole: ArrayLike, of_all: bool, held: Ints
    ) -> Iterator[tuple[Ints, Floats, Floats]]:
        """Groups that enough units hold, some at a time, with their parts and wholes, (units, groups)."""
        parts, wholes = (np.asarray(v, dtype=np.float64) for v in (part, whole))
        units = len(self.names)
        every = np.bincount(self.unit, wholes, minlength=units).astype(np.float64)[:, None]
        enough = np.flatnonzero(held >= FEWEST_HOLDING)
        for first in range(0, len(enough), _AT_A_TIME):
            groups = enough[first : first + _AT_A_TIME]
            column = np.full(self.groups + 1, -1)
            column[groups] = np.arange(len(groups))
            at = column[self.group]  # -1, no group, reads the last place, which is none of them
            there = np.flatnonzero(at >= 0)
            cell = self.unit[there] * len(groups) + at[there]
            sums: list[Floats] = [
                np.bincount(cell, v[there], minlength=units * len(groups)).astype(np.float64).reshape(units, -1)
                for v in (parts, wholes)
            ]
            yield groups, sums[0], every if of_all else sums[1]


def _interval(
    part: Floats, whole: Floats, level: float, bounds: Bounds | None, stratum: Ints | None
) -> tuple[Floats, Floats]:
    if bounds is None:
        return share_interval(part, whole, level=level, stratum=stratum)
    return mean_interval(part, whole, level=level, bounds=bounds, stratum=stratum)

"""What is compared: per-article parts and wholes of many measures at once, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError

__all__ = ["FREE", "RATE", "SHARE", "Bounds", "Ratios", "Sums"]

Floats = NDArray[np.float64]

Column = tuple[NDArray[np.signedinteger[Any]], NDArray[np.floating[Any]]]

Bounds = tuple[float, float]
"""The least and the greatest value that a measure can have."""

SHARE: Bounds = (0.0, 1.0)
RATE: Bounds = (0.0, float("inf"))
FREE: Bounds = (float("-inf"), float("inf"))


class Sums:
    """Numbers of rows in many columns, of which most are 0: of each column the places that are not, and the numbers.

    Measures that are parts of one whole share its column. ``Sums`` stand for an array (rows, columns) in
    :class:`Ratios`, and become one a few columns at a time.
    """

    def __init__(self, rows: int, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.shape = (rows, len(self.columns))

    @classmethod
    def column(cls, values: Floats, scale: float = 1.0) -> Column:
        """A column of numbers as it is kept."""
        places = np.flatnonzero(values)
        found = values[places] * scale
        single = found.astype(np.float32)  # which has whole numbers up to 16 million as they are
        return places.astype(np.int32), single if np.array_equal(single, found) else found

    def numbers(self) -> Floats:
        """All numbers that are kept."""
        return np.concatenate([values for _, values in self._different()] or [np.zeros(0)])

    def rows(self, keep: NDArray[np.bool_]) -> Sums:
        """The rows that are kept."""
        place = np.cumsum(keep) - 1
        kept = {id(c): (place[c[0]][keep[c[0]]], c[1][keep[c[0]]]) for c in self._different()}
        return Sums(int(keep.sum()), [kept[id(c)] for c in self.columns])

    def of(self, columns: slice) -> Floats:
        """Some columns as an array (rows, columns)."""
        chosen = self.columns[columns]
        found = np.zeros((self.shape[0], len(chosen)))
        for j, (places, values) in enumerate(chosen):
            found[places, j] = values
        return found

    def held(self, columns: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Rows in which any column (of those that are chosen) is not 0."""
        found = np.zeros(self.shape[0], dtype=bool)
        chosen = self.columns if columns is None else [self.columns[j] for j in np.flatnonzero(columns)]
        for places, _ in {id(c): c for c in chosen}.values():
            found[places] = True
        return found

    def counts(self, of: NDArray[np.intp], many: int) -> NDArray[np.int64]:
        """How many different values (0 to ``many`` − 1) of ``of``, one a row, each column has where it is not 0."""
        known = {id(c): int(np.count_nonzero(np.bincount(of[c[0]], minlength=many))) for c in self._different()}
        return np.array([known[id(c)] for c in self.columns], dtype=np.int64)

    def sums(self, of: NDArray[np.intp], many: int) -> Floats:
        """Sums over the rows of each value (0 to ``many`` − 1) of ``of``: (values, columns)."""
        known = {id(c): np.bincount(of[c[0]], c[1], minlength=many) for c in self._different()}
        return np.column_stack([known[id(c)] for c in self.columns]) if self.columns else np.zeros((many, 0))

    def _different(self) -> list[Column]:
        return list({id(c): c for c in self.columns}.values())

    @classmethod
    def from_array(cls, values: Floats) -> Sums:
        """An array (rows, columns)."""
        return cls(len(values), [cls.column(v) for v in values.T])


BLOCK = 500_000
"""So many numbers of parts, and as many of wholes, are an array at a time."""


@dataclass(frozen=True, eq=False)
class Ratios:
    """Parts and wholes of measures that are ratios of sums, one row an article and group.

    ``part`` and ``whole`` are (rows, measures), arrays or :class:`Sums`; ``article`` and ``group`` (rows,) say whose
    they are. An article may hold several groups (sides), or one (outlets). The value of a group is the sum of its
    parts over that of its wholes.
    ``bounds`` are those of each measure's values. ``corrected``: by checks (:mod:`framing.checking`), so that a single
    article's whole may be below 0.
    """

    measures: tuple[str, ...]
    article: NDArray[np.object_]
    group: NDArray[np.object_]
    part: Floats | Sums
    whole: Floats | Sums
    bounds: tuple[Bounds, ...]
    corrected: bool = False

    def __post_init__(self) -> None:
        """Raise a ComparisonError where the shapes do not fit, a whole is negative, or a number is none."""
        shape = (len(self.article), len(self.measures))
        if not (self.part.shape == self.whole.shape == shape and len(self.group) == shape[0]):
            raise ComparisonError(
                f"parts are {self.part.shape} and wholes {self.whole.shape}; for {shape[0]} rows of "
                f"{shape[1]} measures both have to be {shape}."
            )
        if len(self.bounds) != shape[1]:
            raise ComparisonError(f"{len(self.bounds)} bounds for {shape[1]} measures: give one for each.")
        part, whole = (v.numbers() if isinstance(v, Sums) else v for v in (self.part, self.whole))
        if not (np.isfinite(part).all() and np.isfinite(whole).all()) or (not self.corrected and (whole < 0).any()):
            raise ComparisonError("parts and wholes are finite numbers, and wholes are 0 or more.")

    @classmethod
    def of(
        cls,
        table: pd.DataFrame,
        measures: Mapping[str, tuple[str, str]],
        *,
        by: str,
        bounds: Mapping[str, Bounds] | None = None,
    ) -> Ratios:
        """From a table of rows of articles: ``measures`` names each measure's columns of parts and of wholes.

        Rows of one article and group are added up. A measure without bounds is a share.
        """
        columns = list(dict.fromkeys(c for pair in measures.values() for c in pair))
        lacking = [c for c in ("article_id", by, *columns) if c not in table.columns]
        if lacking:
            raise ComparisonError(
                f"the table has no column {lacking[0]!r}; it has {', '.join(map(str, table.columns))}."
            )
        sums = table.groupby(["article_id", by], sort=True)[columns].sum().reset_index()
        limits = tuple((bounds or {}).get(m, SHARE) for m in measures)
        parts, wholes = (
            sums[[pair[k] for pair in measures.values()]].to_numpy(dtype=np.float64).reshape(len(sums), -1)
            for k in (0, 1)
        )
        article, group = (sums[c].astype("str").to_numpy(dtype=object) for c in ("article_id", by))
        return cls(tuple(measures), article, group, parts, wholes, limits)

    def and_(self, other: Ratios) -> Ratios:
        """The measures of both, for the articles and groups of either; where one has none, 0 of 0."""
        keys = list(dict.fromkeys([*self._keys(), *other._keys()]))
        place = {key: i for i, key in enumerate(keys)}

        def laid(one: Ratios, values: Floats | Sums) -> Floats:
            found = np.zeros((len(keys), values.shape[1]))
            found[[place[k] for k in one._keys()]] = values.of(slice(None)) if isinstance(values, Sums) else values
            return found

        article, group = (np.array([k[i] for k in keys], dtype=object) for i in (0, 1))
        part, whole = (
            np.hstack([laid(self, getattr(self, n)), laid(other, getattr(other, n))]) for n in ("part", "whole")
        )
        return Ratios(
            (*self.measures, *other.measures),
            article,
            group,
            part,
            whole,
            (*self.bounds, *other.bounds),
            self.corrected or other.corrected,
        )

    def _keys(self) -> list[tuple[str, str]]:
        return list(zip(self.article.tolist(), self.group.tolist(), strict=True))

    def groups(self) -> list[str]:
        """The groups, in order of their names."""
        return sorted(set(self.group.tolist()))

    def only(self, groups: Sequence[str]) -> Ratios:
        """The rows of these groups."""
        return self.rows(np.isin(self.group.astype(str), list(groups)))

    def rows(self, keep: NDArray[np.bool_]) -> Ratios:
        """The rows that are kept."""
        if keep.all():
            return self
        part, whole = (v.rows(keep) if isinstance(v, Sums) else v[keep] for v in (self.part, self.whole))
        return Ratios(
            self.measures, self.article[keep], self.group[keep], part, whole, self.bounds, self.corrected
        )  # fmt: skip

    def blocks(self, cells: int) -> Iterator[slice]:
        """The measures, as many at a time as arrays of so many rows are made of."""
        width = BLOCK // max(1, cells) if isinstance(self.part, Sums) else len(self.measures)
        for first in range(0, len(self.measures), max(1, width)):
            yield slice(first, min(first + max(1, width), len(self.measures)))

    def chosen(self, measures: Sequence[int]) -> Ratios:
        """Some measures, by their places."""
        part, whole = (
            Sums(v.shape[0], [v.columns[j] for j in measures]) if isinstance(v, Sums) else v[:, list(measures)]
            for v in (self.part, self.whole)
        )
        return Ratios(
            tuple(self.measures[j] for j in measures), self.article, self.group, part, whole,
            tuple(self.bounds[j] for j in measures), self.corrected,
        )  # fmt: skip

    @cached_property
    def sparse_whole(self) -> Sums:
        """The wholes as :class:`Sums`."""
        return self.whole if isinstance(self.whole, Sums) else Sums.from_array(self.whole)

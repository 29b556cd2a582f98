"""What is compared: per-article parts and wholes of many measures at once, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError

__all__ = ["FREE", "RATE", "SHARE", "Bounds", "Ratios"]

Floats = NDArray[np.float64]

Bounds = tuple[float, float]
"""The least and the greatest value that a measure can have."""

SHARE: Bounds = (0.0, 1.0)
RATE: Bounds = (0.0, float("inf"))
FREE: Bounds = (float("-inf"), float("inf"))


@dataclass(frozen=True, eq=False)
class Ratios:
    """Parts and wholes of measures that are ratios of sums, one row an article and group.

    ``part`` and ``whole`` are (rows, measures); ``article`` and ``group`` (rows,) say whose they are. An article may
    hold several groups (sides), or one (outlets). The value of a group is the sum of its parts over that of its wholes.
    ``bounds`` are those of each measure's values.
    """

    measures: tuple[str, ...]
    article: NDArray[np.object_]
    group: NDArray[np.object_]
    part: Floats
    whole: Floats
    bounds: tuple[Bounds, ...]

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
        if not (np.isfinite(self.part).all() and np.isfinite(self.whole).all()) or (self.whole < 0).any():
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

        def laid(one: Ratios, values: Floats) -> Floats:
            found = np.zeros((len(keys), values.shape[1]))
            found[[place[k] for k in one._keys()]] = values
            return found

        article, group = (np.array([k[i] for k in keys], dtype=object) for i in (0, 1))
        part, whole = (
            np.hstack([laid(self, getattr(self, n)), laid(other, getattr(other, n))]) for n in ("part", "whole")
        )
        return Ratios((*self.measures, *other.measures), article, group, part, whole, (*self.bounds, *other.bounds))

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
        return Ratios(
            self.measures, self.article[keep], self.group[keep], self.part[keep], self.whole[keep], self.bounds
        )

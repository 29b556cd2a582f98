"""Two groups of rows of a table, chosen by value, by mask or by a filter."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError
from framing.tables import group_values, require_columns

__all__ = ["Group", "nearest", "select_group", "select_groups"]

Group = str | Sequence[str] | pd.Series | Callable[[pd.DataFrame], pd.Series]
"""Rows of a table: a value of a column, several values, a boolean mask, or a function that gives the mask."""


def nearest(wanted: str, known: Iterable[str], *, shown: int = 12) -> str:
    """Help for a name that is not there: the closest known ones, or all of them where they are few."""
    names = sorted(set(known))
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(map(repr, close))}?"
    return f"There is: {', '.join(map(repr, names[:shown]))}{' …' if len(names) > shown else ''}."


def select_groups(
    frame: pd.DataFrame, groups: tuple[Group, Group], *, by: str, names: tuple[str, str] | None = None
) -> tuple[NDArray[np.int64], tuple[str, str]]:
    """Group of each row, 0 or 1, or -1 for neither, and the names of the two groups.

    Raises ComparisonError where a value does not occur, a group is empty, or the two share rows.
    """
    if len(groups) != 2:
        raise ComparisonError(f"A contrast has two groups, {len(groups)} were given.")
    masks = [select_group(frame, group, by=by) for group in groups]
    shown = names or (_name(groups[0], "group a"), _name(groups[1], "group b"))
    both = int((masks[0] & masks[1]).sum())
    if both:
        raise ComparisonError(
            f"The groups {shown[0]!r} and {shown[1]!r} share {both} of the table's rows. Each row may be in one only."
        )
    for mask, name in zip(masks, shown, strict=True):
        if not mask.any():
            raise ComparisonError(f"The group {name!r} is empty: no row of the table is in it.")
    return np.where(masks[0], 0, np.where(masks[1], 1, -1)), shown


def select_group(frame: pd.DataFrame, group: Group, *, by: str) -> NDArray[np.bool_]:
    """Which rows are in a group. Raises ComparisonError for an unknown value or a mask that does not fit."""
    if callable(group):
        group = group(frame)
    if isinstance(group, pd.Series):
        mask = group.reindex(frame.index) if not group.index.equals(frame.index) else group
        if mask.isna().any() or len(mask) != len(frame):
            raise ComparisonError("A mask does not fit the table: make it from the same table, with the same index.")
        return mask.to_numpy(dtype=bool)
    wanted = [group] if isinstance(group, str) else list(group)
    require_columns(frame, [by], purpose=f"Grouping by {by!r}")
    values = group_values(frame[by])
    known = set(values.unique())
    for value in wanted:
        if value not in known:
            raise ComparisonError(f"There is no {by} {value!r} in the table. {nearest(value, known)}")
    return values.isin(wanted).to_numpy(dtype=bool)


def _name(group: Group, otherwise: str) -> str:
    if isinstance(group, str):
        return group
    if callable(group) or isinstance(group, pd.Series):
        return otherwise
    return ", ".join(group)

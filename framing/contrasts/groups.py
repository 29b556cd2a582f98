"""Two groups of rows of a table: what can be grouped by, and which rows are in which group.

voices = with_units(voices, statements, ["kind", "outlet", "month"])
contrast(voices, ("2016-05", "2016-06"), by="month")
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError, InputError
from framing.statements import Statements
from framing.tables import MISSING, group_values, require_columns, with_groups

__all__ = ["Group", "Period", "nearest", "periods", "select_group", "select_groups", "with_units"]

Group = str | Sequence[str] | pd.Series | Callable[[pd.DataFrame], pd.Series]
"""Rows of a table: a value of a column, several values, a boolean mask, or a function that gives the mask."""

_KEYS = ["article_id", "statement_id"]


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


class Period(StrEnum):
    """How long a period is; the value is the name of its column."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


_FORMATS = {Period.YEAR: "%Y", Period.MONTH: "%Y-%m", Period.WEEK: "%G-W%V", Period.DAY: "%Y-%m-%d"}


def periods(dates: pd.Series, every: Period) -> pd.Series:
    """The period of each date (ISO 8601, or dates), "not given" where there is none.

    >>> dates = pd.Series(["2016-05-31", "2017-01-01", None])
    >>> periods(dates, Period.MONTH).tolist(), periods(dates, Period.WEEK).tolist()
    (['2016-05', '2017-01', 'not given'], ['2016-W22', '2016-W52', 'not given'])
    >>> periods(dates, Period.QUARTER).tolist()
    ['2016-Q2', '2017-Q1', 'not given']
    """
    given = dates.mask(group_values(dates).eq(MISSING))
    try:
        days = pd.to_datetime(given, format="ISO8601")
    except (ValueError, TypeError) as error:
        raise ComparisonError(f"Periods need dates as in 2016-05-31: {error}") from error
    if every is Period.QUARTER:
        named = days.dt.strftime("%Y-Q") + days.dt.quarter.astype("Int64").astype("str")
    else:
        named = days.dt.strftime(_FORMATS[every])
    return named.astype("str").where(days.notna(), MISSING)


def with_units(voices_table: pd.DataFrame, statements: Statements, columns: Iterable[str]) -> pd.DataFrame:
    """The voices table with the columns ``columns`` in it, missing values as "not given".

    A column is taken from the table; else it is a :class:`Period` of the articles' dates; else of the articles
    (outlet, date, extra columns); else of the statements (kind, cue, source, named …), where the outlet's own voice
    has none.

    Raises an :class:`~framing.errors.InputError`: a column exists nowhere; the message gives the nearest name.
    """
    found: dict[str, pd.Series] = {}
    for name in columns:
        if name not in voices_table.columns and name in set(Period):
            dates = with_groups(voices_table, statements.corpus, ["date"])["date"]
            found[name] = periods(dates, Period(name))
            continue
        try:
            found[name] = with_groups(voices_table, statements.corpus, [name])[name]
        except InputError:
            frame = statements.frame()
            if name not in frame.columns:
                raise
            of_statement = frame.set_index(_KEYS)[name]
            keys = pd.MultiIndex.from_frame(voices_table[_KEYS])
            found[name] = group_values(pd.Series(of_statement.reindex(keys).to_numpy(), index=voices_table.index))
    return voices_table.assign(**found)

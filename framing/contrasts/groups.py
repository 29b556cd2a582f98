"""What is compared: the rows of what was given, what they can be grouped by, and which are in which group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError, InputError
from framing.statements import Statements
from framing.subject import Subject, corpus_of, statements_of, statements_table, voices_table
from framing.tables import (
    MISSING,
    By,
    as_text,
    columns_of,
    group_values,
    known_value,
    recoded,
    replaced,
    require_columns,
    with_groups,
)
from framing.values import Corpus
from framing.wording import nearest

__all__ = [
    "Group",
    "Period",
    "given_rows",
    "periods",
    "row_texts",
    "select_group",
    "select_groups",
    "with_units",
]

Group = str | Sequence[str] | Sequence[Sequence[str]] | pd.Series | Callable[[pd.DataFrame], pd.Series]
"""Rows of a table: a value of a column, several values, a boolean mask, or a function that gives the mask.

Where there are several columns, a value is one for each of them: ``("Russia", "quoted")``.
"""

_KEYS = ["article_id", "statement_id"]


def given_rows(
    subject: Subject, columns: Iterable[str] = (), *, purpose: str, only: Iterable[str] | None = None
) -> tuple[pd.DataFrame, Corpus | None, Statements | None]:
    """The voices table of what was given, with ``columns`` in it; where they are known, articles and statements too.

    Columns that a voices table lacks are found (:func:`with_units`) where the statements are known. With ``only``
    the table may lack all but these, ``columns`` and those of articles; :func:`row_texts` gives the words. Raises a
    ComparisonError for anything else, which says what to give.
    """
    some = None if only is None else {*only, *columns}
    rows, statements = voices_table(subject, purpose=purpose, columns=some), statements_of(subject)
    lacking = [c for c in dict.fromkeys(columns) if c not in rows.columns]
    if lacking and statements is not None:
        rows = with_units(rows, statements, lacking)
    return rows, corpus_of(subject), statements


def row_texts(rows: pd.DataFrame, statements: Statements | None) -> Iterator[tuple[NDArray[np.int64], Sequence[str]]]:
    """The words of rows of a voices table, those of some rows at a time: their places, and the words of each.

    They are those of the table, or of a store that the ``statements`` are in.
    """
    if "text" in rows.columns or statements is None or statements.stored is None:
        require_columns(rows, ["text"], purpose="Looking for terms")
        yield np.arange(len(rows)), rows["text"].tolist()
    else:
        yield from statements.stored.row_texts(rows)


def select_groups(
    frame: pd.DataFrame, groups: tuple[Group, Group], *, by: By, names: tuple[str, str] | None = None
) -> tuple[NDArray[np.int64], tuple[str, str]]:
    """Group of each row, 0 or 1, or -1 for neither, and the names of the two groups.

    Raises ComparisonError where a value does not occur, a group is empty, or the two share rows.
    """
    pair: list[Any] = [groups] if isinstance(groups, (str, pd.Series)) or callable(groups) else list(groups)
    if len(pair) != 2:
        raise ComparisonError(
            f'A contrast has two groups, as in ("Russia", "France"), {len(pair)} {"was" if len(pair) == 1 else "were"} '
            "given."
        )
    columns = columns_of(by)
    masks = [select_group(frame, group, by=columns) for group in pair]
    shown = names or (_name(pair[0], columns, "group a"), _name(pair[1], columns, "group b"))
    both = int((masks[0] & masks[1]).sum())
    if both:
        raise ComparisonError(
            f"The groups {shown[0]!r} and {shown[1]!r} share {both} of the table's rows. Each row may be in one only."
        )
    for mask, name in zip(masks, shown, strict=True):
        if not mask.any():
            raise ComparisonError(f"The group {name!r} is empty: no row of the table is in it.")
    return np.where(masks[0], 0, np.where(masks[1], 1, -1)), shown


def select_group(frame: pd.DataFrame, group: Group, *, by: By) -> NDArray[np.bool_]:
    """Which rows are in a group. Raises ComparisonError for an unknown value or a mask that does not fit."""
    if callable(group):
        group = group(frame)
    if isinstance(group, pd.Series):
        mask = group.reindex(frame.index) if not group.index.equals(frame.index) else group
        if mask.isna().any() or len(mask) != len(frame):
            raise ComparisonError("A mask does not fit the table: make it from the same table, with the same index.")
        return mask.to_numpy(dtype=bool)
    columns = columns_of(by)
    if lacking := [c for c in columns if c not in frame.columns]:
        raise ComparisonError(
            f"There is no column {lacking[0]!r} to group by, and this table knows no articles that could have it: give "
            f"Statements or an Analysis, or add it. {nearest(lacking[0], frame.columns)}"
        )
    values = {c: group_values(frame[c]) for c in columns}
    found = np.zeros(len(frame), dtype=bool)
    for wanted in _values(group, columns):
        here = np.ones(len(frame), dtype=bool)
        for column, value in zip(columns, wanted, strict=True):
            known_value(value, values[column].unique(), what=f"There is no {column}")
            here &= values[column].eq(value).to_numpy(dtype=bool)
        found |= here
    return found


def _values(group: Group, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The values of a group, each as one value for each column."""
    if isinstance(group, str):
        several: list[Any] = [(group,)]
    elif not isinstance(group, Sequence):
        raise ComparisonError(f"A group is a value of {', '.join(columns)}, a list or a mask; this is {group!r}.")
    elif len(columns) == 1:
        several = [(one,) if isinstance(one, str) else one for one in group]
    else:
        several = [group] if all(isinstance(one, str) for one in group) else list(group)
    for one in several:
        if isinstance(one, str) or not isinstance(one, Sequence) or len(one) != len(columns):
            raise ComparisonError(
                f"Groups by {', '.join(columns)} need {len(columns)} values each, in that order; this is {one!r}."
            )
    return [tuple(map(str, one)) for one in several]


def _name(group: Group, columns: Sequence[str], otherwise: str) -> str:
    if callable(group) or isinstance(group, pd.Series):
        return otherwise
    return ", ".join(" ".join(one) if len(columns) > 1 else one[0] for one in _values(group, columns))


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
    if isinstance(dates.dtype, pd.CategoricalDtype):  # each day once
        of_day = dict(zip(dates.cat.categories, periods(pd.Series(dates.cat.categories), every), strict=True))
        return replaced(recoded(dates, of_day.__getitem__), dates.isna(), MISSING)
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
            frame = statements_table(statements, purpose="A contrast", words=False)
            if name not in frame.columns:
                frame = statements.frame()
            if name not in frame.columns:
                raise
            of_statement = as_text(frame[[*_KEYS, name]]).set_index(_KEYS)[name]
            keys = pd.MultiIndex.from_frame(as_text(voices_table[_KEYS]))
            found[name] = group_values(pd.Series(of_statement.reindex(keys).to_numpy(), index=voices_table.index))
    return voices_table.assign(**found)

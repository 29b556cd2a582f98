"""What statements are grouped by: columns of the voices table, of their statements, of their articles, or a period.

voices = with_units(voices, statements, ["kind", "outlet", "month"])
contrast(voices, ("2016-05", "2016-06"), by="month")
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import pandas as pd

from framing.errors import ComparisonError, InputError
from framing.statements import Statements
from framing.tables import MISSING, group_values, with_groups

__all__ = ["Period", "periods", "with_units"]

_KEYS = ["article_id", "statement_id"]


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

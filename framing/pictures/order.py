"""The order in which articles, outlets or months stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from framing.tables import MISSING, group_values

__all__ = ["in_order"]

_DATE = re.compile(r"\d{4}(-\d\d){0,2}([T ].*)?")


def in_order(statements: pd.DataFrame, column: str, values: Sequence[str]) -> list[str]:
    """Values of a column in the order of their first date, "not given" last.

    Values that have no date follow in the order of the table; where values are themselves dates, months or years
    ("2024-03"), they are their own date.
    """
    named = group_values(statements[column])
    first = {v: k for k, v in enumerate(dict.fromkeys(named))}
    dates: dict[str, str] = {}
    if all(_DATE.fullmatch(v) for v in values if v != MISSING):
        dates = {v: v for v in values}
    elif column == "article_id" and "date" in statements.columns:
        given = group_values(statements["date"])
        dates = {str(k): str(v) for k, v in given[given.ne(MISSING)].groupby(named).min().items()}
    return sorted(values, key=lambda v: (v == MISSING, v not in dates, dates.get(v, ""), first[v]))

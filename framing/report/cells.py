"""How values of tables are written for a reader, the same in Markdown and HTML."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

__all__ = ["cell", "heading", "is_numeric", "records"]

_NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?%?|(under|over) \d+%|–")
_HEADINGS = {
    "article_id": "article",
    "statement_id": "statement",
    "first_position": "first at",
    "hhi": "HHI",
    "vader": "VADER",
}


def cell(value: Any) -> str:
    """One value as text: missing is empty, whole numbers have separators, others three digits after the point.

    >>> cell(12345), cell(0.12345), cell(float("nan")), cell(True), cell(3.0)
    ('12,345', '0.123', '', 'yes', '3')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "yes" if value else "no"
    if isinstance(value, str):
        return " ".join(value.split())
    try:
        number = float(value)
    except (TypeError, ValueError):
        return " ".join(str(value).split())
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each as a mapping from column to value."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def heading(column: Any) -> str:
    """A column's name for a reader.

    >>> heading("quoted_words"), heading("article_id")
    ('quoted words', 'article')
    """
    name = str(column)
    return _HEADINGS.get(name, name.replace("_", " "))


def is_numeric(frame: pd.DataFrame, position: int) -> bool:
    """Whether a column, by its place, holds numbers or numbers as text ("15%", "+0.3"), and is set flush right."""
    kind = frame.dtypes.iloc[position]
    if pd.api.types.is_bool_dtype(kind):
        return False
    if pd.api.types.is_numeric_dtype(kind):
        return True
    texts = [v for v in frame.iloc[:, position] if isinstance(v, str)]
    return len(texts) == len(frame) > 0 and all(_NUMBER.fullmatch(t) for t in texts)

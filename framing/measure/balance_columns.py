"""Columns of the tables that measures take: checked, and with missing group values made visible."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing.errors import ComparisonError

__all__ = ["MISSING", "group_values", "require_columns"]

MISSING = "not given"
"""What stands for a missing group value: its rows are a group of their own, never dropped."""


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, purpose: str) -> None:
    """Raise a ComparisonError that names the columns a table lacks and those it has."""
    lacking = [c for c in dict.fromkeys(columns) if c not in frame.columns]
    if lacking:
        raise ComparisonError(
            f"{purpose} needs the column{'s' if len(lacking) > 1 else ''} {', '.join(map(repr, lacking))}; the table "
            f"has {', '.join(map(str, frame.columns)) or 'none'}. Merge columns of the articles on 'article_id'."
        )


def group_values(values: pd.Series) -> pd.Series:
    """Group values as text, with "not given" where there is none."""
    as_text = values.astype("str").where(values.notna(), MISSING)
    return as_text.mask(as_text.eq(""), MISSING)

"""Grouping columns for tables of runs: columns of the table itself, or metadata of its articles."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pandas as pd

from framing.errors import InputError
from framing.measure.balance_columns import group_values
from framing.values import Article, Corpus

__all__ = ["with_groups"]

_ARTICLE_FIELDS = ("outlet", "date", "title", "url")


def with_groups(table: pd.DataFrame, corpus: Corpus | None, by: Sequence[str]) -> pd.DataFrame:
    """The columns ``by`` for each row of ``table``, as text, missing values as "not given".

    A column that the table lacks is taken from the articles (``outlet``, ``date``, ``title``, ``url``
    and extra columns) by ``article_id``.

    Raises an :class:`~framing.errors.InputError`: a column exists in neither; the message gives the nearest name.
    """
    extra = {name for a in corpus for name in a.extra} if corpus is not None else set()
    known = [*table.columns, *(f for f in _ARTICLE_FIELDS if corpus is not None), *sorted(extra)]
    columns: dict[str, pd.Series] = {}
    for name in by:
        if name in table.columns:
            values = table[name]
        elif corpus is not None and name in known:
            of_article = {a.id: _value(a, name) for a in corpus}
            values = table["article_id"].map(of_article)
        else:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"columns are {', '.join(known)}."
            raise InputError(f"no column '{name}' to group by; {hint}")
        columns[name] = group_values(values)
    return pd.DataFrame(columns, index=table.index)


def _value(article: Article, name: str) -> str | None:
    if name in _ARTICLE_FIELDS:
        value = getattr(article, name)
        return None if value is None else str(value)
    return article.extra.get(name)

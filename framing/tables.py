"""Columns of the tables that measures take: checked, and with missing group values made visible.

Tables that open to the lines behind their rows are made by :func:`framing.results.result`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import pandas as pd

from framing.errors import ComparisonError, InputError
from framing.values import Article, Corpus

__all__ = ["MISSING", "context", "group_values", "known_value", "require_columns", "source_values", "with_groups"]

MISSING = "not given"
"""What stands for a missing group value: its rows are a group of their own, never dropped."""

_ARTICLE_FIELDS = ("outlet", "date", "title", "url")

_OF_SOURCE = ("named", "official")
"""Columns that say yes or no of a source, and nothing where no source is stated."""


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, purpose: str) -> None:
    """Raise a ComparisonError that names the columns a table lacks, the nearest it has, and all that it has."""
    lacking = [c for c in dict.fromkeys(columns) if c not in frame.columns]
    if not lacking:
        return
    known = list(map(str, frame.columns))
    near = [m for c in lacking for m in difflib.get_close_matches(str(c), known, n=1)]
    hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    raise ComparisonError(
        f"{purpose} needs the column{'s' if len(lacking) > 1 else ''} {', '.join(map(repr, lacking))}; "
        f"{hint}the table has {', '.join(known) or 'none'}. Merge columns of the articles on 'article_id'."
    )


def known_value(value: str, known: Iterable[str], *, what: str) -> None:
    """Raise a ComparisonError for a value that does not occur, with the nearest that do.

    ``what`` begins the message: "No statement has the speaker".
    """
    names = sorted(set(known))
    if value in names:
        return
    folded = {n.casefold(): n for n in names}
    close = difflib.get_close_matches(value.casefold(), list(folded), n=3, cutoff=0.5)
    close += [f for f in folded if value.casefold() in f and f not in close][:3]
    shown = f"{', '.join(map(repr, names[:12]))}{' …' if len(names) > 12 else ''}" or "none"
    hint = f"Did you mean {' or '.join(repr(folded[c]) for c in close)}?" if close else f"There is: {shown}."
    raise ComparisonError(f"{what} {value!r}. {hint}")


def context(text: str, start: int, end: int, *, width: int) -> tuple[str, str]:
    """Up to ``width`` characters before and after a span, whole words, on one line.

    >>> context("Nobody knows, she said, what comes next.", 14, 22, width=12)
    ('knows,', ', what comes')
    """
    before = " ".join(text[max(0, start - 2 * width - 1) : start].split())
    after = " ".join(text[end : end + 2 * width + 1].split())
    if len(before) > width:
        cut = before[-width:]
        before = cut if before[-width - 1].isspace() else cut.partition(" ")[2]
    if len(after) > width:
        cut = after[:width]
        after = cut if after[width].isspace() else cut.rpartition(" ")[0]
    return before.strip(), after.strip()


def group_values(values: pd.Series) -> pd.Series:
    """Group values as text, with "not given" where there is none."""
    as_text = values.astype("str").where(values.notna(), MISSING)
    return as_text.mask(as_text.eq(""), MISSING)


def source_values(frame: pd.DataFrame, column: str) -> pd.Series:
    """Group values of a column of statements; whether a source is named or official is not given where none is stated.

    ``official`` reads "official" or "not official" and ``named`` "True" or "False".
    """
    values = group_values(frame[column])
    if column in _OF_SOURCE and "speaker" in frame.columns:
        values = values.mask(group_values(frame["speaker"]).eq(MISSING), MISSING)
    if column == "official":
        values = values.replace({"True": "official", "False": "not official"})
    return values


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

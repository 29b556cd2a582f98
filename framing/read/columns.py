"""Which column of a table is which field of an article."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from framing.errors import InputError
from framing.read.record import UnusableError
from framing.wording import nearest

__all__ = ["ALIASES", "as_string", "check_mapping", "match_columns", "missing_columns", "split_row", "text_columns"]

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "headline"),
    "text": ("text",),
    "outlet": ("outlet", "media_name", "medium"),
    "date": ("date", "publish_date"),
    "url": ("url",),
    "language": ("language",),
}
"""Column names understood unmapped, the preferred one first: this project's, Media Cloud's and AmCAT's."""

_MISSING = {"", "na", "n/a", "nan", "nat", "none", "null"}


def check_mapping(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The user's mapping of fields to columns, or :class:`InputError` for a field that does not exist."""
    for field in columns or {}:
        if field not in ALIASES:
            raise InputError(f"--column {field}=…: no such field. {nearest(field, ALIASES)}")
    return dict(columns or {})


def match_columns(found: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Column of each field, by the user's ``mapping`` first, then by :data:`ALIASES`, letter case aside.

    A mapped field whose column is not there has none: its aliases are not tried.

    >>> match_columns(["ID", "Headline", "Body"], {"text": "body"})
    {'text': 'Body', 'id': 'ID', 'title': 'Headline'}
    """
    chosen: dict[str, str] = {}
    for field, wanted in mapping.items():
        column = wanted if wanted in found else _named(wanted, found)
        if column is not None:
            chosen[field] = column
    for field, aliases in ALIASES.items():
        if field in mapping:
            continue
        free = [c for c in found if c not in chosen.values()]
        column = next((c for alias in aliases if (c := _named(alias, free)) is not None), None)
        if column is not None:
            chosen[field] = column
    return chosen


def text_columns(found: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """As :func:`match_columns`; raises :class:`UnusableError` without a text column or without a mapped one."""
    chosen = match_columns(found, mapping)
    missing = missing_columns(found, mapping)
    if missing:
        raise UnusableError("; ".join(missing))
    if "text" not in chosen:
        raise UnusableError(f"no column 'text' {_list(found)}; name the one that holds it with --column text=NAME")
    return chosen


def missing_columns(found: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """A message for each mapped column that is not there."""
    messages = []
    for field, wanted in mapping.items():
        if wanted not in found and _named(wanted, found) is None:
            messages.append(f"no column {wanted!r} for --column {field}={wanted}. {nearest(wanted, found, shown=40)}")
    return messages


def _list(found: Sequence[str]) -> str:
    return f"(columns found: {', '.join(found) or 'none'})"


def _plain(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").split())


def _named(wanted: str, found: Iterable[str]) -> str | None:
    return next((c for c in found if _plain(c) == _plain(wanted)), None)


def split_row(row: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Text, other fields and extra columns of a row; what is empty or a mark for "missing" is left out.

    Extra columns lose only what is empty: "NA" is a country.
    """
    given = {field: row[column] for field, column in chosen.items() if column in row}
    given = {field: value for field, value in given.items() if value.strip().casefold() not in _MISSING}
    used = set(chosen.values())
    extra = {c: v for c, v in row.items() if c not in used and c.strip() and v.strip()}
    return given.pop("text", ""), given, extra


def as_string(value: object) -> str:
    """A typed value of JSON or Parquet as a string; what is missing is the empty string."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))  # a column of whole numbers with gaps comes as floats
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)

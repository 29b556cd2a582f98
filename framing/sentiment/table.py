"""Portrayal for rows that a user brings: a text and the place of its target."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import InputError
from framing.read.files import find
from framing.read.tables import table_rows
from framing.sentiment.model import LABELS, NOTHING, labels, load_judge, unusable
from framing.values import Problem

__all__ = ["ADDED", "NEEDED", "portray"]

NEEDED = ("text", "start", "end")
ADDED = ("label", *(f"p_{name}" for name in LABELS))
Row = tuple[str, Mapping[str, Any]]
_PLACE = "\0place"
"""Key of a row's place in a frame; no column is called so."""
_NUMBER = re.compile(r"([+-]?\d{1,15})(?:\.0*)?", re.ASCII)


def portray(rows: pd.DataFrame | str | Path, *, threads: int | None = None) -> pd.DataFrame:
    """How each row's text puts its target, the characters from ``start`` up to ``end``: negative, neutral, positive.

    ``rows`` is a DataFrame, or a CSV, TSV, JSON Lines or Parquet file, with columns ``text`` (a sentence), ``start``
    and ``end`` (string indices into it, from 0, end exclusive). Several targets of one sentence are several rows.
    Gives the rows with ``label`` (negative, neutral, positive, or uncertain where none is likely enough) and the
    calibrated chances ``p_negative``, ``p_neutral`` and ``p_positive``, which sum to 1. What a row gets does not depend
    on other rows.

    Rows that cannot be judged are left out: ``attrs["problems"]`` says which and why. Nothing is guessed: offsets that
    do not fit are not mended.

    Raises an InputError: columns are missing, are there already, or no row can be judged.

    >>> table = portray(pd.DataFrame({"text": ["Critics called Ann Vale a liar."], "start": [15], "end": [23]}))
    >>> table["label"].tolist()
    ['negative']
    """
    named, problems = _of_frame(rows) if isinstance(rows, pd.DataFrame) else _of_file(rows)
    judge, kept, inputs = load_judge(), [], []
    for item, values in named:
        found = _target(values)
        ready = None if isinstance(found, str) else judge.inputs(*found)
        if isinstance(found, str) or ready is None:
            problems.append(Problem(item, found if isinstance(found, str) else NOTHING))
            continue
        kept.append(dict(values) | {"start": found[1], "end": found[2]})
        inputs.append(ready)
    if not kept:
        shown = "".join(f"\n  {p.item}: {p.reason}" for p in problems[:5])
        raise InputError(f"there is no target to judge{f'; of {len(problems)} rows:' if shown else ': no rows'}{shown}")
    chances = judge.chances(inputs, threads=threads)
    if isinstance(rows, pd.DataFrame):
        table = rows.iloc[[values[_PLACE] for values in kept]].copy()
    else:
        table = pd.DataFrame(kept)
    table["label"] = labels(chances)
    for column, name in enumerate(ADDED[1:]):
        table[name] = chances[:, column].round(4)
    table.attrs["problems"] = tuple(problems)
    return table


def _of_frame(frame: pd.DataFrame) -> tuple[list[Row], list[Problem]]:
    _check(frame.columns)
    columns = zip(*(frame[c].tolist() for c in NEEDED), strict=True)
    named = [dict(zip(NEEDED, values, strict=True)) for values in columns]
    return [(f"row {n}", values | {_PLACE: n - 1}) for n, values in enumerate(named, 1)], []


def _of_file(path: str | Path) -> tuple[list[Row], list[Problem]]:
    sources, problems = find(path)
    rows: list[Row] = []
    for source in sources:
        found: dict[str, None] = {}
        try:
            for row in table_rows(source):
                if isinstance(row, Problem):
                    problems.append(row)
                else:
                    rows.append(row)
                    found.update(dict.fromkeys(row[1]))
        except InputError as error:
            raise InputError(f"{source.name}: {error}") from error
        if found:
            _check(found)
    return rows, problems


def _check(columns: Iterable[Any]) -> None:
    names = [str(c) for c in columns]
    lacking = [c for c in NEEDED if c not in names]
    if lacking:
        raise InputError(
            f"portray needs the columns text, start and end; the table lacks {', '.join(lacking)} and has "
            f"{', '.join(names) or 'none'}. Rename the columns that hold them"
        )
    there = [c for c in ADDED if c in names]
    if there:
        raise InputError(f"portray: the table has {', '.join(there)} already; rename them")


def _target(values: Mapping[str, Any]) -> tuple[str, int, int] | str:
    """Text and offsets of a row, or why there are none."""
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        return "there is no text"
    offsets = []
    for name in ("start", "end"):
        number = _whole(values.get(name))
        if number is None:
            return f"{name} is {_shown(values.get(name))}, not a whole number; count characters from 0"
        offsets.append(number)
    start, end = offsets
    return unusable(text, start, end) or (text, start, end)


def _whole(value: Any) -> int | None:
    """A whole number, also one that a table holds as a float or a string."""
    if isinstance(value, bool):
        return None
    found = _NUMBER.fullmatch(str(value).strip())
    return int(found[1]) if found else None


def _shown(value: Any) -> str:
    empty = value is None or value == "" or (isinstance(value, float) and math.isnan(value))
    return "missing" if empty else repr(value)

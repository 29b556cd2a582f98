"""How values show themselves in a notebook: one line, and a table of the first rows, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["SHOWN", "preview"]

SHOWN = 10
"""Rows that a notebook shows of a value."""

_LONGEST = 160


def preview(line: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, of: int) -> str:
    """A line and a table of the first rows ``of`` so many, as HTML. Missing values are empty, long ones cut."""
    body = [f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows]
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    more = f"<p>… and {of - len(body):,} more</p>" if of > len(body) else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>" if body else ""
    return f"<div><p>{escape(line.strip('<>'))}</p>{table}{more}</div>"


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")

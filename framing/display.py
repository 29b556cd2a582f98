"""How values show themselves in a notebook: one line, and a table of the first rows, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SHOWN", "preview", "table_html"]

SHOWN = 10
"""Rows that a notebook shows of a value."""

_LONGEST = 160
_BAR = "linear-gradient(90deg, #a9cfea {0:.0f}%, transparent {0:.0f}%) 0 100% / 100% 4px no-repeat"


def preview(line: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, of: int) -> str:
    """A line and a table of the first rows ``of`` so many, as HTML. Missing values are empty, long ones cut."""
    body = [f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows]
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    more = f"<p>… and {of - len(body):,} more</p>" if of > len(body) else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>" if body else ""
    return f"<div><p>{escape(line.strip('<>'))}</p>{table}{more}</div>"


def table_html(table: pd.DataFrame, *, most: int = SHOWN) -> str:
    """A table as HTML, at most ``most`` rows of it: shares as percentages with a bar, other numbers with few digits.

    A share is a number in a column whose name ends in "share", from 0 to 1.
    """
    shown = table.head(most)
    shares = {str(c) for c in table.columns if str(c).endswith("share") and _is_share(table[c])}
    rows = []
    for label, row in zip(shown.index, shown.itertuples(index=False, name=None), strict=True):
        cells = [f"<th>{escape(str(label))}</th>"]
        cells += [_value(v, is_share=str(c) in shares) for c, v in zip(table.columns, row, strict=True)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th>{escape(str(c))}</th>" for c in table.columns)
    more = f"<p>{len(shown):,} of {len(table):,} rows</p>" if len(table) > len(shown) else ""
    return f"<div><table><thead><tr><th></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}</div>"


def _is_share(values: pd.Series) -> bool:
    numbers = values.dropna()
    return bool(str(values.dtype).startswith(("float", "Float")) and len(numbers) and numbers.between(0, 1).all())


def _value(value: object, *, is_share: bool) -> str:
    if is_share and value == value and value is not None:
        share = 100 * float(value)  # type: ignore[arg-type]
        return f'<td style="text-align:right;background:{_BAR.format(share)}">{share:.0f}%</td>'
    if isinstance(value, float):
        return f'<td style="text-align:right">{"" if value != value else f"{value:.4g}"}</td>'
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<td style="text-align:right">{value:,}</td>'
    return f"<td>{_cell(value)}</td>"


def _cell(value: object) -> str:
    text = "" if value is None or value != value else " ".join(str(value).split())
    return escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")

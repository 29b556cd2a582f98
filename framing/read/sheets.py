"""Articles in spreadsheets (``.xlsx``), one a row of every sheet that has a column of texts."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.read.columns import Choice, as_string, choose_columns, noted, split_row, text_columns, unique
from framing.read.dates import ColumnDays
from framing.read.decode import read_bytes
from framing.read.files import Source
from framing.read.record import Item, Record, UnusableError

__all__ = ["read_sheets"]


def read_sheets(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a workbook. The first row of a sheet that is not empty names the columns; rows are streamed."""
    book = _opened(source)
    try:
        any_text = False
        headers: list[str] = []
        for sheet in book.worksheets:
            rows = _rows(sheet)
            header = next(rows, None)
            if header is None:
                continue
            names = unique(header)
            headers += names
            choice = choose_columns([n for n in names if n], mapping)
            if "text" not in choice.columns:
                continue
            any_text = True
            yield from _sheet(source, sheet.title if len(book.worksheets) > 1 else "", names, rows, choice)
        if not any_text:
            text_columns(headers, mapping)
            raise UnusableError("no sheet has a column of texts")
    finally:
        book.close()


def _sheet(
    source: Source, title: str, names: Sequence[str], rows: Iterator[list[str]], choice: Choice
) -> Iterator[Item]:
    place = f"{source.name} sheet {title}" if title else source.name
    yield from noted(place, choice.notes)
    days = ColumnDays(lambda: _column(source, title, names.index(choice.columns["date"])))
    for number, row in enumerate(rows, 1):
        values = {name: value for name, value in zip(names, row, strict=False) if name}
        if any(v.strip() for v in values.values()):
            text, given, extra = split_row(values, choice.columns)
            days.settle(given)
            key = f"{source.key}-{title}-{number}" if title else f"{source.key}-{number}"
            yield Record(f"{place} row {number + 1}", text, key, given, extra)
    yield from noted(place, [days.note])


def _column(source: Source, title: str, index: int) -> Iterator[str]:
    book = _opened(source)
    sheet = book[title] if title else book.worksheets[0]
    for row in _below(_rows(sheet)):
        yield row[index] if index < len(row) else ""
    book.close()


def _below(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows without the first."""
    next(rows, None)
    return rows


def _opened(source: Source) -> Any:
    from openpyxl import load_workbook  # slow to import
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(read_bytes(source)), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError) as e:
        raise UnusableError(f"damaged, or not an Excel workbook ({e}); save it again or as .csv") from e


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows as strings, from the first one that is not empty."""
    begun = False
    for row in sheet.iter_rows(values_only=True):
        cells = [_cell(value) for value in row]
        begun = begun or any(c.strip() for c in cells)
        if begun:
            yield cells


def _cell(value: object) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return as_string(value)

"""Articles in tables: CSV and TSV, JSON Lines, DataFrames. Rows of files stream; none is held as a whole."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from framing.read.columns import (
    ALIASES,
    SYNONYMS,
    Choice,
    as_string,
    choose_columns,
    flat,
    match_columns,
    missing_columns,
    no_text,
    noted,
    split_row,
    text_columns,
    unique,
)
from framing.read.dates import ColumnDays
from framing.read.decode import file_errors, open_text
from framing.read.files import Source
from framing.read.parquet_files import parquet_rows
from framing.read.ragged import Raw, Straight, lenient, straightened
from framing.read.record import Item, Record, Tally, UnusableError
from framing.read.repair import without_surrogates
from framing.values import Problem

if TYPE_CHECKING:
    from _csv import Reader

    import pandas as pd

__all__ = [
    "JsonRow", "csv_rows", "json_items", "json_row", "read_csv", "read_frame", "read_jsonl", "table_rows",
]  # fmt: skip

_FIELD_LIMIT = 1 << 27
"""Characters: twenty articles of a million words. More is a quotation mark that was never closed."""
_PATIENCE = 20
"""Lines that are not JSON before a file is said not to be JSON Lines."""
_SEPARATOR = re.compile(r"[ \"]*sep=\"?(\\t|tab|.)[ \"]*[,;\t]*", re.IGNORECASE)
"""What Excel writes, and hides, above the header; other programs put it in quotation marks, or make it a row."""
_DIGITS = 4_000
_KEPT = 2
"""Lines of a row that are kept until it is read."""
_MISREAD_MARK = "ï»¿"
"""A byte order mark that was read as windows-1252."""
_MARKS = {"\ufeff", "ï"}
_INNER = "mended: quotation marks inside a field, which should be written twice"

Row = tuple[int, int, Mapping[str, str]]
"""Number of the row (from 1), of its first line, and its values."""
JsonRow = tuple[str, Mapping[str, str], Mapping[str, str]] | Problem
"""Item, values as strings, and what kind of JSON those values are that are no strings."""
_JSON = {bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
"""Name of the line in messages, and its values."""


def csv_rows(
    stream: TextIO, name: str, mapping: Mapping[str, str] | None = None
) -> tuple[list[str], Iterator[Row | Problem]]:
    """Header and rows of a CSV or TSV; the delimiter (comma, semicolon, tab, bar) is seen from the header.

    With ``mapping`` the column of the texts is looked for, and rows with more or fewer fields than the header are put
    right where that is safe (:mod:`framing.read.ragged`), which is noted. All others, and rows that are not
    well-formed, become problems. Raises :class:`UnusableError` where there is no header.
    """
    # Global to the csv module; its default of 131,072 characters is less than a long article.
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    lines = _Lines(stream)
    first, blank = next(lines, ""), 0
    while first and not first.strip():
        first, blank = next(lines, ""), blank + 1
    declared = _SEPARATOR.fullmatch(first.rstrip("\r\n"))
    if declared:
        first, blank = next(lines, ""), blank + 1
    if not first:
        raise UnusableError("empty table; its first line must name the columns")
    delimiter = _declared(declared[1]) if declared else _delimiter(first)
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
    try:
        header = unique(next(reader))
    except csv.Error as e:
        raise UnusableError(f"the first line cannot be read as column names: {e}") from e
    text = None if mapping is None else choose_columns(header, mapping).columns.get("text")
    at = None if text is None else header.index(text)
    raw = _raw_rows(reader, lines, len(header), delimiter, blank + 1)
    return header, _csv_body(straightened(raw, header, at, delimiter), header, name)


class _Lines:
    """Lines of a stream without byte order marks before them; those of the row that is being read are ``kept``."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.kept: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._stream)
        line = line.removeprefix(_MISREAD_MARK).lstrip("\ufeff") if line[:1] in _MARKS else line
        if len(self.kept) < _KEPT:
            self.kept.append(line)
        return line


def _raw_rows(reader: Reader, lines: _Lines, width: int, delimiter: str, first_line: int) -> Iterator[Raw]:
    while True:
        line = reader.line_num + first_line
        lines.kept.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as e:
            mended = lenient(lines.kept[0], width, delimiter) if len(lines.kept) == 1 else None
            yield Raw(line, [], _csv_cure(e)) if mended is None else Raw(line, mended, None, _INNER)
            continue
        yield Raw(line, cells, quoted=_quoted(cells, "".join(lines.kept)) if len(cells) > width else frozenset())


def _quoted(cells: Sequence[str], written: str) -> frozenset[int]:
    """The places of cells that stand in quotation marks in a row as it was written."""
    marked = ('"{}"'.format(cell.replace('"', '""')) for cell in cells)
    return frozenset(i for i, cell in enumerate(marked) if cell in written)


def _csv_body(rows: Iterator[Straight], header: Sequence[str], name: str) -> Iterator[Row | Problem]:
    tally = Tally("rows")
    for number, row in enumerate(rows, 1):
        item = f"{name} row {number} (line {row.line})"
        for mended in row.mended:
            tally.add(mended, item)
        if row.fault is not None:
            yield Problem(item, row.fault)
        elif [c.strip() for c in row.cells] == list(header):
            tally.add("the header again: two tables one after the other; passed over", item)
        else:
            yield number, row.line, dict(zip(header, row.cells, strict=True))
    yield from tally.problems()


def _csv_cure(error: csv.Error) -> str:
    if "unexpected end" in str(error) or "field limit" in str(error):
        return "a quotation mark opens here and is never closed; the rest of the file is inside it"
    return f"not well-formed ({error}); write quotation marks inside a field twice"


def _declared(written: str) -> str:
    return "\t" if written.casefold() in ("\\t", "tab") else written


def _delimiter(line: str) -> str:
    names = {alias for table in (ALIASES, SYNONYMS) for aliases in table.values() for alias in aliases}

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter))
        return sum(c.strip().casefold() in names for c in cells), len(cells)

    return max(",;\t|", key=score)


def read_csv(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a CSV or TSV, one a row."""
    stream, encoding = open_text(source)
    with stream, file_errors():
        header, rows = csv_rows(stream, source.name, mapping)
        choice = text_columns(header, mapping)
        yield from encoding.problem(source.name)
        yield from noted(source.name, choice.notes)
        days = ColumnDays(lambda: _csv_column(source, choice.columns["date"], mapping))
        for row in rows:
            if isinstance(row, Problem):
                yield row
                continue
            number, line, values = row
            text, given, extra = split_row(values, choice.columns)
            days.settle(given)
            yield Record(f"{source.name} row {number} (line {line})", text, f"{source.key}-{number}", given, extra)
    yield from noted(source.name, [days.note])


def _csv_column(source: Source, name: str, mapping: Mapping[str, str]) -> Iterator[str]:
    stream, _ = open_text(source)
    with stream:
        _, rows = csv_rows(stream, source.name, mapping)
        yield from (row[2].get(name, "") for row in rows if not isinstance(row, Problem))


def read_jsonl(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a JSON Lines file, one object a line; the keys may differ from line to line."""
    stream, encoding = open_text(source)
    with stream, file_errors():
        rows = _json_rows(stream, source.name)
        # Until an article is found: where there is none, the fault is the file's, not each line's.
        held = _until_text(rows, mapping)
        yield from encoding.problem(source.name)
        yield from json_items(source, itertools.chain(held, rows), mapping, lambda: _jsonl_again(source))


def _jsonl_again(source: Source) -> Iterator[JsonRow]:
    stream, _ = open_text(source)
    with stream:
        yield from _json_rows(stream, source.name)


def json_items(
    source: Source, rows: Iterable[JsonRow], mapping: Mapping[str, str], again: Callable[[], Iterable[JsonRow]]
) -> Iterator[Item]:
    """Articles of JSON objects. ``again`` gives the objects anew, for dates that only all of them together tell."""
    seen: dict[tuple[str, ...], Choice] = {}
    told: set[str] = set()
    days = ColumnDays(lambda: _json_dates(again(), mapping))
    for number, row in enumerate(rows, 1):
        if isinstance(row, Problem):
            yield row
            continue
        item, values, others = row
        keys = tuple(values)
        if keys not in seen:
            seen[keys] = choose_columns(keys, mapping)
            yield from noted(source.name, (n for n in seen[keys].notes if n not in told))
            told.update(seen[keys].notes)
        chosen = seen[keys].columns
        if "text" not in chosen:
            reason = no_text(keys, seen[keys]) if seen[keys].asked else f"no text (keys: {', '.join(keys) or 'none'})"
            yield Problem(item, reason)
            continue
        column = chosen["text"]
        if column in others:
            yield Problem(item, f"{column!r} holds a JSON {others[column]}, not a text; write it in quotation marks")
            continue
        text, given, extra = split_row(values, chosen)
        days.settle(given)
        yield Record(item, text, f"{source.key}-{number}", given, extra)
    yield from noted(source.name, [days.note])
    for message in missing_columns(list(dict.fromkeys(k for keys in seen for k in keys)), mapping):
        yield Problem(source.name, message, skipped=False)


def table_rows(source: Source) -> Iterator[tuple[str, Mapping[str, str]] | Problem]:
    """Rows of any table, whatever its columns, each with what it is called in messages; all values are strings.

    Raises UnusableError where the file is no table.
    """
    if source.format == "parquet":
        for number, cells in parquet_rows(source):
            yield cells if isinstance(cells, Problem) else (f"{source.name} row {number}", cells)
        return
    if source.format not in ("csv", "jsonl"):
        raise UnusableError("is no table; give a .csv, .tsv, .jsonl or .parquet file")
    stream, encoding = open_text(source)
    with stream, file_errors():
        yield from encoding.problem(source.name)
        if source.format == "jsonl":
            for found in _json_rows(stream, source.name):
                yield found if isinstance(found, Problem) else found[:2]
            return
        for row in csv_rows(stream, source.name)[1]:
            yield row if isinstance(row, Problem) else (f"{source.name} row {row[0]} (line {row[1]})", row[2])


def _json_dates(rows: Iterable[JsonRow], mapping: Mapping[str, str]) -> Iterator[str]:
    seen: dict[tuple[str, ...], str | None] = {}
    for row in rows:
        if not isinstance(row, Problem):
            keys = tuple(row[1])
            if keys not in seen:
                seen[keys] = choose_columns(keys, mapping).columns.get("date")
            yield row[1].get(seen[keys] or "", "")


def _until_text(rows: Iterator[JsonRow], mapping: Mapping[str, str]) -> list[JsonRow]:
    held: list[JsonRow] = []
    keys: dict[str, None] = {}
    for row in rows:
        held.append(row)
        if isinstance(row, Problem):
            if not keys and len(held) == _PATIENCE:
                break
            continue
        keys.update(dict.fromkeys(row[1]))
        if "text" in match_columns(list(row[1]), mapping):
            return held
    if keys:
        text_columns(list(keys), mapping)
    first = next((row for row in held if isinstance(row, Problem)), None)
    if first is None:
        raise UnusableError("empty file; write one JSON object a line")
    raise UnusableError(f"not JSON Lines; line {first.item.rpartition(' line ')[2]}: {first.reason}")


def _json_rows(stream: TextIO, name: str) -> Iterator[JsonRow]:
    for number, line in enumerate(stream, 1):
        line = line.lstrip("\ufeff")
        if not line.strip():
            continue
        item = f"{name} line {number}"
        try:
            parsed = json.loads(line, parse_int=_integer)
        except (ValueError, RecursionError) as e:
            yield Problem(item, f"invalid JSON ({e}); write one object a line")
            continue
        yield json_row(item, parsed)


def json_row(item: str, parsed: object) -> JsonRow:
    """A parsed JSON value as a row of strings, objects inside it flattened, or why it is none."""
    if not isinstance(parsed, dict):
        return Problem(item, f"a JSON {type(parsed).__name__} where an object is needed; write one object a line")
    others = {without_surrogates(key): _JSON[type(value)] for key, value in parsed.items() if type(value) in _JSON}
    values = {without_surrogates(key): without_surrogates(_json_value(value)) for key, value in flat(parsed).items()}
    authors = parsed.get("authors")
    if isinstance(authors, list) and authors and "byline" not in values and all(isinstance(a, str) for a in authors):
        values["byline"] = ", ".join(map(without_surrogates, authors))
    return item, values, others


def _integer(digits: str) -> int | str:
    """A whole number; one of more digits than Python converts stays as it is written."""
    return int(digits) if len(digits) < _DIGITS else digits


def _json_value(value: object) -> str:
    try:
        return as_string(value)
    except (ValueError, RecursionError):  # a whole number of more digits than Python writes; nested too deeply
        return ""


def read_frame(frame: pd.DataFrame, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a DataFrame, one a row; one without an id is known by its number, from 1."""
    names = unique(map(str, frame.columns))
    choice = text_columns(names, mapping)
    yield from noted("table", choice.notes)
    missing = frame.isna().to_numpy()
    days = ColumnDays(lambda: map(as_string, frame.iloc[:, names.index(choice.columns["date"])].dropna()))
    for number, (row, gone) in enumerate(zip(frame.itertuples(index=False, name=None), missing, strict=True), 1):
        values = {n: "" if no else as_string(v) for n, v, no in zip(names, row, gone, strict=True)}
        text, given, extra = split_row(values, choice.columns)
        days.settle(given)
        yield Record(f"row {number}", text, f"row-{number}", given, extra)
    yield from noted("table", [days.note])

"""Articles in tables: CSV and TSV, JSON Lines, Parquet. Rows stream; no table is held in memory as a whole."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from framing.read.columns import ALIASES, as_string, match_columns, missing_columns, split_row, text_columns
from framing.read.decode import file_errors, open_text
from framing.read.files import Source
from framing.read.record import Item, Record, UnusableError
from framing.values import Problem

if TYPE_CHECKING:
    from _csv import Reader

    import pandas as pd

__all__ = ["csv_rows", "read_csv", "read_frame", "read_jsonl", "read_parquet", "table_rows"]

_FIELD_LIMIT = 1 << 27
"""Characters: twenty articles of a million words. More is a quotation mark that was never closed."""
_PATIENCE = 20
"""Lines that are not JSON before a file is said not to be JSON Lines."""
_BATCH = 256
"""Rows of a Parquet file held at a time."""
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
"""What Excel writes, and hides, above the header."""
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = tuple[int, int, Mapping[str, str]]
"""Number of the row (from 1), of its first line, and its values."""
JsonRow = tuple[str, Mapping[str, str], Mapping[str, str]] | Problem
"""Item, values as strings, and what kind of JSON those values are that are no strings."""
_JSON = {bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
"""Name of the line in messages, and its values."""


def csv_rows(stream: TextIO, name: str) -> tuple[list[str], Iterator[Row | Problem]]:
    """Header and rows of a CSV or TSV; the delimiter (comma, semicolon, tab, bar) is seen from the header.

    Rows with more or fewer fields than the header and rows that are not well-formed become problems.
    Raises :class:`UnusableError` where there is no header.
    """
    # Global to the csv module; its default of 131,072 characters is less than a long article.
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    first, blank = stream.readline(), 0
    while first and not first.strip():
        first, blank = stream.readline(), blank + 1
    declared = _SEPARATOR.fullmatch(first.strip("\r\n"))
    if declared:
        first, blank = stream.readline(), blank + 1
    if not first:
        raise UnusableError("empty table; its first line must name the columns")
    delimiter = declared[1] if declared else _delimiter(first)
    reader = csv.reader(_chained(first, stream), delimiter=delimiter, strict=True)
    try:
        header = _unique(next(reader))
    except csv.Error as e:
        raise UnusableError(f"the first line cannot be read as column names: {e}") from e
    return header, _csv_body(reader, header, name, blank + 1)


def _csv_body(reader: Reader, header: Sequence[str], name: str, first_line: int) -> Iterator[Row | Problem]:
    number = 0
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as e:
            number += 1
            yield Problem(f"{name} row {number} (line {line})", _csv_cure(e))
            continue
        if not cells:
            continue
        number += 1
        surplus = cells[len(header) :]
        if len(cells) < len(header) or any(s.strip() for s in surplus):
            reason = f"{len(cells)} fields where the header has {len(header)}; put quotation marks around the text"
            yield Problem(f"{name} row {number} (line {line})", reason)
        else:
            yield number, line, dict(zip(header, cells, strict=False))


def _csv_cure(error: csv.Error) -> str:
    if "unexpected end" in str(error) or "field limit" in str(error):
        return "a quotation mark opens here and is never closed; the rest of the file is inside it"
    return f"not well-formed ({error}); write quotation marks inside a field twice"


def _chained(first: str, stream: TextIO) -> Iterator[str]:
    yield first
    yield from stream


def _delimiter(line: str) -> str:
    names = {alias for aliases in ALIASES.values() for alias in aliases}

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter))
        return sum(c.strip().casefold() in names for c in cells), len(cells)

    return max(",;\t|", key=score)


def _unique(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in (h.strip() for h in header):
        number = 2
        unique = name
        while unique in names and name:
            unique, number = f"{name}_{number}", number + 1
        names.append(unique)
    return names


def read_csv(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a CSV or TSV, one a row."""
    stream, encoding = open_text(source)
    with stream, file_errors():
        header, rows = csv_rows(stream, source.name)
        chosen = text_columns(header, mapping)
        yield from encoding.problem(source.name)
        for row in rows:
            if isinstance(row, Problem):
                yield row
            else:
                number, line, values = row
                text, given, extra = split_row(values, chosen)
                yield Record(f"{source.name} row {number} (line {line})", text, f"{source.key}-{number}", given, extra)


def read_jsonl(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a JSON Lines file, one object a line; the keys may differ from line to line."""
    stream, encoding = open_text(source)
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    with stream, file_errors():
        rows = _json_rows(stream, source.name)
        # Until an article is found: where there is none, the fault is the file's, not each line's.
        held = _until_text(rows, mapping)
        yield from encoding.problem(source.name)
        for number, row in enumerate(itertools.chain(held, rows), 1):
            if isinstance(row, Problem):
                yield row
                continue
            item, values, others = row
            keys = tuple(values)
            if keys not in seen:
                seen[keys] = match_columns(keys, mapping)
            if "text" not in seen[keys]:
                yield Problem(item, f"no text (keys: {', '.join(keys) or 'none'})")
                continue
            column = seen[keys]["text"]
            if column in others:
                yield Problem(
                    item, f"{column!r} holds a JSON {others[column]}, not a text; write it in quotation marks"
                )
                continue
            text, given, extra = split_row(values, seen[keys])
            yield Record(item, text, f"{source.key}-{number}", given, extra)
    for message in missing_columns(list(dict.fromkeys(k for keys in seen for k in keys)), mapping):
        yield Problem(source.name, message, skipped=False)


def table_rows(source: Source) -> Iterator[tuple[str, Mapping[str, str]] | Problem]:
    """Rows of any table, whatever its columns, each with what it is called in messages; all values are strings.

    Raises UnusableError where the file is no table.
    """
    if source.format == "parquet":
        for number, values in _parquet_rows(source):
            yield values if isinstance(values, Problem) else (f"{source.name} row {number}", values)
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
        if not line.strip():
            continue
        item = f"{name} line {number}"
        try:
            parsed = json.loads(line)
        except (ValueError, RecursionError) as e:
            yield Problem(item, f"invalid JSON ({e}); write one object a line")
            continue
        if isinstance(parsed, dict):
            others = {_whole(key): _JSON[type(value)] for key, value in parsed.items() if type(value) in _JSON}
            yield item, {_whole(key): _whole(as_string(value)) for key, value in parsed.items()}, others
        else:
            yield Problem(item, f"a JSON {type(parsed).__name__} where an object is needed; write one object a line")


def _whole(text: str) -> str:
    """``text`` with U+FFFD for half surrogate pairs, which JSON allows and no UTF-8 file can hold."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def read_parquet(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a Parquet file, one a row. Of a file damaged in the middle the rows before it are read."""
    chosen: dict[str, str] = {}
    for number, values in _parquet_rows(source, mapping):
        if isinstance(values, Problem):
            yield values
        else:
            chosen = chosen or text_columns(list(values), mapping)
            text, given, extra = split_row(values, chosen)
            yield Record(f"{source.name} row {number}", text, f"{source.key}-{number}", given, extra)


def _parquet_rows(
    source: Source, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, dict[str, str] | Problem]]:
    """Number (from 1) and values of each row; a table of articles where there is a ``mapping``."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(source.path) as file:
            header = [n for n in map(str, file.schema_arrow.names) if not n.startswith("__index_level_")]
            if mapping is not None:
                text_columns(header, mapping)
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield number, {n: as_string(row[n]) for n in header}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as e:
        if isinstance(e, OSError) and e.errno:
            raise UnusableError(f"cannot be read: {e.strerror}") from e
        what = f"damaged, or not a Parquet file ({str(e).splitlines()[0].rstrip('.')}); write or copy it again"
        if number == 0:
            raise UnusableError(what) from e
        yield number, Problem(f"{source.name} after row {number}", what)


def read_frame(frame: pd.DataFrame, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a DataFrame, one a row; one without an id is known by its number, from 1."""
    names = [str(name) for name in frame.columns]
    chosen = text_columns(names, mapping)
    missing = frame.isna().to_numpy()
    for number, (row, gone) in enumerate(zip(frame.itertuples(index=False, name=None), missing, strict=True), 1):
        values = {n: "" if no else as_string(v) for n, v, no in zip(names, row, gone, strict=True)}
        text, given, extra = split_row(values, chosen)
        yield Record(f"row {number}", text, f"row-{number}", given, extra)

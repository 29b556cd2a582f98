"""Articles in Parquet files, one a row. Rows are read in batches; no file is held in memory as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from framing.read.columns import Choice, as_string, noted, split_row, text_columns, unique
from framing.read.dates import ColumnDays
from framing.read.decode import read_bytes
from framing.read.files import Source
from framing.read.record import Item, Record, Tally, UnusableError
from framing.values import Problem

__all__ = ["parquet_rows", "read_parquet"]

_BATCH = 256
"""Rows of a file held at a time."""
_INDEX = "__index_level_"
"""How pandas begins the names of columns that are a table's index."""


def read_parquet(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a Parquet file, one a row. Of a file damaged in the middle the rows before it are read."""
    choice: Choice | None = None
    days = ColumnDays(lambda: _column(source, choice.columns["date"] if choice else ""))
    for number, values in parquet_rows(source, mapping):
        if isinstance(values, Problem):
            yield values
            continue
        if choice is None:
            choice = text_columns(list(values), mapping)
            yield from noted(source.name, choice.notes)
        text, given, extra = split_row(values, choice.columns)
        days.settle(given)
        yield Record(f"{source.name} row {number}", text, f"{source.key}-{number}", given, extra)
    yield from noted(source.name, [days.note])


def parquet_rows(
    source: Source, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, dict[str, str] | Problem]]:
    """Number (from 1) and values of each row; a table of articles where there is a ``mapping``."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    number = 0
    tally = Tally("rows")
    try:
        with pq.ParquetFile(io.BytesIO(read_bytes(source)) if source.member else source.path) as file:
            header = unique(map(str, file.schema_arrow.names))
            if mapping is not None:
                text_columns([name for name in header if not name.startswith(_INDEX)], mapping)
            for batch in file.iter_batches(batch_size=_BATCH):
                named = zip(header, batch.columns, strict=True)
                columns = {n: _strings(c) for n, c in named if not n.startswith(_INDEX)}
                for i in range(batch.num_rows):
                    number += 1
                    for name in [n for n, c in columns.items() if c[i] is None]:
                        reason = f"column {name!r} holds a value that cannot be read; taken as empty"
                        tally.add(reason, f"{source.name} row {number}")
                    yield number, {n: c[i] or "" for n, c in columns.items()}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as e:
        if isinstance(e, OSError) and e.errno:
            raise UnusableError(f"cannot be read: {e.strerror}") from e
        told = (str(e).splitlines() or ["no reason given"])[0].rstrip(".")
        what = f"damaged, or not a Parquet file ({told}); write or copy it again"
        if number == 0:
            raise UnusableError(what) from e
        yield number, Problem(f"{source.name} after row {number}", what)
    yield from ((number, problem) for problem in tally.problems())


def _strings(column: Any) -> list[str | None]:
    """Values of an Arrow column as strings, None where one cannot be: a year 20,000, a time zone that is none."""
    import pyarrow as pa

    try:
        return list(map(as_string, column.to_pylist()))
    except Exception:  # noqa: S110 - whatever a value is that Python has no type for; each is tried below
        pass
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = column.cast(pa.timestamp(column.type.unit))
    tries: tuple[Callable[[Any], object], ...] = (lambda v: v.as_py(), lambda v: v.cast(pa.string()).as_py())
    return [_first(tries, value) for value in column]


def _first(tries: Iterable[Callable[[Any], object]], value: Any) -> str | None:
    for one in tries:
        try:
            return as_string(one(value))
        except Exception:  # noqa: S112 - the next may do
            continue
    return None


def _column(source: Source, name: str) -> Iterator[str]:
    return (cells[name] for _, cells in parquet_rows(source) if not isinstance(cells, Problem))

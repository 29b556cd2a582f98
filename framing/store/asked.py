"""Questions in SQL to a store, and their answers as the package's tables have them: text as such, or as categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.store.categories import as_column
from framing.store.reader import Store, quoted

__all__ = ["Asked", "answered"]


@dataclass(frozen=True)
class Asked:
    """A question in SQL, and what its rows are in order of: columns of the answer, "DESC" behind them, their length.

    Columns of ``order`` that begin with "_" are there to be ordered by, and are left out.
    """

    sql: str
    order: tuple[str, ...]

    @property
    def ordered(self) -> str:
        """The question with its order."""
        left_out = [c.split()[0] for c in self.order if c.startswith("_")]
        without = f" EXCLUDE ({', '.join(left_out)})" if left_out else ""
        order = ", ".join(map(_in_sql, self.order))
        return f"SELECT *{without} FROM ({self.sql}) ORDER BY {order}"


def _in_sql(part: str) -> str:
    name, _, down = part.partition(" ")
    return name if name.startswith("length(") else f"{quoted(name)} {down}".rstrip()


_FLAGS = ("official", "sourced")
_MAYBE = ("named",)


def answered(store: Store, asked: Asked, first: Sequence[str] = (), *, categories: bool = False) -> pd.DataFrame:
    """The answer as the package's tables have it: text as ``str``, yes and no that may be missing as ``boolean``.

    The columns of ``first`` come first, in that order. With ``categories`` text is given so, in order of the texts,
    and rows are sorted here, in less memory than DuckDB takes for it.
    """
    found = store.connection.cursor().sql(asked.sql if categories else asked.ordered).to_arrow_reader(_BATCH)
    batches = list(found) if not categories else [_encoded(batch) for batch in found]
    if not batches:
        empty = pa.RecordBatch.from_pylist([], schema=found.schema)
        batches = [_encoded(empty) if categories else empty]
    table = pa.Table.from_batches(batches)
    del batches
    arrays = dict(zip(table.column_names, table.columns, strict=True))
    order = [c for c in first if c in arrays]
    order += [c for c in table.column_names if c not in first]
    del table  # each column is let go as soon as it is converted
    columns: dict[str, pd.Series] = {}
    for name in order:
        column = arrays.pop(name)
        if pa.types.is_dictionary(column.type):
            columns[name] = as_column(column) if categories else column.cast(pa.string()).to_pandas().astype("str")
            continue
        series = column.to_pandas()
        if name in _FLAGS or (name in _MAYBE and column.null_count):
            series = series.astype("boolean")
        elif pa.types.is_integer(column.type):
            series = series.astype("int64")
        elif pa.types.is_string(column.type) or pa.types.is_null(column.type) or pa.types.is_large_string(column.type):
            series = series.astype("str")
        columns[name] = series
    if not categories:
        return pd.DataFrame(columns)
    at = np.lexsort([key for part in reversed(asked.order) for key in _keys(part, columns)])
    for name in list(columns):
        values = columns.pop(name)
        if not name.startswith("_"):
            columns[name] = values.take(at).reset_index(drop=True)
    return pd.DataFrame(columns, copy=False)


def _keys(part: str, columns: Mapping[str, pd.Series]) -> Iterator[NDArray[Any]]:
    """Numbers in whose order a part of an order is."""
    name, _, down = part.partition(" ")
    long = name.startswith("length(")
    values = columns[name.removeprefix("length(").removesuffix(")")]
    keys = values.to_numpy() if not isinstance(values.dtype, pd.CategoricalDtype) else values.cat.codes.to_numpy()
    if long:
        keys = np.array([len(c) for c in values.cat.categories], dtype=np.int64)[keys]
    yield -keys.astype(np.int64) if down else keys


_BATCH = 100_000
"""Rows whose texts are held at a time where they become categories."""


def _encoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [c.dictionary_encode() if pa.types.is_string(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)

"""The tables of a store, as ``schema.json`` documents them: one source for what is written, read and explained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMAT", "REMADE", "TABLES", "as_table", "columns_as_table", "documented", "frame_as_table", "schema"]

_TYPES = {
    "string": pa.string(),
    "name": pa.dictionary(pa.int32(), pa.string()),
    "int32": pa.int32(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "binary": pa.binary(),
    "map": pa.map_(pa.string(), pa.string()),
}
"""``name`` is text of few different values, written as numbers into a list of them."""


@cache
def documented() -> Mapping[str, Any]:
    """``schema.json``."""
    text = resources.files("framing.store").joinpath("schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


FORMAT: int = documented()["format"]
"""Of the store; a program reads its own and earlier ones."""

TABLES: tuple[str, ...] = tuple(documented()["tables"])
"""Names of the tables, articles first."""

REMADE = frozenset({"sketches", "in_passing"})
"""Tables that partitions of earlier versions of this format lack: their rows are worked out when they are needed."""


@cache
def schema(table: str) -> pa.Schema:
    """Columns of a table and their types; the metadata of the file names format and table."""
    columns = documented()["tables"][table]["columns"]
    fields = [pa.field(name, _TYPES[kind]) for name, (kind, _) in columns.items()]
    return pa.schema(fields, metadata={"framing.format": str(FORMAT), "framing.table": table})


def as_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as the table ``name``. What is no valid text, half of a character, becomes a question mark."""
    made = schema(name)
    listed = list(rows)
    columns = []
    for field in made:
        values = [row.get(field.name) for row in listed]
        plain = pa.types.is_string(field.type) or pa.types.is_dictionary(field.type)
        columns.append(pa.array([_text(v) for v in values] if plain else values, type=field.type))
    return pa.Table.from_arrays(columns, schema=made)


def columns_as_table(name: str, parts: Iterable[Mapping[str, Sequence[Any]]]) -> pa.Table:
    """Columns as the table ``name``, of several parts one after the other; one that has no columns is empty."""
    made = schema(name)
    tables = [made.empty_table()]
    for columns in filter(None, parts):
        arrays = [_array(columns.get(field.name, ()), field.type) for field in made]
        tables.append(pa.Table.from_arrays(arrays, schema=made))
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    plain = pa.string() if pa.types.is_dictionary(kind) else kind
    try:
        found = pa.array(values, type=plain, from_pandas=True)
    except UnicodeEncodeError:
        found = pa.array(map(_text, values), type=plain)
    return found.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else found


def frame_as_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """The columns of a pandas table as the table ``name``; one that it lacks is empty."""
    made = schema(name)
    columns = []
    for field in made:
        if field.name not in frame.columns:
            columns.append(pa.nulls(len(frame), field.type))
        elif pa.types.is_dictionary(field.type):
            text = pa.array(frame[field.name], type=pa.string(), from_pandas=True)
            columns.append(text.dictionary_encode().cast(field.type))
        else:
            columns.append(pa.array(frame[field.name], type=field.type, from_pandas=True))
    return pa.Table.from_arrays(columns, schema=made)


def _text(value: Any) -> str | None:
    if value is None or value != value:
        return None
    text = str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")

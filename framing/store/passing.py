"""What texts tell in passing, of partitions of stores of before, which have no such table.

It is made of their texts when it is first asked for, and kept beside the partitions, whose files never change.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from framing import __version__
from framing.errors import OutputError
from framing.measure.in_passing import in_passing
from framing.store.reader import Store
from framing.store.schema import frame_as_table, schema

__all__ = ["passing_of_before"]

_FILE = "together/in_passing.parquet"
_TOLD = b"framing.parts"
_SCHEMA = pa.schema([pa.field("part", pa.string()), *schema("in_passing").remove_metadata()])


def passing_of_before(store: Store) -> dict[str, pa.Table]:
    """The table ``in_passing`` of each partition that has none, by its name."""
    lacking = {record.part: n for n, record in enumerate(store.records) if "in_passing" not in record.files}
    if not lacking:
        return {}
    kept = _kept(store)
    found = {part: kept[part] if part in kept else _made(store, number) for part, number in lacking.items()}
    if found.keys() != kept.keys() and not store.memory:
        with suppress(OutputError):  # a store that cannot be written answers, and makes them again
            store.place.write(_FILE, _packed(found))
    return found


def _made(store: Store, number: int) -> pa.Table:
    texts = store.readable("articles", number, ["article_id", "title", "text"])
    of = {i: (title or "", text) for i, title, text in zip(*(c.to_pylist() for c in texts.columns), strict=True)}
    columns = ["article_id", "field", "start", "end", "voice", "statement_id"]
    runs = store.readable("voices", number, columns).to_pydict()
    places = zip(*(runs[c] for c in columns[:4]), strict=True)
    runs["text"] = [of[i][field == "text"][start:end] if i in of else "" for i, field, start, end in places]
    named = store.readable("mentions", number, columns[:4]).to_pandas()
    return frame_as_table("in_passing", in_passing(named, pd.DataFrame(runs))).replace_schema_metadata()


def _packed(found: dict[str, pa.Table]) -> bytes:
    named = ((t, pa.array([part] * len(t), pa.string())) for part, t in found.items())
    tables = [t.add_column(0, "part", part).cast(_SCHEMA) for t, part in named]
    told = {_TOLD: json.dumps({"version": __version__, "parts": list(found)}).encode("ascii")}
    stream = io.BytesIO()
    pq.write_table(pa.concat_tables(tables).replace_schema_metadata(told), stream, compression="zstd")
    return stream.getvalue()


def _kept(store: Store) -> dict[str, pa.Table]:
    try:
        table = pq.read_table(io.BytesIO(store.place.read(_FILE)), schema=_SCHEMA)
        told = json.loads(pq.read_schema(io.BytesIO(store.place.read(_FILE))).metadata[_TOLD])
        if told["version"] != __version__:
            return {}
        ends = table["part"].combine_chunks().dictionary_encode()
        number = {part: i for i, part in enumerate(ends.dictionary.to_pylist())}
        codes = pd.Series(ends.indices.to_pandas())
        rows = table.drop_columns("part")
        found = {}
        for part in told["parts"]:  # those of a partition stand together
            here = codes.eq(number.get(part, -1))
            first = int(here.to_numpy().argmax()) if here.any() else 0
            found[part] = rows.slice(first, int(here.sum()))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return {}
    return found

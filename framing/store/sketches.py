"""What copies and the join take from the texts: a sketch of each and the nicknames it explains, kept from run to run.

An article's sketch depends on its content alone, so that of an article that stays as it is no text is read again.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from framing.errors import OutputError
from framing.events.copies import Sketch, Sketches
from framing.join.clusters import nicknamed
from framing.store.articles import article_of
from framing.store.reader import Store
from framing.values import Article

__all__ = ["sketched", "told_articles"]

_FILE = "together/sketches.parquet"
_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()), ("content", pa.string()), ("words", pa.int64()), ("digest", pa.binary()),
        ("sample", pa.binary()), ("nicknamed", pa.string()),
    ]
)  # fmt: skip


def sketched(store: Store, ids: list[str]) -> tuple[Sketches, dict[str, str]]:
    """The sketches of articles in this order, and the nicknames that some of them explain, by article."""
    table = _brought_up_to_date(store)
    place = {name: i for i, name in enumerate(table["article_id"].to_pylist())}
    order = pa.array([place[i] for i in ids], pa.int64())
    table = table.take(order)
    told = zip(ids, table["nicknamed"].to_pylist(), strict=True)
    samples = table["sample"].combine_chunks()
    offsets = np.frombuffer(samples.buffers()[1], dtype=np.int32)[samples.offset : samples.offset + len(ids) + 1] // 8
    values = np.frombuffer(samples.buffers()[2] or b"", dtype="<u8")
    made = Sketches(
        table["words"].to_numpy(),
        table["digest"].to_pylist(),
        [values[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)],
    )
    return made, {i: names for i, names in told if names}


def _brought_up_to_date(store: Store) -> pa.Table:
    old = _kept(store)
    known = dict(zip(old["article_id"].to_pylist(), old["content"].to_pylist(), strict=True))
    now: dict[str, str] = {}
    fresh: list[pa.Table] = []
    for number in range(len(store.records)):
        keys = store.readable("articles", number, ["article_id", "content_hash", "cut"])
        mine = {i: f"{c}-{n}" for i, c, n in zip(*(keys[c].to_pylist() for c in keys.column_names), strict=True)}
        now |= mine
        wanted = [i for i, content in mine.items() if known.get(i) != content]
        if wanted:
            fresh.append(_made(store, number, wanted, mine))
    kept = [known[i] == now.get(i) for i in known]
    table = pa.concat_tables([old.filter(pa.array(kept, pa.bool_())), *fresh])
    if fresh or not all(kept):
        stream = io.BytesIO()
        pq.write_table(table, stream, compression="zstd")
        if not store.memory:
            with suppress(OutputError):  # a store that cannot be written answers, and makes them again
                store.place.write(_FILE, stream.getvalue())
    return table


def _kept(store: Store) -> pa.Table:
    try:
        return pq.read_table(io.BytesIO(store.place.read(_FILE)), schema=_SCHEMA)
    except (OSError, pa.ArrowException):
        return _SCHEMA.empty_table()


def _made(store: Store, number: int, wanted: list[str], content: dict[str, str]) -> pa.Table:
    sketch, which = Sketch(), set(wanted)
    texts = store.readable("articles", number, ["article_id", "text"])
    rows = []
    for name, text in zip(texts["article_id"].to_pylist(), texts["text"].to_pylist(), strict=True):
        if name in which:
            words, digest, sample = sketch(text)
            rows.append((name, content[name], words, digest, sample.astype("<u8").tobytes(), nicknamed(text)))
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA)


def told_articles(store: Store, nicknames: dict[str, str]) -> Iterator[Article]:
    """The articles as the join looks at them: dates, events, and of the texts what explains a nickname."""
    for number in range(len(store.records)):
        table = store.readable("articles", number, ["article_id", "date", "extra"])
        for row in table.to_pylist():
            yield article_of({**row, "text": nicknames.get(row["article_id"], "")})

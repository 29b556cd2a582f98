"""What copies and the join take from the texts: a sketch of each and the nicknames it explains.

Partitions have them in a table of their own, made by whoever analyses. For articles that have no row there, of stores
of before, they are made here and kept beside the partitions: an article's sketch depends on its content alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.errors import OutputError
from framing.events.copies import Sketch, Sketches
from framing.join.seen import nicknamed
from framing.store.articles import article_of
from framing.store.reader import Store
from framing.store.schema import schema
from framing.values import Article

__all__ = ["sketch_table", "sketched", "told_articles"]

_FILE = "together/sketches.parquet"
_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()), ("content", pa.string()), ("words", pa.int64()), ("digest", pa.binary()),
        ("sample", pa.binary()), ("nicknamed", pa.string()),
    ]
)  # fmt: skip


def sketched(store: Store, ids: list[str]) -> tuple[Sketches, dict[str, str]]:
    """The sketches of articles in this order, and the nicknames that some of them explain, by article."""
    table = _all(store)
    place = {name: i for i, name in enumerate(table["article_id"].to_pylist())}
    order = pa.array([place[i] for i in ids], pa.int64())
    table = table.take(order)
    told = zip(ids, table["nicknamed"].to_pylist(), strict=True)
    samples = table["sample"].combine_chunks()
    offsets = np.frombuffer(samples.buffers()[1], dtype=np.int32)[samples.offset : samples.offset + len(ids) + 1] // 8
    values = np.frombuffer(samples.buffers()[2] or b"", dtype="<u8")
    made = Sketches(
        table["words"].to_numpy().astype(np.int64),
        table["digest"].to_pylist(),
        [values[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)],
    )
    return made, {i: names for i, names in told if names}


def sketch_table(articles: pa.Table) -> pa.Table:
    """The table ``sketches`` of a table of articles."""
    sketch = Sketch()
    rows = []
    for name, text in zip(articles["article_id"].to_pylist(), articles["text"].to_pylist(), strict=True):
        words, digest, sample = sketch(text)
        rows.append((name, words, digest, sample.astype("<u8").tobytes(), nicknamed(text)))
    made = schema("sketches")
    columns = zip(*rows, strict=True) if rows else [()] * len(made)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, made, strict=True)], schema=made)


def _all(store: Store) -> pa.Table:
    """The sketches of all articles."""
    made = schema("sketches").remove_metadata()
    found, lacking = [], []
    for number in range(len(store.records)):
        mine = store.readable("sketches", number, made.names)
        found.append(mine.cast(made))
        if mine.num_rows < store.readable("articles", number, ["article_id"]).num_rows:
            lacking.append((number, set(mine["article_id"].to_pylist())))
    if lacking:
        found.append(_brought_up_to_date(store, lacking).select(made.names).cast(made))
    return pa.concat_tables([made.empty_table(), *found])


def _brought_up_to_date(store: Store, lacking: list[tuple[int, set[str]]]) -> pa.Table:
    """The sketches of articles of these partitions that have none there, of which these have one."""
    old = _kept(store)
    known = dict(zip(old["article_id"].to_pylist(), old["content"].to_pylist(), strict=True))
    now: dict[str, str] = {}
    fresh: list[pa.Table] = []
    for number, have in lacking:
        keys = store.readable("articles", number, ["article_id", "content_hash", "cut"])
        every = zip(*(keys[c].to_pylist() for c in keys.column_names), strict=True)
        mine = {i: f"{c}-{n}" for i, c, n in every if i not in have}
        now |= mine
        wanted = [i for i, content in mine.items() if known.get(i) != content]
        if wanted:
            texts = store.readable("articles", number, ["article_id", "text"])
            texts = texts.filter(pc.is_in(texts["article_id"], pa.array(wanted, pa.string())))
            made = sketch_table(texts)
            content = [mine[i] for i in made["article_id"].to_pylist()]
            made = made.append_column("content", pa.array(content, pa.string())).select(_SCHEMA.names)
            fresh.append(made.cast(_SCHEMA))
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


def told_articles(store: Store, nicknames: dict[str, str]) -> Iterator[Article]:
    """The articles as the join looks at them: dates, events, and of the texts what explains a nickname."""
    for number in range(len(store.records)):
        table = store.readable("articles", number, ["article_id", "date", "extra"])
        for row in table.to_pylist():
            yield article_of({**row, "text": nicknames.get(row["article_id"], "")})

"""What the articles of a store say together: which are copies of one text, and which actors are one.

Both follow from the partitions. They are kept in the folder ``together`` with the state of the store that they are of,
and worked out anew where that has changed: ``articles`` (copies), ``statements`` and ``speakers`` (as the corpus has
them), ``actors`` (whom each article's actor is), and ``join.json``. Texts pass through and are not held; what grows
with the corpus is what its actors are called, a kilobyte or two an article.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing import __version__
from framing.errors import OutputError
from framing.events.copies import copy_groups
from framing.join import Join, join_sightings
from framing.saving import join_as_json, join_from_json
from framing.statement_json import to_json
from framing.store.articles import Texts, stored_corpus
from framing.store.memory import give_back
from framing.store.reader import Store, literal
from framing.store.schema import schema
from framing.store.sightings import Sightings
from framing.store.sketches import sketched, told_articles
from framing.store.told import Told
from framing.values import Speaker, SpeakerType
from framing.whose import about_each, relay_names

__all__ = ["is_together", "join_of_store", "kept_together", "together"]

_STATE = "together/state.json"
_JOIN = "together/join.json"
_HASHES = "together/told.parquet"
_ARTICLES = pa.schema([(c, pa.string()) for c in ("article_id", "duplicate_of", "copy_group")])
_CHANGED = ("description", "access", "via", "record")
_STATEMENTS = pa.schema([schema("statements").field(c) for c in ("article_id", "statement_id", *_CHANGED)])
_ACTORS = pa.schema(
    [schema("mentions").field(c) for c in ("article_id", "actor_id")]
    + [pa.field("joined_id", pa.string())]
    + [schema("mentions").field(c) for c in ("actor", "type", "side")]
)
_HASHED = pa.schema([(c, pa.string()) for c in ("article_id", "hash")])
_AT_A_TIME = 4_000
"""Rows that are written at a time."""
_IN_MEMORY = 1 << 22
"""Bytes of a file that is written which are held."""


def is_together(store: Store, *, join: bool = True) -> bool:
    """Whether what :func:`together` works out is kept, and of the store as it is."""
    made = _kept(store)
    return made is not None and (made["joined"] or not join)


def together(store: Store, *, join: bool = True, progress: Callable[[str], object] | None = None) -> None:
    """Make the views ``copies``, and as the corpus has them ``said`` (statements), ``heard`` (speakers), ``named``.

    Without ``join`` these are as each article by itself has them. What has to be worked out is, and is kept where the
    store can be written; ``progress`` is told what is under way.
    """
    there = is_together(store, join=join)
    if not there and not store.verify():  # without what is damaged it may have been worked out before
        there = is_together(store, join=join)
    con = store.connection
    if not there:
        with _uncollected():
            _work_out(store, join=join, progress=progress or (lambda _: None))
    _register(store, "copies", "articles")
    if join:
        for view, name in (
            ("said_together", "statements"),
            ("heard_together", "speakers"),
            ("joined_actors", "actors"),
        ):
            _register(store, view, name)
        columns = ", ".join(f"CASE WHEN t.record IS NULL THEN s.{c} ELSE t.{c} END AS {c}" for c in _CHANGED)
        con.execute(
            f"CREATE OR REPLACE VIEW said AS SELECT s.* REPLACE ({columns}) FROM statements s "
            "LEFT JOIN said_together t ON t.article_id = s.article_id AND t.statement_id = s.statement_id"
        )
        con.execute(
            "CREATE OR REPLACE VIEW heard AS SELECT * FROM heard_together UNION ALL BY NAME "
            "SELECT s.* FROM speakers s ANTI JOIN said_together t "
            "ON t.article_id = s.article_id AND t.statement_id = s.statement_id"
        )
        con.execute(
            "CREATE OR REPLACE VIEW named AS SELECT m.* REPLACE (coalesce(j.joined_id, m.actor_id) AS actor_id, "
            "coalesce(j.actor, m.actor) AS actor, coalesce(j.type, m.type) AS type, "
            "CASE WHEN j.joined_id IS NULL THEN m.side ELSE j.side END AS side) "
            "FROM mentions m LEFT JOIN joined_actors j ON j.article_id = m.article_id AND j.actor_id = m.actor_id"
        )
    else:
        for view, name in (("said", "statements"), ("heard", "speakers"), ("named", "mentions")):
            con.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM {name}")
        nobody = ", ".join(f"NULL::VARCHAR AS {field.name}" for field in _ACTORS)
        con.execute(f"CREATE OR REPLACE VIEW joined_actors AS SELECT {nobody} WHERE false")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for circles among objects, of which there are millions here and hardly any circles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def join_of_store(store: Store) -> Join:
    """The join that :func:`together` made."""
    if _JOIN in store.memory:
        return join_from_json(json.loads(store.memory[_JOIN]))
    return join_from_json(json.loads(store.place.read(_JOIN)))


def kept_together(store: Store, name: str, columns: Sequence[str], *, joined: bool = True) -> pa.Table:
    """Columns of a table that :func:`together` made: ``statements``, ``speakers`` or ``actors``; empty without join."""
    made = {"statements": _STATEMENTS, "speakers": schema("speakers"), "actors": _ACTORS}[name]
    if not joined:
        return made.empty_table().select(list(columns))
    file = f"together/{name}.parquet"
    data = store.memory[file] if file in store.memory else store.place.read(file)
    return pq.read_table(io.BytesIO(data), columns=list(columns))


def _kept(store: Store) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = json.loads(store.place.read(_STATE))
    except (OSError, ValueError):
        return None
    return state if state.get("state") == store.state else None


def _work_out(store: Store, *, join: bool, progress: Callable[[str], object]) -> None:
    progress("looking for copies")
    corpus = stored_corpus(store, Texts(store))
    ids = [a.id for a in corpus]
    sketches, nicknames = sketched(store, ids)
    _write(store, "articles", _ARTICLES, _copies(store, ids, copy_groups(corpus, sketches)))
    del corpus, sketches
    give_back()
    if join:
        progress("joining actors")
        made = _join(store, nicknames)
        _put(store, _JOIN, partial(join_as_json, made))
        dates = {i: _day(d) for i, d in _each(store, "articles", ["article_id", "date"])}
        _write(store, "actors", _ACTORS, _actors(store, made, dates))
        progress("telling speakers by all articles")
        give_back()
        _as_the_corpus_has_them(store, made, dates)
        gc.collect()
    state = {"state": store.state, "joined": join, "version": __version__}
    _put(store, _STATE, json.dumps(state).encode("ascii"))


def _copies(store: Store, ids: Sequence[str], groups: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each article with the first by id that has its text, where that is another, and with its group of near-copies.

    Groups are given where some counted article repeats most of another, as :func:`framing.events.mark_copies` has it.
    """
    group = dict(zip(ids, groups, strict=True))
    sql = (
        "SELECT article_id, CASE WHEN f <> article_id THEN f END AS duplicate_of FROM "
        "(SELECT article_id, min(article_id) OVER (PARTITION BY text_hash) AS f FROM articles) ORDER BY article_id"
    )
    table = store.connection.sql(sql).to_arrow_table()
    rows = list(zip(table["article_id"].to_pylist(), table["duplicate_of"].to_pylist(), strict=True))
    counted = [group[i] for i, first in rows if first is None]
    repeated = len(counted) > len(set(counted))
    for i, first in rows:
        yield {"article_id": i, "duplicate_of": first, "copy_group": group[i] if repeated else None}


def _join(store: Store, nicknames: dict[str, str]) -> Join:
    same = Sightings()
    rows = (same.of(*row) for row in _each(store, "actors", ["article_id", "sighting"]))
    return join_sightings(rows, told_articles(store, nicknames), project=store.project)


def _each(store: Store, name: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    for number in range(len(store.records)):
        table = store.readable(name, number, columns)
        yield from zip(*(table[c].to_pylist() for c in columns), strict=True)


def _actors(store: Store, made: Join, dates: Mapping[str, dt.date | None]) -> Iterator[dict[str, Any]]:
    """Each actor of the mentions that the corpus knows under another id, name, type or side than its article."""
    project = store.project
    columns = ["article_id", "actor_id", "actor", "type", "side"]
    for number in range(len(store.records)):
        rows = store.readable("mentions", number, columns).group_by(columns).aggregate([])
        for article_id, own_id, name, kind, side in zip(*(rows[c].to_pylist() for c in columns), strict=True):
            who = Speaker(own_id, name, SpeakerType(kind), side)
            new = made.speaker(article_id, who, project, dates.get(article_id))
            if new is not who:
                yield {
                    "article_id": article_id, "actor_id": own_id, "joined_id": new.id, "actor": new.name,
                    "type": new.type.value, "side": new.side,
                }  # fmt: skip


def _as_the_corpus_has_them(store: Store, made: Join, dates: Mapping[str, dt.date | None]) -> None:
    """Write the statements whose speakers the corpus knows otherwise than their article, and their speakers.

    Those of an article are taken from the last time where it and what the corpus knows of its speakers are as they
    were: ``told`` has a hash of both.
    """
    found = Told(made, store.project, dates)
    parts = [found.see(store, number) for number in range(len(store.records))]
    before = {} if store.memory else _before(store)
    with _Rows(_STATEMENTS) as said, _Rows(schema("speakers")) as heard, _Rows(_HASHED) as told:
        kept: set[str] = set()
        for number, slots in enumerate(parts):
            others, hashes = found.changed(slots, _contents(store, number))
            told.add({"article_id": i, "hash": h} for i, h in hashes.items())
            fresh = {i for i, h in hashes.items() if before.get(i) != h}
            kept |= hashes.keys() - fresh
            for s, access in found.statements(store, number, slots.statement[others], fresh):
                key = {"article_id": s.article_id, "statement_id": s.id}
                description = s.attributed_to.description if s.attributed_to else ""
                via = "; ".join(relay_names(s))
                record = json.dumps(to_json(s, joined=True), ensure_ascii=False)
                said.add([{**key, "description": description, "access": access, "via": via, "record": record}])
                heard.add({**key, "place": place, **about} for place, about in enumerate(about_each(s)))
        for name, rows in (("statements", said), ("speakers", heard)) if kept else ():
            rows.take(store.place.read(f"together/{name}.parquet"), kept)
        _put(store, "together/statements.parquet", said.pieces)
        _put(store, "together/speakers.parquet", heard.pieces)
        _put(store, _HASHES, told.pieces)


def _before(store: Store) -> dict[str, str]:
    """By article the hash of what was told the last time, if that is kept and of this version."""
    try:
        if json.loads(store.place.read(_STATE)).get("version") != __version__:
            return {}
        for name in ("statements", "speakers"):
            pq.ParquetFile(io.BytesIO(store.place.read(f"together/{name}.parquet")))
        table = pq.read_table(io.BytesIO(store.place.read(_HASHES)))
        return dict(zip(table["article_id"].to_pylist(), table["hash"].to_pylist(), strict=True))
    except (OSError, ValueError, KeyError, AttributeError, pa.ArrowException):
        return {}


def _contents(store: Store, number: int) -> dict[str, str]:
    columns = ["article_id", "content_hash", "settings_hash"]
    table = store.readable("articles", number, columns)
    return {i: c + s for i, c, s in zip(*(table[c].to_pylist() for c in columns), strict=True)}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _write(store: Store, name: str, made: pa.Schema, rows: Iterator[dict[str, Any]]) -> None:
    with _Rows(made) as filled:
        filled.add(rows)
        _put(store, f"together/{name}.parquet", filled.pieces)


class _Rows:
    """One file, filled some rows at a time; on disk where it is long."""

    def __init__(self, made: pa.Schema) -> None:
        self._stream = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (it lives as long as this)
        self._made = made
        self._writer = pq.ParquetWriter(self._stream, made, compression="zstd")
        self._held: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        self._stream.close()

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            self._held.append(row)
            if len(self._held) == _AT_A_TIME:
                self._flush()

    def take(self, data: bytes, ids: Collection[str]) -> None:
        """The rows of these articles in an earlier file."""
        self._flush()
        names = pa.array(sorted(ids), pa.string())
        for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches(_AT_A_TIME):
            rows = pa.Table.from_batches([batch]).filter(pc.is_in(batch["article_id"], names))
            self._writer.write_table(rows.cast(self._made))

    def pieces(self) -> Iterator[bytes]:
        """The whole file; nothing can be added then."""
        self._close()
        self._stream.seek(0)
        while piece := self._stream.read(_IN_MEMORY):
            yield piece

    def _close(self) -> None:
        if self._writer.is_open:
            self._flush()
            self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._held, schema=self._made))
        self._held = []


def _put(store: Store, name: str, data: bytes | Callable[[], Iterable[bytes]]) -> None:
    """Keep a file beside the partitions, given whole or in pieces; where the store cannot be written, in memory."""
    try:
        if not store.memory:
            store.place.write(name, data if isinstance(data, bytes) else data())
            return
    except OutputError:
        pass
    store.memory[name] = data if isinstance(data, bytes) else b"".join(data())


def _register(store: Store, view: str, name: str) -> None:
    file = f"together/{name}.parquet"
    if file in store.memory:
        table = pq.read_table(io.BytesIO(store.memory[file]))
        store.connection.register("given", table)
        store.connection.execute(f"CREATE OR REPLACE TABLE {view}_held AS SELECT * FROM given")
        store.connection.unregister("given")
        rows = f"{view}_held"
    else:
        rows = f"read_parquet({literal(store.file(file))})"
    store.connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM {rows}")

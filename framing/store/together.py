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
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.errors import OutputError
from framing.events import near_copies
from framing.join import Join, join_sightings, joined
from framing.occasion import access_of
from framing.resolve import Project
from framing.resolve.roles import CorpusRoles
from framing.saving import join_from_json, join_to_json
from framing.statement_json import from_json, to_json
from framing.store.analyse import sighting_from_json
from framing.store.articles import Texts, stored_corpus
from framing.store.check import article_of
from framing.store.reader import Store
from framing.store.schema import schema
from framing.values import Article, Speaker, SpeakerType, Statement
from framing.whose import about_each, relay_names

__all__ = ["join_of_store", "together"]

_STATE = "together/state.json"
_JOIN = "together/join.json"
_ARTICLES = pa.schema([(c, pa.string()) for c in ("article_id", "duplicate_of", "copy_group")])
_STATEMENTS = pa.schema(
    [schema("statements").field(c) for c in ("article_id", "statement_id", "description", "access", "via", "record")]
)
_ACTORS = pa.schema(
    [schema("mentions").field(c) for c in ("article_id", "actor_id")]
    + [pa.field("joined_id", pa.string())]
    + [schema("mentions").field(c) for c in ("actor", "type", "side")]
)
_AT_A_TIME = 20_000
"""Rows that are written at a time."""


def together(store: Store, *, join: bool = True) -> None:
    """Make the views ``copies``, and as the corpus has them ``said`` (statements), ``heard`` (speakers), ``named``.

    Without ``join`` these are as each article by itself has them. What has to be worked out is, and is kept where the
    store can be written.
    """
    made = _kept(store)
    if made is None and not store.verify():  # without what is damaged it may have been worked out before
        made = _kept(store)
    con = store.connection
    if made is None or (join and not made["joined"]):
        made = _work_out(store, join=join)
    _register(store, "copies", "articles")
    if join:
        for view, name in (("said_together", "statements"), ("heard", "speakers"), ("joined_actors", "actors")):
            _register(store, view, name)
        con.execute(
            "CREATE OR REPLACE VIEW said AS SELECT s.* REPLACE (t.description AS description, t.access AS access, "
            "t.via AS via, t.record AS record) FROM statements s JOIN said_together t USING (article_id, statement_id)"
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


def join_of_store(store: Store) -> Join:
    """The join that :func:`together` made."""
    if _JOIN in store.memory:
        return join_from_json(json.loads(store.memory[_JOIN]))
    return join_from_json(json.loads(store.place.read(_JOIN)))


def _kept(store: Store) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = json.loads(store.place.read(_STATE))
    except (OSError, ValueError):
        return None
    return state if state.get("state") == store.state else None


def _work_out(store: Store, *, join: bool) -> dict[str, Any]:
    _write(store, "articles", _ARTICLES, _copies(store))
    if join:
        made = _join(store)
        dates = {r["article_id"]: _day(r["date"]) for r in _each(store, "articles", ["date"])}
        project = store.project
        _write(store, "actors", _ACTORS, _actors(store, made, project, dates))
        roles = CorpusRoles(dates)
        for _, found in _statements(store, made, project, dates):
            roles.see(found)
        said, heard = _Rows(_STATEMENTS), _Rows(schema("speakers"))
        for statements, speakers in _told(store, made, roles, project, dates):
            said.add(statements)
            heard.add(speakers)
        _put(store, "together/statements.parquet", said.file())
        _put(store, "together/speakers.parquet", heard.file())
        _put(store, _JOIN, json.dumps(join_to_json(made)).encode("ascii"))
        del made, roles
        gc.collect()
    state = {"state": store.state, "joined": join}
    _put(store, _STATE, json.dumps(state).encode("ascii"))
    return state


def _copies(store: Store) -> Iterator[dict[str, Any]]:
    """Each article with the first by id that has its text, where that is another, and with its group of near-copies.

    Groups are given where some counted article repeats most of another, as :func:`framing.events.mark_copies` has it.
    """
    corpus = stored_corpus(store, Texts(store))
    table = near_copies(corpus)
    groups = dict(zip(table["article_id"], table["copy_group"], strict=True))
    del table, corpus
    sql = (
        "SELECT article_id, CASE WHEN f <> article_id THEN f END AS duplicate_of FROM "
        "(SELECT article_id, min(article_id) OVER (PARTITION BY text_hash) AS f FROM articles) ORDER BY article_id"
    )
    rows = store.connection.sql(sql).to_arrow_table().to_pylist()
    counted = [groups[row["article_id"]] for row in rows if row["duplicate_of"] is None]
    repeated = len(counted) > len(set(counted))
    for row in rows:
        yield row | {"copy_group": groups[row["article_id"]] if repeated else None}


def _join(store: Store) -> Join:
    sightings = [sighting_from_json(row["article_id"], row["sighting"]) for row in _each(store, "actors", ["sighting"])]
    return join_sightings(sightings, _articles(store), project=store.project)


def _articles(store: Store) -> Iterator[Article]:
    for batch in store.batches("articles"):
        yield from map(article_of, batch.to_pylist())


def _each(store: Store, name: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in store.batches(name, columns):
        yield from batch.to_pylist()


def _actors(
    store: Store, made: Join, project: Project, dates: Mapping[str, dt.date | None]
) -> Iterator[dict[str, Any]]:
    """Each actor of the mentions that the corpus knows under another id, name, type or side than its article."""
    for batch in store.batches("mentions", ["actor_id", "actor", "type", "side"]):
        rows = batch.group_by(["article_id", "actor_id", "actor", "type", "side"])
        for row in rows.aggregate([]).to_pylist():
            who = Speaker(row["actor_id"], row["actor"], SpeakerType(row["type"]), row["side"])
            new = made.speaker(row["article_id"], who, project, dates.get(row["article_id"]))
            if new is not who:
                yield row | {"joined_id": new.id, "actor": new.name, "type": new.type.value, "side": new.side}


def _statements(
    store: Store, made: Join, project: Project, dates: Mapping[str, dt.date | None]
) -> Iterator[tuple[pa.Table, list[Statement]]]:
    """The statements of each partition with the actors of the corpus, and the partition's articles."""
    for number in range(len(store.records)):
        whole = store.partition("articles", number)
        batch = store.partition("statements", number, ["article_id", "record"])
        plain = (from_json(json.loads(line)) for line in batch["record"].to_pylist())
        yield whole, joined(plain, made, project, dates)


def _told(
    store: Store, made: Join, roles: CorpusRoles, project: Project, dates: Mapping[str, dt.date | None]
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Rows of statements and of speakers, partition by partition."""
    for whole, found in _statements(store, made, project, dates):
        articles = {row["article_id"]: article_of(row) for row in whole.to_pylist()}
        said: list[dict[str, Any]] = []
        heard: list[dict[str, Any]] = []
        for one in found:
            s = roles.told(one)
            if project.actors:  # what the project says of an office wins over what the articles say
                s = s.with_speakers(partial(project.apply, on=dates.get(s.article_id)))
            key = {"article_id": s.article_id, "statement_id": s.id}
            description = s.attributed_to.description if s.attributed_to else ""
            access = access_of(s, articles[s.article_id]).value
            via, record = "; ".join(relay_names(s)), json.dumps(to_json(s, joined=True), ensure_ascii=False)
            said.append({**key, "description": description, "access": access, "via": via, "record": record})
            heard += [{**key, "place": place, **about} for place, about in enumerate(about_each(s))]
        yield said, heard


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _write(store: Store, name: str, made: pa.Schema, rows: Iterator[dict[str, Any]]) -> None:
    filled = _Rows(made)
    filled.add(rows)
    _put(store, f"together/{name}.parquet", filled.file())


class _Rows:
    """One file, filled some rows at a time."""

    def __init__(self, made: pa.Schema) -> None:
        self._stream = io.BytesIO()
        self._made = made
        self._writer = pq.ParquetWriter(self._stream, made, compression="zstd")
        self._held: list[dict[str, Any]] = []

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            self._held.append(row)
            if len(self._held) == _AT_A_TIME:
                self._flush()

    def file(self) -> bytes:
        """The whole file; nothing can be added then."""
        self._flush()
        self._writer.close()
        return self._stream.getvalue()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._held, schema=self._made))
        self._held = []


def _put(store: Store, name: str, data: bytes) -> None:
    """Keep a file beside the partitions; where the store cannot be written, in memory."""
    try:
        if not store.memory:
            store.place.write(name, data)
            return
    except OutputError:
        pass
    store.memory[name] = data


def _register(store: Store, view: str, name: str) -> None:
    file = f"together/{name}.parquet"
    if file in store.memory:
        table = pq.read_table(io.BytesIO(store.memory[file]))
        store.connection.register("given", table)
        store.connection.execute(f"CREATE OR REPLACE TABLE {view} AS SELECT * FROM given")
        store.connection.unregister("given")
        return
    store.connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM read_parquet('{store.file(file)}')")

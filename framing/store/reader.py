"""A store opened for reading: its tables in DuckDB, which reads of the files no more than a question needs.

What the articles by themselves say is in the partitions. What they say together (which are copies of one text, which
actors are one) is worked out from the partitions, kept in files beside them, and made anew where these have changed:
:mod:`framing.store.together`.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from framing.errors import InputError
from framing.resolve import Project
from framing.store.journal import Record, file_name, open_place, sound_records, superseded
from framing.store.parts import DamagedError, is_whole, read_table, without
from framing.store.place import Folder, Place, place_of
from framing.store.schema import REMADE, TABLES, schema
from framing.store.settings import project_of
from framing.values import Problem
from framing.wording import amount

__all__ = ["Store", "open_store"]


def open_store(where: str | Path) -> Store:
    """The store there. Raises an InputError: it is none, or of a newer version, or holds articles of an older one."""
    place = place_of(where)
    store = Store(place, open_place(place))
    older = [record for record in store.records if not set(TABLES) - REMADE <= set(record.files)]
    if older:
        articles = sum(record.articles for record in older)
        raise InputError(
            f"{place.url} has {amount(articles, 'article')} that an earlier version analysed, without all that this "
            f"one keeps; run `framing analyze INPUT --out {place.url}` with the same articles, which makes them anew"
        )
    return store


class Store:
    """Tables of articles that were analysed before. ``problems`` names partitions that are damaged and left out.

    ``query`` asks in SQL, ``table`` gives columns; ``batches`` goes through a table partition by partition. What is
    superseded, and what a writer that was stopped has left, is not there. ``memory`` holds the files of
    :mod:`framing.store.together` where the store is read-only.
    """

    def __init__(self, place: Place, head: dict[str, Any]) -> None:
        self.place = place
        self.head = head
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self.memory: dict[str, bytes] = {}
        live, damaged = sound_records(place)
        self.problems += [_unreadable(place, name, why) for name, why in damaged.items()]
        self._gone = superseded(live)
        for record in (r for r in live if r.files):
            bad = [n for n, w in record.files.items() if place.size(file_name(n, record.part)) != w.bytes]
            if bad:
                self.problems.append(_damaged(place, record, bad))
            else:
                self.records.append(record)

    def __repr__(self) -> str:
        return f"<Store: {len(self):,} articles, {self.place.url}>"

    def __len__(self) -> int:
        mine = {r.part for r in self.records}
        return sum(r.articles for r in self.records) - sum(len(ids) for p, ids in self._gone.items() if p in mine)

    @property
    def project(self) -> Project:
        """The project that the articles were analysed with."""
        return project_of(self.head["settings"])

    @cached_property
    def state(self) -> str:
        """Changes with what is in the store."""
        told = [(r.part, sorted(self._gone.get(r.part, ()))) for r in self.records]
        return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """A table, partition by partition. One that cannot be read is passed over and noted in ``problems``."""
        for record in self.records:
            gone = self._gone.get(record.part, ())
            wanted = None if columns is None else list(dict.fromkeys(["article_id", *columns]))
            try:
                table = read_table(self.place, record, name, wanted)
            except DamagedError as error:
                self.problems.append(Problem(record.part, str(error)))
                continue
            yield without(table, gone)

    def verify(self) -> bool:
        """Read every file once and leave out the partitions that are not what was written; whether all are.

        Opening a store looks at sizes alone: this finds the bit that has flipped. Half a second a gigabyte.
        """
        whole = []
        for record in self.records:
            bad = [name for name in record.files if not is_whole(self.place, record, name)]
            if bad:
                self.problems.append(_damaged(self.place, record, bad))
            else:
                whole.append(record)
        if len(whole) == len(self.records):
            return True
        self.records = whole
        for name in ("state", "connection"):
            self.__dict__.pop(name, None)
        return False

    @cached_property
    def connection(self) -> Any:
        """DuckDB with a view for each table. It holds no more than :data:`MEMORY`, and the rest on disk."""
        import duckdb

        found = duckdb.connect()
        found.execute("SET preserve_insertion_order = false")
        found.execute(f"SET memory_limit = '{MEMORY}'")
        found.execute("SET enable_progress_bar = false")
        scratch = tempfile.mkdtemp(prefix="framing-")
        weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        found.execute(f"SET temp_directory = {literal(scratch)}")
        if not isinstance(self.place, Folder):
            fs, self._root = self.place._fs  # type: ignore[attr-defined]
            found.register_filesystem(fs)
        found.execute("CREATE TABLE superseded (part VARCHAR, article_id VARCHAR)")
        mine = {r.part for r in self.records}
        gone = [(part, i) for part, ids in self._gone.items() if part in mine for i in ids]
        if gone:
            rows = pa.table({"part": [p for p, _ in gone], "article_id": [i for _, i in gone]})
            found.register("gone_rows", rows)
            found.execute("INSERT INTO superseded SELECT * FROM gone_rows")
        for name in TABLES:
            if not any(name in r.files for r in self.records):
                found.register("given", schema(name).empty_table())
                found.execute(f"CREATE TABLE no_{name} AS SELECT * FROM given")
                found.unregister("given")
            found.execute(self._view(name, superseded_rows=bool(gone)))
        return found

    def _view(self, name: str, *, superseded_rows: bool) -> str:
        files = [self.file(file_name(name, r.part)) for r in self.records if name in r.files]
        if not files:
            return f"CREATE VIEW {name} AS SELECT * FROM no_{name}"
        listed = ", ".join(map(literal, files))
        if not superseded_rows:
            return f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])"
        return (
            f"CREATE VIEW {name} AS SELECT * EXCLUDE (filename) FROM read_parquet([{listed}], filename = true) t "
            "WHERE NOT EXISTS (SELECT 1 FROM superseded s WHERE s.article_id = t.article_id "
            "AND contains(t.filename, s.part))"
        )

    def file(self, name: str) -> str:
        """The name of a file as DuckDB knows it."""
        if isinstance(self.place, Folder):
            return str(self.place.root / name)
        protocol = self.place.url.partition("://")[0]
        return f"{protocol}://{self._root.lstrip('/')}/{name}"

    def partition(
        self, name: str, number: int, columns: Sequence[str] | None = None, *, checked: bool = True
    ) -> pa.Table:
        """A table in one partition, or some of its columns, by its place in ``records``. Raises a DamagedError."""
        record = self.records[number]
        table = read_table(self.place, record, name, columns, checked=checked)
        return without(table, self._gone.get(record.part, ()))

    def living(self, table: pa.Table, part: str) -> pa.Table:
        """The rows of a partition that are not superseded."""
        return without(table, self._gone.get(part, ()))

    def readable(self, name: str, number: int, columns: Sequence[str], *, checked: bool = True) -> pa.Table:
        """As :meth:`partition`; one that cannot be read is empty, and noted in ``problems``."""
        try:
            return self.partition(name, number, columns, checked=checked)
        except DamagedError as error:
            noted = Problem(self.records[number].part, str(error))
            if noted not in self.problems:
                self.problems.append(noted)
            return pa.schema([schema(name).field(c) for c in columns]).empty_table()

    @contextmanager
    def having(self, name: str, columns: Mapping[str, Collection[str]]) -> Iterator[None]:
        """A table of texts, for a while."""
        self.connection.register("given", pa.table({c: pa.array(list(v), pa.string()) for c, v in columns.items()}))
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
        self.connection.unregister("given")
        try:
            yield
        finally:
            self.connection.execute(f"DROP TABLE {name}")

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question in SQL over the tables of ``schema.json``."""
        found: pd.DataFrame = self.connection.execute(sql, list(parameters)).df()
        return found

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A whole table, or some columns, in order of articles."""
        parts = [t.select(columns) if columns else t for t in self.batches(name, columns)]
        return pa.concat_tables(parts).unify_dictionaries()


MEMORY = "400MB"
"""What DuckDB may hold at a time."""


def quoted(name: str) -> str:
    """A column's name in SQL.

    >>> quoted('side')
    '"side"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _unreadable(place: Place, name: str, why: Exception) -> Problem:
    reason = (
        f"damaged: this record cannot be read ({why}), and its articles are left out, or are as they were before it; "
        f"`framing store check {place.url} --repair` makes it anew"
    )
    return Problem(name, reason)


def _damaged(place: Place, record: Record, bad: Sequence[str]) -> Problem:
    files = ", ".join(file_name(n, record.part) for n in bad)
    reason = (
        f"damaged: {files} is not there or not whole, and {record.articles} articles are left out; `framing store "
        f"check {place.url} --repair` makes it anew"
    )
    return Problem(record.part, reason)

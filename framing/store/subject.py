"""A store as what measures are asked of: the tables that they take, without the corpus in memory.

``analysis(store)`` is an :class:`framing.Analysis`. Its tables are DuckDB's; its articles and statements are read when
somebody looks at one. So every measure of the package answers from a store, by the code that answers from memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, cast, overload

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.analysis import Analysis
from framing.attribute.annotation import Tagging
from framing.events.copies import copies_note
from framing.join import Doubt, Join
from framing.lexicon import Lexicon
from framing.lexicon.scoring import SPOKEN
from framing.measure.voices import VOICE_COLUMNS
from framing.results import Result, result
from framing.statement_json import from_json
from framing.statements import NOT_GIVEN, STATEMENT_COLUMNS, Provenance, Statements
from framing.store.analyse import is_shipped, tagging_from_bytes
from framing.store.articles import HELD, Texts, stored_corpus
from framing.store.reader import Store, literal, quoted
from framing.store.together import join_of_store, together
from framing.subject import Slim, Tables
from framing.units import COPIES
from framing.values import Problem, Statement
from framing.whose import ABOUT_SPEAKER

__all__ = ["analysis", "of_statements", "stored_statements"]

_PLACE = ("article_id", "statement_id")
_NOTED = 100
_ARTICLES = 2_000
"""Articles whose runs are held at a time where they are gone through."""
_ROWS = 5_000
"""Statements that are read at a time."""


def analysis(store: Store, *, join: bool = True) -> Analysis:
    """The store as an analysis of its articles; copies of a text count once, as they do elsewhere."""
    return Analysis(stored_statements(store, join=join), str(store.head["settings"]["model"]))


def stored_statements(store: Store, *, join: bool = True) -> Statements:
    """The statements of a store, whose tables are asked for there; one by one they are read when gone through."""
    together(store, join=join)
    texts = Texts(store)
    copies = store.query("SELECT * FROM copies WHERE duplicate_of IS NOT NULL OR copy_group IS NOT NULL")
    rows = list(zip(copies["article_id"], copies["duplicate_of"], copies["copy_group"], strict=True))
    original = {i: str(first) for i, first, _ in rows if isinstance(first, str)}
    groups = {i: str(group) for i, _, group in rows if isinstance(group, str)}
    corpus = stored_corpus(store, texts, original, groups)
    repeated = sum(groups[i] != i and i not in original for i in groups)
    noted = [Problem("copies", copies_note(repeated), skipped=False)] if repeated else []
    made = store.head["settings"]
    return Statements(
        cast("tuple[Statement, ...]", _Said(store)),
        corpus,
        (*store.problems, *_noticed(store), *noted),
        _Tagged(store, texts),
        Provenance(store.project, made["model"], made["model_sha256"], made["version"]),
        join=_StoredJoin(_Joined(store)) if join else None,
        stored=_Tables(store),
    )


@dataclass(frozen=True)
class _Tables:
    """The tables of a store's statements, as :class:`framing.statements.StoredTables` has it."""

    store: Store

    @cached_property
    def extra(self) -> list[str]:
        """The further columns of the articles: looked for in all of them, and so once."""
        return extra_columns(self.store)

    def frame(self, statements: Statements) -> Result:
        frame = _ordered(self.store, statements_sql(self.extra), STATEMENT_COLUMNS)
        keys = ("article_id", "statement_id")
        return result(frame, keys=keys, corpus=statements.corpus, statements=statements)

    def voices(self, statements: Statements) -> Result:
        return self._voices(statements, voices_sql(self.extra))

    def _voices(self, statements: Statements, asked: Asked) -> Result:
        frame = _ordered(self.store, asked, VOICE_COLUMNS)
        keys = ("article_id", "field", "start")
        return result(frame, keys=keys, corpus=statements.corpus, statements=statements)

    def slim(self, statements: Statements) -> Slim:
        return _SlimTables(self.store, self.extra, Tables(statements))

    def co_speakers(self) -> dict[str, dict[str, Any]]:
        table = self.store.query(
            f"SELECT {', '.join(ABOUT_SPEAKER)} FROM heard WHERE place > 0 ORDER BY article_id, statement_id, place"
        )
        rows = table.astype("object").where(table.notna(), None).drop_duplicates("speaker", keep="last")
        return {str(row["speaker"]): row for row in rows.to_dict("records")}  # type: ignore[misc]

    def statements(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Statement]:
        known = [(str(a), str(s)) for a, s in places if isinstance(a, str) and isinstance(s, str)]
        wanted = pa.table({c: pa.array([one[i] for one in known], pa.string()) for i, c in enumerate(_PLACE)})
        con = self.store.connection.cursor()
        con.register("wanted_statements", wanted)
        rows = con.sql(
            "SELECT record FROM said SEMI JOIN wanted_statements USING (article_id, statement_id)"
        ).fetchall()
        con.unregister("wanted_statements")
        found = (from_json(json.loads(line)) for (line,) in rows)
        return {(s.article_id, s.id): s for s in found}

    def words(self) -> int:
        counted = f"SELECT sum(a.words) AS n FROM articles a {_COUNTED.format('a')}"
        return int(self.store.query(counted)["n"].fillna(0).iloc[0])

    def parts(self, statements: Statements) -> Iterator[Result]:
        ids = self.store.query(
            f"SELECT article_id FROM (SELECT article_id, row_number() OVER (ORDER BY article_id) AS n FROM articles) "
            f"WHERE n % {_ARTICLES:d} = 1 ORDER BY article_id"
        )["article_id"].tolist()
        for low, high in zip(ids, [*ids[1:], None], strict=True):
            yield self._voices(statements, voices_sql(self.extra, low=low, high=high))

    def mentions(self, statements: Statements) -> Result:
        frame = _ordered(self.store, mentions_sql(self.extra))
        keys = ("article_id", "field", "start")
        made = result(frame, keys=keys, corpus=statements.corpus, statements=statements)
        made.attrs["problems"] = ()
        return made

    def hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame | None:
        if not all(is_shipped(lexicon) for lexicon in lexicons):
            return None
        return _ordered(self.store, hits_sql([lexicon.name for lexicon in lexicons]), categories=True)

    def frequent_own_words(self, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
        return _ordered(self.store, words_sql(most=most, articles=articles, uses=uses), categories=True)


class _SlimTables(Slim):
    """The tables without the words themselves, text as categories."""

    def __init__(self, store: Store, extra: Sequence[str], tables: Tables) -> None:
        super().__init__(tables)
        self._store, self._extra = store, extra

    @cached_property
    def table(self) -> pd.DataFrame:
        return _ordered(self._store, statements_sql(self._extra, words=False), STATEMENT_COLUMNS, categories=True)

    @cached_property
    def voices(self) -> pd.DataFrame:
        return _ordered(self._store, voices_sql(self._extra, words=False), VOICE_COLUMNS, categories=True)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return _ordered(self._store, mentions_sql(self._extra, words=False), categories=True)


def extra_columns(store: Store) -> list[str]:
    """The further columns of the articles."""
    found = store.query("SELECT DISTINCT unnest(map_keys(extra)) AS name FROM articles ORDER BY 1")
    copies = bool(store.query("SELECT count(copy_group) AS n FROM copies")["n"].iloc[0])
    return sorted({*map(str, found["name"]), *([COPIES] if copies else [])})


def _given(column: str, name: str) -> str:
    return f"coalesce(nullif({column}, ''), '{NOT_GIVEN}') AS {quoted(name)}"


def counted_sql(extra: Sequence[str]) -> str:
    """Articles that count, with the columns that group them, missing values as "not given"."""

    def column(name: str) -> str:
        own = f"CAST(element_at(extra, {literal(name)})[1] AS VARCHAR)"
        return _given(f"coalesce(nullif({own}, ''), c.copy_group)" if name == COPIES else own, name)

    columns = ", ".join([_given("outlet", "outlet"), _given("date", "date"), *map(column, extra)])
    return (
        f"SELECT a.article_id, {columns} FROM articles a JOIN copies c USING (article_id) WHERE c.duplicate_of IS NULL"
    )


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


_WITH = (
    "SELECT article_id, statement_id, string_agg(speaker, '; ' ORDER BY place) AS \"with\" FROM heard WHERE place > 0 "
    "GROUP BY ALL"
)
_ABOUT = ", ".join(f"h.{c}" for c in ABOUT_SPEAKER)


def _extra(extra: Sequence[str], own: Sequence[str]) -> str:
    return "".join(f", a.{quoted(n)}" for n in extra if n not in own)


def statements_sql(extra: Sequence[str], *, words: bool = True) -> Asked:
    """The table of :meth:`framing.Statements.frame`."""
    text = {c: f"s.{c}, " if words else "" for c in ("source", "content", "description")}
    groups = ", ".join(
        f"coalesce(h.{c}, '{NOT_GIVEN}') AS {c}"
        for c in ("speaker_id", "speaker", "type", "side", "affiliation", "role")
    )
    own = [*ABOUT_SPEAKER, "kind", "act", "source", "cue", "content", "words", "via", "with", "access"]
    sql = (
        "SELECT s.article_id, s.statement_id, s.field, s.block, s.kind, a.outlet, a.date, "
        f"{groups}, coalesce(h.named, false) AS named, {text['source']}s.cue, {text['content']}s.start, s.end, "
        f"s.position, s.words, s.quoted_words, s.confidence, h.official, {text['description']}s.access, "
        "coalesce(s.via, '') AS via, "
        f'coalesce(w."with", \'\') AS "with", s.act{_extra(extra, own)} '
        f"FROM said s JOIN ({counted_sql(extra)}) a USING (article_id) "
        "LEFT JOIN heard h ON h.article_id = s.article_id AND h.statement_id = s.statement_id AND h.place = 0 "
        f"LEFT JOIN ({_WITH}) w ON w.article_id = s.article_id AND w.statement_id = s.statement_id "
        "WHERE s.act = 'speech'"
    )
    return Asked(sql, ("article_id", "field DESC", "length(statement_id)", "statement_id"))


def voices_sql(extra: Sequence[str], *, low: str | None = None, high: str | None = None, words: bool = True) -> Asked:
    """The table of :func:`framing.voices`, of articles from an id up to another where they are given."""
    ends = ((low, ">="), (high, "<"))
    bounds = " AND ".join(f"v.article_id {sign} {literal(end)}" for end, sign in ends if end is not None)
    cut = (
        "CASE WHEN v.field = 'title' THEN substring(t.title, v.start + 1, v.end - v.start) "
        "ELSE substring(t.text, v.start + 1, v.end - v.start) END AS text, "
    )
    own = [*ABOUT_SPEAKER, "voice", "text", "words", "cue", "via", "with", "access", "act", "sourced", "block"]
    sql = (
        "SELECT v.article_id, v.run AS _run, v.field, v.block, v.sentence, v.start, v.end, v.voice, v.statement_id, "
        f"{_ABOUT}, {cut if words else ''}v.words, "
        "CASE WHEN v.statement_id IS NOT NULL THEN h.speaker_id IS NOT NULL END AS sourced, nullif(s.cue, '') AS cue, "
        "s.access, nullif(s.via, '') AS via, w.\"with\", v.act, a.outlet, a.date"
        f"{_extra(extra, own)} FROM voices v JOIN ({counted_sql(extra)}) a USING (article_id) "
        f"{'JOIN articles t ON t.article_id = v.article_id ' if words else ''}"
        "LEFT JOIN said s ON s.article_id = v.article_id AND s.statement_id = v.statement_id "
        "LEFT JOIN heard h ON h.article_id = v.article_id AND h.statement_id = v.statement_id AND h.place = 0 "
        f"LEFT JOIN ({_WITH}) w ON w.article_id = v.article_id AND w.statement_id = v.statement_id "
        f"{f'WHERE {bounds}' if bounds else ''}"
    )
    return Asked(sql, ("article_id", "_run"))


def mentions_sql(extra: Sequence[str], *, words: bool = True) -> Asked:
    """The table of :func:`framing.mentions`."""
    own = ["text", "actor_id", "actor", "type", "entity", "side", "role", "agent", "voice", "statement_id"]
    sql = (
        f"SELECT m.article_id, m.field, m.start, m.end, {'m.text, ' if words else ''}m.actor_id, m.actor, m.type, "
        "m.entity, "
        f"coalesce(m.side, '{NOT_GIVEN}') AS side, m.role, m.agent, m.voice, m.statement_id, a.outlet, a.date"
        f"{_extra(extra, own)} FROM named m JOIN ({counted_sql(extra)}) a USING (article_id)"
    )
    return Asked(sql, ("article_id", "field DESC", "start", "end"))


_COUNTED = "JOIN copies c ON c.article_id = {0}.article_id AND c.duplicate_of IS NULL"


def hits_sql(lexicons: Sequence[str]) -> Asked:
    """The table of :func:`framing.hits` for shipped lexicons; ``run`` is a place among the runs of prose."""
    names = ", ".join(map(literal, lexicons))
    spoken = ", ".join(f"'{voice}'" for voice in SPOKEN)
    sql = (
        "WITH runs AS (SELECT v.article_id, v.run, v.block, v.sentence, v.voice, v.statement_id, "
        "row_number() OVER (ORDER BY v.article_id, v.run) - 1 AS at "
        f"FROM voices v {_COUNTED.format('v')} WHERE v.voice IN ({spoken})) "
        "SELECT h.lexicon, h.category, h.entry, h.weight, h.article_id, h.field, r.block, r.sentence, r.voice, "
        "r.statement_id, w.speaker_id, w.speaker, w.type, w.side, h.start, h.end, h.text, h.in_name, h.negated, "
        "h.amplified, h.adversative, h.shifter, r.at AS run "
        "FROM hits h JOIN runs r ON r.article_id = h.article_id AND r.run = h.run "
        "LEFT JOIN heard w ON w.article_id = r.article_id AND w.statement_id = r.statement_id AND w.place = 0 "
        f"WHERE h.lexicon IN ({names})"
    )
    return Asked(sql, ("article_id", "field DESC", "start", "end DESC", "lexicon", "category"))


def words_sql(*, most: int, articles: int, uses: int) -> Asked:
    """The table of :func:`framing.measure.own_words.frequent`."""
    sql = (
        "WITH counted AS (SELECT w.word, count(DISTINCT w.article_id) AS articles, count(*) AS uses "
        f"FROM words w {_COUNTED.format('w')} GROUP BY w.word HAVING bool_or(w.small) "
        f"AND count(DISTINCT w.article_id) >= {articles:d} AND count(*) >= {uses:d} "
        f"ORDER BY articles DESC, uses DESC, word LIMIT {most:d}) "
        "SELECT w.article_id, w.field, w.start, w.end, 'own' AS voice, w.word, w.small "
        f"FROM words w SEMI JOIN counted k ON k.word = w.word {_COUNTED.format('w')}"
    )
    return Asked(sql, ("article_id", "field DESC", "start"))


_FLAGS = ("official", "sourced")
_MAYBE = ("named",)


def _ordered(store: Store, asked: Asked, first: Sequence[str] = (), *, categories: bool = False) -> pd.DataFrame:
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
            columns[name] = _categories(column) if categories else column.cast(pa.string()).to_pandas().astype("str")
            continue
        series = column.to_pandas()
        if name in _FLAGS or (name in _MAYBE and column.null_count):
            series = series.astype("boolean")
        elif pa.types.is_integer(column.type):
            series = series.astype("int64" if not categories or column.type == pa.int64() else "int32")
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


def _categories(column: pa.ChunkedArray) -> pd.Series:
    """Text as categories in order of the texts, which groups are sorted by."""
    whole = column.unify_dictionaries().combine_chunks()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    names = np.asarray(whole.dictionary.to_pylist(), dtype=object)
    order = np.argsort(names, kind="stable") if len(names) else np.zeros(0, dtype=np.int64)
    place = np.empty(len(names) + 1, dtype=np.int32)
    place[order], place[-1] = np.arange(len(names)), -1
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(place[codes], pd.Index(names[order], dtype="str")))


def _noticed(store: Store) -> Iterator[Problem]:
    """What was noticed in articles: all that were left out, and of the rest the first hundred."""
    found = store.query("SELECT item, reason, skipped FROM problems ORDER BY skipped DESC, item, reason")
    noted = 0
    for item, reason, skipped in found.itertuples(index=False):
        noted += not skipped
        if noted <= _NOTED:
            yield Problem(item, reason, bool(skipped))


class _Said(Sequence[Statement]):
    """The statements in the order of the articles, read from the store as they are gone through."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __len__(self) -> int:
        return int(self.store.query("SELECT count(*) AS n FROM statements")["n"].iloc[0])

    @overload
    def __getitem__(self, at: int) -> Statement: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Statement, ...]: ...
    def __getitem__(self, at: int | slice) -> Statement | tuple[Statement, ...]:
        places = range(len(self))[at]
        if isinstance(places, int):
            return next(iter(islice(self, places, None)))
        if places.step < 0:
            return tuple(self)[at]
        return tuple(islice(self, places.start, places.stop, places.step))

    def __iter__(self) -> Iterator[Statement]:
        yield from (from_json(json.loads(line)) for line in of_statements(self.store, "record"))


def of_statements(store: Store, column: str) -> Iterator[Any]:
    """A column of all statements, in the order in which they are gone through; some thousands at a time."""
    sql = f"SELECT {column} FROM said ORDER BY article_id, field DESC, length(statement_id), statement_id"
    for batch in store.connection.cursor().sql(sql).to_arrow_reader(_ROWS):
        yield from batch.column(0).to_pylist()


class _Tagged(Mapping[tuple[str, str], Tagging]):
    """Entities and word classes by article and field, a few partitions held at a time."""

    def __init__(self, store: Store, texts: Texts) -> None:
        self.store = store
        self._texts = texts
        self._held: dict[int, dict[tuple[str, str], Tagging]] = {}

    def __getitem__(self, place: tuple[str, str]) -> Tagging:
        number = self._texts.partition[place[0]]
        if number not in self._held:
            if len(self._held) >= HELD:
                self._held.pop(next(iter(self._held)))
            rows = self.store.partition("tags", number, ["article_id", "field", "entities", "pos"]).to_pylist()
            made = {(r["article_id"], r["field"]): tagging_from_bytes(r["entities"], r["pos"]) for r in rows}
            self._held[number] = made
        return self._held[number][place]

    def __contains__(self, place: object) -> bool:
        return place in self._places

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        return frozenset(self)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for batch in self.store.batches("tags", ["field"]):
            yield from zip(batch["article_id"].to_pylist(), batch["field"].to_pylist(), strict=True)

    def __len__(self) -> int:
        return int(self.store.query("SELECT count(*) AS n FROM tags")["n"].iloc[0])


class _Joined:
    """The join of a store, read when somebody asks for it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def join(self) -> Join:
        return join_of_store(self.store)


class _Later(Mapping[Any, Any]):
    """A part of the join."""

    def __init__(self, of: _Joined, name: str) -> None:
        self._of, self._name = of, name

    @property
    def _whole(self) -> Mapping[Any, Any]:
        found: Mapping[Any, Any] = getattr(self._of.join, self._name)
        return found

    def __getitem__(self, key: Any) -> Any:
        return self._whole[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class _StoredJoin(Join):
    """A join whose doubts are read late, too."""

    def __init__(self, of: _Joined) -> None:
        object.__setattr__(self, "actors", _Later(of, "actors"))
        object.__setattr__(self, "surfaces", _Later(of, "surfaces"))
        object.__setattr__(self, "_of", of)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self._of.join.doubts  # type: ignore[attr-defined,no-any-return]

"""A store as what measures are asked of: the tables that they take, without the corpus in memory.

``analysis(store)`` is an :class:`framing.Analysis`. Its tables are DuckDB's; its articles and statements are read when
somebody looks at one. So every measure of the package answers from a store, by the code that answers from memory.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, cast, overload

import pandas as pd
import pyarrow as pa

from framing.analysis import Analysis
from framing.attribute.annotation import Tagging
from framing.events.copies import copies_note
from framing.join import Doubt, Join
from framing.lexicon import Lexicon
from framing.lexicon.scoring import SPOKEN
from framing.measure.clause_lines import ClauseLines
from framing.measure.voices import VOICE_COLUMNS
from framing.results import Result, result
from framing.statement_json import from_json
from framing.statements import NOT_GIVEN, STATEMENT_COLUMNS, Provenance, Statements
from framing.store import lines
from framing.store.analyse import is_shipped, tagging_from_bytes
from framing.store.articles import HELD, Texts, stored_corpus
from framing.store.reader import Store, literal, quoted
from framing.store.together import join_of_store, together
from framing.units import COPIES
from framing.values import Problem, Statement
from framing.whose import ABOUT_SPEAKER

__all__ = ["analysis", "of_statements", "stored_statements"]

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

    def _voices(self, statements: Statements, sql: str) -> Result:
        frame = _ordered(self.store, sql, VOICE_COLUMNS)
        keys = ("article_id", "field", "start")
        return result(frame, keys=keys, corpus=statements.corpus, statements=statements)

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
        return _ordered(self.store, hits_sql([lexicon.name for lexicon in lexicons]))

    def clause_lines(self) -> ClauseLines:
        return lines.clause_lines(self.store, counted_sql(self.extra), self.extra)

    def talked_about(self) -> pd.DataFrame:
        return lines.talked_about(self.store, counted_sql(()))

    def repeated(self) -> pd.DataFrame:
        return lines.repeated(self.store, counted_sql(()))

    def portrayal(self, actors: Collection[str] | None = None) -> pd.DataFrame | None:
        return lines.portrayal(self.store, mentions_sql(self.extra), actors)

    def frequent_own_words(self, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
        return _ordered(self.store, words_sql(most=most, articles=articles, uses=uses))


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


_WITH = (
    "SELECT article_id, statement_id, string_agg(speaker, '; ' ORDER BY place) AS \"with\" FROM heard WHERE place > 0 "
    "GROUP BY ALL"
)
_ABOUT = ", ".join(f"h.{c}" for c in ABOUT_SPEAKER)


def _extra(extra: Sequence[str], own: Sequence[str]) -> str:
    return "".join(f", a.{quoted(n)}" for n in extra if n not in own)


def statements_sql(extra: Sequence[str]) -> str:
    """The table of :meth:`framing.Statements.frame`."""
    groups = ", ".join(
        f"coalesce(h.{c}, '{NOT_GIVEN}') AS {c}"
        for c in ("speaker_id", "speaker", "type", "side", "affiliation", "role")
    )
    own = [*ABOUT_SPEAKER, "kind", "act", "source", "cue", "content", "words", "via", "with", "access"]
    return (
        "SELECT s.article_id, s.statement_id, s.field, s.block, s.kind, a.outlet, a.date, "
        f"{groups}, coalesce(h.named, false) AS named, s.source, s.cue, s.content, s.start, s.end, s.position, "
        "s.words, s.quoted_words, s.confidence, h.official, s.description, s.access, coalesce(s.via, '') AS via, "
        f'coalesce(w."with", \'\') AS "with", s.act{_extra(extra, own)} '
        f"FROM said s JOIN ({counted_sql(extra)}) a USING (article_id) "
        "LEFT JOIN heard h ON h.article_id = s.article_id AND h.statement_id = s.statement_id AND h.place = 0 "
        f"LEFT JOIN ({_WITH}) w ON w.article_id = s.article_id AND w.statement_id = s.statement_id "
        "WHERE s.act = 'speech' ORDER BY s.article_id, s.field DESC, length(s.statement_id), s.statement_id"
    )


def voices_sql(extra: Sequence[str], *, low: str | None = None, high: str | None = None) -> str:
    """The table of :func:`framing.voices`, of articles from an id up to another where they are given."""
    ends = ((low, ">="), (high, "<"))
    bounds = " AND ".join(f"v.article_id {sign} {literal(end)}" for end, sign in ends if end is not None)
    cut = (
        "CASE WHEN v.field = 'title' THEN substring(t.title, v.start + 1, v.end - v.start) "
        "ELSE substring(t.text, v.start + 1, v.end - v.start) END AS text, "
    )
    own = [*ABOUT_SPEAKER, "voice", "text", "words", "cue", "via", "with", "access", "act", "sourced", "block"]
    return (
        "SELECT v.article_id, v.field, v.block, v.sentence, v.start, v.end, v.voice, v.statement_id, "
        f"{_ABOUT}, {cut}v.words, "
        "CASE WHEN v.statement_id IS NOT NULL THEN h.speaker_id IS NOT NULL END AS sourced, nullif(s.cue, '') AS cue, "
        "s.access, nullif(s.via, '') AS via, w.\"with\", v.act, a.outlet, a.date"
        f"{_extra(extra, own)} FROM voices v JOIN ({counted_sql(extra)}) a USING (article_id) "
        "JOIN articles t ON t.article_id = v.article_id "
        "LEFT JOIN said s ON s.article_id = v.article_id AND s.statement_id = v.statement_id "
        "LEFT JOIN heard h ON h.article_id = v.article_id AND h.statement_id = v.statement_id AND h.place = 0 "
        f"LEFT JOIN ({_WITH}) w ON w.article_id = v.article_id AND w.statement_id = v.statement_id "
        f"{f'WHERE {bounds} ' if bounds else ''}ORDER BY v.article_id, v.run"
    )


def mentions_sql(extra: Sequence[str]) -> str:
    """The table of :func:`framing.mentions`."""
    own = ["text", "actor_id", "actor", "type", "entity", "side", "role", "agent", "voice", "statement_id"]
    return (
        "SELECT m.article_id, m.field, m.start, m.end, m.text, m.actor_id, m.actor, m.type, m.entity, "
        f"coalesce(m.side, '{NOT_GIVEN}') AS side, m.role, m.agent, m.voice, m.statement_id, a.outlet, a.date"
        f"{_extra(extra, own)} FROM named m JOIN ({counted_sql(extra)}) a USING (article_id) "
        "ORDER BY m.article_id, m.field DESC, m.start, m.end"
    )


_COUNTED = "JOIN copies c ON c.article_id = {0}.article_id AND c.duplicate_of IS NULL"


def hits_sql(lexicons: Sequence[str]) -> str:
    """The table of :func:`framing.hits` for shipped lexicons; ``run`` is a place among the runs of prose."""
    names = ", ".join(map(literal, lexicons))
    spoken = ", ".join(f"'{voice}'" for voice in SPOKEN)
    return (
        "WITH runs AS (SELECT v.article_id, v.run, v.block, v.sentence, v.voice, v.statement_id, "
        "row_number() OVER (ORDER BY v.article_id, v.run) - 1 AS at "
        f"FROM voices v {_COUNTED.format('v')} WHERE v.voice IN ({spoken})) "
        "SELECT h.lexicon, h.category, h.entry, h.weight, h.article_id, h.field, r.block, r.sentence, r.voice, "
        "r.statement_id, w.speaker_id, w.speaker, w.type, w.side, h.start, h.end, h.text, h.in_name, h.negated, "
        "h.amplified, h.adversative, h.shifter, r.at AS run "
        "FROM hits h JOIN runs r ON r.article_id = h.article_id AND r.run = h.run "
        "LEFT JOIN heard w ON w.article_id = r.article_id AND w.statement_id = r.statement_id AND w.place = 0 "
        f"WHERE h.lexicon IN ({names}) ORDER BY h.article_id, h.field DESC, h.start, h.end DESC, h.lexicon, h.category"
    )


def words_sql(*, most: int, articles: int, uses: int) -> str:
    """The table of :func:`framing.measure.own_words.frequent`."""
    return (
        "WITH counted AS (SELECT w.word, count(DISTINCT w.article_id) AS articles, count(*) AS uses "
        f"FROM words w {_COUNTED.format('w')} GROUP BY w.word HAVING bool_or(w.small) "
        f"AND count(DISTINCT w.article_id) >= {articles:d} AND count(*) >= {uses:d} "
        f"ORDER BY articles DESC, uses DESC, word LIMIT {most:d}) "
        "SELECT w.article_id, w.field, w.start, w.end, 'own' AS voice, w.word, w.small "
        f"FROM words w SEMI JOIN counted k ON k.word = w.word {_COUNTED.format('w')} "
        "ORDER BY w.article_id, w.field DESC, w.start"
    )


_FLAGS = ("official", "sourced")
_MAYBE = ("named",)


def _ordered(store: Store, sql: str, first: Sequence[str] = ()) -> pd.DataFrame:
    """The answer as the package's tables have it: text as ``str``, yes and no that may be missing as ``boolean``.

    The columns of ``first`` come first, in that order.
    """
    table: pa.Table = store.connection.sql(sql).to_arrow_table()
    arrays = dict(zip(table.column_names, table.columns, strict=True))
    order = [*first, *(c for c in table.column_names if c not in first)]
    del table  # each column is let go as soon as it is converted
    columns: dict[str, pd.Series] = {}
    for name in order:
        column = arrays.pop(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        series = column.to_pandas()
        if name in _FLAGS or (name in _MAYBE and column.null_count):
            series = series.astype("boolean")
        elif pa.types.is_integer(column.type):
            series = series.astype("int64")
        elif pa.types.is_string(column.type) or pa.types.is_null(column.type) or pa.types.is_large_string(column.type):
            series = series.astype("str")
        columns[name] = series
    return pd.DataFrame(columns)


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

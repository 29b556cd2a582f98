"""A store as what measures are asked of: the tables that they take, without the corpus in memory.

``analysis(store)`` is an :class:`framing.Analysis`. Its tables are DuckDB's; its articles and statements are read when
somebody looks at one. So every measure of the package answers from a store, by the code that answers from memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any, cast, overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.analysis import Analysis
from framing.attribute.annotation import Tagging
from framing.events.copies import copies_note
from framing.join import Doubt, Join, Surfaces
from framing.lexicon import Lexicon
from framing.measure.clause_lines import ClauseLines
from framing.measure.voices import VOICE_COLUMNS
from framing.results import Result, result
from framing.statement_json import from_line
from framing.statements import STATEMENT_COLUMNS, Provenance, Statements
from framing.store import lines, some
from framing.store.analyse import is_shipped, tagging_from_bytes
from framing.store.articles import HELD, Texts, stored_corpus
from framing.store.asked import Asked, answered
from framing.store.columns import Columns
from framing.store.questions import (
    COUNTED,
    extra_columns,
    mentions_sql,
    statements_sql,
    voices_sql,
)
from framing.store.reader import Store
from framing.store.together import join_of_store, together
from framing.subject import Slim, Tables
from framing.tables import as_text
from framing.values import Problem, Statement

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
        stored=_Tables(store, texts, Columns(store, corpus, joined=join)),
    )


@dataclass(frozen=True)
class _Tables:
    """The tables of a store's statements, as :class:`framing.statements.StoredTables` has it."""

    store: Store
    texts: Texts
    columns: Columns
    about: bool = True

    @cached_property
    def extra(self) -> list[str]:
        """The further columns of the articles: looked for in all of them, and so once."""
        return extra_columns(self.store)

    def frame(self, statements: Statements) -> Result:
        frame = answered(self.store, statements_sql(self.extra), STATEMENT_COLUMNS)
        keys = ("article_id", "statement_id")
        return result(frame, keys=keys, corpus=statements.corpus, statements=statements)

    def voices(self, statements: Statements) -> Result:
        return self._voices(statements, voices_sql(self.extra))

    def voices_of(self, statements: Statements, articles: Sequence[str]) -> Result:
        table = as_text(self.columns.some_voices(self.columns.places_of(articles)))
        places = zip(*(table[c].tolist() for c in ("article_id", "field", "start", "end")), strict=True)
        corpus = statements.corpus
        texts = [corpus[article].field_text(field)[start:end] for article, field, start, end in places]
        table = table.assign(text=pd.Series(texts, dtype="str"))
        order = [c for c in VOICE_COLUMNS if c in table.columns]
        table = table[[*order, *(c for c in table.columns if c not in order)]]
        keys = ("article_id", "field", "start")
        return result(table, keys=keys, corpus=corpus, statements=statements)

    def row_texts(self, rows: pd.DataFrame) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
        return lines.row_texts(self.store, self.texts, rows)

    def _voices(self, statements: Statements, asked: Asked) -> Result:
        frame = answered(self.store, asked, VOICE_COLUMNS)
        keys = ("article_id", "field", "start")
        return result(frame, keys=keys, corpus=statements.corpus, statements=statements)

    def slim(self, statements: Statements) -> Slim:
        return _SlimTables(Tables(statements), self.columns, about=self.about)

    def of_articles(self) -> _Tables:
        return replace(self, about=False)

    def co_speakers(self) -> pd.DataFrame:
        return self.columns.co_speakers

    def statements(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Statement]:
        known = [(str(a), str(s)) for a, s in places if isinstance(a, str) and isinstance(s, str)]
        wanted = {c: [one[i] for one in known] for i, c in enumerate(_PLACE)}
        with self.store.having("wanted_statements", wanted):
            rows = (
                self.store.connection.cursor()
                .sql("SELECT record FROM said SEMI JOIN wanted_statements USING (article_id, statement_id)")
                .fetchall()
            )
        return {(s.article_id, s.id): s for s in (from_line(line) for (line,) in rows)}

    def words(self) -> int:
        counted = f"SELECT sum(a.words) AS n FROM articles a {COUNTED.format('a')}"
        return int(self.store.query(counted)["n"].fillna(0).iloc[0])

    def parts(self, statements: Statements) -> Iterator[Result]:
        ids = self.store.query(
            f"SELECT article_id FROM (SELECT article_id, row_number() OVER (ORDER BY article_id) AS n FROM articles) "
            f"WHERE n % {_ARTICLES:d} = 1 ORDER BY article_id"
        )["article_id"].tolist()
        for low, high in zip(ids, [*ids[1:], None], strict=True):
            yield self._voices(statements, voices_sql(self.extra, low=low, high=high))

    def mentions(self, statements: Statements) -> Result:
        frame = answered(self.store, mentions_sql(self.extra))
        keys = ("article_id", "field", "start")
        made = result(frame, keys=keys, corpus=statements.corpus, statements=statements)
        made.attrs["problems"] = ()
        return made

    def hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame | None:
        if not all(is_shipped(lexicon) for lexicon in lexicons):
            return None
        return self.columns.hits_in_prose([lexicon.name for lexicon in lexicons])

    def hit_counts(self, lexicons: Sequence[Lexicon], speakers: Collection[str]) -> pd.DataFrame:
        return self.columns.hit_counts([lexicon.name for lexicon in lexicons], speakers)

    def some(self, statements: Statements, ids: Collection[str]) -> Statements:
        return some.some_statements(self.store, statements, ids)

    def some_mentions(self, statements: Statements, ids: Collection[str]) -> Result:
        return some.some_mentions(self.store, statements, self.extra, ids)

    def content_hash(self) -> str:
        return some.content_hash(self.store)

    def clause_lines(self) -> ClauseLines:
        return ClauseLines(partial(self.columns.clause_lines, about=self.about))

    def talked_about(self) -> pd.DataFrame:
        return self.columns.talked_about

    def in_passing(self) -> pd.DataFrame:
        return self.columns.in_passing

    def repeated(self) -> pd.DataFrame:
        return self.columns.repeated

    @property
    def portrays(self) -> bool:
        return bool(self.store.head["settings"].get("portrayal_sha256"))

    def portrayal(self, actors: Collection[str] | None = None) -> pd.DataFrame:
        return lines.portrayal(self.store, mentions_sql(self.extra), actors)

    def frequent_own_words(self, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
        return self.columns.own_words(most=most, articles=articles, uses=uses)


class _SlimTables(Slim):
    """The tables without the words themselves, text as categories."""

    def __init__(self, tables: Tables, columns: Columns, *, about: bool) -> None:
        super().__init__(tables)
        self._columns, self._about = columns, about

    @property
    def table(self) -> pd.DataFrame:
        return self._columns.table

    @property
    def voices(self) -> pd.DataFrame:
        return self._columns.voices

    def voices_with(self, columns: Collection[str]) -> pd.DataFrame:
        return self._columns.voices_with(columns)

    @property
    def runs(self) -> pd.DataFrame:
        return self._columns.voices if self._about else self._columns.runs

    @property
    def mentions(self) -> pd.DataFrame:
        return self._columns.mentions if self._about else self._columns.named

    @property
    def forms(self) -> pd.Series:
        return self._columns.forms

    @property
    def sources(self) -> pd.DataFrame:
        return self._columns.sources

    def hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
        if not all(is_shipped(lexicon) for lexicon in lexicons):
            return super().hits(lexicons)
        return self._columns.hits([lexicon.name for lexicon in lexicons], about=self._about)


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
        yield from map(from_line, of_statements(self.store, "record"))


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
    """A join whose surfaces and doubts are read late, too."""

    def __init__(self, of: _Joined) -> None:
        object.__setattr__(self, "actors", _Later(of, "actors"))
        object.__setattr__(self, "_of", of)

    @property
    def surfaces(self) -> Surfaces:
        return self._of.join.surfaces  # type: ignore[attr-defined,no-any-return]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self._of.join.doubts  # type: ignore[attr-defined,no-any-return]

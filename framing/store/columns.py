"""The tables of a store as columns of numbers: what counting needs of millions of rows, without their words.

Rows are those of articles that count, in reading order, as :class:`framing.subject.Slim` has them; text is categories
in order of the alphabet. The files of the partitions are read as they are, column by column, and rows find each other
by their place: a hit its run, a run its statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.measure.clause_lines import ACT_COLUMNS, CLAUSE_COLUMNS, NAME_COLUMNS
from framing.measure.voices import VOICE_COLUMNS
from framing.statements import NOT_GIVEN, STATEMENT_COLUMNS
from framing.store.categories import as_column, emptied, filled, taken
from framing.store.memory import give_back
from framing.store.places import Joined, encoded, encoded_type, is_among, numbered, places_among, told
from framing.store.reader import Store
from framing.store.schema import schema
from framing.store.together import kept_together
from framing.values import Act, Corpus
from framing.whose import ABOUT_SPEAKER

__all__ = ["Columns"]

Ints = NDArray[np.signedinteger[Any]]
Frame = dict[str, pd.Series]

_CLAUSES: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "names": (NAME_COLUMNS, {"actor": "actor_id"}),
    "clauses": (CLAUSE_COLUMNS, {"agent": "agent_id", "patient": "patient_id"}),
    "acts": (ACT_COLUMNS, {"agent": "agent_id", "patient": "patient_id", "owner": "owner_id"}),
}
"""Columns of each table, and which of them name actors, by which id."""

_STATED = ("speaker_id", "speaker", "type", "side", "affiliation", "role")
"""Columns of the statements that are "not given" where nobody is stated."""

_OF_HIT = ("block", "sentence", "voice", "statement_id", "speaker_id", "speaker", "type", "side")
_OF_LINE = (
    "block", "sentence", "voice", "statement_id", *ABOUT_SPEAKER, "sourced", "cue", "access", "via", "with", "act",
)  # fmt: skip
_MENTION = ("field", "start", "end", "actor", "type", "entity", "agent", "voice")
_PLACE = ("voice", "statement_id", "speaker")
"""What hits, and names, clauses and acts, take over from the run of words that they begin in."""


@dataclass(frozen=True)
class _Rows:
    """Some columns of a table in order of the articles, and the number of each row's article.

    ``statement`` is the row that each has among all statements of the partitions, where that was asked for.
    """

    article: Ints
    columns: Frame
    statement: Ints

    def __len__(self) -> int:
        return len(self.article)


@dataclass(frozen=True)
class _Joint:
    """Who makes statements with others: the row of each statement, and a name."""

    statement: Ints
    name: pd.Series


class Columns:
    """The tables. Articles of the ``corpus`` that count are numbered in their order, that of their ids.

    ``joined``: with the actors as the corpus has them (:mod:`framing.store.together`).
    """

    def __init__(self, store: Store, corpus: Corpus, *, joined: bool = True) -> None:
        self._store, self._with_join = store, joined
        self._counted = corpus.counted
        self._ids = pd.Index([a.id for a in self._counted], dtype="str")

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a statement of speech; without ``source``, ``content`` and ``description``."""
        said = self._statements
        columns = {**said.columns, **{c: filled(said.columns[c], NOT_GIVEN) for c in _STATED}}
        columns["named"] = columns["named"].fillna(value=False).astype(bool)
        columns |= {c: filled(columns[c], "") for c in ("cue", "via", "with")}
        return self._frame(said.article, columns, STATEMENT_COLUMNS)

    @cached_property
    def voices(self) -> pd.DataFrame:
        """One row a run of words in one voice; without ``text``."""
        said, row = self._statements.columns, self._row
        stated = np.append(said["speaker"].notna().to_numpy(), False)[row]
        rest = {
            **{c: taken(said[c], row) for c in ABOUT_SPEAKER if c not in self.runs},
            "sourced": pd.Series(pd.arrays.BooleanArray(stated, row < 0)),
            **{c: taken(emptied(said[c]), row) for c in ("cue", "via")},
            "act": self._runs.columns["act"],
        }
        own = {str(c): self.runs[c] for c in self.runs if c != "article_id"}
        return self._frame(self._runs.article, {**own, **rest}, VOICE_COLUMNS)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """The same rows without the columns that only few ask for, and without those of articles."""
        said, own = self._statements.columns, self._runs.columns
        about = [c for c in ABOUT_SPEAKER if c not in ("speaker_id", "affiliation")]
        columns = {
            **{c: own[c] for c in own if c != "act"},
            **{c: taken(said[c], self._row) for c in ("statement_id", *about, "access", "with")},
        }
        return self._frame(self._runs.article, columns, VOICE_COLUMNS, of_articles=False)

    @cached_property
    def _runs(self) -> _Rows:
        named = ["field", "block", "sentence", "start", "end", "voice", "act", "words"]
        return self._read("voices", named, of_statements=True)

    @cached_property
    def _row(self) -> Ints:
        """The statement of each run, by its row in the table, -1 for none."""
        said = self._statements
        found = numbered(said.statement, np.arange(len(said)), self._many)[self._runs.statement]
        return found.astype(np.int32)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention; without ``text``."""
        return self._mentions([*_MENTION, "actor_id", "side", "role", "statement_id"], of_articles=True)

    @property
    def named(self) -> pd.DataFrame:
        """The same rows with what a comparison of articles asks of them, read each time."""
        return self._mentions(_MENTION, of_articles=False)

    def _mentions(self, columns: Collection[str], *, of_articles: bool) -> pd.DataFrame:
        order = [c for c in schema("mentions").names if c in columns]
        of = {c: c for c in ("type", "side") if c in columns}
        rows = self._joined("mentions", [*order, *({"actor_id"} - {*order})], {"actor": "actor_id"}, of)
        if "side" in columns:
            rows.columns["side"] = filled(rows.columns["side"], NOT_GIVEN)
        kept = {c: rows.columns[c] for c in order}
        return self._frame(rows.article, kept, ["article_id", *order], of_articles=of_articles)

    @cached_property
    def talked_about(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.talked_about`; an actor that makes a statement under another name is heard."""
        named = [
            "field", "start", "end", "voice", "actor_id", "actor", "named", "side", "mentions", "heard", "spoken_for",
            "body",
        ]  # fmt: skip
        rows = self._joined("talked_about", named, {"actor": "actor_id"}, {"side": "side"}, only="named")
        columns = rows.columns
        columns["side"] = filled(columns["side"], NOT_GIVEN)
        heard = columns["heard"].to_numpy(dtype=bool) | self._speaks(rows.article, columns["actor"])
        columns["heard"] = pd.Series(heard)
        return self._frame(rows.article, columns, ["article_id", *named])[["article_id", *named, "date"]]

    def _speaks(self, article: Ints, actor: pd.Series) -> NDArray[np.bool_]:
        """Whether the actor makes a statement in the article, alone or jointly with others."""
        said, joint = self._said
        every = [(said.article, said.columns["speaker"]), (said.article[joint.statement], joint.name), (article, actor)]
        texts = [pa.array(names.cat.categories.array, pa.string()) for _, names in every]
        code = as_column(pa.chunked_array(texts)).cat.codes.to_numpy().astype(np.int64)
        keys, before = [], 0
        for of, names in every:
            many = len(names.cat.categories)
            number = np.append(code[before : before + many], -1)[names.cat.codes.to_numpy()]
            keys.append(np.where(number < 0, -1, of.astype(np.int64) * (len(code) + 1) + number))
            before += many
        return np.isin(keys[2], np.concatenate(keys[:2])) & (keys[2] >= 0)

    def hits(self, lexicons: Collection[str], *, about: bool = True) -> pd.DataFrame:
        """The hits of shipped lexicons: where they stand, and in whose words (``about``)."""
        rows = self._read("hits", ["field", "start", "end", "run", "lexicon", "category", "in_name"], lexicon=lexicons)
        return self._in_runs(rows, ["lexicon", "category"], _OF_HIT if about else _PLACE, of_articles=False)

    def clause_lines(self, name: str, words: Collection[str], *, about: bool = True) -> pd.DataFrame:
        """Names, clauses or acts, of these words where some are given (:mod:`framing.measure.clause_lines`).

        ``about``: with all columns of the runs that they begin in, and of articles.
        """
        named, actors = _CLAUSES[name]
        rows = self._joined(name, [*named[1:], "run"], actors, word=words)
        return self._in_runs(rows, named, _OF_LINE if about else _PLACE, of_articles=about)

    def _in_runs(
        self, rows: _Rows, order: Iterable[str], wanted: Sequence[str], *, of_articles: bool = True
    ) -> pd.DataFrame:
        """Rows with what is ``wanted`` of their runs, which are numbered from 0 in each article."""
        at = self._first_run[rows.article] + rows.columns.pop("run").to_numpy(dtype=np.int64)
        runs = self.runs if set(wanted) <= {*self.runs.columns} else self.voices
        of = {c: taken(runs[c], at) for c in wanted if c not in rows.columns}
        give_back()
        return self._frame(rows.article, {**rows.columns, **of}, order, of_articles=of_articles)

    def _frame(
        self, article: Ints, columns: Mapping[str, pd.Series], order: Iterable[str], *, of_articles: bool = True
    ) -> pd.DataFrame:
        """A table with ``order`` first, and the columns by which articles are grouped last."""
        ids = pd.Series(pd.Categorical.from_codes(article, self._ids))
        groups = {name: taken(values, article) for name, values in self._groups.items()} if of_articles else {}
        every = {"article_id": ids, **columns, **groups}
        first = [c for c in order if c in every]
        return pd.DataFrame({c: every[c] for c in (*first, *(c for c in every if c not in first))}, copy=False)

    @cached_property
    def _first_run(self) -> Ints:
        counts = np.bincount(self._runs.article, minlength=len(self._ids))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def _groups(self) -> Frame:
        """The columns by which articles are grouped, one value an article."""
        counted = self._counted
        given: dict[str, list[Any]] = {name: [a.extra.get(name) for a in counted] for name in self._extra}
        given |= {"outlet": [a.outlet for a in counted], "date": [str(a.date or "") for a in counted]}
        first = ("outlet", "date")
        return {
            name: pd.Series(pd.Categorical([NOT_GIVEN if v in (None, "") else str(v) for v in given[name]]))
            for name in (*first, *(n for n in given if n not in first))
        }

    @cached_property
    def _extra(self) -> list[str]:
        return sorted({name for a in self._counted for name in a.extra})

    @property
    def _statements(self) -> _Rows:
        return self._said[0]

    @cached_property
    def _said(self) -> tuple[_Rows, _Joint]:
        """The statements of speech with those whose they are, and who makes them jointly."""
        named = [
            "statement_id", "field", "block", "kind", "act", "cue", "start", "end", "position", "words",
            "quoted_words", "confidence", "access", "via",
        ]  # fmt: skip
        corpus = self._together("statements", ["statement_id", "access", "via"])
        ids = corpus["statement_id"]
        said = self._read("statements", named, more=corpus.select(["access", "via"]), act=[Act.SPEECH.value])
        again = places_among(pa.chunked_array(self._statement_ids), ids)[said.statement]
        for name in ("access", "via"):
            said.columns[name] = told(said.columns[name], again)
        joint = self._speakers(said, again, ids)
        give_back()
        return said, joint

    def _speakers(self, said: _Rows, again: Ints, ids: pa.ChunkedArray) -> _Joint:
        """Add whose each statement is, and who makes it ``with`` that one, of those told ``again`` as the corpus has it.

        Gives those who make one with others.
        """
        alone = again < 0
        of_own = numbered(said.statement[alone], np.flatnonzero(alone), self._many)
        of_told = numbered(again[~alone], np.flatnonzero(~alone), len(ids))
        named = ["place", *ABOUT_SPEAKER]
        corpus = self._together("speakers", ["statement_id", *named])
        both = self._read("speakers", named, of_statements=True, more=corpus.select(named))
        row = np.concatenate([of_own[both.statement], of_told[places_among(corpus["statement_id"], ids)]])
        columns = both.columns
        place = columns.pop("place").to_numpy()
        first, others = np.flatnonzero((row >= 0) & (place == 0)), np.flatnonzero((row >= 0) & (place > 0))
        at = numbered(row[first], first, len(said))[:-1]
        others = others[np.lexsort((place[others], row[others]))]
        names = taken(columns["speaker"], others)
        joint: dict[int, str] = {}
        for statement, name in zip(row[others].tolist(), names, strict=True):
            joint[statement] = f"{joint[statement]}; {name}" if statement in joint else name
        joint_at = numbered(np.fromiter(joint, dtype=np.int64), np.arange(len(joint)), len(said))[:-1]
        told_with = as_column(pa.chunked_array([pa.array(joint.values(), pa.string())]))
        said.columns.update({c: taken(values, at) for c, values in columns.items()})
        said.columns["with"] = taken(told_with, joint_at)
        return _Joint(row[others], names)

    def _joined(
        self,
        name: str,
        columns: Sequence[str],
        actors: Mapping[str, str],
        of: Mapping[str, str] | None = None,
        *,
        only: str | None = None,
        **among: Collection[str],
    ) -> _Rows:
        """Columns of a table with actors as the corpus knows them, of rows that the flag ``only`` is true of.

        ``actors`` names their columns and those of their ids, ``of`` what else the corpus knows of an actor.
        """
        joins, of = self._join, of or {}
        more = {c: joins.known[v] for a, i in actors.items() for c, v in {a: "actor", i: "joined_id", **of}.items()}
        rows = self._read(name, columns, more=pa.table(more), of_statements=False, **among)
        for actor, number in actors.items():
            joined = joins.places(rows.article, rows.columns[number])
            if only is not None:
                joined[~rows.columns[only].to_numpy(dtype=bool)] = -1
            for column in (actor, number, *of):
                rows.columns[column] = told(rows.columns[column], joined)
        return rows

    @cached_property
    def _statement_ids(self) -> list[pa.Array]:
        """The statements' ids in each partition, of every act."""
        columns = ["article_id", "statement_id"]
        return [self._part("statements", n, columns)["statement_id"].combine_chunks() for n in self._parts]

    @property
    def _many(self) -> int:
        return sum(map(len, self._statement_ids))

    @cached_property
    def _join(self) -> Joined:
        table = self._together("actors", ["article_id", "actor_id", "joined_id", "actor", "type", "side"])
        return Joined.of(self._numbers(table["article_id"]), table)

    def _together(self, name: str, columns: Sequence[str]) -> pa.Table:
        return kept_together(self._store, name, columns, joined=self._with_join)

    @property
    def _parts(self) -> range:
        return range(len(self._store.records))

    def _part(self, name: str, number: int, columns: Sequence[str]) -> pa.Table:
        return self._store.readable(name, number, columns, checked=False)

    def _read(
        self,
        name: str,
        columns: Sequence[str],
        *,
        of_statements: bool = False,
        more: pa.Table | None = None,
        **among: Collection[str],
    ) -> _Rows:
        """Columns of a table, of articles that count and of rows whose values are ``among`` some.

        Those that are in ``more`` have its rows, too, at their end.
        """
        wanted = ["article_id", *columns, *(["statement_id"] if of_statements else [])]
        chunks: dict[str, list[pa.Array]] = {c: [] for c in columns}
        parts: list[tuple[Ints, Ints]] = [(np.zeros(0, dtype=np.int32),) * 2]
        before = 0
        for number in self._parts:
            table = self._part(name, number, wanted)
            article, row = self._numbers(table["article_id"]), np.arange(before, before + len(table))
            if of_statements:
                found = places_among(table["statement_id"], self._statement_ids[number])
                row = np.where(found >= 0, before + found, -1)
            before += len(self._statement_ids[number]) if of_statements else len(table)
            keep = article >= 0
            for key, values in among.items():
                keep &= is_among(table[key], values) if values else True
            if not keep.all():
                table, article, row = table.filter(pa.array(keep)), article[keep], row[keep]
            parts.append((article, row.astype(np.int32)))
            for c in columns:
                chunks[c] += encoded(table[c]).chunks
        article, row = (np.concatenate(v) for v in zip(*parts, strict=True))
        order = None
        if (np.diff(article) < 0).any():
            order = np.argsort(article, kind="stable")
            article, row = article[order], row[order]
        behind = {} if more is None else {c: more[c] for c in more.column_names}
        last = None if order is None or more is None else np.append(order, len(article) + np.arange(len(more)))
        kinds = {field.name: encoded_type(field.type) for field in schema(name)}
        made = {}
        for c in columns:
            own = [*chunks.pop(c), *(encoded(behind[c]).cast(kinds[c]).chunks if c in behind else ())]
            made[c] = as_column(pa.chunked_array(own, kinds[c]), last if c in behind else order)
        give_back()
        return _Rows(article, made, row)

    def _numbers(self, ids: pa.ChunkedArray) -> Ints:
        """The number of each article, -1 for one that does not count."""
        names = ids.combine_chunks().dictionary_encode()
        of = np.append(self._ids.get_indexer(names.dictionary.to_pylist()), -1)
        return np.asarray(of[names.indices.fill_null(-1).to_numpy(zero_copy_only=False)], dtype=np.int32)

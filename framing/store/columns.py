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
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.measure.clause_lines import ACT_COLUMNS, CLAUSE_COLUMNS, NAME_COLUMNS
from framing.measure.voices import VOICE_COLUMNS
from framing.statements import NOT_GIVEN, STATEMENT_COLUMNS
from framing.store.categories import as_column, emptied, filled, taken
from framing.store.memory import give_back
from framing.store.reader import Store
from framing.store.schema import schema
from framing.store.together import kept_together
from framing.values import Act, Corpus
from framing.whose import ABOUT_SPEAKER

__all__ = ["Columns"]

Ints = NDArray[np.int64]
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
        named = ["field", "block", "sentence", "start", "end", "voice", "act", "words"]
        runs = self._read("voices", named, of_statements=True)
        said = self._statements.columns
        row = _numbered(self._statements.statement, np.arange(len(self._statements)), self._many)[runs.statement]
        stated = np.append(said["speaker"].notna().to_numpy(), False)[row]
        columns = {
            **runs.columns,
            **{c: taken(said[c], row) for c in ("statement_id", *ABOUT_SPEAKER, "access", "with")},
            "sourced": pd.Series(pd.arrays.BooleanArray(stated, row < 0)),
            **{c: taken(emptied(said[c]), row) for c in ("cue", "via")},
        }
        return self._frame(runs.article, columns, VOICE_COLUMNS)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention; without ``text``."""
        named = [
            "field", "start", "end", "actor_id", "actor", "type", "entity", "side", "role", "agent", "voice",
            "statement_id",
        ]  # fmt: skip
        rows = self._joined("mentions", named, {"actor": "actor_id"}, {"type": "type", "side": "side"})
        rows.columns["side"] = filled(rows.columns["side"], NOT_GIVEN)
        return self._frame(rows.article, rows.columns, ["article_id", *named])

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
            keys.append(np.where(number < 0, -1, of * (len(code) + 1) + number))
            before += many
        return np.isin(keys[2], np.concatenate(keys[:2])) & (keys[2] >= 0)

    def hits(self, lexicons: Collection[str]) -> pd.DataFrame:
        """The hits of shipped lexicons: where they stand, and in whose words."""
        rows = self._read("hits", ["field", "start", "end", "run", "lexicon", "category", "in_name"], lexicon=lexicons)
        return self._in_runs(rows, ["lexicon", "category"], _OF_HIT)

    def clause_lines(self, name: str, words: Collection[str]) -> pd.DataFrame:
        """Names, clauses or acts, of these words where some are given (:mod:`framing.measure.clause_lines`)."""
        named, actors = _CLAUSES[name]
        rows = self._joined(name, [*named[1:], "run"], actors, word=words)
        return self._in_runs(rows, named, _OF_LINE)

    def _in_runs(self, rows: _Rows, order: Iterable[str], wanted: Iterable[str]) -> pd.DataFrame:
        """Rows with what is ``wanted`` of their runs, which are numbered from 0 in each article."""
        at = self._first_run[rows.article] + rows.columns.pop("run").to_numpy(dtype=np.int64)
        of = {c: taken(self.voices[c], at) for c in wanted if c not in rows.columns}
        return self._frame(rows.article, {**rows.columns, **of}, order)

    def _frame(self, article: Ints, columns: Mapping[str, pd.Series], order: Iterable[str]) -> pd.DataFrame:
        """A table with ``order`` first, and the columns by which articles are grouped last."""
        ids = pd.Series(pd.Categorical.from_codes(article, self._ids))
        of_articles = {name: taken(values, article) for name, values in self._groups.items()}
        every = {"article_id": ids, **columns, **of_articles}
        first = [c for c in order if c in every]
        return pd.DataFrame({c: every[c] for c in (*first, *(c for c in every if c not in first))}, copy=False)

    @cached_property
    def _first_run(self) -> Ints:
        counts = np.bincount(self.voices["article_id"].cat.codes.to_numpy(), minlength=len(self._ids))
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
        told = _places(pa.chunked_array(self._statement_ids), ids)[said.statement]
        for name in ("access", "via"):
            said.columns[name] = _told(said.columns[name], told)
        joint = self._speakers(said, told, ids)
        give_back()
        return said, joint

    def _speakers(self, said: _Rows, told: Ints, ids: pa.ChunkedArray) -> _Joint:
        """Add whose each statement is, and who makes it ``with`` that one: as the corpus has it where it was ``told``.

        Gives those who make one with others.
        """
        alone = told < 0
        of_own = _numbered(said.statement[alone], np.flatnonzero(alone), self._many)
        of_told = _numbered(told[~alone], np.flatnonzero(~alone), len(ids))
        named = ["place", *ABOUT_SPEAKER]
        corpus = self._together("speakers", ["statement_id", *named])
        both = self._read("speakers", named, of_statements=True, more=corpus.select(named))
        row = np.concatenate([of_own[both.statement], of_told[_places(corpus["statement_id"], ids)]])
        columns = both.columns
        place = columns.pop("place").to_numpy()
        first, others = np.flatnonzero((row >= 0) & (place == 0)), np.flatnonzero((row >= 0) & (place > 0))
        at = _numbered(row[first], first, len(said))[:-1]
        others = others[np.lexsort((place[others], row[others]))]
        names = taken(columns["speaker"], others)
        joint: dict[int, str] = {}
        for statement, name in zip(row[others].tolist(), names, strict=True):
            joint[statement] = f"{joint[statement]}; {name}" if statement in joint else name
        joint_at = _numbered(np.fromiter(joint, dtype=np.int64), np.arange(len(joint)), len(said))[:-1]
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
        known, of = self._join, of or {}
        more = {c: known.told[v] for a, i in actors.items() for c, v in {a: "actor", i: "joined_id", **of}.items()}
        rows = self._read(name, columns, more=pa.table(more), of_statements=False, **among)
        for actor, number in actors.items():
            joined = known.places(rows.article, rows.columns[number])
            if only is not None:
                joined[~rows.columns[only].to_numpy(dtype=bool)] = -1
            for column in (actor, number, *of):
                rows.columns[column] = _told(rows.columns[column], joined)
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
    def _join(self) -> _Join:
        table = self._together("actors", ["article_id", "actor_id", "joined_id", "actor", "type", "side"])
        return _Join.of(self._numbers(table["article_id"]), table)

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
        parts: list[tuple[Ints, Ints]] = [(np.zeros(0, dtype=np.int64),) * 2]
        before = 0
        for number in self._parts:
            table = self._part(name, number, wanted)
            article, row = self._numbers(table["article_id"]), np.arange(before, before + len(table))
            if of_statements:
                found = _places(table["statement_id"], self._statement_ids[number])
                row = np.where(found >= 0, before + found, -1)
            before += len(self._statement_ids[number]) if of_statements else len(table)
            keep = article >= 0
            for key, values in among.items():
                keep &= _is_among(table[key], values) if values else True
            if not keep.all():
                table, article, row = table.filter(pa.array(keep)), article[keep], row[keep]
            parts.append((article, row))
            for c in columns:
                chunks[c] += _encoded(table[c]).chunks
        article, row = (np.concatenate(v) for v in zip(*parts, strict=True))
        order = None
        if (np.diff(article) < 0).any():
            order = np.argsort(article, kind="stable")
            article, row = article[order], row[order]
        behind = {} if more is None else {c: more[c] for c in more.column_names}
        last = None if order is None or more is None else np.append(order, len(article) + np.arange(len(more)))
        kinds = {field.name: _kind(field.type) for field in schema(name)}
        made = {}
        for c in columns:
            own = [*chunks.pop(c), *(_encoded(behind[c]).cast(kinds[c]).chunks if c in behind else ())]
            made[c] = as_column(pa.chunked_array(own, kinds[c]), last if c in behind else order)
        give_back()
        return _Rows(article, made, row)

    def _numbers(self, ids: pa.ChunkedArray) -> Ints:
        """The number of each article, -1 for one that does not count."""
        encoded = ids.combine_chunks().dictionary_encode()
        of = np.append(self._ids.get_indexer(encoded.dictionary.to_pylist()), -1)
        return np.asarray(of[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)], dtype=np.int64)


@dataclass(frozen=True)
class _Join:
    """Whom the corpus knows otherwise than their article: keys of article and actor in order, and what it knows."""

    ids: pa.Array
    keys: Ints
    rows: Ints
    told: pa.Table

    @classmethod
    def of(cls, article: Ints, told: pa.Table) -> _Join:
        encoded = _encoded(told["actor_id"]).combine_chunks()
        ids = encoded.dictionary
        keys = article * (len(ids) + 1) + encoded.indices.to_numpy(zero_copy_only=False)
        keys[article < 0] = -1
        order = np.argsort(keys, kind="stable")
        return cls(ids, keys[order], order, told)

    def places(self, article: Ints, actor_id: pd.Series) -> Ints:
        """The row for each actor of an article, -1 where the corpus knows it as its article does."""
        names = pa.chunked_array([pa.array(actor_id.cat.categories.array, pa.string())])
        known = np.append(_places(names, self.ids), -1)[actor_id.cat.codes.to_numpy()[: len(article)]]
        found = np.full(len(article), -1, dtype=np.int64)
        asked = np.flatnonzero(known >= 0)
        key = article[asked] * (len(self.ids) + 1) + known[asked]
        at = np.minimum(np.searchsorted(self.keys, key), max(0, len(self.keys) - 1))
        same = self.keys[at] == key if len(self.keys) else np.zeros(len(key), dtype=bool)
        found[asked[same]] = self.rows[at[same]]
        return found


def _told(values: pd.Series, at: Ints) -> pd.Series:
    """The column without the rows at its end, of which those at these places stand for its own; -1 for none."""
    own = np.arange(len(at))
    return taken(values, np.where(at >= 0, len(at) + at, own))


def _numbered(places: Ints, values: Ints, many: int) -> Ints:
    """Values by their places of ``many``, -1 elsewhere and at the end, which is the place -1."""
    found = np.full(many + 1, -1, dtype=np.int64)
    found[places] = values
    return found


def _places(values: pa.ChunkedArray, known: pa.Array | pa.ChunkedArray) -> Ints:
    """The place of each value among those that are known, -1 for none."""
    whole = known.combine_chunks() if isinstance(known, pa.ChunkedArray) else known
    return np.asarray(pc.index_in(values, value_set=whole).fill_null(-1).to_numpy(), dtype=np.int64)


def _is_among(values: pa.ChunkedArray, wanted: Collection[str]) -> NDArray[np.bool_]:
    """Which of a dictionary's values are among some."""
    encoded = values.combine_chunks()
    known = np.append(pc.is_in(encoded.dictionary, pa.array(sorted(wanted), pa.string())).to_numpy(False), False)
    found: NDArray[np.bool_] = known[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)].astype(bool)
    return found


def _encoded(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.dictionary_encode() if pa.types.is_string(values.type) else values


def _kind(kind: pa.DataType) -> pa.DataType:
    return pa.dictionary(pa.int32(), pa.string()) if pa.types.is_string(kind) else kind

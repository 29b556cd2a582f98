"""Statements and runs of a store as columns of numbers: what counting needs of millions of rows, without their words.

Rows are those of articles that count, in reading order, as :class:`framing.subject.Slim` has them; text is categories
in order of the alphabet. The files of the partitions are read as they are, column by column, and rows find each other
by their place: a run its statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.measure.voices import VOICE_COLUMNS
from framing.parallel import in_threads
from framing.statements import NOT_GIVEN, STATEMENT_COLUMNS
from framing.store.categories import as_column, emptied, filled, taken
from framing.store.memory import give_back, give_back_at_once
from framing.store.passing import passing_of_before
from framing.store.places import encoded, encoded_type, is_among, numbered, told
from framing.store.reader import Store
from framing.store.schema import schema
from framing.store.together import kept_together
from framing.tables import coded, places_among, positions
from framing.values import Act, Corpus
from framing.whose import ABOUT_SPEAKER

__all__ = ["Rows", "Runs"]

Ints = NDArray[np.signedinteger[Any]]
Frame = dict[str, pd.Series]

_READERS = 2
"""Threads that read partitions and put columns together: most of it lets others go on."""

_STATED = ("speaker_id", "speaker", "type", "side", "affiliation", "role")
"""Columns of the statements that are "not given" where nobody is stated."""


_OF_SPEAKER = ("statement_id", *ABOUT_SPEAKER, "access", "with")
"""Columns that runs take over from their statements as they are."""


@dataclass(frozen=True)
class Rows:
    """Some columns of a table in order of the articles, and the number of each row's article.

    ``statement`` is the row that each has among all statements of the partitions, where that was asked for.
    """

    article: Ints
    columns: Frame
    statement: Ints

    def __len__(self) -> int:
        return len(self.article)


@dataclass(frozen=True)
class _Articles:
    """The articles of a partition, and the number of each, -1 for one that does not count."""

    ids: pa.Array
    number: Ints

    def of(self, ids: pa.ChunkedArray) -> Ints:
        """The number of each article."""
        return np.append(self.number, np.int32(-1))[places_among(ids, self.ids)]


@dataclass(frozen=True)
class _Joint:
    """Who makes statements with others: the row of each statement, and what the columns about speakers say."""

    statement: Ints
    about: pd.DataFrame


class Runs:
    """The tables of statements and voices. Articles of the ``corpus`` that count are numbered in order of their ids.

    ``joined``: with the actors as the corpus has them (:mod:`framing.store.together`).
    """

    def __init__(self, store: Store, corpus: Corpus, *, joined: bool = True) -> None:
        give_back_at_once()
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
        return self.some_voices(np.arange(len(self._runs)))

    def some_voices(self, at: Ints) -> pd.DataFrame:
        """The rows of :attr:`voices` at these places."""
        said, row = self._statements.columns, self._row[at]
        stated = np.append(said["speaker"].notna().to_numpy(), False)[row]
        columns = {
            **{str(c): taken(self.runs[c], at) for c in self.runs if c != "article_id"},
            **{c: taken(said[c], row) for c in ABOUT_SPEAKER if c not in self.runs},
            "sourced": pd.Series(pd.arrays.BooleanArray(stated, row < 0)),
            **{c: taken(emptied(said[c]), row) for c in ("cue", "via")},
            "act": taken(self._runs.columns["act"], at),
        }
        return self._frame(self._runs.article[at], columns, VOICE_COLUMNS)

    def voices_with(self, names: Collection[str]) -> pd.DataFrame:
        """The rows of :attr:`voices` with these columns, as far as it has them, and those of articles."""
        said, own = self._statements.columns, self._runs.columns
        columns = {c: own[c] for c in names if c in own}
        columns |= {c: taken(emptied(said[c]), self._row) for c in ("cue", "via") if c in names}
        columns |= {c: taken(said[c], self._row) for c in said if c in _OF_SPEAKER and c in names}
        give_back()
        return self._frame(self._runs.article, columns, VOICE_COLUMNS)

    def places_of(self, articles: Collection[str]) -> Ints:
        """Where the runs of these articles are in :attr:`voices`."""
        return np.flatnonzero(np.isin(self._runs.article, self._ids.get_indexer(pd.Index(list(articles), dtype="str"))))

    @cached_property
    def co_speakers(self) -> pd.DataFrame:
        """What is last said of each who makes a statement with others: one row a ``name``."""
        last = self._said[1].about.drop_duplicates("speaker", keep="last")
        return last.assign(name=last["speaker"])

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
    def _runs(self) -> Rows:
        named = ["field", "block", "sentence", "start", "end", "voice", "act", "words"]
        return self._read("voices", named, of_statements=True)

    @cached_property
    def _row(self) -> Ints:
        """The statement of each run, by its row in the table, -1 for none."""
        said = self._statements
        found = numbered(said.statement, np.arange(len(said)), self._many)[self._runs.statement]
        del self._statement_ids  # statements and runs are read; what is asked later reads them again
        return found.astype(np.int32)

    def _frame(
        self, article: Ints, columns: Mapping[str, pd.Series], order: Iterable[str], *, of_articles: bool = True
    ) -> pd.DataFrame:
        """A table with ``order`` first, and the columns by which articles are grouped last."""
        ids = coded(article, self._ids)
        groups = {name: taken(values, article) for name, values in self._groups.items()} if of_articles else {}
        every = {"article_id": ids, **columns, **groups}
        first = [c for c in order if c in every]
        return pd.DataFrame({c: every[c] for c in (*first, *(c for c in every if c not in first))}, copy=False)

    @cached_property
    def _groups(self) -> Frame:
        """The columns by which articles are grouped, one value an article."""
        counted = self._counted
        extra = sorted({name for a in counted for name in a.extra})
        given: dict[str, list[Any]] = {name: [a.extra.get(name) for a in counted] for name in extra}
        given |= {"outlet": [a.outlet for a in counted], "date": [str(a.date or "") for a in counted]}
        first = ("outlet", "date")
        return {
            name: pd.Series(pd.Categorical([NOT_GIVEN if v in (None, "") else str(v) for v in given[name]]))
            for name in (*first, *(n for n in given if n not in first))
        }

    @property
    def _statements(self) -> Rows:
        return self._said[0]

    @cached_property
    def _said(self) -> tuple[Rows, _Joint]:
        """The statements of speech with those whose they are, and who makes them jointly."""
        named = [
            "statement_id", "field", "block", "kind", "act", "cue", "start", "end", "position", "words",
            "quoted_words", "confidence", "access", "via",
        ]  # fmt: skip
        corpus = self._together("statements", ["statement_id", "access", "via"])
        ids = corpus["statement_id"]
        said = self._read("statements", named, more=corpus.select(["access", "via"]), act=[Act.SPEECH.value])
        again = self._again(said, ids)
        for name in ("access", "via"):
            said.columns[name] = told(said.columns[name], again)
        joint = self._speakers(said, again, ids)
        give_back()
        return said, joint

    def _again(self, said: Rows, ids: pa.ChunkedArray) -> Ints:
        """Of each statement its place among those that the corpus tells otherwise than its article, -1 for none."""
        return places_among(pa.chunked_array(self._statement_ids, pa.string()), ids)[said.statement]

    def _speakers(self, said: Rows, again: Ints, ids: pa.ChunkedArray) -> _Joint:
        """Add whose each statement is and who makes it ``with`` that one; of those told ``again`` as the corpus has it.

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
        about = pd.DataFrame({c: taken(values, others) for c, values in columns.items()}, copy=False)
        joint: dict[int, str] = {}
        for statement, name in zip(row[others].tolist(), about["speaker"], strict=True):
            joint[statement] = f"{joint[statement]}; {name}" if statement in joint else name
        joint_at = numbered(np.fromiter(joint, dtype=np.int64), np.arange(len(joint)), len(said))[:-1]
        told_with = as_column(pa.chunked_array([pa.array(joint.values(), pa.string())]))
        said.columns.update({c: taken(values, at) for c, values in columns.items()})
        said.columns["with"] = taken(told_with, joint_at)
        return _Joint(row[others], about)

    @cached_property
    def _statement_ids(self) -> list[pa.Array]:
        """The statements' ids in each partition, of every act."""
        columns = ["article_id", "statement_id"]
        return [self._part("statements", n, columns)["statement_id"].combine_chunks() for n in self._parts]

    @property
    def _many(self) -> int:
        return sum(map(len, self._statement_ids))

    def _together(self, name: str, columns: Sequence[str]) -> pa.Table:
        return kept_together(self._store, name, columns, joined=self._with_join)

    @property
    def _parts(self) -> range:
        return range(len(self._store.records))

    @cached_property
    def _passing(self) -> dict[str, pa.Table]:
        return passing_of_before(self._store)

    def _part(self, name: str, number: int, columns: Sequence[str]) -> pa.Table:
        part = self._store.records[number].part
        if name == "in_passing" and part in self._passing:
            return self._store.living(self._passing[part].select(list(columns)), part)
        return self._store.readable(name, number, columns, checked=False)

    def _read(
        self,
        name: str,
        columns: Sequence[str],
        *,
        of_statements: bool = False,
        more: pa.Table | None = None,
        **among: Collection[str],
    ) -> Rows:
        """Columns of a table, of articles that count and of rows whose values are ``among`` some.

        Those that are in ``more`` have its rows, too, at their end.
        """
        if name == "in_passing":
            _ = self._passing  # made once, before two threads ask for it
        wanted = ["article_id", *columns, *(["statement_id"] if of_statements else [])]
        chunks: dict[str, list[pa.Array]] = {c: [] for c in columns}
        parts: list[tuple[Ints, Ints]] = [(np.zeros(0, dtype=np.int32),) * 2]
        before = 0
        of_each = partial(self._of_part, name, wanted, among, self._statement_ids if of_statements else None)
        for article, row, rows, table in in_threads(of_each, self._parts, threads=_READERS):
            parts.append((article, np.where(row >= 0, before + row, -1).astype(np.int32)))
            before += rows
            for c in columns:
                chunks[c] += table[c].chunks
        article, row = (np.concatenate(v) for v in zip(*parts, strict=True))
        order = None
        if (np.diff(article) < 0).any():
            order = np.argsort(article, kind="stable")
            article, row = article[order], row[order]
        behind = {} if more is None else {c: more[c] for c in more.column_names}
        last = None if order is None or more is None else np.append(order, len(article) + np.arange(len(more)))
        kinds = {field.name: encoded_type(field.type) for field in schema(name)}

        def column(c: str) -> pd.Series:
            own = [*chunks.pop(c), *(encoded(behind[c]).cast(kinds[c]).chunks if c in behind else ())]
            return as_column(pa.chunked_array(own, kinds[c]), last if c in behind else order)

        made = dict(zip(columns, in_threads(column, columns, threads=_READERS), strict=True))
        give_back()
        return Rows(article, made, row)

    def _of_part(
        self,
        name: str,
        wanted: Sequence[str],
        among: Mapping[str, Collection[str]],
        statement_ids: Sequence[pa.Array] | None,
        number: int,
    ) -> tuple[Ints, Ints, int, pa.Table]:
        """Of a partition the article of each row, the row of its statement or its own, of how many, and the columns."""
        table = self._part(name, number, wanted)
        article = self._articles[number].of(table["article_id"])
        row = np.arange(len(table))
        if statement_ids is not None:
            row = places_among(table["statement_id"], statement_ids[number])
        rows = len(table) if statement_ids is None else len(statement_ids[number])
        keep = article >= 0
        for key, values in among.items():
            keep &= is_among(table[key], values) if values else True
        if not keep.all():
            table, article, row = table.filter(pa.array(keep)), article[keep], row[keep]
        columns = {c: encoded(table[c]) for c in dict.fromkeys(wanted)}
        return article, row, rows, pa.table(columns)

    @cached_property
    def _articles(self) -> list[_Articles]:
        """The articles of each partition."""
        each = [self._part("articles", n, ["article_id"])["article_id"].combine_chunks() for n in self._parts]
        number = positions(pd.Series(pa.chunked_array(each, pa.string()).to_pylist(), dtype="str"), self._ids)
        cuts = np.cumsum([len(ids) for ids in each])[:-1]
        return [_Articles(*one) for one in zip(each, np.split(number, cuts), strict=True)]

    def _numbers(self, ids: pa.ChunkedArray) -> Ints:
        """The number of each article, -1 for one that does not count."""
        return positions(pd.Series(ids.to_pylist(), dtype="str"), self._ids)

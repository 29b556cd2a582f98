"""The tables of a store as columns of numbers: what counting needs of millions of rows, without their words.

Rows are those of articles that count, in reading order, as :class:`framing.subject.Slim` has them; text is categories
in order of the alphabet. The files of the partitions are read as they are, column by column, and rows find each other
by their place: a hit its run, a run its statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.lexicon.scoring import SPOKEN
from framing.measure.clause_lines import ACT_COLUMNS, CLAUSE_COLUMNS, NAME_COLUMNS
from framing.measure.in_passing import PASSING_COLUMNS
from framing.measure.own_words import frequent
from framing.statements import NOT_GIVEN
from framing.store.categories import as_column, filled, taken
from framing.store.memory import give_back
from framing.store.places import Joined, told
from framing.store.runs import Rows, Runs
from framing.store.schema import schema
from framing.tables import as_text, coded, positions, row_numbers
from framing.values import Act, Voice
from framing.whose import ABOUT_SPEAKER

__all__ = ["Columns"]

Ints = NDArray[np.signedinteger[Any]]

_CLAUSES: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "names": (NAME_COLUMNS, {"actor": "actor_id"}),
    "clauses": (CLAUSE_COLUMNS, {"agent": "agent_id", "patient": "patient_id"}),
    "acts": (ACT_COLUMNS, {"agent": "agent_id", "patient": "patient_id", "owner": "owner_id"}),
}
"""Columns of each table, and which of them name actors, by which id."""

_OF_HIT = ("block", "sentence", "voice", "statement_id", "speaker_id", "speaker", "type", "side")
_HIT = (
    "lexicon", "category", "entry", "weight", "article_id", "field", *_OF_HIT, "start", "end", "text", "in_name",
    "negated", "amplified", "adversative", "shifter", "run",
)  # fmt: skip
_OF_LINE = (
    "block", "sentence", "voice", "statement_id", *ABOUT_SPEAKER, "sourced", "cue", "access", "via", "with", "act",
)  # fmt: skip
_MENTION = ("field", "start", "end", "actor", "type", "entity", "agent", "voice")
_PLACE = ("voice", "statement_id", "speaker")
"""What hits, and names, clauses and acts, take over from the run of words that they begin in."""


class Columns(Runs):
    """The tables of statements and voices, and of what is found in them: mentions, hits, names, clauses, words."""

    @property
    def mentions(self) -> pd.DataFrame:
        """One row a mention, read each time; without ``text``."""
        return self._mentions([*_MENTION, "actor_id", "side", "role", "statement_id"], of_articles=True)

    @property
    def named(self) -> pd.DataFrame:
        """The same rows with what a comparison of articles asks of them."""
        return self._mentions(_MENTION, of_articles=False)

    def _mentions(self, columns: Collection[str], *, of_articles: bool) -> pd.DataFrame:
        order = [c for c in schema("mentions").names if c in columns]
        of = {c: c for c in ("type", "side") if c in columns}
        rows = self._joined("mentions", [*order, *({"actor_id"} - {*order})], {"actor": "actor_id"}, of)
        if "side" in columns:
            rows.columns["side"] = filled(rows.columns["side"], NOT_GIVEN)
        kept = {c: rows.columns[c] for c in order}
        return self._frame(rows.article, kept, ["article_id", *order], of_articles=of_articles)

    @property
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
        every = [
            (said.article, said.columns["speaker"]),
            (said.article[joint.statement], joint.about["speaker"]),
            (article, actor),
        ]
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

    def hits_in_prose(self, lexicons: Collection[str]) -> pd.DataFrame:
        """The table of :func:`framing.hits` for shipped lexicons; ``run`` is a place among the runs of prose."""
        rows = self._read("hits", [c for c in _HIT if c not in ("article_id", *_OF_HIT)], lexicon=lexicons)
        at = self._first_run[rows.article] + rows.columns["run"].to_numpy(dtype=np.int64)
        spoken = self._runs.columns["voice"].isin([str(voice) for voice in SPOKEN]).to_numpy()
        number = (np.cumsum(spoken) - 1).astype(np.int32)[at]
        table = self._in_runs(rows, _HIT, _OF_HIT, of_articles=False).assign(run=number)[list(_HIT)]
        return table if spoken[at].all() else table[spoken[at]].reset_index(drop=True)

    def hit_counts(self, lexicons: Collection[str], speakers: Collection[str]) -> pd.DataFrame:
        """How often each entry of shipped lexicons is found: by voice, whether within a name, and speaker.

        Of some ``speakers`` the words are told apart; those of all others, and of nobody, are counted together, with
        ``speaker`` missing. ``other`` says whether some other speaker has them.
        """
        rows = self._read("hits", ["run", "lexicon", "category", "entry", "in_name", "weight"], lexicon=lexicons)
        at = self._first_run[rows.article] + rows.columns.pop("run").to_numpy(dtype=np.int64)
        voice, speaker = (taken(self.runs[c], at) for c in ("voice", "speaker"))
        wanted = positions(speaker, pd.Index(sorted(speakers), dtype="str"))
        told = coded(wanted, pd.Index(sorted(speakers), dtype="str"))
        other = pd.Series(speaker.notna().to_numpy() & (wanted < 0))
        frame = pd.DataFrame({**rows.columns, "voice": voice, "speaker": told, "other": other}, copy=False)
        frame = frame[frame["voice"].isin([str(v) for v in SPOKEN])]
        keys = ["lexicon", "category", "entry", "in_name", "voice", "speaker", "other"]
        number = row_numbers(frame, keys)
        weight = frame["weight"].to_numpy(dtype=np.float64, na_value=np.nan)
        held = ~np.isnan(weight)
        counts = {
            "hits": np.bincount(number), "weight": np.bincount(number, np.where(held, weight, 0.0)),
            "weighted": np.bincount(number, held).astype(np.int64),
        }  # fmt: skip
        table = as_text(frame[keys].iloc[np.unique(number, return_index=True)[1]]).assign(**counts)
        order = ["lexicon", "category", "entry", "voice", "speaker", "in_name", "other"]
        return table.sort_values(order, ignore_index=True)

    def own_words(self, *, most: int, articles: int, uses: int) -> pd.DataFrame:
        """:func:`framing.measure.own_words.frequent`."""
        named = ["field", "start", "end", "word", "small"]
        rows = self._read("words", named)
        table = self._frame(rows.article, rows.columns, ["article_id", *named], of_articles=False)
        own = coded(np.zeros(len(table), dtype=np.int8), pd.Index([Voice.OWN.value], dtype="str"))
        found = frequent(table.assign(voice=own), most=most, articles=articles, uses=uses)
        return found.reset_index(drop=True)

    @cached_property
    def in_passing(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.in_passing`."""
        named = PASSING_COLUMNS[1:]
        rows = self._read("in_passing", named)
        return self._frame(rows.article, rows.columns, PASSING_COLUMNS)

    @property
    def forms(self) -> pd.Series:
        """How each mention is written, in the order of :attr:`mentions`."""
        return self._read("mentions", ["text"]).columns["text"]

    @property
    def sources(self) -> pd.DataFrame:
        """What the speaker of each statement is called, in the order of :attr:`table`."""
        corpus = self._together("statements", ["statement_id", "description"])
        more, named = corpus.select(["description"]), ["source", "description", "act"]
        said = self._read("statements", named, more=more, act=[Act.SPEECH.value])
        del said.columns["act"]
        again = self._again(self._statements, corpus["statement_id"])
        said.columns["description"] = told(said.columns["description"], again)
        return pd.DataFrame(said.columns, copy=False)

    @property
    def repeated(self) -> pd.DataFrame:
        """:attr:`framing.subject.Tables.repeated`."""
        named = ["field", "start", "end", "pair", "statement_id"]
        rows = self._read("repeated", named)
        return self._frame(rows.article, rows.columns, ["article_id", *named], of_articles=False)

    def clause_lines(self, name: str, words: Collection[str], *, about: bool = True) -> pd.DataFrame:
        """Names, clauses or acts, of these words where some are given (:mod:`framing.measure.clause_lines`).

        ``about``: with all columns of the runs that they begin in, and of articles.
        """
        named, actors = _CLAUSES[name]
        rows = self._joined(name, [*named[1:], "run"], actors, word=words)
        return self._in_runs(rows, named, _OF_LINE if about else _PLACE, of_articles=about)

    def _in_runs(
        self, rows: Rows, order: Iterable[str], wanted: Sequence[str], *, of_articles: bool = True
    ) -> pd.DataFrame:
        """Rows with what is ``wanted`` of their runs, which are numbered from 0 in each article."""
        at = self._first_run[rows.article] + rows.columns.pop("run").to_numpy(dtype=np.int64)
        runs = self.runs if set(wanted) <= {*self.runs.columns} else self.voices
        of = {c: taken(runs[c], at) for c in wanted if c not in rows.columns}
        give_back()
        return self._frame(rows.article, {**rows.columns, **of}, order, of_articles=of_articles)

    @cached_property
    def _first_run(self) -> Ints:
        counts = np.bincount(self._runs.article, minlength=len(self._ids))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def _joined(
        self,
        name: str,
        columns: Sequence[str],
        actors: Mapping[str, str],
        of: Mapping[str, str] | None = None,
        *,
        only: str | None = None,
        **among: Collection[str],
    ) -> Rows:
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
    def _join(self) -> Joined:
        table = self._together("actors", ["article_id", "actor_id", "joined_id", "actor", "type", "side"])
        return Joined.of(self._numbers(table["article_id"]), table)

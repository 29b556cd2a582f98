"""What an overview counts: statements, words and speakers of all articles, from columns without texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.lexicon.entries import Lexicon, NamePolicy
from framing.lexicon.scoring import FEW_HITS
from framing.measure.balance import balance, source_kind
from framing.measure.prominence import prominence_of_parts
from framing.measure.stance import stance_table
from framing.report.speakers import MOST_RANKED
from framing.report.words import LABELS, SPOKEN_ORDER
from framing.statements import NOT_GIVEN
from framing.subject import Tables
from framing.tables import group_values, positions, recoded
from framing.units import COPIES
from framing.values import Voice
from framing.whose import ATTRIBUTED, each_speaker, of_statements

__all__ = ["MOST_WRITTEN", "Counts", "article_tables", "lexicon_counts", "openings", "prominence_of", "speaker_table"]

MOST_WRITTEN = 10_000
"""So many rows a table has at most that has one a speaker."""

_STATEMENT = (
    "article_id", "outlet", "date", "kind", "speaker_id", "speaker", "type", "side", "named", "cue", "position",
    "words", "quoted_words", "affiliation", "official", "role", "via", "with", COPIES,
)  # fmt: skip
_RUN = (
    "article_id", "field", "block", "sentence", "start", "end", "voice", "statement_id", "speaker", "side", "words",
)  # fmt: skip
_SAID = (
    "article_id", "kind", "speaker_id", "speaker", "type", "side", "named", "position", "words", "quoted_words", "with",
)  # fmt: skip
_VOICES = tuple(str(v) for v in Voice)
_QUOTERS = 5

Integers = NDArray[np.int64]


class Counts:
    """The columns that are counted, and what several tables count from.

    ``frame`` has one row a statement, with its ``stance``; ``said`` one more for each further speaker of a joint one;
    ``voices`` one row a run of words. ``each`` has one row an article.
    """

    def __init__(self, subject: Tables) -> None:
        table, runs = subject.slim.table, subject.of_articles.slim.runs
        self._corpus = subject.corpus
        self._ids = pd.Index([a.id for a in subject.corpus.counted], dtype="str")
        frame = pd.DataFrame({c: table[c] for c in _STATEMENT if c in table}, copy=False)
        self.frame = stance_table(frame)
        self.confidence: pd.Series = table["confidence"]
        self.said = each_speaker(self.columns(*_SAID), ["speaker"], subject.statements).drop(columns="with")
        self.voices = pd.DataFrame({c: runs[c] for c in _RUN}, copy=False)

    def columns(self, *names: str) -> pd.DataFrame:
        """Some columns of the statements, and which articles are versions of one."""
        return pd.DataFrame({c: self.frame[c] for c in (*names, COPIES) if c in self.frame}, copy=False)

    @property
    def duplicates(self) -> int:
        """Articles with the text of another."""
        return len(self._corpus) - len(self._corpus.counted)

    @property
    def speakers(self) -> int:
        """How many speak."""
        return int(self.said["speaker_id"][self.said["speaker_id"].ne(NOT_GIVEN)].nunique())

    @cached_property
    def unsourced(self) -> int:
        """Words of paraphrase without a stated source."""
        runs = self.voices
        there = runs["voice"].eq(Voice.PARAPHRASE.value) & runs["statement_id"].notna() & runs["speaker"].isna()
        return int(runs.loc[there, "words"].sum())

    @cached_property
    def each(self) -> pd.DataFrame:
        """One row a counted article: what is known of it, its words by voice, statements and speakers."""
        counted, ids = self._corpus.counted, self._ids
        table = pd.DataFrame(
            {
                "id": ids,
                "name": pd.Series([a.title or "" for a in counted], dtype="str"),
                "outlet": pd.Series([a.outlet for a in counted], dtype="str"),
                "date": pd.Series([a.date.isoformat() if a.date else None for a in counted], dtype="str"),
            }
        )
        runs = self.voices
        of, voice = positions(runs["article_id"], ids), positions(runs["voice"], pd.Index(_VOICES, dtype="str"))
        cells = np.bincount(of * len(_VOICES) + voice, runs["words"], minlength=len(ids) * len(_VOICES))
        words = cells.astype(np.int64).reshape(len(ids), len(_VOICES))
        own = positions(self.frame["article_id"], ids)
        table = table.assign(words=words.sum(axis=1), **dict(zip(_VOICES, words.T, strict=True)))
        return table.assign(
            statements=np.bincount(own, minlength=len(ids)), speakers=self.speakers_of(np.arange(len(ids)), len(ids))
        )

    def speakers_of(self, group: Integers, groups: int) -> Integers:
        """How many speak in each group of articles, by the group of each counted article."""
        known = self.said["speaker_id"].ne(NOT_GIVEN).to_numpy()
        who = np.asarray(pd.factorize(self.said["speaker_id"])[0], dtype=np.int64)
        of = group[positions(self.said["article_id"], self._ids)[known]]
        pairs = np.unique(of * (who.max(initial=0) + 1) + who[known])
        return np.bincount(pairs // (who.max(initial=0) + 1), minlength=groups).astype(np.int64)


def article_tables(counts: Counts) -> dict[str, pd.DataFrame]:
    """``articles``, one row each, and together by outlet and by year, where there are several."""
    each = counts.each
    groups = {
        "outlet": each["outlet"].fillna(NOT_GIVEN).mask(each["outlet"].eq(""), NOT_GIVEN),
        "year": each["date"].str[:4].fillna(NOT_GIVEN),
    }
    tables = {"articles": each}
    for name, values in groups.items():
        if len(values.unique()) < 2 and (name == "year" or len(groups["year"].unique()) > 1):
            continue
        code, names = pd.factorize(values, sort=True)
        summed = each[["words", *_VOICES, "statements"]].groupby(code).sum()
        table = pd.DataFrame({name: pd.Series(list(names), dtype="str"), "articles": np.bincount(code)})
        table = pd.concat([table, summed.reset_index(drop=True)], axis=1)
        table["speakers"] = counts.speakers_of(np.asarray(code, dtype=np.int64), len(names))
        order = ["articles", "outlet"] if name == "outlet" else ["year"]
        tables[f"articles_by_{name}"] = table.sort_values(order, ascending=[name == "year", True][: len(order)],
                                                          ignore_index=True)  # fmt: skip
    return tables


def speaker_table(counts: Counts) -> pd.DataFrame:
    """The table of all speakers as a report has it, but for their cues; most words first."""
    said, frame = counts.said, counts.frame
    table = pd.DataFrame(balance(said, by="speaker"))
    total = frame["words"].sum()
    table["word_share"] = table["words"] / (total or np.nan)
    first = said[~said["speaker"].duplicated()]
    about = pd.DataFrame(
        {
            "type": first["type"].astype("str"), "side": first["side"].astype("str"), "source_kind": source_kind(first),
            "speaker": first["speaker"].astype("str").fillna(NOT_GIVEN),
        }
    ).set_index("speaker")  # fmt: skip
    for column in ("type", "side", "source_kind"):
        table[column] = table["speaker"].map(about[column])
    return table[
        ["speaker", "type", "side", "source_kind", "statements", "direct", "mixed", "indirect", "words",
         "quoted_words", "word_share", "first_position", "articles"]
    ]  # fmt: skip


def openings(counts: Counts) -> pd.DataFrame:
    """The first attributed words of each article."""
    said = counts.voices[of_statements(counts.voices)]
    first = said[~said["article_id"].duplicated()]
    table = first[["article_id", "field", "start", "end"]].reset_index(drop=True)
    return table.assign(speaker=first["speaker"].astype("str").fillna("").to_numpy())


def prominence_of(counts: Counts) -> dict[str, pd.DataFrame]:
    """Prominence of each side, or of the speakers with most words where there are no sides."""
    runs = counts.voices
    if runs["speaker"].isna().all():
        return {}
    by = "side" if runs["side"].notna().any() else "speaker"
    kept: set[str] = set()
    if by == "speaker":
        words = runs.groupby("speaker", observed=True)["words"].sum().sort_values(ascending=False, kind="stable")
        kept = set(words.index[:MOST_RANKED])
    table = prominence_of_parts(_some_at_a_time(runs, by, kept), by=by)
    return {"prominence": table[table[by].ne(_OTHERS)].reset_index(drop=True)}


_OTHERS = "\x00"
"""A name that nobody bears."""

_RUNS = 400_000
"""Runs of words that are gone through at a time."""


def _some_at_a_time(runs: pd.DataFrame, by: str, kept: Collection[str]) -> Iterator[pd.DataFrame]:
    """Runs of whole articles, with one name for all but those that are ``kept``, where any are."""
    article = pd.factorize(runs["article_id"])[0]
    begins = np.flatnonzero(np.diff(article, prepend=-1))
    cuts = np.unique(begins[np.searchsorted(begins, np.arange(0, len(runs), _RUNS), side="right") - 1])
    columns = ["article_id", "field", "block", "sentence", "start", "voice", "statement_id", "words"]
    who = recoded(runs[by], lambda name: name if name in kept else _OTHERS) if kept else runs[by]
    for low, high in pairwise([*cuts.tolist(), len(runs)]):
        part = pd.DataFrame({c: runs[c].iloc[low:high] for c in columns})
        # Only the names that are there: of a hundred thousand each step would look at all.
        ids = part["article_id"].astype("category").cat.remove_unused_categories()
        yield part.assign(**{by: who.iloc[low:high], "article_id": ids}).reset_index(drop=True)


def lexicon_counts(hits: pd.DataFrame, counts: Counts, chosen: Sequence[Lexicon]) -> dict[str, pd.DataFrame]:
    """Rates by voice and by speaker and voice, and the labels for groups, from counts of hits."""
    excluding = [x.name for x in chosen if x.names is NamePolicy.EXCLUDE]
    kept = hits[~(hits["in_name"] & hits["lexicon"].isin(excluding))]
    runs = counts.voices
    words = runs.groupby("voice", observed=True)["words"].sum()
    spoken = [v for v in SPOKEN_ORDER if v in words.index]
    pairs = [(x.name, c) for x in chosen for c in x.category_names]
    found = kept.groupby(["lexicon", "category", "voice"])[["hits", "weight", "weighted"]].sum()
    every = pd.MultiIndex.from_tuples([(*p, v) for p in pairs for v in spoken], names=["lexicon", "category", "voice"])
    by_voice = found.reindex(every, fill_value=0).reset_index()
    by_voice["words"] = by_voice["voice"].map(words).astype("int64")
    mine = kept[kept["voice"].isin(ATTRIBUTED) & ~kept["other"]].fillna({"speaker": NOT_GIVEN})
    by_speaker = mine.groupby(["speaker", "voice", "lexicon", "category"])[["hits", "weight", "weighted"]].sum()
    by_speaker = by_speaker[by_speaker["hits"].gt(0)].reset_index()
    attributed = runs[runs["voice"].isin(ATTRIBUTED)]
    size = attributed.groupby([group_values(attributed["speaker"]), "voice"], observed=True)["words"].sum()
    size = size[size.index.get_level_values(0).isin(by_speaker["speaker"].unique())]
    size.index = pd.MultiIndex.from_tuples([(str(s), str(v)) for s, v in size.index], names=["speaker", "voice"])
    at = pd.MultiIndex.from_frame(by_speaker[["speaker", "voice"]])
    by_speaker["words"] = size.reindex(at, fill_value=0).to_numpy()
    return {
        "lexicon": _rates(by_voice, ["lexicon", "category", "voice"]),
        "lexicon_by_speaker": _rates(by_speaker, ["speaker", "voice", "lexicon", "category"]),
        "labels": _labels(kept[kept["lexicon"].eq(LABELS)]),
    }


def _rates(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    table = table.assign(
        hits=table["hits"].astype("int64"), per_1000=1000 * table["hits"] / table["words"].where(table["words"] > 0),
        mean_weight=table["weight"] / table["weighted"].where(table["weighted"] > 0),
        low_count=table["hits"] < FEW_HITS,
    )  # fmt: skip
    return table[[*keys, "hits", "words", "per_1000", "mean_weight", "low_count"]]


def _labels(kept: pd.DataFrame) -> pd.DataFrame:
    """Words for groups, most used first, with those who say them in quotation marks most often."""
    rows = []
    for (category, entry), part in kept.groupby(["category", "entry"], sort=True):
        by_voice = part.groupby("voice")["hits"].sum().to_dict()
        quoted = part[part["voice"].eq(str(Voice.QUOTED))]
        who = quoted.groupby("speaker")["hits"].sum().sort_values(ascending=False, kind="stable").index.tolist()
        unnamed = quoted[quoted["speaker"].isna()]
        more = len(who) > _QUOTERS or bool(unnamed["other"].any())
        nobody = [NOT_GIVEN] if (~unnamed["other"]).any() else []
        names = [*who[:_QUOTERS], *nobody, *(["others"] if more else [])]
        rows.append(
            {
                "category": category, "term": entry, **{v: int(by_voice.get(v, 0)) for v in SPOKEN_ORDER},
                "uses": int(part["hits"].sum()), "quoted_speakers": "; ".join(map(str, names)),
            }
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=["category", "term", *SPOKEN_ORDER, "uses", "quoted_speakers"])
    return table.sort_values(["uses", "term"], ascending=[False, True], ignore_index=True, kind="stable")

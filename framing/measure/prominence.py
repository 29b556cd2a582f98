"""Prominence: who comes first, who has the last word, who stands in headline, lead and first third.

News puts first what it holds to matter most (the inverted pyramid; Pöttker 2003), so where an actor's words stand is
a measure of weight beside how many there are. All from the voices table, in words, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.measure.limits import Limits
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, voices_table
from framing.tables import By, group_values, grouped, most_first, reading_order
from framing.units import Grouping
from framing.values import Voice
from framing.whose import of_statements

__all__ = ["longest_blocks", "placed", "prominence", "prominence_of_parts"]

_NEEDED = ("article_id", "field", "block", "sentence", "start", "voice", "statement_id", "words")
_PLACES = ("position", "headline", "lead", "first_third")


def prominence(
    subject: Subject,
    *,
    by: By = "speaker",
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """Prominence of each value of ``by``, a column or several: one row a group, most words first.

    Only words in the voices quoted and paraphrase are anybody's. Columns after the group's:

    - ``articles`` in which it has words, ``words``, ``word_share`` of all attributed words and ``all_word_share`` of
      all words of the table;
    - ``first_speaker``, ``last_speaker``: articles whose first or last attributed words are its own; ``…_share`` of
      its articles;
    - ``mean_first_position``: where its first words stand, as a share of the article's words (0 to 1), mean over its
      articles;
    - ``headline_words``, ``lead_words``, ``first_third_words`` and each as a share of all words that stand there
      (``headline_share`` …), over the articles in which it has words: the headline is a title from metadata or in
      the text, the lead is the first sentence of prose, the first third is of the article's prose;
    - ``longest_block``: most words on end without another speaker or a sentence of the outlet's own.

    ``prominence(…).evidence(row)`` gives the runs of words, each with its ``position`` (0 to 1) and whether it stands
    in the ``headline``, the ``lead``, the ``first_third``, is the article's ``first`` or ``last`` attributed run.
    With a ``level`` (0.95) each share and mean has ``…_low`` and ``…_high``, with ``cluster`` and ``strata`` as in
    :func:`~framing.measure.balance.balance_intervals`, and ``note`` says why one has none.
    Raises ComparisonError for a column that is not there.
    """
    frame, columns = _ordered(voices_table(subject, purpose="prominence", words=False), by=by)
    said = frame[frame["_theirs"]]
    table = _of_sums(_sums(frame, columns), columns, said=said["words"].sum(), every=frame["words"].sum())
    if level is not None:
        table = _with_limits(table, frame, columns, subject, level=level, cluster=cluster, strata=strata)
    lines = _with_places(said)
    return result(
        table, keys=columns, lines=lines, corpus=corpus_of(subject), statements=statements_of(subject),
        more=(*_PLACES, "first", "last"),
    )  # fmt: skip


def prominence_of_parts(voices: Iterable[pd.DataFrame], *, by: By = "speaker") -> pd.DataFrame:
    """:func:`prominence` of articles that are given some at a time: voices tables, each of whole articles."""
    parts, said, every = [], 0, 0
    columns: list[str] = []
    for part in voices:
        frame, columns = _ordered(part, by=by)
        parts.append(_sums(frame, columns))
        said += int(frame.loc[frame["_theirs"], "words"].sum())
        every += int(frame["words"].sum())
    whole = pd.concat(parts, ignore_index=True).astype(dict.fromkeys(columns, "str"))
    how = {c: "max" if c == "longest_block" else "sum" for c in whole.columns if c not in columns}
    return _of_sums(whole.groupby(columns, sort=True).agg(how).reset_index(), columns, said=said, every=every)


def _sums(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """What the columns of each group are made of, which adds up over articles (of the longest block, the most)."""
    said = frame[frame["_theirs"]]
    rows = []
    longest = _blocks(frame).groupby("_group", sort=True)["words"].max()
    first = said.groupby("article_id", sort=False)["_group"].first()
    last = said.groupby("article_id", sort=False)["_group"].last()
    places = {name: frame[frame[f"_{name}"]] for name in ("headline", "lead", "first_third")}
    for number, part in said.groupby("_group", sort=True):
        articles = part["article_id"].unique()
        row: dict[str, object] = {
            **part[columns].iloc[0],
            "articles": len(articles),
            "words": int(part["words"].sum()),
            "first_speaker": int(first.eq(number).sum()),
            "last_speaker": int(last.eq(number).sum()),
            "_position": float(part.groupby("article_id", sort=False, observed=True)["_position"].first().sum()),
        }
        for place, there in places.items():
            of_articles = there[there["article_id"].isin(articles)]
            all_words = of_articles["words"].sum()
            own_words = of_articles.loc[of_articles["_theirs"] & of_articles["_group"].eq(number), "words"].sum()
            row[f"{place}_words"], row[f"_{place}_all"] = int(own_words), int(all_words)
        row["longest_block"] = int(longest[number])
        rows.append(row)
    places_of = [c for name in places for c in (f"{name}_words", f"_{name}_all")]
    order = [*columns, "articles", "words", "first_speaker", "last_speaker", "_position", *places_of, "longest_block"]
    return pd.DataFrame(rows, columns=order)


def _of_sums(table: pd.DataFrame, columns: list[str], *, said: float, every: float) -> pd.DataFrame:
    """The table of shares, of all attributed words and of every word."""
    table = table.assign(
        word_share=table["words"] / said, all_word_share=table["words"] / every,
        mean_first_position=table["_position"] / table["articles"],
    )  # fmt: skip
    for place in ("headline", "lead", "first_third"):
        whole = table[f"_{place}_all"]
        table[f"{place}_share"] = table[f"{place}_words"] / whole.where(whole > 0)
    made = [
        *columns, "articles", "words", "word_share", "all_word_share", "first_speaker", "first_speaker_share",
        "last_speaker", "last_speaker_share", "mean_first_position", "headline_words", "headline_share", "lead_words",
        "lead_share", "first_third_words", "first_third_share", "longest_block",
    ]  # fmt: skip
    table["first_speaker_share"] = table["first_speaker"] / table["articles"]
    table["last_speaker_share"] = table["last_speaker"] / table["articles"]
    return most_first(table[made], "words", columns)


def placed(subject: Subject) -> pd.DataFrame:
    """The attributed runs of the voices table in reading order, with where each stands (:func:`prominence`).

    Further columns: ``position`` (0 to 1), ``headline``, ``lead``, ``first_third``, and ``first`` and ``last``: whether
    it is the article's first or last attributed run.
    """
    frame, _ = _ordered(voices_table(subject, purpose="placed", words=False), by="voice")
    return _with_places(frame[frame["_theirs"]])


def _with_places(said: pd.DataFrame) -> pd.DataFrame:
    order = said["article_id"]
    lines = said.rename(columns={f"_{name}": name for name in _PLACES})
    return lines.assign(first=~order.duplicated(), last=~order.duplicated(keep="last"))


def _with_limits(
    table: pd.DataFrame,
    frame: pd.DataFrame,
    columns: list[str],
    subject: Subject,
    *,
    level: float,
    cluster: Grouping | None,
    strata: Grouping | None,
) -> pd.DataFrame:
    """The table with intervals; a place's share is over the articles in which the group has words."""
    source = voices_table(subject, purpose="prominence", words=False)
    corpus = corpus_of(subject)

    def of(rows: pd.DataFrame) -> Limits:
        return Limits.of(
            rows, columns, table, level=level, cluster=cluster, strata=strata, corpus=corpus, source=source
        )  # fmt: skip

    theirs, words = frame["_theirs"].to_numpy(np.float64), frame["words"].to_numpy(np.float64)
    everywhere = of(frame)
    ends = everywhere.shares("word_share", words * theirs, words * theirs, of_all=True)
    ends |= everywhere.shares("all_word_share", words * theirs, words, of_all=True)
    note = everywhere.notes("word_share", words * theirs, words * theirs, of_all=True)
    said = frame[frame["_theirs"]]
    order = said["article_id"]
    rows = said.assign(_first=~order.duplicated(), _last=~order.duplicated(keep="last"))
    kept = {"_first": "any", "_last": "any", "_position": "first"}
    for place in ("headline", "lead", "first_third"):
        rows = rows.assign(**{f"_{place}_words": rows["words"].where(rows[f"_{place}"], 0)})
        kept[f"_{place}_words"] = "sum"
    each = rows.groupby(["article_id", *columns], sort=False).agg(kept).reset_index()
    one = np.ones(len(each))
    limits = of(each)
    for place in ("headline", "lead", "first_third"):
        there = frame["words"].where(frame[f"_{place}"], 0).groupby(frame["article_id"]).sum()
        ends |= limits.shares(f"{place}_share", each[f"_{place}_words"], each["article_id"].map(there))
    ends |= limits.shares("first_speaker_share", each["_first"], one)
    ends |= limits.shares("last_speaker_share", each["_last"], one)
    ends |= limits.means("mean_first_position", each["_position"], one, bounds=(0.0, 1.0))
    return table.assign(**ends, note=note)


def longest_blocks(subject: Subject, *, by: By = "speaker") -> pd.DataFrame:
    """Uninterrupted blocks of one speaker in reading order: ``article_id``, group, ``start``, ``end``, ``words``.

    Words of the outlet's in a sentence that also holds the speaker's ("… , he said, …") do not interrupt; another
    speaker, a sentence of the outlet's own, or the end of the field does. ``words`` are the speaker's only.
    """
    frame, columns = _ordered(voices_table(subject, purpose="longest_blocks", words=False), by=by)
    return _blocks(frame)[["article_id", *columns, "start", "end", "words"]]


def _blocks(frame: pd.DataFrame) -> pd.DataFrame:
    sentence = [frame[c] for c in ("article_id", "field", "sentence")]
    holds = frame["_theirs"].groupby(sentence, sort=False).transform("any")
    relevant = frame[frame["_theirs"] | ~holds]
    who = relevant["_group"].where(relevant["_theirs"], -1)
    keys = pd.DataFrame({"a": relevant["article_id"], "f": relevant["field"], "w": who})
    run = keys.ne(keys.shift()).any(axis=1).cumsum()
    theirs = relevant[relevant["_theirs"]].assign(_run=run[relevant["_theirs"]])
    if "end" not in theirs.columns:
        theirs = theirs.assign(end=theirs["start"])
    last = theirs.groupby("_run", sort=True).agg({"end": "last", "words": "sum"})
    return theirs.drop_duplicates("_run").set_index("_run").assign(**last).reset_index(drop=True)


def _ordered(voices: pd.DataFrame, *, by: By) -> tuple[pd.DataFrame, list[str]]:
    """Rows in reading order, title before text, with the number of their group and where they stand; group columns."""
    frame, columns = grouped(voices, by, purpose="prominence", needed=_NEEDED)
    frame = frame.assign(
        article_id=group_values(voices["article_id"]),
        _group=frame.groupby(columns, sort=True).ngroup(),
        _title=voices["field"].eq("title"),
        _theirs=of_statements(voices),
    )
    frame = reading_order(frame)
    words = frame["words"].groupby(frame["article_id"], sort=False)
    frame["_position"] = (words.cumsum() - frame["words"]) / words.transform("sum")
    prose = frame["voice"].ne(Voice.NONE.value) & ~frame["_title"]
    prose_words = frame["words"].where(prose, 0)
    by_article = prose_words.groupby(frame["article_id"], sort=False)
    before = by_article.cumsum() - prose_words
    frame["_first_third"] = prose & (before < by_article.transform("sum") / 3)
    frame["_headline"] = frame["_title"] | frame["block"].eq("title")
    number = frame["sentence"].where(prose & ~frame["_headline"], np.inf)
    frame["_lead"] = prose & number.eq(number.groupby(frame["article_id"], sort=False).transform("min"))
    frame["_lead"] &= np.isfinite(number)
    return frame.reset_index(drop=True), columns

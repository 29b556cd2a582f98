"""Speaker-attribution balance: who speaks, how much, in which form and how early, with intervals and evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from framing.checking import Checked
from framing.errors import ComparisonError
from framing.measure.corrected import ShareOf, corrected_shares
from framing.measure.indices import evenness, hhi
from framing.measure.limits import Limits
from framing.results import Result, result
from framing.subject import Subject, all_words, corpus_of, statements_of, statements_table
from framing.tables import (
    MISSING,
    By,
    columns_of,
    each_value,
    equal,
    group_values,
    grouped,
    most_first,
    require_columns,
)
from framing.units import Grouping
from framing.values import Corpus, Kind, SpeakerType
from framing.whose import each_speaker

__all__ = [
    "balance",
    "balance_intervals",
    "balance_summary",
    "source_kind",
]

_NEEDED = ("article_id", "kind", "words", "quoted_words", "position")

_MADE = ("statements", "articles", "words", "quoted_words", "first_position")


def balance(subject: Subject, *, by: By = "speaker", corpus: Corpus | None = None) -> Result:
    """Statements and words of each group: one row a group, most words first, then by name.

    What has no value, "not given", is nobody, and comes after all others (:func:`framing.tables.most_first`).

    ``subject`` is an analysis, statements or their table (:meth:`framing.Statements.frame`). ``by`` is a column of
    that table or several ("speaker", "side", "type", "affiliation", "official", "named", "outlet", "article_id", one
    that :func:`~framing.measure.sources.with_actors` added …); a missing value is the group "not given". Columns after
    the group's:

    - ``statements``, ``articles`` that hold them, their ``words``, ``quoted_words`` in marks;
    - ``direct``, ``mixed``, ``indirect``: statements of each kind; ``direct_share`` … of the group's statements;
    - ``statement_share``, ``word_share``: the group's part of all statements and attributed words (0 to 1);
    - ``all_word_share``: the group's words as a part of all words of the articles, the outlet's own included, where
      the articles are known (from the subject or ``corpus``);
    - ``quoted_word_share``: the part of the group's words that stands in quotation marks;
    - ``first_position``: where its first statement begins, as a share of the article's words (0 to 1, the
      earliest over the articles);
    - ``named``: whether the speakers have a name, missing where both occur.

    A statement within a statement counts for both speakers; its words are the inner one's alone. A joint statement
    counts for each of its speakers, words and all, and once in what the shares are shares of.
    ``balance(…).evidence(value)`` gives the statements behind a row.
    Raises ComparisonError for a column that is not there.
    """
    corpus = corpus_of(subject, corpus)
    taken = sorted({*_MADE, *(k.value for k in Kind)}.intersection(columns_of(by)))
    if taken:
        raise ComparisonError(
            f"balance: {', '.join(taken)} is a column that the table makes; rename yours to group by it."
        )
    whole = statements_table(subject, purpose="balance", words=False)
    said = each_speaker(whole, columns_of(by), statements_of(subject))
    frame, columns = grouped(said, by, purpose="balance", needed=_NEEDED)
    lines = frame
    frame = frame.assign(**{kind.value: frame["kind"].eq(kind.value) for kind in Kind})
    table = (
        frame.groupby(columns, sort=True)
        .agg(
            statements=("kind", "size"),
            articles=("article_id", "nunique"),
            words=("words", "sum"),
            quoted_words=("quoted_words", "sum"),
            direct=(Kind.DIRECT.value, "sum"),
            mixed=(Kind.MIXED.value, "sum"),
            indirect=(Kind.INDIRECT.value, "sum"),
            first_position=("position", "min"),
        )
        .reset_index()
    )
    for kind in Kind:
        table[f"{kind.value}_share"] = table[kind.value] / table["statements"]
    table["statement_share"] = table["statements"] / max(1, len(whole))
    table["word_share"] = _ratio(table["words"], whole["words"].sum())
    if corpus is not None:
        table["all_word_share"] = _ratio(table["words"], all_words(subject, corpus))
    table["quoted_word_share"] = _ratio(table["quoted_words"], table["words"])
    if "named" not in columns:
        table["named"] = _constant_flag(frame, columns, table)
    last = ["first_position", *([] if "named" in columns else ["named"])]
    table = most_first(table[[*(c for c in table.columns if c not in last), *last]], "words", columns)
    return result(table, keys=columns, lines=lines, corpus=corpus, statements=statements_of(subject))


def balance_intervals(
    subject: Subject,
    *,
    by: By = "speaker",
    corpus: Corpus | None = None,
    level: float = 0.95,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
    checked: Checked | None = None,
    shares: Collection[str] | None = None,
) -> Result:
    """:func:`balance` with intervals of its shares: ``…_low`` and ``…_high``.

    For ``statement_share``, ``word_share``, and the shares of a group's own statements and words. Whole articles count
    as drawn, because statements of one article are not independent (:func:`framing.intervals.share_interval`): the
    intervals say how far the shares would move in other articles like these. ``cluster`` says which articles count as
    one (near-copies, where they are known, do), ``strata`` which parts of the corpus every sample would have had: a
    column, or the group of each article id (:mod:`framing.units`). Missing for a group that only one or two articles
    hold; ``note`` says so, and where one article decides, what the share is without it.

    ``checked`` are statements that people have checked (:func:`framing.checking.read_checked`): ``…_corrected``, with
    ``…_corrected_low`` and ``…_high``, is then each share as it would be without the extractor's errors, and its
    interval holds what the checks leave unknown. ``shares`` are those that get an interval; by default all do.
    """
    table = balance(subject, by=by, corpus=corpus)
    single = statements_table(subject, purpose="balance", words=False)
    said = each_speaker(single, columns_of(by), statements_of(subject))  # those of joint statements come last
    frame, columns = grouped(said, by, purpose="balance")
    limits = Limits.of(
        frame,
        columns,
        table,
        level=level,
        cluster=cluster,
        strata=strata,
        corpus=corpus_of(subject, corpus),
        source=said,
    )
    one = np.ones(len(frame))
    once = np.arange(len(frame)) < len(single)
    words, quoted = frame["words"].to_numpy(np.float64), frame["quoted_words"].to_numpy(np.float64)
    of: dict[str, tuple[ArrayLike, ArrayLike, bool]] = {
        "statement_share": (one, once, True), "word_share": (words, words * once, True),
        **{f"{kind.value}_share": (frame["kind"].eq(kind.value), one, False) for kind in Kind},
        "quoted_word_share": (quoted, words, False),
    }  # fmt: skip
    ends: dict[str, NDArray[np.float64]] = {}
    for name in of if shares is None else shares:
        part, whole, of_all = of[name]
        ends |= limits.shares(name, part, whole, of_all=of_all)
    if checked is not None:
        true = each_speaker(checked.true, columns, statements_of(subject))
        true = grouped(true, by, purpose="balance")[0].assign(_once=np.arange(len(true)) < len(checked.true))
        ends |= corrected_shares(
            checked, frame.assign(_once=once), true, columns, table, _CHECKED, level=level, cluster=cluster,
            strata=strata, corpus=corpus_of(subject, corpus), source=said,
        )  # fmt: skip
    for name, values in ends.items():
        table[name] = values
    table["note"] = limits.notes("word_share", words, words * once, of_all=True).set_axis(table.index)
    return table


_CHECKED = {
    "statement_share": ShareOf(lambda r: np.ones(len(r)), lambda r: r["_once"], of_all=True),
    "word_share": ShareOf(lambda r: r["words"], lambda r: r["words"] * r["_once"], of_all=True),
    "direct_share": ShareOf(lambda r: r["kind"].eq(Kind.DIRECT.value), lambda r: np.ones(len(r))),
    "quoted_word_share": ShareOf(lambda r: r["quoted_words"], lambda r: r["words"]),
}
"""The shares that checked statements correct."""


def balance_summary(
    subject: Subject,
    *,
    by: By = "speaker",
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """How many speak and how evenly, for all statements and for each kind of source apart.

    Rows: ``all``, then the kinds of :func:`source_kind` that occur: ``named``, ``unnamed``, ``media``,
    ``none stated``. Columns: ``source_kind``, ``groups`` (different values of ``by``), ``statements``, ``words``,
    ``quoted_words``, ``statement_share``, ``word_share``, and evenness and concentration (``hhi_…``) of statements and
    of words over the groups (:mod:`framing.measure.indices`). Where no source is stated there is nobody to be even
    with: such statements are in the counts of ``all``, not in its evenness and concentration. With a ``level`` (0.95)
    the shares have ``…_low`` and ``…_high``, as in :func:`balance_intervals`.
    """
    statements = statements_table(subject, purpose="balance_summary", words=False)
    frame, columns = grouped(statements, by, purpose="balance_summary", needed=[*_NEEDED, "named", "type", "speaker"])
    source = _source_codes(statements)
    asked = [c for c in dict.fromkeys([*columns, "speaker", "with", "words"]) if c in frame.columns]
    each = each_speaker(frame[asked].assign(_source=source), columns, statements_of(subject))
    said, _ = grouped(each, by, purpose="balance_summary")
    said = said.loc[said["_source"].ne(_NONE_STATED), [*columns, "words", "_source"]]
    kinds = {"all": np.ones(len(frame), dtype=bool), **{kind: source == i for i, kind in enumerate(_SOURCES)}}
    rows = [
        _summary_row(kind, frame, there, said if kind == "all" else said[said["_source"].eq(i - 1)], by=columns)
        for i, (kind, there) in enumerate(kinds.items())
        if there.any() or kind == "all"
    ]
    table = pd.DataFrame(rows).astype({"source_kind": "str"})

    def behind(_: Mapping[str, str]) -> pd.DataFrame:
        names = np.array(_SOURCES, dtype=object)[source]
        listed = frame.assign(_source=pd.Series(names, index=frame.index, dtype="str"))
        return pd.concat([pd.DataFrame(listed[there]).assign(source_kind=kind) for kind, there in kinds.items()])

    if level is not None:
        lines = behind({})
        limits = Limits.of(
            lines, ["source_kind"], table, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject)
        )
        once, words = lines["source_kind"].eq("all").to_numpy(np.float64), lines["words"].to_numpy(np.float64)
        ends = limits.shares("statement_share", np.ones(len(lines)), once, of_all=True)
        ends |= limits.shares("word_share", words, words * once, of_all=True)
        of_all = table["source_kind"].eq("all").to_numpy()
        table = table.assign(**{name: np.where(of_all, np.nan, values) for name, values in ends.items()})
    return result(table, keys="source_kind", lines=behind, corpus=corpus_of(subject), statements=statements_of(subject))


def source_kind(statements: pd.DataFrame) -> pd.Series:
    """Kind of source of each statement: ``media``, ``named``, ``unnamed``, or ``none stated``.

    Media are a kind of their own, named or not: they pass on what others said.
    """
    names = np.array(_SOURCES, dtype=object)[_source_codes(statements)]
    return pd.Series(names, index=statements.index, dtype="str", name="source_kind")


_SOURCES = ("named", "unnamed", "media", "none stated")
_NONE_STATED = _SOURCES.index("none stated")


def _source_codes(statements: pd.DataFrame) -> NDArray[np.int8]:
    """The kind of source of each statement, as a place among :data:`_SOURCES`."""
    require_columns(statements, ["named", "type", "speaker"], purpose="source_kind")
    named = each_value(statements["named"], lambda value: str(value).lower() == "true").astype(bool)
    found = np.where(named, _SOURCES.index("named"), _SOURCES.index("unnamed")).astype(np.int8)
    found[group_values(statements["type"]).eq(SpeakerType.MEDIA.value).to_numpy()] = _SOURCES.index("media")
    found[equal(group_values(statements["speaker"]), MISSING)] = _NONE_STATED
    return found


def _ratio(part: pd.Series, whole: ArrayLike) -> NDArray[np.float64]:
    """A share, NaN where there is nothing to have a share of."""
    size = np.broadcast_to(np.asarray(whole, dtype=np.float64), len(part))
    shares: NDArray[np.float64] = np.full(len(part), np.nan)
    np.divide(part.to_numpy(dtype=np.float64), size, out=shares, where=size != 0)
    return shares


def _constant_flag(frame: pd.DataFrame, columns: list[str], table: pd.DataFrame) -> pd.Series:
    """``named`` of each group where it is the same for all its statements, else missing."""
    if "named" not in frame.columns:
        return pd.Series(pd.NA, index=table.index, dtype="boolean")
    flag = group_values(frame["named"]).str.lower()
    kinds = frame.assign(_yes=flag.eq("true"), _no=flag.eq("false")).groupby(columns, sort=True)
    yes, no = kinds["_yes"].all().to_numpy(), kinds["_no"].all().to_numpy()
    return pd.Series(yes, index=table.index, dtype="boolean").mask(~(yes | no))


def _summary_row(
    kind: str, whole: pd.DataFrame, there: NDArray[np.bool_], voiced: pd.DataFrame, *, by: list[str]
) -> dict[str, Any]:
    """Counts of the statements ``there``; evenness of what is ``voiced``, a row a speaker of each."""
    groups = voiced.groupby(by, sort=True)
    statements, words = groups.size(), groups["words"].sum()
    total, said = whole["words"].sum(), whole["words"].to_numpy()[there].sum()
    return {
        "source_kind": kind,
        "groups": len(statements),
        "statements": int(there.sum()),
        "words": int(said),
        "quoted_words": int(whole["quoted_words"].to_numpy()[there].sum()),
        "statement_share": there.sum() / len(whole) if len(whole) else float("nan"),
        "word_share": said / total if total else float("nan"),
        "evenness_statements": float(evenness(statements)),
        "evenness_words": float(evenness(words)),
        "hhi_statements": float(hhi(statements)),
        "hhi_words": float(hhi(words)),
    }

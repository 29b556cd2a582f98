"""Treatment: in which form and with which stance actors are given, and whether another side answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.measure.limits import Limits
from framing.measure.stance import Stance, stance_table
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, statements_table, voices_table
from framing.tables import (
    MISSING,
    By,
    columns_of,
    group_values,
    grouped,
    most_first,
    reading_order,
    require_columns,
    somebody,
)
from framing.units import Grouping
from framing.values import Kind
from framing.whose import of_statements

__all__ = ["rebuttal_summary", "rebuttals", "treatment"]

_SCARE_WORDS = 3
_DIRECT_ANSWER = 25
"""Words between a statement and an answer to it that a reader meets at once: about one sentence."""


def treatment(
    subject: Subject,
    *,
    by: By = "speaker",
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """How each value of ``by`` is given: one row a group, most statements first.

    - ``statements``, ``direct_share`` (wholly in quotation marks), ``quoted_word_share`` of its words in marks;
    - ``fragment_share``: statements retold in the outlet's words but for one to three words in quotation marks. Such
      a scrap may keep the actor's own term or hold it at arm's length (scare quotes): a reader has to judge which.
    - With a column ``cue`` or ``stance`` (of the cue, see :mod:`framing.measure.stance`): ``with_stance`` statements, a
      share of them for each stance that occurs (``neutral_share`` …), and ``distancing_ratio``: distancing over
      distancing and affirming cues, 0 where the outlet only vouches ("noted"), 1 where it only steps back
      ("claimed"), 0.5 where it does both as often; missing where it does neither.
    - With a ``level`` (0.95) each share has ``…_low`` and ``…_high``, with ``cluster`` and ``strata`` as in
      :func:`~framing.measure.balance.balance_intervals`, and ``note`` says why one has none.
    """
    statements = statements_table(subject, purpose="treatment", words=False)
    frame, columns = grouped(statements, by, purpose="treatment", needed=["kind", "words", "quoted_words"])
    if "stance" not in frame.columns and "cue" in frame.columns:
        frame = stance_table(frame)
    frame = frame.assign(
        _direct=frame["kind"].eq(Kind.DIRECT.value),
        _fragment=frame["kind"].eq(Kind.MIXED.value) & frame["quoted_words"].between(1, _SCARE_WORDS),
    )
    groups = frame.groupby(columns, sort=True)
    table = pd.DataFrame({"statements": groups.size(), "direct_share": groups["_direct"].mean()})
    words = groups["words"].sum()
    table["quoted_word_share"] = groups["quoted_words"].sum() / words.where(words > 0)
    table["fragment_share"] = groups["_fragment"].mean()
    if "stance" in frame.columns:
        stances = group_values(frame["stance"])
        told = frame.assign(_stance=stances)[~stances.isin([MISSING, Stance.NONE.value])]
        counts = told.pivot_table(index=columns, columns="_stance", values="kind", aggfunc="size", fill_value=0)
        counts = counts.reindex(table.index, fill_value=0)
        table["with_stance"] = counts.sum(axis=1).astype("int64")
        for name in sorted(counts.columns):
            table[f"{name}_share"] = counts[name] / table["with_stance"].where(table["with_stance"] > 0)
        nothing = pd.Series(0, index=table.index)
        distancing, affirming = counts.get("distancing", nothing), counts.get("affirming", nothing)
        either = distancing + affirming
        table["distancing_ratio"] = distancing / either.where(either > 0)
    table = most_first(table.reset_index(), "statements", columns)
    if level is not None:
        require_columns(frame, ["article_id"], purpose="treatment with intervals")
        limits = Limits.of(
            frame, columns, table, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject),
            source=statements,
        )  # fmt: skip
        one = np.ones(len(frame))
        ends = limits.shares("direct_share", frame["_direct"], one)
        ends |= limits.shares("quoted_word_share", frame["quoted_words"], frame["words"])
        ends |= limits.shares("fragment_share", frame["_fragment"], one)
        if "stance" in frame.columns:
            has_stance = ~stances.isin([MISSING, Stance.NONE.value])
            for name in sorted(counts.columns):
                ends |= limits.shares(f"{name}_share", stances.eq(name), has_stance)
            ends |= limits.shares(
                "distancing_ratio", stances.eq("distancing"), stances.isin(["distancing", "affirming"])
            )
        table = table.assign(**ends, note=limits.notes("direct_share", frame["_direct"], one))
    return result(table, keys=columns, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject))


def rebuttals(subject: Subject, *, by: By = "side") -> Result:
    """Whether and how soon each statement is followed by one of another side, in the same article.

    ``by`` says what a side is: a column or several. One row a statement whose side is known, in reading order:
    ``article_id, statement_id``, the side, ``answered_by`` (side of the next statement of another side, missing where
    none follows), ``answer_id`` and ``distance``, the words between the end of the one and the beginning of the other,
    the outlet's included. That somebody of another side speaks next does not mean that he speaks to the point: a
    counter-statement is offered to the reader, whether it rebuts is for a reader to judge.
    """
    needed = ["article_id", "field", "start", "voice", "statement_id", "words"]
    table = voices_table(subject, purpose="rebuttals", words=False)
    frame, columns = grouped(table, by, purpose="rebuttals", needed=needed)
    frame = reading_order(frame.assign(_known=somebody(frame, columns)))
    frame = frame.assign(_to=frame["words"].groupby(frame["article_id"], sort=False).cumsum())
    frame = frame.assign(_from=frame["_to"] - frame["words"])
    said = frame[of_statements(frame)]
    spans = (
        said[said["_known"]]
        .groupby(["article_id", "statement_id"], sort=False)
        .agg(**{c: (c, "first") for c in columns}, _begin=("_from", "first"), _end=("_to", "last"))
        .reset_index()
    )
    rows: list[tuple[object, ...]] = []
    for article, part in spans.groupby("article_id", sort=True):
        sides = list(part[columns].itertuples(index=False, name=None))
        begins, ends, ids = part["_begin"].tolist(), part["_end"].tolist(), part["statement_id"].tolist()
        # walking backwards, the next statement of another side is the next one, or that one's own answer
        answers: list[int | None] = [None] * len(part)
        for i in range(len(part) - 2, -1, -1):
            answers[i] = i + 1 if sides[i + 1] != sides[i] else answers[i + 1]
        for i, answer in enumerate(answers):
            found = (None, None, np.nan) if answer is None else (
                ", ".join(sides[answer]), ids[answer], float(max(0, begins[answer] - ends[i]))
            )  # fmt: skip
            rows.append((article, ids[i], *sides[i], *found))
    table = pd.DataFrame(rows, columns=["article_id", "statement_id", *columns, "answered_by", "answer_id", "distance"])
    table = table.astype({c: "str" for c in table.columns if c != "distance"})
    return result(
        table, keys=["article_id", "statement_id"], lines=said, corpus=corpus_of(subject),
        statements=statements_of(subject), more=columns,
    )  # fmt: skip


def rebuttal_summary(
    subject: Subject,
    *,
    by: By = "side",
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """How often and how soon another side follows the statements of each side: one row a side, most statements first.

    ``statements``, ``answered``: another side follows in the article; ``answered_share``; ``answered_at_once`` within
    25 words and ``at_once_share``; ``median_distance`` in words of those answered; ``last_statement``: articles whose
    last statement of any side is its own. With a ``level`` (0.95) each share has ``…_low`` and ``…_high``, as in
    :func:`treatment`.
    """
    columns = columns_of(by)
    table = rebuttals(subject, by=by)
    frame = table.assign(
        _answered=table["answer_id"].notna(),
        _once=table["distance"].le(_DIRECT_ANSWER),
        _last=~table["article_id"].duplicated(keep="last"),
    )
    found = (
        frame.groupby(columns, sort=True)
        .agg(
            statements=("statement_id", "size"),
            answered=("_answered", "sum"),
            answered_at_once=("_once", "sum"),
            median_distance=("distance", "median"),
            last_statement=("_last", "sum"),
        )
        .reset_index()
    )
    found["answered_share"] = found["answered"] / found["statements"]
    found["at_once_share"] = found["answered_at_once"] / found["statements"]
    order = [
        *columns, "statements", "answered", "answered_share", "answered_at_once", "at_once_share", "median_distance",
        "last_statement",
    ]  # fmt: skip
    ascending = [False, *[True] * len(columns)]
    found = found[order].sort_values(["statements", *columns], ascending=ascending, ignore_index=True)
    if level is not None:
        limits = Limits.of(
            frame, columns, found, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject),
            source=voices_table(subject, purpose="rebuttals", words=False),
        )  # fmt: skip
        one = np.ones(len(frame))
        ends = limits.shares("answered_share", frame["_answered"], one)
        found = found.assign(**ends, **limits.shares("at_once_share", frame["_once"], one))
    return result(found, keys=columns, lines=table._lines, corpus=corpus_of(subject), statements=statements_of(subject))

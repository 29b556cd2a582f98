"""Harm: who does it, who suffers it, and where nobody is told to have done it.

Harm is what a list says (``data/harm.yml``, or a user's own): verbs whose agent does it and whose patient suffers it,
and nouns ("the shelling of the port by Norland", "the town's losses"). Clauses are those of
:mod:`framing.measure.agency`; of nouns the words right beside them count.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.measure.clause_lines import UNTOLD, begin_in, most_frequent
from framing.measure.word_sets import WordSets, read_word_sets
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables, clause_lines_of, corpus_of, statements_of
from framing.tables import By, as_text, columns_of, each_value, grouped, stacked

__all__ = ["NOT_SAID", "harm", "harm_lines"]

NOT_SAID = "not said"
"""Stands for the sufferer of a noun of harm beside which none is named."""

_PLACE = ("article_id", "field", "start", "end")
_EXAMPLES = 6


def harm(subject: Tables | Statements, *, by: By = (), words: str | Path | None = None) -> Result:
    """Who does harm and who suffers it: one row a group of ``by``, ``role`` and ``actor``, most told harm first.

    ``subject`` is an analysis, or statements as :func:`framing.extract` gave them; ``words`` a file of your own words
    in the form of ``framing/measure/data/harm.yml`` (docs/naming.md). Columns after the group's: ``role``, "does" or
    "suffers"; ``actor``, a name, a label or a pronoun as it stands, "nobody told" where harm has no agent, "not said"
    where no sufferer is named beside the word; ``harm_told``, times it is told as done; ``not_told``, denied or left
    open; ``articles``; ``share`` of all told harm of the group and role; ``kinds`` and ``harm_words``, the most
    frequent first. ``harm(…).evidence(row)`` gives the lines with ``agent``, ``word``, ``patient``.
    """
    lines = harm_lines(subject, words=words)
    columns = [c for c in columns_of(by) if c not in ("role", "actor")]
    parts = []
    for role, column in (("does", "agent"), ("suffers", "patient")):
        once = lines.drop_duplicates(["article_id", "field", "act_start", column])
        parts.append(once.assign(role=role, actor=once[column]))
    frame, _ = grouped(as_text(pd.concat(parts, ignore_index=True)), columns, purpose="harm", least=0)
    keys = [*columns, "role", "actor"]
    told = frame["told"].astype(bool)
    table = (
        frame.assign(_told=told.astype("int64"), _not=(~told).astype("int64"))
        .groupby(keys, sort=True)
        .agg(
            harm_told=("_told", "sum"),
            not_told=("_not", "sum"),
            articles=("article_id", "nunique"),
            kinds=("harm", _most),
            harm_words=("word", _most),
        )
        .reset_index()
    )
    whole = table.groupby([*columns, "role"])["harm_told"].transform("sum")
    table.insert(len(keys) + 3, "share", table["harm_told"] / whole.where(whole > 0))
    table = table.assign(_nobody=table["actor"].isin([UNTOLD, NOT_SAID])).sort_values(
        [*columns, "role", "_nobody", "harm_told", "not_told", "actor"],
        ascending=[*[True] * (len(columns) + 2), False, False, True], ignore_index=True,
    ).drop(columns="_nobody")  # fmt: skip
    return result(
        table, keys=keys, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject),
        more=("agent", "word", "patient", "harm", "told"),
    )  # fmt: skip


def harm_lines(subject: Tables | Statements, *, words: str | Path | None = None) -> pd.DataFrame:
    """Every time harm is told, one row an agent and sufferer, in reading order, with ``word`` and kind of ``harm``.

    ``told`` as in :func:`framing.measure.agency.clauses`; a noun is told unless its verb is denied or left open.
    """
    sets = read_word_sets(words, shipped="harm")
    read = clause_lines_of(subject, purpose="harm")
    of_verbs = _of(read.clauses.assign(word=read.clauses["act"], verb=True), sets)
    nouns = read.uses_of(sets.words)
    nouns = _of(nouns[~nouns["verb"].astype(bool)], sets)
    nouns = nouns[~_within(nouns, of_verbs)].astype(dict.fromkeys(("agent", "patient", "owner"), "str"))
    suffered = nouns["word"].isin(sets.suffered)
    owner = nouns["owner"]
    agent = nouns["agent"].mask(nouns["agent"].eq("") & ~suffered, owner)
    patient = nouns["patient"].mask(nouns["patient"].eq("") & suffered, owner)
    nouns = nouns.assign(
        agent=agent.mask(agent.eq(""), UNTOLD), patient=patient.mask(patient.eq(""), NOT_SAID), told=nouns["told"],
        act_start=nouns["start"], act_end=nouns["end"],
    )  # fmt: skip
    shared = [c for c in of_verbs.columns if c in nouns.columns]
    both = stacked([of_verbs[shared].astype({"agent": "str", "patient": "str"}), nouns[shared]])
    order = {a.id: i for i, a in enumerate(corpus.counted)} if (corpus := corpus_of(subject)) is not None else {}
    both = both.assign(_at=each_value(both["article_id"], order.get), _title=both["field"].ne("title"))
    return both.sort_values(["_at", "_title", "act_start"], kind="stable", ignore_index=True).drop(
        columns=["_at", "_title"]
    )


def _within(nouns: pd.DataFrame, clauses: pd.DataFrame) -> pd.Series:
    """Whether each noun stands in a clause of harm as its means: "was hit by airstrikes" tells it once."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    held = clauses[clauses["means"].ne("")]
    for article, field, start, end in zip(*(held[c].tolist() for c in _PLACE), strict=True):
        spans.setdefault((article, field), []).append((start, end))
    return begin_in(nouns, spans)


def _of(lines: pd.DataFrame, sets: WordSets) -> pd.DataFrame:
    """The lines whose word is one of harm, with its kind."""
    found = sets.of_lines(lines)
    return lines.assign(harm=found)[found.ne("")]


def _most(values: pd.Series) -> str:
    return most_frequent(values, most=_EXAMPLES)

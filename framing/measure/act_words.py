"""Words for the same act: who says "liberate", who "capture", who "seize".

Sets of verbs and nouns for one act (``data/act_words.yml``, or a user's own), counted by voice. Words that only
sometimes mean the act ("take", "clear", "free") count where what they are done to is of the class that the list
names.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.measure.clause_lines import most_frequent
from framing.measure.word_sets import read_word_sets
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables, clause_lines_of, corpus_of, statements_of
from framing.tables import By, as_text, columns_of, grouped, known_value

__all__ = ["act_word_lines", "act_words"]


def act_words(
    subject: Tables | Statements, *, by: By = (), act: str | None = None, words: str | Path | None = None
) -> Result:
    """Words for the same act: one row a group of ``by``, act, word and voice, the acts most told first.

    ``subject`` is an analysis, or statements as :func:`framing.extract` gave them. ``act`` gives one set only;
    ``words`` is a file of your own sets (docs/naming.md). Columns after the group's: ``act_set``, what the words are
    for; ``word``, a verb's base form or a noun in the singular; ``voice``; ``uses``; ``share`` of the uses of all
    words for the act in the group and voice; ``articles``; ``done_to``, what stands as the object, most frequent
    first. ``act_words(…).evidence(row)`` gives the lines.
    """
    lines = act_word_lines(subject, words=words)
    if act is not None:
        known_value(act, read_word_sets(words).names, what="No set of words is for the act")
        lines = lines[lines["act_set"].eq(act)]
    columns = [c for c in columns_of(by) if c not in ("act_set", "word", "voice")]
    keys = [*columns, "act_set", "word", "voice"]
    frame, _ = grouped(as_text(lines), keys, purpose="act_words")
    made = {"uses": ("word", "size"), "articles": ("article_id", "nunique"), "done_to": ("patient_noun", _objects)}
    table = pd.DataFrame(frame.groupby(keys, sort=True).agg(**made).reset_index())
    whole = table.groupby([*columns, "act_set", "voice"])["uses"].transform("sum")
    table.insert(len(keys) + 1, "share", table["uses"] / whole)
    of_act = table.groupby("act_set")["uses"].transform("sum")
    table = table.assign(_n=of_act).sort_values(
        ["_n", "act_set", *columns, "uses", "word", "voice"],
        ascending=[False, True, *[True] * len(columns), False, True, True], ignore_index=True,
    ).drop(columns="_n")  # fmt: skip
    return result(table, keys=keys, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject))


def act_word_lines(subject: Tables | Statements, *, words: str | Path | None = None) -> pd.DataFrame:
    """Every use of a word of the sets, in reading order, with ``act_set``; of a word in two sets the first."""
    sets = read_word_sets(words)
    lines = clause_lines_of(subject, purpose="act_words").uses_of(sets.words)
    found = sets.of_lines(lines)
    return lines.assign(act_set=found)[found.ne("")]


def _objects(values: pd.Series) -> str:
    return most_frequent(values[values.fillna("").ne("")], most=4, cut="")

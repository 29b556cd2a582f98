"""What measures read of each sentence, kept so that they need no text: names, clauses, acts, who is heard, echoes."""

from __future__ import annotations

import pandas as pd

from framing.measure.clause_lines import ACT_COLUMNS, CLAUSE_COLUMNS, NAME_COLUMNS, clause_rows
from framing.measure.own_words import content_words
from framing.measure.repeated import repeated_pairs
from framing.measure.talked_about import TALKED_COLUMNS, talked_rows
from framing.measure.voices import places_at
from framing.statements import Statements
from framing.values import Voice
from framing.whose import ATTRIBUTED

__all__ = ["article_lines"]

_COLUMNS = {"names": NAME_COLUMNS, "clauses": CLAUSE_COLUMNS, "acts": ACT_COLUMNS}


def article_lines(said: Statements, runs: pd.DataFrame, named: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables ``names``, ``clauses``, ``acts``, ``talked_about``, ``repeated`` and ``words`` of these articles.

    ``runs`` is the voices table with the number of each run in its article, ``run``; ``named`` that of mentions. What
    is said of an article depends on that article alone.
    """
    made = clause_rows(said.corpus, said.tagging, named, said)
    tables = {
        name: _numbered(pd.DataFrame(rows, columns=list(columns)), runs)
        for (name, columns), rows in zip(_COLUMNS.items(), made, strict=True)
    }
    spoken = pd.DataFrame(runs[runs["voice"].isin([Voice.OWN.value, *ATTRIBUTED])])
    used = content_words(spoken, said, keep=["statement_id"])
    heard = pd.DataFrame(talked_rows(named, runs, said, said.acts), columns=list(TALKED_COLUMNS))
    heard = heard.assign(line=heard.groupby("article_id", sort=False).cumcount())
    return {
        **tables, "talked_about": heard, "repeated": repeated_pairs(used), "words": used[used["voice"].eq(Voice.OWN.value)],
    }  # fmt: skip


def _numbered(lines: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """The lines with the run that each begins in, and with their number in the article."""
    run = runs["run"].to_numpy()[places_at(runs, lines)]
    return lines.assign(run=run, line=lines.groupby("article_id", sort=False).cumcount())

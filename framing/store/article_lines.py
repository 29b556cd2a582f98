"""What measures read of each sentence, kept so that they need no text: names, clauses, acts, who is heard, echoes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing.measure.clause_lines import ACT_COLUMNS, CLAUSE_COLUMNS, NAME_COLUMNS, clause_rows
from framing.measure.in_passing import in_passing
from framing.measure.own_words import content_words
from framing.measure.portrayal import CHANCES, OWN_VOICE, with_chances
from framing.measure.repeated import repeated_pairs
from framing.measure.talked_about import TALKED_COLUMNS, talked_rows
from framing.statements import Statements
from framing.values import Voice
from framing.whose import ATTRIBUTED

__all__ = ["article_lines"]

Columns = dict[str, list[Any]]

_COLUMNS: Mapping[str, Sequence[str]] = {
    "names": NAME_COLUMNS, "clauses": CLAUSE_COLUMNS, "acts": ACT_COLUMNS, "talked_about": TALKED_COLUMNS,
}  # fmt: skip


def article_lines(
    said: Statements, runs: pd.DataFrame, named: pd.DataFrame, *, portrayal: bool = False
) -> dict[str, Columns]:
    """What is kept of each sentence of these articles, by table; ``portrayal`` has rows where it is asked for.

    ``runs`` is the voices table with the number of each run in its article, ``run``; ``named`` that of mentions. What
    is said of an article depends on that article alone. Tables are columns by name: frames would take longer.
    """
    passing = in_passing(named, runs)
    talked = list(talked_rows(named, passing, runs["article_id"], said, said.acts))
    made = (*clause_rows(said.corpus, said.tagging, named, said), talked)
    tables = {
        name: _numbered(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)) if rows else {})
        for (name, columns), rows in zip(_COLUMNS.items(), made, strict=True)
    }
    at = _Runs(runs)
    for name in ("names", "clauses", "acts"):
        tables[name]["run"] = at.of(tables[name])
    spoken = pd.DataFrame(runs[runs["voice"].isin([Voice.OWN.value, *ATTRIBUTED])])
    used = content_words(spoken, said, keep=["statement_id"])
    own = used[used["voice"].eq(Voice.OWN.value)]
    judged = _portrayal(said, runs, named) if portrayal else {}
    more = {"repeated": repeated_pairs(used), "words": own, "in_passing": passing}
    return {**tables, **{name: _listed(frame) for name, frame in more.items()}, "portrayal": judged}


def _portrayal(said: Statements, runs: pd.DataFrame, named: pd.DataFrame) -> Columns:
    """How each mention of somebody who could speak portrays it, in whose words."""
    agents = pd.DataFrame(named[named["agent"].astype(bool)])
    found = with_chances(agents, runs, pd.DataFrame(said.frame()), said.corpus)
    own = found["portrayer"].eq(OWN_VOICE)
    kept = found[["article_id", "field", "start", "end", "actor_id", "sentence_start", "sentence_end", *CHANCES]]
    return _listed(kept) | {"statement_id": [None if o else s for o, s in zip(own, found["statement_id"], strict=True)]}


def _listed(frame: pd.DataFrame) -> Columns:
    return {str(name): frame[name].tolist() for name in frame.columns}


def _numbered(columns: Columns) -> Columns:
    """The rows with their number in the article."""
    counts: dict[str, int] = {}
    lines = []
    for article in columns.get("article_id", ()):
        lines.append(counts.get(article, 0))
        counts[article] = lines[-1] + 1
    return {**columns, "line": lines}


class _Runs:
    """The runs of each field, to be found by a place in it."""

    def __init__(self, runs: pd.DataFrame) -> None:
        self._by_place: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for article, field, start, run in zip(*(runs[c].tolist() for c in (*_PLACE, "run")), strict=True):
            starts, numbers = self._by_place.setdefault((article, field), ([], []))
            starts.append(start)
            numbers.append(run)

    def of(self, lines: Columns) -> list[int]:
        """The run that each line begins in."""
        found = []
        for article, field, start in zip(*(lines.get(c, ()) for c in _PLACE), strict=True):
            starts, numbers = self._by_place[article, field]
            found.append(numbers[max(0, bisect_right(starts, start) - 1)])
        return found


_PLACE = ("article_id", "field", "start")

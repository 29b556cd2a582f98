"""What a text tells of actors in passing: people and groups without a name, and that somebody named spoke.

It is read from the words of an article alone, so that a store keeps it (:mod:`framing.store`); silence is counted with
it (:func:`framing.silence`, :mod:`framing.measure.talked_about`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.measure.mouths import utters_behind
from framing.measure.unnamed import uses_of

__all__ = ["PASSING_COLUMNS", "SPOKE", "in_passing", "passing_rows"]

PASSING_COLUMNS = ("article_id", "field", "start", "end", "kind", "word", "voice", "statement_id")

SPOKE = "spoke"
"""The kind of a row that is the place of a name behind which a verb of uttering follows."""

_RUN = ("article_id", "field", "start", "text", "voice", "statement_id")
_MENTION = ("article_id", "field", "start", "end")
_NUMBERS = ("start", "end")


def in_passing(mentions: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """One row a use of a word for people ("people") or for a bare group ("group"), or a name that :data:`SPOKE`.

    ``mentions`` and ``voices`` are the tables of these articles. Columns :data:`PASSING_COLUMNS`, then those of the
    articles that ``voices`` has; ``word``, ``voice`` and ``statement_id`` are missing of names.
    """
    table = pd.DataFrame(list(passing_rows(mentions, voices)), columns=list(PASSING_COLUMNS))
    return table.astype({c: "int64" if c in _NUMBERS else "str" for c in PASSING_COLUMNS})


def passing_rows(mentions: pd.DataFrame, voices: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of :func:`in_passing`: words in the order of ``voices``, then names in that of ``mentions``."""
    runs: dict[tuple[str, str], tuple[list[int], list[str]]] = {}
    for article, field, start, text, voice, statement in zip(*(voices[c].tolist() for c in _RUN), strict=True):
        starts, texts = runs.setdefault((article, field), ([], []))
        starts.append(start)
        texts.append(text)
        for at, word, kind in uses_of(text):
            yield article, field, start + at, start + at + len(word), kind, word, voice, statement
    if not {*_MENTION} <= set(mentions.columns):
        return
    for article, field, start, end in zip(*(mentions[c].tolist() for c in _MENTION), strict=True):
        starts, texts = runs.get((article, field), ([], []))
        at = bisect_right(starts, start) - 1
        if at >= 0 and utters_behind(texts[at], end - starts[at]):
            yield article, field, start, end, SPOKE, None, None, None

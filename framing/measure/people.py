"""People without names: civilians, residents, families, who are talked about in the plural and seldom heard."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from framing.resolve.vocabulary import singular
from framing.tables import group_values, require_columns

__all__ = ["CIVILIANS", "PEOPLE_WORDS", "people_mentions", "with_people"]

CIVILIANS = "civilians and residents"
"""The one actor that people without names are."""

PEOPLE_WORDS = frozenset(
    {
        "people", "civilians", "residents", "inhabitants", "citizens", "locals", "villagers", "townspeople",
        "townsfolk", "families", "children", "households", "population", "refugees", "evacuees", "survivors",
        "bystanders", "neighbours", "neighbors", "schoolchildren", "orphans", "widows", "homeless", "displaced",
    }
)  # fmt: skip
"""Nouns for people who live in a place and whom events befall, not for voters, workers, fighters or officials."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SOURCES = re.compile(r"\s+(?:familiar|close|briefed|with (?:direct )?knowledge)\b")
"""What makes "people" anonymous insiders: "people familiar with the matter"."""
_SINGULARS = frozenset({*PEOPLE_WORDS, *(singular(w) for w in PEOPLE_WORDS)})


def people_mentions(voices: pd.DataFrame) -> pd.DataFrame:
    """Mentions of people without names, as rows like those of :func:`framing.mentions`, in the table's order.

    One row a use of a word of :data:`PEOPLE_WORDS` in lower case (so not the "People" of a name), all of the actor
    :data:`CIVILIANS`, with ``voice`` and the ``statement_id`` it stands in. Which place they live in is not read.
    """
    require_columns(
        voices, ["article_id", "field", "start", "voice", "statement_id", "text"], purpose="people_mentions"
    )
    rows = [
        (article, field, start + m.start(), start + m.end(), m.group(), voice, statement)
        for article, field, start, text, voice, statement in zip(
            *(voices[c].tolist() for c in ("article_id", "field", "start", "text", "voice", "statement_id")),
            strict=True,
        )
        for m in _WORD.finditer(text)
        if m.group() in PEOPLE_WORDS and not _SOURCES.match(text, m.end())
    ]
    columns = ["article_id", "field", "start", "end", "text", "voice", "statement_id"]
    table = pd.DataFrame(rows, columns=columns).astype({c: "str" for c in columns if c not in ("start", "end")})
    return table.assign(
        actor=CIVILIANS, actor_id=CIVILIANS.replace(" ", "-"), type="group", entity="people", side="not given"
    )


def with_people(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements table with speakers without a name that such a word names ("Raqqa residents") as that actor."""
    require_columns(statements, ["speaker", "named"], purpose="with_people")
    named = group_values(statements["named"]).str.lower().eq("true")
    names = group_values(statements["speaker"]).tolist()
    theirs = ~named & np.array([bool(_SINGULARS.intersection(_WORD.findall(n.lower()))) for n in names], dtype=bool)
    changed = {"speaker": statements["speaker"].mask(theirs, CIVILIANS)}
    if "speaker_id" in statements.columns:
        changed["speaker_id"] = statements["speaker_id"].mask(theirs, CIVILIANS.replace(" ", "-"))
    return statements.assign(**changed)

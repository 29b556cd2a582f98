"""The tables of :class:`framing.subject.Tables`, each made by the module that it belongs to.

Those modules import :mod:`framing.subject`, and so they are imported here when a table is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import ComparisonError
from framing.results import Result
from framing.statements import Statements
from framing.tables import MISSING
from framing.values import Voice

if TYPE_CHECKING:
    from framing.lexicon import Lexicon
    from framing.measure.clause_lines import ClauseLines
    from framing.subject import Tables

__all__ = [
    "made_clause_lines",
    "made_drawn_events",
    "made_found_events",
    "made_hits",
    "made_in_passing",
    "made_mentions",
    "made_repeated",
    "made_shared",
    "made_talked_about",
    "made_unheard",
    "made_voices",
]


def made_hits(tables: Tables, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
    """Hits of lexicons in all prose."""
    from framing.lexicon.hits import hits, pos_tags
    from framing.lexicon.scoring import SPOKEN

    spoken = tables.voices[tables.voices["voice"].isin([str(v) for v in SPOKEN])]
    runs = pd.DataFrame(spoken).reset_index(drop=True)
    return hits(runs, lexicons, corpus=tables.corpus, pos=pos_tags(tables.voices, lexicons))


def made_voices(statements: Statements) -> pd.DataFrame:
    """Every word in one voice."""
    from framing.measure.voices import voices

    return voices(statements)


def made_found_events(tables: Tables) -> pd.DataFrame:
    """Which articles are about one event."""
    from framing.events import match_events

    return match_events(tables)


def made_drawn_events(event: pd.Series) -> pd.Series:
    """The events whose statements are aligned."""
    from framing.events.drawn import drawn_events

    return drawn_events(event)


def made_shared(tables: Tables) -> Result | None:
    """Statements aligned within events; None where there is none."""
    from framing.events import shared_statements

    try:
        return shared_statements(tables.aligned_voices, event=tables.events_by_id())
    except ComparisonError:  # there is no statement
        return None


def made_clause_lines(tables: Tables) -> ClauseLines:
    """Names and labels, clauses and uses of verbs."""
    from framing.measure.clause_lines import read_clause_lines

    tagged = tables.tagged
    return read_clause_lines(tables.corpus, tagged.tagging, tables.mentions, tables.voices, tagged.items)


def made_talked_about(tables: Tables) -> pd.DataFrame:
    """Who is talked about and not heard."""
    from framing.measure.talked_about import talked_about

    said = tables.statements
    found = talked_about(tables.mentions, tables.voices, said, said.acts)
    day = {a.id: a.date.isoformat() if a.date else MISSING for a in said.corpus.counted}
    return found.assign(date=pd.Series([day[i] for i in found["article_id"]], index=found.index, dtype="str"))


def made_in_passing(tables: Tables) -> pd.DataFrame:
    """What is told in passing."""
    from framing.measure.in_passing import in_passing
    from framing.measure.voices import VOICE_COLUMNS

    found, voices = in_passing(tables.mentions, tables.voices), tables.voices
    of_article = voices[["article_id", *(c for c in voices.columns if c not in VOICE_COLUMNS)]]
    return found.merge(of_article.drop_duplicates("article_id"), on="article_id", how="left")


def made_unheard(talked: pd.DataFrame) -> pd.DataFrame:
    """Who is not heard, with actors as the corpus has them."""
    from framing.measure.talked_about import joined_lines

    return joined_lines(talked)


def made_repeated(tables: Tables) -> pd.DataFrame:
    """Own words that statements say, too."""
    from framing.measure.own_words import content_words
    from framing.measure.repeated import repeated_pairs
    from framing.whose import ATTRIBUTED

    runs = tables.voices[tables.voices["voice"].isin([Voice.OWN.value, *ATTRIBUTED])]
    return repeated_pairs(content_words(pd.DataFrame(runs), tables.statements, keep=["statement_id"]))


def made_mentions(statements: Statements) -> pd.DataFrame:
    """Who is talked about."""
    from framing.mention_table import mentions

    return mentions(statements)

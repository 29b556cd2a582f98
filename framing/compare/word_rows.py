"""Rows about words: lexicons by voice, and every content word of the outlet's own voice."""

from __future__ import annotations

from collections.abc import Iterator

from framing.compare.measure import FEW, VOICES, Lines, Measure, Per, least_hits, many, runs
from framing.lexicon import read_lexicon
from framing.lexicon.read import shipped_lexicons
from framing.lexicon.scoring import scored_hits
from framing.subject import Tables
from framing.values import Voice

__all__ = ["lexicon_rows", "own_word_rows"]

LEAST_ARTICLES = 3
"""A word of the outlets' own voice that fewer articles use gets no row (with few articles: fewer than two uses)."""

MOST_WORDS = 300
"""So many words of the outlets' own voice, those that most articles use, are compared."""


def lexicon_rows(tables: Tables) -> Iterator[Measure]:
    """Hits of each category of the shipped lexicons, in the outlets' own voice and in attributed words."""
    chosen = [read_lexicon(name) for name in shipped_lexicons() if name != "reporting_verbs"]
    found = scored_hits(tables.slim.hits(chosen), chosen)
    for name, these in VOICES.items():
        whole = runs(tables, these)
        here = Lines(found).where(found["voice"].isin(these))
        for (lexicon, category), part in here.apart(["lexicon", "category"]):
            if len(part) >= least_hits(tables):
                yield Measure(
                    f"lexicons, {name}", f"{lexicon}: {category}" if category != lexicon else str(lexicon),
                    "the outlet’s own words" if name == "own voice" else "the attributed words",
                    part, whole, Per.THOUSAND, detail=not many(tables),
                )  # fmt: skip


def own_word_rows(tables: Tables) -> Iterator[Measure]:
    """Every content word of the own voice that articles enough use."""
    whole = runs(tables, [Voice.OWN.value])
    least = {"articles": LEAST_ARTICLES} if many(tables) else {"uses": FEW}
    used = tables.frequent_own_words(most=MOST_WORDS, **least)
    for (word,), part in Lines(used).apart(["word"]):
        yield Measure(
            "own words", f"“{word}”", "the outlet’s own words", part, whole, Per.THOUSAND,
            detail=True,
        )  # fmt: skip

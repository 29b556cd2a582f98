"""Lexicons: read them, match them in texts, score articles by voice, and check them."""

from framing.lexicon.entries import Case, Category, Entry, Lexicon, Match, NamePolicy
from framing.lexicon.hits import HIT_COLUMNS, NestedScope, hits
from framing.lexicon.read import read_lexicon, shipped_lexicons, write_lexicon
from framing.lexicon.scoring import Per, lexicon_scores

__all__ = [
    "HIT_COLUMNS",
    "Case",
    "Category",
    "Entry",
    "Lexicon",
    "Match",
    "NamePolicy",
    "NestedScope",
    "Per",
    "hits",
    "lexicon_scores",
    "read_lexicon",
    "shipped_lexicons",
    "write_lexicon",
]

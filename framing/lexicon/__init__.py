"""Lexicons: read them, match them in texts, score articles by voice, and check them."""

from framing.lexicon.entries import Case, Category, Entry, Lexicon, Match, NamePolicy
from framing.lexicon.hits import HIT_COLUMNS, hits
from framing.lexicon.matching import NestedScope
from framing.lexicon.read import read_lexicon, shipped_lexicons, write_lexicon
from framing.lexicon.scoring import lexicon_scores

__all__ = [
    "HIT_COLUMNS",
    "Case",
    "Category",
    "Entry",
    "Lexicon",
    "Match",
    "NamePolicy",
    "NestedScope",
    "hits",
    "lexicon_scores",
    "read_lexicon",
    "shipped_lexicons",
    "write_lexicon",
]

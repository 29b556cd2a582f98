"""Lexicons: read them, match them in texts, score articles by voice, and check them."""

from framing.measure.lexicon.hits import HIT_COLUMNS, hits
from framing.measure.lexicon.matching import NestedScope
from framing.measure.lexicon.read import read_lexicon, shipped_lexicons, write_lexicon
from framing.measure.lexicon.scoring import lexicon_scores
from framing.measure.lexicon.values import Case, Category, Entry, Lexicon, Match, NamePolicy

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

"""How much, in which voice, in what tone: measures on corpora and statements, all as DataFrames."""

from framing.measure.balance import balance, balance_summary, concentration, evenness, source_kind
from framing.measure.lexicon import Lexicon, hits, lexicon_scores, read_lexicon, shipped_lexicons, write_lexicon
from framing.measure.stance import Stance, cue_stances, stance, stance_table
from framing.measure.tone import tone, tone_texts
from framing.measure.voices import voices

__all__ = [
    "Lexicon",
    "Stance",
    "balance",
    "balance_summary",
    "concentration",
    "cue_stances",
    "evenness",
    "hits",
    "lexicon_scores",
    "read_lexicon",
    "shipped_lexicons",
    "source_kind",
    "stance",
    "stance_table",
    "tone",
    "tone_texts",
    "voices",
    "write_lexicon",
]

"""How much, in which voice, in what tone: measures on corpora and statements, all as DataFrames."""

from framing.measure.balance import Balance, balance, balance_summary, concentration, evenness, source_kind
from framing.measure.balance_evidence import balance_evidence
from framing.measure.balance_intervals import balance_intervals
from framing.measure.balance_sources import Counted, by_source, count_sources, read_actors, relays, with_actors
from framing.measure.balance_standing import indexing, standing
from framing.measure.balance_treatment import rebuttal_summary, rebuttals, scare_quotes, treatment
from framing.measure.diversity import diversity, diversity_test, hill_profile
from framing.measure.lexicon import Lexicon, hits, lexicon_scores, read_lexicon, shipped_lexicons, write_lexicon
from framing.measure.prominence import prominence, prominence_evidence
from framing.measure.stance import Stance, cue_stances, stance, stance_table
from framing.measure.tone import tone, tone_texts
from framing.measure.voices import voices

__all__ = [
    "Balance",
    "Counted",
    "Lexicon",
    "Stance",
    "balance",
    "balance_evidence",
    "balance_intervals",
    "balance_summary",
    "by_source",
    "concentration",
    "count_sources",
    "cue_stances",
    "diversity",
    "diversity_test",
    "evenness",
    "hill_profile",
    "hits",
    "indexing",
    "lexicon_scores",
    "prominence",
    "prominence_evidence",
    "read_actors",
    "read_lexicon",
    "rebuttal_summary",
    "rebuttals",
    "relays",
    "scare_quotes",
    "shipped_lexicons",
    "source_kind",
    "stance",
    "stance_table",
    "standing",
    "tone",
    "tone_texts",
    "treatment",
    "voices",
    "with_actors",
    "write_lexicon",
]

"""How much, in which voice, in what tone: measures on corpora and statements, all as DataFrames."""

from framing.measure.balance import Balance, balance, balance_summary, concentration, evenness, source_kind
from framing.measure.balance_intervals import balance_intervals
from framing.measure.diversity import diversity, diversity_test, hill_profile
from framing.measure.echo import Echo, Likeness, echo
from framing.measure.embedding import text_vectors
from framing.measure.evidence import balance_evidence
from framing.measure.prominence import prominence, prominence_evidence
from framing.measure.silence import silence, silence_evidence
from framing.measure.sources import Counted, by_source, count_sources, read_actors, relays, with_actors
from framing.measure.stance import Stance, cue_stances, stance, stance_table
from framing.measure.standing import indexing, standing
from framing.measure.tone import tone, tone_texts
from framing.measure.treatment import rebuttal_summary, rebuttals, scare_quotes, treatment
from framing.measure.voices import voices

__all__ = [
    "Balance",
    "Counted",
    "Echo",
    "Likeness",
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
    "echo",
    "evenness",
    "hill_profile",
    "indexing",
    "prominence",
    "prominence_evidence",
    "read_actors",
    "rebuttal_summary",
    "rebuttals",
    "relays",
    "scare_quotes",
    "silence",
    "silence_evidence",
    "source_kind",
    "stance",
    "stance_table",
    "standing",
    "text_vectors",
    "tone",
    "tone_texts",
    "treatment",
    "voices",
    "with_actors",
]

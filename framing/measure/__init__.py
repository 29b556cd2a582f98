"""How much, in which voice, in what tone: measures on corpora and statements, all as DataFrames."""

from framing.measure.balance import (
    balance,
    balance_intervals,
    balance_summary,
    source_kind,
)
from framing.measure.diversity import diversity, diversity_test, hill_profile
from framing.measure.echo import Echo, Likeness, echo
from framing.measure.marks import insertions, scare_quotes
from framing.measure.portrayal import portrayal, portrayed
from framing.measure.prominence import prominence
from framing.measure.silence import silence
from framing.measure.sources import access, read_actors, relays, with_actors
from framing.measure.stance import Stance, cue_stances, stance, stance_table
from framing.measure.standing import indexing, standing
from framing.measure.tone import tone, tone_texts
from framing.measure.treatment import rebuttal_summary, rebuttals, treatment
from framing.measure.voices import voices
from framing.text_vectors import text_vectors

__all__ = [
    "Echo",
    "Likeness",
    "Stance",
    "access",
    "balance",
    "balance_intervals",
    "balance_summary",
    "cue_stances",
    "diversity",
    "diversity_test",
    "echo",
    "hill_profile",
    "indexing",
    "insertions",
    "portrayal",
    "portrayed",
    "prominence",
    "read_actors",
    "rebuttal_summary",
    "rebuttals",
    "relays",
    "scare_quotes",
    "silence",
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

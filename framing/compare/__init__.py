"""Compare: which words and phrases set one group's statements apart from another's."""

from framing.compare.clusters import Weighting
from framing.compare.contrast import Contrast, Method, contrast
from framing.compare.correction import Correction
from framing.compare.echo import Echo, Likeness, echo
from framing.compare.embedding import text_vectors
from framing.compare.inference import Inference
from framing.compare.kwic import KWIC_COLUMNS, kwic
from framing.compare.prior import PRIOR_WORDS, Prior, PriorSource
from framing.compare.separability import Separability, separability
from framing.compare.silence import silence, silence_evidence
from framing.compare.split_half import split_half
from framing.compare.terms import Analyser
from framing.compare.top import top_terms
from framing.compare.units import Period, periods, with_units

__all__ = [
    "KWIC_COLUMNS",
    "PRIOR_WORDS",
    "Analyser",
    "Contrast",
    "Correction",
    "Echo",
    "Inference",
    "Likeness",
    "Method",
    "Period",
    "Prior",
    "PriorSource",
    "Separability",
    "Weighting",
    "contrast",
    "echo",
    "kwic",
    "periods",
    "separability",
    "silence",
    "silence_evidence",
    "split_half",
    "text_vectors",
    "top_terms",
    "with_units",
]

"""Compare: which words and phrases set one group's statements apart from another's."""

from framing.contrasts.clusters import Weighting
from framing.contrasts.contrast import Contrast, Method, contrast, top_terms
from framing.contrasts.groups import Period, periods, with_units
from framing.contrasts.inference import Inference, Test
from framing.contrasts.kwic import kwic
from framing.contrasts.omnibus import omnibus
from framing.contrasts.separability import Separability, separability, split_half
from framing.contrasts.statistics import PRIOR_WORDS, Prior, PriorSource
from framing.contrasts.weights import Correction
from framing.terms import Analyser

__all__ = [
    "PRIOR_WORDS",
    "Analyser",
    "Contrast",
    "Correction",
    "Inference",
    "Method",
    "Period",
    "Prior",
    "PriorSource",
    "Separability",
    "Test",
    "Weighting",
    "contrast",
    "kwic",
    "omnibus",
    "periods",
    "separability",
    "split_half",
    "top_terms",
    "with_units",
]

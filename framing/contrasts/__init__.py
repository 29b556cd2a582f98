"""Compare: which words and phrases set one group's statements apart from another's."""

from framing.contrasts.clusters import Weighting
from framing.contrasts.contrast import Contrast, Method, contrast
from framing.contrasts.correction import Correction
from framing.contrasts.inference import Inference
from framing.contrasts.kwic import KWIC_COLUMNS, kwic
from framing.contrasts.prior import PRIOR_WORDS, Prior, PriorSource
from framing.contrasts.separability import Separability, separability
from framing.contrasts.split_half import split_half
from framing.contrasts.top import top_terms
from framing.contrasts.units import Period, periods, with_units
from framing.terms import Analyser

__all__ = [
    "KWIC_COLUMNS",
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
    "Weighting",
    "contrast",
    "kwic",
    "periods",
    "separability",
    "split_half",
    "top_terms",
    "with_units",
]

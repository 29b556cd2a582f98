"""The prior of the log-odds ratio: what is known about how often terms are used before the groups are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from framing.contrasts.statistics import Floats, proportional_prior, uniform_prior
from framing.errors import ComparisonError
from framing.terms import Analyser, TermUses, find_terms

__all__ = ["PRIOR_WORDS", "Prior", "PriorSource", "pseudo_counts"]

PRIOR_WORDS = 500.0
"""Size of the prior in words: what a group of that many words of the whole table would add."""

_UNSEEN = 0.5


class PriorSource(StrEnum):
    """Where a prior is from.

    ``TABLE``: all statements of the table. ``BACKGROUND``: other texts. ``UNIFORM``: nowhere; every term is taken to
    be as frequent as any other, which lets rare terms differ most.
    """

    TABLE = "table"
    BACKGROUND = "background"
    UNIFORM = "uniform"


@dataclass(frozen=True)
class Prior:
    """A Dirichlet prior worth ``words`` words for each phrase length (Monroe, Colaresi and Quinn 2008, section 3.5).

    ``background`` are the texts of a prior from a background, analysed as the statements are; half a use is added
    to every term there, because a term without any would have odds of 0.
    """

    source: PriorSource = PriorSource.TABLE
    words: float = PRIOR_WORDS
    background: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.words <= 0:
            raise ComparisonError(f"prior={self.words:g}: the size of the prior in words has to be above 0.")
        if (self.source is PriorSource.BACKGROUND) != bool(len(self.background)):
            raise ComparisonError("A prior from a background, and only that, has the texts of the background.")


def pseudo_counts(prior: Prior, uses: TermUses, analyser: Analyser) -> Floats:
    """Pseudo-count of every term of ``uses``; they sum to ``prior.words`` for each phrase length."""
    if prior.source is PriorSource.UNIFORM:
        each, size = uniform_prior(uses.order, pseudo_count=1.0)
        return prior.words * each / size
    if prior.source is PriorSource.TABLE:
        counts = np.asarray(uses.matrix.sum(axis=0), dtype=np.float64).ravel()
        return proportional_prior(counts, uses.order, size=prior.words)
    elsewhere = find_terms(prior.background, analyser)
    found = np.asarray(elsewhere.matrix.sum(axis=0), dtype=np.float64).ravel()
    known = dict(zip(elsewhere.names().tolist(), found.tolist(), strict=True))
    counts = np.array([known.get(term, 0.0) + _UNSEEN for term in uses.names()])
    return proportional_prior(counts, uses.order, size=prior.words)

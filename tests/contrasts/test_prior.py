from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Analyser, Prior, PriorSource, contrast
from framing.contrasts.statistics import log_odds, pseudo_counts
from framing.errors import ComparisonError
from framing.terms import find_terms
from framing.values import Corpus

TEXTS = ["the bridge is safe", "the bridge", "a bridge"]
BACKGROUND = ("the the the ferry", "the bridge")
ONE = Analyser(ngrams=(1, 2))

Line = tuple[str, str | None, str, str]
Made = tuple[pd.DataFrame, Corpus]

PRIORS = [
    ("table", Prior(words=9), {"bridge": 3, "the": 2, "is": 1, "safe": 1, "a": 1}),
    ("uniform", Prior(PriorSource.UNIFORM, words=9), {"bridge": 1, "the": 1, "is": 1, "safe": 1, "a": 1}),
    (
        "background",
        Prior(PriorSource.BACKGROUND, words=9, background=BACKGROUND),
        {"bridge": 1.5, "the": 4.5, "is": 0.5, "safe": 0.5, "a": 0.5},
    ),
]


@pytest.mark.parametrize(("label", "prior", "shares"), PRIORS, ids=[p[0] for p in PRIORS])
def test_pseudo_counts(label: str, prior: Prior, shares: dict[str, float]) -> None:
    uses = find_terms(TEXTS, ONE)
    found = pseudo_counts(prior, uses, ONE)
    for order in (1, 2):
        assert found[uses.order == order].sum() == pytest.approx(9)
    words = dict(zip(uses.names(), found, strict=True))
    for word, share in shares.items():
        assert words[word] == pytest.approx(9 * share / sum(shares.values()))


def test_a_contrast_takes_them(town: Made) -> None:
    for prior in (Prior(PriorSource.UNIFORM, words=35), Prior(PriorSource.BACKGROUND, 35, BACKGROUND)):
        table = contrast(town[0], ("Ada", "Ben"), ngrams=(1, 1), prior=prior).table
        uses = find_terms(town[0].loc[town[0]["voice"].ne("own"), "text"].tolist(), Analyser(ngrams=(1, 1)))
        alpha = dict(zip(uses.names(), pseudo_counts(prior, uses, Analyser(ngrams=(1, 1))), strict=True))
        a, b = (table[c].to_numpy(dtype=float) for c in ("count_a", "count_b"))
        each = np.array([alpha[t] for t in table["term"]])
        expected = log_odds(a, b, np.full(len(a), 15.0), np.full(len(a), 20.0), prior=each, size=np.full(len(a), 35.0))
        np.testing.assert_allclose(table["log_odds"], expected.estimate)


@pytest.mark.parametrize(
    "settings",
    [{"words": 0}, {"source": PriorSource.BACKGROUND}, {"background": BACKGROUND}],
    ids=["no words", "no background", "an idle background"],
)
def test_priors_are_checked(settings: dict[str, object]) -> None:
    with pytest.raises(ComparisonError):
        Prior(**settings)  # type: ignore[arg-type]

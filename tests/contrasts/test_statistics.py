from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import binomtest, chi2_contingency

from framing.contrasts import Analyser, Prior, PriorSource, contrast
from framing.contrasts.statistics import (
    chi_squared,
    class_tfidf,
    jensen_shannon,
    log_likelihood,
    log_odds,
    log_ratio,
    log_ratio_interval,
    percent_difference,
    proportional_prior,
    pseudo_counts,
    uniform_prior,
)
from framing.errors import ComparisonError
from framing.term_uses import find_terms
from framing.values import Corpus

TABLES = [
    ("even", [5, 5, 90], [5, 5, 90], [10, 10, 180]),
    ("one side only", [3, 0, 97], [0, 4, 16], [3, 4, 113]),
    ("a background beyond the groups", [2, 7, 1], [9, 1, 2], [40, 11, 900]),
]
COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=6).filter(
    lambda rows: sum(a for a, _ in rows) > 0 and sum(b for _, b in rows) > 0
)

Cells = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def cells(rows: list[tuple[int, int]]) -> Cells:
    a, b = np.array(rows, dtype=float).T
    return a, b, np.full(len(a), a.sum()), np.full(len(b), b.sum())


def by_hand(ya: float, yb: float, na: float, nb: float, alpha: float, a0: float) -> tuple[float, float]:
    """The log-odds ratio of Monroe, Colaresi and Quinn (2008), term by term."""
    omega_a = (ya + alpha) / (na + a0 - ya - alpha)
    omega_b = (yb + alpha) / (nb + a0 - yb - alpha)
    delta = math.log(omega_a) - math.log(omega_b)
    variance = 1 / (ya + alpha) + 1 / (yb + alpha)
    return delta, delta / math.sqrt(variance)


@pytest.mark.parametrize("size", [1.0, 500.0])
@pytest.mark.parametrize(("label", "a", "b", "background"), TABLES, ids=[t[0] for t in TABLES])
def test_log_odds_is_the_formula(label: str, a: list[int], b: list[int], background: list[int], size: float) -> None:
    ya, yb = np.array(a, float), np.array(b, float)
    na, nb = np.full(3, ya.sum()), np.full(3, yb.sum())
    prior = proportional_prior(np.array(background, float), np.ones(3, dtype=np.int64), size=size)
    assert prior.sum() == pytest.approx(size)
    found = log_odds(ya, yb, na, nb, prior=prior, size=np.full(3, size))
    for i in range(3):
        delta, z = by_hand(a[i], b[i], sum(a), sum(b), size * background[i] / sum(background), size)
        assert found.estimate[i] == pytest.approx(delta, abs=1e-12)
        assert found.z[i] == pytest.approx(z, abs=1e-12)


def test_priors_are_shared_out_by_phrase_length() -> None:
    orders = np.array([1, 1, 2])
    np.testing.assert_allclose(proportional_prior(np.array([3.0, 1.0, 5.0]), orders, size=8), [6, 2, 8])
    each, size = uniform_prior(orders, pseudo_count=0.5)
    assert (each.tolist(), size.tolist()) == ([0.5, 0.5, 0.5], [1.0, 1.0, 0.5])


def test_a_term_without_rivals_has_no_odds() -> None:
    one = np.array([4.0])
    found = log_odds(one, one * 2, one, one * 2, prior=np.array([10.0]), size=np.array([10.0]))
    assert found.estimate.tolist() == [0.0]


@given(COUNTS)
def test_contingency_statistics_equal_scipy(rows: list[tuple[int, int]]) -> None:
    a, b, na, nb = cells(rows)
    found = {
        (lambda_, correct): statistic
        for lambda_, correct, statistic in (
            ("log-likelihood", False, log_likelihood(a, b, na, nb)),
            ("pearson", False, chi_squared(a, b, na, nb, continuity=0)),
            ("pearson", True, chi_squared(a, b, na, nb)),
        )
    }
    for i in range(len(a)):
        if a[i] + b[i] == 0 or a[i] + b[i] == na[i] + nb[i]:
            continue
        table = [[a[i], b[i]], [na[i] - a[i], nb[i] - b[i]]]
        for (lambda_, correct), values in found.items():
            expected = chi2_contingency(table, correction=correct, lambda_=lambda_).statistic
            assert abs(values[i]) == pytest.approx(expected, abs=1e-6)
            assert np.sign(values[i]) in (0, np.sign(a[i] * nb[i] - b[i] * na[i]))


@given(COUNTS)
def test_word_shift_adds_up_to_the_divergence(rows: list[tuple[int, int]]) -> None:
    a, b, na, nb = cells(rows)
    divergence = jensenshannon(a, b, base=2) ** 2
    assert np.abs(jensen_shannon(a, b, na, nb)).sum() == pytest.approx(divergence, abs=1e-6)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(100, 1000), st.integers(100, 1000))
def test_log_ratio_interval_is_exact(a: int, b: int, na: int, nb: int) -> None:
    counts = (np.array([float(a)]), np.array([float(b)]), np.array([float(na)]), np.array([float(nb)]))
    low, high, conservative = (x[0] for x in log_ratio_interval(*counts))
    assert low <= log_ratio(*counts).estimate[0] <= high
    if a + b:
        share = binomtest(a, a + b).proportion_ci(0.95, method="exact")
        with np.errstate(divide="ignore"):
            expected = [np.log2(nb / na) + np.log2(p) - np.log2(1 - p) for p in (share.low, share.high)]
        assert [low, high] == pytest.approx(expected)
    assert conservative == max(0.0, low) + min(0.0, high)


def test_more_tests_widen_the_interval() -> None:
    counts = (np.array([20.0]), np.array([4.0]), np.array([500.0]), np.array([500.0]))
    low, high, lrc = log_ratio_interval(*counts)
    wide_low, wide_high, wide_lrc = log_ratio_interval(*counts, tests=100)
    assert wide_low < low < high < wide_high
    assert lrc > wide_lrc


SIMPLE = [
    ("twice as often", (20, 10, 1000, 1000), 100.0),
    ("as often", (10, 10, 1000, 1000), 0.0),
    ("half as often", (10, 20, 1000, 1000), -50.0),
    ("not in a", (0, 20, 1000, 1000), -100.0),
    ("not in b", (5, 0, 1000, 1000), float("inf")),
    ("nowhere", (0, 0, 1000, 1000), 0.0),
]


@pytest.mark.parametrize(("label", "counts", "expected"), SIMPLE, ids=[s[0] for s in SIMPLE])
def test_percent_difference(label: str, counts: tuple[int, int, int, int], expected: float) -> None:
    arrays = [np.array([float(c)]) for c in counts]
    assert percent_difference(*arrays)[0] == pytest.approx(expected)


def test_log_ratio_doubles() -> None:
    found = log_ratio(*(np.array([float(c)]) for c in (2000, 1000, 10**6, 10**6)))
    assert found.estimate[0] == pytest.approx(1, abs=1e-3)


def test_class_tfidf_is_the_formula() -> None:
    found = class_tfidf(*(np.array([float(c)]) for c in (6, 2, 100, 50)))
    assert found[0] == pytest.approx((6 / 100 - 2 / 50) * math.log(1 + 75 / 8))


@pytest.mark.parametrize("level", [0, 1, 95])
def test_levels_are_checked(level: float) -> None:
    with pytest.raises(ComparisonError, match="between 0 and 1"):
        log_ratio_interval(*(np.array([1.0]) for _ in range(4)), level=level)


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

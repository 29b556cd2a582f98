from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control, norm

from framing.contrasts.clusters import ClusterCounts
from framing.contrasts.inference import Correction, adjusted, detectability, information_weights, weights_of
from framing.contrasts.permutation import design
from tests.contrasts.test_inference import clustered

DESIGNS = [
    ("separate articles", {"only_a": 12, "only_b": 20, "both": 0}),
    ("shared articles", {"only_a": 0, "only_b": 0, "both": 25}),
    ("mixed, within strata", {"only_a": 15, "only_b": 14, "both": 9, "strata": 2}),
]


def permuted(counts: ClusterCounts, seed: int) -> ClusterCounts:
    """The same counts with the groups exchanged as the null hypothesis allows."""
    plan, rng = design(counts), np.random.default_rng(seed)
    swap = np.zeros(len(counts.strata), dtype=bool)
    swap[plan.pairs] = rng.random(len(plan.pairs)) < 0.5
    for s in range(len(plan.drawn)):
        at = np.flatnonzero(plan.stratum == s)
        swap[plan.singles[at]] = rng.permutation(plan.in_a[at]) != plan.in_a[at]
    a, b = counts.a.toarray(), counts.b.toarray()
    a, b = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
    n_a = np.where(swap[:, None], counts.total_b, counts.total_a)
    n_b = np.where(swap[:, None], counts.total_a, counts.total_b)
    return ClusterCounts(type(counts.a)(a), type(counts.a)(b), n_a, n_b, counts.level, counts.strata)


@pytest.mark.parametrize(("label", "shape"), DESIGNS, ids=[d[0] for d in DESIGNS])
def test_weights_do_not_look_at_the_groups(label: str, shape: dict[str, int]) -> None:
    counts = clustered(**shape, effect=1.0, seed=2)
    other = permuted(counts, 5)
    assert not np.allclose(other.a.toarray(), counts.a.toarray())
    np.testing.assert_allclose(detectability(other), detectability(counts), rtol=1e-9)


def test_detectability_is_where_the_statistic_is_expected() -> None:
    # Two groups of as many articles of one length, words independent: the statistic has a known mean and deviation.
    found = detectability(clustered(only_a=200, only_b=200, both=0, shape=1e6, seed=1), log_odds=1.0)
    uses = np.asarray(clustered(only_a=200, only_b=200, both=0, shape=1e6, seed=1).a.sum(axis=0)).ravel() * 2
    expected = np.sqrt(uses) * np.tanh(0.5)
    np.testing.assert_allclose(found, expected, rtol=0.35)
    assert np.corrcoef(found, expected)[0, 1] > 0.97


@pytest.mark.parametrize("signal", [np.linspace(0, 9, 400), np.zeros(5), np.array([3.0]), np.array([0.0, 50.0])])
def test_weights_average_one_and_are_never_under_one_half(signal: np.ndarray) -> None:
    weight = information_weights(signal)
    assert weight.mean() == pytest.approx(1)
    assert weight.min() >= 0.5


def test_weights_are_the_best_for_their_effect() -> None:
    signal = np.linspace(0.2, 6, 300)
    weight = 2 * information_weights(signal) - 1
    rng = np.random.default_rng(0)

    def found(w: np.ndarray) -> float:
        return float(norm.sf(norm.isf(np.clip(w * 0.3 / 300, 0, 1)) - signal).sum())

    assert found(weight) > 1.03 * found(np.ones(300))
    for _ in range(20):
        other = weight * rng.uniform(0.7, 1.3, 300)
        assert found(other / other.mean()) < found(weight)


def test_equal_weights_are_benjamini_and_hochberg() -> None:
    counts = clustered(only_a=10, only_b=10, both=0)
    weight = weights_of(counts, Correction.EQUAL)
    p = np.random.default_rng(0).random(60)
    np.testing.assert_allclose(adjusted(p, weight), false_discovery_control(p))
    assert (weights_of(counts, Correction.WEIGHTED) != 1).any()


def test_weighted_q_is_the_definition() -> None:
    p, weight = np.array([0.004, 0.02, 0.5, 0.9]), np.array([0.5, 2.0, 1.0, 0.5])
    # p/w: .008 .01 .5 1.8; times 4 over ranks: .032 .02 .67 1.8 → from the largest down.
    np.testing.assert_allclose(adjusted(p, weight), [0.02, 0.02, 2 / 3, 1.0])

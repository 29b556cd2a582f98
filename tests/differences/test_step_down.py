"""Correction by joint exchange: its level, and that rare measures cost nothing."""

from __future__ import annotations

import numpy as np
import pytest

from framing.differences.step_down import step_down
from framing.families import by_family


def drawn(seed: int, measures: int, draws: int = 199) -> np.ndarray:
    """Statistics without any difference: the observed is a draw like the others."""
    return np.random.default_rng(seed).chisquare(2, (1, 1 + draws, measures))


def test_one_measure_keeps_its_p() -> None:
    """Alone in its family, a measure is corrected for nothing."""
    statistics = drawn(3, 4)
    p = (statistics[0] >= statistics[0, :1]).mean(axis=0)
    assert step_down(statistics, ["a", "b", "c", "d"]) == pytest.approx(p)


def test_never_smaller_than_alone_and_in_the_order_of_clearness() -> None:
    """A correction only takes away; what is clearer keeps the smaller p."""
    statistics = drawn(4, 30)
    alone = step_down(statistics, [str(i) for i in range(30)])
    together = step_down(statistics, ["all"] * 30)
    assert (together >= alone - 1e-12).all()


def test_the_error_of_a_family_is_kept() -> None:
    """Any of 40 measures below .05 in about one family of twenty."""
    any_below = [(step_down(drawn(s, 40), ["all"] * 40) <= 0.05).any() for s in range(200)]
    assert 0.01 <= np.mean(any_below) <= 0.1


def test_measures_that_cannot_be_far_out_cost_nothing() -> None:
    """Of hundreds of measures whose draws never vary the clear one keeps its p, which Bonferroni would not leave it."""
    rng = np.random.default_rng(1)
    clear = rng.chisquare(2, (1, 200, 1))
    clear[0, 0] = 60.0
    still = np.ones((1, 200, 300))
    found = step_down(np.concatenate([clear, still], axis=2), ["all"] * 301)
    assert found[0] == pytest.approx(1 / 200)
    assert (found[1:] > 0.9).all()


def test_what_has_no_statistic_stays_missing_and_two_statistics_count_as_the_less_clear() -> None:
    one = drawn(5, 3)
    one[:, :, 1] = np.nan
    far, near = one.copy(), one.copy()
    near[0, 0, 0], far[0, 0, 0] = 0.01, 50.0
    both = step_down(np.concatenate([near, far]), ["a", "b", "c"])
    assert np.isnan(both[1])
    assert both[0] > 0.5


def test_families_are_corrected_after_their_measures() -> None:
    """P that are corrected within families already are not corrected again, and q is never below its family's."""
    q = by_family([0.004, 0.5, 0.3], ["a", "a", "b"], within=np.asarray)
    assert q.tolist() == pytest.approx([0.008, 1.0, 0.3])


def test_weights_move_power_between_families() -> None:
    """A heavier family needs less evidence, at the cost of the others; weights are taken to a mean of 1."""
    plain = by_family([0.03, 0.5], ["a", "b"], within=np.asarray)
    weighted = by_family([0.03, 0.5], ["a", "b"], within=np.asarray, weights={"a": 3.0})
    assert plain[0] == pytest.approx(0.06)
    assert weighted[0] == pytest.approx(0.04)
    assert by_family([0.03, 0.5], ["a", "b"], within=np.asarray, weights={"a": 2.0, "b": 2.0})[0] == plain[0]

"""Corrections of many tests, held against what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from framing.families import by_family, false_discovery, simes


def test_q_is_that_of_scipy() -> None:
    p = np.random.default_rng(0).uniform(size=200) ** 2
    np.testing.assert_allclose(false_discovery(p), false_discovery_control(p))


def test_what_was_not_tested_counts_for_nothing() -> None:
    q = false_discovery([0.01, float("nan"), 0.02])
    assert np.isnan(q[1])
    assert q[[0, 2]].tolist() == pytest.approx([0.02, 0.02])
    assert np.isnan(simes([float("nan")]))
    assert false_discovery([]).tolist() == []


def test_one_family_is_the_plain_correction() -> None:
    p = [0.001, 0.2, 0.04, 0.6]
    np.testing.assert_allclose(by_family(p, ["a"] * 4), by_family(p))


def test_families_come_first() -> None:
    # one telling test of four in the first family; nothing in the other nine
    p = [0.0004, 0.6, 0.7, 0.8] + [0.3, 0.5, 0.9] * 9
    families = ["a"] * 4 + [f"f{i}" for i in range(9) for _ in range(3)]
    q = by_family(p, families)
    assert q[0] == pytest.approx(0.016)  # four tests, and ten families of which one remains
    assert (q[1:] > 0.05).all()


@pytest.mark.parametrize("families", [20, 3])
def test_false_findings_are_rare_where_all_are_false(families: int) -> None:
    rng = np.random.default_rng(1)
    names = np.repeat(np.arange(families), 5)
    found = sum((by_family(rng.uniform(size=len(names)), names.tolist()) < 0.05).any() for _ in range(400))
    assert found / 400 < 0.08

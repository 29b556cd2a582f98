"""Very many articles are exchanged in batches: of one kind each, with the same sums."""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
import pytest

from framing.differences import RATE, Ratios, group_tests
from framing.differences.batches import batched


def test_few_units_stay_as_they_are() -> None:
    unit = np.arange(50)
    assert batched(unit, unit % 2, 2, seed=0, most=50) is unit


def test_batches_hold_units_of_one_kind_and_keep_small_groups_apart() -> None:
    group = np.array([0] * 9000 + [1] * 300 + [2] * 30)
    unit = np.arange(len(group))
    batch = batched(unit, group, 3, seed=1, most=1000)
    assert len(batch) == len(unit)
    for number in range(3):
        mine = set(batch[group == number])
        assert mine.isdisjoint(batch[group != number])
    many = [len(set(batch[group == number])) for number in range(3)]
    assert many == [965, 250, 30]
    sizes = np.bincount(batch[group == 0])
    assert sizes[sizes > 0].max() - sizes[sizes > 0].min() <= 1


def test_units_with_both_groups_are_exchanged_within_themselves() -> None:
    unit = np.repeat(np.arange(4000), 2)
    group = np.tile([0, 1], 4000)
    batch = batched(unit, group, 2, seed=0, most=500)
    assert (batch[::2] == batch[1::2]).all()
    assert len(set(batch)) == 500


@pytest.mark.parametrize("groups", [2, 3])
def test_a_difference_is_found_in_batches_and_none_where_there_is_none(
    groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(groups)
    n = 1200
    group = np.arange(n) % groups
    whole = np.repeat(rng.integers(100, 300, (n, 1)).astype(float), 2, axis=1)
    part = rng.binomial(whole.astype(int), np.where(group[:, None] == 0, [0.13, 0.1], 0.1)).astype(float)
    articles, names = np.array([f"a{i}" for i in range(n)], dtype=object), np.array([f"g{g}" for g in group], object)
    ratios = Ratios(("differs", "alike"), articles, names, part, whole, (RATE,) * 2)
    asked = partial(group_tests, ratios, ratios.groups(), ["f", "g"], draws=499)
    every = asked()["p"]
    monkeypatch.setattr(sys.modules["framing.differences.tested"], "batched", partial(batched, most=300))
    some = asked()["p"]
    assert some[0] == every[0] == 1 / 500
    assert some[1] > 0.05
    assert every[1] > 0.05

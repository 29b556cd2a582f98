"""Sums that are kept only where they are not 0 give what arrays give."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from framing.differences import RATE, Ratios, Sums, group_tests


def made(groups: int, *, sparse: bool) -> Ratios:
    rng = np.random.default_rng(groups)
    n, measures = 90, 5
    whole = np.repeat(rng.integers(20, 60, (n, 1)).astype(float), measures, axis=1)
    whole[:, 3:] = np.repeat(rng.integers(0, 9, (n, 1)).astype(float), 2, axis=1)
    part = rng.binomial(whole.astype(int), 0.1).astype(float)
    article = np.array([f"a{i}" for i in range(n)], dtype=object)
    group = np.array([f"g{i % groups}" for i in range(n)], dtype=object)
    parts: NDArray[np.float64] | Sums = Sums.from_array(part) if sparse else part
    wholes: NDArray[np.float64] | Sums = Sums.from_array(whole) if sparse else whole
    return Ratios(tuple(f"m{j}" for j in range(measures)), article, group, parts, wholes, (RATE,) * measures)


@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize("events", [False, True])
def test_sparse_sums_some_at_a_time_give_what_arrays_give(
    groups: int, events: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["framing.differences.ratios"], "BLOCK", 180)  # two measures at a time
    names = [f"g{i}" for i in range(groups)]
    event = {f"a{i}": f"e{i // groups}" for i in range(90)} if events else None
    sums, arrays = (
        group_tests(made(groups, sparse=sparse), names, ["f"] * 5, events=event, draws=199) for sparse in (True, False)
    )
    pd.testing.assert_frame_equal(sums, arrays)
    assert sums["p"].notna().all()


def test_single_precision_keeps_p(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = group_tests(made(3, sparse=False), ["g0", "g1", "g2"], ["f"] * 5, draws=199)
    monkeypatch.setattr(sys.modules["framing.differences.omnibus"], "_EXACT", 10)
    rounded = group_tests(made(3, sparse=False), ["g0", "g1", "g2"], ["f"] * 5, draws=199)
    assert (exact["p"] - rounded["p"]).abs().max() <= 0.01


def test_sums_of_rows_and_columns() -> None:
    values = np.array([[1.0, 0.0], [0.0, 0.0], [2.0, 3.0]])
    sums = Sums.from_array(values)
    assert sums.of(slice(None)).tolist() == values.tolist()
    assert sums.rows(np.array([True, False, True])).of(slice(1, 2)).tolist() == [[0.0], [3.0]]
    assert sums.held().tolist() == [True, False, True]
    assert sums.counts(np.array([0, 0, 0]), 1).tolist() == [1, 1]
    assert sums.sums(np.array([0, 0, 1]), 2).tolist() == [[1.0, 0.0], [2.0, 3.0]]

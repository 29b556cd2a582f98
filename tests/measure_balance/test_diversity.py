from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import entropy

from framing.errors import ComparisonError
from framing.measure.balance import concentration, evenness
from framing.measure.diversity import (
    INDICES,
    coverage,
    diversity,
    diversity_test,
    hill,
    hill_profile,
    iqv,
    rarefied,
    shannon,
    simpson,
)

COUNTS = st.lists(st.integers(1, 200), min_size=2, max_size=10)


@given(COUNTS)
def test_indices_agree_with_each_other(counts: list[int]) -> None:
    x = np.array(counts)
    assert shannon(x) == pytest.approx(entropy(x))
    assert 1 - simpson(x) == pytest.approx(concentration(x))
    assert INDICES["evenness"](x) == pytest.approx(evenness(x))
    assert hill(x, order=0) == pytest.approx(len(x))
    assert hill(x, order=2) == pytest.approx(1 / concentration(x))
    assert hill(x, order=1) == pytest.approx(hill(x, order=1 + 1e-7), rel=1e-4)
    assert iqv(x) == pytest.approx(simpson(x) / (1 - 1 / len(x)))
    orders = [float(hill(x, order=q)) for q in (0, 0.5, 1, 2, 5)]
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(orders))


@given(st.integers(2, 12), st.floats(0, 4))
def test_equal_speakers_are_all_effective(speakers: int, order: float) -> None:
    assert hill(np.full(speakers, 7), order=order) == pytest.approx(speakers)


@given(COUNTS)
def test_a_speaker_without_a_word_changes_nothing(counts: list[int]) -> None:
    padded = [*counts, 0]
    for index in INDICES.values():
        assert index(np.array(padded)) == pytest.approx(index(np.array(counts)))


def test_indices_go_down_columns() -> None:
    table = np.array([[3, 1, 0], [3, 9, 0]])
    assert shannon(table)[:2] == pytest.approx([math.log(2), entropy([1, 9])])
    assert np.isnan(shannon(table)[2])
    assert np.isnan(hill(table, order=0)[2])


def every_sample(counts: list[int], m: int) -> tuple[float, float]:
    """Mean speakers in, and mean share of the others heard by, every sample of m statements."""
    statements = [i for i, c in enumerate(counts) for _ in range(c)]
    speakers, heard = [], []
    for chosen in itertools.combinations(range(len(statements)), m):
        seen = {statements[k] for k in chosen}
        rest = [statements[k] for k in range(len(statements)) if k not in chosen]
        speakers.append(len(seen))
        heard.append(sum(s in seen for s in rest) / len(rest))
    return float(np.mean(speakers)), float(np.mean(heard))


@pytest.mark.parametrize("m", [1, 2, 4, 6])
def test_rarefaction_is_the_mean_of_every_sample(m: int) -> None:
    counts = [4, 2, 1, 1]
    speakers, heard = every_sample(counts, m)
    assert rarefied(counts, to=heard) == pytest.approx(speakers)


COVERED = [
    ("none seen once", [3, 2, 5], 1.0),
    ("Chao and Jost's estimator", [5, 2, 1, 1], 1 - 2 / 9 * (8 * 2) / (8 * 2 + 2)),
    ("nobody twice", [4, 1, 1], 1 - 2 / 6 * 5 / (5 + 2)),
    ("nothing", [], None),
]


@pytest.mark.parametrize(("label", "counts", "expected"), COVERED, ids=[c[0] for c in COVERED])
def test_coverage(label: str, counts: list[int], expected: float | None) -> None:
    assert coverage(counts) == pytest.approx(float("nan") if expected is None else expected, nan_ok=True)


def test_more_than_the_sample_covers_is_not_known() -> None:
    assert math.isnan(rarefied([2, 1, 1], to=0.99))
    assert rarefied([5, 2, 1], to=coverage([5, 2, 1])) == pytest.approx(3)


def corpus(articles: int, speakers: int, *, outlet: str, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    weights = 1 / np.arange(1, speakers + 1)
    rows = [
        (f"{outlet}{k}", f"S{rng.choice(speakers, p=weights / weights.sum())}", int(rng.integers(5, 40)), outlet)
        for k in range(articles)
        for _ in range(int(rng.integers(1, 9)))
    ]
    return pd.DataFrame(rows, columns=["article_id", "speaker", "words", "outlet"])


@pytest.fixture
def two() -> pd.DataFrame:
    return pd.concat([corpus(30, 3, outlet="Narrow", seed=1), corpus(30, 25, outlet="Wide", seed=2)], ignore_index=True)


def test_diversity_of_outlets(two: pd.DataFrame) -> None:
    table = diversity(two, within="outlet").set_index("outlet")
    assert table.index.tolist() == ["Narrow", "Wide"]
    for name in INDICES:
        part = two[two["outlet"].eq("Wide")]
        assert table.loc["Wide", name] == pytest.approx(
            INDICES[name](np.array(part["speaker"].value_counts().tolist(), dtype=np.float64))
        )
        assert (table[f"{name}_low"] < table[f"{name}_high"]).all()
    assert (table["effective_speakers_low"] <= table["effective_speakers"]).all()
    assert table["note"].eq("").all()
    more = table["speakers_at_equal_coverage"].to_dict()
    assert more["Narrow"] < more["Wide"]
    pd.testing.assert_frame_equal(diversity(two, within="outlet").set_index("outlet"), table)


def test_few_articles_have_no_interval(two: pd.DataFrame) -> None:
    few = two[two["article_id"].isin([f"Wide{k}" for k in range(9)])]
    table = diversity(few)
    assert table[["shannon_low", "shannon_high"]].isna().all(axis=None)
    assert table["note"].tolist() == ["no interval: fewer than 10 articles"]


def test_statements_of_nobody_are_counted_apart(two: pd.DataFrame) -> None:
    named = two["speaker"].mask(two["speaker"].eq("S0"))
    table = diversity(two.assign(speaker=named))
    assert table["not_given"].tolist() == [int(two["speaker"].eq("S0").sum())]
    assert table["speakers"].tolist() == [two["speaker"].nunique() - 1]


def test_intervals_cover() -> None:
    """Effective speakers of 60 simulated outlets against those of a very large one."""
    truth = diversity(corpus(20_000, 8, outlet="All", seed=99), draws=200)["effective_speakers"].tolist()[0]
    held = 0
    for seed in range(60):
        row = diversity(corpus(40, 8, outlet="Sample", seed=seed), draws=300).iloc[0]
        held += row["effective_speakers_low"] <= truth <= row["effective_speakers_high"]
    assert held / 60 >= 0.87


def test_test_between_outlets(two: pd.DataFrame) -> None:
    found = diversity_test(two, ("Narrow", "Wide"), draws=999).set_index("index")
    assert found.loc["effective_speakers", "p"] == pytest.approx(0.001)
    same = pd.concat([corpus(30, 9, outlet="A", seed=5), corpus(30, 9, outlet="B", seed=6)])
    assert (diversity_test(same, ("A", "B"), draws=999)["p"] > 0.01).all()
    few = two[two["article_id"].str[-1].eq("1")]
    assert diversity_test(few, ("Narrow", "Wide"))["p"].isna().all()


def test_hill_profile(two: pd.DataFrame) -> None:
    table = hill_profile(two, within="outlet", orders=(0, 1, 2))
    assert table["order"].tolist() == [0, 1, 2] * 2
    assert table.groupby("outlet")["effective_speakers"].is_monotonic_decreasing.all()


BAD = [
    ("an unknown count", lambda f: diversity(f, count="lines"), "'statements', 'words' or 'quoted_words'"),
    ("a missing column", lambda f: diversity(f, by="side"), "'side'"),
    ("an unknown outlet", lambda f: diversity_test(f, ("Narrow", "Wyde")), "no outlet 'Wyde'"),
    ("articles in both", lambda f: diversity_test(f, ("S0", "S1"), within="speaker", by="outlet"), "are in both"),
    ("a negative order", lambda f: hill([1, 2], order=-1), "0 or more"),
    ("negative counts", lambda f: shannon([1, -2]), "0 or more"),
    ("parts of statements", lambda f: coverage([1.5]), "whole counts"),
    ("too much coverage", lambda f: rarefied([1, 2], to=1.5), "at most 1"),
]


@pytest.mark.parametrize(("label", "call", "message"), BAD, ids=[b[0] for b in BAD])
def test_bad_input(two: pd.DataFrame, label: str, call: object, message: str) -> None:
    with pytest.raises(ComparisonError, match=message):
        call(two)  # type: ignore[operator]

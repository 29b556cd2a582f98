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
from framing.measure.diversity import diversity, diversity_test, hill_profile
from framing.measure.indices import (
    GRADIENTS,
    INDICES,
    coverage,
    evenness,
    hhi,
    hill,
    iqv,
    rarefied,
    shannon,
    simpson,
    speakers_at,
)

COUNTS = st.lists(st.integers(1, 200), min_size=2, max_size=10)


@given(COUNTS)
def test_indices_agree_with_each_other(counts: list[int]) -> None:
    x = np.array(counts)
    assert shannon(x) == pytest.approx(entropy(x))
    assert 1 - simpson(x) == pytest.approx(hhi(x))
    assert INDICES["evenness"](x) == pytest.approx(evenness(x))
    assert hill(x, order=0) == pytest.approx(len(x))
    assert hill(x, order=2) == pytest.approx(1 / hhi(x))
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
    assert table["coverage_of"].eq("articles").all()
    for name in ("coverage", "speakers_at_equal_coverage"):
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()


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
    """What 60 samples of 40 articles have on average, and speakers at equal coverage of the whole population."""
    tables = [diversity(corpus(40, 8, outlet="Sample", seed=seed)).iloc[0] for seed in range(60)]
    for name in ("effective_speakers", "simpson", "evenness"):
        truth = np.mean([row[name] for row in tables])
        held = sum(row[f"{name}_low"] <= truth <= row[f"{name}_high"] for row in tables)
        assert held / 60 >= 0.87, name


def test_coverage_of_articles_keeps_its_word_where_statements_come_in_bunches() -> None:
    """Against the share of a known population's sourcing that 15 articles have truly seen."""
    rng = np.random.default_rng(3)
    weights = 1 / np.arange(1, 31)
    weights /= weights.sum()

    def articles(n: int) -> np.ndarray:
        chosen = [rng.choice(30, size=3, replace=False, p=weights) for _ in range(n)]
        return np.array([[rng.integers(2, 6) if s in c else 0 for s in range(30)] for c in chosen])

    often = (articles(4000) > 0).mean(axis=0)
    seen, by_articles, by_statements = [], [], []
    for _ in range(60):
        sample = articles(15)
        seen.append(often[sample.sum(axis=0) > 0].sum() / often.sum())
        by_articles.append(coverage((sample > 0).sum(axis=0), trials=15))
        by_statements.append(coverage(sample.sum(axis=0)))
    assert np.mean(by_articles) == pytest.approx(np.mean(seen), abs=0.03)
    assert np.mean(by_statements) > np.mean(seen) + 0.1


GIRDLED = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, *[2] * 4, *[1] * 12]
LOGGED = [88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, *[1] * 14]
"""Spiders under hemlocks (Ellison et al. 2010), the example of the R package iNEXT."""

DOCUMENTED = [
    # order, Girdled, Logged as printed by iNEXT
    (0, 26.0, 37.0), (1, 12.059650, 14.421002), (2, 7.84, 6.761499),
]  # fmt: skip


@pytest.mark.parametrize(("order", "girdled", "logged"), DOCUMENTED)
def test_effective_numbers_of_the_spiders(order: float, girdled: float, logged: float) -> None:
    assert hill(GIRDLED, order=order) == pytest.approx(girdled, abs=1e-6)
    assert hill(LOGGED, order=order) == pytest.approx(logged, abs=1e-6)


def test_coverage_of_the_spiders() -> None:
    assert coverage(GIRDLED) == pytest.approx(0.9289, abs=5e-5)
    assert coverage(LOGGED) == pytest.approx(0.9446, abs=5e-5)


@pytest.mark.parametrize(("size", "species", "covered"), [(1, 1.0, 0.122), (10, 6.479, 0.597), (19, 9.450, 0.738)])
def test_rarefaction_of_the_spiders(size: int, species: float, covered: float) -> None:
    """The table that iNEXT's vignette prints; its coverage has three digits, so ours is computed anew."""
    n = sum(GIRDLED)
    exact = 1 - sum(x / n * math.comb(n - x, size) / math.comb(n - 1, size) for x in GIRDLED)
    assert exact == pytest.approx(covered, abs=5e-4)
    assert rarefied(GIRDLED, to=exact) == pytest.approx(species, abs=5e-4)


def test_extrapolation_of_the_spiders() -> None:
    """iNEXT: 336 spiders would be of 34.731 species, at a coverage of 0.964."""
    n, once, twice = sum(GIRDLED), 12, 4
    rate = (n - 1) * once / ((n - 1) * once + 2 * twice)
    covered = 1 - once / n * rate ** (n + 1)
    assert covered == pytest.approx(0.964, abs=5e-4)
    assert speakers_at(np.array(GIRDLED)[:, None], covered)[0] == pytest.approx(34.731, abs=5e-4)


def test_test_between_outlets(two: pd.DataFrame) -> None:
    found = diversity_test(two, ("Narrow", "Wide"), draws=999).set_index("index")
    assert found.loc["effective_speakers", "p"] == pytest.approx(0.001)
    same = pd.concat([corpus(30, 9, outlet="A", seed=5), corpus(30, 9, outlet="B", seed=6)])
    assert (diversity_test(same, ("A", "B"), draws=999)["p"] > 0.01).all()
    assert found["p"]["speakers_at_equal_coverage"] < 0.01
    few = two[two["article_id"].str[-1].eq("1")]
    assert diversity_test(few, ("Narrow", "Wide"))["p"].isna().all()


@given(st.lists(st.integers(1, 50), min_size=3, max_size=8), st.integers(0, 7))
def test_gradients_are_those_of_the_indices(counts: list[int], which: int) -> None:
    """Moving a little of everybody's share to one speaker changes an index as its derivative says."""
    shares = np.array(counts) / sum(counts)
    towards = np.zeros_like(shares)
    towards[which % len(shares)] = 1
    step = 1e-6
    for name, gradient in GRADIENTS.items():
        slope = gradient(shares[:, None])[:, 0] @ (towards - shares)
        moved = INDICES[name](shares + step * (towards - shares)) - INDICES[name](shares - step * (towards - shares))
        assert moved / (2 * step) == pytest.approx(slope, rel=1e-3, abs=1e-4), name


def test_the_test_is_about_diversity_not_about_who_speaks() -> None:
    """Outlets that are as diverse but hear other people: false alarms stay rare."""
    alarms = 0
    for seed in range(40):
        first = corpus(25, 12, outlet="A", seed=seed)
        second = corpus(25, 12, outlet="B", seed=1000 + seed)
        second = second.assign(speaker="other " + second["speaker"])
        found = diversity_test(pd.concat([first, second]), ("A", "B"), draws=199).set_index("index")["p"]
        alarms += found["simpson"] < 0.05
    assert alarms <= 6


def test_hill_profile(two: pd.DataFrame) -> None:
    table = hill_profile(two, within="outlet", orders=(0, 1, 2))
    assert table["order"].tolist() == [0, 1, 2] * 2
    assert table.groupby("outlet")["effective_speakers"].is_monotonic_decreasing.all()


BAD = [
    ("an unknown count", lambda f: diversity(f, count="lines"), "'statements', 'words' or 'quoted_words'"),
    ("a missing column", lambda f: diversity(f, by="side"), "'side'"),
    ("an unknown outlet", lambda f: diversity_test(f, ("Narrow", "Wyde")), "Did you mean 'Wide'"),
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

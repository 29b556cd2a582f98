from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import false_discovery_control, norm

from framing.contrasts import Correction, Inference, Weighting, contrast
from framing.contrasts.clusters import ClusterCounts
from framing.contrasts.inference import test_terms
from framing.contrasts.permutation import design, monte_carlo, saddlepoint
from framing.contrasts.weights import adjusted, detectability, information_weights
from framing.errors import ComparisonError
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]


def clustered(
    *,
    only_a: int,
    only_b: int,
    both: int,
    terms: int = 60,
    strata: int = 1,
    effect: float = 0.0,
    seed: int = 0,
    shape: float = 0.7,
) -> ClusterCounts:
    """Overdispersed counts: articles differ in length and in how much each term is theirs."""
    rng = np.random.default_rng(seed)
    n = only_a + only_b + both
    in_a = np.repeat([1, 0, 1], [only_a, only_b, both])
    in_b = np.repeat([0, 1, 1], [only_a, only_b, both])
    total_a, total_b = ((rng.lognormal(5, 0.7, n).round() + 5) * held for held in (in_a, in_b))
    rate = np.exp(rng.normal(-5, 0.7, terms)) * rng.gamma(shape, 1 / shape, (n, terms))
    a = rng.poisson(total_a[:, None] * rate * np.exp(effect)).astype(float)
    b = rng.poisson(total_b[:, None] * rate).astype(float)
    return ClusterCounts(
        sparse.csr_matrix(a), sparse.csr_matrix(b), total_a[:, None], total_b[:, None],
        np.zeros(terms, dtype=np.int64), rng.integers(0, strata, n),
    )  # fmt: skip


def score(counts: ClusterCounts, swap: np.ndarray) -> np.ndarray:
    """Uses of the first group less those expected, after exchanging the clusters in ``swap``."""
    a, b = counts.a.toarray(), counts.b.toarray()
    n_a, n_b = counts.total_a[:, 0], counts.total_b[:, 0]
    rate = (a + b).sum(axis=0) / (n_a + n_b).sum()
    y = np.where(swap[:, None], b, a)
    n = np.where(swap, n_b, n_a)
    values: np.ndarray = y.sum(axis=0) - n.sum() * rate
    return values


def enumerated(counts: ClusterCounts) -> np.ndarray:
    """Exact two-sided permutation p by going through every permutation."""
    plan = design(counts)
    observed = score(counts, np.zeros(len(counts.strata), dtype=bool))
    values = []
    groups = [np.flatnonzero(plan.stratum == s) for s in range(len(plan.drawn))]
    deals = itertools.product(*(itertools.combinations(g, m) for g, m in zip(groups, plan.drawn, strict=True)))
    for deal in deals:
        dealt = np.zeros(len(plan.singles), dtype=bool)
        dealt[[i for part in deal for i in part]] = True
        for flips in itertools.product([False, True], repeat=len(plan.pairs)):
            swap = np.zeros(len(counts.strata), dtype=bool)
            swap[plan.singles] = dealt != plan.in_a
            swap[plan.pairs] = flips
            values.append(score(counts, swap))
    drawn = np.array(values)
    above = (drawn >= observed - 1e-9).mean(axis=0)
    below = (drawn <= observed + 1e-9).mean(axis=0)
    p: np.ndarray = np.minimum(1, 2 * np.minimum(above, below))
    return p


DESIGNS = [
    ("separate articles", {"only_a": 7, "only_b": 8, "both": 0}),
    ("shared articles", {"only_a": 0, "only_b": 0, "both": 12}),
    ("mixed", {"only_a": 4, "only_b": 4, "both": 6}),
    ("within strata", {"only_a": 8, "only_b": 8, "both": 0, "strata": 2}),
]


@pytest.mark.parametrize(("label", "shape"), DESIGNS, ids=[d[0] for d in DESIGNS])
def test_saddlepoint_is_close_to_every_permutation(label: str, shape: dict[str, int]) -> None:
    counts = clustered(**shape, effect=0.6, seed=3)
    held = counts.support >= 6
    exact, found = enumerated(counts)[held], saddlepoint(counts)[held]
    assert held.sum() > 15
    np.testing.assert_allclose(found[exact < 0.2], exact[exact < 0.2], rtol=0.25, atol=0.004)


@pytest.mark.parametrize(("label", "shape"), DESIGNS, ids=[d[0] for d in DESIGNS])
def test_drawn_permutations_agree_with_every_permutation(label: str, shape: dict[str, int]) -> None:
    counts = clustered(**shape, effect=0.6, seed=4)
    drawn = monte_carlo(counts, draws=4000, seed=1)
    np.testing.assert_allclose(drawn, enumerated(counts), atol=0.06)


def test_saddlepoint_far_out() -> None:
    counts = clustered(only_a=0, only_b=0, both=15, effect=2.0, terms=30, seed=5, shape=8.0)
    exact, found = enumerated(counts), saddlepoint(counts)
    far = exact < 1e-3
    assert far.sum() >= 10
    assert (np.abs(np.log(found[far] / exact[far])) < np.log(2.1)).all()


@pytest.mark.parametrize(("label", "shape"), DESIGNS, ids=[d[0] for d in DESIGNS])
def test_p_is_the_same_from_both_sides(label: str, shape: dict[str, int]) -> None:
    counts = clustered(**shape, seed=6)
    turned = ClusterCounts(counts.b, counts.a, counts.total_b, counts.total_a, counts.level, counts.strata)
    np.testing.assert_allclose(saddlepoint(turned), saddlepoint(counts), rtol=1e-6)


@pytest.mark.parametrize("both", [0, 40])
def test_under_the_null_p_is_uniform(both: int) -> None:
    single = (80 - 2 * both) // 2
    p = np.concatenate(
        [saddlepoint(clustered(only_a=single, only_b=single, both=both, terms=200, seed=s)) for s in range(12)]
    )
    for level in (0.01, 0.05, 0.2, 0.5):
        # Terms share articles, so the shares scatter more than a binomial.
        assert np.mean(p < level) == pytest.approx(level, abs=3 * np.sqrt(level * (1 - level) / len(p)) + 0.01)


def test_identical_groups_have_p_of_one() -> None:
    counts = clustered(only_a=0, only_b=0, both=12, seed=1)
    same = ClusterCounts(counts.a, counts.a, counts.total_a, counts.total_a, counts.level, counts.strata)
    assert saddlepoint(same).tolist() == [1.0] * 60


def test_strata_with_one_group_say_nothing() -> None:
    counts = clustered(only_a=6, only_b=6, both=0, seed=2)
    strata = np.array([0] * 6 + [1] * 6)
    apart = ClusterCounts(counts.a, counts.b, counts.total_a, counts.total_b, counts.level, strata)
    assert len(design(apart).singles) == 0
    assert saddlepoint(apart).tolist() == [1.0] * 60


def corpus_lines(articles: int, *, shared: bool) -> list[Line]:
    """Ada's statements say "tax", Ben's "bridge"; the rest is common to both."""
    rng = np.random.default_rng(7)
    common = [f"word{i}" for i in range(25)]
    lines: list[Line] = []
    for k in range(articles):
        speakers = ("Ada", "Ben") if shared else (("Ada",), ("Ben",))[k % 2]
        for s, speaker in enumerate(speakers):
            own = "tax" if speaker == "Ada" else "bridge"
            words = [*rng.choice(common, 12), *([own] * int(rng.integers(0, 3)))]
            lines.append((f"a{k}", f"s{s}:{speaker}", "quoted", " ".join(rng.permutation(words))))
    return lines


@pytest.mark.parametrize("weighting", list(Weighting))
@pytest.mark.parametrize("shared", [True, False])
def test_true_differences_are_found(make: Make, shared: bool, weighting: Weighting) -> None:
    frame, _ = make(corpus_lines(30 if shared else 60, shared=shared))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(weighting=weighting))
    table = found.table.set_index("term")
    assert (table.loc[["tax", "bridge"], "q"] < 0.01).all()
    assert (table.drop(index=["tax", "bridge"])["q"] > 0.01).all()
    assert (table.loc["tax":"tax", "low"] > 0).all()
    assert (table.loc["bridge":"bridge", "high"] < 0).all()
    np.testing.assert_allclose(table["q"], false_discovery_control(np.minimum(table["p"] / table["weight"], 1)))
    assert (table["low"] <= table["log_rate_ratio"]).all()
    assert (table["log_rate_ratio"] <= table["high"]).all()
    assert (table["p"].lt(0.05) == (table["low"].gt(0) | table["high"].lt(0))).all()
    assert "27 terms tested" in found.notes[0]


def test_same_seed_same_intervals(make: Make) -> None:
    frame, _ = make(corpus_lines(24, shared=False))
    once, again = (contrast(frame, ("Ada", "Ben"), ngrams=(1, 1)).table for _ in range(2))
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.parametrize(
    ("articles", "given"), [(4, False), (14, True)], ids=["two articles a side", "seven articles a side"]
)
def test_few_articles_give_no_p(make: Make, articles: int, given: bool) -> None:
    frame, _ = make(corpus_lines(articles, shared=False))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1))
    assert found.table["p"].notna().any() == given
    assert found.table["low"].notna().any() == given
    assert ("at least 3 are needed" in found.notes[-1]) != given


def test_inference_can_be_left_out(make: Make) -> None:
    found = contrast(make(corpus_lines(24, shared=True))[0], ("Ada", "Ben"), inference=None)
    assert found.table[["p", "q", "low", "high"]].isna().all(axis=None)
    assert found.notes == ("No p-values and intervals: none were asked for.",)


def test_other_clusters(make: Make) -> None:
    frame, _ = make(corpus_lines(60, shared=False))
    number = frame["article_id"].str[1:].astype(int)
    frame = frame.assign(event="e" + (number // 4).astype(str), outlet="o" + (number // 30).astype(str))
    by_event = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(cluster="event"))
    assert "unit: event;" in by_event.notes[0]
    within = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(strata="outlet"))
    assert "unit: article_id within outlet" in within.notes[0]
    few = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(cluster="outlet"))
    assert "stands in 2 values of outlet" in few.notes[-1]
    with pytest.raises(ComparisonError, match="'author'"):
        contrast(frame, ("Ada", "Ben"), inference=Inference(cluster="author"))


@pytest.mark.parametrize("settings", [{"test": "wilcoxon"}, {"level": 95.0}, {"min_clusters": 1}, {"max_terms": 0}])
def test_settings_are_checked(settings: dict[str, object]) -> None:
    with pytest.raises(ComparisonError):
        Inference(**settings)  # type: ignore[arg-type]


def test_rare_terms_are_not_tested(make: Make) -> None:
    lines = [*corpus_lines(30, shared=True), ("a0", "s9:Ada", "quoted", "unicorn")]
    table = contrast(make(lines)[0], ("Ada", "Ben"), ngrams=(1, 1)).table.set_index("term")
    assert table.loc["unicorn", ["p", "q", "low", "high"]].isna().all()


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
    weight = test_terms(counts, Inference(correction=Correction.EQUAL)).weight
    p = np.random.default_rng(0).random(60)
    np.testing.assert_allclose(adjusted(p, weight), false_discovery_control(p))
    assert (test_terms(counts, Inference()).weight != 1).any()


def test_weighted_q_is_the_definition() -> None:
    p, weight = np.array([0.004, 0.02, 0.5, 0.9]), np.array([0.5, 2.0, 1.0, 0.5])
    # p/w: .008 .01 .5 1.8; times 4 over ranks: .032 .02 .67 1.8 → from the largest down.
    np.testing.assert_allclose(adjusted(p, weight), [0.02, 0.02, 2 / 3, 1.0])

"""The conditional negative binomial test: against its definition, and on counts whose truth is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import nbinom, poisson

from framing.contrasts import exact
from framing.contrasts.clusters import ClusterCounts, Weighting
from framing.contrasts.dispersion import GRID, Cells, likelihood, posterior
from framing.contrasts.exact import Sizes, Uses, interval, p_values
from framing.contrasts.inference import Inference, infer
from framing.contrasts.negative_binomial import fit
from framing.contrasts.permutation import saddlepoint


def drawn(
    words_a: np.ndarray, words_b: np.ndarray, *, terms: int, phi: float, effect: float = 0.0, seed: int = 0
) -> ClusterCounts:
    """Negative binomial uses in articles of these many words, each of one group; rates around 1 in 150."""
    rng = np.random.default_rng(seed)
    words = np.concatenate([words_a, words_b]).astype(float)
    in_a = np.arange(len(words)) < len(words_a)
    rate = np.exp(rng.normal(-5, 0.7, terms)) * np.exp(effect * (in_a[:, None] - 0.5))
    uses = rng.poisson(words[:, None] * rate * rng.gamma(1 / phi, phi, (len(words), terms))).astype(float)
    return ClusterCounts(
        sparse.csr_matrix(uses * in_a[:, None]), sparse.csr_matrix(uses * ~in_a[:, None]),
        (words * in_a)[:, None], (words * ~in_a)[:, None], np.zeros(terms, dtype=np.int64),
        np.zeros(len(words), dtype=np.int64),
    )  # fmt: skip


def lengths(n: int, mean: float, seed: int) -> np.ndarray:
    words: np.ndarray = np.random.default_rng(seed).lognormal(np.log(mean), 0.6, n).round() + 5
    return words


def only(phi: int, terms: int) -> np.ndarray:
    """A posterior that is sure of one value of the grid."""
    post = np.zeros((len(GRID), terms))
    post[phi] = 1
    return post


def test_likelihood_is_that_of_the_distribution() -> None:
    rng = np.random.default_rng(0)
    n = rng.integers(20, 300, 30).astype(float)
    y = rng.poisson(n[:, None] * np.exp(rng.normal(-4, 1, 9)) * rng.gamma(1, 1, (30, 9))).astype(float)
    found = likelihood([Cells(sparse.csr_matrix(y), n)], 9)
    rate = y.sum(axis=0) / n.sum()
    mean = n[:, None] * rate
    expected = np.stack(
        [
            nbinom.logpmf(y, 1 / phi, 1 / (1 + phi * mean)).sum(axis=0)
            - 0.5 * np.log((mean / (1 + phi * mean)).sum(axis=0))
            for phi in GRID
        ]
    )
    np.testing.assert_allclose(found - found[0], expected - expected[0], atol=1e-6)


def test_many_terms_are_interpolated_and_the_same() -> None:
    counts = drawn(lengths(50, 200, 1), lengths(50, 60, 2), terms=400, phi=1.0)
    n = counts.total_a[:, 0]
    at = np.flatnonzero(n)
    whole = likelihood([Cells(counts.a[at], n[at])], 400)
    part = likelihood([Cells(counts.a[at][:, :50], n[at])], 50)
    np.testing.assert_allclose(whole[:, :50], part, atol=1e-5)


@pytest.mark.parametrize("phi", [0.1, 1.0, 3.0])
def test_dispersion_is_found(phi: float) -> None:
    model = fit(drawn(lengths(40, 200, 1), lengths(60, 80, 2), terms=300, phi=phi))
    assert np.median(GRID @ model.dispersion) == pytest.approx(phi, rel=0.25)


def test_the_posterior_of_words_that_fall_independently_is_near_zero() -> None:
    model = fit(drawn(lengths(40, 200, 1), lengths(60, 80, 2), terms=200, phi=1e-6))
    assert np.median(GRID @ model.dispersion) < 0.05
    assert posterior(np.zeros((len(GRID), 0))).shape == (len(GRID), 0)


def brute(a: int, b: int, sizes: Sizes, phi: float) -> float:
    """Mid-p of the conditional distribution, from the two distributions at the most likely rate."""
    shape = sizes.a**2 / (phi * sizes.squares_a), sizes.b**2 / (phi * sizes.squares_b)

    def joint(k: int, rate: float) -> float:
        means = sizes.a * rate, sizes.b * rate
        one, other = (nbinom(r, r / (r + m)) for r, m in zip(shape, means, strict=True))
        return float(one.logpmf(k) + other.logpmf(a + b - k))

    rates = np.exp(np.linspace(-12, 0, 12001))
    rate = float(rates[np.argmax([joint(a, r) for r in rates[::10]]) * 10])
    near = rate * np.exp(np.linspace(-0.02, 0.02, 801))
    rate = float(near[np.argmax([joint(a, r) for r in near])])
    mass = np.exp([joint(k, rate) for k in range(a + b + 1)])
    mass /= mass.sum()
    return float(min(1.0, 2 * min(mass[:a].sum() + mass[a] / 2, mass[a + 1 :].sum() + mass[a] / 2)))


CASES = [
    (9, 2, Sizes(900, 1500, 9e4, 4e4), 7),
    (0, 11, Sizes(900, 1500, 2e5, 4e4), 9),
    (3, 4, Sizes(90, 2000, 5e3, 4e5), 12),
]


@pytest.mark.parametrize(("a", "b", "sizes", "phi"), CASES)
def test_p_is_that_of_the_conditional_distribution(a: int, b: int, sizes: Sizes, phi: int) -> None:
    uses = Uses(np.array([[float(a)]]), np.array([[float(b)]]))
    found = p_values(uses, [sizes], only(phi, 1))[0]
    assert found == pytest.approx(brute(a, b, sizes, float(GRID[phi])), rel=1e-3)


def test_independent_words_in_articles_of_one_length_are_binomial() -> None:
    # φ of next to nothing: the first group's uses are binomial in its share of the words.
    uses = Uses(np.array([[14.0]]), np.array([[6.0]]))
    found = p_values(uses, [Sizes(1000, 2000, 1e4, 2e4)], only(0, 1))[0]
    ways = [poisson.pmf(k, 20 / 3) * poisson.pmf(20 - k, 40 / 3) for k in range(21)]
    upper = (sum(ways[15:]) + ways[14] / 2) / sum(ways)
    assert found == pytest.approx(2 * upper, rel=0.01)


def test_strata_are_the_sum_over_strata() -> None:
    sizes = [Sizes(500, 700, 2e4, 3e4), Sizes(300, 200, 2e4, 9e3)]
    uses = Uses(np.array([[4.0], [3.0]]), np.array([[1.0], [2.0]]))
    masses = []
    for s, size in enumerate(sizes):
        one = Uses(uses.a[s : s + 1], uses.b[s : s + 1])
        ((_, family),) = exact._families(one, [size], only(8, 1))
        masses.append(family.mixed[0][2][0].mass(np.zeros(1))[:, 0])
    total = dict.fromkeys(range(11), 0.0)
    for (i, p), (j, q) in itertools.product(enumerate(masses[0]), enumerate(masses[1])):
        total[i + j] += p * q
    upper = sum(v for k, v in total.items() if k > 7) + total[7] / 2
    assert p_values(uses, sizes, only(8, 1))[0] == pytest.approx(2 * min(upper, 1 - upper), rel=1e-9)


@pytest.mark.parametrize("phi", [0, 3, 8])
def test_terms_of_thousands_of_uses_are_summed_over_some_points(phi: int, monkeypatch: pytest.MonkeyPatch) -> None:
    uses = Uses(np.array([[1200.0, 900.0, 700.0, 2100.0]]), np.array([[1500.0, 2100.0, 1900.0, 10.0]]))
    sizes, post = [Sizes(2e4, 4e4, 4e6, 9e6)], only(phi, 4)
    some, ends = p_values(uses, sizes, post), interval(uses, sizes, post, level=0.95)
    monkeypatch.setattr(exact, "_ALL_POINTS", 10_000)
    whole, all_ends = p_values(uses, sizes, post), interval(uses, sizes, post, level=0.95)
    np.testing.assert_allclose(np.log(some), np.log(whole), rtol=0.02, atol=0.01)
    np.testing.assert_allclose(ends, all_ends, atol=0.005)


def test_both_sides_are_alike_and_intervals_turn_the_test_round() -> None:
    counts = drawn(lengths(30, 250, 1), lengths(50, 60, 2), terms=150, phi=1.0, effect=0.7)
    turned = ClusterCounts(counts.b, counts.a, counts.total_b, counts.total_a, counts.level, counts.strata)
    here, there, every = fit(counts), fit(turned), np.arange(150)
    np.testing.assert_allclose(here.p_values(), there.p_values(), rtol=1e-6)
    low, high = here.interval(every, level=0.95)
    other_low, other_high = there.interval(every, level=0.95)
    np.testing.assert_allclose(low, -other_high, atol=1e-3)
    assert ((low > 0) | (high < 0)).tolist() == (here.p_values() < 0.05).tolist()
    wider = here.interval(every, level=0.99)
    assert (wider[0] <= low).all()
    assert (wider[1] >= high).all()
    assert (low < high).all()
    np.testing.assert_allclose(other_low, -high, atol=1e-3)


def test_an_unused_term_has_an_open_end() -> None:
    uses = Uses(np.array([[0.0, 9.0, 5.0]]), np.array([[8.0, 0.0, 4.0]]))
    low, high = interval(uses, [Sizes(900, 1000, 4e4, 4e4)], only(7, 3), level=0.95)
    assert np.isneginf(low).tolist() == [True, False, False]
    assert np.isposinf(high).tolist() == [False, True, False]
    assert high[0] < 0.5
    assert low[1] > -0.5


def shares(counts: list[ClusterCounts]) -> tuple[float, float]:
    """How often p < .05 in the negative binomial test and in the permutation test, of terms in 8 articles or more."""
    both = [(fit(c).p_values(), saddlepoint(c)) for c in (c.columns(np.flatnonzero(c.support >= 8)) for c in counts)]
    one, other = (np.concatenate(p) for p in zip(*both, strict=True))
    return float((one < 0.05).mean()), float((other < 0.05).mean())


UNEQUAL = [
    ("long against many short", (15, 400), (60, 80), 0.08),
    ("as many, but shorter", (40, 300), (40, 100), 0.0),
    ("alike", (30, 150), (30, 150), 0.0),
]


@pytest.mark.parametrize(("label", "a", "b", "permuted"), UNEQUAL, ids=[u[0] for u in UNEQUAL])
def test_the_level_holds_where_length_goes_with_the_group(
    label: str, a: tuple[int, float], b: tuple[int, float], permuted: float
) -> None:
    made = [drawn(lengths(*a, seed=s), lengths(*b, seed=99 + s), terms=150, phi=1.5, seed=s) for s in range(12)]
    level, other = shares(made)
    assert 0.025 < level < 0.065
    assert other > permuted


@pytest.mark.parametrize("weighting", list(Weighting))
@pytest.mark.parametrize("effect", [0.0, np.log(4)])
def test_intervals_hold_the_truth(effect: float, weighting: Weighting) -> None:
    held = []
    for seed in range(6):
        counts = drawn(
            lengths(25, 200, seed), lengths(25, 100, 50 + seed), terms=150, phi=1.0, effect=effect, seed=seed
        )
        counts = counts.columns(np.flatnonzero(counts.support >= 8))
        inferred = infer(counts, Inference(weighting=weighting), names=("a", "b"))
        given = inferred.tested & ~np.isnan(inferred.low)
        assert (inferred.low < inferred.high)[given].all()
        held.append(((inferred.low <= effect) & (effect <= inferred.high))[given].mean())
    assert 0.92 < np.mean(held) < 0.985


def test_articles_of_both_groups_are_compared_within() -> None:
    rng = np.random.default_rng(4)
    words = lengths(40, 150, 3)
    rate = np.exp(rng.normal(-4.5, 0.5, 120)) * rng.gamma(0.5, 2, (40, 120))
    a, b = (sparse.csr_matrix(rng.poisson(words[:, None] * rate).astype(float)) for _ in range(2))
    paired = ClusterCounts(
        a, b, words[:, None], words[:, None], np.zeros(120, dtype=np.int64), np.zeros(40, dtype=np.int64)
    )
    model = fit(paired)
    assert model.shared > 0.6
    apart = ClusterCounts(
        sparse.vstack([a, 0 * a]).tocsr(), sparse.vstack([0 * b, b]).tocsr(),
        np.concatenate([words, 0 * words])[:, None], np.concatenate([0 * words, words])[:, None],
        np.zeros(120, dtype=np.int64), np.zeros(80, dtype=np.int64),
    )  # fmt: skip
    narrow, wide = (np.subtract(*fit(c).interval(np.arange(120), level=0.95)[::-1]) for c in (paired, apart))
    assert np.median(narrow / wide) < 0.8
    assert 0.02 < (model.p_values() < 0.05).mean() < 0.09

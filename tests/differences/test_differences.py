"""Tested differences: against a second implementation, in designs of known truth, and where they are refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from framing.differences import FREE, SHARE, Ratios, difference, differences, omnibus
from framing.differences.permuted import Parts, permuted
from framing.errors import ComparisonError

Floats = NDArray[np.float64]


def made(part: Floats, whole: Floats, group: list[str], articles: list[str] | None = None) -> Ratios:
    ids = articles or [f"a{i}" for i in range(len(part))]
    return Ratios(
        tuple(f"m{j}" for j in range(part.shape[1])), np.array(ids, dtype=object), np.array(group, dtype=object),
        part, whole, (SHARE,) * part.shape[1],
    )  # fmt: skip


def drawn(
    n: int, columns: int, rng: np.random.Generator, *, size: float = 8.0, odds: float = 1.0
) -> tuple[Floats, Floats]:
    whole = rng.poisson(size, (n, columns))
    own = rng.beta(0.7, 1.6, (n, columns))
    own = own * odds / (own * odds + 1 - own)
    return rng.binomial(whole, own).astype(np.float64), whole.astype(np.float64)


def by_hand(part: Floats, whole: Floats, first: NDArray[np.bool_]) -> tuple[float, float]:
    """A difference and its score error, as one would write them down."""
    sides = [(part[m], whole[m]) for m in (first, ~first)]
    ratios = [p.sum() / w.sum() for p, w in sides]
    common = part.sum() / whole.sum()
    variance = 0.0
    for p, w in sides:
        n = int((w > 0).sum())
        variance += ((p - common * w) ** 2).sum() / w.sum() ** 2 * n / (n - 1)
    return ratios[0] - ratios[1], float(np.sqrt(variance))


def test_the_score_error_is_that_computed_by_hand() -> None:
    rng = np.random.default_rng(0)
    part, whole = drawn(30, 1, rng)
    first = np.arange(30) < 12
    a, b = first[:, None], ~first[:, None]
    null = permuted(Parts(part * a, whole * a, part * b, whole * b), draws=200, seed=3)
    difference_, error = by_hand(part[:, 0], whole[:, 0], first)
    assert null.difference[0] == pytest.approx(difference_)
    assert null.errors[1, 0] == pytest.approx(error)
    assert len(np.unique(null.distances[1, :, 0].round(9))) > 100


def test_the_error_of_pairs_is_that_of_their_differences() -> None:
    rng = np.random.default_rng(1)
    (pa, wa), (pb, wb) = drawn(20, 1, rng), drawn(20, 1, rng)
    null = permuted(Parts(pa, wa, pb, wb), draws=50, seed=0)
    ra, rb = pa.sum() / wa.sum(), pb.sum() / wb.sum()
    na, nb = (float((w > 0).sum()) for w in (wa, wb))
    one, two = (pa - ra * wa) / wa.sum(), (pb - rb * wb) / wb.sum()
    expected = (one**2).sum() * na / (na - 1) + (two**2).sum() * nb / (nb - 1) - 2 * (one * two).sum()
    assert null.errors[0, 0] == pytest.approx(np.sqrt(expected))


def test_p_and_interval_agree_and_groups_are_symmetric() -> None:
    rng = np.random.default_rng(2)
    (pa, wa), (pb, wb) = drawn(25, 60, rng), drawn(40, 60, rng, size=3, odds=2.5)
    ratios = made(np.vstack([pa, pb]), np.vstack([wa, wb]), ["A"] * 25 + ["B"] * 40)
    table = differences(ratios, draws=999)
    outside = (table["difference_low"] > 0) | (table["difference_high"] < 0)
    assert outside.eq(table["p"] < 0.05).all()
    assert 5 < outside.sum() < 60
    other = differences(ratios, [("B", "A")], draws=999)
    np.testing.assert_allclose(other["difference"], -table["difference"])
    np.testing.assert_allclose(other["detectable"], table["detectable"], rtol=0.2)
    assert (table["detectable"] > table["difference_high"] - table["difference"]).all()
    assert ((table["difference_high"] - table["difference_low"]) > 0).all()


DESIGNS: list[tuple[str, tuple[int, int], tuple[float, float]]] = [
    ("20 whole, 60 cut", (20, 60), (9.0, 3.0)),
    ("20 cut, 60 whole", (20, 60), (3.0, 9.0)),
    ("12 and 12", (12, 12), (9.0, 9.0)),
]


@pytest.mark.parametrize(("_name", "articles", "sizes"), DESIGNS)
def test_the_level_holds_where_length_and_number_differ(
    _name: str, articles: tuple[int, int], sizes: tuple[float, float]
) -> None:
    rng = np.random.default_rng(4)
    (pa, wa), (pb, wb) = (drawn(n, 500, rng, size=s) for n, s in zip(articles, sizes, strict=True))
    ratios = made(np.vstack([pa, pb]), np.vstack([wa, wb]), ["A"] * articles[0] + ["B"] * articles[1])
    p = differences(ratios, draws=399)["p"]
    assert 0.01 <= (p <= 0.05).mean() <= 0.075
    assert (p <= 0.01).mean() <= 0.025


def paired(rng: np.random.Generator, odds: float, columns: int = 200) -> tuple[Ratios, dict[str, str]]:
    """Thirty events, of which each has its own level; the second outlet's articles are short."""
    parts, wholes, ids, groups = [], [], [], []
    events: dict[str, str] = {}
    level = rng.beta(0.7, 1.6, (30, columns))
    for group, size, o in (("A", 9.0, 1.0), ("B", 3.0, odds)):
        own = level * o / (level * o + 1 - level)
        whole = 1 + rng.poisson(size, (30, columns))
        parts.append(rng.binomial(whole, own).astype(np.float64))
        wholes.append(whole.astype(np.float64))
        names = [f"{group}{i}" for i in range(30)]
        ids += names
        groups += [group] * 30
        events |= {n: f"e{i}" for i, n in enumerate(names)}
    return made(np.vstack(parts), np.vstack(wholes), groups, ids), events


def test_pairs_by_event_see_more() -> None:
    rng = np.random.default_rng(5)
    null, events = paired(rng, 1.0)
    assert 0.015 <= (differences(null, events=events, draws=399)["p"] <= 0.05).mean() <= 0.09
    ratios, events = paired(rng, 2.0)
    within = (differences(ratios, events=events, draws=399)["p"] <= 0.05).mean()
    without = (differences(ratios, draws=399)["p"] <= 0.05).mean()
    assert within > without + 0.2


def test_only_shared_events_count() -> None:
    ratios, events = paired(np.random.default_rng(6), 1.0, columns=1)
    events["B0"] = "elsewhere"
    row = differences(ratios, events=events, draws=99).iloc[0]
    assert row["events"] == 29
    assert row["articles_a"] == row["articles_b"] == 29


def test_near_copies_are_one() -> None:
    rng = np.random.default_rng(7)
    (pa, wa), (pb, wb) = drawn(20, 400, rng), drawn(20, 400, rng)
    copies = [*range(20), *range(10), *range(10)]
    part, whole = np.vstack([pa[copies], pb[copies]]), np.vstack([wa[copies], wb[copies]])
    ids = [f"{g}{k}" for g in "AB" for k in range(40)]
    ratios = made(part, whole, ["A"] * 40 + ["B"] * 40, ids)
    as_one = {f"{g}{k}": f"{g}{i}" for g in "AB" for k, i in enumerate(copies)}
    assert (differences(ratios, cluster=as_one, draws=399)["p"] <= 0.05).mean() <= 0.08
    assert (differences(ratios, draws=399)["p"] <= 0.05).mean() >= 0.12


def test_three_groups_together() -> None:
    rng = np.random.default_rng(8)
    drawn_ = [drawn(25, 200, rng, size=s) for s in (9, 4, 3)]
    ratios = made(
        np.vstack([d[0] for d in drawn_]), np.vstack([d[1] for d in drawn_]), ["A"] * 25 + ["B"] * 25 + ["C"] * 25
    )
    assert 0.01 <= (omnibus(ratios, draws=199)["p"] <= 0.05).mean() <= 0.09
    drawn_[2] = drawn(25, 200, rng, size=3, odds=4)
    ratios = made(
        np.vstack([d[0] for d in drawn_]), np.vstack([d[1] for d in drawn_]), ["A"] * 25 + ["B"] * 25 + ["C"] * 25
    )
    assert (omnibus(ratios, draws=199)["p"] <= 0.05).mean() > 0.4
    events = {f"a{i}": f"e{i % 25}" for i in range(75)}
    assert (omnibus(ratios, events=events, draws=199)["p"] <= 0.05).mean() > 0.4


def test_equivalence() -> None:
    rng = np.random.default_rng(9)
    (pa, wa), (pb, wb) = drawn(150, 40, rng, size=20), drawn(150, 40, rng, size=20)
    ratios = made(np.vstack([pa, pb]), np.vstack([wa, wb]), ["A"] * 150 + ["B"] * 150)
    wide = differences(ratios, margin=0.25, draws=999)
    assert (wide["p_equivalent"] < 0.05).all()
    assert (differences(ratios, margin={"m0": 0.001}, draws=999)["p_equivalent"].iloc[0]) > 0.3
    assert differences(ratios, margin={"m0": 0.001}, draws=99)["p_equivalent"].notna().sum() == 1


Alter = Callable[[Ratios], object]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda r: differences(r, [("A", "C")]), "There is no group 'C'"),
        (lambda r: differences(r, [("A", "A")]), "two different groups"),
        (lambda r: differences(r, margin=0), "number above 0"),
        (lambda r: differences(r, margin={"mm": 1.0}), "There is: 'm0', 'm1'"),
        (lambda r: differences(r, level=95), "between 0 and 1"),
        (lambda r: differences(r, events={"zz": 1}), "article ids"),
        (lambda r: omnibus(r, ["A"]), "at least two groups"),
    ],
)
def test_mistakes_are_told(ask: Alter, message: str) -> None:
    part, whole = drawn(30, 2, np.random.default_rng(0))
    with pytest.raises(ComparisonError, match=message):
        ask(made(part, whole, ["A", "B"] * 15))


def test_what_cannot_be_tested_says_what_would_do() -> None:
    part, whole = drawn(24, 2, np.random.default_rng(0))
    few = differences(made(part, whole, ["A"] * 4 + ["B"] * 20), draws=99)
    assert few["p"].isna().all()
    assert few["difference"].notna().all()
    assert few["note"].str.contains("'A' has this in 4 of the 10 articles.*add articles, or join groups").all()
    alike = differences(made(0 * part, whole, ["A", "B"] * 12), draws=99)
    assert alike["p"].isna().all()
    assert alike["note"].str.contains("alike").all()
    events = {f"a{i}": f"e{i % 3}" for i in range(24)}
    paired_ = differences(made(part, whole, ["A", "B"] * 12), events=events, draws=99)
    assert paired_["note"].str.contains("3 of the 8 events that several groups tell.*compare without events").all()


def frame(articles: int = 30) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    rows = []
    for k in range(articles):
        for s in range(int(rng.integers(3, 9))):
            direct = rng.random() < (0.7 if k % 2 else 0.25)
            who, words = ("Ada Stone", "Ben Fisk")[int(rng.integers(2))], int(rng.integers(5, 30))
            rows.append(
                (f"a{k}", f"s{k}.{s}", "XY"[k % 2], f"e{k // 2}", who, "direct" if direct else "indirect", words)
            )
    columns = ["article_id", "statement_id", "outlet", "event", "speaker", "kind", "words"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(quoted_words=table["words"].where(table["kind"].eq("direct"), 0), cue="said", position=0.5)


def test_a_planted_difference_is_found_and_another_is_not() -> None:
    table = difference(frame(), ["direct_share", "statement_share"], of={"speaker": "Ada Stone"}, events="event")
    found = table.set_index("measure")
    assert found["q"]["direct_share"] < 0.05
    assert found["difference_high"]["direct_share"] < 0
    assert found["p"]["statement_share"] > 0.05
    assert found["events"].eq(15).all()


def test_sides_of_one_article_are_compared_within_it() -> None:
    row = difference(frame(), "direct_share", by="speaker").iloc[0]
    assert (row["group_a"], row["group_b"]) == ("Ada Stone", "Ben Fisk")
    assert row["articles_a"] > 20
    assert row["p"] > 0.05


@pytest.mark.parametrize(
    ("measures", "options", "message"),
    [
        ("word_shar", {}, "Did you mean 'word_share'"),
        ("word_share", {}, "say whose with of="),
        ("direct_share", {"of": {"speaker": "Ada"}}, "Did you mean 'Ada Stone'"),
        ("direct_share", {"by": "kind", "of": {"kind": "direct"}}, "one value, 'direct'"),
        ("direct_share", {"events": "evnt"}, "Did you mean 'event'"),
    ],
)
def test_mistakes_in_names_are_told(measures: str, options: dict[str, object], message: str) -> None:
    if options.get("by") == "kind":
        table = frame()
        table = table[table["kind"].eq("direct")]
        with pytest.raises(ComparisonError, match=message):
            difference(table, measures, by="kind")
        return
    with pytest.raises(ComparisonError, match=message):
        difference(frame(), measures, **options)  # type: ignore[arg-type]


def test_ratios_of_a_table_of_ones_own() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(40)], "outlet": ["X", "Y"] * 20, "score": rng.normal(0, 1, 40), "n": 1.0}
    )
    table.loc[table["outlet"].eq("Y"), "score"] += 2
    row = differences(Ratios.of(table, {"score": ("score", "n")}, by="outlet", bounds={"score": FREE})).iloc[0]
    assert row["p"] < 0.01
    with pytest.raises(ComparisonError, match="no column 'm'"):
        Ratios.of(table, {"score": ("score", "m")}, by="outlet")
    with pytest.raises(ComparisonError, match="finite"):
        Ratios.of(table.assign(score=np.nan, n=-1.0), {"score": ("score", "n")}, by="outlet")

"""The table behind each picture is what the measures say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Contrast, contrast, top_terms
from framing.errors import ComparisonError
from framing.measure import balance, balance_intervals, hill_profile
from framing.pictures import (
    Scale,
    balance_shares,
    diverging_bars,
    diversity_profile,
    heat_map,
    rank_chart,
    speaker_words,
    statement_kinds,
    term_scatter,
    terms_by_actor,
    word_shift,
)
from framing.pictures.shown import is_ragged

Tables = tuple[pd.DataFrame, pd.DataFrame]


def test_bars_are_the_typical_terms_with_their_intervals(tested: Contrast) -> None:
    picture = diverging_bars(tested, n=5)
    top = top_terms(tested, 5, hide=is_ragged)
    assert set(picture.table["term"]) == set(top["term"])
    of = tested.table.set_index("term").loc[picture.table["term"]]
    for column in ("log_odds", "count_a", "count_b"):
        np.testing.assert_array_equal(picture.table[column], of[column])
    level = tested.chosen_level(picture.table["term"])
    assert 0.95 < level < 1
    np.testing.assert_array_equal(
        picture.table[["low", "high"]].T, tested.intervals(picture.table["term"], level=level)
    )
    assert (picture.table["low"] <= of["low"].to_numpy()).all()
    assert (picture.table["high"] >= of["high"].to_numpy()).all()
    assert picture.table["low"].notna().any()
    assert picture.table["log_odds"].is_monotonic_decreasing
    assert any(note.startswith("Lines: 95% intervals") for note in picture.notes)


def test_without_intervals_the_picture_says_so(described: Contrast) -> None:
    assert diverging_bars(described).notes[0].startswith("No intervals: there are too few articles.")


def test_bars_need_a_term(tested: Contrast) -> None:
    with pytest.raises(ComparisonError, match="hide= or min_statements="):
        diverging_bars(tested, hide=lambda term: True)


def test_the_word_shift_adds_up_to_the_divergence(tested: Contrast) -> None:
    table = word_shift(tested, n=4).table
    words = tested.table[tested.table["length"].eq(1)]
    assert table["share"].sum() == pytest.approx(1.0)
    assert table["jensen_shannon"].abs().sum() == pytest.approx(words["jensen_shannon"].abs().sum())
    assert table["count_a"].sum() == words.loc[words["jensen_shannon"].ne(0), "count_a"].sum()
    bars = table[table["shown"].eq("bar")]
    assert len(bars) == 4
    assert bars["share"].is_monotonic_decreasing
    assert set(table["shown"]) == {"bar", "hidden", "others"}
    assert set(table.loc[table["jensen_shannon"].gt(0), "group"]) == {"government"}


def test_a_word_shift_needs_a_difference(tested: Contrast) -> None:
    with pytest.raises(ComparisonError, match="no phrases of 9 words"):
        word_shift(tested, length=9)


def test_two_identical_groups_have_nothing_to_set_them_apart() -> None:
    same = {"article_id": "a", "field": "text", "block": "paragraph", "start": 0, "end": 9, "voice": "quoted"}
    rows = [{**same, "sentence": k, "statement_id": str(k), "speaker": who, "text": "open the bridge", "words": 3}
            for k, who in enumerate(["Ada", "Bo"])]  # fmt: skip
    found = contrast(pd.DataFrame(rows), ("Ada", "Bo"))
    with pytest.raises(ComparisonError, match="No term is typical"):
        diverging_bars(found)
    with pytest.raises(ComparisonError, match="in which they differ"):
        word_shift(found)
    picture = term_scatter(found)
    assert picture.png()
    assert picture.table["log_odds"].abs().max() < 1e-9


def test_every_term_has_its_place_in_the_scatter(tested: Contrast) -> None:
    picture = term_scatter(tested, n=6)
    table, of = picture.table.set_index("term"), tested.table.set_index("term")
    assert len(table) == len(of)
    np.testing.assert_array_equal(table["uses"], (of["count_a"] + of["count_b"]).loc[table.index])
    np.testing.assert_array_equal(table["log_odds"], of["log_odds"].loc[table.index])
    named = table[table["named"].ne("")]
    assert len(named) == 12
    assert set(named["named"]) <= {"named", "no room"}
    texts = {t.get_text().lower() for t in picture.figure.axes[0].texts}
    assert set(named.index[named["named"].eq("named")]) <= texts


def test_each_actor_stands_against_everybody_else(large: Tables) -> None:
    table = terms_by_actor(large[1], by="side", n=3).table
    assert table.groupby("actor").size().eq(3).all()
    assert set(table["actor"]) == {"government", "opposition", "business", "press"}
    assert table["log_odds"].gt(0).all()
    own = table[table["actor"].eq("government")].set_index("term")["count_a"]
    said = " ".join(large[1].loc[large[1]["side"].eq("government"), "text"]).split()
    assert own.to_dict() == {t: said.count(t) for t in own.index}


@pytest.mark.parametrize("actors", [["nobody"], []])
def test_an_unknown_actor_is_refused(large: Tables, actors: list[str]) -> None:
    with pytest.raises(ComparisonError, match="No words of the side"):
        terms_by_actor(large[1], by="side", actors=actors)


def test_shares_are_those_of_the_balance(large: Tables) -> None:
    table = balance_shares(large[0], by="side").table.set_index("side")
    expected = balance_intervals(large[0], by="side").set_index("side").loc[table.index]
    np.testing.assert_allclose(table["share"], expected["word_share"])
    np.testing.assert_allclose(table["low"], expected["word_share_low"])
    np.testing.assert_allclose(table["high"], expected["word_share_high"])
    assert table.index[-1] == "not given"


def test_shares_within_groups_make_up_one_each(large: Tables) -> None:
    table = balance_shares(large[0], by="speaker", within="outlet").table
    assert table.groupby("group")["share"].sum().to_numpy() == pytest.approx(1.0)
    assert table.groupby("group").size().eq(7).all()
    first = large[0][large[0]["outlet"].eq("Outlet 1")]
    mine = table[table["group"].eq("Outlet 1")].set_index("speaker")
    assert mine["words"].sum() == first["words"].sum()
    assert mine.loc["Владимир Петров", "words"] == first.loc[first["speaker"].eq("Владимир Петров"), "words"].sum()


def test_cells_of_the_heat_map_are_the_balance_by_two_columns(small: Tables) -> None:
    table = heat_map(small[0], by="side", across="article_id", count="statements").table
    expected = balance(small[0], by=["side", "article_id"]).set_index(["side", "article_id"])["statements"]
    found = table.set_index(["side", "article_id"])["statements"]
    assert found[found.gt(0)].to_dict() == expected.to_dict()


def test_columns_stand_by_date() -> None:
    frame = pd.DataFrame(
        {
            "article_id": ["late", "early", "undated", "middle"],
            "date": ["2024-03-01", "2023-01-01", None, "2024-01-31"],
            "speaker": ["Ada", "Bo", "Ada", "Cy"], "words": [1, 2, 3, 4],
        }
    )  # fmt: skip
    assert list(dict.fromkeys(heat_map(frame).table["article_id"])) == ["early", "middle", "late", "undated"]
    assert list(dict.fromkeys(rank_chart(frame).table["article_id"])) == ["early", "middle", "late", "undated"]


def test_ranks_are_among_all_and_equal_for_equal_amounts() -> None:
    rows = [("m1", "Ada", 9), ("m1", "Bo", 5), ("m1", "Cy", 5), ("m1", "Di", 1), ("m2", "Di", 30), ("m2", "Ada", 2)]
    frame = pd.DataFrame(rows, columns=["month", "speaker", "words"])
    table = rank_chart(frame, across="month", top=2).table.set_index(["month", "speaker"])
    assert table["rank"].fillna(0).to_dict() == {
        ("m1", "Ada"): 1, ("m1", "Bo"): 2, ("m1", "Cy"): 2, ("m1", "Di"): 4,
        ("m2", "Di"): 1, ("m2", "Ada"): 2, ("m2", "Bo"): 0, ("m2", "Cy"): 0,
    }  # fmt: skip
    assert sorted(table.index[table["shown"]].get_level_values(1).unique()) == ["Ada", "Di"]


def test_words_and_kinds_of_speakers_are_those_of_the_balance(large: Tables) -> None:
    counted = balance(large[0])
    words, kinds = speaker_words(counted).table, statement_kinds(counted).table
    assert words["speaker"].tolist() == kinds["speaker"].tolist()
    assert words["speaker"].tolist()[-2:] == ["not given", "45 others"]
    assert words["words"].sum() == large[0]["words"].sum()
    assert words["share"].sum() == pytest.approx(1.0)
    assert kinds[["direct", "mixed", "indirect"]].to_numpy().sum() == kinds["statements"].sum() == len(large[0])
    some = counted.set_index("speaker").loc[words["speaker"].tolist()[:-1]]
    assert some["quoted_words"].tolist() == words["quoted_words"].tolist()[:-1]


def test_bars_by_z_are_ordered_by_z(described: Contrast) -> None:
    table = diverging_bars(described, scale=Scale.Z).table
    assert table["z"].is_monotonic_decreasing
    assert set(table["term"]) == set(diverging_bars(described).table["term"])


def test_the_profile_is_hills_with_its_intervals(large: Tables) -> None:
    picture = diversity_profile(large[0], within="outlet")
    orders = tuple(dict.fromkeys(picture.table["order"]))
    expected = hill_profile(large[0], within="outlet", orders=orders)
    for column, given in (("effective_speakers", ""), ("low", "_low"), ("high", "_high")):
        np.testing.assert_allclose(picture.table[column], expected[f"effective_speakers{given}"])
    assert picture.table["low"].notna().all()

"""What a contrast makes of a design: units, strata, near-copies, small groups; what it refuses, notes and asserts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Contrast, Inference, Test, contrast
from framing.contrasts.told import asserted, claim, interval_texts
from framing.errors import ComparisonError
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]

COMMON = [f"word{k}" for k in range(20)]


def lines(ada: int, ben: int, *, size: tuple[int, int] = (20, 20), own: float = 0.0, seed: int = 0) -> list[Line]:
    """Articles of Ada's and of Ben's, of so many words; with ``own`` that share of Ada's words is "tax"."""
    rng = np.random.default_rng(seed)
    made: list[Line] = []
    for k in range(ada + ben):
        speaker, n = ("Ada", size[0]) if k < ada else ("Ben", size[1])
        words = np.where(rng.random(n) < (own if speaker == "Ada" else own / 20), "tax", rng.choice(COMMON, n))
        made.append((f"a{k}", f"s:{speaker}", "quoted", " ".join(words)))
    return made


def compared(make: Make, made: list[Line], **settings: object) -> Contrast:
    return contrast(make(made)[0], ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(**settings))  # type: ignore[arg-type]


def cell(found: Contrast, column: str, term: str = "tax") -> float:
    return float(found.table.loc[found.table["term"].eq(term), column].iloc[0])


def test_a_word_of_one_group_is_found_and_its_interval_is_open(make: Make) -> None:
    found = compared(make, lines(15, 15, own=0.08))
    assert cell(found, "q") < 0.01
    assert cell(found, "low") > np.log(2)
    assert cell(found, "articles_b") < 3
    assert np.isposinf(cell(found, "high"))
    assert asserted(found.table).sum() == 1
    assert claim(found.table).startswith("1 of 21 tested terms differs (q < .05)")
    assert "low and high: 95% interval of log_rate_ratio, not shrunken" in found.notes[1]
    assert "≥ " in found._repr_html_()


def test_no_interval_has_two_ends_where_fewer_than_three_articles_hold_a_term(make: Make) -> None:
    table = compared(make, lines(4, 60, size=(12, 12))).table
    given = table[table["p"].notna()]
    closed = np.isfinite(given["low"]) & np.isfinite(given["high"])
    few = given["articles_a"].lt(3) | given["articles_b"].lt(3)
    assert few.any()
    assert not (closed & few).any()
    assert (given["low"].gt(0) | given["high"].lt(0)).tolist() == given["p"].lt(0.05).tolist()


@pytest.mark.parametrize("n", [3, 12, 120])
def test_groups_of_few_and_many_articles(make: Make, n: int) -> None:
    table = compared(make, lines(n, 40)).table
    tested = table[table["p"].notna()]
    assert len(tested) == 20
    assert (tested["low"] < tested["high"]).all()
    assert not tested["q"].lt(0.05).any()


def test_strata_of_one_article_of_each_group_are_the_units(make: Make) -> None:
    frame, _ = make(lines(30, 30, own=0.1))
    event = frame["article_id"].str[1:].astype(int) % 30
    frame = frame.assign(event="e" + event.astype(str))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(strata="event"))
    assert "unit: event;" in found.notes[0]
    assert any(
        note.startswith("Within event there is hardly more than one value of article_id") for note in found.notes
    )
    tested = found.table[found.table["p"].notna()]
    assert (tested["low"] < tested["high"]).all()
    assert (tested["standard_error"] > 0).all()
    assert cell(found, "q") < 0.01


def test_too_few_such_strata_are_refused_with_what_would_do(make: Make) -> None:
    frame, _ = make(lines(8, 8))
    frame = frame.assign(event="e" + (frame["article_id"].str[1:].astype(int) % 8).astype(str))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(strata="event"))
    assert found.table["p"].isna().all()
    assert "8 hold both groups; at least 10 are needed. More of them, or a contrast without strata" in found.notes[-1]


def test_strata_take_up_what_they_explain(make: Make) -> None:
    rng = np.random.default_rng(3)
    made: list[Line] = []
    outlets = []
    for k in range(80):
        outlet = k % 2
        speaker = ("Ada", "Ben")[int(rng.random() < (0.2, 0.8)[outlet])]
        words = np.where(rng.random(40) < (0.15, 0.02)[outlet], "tax", rng.choice(COMMON, 40))
        made.append((f"a{k}", f"s:{speaker}", "quoted", " ".join(words)))
        outlets.append(("Post", "Echo")[outlet])
    frame = make(made)[0]
    place = frame["article_id"].str[1:].astype(int)
    frame = frame.assign(outlet=[outlets[k] for k in place])
    p = []
    for strata in (None, "outlet"):
        found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(strata=strata))
        p.append(cell(found, "p"))
    assert p[0] < 0.001
    assert p[1] > 0.05


def test_near_copies_are_one_unit(make: Make) -> None:
    once = lines(12, 12, own=0.03, seed=5)
    made = [
        (f"{article}.{copy}", *rest) for article, *rest in once for copy in range(3 if article in ("a0", "a13") else 1)
    ]
    frame, _ = make(made)  # type: ignore[arg-type]
    copies = {f"{a}.{c}": f"text {a}" for a in ("a0", "a13") for c in range(3)}
    apart, grouped = (contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), clusters=c) for c in (None, copies))
    assert apart._inferred.counts is not None
    assert grouped._inferred.counts is not None
    assert (len(apart._inferred.counts.strata), len(grouped._inferred.counts.strata)) == (28, 24)
    by_event = Inference(cluster="event")
    with pytest.raises(ComparisonError, match=r"clusters= groups articles, and inference\.cluster is 'event'"):
        contrast(frame.assign(event="e"), ("Ada", "Ben"), inference=by_event, clusters=copies)


def test_a_cluster_named_like_another_article_is_not_that_article(make: Make) -> None:
    frame, _ = make(lines(12, 12))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), clusters={"a0": "a5", "a1": "a5"})
    assert found._inferred.counts is not None
    assert len(found._inferred.counts.strata) == 23


def test_a_group_of_few_words_is_warned_of(make: Make) -> None:
    notes = compared(make, lines(12, 60, size=(5, 40))).notes
    assert any(note.startswith("Ada has 2% of the words") for note in notes)
    assert not any("of the words:" in note for note in compared(make, lines(12, 12)).notes)


def test_the_permutation_test_is_there_to_check_and_says_where_it_fails(make: Make) -> None:
    alike = compared(make, lines(20, 20, own=0.1), test="permutation")
    assert "by permutation" in alike.notes[0]
    assert len(alike.notes) == 2
    other = compared(make, lines(20, 20, own=0.1))
    both = alike.table.merge(other.table, on="term").dropna(subset=["p_x"])
    assert np.corrcoef(np.log(both["p_x"]), np.log(both["p_y"]))[0, 1] > 0.9
    np.testing.assert_array_equal(both["low_x"], both["low_y"])
    unequal = compared(make, lines(12, 40, size=(60, 10)), test=Test.PERMUTATION)
    assert "a permutation finds differences that are none" in unequal.notes[-1]
    few = compared(make, lines(6, 40), test="permutation")
    assert "Ada stands in 6 values of article_id, at least 10 are needed" in few.notes[-1]
    assert compared(make, lines(6, 40)).table["p"].notna().any()


def test_terms_chosen_for_their_size_have_wider_intervals(make: Make) -> None:
    found = compared(make, lines(15, 15))
    terms = found.table["term"].tolist()
    assert found.chosen_level(terms[:4]) == pytest.approx(1 - 0.05 * 4 / 20)
    assert found.chosen_level(terms) == pytest.approx(0.95)
    low, high = found.intervals(terms[:4], level=found.chosen_level(terms[:4]))
    assert (low < found.table["low"][:4]).all()
    assert (high > found.table["high"][:4]).all()
    with pytest.raises(ComparisonError, match="no term 'unicorn'"):
        found.intervals(["unicorn"])


def test_untested_terms_are_only_called_uneven(make: Make) -> None:
    found = contrast(make(lines(2, 2))[0], ("Ada", "Ben"), ngrams=(1, 1))
    assert claim(found.table) == (
        "No term was tested: those shown are the most uneven in these texts, and say nothing about others."
    )
    low, high = found.intervals(found.table["term"].head(2))
    assert np.isnan([low, high]).all()
    assert interval_texts(low.tolist(), high.tolist()) == ["", ""]

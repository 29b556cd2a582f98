"""What a contrast makes of corpora that are odd, with enough articles for p-values. Few articles: test_contrast.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Analyser, Inference, Weighting, contrast, separability, split_half, top_terms
from framing.contrasts.forms import without
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]

RUSSIAN = [f"слово{k}" for k in range(30)]
ARABIC = [f"كلمة{k}" for k in range(30)]
CHINESE = ["桥很安全", "城市可以等", "关闭这座桥", "渡船今天不开"]


def statements(articles: int, words: Sequence[str], *, seed: int = 0, size: int = 12) -> list[Line]:
    """One statement an article, of Ada and Ben in turn."""
    rng = np.random.default_rng(seed)
    return [
        (f"a{k}", f"s:{('Ada', 'Ben')[k % 2]}", "quoted", " ".join(rng.choice(words, size))) for k in range(articles)
    ]


def sound(table: pd.DataFrame) -> None:
    """Numbers are numbers, and p, q and intervals are in order where they are given."""
    free = ["percent_difference", "log_rate_ratio", "standard_error", "low", "high", "p", "weight", "q"]
    assert np.isfinite(table.select_dtypes("number").drop(columns=free).to_numpy(dtype=float)).all()
    tested = table[table["p"].notna()]
    assert np.isfinite(tested[["standard_error", "p", "weight", "q"]].to_numpy(dtype=float)).all()
    assert tested["p"].between(0, 1).all()
    assert (tested["q"] >= np.minimum(tested["p"] / tested["weight"], 1) - 1e-12).all()
    assert (tested["low"] <= tested["high"]).all()


@pytest.mark.parametrize("words", [RUSSIAN, ARABIC, CHINESE], ids=["Russian", "Arabic", "Chinese"])
def test_texts_that_are_not_latin(make: Make, words: list[str]) -> None:
    lines = [(a, w, v, text + (f" {words[0]}" if w == "s:Ada" else "")) for a, w, v, text in statements(40, words)]
    found = contrast(make(lines)[0], ("Ada", "Ben"), ngrams=(1, 1))
    sound(found.table)
    assert found.table.iloc[0]["term"] == words[0]
    assert len(found.kwic(words[0], 1)) == 2


def test_two_identical_groups_do_not_differ(make: Make) -> None:
    rng = np.random.default_rng(1)
    lines: list[Line] = []
    for k in range(12):
        text = " ".join(rng.choice([f"w{i}" for i in range(9)], 20))
        lines += [(f"a{k}", "s1:Ada", "quoted", text), (f"a{k}", "s2:Ben", "quoted", text)]
    found = contrast(make(lines)[0], ("Ada", "Ben"))
    sound(found.table)
    assert found.table["log_odds"].abs().max() == pytest.approx(0)
    np.testing.assert_allclose(found.table["p"].dropna(), 1.0)
    assert top_terms(found).empty


def test_a_group_against_itself_is_refused(make: Make) -> None:
    with pytest.raises(ComparisonError, match="share 6 of"):
        contrast(make(statements(12, RUSSIAN))[0], ("Ada", "Ada"))


def test_a_term_in_all_documents(make: Make) -> None:
    lines = [(a, w, v, f"everywhere {text}") for a, w, v, text in statements(30, [f"w{k}" for k in range(20)])]
    found = contrast(make(lines)[0], ("Ada", "Ben"), ngrams=(1, 1))
    sound(found.table)
    row = found.table.set_index("term").loc["everywhere"]
    assert (row["articles_a"], row["articles_b"]) == (15, 15)
    assert row["q"] > 0.5
    assert row["low"] <= 0 <= row["high"]


def test_the_only_term(make: Make) -> None:
    lines: list[Line] = [(f"a{k}", f"s:{('Ada', 'Ben')[k % 2]}", "quoted", "yes " * (1 + k % 3)) for k in range(30)]
    found = contrast(make(lines)[0], ("Ada", "Ben"), ngrams=(1, 1))
    sound(found.table)
    assert found.table["log_odds"].tolist() == [0.0]
    assert found.table["p"].tolist() == [pytest.approx(1.0)]


def test_only_function_words(make: Make) -> None:
    frame, _ = make(statements(30, ["it", "is", "what", "they", "have", "been", "to"]))
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1))
    sound(found.table)
    assert found.table["p"].notna().all()
    assert top_terms(found).empty
    assert len(top_terms(found, hide=lambda term: False))
    with pytest.raises(ComparisonError, match="has no words"):
        contrast(frame, ("Ada", "Ben"), analyser=Analyser(keep=without(FUNCTION_WORDS)))


def giant() -> list[Line]:
    """A hundred articles of one short sentence, and one of Ada's with two thousand words, half of them "bridge"."""
    rng = np.random.default_rng(3)
    common = [f"w{k}" for k in range(20)]
    lines = statements(100, [*common, "bridge"], size=8)
    words = np.where(rng.random(2000) < 0.5, "bridge", rng.choice(common, 2000))
    return [*lines, ("giant", "s:Ada", "quoted", " ".join(words))]


@pytest.mark.parametrize("weighting", list(Weighting))
def test_one_giant_article_is_one_article(make: Make, weighting: Weighting) -> None:
    frame, _ = make(giant())
    found = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(weighting=weighting))
    sound(found.table)
    row = found.table.set_index("term").loc["bridge"]
    # A method that takes words as independent is sure of it.
    assert row["log_likelihood"] > 30
    assert row["p"] > 0.05
    assert not (found.table["q"] < 0.05).any()


def test_one_giant_article_in_other_measures(make: Make) -> None:
    frame, _ = make(giant())
    halves = split_half(frame, ["Ada", "Ben"], repeats=5)
    assert (halves["q_below_05"] == 0).all()
    assert 0 <= separability(frame, ("Ada", "Ben"), draws=9).auc <= 1


EMPTY = [
    ("no such name", "Cyd", "There is no speaker 'Cyd'"),
    ("an empty filter", lambda frame: frame["speaker"].eq("Cyd"), "is empty"),
    ("an empty list", [], "is empty"),
]


@pytest.mark.parametrize(("label", "group", "message"), EMPTY, ids=[e[0] for e in EMPTY])
def test_an_empty_group_is_refused(make: Make, label: str, group: object, message: str) -> None:
    with pytest.raises(ComparisonError, match=message):
        contrast(make(statements(30, RUSSIAN))[0], ("Ada", group))  # type: ignore[arg-type]


def test_one_statement_against_many(make: Make) -> None:
    lines = [*statements(30, RUSSIAN), ("b", "s:Cyd", "quoted", " ".join(RUSSIAN[:9]))]
    found = contrast(make(lines)[0], ("Ada", "Cyd"))
    sound(found.table)
    assert found.table["p"].isna().all()
    assert found.notes[0].startswith("Cyd has one statement only")
    assert "Cyd stands in 1 value of article_id" in found.notes[1]


def test_missing_metadata_is_a_group(make: Make) -> None:
    frame, _ = make(statements(40, RUSSIAN))
    number = frame["article_id"].str[1:].astype(int)
    frame = frame.assign(outlet=pd.Series(["Post" if n < 20 else None for n in number], dtype="str"))
    found = contrast(frame, ("Post", "not given"), by="outlet", ngrams=(1, 1))
    assert found.groups["articles"].tolist() == [20, 20]
    assert found.table["p"].notna().any()
    strata = contrast(frame, ("Ada", "Ben"), ngrams=(1, 1), inference=Inference(strata="outlet"))
    assert strata.table["p"].notna().any()

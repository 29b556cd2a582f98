from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ComparisonError
from framing.measure.balance import balance, balance_summary, source_kind
from framing.measure.indices import evenness, hhi


@pytest.fixture
def statements() -> pd.DataFrame:
    rows = [
        # article, speaker, type, side, named, kind, words, quoted, position
        ("one", "Ada", "person", "east", True, "direct", 10, 10, 0.10),
        ("one", "Ben", "government", "west", True, "mixed", 20, 5, 0.30),
        ("one", "Ada", "person", "east", True, "indirect", 30, 0, 0.50),
        ("two", "a US official", "anonymous", None, False, "indirect", 8, 0, 0.20),
        ("two", "AFP", "media", None, True, "indirect", 12, 0, 0.05),
        ("two", "not given", "not given", "not given", False, "indirect", 5, 0, 0.90),
        ("two", "Ben", "government", "west", True, "direct", 20, 20, 0.40),
    ]
    columns = ["article_id", "speaker", "type", "side", "named", "kind", "words", "quoted_words", "position"]
    return pd.DataFrame(rows, columns=columns).assign(outlet="not given")


def cell(table: pd.DataFrame, group: str, column: str, *, by: str = "speaker") -> object:
    return table.set_index(by).loc[group, column]


BY_SPEAKER = [
    ("Ada", "statements", 2), ("Ada", "articles", 1), ("Ada", "words", 40), ("Ada", "quoted_words", 10),
    ("Ada", "direct", 1), ("Ada", "mixed", 0), ("Ada", "indirect", 1), ("Ada", "direct_share", 0.5),
    ("Ada", "first_position", 0.10), ("Ada", "statement_share", 2 / 7), ("Ada", "word_share", 40 / 105),
    ("Ada", "quoted_word_share", 0.25), ("Ben", "articles", 2), ("Ben", "mixed_share", 0.5),
    ("Ben", "first_position", 0.30), ("Ben", "named", True), ("a US official", "named", False),
    ("not given", "words", 5),
]  # fmt: skip


@pytest.mark.parametrize(("group", "column", "expected"), BY_SPEAKER)
def test_balance_by_speaker(statements: pd.DataFrame, group: str, column: str, expected: float) -> None:
    assert cell(balance(statements), group, column) == pytest.approx(expected)


def test_most_words_come_first_then_names(statements: pd.DataFrame) -> None:
    table = balance(statements)
    assert table["speaker"].tolist() == ["Ada", "Ben", "AFP", "a US official", "not given"]
    assert table["words"].tolist() == [40, 40, 12, 8, 5]


def test_balance_by_several_columns(statements: pd.DataFrame) -> None:
    table = balance(statements, by=["side", "article_id"])
    assert table[["side", "article_id", "words"]].values.tolist() == [
        ["east", "one", 40], ["west", "one", 20], ["west", "two", 20], ["not given", "two", 25],
    ]  # fmt: skip
    assert cell(balance(statements, by="side"), "not given", "named", by="side") is pd.NA


@pytest.mark.parametrize("by", ["speaker", "side", "type", "outlet", "article_id", "kind", "named"])
def test_shares_add_up(statements: pd.DataFrame, by: str) -> None:
    table = balance(statements, by=by)
    assert table["statements"].sum() == len(statements)
    assert table["words"].sum() == statements["words"].sum()
    assert table["statement_share"].sum() == pytest.approx(1)
    assert table["word_share"].sum() == pytest.approx(1)
    kinds = table[["direct_share", "mixed_share", "indirect_share"]].sum(axis=1)
    np.testing.assert_allclose(kinds, 1)


def test_the_order_of_rows_does_not_matter(statements: pd.DataFrame) -> None:
    turned = statements.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(balance(turned), balance(statements))
    pd.testing.assert_frame_equal(balance_summary(turned), balance_summary(statements))


def test_no_statements(statements: pd.DataFrame) -> None:
    assert balance(statements.head(0)).empty
    summary = balance_summary(statements.head(0))
    assert summary["source_kind"].tolist() == ["all"]
    assert summary["evenness_words"].isna().tolist() == [True]


def test_statements_without_words(statements: pd.DataFrame) -> None:
    table = balance(statements.assign(words=0, quoted_words=0))
    assert table["word_share"].isna().all()
    assert table["quoted_word_share"].isna().all()


@pytest.mark.parametrize("column", ["speaker", "words", "kind", "position"])
def test_missing_columns_are_named(statements: pd.DataFrame, column: str) -> None:
    with pytest.raises(ComparisonError, match=f"'{column}'; the table has"):
        balance(statements.drop(columns=column))


def test_no_column_to_group_by(statements: pd.DataFrame) -> None:
    with pytest.raises(ComparisonError, match="at least one"):
        balance(statements, by=[])


def test_kinds_of_source(statements: pd.DataFrame) -> None:
    assert source_kind(statements).tolist() == ["named"] * 3 + ["unnamed", "media", "none stated", "named"]


def test_summary(statements: pd.DataFrame) -> None:
    table = balance_summary(statements).set_index("source_kind")
    assert table.index.tolist() == ["all", "named", "unnamed", "media", "none stated"]
    assert table["statements"].tolist() == [7, 4, 1, 1, 1]
    assert table["groups"].tolist() == [4, 2, 1, 1, 0]
    assert table.loc["named", "evenness_words"] == pytest.approx(1)
    assert table.loc["named", "hhi_words"] == pytest.approx(0.5)
    p = np.array([40, 40, 12, 8]) / 100
    assert table.loc["all", "evenness_words"] == pytest.approx(-(p * np.log(p)).sum() / np.log(4))
    assert table.loc["all", "hhi_words"] == pytest.approx((p**2).sum())
    assert table.loc[["media"], "evenness_words"].isna().tolist() == [True]


INDICES = [
    ("equal", [3, 3, 3, 3], 1.0, 0.25),
    ("one only", [5], None, 1.0),
    ("zeros do not count", [3, 0, 3], 1.0, 0.5),
    ("one of two", [9, 1], -(0.9 * math.log(0.9) + 0.1 * math.log(0.1)) / math.log(2), 0.82),
    ("nothing", [], None, None),
]


@pytest.mark.parametrize(("label", "counts", "even", "concentrated"), INDICES, ids=[i[0] for i in INDICES])
def test_indices(label: str, counts: list[int], even: float | None, concentrated: float | None) -> None:
    nan = float("nan")
    assert evenness(counts) == pytest.approx(nan if even is None else even, nan_ok=True)
    assert hhi(counts) == pytest.approx(nan if concentrated is None else concentrated, nan_ok=True)


@pytest.mark.parametrize("function", [evenness, hhi])
def test_negative_counts(function: object) -> None:
    with pytest.raises(ComparisonError, match="0 or more"):
        function([1, -1])  # type: ignore[operator]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=12), st.floats(0.5, 50))
def test_indices_do_not_depend_on_scale_or_order(counts: list[int], scale: float) -> None:
    scaled = [scale * c for c in reversed(counts)]
    assert evenness(scaled) == pytest.approx(evenness(counts))
    assert hhi(scaled) == pytest.approx(hhi(counts))
    assert 0 < evenness(counts) <= 1
    assert 1 / len(counts) - 1e-12 <= hhi(counts) <= 1

"""A result opens to the lines behind its rows, whatever pandas does to it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ComparisonError
from framing.results import EVIDENCE_COLUMNS, Result, result
from framing.values import Article, Corpus

TEXT = "Ada says the bridge is safe. Ben says it is not. The bridge stood for ninety years."
CORPUS = Corpus((Article("b", TEXT), Article("a", TEXT, title="A bridge")))


def lines(rows: list[tuple[str, str, str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["article_id", "speaker", "kind", "start", "end"]).assign(field="text")


LINES = lines(
    [
        ("a", "Ada", "indirect", 9, 27),
        ("a", "Ben", "indirect", 38, 47),
        ("b", "Ada", "direct", 9, 27),
        ("b", "Ben", "indirect", 38, 47),
        ("b", "not given", "mixed", 49, 83),
    ]
)


def counted(given_lines: pd.DataFrame, keys: list[str]) -> Result:
    table = given_lines.groupby(keys, sort=True).size().rename("statements").reset_index()
    return result(table, keys=keys, lines=given_lines, corpus=CORPUS)


ARTICLES = st.sampled_from(["a", "b"])
ROWS = st.lists(
    st.tuples(
        ARTICLES,
        st.sampled_from(["Ada", "Ben", "not given", "0", "Ada, Ben"]),
        st.sampled_from(["direct", "mixed", "indirect"]),
        st.integers(0, 40),
        st.integers(41, len(TEXT)),
    ),
    min_size=1,
    max_size=30,
).map(lines)
KEYS = st.sampled_from([["speaker"], ["article_id", "speaker"], ["speaker", "kind"], ["article_id", "kind", "speaker"]])

CHANGES: dict[str, Callable[[Result], Any]] = {
    "as it is": lambda t: t,
    "sorted": lambda t: t.sort_values(["statements", "speaker"] if "speaker" in t else "statements", ascending=False),
    "sorted anew": lambda t: t.sort_values("statements", ignore_index=True),
    "reversed": lambda t: t.iloc[::-1],
    "head": lambda t: t.head(2),
    "tail": lambda t: t.tail(1),
    "mask": lambda t: t[t["statements"] > 1],
    "query": lambda t: t.query("statements > 0"),
    "columns": lambda t: t[[*reversed(list(t.columns))]],
    "copy": lambda t: t.copy(),
    "reset": lambda t: t.iloc[::-1].reset_index(drop=True),
    "in the index": lambda t: t.set_index(list(t.columns[:-1])),
    "assigned": lambda t: t.assign(share=t["statements"] / 2),
    "merged": lambda t: t.merge(pd.DataFrame({"statements": range(31), "more": 1}), on="statements"),
    "pickled": lambda t: pickle.loads(pickle.dumps(t)),  # noqa: S301
    "sampled": lambda t: t.sample(frac=1.0, random_state=1),
    "nlargest": lambda t: t.nlargest(3, "statements"),
}


@pytest.mark.parametrize("change", CHANGES)
@settings(deadline=None, max_examples=15)
@given(rows=ROWS, keys=KEYS)
def test_each_row_finds_as_many_lines_as_it_counts(change: str, rows: pd.DataFrame, keys: list[str]) -> None:
    table = CHANGES[change](counted(rows, keys))
    assert isinstance(table, Result)
    for i in range(len(table)):
        assert len(table.evidence(table.iloc[i])) == table["statements"].iloc[i]


@settings(deadline=None, max_examples=15)
@given(rows=ROWS, keys=KEYS)
def test_a_row_an_index_label_a_named_row_and_a_key_find_the_same(rows: pd.DataFrame, keys: list[str]) -> None:
    table = counted(rows, keys).sort_values("statements")
    for label, row in zip(table.index, table.itertuples(), strict=True):
        values = [table.loc[label, k] for k in keys]
        ways = [label, row, values, tuple(values), dict(zip(keys, values, strict=True)), table.loc[label]]
        found = [table.evidence(w) for w in ways] + ([table.evidence(values[0])] if len(keys) == 1 else [])
        for other in found[1:]:
            pd.testing.assert_frame_equal(found[0], other)


@settings(deadline=None, max_examples=15)
@given(rows=ROWS)
def test_words_are_the_text_of_the_span(rows: pd.DataFrame) -> None:
    table = counted(rows, ["speaker"])
    for i in range(len(table)):
        found = table.evidence(i)
        assert list(found.columns[: len(EVIDENCE_COLUMNS)]) == list(EVIDENCE_COLUMNS)
        for article, field, start, end, words in found[["article_id", "field", "start", "end", "words"]].to_numpy():
            assert CORPUS[article].field_text(field)[start:end] == words


def test_evidence_is_in_reading_order_of_the_corpus() -> None:
    found = counted(LINES, ["kind"]).evidence("indirect")
    assert found[["article_id", "words"]].to_numpy().tolist() == [
        ["b", "it is not"],
        ["a", "the bridge is safe"],
        ["a", "it is not"],
    ]
    assert found["voice"].tolist() == ["paraphrase"] * 3
    assert found["left"].iloc[0] == "Ada says the bridge is safe. Ben says "


def test_lines_may_come_from_a_function_and_are_cut_to_the_group() -> None:
    asked: list[dict[str, str]] = []

    def find(wanted: Any) -> pd.DataFrame:
        asked.append(dict(wanted))
        return LINES

    table = result(LINES.groupby("speaker").size().rename("n").reset_index(), keys="speaker", lines=find)
    assert len(table.evidence("Ada")) == 2
    assert asked == [{"speaker": "Ada"}]
    assert table.evidence("Ada")["left"].isna().all()


def test_a_dict_may_name_some_of_the_groups() -> None:
    table = counted(LINES, ["article_id", "speaker"])
    assert table.evidence({"speaker": "Ben"})["article_id"].tolist() == ["b", "a"]


def test_where_narrows() -> None:
    assert counted(LINES, ["speaker"]).evidence("Ada", where={"kind": "direct"})["article_id"].tolist() == ["b"]


def test_a_missing_group_value_is_the_group_not_given() -> None:
    table = counted(LINES, ["speaker"])
    row = table[table["speaker"].eq("not given")].iloc[0].copy()
    row["speaker"] = None
    assert len(table.evidence(row)) == 1


def test_the_lines_are_kept_by_reference() -> None:
    table = counted(LINES, ["speaker"])
    for change in ("sorted", "head", "mask", "columns", "copy"):
        assert CHANGES[change](table)._lines is LINES


def test_it_looks_as_pandas_makes_it_look() -> None:
    table = counted(LINES, ["speaker"])
    assert repr(table) == repr(pd.DataFrame(table))
    assert type(table["speaker"]) is pd.Series


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda t: t.evidence(t[["statements"]].iloc[0]), "keep the columns 'article_id', 'speaker' in the table"),
        (lambda t: t[["speaker", "statements"]].evidence(0), "The row lacks 'article_id'"),
        (lambda t: t.evidence(("a", "Adda")), "No line has the speaker 'Adda'. Did you mean 'Ada'"),
        (lambda t: t.evidence("Ada"), r"needs 2 values \(article_id, speaker\), 1 was given"),
        (lambda t: t.evidence(99), "No row has the index label 99"),
        (lambda t: t.evidence({"speker": "Ada"}), "no group column 'speker'. Did you mean 'speaker'"),
        (lambda t: t.evidence(("a", "Ada"), where={"stance": "x"}), "have no column 'stance'"),
        (lambda t: Result({"speaker": ["Ada"]}).evidence(0), "lost what it was made from"),
    ],
)
def test_what_cannot_be_found_says_why(ask: Callable[[Result], object], says: str) -> None:
    with pytest.raises(ComparisonError, match=says):
        ask(counted(LINES, ["article_id", "speaker"]))

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from framing.analysis import Analysis
from framing.contrasts import Period, contrast, kwic, periods, separability, split_half, with_units
from framing.errors import ComparisonError, InputError
from framing.measure import voices
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

TEXT = "Ana Reyes said the bridge was safe. Critics laughed."


def made() -> tuple[pd.DataFrame, Statements]:
    """Three articles, each with one statement; the last has neither date nor outlet."""
    content = "the bridge was safe"
    start = TEXT.index(content)
    facts = (("a", dt.date(2016, 5, 31), "Post", Kind.INDIRECT),
             ("b", dt.date(2016, 6, 1), "Post", Kind.DIRECT),
             ("c", None, None, Kind.INDIRECT))  # fmt: skip
    corpus = Corpus(tuple(Article(id=i, text=TEXT, date=date, outlet=outlet) for i, date, outlet, _ in facts))
    ana = Speaker(id="ana-reyes", name="Ana Reyes", type=SpeakerType.PERSON)
    items = tuple(
        Statement(
            id=f"{i}-1", article_id=i, field="text", kind=kind, block="paragraph", speaker=ana,
            source=Passage("Ana Reyes", ((0, 9),)), cue=Passage("said", ((10, 14),)),
            content=Passage(content, ((start, start + len(content)),)), confidence=1.0,
        )
        for i, _, _, kind in facts
    )  # fmt: skip
    statements = Statements(items, corpus)
    return voices(statements), statements


PERIODS = [
    (Period.YEAR, ["2016", "2016", "not given"]),
    (Period.QUARTER, ["2016-Q2", "2016-Q2", "not given"]),
    (Period.MONTH, ["2016-05", "2016-06", "not given"]),
    (Period.WEEK, ["2016-W22", "2016-W22", "not given"]),
    (Period.DAY, ["2016-05-31", "2016-06-01", "not given"]),
]


@pytest.mark.parametrize(("every", "expected"), PERIODS, ids=[p[0].value for p in PERIODS])
def test_periods(every: Period, expected: list[str]) -> None:
    table, statements = made()
    found = with_units(table, statements, [every])
    assert found.drop_duplicates("article_id")[every.value].tolist() == expected
    assert found.groupby("article_id")[every.value].nunique().eq(1).all()
    assert periods(pd.Series(["2016-05-31", "2016-06-01", "not given"]), every).tolist() == expected


def test_columns_of_statements_and_articles() -> None:
    table, statements = made()
    found = with_units(table, statements, ["kind", "outlet", "speaker"])
    said = found["statement_id"].notna()
    assert found.loc[said, "kind"].tolist() == ["indirect", "direct", "indirect"]
    assert set(found.loc[~said, "kind"]) == {"not given"}
    assert found["outlet"].value_counts().index.tolist() == ["Post", "not given"]
    assert set(found["speaker"]) == {"Ana Reyes", "not given"}
    assert len(found) == len(table)


def test_missing_metadata_is_a_group_of_its_own() -> None:
    table, statements = made()
    found = contrast(with_units(table, statements, ["outlet"]), ("Post", "not given"), by="outlet")
    assert found.groups["statements"].tolist() == [2, 1]
    assert found.groups["words"].tolist() == [8, 4]


def test_bad_units() -> None:
    table, statements = made()
    with pytest.raises(InputError, match="Did you mean 'outlet'"):
        with_units(table, statements, ["outlets"])
    with pytest.raises(ComparisonError, match="2016-05-31"):
        periods(pd.Series(["last May"]), Period.MONTH)


@pytest.mark.parametrize(
    ("by", "groups", "sizes"),
    [
        ("outlet", ("Post", "not given"), [2, 1]),
        ("month", ("2016-05", "2016-06"), [1, 1]),
        (["month", "outlet"], (("2016-05", "Post"), ("2016-06", "Post")), [1, 1]),
        ("kind", ("direct", "indirect"), [1, 2]),
    ],
)
def test_columns_of_articles_and_statements_need_no_merging(by: Any, groups: Any, sizes: list[int]) -> None:
    table, statements = made()
    found = contrast(statements, groups, by=by)
    assert found.groups["statements"].tolist() == sizes
    merged = with_units(table, statements, [by] if isinstance(by, str) else by)
    pd.testing.assert_frame_equal(found.table, contrast(merged, groups, by=by).table)


def test_statements_give_cue_and_context() -> None:
    _, statements = made()
    line = contrast(statements, ("2016-05", "2016-06"), by="month").evidence("bridge").iloc[0]
    assert line[["left", "words", "right", "cue", "speaker"]].tolist() == [
        "Ana Reyes said the ", "bridge", " was safe. Critics laughed.", "said", "Ana Reyes",
    ]  # fmt: skip
    assert kwic(statements, "critics")["voice"].tolist() == ["own"] * 3
    assert split_half(statements, "Ana Reyes", repeats=2)["terms"].gt(0).all()
    assert separability(statements, ("2016-05", "2016-06"), by="month").note.startswith("no value")


def test_an_analysis_is_statements_and_their_voices() -> None:
    _, statements = made()
    analysis = Analysis(statements)
    expected = contrast(statements, ("Post", "not given"), by="outlet")
    pd.testing.assert_frame_equal(contrast(analysis, ("Post", "not given"), by="outlet").table, expected.table)


WRONG: list[tuple[str, Callable[[Statements], Any], str]] = [
    ("a corpus", lambda s: s.corpus, r"takes statements, and a Corpus holds articles only: give an Analysis"),
    ("the table of statements", lambda s: s.frame(), "takes a table of voices, and this is one of statements"),
    ("a name", lambda _: "seeds/", "cannot take a value of type str"),
    ("nothing", lambda _: None, "cannot take a value of type NoneType"),
]


@pytest.mark.parametrize(("label", "given", "message"), WRONG, ids=[w[0] for w in WRONG])
def test_what_cannot_be_compared_says_what_can(label: str, given: Callable[[Statements], Any], message: str) -> None:
    wrong = given(made()[1])
    for ask in (
        lambda: contrast(wrong, ("a", "b")),
        lambda: kwic(wrong, "bridge"),
        lambda: separability(wrong, ("a", "b")),
        lambda: split_half(wrong, "a"),
    ):
        with pytest.raises(ComparisonError, match=message):
            ask()


def test_a_column_of_the_articles_that_is_not_there() -> None:
    _, statements = made()
    with pytest.raises(InputError, match="Did you mean 'outlet'"):
        contrast(statements, ("Post", "Mail"), by="outlets")

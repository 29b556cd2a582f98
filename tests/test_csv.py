"""CSV that a spreadsheet can open: no cell is run, every text comes back, numbers keep the digits that count."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.display import table_html
from framing.writing import csv_text, guarded, unguarded

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(st.text() | st.tuples(st.sampled_from(["'", "''", *STARTS]), st.text()).map("".join))
def test_no_text_is_run_and_every_text_comes_back(text: str) -> None:
    made = guarded(text)
    assert isinstance(made, str)
    assert not made.startswith(STARTS)
    assert unguarded(made) == text


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_cells_and_headings_are_guarded_whatever_their_type(dtype: str) -> None:
    table = pd.DataFrame({"=a": pd.Series(["=1+1", "b", None], dtype=dtype), "n": [-1, 2, 3], "x": [-0.5, np.nan, 2]})
    lines = csv_text(table).splitlines()
    assert lines == ["'=a,n,x", "'=1+1,-1,-0.5", "b,2,", ",3,2"]


def test_columns_of_one_name_are_all_guarded() -> None:
    table = pd.DataFrame([["=1", "@2"]], columns=["a", "a"])
    assert csv_text(table).splitlines()[1] == "'=1,'@2"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.123456, "0.1235"),
        (1234.56, "1234.6"),
        (123456789.0, "123456789"),
        (1e-7, "1e-07"),
        (np.inf, "inf"),
        (5, "5.0"),
    ],
)
def test_numbers_keep_the_digits_that_count(value: float, expected: str) -> None:
    written = csv_text(pd.DataFrame({"x": [value, 0.5]})).splitlines()[1]
    assert float(written) == pytest.approx(value, rel=1e-3)
    assert written in (expected, expected.removesuffix(".0"))


def test_large_tables_are_read_as_they_were() -> None:
    table = pd.DataFrame({"a": ["x,y", 'say "z"', "line\nend"], "n": [1, 2, 3]})
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(csv_text(table))), table)


def test_a_table_in_a_notebook_has_bars_and_nothing_of_a_text_is_markup() -> None:
    table = pd.DataFrame(
        {"speaker": ["<b>", None], "word_share": [0.25, np.nan], "words": [1200, 3], "x": [0.12345, 2]}
    )
    made = table_html(table)
    assert "&lt;b&gt;" in made
    assert "<b>" not in made
    assert "#a9cfea 25%" in made
    assert ">25%</td>" in made
    assert "1,200" in made
    assert "0.1235" in made
    assert "nan" not in made
    assert "1 of 2 rows" in table_html(table, most=1)

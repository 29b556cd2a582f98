"""Columns of pandas go into a table of the store as rows do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.lexicon.hits import _KEPT
from framing.lexicon.read import read_lexicon
from framing.store.schema import as_table, frame_as_table
from framing.structure import parse


def test_a_frame_gives_the_table_that_its_rows_give() -> None:
    frame = pd.DataFrame(
        {
            "article_id": pd.Series(["a", "a", "b"], dtype="str"),
            "field": pd.Series(["text", None, "text"], dtype="str"),
            "run": np.array([0, 1, 0], dtype=np.int64),
            "voice": pd.Series(["own", "quoted", "own"], dtype="str"),
            "statement_id": pd.Series([None, "a-001", None], dtype="str"),
            "not a column": [1, 2, 3],
        }
    )
    rows: list[dict[str, Any]] = [
        {"article_id": "a", "field": "text", "run": 0, "voice": "own", "statement_id": None},
        {"article_id": "a", "field": None, "run": 1, "voice": "quoted", "statement_id": "a-001"},
        {"article_id": "b", "field": "text", "run": 0, "voice": "own", "statement_id": None},
    ]
    made = frame_as_table("voices", frame)
    assert made.schema == as_table("voices", rows).schema
    assert made.to_pylist() == as_table("voices", rows).to_pylist()
    assert made["block"].to_pylist() == [None, None, None]


def test_lexicons_are_compiled_again_only_where_they_are_others() -> None:
    hedges, boosters = read_lexicon("hedges"), read_lexicon("boosters")
    first = _KEPT.compiled((hedges,), None)
    assert _KEPT.compiled((hedges,), None) is first
    other = _KEPT.compiled((hedges, boosters), None)
    assert other is not first
    assert len(other.entries) == len(hedges) + len(boosters)


def test_a_text_is_parsed_once_unless_it_is_long() -> None:
    text = "The bridge opened. “It is old,” she said."
    assert parse(text) is parse(text)
    assert parse(text) == parse(text, title=False)
    assert parse(text).blocks != parse(text, title=True).blocks
    long = "It rained in Norden. " * 3_000
    assert parse(long) is not parse(long)

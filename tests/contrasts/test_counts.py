"""A contrast from counts is that of the texts, but for what only statements tell."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Inference, Method, contrast
from framing.contrasts.counts import COUNT_COLUMNS, contrast_counts, term_counts
from framing.errors import ComparisonError, InputError
from framing.writing import csv_text
from tests.conftest import make_voices


@pytest.fixture(scope="module")
def voices() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    words = np.array(["bridge", "ferry", "dam", "school", "tax", "safe", "old", "broken", "new", "city"])
    lines = []
    for n in range(30):
        for k in range(int(rng.integers(1, 4))):
            who = ("Ada", "Ben", "Cyd")[int(rng.integers(3))]
            text = " ".join(rng.choice(words, int(rng.integers(4, 12)))).capitalize()
            lines.append((f"a{n:02d}", f"s{k}:{who}", ("quoted", "paraphrase")[int(rng.integers(2))], text))
    return make_voices(lines)[0]


@pytest.mark.parametrize("least", [2, 8])
def test_the_same_but_for_tf_idf(voices: pd.DataFrame, least: int) -> None:
    inference = Inference(min_clusters=least)
    of_texts = contrast(voices, ("Ada", "Ben"), inference=inference)
    of_counts = contrast_counts(term_counts(voices), ("Ada", "Ben"), inference=inference)
    left_out = ["tfidf_a", "tfidf_b", "tfidf_difference"]
    texts, counts = (
        c.table.drop(columns=left_out).sort_values("term", ignore_index=True) for c in (of_texts, of_counts)
    )
    pd.testing.assert_frame_equal(pd.DataFrame(counts), pd.DataFrame(texts), check_like=True)
    assert of_counts.table[left_out].isna().all(axis=None)
    shared = ["group", "statements", "articles", "words"]
    pd.testing.assert_frame_equal(of_counts.groups[shared], of_texts.groups[shared])


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_counts_from_a_file(voices: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    counts = term_counts(voices)
    file = tmp_path / f"counts{ending}"
    counts.to_csv(file, index=False) if ending == ".csv" else counts.to_parquet(file, index=False)
    found, held = (contrast_counts(c, ("Ada", "Ben")).table for c in (file, counts))
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(held))


def test_no_spreadsheet_runs_counts_and_none_are_changed(tmp_path: Path) -> None:
    names = ["@un_spox", "=1+1", "-x", "'quoted'", "''=x", "'@a", "bridge"]
    lines = [
        {"article_id": f"{name}{n}", "group": group, "term": term, "length": 1, "uses": 2, "statements": 1,
         "quoted": 1, "paraphrase": 1}
        for n in range(8) for name in ("=a", "b") for group in ("+Ada", "Ben") for term in [*names, ""]
    ]  # fmt: skip
    counts = pd.DataFrame(lines)[list(COUNT_COLUMNS)]
    file = tmp_path / "counts.csv"
    file.write_text(csv_text(counts), encoding="utf-8")
    assert not re.search(r"(?m)(^|,)[=+@-]", file.read_text("utf-8"))
    found, held = (contrast_counts(c, ("+Ada", "Ben")).table for c in (file, counts))
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(held))
    assert set(names) == set(found["term"])


def test_groups_of_several_values_add_up(voices: pd.DataFrame) -> None:
    several = contrast_counts(term_counts(voices), (["Ada", "Cyd"], "Ben"))
    of_texts = contrast(voices, (["Ada", "Cyd"], "Ben"))
    assert several.names == ("Ada, Cyd", "Ben")
    term = of_texts.table["term"].iloc[0]
    one, other = (t.set_index("term").loc[term] for t in (several.table, of_texts.table))
    assert (one["count_a"], one["statements_a"]) == (other["count_a"], other["statements_a"])
    assert one["p"] == pytest.approx(other["p"])


def test_totals_are_rows_without_a_term(voices: pd.DataFrame) -> None:
    counts = term_counts(voices)
    assert tuple(counts.columns) == COUNT_COLUMNS
    words = counts[counts["term"].eq("") & counts["length"].eq(0)]["uses"].sum()
    assert words == voices["words"].sum()
    assert (
        (counts["quoted"] + counts["paraphrase"])[counts["term"].ne("")].eq(counts["uses"][counts["term"].ne("")]).all()
    )


def test_what_counts_cannot_do_is_told(voices: pd.DataFrame, tmp_path: Path) -> None:
    counts = term_counts(voices)
    with pytest.raises(ComparisonError, match="Did you mean"):
        contrast_counts(counts, ("Adda", "Ben"))
    with pytest.raises(ComparisonError, match="one only"):
        contrast_counts(counts, (["Ada", "Ben"], "Ben"))
    with pytest.raises(ComparisonError, match="class_tfidf"):
        contrast_counts(counts, ("Ada", "Ben"), method=Method.TFIDF)
    with pytest.raises(ComparisonError, match="cluster"):
        contrast_counts(counts, ("Ada", "Ben"), inference=Inference(cluster="outlet"))
    with pytest.raises(ComparisonError, match="no text"):
        contrast_counts(counts, ("Ada", "Ben")).kwic("bridge")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="framing counts"):
        contrast_counts(tmp_path / "other.csv", ("Ada", "Ben"))

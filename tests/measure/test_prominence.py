from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from framing.errors import ComparisonError
from framing.measure.marks import scare_quotes
from framing.measure.prominence import longest_blocks, prominence
from framing.measure.standing import indexing, is_official, standing
from framing.measure.treatment import rebuttal_summary, rebuttals, treatment
from framing.values import Article, Corpus

# article, field, block, sentence, voice, statement, speaker, side, words
ROWS = [
    ("one", "title", "title", 0, "paraphrase", "t1", "Ada", "east", 6),
    ("one", "text", "paragraph", 0, "paraphrase", "s1", "Ben", "west", 10),
    ("one", "text", "paragraph", 0, "own", None, None, None, 2),
    ("one", "text", "paragraph", 1, "quoted", "s2", "Ada", "east", 8),
    ("one", "text", "paragraph", 1, "own", None, None, None, 3),
    ("one", "text", "paragraph", 1, "quoted", "s2", "Ada", "east", 5),
    ("one", "text", "paragraph", 2, "quoted", "s3", "Ada", "east", 7),
    ("one", "text", "paragraph", 3, "own", None, None, None, 12),
    ("one", "text", "paragraph", 4, "quoted", "s4", "Ada", "east", 9),
    ("one", "text", "caption", 5, "none", None, None, None, 4),
    ("two", "text", "paragraph", 0, "own", None, None, None, 20),
    ("two", "text", "paragraph", 1, "quoted", "s1", "Ben", "west", 4),
    ("two", "text", "paragraph", 2, "quoted", "s2", None, None, 6),
]


@pytest.fixture
def voices() -> pd.DataFrame:
    columns = ["article_id", "field", "block", "sentence", "voice", "statement_id", "speaker", "side", "words"]
    frame = pd.DataFrame(ROWS, columns=columns)
    start = frame.groupby(["article_id", "field"], sort=False)["words"].cumsum() - frame["words"]
    return frame.assign(start=start * 6, end=(start + frame["words"]) * 6 - 1)


PROMINENT = [
    ("Ada", "articles", 1), ("Ada", "words", 35), ("Ada", "first_speaker", 1), ("Ada", "mean_first_position", 0.0),
    ("Ada", "last_speaker", 1), ("Ada", "headline_words", 6), ("Ada", "headline_share", 1.0),
    ("Ada", "lead_words", 0),
    ("Ada", "lead_share", 0.0), ("Ada", "longest_block", 20), ("Ada", "first_third_words", 8),
    ("Ben", "articles", 2), ("Ben", "first_speaker", 1), ("Ben", "first_speaker_share", 0.5),
    ("Ben", "last_speaker", 0),
    ("Ben", "lead_words", 10), ("Ben", "lead_share", 10 / 32), ("Ben", "mean_first_position", (6 / 66 + 20 / 30) / 2),
    ("Ada", "word_share", 35 / 55), ("Ada", "all_word_share", 35 / 96),
    ("not given", "last_speaker", 1), ("not given", "words", 6),
]  # fmt: skip


@pytest.mark.parametrize(("speaker", "column", "expected"), PROMINENT)
def test_prominence(voices: pd.DataFrame, speaker: str, column: str, expected: float) -> None:
    assert prominence(voices).set_index("speaker").loc[speaker, column] == pytest.approx(expected)


def test_prominence_does_not_depend_on_the_order_of_rows(voices: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(prominence(voices.iloc[::-1].reset_index(drop=True)), prominence(voices))
    assert prominence(voices, by="side")["side"].tolist() == ["east", "west", "not given"]


def test_nobody_speaks(voices: pd.DataFrame) -> None:
    assert prominence(voices[voices["voice"].eq("own")]).empty


def test_blocks_end_where_the_outlet_or_another_speaks(voices: pd.DataFrame) -> None:
    blocks = longest_blocks(voices)
    assert blocks[["article_id", "speaker", "words"]].to_numpy().tolist() == [
        ["one", "Ada", 6], ["one", "Ben", 10], ["one", "Ada", 20], ["one", "Ada", 9],
        ["two", "Ben", 4], ["two", "not given", 6],
    ]  # fmt: skip


def test_rebuttals(voices: pd.DataFrame) -> None:
    table = rebuttals(voices)
    assert table[["article_id", "statement_id", "side"]].to_numpy().tolist() == [
        ["one", "t1", "east"], ["one", "s1", "west"], ["one", "s2", "east"], ["one", "s3", "east"],
        ["one", "s4", "east"], ["two", "s1", "west"],
    ]  # fmt: skip
    assert table["answer_id"].fillna("").tolist() == ["s1", "s2", "", "", "", ""]
    assert table["distance"].tolist()[:2] == [0, 2]
    assert table["distance"].isna().tolist() == [False, False, True, True, True, True]


def test_scare_quotes() -> None:
    text = 'The "liberation" went on. "We are safe now, all of us," she said, praising the "free" men.'
    start = text.index('"We')
    end = text.index(" she said")
    frame = pd.DataFrame(
        [
            ("a", "text", 0, 4, "own"),
            ("a", "text", 5, 15, "scare"),
            ("a", "text", 17, start, "own"),
            ("a", "text", start + 1, end - 2, "quoted"),
            ("a", "text", end, text.index("free"), "own"),
            ("a", "text", text.index("free"), text.index("free") + 4, "scare"),
        ],
        columns=["article_id", "field", "start", "end", "voice"],
    )  # fmt: skip
    found = scare_quotes(frame, corpus=Corpus((Article(id="a", text=text),)))
    assert found["words"].tolist() == ["liberation", "free"]
    for begin, stop, words in found[["start", "end", "words"]].values.tolist():
        assert text[begin:stop] == words


STATEMENTS = pd.DataFrame(
    [
        # article, speaker, type, kind, words, quoted, stance
        ("one", "Ada", "government", "direct", 10, 10, "neutral"),
        ("one", "Ada", "government", "mixed", 10, 4, "distancing"),
        ("one", "Ben", "person", "indirect", 6, 0, "affirming"),
        ("two", "Ada", "government", "indirect", 8, 0, "distancing"),
        ("two", "Ada", "government", "indirect", 4, 0, "affirming"),
        ("two", None, None, "indirect", 5, 0, "none"),
    ],
    columns=["article_id", "speaker", "type", "kind", "words", "quoted_words", "stance"],
)  # fmt: skip


def test_treatment() -> None:
    table = treatment(STATEMENTS).set_index("speaker")
    assert table.index.tolist() == ["Ada", "Ben", "not given"]
    assert table["direct_share"].tolist() == [0.25, 0, 0]
    assert table["with_stance"].tolist() == [4, 1, 0]
    assert table["distancing_share"].tolist()[:2] == [0.5, 0]
    assert table["distancing_ratio"].tolist()[:2] == pytest.approx([2 / 3, 0])
    assert table["distancing_ratio"].isna().tolist() == [False, False, True]
    assert table.loc["Ada", "quoted_word_share"] == pytest.approx(14 / 32)


def test_treatment_without_stance() -> None:
    assert "distancing_ratio" not in treatment(STATEMENTS.drop(columns="stance")).columns


def test_standing() -> None:
    table = standing(STATEMENTS).set_index("speaker")
    assert table.index.tolist() == ["Ada", "Ben", "not given"]
    assert table["articles"].tolist() == [2, 1, 1]
    assert table["article_share"].tolist() == [1, 0.5, 0.5]
    assert table["quoted_articles"].tolist() == [1, 0, 0]
    assert table["statement_share"].tolist() == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_indexing() -> None:
    row = indexing(STATEMENTS).iloc[0]
    assert row[["statements", "official_statements"]].tolist() == [5, 4]
    assert row["official_share"] == pytest.approx(0.8)
    assert row["official_word_share"] == pytest.approx(32 / 38)
    assert pd.isna(row["official_share_low"])
    many = pd.concat([STATEMENTS.assign(article_id=STATEMENTS["article_id"] + str(k)) for k in range(10)])
    wide = indexing(many.assign(official=many["speaker"].eq("Ben"))).iloc[0]
    assert wide["official_share"] == pytest.approx(0.2)
    assert wide["official_share_low"] < 0.2 < wide["official_share_high"]


def test_officials_are_governments_unless_said() -> None:
    assert is_official(STATEMENTS).tolist() == [True, True, False, True, True, False]


@pytest.mark.parametrize("function", [prominence, rebuttals, longest_blocks])
def test_missing_columns_are_named(voices: pd.DataFrame, function: object) -> None:
    with pytest.raises(ComparisonError, match="'start'"):
        function(voices.drop(columns="start"))  # type: ignore[operator]


def test_prominence_opens_to_its_runs(voices: pd.DataFrame) -> None:
    found = prominence(voices.assign(text=voices["words"].astype("str"))).evidence("Ada")
    assert found["words"].tolist() == ["6", "8", "5", "7", "9"]
    assert found["headline"].tolist() == [True, False, False, False, False]
    assert found["first"].tolist() == [True, False, False, False, False]
    assert found["last"].tolist() == [False, False, False, False, True]
    assert found.loc[found["first_third"], "words"].tolist() == ["8"]
    with pytest.raises(ComparisonError, match="Did you mean 'Ben'"):
        prominence(voices).evidence("ben.")


def test_rebuttals_by_side(voices: pd.DataFrame) -> None:
    table: Any = rebuttal_summary(voices).set_index("side")
    assert table.loc["east", ["statements", "answered", "answered_at_once", "last_statement"]].tolist() == [4, 1, 1, 1]
    assert table.loc["west", ["statements", "answered", "median_distance", "last_statement"]].tolist() == [2, 1, 2, 1]
    assert table.loc["west", "answered_share"] == 0.5


def test_scraps_in_marks_of_retold_statements() -> None:
    frame = STATEMENTS.assign(quoted_words=[10, 3, 0, 0, 0, 0])
    assert treatment(frame).set_index("speaker")["fragment_share"].tolist() == [0.25, 0, 0]
    text = 'The ministry denied the "rosy" forecast. It was fine.'
    runs = pd.DataFrame(
        [
            ("a", "text", 0, 0, 19, "own", None, None),
            ("a", "text", 0, 20, 24, "paraphrase", "s1", "ministry"),
            ("a", "text", 0, 25, 30, "quoted", "s1", "ministry"),
            ("a", "text", 0, 31, 40, "paraphrase", "s1", "ministry"),
        ],
        columns=["article_id", "field", "sentence", "start", "end", "voice", "statement_id", "speaker"],
    )
    found = scare_quotes(runs, corpus=Corpus((Article(id="a", text=text),)))
    assert found[["words", "voice", "speaker"]].values.tolist() == [["rosy", "paraphrase", "ministry"]]
    assert found["right"].str.startswith('" forecast.').all()


def test_the_stance_of_cues_is_found_where_it_is_not_given() -> None:
    table = treatment(STATEMENTS.drop(columns="stance").assign(cue=["said", "claimed", "noted", "claimed", "said", ""]))
    assert table.set_index("speaker").loc["Ada", "distancing_ratio"] == 1

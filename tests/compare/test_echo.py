from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from framing.compare import echo, silence
from framing.errors import ComparisonError
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]

LINES: list[Line] = [
    ("one", "s1:Ada", "quoted", "Only a joint effort can save the harbour"),
    ("one", None, "own", "A joint effort is exactly what the harbour lacks."),
    ("one", "s2:Ben", "quoted", "Taxes will fall next spring"),
    ("two", "s1:Ada", "paraphrase", "the harbour needs a joint effort of all towns"),
    ("two", "s2:Ben", "quoted", "Nobody pays more under this budget"),
    ("two", None, "own", "The towns have met twice."),
]


def test_the_echoed_actor_comes_first(make: Make) -> None:
    found = echo(make(LINES)[0])
    assert found.own_sentences == 2
    assert found.table["speaker"].tolist() == ["Ada", "Ben"]
    ada, ben = found.table["similarity"].tolist()
    assert ada > 0.3
    assert ben == 0
    assert found.table["excess"].tolist()[0] > 0
    assert found.table["shared_terms"].tolist()[0].split(", ")[:3] == ["joint", "effort", "harbour"]


def test_both_lines_stand_side_by_side(make: Make) -> None:
    frame, corpus = make(LINES)
    line = echo(frame).lines("Ada", 1).iloc[0]
    assert line["own_text"] == "A joint effort is exactly what the harbour lacks."
    assert line["said_text"] == "Only a joint effort can save the harbour"
    assert corpus["one"].text[line["own_start"] : line["own_end"]] == line["own_text"]
    assert corpus["one"].text[line["said_start"] : line["said_end"]] == line["said_text"]
    assert set(line["shared_terms"].split(", ")) == {"joint", "effort", "harbour", "joint effort"}


def test_words_around_a_quotation_are_no_echo(make: Make) -> None:
    frame, _ = make([*LINES, ("two", None, "own", "Ben said taxes")])
    same = frame.assign(sentence=frame["sentence"].where(frame["text"].ne("Ben said taxes"), 4))
    assert echo(same).own_sentences == 2


def test_an_encoder_adds_its_own_similarity(make: Make) -> None:
    def embed(texts: Sequence[str]) -> np.ndarray:
        return np.array([[1.0, float("joint" in t)] for t in texts])

    table = echo(make(LINES)[0], embed=embed).table.set_index("speaker")
    assert (table["embedding_similarity"] > 0).all()
    assert {"embedding_shuffled", "embedding_excess"} <= set(table.columns)


def test_shuffling_stays_within_articles(make: Make) -> None:
    lines = [line for line in LINES if line[1] is None or "Ada" in line[1]]
    table = echo(make(lines)[0]).table
    assert table["similarity"].tolist() == pytest.approx(table["shuffled"].tolist())


def test_echo_needs_both_sides(make: Make) -> None:
    with pytest.raises(ComparisonError, match="no sentences in the outlet's own voice"):
        echo(make(LINES[:1])[0])
    with pytest.raises(ComparisonError, match="no statements"):
        echo(make(LINES[1:2])[0])
    with pytest.raises(ComparisonError, match="Did you mean 'Ada'"):
        echo(make(LINES)[0]).lines("Adda")


MENTIONS = pd.DataFrame(
    [
        ("one", "Ada", "own", "north"), ("one", "Islanders", "own", "north"), ("one", "Islanders", "quoted", "north"),
        ("two", "Islanders", "own", "south"), ("two", "Ben", "own", "south"), ("two", None, "own", "south"),
    ],
    columns=["article_id", "speaker", "voice", "outlet"],
)  # fmt: skip
STATEMENTS = pd.DataFrame(
    [("one", "Ada", 7, "north"), ("one", "Ben", 5, "north"), ("two", "Ada", 9, "south"), ("two", "Cyd", 2, "south")],
    columns=["article_id", "speaker", "words", "outlet"],
)


def test_the_silent_are_talked_about_and_not_heard() -> None:
    table = silence(STATEMENTS, MENTIONS).set_index("speaker")
    assert table.index.tolist() == ["Islanders", "Ada", "Ben", "Cyd"]
    assert table["heard"].tolist() == [False, True, True, True]
    columns = ["mentions", "own_mentions", "articles_mentioned", "statements", "words", "articles_heard"]
    assert table.loc[["Islanders", "Ada"], columns].to_numpy().tolist() == [[3, 2, 2, 0, 0, 0], [1, 1, 1, 2, 16, 2]]
    assert table.loc["Ada", "statements_per_mention"] == 2
    assert table["statements_per_mention"].isna().tolist() == [False, False, False, True]


def test_silence_by_outlet() -> None:
    table = silence(STATEMENTS, MENTIONS, within="outlet")
    silent = table[table["statements"].eq(0)][["outlet", "speaker", "mentions"]].values.tolist()
    assert silent == [["north", "Islanders", 2], ["south", "Ben", 1], ["south", "Islanders", 1]]


def test_silence_names_missing_columns() -> None:
    with pytest.raises(ComparisonError, match=r"silence \(mentions\) needs the column 'speaker'"):
        silence(STATEMENTS, MENTIONS.drop(columns="speaker"))

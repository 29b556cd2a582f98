from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from framing.errors import ComparisonError
from framing.measure import Likeness, echo, silence, text_vectors, voices
from framing.read import read
from framing.statements import read_statements
from framing.values import Corpus

ROOT = Path(__file__).parents[2]

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


def test_without_vectors_there_is_no_meaning(make: Make) -> None:
    found = echo(make(LINES)[0], embed=None)
    assert not [c for c in found.table.columns if c.startswith("embedding")]
    assert found.lines("Ada", 1)["own_text"].str.startswith("A joint effort").all()
    with pytest.raises(ComparisonError, match=r"Likeness\.WORDS"):
        found.lines("Ada", rank=Likeness.MEANING)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (1, 1, 1)])
def test_encoders_that_give_something_else(make: Make, shape: tuple[int, ...]) -> None:
    with pytest.raises(ComparisonError, match="one row a text"):
        echo(make(LINES)[0], embed=lambda _: np.zeros(shape))


def test_what_is_said_in_other_words_is_found(make: Make) -> None:
    lines: list[Line] = [
        ("one", "s1:Ada", "quoted", "Only cooperation between both armies can free the town"),
        ("one", "s2:Ben", "quoted", "Ticket prices will rise again this spring"),
        ("one", None, "own", "What the two military forces lack is coordination."),
        ("one", None, "own", "Commuters will soon pay more for their train rides."),
    ]
    found = echo(make(lines)[0])
    assert found.table["similarity"].tolist() == [0, 0]
    pairs = found.sentences().set_index("own_text")["speaker"].to_dict()
    assert pairs == {lines[2][3]: "Ada", lines[3][3]: "Ben"}
    assert found.lines("Ada", 1).loc[0, "own_text"] == lines[2][3]
    assert found.sentences(rank="similarity").empty


def test_vectors_of_texts() -> None:
    vectors = text_vectors(["Doctors warned of the vaccine.", "the of and", "", "Physicians feared immunisation."])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0, 1])
    assert vectors[0] @ vectors[3] > 0.3
    assert text_vectors([]).shape[0] == 0


def test_the_seeds_own_sentence_is_what_lavrov_says() -> None:
    """Of the outlet's sentences one of the most like anybody's, though the two lines share not one word."""
    statements = read_statements(ROOT / "reports/raqqa/statements.jsonl", read(ROOT / "seeds"))
    table = voices(statements)
    lines = echo(table, draws=20).sentences()
    line = lines[lines["own_text"].str.contains("coordinated partnership on various fronts")]
    assert line.index.tolist()[0] < 3
    assert line["speaker"].tolist() == ["Sergey Lavrov"]
    assert line["shared_terms"].tolist() == [""]
    assert line["said_text"].str.contains("coordination").all()
    sides = echo(table, by="side", draws=20)
    assert sides.lines("Russia", 2)["own_text"].str.contains("coordinated partnership").any()
    by_side = sides.sentences().set_index("own_text")["side"]
    assert by_side[line["own_text"]].tolist() == ["Russia"]


def test_those_who_cannot_be_shuffled_are_marked(make: Make) -> None:
    alone: list[Line] = [
        *LINES,
        ("three", "s1:Cyd", "quoted", "Fish are dying"),
        ("three", "s2:Cyd", "quoted", "So many"),
    ]
    notes = echo(make(alone)[0]).table.set_index("speaker")["note"]
    assert notes["Cyd"].startswith("nobody else speaks")
    assert notes["Ada"] == ""


def test_shuffling_stays_within_articles(make: Make) -> None:
    lines = [line for line in LINES if line[1] is None or "Ada" in line[1]]
    table = echo(make(lines)[0]).table
    assert table["similarity"].tolist() == pytest.approx(table["shuffled"].tolist())


def test_articles_of_a_cluster_are_shuffled_as_one(make: Make) -> None:
    """Each alone in an article nobody can be exchanged; as copies of one text they can."""
    lines: list[Line] = [
        ("one", "s1:Ada", "quoted", "Only a joint effort can save the harbour"),
        ("one", None, "own", "A joint effort is exactly what the harbour lacks."),
        ("two", "s1:Ben", "quoted", "Taxes will fall next spring"),
    ]
    frame, _ = make(lines)
    assert echo(frame).table["note"].str.contains("nothing to shuffle").all()
    together = echo(frame, cluster={"one": "wire", "two": "wire"}).table
    assert not together["note"].str.contains("nothing to shuffle").any()
    assert together["excess"].iloc[0] > echo(frame).table["excess"].iloc[0]
    known = echo(frame.assign(copy_group="wire")).table
    assert known["excess"].tolist() == together["excess"].tolist()


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


PEOPLE: list[Line] = [
    ("one", None, "own", "Some 300,000 people live in the city."),
    ("one", "s1:Ada", "quoted", "The children are hungry"),
    ("one", None, "own", "People's Party members and people familiar with the plan met."),
    ("two", "s2:Town residents", "paraphrase", "the water is bad"),
]


def test_people_without_names_are_an_actor(make: Make) -> None:
    frame, corpus = make(PEOPLE)
    statements = pd.DataFrame(
        [("one", "Ada", 4, "north", True), ("two", "Town residents", 4, "south", False)],
        columns=["article_id", "speaker", "words", "outlet", "named"],
    )
    mentions = pd.DataFrame(
        [("one", "text", 0, 4, "Some", "Ada", "person", "own", "north")],
        columns=["article_id", "field", "start", "end", "text", "actor", "entity", "voice", "outlet"],
    )
    found = silence(statements, mentions, voices=frame, within="outlet")
    table = found.set_index(["outlet", "speaker"])
    people: Any = table.loc[("north", "civilians and residents")]
    assert people[["mentions", "own_mentions", "statements", "heard", "forms", "entity"]].tolist() == [
        2, 1, 0, False, "people, children", "people",
    ]  # fmt: skip
    assert table.loc[("south", "civilians and residents"), "statements"] == 1
    lines = found.evidence({"speaker": "civilians and residents"})
    assert lines["words"].tolist() == ["people", "children"]
    for start, end, words in lines[["start", "end", "words"]].values.tolist():
        assert corpus["one"].text[start:end] == words
    with pytest.raises(ComparisonError, match="Did you mean 'Ada'"):
        found.evidence(("north", "Ade"))


def test_countries_are_told_from_places() -> None:
    mentions = pd.DataFrame(
        [("one", "Moscow", "Moscow", "place"), ("one", "Iran", "Iran", "place"), ("one", "Aleppo", "Aleppo", "place")],
        columns=["article_id", "actor", "text", "entity"],
    )
    table = silence(STATEMENTS, mentions).set_index("speaker")
    assert table.loc[["Moscow", "Iran", "Aleppo"], "entity"].tolist() == ["country", "country", "place"]


def test_nobody_is_mentioned() -> None:
    mentions = pd.DataFrame(columns=["article_id", "actor", "text", "entity", "voice"])
    table = silence(STATEMENTS, mentions)
    assert table["heard"].all()
    assert table["forms"].eq("").all()

"""Whose statement counts, what a user knows of actors, and the lines behind the numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from framing.errors import ComparisonError, InputError
from framing.measure import (
    balance,
    balance_intervals,
    balance_summary,
    diversity,
    indexing,
    prominence,
    read_actors,
    relays,
    standing,
    treatment,
    voices,
    with_actors,
)
from framing.results import Result
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Role, Speaker, SpeakerType, Statement
from framing.whose import relay_names

TEXT = (
    "AFP reported the dam had burst, citing a Norland official. Minister Ana Roo said the dam holds. "
    "“Nobody was warned,” said Петро Іваненко. It is said that fish died. The river is high."
)
ROO = Speaker("ana-roo", "Ana Roo", SpeakerType.PERSON, side="south", official=True, role=Role.MINISTER)
AFP = Speaker("afp", "AFP", SpeakerType.MEDIA)
OFFICIAL = Speaker(
    "norland-official", "Norland official", SpeakerType.ANONYMOUS, side="north", named=False, official=True
)
PETRO = Speaker("петро-іваненко", "Петро Іваненко", SpeakerType.PERSON)


def passage(words: str) -> Passage:
    at = TEXT.index(words)
    return Passage(words, ((at, at + len(words)),))


def said(n: int, source: str | None, cue: str, content: str, speaker: Speaker | None, **more: object) -> Statement:
    return Statement(
        id=f"a-{n}", article_id="a", field="text", block="paragraph",
        kind=Kind.DIRECT if "“" in content else Kind.INDIRECT, source=passage(source) if source else None,
        cue=passage(cue), content=passage(content), speaker=speaker, confidence=0.9, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def statements() -> Statements:
    items = (
        said(1, "AFP", "reported", "the dam had burst", AFP, origin=passage("a Norland official"),
             origin_speaker=OFFICIAL, via=(passage("AFP"),)),
        said(2, "Minister Ana Roo", "said", "the dam holds", ROO),
        said(3, "Петро Іваненко", "said", "“Nobody was warned,”", PETRO),
        said(4, None, "It is said", "that fish died", None),
    )  # fmt: skip
    return Statements(items, Corpus((Article("a", TEXT),)))


def row(table: pd.DataFrame, value: str, *, by: str = "speaker") -> Any:
    return table.set_index(by).loc[value]


def test_the_origin_has_the_statement_and_the_relay_stands_apart(statements: Statements) -> None:
    assert set(balance(statements)["speaker"]) == {"Norland official", "Ana Roo", "Петро Іваненко", "not given"}
    assert row(balance(statements, by="side"), "north", by="side")["words"] == 4
    frame = statements.frame()
    assert frame["via"].tolist() == ["AFP", "", "", ""]
    assert frame["source"].tolist()[0] == "a Norland official"
    table = relays(frame)
    assert table[["relay", "statements", "statement_share", "speakers", "as_source"]].to_numpy().tolist() == [
        ["AFP", 1, 0.25, 1, 0]
    ]


def test_a_relay_has_the_name_of_the_stated_source(statements: Statements) -> None:
    agency = replace(statements.items[0], source=passage("the dam"), via=(passage("the dam"),))
    quoted = replace(statements.items[1], via=(passage("the dam"), passage("AFP")))
    assert [relay_names(s) for s in (agency, quoted)] == [("AFP",), ("dam", "AFP")]


def test_every_measure_counts_the_origin(statements: Statements) -> None:
    frame = statements.frame()
    for table in (standing(frame), treatment(frame), prominence(voices(statements))):
        assert "AFP" not in table["speaker"].tolist()
        assert "Norland official" in table["speaker"].tolist()
    assert indexing(frame)[["statements", "official_statements"]].to_numpy().tolist() == [[3, 2]]
    assert balance_summary(frame)["source_kind"].tolist() == ["all", "named", "unnamed", "none stated"]
    assert diversity(frame, by="type").loc[0, "speakers"] == 2


def test_official_or_not_and_none_stated(statements: Statements) -> None:
    table = balance(statements, by="official").set_index("official")
    assert table["statements"].to_dict() == {"official": 2, "not official": 1, "not given": 1}
    assert balance(statements, by="named")["named"].tolist().count("not given") == 1


def test_share_of_all_words(statements: Statements) -> None:
    total = int(voices(statements)["words"].sum())
    table = balance(statements)
    assert row(table, "Ana Roo")["all_word_share"] == pytest.approx(3 / total)
    frame = pd.DataFrame(statements.frame())
    assert "all_word_share" not in balance(frame).columns
    for known in (balance(frame, corpus=statements.corpus), balance(statements.frame())):
        pd.testing.assert_frame_equal(known, table)


def test_a_balance_opens_to_its_lines(statements: Statements) -> None:
    table = balance(statements, by=["side", "official"])
    assert isinstance(table[table["words"] > 0], Result)
    line: Any = table.evidence(("north", "official")).iloc[0]
    assert line[["speaker", "source", "cue", "words", "via"]].tolist() == [
        "Norland official", "a Norland official", "reported", "the dam had burst", "AFP",
    ]  # fmt: skip
    assert TEXT[line["start"] : line["end"]] == "the dam had burst"
    assert TEXT.startswith(f"{line['left']}the dam had burst{line['right'][0]}")
    assert table.evidence(("not given", "not official"))["speaker"].tolist() == ["Петро Іваненко"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: balance(s).evidence("roo"), "Did you mean 'Ana Roo'"),
        (lambda s: balance(s).evidence("Zzz"), "There is: 'Ana Roo'"),
        (lambda s: balance(s, by=["side", "type"]).evidence("north"), "needs 2 values"),
        (lambda s: balance(s, by="offical"), "Did you mean 'official'"),
        (lambda s: balance(s).evidence("Ana Roo", where={"kind": "directt"}), "Did you mean 'indirect'"),
    ],
)
def test_mistakes_get_the_nearest_name(statements: Statements, call: object, message: str) -> None:
    with pytest.raises((ComparisonError, ValueError), match=message):
        call(statements)  # type: ignore[operator]


def test_what_the_user_knows_of_actors(statements: Statements, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("speaker,gender,side,official\nANA ROO,woman,,no\nПетро Іваненко,man,west,\nBo Ek,man,,\n", "utf-8")
    table = with_actors(statements.frame(), read_actors(path))
    assert table.attrs["unknown_actors"] == ("Bo Ek",)
    assert balance(table, by="gender").set_index("gender")["statements"].to_dict() == {
        "woman": 1, "man": 1, "not given": 2,
    }  # fmt: skip
    found: Any = table.set_index("speaker")
    assert found.loc["Ana Roo", ["side", "official"]].tolist() == ["south", False]
    assert found.loc["Петро Іваненко", ["side", "official"]].tolist() == ["west", False]
    assert found.loc["Norland official", "official"]
    assert "gender" not in statements.frame().columns
    spoken = with_actors(voices(statements), read_actors(path))
    assert row(prominence(spoken, by="gender"), "man", by="gender")["words"] == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [("name,gender\nAna,woman\n", "no column 'speaker'"), ("speaker,x\nAna Roo,1\nana roo,2\n", "more than one row")],
)
def test_tables_of_actors_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_actors(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_actors(tmp_path / "none.csv")


def test_nothing_to_count() -> None:
    empty = Statements((), Corpus(()))
    table = balance(empty)
    assert table.empty
    assert {"speaker", "words", "all_word_share"} <= set(table.columns)
    assert relays(empty.frame()).empty
    assert balance_intervals(empty).empty
    assert standing(empty.frame()).empty
    assert treatment(empty.frame()).empty
    assert indexing(empty.frame()).empty
    assert diversity(empty.frame())["speakers"].tolist() == [0]
    with pytest.raises(ComparisonError, match="There is: none"):
        table.evidence("Ana Roo")


def test_one_giant_article_and_a_hundred_tiny_ones() -> None:
    rng = np.random.default_rng(0)
    rows = [("giant", "Ada" if k % 4 else "Ben", 30) for k in range(1000)]
    rows += [(f"tiny{k}", rng.choice(["Ben", "Cyd", "Dee"]), 10) for k in range(100)]
    frame = pd.DataFrame(rows, columns=["article_id", "speaker", "words"]).assign(
        kind="indirect", quoted_words=0, position=0.5, outlet=None
    )
    table = balance_intervals(frame)
    ada, ben = row(table, "Ada"), row(table, "Ben")
    assert ada["word_share"] > 0.7
    assert np.isnan(ada["word_share_low"])
    assert ada["note"] == "no interval: fewer than 3 articles hold it"
    assert ben["note"].startswith(
        "one article, giant, is 97% of the base of word_share; without it, word_share is 29% ("
    )
    assert ben["word_share_high"] - ben["word_share_low"] > 0.05
    assert balance(frame, by="outlet")["outlet"].tolist() == ["not given"]
    spread = diversity(frame).iloc[0]
    assert spread["shannon_high"] - spread["shannon_low"] > 0.2

"""Mentions as a table, with the shipped model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import framing
from framing.errors import InputError
from framing.measure import silence
from framing.mention_table import MENTION_COLUMNS
from framing.read import read
from framing.resolve.names import slug
from framing.values import Article, Corpus

ROOT = Path(__file__).parents[2]

TEXT = (
    "Ana Reyes, the mayor of Harstad, said on Monday that Tomas Lind had lied. "
    '"Nobody in London believes Lind," Reyes said.\n'
    "Lind lives in Berlin. The mayor of Paris called him on Friday.\n"
)
CORPUS = Corpus(
    (
        Article(
            "one", TEXT, title="Ana Reyes in Harstad", outlet="North", date=dt.date(2024, 5, 1), extra={"wave": "a"}
        ),
        Article("two", "Ana Reyes went to London on Friday with her sister.\n", outlet=None),
        Article("copy", TEXT, duplicate_of="one"),
        Article("empty", ""),
    )
)


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return read(sorted((ROOT / "seeds").glob("*.txt")))


@pytest.fixture(scope="module")
def statements(seeds: Corpus) -> framing.Statements:
    return framing.extract(seeds)


@pytest.fixture(scope="module")
def table(seeds: Corpus, statements: framing.Statements) -> pd.DataFrame:
    found: pd.DataFrame = framing.mentions(statements)
    return found


def check(corpus: Corpus, table: pd.DataFrame) -> None:
    """What must hold for every mention."""
    assert set(table["article_id"]) <= {a.id for a in corpus.counted}
    last: tuple[str, str, int] = ("", "", 0)
    rows: Iterable[Any] = table.itertuples()
    for row in rows:
        article = corpus[row.article_id]
        text = article.text if row.field == "text" else article.title
        assert text is not None
        assert text[row.start : row.end] == row.text
        assert row.text == row.text.strip() != ""
        if last[:2] == (row.article_id, row.field):
            assert last[2] <= row.start
        last = (row.article_id, row.field, row.end)
        assert row.voice in ("own", "quoted", "paraphrase", "scare", "none")
        assert pd.isna(row.statement_id) == (row.voice in ("own", "scare", "none"))


def test_columns_and_rows() -> None:
    found = framing.mentions(framing.extract(CORPUS))
    check(CORPUS, found)
    assert tuple(found.columns) == (*MENTION_COLUMNS, "wave")
    assert found.attrs["problems"] == ()
    one = found[found["field"].eq("text")].set_index("text")
    assert one.loc["London", "voice"].tolist() == ["quoted", "own"]
    assert one.loc["Berlin", ["voice", "actor_id", "entity", "outlet", "date", "wave", "side"]].tolist() == [
        "own", "berlin", "place", "North", "2024-05-01", "a", "not given",
    ]  # fmt: skip
    assert one.loc["Tomas Lind", "voice"] == "paraphrase"
    about = [s.id for s in framing.extract(CORPUS) if "Tomas Lind" in s.content.text]
    assert one.loc["Tomas Lind", "statement_id"] == about[0]
    assert set(one.loc[["Lind", "Tomas Lind"], "actor_id"]) == {"tomas-lind"}
    assert found[found["article_id"].eq("two")]["outlet"].tolist() == ["not given"] * 2
    assert found[found["field"].eq("title")]["voice"].tolist() == ["none", "none"]


def test_statements_from_a_file_give_the_same_mentions_and_a_note(tmp_path: Path) -> None:
    found = framing.extract(CORPUS)
    file = tmp_path / "statements.jsonl"
    file.write_text("\n".join(found.json_lines()), "utf-8")
    kept, read_back = framing.mentions(found), framing.mentions(framing.read_statements(file, CORPUS), threads=1)
    assert read_back.attrs.pop("problems")[0].reason.startswith("run over 3 articles: statements from a file")
    assert kept.attrs.pop("problems") == ()
    pd.testing.assert_frame_equal(kept, read_back)


def test_without_articles() -> None:
    for corpus in (Corpus(()), Corpus((Article("a", "Rain is expected."), Article("b", "")))):
        found = framing.mentions(framing.extract(corpus))
        assert found.empty
        assert tuple(found.columns) == MENTION_COLUMNS


def test_statements_must_fit_the_corpus() -> None:
    found = framing.extract(CORPUS)
    gone = tuple(replace(s, article_id="gone") for s in found[:1])
    with pytest.raises(InputError, match="'gone', which the corpus lacks"):
        framing.mentions(replace(found, items=gone))
    changed = Corpus((replace(CORPUS["one"], text="Now " + TEXT),))
    own = tuple(s for s in found if s.article_id == "one")
    with pytest.raises(InputError, match="'one'; the article has changed"):
        framing.mentions(replace(found, corpus=changed, items=own))


def test_an_article_that_defeats_the_program_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("framing.mention_table.find_mentions", fail)
    found = framing.mentions(framing.extract(CORPUS))
    assert found.empty
    assert [p.item for p in found.attrs["problems"]] == ["one", "two", "empty"]
    assert "RuntimeError: no" in found.attrs["problems"][0].reason


def test_seeds(seeds: Corpus, statements: framing.Statements, table: pd.DataFrame) -> None:
    check(seeds, table)
    assert table["article_id"].nunique() == 2
    assert table["actor_id"].tolist() == table["actor"].map(slug).tolist()
    islamic_state = table[table["actor"].eq("Islamic State")]
    assert {"Islamic State", "IS", "ISIS", "ISIL", "Daesh"} == set(islamic_state["text"])
    assert len(islamic_state) == 23
    text = "".join(a.text for a in seeds)
    assert len(islamic_state) >= 0.9 * (text.count("Islamic State") + text.count(" IS "))
    assert {"own", "paraphrase"} <= set(islamic_state["voice"])


@pytest.mark.parametrize("actor", ["Islamic State", "Iran"])
def test_seeds_talk_about_actors_who_are_never_heard(
    actor: str, statements: framing.Statements, table: pd.DataFrame
) -> None:
    row = silence(statements.frame(), table).set_index("speaker").loc[actor]
    assert row["mentions"] > 0
    assert not row["heard"]


def test_places_are_told_of_only_where_every_name_is(statements: framing.Statements, table: pd.DataFrame) -> None:
    assert not table.loc[table["actor"].eq("Raqqa"), "agent"].any()
    assert "Raqqa" not in silence(statements.frame(), table)["speaker"].tolist()
    row = silence(statements.frame(), table, every_name=True).set_index("speaker").loc["Raqqa"]
    assert row["mentions"] == table["actor"].eq("Raqqa").sum()


@pytest.mark.parametrize("actor", ["Sergey Lavrov", "Steve Warren", "Jean-Yves Le Drian", "Moscow", "Ankara"])
def test_seeds_talk_about_actors_who_are_heard(actor: str, statements: framing.Statements, table: pd.DataFrame) -> None:
    by_name: Any = silence(statements.frame(), table).set_index("speaker").loc[actor]
    by_id: Any = silence(statements.frame(), table, by="speaker_id").set_index("speaker_id").loc[slug(actor)]
    assert by_name.tolist() == by_id.tolist()
    assert by_name["mentions"] > 0
    assert by_name["heard"]


def test_silence_within_an_article(statements: framing.Statements, table: pd.DataFrame) -> None:
    found = silence(statements.frame(), table, within="article_id")
    able = table[table["agent"]]
    assert found.groupby("article_id")["mentions"].sum().to_dict() == able.groupby("article_id").size().to_dict()


@given(st.text(alphabet="AIS eyan.’'“”\"()-\n", max_size=120))
@example('I"eAA“')  # a name that the outlet sets in marks
@settings(max_examples=25, deadline=None)
def test_awkward_texts(text: str) -> None:
    corpus = Corpus((Article("a", text, title=text[:20] or None),))
    found = framing.mentions(framing.extract(corpus))
    check(corpus, found)
    assert found.attrs["problems"] == ()


def test_copies_give_statements_and_no_mentions() -> None:
    found = framing.extract(CORPUS)
    assert {s.article_id for s in found} >= {"one", "copy"}
    assert set(framing.mentions(found)["article_id"]) == {"one", "two"}

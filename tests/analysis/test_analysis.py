"""One object to hold and to ask; what it is made from, what it shows, what it keeps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.errors import InputError
from framing.values import Article, Corpus

ROOT = Path(__file__).parents[2]
TEXT = 'Ana Reyes, the mayor of Harstad, said on Monday that Tomas Lind had lied. "He lied," Ben Oduya said.\n'
ARTICLES = (
    Article("one", TEXT, outlet="North", date=dt.date(2024, 5, 1), extra={"wave": "<b>a</b>"}),
    Article("two", TEXT + "It rained in Harstad.\n", outlet="South"),
)
FRAME = pd.DataFrame(
    {"id": ["one", "two"], "text": [a.text for a in ARTICLES], "outlet": ["North", "South"], "wave": ["a", None]}
)


@pytest.fixture(scope="module")
def made() -> framing.Analysis:
    found: framing.Analysis = framing.analyze(ARTICLES, model="fast")
    return found


def test_it_is_made_from_files_with_the_project_beside_them(tmp_path: Path) -> None:
    for article in ARTICLES:
        (tmp_path / f"{article.id}.txt").write_text(article.text, "utf-8")
    (tmp_path / "framing.toml").write_text('[sides]\nTown = ["Ana Reyes"]\n', "utf-8")
    for paths in (tmp_path, str(tmp_path), [tmp_path / "one.txt", tmp_path / "two.txt"], str(tmp_path / "*.txt")):
        found = framing.analyze(paths, model="fast")
        assert [a.id for a in found.corpus] == ["one", "two"]
        assert "Town" in set(found.table["side"])
    assert framing.analyze(tmp_path, project=framing.Project(), model="fast").project == framing.Project()


@pytest.mark.parametrize("articles", [ARTICLES, list(ARTICLES), Corpus(ARTICLES), FRAME])
def test_it_is_made_from_values(articles: object, made: framing.Analysis) -> None:
    found = framing.analyze(articles, model="fast")
    assert found.statements.items == made.statements.items
    assert found.table["outlet"].tolist() == made.table["outlet"].tolist()


def test_a_table_of_articles_keeps_its_columns() -> None:
    read = framing.read(FRAME.rename(columns={"text": "body"}), columns={"text": "body"})
    assert [dict(a.extra) for a in read] == [{"wave": "a"}, {}]
    numbered = framing.read(pd.DataFrame({"text": [TEXT, TEXT + "More."], "year": [2016, 2017.0]}))
    assert [(a.id, dict(a.extra)) for a in numbered] == [("row-1", {"year": "2016"}), ("row-2", {"year": "2017"})]
    with pytest.raises(InputError, match="no column 'text'"):
        framing.read(pd.DataFrame({"gist": ["x"]}))


def test_it_is_made_from_statements(made: framing.Analysis) -> None:
    project = framing.Project(sides={"ana reyes": "Town"})
    assert framing.analyze(made.statements).statements is made.statements
    found = framing.analyze(made.statements, project=project)
    assert found.project is project
    assert "Town" in set(found.table["side"])


@pytest.mark.parametrize("wrong", [3, [], [3], {"text": "x"}, None])
def test_what_is_no_article_says_what_to_give(wrong: object) -> None:
    with pytest.raises(InputError, match="articles are given as folders, files or globs, a DataFrame"):
        framing.analyze(wrong)


def test_tables_are_made_once(made: framing.Analysis) -> None:
    for name in ("table", "voices", "mentions", "tags"):
        assert getattr(made, name) is getattr(made, name)


def test_a_line_says_what_it_is(made: framing.Analysis) -> None:
    assert repr(made) == "<Analysis: 4 statements by 2 speakers, 2 articles>"
    assert repr(made.statements) == "<Statements: 4 statements, 2 articles>"
    assert repr(made.corpus) == "<Corpus: 2 articles>"
    copies = Corpus((*ARTICLES, Article("c", TEXT, duplicate_of="one")), (framing.Problem("x", "y"),))
    assert repr(copies) == "<Corpus: 3 articles, 1 copy, 1 skipped>"


def test_a_notebook_shows_the_first_rows_escaped(made: framing.Analysis) -> None:
    nasty = "<script>alert(1)</script> said that it was late. " * 3
    found = framing.analyze([Article(f"<i>{i}", nasty + str(i), title=nasty) for i in range(12)], model="fast")
    for shown in (found.corpus._repr_html_(), found.statements._repr_html_(), found._repr_html_()):
        assert "<script>" not in shown
        assert "<i>" not in shown
    assert "… and 2 more" in found.corpus._repr_html_()
    assert "Ana Reyes" in made._repr_html_()
    assert "He lied" in made.statements._repr_html_()
    assert "<table>" not in Corpus(())._repr_html_()


def test_statements_and_corpora_slice(made: framing.Analysis) -> None:
    said = made.statements
    assert said[0] is said.items[0]
    assert said[-1] is said.items[-1]
    first = said[:1]
    assert isinstance(first, framing.Statements)
    assert list(first) == [said.items[0]]
    assert first.corpus is said.corpus
    assert first.tagging is said.tagging
    assert len(said[::2]) == 2
    assert made.corpus[0] is made.corpus["one"]
    assert [a.id for a in made.corpus[1:]] == ["two"]
    with pytest.raises(KeyError):
        made.corpus["three"]

"""The join where statements are used: tables, mentions, lines of JSON, the project file, the commands."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import framing
from framing.actor_table import starter_project
from framing.cli import main
from framing.errors import ProjectError
from framing.extraction import with_project
from framing.join import as_found
from framing.join.unnamed import kind_label
from framing.resolve import read_project
from framing.statements import read_statements
from framing.values import Article, Corpus

TEXTS = {
    "a": "President Orlen said on Monday the plan was dead. A US official said the road was shut. "
    "Another US official said the bridge was open. The official said it would stay open.",
    "b": "President Viktor Orlen said on Tuesday that the talks would go on. Officials said the airport would close.",
    "c": "The F.B.I. said it had opened a case. A US official said the case was closed.",
    "d": "The FBI said it would not comment. Ann Kerr, a nurse, said the ward was full.",
    "e": "Tom Kerr, a lawyer, said the ward was funded.",
    "f": "Kerr said the vote was close.",
}
CORPUS = Corpus(tuple(Article(i, t, date=dt.date(2020, 1, n)) for n, (i, t) in enumerate(TEXTS.items(), 1)))


@pytest.fixture(scope="module")
def statements() -> framing.Statements:
    return framing.extract(CORPUS)


def write(folder: Path, text: str) -> Path:
    path = folder / "framing.toml"
    path.write_text(text, "utf-8")
    return path


def test_one_person_one_row(statements: framing.Statements) -> None:
    table = framing.balance(statements).set_index("speaker")
    assert table.loc["Viktor Orlen", "articles"] == 2
    assert table.loc["FBI", "articles"] == 2
    assert table.loc["unnamed: US officials", "statements"] == 4
    assert table.loc["unnamed: US officials", "named"] is not True


def test_unnamed_sources_are_told_apart(statements: framing.Statements) -> None:
    ids = [s.speaker.id for s in statements if s.speaker and s.speaker.name == "US official"]
    assert ids == ["us-official@a", "us-official@a.2", "us-official@a.2", "us-official@c"]


def test_an_article_by_itself_is_as_it_was(statements: framing.Statements) -> None:
    assert as_found(statements).items == framing.extract(CORPUS, join=False).items
    assert framing.analyze(statements, join=False).table["speaker"].tolist()[:2] == ["Orlen", "US official"]
    assert framing.analyze(framing.extract(CORPUS, join=False), join=True).statements.join is not None


def test_mentions_and_silence_bear_the_same_ids(statements: framing.Statements) -> None:
    mentions = framing.mentions(statements)
    assert set(mentions.loc[mentions["text"].str.contains("Orlen"), "actor_id"]) == {"viktor-orlen"}
    assert set(mentions.loc[mentions["text"].isin(["FBI", "F.B.I."]), "actor"]) == {"FBI"}
    silent = framing.silence(statements)
    assert not {"FBI", "Orlen", "Viktor Orlen"} & set(silent.loc[~silent["heard"], "speaker"])


def test_lines_of_json_keep_the_join(statements: framing.Statements, tmp_path: Path) -> None:
    path = tmp_path / "statements.jsonl"
    path.write_text("".join(f"{line}\n" for line in statements.json_lines()), "utf-8")
    row = json.loads(path.read_text("utf-8").splitlines()[0])
    assert row["speaker"]["id"] == "orlen"
    assert row["speaker"]["actor"]["id"] == "viktor-orlen"
    again = read_statements(path, CORPUS)
    assert again.items == statements.items
    assert again.join is not None
    assert framing.mentions(again)["actor_id"].tolist() == framing.mentions(statements)["actor_id"].tolist()


def test_saved_and_loaded(statements: framing.Statements, tmp_path: Path) -> None:
    analysis = framing.analyze(statements)
    analysis.save(tmp_path / "a.framing")
    loaded = framing.load(tmp_path / "a.framing")
    assert loaded.statements.join == statements.join
    assert loaded.actors().equals(analysis.actors())


def test_actors_and_doubts(statements: framing.Statements) -> None:
    actors = framing.actors(statements).set_index("actor_id")
    assert actors.loc["viktor-orlen", "forms"] == "Orlen (1); Viktor Orlen (1)"
    assert actors.loc["viktor-orlen", "roles"] == "president"
    assert len(framing.actors(statements).evidence("viktor-orlen")) == 2
    doubts = framing.doubts(statements)
    (row,) = doubts.to_dict("records")
    assert set(row["actors"].split("; ")) == {"Ann Kerr", "Tom Kerr", "Kerr"}
    assert (row["question"], row["statements"]) == ("may be one", 2)


def test_the_project_settles_it(statements: framing.Statements, tmp_path: Path) -> None:
    project = read_project(
        write(
            tmp_path,
            """
            [[actor]]
            name = "Thomas Kerr"
            aliases = ["Tom Kerr", "Kerr"]
            side = "Bar"
            [[actor]]
            name = "Viktor Orlen"
            official = false
            [[actor.role]]
            official = true
            side = "Government"
            from = 2020-01-01
            until = 2020-01-01
            """,
        )
    )
    for found in (framing.extract(CORPUS, project=project), with_project(statements, project)):
        table = found.frame()
        assert table.loc[table["article_id"].isin(["e", "f"]), "speaker"].tolist() == ["Thomas Kerr"] * 2
        assert set(table.loc[table["speaker"].eq("Thomas Kerr"), "side"]) == {"Bar"}
        orlen = table[table["speaker"].eq("Viktor Orlen")].set_index("article_id")
        assert orlen["official"].to_dict() == {"a": True, "b": False}
        assert orlen["side"].to_dict() == {"a": "Government", "b": "not given"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[actor]]\nname = "A"\naliases = ["C"]\n[[actor]]\nname = "B"\naliases = ["C"]', "to both 'A' and 'B'"),
        ('[[actor]]\nname = "A"\naliases = ["B"]\n[[actor]]\nname = "B"\naliases = ["A"]', "aliases of each other"),
        ('[[actor]]\nname = "A"\n[[actor]]\nname = "a"', "two [[actor]] entries"),
        ('[[actor]]\nname = "A"\nofficial = "yes"', "write true or false"),
        ('[[actor]]\nname = "A"\n[[actor.role]]\nfrom = "May"', "which is no date"),
        ('[[actor]]\nname = "A"\n[[actor.role]]\nfrom = 2020-01-02\nuntil = 2020-01-01', "before it begins"),
        ('[[actor]]\nname = "A"\n[[actor.role]]\ntitel = "x"', "titel"),
    ],
)  # fmt: skip
def test_mistakes_in_the_project(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ProjectError, match=r"framing\.toml") as error:
        read_project(write(tmp_path, text))
    assert reason in str(error.value)


def test_a_starter_project_is_one(statements: framing.Statements, tmp_path: Path) -> None:
    text = starter_project(statements)
    project = read_project(write(tmp_path, text))
    assert project.actors["orlen"].name == "Viktor Orlen"
    assert "# may be one: " in text
    before, after = framing.balance(statements), framing.balance(with_project(statements, project))
    assert before["speaker"].tolist() == after["speaker"].tolist()


def test_commands(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    run = CliRunner()
    shown = run.invoke(main, ["actors", str(tmp_path)])
    assert shown.exit_code == 0, shown.output
    assert "viktor-orlen,Viktor Orlen,person,2" in shown.output
    doubts = run.invoke(main, ["actors", str(tmp_path), "--doubts"])
    assert "the surname could be either's" in doubts.output
    out = tmp_path / "framing.toml"
    assert run.invoke(main, ["actors", str(tmp_path), "--write", str(out)]).exit_code == 0
    written = out.read_text("utf-8")
    again = run.invoke(main, ["actors", str(tmp_path), "--write", str(out)])
    assert again.exit_code == 2
    assert "stays as it is" in again.output
    assert out.read_text("utf-8") == written
    apart = run.invoke(main, ["balance", str(tmp_path), "--no-join", "--project", str(tmp_path / "none.toml")])
    assert apart.exit_code == 2
    out.unlink()
    apart = run.invoke(main, ["balance", str(tmp_path), "--no-join"])
    assert "\nOrlen," in apart.output
    assert "unnamed: " not in apart.output


def test_an_earlier_join_keeps_its_ids(statements: framing.Statements) -> None:
    older = Article(
        "0", "Prime Minister V. Orlen said the border was open. Chuck Redmond said no.", date=dt.date(1999, 1, 1)
    )
    corpus = Corpus((older, *CORPUS.articles))
    assert statements.join is not None
    grown = framing.extract(corpus, join=statements.join)
    assert grown.join is not None
    assert {k: grown.join.surfaces[k] for k in statements.join.surfaces} == dict(statements.join.surfaces)
    assert grown.frame().set_index("article_id").loc["0", "speaker_id"].tolist()[0] == "viktor-orlen"


def test_a_corpus_of_one_article() -> None:
    one = framing.extract(Corpus(CORPUS.articles[:1]))
    assert one.frame()["speaker"].tolist()[0] == "Orlen"
    assert framing.doubts(one).empty
    assert framing.actors(framing.extract(Corpus(()))).empty


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("senior official", "unnamed: senior officials"), ("police", "unnamed: police"),
        ("spokeswoman for the port", "unnamed: spokeswomen for the port"), ("deputy", "unnamed: deputies"),
        ("person close to the talks", "unnamed: people close to the talks"), ("aides", "unnamed: aides"),
        ("man", "unnamed: men"), ("woman in the queue", "unnamed: women in the queue"), ("them", "unnamed: people"),
        ("two", "unnamed: people"), ("one of the officials", "unnamed: officials"), ("reps.", "unnamed: reps."),
        ("half of those residents in the valley", "unnamed: residents in the valley"),
        ("my mother", "unnamed: my mother"),
        ("Harbour and Customs officials", "unnamed: Harbour and Customs officials"),
        ("lawyer hired by the port", "unnamed: lawyers hired by the port"), ("red", "unnamed: reds"),
    ],
)  # fmt: skip
def test_kinds_of_unnamed_sources(name: str, label: str) -> None:
    assert kind_label(name) == label

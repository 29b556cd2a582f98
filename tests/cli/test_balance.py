"""``framing balance``, ``echo`` and ``silence`` on the seeds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import main
from framing.results import EVIDENCE_COLUMNS

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds")
GIVEN = (SEEDS, "--statements", str(ROOT / "reports/raqqa/statements.jsonl"))


def run(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, *GIVEN, *arguments], catch_exceptions=False)


def table(command: str, *arguments: str) -> pd.DataFrame:
    result = run(command, *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return pd.DataFrame(json.loads(result.stdout))


@pytest.mark.parametrize("command", ["balance", "echo", "silence"])
def test_help_has_examples(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Examples:\n" in result.stdout
    assert f"  framing {command} seeds/" in result.stdout


SHOWN = [
    ("speakers", "all_word_share"), ("sources", "evenness_words"), ("relays", "as_source"),
    ("prominence", "first_third_share"), ("treatment", "distancing_ratio"), ("rebuttals", "median_distance"),
    ("scare-quotes", "voice"), ("standing", "quoted_share"), ("indexing", "official_share"),
    ("diversity", "speakers_at_equal_coverage"), ("profile", "effective_speakers"),
]  # fmt: skip


@pytest.mark.parametrize(("show", "column"), SHOWN)
def test_every_table_can_be_shown(show: str, column: str) -> None:
    found = table("balance", "--by", "side", "--show", show)
    assert len(found)
    assert column in found.columns
    printed = run("balance", "--by", "side", "--show", show)
    assert len(pd.read_csv(io.StringIO(printed.stdout))) == len(found)


def test_the_origin_counts() -> None:
    relayed = table("balance", "--by", "via").set_index("via")["statements"]
    lines = table("balance", "--by", "via", "--evidence", "AFP")
    assert len(lines) == relayed["AFP"]
    assert "unnamed: US officials" in lines["speaker"].tolist()
    assert "AFP" not in lines["speaker"].tolist()


def test_the_origin_has_the_statement_and_the_relay_its_own_table() -> None:
    sources = table("balance").set_index("speaker")["statements"]
    passed_on = table("balance", "--show", "relays").set_index("relay")
    assert "unnamed: US officials" in sources
    assert passed_on.loc["AFP", "as_source"] == sources["AFP"]


def test_rows_open_to_their_lines() -> None:
    lines = table("balance", "--by", "side", "--evidence", "France")
    assert lines["cue"].tolist()[0] == "claimed"
    assert lines.columns.tolist()[:10] == list(EVIDENCE_COLUMNS)
    narrowed = table("balance", "--by", "side", "--evidence", "Russia", "--where", "kind=direct")
    assert narrowed["kind"].eq("direct").all()
    placed = table("balance", "--by", "side", "--show", "prominence", "--evidence", "Russia")
    assert placed["lead"].any()


def test_gender_is_what_the_user_says(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("speaker,gender\nSergey Lavrov,man\nJihan Sheikh Ahmed,woman\nNobody,man\n", "utf-8")
    result = run("balance", "--actors", str(people), "--by", "gender", "--intervals", "--format", "json")
    found = pd.DataFrame(json.loads(result.stdout)).set_index("gender")
    assert "woman" in found.index
    assert found["note"].eq("no interval: fewer than 3 articles hold it").all()
    assert "no statement is of Nobody" in result.stderr


def test_echo_and_its_lines() -> None:
    found = table("echo", "--draws", "20")
    assert {"similarity", "embedding_similarity", "shuffled", "excess", "shared_terms"} <= set(found.columns)
    lines = table("echo", "--draws", "20", "--by", "side", "--lines", "Russia", "--top", "2")
    assert lines["own_text"].str.contains("coordinated partnership").any()
    assert len(table("echo", "--draws", "20", "--sentences", "--top", "3", "--rank", "words")) == 3


def test_the_silent_of_the_seeds() -> None:
    result = run("silence", "--silent", "--format", "json")
    names = [row["speaker"] for row in json.loads(result.stdout)]
    assert names[0] == "Islamic State"
    assert "Iran" in names
    assert "Raqqa" not in names
    assert "--every-name" in result.stderr
    everything = table("silence", "--every-name")["speaker"].tolist()
    assert "Raqqa" in everything
    by_article = table("silence", "--within", "article_id", "--silent")
    second = by_article[by_article["article_id"].str.startswith("002")]
    assert "civilians and residents" in second["speaker"].tolist()
    assert table("silence", "--evidence", "Iran")["words"].tolist() == ["Iran"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("balance", "--by", "offical"), "Did you mean 'official'"),
        (("balance", "--evidence", "Lavrov"), "Did you mean 'Sergey Lavrov'"),
        (("balance", "--where", "kind=direct"), "--evidence"),
        (("balance", "--evidence", "Sergey Lavrov", "--where", "kind"), "column=value"),
        (("balance", "--evidence", "Russia", "--by", "side", "--by", "type"), "needs 2 values"),
        (("balance", "--between", "A", "B"), "--show diversity"),
        (("balance", "--within", "outlet"), "two --by"),
        (("balance", "--show", "diversity", "--between", "A", "B"), "There is: 'not given'"),
        (("balance", "--actors", "nowhere.csv"), "nowhere.csv"),
        (("balance", "--show", "everything"), "everything"),
        (("echo", "--lines", "Lavrov"), "Did you mean 'Sergey Lavrov'"),
        (("echo", "--by", "syde"), "Did you mean 'side'"),
        (("echo", "--lines", "A", "--sentences"), "one of them"),
    ],
)
def test_mistakes_are_told(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.fixture
def nobody(tmp_path: Path) -> tuple[str, ...]:
    """An article in which nobody says anything."""
    (tmp_path / "a.txt").write_text(
        "The river rose by two metres. Farmers lost their fields.\n\nNo train ran for days.\n"
    )
    empty = tmp_path / "none.jsonl"
    empty.write_text("")
    return (str(tmp_path / "a.txt"), "--statements", str(empty), "--format", "json")


@pytest.mark.parametrize("show", [name for name, _ in SHOWN])
def test_nobody_speaks(nobody: tuple[str, ...], show: str) -> None:
    result = CliRunner().invoke(main, ["balance", *nobody, "--show", show], catch_exceptions=False)
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) <= 7


def test_nobody_speaks_and_nobody_echoes(nobody: tuple[str, ...]) -> None:
    silent = CliRunner().invoke(main, ["silence", *nobody, "--silent"], catch_exceptions=False)
    assert silent.exit_code == 0
    assert json.loads(silent.stdout) == []
    echoed = CliRunner().invoke(main, ["echo", *nobody], catch_exceptions=False)
    assert echoed.exit_code == 2
    assert "the table has no statements" in echoed.stderr


def test_intervals_clusters_and_strata_reach_every_table() -> None:
    for show, column in (("treatment", "direct_share_low"), ("standing", "article_share_high"), ("sources", "note")):
        found = table("balance", "--by", "side", "--show", show, "--intervals")
        assert column in found.columns or show == "sources"
    with pytest.raises(AssertionError, match="there is no column 'evnt'"):
        table("balance", "--by", "side", "--cluster", "evnt")


def test_checks_are_drawn_and_correct_the_shares(tmp_path: Path) -> None:
    sheet = tmp_path / "checks.csv"
    drawn = run("sample", "--n", "60", "--by", "article_id", "--out", str(sheet))
    assert drawn.exit_code == 0, drawn.stderr
    assert "to check in" in drawn.stderr
    checks = pd.read_csv(sheet, encoding="utf-8-sig", dtype="str").assign(correct="1")
    assert len(checks) == 60
    checks.to_csv(sheet, index=False)
    found = table("balance", "--by", "side", "--checked", str(sheet))
    assert found["word_share_corrected"].round(6).tolist() == found["word_share"].round(6).tolist()
    assert "official_share_corrected" in table("balance", "--show", "indexing", "--checked", str(sheet)).columns
    report = run("report", "--checked", str(sheet), "--out", str(tmp_path / "report"))
    assert report.exit_code == 0, report.stderr
    assert "Corrected by 60 items that people have checked" in (tmp_path / "report" / "report.md").read_text("utf-8")
    assert run("sample", "--out", str(sheet)).exit_code == 2  # it may hold people's answers


def test_differences_of_sides() -> None:
    found = table("difference", "--by", "side", "--measure", "direct_share", "--group", "Russia", "--group", "France")
    assert found["note"].str.contains("of the 10 articles").all()
    assert found["detectable"].isna().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("difference", "--measure", "direct"), "There is no measure 'direct'"),
        (("difference", "--measure", "direct_share", "--group", "Russia"), "give another"),
        (("difference", "--measure", "word_share", "--of", "side"), "column=value"),
        (("balance", "--checked", "nowhere.csv"), "nowhere.csv"),
        (("balance", "--show", "tone", "--checked", "x.csv"), "tone"),
        (("balance", "--show", "standing", "--checked", "x.csv"), "--checked corrects"),
        (("balance", "--show", "diversity", "--strata", "outlet"), "--strata is not for"),
    ],
)
def test_mistakes_in_tests_and_checks_are_told(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr

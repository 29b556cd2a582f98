"""Commands on lexicons: check, convert, score; sample, validate and report as one way of work."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import lexicon, main

TEXTS = {
    "one": "War came to the valley. The Defense Ministry was silent. Rain fell on the roofs.",
    "two": "The war went on. Nobody had an answer. A storm was seen in the hills.",
}
DIC = "%\n1\tfight\n2\tweather\n%\nwar\t1\ndefense\t1\nbattle*\t1\nrain\t2\nstorm*\t2\nwar\t1\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two articles, no statements in them, and a lexicon."""
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text)
    (tmp_path / "none.jsonl").write_text("")
    (tmp_path / "my.dic").write_text(DIC)
    return tmp_path


def given(place: Path) -> tuple[str | Path, ...]:
    return (place / "in", "--statements", place / "none.jsonl")


def test_check_shows_what_a_lexicon_does(place: Path) -> None:
    result = run("lexicon", "check", place / "my.dic", *given(place), "--samples", "1")
    assert result.exit_code == 0
    assert "| fight | war | 2 | 0.5 |" in result.stdout
    assert "## Entries that never occur: 1\n\nbattle\\* (fight)" in result.stdout
    assert "| fight | defense | 1 | 1 | 1 |" in result.stdout
    assert "in category 'fight' on lines 5, 10; merged" in result.stderr
    found = json.loads(run("lexicon", "check", place / "my.dic", *given(place), "--format", "json").stdout)
    assert found["never_hit"] == [{"category": "fight", "entry": "battle*"}]
    assert {c["category"]: c["hits"] for c in found["coverage"]} == {"fight": 2, "weather": 2}
    assert len(found["samples"]) == 4


@pytest.mark.parametrize("name", ["out.yml", "out.csv"])
def test_convert_keeps_the_entries_and_tells_what_changed(place: Path, name: str) -> None:
    result = run("lexicon", "convert", place / "my.dic", place / name)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "noted" in result.stderr
    assert "5 entries in 2 categories" in result.stderr
    again = run("lexicon", "convert", place / name, place / "again.csv")
    assert "changed" not in again.stderr
    rows = list(csv.DictReader((place / "again.csv").read_text().splitlines()))
    assert [(r["term"], r["category"]) for r in rows] == [
        ("war", "fight"), ("defense", "fight"), ("battle*", "fight"), ("rain", "weather"), ("storm*", "weather")
    ]  # fmt: skip


def test_score_says_why_there_is_no_interval(place: Path) -> None:
    arguments = ("lexicon", "score", *given(place), "--lexicon", place / "my.dic", "--by", "voice", "--format", "json")
    rows = json.loads(run(*arguments).stdout)
    assert [(r["category"], r["hits"], r["low"], r["note"]) for r in rows] == [
        ("fight", 2, None, "no interval: fewer than 10 articles"),
        ("weather", 2, None, "no interval: fewer than 10 articles"),
    ]


def test_limits_and_long_readings_are_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_MANY", 2)
    (place / "my.tff").write_text("type=weaksubj len=1 word1=war pos1=noun stemmed1=n priorpolarity=negative\n")
    told = run("lexicon", "convert", place / "my.tff", place / "a.csv").stderr
    assert "1 entries are limited to a part of speech" in told
    assert "entries read in" in run("lexicon", "convert", place / "my.dic", place / "b.csv").stderr


def test_from_a_sample_to_the_report(place: Path) -> None:
    """A shipped lexicon, since the report counts those."""
    sheet, note, out = place / "labels.csv", place / "labels.json", place / "report"
    (place / "in" / "three.txt").write_text("The rebels held the bridge. The terrorists fled at night. Rain fell.")
    category = ("--lexicon", "group_labels", "--category", "terrorist")
    drawn = run("sample", *given(place), *category, "--out", sheet, "--n", "9")
    assert drawn.exit_code == 0
    assert "9 sentences for 2 coders" in drawn.stderr
    again = run("sample", *given(place), *category, "--out", sheet)
    assert again.exit_code == 2
    assert "may hold people's codes; name another file with --out" in again.stderr

    coded = pd.read_csv(sheet, encoding="utf-8-sig")
    said = coded["text"].str.extract("»(.*)«")[0]
    coded["coder_1"] = said.str.contains("terrorists").astype(int)
    for name in ("anna.csv", "ben.csv"):
        coded.to_csv(place / name, index=False)
    missing = run("validate", place / "anna.csv")
    assert missing.exit_code == 2
    assert "anna.key.csv is not there; name the key" in missing.stderr
    key = place / "labels.key.csv"
    found = run("validate", place / "anna.csv", place / "ben.csv", "--key", key, "--out", note, "--resamples", "100")
    assert found.exit_code == 0
    assert "group_labels, terrorist: held against 9 sentences from 3 articles coded by 2 coders" in found.stderr
    assert json.loads(note.read_text())["precision"]["value"] == 1.0
    assert run("validate", place / "anna.csv", "--key", key, "--resamples", "100").stdout.startswith("{")

    assert run("report", *given(place), "--out", out).exit_code == 0
    assert "Validity: not validated on this corpus." in (out / "report.md").read_text()
    assert run("report", *given(place), "--out", out, "--validity", note).exit_code == 0
    written = (out / "report.md").read_text()
    assert "Validity: group_labels, terrorist: held against 9 sentences" in written
    assert "All other categories: not validated on this corpus." in written
    (place / "in" / "three.txt").write_text("The terrorists fled. " * 3)
    assert run("report", *given(place), "--out", out, "--validity", note).exit_code == 0
    other = "group_labels, terrorist: not validated on this corpus; on other articles: group_labels"
    assert f"Validity: {other}" in (out / "report.md").read_text()


WRONG = [
    (("lexicon", "check", "hedge", "in"), "Did you mean 'hedges'"),
    (("lexicon", "convert", "hedges", "a.dic"), "lexicons are written as .yml, .yaml, .csv"),
    (("lexicon", "convert", "hedges"), "Missing argument 'OUT'"),
    (("sample", "in", "--lexicon", "hedges", "--out", "a.csv"), "name one with --category: modal"),
    (("sample", "in", "--lexicon", "hedges", "--category", "modle", "--out", "a.csv"), "Did you mean 'modal'"),
    (("sample", "in", "--lexicon", "hedges", "--category", "modal", "--out", "a.ods"), "written as .csv or .xlsx"),
    (("validate", "gone.csv"), "gone.csv: cannot be read"),
    (("validate", "blank.csv"), "blank.csv: nothing is coded yet"),
    (("report", "in", "--out", "r", "--validity", "my.dic"), "my.dic: not a validity note"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_usage_says_what_to_do(
    place: Path, arguments: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    (place / "blank.csv").write_text("item,question,text,coder_1\n1,q,t,\n")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""

"""``--min-confidence`` on every command that counts statements, and what a report says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main

TEXT = "The mill burns, Ana Roo said. The dam holds, Ida Berg said. Nobody counts the fish, Ola Lind said."
NAMES = {"Ana Roo": 0.9, "Ida Berg": 0.4, "Ola Lind": 0.6}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """An article, and its statements with their confidence as lines of JSON."""
    article = tmp_path / "harbour.txt"
    article.write_text(TEXT, "utf-8")
    rows: list[dict[str, Any]] = []
    for number, (name, confidence) in enumerate(NAMES.items()):
        end = TEXT.index(f", {name}")
        start = TEXT.rfind(". ", 0, end) + 2 if number else 0
        source = TEXT.index(name)
        rows.append(
            {
                "article_id": "harbour", "statement_id": f"harbour-{number}", "field": "text", "block": "paragraph",
                "kind": "indirect", "act": "speech", "cue": None, "origin": None, "origin_speaker": None, "via": [],
                "source": {"text": name, "spans": [[source, source + len(name)]]},
                "content": {"text": TEXT[start:end], "spans": [[start, end]]},
                "speaker": {"id": name.lower().replace(" ", "-"), "name": name, "type": "person", "named": True},
                "confidence": confidence,
            }
        )  # fmt: skip
    said = tmp_path / "said.jsonl"
    said.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(article), str(said)


def run(*words: str) -> Any:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result


def test_statements_below_it_are_not_counted(files: tuple[str, str]) -> None:
    article, said = files
    result = run(
        "balance", article, "--statements", said, "--min-confidence", "0.5", "--by", "speaker", "--format", "json"
    )
    assert [row["speaker"] for row in json.loads(result.stdout)] == ["Ola Lind", "Ana Roo"]
    assert "1 statement of 3 left out: confidence below 0.5" in result.stderr


def test_a_report_says_how_many_are_doubtful_and_which_were_left_out(files: tuple[str, str], tmp_path: Path) -> None:
    article, said = files
    common = ["report", article, "--statements", said, "--no-mentions"]
    run(*common, "--out", str(tmp_path / "all"))
    run(*common, "--out", str(tmp_path / "sure"), "--min-confidence", "0.5")
    assert "1 of 3 statements (33%) have a confidence below 0.5" in (tmp_path / "all" / "report.md").read_text("utf-8")
    assert "None of the 2 statements has a confidence below 0.5" in (tmp_path / "sure" / "report.md").read_text("utf-8")
    settings = [json.loads((tmp_path / n / "manifest.json").read_text("utf-8"))["settings"] for n in ("all", "sure")]
    assert [s["min_confidence"] for s in settings] == [0, 0.5]
    assert settings[0]["acts"] == ["speech"]


def test_a_share_is_asked_for(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["balance", files[0], "--min-confidence", "50"])
    assert result.exit_code == 2
    assert "50" in result.output


def test_in_python(files: tuple[str, str]) -> None:
    corpus = framing.read(files[0])
    found = framing.read_statements(files[1], corpus)
    analysis = framing.analyze(found, min_confidence=0.5)
    assert [s.attributed_to.name for s in analysis.statements if s.attributed_to] == ["Ana Roo", "Ola Lind"]
    assert analysis.voices.loc[analysis.voices["text"].str.contains("dam holds"), "voice"].tolist() == ["own"]


def test_every_command_that_extracts_has_it() -> None:
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    options = [{p.name for p in one.params} for command in commands for one in _with_inner(command)]
    assert any("acts" in names for names in options)
    assert all(("acts" in names) == ("min_confidence" in names) for names in options)


def _with_inner(command: click.Command | None) -> list[click.Command]:
    if not isinstance(command, click.Group):
        return [command] if command is not None else []
    context = click.Context(command)
    return [c for name in command.list_commands(context) for c in _with_inner(command.get_command(context, name))]

"""``framing naming`` and ``framing agency`` on the seeds."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import main

SEEDS = str(Path(__file__).parents[2] / "seeds")


def run(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, SEEDS, *arguments])


def table(command: str, *arguments: str) -> pd.DataFrame:
    result = run(command, *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return pd.DataFrame(json.loads(result.stdout))


def test_tables_are_printed() -> None:
    assert "militants" in set(table("naming", "--actor", "Islamic State", "--no-names")["label"])
    assert "liberate" in set(table("naming", "--act-words")["word"])
    assert "terrorists" in set(table("agency", "--by", "article_id")["actor"])
    assert set(table("agency", "--evidence", "terrorists")["words"].str.contains("destroyed")) == {True}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["naming", "--act", "killing"], "add --act-words"),
        (["naming", "--act-words", "--intervals"], "leave --actor, --no-names and --intervals out"),
        (["agency", "--show", "clauses", "--by", "outlet"], "leave --by and --evidence out"),
        (["agency", "--show", "harm", "--things"], "are for --show actors"),
        (["agency", "--words", "own.yml"], "add --show harm"),
    ],
)
def test_wrong_usage_says_what_to_do(arguments: list[str], message: str) -> None:
    result = run(arguments[0], *arguments[1:])
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())

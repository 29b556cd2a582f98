"""``--chart`` of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from framing.cli import main

ROOT = Path(__file__).parents[2]
GIVEN = (str(ROOT / "seeds"), "--statements", str(ROOT / "reports" / "raqqa" / "statements.jsonl"))


def _run(command: str, *options: str) -> Result:
    return CliRunner().invoke(main, [command, *GIVEN, *options])


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("balance", ("--by", "side")),
        ("balance", ("--by", "article_id", "--by", "side")),
        ("contrast", ("--by", "side", "--between", "Russia", "US-led coalition")),
    ],
)
def test_a_chart_is_drawn_beside_the_table(tmp_path: Path, command: str, options: tuple[str, ...]) -> None:
    plain = _run(command, *options)
    drawn = _run(command, *options, "--chart", str(tmp_path / "chart.svg"))
    assert drawn.exit_code == 0, drawn.output
    assert drawn.stdout == plain.stdout
    assert (tmp_path / "chart.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--by", "side", "--chart", "chart.gif"), "end the name with one of them"),
        (("--by", "side", "--by", "type", "--by", "kind", "--chart", "chart.svg"), "by one --by, or two"),
    ],
)
def test_what_cannot_be_drawn_is_told(options: tuple[str, ...], message: str) -> None:
    result = _run("balance", *options)
    assert result.exit_code == 2
    assert message in result.output

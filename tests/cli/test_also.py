"""Small promises of the commands: what a list leaves out, what is refused with a reason, how numbers are written."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from framing.cli import main
from tests.cli.test_contrast import corpus as corpus  # the fixture
from tests.cli.test_contrast import names, terms


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def courteous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Statements in which courtesy words, a weekday, a credit and the outlet's name set the groups apart."""
    rows = []
    for k in range(12):
        who, said = (("Ann Kerr", "Mr. Holt told the Herald on Monday by Getty"), ("Tom Reyes", "the road is wide"))[
            k % 2
        ]
        rows.append({"id": f"a{k}", "outlet": "Boston Herald", "text": f"“We know that {said} now,” {who} said."})
    path = tmp_path_factory.mktemp("c") / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_without_names_lists_no_courtesy_words(courteous: Path) -> None:
    given = (
        "contrast",
        courteous,
        "--between",
        "Ann Kerr",
        "Tom Reyes",
        "--longest",
        1,
        "--model",
        "fast",
        "--format",
        "json",
    )
    every = names(json.loads(run(*given).stdout))
    assert {"mr", "herald", "monday", "getty", "told"} <= every
    left = names(json.loads(run(*given, "--without-names").stdout))
    assert left & {"mr", "herald", "monday", "getty"} == set()
    assert "told" in left


def test_lines_in_context_stand_beside_the_terms(corpus: tuple[str, str]) -> None:
    plain = terms(corpus, "--longest", "1", "--top", "5")[0]
    rows = terms(corpus, "--longest", "1", "--top", "5", "--kwic", "2")[0]
    assert names(rows) == names(plain)
    assert plain[0].keys() <= rows[0].keys()
    for row in rows:
        assert str(row["words"]).lower() == row["term"]
    assert len(rows) > len(plain)


@pytest.mark.parametrize("by", ["outlet", "date", "article_id"])
def test_an_echo_by_a_column_of_articles_is_refused(corpus: tuple[str, str], by: str) -> None:
    shown = run("echo", corpus[0], "--statements", corpus[1], "--by", by)
    assert shown.exit_code == 2
    assert f"An echo by {by} has no meaning" in shown.output
    assert "speaker, side, type" in shown.output


def test_numbers_have_digits_that_count(corpus: tuple[str, str]) -> None:
    for arguments in (("balance", "--intervals"), ("extract", "--format", "csv")):
        name, *more = arguments
        given = (*more, "--statements", corpus[1]) if name == "balance" else (*more, "--model", "fast")
        rows = list(csv.reader(io.StringIO(run(name, corpus[0], *given).stdout)))
        cells = [c for row in rows[1:] for c in row if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", c)]
        assert cells
        assert all(len(re.sub(r"e.*|[-.]|^[-0.]+", "", c)) <= 6 for c in cells), cells


@pytest.mark.parametrize("name", ["silence", "balance", "compare", "shared", "actors", "extract", "difference", "echo"])
def test_a_confidence_can_be_asked_of_all(name: str) -> None:
    assert "--min-confidence" in run(name, "--help").output


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("month", {"2016-05", "2016-06"}),
        ("year", {"2016"}),
        ("quarter", {"2016-Q2"}),
        ("outlet", {"Post", "Echo"}),
        ("article", {f"a{k}" for k in range(24)}),
    ],
)
@pytest.mark.parametrize("show", ["speakers", "prominence"])
def test_balance_by_what_compare_takes(corpus: tuple[str, str], by: str, groups: set[str], show: str) -> None:
    shown = run("balance", corpus[0], "--statements", corpus[1], "--by", by, "--show", show, "--format", "json")
    assert shown.exit_code == 0, shown.output
    rows = json.loads(shown.stdout)
    assert {str(cell) for r in rows for cell in r.values()} >= groups


def test_the_lines_of_a_month(corpus: tuple[str, str]) -> None:
    given = (
        "balance",
        corpus[0],
        "--statements",
        corpus[1],
        "--by",
        "month",
        "--evidence",
        "2016-06",
        "--format",
        "json",
    )
    lines = json.loads(run(*given).stdout)
    assert {r["article_id"] for r in lines} == {f"a{k}" for k in range(12, 24)}

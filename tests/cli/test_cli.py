"""The command line: data on standard output, talk on standard error, exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from framing.cli import main

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds")
SCHEMA = json.loads((ROOT / "framing/schemas/statement.schema.json").read_text("utf-8"))
SAFE = 'The mayor, Ana Reyes, said the bridge was safe. "Nobody needs to worry," she added.'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statements") / "statements.jsonl"
    assert run("extract", SEEDS, "--out", str(path)).exit_code == 0
    return path


def test_extract_writes_the_promised_lines(statements: Path) -> None:
    rows = [json.loads(line) for line in statements.read_text("utf-8").split("\n") if line]
    assert len(rows) > 40
    for row in rows:
        jsonschema.validate(row, SCHEMA)
    printed = run("extract", SEEDS)
    assert printed.stdout == statements.read_text("utf-8")
    assert printed.stderr == ""


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_extract_writes_tables(tmp_path: Path, form: str, statements: Path) -> None:
    out = tmp_path / f"s.{form}"
    assert run("extract", SEEDS, "--format", form, "--out", str(out)).exit_code == 0
    table = pd.read_csv(out) if form == "csv" else pd.read_parquet(out)
    assert len(table) == len(statements.read_text("utf-8").splitlines())
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_balance_from_statements(statements: Path) -> None:
    result = run("balance", SEEDS, "--by", "side", "--format", "json", "--statements", str(statements))
    rows = {r["side"]: r for r in json.loads(result.stdout)}
    assert rows["Russia"]["statements"] > 5
    assert "not given" in rows


def test_contrast_and_its_lines(statements: Path) -> None:
    arguments = ("contrast", SEEDS, "--between", "Sergey Lavrov", "Steve Warren", "--statements", str(statements))
    table = run(*arguments, "--format", "json", "--top", "5")
    assert 0 < len(json.loads(table.stdout)) <= 10
    lines = json.loads(run(*arguments, "--format", "json", "--top", "3", "--kwic", "2").stdout)
    assert {"term", "left", "words", "right", "article_id"} <= set(lines[0])


def test_lexicon_by_voice(statements: Path) -> None:
    arguments = ("--lexicon", "group_labels", "--by", "voice", "--statements", str(statements))
    short = run("lexicon", SEEDS, *arguments)
    assert short.stdout == run("lexicon", "score", SEEDS, *arguments).stdout
    assert short.stdout.startswith("voice,lexicon,category,hits,words")
    assert "group_labels" in run("lexicon", "list").stdout


@pytest.mark.parametrize(
    "command",
    [
        "", "extract", "balance", "contrast", "evaluate", "lexicon", "lexicon score", "lexicon check",
        "lexicon convert", "lexicon list", "report", "sample", "validate",
    ],
)  # fmt: skip
def test_help_has_an_example(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert re.search(r"Examples?:\n +framing ", result.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("extract", "nowhere"), "nowhere"),
        (("extract",), "Missing argument"),
        (("extract", SEEDS, "--format", "parquet"), "--out"),
        (("extract", SEEDS, "--model", "huge"), "shipped are"),
        (("extract", SEEDS, "--column", "text"), "name=column"),
        (("extract", SEEDS, "--out", "/proc/none/x.jsonl"), "/proc/none/x.jsonl"),
        (("balance", SEEDS, "--by", "speeker"), "speeker"),
        (("contrast", SEEDS, "--between", "Nobody", "Steve Warren"), "Nobody"),
        (("lexicon", SEEDS, "--lexicon", "hedge"), "hedge"),
        (("report", SEEDS, "--out", "/proc/none"), "/proc/none"),
    ],
)
def test_wrong_usage_says_what_to_do(arguments: tuple[str, ...], message: str, statements: Path) -> None:
    if arguments[0] in ("balance", "contrast", "lexicon", "report") and arguments[-1] != "--help":
        arguments = (*arguments, "--statements", str(statements))
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_strict_turns_a_skipped_article_into_status_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAFE)
    (tmp_path / "b.txt").write_text("")
    for options, status in (((), 0), (("--strict",), 1)):
        result = run("extract", str(tmp_path), *options)
        assert result.exit_code == status
        assert "b.txt" in result.stderr
        assert "Ana Reyes" in result.stdout


def test_a_csv_without_text_lists_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,gist\n1,"{SAFE.replace(chr(34), chr(34) * 2)}"\n')
    result = run("extract", str(path))
    assert result.exit_code == 2
    assert "gist" in result.stderr
    assert "--column" in result.stderr
    assert "Ana Reyes" in run("extract", str(path), "--column", "text=gist").stdout


def test_the_project_file_beside_the_input_gives_sides(statements: Path) -> None:
    rows = [json.loads(line) for line in statements.read_text("utf-8").split("\n") if line]
    sides = {row["speaker"]["side"] for row in rows if row["speaker"]}
    assert {"Russia", "US-led coalition"} <= sides


def test_evaluate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAFE)
    found = tmp_path / "found.jsonl"
    assert run("extract", str(tmp_path / "a.txt"), "--out", str(found)).exit_code == 0
    rows = [json.loads(line) for line in found.read_text("utf-8").splitlines()]
    attributions = [{r: (row[r] or {}).get("spans", []) for r in ("source", "cue", "content")} for row in rows]
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": SAFE, "attributions": attributions}))
    assert "F1 100.0" in run("evaluate", str(gold), str(found)).stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = "('pandas', 'numpy', 'onnxruntime', 'matplotlib', 'sklearn', 'nltk')"
    code = (
        "import sys; from click.testing import CliRunner; from framing.cli import main; "
        f"CliRunner().invoke(main, ['--help']); print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_copies_count_once_unless_asked(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(SAFE)
    once, twice = (
        json.loads(run("balance", str(tmp_path), "--format", "json", *o).stdout) for o in ((), ("--copies",))
    )
    assert [r["statements"] for r in twice] == [2 * r["statements"] for r in once]
    assert len(run("extract", str(tmp_path)).stdout.splitlines()) == 4


def test_devices_and_links_are_written_through(tmp_path: Path, statements: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    assert run("balance", SEEDS, "--statements", str(statements), "--out", str(link)).exit_code == 0
    assert link.is_symlink()
    assert real.read_text().startswith("speaker,")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)  # noqa: S603, S607
    assert run("balance", SEEDS, "--statements", str(statements), "--out", str(pipe)).exit_code == 0
    assert reader.communicate()[0].startswith(b"speaker,")
    assert pipe.is_fifo()


def test_balance_by_the_same_column_twice_and_by_one_it_makes(statements: Path) -> None:
    twice = run("balance", SEEDS, "--statements", str(statements), "--by", "side", "--by", "side")
    assert twice.stdout == run("balance", SEEDS, "--statements", str(statements), "--by", "side").stdout
    clash = run("balance", SEEDS, "--statements", str(statements), "--by", "words")
    assert clash.exit_code == 2
    assert "rename yours" in clash.stderr


def test_contrast_between_outlets(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(SAFE.replace("bridge", "bridge" if name == "a" else "harbour"))
    (tmp_path / "metadata.csv").write_text("file,outlet\na.txt,Post\nb.txt,Mail\n")
    result = run("contrast", str(tmp_path), "--by", "outlet", "--between", "Post", "Mail")
    assert result.exit_code == 0
    assert "bridge" in result.stdout
    assert "harbour" in result.stdout


def test_a_project_file_counts_with_given_statements(tmp_path: Path, statements: Path) -> None:
    project = tmp_path / "p.toml"
    project.write_text('[sides]\n"Elsewhere" = ["Patrick Henningsen"]\n')
    shared = ("--statements", str(statements), "--project", str(project), "--by", "side")
    assert "Elsewhere" in run("balance", SEEDS, *shared).stdout


def test_a_report_never_takes_a_file_of_yours_with_it(tmp_path: Path, statements: Path) -> None:
    out = tmp_path / "report"
    arguments = ("report", SEEDS, "--statements", str(statements), "--out", str(out))
    assert run(*arguments).exit_code == 0
    assert json.loads((out / "manifest.json").read_text("utf-8"))["model"] is None
    (out / "notes.txt").write_text("mine")
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert "notes.txt" in refused.stderr
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    assert run(*arguments).exit_code == 0

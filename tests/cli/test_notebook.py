"""``framing notebook``: what it writes runs, on two articles and on one."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

from framing.cli import main

SEEDS = Path(__file__).parents[2] / "seeds"


def _written(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["notebook", str(folder / "in"), "--out", str(folder / "my.ipynb"), *options])
    return result.stderr if result.exit_code else (folder / "my.ipynb").read_text("utf-8")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_notebook_runs(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "in")
    made = nbformat.reads(_written(tmp_path), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(made)
    NotebookClient(made, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [o for c in made.cells if c.cell_type == "code" for o in c.outputs]
    assert not any(o.output_type == "error" for o in outputs)
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert any("linear-gradient" in o.get("data", {}).get("text/html", "") for o in outputs)


def test_one_article_is_not_compared(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The mayor said the bridge was open. It is.")
    assert "a.compare" not in _written(tmp_path)


def test_a_notebook_that_is_there_is_left_alone(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "in")
    (tmp_path / "my.ipynb").write_text("work")
    assert "may hold work of yours" in _written(tmp_path)
    assert (tmp_path / "my.ipynb").read_text() == "work"


def test_another_ending_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["notebook", str(SEEDS), "--out", str(tmp_path / "my.txt")])
    assert result.exit_code == 2
    assert "ends in .ipynb" in result.stderr

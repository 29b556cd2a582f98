"""The notebooks run, are the same as their text pairs, and keep their outputs."""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = ["01_first_look", "02_speakers", "03_lexicons", "04_contrasts", "05_compare_sources"]


def test_every_notebook_is_tested() -> None:
    assert sorted(p.stem for p in FOLDER.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_runs(name: str) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert any("image/png" in o.get("data", {}) for o in outputs), "a figure belongs in every notebook"
    assert not any(o.output_type == "error" for o in outputs)


@pytest.mark.parametrize("name", NAMES)
def test_pair_and_outputs(name: str) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    pair = jupytext.read(FOLDER / f"{name}.py")
    assert [c.source for c in notebook.cells] == [c.source for c in pair.cells]
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(c.execution_count for c in code), "run `make notebooks` and commit the outputs"

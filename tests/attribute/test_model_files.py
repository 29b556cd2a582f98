"""A model is loaded only from the files that it was exported with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from framing.attribute.model import FOLDER, Model, shipped_models
from framing.errors import ModelError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "fast", tmp_path / "fast")
    return tmp_path / "fast"


@pytest.mark.parametrize("name", shipped_models())
def test_shipped_models_state_their_files(name: str) -> None:
    assert {"sha256", "tokenizer_sha256"} <= json.loads((FOLDER / name / "model.json").read_text("utf-8")).keys()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["changed", "cut off", "other"])
def test_a_changed_file_is_refused(folder: Path, name: str, damage: str) -> None:
    path = folder / name
    data = bytearray(path.read_bytes())
    if damage == "changed":
        data[len(data) // 2] ^= 1
    path.write_bytes({"changed": bytes(data), "cut off": bytes(data[:-100]), "other": b"{}"}[damage])
    with pytest.raises(ModelError, match=r"is not the file that .*model\.json describes"):
        Model(folder)


def test_a_model_of_ones_own_may_say_nothing_of_its_tokenizer(folder: Path) -> None:
    settings = json.loads((folder / "model.json").read_text("utf-8"))
    del settings["tokenizer_sha256"]
    (folder / "model.json").write_text(json.dumps(settings), "utf-8")
    assert Model(folder).name == "fast"


def test_a_file_that_is_gone(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        Model(folder)

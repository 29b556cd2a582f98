"""A model is loaded only from the files that it was exported with."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from framing.attribute import model as attribute_model
from framing.attribute.model import FOLDER, Device, Model, load_ahead, load_model, shipped_models
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


def test_a_model_that_was_begun_to_load_is_loaded_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    made: list[Path] = []

    class Slow(Model):
        def __init__(self, folder: Path, device: Device = "cpu") -> None:
            time.sleep(0.05)
            made.append(folder)

    monkeypatch.setattr(attribute_model, "Model", Slow)
    load_ahead(folder)
    assert load_model(folder) is load_model(folder)
    assert made == [folder]


def test_who_needs_a_model_hears_that_it_is_not_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_ahead(tmp_path)
    with pytest.raises(ModelError, match="there is no model"):
        load_model(tmp_path)
    assert capfd.readouterr().err == ""

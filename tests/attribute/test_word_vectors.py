from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.attribute.model import FOLDER
from framing.attribute.word_vectors import load_word_vectors, read_tensor
from framing.errors import ModelError


def varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def field(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def tensor(name: str, values: np.ndarray, kind: int, *, packed: bool) -> bytes:
    dims = (
        field(1, b"".join(map(varint, values.shape)))
        if packed
        else b"".join(varint(1 << 3) + varint(d) for d in values.shape)
    )
    return dims + varint(2 << 3) + varint(kind) + field(8, name.encode()) + field(9, values.tobytes())


ROWS = (np.arange(1200) % 256 - 128).astype(np.int8).reshape(300, 4)
SCALE = np.linspace(0, 1, 300, dtype="<f4")[:, None]


@pytest.fixture(params=[True, False])
def model(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    graph = field(1, b"a node") + field(5, tensor("word.scale", SCALE, 1, packed=request.param))
    graph += field(5, tensor("word.int8", ROWS, 3, packed=request.param))
    path = tmp_path / "model.onnx"
    path.write_bytes(varint(1 << 3) + varint(9) + field(2, b"made by hand") + field(7, graph))
    return path


def test_tensors_come_out_as_they_went_in(model: Path) -> None:
    np.testing.assert_array_equal(read_tensor(model, "word.int8"), ROWS)
    np.testing.assert_array_equal(read_tensor(model, "word.scale"), SCALE)


def test_files_that_hold_no_such_tensor(model: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no tensor 'words'"):
        read_tensor(model, "words")
    whole = model.read_bytes()
    for broken in (whole[:-10], b"\xff" * 40, b""):
        model.write_bytes(broken)
        with pytest.raises(ModelError, match=r"cannot be read|holds no tensor"):
            read_tensor(model, "word.int8")
    with pytest.raises(ModelError, match="shipped are"):
        load_word_vectors("tiny")


@pytest.mark.parametrize("name", ["full", "fast"])
def test_the_shipped_tables(name: str) -> None:
    onnx = pytest.importorskip("onnx")
    path = FOLDER / name / "model.onnx"
    wanted = {i.name: i for i in onnx.load(str(path)).graph.initializer if i.name.startswith("word.")}
    if "word.int8" not in wanted:
        pytest.skip("this model's table is stored in another way")
    for key in ("word.int8", "word.scale"):
        np.testing.assert_array_equal(read_tensor(path, key), onnx.numpy_helper.to_array(wanted[key]))


def test_words_of_one_meaning_are_near() -> None:
    vectors = load_word_vectors()
    sums, pieces = vectors.words(["doctor", "physician", "harbour", "unimmunised", "☃"])
    assert (pieces[:3] >= 1).all()
    assert pieces[3] > 1
    units = sums[:3] / np.linalg.norm(sums[:3], axis=1, keepdims=True)
    assert units[0] @ units[1] > units[0] @ units[2] + 0.2

"""Vectors of word pieces, read out of the shipped model.

The model's first layer is a table with a vector for each word piece, from a sentence encoder (all-MiniLM-L6) and
trained further with the model. It stands in ``model.onnx`` as int8 rows with a scale each. onnxruntime does not hand
out a tensor of a file and the package ``onnx`` is not needed at run time, so the two tensors are read from the file
itself: the format is Protocol Buffers, nested fields of a number, a wire type and, here, a length.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.attribute.model import FOLDER, shipped_models
from framing.errors import ModelError

__all__ = ["WordVectors", "load_word_vectors", "read_tensor"]

Floats = NDArray[np.float32]

_GRAPH, _INITIALIZER = 7, 5
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
"""Field numbers of ModelProto, GraphProto and TensorProto (onnx.proto3)."""
_DTYPES: dict[int, np.dtype[np.generic]] = {1: np.dtype("<f4"), 3: np.dtype("int8"), 10: np.dtype("<f2")}
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class WordVectors:
    """The table of a model (word pieces × dimensions) and the tokeniser that belongs to it."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._rows = read_tensor(folder / "model.onnx", "word.int8").copy()  # not the whole file with it
        self._scale: Floats = read_tensor(folder / "model.onnx", "word.scale").astype(np.float32)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._unknown = self._tokenizer.token_to_id("[UNK]")

    @property
    def dimensions(self) -> int:
        """Numbers of a vector."""
        return int(self._rows.shape[1])

    def pieces(self, words: Sequence[str]) -> list[list[int]]:
        """Numbers of each word's pieces in the vocabulary, the unknown one too; the lower, the more frequent."""
        return [list(found.ids) for found in self._tokenizer.encode_batch(list(words), add_special_tokens=False)]

    def words(self, words: Sequence[str]) -> tuple[Floats, NDArray[np.int64]]:
        """Sum of the vectors of each word's pieces (words × dimensions), and their number; unknown pieces count 0."""
        sums = np.zeros((len(words), self.dimensions), dtype=np.float32)
        pieces = np.zeros(len(words), dtype=np.int64)
        for i, found in enumerate(self.pieces(words)):
            ids = [k for k in found if k != self._unknown and k < len(self._rows)]
            sums[i], pieces[i] = (self._rows[ids].astype(np.float32) * self._scale[ids]).sum(axis=0), len(ids)
        return sums, pieces


@lru_cache(maxsize=2)
def load_word_vectors(name: str | Path = "full") -> WordVectors:
    """The word vectors of a shipped model ("full", "fast") or of a model's folder.

    Raises :class:`~framing.errors.ModelError` where there is no such model, or its file holds no such table.
    """
    folder = FOLDER / name if isinstance(name, str) and name in shipped_models() else Path(name)
    if not (folder / "model.onnx").exists():
        raise ModelError(f"there is no model {str(name)!r}; shipped are: {', '.join(shipped_models()) or 'none'}")
    return WordVectors(folder)


def read_tensor(path: Path, name: str) -> NDArray[np.generic]:
    """One initialiser of an ONNX file, by name.

    Raises :class:`~framing.errors.ModelError` where the file holds none of that name, or is no ONNX file.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for field, start, end in _fields(data, 0, len(data)):
                if field == _GRAPH:
                    for inner, a, b in _fields(data, start, end):
                        if inner == _INITIALIZER and (found := _tensor(data, a, b, name)) is not None:
                            return found
    except (OSError, ValueError, IndexError) as error:
        raise ModelError(f"{path} cannot be read as an ONNX model ({error}); reinstall the package") from error
    raise ModelError(f"{path} holds no tensor {name!r}; export the model again with training/export.py")


def _tensor(data: mmap.mmap, start: int, end: int, name: str) -> NDArray[np.generic] | None:
    """The tensor in a range of bytes where it has that name."""
    dims: list[int] = []
    kind, is_it, raw = 0, False, (0, 0)
    for field, a, b in _fields(data, start, end):
        if field == _NAME:
            is_it = data[a:b] == name.encode()
            if not is_it:
                return None
        elif field == _TYPE:
            kind = _varint(data, a)[0]
        elif field == _DIMS:
            while a < b:
                value, a = _varint(data, a)
                dims.append(value)
        elif field == _RAW:
            raw = a, b
    if not is_it:
        return None
    if kind not in _DTYPES or raw == (0, 0):
        raise ValueError(f"tensor {name!r} is stored in a way that is not read here")
    found: NDArray[np.generic] = np.frombuffer(data[raw[0] : raw[1]], dtype=_DTYPES[kind]).reshape(dims)
    return found


def _fields(data: mmap.mmap, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each field in a range of bytes."""
    at = start
    while at < end:
        key, at = _varint(data, at)
        wire = key & 7
        if wire == _VARINT:
            size = _varint(data, at)[1] - at
        elif wire == _BYTES:
            size, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            size = 8 if wire == _FIXED64 else 4
        else:
            raise ValueError(f"unknown wire type {wire}")
        if at + size > end:
            raise ValueError("a field is longer than what holds it")
        yield key >> 3, at, at + size
        at += size


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    """A variable-length integer, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("an integer of more than ten bytes")

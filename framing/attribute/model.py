"""The shipped model: load it, run it on documents.

Each window of a text is run by itself, so an article's result does not depend on what it is run with:
onnxruntime's dynamic int8 takes one scale from everything in a batch. Speed comes from running windows
side by side on threads instead. On a GPU the windows of one text run together (:mod:`framing.attribute.cuda`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from framing.attribute.annotation import Annotation, Attribution, Entity, EntityType, packed
from framing.attribute.cuda import TOGETHER, as_float, padded
from framing.attribute.decode import Decoded, Parameters, Scores, decode, entity_ranges
from framing.attribute.labels import POS
from framing.attribute.run import Output, gather
from framing.attribute.windows import Encoded, Window, encode, window_inputs, windows
from framing.errors import ModelError
from framing.structure import Document
from framing.values import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["Device", "Model", "load_ahead", "load_model", "open_network", "shipped_models"]

FOLDER = Path(__file__).parent / "models"
FORMAT = 1
Device = Literal["cpu", "cuda"]


def shipped_models() -> tuple[str, ...]:
    """Names of the models in the package."""
    return tuple(sorted(p.parent.name for p in FOLDER.glob("*/model.json")))


class Model:
    """A model ready to run. Safe to use from several threads."""

    def __init__(self, folder: Path, device: Device = "cpu") -> None:
        self._session, self._tokenizer, settings = open_network(folder, FORMAT, "training/export.py", device)
        try:
            self.parameters = Parameters(
                transitions=np.array(settings["transitions"], dtype=np.float32),
                distance=np.array(settings["distance"], dtype=np.float32),
                bias_begin=tuple(settings["bias_begin"]),
                bias_none=settings["bias_none"],
                bias_apart=tuple(settings["bias_apart"]),
                confidence=tuple(settings["confidence"]),
            )
            self.sha256 = str(settings["sha256"])
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(folder, error) from error
        self.name = folder.name
        self.device = device
        self._outputs = [o.name for o in self._session.get_outputs()]

    def scores(self, document: Document) -> tuple[Encoded, Scores]:
        """Word pieces of a text and the network's scores for its words."""
        encoded = self.encode(document)
        cut = windows(encoded)
        return encoded, gather(encoded, cut, self.run(encoded, cut))

    def encode(self, document: Document) -> Encoded:
        """Word pieces of a text."""
        return encode(document, self._tokenizer)

    def run(self, encoded: Encoded, cut: list[Window]) -> Iterator[Output]:
        """What the network says of the windows of a text, one after the other."""
        return self._run_together(encoded, cut) if self.device == "cuda" else self._run(encoded, cut)

    def _run(self, encoded: Encoded, cut: list[Window]) -> Iterator[Output]:
        for window in cut:
            ids, features, positions = window_inputs(encoded, window)
            result = self._session.run(self._outputs, {"ids": ids[None], "features": features[None]})
            yield {k: v[0] for k, v in zip(self._outputs, result, strict=True)}, positions

    def _run_together(self, encoded: Encoded, cut: list[Window]) -> Iterator[Output]:
        for first in range(0, len(cut), TOGETHER):
            inputs = [window_inputs(encoded, window) for window in cut[first : first + TOGETHER]]
            ids, features, positions = zip(*inputs, strict=True)
            lengths = np.array([len(row) for row in ids], dtype=np.int32)
            given = {"ids": padded(ids), "features": padded(features), "lengths": lengths}
            result = self._session.run(self._outputs, given)
            for number, places in enumerate(positions):
                yield {k: v[number] for k, v in zip(self._outputs, result, strict=True)}, places

    def annotate(self, document: Document) -> Annotation:
        """Attributions, entities and parts of speech of one text."""
        encoded, scores = self.scores(document)
        begin = encoded.word_start
        last = np.append(begin[1:] - 1, len(encoded) - 1) if len(begin) else begin
        starts, ends = encoded.starts[begin], encoded.ends[last]
        found = tuple(_in_characters(a, starts, ends) for a in decode(scores, self.parameters))
        entities = tuple(
            Entity(int(starts[a]), int(ends[b - 1]), cast("EntityType", kind))
            for a, b, kind in entity_ranges(scores.entities, scores.line)
        )
        tags = scores.pos.argmax(1)
        pos = tuple(zip(starts.tolist(), ends.tolist(), map(POS.__getitem__, tags.tolist()), strict=True))
        return Annotation(document, found, entities, pos, packed(starts, ends, tags))


def _checked(path: Path, wanted: str | None) -> bytes:
    """The bytes of a model's file, if they are those that its ``model.json`` states (where it states any)."""
    data = path.read_bytes()
    if wanted is not None and hashlib.sha256(data).hexdigest() != wanted:
        raise ModelError(
            f"{path} is not the file that {path.parent / 'model.json'} describes: it was changed, or cut off on the "
            "way; reinstall the package, or export the model again"
        )
    return data


def open_network(
    folder: Path, form: int, exporter: str, device: Device = "cpu"
) -> tuple[InferenceSession, Tokenizer, dict[str, Any]]:
    """A network of the package, its tokenizer and its settings; it computes on the thread that runs it.

    Raises:
        ModelError: if the files are not there or not whole, or of another format than ``form``.

    """
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        settings: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
        if settings.get("format") != form:
            raise ModelError(
                f"{folder} holds a model of format {settings.get('format')}, this version reads format {form}; "
                f"export it again with {exporter}"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        network = _checked(folder / "model.onnx", str(settings["sha256"]))
        tokenizer = _checked(folder / "tokenizer.json", settings.get("tokenizer_sha256"))
        providers = _providers(device)
        session = onnxruntime.InferenceSession(
            as_float(network) if device == "cuda" else network,
            options,
            providers=providers,
            # the fused operator takes eight times as long on processors (onnxruntime 1.31)
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        if providers[0] not in session.get_providers():  # onnxruntime goes on with the processor, and only logs it
            raise ModelError(
                "device cuda: onnxruntime-gpu is there, but not an NVIDIA GPU with the CUDA libraries that it needs in "
                "this version; its documentation names them, and which of them pip installs"
            )
        return session, Tokenizer.from_str(tokenizer.decode("utf-8")), settings
    except ModelError:
        raise
    except Exception as error:  # onnxruntime and tokenizers raise errors of many kinds
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> ModelError:
    return ModelError(f"the model in {folder} cannot be loaded ({error}); reinstall the package")


def _providers(device: Device) -> list[str]:
    if device == "cpu":
        return ["CPUExecutionProvider"]
    import onnxruntime

    available = onnxruntime.get_available_providers()
    if "CUDAExecutionProvider" not in available:
        raise ModelError(
            "device cuda needs an NVIDIA GPU and the package onnxruntime-gpu in the place of onnxruntime (uninstall "
            "that one first: both are the same module); "
            f"available here: {', '.join(available)}"
        )
    if hasattr(onnxruntime, "preload_dlls"):  # from 1.21 on: CUDA as pip installs it is found as well
        onnxruntime.preload_dlls()
    return ["CUDAExecutionProvider"]


def _in_characters(found: Decoded, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Attribution:
    def span(words: tuple[int, int]) -> Span:
        return int(starts[words[0]]), int(ends[words[1] - 1])

    return Attribution(
        source=(span(found.source),) if found.source else (),
        cue=(span(found.cue),) if found.cue else (),
        content=tuple(map(span, found.content)),
        confidence=found.confidence,
        acts=found.acts,
    )


def load_model(name: str | Path = "full", device: Device = "cpu") -> Model:
    """The model shipped under ``name``, or the one in a folder, on the processor or an NVIDIA GPU.

    Raises:
        ModelError: if there is none of that name, or it cannot be loaded.

    """
    with _LOADING:  # who asks while it is being loaded waits for it
        return _loaded(name, device)


def load_ahead(name: str | Path, device: Device = "cpu") -> None:
    """Begin to load a model that will be needed: most of it leaves Python free. Who needs it hears of errors."""

    def load() -> None:
        with suppress(Exception):
            load_model(name, device)

    Thread(target=load, name="model").start()


_LOADING = Lock()


@lru_cache(maxsize=4)
def _loaded(name: str | Path, device: Device) -> Model:
    folder = FOLDER / name if isinstance(name, str) and (FOLDER / name / "model.json").exists() else Path(name)
    if not (folder / "model.json").exists():
        raise ModelError(
            f"there is no model {str(name)!r}; shipped are: {', '.join(shipped_models()) or 'none'}. "
            "A folder with model.onnx, model.json and tokenizer.json can be named instead"
        )
    return Model(folder, device)

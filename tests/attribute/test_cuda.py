"""The network as a GPU runs it, here on a processor: floats in the place of int8, windows together."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from framing.attribute import model as attribute_model
from framing.attribute.cuda import TOGETHER
from framing.attribute.model import FOLDER, Model, shipped_models
from framing.attribute.windows import windows
from framing.errors import ModelError
from framing.structure import parse

PARAGRAPHS = """\
The mayor of the port said on Tuesday that the ferry would sail again before Easter. “We have waited long enough,” Ana
 Petrovic told reporters at the quay.
Fishermen were not convinced. According to their union, nobody had asked them about the new berths, and two boats had
 been damaged since March. Its chairman, Luka Horvat, called the plan a gift to the hotels.
The ministry did not answer questions. A spokeswoman had said earlier that “every complaint is read”.
""".replace("\n ", " ").splitlines()
TEXT = "\n\n".join(f"{p} It was day {n}." for n in range(9) for p in PARAGRAPHS)


@pytest.fixture
def on_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribute_model, "_providers", lambda _device: ["CPUExecutionProvider"])


@pytest.mark.parametrize("name", shipped_models())
def test_floats_say_what_int8_says(on_processor: None, name: str) -> None:
    document = parse(TEXT)
    small, large = Model(FOLDER / name), Model(FOLDER / name, "cuda")
    one, other = small.annotate(document), large.annotate(document)
    found = {(a.source, a.cue, a.content) for a in one.attributions}
    assert len(found) >= 40
    assert len(found & {(a.source, a.cue, a.content) for a in other.attributions}) >= 0.9 * len(found)
    _, a = small.scores(document)
    _, b = large.scores(document)
    assert (a.tags.argmax(1) == b.tags.argmax(1)).mean() > 0.985
    assert np.abs(a.tags - b.tags).max() > 0  # not the same network twice


def test_windows_together_are_as_one_by_one(on_processor: None, monkeypatch: pytest.MonkeyPatch) -> None:
    model, document = Model(FOLDER / "fast", "cuda"), parse(TEXT)
    encoded, together = model.scores(document)
    assert 1 < len(windows(encoded)) < TOGETHER
    for some in (1, 3):
        monkeypatch.setattr(attribute_model, "TOGETHER", some)
        _, scores = model.scores(document)
        for head in ("tags", "entities", "pos", "act", "queries", "keys", "none"):
            np.testing.assert_allclose(getattr(scores, head), getattr(together, head), atol=2e-4)


@pytest.mark.usefixtures("on_processor")
@pytest.mark.parametrize("text", ["", "Wind."])
def test_short_texts(text: str) -> None:
    assert Model(FOLDER / "fast", "cuda").annotate(parse(text)).attributions == ()


def test_without_a_gpu_it_says_what_is_missing() -> None:
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("onnxruntime-gpu is installed")
    with pytest.raises(ModelError, match=r"needs an NVIDIA GPU and the package onnxruntime-gpu .*CPUExecutionProvider"):
        Model(FOLDER / "fast", "cuda")


def test_a_gpu_that_cannot_be_used_is_no_processor_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribute_model, "_providers", lambda _device: ["CUDAExecutionProvider"])
    with pytest.warns(UserWarning, match="CUDAExecutionProvider"), pytest.raises(ModelError, match="CUDA libraries"):
        Model(FOLDER / "fast", "cuda")


def test_without_onnx_it_says_so(on_processor: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ModelError, match="package onnx beside onnxruntime-gpu"):
        Model(FOLDER / "fast", "cuda")

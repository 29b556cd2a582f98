"""The training program on a tiny corpus: labels, losses, a few steps, export. Skipped without PyTorch."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from framing.attribute.labels import TAGS  # noqa: E402
from framing.attribute.model import FOLDER, Model  # noqa: E402
from framing.attribute.windows import windows  # noqa: E402
from framing.structure import parse  # noqa: E402
from training.average import average  # noqa: E402
from training.brat import convert  # noqa: E402
from training.data import (  # noqa: E402
    annotators_of,
    cuts,
    example,
    load_tokenizer,
    names_of,
    rename,
    split,
    word_spans,
)
from training.distil import shout, student_of, use_of_units  # noqa: E402
from training.evaluate import evaluate  # noqa: E402
from training.export import build, export, smoothing  # noqa: E402
from training.network import Network, Shape, load, parameters_of, save  # noqa: E402
from training.train import WEIGHTS, batches, collate, forward, losses, vary  # noqa: E402
from training.tune import search  # noqa: E402

BASE = FOLDER / "full"
SMALL = Shape(hidden=48, layers=3, heads=4, inner=96, dropout=0.0)


def row(name: str, text: str, *attributions: tuple[str, str, str]) -> dict[str, Any]:
    def span(words: str) -> list[list[int]]:
        return [[text.index(words), text.index(words) + len(words)]] if words else []

    roles = ("source", "cue", "content")
    return {
        "id": name,
        "text": text,
        "attributions": [dict(zip(roles, map(span, a), strict=True)) for a in attributions],
    }


ROWS = [
    row("a", 'Ana Reyes said "the dam will hold."\nRain fell.', ("Ana Reyes", "said", '"the dam will hold."')),
    row("b", "Critics warned that it would not.", ("Critics", "warned", "that it would not")),
    row("c", "It was reported that the road is closed.", ("", "was reported", "that the road is closed")),
]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return load_tokenizer(BASE)


def test_labels_cover_the_words_of_the_spans(tokenizer: Any) -> None:
    one = example(ROWS[0], None, tokenizer)
    starts, ends = word_spans(one.encoded)
    text = one.encoded.text
    by_tag = {TAGS[t]: text[s:e] for t, s, e in zip(one.tags, starts, ends, strict=True)}
    assert by_tag["B-source"] == "Ana"
    assert by_tag["B-cue"] == "said"
    assert by_tag["B-content"] == '"'
    assert (one.tags == TAGS.index("I-content")).sum() == 6


def test_a_few_steps_learn_the_tiny_corpus_and_survive_the_export(tokenizer: Any, tmp_path: Path) -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    examples = [example(r, None, tokenizer) for r in ROWS]
    network = Network(SMALL)
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-2)
    values = []
    for _ in range(60):
        for cut in batches(examples, rng, 64, 512):
            batch = collate(cut, torch.device("cpu"))
            parts = losses(network, forward(network, batch), batch)
            loss = torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()
            values.append(float(loss.detach()))
    assert values[-1] < values[0] / 4
    figures = evaluate(network, ROWS, tokenizer, parameters_of(network))
    assert figures["who-said-what"] == 100

    save(network, tmp_path / "run", seed=0)
    again = load(tmp_path / "run")
    export(again, BASE, tmp_path / "model")
    model = Model(tmp_path / "model")
    found = model.annotate(parse(ROWS[0]["text"])).attributions
    assert [(a.source, a.cue, a.content) for a in found] == [(((0, 9),), ((10, 14),), ((15, 35),))]


def test_the_float_graph_is_the_network(tokenizer: Any, tmp_path: Path) -> None:
    import onnxruntime

    torch.manual_seed(1)
    network = Network(replace(SMALL, embedding=16)).eval()
    factors = smoothing(network, cuts([example(r, None, tokenizer) for r in ROWS], None, size=64))
    assert set(factors) == {f"layers.{i}.{n}" for i in range(3) for n in ("qkv", "up", "down")}
    assert all(f.max() > 1.5 * f.min() > 0 for f in factors.values())
    onnx.save(build(network, factors), tmp_path / "float.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "float.onnx", providers=["CPUExecutionProvider"])
    cut = next(cuts([example(ROWS[0], None, tokenizer)], None, size=64))
    (tags,) = session.run(["tags"], {"ids": cut.ids[None], "features": cut.features[None]})
    with torch.no_grad():
        expected = network(torch.from_numpy(cut.ids)[None], torch.from_numpy(cut.features)[None])["tags"].numpy()
    assert np.abs(tags - expected).max() < 0.05


def test_averages_and_students_keep_shapes() -> None:
    one, two = Network(SMALL), Network(SMALL)
    wanted = (one.tags.weight + two.tags.weight).detach() / 2
    assert torch.allclose(average([one, two]).tags.weight, wanted)
    student = student_of(two, [0, 2], 16, SMALL.inner)
    assert (student.shape.layers, student.shape.embedding) == (2, 16)
    assert torch.equal(student.layers[1].qkv.weight, two.layers[2].qkv.weight)


def test_a_narrow_student_keeps_the_units_that_are_used(tokenizer: Any) -> None:
    torch.manual_seed(0)
    teacher = Network(SMALL).eval()
    with torch.no_grad():
        for layer in teacher.layers:
            layer.down.weight[:, 10:] *= 1e-6
    examples = [example(r, None, tokenizer) for r in ROWS]
    seen = [collate(b, torch.device("cpu")) for b in batches(examples, np.random.default_rng(0), 64, 512)]
    student = student_of(teacher, [0, 1, 2], 48, 10, use_of_units(teacher, seen)).eval()
    assert torch.equal(student.layers[0].up.weight, teacher.layers[0].up.weight[:10])
    with torch.no_grad():
        expected = teacher(seen[0]["ids"], seen[0]["features"])["tags"]
        assert torch.allclose(student(seen[0]["ids"], seen[0]["features"])["tags"], expected, atol=1e-3)


def test_capitals_change_the_case_and_nothing_else(tokenizer: Any) -> None:
    batch = collate(list(cuts([example(ROWS[0], None, tokenizer)], None, size=64)), torch.device("cpu"))
    before = batch["features"].clone()
    shout(batch, 0.0)
    assert torch.equal(batch["features"], before)
    shout(batch, 1.0)
    words = batch["words"][0]
    assert (batch["features"][0, words] % 4).tolist() == [2, 2, 2, 0, 2, 2, 2, 2, 0, 0, 2, 2, 0]
    assert torch.equal(batch["features"] // 4, before // 4)


def test_other_names_stand_in_the_same_places(tokenizer: Any) -> None:
    silver = {"sentences": [[[0, 3, "NNP", "PERSON"], [4, 9, "NNP", "PERSON"], [10, 14, "VBD", "O"]]]}
    text = "Ana Reyes said it.\nAna left."
    again = [[[19, 22, "NNP", "PERSON"]]]
    one = example(row("a", text), {"sentences": silver["sentences"] + again}, tokenizer)
    pool = (np.array([5000, 5001, 5002]), np.array([6000]))
    cut = next(cuts([one], None, size=64))
    new = rename(cut, pool, np.random.default_rng(3))
    changed = np.flatnonzero(new.ids != cut.ids)
    assert set(changed.tolist()) == set(cut.words[[0, 1, 5]].tolist())
    assert new.ids[cut.words[0]] == new.ids[cut.words[5]]
    assert set(new.ids[changed].tolist()) <= set(pool[0].tolist())
    begin, rest = names_of([one])
    assert len(begin) == 2
    assert len(rest) == 0


def test_the_annotator_is_learnt_apart_or_hidden(tokenizer: Any) -> None:
    rows = [r | {"annotator": a} for r, a in zip(ROWS, ("x", "y", "x"), strict=True)]
    people = annotators_of(rows)
    examples = [example(r, None, tokenizer, people) for r in rows]
    assert [e.annotator for e in examples] == [1, 2, 1]
    taught = [replace(e, taught=np.ones((len(e.tags), len(TAGS)), dtype=np.float32)) for e in examples]
    rng = np.random.default_rng(0)
    varied = [vary(c, rng, None, 0.0) for _ in range(200) for c in cuts(taught, rng, size=64)]
    hidden = [c for c in varied if c.annotator == 0]
    assert 0.3 < len(hidden) / len(varied) < 0.5
    assert all((c.taught is None) == (c.annotator > 0) for c in varied)
    batch = collate(hidden[:2], torch.device("cpu"))
    network = Network(SMALL)
    assert "taught" in losses(network, forward(network, batch), batch)


def test_thresholds_never_make_it_worse(tokenizer: Any) -> None:
    from training.evaluate import predict

    torch.manual_seed(0)
    network = Network(SMALL)
    predicted = predict(network, ROWS, tokenizer)
    start = parameters_of(network)
    _, after = search(ROWS, predicted, start)
    assert after >= evaluate(network, ROWS, tokenizer, start)["who-said-what"]


def test_windows_of_training_cover_every_word(tokenizer: Any) -> None:
    long = example(row("x", "The bridge was closed. " * 200), None, tokenizer)
    for first in (None, 20, 50):
        cut = windows(long.encoded, size=64, overlap=16, first_size=first)
        kept = [i for w in cut for i in range(w.keep_start, w.keep_end)]
        assert kept == list(range(len(long.encoded)))
        assert max(w.end - w.start for w in cut) <= 62


def test_brat_becomes_rows(tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / f"{number:02}.txt").write_text("The mayor said the bridge is safe.")
        (tmp_path / f"{number:02}.ann").write_text(
            "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\nT3\tContent 15 33\tx\n"
            "R1\tA Arg1:T2 Arg2:T1\nR2\tA Arg1:T2 Arg2:T3\n"
        )
    assert convert(tmp_path, tmp_path / "out") == (10, 1)
    with gzip.open(tmp_path / "out" / "dev.jsonl.gz", "rt") as file:
        assert json.loads(file.readline())["id"] == "09"
    train, tune, kept_out = split(tmp_path / "out", 3)
    assert (len(train), len(tune), kept_out) == (7, 3, set())

"""The training program on a tiny corpus: labels, losses, a few steps, export. Skipped without PyTorch."""

from __future__ import annotations

import gzip
import itertools
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
from training.average import mean_of  # noqa: E402
from training.batches import Plan, alike, batches, collate, shout, stream, to_device, vary  # noqa: E402
from training.brat import convert  # noqa: E402
from training.crf import chances, likelihood, partition, soft_score  # noqa: E402
from training.data import (  # noqa: E402
    Cut,
    annotators_of,
    cuts,
    example,
    load_tokenizer,
    names_of,
    rename,
    split,
    word_spans,
)
from training.evaluate import evaluate  # noqa: E402
from training.export import build, export, smoothing  # noqa: E402
from training.fit import fit  # noqa: E402
from training.layouts import LAYOUTS  # noqa: E402
from training.lessons import Lessons, rounds, teach_all  # noqa: E402
from training.losses import buckets, forward, losses, taught_by, weigh  # noqa: E402
from training.network import Network, Shape, distance_classes, load, parameters_of, save  # noqa: E402
from training.prepare import prepare  # noqa: E402
from training.prune import student_of, use_of  # noqa: E402
from training.shipped import read_shipped, teaches_all_arcs  # noqa: E402
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


PLAN = Plan(pieces=512, size=64)
CPU = torch.device("cpu")


def batch_of(cuts: list[Cut]) -> dict[str, Any]:
    return to_device(collate(cuts), CPU)


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
        for cut in batches([(e,) for e in examples], rng, PLAN):
            batch = batch_of(cut)
            loss = weigh(losses(network, forward(network, batch), batch))
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


def test_averages_and_students_keep_shapes(tmp_path: Path) -> None:
    one, two = Network(SMALL), Network(SMALL)
    wanted = (one.tags.weight + two.tags.weight).detach() / 2
    save(one, tmp_path / "one")
    save(two, tmp_path / "two")
    assert torch.allclose(mean_of([tmp_path / "one", tmp_path / "two"])["tags.weight"], wanted)
    student = student_of(two, [0, 2], 16, SMALL.inner)
    assert (student.shape.layers, student.shape.embedding) == (2, 16)
    assert torch.equal(student.layers[1].qkv.weight, two.layers[2].qkv.weight)


def test_a_narrow_student_keeps_what_adds_most(tokenizer: Any) -> None:
    torch.manual_seed(0)
    teacher = Network(SMALL).eval()
    with torch.no_grad():
        for layer in teacher.layers:
            layer.down.weight[:, 10:] *= 1e-6
            layer.out.weight[:, :24] *= 1e-6  # heads 0 and 1 of four
    examples = [example(r, None, tokenizer) for r in ROWS]
    seen = [batch_of(b) for b in batches([(e,) for e in examples], np.random.default_rng(0), PLAN)]
    student = student_of(teacher, [0, 1, 2], 0, 10, use_of(teacher, seen), heads=2).eval()
    assert torch.equal(student.layers[0].up.weight, teacher.layers[0].up.weight[:10])
    assert student.layers[0].qkv.weight.shape == (3 * 24, 48)
    assert (student.shape.heads, student.shape.head, student.shape.attention) == (2, 12, 24)
    levels: list[Any] = []
    with torch.no_grad():
        expected = teacher(seen[0]["ids"], seen[0]["features"])
        found = student(seen[0]["ids"], seen[0]["features"], levels=levels)
    assert torch.allclose(found["tags"], expected["tags"], atol=1e-3)
    assert len(levels) == 3
    assert torch.equal(levels[-1], found["state"])


def test_a_network_without_some_heads_runs_as_exported(tokenizer: Any, tmp_path: Path) -> None:
    torch.manual_seed(2)
    network = Network(replace(SMALL, heads=2, head=16)).eval()
    export(network, BASE, tmp_path / "model")
    model = Model(tmp_path / "model")
    _, scores = model.scores(parse(ROWS[0]["text"]))
    cut = next(cuts([example(ROWS[0], None, tokenizer)], None, size=64))
    with torch.no_grad():
        expected = network(torch.from_numpy(cut.ids)[None], torch.from_numpy(cut.features)[None])["tags"][0, cut.words]
    assert np.abs(scores.tags - expected.numpy()).max() < 0.1


def test_a_packaged_network_is_read_back(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = Network(replace(SMALL, embedding=16, heads=2, head=16)).eval()
    factors = {f"layers.{i}.up": np.linspace(0.5, 2, 48, dtype=np.float32) for i in range(3)}
    export(network, BASE, tmp_path / "model", factors)
    again = read_shipped(tmp_path / "model").eval()
    assert replace(again.shape, dropout=0.0) == network.shape
    ids = torch.randint(1000, 2000, (1, 30))
    with torch.no_grad():
        expected, found = (n(ids, torch.zeros_like(ids)) for n in (network, again))
    assert all(torch.allclose(found[k], expected[k], atol=0.05) for k in ("tags", "entities", "pos"))
    assert teaches_all_arcs(network)
    assert not teaches_all_arcs(again)


def test_varied_windows_hold_pieces_like_those_before(tokenizer: Any) -> None:
    torch.manual_seed(0)
    near = alike(torch.randn(30522, 8), tokenizer, many=4)
    assert torch.equal(near[101], torch.full((4,), 101))  # special pieces and marks stay
    assert not (near[5000] == 5000).any()
    assert all(not tokenizer.id_to_token(int(i)).startswith("##") for i in near[5000])
    batch = batch_of(list(cuts([replace(example(r, None, tokenizer), fold=0) for r in ROWS], None, size=64)))
    before = batch["ids"].clone()
    vary(batch, near, 0.0)
    assert torch.equal(batch["ids"], before)
    assert batch["labelled"].all()
    vary(batch, near, 1.0, pieces=1.0)
    changed = batch["ids"] != before
    assert changed.any(1).all()
    assert (near[before[changed]] == batch["ids"][changed][:, None]).any(1).all()
    assert not batch["labelled"].any()


def test_capitals_change_the_case_and_nothing_else(tokenizer: Any) -> None:
    batch = batch_of(list(cuts([example(ROWS[0], None, tokenizer)], None, size=64)))
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
    pool = {"person": (np.array([5000, 5001, 5002]), np.array([6000])), "organisation": (np.array([7000]),) * 2}
    cut = next(cuts([one], None, size=64))
    new = rename(cut, pool, np.random.default_rng(3))
    changed = np.flatnonzero(new.ids != cut.ids)
    assert set(changed.tolist()) == set(cut.words[[0, 1, 5]].tolist())
    assert new.ids[cut.words[0]] == new.ids[cut.words[5]]
    assert set(new.ids[changed].tolist()) <= set(pool["person"][0].tolist())
    begin, rest = names_of([one])["person"]
    assert len(begin) == 2
    assert len(rest) == 0
    assert not any(map(len, names_of([one])["organisation"]))


def test_the_annotator_is_learnt_apart_or_hidden(tokenizer: Any) -> None:
    rows = [r | {"annotator": a} for r, a in zip(ROWS, ("x", "y", "x"), strict=True)]
    people = annotators_of(rows)
    examples = [example(r, None, tokenizer, people) for r in rows]
    assert [e.annotator for e in examples] == [1, 2, 1]
    rng = np.random.default_rng(0)
    varied = [c for _ in range(200) for b in batches([(e,) for e in examples], rng, PLAN) for c in b]
    assert 0.3 < sum(c.annotator == 0 for c in varied) / len(varied) < 0.5


@pytest.mark.parametrize("lengths", [[1], [5, 1, 3], [2, 8, 7]])
def test_the_field_is_a_sum_over_all_sequences(lengths: list[int]) -> None:
    torch.manual_seed(0)
    longest = max(lengths)
    emissions, transitions = torch.randn(len(lengths), longest, len(TAGS)), torch.randn(len(TAGS), len(TAGS))
    mask = torch.arange(longest) < torch.tensor(lengths)[:, None]
    whole = partition(emissions, transitions, mask)
    for row, length in enumerate(lengths):
        if length > 5:
            continue
        every = [
            likelihood(emissions[row : row + 1, :length], transitions, torch.tensor([t]), mask[row : row + 1, :length])
            for t in itertools.product(range(len(TAGS)), repeat=length)
            if not TAGS[t[0]].startswith("I")
        ]
        assert torch.allclose(torch.logsumexp(torch.cat(every), 0), whole[row], atol=1e-3)
    unary, pairs = chances(emissions, transitions, mask)
    assert torch.allclose(unary.sum(-1), mask.float(), atol=1e-4)
    # a model is nearer to itself than to any other
    own = whole - soft_score(emissions, transitions, unary, pairs, mask)
    other = partition(2 * emissions, transitions, mask) - soft_score(2 * emissions, transitions, unary, pairs, mask)
    assert (own <= other + 1e-4).all()


def test_lessons_of_those_who_have_not_seen_the_text(tokenizer: Any, tmp_path: Path) -> None:
    torch.manual_seed(0)
    data = tmp_path / "data"
    data.mkdir()
    with gzip.open(data / "train.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(r | {"id": f"{n}"}) + "\n" for n, r in enumerate(ROWS * 20))
    with gzip.open(data / "more.jsonl.gz", "wt") as file:
        file.writelines(json.dumps({"text": r["text"]}) + "\n" for r in ROWS)
    prepared = prepare(data, BASE, more=[data / "more.jsonl.gz"])
    texts = [*prepared.texts[:5], *prepared.texts[-1:]]
    origin, placed = 0, []
    for text in texts:
        placed.append(tuple(replace(e, origin=origin) for e in text))
        origin += len(text[0].tags)
    networks = [Network(SMALL), Network(SMALL)]
    for number, network in enumerate(networks):
        teach_all(network, placed, rounds(placed), number, 5, tmp_path / f"lessons-{number}.npz")
    lessons = Lessons(sorted(tmp_path.glob("lessons-*.npz")), placed, CPU)
    for network, text in zip(networks, placed, strict=False):  # text n is of fold n: teacher n has not seen it
        batch = batch_of(list(cuts([text[0]], None, size=192)))
        outputs = forward(network, batch)
        with torch.no_grad():
            own = taught_by(network, outputs, batch)
        taught = lessons.of(batch["origin"], batch["there"], buckets(batch["there"].shape[1], CPU))
        assert torch.allclose(taught.unary, own.unary, atol=0.02)
        assert torch.allclose(taught.links, own.links, atol=0.05)
        parts = losses(network, outputs, batch, taught)
        assert set(parts) == {"tags", "links", "entities", "pos"}
        assert all(torch.isfinite(v) for v in parts.values())


def test_fitting_ends_when_its_steps_do(tokenizer: Any) -> None:
    torch.manual_seed(0)
    network = Network(SMALL)
    texts = [(example(r, None, tokenizer),) for r in ROWS]
    history = fit(
        network,
        stream(texts, PLAN, 0),
        lambda n, batch: losses(network, forward(network, batch), batch),
        weigh,
        steps=40,
        rate=5e-3,
        report=10,
    )
    assert [h["step"] for h in history] == [10, 20, 30, 40]
    assert history[-1]["tags"] < history[0]["tags"]


def test_layouts_keep_every_offset(tokenizer: Any) -> None:
    text = "The mayor said the bridge is safe.\n\n“It is,” she said. " * 20
    for layout in LAYOUTS.values():
        assert [len(layout(text)), layout(text).split()] == [len(text), text.split()]
        made, plain = (
            example({"id": "x", "text": t, "attributions": []}, None, tokenizer) for t in (layout(text), text)
        )
        assert (made.encoded.ids == plain.encoded.ids).all()


def test_distances_weigh_on_attention_as_in_mpnet() -> None:
    classes = distance_classes(200, 32)
    assert classes[5, 5] == 0
    assert [int(classes[150, 150 - d]) for d in (1, 7, 8, 140)] == [1, 7, 8, 15]
    assert [int(classes[10, 10 + d]) for d in (1, 7, 8, 140)] == [17, 23, 24, 31]
    torch.manual_seed(0)
    network = Network(replace(SMALL, relative=32)).eval()
    ids = torch.randint(1000, 2000, (1, 12))
    with torch.no_grad():
        before = network(ids, torch.zeros_like(ids))["tags"].clone()
        network.relative.weight[17] += 3
        assert not torch.allclose(network(ids, torch.zeros_like(ids))["tags"], before)


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
            "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\nT3\tContent 15 33\tthe bridge is safe\n"
            "R1\tA Arg1:T2 Arg2:T1\nR2\tA Arg1:T2 Arg2:T3\n"
        )
    assert convert(tmp_path, tmp_path / "out") == (10, 1)
    with gzip.open(tmp_path / "out" / "dev.jsonl.gz", "rt") as file:
        assert json.loads(file.readline())["id"] == "09"
    train, tune, kept_out = split(tmp_path / "out", 3)
    assert (len(train), len(tune), kept_out) == (7, 3, set())

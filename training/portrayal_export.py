"""Write a trained portrayal network as the files that ship in the package, and calibrate what they say.

    python -m training.portrayal_export WEIGHTS [MORE …] --targets TARGETS --base BASE --out framing/sentiment/model

Of several networks begun from the same weights the mean is taken. The graph and its int8 matrices are those of
``training/export.py``; the temperature and the threshold below which the answer is "uncertain" come from the shipped
files' own scores of the articles of train that were set aside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from scipy.optimize import minimize

from framing.sentiment.inputs import LONGEST
from framing.sentiment.model import FORMAT, Judge
from training.average import mean_of
from training.export import Factors, Graph, add_encoder, add_linear, as_model, quantise, smoothing, weights_of
from training.network import Shape
from training.portrayal import Floats, Ints, Portrayer, Targets, chances
from training.portrayal_figures import calibration_error, macro_f1
from training.targets import LABELS

RIGHT = 0.85
"""Share of the verdicts given that are to be right where the answer may be "uncertain"."""
CALIBRATION_ROWS = 200
"""Sentences of train on which the inputs of the int8 matrices are made alike."""


class Seen(NamedTuple):
    """One input, as :func:`training.export.smoothing` takes it."""

    ids: Ints
    features: Ints


def build(network: Portrayer, factors: Factors) -> onnx.ModelProto:
    """The network as a float graph: ids and marks (1, n) give scores (1, 3)."""
    w = weights_of(network)
    w["position.weight"] = w["position.weight"][:LONGEST]
    g = Graph()
    x = add_encoder(g, w, network.shape, factors, "marks")
    first = g.node("Gather", [x, g.constant("begin", np.array([0]))], "first.state", axis=1)
    first = g.node("Squeeze", [first, "one.axis"], "first")
    marked = g.node("Cast", ["marks"], "marked", to=onnx.TensorProto.FLOAT)
    weighted = g.node("MatMul", [g.node("Unsqueeze", [marked, "one.axis"], "marked.row"), x], "target.sum")
    g.constant("one.axis", np.array([1]))
    many = g.node("ReduceSum", [marked, "one.axis"], "target.many", keepdims=1)
    target = g.node("Div", [g.node("Squeeze", [weighted, "one.axis"], "target.flat"), many], "target")
    both = g.node("Concat", [first, target], "both", axis=1)
    inner = g.node("Tanh", [add_linear(g, w, both, "judge_in", "judge_in.out")], "inner")
    add_linear(g, w, inner, "judge", "scores")
    return as_model(g, "portrayal", ("ids", "marks"), {"scores": [1, len(LABELS)]})


def inputs(targets: Targets, items: Ints) -> list[Seen]:
    """What the network reads of items, as they are."""
    found = []
    for row in targets.begins[items].tolist():
        arrays = targets.arrays(np.array([row]))
        n = int(targets.length[row])
        found.append(Seen(arrays["ids"][0, :n], arrays["marks"][0, :n]))
    return found


def temperature(scores: Floats, label: Ints) -> float:
    """What scores are to be multiplied by, so that the chances fit best (Guo et al. 2017)."""

    def loss(value: NDArray[np.float64]) -> float:
        p = chances(scores * np.exp(value[0]))
        return float(-np.log(p[np.arange(len(label)), label]).mean())

    return float(np.exp(minimize(loss, [0.0], method="Nelder-Mead").x[0]))


def threshold(p: Floats, label: Ints) -> float:
    """The lowest chance from which on :data:`RIGHT` of the verdicts given are right."""
    order = np.argsort(-p.max(1), kind="stable")
    right = np.cumsum(p.argmax(1)[order] == label[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= RIGHT)
    return round(float(p.max(1)[order[enough[-1]]]), 3) if len(enough) else 1.0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--targets", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    record: dict[str, Any] = json.loads((arguments.weights[0] / "shape.json").read_text("utf-8"))
    network = Portrayer(Shape(**record["shape"]))
    network.load_state_dict(mean_of(arguments.weights))
    targets = Targets.read(arguments.targets)
    rng = np.random.default_rng(0)
    factors = smoothing(network, inputs(targets, rng.choice(targets.of("train"), CALIBRATION_ROWS, replace=False)))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=arguments.out.parent) as folder:
        new, full = Path(folder) / "model", Path(folder) / "float.onnx"
        new.mkdir()
        onnx.save(build(network, factors), full)
        quantise(full, new / "model.onnx", heads=("judge_in.product", "judge.product", "target.sum"))
        tokenizer = json.loads((arguments.base / "tokenizer.json").read_text("utf-8"))
        tokenizer["truncation"] = tokenizer["padding"] = None
        (new / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")
        digest = hashlib.sha256((new / "model.onnx").read_bytes()).hexdigest()
        settings: dict[str, Any] = {
            "format": FORMAT,
            "labels": LABELS,
            "temperature": 1.0,
            "threshold": 0.0,
            "sha256": digest,
        }
        (new / "model.json").write_text(json.dumps(settings), "utf-8")
        judge = Judge(new)
        aside = targets.of("aside")
        scores = np.stack([judge.scores(*one) for one in inputs(targets, aside)])
        label = targets.label[aside]
        settings["temperature"] = round(temperature(scores, label), 4)
        p = chances(scores * settings["temperature"])
        settings["threshold"] = threshold(p, label)
        (new / "model.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
        sure = p.max(1) >= settings["threshold"]
        aside_figures = {
            "targets": len(aside),
            "macro-F1": macro_f1(label, p.argmax(1)),
            "loss": round(float(-np.log(p[np.arange(len(label)), label]).mean()), 4),
            "calibration error": calibration_error(p, label),
            "answered": round(100 * float(sure.mean()), 1),
            "right of answered": round(100 * float((p.argmax(1) == label)[sure].mean()), 1),
        }
        print(json.dumps(aside_figures | {k: settings[k] for k in ("temperature", "threshold")}))
        record["aside"] = aside_figures
        (new / "training.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        if arguments.out.exists():
            shutil.rmtree(arguments.out)
        new.replace(arguments.out)


if __name__ == "__main__":
    main()

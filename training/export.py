"""Write a trained network as the files that ship in the package.

    python -m training.export WEIGHTS --base FOLDER --out framing/attribute/models/full --data DATA

The graph is built node by node from onnxruntime's fused transformer operators: nothing is left to a
tracer or an optimiser, and the same weights always give the same bytes. Matrices are stored as int8 with
one scale a column, embeddings with one scale a row.

At run time one scale serves all inputs of a matrix, and a few inputs are far greater than the rest. So the inputs
are divided, and the rows of the matrix multiplied, by factors that make them alike (Xiao et al. 2023, "SmoothQuant"),
found on a few training articles.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from framing.attribute.labels import ARCS, ENTITIES, LINK, POS, TAGS
from framing.attribute.model import FORMAT
from framing.attribute.windows import WINDOW
from training.data import TUNE_ARTICLES, cuts, example, load_tokenizer, split
from training.network import TRAINED_ARCS, Encoder, Network, Shape, load, parameters_of

OUTPUTS = {"tags": len(TAGS), "entities": len(ENTITIES), "pos": len(POS), "links": 2 * len(ARCS) * LINK}
MICROSOFT = "com.microsoft"


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output, whose name it returns."""
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output


def _rows_as_int8(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


class Input(Protocol):
    """What a network reads of one window: piece numbers and features, both (n,)."""

    @property
    def ids(self) -> NDArray[np.int64]:
        """Numbers of the pieces."""
        ...

    @property
    def features(self) -> NDArray[np.int64]:
        """Their classes."""
        ...


Factors = dict[str, NDArray[np.float32]]
"""By name of a matrix, one number for each of its inputs."""
SMOOTHED = ("qkv", "up", "down")
STRENGTH = 0.8
"""How much of the differences between inputs moves into the matrix: 0 none, 1 all."""
CALIBRATION_ARTICLES = 20


def smoothing(network: Encoder, windows: Iterable[Input], strength: float = STRENGTH) -> Factors:
    """What the inputs of each matrix of :data:`SMOOTHED` are to be divided by, seen from some windows."""
    network.eval()
    largest: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def look(_module: nn.Module, inputs: tuple[Tensor, ...], _output: Tensor) -> None:
            top = inputs[0].detach().float().abs().flatten(0, -2).amax(0).cpu()
            largest[name] = torch.maximum(largest[name], top) if name in largest else top

        return look

    modules = {f"layers.{i}.{n}": getattr(layer, n) for i, layer in enumerate(network.layers) for n in SMOOTHED}
    handles = [module.register_forward_hook(watch(name)) for name, module in modules.items()]
    with torch.no_grad():
        for one in windows:
            network(torch.from_numpy(one.ids)[None], torch.from_numpy(one.features)[None])
    for handle in handles:
        handle.remove()
    factors = {}
    for name, top in largest.items():
        weights = modules[name].weight.detach().abs().amax(0).cpu().clamp(min=1e-5)
        factor = top.clamp(min=1e-5) ** strength / weights ** (1 - strength)
        factors[name] = (factor / factor.log().mean().exp()).numpy()
    return factors


Weights = dict[str, NDArray[np.float32]]


def weights_of(network: Encoder) -> Weights:
    """The weights of a network by name."""
    return {k: v.detach().float().cpu().numpy() for k, v in network.state_dict().items()}


def add_encoder(g: Graph, w: Weights, shape: Shape, factors: Factors, features: str) -> str:
    """Add the encoder, whose embeddings are int8 already; reads ``ids`` and ``features``, gives the last states."""

    def embedding(name: str, index: str) -> str:
        values, scale = _rows_as_int8(w[f"{name}.weight"])
        rows = g.node("Gather", [g.constant(f"{name}.int8", values), index], f"{name}.rows")
        scales = g.node("Gather", [g.constant(f"{name}.scale", scale), index], f"{name}.scales")
        return g.node("Mul", [g.node("Cast", [rows], f"{name}.cast", to=TensorProto.FLOAT), scales], f"{name}.out")

    size = g.node("Shape", ["ids"], "shape")
    length = g.node("Gather", [size, g.constant("one", np.array(1))], "length")
    places = g.node("Range", [g.constant("zero", np.array(0)), length, "one"], "places")
    words = embedding("word", "ids")
    if shape.embedding:
        words = g.node("MatMul", [words, g.constant("widen.w", w["widen.weight"].T)], "word.widened")
    marks = g.node("Gather", [g.constant("feature.table", w["feature.weight"]), features], "feature.out")
    x = g.node("Add", [words, embedding("position", places)], "embedded.1")
    x = g.node("Add", [x, marks], "embedded.2")

    def norm(name: str) -> list[str]:
        return [g.constant(f"{name}.gamma", w[f"{name}.weight"]), g.constant(f"{name}.beta", w[f"{name}.bias"])]

    x = g.node("LayerNormalization", [x, *norm("norm")], "embedded", axis=-1, epsilon=1e-12)

    def normed(skip: str, product: str, bias: str, name: str, output: str) -> str:
        # Plain operators: onnxruntime 1.31's fused SkipLayerNormalization is many times slower on processors.
        constant = g.constant(bias, w[bias.removesuffix(".b") + ".bias"])
        biased = g.node("Add", [product, constant], f"{output}.biased")
        added = g.node("Add", [biased, skip], f"{output}.added")
        return g.node("LayerNormalization", [added, *norm(name)], output, axis=-1, epsilon=1e-12)

    for i in range(shape.layers):
        p = f"layers.{i}."

        def smooth(value: str, name: str) -> list[str]:
            matrix = w[f"{name}.weight"].T
            factor = factors.get(name)
            if factor is not None:
                value = g.node("Mul", [value, g.constant(f"{name}.smooth", 1 / factor)], f"{name}.smoothed")
                matrix = matrix * factor[:, None]
            return [value, g.constant(f"{name}.w", matrix)]

        def matmul(value: str, name: str, prefix: str = p, smooth: Callable[[str, str], list[str]] = smooth) -> str:
            return g.node("MatMul", smooth(value, prefix + name), f"{prefix}{name}.product")

        qkv = [*smooth(x, f"{p}qkv"), g.constant(f"{p}qkv.b", w[f"{p}qkv.bias"])]
        attended = g.node("Attention", qkv, f"{p}attended", MICROSOFT, num_heads=shape.heads)
        x = normed(x, matmul(attended, "out"), f"{p}out.b", f"{p}norm1", f"{p}x1")
        inner = g.node("BiasGelu", [matmul(x, "up"), g.constant(f"{p}up.b", w[f"{p}up.bias"])], f"{p}inner", MICROSOFT)
        x = normed(x, matmul(inner, "down"), f"{p}down.b", f"{p}norm2", f"{p}x2")
    return x


def add_linear(g: Graph, w: Weights, value: str, name: str, output: str) -> str:
    """Add a head of the network."""
    product = g.node("MatMul", [value, g.constant(f"{name}.w", w[f"{name}.weight"].T)], f"{name}.product")
    return g.node("Add", [product, g.constant(f"{name}.b", w[f"{name}.bias"])], output)


def as_model(g: Graph, name: str, inputs: tuple[str, ...], outputs: dict[str, list[Any]]) -> onnx.ModelProto:
    """The graph as a model: inputs (1, n) int64, outputs float of the shapes given."""
    graph = helper.make_graph(
        g.nodes,
        name,
        [helper.make_tensor_value_info(n, TensorProto.INT64, [1, "n"]) for n in inputs],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, sizes) for n, sizes in outputs.items()],
        g.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="framing")
    model.ir_version = 8
    return model


def build(network: Network, factors: Factors | None = None) -> onnx.ModelProto:
    """The network as a float graph whose embeddings are int8 already. Inputs ids, features: (1, n) int64.

    ``factors`` are those of :func:`smoothing`; they change no result but for rounding.
    """
    w = weights_of(network)
    for name in ("arc_out.weight", "arc_out.bias"):
        rows = w[name].reshape(2, len(TRAINED_ARCS), LINK, -1)[:, : len(ARCS)]
        w[name] = rows.reshape(2 * len(ARCS) * LINK, *w[name].shape[1:])
    w["position.weight"] = w["position.weight"] + w["annotator.weight"][0]  # nobody in particular
    g = Graph()
    x = add_encoder(g, w, network.shape, factors or {}, "features")
    for name in ("tags", "entities", "pos"):
        add_linear(g, w, x, name, name)
    product = g.node("MatMul", [x, g.constant("arc_in.w", w["arc_in.weight"].T)], "arc_in.product")
    inner = g.node("BiasGelu", [product, g.constant("arc_in.b", w["arc_in.bias"])], "arc_inner", MICROSOFT)
    add_linear(g, w, inner, "arc_out", "links")
    return as_model(g, "attribution", ("ids", "features"), {n: [1, "n", width] for n, width in OUTPUTS.items()})


HEADS = ("tags.product", "entities.product", "pos.product", "arc_in.product", "arc_out.product")


def quantise(source: Path, target: Path, heads: tuple[str, ...] = HEADS) -> None:
    """Store the matrices of the layers as int8, one scale a column; the small heads stay float.

    Weights use 7 bits: on processors without VNNI instructions, 8-bit products overflow their 16-bit sums
    (onnxruntime's documentation on quantisation), and results there should be those measured here.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=list(heads),
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


def export(network: Network, base: Path, out: Path, factors: Factors | None = None) -> None:
    """Write ``model.onnx``, ``tokenizer.json`` and ``model.json`` with thresholds still to be tuned.

    What is there before goes only at the end.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        new = Path(folder) / "model"
        new.mkdir()
        full = Path(folder) / "float.onnx"
        onnx.save(build(network, factors), full)
        quantise(full, new / "model.onnx")
        tokenizer = json.loads((base / "tokenizer.json").read_text("utf-8"))
        tokenizer["truncation"] = tokenizer["padding"] = None
        (new / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")
        settings = {
            "format": FORMAT,
            "transitions": network.transitions.detach().numpy().round(5).tolist(),
            "distance": network.distance[: len(ARCS)].detach().numpy().round(5).tolist(),
            **{k: v for k, v in asdict(parameters_of(network)).items() if k.startswith("bias_") or k == "confidence"},
            "sha256": hashlib.sha256((new / "model.onnx").read_bytes()).hexdigest(),
        }
        (new / "model.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
        if out.exists():
            shutil.rmtree(out)
        new.replace(out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="training articles to find the factors of the inputs on")
    arguments = parser.parse_args()
    network = load(arguments.weights)
    factors = None
    if arguments.data:
        rows = split(arguments.data, TUNE_ARTICLES)[0][:CALIBRATION_ARTICLES]
        tokenizer = load_tokenizer(arguments.base)
        factors = smoothing(network, cuts([example(r, None, tokenizer) for r in rows], None, size=WINDOW))
    export(network, arguments.base, arguments.out, factors)
    record = json.loads((arguments.weights / "shape.json").read_text("utf-8"))
    (arguments.out / "training.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

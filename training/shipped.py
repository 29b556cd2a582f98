"""The float network of a packaged model: to go on from where no float weights were kept.

    python -m training.shipped framing/attribute/models/full --out build/full

Matrices and embeddings are what their int8 numbers and scales say, so that the network computes what the package's
does but for the rounding of activations. The arc that only helps the training is not in the package: its weights are
zero, and it teaches nothing (:func:`teaches_all_arcs`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from framing.attribute.labels import ARCS, LINK
from training.network import TRAINED_ARCS, Network, Shape, save

__all__ = ["read_shipped", "teaches_all_arcs"]


def _matrix(stored: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A matrix as (outputs, inputs), without the factors that made its inputs alike."""
    if f"{name}.w" in stored:
        matrix = stored[f"{name}.w"]
    else:
        zero = stored[f"{name}.w_zero_point"].astype(np.float32)
        matrix = (stored[f"{name}.w_quantized"].astype(np.float32) - zero) * stored[f"{name}.w_scale"]
    if f"{name}.smooth" in stored:
        matrix = matrix * stored[f"{name}.smooth"][:, None]
    return np.ascontiguousarray(matrix.T, dtype=np.float32)


def _all_arcs(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of the arcs in use among those of all that are trained, the others zero."""
    rest = values.shape[1:]
    whole = np.zeros((2, len(TRAINED_ARCS), LINK, *rest), dtype=np.float32)
    whole[:, : len(ARCS)] = values.reshape(2, len(ARCS), LINK, *rest)
    return whole.reshape(-1, *rest)


def read_shipped(folder: Path) -> Network:
    """The network of a packaged model."""
    graph = onnx.load(folder / "model.onnx").graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    settings = json.loads((folder / "model.json").read_text("utf-8"))
    heads = next(a.i for n in graph.node if n.op_type == "QAttention" for a in n.attribute if a.name == "num_heads")
    layers = sum(n.op_type == "QAttention" for n in graph.node)
    hidden = len(stored["norm.gamma"])
    wide = stored["layers.0.qkv.b"].shape[0] // 3
    shape = Shape(
        vocabulary=len(stored["word.int8"]),
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=len(stored["layers.0.up.b"]),
        positions=len(stored["position.int8"]),
        embedding=stored["word.int8"].shape[1] if stored["word.int8"].shape[1] < hidden else 0,
        head=wide // heads if wide < hidden else 0,
    )
    network = Network(shape)
    state: dict[str, Any] = {}
    for name in ("word", "position"):
        state[f"{name}.weight"] = stored[f"{name}.int8"].astype(np.float32) * stored[f"{name}.scale"]
    state["feature.weight"] = stored["feature.table"]
    if shape.embedding:
        state["widen.weight"] = _matrix(stored, "widen")
    norms = ["norm"]
    for i in range(layers):
        norms += [f"layers.{i}.norm1", f"layers.{i}.norm2"]
        for part in ("qkv", "out", "up", "down"):
            state[f"layers.{i}.{part}.weight"] = _matrix(stored, f"layers.{i}.{part}")
            state[f"layers.{i}.{part}.bias"] = stored[f"layers.{i}.{part}.b"]
    for name in norms:
        state[f"{name}.weight"], state[f"{name}.bias"] = stored[f"{name}.gamma"], stored[f"{name}.beta"]
    for name in ("tags", "entities", "pos", "arc_in", "arc_out"):
        state[f"{name}.weight"], state[f"{name}.bias"] = _matrix(stored, name), stored[f"{name}.b"]
    for kind in ("weight", "bias"):
        state[f"arc_out.{kind}"] = _all_arcs(state[f"arc_out.{kind}"])
    distance = np.array(settings["distance"], dtype=np.float32)
    state["distance"] = np.concatenate([distance, np.zeros_like(distance[:1])])
    state["transitions"] = np.array(settings["transitions"], dtype=np.float32)
    state["annotator.weight"] = np.zeros((1, hidden), dtype=np.float32)  # the positions hold it already
    network.load_state_dict({k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in state.items()})
    return network


def teaches_all_arcs(network: Network) -> bool:
    """Whether the network was trained with every arc, as one that comes from a package was not."""
    rows = network.arc_out.weight.detach().view(2, len(TRAINED_ARCS), LINK, -1)
    return bool(rows[:, len(ARCS) :].any())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    save(read_shipped(arguments.model), arguments.out, shipped=str(arguments.model))


if __name__ == "__main__":
    main()

"""The shipped network as an NVIDIA GPU runs it best: matrices of floats in the place of int8, many windows at once.

Int8 with scales found on the way is made for processors: a GPU has no such operators and would send every product back
and forth. So the int8 matrices become floats again by their scales, and their products plain ones. Windows of one
article, and of that alone, run together, so that an article's result does not depend on what it is run with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

__all__ = ["TOGETHER", "as_float", "padded"]

TOGETHER = 64
"""Windows that are run at once; the memory of a GPU is not to depend on the length of an article."""
LENGTHS = "lengths"
MICROSOFT = "com.microsoft"


def as_float(network: bytes) -> bytes:
    """A network of ``training/export.py`` with float matrices, for windows (b, n) and their ``lengths`` (b,), int32.

    Outputs are (b, n, width); what stands behind the length of a window there means nothing.

    Raises:
        ModelError: if the package onnx is not installed.

    """
    try:
        import onnx
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as error:
        raise ModelError("device cuda needs the package onnx beside onnxruntime-gpu; install it") from error
    model = onnx.load_from_string(network)
    graph = model.graph
    known = {i.name: i for i in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    used = {name: node for node in graph.node for name in node.input}
    quantised = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "DynamicQuantizeLinear"}
    matrices: list[Any] = []

    def matrix(name: str, scale: str, zero: str) -> str:
        values, by, less = (numpy_helper.to_array(known[n]).astype(np.float32) for n in (name, scale, zero))
        matrices.append(numpy_helper.from_array((values - less) * by, f"{name}.float"))
        return f"{name}.float"

    nodes: list[NodeProto] = []
    replaced: set[str] = set()
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            product = used[used[node.output[0]].output[0]]
            weight = matrix(node.input[1], made[product.input[1]].input[1], node.input[3])
            replaced.update(product.output)
            nodes.append(helper.make_node("MatMul", [quantised[node.input[0]], weight], list(product.output)))
        elif node.op_type == "QAttention":
            value, weights, bias, _, scale, _, _, zero = node.input[:8]
            inputs = [quantised[value], matrix(weights, scale, zero), bias, LENGTHS]
            heads = next(a.i for a in node.attribute if a.name == "num_heads")
            nodes.append(helper.make_node("Attention", inputs, list(node.output), domain=MICROSOFT, num_heads=heads))
        elif not replaced.intersection(node.output):
            nodes.append(node)
    _set_nodes(graph, _needed(nodes, {o.name for o in graph.output}))
    wanted = {name for node in graph.node for name in node.input}
    kept = [i for i in (*graph.initializer, *matrices) if i.name in wanted]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.input.append(helper.make_tensor_value_info(LENGTHS, TensorProto.INT32, ["b"]))
    for value in (*graph.input[:-1], *graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "b"
    return bytes(model.SerializeToString())


def _needed(nodes: Sequence[NodeProto], wanted: set[str]) -> list[NodeProto]:
    """The nodes that something wanted comes from, in their order."""
    found: list[NodeProto] = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            found.append(node)
            wanted |= set(node.input)
    return found[::-1]


def _set_nodes(graph: GraphProto, nodes: list[NodeProto]) -> None:
    copies = [type(node).FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)


def padded(rows: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Rows of several lengths as one array, zeros behind the short ones."""
    found = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for place, row in zip(found, rows, strict=True):
        place[: len(row)] = row
    return found

"""Smaller networks out of a trained one: some of its layers, the heads and inner units that add most, narrow words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.batches import Batch
from training.losses import forward
from training.network import Network

__all__ = ["Use", "student_of", "use_of"]


@dataclass(frozen=True)
class Use:
    """How much each part of each layer adds to the states, one tensor a layer: (heads,) and (inner,)."""

    heads: list[Tensor]
    units: list[Tensor]


def use_of(teacher: Network, seen: list[Batch]) -> Use:
    """What the parts of a network add on some batches: the mean length of what a head, or an inner unit, adds."""
    shape = teacher.shape
    heads = [torch.zeros(shape.heads) for _ in teacher.layers]
    units = [torch.zeros(shape.inner) for _ in teacher.layers]

    def watch_units(layer: int, down: nn.Linear) -> Any:
        lengths = down.weight.detach().float().norm(dim=0)

        def add(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            units[layer] += (F.gelu(output.detach().float()).abs().mean((0, 1)) * lengths).cpu()

        return add

    def watch_heads(layer: int, out: nn.Linear) -> Any:
        by_head = out.weight.detach().float().view(shape.hidden, shape.heads, -1)

        def add(_module: nn.Module, inputs: Any) -> None:
            attended = inputs[0].detach().float().unflatten(-1, (shape.heads, -1))
            added = torch.einsum("bnkd,hkd->bnkh", attended, by_head)
            heads[layer] += added.norm(dim=-1).mean((0, 1)).cpu()

        return add

    handles: list[Any] = []
    for i, layer in enumerate(teacher.layers):
        handles.append(layer.up.register_forward_hook(watch_units(i, layer.down)))
        handles.append(layer.out.register_forward_pre_hook(watch_heads(i, layer.out)))
    with torch.no_grad():
        for batch in seen:
            forward(teacher, batch)
    for handle in handles:
        handle.remove()
    return Use(heads, units)


def _best(use: Tensor | None, many: int, of: int) -> Tensor:
    """Numbers of the parts that are kept, in order."""
    if many >= of or use is None:
        return torch.arange(min(many, of))
    return use.topk(many).indices.sort().values


def student_of(
    teacher: Network, layers: Sequence[int], embedding: int, inner: int, use: Use | None = None, heads: int = 0
) -> Network:
    """A network with chosen layers of the teacher, their most used heads and inner units, and its other heads.

    ``layers`` are numbers of the teacher's; ``embedding`` is the width of the word vectors, narrowed by a singular
    value decomposition, 0 for those of the teacher; ``heads`` 0 for all. ``use`` is what :func:`use_of` gives, needed
    where something is cut away.
    """
    old = teacher.shape
    heads = heads or old.heads
    width = old.head or old.hidden // old.heads
    shape = replace(
        old,
        layers=len(layers),
        embedding=embedding or old.embedding,
        inner=inner,
        heads=heads,
        head=width if heads * width != old.hidden else 0,
    )
    student = Network(shape)
    state = {k: v.cpu() for k, v in teacher.state_dict().items()}
    new = {k: v for k, v in state.items() if not k.startswith(("layers.", "word."))}
    for to, origin in enumerate(layers):
        part = {k.removeprefix(f"layers.{origin}."): v for k, v in state.items() if k.startswith(f"layers.{origin}.")}
        units = _best(use.units[origin] if use else None, inner, old.inner)
        part |= {"up.weight": part["up.weight"][units], "up.bias": part["up.bias"][units]}
        part["down.weight"] = part["down.weight"][:, units]
        kept = _best(use.heads[origin] if use else None, heads, old.heads)
        places = (kept[:, None] * width + torch.arange(width)).flatten()
        for kind in ("weight", "bias"):
            rows = part[f"qkv.{kind}"].unflatten(0, (3, -1))[:, places]
            part[f"qkv.{kind}"] = rows.flatten(0, 1)
        part["out.weight"] = part["out.weight"][:, places]
        new |= {f"layers.{to}.{k}": v.clone() for k, v in part.items()}
    words = state["word.weight"]
    if embedding and embedding < words.shape[1]:
        u, s, v = torch.linalg.svd(words, full_matrices=False)
        new["word.weight"] = u[:, :embedding] * s[:embedding]
        narrow = v[:embedding].T.contiguous()
        new["widen.weight"] = state["widen.weight"] @ narrow if old.embedding else narrow
    else:
        new["word.weight"] = words
    student.load_state_dict(new)
    return student

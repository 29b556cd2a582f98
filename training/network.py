"""The network: a BERT encoder (MiniLM-L6) with heads for tags, links, entities and parts of speech."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.decode import Parameters
from framing.attribute.labels import ARCS, BUCKETS, ENTITIES, LINK, POS, TAGS
from framing.attribute.windows import FEATURES

TRAINED_ARCS = (*ARCS, "source→cue")
"""The last one only helps the training: using it, too, to choose the source of a cue changed nothing."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder."""

    vocabulary: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    dropout: float = 0.1
    embedding: int = 0
    """Width of the word vectors if smaller than ``hidden``, else 0."""
    annotators: int = 0
    """People whose habits are learnt apart; number 0 stands for nobody in particular, and is what the export uses."""


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        h = shape.hidden
        self.heads = shape.heads
        self.qkv = nn.Linear(h, 3 * h)
        self.out = nn.Linear(h, h)
        self.norm1 = nn.LayerNorm(h, eps=1e-12)
        self.up = nn.Linear(h, shape.inner)
        self.down = nn.Linear(shape.inner, h)
        self.norm2 = nn.LayerNorm(h, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """States (batch, n, hidden) after this layer."""
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on processors PyTorch's fused attention is slower, forward and back, at these lengths.
        weights = (q * (1.0 / math.sqrt(h // self.heads))) @ k.transpose(-1, -2)
        if mask is not None:
            weights = weights.masked_fill(~mask, -1e4)
        attended = (weights.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, h)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """Encoder and heads. Forward takes ids and features (batch, length) and gives a dict of outputs."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        h = shape.hidden
        self.word = nn.Embedding(shape.vocabulary, shape.embedding or h)
        self.widen = nn.Linear(shape.embedding, h, bias=False) if shape.embedding else nn.Identity()
        self.position = nn.Embedding(shape.positions, h)
        self.feature = nn.Embedding(FEATURES, h)
        self.annotator = nn.Embedding(shape.annotators + 1, h)
        self.norm = nn.LayerNorm(h, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.tags = nn.Linear(h, len(TAGS))
        self.entities = nn.Linear(h, len(ENTITIES))
        self.pos = nn.Linear(h, len(POS))
        self.arc_in = nn.Linear(h, 256)
        self.arc_out = nn.Linear(256, 2 * len(TRAINED_ARCS) * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.distance = nn.Parameter(torch.zeros(len(TRAINED_ARCS), BUCKETS))
        nn.init.zeros_(self.feature.weight)
        nn.init.zeros_(self.annotator.weight)

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor | None = None, annotator: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Scores of every head and the last states, each (batch, n, width). ``annotator`` (batch,): who annotated."""
        n = ids.shape[1]
        x = self.widen(self.word(ids)) + self.position.weight[:n] + self.feature(features)
        x = x + (self.annotator.weight[0] if annotator is None else self.annotator(annotator)[:, None])
        x = self.drop(self.norm(x))
        attend = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        links = self.arc_out(F.gelu(self.arc_in(x)))
        return {"tags": self.tags(x), "entities": self.entities(x), "pos": self.pos(x), "links": links, "state": x}


def load_bert(network: Network, folder: Path) -> None:
    """Fill the encoder from a Hugging Face BERT folder (``model.safetensors``)."""
    from safetensors.torch import load_file

    weights = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    state = network.state_dict()
    state["word.weight"] = weights["embeddings.word_embeddings.weight"]
    state["position.weight"] = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    names = {"norm": "embeddings.LayerNorm"}
    for i in range(network.shape.layers):
        old = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(
                [weights[f"{old}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            )
        names |= {
            f"layers.{i}.out": old + "attention.output.dense",
            f"layers.{i}.norm1": old + "attention.output.LayerNorm",
            f"layers.{i}.up": old + "intermediate.dense",
            f"layers.{i}.down": old + "output.dense",
            f"layers.{i}.norm2": old + "output.LayerNorm",
        }
    for new, old in names.items():
        for kind in ("weight", "bias"):
            state[f"{new}.{kind}"] = weights[f"{old}.{kind}"]
    network.load_state_dict(state)


def save(network: Network, folder: Path, **extra: object) -> None:
    """Write weights and shape, under temporary names first."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in network.state_dict().items()}, folder / "weights.tmp")
    (folder / "weights.tmp").replace(folder / "weights.safetensors")
    (folder / "shape.json").write_text(json.dumps({"shape": asdict(network.shape), **extra}, indent=1))


def load(folder: Path) -> Network:
    """Read what :func:`save` wrote."""
    from safetensors.torch import load_file

    network = Network(Shape(**json.loads((folder / "shape.json").read_text())["shape"]))
    network.load_state_dict(load_file(folder / "weights.safetensors"))
    return network


def parameters_of(network: Network) -> Parameters:
    """The learned parts that live outside the exported graph."""
    return Parameters(network.transitions.detach().cpu().numpy(), network.distance[: len(ARCS)].detach().cpu().numpy())

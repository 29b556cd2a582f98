"""The network: an encoder of BERT's or MPNet's shape with heads for tags, links, entities and parts of speech."""

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
    relative: int = 0
    """Classes of distance that weigh on attention, as in MPNet and T5; 0 for none, as in BERT."""
    epsilon: float = 1e-12
    features: int = FEATURES
    """Classes of pieces that are told apart on the way in."""
    head: int = 0
    """Width of a head of attention; 0 for ``hidden / heads``, which it is before heads are cut away."""

    @property
    def attention(self) -> int:
        """Width of what all heads of a layer attend to."""
        return self.heads * self.head if self.head else self.hidden


def distance_classes(length: int, classes: int, farthest: int = 128) -> Tensor:
    """(length, length): class of the distance from each place to each other, MPNet's way.

    Half of the classes for either direction; half of those exact, the others by powers up to ``farthest``.
    """
    places = torch.arange(length)
    behind = places[:, None] - places[None, :]
    half = classes // 2
    exact = half // 2
    size = behind.abs()
    far = exact + (torch.log(size.clamp(min=1).float() / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (behind < 0).long() * half + torch.where(size < exact, size, far.clamp(max=half - 1))


_CLASSES: dict[tuple[int, int, torch.device], Tensor] = {}


def _classes(length: int, classes: int, device: torch.device) -> Tensor:
    key = (length, classes, device)
    if key not in _CLASSES:
        _CLASSES[key] = distance_classes(length, classes).to(device)
    return _CLASSES[key]


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        h, wide = shape.hidden, shape.attention
        self.heads = shape.heads
        self.qkv = nn.Linear(h, 3 * wide)
        self.out = nn.Linear(wide, h)
        self.norm1 = nn.LayerNorm(h, eps=shape.epsilon)
        self.up = nn.Linear(h, shape.inner)
        self.down = nn.Linear(shape.inner, h)
        self.norm2 = nn.LayerNorm(h, eps=shape.epsilon)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """States (batch, n, hidden) after this layer; ``bias`` is added to the scores of attention."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on processors PyTorch's fused attention is slower, forward and back, at these lengths.
        weights = (q * (1.0 / math.sqrt(q.shape[-1]))) @ k.transpose(-1, -2)
        if bias is not None:
            weights = weights + bias
        attended = (weights.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, -1)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """The encoder alone."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        h = shape.hidden
        self.word = nn.Embedding(shape.vocabulary, shape.embedding or h)
        self.widen = nn.Linear(shape.embedding, h, bias=False) if shape.embedding else nn.Identity()
        self.position = nn.Embedding(shape.positions, h)
        self.relative = nn.Embedding(shape.relative, shape.heads) if shape.relative else None
        self.feature = nn.Embedding(shape.features, h)
        self.norm = nn.LayerNorm(h, eps=shape.epsilon)
        self.drop = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        nn.init.zeros_(self.feature.weight)

    def states(
        self,
        ids: Tensor,
        features: Tensor,
        mask: Tensor | None = None,
        more: Tensor | None = None,
        levels: list[Tensor] | None = None,
    ) -> Tensor:
        """Last states (batch, n, hidden) of pieces (batch, n); ``more`` is added to what goes in.

        A list given as ``levels`` gets the states after every layer.
        """
        n = ids.shape[1]
        x = self.widen(self.word(ids)) + self.position.weight[:n] + self.feature(features)
        x = self.drop(self.norm(x if more is None else x + more))
        bias = None if mask is None else torch.where(mask, 0.0, -1e4)[:, None, None, :]
        if self.relative is not None:
            near = self.relative(_classes(n, self.shape.relative, ids.device)).permute(2, 0, 1)[None]
            bias = near if bias is None else bias + near
        if bias is not None and torch.is_autocast_enabled(ids.device.type):
            bias = bias.to(torch.get_autocast_dtype(ids.device.type))
        for layer in self.layers:
            x = layer(x, bias)
            if levels is not None:
                levels.append(x)
        return x


class Network(Encoder):
    """Encoder and heads. Forward takes ids and features (batch, length) and gives a dict of outputs."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        h = shape.hidden
        self.annotator = nn.Embedding(shape.annotators + 1, h)
        self.tags = nn.Linear(h, len(TAGS))
        self.entities = nn.Linear(h, len(ENTITIES))
        self.pos = nn.Linear(h, len(POS))
        self.arc_in = nn.Linear(h, 256)
        self.arc_out = nn.Linear(256, 2 * len(TRAINED_ARCS) * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.distance = nn.Parameter(torch.zeros(len(TRAINED_ARCS), BUCKETS))
        nn.init.zeros_(self.annotator.weight)

    def forward(
        self,
        ids: Tensor,
        features: Tensor,
        mask: Tensor | None = None,
        annotator: Tensor | None = None,
        levels: list[Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """Scores of every head and the last states, each (batch, n, width). ``annotator`` (batch,): who annotated."""
        habits = self.annotator.weight[0] if annotator is None else self.annotator(annotator)[:, None]
        x = self.states(ids, features, mask, habits, levels)
        links = self.arc_out(F.gelu(self.arc_in(x)))
        return {"tags": self.tags(x), "entities": self.entities(x), "pos": self.pos(x), "links": links, "state": x}


MPNET = Shape(vocabulary=30522, hidden=768, layers=12, heads=12, inner=3072, relative=32, epsilon=1e-5)
"""all-mpnet-base-v2. Its word pieces are BERT's, four numbers on, with other special ones before and behind them."""
_MPNET_SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30526}
"""MPNet's numbers of the pieces that fill up, begin, separate and mask, by those of BERT."""


def shape_of(folder: Path) -> Shape:
    """Sizes of the encoder in a Hugging Face folder: BERT's or MPNet's."""
    config = json.loads((folder / "config.json").read_text("utf-8")) if (folder / "config.json").exists() else {}
    return MPNET if config.get("model_type") == "mpnet" else Shape()


def load_encoder(network: Encoder, folder: Path) -> None:
    """Fill the encoder from a Hugging Face folder of BERT or MPNet (``model.safetensors``)."""
    from safetensors.torch import load_file

    weights = {
        k.removeprefix("bert.").removeprefix("mpnet."): v for k, v in load_file(folder / "model.safetensors").items()
    }
    state = network.state_dict()
    words, places = weights["embeddings.word_embeddings.weight"], weights["embeddings.position_embeddings.weight"]
    if network.shape.relative:
        rows = torch.arange(network.shape.vocabulary) + 4
        rows[list(_MPNET_SPECIAL)] = torch.tensor(list(_MPNET_SPECIAL.values()))
        state["word.weight"], state["position.weight"] = words[rows], places[2 : 2 + network.shape.positions]
        state["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
        old_names = {n: f"attention.attn.{n[0]}" for n in ("query", "key", "value")}
        old_out, old_norm = "attention.attn.o", "attention.LayerNorm"
    else:
        state["word.weight"] = words
        state["position.weight"] = places + weights["embeddings.token_type_embeddings.weight"][0]
        old_names = {n: f"attention.self.{n}" for n in ("query", "key", "value")}
        old_out, old_norm = "attention.output.dense", "attention.output.LayerNorm"
    names = {"norm": "embeddings.LayerNorm"}
    for i in range(network.shape.layers):
        old = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            state[f"layers.{i}.qkv.{kind}"] = torch.cat([weights[f"{old}{p}.{kind}"] for p in old_names.values()])
        names |= {
            f"layers.{i}.out": old + old_out,
            f"layers.{i}.norm1": old + old_norm,
            f"layers.{i}.up": old + "intermediate.dense",
            f"layers.{i}.down": old + "output.dense",
            f"layers.{i}.norm2": old + "output.LayerNorm",
        }
    for new, old in names.items():
        for kind in ("weight", "bias"):
            state[f"{new}.{kind}"] = weights[f"{old}.{kind}"]
    network.load_state_dict(state)


def half(device: torch.device) -> torch.autocast:
    """Computing in bfloat16: on a GPU, and on processors that have instructions for it (38 times slower on others)."""
    fast = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=fast)


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

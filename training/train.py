"""Train the attribution model.

    python -m training.train DATA --base FOLDER --out FOLDER [--teacher MODEL] [--epochs 8] [--seed 0]

DATA holds ``train.jsonl.gz``, ``dev.jsonl.gz`` and, if there, ``*_corenlp.jsonl.gz`` and
``*_all_annotators.jsonl.gz`` (whose articles are kept out of training). Runs on a GPU when there is one.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.decode import IMPOSSIBLE, allowed_transitions
from framing.attribute.labels import LINK, TAGS, distance_bucket
from framing.attribute.model import Model, load_model
from framing.attribute.windows import SEP, WINDOW
from framing.structure import parse as parse_text
from training.data import (
    IGNORE,
    TUNE_ARTICLES,
    Cut,
    Example,
    Names,
    annotators_of,
    cuts,
    example,
    load_tokenizer,
    names_of,
    read_rows,
    rename,
    split,
)
from training.evaluate import evaluate
from training.network import TRAINED_ARCS, Network, Shape, load_bert, parameters_of, save


def crf_loss(emissions: Tensor, transitions: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
    """Negative log-likelihood of tag sequences, summed. emissions (S, L, 7), tags (S, L), sorted by length."""
    allowed = torch.from_numpy(allowed_transitions()).to(emissions.device)
    step = transitions.masked_fill(~allowed, IMPOSSIBLE)
    starts_in = torch.tensor([t.startswith("I-") for t in TAGS], device=emissions.device)
    alpha = emissions[:, 0].masked_fill(starts_in, IMPOSSIBLE)
    steps = torch.arange(emissions.shape[1], device=emissions.device)
    active = (lengths[:, None] > steps).sum(0).tolist()
    done = []
    for t in range(1, emissions.shape[1]):
        n = active[t]
        if n < len(alpha):
            done.append(alpha[n:])
        alpha = torch.logsumexp(alpha[:n, :, None] + step, 1) + emissions[:n, t]
    done.append(alpha)
    total = sum(torch.logsumexp(a, 1).sum() for a in done)
    mask = steps < lengths[:, None]
    gold = (emissions.gather(2, tags[:, :, None])[:, :, 0] * mask).sum()
    gold = gold + (step[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum()
    return total - gold


def collate(batch: list[Cut], device: torch.device) -> dict[str, Tensor]:
    """Pad windows into tensors; words are indexed into the flattened (batch, length) grid."""
    longest = max(len(c.ids) for c in batch)
    most = max(len(c.words) for c in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    features = np.zeros_like(ids)
    mask = np.zeros_like(ids, dtype=bool)
    words = np.zeros((len(batch), most), dtype=np.int64)
    there = np.zeros((len(batch), most), dtype=bool)
    labels = {k: np.full((len(batch), most), IGNORE, dtype=np.int64) for k in ("tags", "entities", "pos")}
    arcs = np.zeros((len(TRAINED_ARCS), len(batch), most, most + 1), dtype=bool)  # the last column is "none"
    sequences: list[tuple[int, int, int]] = []
    for b, c in enumerate(batch):
        n, w = len(c.ids), len(c.words)
        ids[b, :n], features[b, :n], mask[b, :n] = c.ids, c.features, True
        words[b, :w], there[b, :w] = c.words, True
        for name, values in labels.items():
            values[b, :w] = getattr(c, name)
        bounds = [*np.flatnonzero(np.diff(c.line, prepend=-1)).tolist(), w]
        sequences += [(b, s, e) for s, e in pairwise(bounds)]
        for attribution in c.attributions:
            source, cue, content = (attribution[r] for r in ("source", "cue", "content"))
            for arc, rows, columns in ((0, content, cue), (1, cue, source), (2, source, cue)):
                if len(rows):
                    if len(columns):
                        arcs[arc, b, rows[:, None], columns[None, :]] = True
                    else:
                        arcs[arc, b, rows, most] = True
    taught = np.zeros((len(batch), most, len(TAGS)), dtype=np.float32)
    is_taught = np.zeros((len(batch), most), dtype=bool)
    for b, c in enumerate(batch):
        if c.taught is not None:
            taught[b, : len(c.words)], is_taught[b, : len(c.words)] = c.taught, True
    sequences.sort(key=lambda s: s[1] - s[2])
    steps = sequences[0][2] - sequences[0][1]
    index = np.zeros((len(sequences), steps), dtype=np.int64)
    for i, (b, s, e) in enumerate(sequences):
        index[i, : e - s] = b * most + np.arange(s, e)
    lengths = np.array([e - s for _, s, e in sequences])
    out = {
        "ids": ids,
        "features": features,
        "mask": mask,
        "words": words,
        "there": there,
        "arcs": arcs,
        "index": index,
        "lengths": lengths,
        "annotator": np.array([c.annotator for c in batch], dtype=np.int64),
        "taught": taught,
        "is_taught": is_taught,
        **labels,
    }
    return {k: torch.from_numpy(v).to(device) for k, v in out.items()}


MASK = 103

_BUCKETS: dict[int, Tensor] = {}


def forward(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Outputs of the network, computed in bfloat16 where that loses nothing."""
    with torch.autocast(batch["ids"].device.type, dtype=torch.bfloat16):
        outputs: dict[str, Tensor] = network(batch["ids"], batch["features"], batch["mask"], batch["annotator"])
    return outputs


def losses(network: Network, outputs: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Mean loss of each head."""
    pick = batch["words"][:, :, None]
    word = {k: v.float().gather(1, pick.expand(-1, -1, v.shape[2])) for k, v in outputs.items()}
    count = batch["there"].sum()
    flat_tags = batch["tags"].flatten()[batch["index"]].clamp(min=0)
    result = {
        "tags": crf_loss(word["tags"].flatten(0, 1)[batch["index"]], network.transitions, flat_tags, batch["lengths"])
        / count
    }
    for name in ("entities", "pos"):
        if (batch[name] != IGNORE).any():
            result[name] = F.cross_entropy(word[name].flatten(0, 1), batch[name].flatten(), ignore_index=IGNORE)
    lessons = batch["is_taught"]
    if lessons.any():
        wanted = F.softmax(batch["taught"][lessons], -1)
        apart = F.kl_div(F.log_softmax(word["tags"][lessons], -1), wanted, reduction="sum")
        result["taught"] = apart / count
    b, w, _ = word["links"].shape
    queries, keys = word["links"].view(b, w, 2, len(TRAINED_ARCS), LINK).permute(2, 3, 0, 1, 4).unbind(0)
    none = outputs["links"][:, 0].float().view(b, 2, len(TRAINED_ARCS), LINK)[:, 1].transpose(0, 1)
    if w not in _BUCKETS:
        places = np.arange(w)
        _BUCKETS[w] = torch.from_numpy(distance_bucket(places[None, :] - places[:, None])).to(queries.device)
    scores = queries @ keys.transpose(-1, -2) * LINK**-0.5 + network.distance[:, _BUCKETS[w]][:, None]
    scores = scores.masked_fill(~batch["there"][None, :, None, :], IMPOSSIBLE)
    to_none = (queries * none[:, :, None]).sum(-1, keepdim=True) * LINK**-0.5
    scores = torch.cat([scores, to_none], -1)
    arcs = batch["arcs"]
    rows = arcs.any(-1)
    right = torch.logsumexp(scores.masked_fill(~arcs, IMPOSSIBLE), -1)
    result["links"] = (torch.logsumexp(scores, -1) - right)[rows].sum() / rows.sum().clamp(min=1)
    return result


WEIGHTS = {"tags": 1.0, "taught": 1.0, "links": 0.4, "entities": 0.4, "pos": 0.2}


NOBODY = 0.4
"""Share of windows whose annotator is hidden; on those the network also learns from the teacher, if there is one."""


def vary(cut: Cut, rng: np.random.Generator, pool: Names | None, share: float) -> Cut:
    """A window with its annotator hidden or its lesson left out, and perhaps with other names."""
    hidden = rng.random() < NOBODY
    cut = replace(cut, annotator=0) if hidden else replace(cut, taught=None if cut.annotator else cut.taught)
    return rename(cut, pool, rng) if pool is not None and rng.random() < share else cut


def batches(
    examples: list[Example],
    rng: np.random.Generator,
    size: int,
    pieces: int,
    pool: Names | None = None,
    share: float = 0.0,
) -> list[list[Cut]]:
    """Windows of like length together, shuffled; each batch holds about ``pieces`` pieces.

    A ``share`` of the windows get other names, from ``pool``.
    """
    all_cuts = [vary(c, rng, pool, share) for c in cuts(examples, rng, size=size, drop_case=0.1)]
    order = sorted(range(len(all_cuts)), key=lambda i: len(all_cuts[i].ids) + rng.random() * 30)
    found: list[list[Cut]] = []
    current: list[Cut] = []
    for i in order:
        c = all_cuts[i]
        if current and (len(current) + 1) * max(len(c.ids), *(len(x.ids) for x in current)) > pieces:
            found.append(current)
            current = []
        current.append(c)
    if current:
        found.append(current)
    rng.shuffle(found)
    return found


def hide(batch: dict[str, Tensor], share: float) -> None:
    """Put the mask in the place of a share of the word pieces."""
    hidden = (torch.rand(batch["ids"].shape, device=batch["ids"].device) < share) & (batch["ids"] > SEP)
    batch["ids"] = batch["ids"].masked_fill(hidden, MASK)


def lessons(examples: list[Example], teacher: Model) -> list[Example]:
    """The examples with the teacher's tag scores of every word."""
    return [replace(e, taught=teacher.scores(parse_text(e.encoded.text))[1].tags) for e in examples]


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.values = {k: v.detach().clone() for k, v in network.state_dict().items()}
        self.steps = 0

    def update(self, network: nn.Module) -> None:
        """Move towards the weights as they are now."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for k, v in network.state_dict().items():
            self.values[k].lerp_(v.detach(), 1 - decay)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--base",
        type=Path,
        required=True,
        help="folder of the encoder to start from: model.safetensors, tokenizer.json",
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--teacher", type=Path, help="folder of a packaged model whose tag scores are learnt as well")
    parser.add_argument("--rename", type=float, default=0.1, help="share of windows that get other names")
    parser.add_argument("--mask", type=float, default=0.0, help="share of word pieces hidden from the network")
    parser.add_argument("--pieces", type=int, default=2560, help="word pieces in a batch")
    parser.add_argument("--window", type=int, default=WINDOW, help="word pieces in a window")
    parser.add_argument("--articles", type=int, help="train on the first so many articles only (to try things out)")
    parser.add_argument("--tune", type=int, default=TUNE_ARTICLES, help="articles of train set aside for tuning")
    arguments = parser.parse_args()
    torch.manual_seed(0)  # the same new weights in every run, so that runs can be averaged
    rng = np.random.default_rng(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = load_tokenizer(arguments.base)

    def silver(name: str) -> dict[str, dict[str, object]]:
        path = arguments.data / f"{name}_corenlp.jsonl.gz"
        return {str(r["id"]): r for r in read_rows(path)} if path.exists() else {}

    train, tune, kept_out = split(arguments.data, arguments.tune)
    train = train[: arguments.articles]
    parse = silver("train")
    people = annotators_of(train)
    examples = [example(r, parse.get(str(r["id"])), tokenizer, people) for r in train]
    if arguments.teacher:
        examples = lessons(examples, load_model(arguments.teacher))
    names = names_of(examples)
    print(f"{len(train)} articles to train on, {len(tune)} to tune on, {len(kept_out)} kept out", flush=True)

    network = Network(Shape(annotators=len(people)))
    load_bert(network, arguments.base)
    network.to(device).train()
    torch.manual_seed(arguments.seed)
    heads = ("tags", "entities", "pos", "arc_in", "arc_out", "transitions", "distance", "feature", "annotator")
    groups: list[dict[str, Any]] = []
    for new in (False, True):
        for decays in (False, True):
            chosen = [
                p
                for n, p in network.named_parameters()
                if (n.split(".")[0] in heads) == new and (p.dim() > 1 and "norm" not in n) == decays
            ]
            groups.append(
                {"params": chosen, "lr": arguments.rate * (5 if new else 1), "weight_decay": 0.01 if decays else 0.0}
            )
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    epochs = [
        batches(examples, rng, arguments.window, arguments.pieces, names, arguments.rename)
        for _ in range(arguments.epochs)
    ]
    total = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [float(g["lr"]) for g in groups],
        total_steps=total,
        pct_start=0.1,
        anneal_strategy="cos",
        cycle_momentum=False,
    )
    average = Average(network, 0.995)
    begun, step = time.time(), 0
    history = []
    for number, epoch in enumerate(epochs, 1):
        sums: dict[str, float] = {}
        network.train()
        for cuts_ in epoch:
            batch = collate(cuts_, device)
            if arguments.mask:
                hide(batch, arguments.mask)
            parts = losses(network, forward(network, batch), batch)
            loss = torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            average.update(network)
            step += 1
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + float(v.detach())
            if step % 25 == 0:
                print(
                    f"  {step}/{total}  {time.time() - begun:.0f} s  "
                    + "  ".join(f"{k} {float(v.detach()):.3f}" for k, v in parts.items()),
                    flush=True,
                )
        live = {k: v.detach().clone() for k, v in network.state_dict().items()}
        network.load_state_dict(average.values)
        result = evaluate(network, tune, tokenizer, parameters_of(network))
        history.append(
            {
                "epoch": number,
                "seconds": round(time.time() - begun),
                "loss": {k: round(v / len(epoch), 4) for k, v in sums.items()},
                "tune": result,
            }
        )
        print(json.dumps(history[-1]), flush=True)
        save(network, arguments.out, history=history, seed=arguments.seed)
        network.load_state_dict(live)


if __name__ == "__main__":
    main()

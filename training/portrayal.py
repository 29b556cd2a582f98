"""Train the portrayal model: teachers on judged sentences, their verdicts on all, small networks taught by them.

    python -m training.portrayal teach   TARGETS --base LARGE --out FOLDER [--teachers 0 1 2 …]
    python -m training.portrayal distil  TARGETS --base BASE  --out FOLDER --verdicts FOLDER [--seed 0]

TARGETS is the file of ``training.targets``. Teacher ``n`` leaves out fold ``n % 5`` of the articles and has seed ``n``;
what it says about every target under every name goes to ``FOLDER/verdicts-n.npy`` (rows, 3). A target is taught by the
mean over its names and over the teachers that have not seen its sentence.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.windows import SEP
from training.batches import Batch
from training.fit import fit
from training.network import Encoder, Shape, half, load_encoder, save, shape_of
from training.portrayal_figures import macro_f1
from training.targets import FOLDS, LABELS

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
SMOOTHING = 0.05
"""Share of a person's verdict that goes to all labels alike."""


class Portrayer(Encoder):
    """The encoder, and one verdict a sentence from its first state and the mean of the target's."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(replace(shape, features=2))
        self.judge_in = nn.Linear(2 * shape.hidden, shape.hidden)
        self.judge = nn.Linear(shape.hidden, len(LABELS))
        nn.init.normal_(self.feature.weight, std=0.02)

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor | None = None) -> Tensor:
        """Scores (batch, 3) of targets (batch, n)."""
        x = self.states(ids, marks, mask)
        share = (marks / marks.sum(1, keepdim=True)).to(x.dtype)
        pooled = torch.cat([x[:, 0], (share[:, None] @ x)[:, 0]], dim=1)
        return self.judge(torch.tanh(self.judge_in(self.drop(pooled)))).float()


def fresh(base: Path) -> Portrayer:
    """A network with the encoder of a folder."""
    network = Portrayer(shape_of(base))
    load_encoder(network, base)
    return network


@dataclass(frozen=True)
class Targets:
    """All rows, padded, and the items they belong to (see ``training/targets.py``)."""

    ids: NDArray[np.int32]
    length: Ints
    first: Ints
    last: Ints
    item: Ints
    part: NDArray[np.str_]
    label: Ints
    fold: Ints

    @classmethod
    def read(cls, path: Path) -> Targets:
        """What ``training.targets`` wrote."""
        with np.load(path) as file:
            values = {k: file[k] for k in file.files}
        length = values["length"].astype(np.int64)
        ids = np.full((len(length), int(length.max())), SEP, dtype=np.int32)
        ids[np.arange(ids.shape[1]) < length[:, None]] = values.pop("ids")
        return cls(ids, **{k: v if k == "part" else v.astype(np.int64) for k, v in values.items()})

    @property
    def begins(self) -> Ints:
        """The first row of every item; the sentence as it is."""
        return np.searchsorted(self.item, np.arange(len(self.label)))

    def of(self, part: str) -> Ints:
        """Numbers of the items of a part."""
        return np.flatnonzero(self.part == part)

    def arrays(self, rows: Ints) -> dict[str, NDArray[Any]]:
        """What a network reads of some rows."""
        n = -(-int(self.length[rows].max()) // 8) * 8
        at = np.arange(n)
        ids = np.full((len(rows), n), SEP, dtype=np.int64)
        width = min(n, self.ids.shape[1])
        ids[:, :width] = self.ids[rows, :width]
        inside = (at >= self.first[rows, None]) & (at < self.last[rows, None])
        return {"ids": ids, "marks": inside.astype(np.int64), "mask": at < self.length[rows, None]}


def stream(
    targets: Targets, items: Ints, wanted: Floats, *, size: int, twice: Ints | None = None, seed: int = 0
) -> Iterator[dict[str, NDArray[Any]]]:
    """Batches of like length for ever: each item once a round, the sentence as it is or under another name.

    ``wanted`` (all items, 3) are the chances to be learnt; items in ``twice`` come twice a round.
    """
    rng = np.random.default_rng(seed)
    begin = np.append(targets.begins, len(targets.item))
    while True:
        chosen = rng.permutation(items if twice is None else np.concatenate([items, twice]))
        others = begin[chosen + 1] - begin[chosen] - 1
        other = 1 + (rng.random(len(chosen)) * others).astype(np.int64)
        rows = begin[chosen] + np.where((others > 0) & (rng.random(len(chosen)) < 0.5), other, 0)
        batches = []
        for low in range(0, len(rows), size * 32):
            part = rows[low : low + size * 32]
            part = part[np.argsort(targets.length[part] + rng.random(len(part)))]
            batches += [part[i : i + size] for i in range(0, len(part), size)]
        for number in rng.permutation(len(batches)):
            taken = batches[number]
            yield targets.arrays(taken) | {"wanted": wanted[targets.item[taken]]}


def cross_entropy(network: nn.Module, batch: Batch) -> dict[str, Tensor]:
    """Against chances."""
    with half(batch["ids"].device):
        scores = network(batch["ids"], batch["marks"], batch["mask"])
    return {"loss": -(batch["wanted"] * F.log_softmax(scores.float(), 1)).sum(1).mean()}


def scores_of(network: Portrayer, targets: Targets, rows: Ints, size: int = 256) -> Floats:
    """Scores (rows, 3)."""
    network.eval()
    device = next(network.parameters()).device
    found = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    order = np.argsort(targets.length[rows], kind="stable")
    with torch.no_grad(), half(device):
        for low in range(0, len(order), size):
            part = order[low : low + size]
            arrays = {k: torch.from_numpy(v).to(device) for k, v in targets.arrays(rows[part]).items()}
            found[part] = network(arrays["ids"], arrays["marks"], arrays["mask"]).float().cpu().numpy()
    return found


def chances(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result


def measured(targets: Targets, p: Floats, parts: tuple[str, ...] = ("aside", "dev_rw", "dev_mt")) -> dict[str, float]:
    """Macro-F1 of each part from chances (items, 3)."""
    return {n: macro_f1(targets.label[targets.of(n)], p[targets.of(n)].argmax(1)) for n in parts}


def people(targets: Targets) -> Floats:
    """What people say, smoothed: (items, 3); alike where nobody judged."""
    wanted = np.full((len(targets.label), len(LABELS)), 1 / len(LABELS), dtype=np.float32)
    judged = np.flatnonzero(targets.label >= 0)
    wanted[judged] = SMOOTHING / len(LABELS)
    wanted[judged, targets.label[judged]] += 1 - SMOOTHING
    return wanted


def verdicts(targets: Targets, folder: Path) -> tuple[Floats, int]:
    """Mean chances (items, 3) of the teachers that have not seen the sentence, over its names; number of teachers."""
    total = np.zeros((len(targets.label), len(LABELS)))
    weight = np.zeros((len(targets.label), 1))
    begin = targets.begins
    many = np.diff(np.append(begin, len(targets.item)))[:, None]
    files = sorted(folder.glob("verdicts-*.npy"))
    for path in files:
        fold = int(path.stem.split("-")[1]) % FOLDS
        p = np.add.reduceat(chances(np.load(path).astype(np.float32)), begin, axis=0) / many
        unseen = ((targets.fold == -1) | (targets.fold == fold))[:, None]
        total += p * unseen
        weight += unseen
    return (total / np.maximum(weight, 1)).astype(np.float32), len(files)


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def teach(arguments: argparse.Namespace) -> None:
    """Train teachers and write their verdicts."""
    targets = Targets.read(arguments.targets)
    wanted, begins, device = people(targets), targets.begins, _device()
    arguments.out.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    for place, number in enumerate(arguments.teachers):
        left = (arguments.seconds - (time.monotonic() - begun)) / (len(arguments.teachers) - place)
        torch.manual_seed(number)
        network = fresh(arguments.base).to(device)
        train = targets.of("train")
        seen = train[targets.fold[train] != number % FOLDS]
        steps = round(arguments.rounds * len(seen) / arguments.size)
        fit(
            network,
            stream(targets, seen, wanted, size=arguments.size, seed=number),
            cross_entropy,
            lambda parts: parts["loss"],
            steps=steps,
            seconds=0.75 * left,
            rate=arguments.rate,
            decay=0.99,
            report=200,
        )
        trained = time.monotonic() - begun
        every = np.arange(len(targets.item))
        found = scores_of(network, targets, every)
        np.save(arguments.out / f"verdicts-{number}.npy", found.astype(np.float16))
        held = train[targets.fold[train] == number % FOLDS]
        p = chances(found[begins])
        line = measured(targets, p) | {"fold": macro_f1(targets.label[held], p[held].argmax(1))}
        spent = {"trained": round(trained), "seconds": round(time.monotonic() - begun)}
        print(json.dumps({"teacher": number} | line | spent), flush=True)


def distil(arguments: argparse.Namespace) -> None:
    """Train one small network on people's and teachers' verdicts."""
    targets = Targets.read(arguments.targets)
    soft, many = verdicts(targets, arguments.verdicts)
    wanted = soft.copy()
    train = targets.of("train")
    wanted[train] = arguments.gold * people(targets)[train] + (1 - arguments.gold) * soft[train]
    device = _device()
    torch.manual_seed(arguments.seed)
    network = fresh(arguments.base).to(device)
    if arguments.frozen:
        network.word.weight.requires_grad_(False)
    items = np.concatenate([train, targets.of("silver")])
    twice = np.repeat(train, arguments.repeat)
    history = fit(
        network,
        stream(targets, items, wanted, size=arguments.size, twice=twice, seed=arguments.seed),
        cross_entropy,
        lambda parts: parts["loss"],
        steps=round(arguments.rounds * (len(items) + len(twice)) / arguments.size),
        seconds=arguments.seconds,
        rate=arguments.rate,
        decay=arguments.decay,
        report=500,
    )
    begins = targets.begins
    parts = [n for n in ("aside", "dev_rw", "dev_mt") if len(targets.of(n))]
    p = np.zeros_like(soft)
    for name in parts:
        p[targets.of(name)] = chances(scores_of(network, targets, begins[targets.of(name)]))
    line = measured(targets, p, tuple(parts))
    line["loss aside"] = round(float(-np.log(p[targets.of("aside"), targets.label[targets.of("aside")]]).mean()), 4)
    taught = {"teachers": many, "ensemble": measured(targets, soft, tuple(parts))}
    print(json.dumps({"student": arguments.out.name} | line | taught), flush=True)
    settings = {k: str(v) for k, v in vars(arguments).items() if k != "run"}
    save(network.cpu(), arguments.out, history=history, settings=settings, **line, **taught)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True)
    for name, run, rate, rounds, size in (("teach", teach, 3e-5, 4.0, 32), ("distil", distil, 2e-4, 10.0, 128)):
        step = steps.add_parser(name)
        step.set_defaults(run=run)
        step.add_argument("targets", type=Path)
        step.add_argument("--base", type=Path, required=True)
        step.add_argument("--out", type=Path, required=True)
        step.add_argument("--rate", type=float, default=rate)
        step.add_argument("--rounds", type=float, default=rounds, help="how often each target is seen")
        step.add_argument("--size", type=int, default=size, help="targets in a batch")
        step.add_argument("--seconds", type=float, default=math.inf)
        if name == "teach":
            step.add_argument("--teachers", type=int, nargs="+", default=list(range(2 * FOLDS)))
        else:
            step.add_argument("--verdicts", type=Path, required=True)
            step.add_argument("--seed", type=int, default=0)
            step.add_argument("--repeat", type=int, default=1, help="how often more judged targets are seen")
            step.add_argument("--gold", type=float, default=0.4, help="weight of people beside teachers")
            step.add_argument("--decay", type=float, default=0.998)
            step.add_argument("--frozen", action="store_true", help="leave the vectors of word pieces as they are")
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()

"""Teach a small network what the teachers know (Hinton et al. 2015; Sanh et al. 2019, "DistilBERT").

    python -m training.distil PREPARED --lessons L --base FOLDER --out FULL
    python -m training.distil PREPARED --lessons L --base FOLDER --start FULL --layers 1 3 5 --teacher FULL --out FAST
    python -m training.distil PREPARED --base FOLDER --start FULL --layers 0 1 2 3 4 5 --heads 8 --inner 512 \
        --embedding 0 --frozen --teacher FULL --vary 0.4 --levels 1 --out LEAN

The student learns the chances that its teachers give to tags and pairs of tags (the cross-entropy of the whole
sequence), to the ends of every link, to names and parts of speech: on annotated articles beside the annotation, on all
other texts alone. All layouts of a text have the same lessons, those of its normal layout.

It begins as an encoder (``--base``), as a network trained before (``--start``), or as some ``--layers`` of one, with
the heads of attention and the inner units that add most and word vectors narrowed by a singular value decomposition
(:mod:`training.prune`). With ``--teacher`` it learns that network's last states as well, with ``--levels`` those after
the layers that it began as, and, where there are no lessons, what that network says. Then ``--vary`` makes new text of
a share of the windows for the teacher to speak about.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from framing.attribute.decode import Parameters, Scores
from framing.attribute.labels import ARCS
from framing.attribute.windows import encode
from framing.structure import parse
from training.batches import Batch, Plan, alike, collate, hide, shout, stream, to_device, vary
from training.batches import batches as batches_of
from training.data import load_tokenizer, names_of
from training.evaluate import LAYOUT_NAMES, evaluate, figures_of
from training.fit import fit
from training.lessons import Lessons
from training.losses import GOLD, WEIGHTS, buckets, forward, losses, taught_by, weigh
from training.network import Network, load, load_encoder, parameters_of, save, shape_of
from training.prepare import Prepared, read_prepared
from training.prune import student_of, use_of
from training.shipped import teaches_all_arcs


def ensemble(folder: Path, rows: list[dict[str, Any]], tokenizer: Any, lessons: Lessons) -> dict[str, float]:
    """Figures of the teachers together on the articles set aside: the mean of their tag scores and link scores."""
    files = sorted(folder.glob("tune-*-normal.pkl"))
    if not files:
        return {}
    encoded = [encode(parse(r["text"]), tokenizer) for r in rows]
    every: list[list[Scores]] = [pickle.loads(f.read_bytes()) for f in files]  # noqa: S301 (written by teach.py)
    predicted = []
    for one, scores in zip(encoded, zip(*every, strict=True), strict=True):
        n = len(scores)
        wide = {k: np.concatenate([getattr(s, k) for s in scores], -1) for k in ("queries", "keys", "none")}
        wide["queries"] /= math.sqrt(n)  # the decoder divides by the root of the width, now n times as great
        mean = {k: np.mean([getattr(s, k) for s in scores], 0) for k in ("tags", "entities", "pos")}
        predicted.append((one, replace(scores[0], **wide, **mean)))
    distance = lessons.distance.mean(0)[: len(ARCS)].cpu().numpy()
    return figures_of(rows, predicted, Parameters(lessons.transitions.cpu().numpy(), distance))


def _nobody(batch: Batch) -> Batch:
    """The batch without its annotators: a student knows none."""
    return batch | {"annotator": torch.zeros_like(batch["annotator"])}


def apart(states: Tensor, wanted: Tensor, mask: Tensor) -> Tensor:
    """Mean square of the distance between states."""
    by_piece = (states.float() - wanted.float()).square().mean(-1) * mask
    return by_piece.sum() / mask.sum()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("--lessons", type=Path, help="folder that training/teach.py wrote")
    parser.add_argument("--teacher", type=Path, help="folder of a network whose last states are learnt")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="folder of a trained network to begin with")
    parser.add_argument("--layers", type=int, nargs="+", help="begin with these of its layers only")
    parser.add_argument("--inner", type=int, default=1536)
    parser.add_argument("--heads", type=int, default=0, help="heads of attention in a layer; 0 for all")
    parser.add_argument("--embedding", type=int, default=128, help="width of the word vectors; 0 for all of it")
    parser.add_argument("--frozen", action="store_true", help="leave the word vectors as they are")
    parser.add_argument("--vary", type=float, default=0.0, help="share of windows made new text, without lessons only")
    parser.add_argument("--levels", type=float, default=0.0, help="weight of the states between the layers")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--pieces", type=int, default=12288)
    parser.add_argument("--gold", type=float, default=GOLD, help="weight of the annotation, from 0 to 1")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.vary and (arguments.lessons or not arguments.teacher):
        parser.error("--vary needs a --teacher to ask about the new text, and no --lessons, which are of the old one")
    if arguments.levels and not (arguments.teacher and arguments.layers):
        parser.error("--levels needs --teacher and --layers: the layers of the teacher whose states are learnt")
    prepared: Prepared = read_prepared(arguments.prepared)
    plan = Plan(pieces=arguments.pieces, layouts=(0.6, 0.2, 0.2), names=names_of(t[0] for t in prepared.annotated))
    arrays = stream(prepared.texts, plan, arguments.seed, arguments.workers)
    torch.manual_seed(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = load_tokenizer(arguments.base)
    files = sorted(arguments.lessons.glob("lessons-*.npz")) if arguments.lessons else []
    lessons = Lessons(files, prepared.texts, device) if files else None
    teacher = load(arguments.teacher).to(device).eval() if arguments.teacher else None
    if lessons is not None and not arguments.start:
        print(json.dumps({"teachers": ensemble(arguments.lessons, prepared.tune, tokenizer, lessons)}), flush=True)
    if arguments.start and arguments.layers:
        first = load(arguments.start).to(device).eval()
        some = batches_of(prepared.annotated[:40], np.random.default_rng(0), plan)[:8]
        use = use_of(first, [_nobody(to_device(collate(b), device)) for b in some])
        student = student_of(first, arguments.layers, arguments.embedding, arguments.inner, use, arguments.heads)
    elif arguments.start:
        student = load(arguments.start)
    else:
        student = Network(shape_of(arguments.base))
        load_encoder(student, arguments.base)
        if lessons is not None:
            with torch.no_grad():
                student.transitions.copy_(lessons.transitions.cpu())
                student.distance.copy_(lessons.distance.mean(0).cpu())
    student.to(device)
    student.word.weight.requires_grad_(not arguments.frozen)
    near = alike(teacher.word.weight, tokenizer) if teacher is not None and arguments.vary else None
    all_arcs = teacher is None or teaches_all_arcs(teacher)

    def all_losses(network: nn.Module, batch: Batch) -> dict[str, Tensor]:
        assert isinstance(network, Network)
        batch = _nobody(batch)
        wanted = taught = None
        seen: list[Tensor] = []
        mine: list[Tensor] = []
        if near is not None:
            vary(batch, near, arguments.vary)
        with torch.no_grad():
            if teacher is not None:
                wanted = forward(teacher, batch, seen)
            if lessons is not None:
                distances = buckets(batch["there"].shape[1], device)
                taught = lessons.of(batch["origin"], batch["there"], distances)
            elif teacher is not None and wanted is not None:
                taught = taught_by(teacher, wanted, batch)
                if not all_arcs:
                    taught.links[len(ARCS) :] = 0
        hide(batch, 0.03)
        shout(batch, 0.05)
        outputs = forward(network, batch, mine)
        parts = losses(network, outputs, batch, taught, arguments.gold)
        if wanted is not None:
            parts["state"] = apart(outputs["state"], wanted["state"], batch["mask"])
        if arguments.levels:
            between = [apart(x, seen[n], batch["mask"]) for x, n in zip(mine[:-1], arguments.layers, strict=False)]
            parts["levels"] = torch.stack(between).mean()
        return parts

    def weigh_all(parts: dict[str, Tensor]) -> Tensor:
        rest = {k: v for k, v in parts.items() if k in WEIGHTS}
        return weigh(rest) + parts.get("state", 0.0) + arguments.levels * parts.get("levels", 0.0)

    history = fit(
        student,
        arrays,
        all_losses,
        weigh_all,
        steps=arguments.steps,
        seconds=arguments.seconds,
        rate=arguments.rate,
        factor=1.0 if arguments.start else 2.0,
        decay=0.999,
        report=200,
    )
    student.eval()
    save(student, arguments.out, history=history, seed=arguments.seed, teachers=len(files))
    tune = {n: evaluate(student, prepared.tune, tokenizer, parameters_of(student), n) for n in LAYOUT_NAMES}
    print(json.dumps({"tune": tune}), flush=True)
    save(student, arguments.out, history=history, seed=arguments.seed, teachers=len(files), tune=tune)


if __name__ == "__main__":
    main()

"""Teach a small network what the teachers know (Hinton et al. 2015; Sanh et al. 2019, "DistilBERT").

    python -m training.distil PREPARED --lessons L --base FOLDER --out FULL
    python -m training.distil PREPARED --lessons L --base FOLDER --start FULL --layers 1 3 5 --teacher FULL --out FAST
    python -m training.distil PREPARED --base FOLDER --start FAST --teacher FULL --out FAST2

The student learns the chances that its teachers give to tags and pairs of tags (the cross-entropy of the whole
sequence), to the ends of every link, to names and parts of speech: on annotated articles beside the annotation, on all
other texts alone. All layouts of a text have the same lessons, those of its normal layout.

It begins as an encoder (``--base``), as a network trained before (``--start``), or as some ``--layers`` of one, with
the inner units that are used most and word vectors narrowed by a singular value decomposition. With ``--teacher`` it
learns that network's last states as well, and, where there are no lessons, what that network says.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.decode import Parameters, Scores
from framing.attribute.labels import ARCS
from framing.attribute.windows import encode
from framing.structure import parse
from training.batches import Batch, Plan, collate, hide, shout, stream, to_device
from training.batches import batches as batches_of
from training.data import load_tokenizer, names_of
from training.evaluate import LAYOUT_NAMES, evaluate, figures_of
from training.fit import fit
from training.lessons import Lessons
from training.losses import GOLD, WEIGHTS, buckets, forward, losses, taught_by, weigh
from training.network import Network, load, load_encoder, parameters_of, save, shape_of
from training.prepare import Prepared, read_prepared


def use_of_units(teacher: Network, seen: list[Batch]) -> list[Tensor]:
    """How much each inner unit of each layer adds: its mean size over some batches times the length of its weights."""
    sums = [torch.zeros(teacher.shape.inner) for _ in teacher.layers]

    def watch(layer: int) -> Any:
        def add(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            sums[layer] += F.gelu(output.detach().float()).abs().mean((0, 1)).cpu()

        return add

    downs: list[nn.Linear] = [layer.down for layer in teacher.layers]
    handles = [layer.up.register_forward_hook(watch(i)) for i, layer in enumerate(teacher.layers)]
    with torch.no_grad():
        for batch in seen:
            forward(teacher, batch)
    for handle in handles:
        handle.remove()
    return [total * down.weight.detach().norm(dim=0).cpu() for total, down in zip(sums, downs, strict=True)]


def student_of(
    teacher: Network, layers: Sequence[int], embedding: int, inner: int, use: Sequence[Tensor] | None = None
) -> Network:
    """A network with chosen layers of the teacher, their most used inner units, its heads, and narrow word vectors.

    ``layers`` are numbers of the teacher's; ``use`` (layers, inner) is what :func:`use_of_units` gives, needed where
    ``inner`` is smaller than the teacher's.
    """
    student = Network(replace(teacher.shape, layers=len(layers), embedding=embedding, inner=inner))
    state = {k: v.cpu() for k, v in teacher.state_dict().items()}
    new = {k: v for k, v in state.items() if not k.startswith(("layers.", "word."))}
    for to, origin in enumerate(layers):
        old = {k.removeprefix(f"layers.{origin}."): v for k, v in state.items() if k.startswith(f"layers.{origin}.")}
        if use is not None and inner < teacher.shape.inner:
            kept = use[origin].topk(inner).indices.sort().values
            old |= {"up.weight": old["up.weight"][kept], "up.bias": old["up.bias"][kept]}
            old["down.weight"] = old["down.weight"][:, kept]
        new |= {f"layers.{to}.{k}": v for k, v in old.items()}
    u, s, v = torch.linalg.svd(state["word.weight"], full_matrices=False)
    new["word.weight"] = u[:, :embedding] * s[:embedding]
    new["widen.weight"] = v[:embedding].T.contiguous()
    student.load_state_dict(new)
    return student


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
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--pieces", type=int, default=12288)
    parser.add_argument("--gold", type=float, default=GOLD, help="weight of the annotation, from 0 to 1")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
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
        use = use_of_units(first, [_nobody(to_device(collate(b), device)) for b in some])
        student = student_of(first, arguments.layers, arguments.embedding, arguments.inner, use)
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

    def all_losses(network: nn.Module, batch: Batch) -> dict[str, Tensor]:
        assert isinstance(network, Network)
        batch = _nobody(batch)
        wanted = taught = None
        with torch.no_grad():
            if teacher is not None:
                wanted = forward(teacher, batch)
            if lessons is not None:
                near = buckets(batch["there"].shape[1], device)
                taught = lessons.of(batch["origin"], batch["there"], near)
            elif teacher is not None and wanted is not None:
                taught = taught_by(teacher, wanted, batch)
        hide(batch, 0.03)
        shout(batch, 0.05)
        outputs = forward(network, batch)
        parts = losses(network, outputs, batch, taught, arguments.gold)
        if wanted is not None:
            apart = (outputs["state"].float() - wanted["state"].float()).square().mean(-1) * batch["mask"]
            parts["state"] = apart.sum() / batch["mask"].sum()
        return parts

    def weigh_all(parts: dict[str, Tensor]) -> Tensor:
        rest = {k: v for k, v in parts.items() if k in WEIGHTS}
        return weigh(rest) + parts.get("state", 0.0)

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

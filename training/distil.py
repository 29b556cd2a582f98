"""Teach a small network what a large one knows (Sanh et al. 2019, "DistilBERT").

    python -m training.distil DATA --teacher FOLDER --base FOLDER --out FOLDER [--layers 1 5] [--more TEXTS]

The student takes some of the teacher's layers, the inner units of them that are used most, its heads, and word
vectors narrowed by a singular value decomposition; it then learns from the teacher's last states and tag scores and
from the annotations. ``--more`` names a file of JSON rows with ``text`` that nobody annotated: there it learns from
the teacher alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.windows import WINDOW
from training.data import TUNE_ARTICLES, Example, example, load_tokenizer, names_of, read_rows, split
from training.evaluate import evaluate
from training.network import Network, load, parameters_of, save
from training.train import WEIGHTS, Average, batches, collate, forward, hide, losses


def use_of_units(teacher: Network, seen: list[dict[str, Tensor]]) -> list[Tensor]:
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
    state = teacher.state_dict()
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


def unlabelled(path: Path, tokenizer: Any, per_text: int = 8) -> list[Example]:
    """Texts without annotation; short ones are put together, ``per_text`` paragraphs to one."""
    texts = list(dict.fromkeys(str(r["text"]).strip() for r in read_rows(path)))
    joined = ["\n".join(texts[i : i + per_text]) for i in range(0, len(texts), per_text)]
    return [example({"id": f"more-{i}", "text": t, "attributions": []}, None, tokenizer) for i, t in enumerate(joined)]


def lesson(student: dict[str, Tensor], teacher: dict[str, Tensor], mask: Tensor) -> Tensor:
    """Distance of the student's states and tag chances from the teacher's, mean over word pieces."""
    states = F.mse_loss(student["state"].float()[mask], teacher["state"].float()[mask])
    wanted = F.softmax(teacher["tags"].float()[mask], -1)
    tags = F.kl_div(F.log_softmax(student["tags"].float()[mask], -1), wanted, reduction="batchmean")
    return 2 * states + tags


SINGLE = 1062
"""The last of BERT's word pieces that are marks, digits or single letters; those look the same among capitals."""


def shout(batch: dict[str, Tensor], share: float) -> None:
    """Let a share of the windows stand in capitals, for the student alone: the teacher has seen them as they are."""
    loud = torch.rand(len(batch["features"]), 1, device=batch["features"].device) < share
    words = batch["mask"] & (batch["ids"] > SINGLE) & (batch["features"] % 4 < 2) & loud
    batch["features"] = torch.where(words, batch["features"] // 4 * 4 + 2, batch["features"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--student", type=Path, help="folder of a student to go on with")
    parser.add_argument("--layers", type=int, nargs="+", default=[1, 5], help="the teacher's layers to begin with")
    parser.add_argument("--inner", type=int, default=1024)
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--pieces", type=int, default=2560)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = load_tokenizer(arguments.base)
    train, tune, _ = split(arguments.data, TUNE_ARTICLES)
    silver = arguments.data / "train_corenlp.jsonl.gz"
    parse = {str(r["id"]): r for r in read_rows(silver)} if silver.exists() else {}
    examples = [example(r, parse.get(str(r["id"])), tokenizer) for r in train]
    more = unlabelled(arguments.more, tokenizer) if arguments.more else []
    teacher = load(arguments.teacher).to(device).eval()
    names = names_of(examples)
    if arguments.student:
        student = load(arguments.student).to(device)
        history = json.loads((arguments.student / "shape.json").read_text("utf-8"))["history"]
    else:
        some = [collate(b, device) for b in batches(examples[:40], np.random.default_rng(0), WINDOW, arguments.pieces)]
        use = use_of_units(teacher, some)
        student = student_of(teacher, arguments.layers, arguments.embedding, arguments.inner, use).to(device)
        history = []
    print(f"{len(examples)} annotated articles, {len(more)} texts without annotation", flush=True)

    def epoch() -> list[tuple[bool, Any]]:
        mixed = [(True, b) for b in batches(examples, rng, WINDOW, arguments.pieces, names, 0.1)]
        mixed += [(False, b) for b in batches(more, rng, WINDOW, arguments.pieces)] if more else []
        rng.shuffle(mixed)
        return mixed

    epochs = [epoch() for _ in range(arguments.epochs)]
    optimiser = torch.optim.AdamW(
        student.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, arguments.rate, total_steps=sum(map(len, epochs)), pct_start=0.1, cycle_momentum=False
    )
    average = Average(student, 0.995)
    begun = time.time()
    for number, mixed in enumerate(epochs, len(history) + 1):
        student.train()
        taught = 0.0
        for annotated, cuts in mixed:
            batch = collate(cuts, device)
            with torch.no_grad():
                wanted = forward(teacher, batch)
            hide(batch, 0.05)
            shout(batch, 0.05)
            outputs = forward(student, batch)
            loss = lesson(outputs, wanted, batch["mask"])
            taught += float(loss.detach())
            if annotated:
                parts = losses(student, outputs, batch)
                loss = loss + 0.5 * torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            average.update(student)
        live = {k: v.detach().clone() for k, v in student.state_dict().items()}
        student.load_state_dict(average.values)
        result = evaluate(student, tune, tokenizer, parameters_of(student))
        seconds = round(time.time() - begun)
        history.append({"epoch": number, "seconds": seconds, "lesson": round(taught / len(mixed), 4), "tune": result})
        print(json.dumps(history[-1]), flush=True)
        save(student, arguments.out, history=history, seed=arguments.seed, teacher=arguments.teacher.name)
        student.load_state_dict(live)


if __name__ == "__main__":
    main()

"""Teach a small network what a large one knows (Sanh et al. 2019, "DistilBERT").

    python -m training.distil DATA --teacher FOLDER --base FOLDER --out FOLDER [--layers 3] [--more TEXTS]

The student takes some of the teacher's layers and its heads, and word vectors narrowed by a singular value
decomposition; it then learns from the teacher's last states and tag scores and from the annotations.
``--more`` names a file of JSON rows with ``text`` that nobody annotated: there it learns from the teacher alone.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from framing.attribute.windows import WINDOW
from training.data import TUNE_ARTICLES, Example, example, load_tokenizer, read_rows, split
from training.evaluate import evaluate
from training.network import Network, load, parameters_of, save
from training.train import WEIGHTS, Average, batches, collate, forward, hide, losses


def student_of(teacher: Network, layers: int, embedding: int) -> Network:
    """A network with evenly chosen layers of the teacher, its heads, and narrow word vectors."""
    student = Network(replace(teacher.shape, layers=layers, embedding=embedding))
    state = teacher.state_dict()
    chosen = np.linspace(0, teacher.shape.layers - 1, layers).round().astype(int).tolist()
    new = {k: v for k, v in state.items() if not k.startswith(("layers.", "word."))}
    for to, origin in enumerate(chosen):
        new |= {
            k.replace(f"layers.{origin}.", f"layers.{to}."): v
            for k, v in state.items()
            if k.startswith(f"layers.{origin}.")
        }
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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--embedding", type=int, default=96)
    parser.add_argument("--epochs", type=int, default=8)
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
    student = student_of(teacher, arguments.layers, arguments.embedding).to(device)
    print(f"{len(examples)} annotated articles, {len(more)} texts without annotation", flush=True)

    def epoch() -> list[tuple[bool, Any]]:
        mixed = [(True, b) for b in batches(examples, rng, WINDOW, arguments.pieces)]
        mixed += [(False, b) for b in batches(more, rng, WINDOW, arguments.pieces)] if more else []
        rng.shuffle(mixed)
        return mixed

    epochs = [epoch() for _ in range(arguments.epochs)]
    optimiser = torch.optim.AdamW(student.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, arguments.rate, total_steps=sum(map(len, epochs)), pct_start=0.1, cycle_momentum=False
    )
    average = Average(student, 0.995)
    begun = time.time()
    history = []
    for number, mixed in enumerate(epochs, 1):
        student.train()
        taught = 0.0
        for annotated, cuts in mixed:
            batch = collate(cuts, device)
            with torch.no_grad():
                wanted = forward(teacher, batch)
            hide(batch, 0.05)
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

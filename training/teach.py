"""Train teachers on the annotations, and have them write down their lessons.

    python -m training.teach PREPARED --base FOLDER --out FOLDER [--teachers 0 1 2 …] [--steps 1000] [--seconds …]

Teacher ``n`` leaves out fold ``n % 5`` of the annotated articles and has seed ``n // 5``, so that ten teachers give
every annotated article two that have never seen it. BASE is the folder of an encoder: all-mpnet-base-v2, or a smaller
one. Lessons go to ``FOLDER/lessons-n.npz``; with ``--keep`` the weights go to ``FOLDER/teacher-n``. A teacher whose
lessons are there already is left out, so that a run that was cut off can go on.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import time
from dataclasses import replace
from pathlib import Path

import torch

from training.batches import Batch, Plan, stream
from training.data import load_tokenizer, names_of
from training.evaluate import LAYOUT_NAMES, figures_of, predict
from training.fit import fit
from training.lessons import rounds, teach_all
from training.losses import forward, losses, weigh
from training.network import Network, load_encoder, parameters_of, save, shape_of
from training.prepare import FOLDS, read_prepared


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teachers", type=int, nargs="+", default=list(range(2 * FOLDS)))
    parser.add_argument("--steps", type=int, default=1000, help="at most so many for each teacher")
    parser.add_argument("--seconds", type=float, default=math.inf, help="at most so long for all of them together")
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--pieces", type=int, default=6144)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    begun = time.monotonic()
    prepared = read_prepared(arguments.prepared)
    tokenizer = load_tokenizer(arguments.base)
    annotated = prepared.annotated
    plan = Plan(pieces=arguments.pieces, names=names_of(t[0] for t in annotated))
    todo = [n for n in arguments.teachers if not (arguments.out / f"lessons-{n}.npz").exists()]
    streams = {  # begun before CUDA is used: batches may come from forks
        n: stream([t for t in annotated if t[0].fold != n % FOLDS], plan, n, arguments.workers) for n in todo
    }
    through = rounds(prepared.texts)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def both(network: torch.nn.Module, batch: Batch):  # type: ignore[no-untyped-def]
        assert isinstance(network, Network)
        return losses(network, forward(network, batch), batch)

    for place, number in enumerate(todo):
        left = (arguments.seconds - (time.monotonic() - begun)) / (len(todo) - place)
        torch.manual_seed(number)
        network = Network(replace(shape_of(arguments.base), annotators=len(prepared.people)))
        load_encoder(network, arguments.base)
        network.to(device)
        # the rest of the time is for the lessons
        history = fit(
            network, streams[number], both, weigh, steps=arguments.steps, seconds=0.8 * left, rate=arguments.rate
        )
        teach_all(network, prepared.texts, through, number, FOLDS, arguments.out / f"lessons-{number}.npz")
        shown = {}
        for layout in LAYOUT_NAMES[:1]:
            predicted = predict(network, prepared.tune, tokenizer, layout)
            shown[layout] = figures_of(prepared.tune, predicted, parameters_of(network), layout)
            with (arguments.out / f"tune-{number}-{layout}.pkl").open("wb") as file:
                pickle.dump([scores for _, scores in predicted], file)
        print(json.dumps({"teacher": number, "seconds": round(time.monotonic() - begun), "tune": shown}), flush=True)
        if arguments.keep:
            save(network, arguments.out / f"teacher-{number}", history=history)


if __name__ == "__main__":
    main()

"""From texts to batches: a layout for each text, windows, other names, padding; in other processes if wanted."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from framing.attribute.windows import SEP, WINDOW
from training.data import IGNORE, Cut, Example, Names, cuts, rename

__all__ = ["Plan", "Text", "alike", "batches", "collate", "hide", "shout", "stream", "to_device", "vary"]

Text = tuple[Example, ...]
"""One text in each of its layouts, the normal one first."""
Batch = dict[str, Tensor]
NOBODY = 0.4
"""Share of windows whose annotator is hidden."""
MASK = 103
SINGLE = 1062
"""The last of BERT's word pieces that are marks, digits or single letters; those look the same among capitals."""


@dataclass(frozen=True)
class Plan:
    """How batches are made."""

    pieces: int = 6144
    """Word pieces in a batch, padding included."""
    size: int = WINDOW
    layouts: tuple[float, ...] = (0.7, 0.15, 0.15)
    """How often each layout is taken, in the order of a :data:`Text`."""
    names: Names | None = None
    rename: float = 0.1
    """Share of windows that get other names."""
    drop_case: float = 0.1


def _vary(cut: Cut, rng: np.random.Generator, plan: Plan) -> Cut:
    if rng.random() < NOBODY:
        cut = replace(cut, annotator=0)
    return rename(cut, plan.names, rng) if plan.names is not None and rng.random() < plan.rename else cut


def batches(texts: Sequence[Text], rng: np.random.Generator, plan: Plan) -> list[list[Cut]]:
    """All texts once, each in a layout drawn anew: windows of like length together, the batches shuffled."""
    chances = np.array(plan.layouts)
    chosen = [
        t[int(rng.choice(len(t), p=chances[: len(t)] / chances[: len(t)].sum()))] if len(t) > 1 else t[0] for t in texts
    ]
    all_cuts = [_vary(c, rng, plan) for c in cuts(chosen, rng, size=plan.size, drop_case=plan.drop_case)]
    order = sorted(range(len(all_cuts)), key=lambda i: len(all_cuts[i].ids) + rng.random() * 30)
    found: list[list[Cut]] = []
    current: list[Cut] = []
    longest = 0
    for i in order:
        longest = max(longest, len(all_cuts[i].ids))
        if current and (len(current) + 1) * longest > plan.pieces:
            found.append(current)
            current, longest = [], len(all_cuts[i].ids)
        current.append(all_cuts[i])
    if current:
        found.append(current)
    rng.shuffle(found)
    return found


def collate(batch: Sequence[Cut]) -> dict[str, NDArray[Any]]:
    """Pad windows into arrays; words are indexed into the flattened (batch, length) grid.

    ``arcs`` are places in a flattened array (arcs, batch, words, words + 1), whose last column is "none"; ``index`` and
    ``there_in`` (sequences, length) the words of each paragraph of each window.
    """
    longest = max(len(c.ids) for c in batch)
    most = max(len(c.words) for c in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    features = np.zeros_like(ids)
    mask = np.zeros_like(ids, dtype=bool)
    words = np.zeros((len(batch), most), dtype=np.int64)
    there = np.zeros((len(batch), most), dtype=bool)
    origin = np.zeros((len(batch), most), dtype=np.int64)
    labels = {k: np.full((len(batch), most), IGNORE, dtype=np.int64) for k in ("tags", "entities", "pos")}
    arcs: list[NDArray[np.int64]] = []
    sequences: list[tuple[int, int, int]] = []
    for b, c in enumerate(batch):
        n, w = len(c.ids), len(c.words)
        ids[b, :n], features[b, :n], mask[b, :n] = c.ids, c.features, True
        words[b, :w], there[b, :w] = c.words, True
        origin[b, :w] = c.origin + np.arange(w)
        for name, values in labels.items():
            values[b, :w] = getattr(c, name)
        bounds = [*np.flatnonzero(np.diff(c.line, prepend=-1)).tolist(), w]
        sequences += [(b, s, e) for s, e in pairwise(bounds)]
        for attribution in c.attributions:
            source, cue, content = (attribution[r] for r in ("source", "cue", "content"))
            for arc, rows, columns in ((0, content, cue), (1, cue, source), (2, source, cue)):
                ends = columns if len(columns) else np.array([most])
                arcs.append((((arc * len(batch) + b) * most + rows[:, None]) * (most + 1) + ends[None, :]).ravel())
    steps = max(e - s for _, s, e in sequences)
    index = np.zeros((len(sequences), steps), dtype=np.int64)
    there_in = np.zeros(index.shape, dtype=bool)
    for i, (b, s, e) in enumerate(sequences):
        index[i, : e - s] = b * most + np.arange(s, e)
        there_in[i, : e - s] = True
    return {
        "ids": ids,
        "features": features,
        "mask": mask,
        "words": words,
        "there": there,
        "origin": origin,
        "arcs": np.concatenate(arcs) if arcs else np.zeros(0, dtype=np.int64),
        "index": index,
        "there_in": there_in,
        "annotator": np.array([c.annotator for c in batch], dtype=np.int64),
        "labelled": np.array([c.labelled for c in batch], dtype=bool),
        **labels,
    }


def to_device(arrays: dict[str, NDArray[Any]], device: torch.device) -> Batch:
    """A batch on the device that trains."""
    return {k: torch.from_numpy(v).to(device, non_blocking=True) for k, v in arrays.items()}


def _forever(texts: Sequence[Text], plan: Plan, seed: int) -> Iterator[dict[str, NDArray[Any]]]:
    rng = np.random.default_rng(seed)
    while True:
        for batch in batches(texts, rng, plan):
            yield collate(batch)


def _work(texts: Sequence[Text], plan: Plan, seed: int, queue: Any) -> None:
    torch.set_num_threads(1)
    for batch in _forever(texts, plan, seed):
        queue.put(batch)


def stream(texts: Sequence[Text], plan: Plan, seed: int, workers: int = 0) -> Iterator[dict[str, NDArray[Any]]]:
    """Batches without end; with ``workers`` made by as many processes, in an order that may differ from run to run.

    Begin it before CUDA is used: the processes are forks.
    """
    if not workers:
        return _forever(texts, plan, seed)
    context = multiprocessing.get_context("fork")
    queue = context.Queue(6 * workers)
    for number in range(workers):
        context.Process(target=_work, args=(texts, plan, seed * 100 + number, queue), daemon=True).start()

    def take() -> Iterator[dict[str, NDArray[Any]]]:
        while True:
            yield queue.get()

    return take()


def alike(words: Tensor, tokenizer: Any, many: int = 8) -> Tensor:
    """(vocabulary, many): the word pieces whose vectors are most like each one's; of a beginning's, only beginnings."""
    names = [tokenizer.id_to_token(i) or "" for i in range(len(words))]
    inside = torch.tensor([n.startswith("##") for n in names], device=words.device)
    usable = torch.tensor([n.removeprefix("##").isalpha() for n in names], device=words.device)
    usable[: SINGLE + 1] = False
    vectors = torch.nn.functional.normalize(words.float(), dim=1)
    found = torch.empty(len(words), many, dtype=torch.long, device=words.device)
    for at in range(0, len(words), 2048):
        here = slice(at, at + 2048)
        near = vectors[here] @ vectors.T
        near.masked_fill_(~usable[None, :] | (inside[here, None] != inside[None, :]), -2.0)
        near[torch.arange(len(near)), torch.arange(at, at + len(near))] = -2.0
        found[here] = near.topk(many).indices
    return torch.where(usable[:, None], found, torch.arange(len(words), device=words.device)[:, None])


def vary(batch: Batch, near: Tensor, share: float, pieces: float = 0.15) -> None:
    """Make new text of a share of the windows: some of their pieces give way to others like them (:func:`alike`).

    What people annotated does not hold there any more; a teacher is to be asked about the new text (Jiao et al. 2020,
    "TinyBERT").
    """
    ids = batch["ids"]
    chosen = torch.rand(len(ids), device=ids.device) < share
    swapped = (torch.rand(ids.shape, device=ids.device) < pieces) & chosen[:, None]
    other = near[ids, torch.randint(near.shape[1], ids.shape, device=ids.device)]
    batch["ids"] = torch.where(swapped, other, ids)
    batch["labelled"] = batch["labelled"] & ~chosen


def hide(batch: Batch, share: float) -> None:
    """Put the mask in the place of a share of the word pieces."""
    hidden = (torch.rand(batch["ids"].shape, device=batch["ids"].device) < share) & (batch["ids"] > SEP)
    batch["ids"] = batch["ids"].masked_fill(hidden, MASK)


def shout(batch: Batch, share: float) -> None:
    """Let a share of the windows stand in capitals."""
    loud = torch.rand(len(batch["features"]), 1, device=batch["features"].device) < share
    words = batch["mask"] & (batch["ids"] > SINGLE) & (batch["features"] % 4 < 2) & loud
    batch["features"] = torch.where(words, batch["features"] // 4 * 4 + 2, batch["features"])

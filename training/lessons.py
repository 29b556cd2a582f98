"""Lessons: what teachers say about every word of every text, kept to teach smaller networks with.

A teacher writes one file. A text that somebody annotated is taught by those teachers alone that did not see it in their
own training: what a network says about what it has learnt by heart is no news. All other texts are taught by all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from framing.attribute.decode import IMPOSSIBLE, allowed_transitions
from framing.attribute.labels import BUCKETS, ENTITIES, LINK, POS, TAGS
from framing.attribute.windows import windows
from training.batches import Text, collate, to_device
from training.crf import chances
from training.data import Cut, cut
from training.network import TRAINED_ARCS, Network, half

__all__ = ["Lessons", "Round", "Taught", "fold_of_words", "rounds", "teach_all"]

SLOTS = 4
"""Teachers whose links are learnt for each word; of the tags, names and parts of speech all of them are."""
_LINKS = 2 * len(TRAINED_ARCS) * LINK


def fold_of_words(texts: Sequence[Text]) -> NDArray[np.int8]:
    """For every word of every text its fold."""
    return np.concatenate([np.full(len(t[0].tags), t[0].fold, dtype=np.int8) for t in texts])


class Taught(NamedTuple):
    """What is said about the words (batch, n) of a batch, all as chances.

    ``unary`` (…, 7) of tags, ``pairs`` (…, 7, 7) of a word's tag (last) with that of the word before, ``entities``,
    ``pos``; ``links`` (arcs, batch, n, n + 1) of the ends of every arc, the last one "none".
    """

    unary: Tensor
    pairs: Tensor
    entities: Tensor
    pos: Tensor
    links: Tensor


@dataclass(frozen=True)
class Round:
    """Windows to be run together, and which of their words (batch, words) they speak for."""

    arrays: dict[str, NDArray[Any]]
    kept: NDArray[np.bool_]


def rounds(texts: Sequence[Text], pieces: int = 16384) -> list[Round]:
    """The windows of all texts in their normal layout."""
    items: list[tuple[Cut, int, int]] = []
    for text in texts:
        encoded = text[0].encoded
        for window in windows(encoded):
            lo, keep, stop = np.searchsorted(encoded.word_start, [window.start, window.keep_start, window.keep_end])
            items.append((cut(text[0], window), int(keep - lo), int(stop - lo)))
    items = sorted((i for i in items if len(i[0].words)), key=lambda item: len(item[0].ids))
    found: list[Round] = []

    def close(group: list[tuple[Cut, int, int]]) -> None:
        arrays = collate([c for c, _, _ in group])
        kept = np.zeros(arrays["there"].shape, dtype=bool)
        for i, (_, lo, hi) in enumerate(group):
            kept[i, lo:hi] = True
        found.append(Round(arrays, kept))

    group: list[tuple[Cut, int, int]] = []
    for item in items:
        if group and (len(group) + 1) * len(item[0].ids) > pieces:
            close(group)
            group = []
        group.append(item)
    if group:
        close(group)
    return found


def teach_all(
    network: Network, texts: Sequence[Text], through: Sequence[Round], number: int, folds: int, out: Path
) -> None:
    """Run a teacher on all texts, ``through`` their :func:`rounds`, and write its lessons.

    ``number`` says which teacher it is: it has not seen fold ``number % folds``.
    """
    network.eval()
    device = next(network.parameters()).device
    fold = fold_of_words(texts)
    count = len(fold)
    result = {
        "unary": np.zeros((count, len(TAGS)), dtype=np.float16),
        "pairs": np.zeros((count, len(TAGS) ** 2), dtype=np.float16),
        "entities": np.zeros((count, len(ENTITIES)), dtype=np.float16),
        "pos": np.zeros((count, len(POS)), dtype=np.float16),
    }
    linked = np.flatnonzero((fold == number % folds) | ((fold < 0) & (number < SLOTS)))
    row = np.full(count, -1)
    row[linked] = np.arange(len(linked))
    links = np.zeros((len(linked), _LINKS), dtype=np.float16)
    none = np.zeros((len(linked), len(TRAINED_ARCS)), dtype=np.float16)

    for some in through:
        batch = to_device(some.arrays, device)
        with torch.no_grad(), half(device):
            outputs = network(batch["ids"], batch["features"], batch["mask"])
        there = batch["there"]
        pick = batch["words"][:, :, None]
        word = {
            k: outputs[k].float().gather(1, pick.expand(-1, -1, outputs[k].shape[2]))
            for k in (*result, "links", "tags")
            if k in outputs
        }
        index, mask = batch["index"], batch["there_in"]
        by_sequence = chances(word["tags"].flatten(0, 1)[index], network.transitions.detach(), mask)
        flat = index[mask]
        b, w = there.shape
        found = {k: word[k].softmax(-1).flatten(0, 1) for k in ("entities", "pos")}
        for name, values in zip(("unary", "pairs"), by_sequence, strict=True):
            whole = torch.zeros(b * w, values[0, 0].numel(), device=device)
            whole[flat] = values.flatten(2)[mask]
            found[name] = whole
        queries = word["links"].view(b, w, 2, len(TRAINED_ARCS), LINK)[:, :, 0]
        keys = outputs["links"][:, 0].float().view(b, 1, 2, len(TRAINED_ARCS), LINK)[:, :, 1]
        found["none"] = ((queries * keys).sum(-1) * LINK**-0.5).flatten(0, 1)
        found["links"] = word["links"].flatten(0, 1)
        where = torch.from_numpy(np.flatnonzero(some.kept)).to(device)
        at = batch["origin"].flatten()[where].cpu().numpy()
        for name, whole_array in result.items():
            whole_array[at] = found[name][where].half().cpu().numpy()
        rows = row[at]
        fair = torch.from_numpy(np.flatnonzero(rows >= 0)).to(device)
        if len(fair):
            links[rows[rows >= 0]] = found["links"][where[fair]].half().cpu().numpy()
            none[rows[rows >= 0]] = found["none"][where[fair]].half().cpu().numpy()

    _bridge(result, texts)
    out.parent.mkdir(parents=True, exist_ok=True)
    with (out.parent / f"{out.name}.tmp").open("wb") as file:
        np.savez(
            file,
            **cast("dict[str, Any]", result),
            linked=linked,
            links=links,
            none=none,
            transitions=network.transitions.detach().cpu().numpy(),
            distance=network.distance.detach().cpu().numpy(),
            number=np.array([number, folds]),
        )
    (out.parent / f"{out.name}.tmp").replace(out)


def _bridge(result: dict[str, NDArray[Any]], texts: Sequence[Text]) -> None:
    """Where a sequence begins, put in the chances of pairs with the word before: other layouts go on there."""
    unary = result["unary"].astype(np.float32)
    pairs = result["pairs"]
    empty = np.flatnonzero(pairs.astype(np.float32).sum(1) < 0.5)
    empty = empty[empty > 0]
    product = unary[empty - 1][:, :, None] * unary[empty][:, None, :] * allowed_transitions()
    pairs[empty] = product.reshape(len(empty), -1).astype(np.float16)
    firsts = np.cumsum([0, *(len(t[0].tags) for t in texts)])[:-1]
    pairs[firsts] = 0


class Lessons:
    """The mean of the lessons of several teachers, on the device that trains."""

    def __init__(self, files: Sequence[Path], texts: Sequence[Text], device: torch.device) -> None:
        fold = fold_of_words(texts)
        heads = ("unary", "pairs", "entities", "pos")
        sums: dict[str, Tensor] = {}
        seen = torch.zeros(len(fold), device=device)
        whole: dict[str, Tensor] = {}
        distances, transitions = [], []
        self.links = torch.zeros(len(fold), SLOTS, _LINKS, dtype=torch.float16, device=device)
        self.none = torch.zeros(len(fold), SLOTS, len(TRAINED_ARCS), dtype=torch.float16, device=device)
        self.who = torch.zeros(len(fold), SLOTS, dtype=torch.long, device=device)
        slots = np.zeros(len(fold), dtype=np.int64)
        for place, path in enumerate(files):
            with np.load(path) as file:
                number, folds = file["number"].tolist()
                fair = torch.from_numpy((fold < 0) | (fold == number % folds)).to(device).float()
                seen += fair
                for head in heads:
                    values = torch.from_numpy(file[head]).to(device).float()
                    sums[head] = sums.get(head, 0) + values * fair[:, None]
                    whole[head] = whole.get(head, 0) + values
                distances.append(torch.from_numpy(file["distance"]))
                transitions.append(torch.from_numpy(file["transitions"]))
                linked = file["linked"]
                free = slots[linked] < SLOTS
                at, slot = torch.from_numpy(linked[free]).to(device), torch.from_numpy(slots[linked[free]]).to(device)
                self.links[at, slot] = torch.from_numpy(file["links"][free]).to(device)
                self.none[at, slot] = torch.from_numpy(file["none"][free]).to(device)
                self.who[at, slot] = place
                slots[linked[free]] += 1
        unfair = (seen == 0)[:, None]
        divided = {h: torch.where(unfair, whole[h] / len(files), sums[h] / seen.clamp(min=1)[:, None]) for h in heads}
        self.unary, self.pairs = divided["unary"].half(), divided["pairs"].half()
        self.entities, self.pos = divided["entities"].half(), divided["pos"].half()
        # words with fewer teachers than slots have some of them again
        filled = torch.from_numpy(slots).to(device).clamp(min=1)
        again = torch.arange(SLOTS, device=device)[None, :] % filled[:, None]
        for slot in range(1, SLOTS):
            from_slot = again[:, slot]
            rows = (from_slot != slot).nonzero()[:, 0]
            self.links[rows, slot] = self.links[rows, from_slot[rows]]
            self.none[rows, slot] = self.none[rows, from_slot[rows]]
            self.who[rows, slot] = self.who[rows, from_slot[rows]]
        self.has_links = torch.from_numpy(slots > 0).to(device)
        self.distance = torch.stack(distances).to(device)
        self.transitions = torch.stack(transitions).mean(0).to(device)
        assert self.distance.shape[1:] == (len(TRAINED_ARCS), BUCKETS)

    def of(self, origin: Tensor, there: Tensor, buckets: Tensor) -> Taught:
        """What is taught about words, given by their numbers (batch, n)."""
        b, w = origin.shape
        unary, pairs = self.unary[origin].float(), self.pairs[origin].float()
        links = self.links[origin].float().view(b, w, SLOTS, 2, len(TRAINED_ARCS), LINK).permute(3, 2, 4, 0, 1, 5)
        scores = links[0] @ links[1].transpose(-1, -2) * LINK**-0.5  # (slots, arcs, b, w, w)
        far = self.distance[self.who[origin[:, 0]]]  # (b, slots, arcs, buckets)
        scores += far[:, :, :, buckets].permute(1, 2, 0, 3, 4)
        scores.masked_fill_(~there[None, None, :, None, :], IMPOSSIBLE)
        none = self.none[origin].float().permute(2, 3, 0, 1)[..., None]
        ends = torch.cat([scores, none], -1).softmax(-1).mean(0)
        ends = ends * self.has_links[origin][None, :, :, None]
        pairs = pairs.view(b, w, len(TAGS), len(TAGS))
        return Taught(unary, pairs, self.entities[origin].float(), self.pos[origin].float(), ends)

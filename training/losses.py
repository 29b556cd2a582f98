"""What a network is trained to do: agree with the annotators, and with the lessons of its teachers."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from framing.attribute.decode import IMPOSSIBLE
from framing.attribute.labels import LINK, distance_bucket
from training.batches import Batch
from training.crf import chances, likelihood, partition, soft_score
from training.data import IGNORE
from training.lessons import Taught
from training.network import TRAINED_ARCS, Network, half

__all__ = ["GOLD", "WEIGHTS", "buckets", "forward", "link_scores", "losses", "taught_by", "weigh"]

WEIGHTS = {"tags": 1.0, "links": 0.4, "entities": 0.4, "pos": 0.2}
GOLD = 0.5
"""Weight of the annotation where there is something taught as well, which has the rest."""
_ROLES = ((5, 6), (3, 4), (1, 2))
"""Tags of the words that each of the trained arcs leads from."""
_BUCKETS: dict[tuple[int, torch.device], Tensor] = {}


def forward(network: Network, batch: Batch, levels: list[Tensor] | None = None) -> dict[str, Tensor]:
    """Outputs of the network, computed in bfloat16 where that loses nothing; ``levels`` as in the network's own."""
    with half(batch["ids"].device):
        outputs: dict[str, Tensor] = network(batch["ids"], batch["features"], batch["mask"], batch["annotator"], levels)
    return outputs


def buckets(words: int, device: torch.device) -> Tensor:
    """(words, words): class of the distance from each word to each other."""
    key = (words, device)
    if key not in _BUCKETS:
        places = np.arange(words)
        _BUCKETS[key] = torch.from_numpy(distance_bucket(places[None, :] - places[:, None])).to(device)
    return _BUCKETS[key]


def link_scores(network: Network, links: Tensor, none: Tensor, there: Tensor) -> Tensor:
    """(arcs, batch, words, words + 1): scores of every arc, from the outputs at words and at the first piece."""
    b, w, _ = links.shape
    queries, keys = links.view(b, w, 2, len(TRAINED_ARCS), LINK).permute(2, 3, 0, 1, 4).unbind(0)
    none_keys = none.view(b, 2, len(TRAINED_ARCS), LINK)[:, 1].transpose(0, 1)
    scores = queries @ keys.transpose(-1, -2) * LINK**-0.5
    scores = scores + network.distance[:, buckets(w, links.device)][:, None]
    scores = scores.masked_fill(~there[None, :, None, :], IMPOSSIBLE)
    to_none = (queries * none_keys[:, :, None]).sum(-1, keepdim=True) * LINK**-0.5
    return torch.cat([scores, to_none], -1)


def taught_by(network: Network, outputs: dict[str, Tensor], batch: Batch) -> Taught:
    """What a network says about the words of a batch, from its outputs; to be called without gradients."""
    there = batch["there"]
    word = _at_words(outputs, batch)
    index, mask = batch["index"], batch["there_in"]
    by_sequence = chances(word["tags"].flatten(0, 1)[index], network.transitions, mask)
    spread = [torch.zeros(there.numel(), v[0, 0].numel(), device=there.device) for v in by_sequence]
    for whole, values in zip(spread, by_sequence, strict=True):
        whole[index[mask]] = values.flatten(2)[mask]
    width = by_sequence[0].shape[-1]
    return Taught(
        spread[0].view(*there.shape, width),
        spread[1].view(*there.shape, width, width),
        word["entities"].softmax(-1),
        word["pos"].softmax(-1),
        link_scores(network, word["links"], outputs["links"][:, 0].float(), there).softmax(-1),
    )


def _at_words(outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """The outputs of the heads at the first piece of every word."""
    pick = batch["words"][:, :, None]
    return {k: outputs[k].float().gather(1, pick.expand(-1, -1, outputs[k].shape[2])) for k in WEIGHTS}


def losses(
    network: Network, outputs: dict[str, Tensor], batch: Batch, taught: Taught | None = None, annotation: float = GOLD
) -> dict[str, Tensor]:
    """Mean loss of each head; ``annotation`` is the weight of what people say beside what is ``taught``."""
    there = batch["there"]
    b, w = there.shape
    word = _at_words(outputs, batch)
    scores = link_scores(network, word["links"], outputs["links"][:, 0].float(), there)
    arcs = torch.zeros(scores.numel(), dtype=torch.bool, device=scores.device)
    arcs[batch["arcs"]] = True
    arcs = arcs.view(scores.shape)
    index, mask = batch["index"], batch["there_in"]
    emissions = word["tags"].flatten(0, 1)[index]
    whole = partition(emissions, network.transitions, mask)
    gold = likelihood(emissions, network.transitions, batch["tags"].flatten()[index].clamp(min=0), mask)
    # log-probabilities of the ends of each arc, and the share of the right ones
    log_ends = scores.log_softmax(-1)
    rows = arcs.any(-1)
    link_loss = -torch.logsumexp(log_ends.masked_fill(~arcs, IMPOSSIBLE), -1) * rows
    if taught is None:
        found = {"tags": (whole - gold).sum() / there.sum(), "links": link_loss.sum() / rows.sum().clamp(min=1)}
        for name in ("entities", "pos"):
            labels = batch[name].flatten()
            whole_loss = F.cross_entropy(word[name].flatten(0, 1), labels, ignore_index=IGNORE, reduction="sum")
            found[name] = whole_loss / (labels != IGNORE).sum().clamp(min=1)
        return found
    by_window = batch["labelled"].float() * annotation
    by_sequence = by_window[index[:, 0] // w]
    wanted = soft_score(
        emissions, network.transitions, taught.unary.flatten(0, 1)[index], taught.pairs.flatten(0, 1)[index], mask
    )
    target = by_sequence * gold + (1 - by_sequence) * wanted
    found = {"tags": (whole - target).sum() / there.sum()}
    weight = torch.stack([taught.unary[:, :, list(r)].sum(-1) for r in _ROLES]) * there
    soft = -(taught.links * log_ends).sum(-1)
    share = by_window[None, :, None]
    apart = (share * link_loss).sum() + ((1 - share) * weight * soft).sum()
    found["links"] = apart / ((share * rows).sum() + ((1 - share) * weight).sum()).clamp(min=1)
    for name in ("entities", "pos"):
        flat, labels = word[name].flatten(0, 1), batch[name].flatten()
        by_label = F.cross_entropy(flat, labels, ignore_index=IGNORE, reduction="none")
        by_lesson = -(getattr(taught, name).flatten(0, 1) * flat.log_softmax(-1)).sum(-1)
        part = by_window[:, None].expand(b, w).flatten() * (labels != IGNORE)
        found[name] = ((part * by_label + (1 - part) * by_lesson) * there.flatten()).sum() / there.sum()
    return found


def weigh(parts: dict[str, Tensor]) -> Tensor:
    """The sum of the losses, each with its weight."""
    return torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum()

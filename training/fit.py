"""Optimisation: steps until the time or the number of them is used up, and the moving average of the weights."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.batches import Batch, to_device

__all__ = ["fit"]

NEW = (
    "tags", "entities", "pos", "arc_in", "arc_out", "transitions", "distance", "feature", "annotator",
    "judge_in", "judge",
)  # fmt: skip
"""Parts that no encoder comes with: they learn faster."""
Losses = Callable[[nn.Module, Batch], dict[str, Tensor]]


def _groups(network: nn.Module, rate: float, factor: float) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for new in (False, True):
        for decays in (False, True):
            chosen = [
                p
                for n, p in network.named_parameters()
                if p.requires_grad and (n.split(".")[0] in NEW) == new and (p.dim() > 1 and "norm" not in n) == decays
            ]
            rate_here = rate * (factor if new else 1)
            groups.append(
                {"params": chosen, "lr": rate_here, "top": rate_here, "weight_decay": 0.01 if decays else 0.0}
            )
    return groups


def fit(
    network: nn.Module,
    arrays: Iterator[dict[str, NDArray[Any]]],
    losses: Losses,
    weigh: Callable[[dict[str, Tensor]], Tensor],
    *,
    steps: int,
    seconds: float = math.inf,
    rate: float,
    factor: float = 5.0,
    decay: float = 0.995,
    report: int = 50,
) -> list[dict[str, float]]:
    """Train in place, and leave the moving average of the weights; gives the losses every ``report`` steps.

    The rate rises over the first tenth and falls as a cosine. Whichever of steps and seconds runs out first sets the
    pace, so that the rate has come down when training ends.
    """
    device = next(network.parameters()).device
    groups = _groups(network, rate, factor)
    optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)
    values = [p for p in network.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in values]
    history: list[dict[str, float]] = []
    sums: dict[str, Tensor] = {}
    begun = time.monotonic()
    network.train()
    step = 0
    while True:
        done = max(step / steps, (time.monotonic() - begun) / seconds)
        if done >= 1:
            break
        share = done / 0.1 if done < 0.1 else 0.5 + 0.5 * math.cos(math.pi * (done - 0.1) / 0.9)
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * max(share, 0.01)
        batch = to_device(next(arrays), device)
        parts = losses(network, batch)
        loss = weigh(parts)
        loss.backward()
        nn.utils.clip_grad_norm_(values, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(average, values, 1 - min(decay, step / (step + 10)))
        for name, value in parts.items():
            sums[name] = sums.get(name, torch.zeros((), device=device)) + value.detach()
        if step % report == 0:
            line = {k: round(float(v) / report, 4) for k, v in sums.items()}
            history.append({"step": step, "seconds": round(time.monotonic() - begun, 1), **line})
            print("  ", history[-1], flush=True)
            sums = {}
    print(f"   {step} steps in {time.monotonic() - begun:.0f} seconds", flush=True)
    with torch.no_grad():
        for value, mean in zip(values, average, strict=True):
            value.copy_(mean)
    return history

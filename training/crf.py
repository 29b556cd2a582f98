"""The conditional random field over tags: partition function, likelihood, chances.

A sequence of n words is a product of n - 1 matrices in the semiring of log-sum-exp and sum. Multiplying neighbours pair
by pair takes log n rounds in place of n steps (Särkkä and García-Fernández 2021), which is what a GPU wants.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from framing.attribute.decode import IMPOSSIBLE, allowed_transitions
from framing.attribute.labels import TAGS

__all__ = ["chances", "likelihood", "partition", "soft_score"]

_WIDTH = len(TAGS)


@lru_cache(maxsize=8)
def _rules(device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Which tags may follow each other; which cannot begin; the matrix that changes nothing."""
    inside = torch.tensor([t.startswith("I-") for t in TAGS], device=device)
    stay = torch.full((_WIDTH, _WIDTH), IMPOSSIBLE, device=device).fill_diagonal_(0.0)
    return torch.from_numpy(allowed_transitions()).to(device), inside, stay


def _allowed(transitions: Tensor) -> Tensor:
    return transitions.masked_fill(~_rules(transitions.device)[0], IMPOSSIBLE)


def _steps(emissions: Tensor, transitions: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Scores of the first tag (S, 7), and of every pair of neighbours (S, L - 1, 7, 7): nothing where the mask ends."""
    _, inside, stay = _rules(emissions.device)
    first = emissions[:, 0].masked_fill(inside, IMPOSSIBLE)
    steps = _allowed(transitions) + emissions[:, 1:, None, :]
    return first, torch.where(mask[:, 1:, None, None], steps, stay)


def _product(first: Tensor, steps: Tensor) -> Tensor:
    """Log of the sum over all tag sequences, (S,)."""
    stay = _rules(first.device)[2]
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, stay.expand(len(steps), 1, _WIDTH, _WIDTH)], 1)
        left, right = steps[:, 0::2], steps[:, 1::2]
        steps = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], -2)
    last = torch.logsumexp(first[:, :, None] + steps[:, 0], 1) if steps.shape[1] else first
    return torch.logsumexp(last, 1)


def partition(emissions: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """Log of the sum over all tag sequences, (S,). emissions (S, L, 7) in float32; mask (S, L) true for words."""
    return _product(*_steps(emissions, transitions, mask))


def likelihood(emissions: Tensor, transitions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
    """Score of one tag sequence, (S,); less the partition it is the log-likelihood. tags (S, L)."""
    step = _allowed(transitions)
    gold = (emissions.gather(2, tags[:, :, None])[:, :, 0] * mask).sum(1)
    return gold + (step[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)


def soft_score(emissions: Tensor, transitions: Tensor, unary: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
    """Mean score of the tag sequences of another model, given by its chances, (S,).

    ``unary`` (S, L, 7) of every tag, ``pairs`` (S, L, 7, 7) of a word's tag (last) with that of the word before. Less
    the partition it is minus the cross-entropy. A sequence cannot begin inside a span: that mass goes to its beginning.
    """
    unary, pairs = unary.clone(), pairs.clone()
    unary[:, 0, 1::2] += unary[:, 0, 2::2]
    unary[:, 0, 2::2] = 0
    if pairs.shape[1] > 1:
        pairs[:, 1, 1::2] += pairs[:, 1, 2::2]
        pairs[:, 1, 2::2] = 0
    allowed = _rules(transitions.device)[0]
    learnt = (pairs[:, 1:] * torch.where(allowed, transitions, 0.0)).sum((-1, -2))
    return ((unary * emissions).sum(-1) * mask).sum(1) + (learnt * mask[:, 1:]).sum(1)


def chances(emissions: Tensor, transitions: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """What :func:`soft_score` takes: the chances of every tag and of every pair of neighbouring tags."""
    with torch.enable_grad():
        first, steps = (t.detach().requires_grad_() for t in _steps(emissions.detach(), transitions.detach(), mask))
        by_first, by_pair = torch.autograd.grad(_product(first, steps).sum(), [first, steps], allow_unused=True)
    unary = torch.zeros_like(emissions)
    pairs = emissions.new_zeros(*emissions.shape, emissions.shape[-1])
    unary[:, 0] = by_first
    if by_pair is not None and steps.shape[1]:
        pairs[:, 1:] = by_pair * mask[:, 1:, None, None]
        unary[:, 1:] = pairs[:, 1:].sum(-2)
    return unary, pairs

"""Correction for testing many terms: Benjamini and Hochberg's, with weights that ignore which group a term is of.

Most terms of a corpus are too rare for any test to find much in them; each of them still costs the others power. A
p-value is therefore divided by a weight before it is corrected (Genovese, Roeder and Wasserman 2006). Weights average
1 and depend on the two groups' *pooled* uses and on how these scatter over articles. The test is made given the
pooled uses (and the permutation test's distribution is that of pooled scores), so that under the null hypothesis
weights say nothing about p and false discoveries stay controlled (Bourgon, Gentleman and Huber 2010; Ignatiadis et
al. 2016). They are half equal and half those that find the most terms of a given effect (Spjøtvoll 1972; Roeder and
Wasserman 2009), so that no weight is under one half: what a term can lose is a factor of 2 in p.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.special import ndtr

from framing.contrasts.clusters import ClusterCounts
from framing.contrasts.permutation import Design, design, scores
from framing.contrasts.statistics import Floats

__all__ = [
    "FALSE_ALARMS",
    "REFERENCE",
    "Correction",
    "adjusted",
    "detectability",
    "information_weights",
]

REFERENCE = 1.0
"""Log-odds ratio that weights are made for. Larger differences need no help, smaller ones are seldom found."""

FALSE_ALARMS = 0.3
"""Expected number of false alarms over all terms that weights are made for: about that of q < .05 and few findings."""

_CHUNK_CELLS = 250_000
_FAINTEST = 0.05
_SHARED_EQUALLY = 0.5


class Correction(StrEnum):
    """How p-values are weighed before they are corrected: by what a term's frequency lets a test see, or all alike."""

    WEIGHTED = "weighted"
    EQUAL = "equal"


def adjusted(p: Floats, weight: Floats) -> Floats:
    """q-values: Benjamini and Hochberg (1995) on p over weight."""
    from scipy.stats import false_discovery_control  # half a second and 50 MB, which most calls do without

    q: Floats = false_discovery_control(np.minimum(p / weight, 1.0))
    return q


def detectability(counts: ClusterCounts, *, log_odds: float = REFERENCE) -> Floats:
    """How many standard deviations from chance each term is expected to be if its log-odds ratio were ``log_odds``.

    The expectation is that of the permutation statistic, given the term's uses in both groups, the standard deviation
    that of its permutations. Both stay the same whatever permutation of the groups is the observed one.
    """
    plan = design(counts)
    n_terms = len(counts.level)
    size = max(1, _CHUNK_CELLS // max(1, len(plan.pairs) + len(plan.singles)))
    a, b = counts.a.tocsc(), counts.b.tocsc()
    found = np.zeros(n_terms)
    dealt_a = _chance_of_first(plan)
    for lo in range(0, n_terms, size):
        terms = slice(lo, min(lo + size, n_terms))
        pairs, singles, _ = scores(a, b, counts, plan, terms)
        uses = (a[:, terms] + b[:, terms]).tocsr()
        in_pairs = np.asarray(uses[plan.pairs].sum(axis=0)).ravel()
        in_singles = uses[plan.singles]
        total = in_pairs + np.asarray(in_singles.sum(axis=0)).ravel()
        first = in_pairs / 2 + in_singles.T @ dealt_a
        # The statistic is twice the first group's uses less those expected.
        spread = np.sqrt((pairs**2).sum(axis=0) + _variance_of_deal(singles, plan)) / 2
        share = first / np.where(total > 0, total, 1.0)
        found[terms] = np.divide(
            _shift(share, log_odds) * total, spread, out=np.zeros(len(share)), where=spread > 1e-12
        )
    return found


def information_weights(signal: Floats, *, false_alarms: float = FALSE_ALARMS) -> Floats:
    """Weights for terms that an effect would put ``signal`` standard deviations from chance: 1 on average, at least ½.

    Half of the weight is equal. The other half is Φ̄(signal/2 + c/signal), which finds the most terms of that effect
    for a given expected number of false alarms over all terms; c is what makes the expected number ``false_alarms``.
    """
    if len(signal) == 0:
        return np.ones(0)
    mu = np.maximum(signal, _FAINTEST)
    wanted = min(false_alarms / len(mu), 0.5)
    low, high = -1.0, 1.0
    while ndtr(-(mu / 2 + low / mu)).mean() < wanted:
        low *= 2
    while ndtr(-(mu / 2 + high / mu)).mean() > wanted:
        high *= 2
    for _ in range(60):
        c = (low + high) / 2
        low, high = (c, high) if ndtr(-(mu / 2 + c / mu)).mean() > wanted else (low, c)
    best = ndtr(-(mu / 2 + (low + high) / 2 / mu))
    weights: Floats = _SHARED_EQUALLY + (1 - _SHARED_EQUALLY) * best / best.mean()
    return weights


def _shift(share: Floats, log_odds: float) -> Floats:
    """By how much a share of uses moves when its odds are e to the ``log_odds`` times larger or smaller, on average."""
    up = share * np.exp(log_odds)
    down = share * np.exp(-log_odds)
    moved: Floats = (up / (up + 1 - share) - down / (down + 1 - share)) / 2
    return moved


def _chance_of_first(plan: Design) -> Floats:
    """Chance of each single cluster to be dealt to the first group."""
    if not len(plan.singles):
        return np.zeros(0)
    chance: Floats = (plan.drawn / np.bincount(plan.stratum, minlength=len(plan.drawn)))[plan.stratum]
    return chance


def _variance_of_deal(singles: Floats, plan: Design) -> Floats:
    """Variance of the sum of the scores dealt to the first group, drawn without replacement within strata."""
    variance = np.zeros(singles.shape[1])
    for stratum, drawn in enumerate(plan.drawn):
        here = singles[plan.stratum == stratum]
        n = len(here)
        variance += drawn * (n - drawn) / (n * (n - 1)) * ((here - here.mean(axis=0)) ** 2).sum(axis=0)
    return variance

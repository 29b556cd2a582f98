"""Statistics of a term in two groups, pure functions on counts, and the prior of the log-odds ratio.

All statistics take arrays over terms: ``count_a`` and ``count_b`` uses of each term in each group, ``total_a`` and
``total_b`` uses of all terms it competes with (for words: the words of the group). Positive means more in a.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainccinv, betaincinv, rel_entr, xlogy

from framing.errors import ComparisonError
from framing.term_uses import TermUses, find_terms
from framing.terms import Analyser, Floats

__all__ = [
    "PRIOR_WORDS",
    "Effect",
    "Floats",
    "Prior",
    "PriorSource",
    "chi_squared",
    "class_tfidf",
    "jensen_shannon",
    "log_likelihood",
    "log_odds",
    "log_ratio",
    "log_ratio_interval",
    "percent_difference",
    "proportional_prior",
    "pseudo_counts",
    "uniform_prior",
]

PRIOR_WORDS = 500.0
"""Size of the prior in words: what a group of that many words of the whole table would add."""

_UNSEEN = 0.5


@dataclass(frozen=True, eq=False)
class Effect:
    """An effect for each term, with its standard error."""

    estimate: Floats
    standard_error: Floats

    @property
    def z(self) -> Floats:
        """Estimate over standard error."""
        return self.estimate / self.standard_error


def check_level(level: float) -> float:
    """The level of an interval, if it is one."""
    if not 0 < level < 1:
        raise ComparisonError(f"level={level}: the level of an interval is between 0 and 1, such as 0.95.")
    return level


def uniform_prior(orders: NDArray[np.int64], *, pseudo_count: float) -> tuple[Floats, Floats]:
    """The same pseudo-count for every term, and their sum for each term's phrase length."""
    each = np.full(len(orders), pseudo_count)
    _, level, sizes = np.unique(orders, return_inverse=True, return_counts=True)
    together: Floats = pseudo_count * sizes[level].astype(np.float64)
    return each, together


def proportional_prior(counts: Floats, orders: NDArray[np.int64], *, size: float) -> Floats:
    """Pseudo-counts in proportion to a term's uses in a background, ``size`` in all for each phrase length.

    The informative prior of Monroe, Colaresi and Quinn (2008, section 3.5.1).
    """
    alpha = np.zeros(len(counts))
    for n in np.unique(orders):
        at = orders == n
        alpha[at] = size * counts[at] / counts[at].sum()
    return alpha


def log_odds(
    count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats, *, prior: Floats, size: Floats
) -> Effect:
    """Log-odds ratio with a Dirichlet prior.

    ``prior`` holds the pseudo-count of each term and ``size`` their sum. With y a count, n a total and α a
    pseudo-count: δ = log((yₐ + α)/(nₐ + α₀ − yₐ − α)) − the same for b; its variance is approximately
    1/(yₐ + α) + 1/(y_b + α) (Monroe, Colaresi and Quinn 2008, equations 15, 18 and 22). The standard error
    takes words as independent; where they come in articles it is too small. A term without any other to
    compete with has a log-odds ratio of 0.
    """
    a, b = count_a + prior, count_b + prior
    rest_a, rest_b = total_a + size - a, total_b + size - b
    alone = np.isclose(prior, size) & (count_a == total_a) & (count_b == total_b)
    odds_a = a / np.where(alone, a, rest_a)
    odds_b = b / np.where(alone, b, rest_b)
    estimate = np.log(odds_a) - np.log(odds_b)
    return Effect(estimate, np.sqrt(1 / a + 1 / b))


def log_likelihood(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Floats:
    """Signed log-likelihood ratio G² of the 2 × 2 table of a term against all others, positive where a has more.

    Dunning (1993); |G²| is ``scipy.stats.chi2_contingency(lambda_="log-likelihood", correction=False)``.
    """
    observed, expected = _cells(count_a, count_b, total_a, total_b)
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return _signed(2 * xlogy(observed, ratio).sum(axis=0), count_a, count_b, total_a, total_b)


def chi_squared(
    count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats, *, continuity: float = 0.5
) -> Floats:
    """Signed chi-squared of the 2 × 2 table of a term against all others, positive where a has more.

    ``continuity`` is taken from each |observed − expected|, 0.5 after Yates (1934), 0 for none; never past the
    expected count.
    """
    observed, expected = _cells(count_a, count_b, total_a, total_b)
    gap = np.abs(observed - expected)
    gap = gap - np.minimum(continuity, gap)
    parts = np.divide(gap**2, expected, out=np.zeros_like(gap), where=expected > 0)
    return _signed(parts.sum(axis=0), count_a, count_b, total_a, total_b)


def log_ratio(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Effect:
    """Binary logarithm of the ratio of the two relative frequencies: 1 is twice as often in a.

    Hardie (2014), with a half added to counts and totals, which makes it nearly unbiased and finite
    (Walter 1975). The standard error is that of two independent Poisson counts.
    """
    a, b = count_a + 0.5, count_b + 0.5
    estimate = np.log2(a / (total_a + 0.5)) - np.log2(b / (total_b + 0.5))
    variance = 1 / a - 1 / (total_a + 0.5) + 1 / b - 1 / (total_b + 0.5)
    return Effect(estimate, np.sqrt(np.maximum(variance, 0)) / np.log(2))


def log_ratio_interval(
    count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats, *, level: float = 0.95, tests: int = 1
) -> tuple[Floats, Floats, Floats]:
    """Exact interval of the binary log ratio, and the conservative log ratio LRC (Evert 2022).

    Given a term's uses in both groups, those in a are binomial; the interval of its share (Clopper and Pearson
    1934) is turned into one of the ratio. ``tests`` widens it for that many terms (Bonferroni). LRC is the end
    of the interval nearer to 0, and 0 where the interval holds 0. Lower and upper end may be infinite.
    """
    alpha = (1 - check_level(level)) / tests
    uses = count_a + count_b
    low = np.where(count_a > 0, betaincinv(np.maximum(count_a, 0.5), count_b + 1, alpha / 2), 0.0)
    high = np.where(count_b > 0, betainccinv(count_a + 1, np.maximum(count_b, 0.5), alpha / 2), 1.0)
    low, high = np.where(uses > 0, low, 0.0), np.where(uses > 0, high, 1.0)
    balance = np.log2(np.maximum(total_b, 0.5)) - np.log2(np.maximum(total_a, 0.5))
    with np.errstate(divide="ignore"):
        lower = balance + np.log2(low) - np.log2(1 - low)
        upper = balance + np.log2(high) - np.log2(1 - high)
    conservative = np.where(lower > 0, lower, np.where(upper < 0, upper, 0.0))
    return lower, upper, conservative


def percent_difference(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Floats:
    """%DIFF: by how many percent of b's relative frequency a's is higher; infinite where b has none.

    Gabrielatos and Marchi (2011). Not symmetric: −100 is the least it can be.
    """
    rate_a, rate_b = _rate(count_a, total_a), _rate(count_b, total_b)
    change = np.full(len(rate_a), np.inf)
    np.divide(100 * (rate_a - rate_b), rate_b, out=change, where=rate_b > 0)
    return np.where((rate_a == 0) & (rate_b == 0), 0.0, change)


def jensen_shannon(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Floats:
    """Signed contribution of each term to the Jensen–Shannon divergence in bits, positive where a has more.

    With p and q the relative frequencies and m their mean: ½ p log₂(p/m) + ½ q log₂(q/m). The sizes sum to the
    divergence, between 0 and 1, over the terms of one phrase length: a word shift (Gallagher et al. 2021).
    """
    p, q = _rate(count_a, total_a), _rate(count_b, total_b)
    middle = (p + q) / 2
    parts = (rel_entr(p, middle) + rel_entr(q, middle)) / (2 * np.log(2))
    return _signed(parts, count_a, count_b, total_a, total_b)


def class_tfidf(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Floats:
    """Difference of class-based TF-IDF: each group is one document (Grootendorst 2022).

    A term's relative frequency in the group times log(1 + A/f), with f its uses in both groups and A the mean
    number of words of a group.
    """
    uses = np.maximum(count_a + count_b, 1)
    weight = np.log1p((total_a + total_b) / 2 / uses)
    difference: Floats = (_rate(count_a, total_a) - _rate(count_b, total_b)) * weight
    return difference


def _rate(count: Floats, total: Floats) -> Floats:
    """Relative frequency; 0 where a group has no phrase of that length at all."""
    rate: Floats = count / np.maximum(total, 1)
    return rate


def _cells(count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> tuple[Floats, Floats]:
    """Observed and expected counts of the 2 × 2 tables (4 × terms)."""
    uses, total = count_a + count_b, total_a + total_b
    observed = np.array([count_a, count_b, total_a - count_a, total_b - count_b], dtype=np.float64)
    expected = np.array([uses * total_a, uses * total_b, (total - uses) * total_a, (total - uses) * total_b]) / total
    return observed, expected


def _signed(size: Floats, count_a: Floats, count_b: Floats, total_a: Floats, total_b: Floats) -> Floats:
    signed: Floats = np.sign(count_a * total_b - count_b * total_a) * np.maximum(size, 0)
    return signed


class PriorSource(StrEnum):
    """Where a prior is from.

    ``TABLE``: all statements of the table. ``BACKGROUND``: other texts. ``UNIFORM``: nowhere; every term is taken to
    be as frequent as any other, which lets rare terms differ most.
    """

    TABLE = "table"
    BACKGROUND = "background"
    UNIFORM = "uniform"


@dataclass(frozen=True)
class Prior:
    """A Dirichlet prior worth ``words`` words for each phrase length (Monroe, Colaresi and Quinn 2008, section 3.5).

    ``background`` are the texts of a prior from a background, analysed as the statements are; half a use is added
    to every term there, because a term without any would have odds of 0.
    """

    source: PriorSource = PriorSource.TABLE
    words: float = PRIOR_WORDS
    background: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.words <= 0:
            raise ComparisonError(f"prior={self.words:g}: the size of the prior in words has to be above 0.")
        if (self.source is PriorSource.BACKGROUND) != bool(len(self.background)):
            raise ComparisonError("A prior from a background, and only that, has the texts of the background.")


def pseudo_counts(prior: Prior, uses: TermUses, analyser: Analyser) -> Floats:
    """Pseudo-count of every term of ``uses``; they sum to ``prior.words`` for each phrase length."""
    if prior.source is PriorSource.UNIFORM:
        each, size = uniform_prior(uses.order, pseudo_count=1.0)
        return prior.words * each / size
    if prior.source is PriorSource.TABLE:
        return proportional_prior(uses.counts(), uses.order, size=prior.words)
    elsewhere = find_terms(prior.background, analyser)
    known = dict(zip(elsewhere.names().tolist(), elsewhere.counts().tolist(), strict=True))
    counts = np.array([known.get(term, 0.0) + _UNSEEN for term in uses.names()])
    return proportional_prior(counts, uses.order, size=prior.words)

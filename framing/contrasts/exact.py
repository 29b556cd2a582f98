"""The conditional negative binomial test, and intervals by inverting it (Robinson and Smyth 2008, edgeR's exact test).

A group's uses are a sum over its articles of negative binomials with means n·p; sums are taken as negative binomial,
too, with the sum's mean N·p and variance N·p + φp²·Σn². Given a term's uses in both groups together (in every
stratum), those in the first group have a distribution that depends little on the rate p, which is taken as the most
likely one: a single long article, which tells little where φ is large, does not settle it. The p-value is twice the
smaller of its tails, half of the observed value counted in each (mid-p; Lancaster 1961). Tails are averaged over the
posterior of φ.

A log ratio of rates δ tilts that distribution by k·θ(δ); the interval holds every δ that the same test would not
reject. It knows no prior and is not shrunken. Where one group has no use of a term, no δ is too large in that
direction: the end is infinite.

Of terms with thousands of uses the distribution is summed over some 600 points, dense about its middle, the observed
value and both ends, in place of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import gammaln, ndtri

from framing.contrasts.dispersion import GRID
from framing.contrasts.statistics import Floats

__all__ = ["Sizes", "Uses", "interval", "p_values", "standard_errors"]

_ALL_POINTS = 1500
"""Terms with more uses are summed over some points only."""

_CHUNK_CELLS = 400_000
_FAINT = 1e-3
"""Dispersions with less of the posterior are left out."""

_FARTHEST = 30.0
_STEPS = 60
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Sizes:
    """Words of both groups in one stratum, some of each, and Σn² of their articles, less what articles share."""

    a: float
    b: float
    squares_a: float
    squares_b: float


@dataclass(frozen=True, eq=False)
class Uses:
    """Uses of terms in both groups by stratum (strata × terms); the first group's need not be whole numbers."""

    a: Floats
    b: Floats

    def columns(self, terms: NDArray[np.int64]) -> Uses:
        """Those of some terms."""
        return Uses(self.a[:, terms], self.b[:, terms])


def p_values(uses: Uses, sizes: Sequence[Sizes], post: Floats) -> Floats:
    """Two-sided p of every term; ``post`` (grid × terms) is the posterior of φ. 1 where the groups cannot differ."""
    p = np.ones(uses.a.shape[1])
    for terms, family in _families(uses, sizes, post):
        lower, upper = family.tails(np.zeros(len(terms)))
        p[terms] = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return np.maximum(p, np.finfo(np.float64).tiny)


def interval(uses: Uses, sizes: Sequence[Sizes], post: Floats, *, level: float) -> tuple[Floats, Floats]:
    """Both ends of the interval of every term's log ratio of rates; infinite where a group has no use of it."""
    found = np.full((2, uses.a.shape[1]), np.nan)
    error = standard_errors(uses, sizes, post)
    for terms, family in _families(uses, sizes, post):
        a, b = (side[:, terms].sum(axis=0) for side in (uses.a, uses.b))
        middle = np.log((a + 0.5) / sum(s.a for s in sizes)) - np.log((b + 0.5) / sum(s.b for s in sizes))
        for end, (none, sign) in enumerate(((a <= 0, -1.0), (b <= 0, 1.0))):
            at = _solve(family, end, middle, error[terms], (1 - level) / 2, known=none)
            found[end, terms] = np.where(none, sign * np.inf, at)
    return found[0], found[1]


def standard_errors(uses: Uses, sizes: Sequence[Sizes], post: Floats) -> Floats:
    """Standard error of the log ratio of rates in this model, a half added to the uses: 1/y + φΣn²/N² of each group.

    Missing where no stratum holds both groups.
    """
    if not sizes:
        return np.full(uses.a.shape[1], np.nan)
    phi = GRID @ post
    a, b = uses.a.sum(axis=0) + 0.5, uses.b.sum(axis=0) + 0.5
    lengths = [(sum(s.a for s in sizes), sum(s.squares_a for s in sizes)),
               (sum(s.b for s in sizes), sum(s.squares_b for s in sizes))]  # fmt: skip
    spread = sum(squares / words**2 for words, squares in lengths)
    error: Floats = np.sqrt(1 / a + 1 / b + phi * spread)
    return error


def _families(uses: Uses, sizes: Sequence[Sizes], post: Floats) -> Iterator[tuple[NDArray[np.int64], _Family]]:
    """Terms in chunks of about as many uses each, with their conditional distributions."""
    total = (uses.a + uses.b).sum(axis=0)
    order = np.argsort(total, kind="stable")
    order = order[total[order] > 0]
    start = 0
    while start < len(order):
        first = total[order[start]]
        end = int(np.searchsorted(total[order], max(1.5 * first, first + 20), side="right"))
        points = min(total[order[end - 1]], _ALL_POINTS) + 1 if len(sizes) == 1 else total[order[end - 1]] + 1
        end = min(end, start + max(1, int(_CHUNK_CELLS / points)))
        terms = order[start:end]
        yield terms, _Family.of(uses.columns(terms), sizes, post[:, terms])
        start = end


@dataclass(frozen=True, eq=False)
class _Part:
    """Distribution of the first group's uses in one stratum under one φ: ``log_weights`` (points × terms) at ``k``."""

    k: Floats
    log_weights: Floats
    before: NDArray[np.bool_]
    at: NDArray[np.bool_]
    uses: tuple[Floats, Floats]
    sizes: Sizes
    phi: float

    @classmethod
    def of(cls, y: Floats, total: Floats, sizes: Sizes, phi: float, *, thin: bool) -> _Part:
        shape_a, shape_b = sizes.a**2 / (phi * sizes.squares_a), sizes.b**2 / (phi * sizes.squares_b)
        k, log_width = _points(y, total, sizes, phi) if thin else _lattice(y, total)
        rest = total - k
        inside = (rest > -1e-9) & np.isfinite(log_width)
        rest = np.maximum(rest, 0.0)
        weights = gammaln(k + shape_a) - gammaln(k + 1) + gammaln(rest + shape_b) - gammaln(rest + 1) + log_width
        weights = np.where(inside, weights, -np.inf)
        return cls(k, weights, k < y - 1e-9, np.abs(k - y) <= 1e-9, (y, total - y), sizes, phi)

    def tilt(self, delta: Floats) -> Floats:
        """θ of a log ratio of rates δ, at the rate that is most likely with it.

        With means a·p and b·p and shapes r and s that is the positive root of
        r(y − ap)/(r + ap) + s(z − bp)/(s + bp) = 0.
        """
        (y, z), a, b = self.uses, self.sizes.a * np.exp(delta), self.sizes.b
        r, s = self.sizes.a**2 / (self.phi * self.sizes.squares_a), b**2 / (self.phi * self.sizes.squares_b)
        square, linear, constant = a * b * (r + s), r * (y * b - a * s) + s * (z * a - b * r), r * s * (y + z)
        root = np.sqrt(linear**2 + 4 * square * constant)
        rate = np.where(linear > 0, (linear + root) / (2 * square), 2 * constant / np.maximum(root - linear, 1e-300))
        theta: Floats = np.log1p(s / np.maximum(b * rate, 1e-300)) - np.log1p(r / np.maximum(a * rate, 1e-300))
        return theta

    def mass(self, delta: Floats) -> Floats:
        """Probabilities (points × terms)."""
        tilted = self.log_weights + self.k * self.tilt(delta)
        tilted -= tilted.max(axis=0)
        np.exp(tilted, out=tilted)
        tilted /= tilted.sum(axis=0)
        return tilted


@dataclass(frozen=True, eq=False)
class _Family:
    """Conditional distributions of a chunk of terms: for each φ the terms it counts for, its share, the strata's.

    ``observed`` (terms) is the place of the first group's uses among the values that their sum over strata can have.
    """

    terms: int
    mixed: list[tuple[NDArray[np.int64], Floats, list[_Part]]]
    observed: Floats

    @classmethod
    def of(cls, uses: Uses, sizes: Sequence[Sizes], post: Floats) -> _Family:
        y, total = uses.a, uses.a + uses.b
        kept = np.where(post > _FAINT, post, 0.0)
        kept /= kept.sum(axis=0)
        thin = len(sizes) == 1 and total.max() > _ALL_POINTS
        mixed = []
        for g, phi in enumerate(GRID):
            on = np.flatnonzero(kept[g] > 0)
            if len(on):
                parts = [_Part.of(y[s, on], total[s, on], size, phi, thin=thin) for s, size in enumerate(sizes)]
                mixed.append((on, kept[g, on], parts))
        return cls(y.shape[1], mixed, np.floor(y + 1e-9).sum(axis=0))

    def tails(self, delta: Floats) -> tuple[Floats, Floats]:
        """Lower and upper tail of the observed uses, half of their own probability in each."""
        lower, upper = np.zeros(self.terms), np.zeros(self.terms)
        for on, share, parts in self.mixed:
            if len(parts) == 1:
                mass = parts[0].mass(delta[on])
                here = np.where(parts[0].at, mass, 0.0).sum(axis=0)
                below = np.where(parts[0].before, mass, 0.0).sum(axis=0)
                above = np.where(parts[0].before | parts[0].at, 0.0, mass).sum(axis=0)
            else:
                mass = _convolved([p.mass(delta[on]) for p in parts])
                place, y = np.arange(len(mass))[:, None], self.observed[on]
                here, below, above = (np.where(at, mass, 0.0).sum(axis=0) for at in (place == y, place < y, place > y))
            lower[on] += share * (below + here / 2)
            upper[on] += share * (above + here / 2)
        return lower, upper


def _convolved(parts: Sequence[Floats]) -> Floats:
    """Distribution of the sum over strata (points × terms)."""
    size = sum(len(p) - 1 for p in parts) + 1
    padded = next_fast_len(size, real=True)
    product = rfft(parts[0], padded, axis=0)
    for part in parts[1:]:
        product *= rfft(part, padded, axis=0)
    mass: Floats = np.maximum(irfft(product, padded, axis=0)[:size], 0.0)
    return mass


def _lattice(y: Floats, total: Floats) -> tuple[Floats, Floats]:
    """Every value that is a whole number from the observed one."""
    first = y - np.floor(y + 1e-9)
    k = first + np.arange(int(total.max()) + 1)[:, None]
    return k, np.where(k <= total + 1e-9, 0.0, -np.inf)


def _points(y: Floats, total: Floats, sizes: Sizes, phi: float) -> tuple[Floats, Floats]:
    """Some values, with the logarithm of how many each stands for."""
    rate = total / (sizes.a + sizes.b)
    spread = [
        n * rate + phi * rate**2 * squares for n, squares in ((sizes.a, sizes.squares_a), (sizes.b, sizes.squares_b))
    ]
    middle, reach = sizes.a * rate, 9 * np.sqrt(spread[0] * spread[1] / (spread[0] + spread[1]))
    low, high = np.maximum(np.minimum(middle, y) - reach, 0), np.minimum(np.maximum(middle, y) + reach, total)
    dense = np.linspace(low, high, 320)
    ends = np.concatenate([np.arange(40.0), np.geomspace(40, 1e9, 90)])[:, None]
    near = y + np.arange(-10.0, 11.0)[:, None]
    k = np.concatenate([np.rint(dense), ends + 0 * total, total - ends, near, 0 * total[None], total[None]])
    k = np.sort(np.clip(np.rint(k), 0, total), axis=0)
    # Lattice through the observed value.
    k = k + (y - np.rint(y))
    padded = np.concatenate([k[:1] - 1, k, k[-1:] + 1])
    width = (padded[2:] - padded[:-2]) / 2
    with np.errstate(divide="ignore"):
        return np.clip(k, 0, total), np.log(width)


def _solve(
    family: _Family, end: int, middle: Floats, error: Floats, alpha: float, *, known: NDArray[np.bool_]
) -> Floats:
    """Where a tail is ``alpha``: by the secant on the scale of the normal deviate, kept in a bracket.

    ``end`` is 0 for the lower end of the interval, 1 for the upper; ``known`` terms are not waited for.
    """
    aim = float(ndtri(alpha))

    def miss(delta: Floats) -> Floats:
        # Rises with δ at both ends.
        tail = family.tails(delta)[1 - end]
        deviate = ndtri(np.clip(tail, 1e-300, 1 - 1e-16)) - aim
        return np.asarray(deviate if end == 0 else -deviate)

    low, high = np.full(len(middle), -_FARTHEST), np.full(len(middle), _FARTHEST)
    before = np.clip(middle, -_FARTHEST, _FARTHEST)
    at = np.clip(middle + (2 * error if end else -2 * error), -_FARTHEST, _FARTHEST)
    f_before = miss(before)
    for step in range(_STEPS):
        f = miss(at)
        low, high = np.where(f < 0, np.maximum(low, at), low), np.where(f >= 0, np.minimum(high, at), high)
        slope = np.divide(f - f_before, at - before, out=np.zeros_like(f), where=np.abs(at - before) > 1e-12)
        move = np.divide(-f, slope, out=np.zeros_like(f), where=slope > 1e-9)
        following = at + move
        outside = (slope <= 1e-9) | (following <= low) | (following >= high) | (step % 8 == 7)
        following = np.where(outside, (low + high) / 2, following)
        before, f_before = at, f
        done = known | (np.abs(following - at) < _CLOSE) | (high - low < _CLOSE)
        at = np.where(done, at, following)
        if done.all():
            break
    return at

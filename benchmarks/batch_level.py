"""Level of the tests when articles are exchanged in batches: groups of very unequal number and size of articles.

    python benchmarks/batch_level.py

Of each design, how many of 400 true null hypotheses have p < .05: with every article a unit, and with about 1,000 and
about 300 batches (:mod:`framing.differences.batches`).
"""

from __future__ import annotations

import sys
from functools import partial

import numpy as np

from framing.differences import SHARE, Ratios, group_tests
from framing.differences.batches import batched

DESIGNS = (
    ("3,000 against 3,000", (3000, 3000), (200, 200), 1.0, 0.2),
    ("60 against 6,000", (60, 6000), (200, 200), 1.0, 0.2),
    ("60 long against 6,000 short", (60, 6000), (800, 100), 1.0, 0.2),
    ("60 short against 6,000 long", (60, 6000), (60, 600), 1.0, 0.2),
    ("300 against 6,000, rare", (300, 6000), (200, 200), 2.0, 0.002),
    ("80, 1,000 and 5,000", (80, 1000, 5000), (200, 200, 200), 1.0, 0.1),
)
"""Articles and words an article of each group, how much articles differ (the shape of a gamma), and the share."""

MEASURES, CORPORA, DRAWS = 40, 10, 399


def corpus(
    rng: np.random.Generator, sizes: tuple[int, ...], words: tuple[int, ...], spread: float, share: float
) -> Ratios:
    """Articles whose shares vary around one that is the same in all groups."""
    wholes, parts, groups = [], [], []
    for number, (n, length) in enumerate(zip(sizes, words, strict=True)):
        whole = np.repeat(rng.poisson(length, (n, 1)) + 1, MEASURES, axis=1)
        chance = np.clip(share * rng.gamma(1 / spread, spread, (n, MEASURES)), 0, 1)
        wholes.append(whole.astype(float))
        parts.append(rng.binomial(whole, chance).astype(float))
        groups += [f"g{number}"] * n
    articles = np.array([f"a{i}" for i in range(len(groups))], dtype=object)
    names = tuple(f"m{j}" for j in range(MEASURES))
    group = np.array(groups, dtype=object)
    return Ratios(names, articles, group, np.vstack(parts), np.vstack(wholes), (SHARE,) * MEASURES)


def main() -> None:
    """Print a row a design."""
    tested = sys.modules["framing.differences.tested"]
    print(f"{'design':30s}   all articles   ~1,000 batches   ~300 batches")
    for name, sizes, words, spread, share in DESIGNS:
        rates = []
        for most in (10**9, 1000, 300):
            tested.batched = partial(batched, most=most)  # type: ignore[attr-defined]
            rng = np.random.default_rng(7)
            p = []
            for number in range(CORPORA):
                made = corpus(rng, sizes, words, spread, share)
                table = group_tests(made, made.groups(), ["f"] * MEASURES, draws=DRAWS, seed=number)
                p += table["p"].tolist()
            rates.append(np.mean(np.array(p) < 0.05))
        print(f"{name:30s} " + " ".join(f"{100 * rate:14.1f}%" for rate in rates), flush=True)


if __name__ == "__main__":
    main()

"""How often 95% intervals of shares and means hold the true value, in groups of 3 to 200 articles.

    python benchmarks/share_coverage.py [--samples 2000]

Made articles: 1 to many statements each (``even``: about four; ``uneven``: log-normal, a few articles have most;
``words``: statements of 3 to 60 words, and shares of words). Each article has a share of its own, so that two of its
statements are correlated (``alike``). The interval is that of :func:`framing.intervals.share_interval`; beside it the
studentised bootstrap (:func:`framing.intervals.ratio_interval`), which shares had until November 2026. Then means of
tone (:func:`framing.intervals.mean_interval`). Outside 92 to 98% a cell is marked with *.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from framing.intervals import Bootstrap, mean_interval, ratio_interval, share_interval

Floats = NDArray[np.float64]
SIZES = (3, 5, 10, 20, 50, 200)


def shares(kind: str, n: int, p: float, alike: float, samples: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Parts and wholes, (articles, samples)."""
    if kind == "uneven":
        statements = np.ceil(np.exp(rng.normal(1, 1, (n, samples)))).astype(int)
    else:
        statements = 1 + rng.poisson(3, (n, samples))
    own = rng.beta(p * (1 / alike - 1), (1 - p) * (1 / alike - 1), (n, samples))
    if kind != "words":
        return rng.binomial(statements, own).astype(np.float64), statements.astype(np.float64)
    most = int(statements.max())
    words = np.clip(np.exp(rng.normal(2.5, 0.7, (n, samples, most))), 3, 60).round()
    there = np.arange(most) < statements[..., None]
    mine = rng.random((n, samples, most)) < own[..., None]
    return (words * there * mine).sum(axis=2), (words * there).sum(axis=2)


def _held(low: Floats, high: Floats, true: float) -> str:
    given = ~np.isnan(low)
    if given.mean() < 0.02:
        return "–"
    share = float(((low <= true) & (true <= high))[given].mean())
    return f"{share:.1%}{'' if 0.915 <= share <= 0.985 else '*'}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=2000)
    samples = parser.parse_args().samples
    print("| articles | share | alike | even | uneven | words | width | of width 0 | bootstrap (words) |")
    print("|---|---|---|---|---|---|---|---|---|")
    inside = 0
    cells = 0
    for n in SIZES:
        for p in (0.05, 0.15, 0.3, 0.5):
            for alike in (0.1, 0.3, 0.6):
                rng = np.random.default_rng([n, round(100 * p), round(100 * alike)])
                held, widths, none = [], [], 0
                for kind in ("even", "uneven", "words"):
                    part, whole = shares(kind, n, p, alike, samples, rng)
                    low, high = share_interval(part, whole)
                    held.append(_held(low, high, p))
                    widths.append(float(np.median(high - low)))
                    none += int((high - low <= 0).sum())
                low, high = (np.array(x) for x in zip(*(
                    (float(a[0]), float(b[0]))
                    for a, b in (
                        ratio_interval(part[:, [k]], whole[:, [k]], Bootstrap(400)) for k in range(min(200, samples))
                    )
                ), strict=True))  # fmt: skip
                cells += 3
                inside += sum(not h.endswith("*") for h in held)
                print(
                    f"| {n} | {p:g} | {alike:g} | {' | '.join(held)} | {np.mean(widths):.2f} | {none} "
                    f"| {_held(low, np.minimum(high, 1.0), p)} |",
                    flush=True,
                )
    print(f"\n{inside} of {cells} within 92 to 98%\n")
    print("| articles | means, articles of one size | of very different sizes |")
    print("|---|---|---|")
    for n in SIZES:
        row = []
        for spread in (0.0, 1.0):
            rng = np.random.default_rng([n, int(spread)])
            words = np.ceil(25 * np.exp(rng.normal(0, spread, (n, samples))))
            part = words * rng.normal(0.1, 0.3, (n, samples)) + rng.normal(0, 0.5, (n, samples)) * np.sqrt(words)
            row.append(_held(*mean_interval(part, words), 0.1))
        print(f"| {n} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()

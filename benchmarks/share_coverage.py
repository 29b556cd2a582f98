"""How often 95% intervals hold the true share of a speaker, of statements and of words.

Made articles: their number of statements varies, as does who speaks in which article; statements have 3 to 60 words;
in the second half of the table one article in ten is thirty times as long as the others. The true shares are known. The
intervals are those of :func:`framing.measure.balance_intervals`; beside them the percentile intervals, widened for few
articles (Hesterberg 2015), that it gave until November 2026.

    python benchmarks/share_coverage.py --samples 400
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from framing.intervals import FEWEST_HOLDING, Bootstrap, ratio_interval

Floats = NDArray[np.float64]
SHARES = np.array([0.5, 0.3, 0.15, 0.05])


def sample(n: int, *, giants: bool, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Statements and words of each speaker in each of ``n`` articles."""
    sizes = 1 + rng.poisson(8, n)
    if giants:
        sizes = np.where(rng.random(n) < 0.1, 30 * sizes, sizes)
    statements, words = np.zeros((n, 4)), np.zeros((n, 4))
    for i, size in enumerate(sizes):
        who = rng.choice(4, size=size, p=rng.dirichlet(2 * SHARES))
        np.add.at(statements[i], who, 1)
        np.add.at(words[i], who, np.clip(rng.lognormal(2.5, 0.7, size), 3, 60).round())
    return statements, words


def percentiles(part: Floats, whole: Floats, *, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Percentiles of resampled shares, widened for few articles."""
    n = len(whole)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    shares = (times @ part) / (times @ whole)[:, None]
    tail = float(norm.sf(t.ppf(0.975, n - 1) * np.sqrt(n / (n - 1))))
    low, high = np.quantile(shares, [tail, 1 - tail], axis=0)
    return low, high


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=400)
    samples = parser.parse_args().samples
    print("| articles | of one length | share | of | holds it | width | percentiles hold it | width |")
    print("|---|---|---|---|---|---|---|---|")
    for giants in (False, True):
        for n in (10, 20, 40):
            rng = np.random.default_rng(n)
            found: dict[tuple[str, int], list[tuple[bool, float, bool, float]]] = {}
            for _ in range(samples):
                made = sample(n, giants=giants, rng=rng)
                held = (made[0] > 0).sum(axis=0) >= FEWEST_HOLDING
                for name, part in zip(("statements", "words"), made, strict=True):
                    low, high = ratio_interval(part, part.sum(axis=1), Bootstrap(600))
                    least, most = percentiles(part, part.sum(axis=1), draws=600, seed=0)
                    for k in np.flatnonzero(held):
                        top = min(high[k], 1.0)
                        found.setdefault((name, int(k)), []).append(
                            (bool(low[k] <= SHARES[k] <= top), top - low[k], bool(least[k] <= SHARES[k] <= most[k]),
                             most[k] - least[k])
                        )  # fmt: skip
            for (name, k), rows in sorted(found.items()):
                ours, width, theirs, their_width = np.array(rows, dtype=np.float64).mean(axis=0)
                print(
                    f"| {n} | {'no' if giants else 'nearly'} | {SHARES[k]:.2f} | {name} | {ours:.1%} | {width:.2f} "
                    f"| {theirs:.1%} | {their_width:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()

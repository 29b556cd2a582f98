"""How often the 95% intervals of lexicon rates hold the true rate, in simulations where it is known.

    python benchmarks/interval_coverage.py [--batches 100] [--articles 2 5 10 20 50 200]

Articles are clusters: each has a length (log-normal, median 500 words, most from 150 to 1,700) and a rate of its
own (gamma; ``clustering`` is its coefficient of variation), and its hits are Poisson. The estimate is all hits over
all words, the interval that of ``framing.intervals``. One line for each number of articles and rate:

- ``hits``: mean number of hits of a sample;
- ``all``: share of the samples with at least one hit whose interval holds the true rate, whatever their number of
  articles and hits;
- ``shown``: the same among the samples whose interval ``lexicon_scores`` shows, those of ``FEWEST_ARTICLES``
  articles and ``FEW_HITS`` hits and more; ``withheld`` is the share of the samples that show none;
- ``width``: median width of the intervals shown, divided by the true rate.

The goal is 92 to 98% in ``shown``; lines outside are marked. Where less than half of the samples have enough hits
to show an interval, those that have are the ones with a rate that is too high by chance.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np
from numpy.typing import NDArray

from framing.intervals import FEWEST_ARTICLES, Bootstrap, ratio_interval
from framing.lexicon.scoring import FEW_HITS

Floats = NDArray[np.float64]

SPREAD_OF_LENGTHS = 0.6
"""Standard deviation of the logarithm of an article's length."""

COLUMNS = 20
"""Samples that share their articles' lengths, so that one bootstrap serves them all."""


def simulate(articles: int, per_1000: float, clustering: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Hits (articles, COLUMNS) and words (articles,) of samples whose true rate is ``per_1000``."""
    words = np.round(500 * np.exp(rng.normal(0, SPREAD_OF_LENGTHS, articles))).clip(20)
    shape = 1 / clustering**2
    rates = rng.gamma(shape, per_1000 / 1000 / shape, size=(articles, COLUMNS))
    return rng.poisson(rates * words[:, None]).astype(np.float64), words


def coverage(articles: int, per_1000: float, clustering: float, batches: int) -> dict[str, float]:
    """Figures of one line, over ``batches`` × ``COLUMNS`` samples."""
    rng = np.random.default_rng([articles, round(1000 * per_1000), round(1000 * clustering)])
    hits, low, high = [], [], []
    for batch in range(batches):
        numerator, words = simulate(articles, per_1000, clustering, rng)
        limits = ratio_interval(numerator, words, Bootstrap(seed=batch))
        hits.append(numerator.sum(axis=0))
        low.append(limits[0])
        high.append(limits[1])
    n, a, b = np.concatenate(hits), np.concatenate(low), np.concatenate(high)
    given = ~np.isnan(a)
    holds = given & (a <= per_1000 / 1000) & (per_1000 / 1000 <= b)
    shown = given & (n >= FEW_HITS) & (articles >= FEWEST_ARTICLES)
    return {
        "hits": float(n.mean()),
        "all": _share(holds, given),
        "shown": _share(holds & shown, shown),
        "withheld": 1 - float(shown.mean()),
        "width": float(np.median((b - a)[shown])) * 1000 / per_1000 if shown.any() else float("nan"),
    }


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else float("nan")


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{share:.1%}"


def main() -> None:
    """Print one line for each number of articles and rate."""
    parser = argparse.ArgumentParser(description="Coverage of the 95% intervals of lexicon rates.")
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--articles", type=int, nargs="+", default=[2, 5, 10, 20, 50, 200])
    parser.add_argument("--rates", type=float, nargs="+", default=[0.5, 2.0, 10.0])
    parser.add_argument("--clustering", type=float, nargs="+", default=[0.7, 1.2])
    options = parser.parse_args()
    print(f"{options.batches * COLUMNS:,} samples a line; rates per 1,000 words; 95% intervals")
    print("clustering  articles   rate   hits     all   shown  withheld  width")
    for clustering, articles, rate in product(options.clustering, options.articles, options.rates):
        f = coverage(articles, rate, clustering, options.batches)
        outside = "" if np.isnan(f["shown"]) or 0.92 <= f["shown"] <= 0.98 else "  outside 92 to 98%"
        width = "–" if np.isnan(f["width"]) else f"{f['width']:.2f}"
        print(
            f"{clustering:>10g}  {articles:>8}  {rate:>5g}  {f['hits']:>5.0f}  {_percent(f['all']):>6}"
            f"  {_percent(f['shown']):>6}  {_percent(f['withheld']):>8}  {width:>5}{outside}",
            flush=True,
        )


if __name__ == "__main__":
    main()

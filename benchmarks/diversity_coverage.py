"""How often intervals of diversity hold the truth, and how often the test between outlets raises a false alarm.

    python benchmarks/diversity_coverage.py [--samples 300] [--tests 300]

A simulated outlet has 60 speakers whose chances fall as 1/rank; an article holds one to about six of them (Poisson)
and each says one statement or more, so statements of one article are not independent. The truth of an index is its mean
over the samples, that of coverage and of speakers at equal coverage is known from the chances themselves. Compared are
the interval of :func:`framing.measure.diversity` (jackknife over articles) and a percentile bootstrap of articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.measure import diversity, diversity_test
from framing.measure.indices import INDICES, coverage, rarefied_to

Floats = NDArray[np.float64]
SPEAKERS = 60
TO = 0.6
DRAWS = 300


def outlet(articles: int, rng: np.random.Generator, *, first: int = 0) -> Floats:
    """Statements (articles × speakers); ``first`` shifts who the frequent speakers are."""
    chances = 1 / np.arange(1, SPEAKERS + 1)
    counts = np.zeros((articles, SPEAKERS))
    for row in counts:
        who = rng.choice(SPEAKERS, size=1 + min(rng.poisson(2), 5), replace=False, p=chances / chances.sum())
        row[(who + first) % SPEAKERS] = 1 + rng.poisson(2, len(who))
    return counts


def table(counts: Floats, name: str) -> pd.DataFrame:
    """The same as a table of statements."""
    rows = [(f"{name}{a}", f"S{s}") for a, s in np.argwhere(counts) for _ in range(int(counts[a, s]))]
    return pd.DataFrame(rows, columns=["article_id", "speaker"]).assign(outlet=name)


def bootstrap(counts: Floats, figure: Callable[[Floats, int], Floats], rng: np.random.Generator) -> tuple[float, float]:
    """Ends of the percentile interval of resampled articles."""
    n = len(counts)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)
    drawn = figure((weights @ counts).T, n)
    return tuple(np.nanquantile(drawn, [0.025, 0.975])) if np.isfinite(drawn).any() else (np.nan, np.nan)  # type: ignore[return-value]


def coverage_table(samples: int) -> None:
    """Print how often both intervals hold the truth."""
    rng = np.random.default_rng(1)
    often = (outlet(20_000, rng) > 0).mean(axis=0)
    t = next(t for t in np.arange(1, 200, 0.05) if 1 - (often * (1 - often) ** t).sum() / often.sum() >= TO)
    print(f"{samples} samples a line, 95% intervals; speakers at a coverage of {TO:.0%}\n")
    print(
        "| articles | figure | mean | truth | jackknife holds it | not given | bootstrap holds it |\n"
        "|---|---|---|---|---|---|---|"
    )
    for articles in (12, 20, 40, 100):
        rows: dict[str, list[tuple[float, float, float, float, float]]] = {}
        for _ in range(samples):
            counts = outlet(articles, rng)
            frame = table(counts, "A")
            found = diversity(frame).iloc[0]
            for name in ("shannon", "simpson", "evenness", "effective_speakers"):
                ends = bootstrap(counts, lambda x, _, f=INDICES[name]: f(x), rng)  # type: ignore[misc]
                rows.setdefault(name, []).append((found[name], found[f"{name}_low"], found[f"{name}_high"], *ends))
            held = (counts > 0).astype(np.float64)
            ends = bootstrap(held, lambda x, n: rarefied_to(x, TO, trials=n), rng)
            rows.setdefault("speakers at equal coverage", []).append((*_at_equal(counts), *ends))
        for name, lines in rows.items():
            values = np.array(lines)
            truth = (1 - (1 - often) ** t).sum() if name.startswith("speakers") else values[:, 0].mean()
            given = np.isfinite(values[:, 1])
            ours = ((values[:, 1] <= truth) & (truth <= values[:, 2]))[given].mean() if given.any() else np.nan
            usual = np.isfinite(values[:, 3])
            theirs = ((values[:, 3] <= truth) & (truth <= values[:, 4]))[usual].mean() if usual.any() else np.nan
            mean = np.nanmean(values[:, 0])
            print(
                f"| {articles} | {name} | {mean:.2f} | {truth:.2f} | {ours:.1%} | {1 - given.mean():.0%} "
                f"| {theirs:.1%} |",
                flush=True,
            )


def _at_equal(counts: Floats) -> tuple[float, float, float]:
    """Speakers at the coverage TO with its interval, as :func:`framing.measure.diversity` computes it."""
    from framing.measure.diversity import Drawn, _at_coverage, _group, _with_interval

    frame = table(counts, "A").rename(columns={"speaker": "_by"}).assign(_known=True)
    found = _with_interval("x", _at_coverage(Drawn.ARTICLES, TO), _group(("A",), frame, "statements"), level=0.95)
    reached = coverage((counts > 0).sum(axis=0), trials=len(counts))
    return (found["x"], found["x_low"], found["x_high"]) if reached >= TO else (np.nan, np.nan, np.nan)


def test_table(tests: int) -> None:
    """Print how often p < .05 for two outlets that are equally diverse."""
    rng = np.random.default_rng(2)
    names = ("simpson", "effective_speakers", "speakers_at_equal_coverage")
    print(f"\n{tests} pairs of outlets a line, share with p < .05\n")
    print(f"| articles | speakers of the two | {' | '.join(names)} |\n|---|---|{'---|' * len(names)}")
    for sizes in ((30, 30), (20, 80)):
        for label, shift in (("the same", 0), ("as many, mostly others", 30)):
            found = []
            for _ in range(tests):
                pair = pd.concat([table(outlet(sizes[0], rng), "A"), table(outlet(sizes[1], rng, first=shift), "B")])
                result = diversity_test(pair, ("A", "B"), draws=399).set_index("index")["p"]
                found.append([result[name] < 0.05 for name in names])
            shares = " | ".join(f"{x:.1%}" for x in np.mean(found, axis=0))
            print(f"| {sizes[0]} and {sizes[1]} | {label} | {shares} |", flush=True)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Coverage of intervals of diversity and size of its test.")
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--tests", type=int, default=300)
    options = parser.parse_args()
    if options.samples:
        coverage_table(options.samples)
    if options.tests:
        test_table(options.tests)


if __name__ == "__main__":
    main()

"""How many true differences does a contrast find? Planted by replacing words in real statements.

    python benchmarks/contrast_power.py ../shared/data/polnear/train.jsonl.gz

Articles are drawn as in contrast_simulation.py, separate ones for each group, and twenty terms get odds in one group
that are e times those in the other, ten in each direction:

- *even*: words anywhere are replaced by twenty new words, so that these come independently of each other;
- *bursty*: twenty words that occur are thinned in one group, each use replaced by another word of the corpus with the
  chance that makes the odds e times smaller: as bursty, and as much the subject of a few articles, as words are.

A line's frequency is that in the group that has more. ``--min-articles`` says how widely held the terms are that are
tested, at most the 5,000 most widely held: 8 as in a contrast, and 2 so that there are as many as that. Both tests see
the same corpora. "Ideal" is the
recall of a test that knows even words to be independent (score test of two Poisson rates) at the same correction: what
no test could much surpass.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from contrast_simulation import statements, sums, tested
from numpy.typing import NDArray
from scipy.stats import norm

from framing.contrasts import Correction, Inference, Test
from framing.contrasts.clusters import ClusterCounts, cluster_counts
from framing.contrasts.inference import test_terms
from framing.contrasts.statistics import Floats
from framing.contrasts.weights import adjusted
from framing.term_uses import find_terms
from framing.terms import Analyser

PLANTED = 20
RATES = ((1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (4.0, 8.0))
LEVELS = (0.05, 0.1)


@dataclass(frozen=True, eq=False)
class Sample:
    """Statements of some articles, by article (numbered from 0) and group."""

    texts: list[str]
    article: NDArray[np.int64]
    group: NDArray[np.int64]


Plant = Callable[[Sample, np.random.Generator, tuple[float, float]], tuple[list[str], frozenset[str]]]
"""From a sample to its texts with differences planted, and the words that differ."""


def sample(rows: list[tuple[str, str]], rng: np.random.Generator, n: int) -> Sample:
    """``n`` articles for each group."""
    names = list(dict.fromkeys(name for name, _ in rows))
    place = {names[i]: k for k, i in enumerate(rng.permutation(len(names))[: 2 * n])}
    chosen = [(place[name], text) for name, text in rows if name in place]
    article = np.array([k for k, _ in chosen])
    return Sample([text for _, text in chosen], article, (article >= n).astype(np.int64))


def even(data: Sample, rng: np.random.Generator, rate: tuple[float, float]) -> tuple[list[str], frozenset[str]]:
    """Replace words anywhere by new ones; odd ones are more often in the first group."""
    often = rng.uniform(*rate, size=PLANTED) / 1000
    odds = often / (1 - often) / np.e
    seldom = odds / (1 + odds)
    odd = np.arange(PLANTED) % 2 == 1
    texts = []
    for g, text in zip(data.group, data.texts, strict=True):
        words = text.split()
        limits = np.cumsum(np.where(odd == (g == 0), often, seldom))
        drawn = np.searchsorted(limits, rng.random(len(words)))
        texts.append(" ".join(f"planted{d}" if d < PLANTED else w for d, w in zip(drawn, words, strict=True)))
    return texts, frozenset(f"planted{d}" for d in range(PLANTED))


def bursty(data: Sample, rng: np.random.Generator, rate: tuple[float, float]) -> tuple[list[str], frozenset[str]]:
    """Thin words that occur in one group."""
    tokens = [text.split() for text in data.texts]
    analyser = Analyser(ngrams=(1, 1))
    words = {t: (analyser.terms(t) or [""])[0] for t in {t for text in tokens for t in text}}
    uses = Counter(words[t] for text in tokens for t in text)
    total = sum(uses.values())
    candidates = sorted(w for w, n in uses.items() if w and rate[0] <= 1000 * n / total < rate[1])
    chosen = {str(w): k for k, w in enumerate(rng.permutation(candidates)[:PLANTED])}
    everything = [t for text in tokens for t in text]
    texts = []
    for g, text in zip(data.group, tokens, strict=True):
        out = []
        for token in text:
            k = chosen.get(words[token])
            if k is not None and k % 2 == g:
                share = uses[words[token]] / total
                kept = 1 / (np.e * (1 - share) + share)
                if rng.random() > kept:
                    token = everything[rng.integers(len(everything))]
            out.append(token)
        texts.append(" ".join(out))
    return texts, frozenset(chosen)


def counted(data: Sample, texts: list[str], longest: int) -> tuple[ClusterCounts, list[str]]:
    """Counts of all terms by article, and the terms."""
    uses = find_terms(texts, Analyser(ngrams=(1, longest)))
    counts = cluster_counts(
        uses.matrix, uses.totals(), uses.level,
        group=data.group, cluster=data.article, strata=np.zeros_like(data.article),
    )  # fmt: skip
    return counts, uses.names().tolist()


def independent(counts: ClusterCounts) -> Floats:
    """The p-values of the score test that words come independently."""
    a, b, total_a, total_b = sums(counts)
    uses, total = a + b, total_a + total_b
    z = (a - total_a * uses / total) / np.sqrt(uses * total_a * total_b / total**2)
    return np.asarray(2 * norm.sf(np.abs(z)))


def figures(counts: ClusterCounts, terms: list[str], planted: frozenset[str]) -> list[float]:
    """Terms tested; recall and share of false discoveries at each level, recall with equal weights, ideal recall.

    The second to fourth for the negative binomial test and then for the permutation test.
    """
    words = np.array([t in planted for t in terms])
    # A phrase that holds a planted word is no false discovery, and none to be found either.
    touched = np.array([not planted.isdisjoint(t.split()) for t in terms])
    found = [float(len(terms))]
    for test in Test:
        result = test_terms(counts, Inference(test=test, correction=Correction.WEIGHTED))
        for level in LEVELS:
            at = result.q < level
            found += [(at & words).sum() / len(planted), (at & ~touched).sum() / max(1, at.sum())]
        equal = adjusted(result.p, np.ones(len(terms)))
        found.append((equal < LEVELS[0])[words].sum() / len(planted))
    ideal = adjusted(np.where(words, independent(counts), result.p), result.weight)
    return [*found, (ideal < LEVELS[0])[words].sum() / len(planted)]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpora", type=int, default=30)
    parser.add_argument("--articles", type=int, default=60, help="articles in each group")
    parser.add_argument("--min-articles", type=int, nargs="+", default=[8, 2])
    parser.add_argument("--longest", type=int, default=3, help="longest phrase in words")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rows = list(statements(args.data))
    head = "recall q < .05 | false | recall q < .1 | false | equal weights .05"
    print(f"| planted | per 1,000 words | terms tested | {head} | permutation: {head} | ideal .05 |\n|" + "---|" * 14)
    plants: tuple[tuple[str, Plant], ...] = (("even", even), ("bursty", bursty))
    for name, plant in plants:
        for rate in RATES:
            rng = np.random.default_rng(args.seed)
            results: dict[int, list[list[float]]] = {least: [] for least in args.min_articles}
            for _ in range(args.corpora):
                data = sample(rows, rng, args.articles)
                texts, planted = plant(data, rng, rate)
                counts, terms = counted(data, texts, args.longest)
                for least, found in results.items():
                    at = tested(counts, least=least)
                    found.append(figures(counts.columns(at), [terms[i] for i in at], planted))
            for least in args.min_articles:
                mean = np.mean(results[least], axis=0)
                cells = [f"{x:.3f}" if k in (1, 3, 6, 8) else f"{x:.2f}" for k, x in enumerate(mean[1:])]
                if name == "bursty":
                    cells[-1] = "–"
                print(f"| {name} | {rate[0]:g}–{rate[1]:g} | {mean[0]:.0f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

"""Do the p-values, q-values and intervals of a contrast keep their word? On real statements.

    python benchmarks/contrast_simulation.py ../shared/data/polnear/train.jsonl.gz
    python benchmarks/contrast_simulation.py statements.jsonl --corpora 200

Reads PolNeAR's JSON lines (``id, text, attributions``) or those of ``framing extract --format jsonl``. Whole articles
are drawn, so that words stay as bursty as they are.

*Null*: two groups are drawn from the same articles, in separate articles or sharing each (its first half of statements
against its second, which group gets which is a coin's toss). A corpus counts as a false alarm where any q < .05.
*Power*: as the null with separate articles, but words of the statements are replaced by 20 planted terms, whose odds in
one group are e times those in the other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import false_discovery_control, norm

from framing.compare.bootstrap import bootstrap, expanded_interval
from framing.compare.clusters import ClusterCounts, cluster_counts
from framing.compare.inference import Inference
from framing.compare.permutation import saddlepoint
from framing.compare.statistics import Floats, log_odds, proportional_prior
from framing.compare.terms import Analyser, TermUses, find_terms

Counts: TypeAlias = sparse.csr_matrix

CONVOKIT_PRIOR = 0.1
"""Pseudo-count of every term in ConvoKit's FightingWords, unless set."""

PLANTED = 20
PRIOR = 500.0
MIN_CLUSTERS = Inference().min_clusters
MAX_TERMS = Inference().max_terms


@dataclass(frozen=True, eq=False)
class Halves:
    """Uses of terms in the first and the second half of each article's statements (articles × terms)."""

    first: Counts
    second: Counts
    uses: TermUses

    def totals(self, counts: Counts) -> Floats:
        """Uses of all terms of each length (articles × lengths)."""
        level = self.uses.level
        by_length = sparse.csr_matrix((np.ones(len(level)), (np.arange(len(level)), level)))
        return np.asarray((counts @ by_length).todense(), dtype=np.float64)


def statements(path: Path) -> Iterator[tuple[str, str]]:
    """Article and content of each statement, in reading order."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "attributions" not in row:
                yield row["article_id"], row["content"]["text"]
                continue
            spans = sorted(s for a in row["attributions"] for s in a["content"][:1])
            yield from ((row["id"], row["text"][a:b]) for a, b in spans)


def halves(rows: list[tuple[str, str]], ngrams: tuple[int, int]) -> Halves:
    """Count the terms of each half of each article's statements."""
    names = {name: k for k, name in enumerate(dict.fromkeys(name for name, _ in rows))}
    article = np.array([names[name] for name, _ in rows])
    order = np.arange(len(rows)) - np.searchsorted(article, article)
    late = order >= np.bincount(article)[article] / 2
    uses = find_terms([text for _, text in rows], Analyser(ngrams=ngrams))
    parts = []
    for at in (np.flatnonzero(~late), np.flatnonzero(late)):
        by_article = sparse.csr_matrix((np.ones(len(at)), (article[at], at)), shape=(len(names), len(rows)))
        parts.append((by_article @ uses.matrix).tocsr())
    return Halves(parts[0], parts[1], uses)


def shared(data: Halves, rng: np.random.Generator, n: int) -> tuple[Counts, Counts]:
    """Articles that each hold both groups."""
    pick, flip = rng.permutation(data.first.shape[0])[:n], rng.random(n) < 0.5
    keep, turn = sparse.diags((~flip).astype(float)), sparse.diags(flip.astype(float))
    first, second = data.first[pick], data.second[pick]
    return (keep @ first + turn @ second).tocsr(), (keep @ second + turn @ first).tocsr()


def separate(data: Halves, rng: np.random.Generator, n: int) -> tuple[Counts, Counts]:
    """Articles of which half are in each group."""
    pick = rng.permutation(data.first.shape[0])[: 2 * n]
    whole = (data.first[pick] + data.second[pick]).tocsr()
    nothing = sparse.csr_matrix((n, whole.shape[1]))
    return sparse.vstack([whole[:n], nothing]).tocsr(), sparse.vstack([nothing, whole[n:]]).tocsr()


def clusters(data: Halves, a: Counts, b: Counts) -> ClusterCounts:
    """The counts that a contrast would test."""
    strata = np.zeros(a.shape[0], dtype=np.int64)
    counts = ClusterCounts(a, b, data.totals(a), data.totals(b), data.uses.level, strata)
    return counts.columns(_tested(counts))


def _tested(counts: ClusterCounts) -> NDArray[np.int64]:
    support = counts.support
    at = np.argsort(-support, kind="stable")[:MAX_TERMS]
    return np.sort(at[support[at] >= MIN_CLUSTERS])


def sums(counts: ClusterCounts) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts and totals of both groups."""
    a, b = (np.asarray(m.sum(axis=0), dtype=np.float64).ravel() for m in (counts.a, counts.b))
    total_a, total_b = (m.sum(axis=0)[counts.level] for m in (counts.total_a, counts.total_b))
    return a, b, total_a, total_b


def naive_alarms(counts: ClusterCounts) -> tuple[float, bool]:
    """Share of terms with |z| > 1.96 by ConvoKit's FightingWords formula, and whether any is left after correction."""
    size = np.full(len(counts.level), CONVOKIT_PRIOR * len(counts.level))
    z = log_odds(*sums(counts), prior=np.full(len(size), CONVOKIT_PRIOR), size=size).z
    return float((np.abs(z) > 1.96).mean()), bool((false_discovery_control(2 * norm.sf(np.abs(z))) < 0.05).any())


def held(counts: ClusterCounts, *, draws: int, seed: int) -> NDArray[np.bool_]:
    """Which terms' intervals hold the true log-odds ratio, 0."""
    a, b, total_a, total_b = sums(counts)
    prior = proportional_prior(a + b, counts.level, size=PRIOR)
    size = np.full(len(a), PRIOR)

    def statistic(a: Floats, b: Floats, total_a: Floats, total_b: Floats, terms: slice) -> Floats:
        return log_odds(a, b, total_a, total_b, prior=prior[terms, None], size=size[terms, None]).estimate

    estimate = log_odds(a, b, total_a, total_b, prior=prior, size=size).estimate
    n = int(min(counts.in_a.sum(), counts.in_b.sum()))
    parts = [
        expanded_interval(values, estimate[terms], level=0.95, clusters=n)
        for terms, values in bootstrap(counts, statistic, draws=draws, seed=seed)
    ]
    low, high = (np.concatenate(ends) for ends in zip(*parts, strict=True))
    return np.asarray((low <= 0) & (high >= 0))


def null(data: Halves, args: argparse.Namespace) -> None:
    """Print how often chance alone gives small p and q, and how often intervals hold the truth."""
    for name, draw in (("separate articles", separate), ("shared articles", shared)):
        rng = np.random.default_rng(args.seed)
        rows, intervals, began = [], [], time.perf_counter()
        for k in range(args.corpora):
            counts = clusters(data, *draw(data, rng, args.articles))
            p = saddlepoint(counts)
            any_q = bool((false_discovery_control(p) < 0.05).any())
            rows.append((len(p), (p < 0.05).mean(), (p < 0.001).mean(), any_q, *naive_alarms(counts)))
            if k < args.interval_corpora:
                ok = held(counts, draws=args.draws, seed=k)
                intervals.append((ok.sum(), len(ok)))
        terms, at_05, at_001, alarms, naive, naive_any = np.mean(rows, axis=0)
        covered = np.sum(intervals, axis=0)
        coverage = covered[0] / covered[1] if len(intervals) else float("nan")
        seconds = (time.perf_counter() - began) / args.corpora
        print(f"| {name} | {args.articles} | {args.corpora} | {terms:.0f} | {at_05:.2%} | {at_001:.3%} | {alarms:.1%} "
              f"| {coverage:.1%} | {naive:.1%} | {naive_any:.0%} | {seconds:.2f} s |")  # fmt: skip


def planted_corpus(
    rows: list[tuple[str, str]], rng: np.random.Generator, *, n: int, rate: tuple[float, float]
) -> tuple[ClusterCounts, NDArray[np.bool_]]:
    """A corpus of separate articles with words replaced by planted terms, and which terms hold a planted one.

    In one group each word is replaced by planted term k with a chance within ``rate`` (per 1,000), in the other with
    a chance whose odds are e times smaller; odd terms are the first group's.
    """
    names = list(dict.fromkeys(name for name, _ in rows))
    pick = rng.permutation(len(names))[: 2 * n]
    place = {names[i]: k for k, i in enumerate(pick)}
    chosen = [(place[name], text) for name, text in rows if name in place]
    often = rng.uniform(*rate, size=PLANTED) / 1000
    odds = often / (1 - often) / np.e
    seldom = odds / (1 + odds)
    odd = np.arange(PLANTED) % 2 == 1
    texts = []
    for k, text in chosen:
        words = text.split()
        limits = np.cumsum(np.where(odd == (k < n), often, seldom))
        drawn = np.searchsorted(limits, rng.random(len(words)))
        texts.append(" ".join(f"planted{d}" if d < PLANTED else w for d, w in zip(drawn, words, strict=True)))
    uses = find_terms(texts, Analyser())
    article = np.array([k for k, _ in chosen])
    group = (article >= n).astype(np.int64)
    counts = cluster_counts(
        uses.matrix, uses.totals(), uses.level, group=group, cluster=article, strata=np.zeros_like(article)
    )
    at = _tested(counts)
    return counts.columns(at), np.array(["planted" in name for name in uses.names(at)], dtype=bool)


def power(rows: list[tuple[str, str]], args: argparse.Namespace) -> None:
    """Print recall and false discoveries for planted terms of several frequencies."""
    for rate in ((1.0, 2.0), (2.0, 4.0), (4.0, 8.0)):
        rng = np.random.default_rng(args.seed)
        results = []
        for _ in range(args.power_corpora):
            counts, planted = planted_corpus(rows, rng, n=args.articles, rate=rate)
            found = false_discovery_control(saddlepoint(counts)) < 0.05
            # A phrase that holds a planted word is no false discovery, and none to be found either.
            recall = (found & planted & (counts.level == 0)).sum() / PLANTED
            results.append((len(found), recall, (found & ~planted).sum() / max(1, found.sum())))
        terms, recall, false = np.mean(results, axis=0)
        print(f"| {args.articles} | {rate[0]:g}–{rate[1]:g} | {args.power_corpora} | {terms:.0f} | {recall:.2f} "
              f"| {false:.3f} |")  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--interval-corpora", type=int, default=50)
    parser.add_argument("--power-corpora", type=int, default=50)
    parser.add_argument("--articles", type=int, default=60, help="articles in each group")
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--longest", type=int, default=3, help="longest phrase in words")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rows = list(statements(args.data))
    print("Null: groups drawn from the same articles\n")
    print("| design | articles a group | corpora | terms | p < .05 | p < .001 | any q < .05 | intervals hold 0 "
          "| z > 1.96 as in ConvoKit | any q < .05 from that z | time |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    null(halves(rows, (1, args.longest)), args)
    print(f"\nPower: {PLANTED} planted terms of log-odds ratio 1\n")
    print("| articles a group | uses per 1,000 words | corpora | terms | recall | false discoveries |")
    print("|---|---|---|---|---|---|")
    power(rows, args)


if __name__ == "__main__":
    main()

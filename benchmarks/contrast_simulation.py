"""What a contrast finds where there is nothing, against the usual reading of z > 1.96. On real statements.

    python benchmarks/contrast_simulation.py ../shared/data/polnear/train.jsonl.gz
    python benchmarks/contrast_simulation.py statements.jsonl --corpora 200

Reads PolNeAR's JSON lines (``id, text, attributions``) or those of ``framing extract --format jsonl``. Whole articles
are drawn, so that words stay as bursty as they are. Two groups are drawn from the same articles, in separate articles
or sharing each (its first half of statements against its second, which group gets which is a coin's toss), so that
every finding is false; a corpus counts as a false alarm where any q < .05. Other designs, and intervals:
contrast_designs.py.

Beside it stands what z > 1.96 of ConvoKit's FightingWords says: by our transcription of its formula over the same
terms, and, where the package is installed, by the package itself with its own terms on the first ``--package-corpora``
corpora. What such a run skips is the package's cleaning of texts, which takes most of its time.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import importlib
import importlib.util
import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import false_discovery_control, norm

from framing.contrasts.clusters import ClusterCounts, cluster_counts
from framing.contrasts.inference import Inference, test_terms
from framing.contrasts.statistics import Floats, log_odds
from framing.contrasts.weights import adjusted
from framing.term_uses import TermUses, find_terms
from framing.terms import Analyser

Groups: TypeAlias = NDArray[np.int64]
"""Group of each half of each article (articles × 2): 0, 1, or −1 for neither."""

CONVOKIT_PRIOR = 0.1
"""Pseudo-count of every term in ConvoKit's FightingWords, unless set."""

MAX_TERMS = Inference().max_terms


@dataclass(frozen=True, eq=False)
class Halves:
    """Statements by article and half of the article, and their terms.

    ``article`` and ``half`` (statements) say where each of ``texts`` stands; ``counts`` (2 × articles rows: the first
    halves, then the second) are uses of terms, ``totals`` uses of all terms of each length.
    """

    texts: tuple[str, ...]
    article: NDArray[np.int64]
    half: NDArray[np.int64]
    counts: sparse.csr_matrix
    totals: Floats
    uses: TermUses

    @property
    def articles(self) -> int:
        """How many there are."""
        return self.counts.shape[0] // 2


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
    half = (order >= np.bincount(article)[article] / 2).astype(np.int64)
    texts = tuple(text for _, text in rows)
    uses = find_terms(texts, Analyser(ngrams=ngrams))
    by_half = sparse.csr_matrix(
        (np.ones(len(rows)), (article + len(names) * half, np.arange(len(rows)))), shape=(2 * len(names), len(rows))
    )
    return Halves(texts, article, half, (by_half @ uses.matrix).tocsr(), by_half @ uses.totals(), uses)


def shared(data: Halves, rng: np.random.Generator, n: int) -> Groups:
    """Articles that each hold both groups."""
    pick, flip = rng.permutation(data.articles)[:n], rng.random(n) < 0.5
    groups = np.full((data.articles, 2), -1)
    groups[pick, 0], groups[pick, 1] = flip, ~flip
    return groups


def separate(data: Halves, rng: np.random.Generator, n: int) -> Groups:
    """Articles of which half are in each group."""
    pick = rng.permutation(data.articles)[: 2 * n]
    groups = np.full((data.articles, 2), -1)
    groups[pick[:n]], groups[pick[n:]] = 0, 1
    return groups


def clusters(data: Halves, groups: Groups) -> ClusterCounts:
    """Counts of the terms that are tested."""
    article = np.tile(np.arange(data.articles), 2)
    counts = cluster_counts(
        data.counts, data.totals, data.uses.level,
        group=groups.T.ravel(), cluster=article, strata=np.zeros_like(article),
    )  # fmt: skip
    return counts.columns(tested(counts, least=Inference().min_clusters))


def tested(counts: ClusterCounts, *, least: int) -> NDArray[np.int64]:
    """Terms that a contrast tests which asks for ``least`` articles: at most the 5,000 most widely held."""
    support = counts.support
    at = np.argsort(-support, kind="stable")[:MAX_TERMS]
    return np.sort(at[support[at] >= least])


def sums(counts: ClusterCounts) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts and totals of both groups."""
    a, b = (np.asarray(m.sum(axis=0), dtype=np.float64).ravel() for m in (counts.a, counts.b))
    total_a, total_b = (m.sum(axis=0)[counts.level] for m in (counts.total_a, counts.total_b))
    return a, b, total_a, total_b


def transcribed(counts: ClusterCounts) -> Floats:
    """The z of every term by ConvoKit's formula."""
    size = np.full(len(counts.level), CONVOKIT_PRIOR * len(counts.level))
    return log_odds(*sums(counts), prior=np.full(len(size), CONVOKIT_PRIOR), size=size).z


def fighting_words(texts_a: list[str], texts_b: list[str], *, text_of: Callable[[Any], str] | None) -> Floats:
    """The z of every term as ConvoKit's FightingWords finds terms and scores them; ``text_of`` None cleans texts."""
    package = importlib.import_module("convokit")
    texts = [*texts_a, *texts_b]
    speakers = [package.Speaker(id=name) for name in ("a", "b")]
    with contextlib.redirect_stdout(io.StringIO()):
        corpus = package.Corpus(
            utterances=[
                package.Utterance(id=str(i), speaker=speakers[i >= len(texts_a)], conversation_id=str(i), text=text)
                for i, text in enumerate(texts)
            ]
        )
        words = package.FightingWords(text_func=text_of)
        words.fit(corpus, lambda u: u.speaker.id == "a", lambda u: u.speaker.id == "b")
    return np.array(list(words.ngram_zscores.values()))


def alarms(z: Floats) -> tuple[float, bool]:
    """Share of terms with |z| > 1.96, and whether any is left after correction."""
    return float((np.abs(z) > 1.96).mean()), bool((false_discovery_control(2 * norm.sf(np.abs(z))) < 0.05).any())


DESIGNS = (("separate articles", separate), ("shared articles", shared))


def null(data: Halves, args: argparse.Namespace) -> None:
    """Print how often chance alone gives small p and q, and z > 1.96."""
    for name, draw in DESIGNS:
        rng = np.random.default_rng(args.seed)
        rows, began = [], time.process_time()
        for _ in range(args.corpora):
            counts = clusters(data, draw(data, rng, args.articles))
            found = test_terms(counts, Inference())
            p, equal = found.p, adjusted(found.p, np.ones(len(found.p)))
            some = [bool((q < 0.05).any()) for q in (found.q, equal)]
            rows.append((len(p), (p < 0.05).mean(), (p < 0.001).mean(), *some, *alarms(transcribed(counts))))
        terms, at_05, at_001, weighted, plain, naive, naive_any = np.mean(rows, axis=0)
        seconds = (time.process_time() - began) / args.corpora
        print(f"| {name} | {args.articles} | {args.corpora} | {terms:.0f} | {at_05:.2%} | {at_001:.3%} "
              f"| {weighted:.1%} | {plain:.1%} | {naive:.1%} | {naive_any:.0%} "
              f"| {seconds:.2f} s |", flush=True)  # fmt: skip


def package_run(data: Halves, args: argparse.Namespace) -> None:
    """Print what ConvoKit itself reports on the same corpora, beside ours."""
    for name, draw in DESIGNS:
        rng = np.random.default_rng(args.seed)
        rows = []
        for _ in range(args.package_corpora):
            groups = draw(data, rng, args.articles)
            of_text = groups[data.article, data.half]
            texts = [[data.texts[i] for i in np.flatnonzero(of_text == g)] for g in (0, 1)]
            z = fighting_words(*texts, text_of=lambda utterance: utterance.text)
            counts = clusters(data, groups)
            found = test_terms(counts, Inference())
            ours = bool((found.q < 0.05).any())
            rows.append((len(z), *alarms(z), (np.abs(z) > 1.96).sum(), len(found.p), (found.p < 0.05).mean(), ours))
        terms, share, some, number, ours, at_05, any_q = np.mean(rows, axis=0)
        print(f"| {name} | {args.package_corpora} | {terms:.0f} | {share:.1%} | {number:.0f} | {some:.0%} "
              f"| {ours:.0f} | {at_05:.1%} | {any_q:.0%} |", flush=True)  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--package-corpora", type=int, default=50)
    parser.add_argument("--articles", type=int, default=60, help="articles in each group")
    parser.add_argument("--longest", type=int, default=3, help="longest phrase in words")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    data = halves(list(statements(args.data)), (1, args.longest))
    if args.corpora:
        print("Groups drawn from the same articles\n")
        print("| design | articles a group | corpora | terms | p < .05 | p < .001 | any q < .05 | with equal weights "
              "| z > 1.96, ConvoKit's formula | any q < .05 from that z | processor time |")  # fmt: skip
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        null(data, args)
    if not args.package_corpora:
        return
    if importlib.util.find_spec("convokit") is None:
        print("\nConvoKit is not installed: its z above is a transcription, and there is no run of the package.")
        return
    print("\nThe same corpora through ConvoKit's FightingWords\n")
    print("| design | corpora | its terms | z > 1.96 | so many terms | any q < .05 from its z | our terms | p < .05 "
          "| any q < .05 |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    package_run(data, args)


if __name__ == "__main__":
    main()

"""Do a contrast's p, q and intervals keep their word in the designs that people have? On real statements.

    python benchmarks/contrast_designs.py ../shared/data/polnear/train.jsonl.gz
    python benchmarks/contrast_designs.py statements.jsonl --corpora 100 --designs "12 v 12" mixed --processes 2

Both groups are drawn from one pool of articles, so that every finding is false; articles are whole, or cut to some of
their statements, because length goes with the group in ordinary data: one speaker interviewed at length against many
brief mentions. A corpus counts as a false alarm where any q < .05. Beside the conditional negative binomial test
stands the permutation test of whole articles.

Intervals are measured on the first ``--interval-corpora`` corpora of a design: for a true difference of 0, and with
differences of ln 2 and ln 4 planted by thinning 15% of the terms in one group. An interval is
open at one end where a group uses the term in fewer than three articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from contrast_simulation import statements
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import ClusterCounts, Weighting, cluster_counts
from framing.contrasts.inference import Inference, Test, infer
from framing.contrasts.statistics import Floats
from framing.contrasts.weights import Correction
from framing.term_uses import find_terms
from framing.terms import Analyser

Ints = NDArray[np.int64]
LEAST = Inference().min_clusters
SHARE_PLANTED = 0.15
HELD_BY = 12


@dataclass(frozen=True, eq=False)
class Pool:
    """Statements, counted once: uses of the terms that can be tested (statements × terms) and the article of each."""

    uses: sparse.csr_matrix
    totals: Floats
    level: Ints
    rows: tuple[Ints, ...]
    outlet: Ints


@dataclass(frozen=True, eq=False)
class Draw:
    """Which statements are drawn, and the group, the cluster and the stratum of each."""

    rows: Ints
    group: Ints
    cluster: Ints
    stratum: Ints


@dataclass(frozen=True, slots=True)
class Piece:
    """Statements of one article (or a part of it) in one group."""

    rows: Ints
    group: int
    cluster: int
    stratum: int = 0


POOL: list[Pool] = []
"""The statements, where every process finds them."""

Design = Callable[[Pool, np.random.Generator], list[Piece]]


def read_pool(path: Path, longest: int) -> Pool:
    """Count the terms of all statements; articles with fewer than four are left out."""
    found = list(statements(path))
    outlets = {}
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            outlets[row.get("id", row.get("article_id"))] = row.get("outlet", "")
    by_article: dict[str, list[int]] = {}
    for k, (article, _) in enumerate(found):
        by_article.setdefault(article, []).append(k)
    kept = {a: k for a, k in by_article.items() if len(k) >= 4}
    uses = find_terms([text for _, text in found], Analyser(ngrams=(1, longest)))
    names = sorted(set(outlets.values()))
    article_of = np.empty(len(found), dtype=np.int64)
    for n, k in enumerate(by_article.values()):
        article_of[k] = n
    member = sparse.csr_matrix((np.ones(len(found)), (article_of, np.arange(len(found)))))
    support = np.diff((member @ uses.matrix).tocsc().indptr)
    at = np.flatnonzero(support >= LEAST)
    return Pool(
        uses.matrix[:, at].tocsr().astype(np.float64), uses.totals(), uses.level[at],
        tuple(np.array(k) for k in kept.values()), np.array([names.index(outlets[a]) for a in kept]),
    )  # fmt: skip


def cut(rows: Ints, share: float, rng: np.random.Generator) -> Ints:
    """Some of an article's statements, at least one."""
    return rows if share >= 1 else rng.permutation(rows)[: max(1, round(share * len(rows)))]


def chosen(pool: Pool, rng: np.random.Generator, n: int, *, least: int = 4) -> list[Ints]:
    """Articles of so many statements or more, at random."""
    return [pool.rows[k] for k in rng.permutation(len(pool.rows)) if len(pool.rows[k]) >= least][:n]


def apart(n_a: int, n_b: int, cut_a: float = 1.0, cut_b: float = 1.0) -> Design:
    """Articles of one group each."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        kinds = [(0, cut_a)] * n_a + [(1, cut_b)] * n_b
        articles = chosen(pool, rng, n_a + n_b)
        return [Piece(cut(r, c, rng), g, k) for k, (r, (g, c)) in enumerate(zip(articles, kinds, strict=True))]

    return draw


def mixed(both: int, n_a: int, n_b: int, *, share: float = 0.5, cut_b: float = 1.0, mix: bool = False) -> Design:
    """Articles of both groups, the first part of the statements in one and the rest in the other, and of one."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        articles = chosen(pool, rng, both + n_a + n_b, least=8)
        found = []
        for k, rows in enumerate(articles[:both]):
            ordered, flip = (rng.permutation(rows), 0) if mix else (rows, int(rng.random() < 0.5))
            at = max(1, int(len(rows) * share))
            found += [Piece(ordered[:at], flip, k), Piece(ordered[at:], 1 - flip, k)]
        for k, rows in enumerate(articles[both:]):
            found.append(Piece(rows if k < n_a else cut(rows, cut_b, rng), int(k >= n_a), both + k))
        return found

    return draw


def events(n_a: int, n_b: int, *, parts: int = 3, by_event: bool = True) -> Design:
    """Whole events: an article's statements dealt to several articles of one event, all of one group."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        found = []
        for k, rows in enumerate(chosen(pool, rng, n_a + n_b, least=3 * parts)):
            for j, part in enumerate(np.array_split(rng.permutation(rows), parts)):
                found.append(Piece(part, int(k >= n_a), k if by_event else parts * k + j))
        return found

    return draw


def copies(n: int, copied: int, *, times: int = 3, known: bool = True) -> Design:
    """``copied`` of ``n`` articles a side stand there several times, each time without a tenth of the statements."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        found, number = [], 0
        for k, rows in enumerate(chosen(pool, rng, 2 * n)):
            for _ in range(times if k % n < copied else 1):
                found.append(Piece(cut(rows, 0.9, rng), int(k >= n), k if known else number))
                number += 1
        return found

    return draw


def paired(n: int, cut_b: float = 1.0) -> Design:
    """Strata of one article of each group: both halves of an article, as two outlets' reports of one event."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        found = []
        for k, rows in enumerate(chosen(pool, rng, n, least=8)):
            halves = np.array_split(rng.permutation(rows), 2)
            found += [Piece(halves[0], 0, 2 * k, k), Piece(cut(halves[1], cut_b, rng), 1, 2 * k + 1, k)]
        return found

    return draw


def within_outlets(n: int) -> Design:
    """Articles dealt to the groups within their outlets, in each with another chance: words of outlets differ."""

    def draw(pool: Pool, rng: np.random.Generator) -> list[Piece]:
        chance = np.linspace(0.15, 0.85, int(pool.outlet.max()) + 1)
        rng.shuffle(chance)
        pick = rng.permutation(len(pool.rows))[:n]
        return [
            Piece(pool.rows[k], int(rng.random() < chance[pool.outlet[k]]), i, int(pool.outlet[k]))
            for i, k in enumerate(pick)
        ]

    return draw


DESIGNS: dict[str, Design] = {
    "60 v 60": apart(60, 60),
    "40 v 40": apart(40, 40),
    "12 v 12": apart(12, 12),
    "10 v 110": apart(10, 110),
    "20 v 60 cut to 1/3": apart(20, 60, 1, 1 / 3),
    "15 v 105 cut to 15%": apart(15, 105, 1, 0.15),
    "60 v 60 cut to 1/3": apart(60, 60, 1, 1 / 3),
    "20 cut to 1/3 v 60": apart(20, 60, 1 / 3, 1),
    "15 cut to 15% v 105": apart(15, 105, 0.15, 1),
    "shared 30": mixed(30, 0, 0),
    "shared 60": mixed(60, 0, 0),
    "shared 30, a fifth to one": mixed(30, 0, 0, share=0.2, mix=True),
    "mixed 20 + 15 + 15": mixed(20, 15, 15, mix=True),
    "mixed 3 + 40 + 9": mixed(3, 40, 9, mix=True),
    "mixed 10 + 10 + 40 cut to 1/3": mixed(10, 10, 40, cut_b=1 / 3, mix=True),
    "paired 40": paired(40),
    "paired 40, one cut to 1/3": paired(40, 1 / 3),
    "within outlets, 120": within_outlets(120),
    "20 v 20 events": events(20, 20),
    "20 v 20 events, by article": events(20, 20, by_event=False),
    "near-copies": copies(40, 10),
    "near-copies, not grouped": copies(40, 10, known=False),
    "3 v 60": apart(3, 60),
    "5 v 60": apart(5, 60),
    "5 v 5": apart(5, 5),
    "3 v 200": apart(3, 200),
    "200 v 200": apart(200, 200),
}  # fmt: skip


def drawn(pieces: list[Piece]) -> Draw:
    """The statements of all pieces."""
    sizes = [len(p.rows) for p in pieces]
    group, cluster, stratum = (
        np.repeat([getattr(p, c) for p in pieces], sizes) for c in ("group", "cluster", "stratum")
    )
    return Draw(np.concatenate([p.rows for p in pieces]), group, cluster, stratum)


def plant(pool: Pool, draw: Draw, rng: np.random.Generator, effect: float) -> tuple[sparse.csr_matrix, Floats]:
    """Uses with some terms thinned in one group, and the true difference of every term."""
    uses = pool.uses[draw.rows].tocoo()
    size = uses.shape[1]
    truth = np.where(rng.random(size) < SHARE_PLANTED, rng.choice([-effect, effect], size), 0.0)
    thinned = truth[uses.col] * np.where(draw.group[uses.row] == 0, -1, 1) > 0
    left = np.where(thinned, rng.binomial(uses.data.astype(np.int64), np.exp(-effect)), uses.data)
    made = sparse.csr_matrix((left, (uses.row, uses.col)), shape=uses.shape)
    made.eliminate_zeros()
    return made, truth


def counted(pool: Pool, draw: Draw, uses: sparse.csr_matrix | None = None) -> ClusterCounts:
    """Counts by cluster."""
    uses = pool.uses[draw.rows] if uses is None else uses
    return cluster_counts(
        uses, pool.totals[draw.rows], pool.level, group=draw.group, cluster=draw.cluster, strata=draw.stratum
    )


def one_corpus(job: tuple[str, int, Inference, tuple[Test, ...], tuple[float, ...]]) -> dict[str, float]:
    """Figures of one corpus: design, number, settings, tests, and true differences that intervals are measured with."""
    name, number, settings, tests, effects = job
    pool = POOL[0]
    rng = np.random.default_rng([sum(map(ord, name)), number])
    pieces = DESIGNS[name](pool, rng)
    draw = drawn(pieces)
    counts = counted(pool, draw)
    found: dict[str, float] = {}
    for test in tests:
        inferred = infer(counts, replace(settings, test=test), names=("a", "b"), intervals=False)
        p, q = inferred.p[inferred.tested], inferred.q[inferred.tested]
        key = test.value
        found |= {
            f"{key} p05": float((p < 0.05).mean()) if len(p) else np.nan,
            f"{key} p001": float((p < 0.001).mean()) if len(p) else np.nan,
            f"{key} any": float((q < 0.05).any()) if len(p) else np.nan,
        }
        if test is Test.NEGATIVE_BINOMIAL:
            found["terms"] = float(len(p))
    for effect in effects:
        uses, truth = plant(pool, draw, rng, effect) if effect else (pool.uses[draw.rows], np.zeros(pool.uses.shape[1]))
        inferred = infer(counted(pool, draw, uses), settings, names=("a", "b"))
        wanted = ~np.isnan(inferred.low)
        if effect:
            # Thinning makes terms rarer: those that were held by enough articles before are no choice by the outcome.
            wanted &= (truth != 0) & (counts.support >= HELD_BY)
        low, high, truth = inferred.low[wanted], inferred.high[wanted], truth[wanted]
        closed = np.isfinite(low) & np.isfinite(high)
        ok = (low <= truth) & (truth <= high)
        figures = {"n": len(ok), "ok": ok.sum(), "closed": closed.sum(), "zero": (high <= low).sum()}
        figures["closed ok"] = ok[closed].sum()
        found |= {f"x{np.exp(effect):.0f} {k}": float(v) for k, v in figures.items()}
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--interval-corpora", type=int, default=50)
    parser.add_argument("--permutation-corpora", type=int, default=200)
    parser.add_argument("--designs", nargs="+", default=list(DESIGNS), choices=list(DESIGNS), metavar="DESIGN")
    parser.add_argument("--weighting", choices=[w.value for w in Weighting], default="statements")
    parser.add_argument("--correction", choices=[c.value for c in Correction], default="weighted")
    parser.add_argument("--longest", type=int, default=3, help="longest phrase in words")
    parser.add_argument("--processes", type=int, default=1)
    args = parser.parse_args()
    print("| design | corpora | terms | p < .05 | p < .001 | any q < .05 | permutation: p < .05 | any q < .05 | hold 0 "
          "| hold ln 2 | hold ln 4 | open | closed hold | of width 0 |\n|" + "---|" * 14, flush=True)  # fmt: skip
    POOL.append(read_pool(args.data, args.longest))
    with ProcessPoolExecutor(args.processes, mp_context=get_context("fork")) as processes:
        for name in args.designs:
            paired_strata = name.startswith(("paired", "within"))
            settings = Inference(
                strata="stratum" if paired_strata else None, weighting=Weighting(args.weighting),
                correction=Correction(args.correction),
            )  # fmt: skip
            effects = (0.0, float(np.log(2)), float(np.log(4)))
            jobs = [
                (name, k, settings, tuple(Test) if k < args.permutation_corpora else (Test.NEGATIVE_BINOMIAL,),
                 effects if k < args.interval_corpora else ())
                for k in range(args.corpora)
            ]  # fmt: skip
            rows = list(processes.map(one_corpus, jobs, chunksize=5))
            print(line(name, rows), flush=True)


def line(name: str, rows: list[dict[str, float]]) -> str:
    """A line of the table."""

    def mean(key: str) -> float:
        values = [r[key] for r in rows if np.isfinite(r.get(key, np.nan))]
        return float(np.mean(values)) if values else float("nan")

    def total(key: str) -> float:
        return sum(r.get(key, 0.0) for r in rows)

    def share(a: float, b: float) -> str:
        return f"{a / b:.1%}" if b else "–"

    effects = ("x1", "x2", "x4")
    kinds = ("closed", "closed ok", "n", "zero")
    closed, closed_ok, every, zero = (sum(total(f"{x} {k}") for x in effects) for k in kinds)
    test, other = Test.NEGATIVE_BINOMIAL.value, Test.PERMUTATION.value
    permuted = [f"{mean(f'{other} p05'):.1%}", f"{mean(f'{other} any'):.0%}"]
    if not np.isfinite(mean(f"{other} p05")):
        permuted = ["–", "–"]
    cells = [
        name, str(len(rows)), f"{mean('terms'):.0f}", f"{mean(f'{test} p05'):.1%}", f"{mean(f'{test} p001'):.2%}",
        f"{mean(f'{test} any'):.1%}", *permuted,
        *(share(total(f"{x} ok"), total(f"{x} n")) for x in effects), share(every - closed, every),
        share(closed_ok, closed), f"{zero:.0f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

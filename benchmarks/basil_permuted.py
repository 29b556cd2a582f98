"""How often a difference is found on BASIL dev when the outlets' names are dealt anew within each event.

    python benchmarks/basil_permuted.py [--analysis basil.framing] [--permutations 200]

45 events, each told by three outlets, 135 articles (Fan et al., EMNLP 2019). With names dealt at random within events
every difference is false, while lengths, styles and subjects are those of real articles. All measures that
``framing.difference`` knows by name are tested between all three pairs, by event, with q over all rows, measures first:
the share of p < .05, and of permutations with any q < .05. ``--analysis`` is what ``Analysis.save`` wrote; else the
articles are read anew. With the true names the differences found are printed last.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.differences import MEASURES, Ratios, differences, omnibus, ratios_of
from framing.values import Article, Corpus

DATA = Path(__file__).parents[2] / "shared" / "data" / "basil" / "basil_dev.jsonl.gz"


def rows(path: Path) -> list[dict[str, str]]:
    """The articles of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def measured(path: Path, analysis: Path | None) -> tuple[Ratios, dict[str, str]]:
    """Parts and wholes of every measure, by outlet, and the event of each article."""
    listed = rows(path)
    events = {str(r["id"]): str(r["event"]) for r in listed}
    if analysis is not None:
        a = framing.load(analysis)
    else:
        articles = tuple(
            Article(str(r["id"]), r["text"], title=r["title"], outlet=r["outlet"], extra={"event": str(r["event"])})
            for r in listed
        )
        a = framing.analyze(Corpus(articles), threads=2)
    names = [m for m, x in MEASURES.items() if not x.needs_of]
    made = ratios_of(a, names, by="outlet")
    for kind in ("government", "person", "organisation"):
        shares = ratios_of(a, ["statement_share", "word_share"], by="outlet", of={"type": kind})
        made = made.and_(
            Ratios(
                tuple(f"{m} of {kind}" for m in shares.measures), shares.article, shares.group, shares.part,
                shares.whole, shares.bounds,
            )
        )  # fmt: skip
    return made, events


def dealt(made: Ratios, events: dict[str, str], rng: np.random.Generator) -> Ratios:
    """The same with the outlets' names exchanged within each event."""
    outlet = dict(zip(made.article.tolist(), made.group.tolist(), strict=True))
    new: dict[str, str] = {}
    for _, members in pd.Series(list(outlet)).groupby([events[a] for a in outlet]):
        ids = members.tolist()
        new |= dict(zip(ids, rng.permutation([outlet[a] for a in ids]).tolist(), strict=True))
    group = np.array([new[a] for a in made.article.tolist()], dtype=object)
    return Ratios(made.measures, made.article, group, made.part, made.whole, made.bounds)


def main() -> None:
    """Print how often something false is found, and what is found with the true names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--analysis", type=Path)
    parser.add_argument("--permutations", type=int, default=200)
    options = parser.parse_args()
    made, events = measured(options.data, options.analysis)
    small, any_q, any_omnibus = [], 0, 0
    for number in range(options.permutations):
        table = differences(dealt(made, events, np.random.default_rng(number)), events=events, draws=4999)
        small.append(float((table["p"] < 0.05).mean()))
        any_q += bool((table["q"] < 0.05).any())
        any_omnibus += bool(
            (omnibus(dealt(made, events, np.random.default_rng(number)), events=events, draws=999)["q"] < 0.05).any()
        )
    n = options.permutations
    print(f"{len(made.measures)} measures, 3 pairs, {n} permutations")
    print(
        f"p < .05 in {np.mean(small):.1%}; any q < .05 in {any_q / n:.1%}; any omnibus q < .05 in {any_omnibus / n:.1%}"
    )
    start = time.perf_counter()
    table = differences(made, events=events)
    print(f"with the true names ({time.perf_counter() - start:.1f} s):")
    found = table[table["q"] < 0.05].sort_values("q")
    columns = ["measure", "group_a", "group_b", "value_a", "value_b", "difference_low", "difference_high", "q"]
    print(found[columns].round(3).to_string(index=False))


if __name__ == "__main__":
    main()

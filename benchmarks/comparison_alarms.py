"""How often a comparison asserts a difference that is none, and how often one that was planted.

    python benchmarks/comparison_alarms.py ../shared/data/basil/basil_dev.jsonl.gz [--runs 40] [--plant]

Outlet names are permuted within each event, so that every difference asserted is false: printed is the share of
permutations with any, and with more than one. With ``--plant`` differences are put into one outlet first: 30% of
its quoted lines are taken out, its most frequent own word, half of its unnamed sources and a fifth of its neutral cues;
printed is how often each is asserted.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.compare import Comparison, Grouping, Lines, Measure, compare_groups, group_articles, measures


def permuted(grouping: Grouping, events: dict[str, str], rng: np.random.Generator) -> Grouping:
    """Outlets exchanged within each event."""
    assert grouping.of_article is not None
    values = grouping.of_article.copy()
    for _, ids in pd.Series(values.index, index=values.index).groupby(values.index.map(events)):
        values[ids] = rng.permutation(values[ids].to_numpy())
    return replace(grouping, of_article=values)


def planted(measured: tuple[Measure, ...], grouping: Grouping, outlet: str, rng: np.random.Generator) -> list[Measure]:
    """The measures with differences put into one outlet; their names end in "(planted)"."""
    found = []
    by_words = {m.id: m for m in measured}
    chosen = [
        (by_words["in quotation marks: all speakers: in quotation marks"], 0.7),
        (max((m for m in measured if m.section == "own words"), key=lambda m: len(m.part.frame)), 0.0),
        (by_words["who speaks: sources without a name"], 0.5),
        (by_words["introduced as: neutral cues"], 0.8),
    ]
    for measure, kept in chosen:
        lines = measure.part.frame
        theirs = grouping.of(lines).eq(outlet).to_numpy()
        stays = ~theirs | (rng.random(len(lines)) < kept)
        part = Lines(lines[stays], measure.part.weight)
        found.append(replace(measure, name=f"{measure.name} (planted)", part=part))
    names = {m.name.removesuffix(" (planted)") for m in found}
    return [*found, *(m for m in measured if m.name not in names)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--draws", type=int, default=1999)
    parser.add_argument("--plant", action="store_true")
    asked = parser.parse_args()
    analysis = framing.load(asked.articles) if asked.articles.suffix == ".framing" else framing.analyze(asked.articles)
    grouping = group_articles(analysis, "outlet")
    events = {a.id: a.extra["event"] for a in analysis.corpus.counted}
    measured = measures(analysis)
    rng = np.random.default_rng(7)
    counts, hits, others = [], [], []
    for run in range(asked.runs):
        shuffled = permuted(grouping, events, rng)
        tried = planted(measured, shuffled, grouping.names[run % len(grouping.names)], rng) if asked.plant else measured
        made: Comparison = compare_groups(analysis, tried, shuffled, draws=asked.draws, seed=run)
        claimed = [c.measure.name for c in made.claimed]
        hits.append([any(c == m.name for c in claimed) for m in tried[:4]])
        others.append(sum(not c.endswith("(planted)") for c in claimed))
        counts.append(len(claimed))
    if asked.plant:
        for name, share in zip([m.name for m in tried[:4]], np.mean(hits, axis=0), strict=True):
            print(f"{name}: asserted in {share:.0%} of {asked.runs} runs")
        print(f"others asserted, mean: {np.mean(others):.2f}")
    else:
        print(f"{len(measured)} measures, {asked.runs} permutations of outlets within events")
        print(
            f"any difference asserted: {np.mean(np.array(counts) > 0):.1%}; "
            f"more than one: {np.mean(np.array(counts) > 1):.1%}"
        )


if __name__ == "__main__":
    main()

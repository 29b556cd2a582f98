"""How often a comparison asserts a difference that is none, and how often one that was planted.

    python benchmarks/comparison_alarms.py ../shared/data/basil/basil_dev.jsonl.gz [--runs 40] [--plant]

Outlet names are permuted within each event, so that every difference asserted is false: printed is the share of
permutations with any, and with more than one. With ``--plant`` one difference at a time is put into one outlet of a
permuted corpus, which holds no other: printed is how often it is asserted, and how many others are. ``effect`` is how
far it moves the outlet, in standard deviations of its articles (Cohen's d, median of the runs).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.compare import Comparison, Grouping, Lines, Measure, compare_groups, group_articles, measures
from framing.extraction import with_project
from framing.resolve import Project
from framing.resolve.names import fold

REPUBLICANS = """Donald Trump; Paul Ryan; Mitt Romney; Paul LePage; Marco Rubio; Trey Gowdy; Todd Akin; Michael Steele;
Dave Brat; John McCain; Duncan Hunter; Mitch McConnell; Bill Kristol; Kevin McCarthy; Jim DeMint; Darrell Issa; Robert
Goodlatte; Reince Priebus; John Boehner; Lindsey Graham; Ted Cruz; Jeb Bush; Rand Paul; Rick Santorum; Eric Cantor"""
DEMOCRATS = """Barack Obama; Hillary Clinton; Joe Biden; Nancy Pelosi; Richard Blumenthal; Eric Holder; Adam Schiff
; Jesse Jackson Jr.; Bruce Braley; Mo Cowan; Chuck Schumer; Susan Rice; Deval Patrick; Jay Carney; Dick Durbin;
Jerrold Nadler;
Tim Ryan; Mark Warner; Joe Sestak; Barney Frank; Harry Reid; Dianne Feinstein; Elijah Cummings; Bernie Sanders"""
SIDES = {
    fold(" ".join(name.split())): side
    for side, names in (("Republicans", REPUBLICANS), ("Democrats", DEMOCRATS))
    for name in names.split(";")
}
"""Politicians of both parties, the sides that BASIL's articles are about; others by what the articles call them."""

CALLED = (("Republicans", r"\bRepublicans?\b|\bGOP\b|\bR-[A-Z]"), ("Democrats", r"\bDemocrat(?:s|ic)?\b|\bD-[A-Z]"))


def with_sides(analysis: framing.Analysis) -> framing.Analysis:
    """The analysis with parties as the sides of its speakers."""
    table = analysis.table
    columns = [c for c in ("description", "affiliation", "source", "speaker") if c in table.columns]
    told = table[columns].astype("str").agg(" ".join, axis=1)
    sides = dict(SIDES)
    for side, pattern in CALLED:
        for name in table.loc[told.str.contains(pattern), "speaker"].dropna().unique():
            sides.setdefault(fold(str(name)), side)
    return framing.Analysis(with_project(analysis.statements, Project(sides=sides)))


def permuted(grouping: Grouping, events: dict[str, str], rng: np.random.Generator) -> Grouping:
    """Outlets exchanged within each event."""
    assert grouping.of_article is not None
    values = grouping.of_article.copy()
    for _, ids in pd.Series(values.index, index=values.index).groupby(values.index.map(events)):
        values[ids] = rng.permutation(values[ids].to_numpy())
    return replace(grouping, of_article=values)


@dataclass(frozen=True)
class Plant:
    """A difference: the measure it is put into, and which lines of one outlet go, as (lines, generator) to a mask."""

    name: str
    measure: str
    goes: Callable[[pd.DataFrame, np.random.Generator], np.ndarray]


def some_statements(share: float) -> Callable[[pd.DataFrame, np.random.Generator], np.ndarray]:
    """All lines of this share of the statements."""

    def goes(lines: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
        keys = lines["article_id"].astype("str") + " " + lines["statement_id"].astype("str")
        drawn = {k: rng.random() < share for k in dict.fromkeys(keys)}
        return keys.map(drawn).to_numpy(dtype=bool)

    return goes


def every(lines: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """All of them."""
    del rng
    return np.ones(len(lines), dtype=bool)


def plants(measured: tuple[Measure, ...]) -> list[Plant]:
    """The differences: those that the project promises to see, and smaller ones."""
    side = "Republicans"
    words = sorted((m for m in measured if m.section == "own words"), key=lambda m: -len(m.part.frame))
    found = [
        Plant(f"no quotations in 30% of its statements by {side}", f"in quotation marks: {side}: in quotation marks",
              some_statements(0.3)),
        Plant("no quotations in 30% of its statements", "in quotation marks: all speakers: in quotation marks",
              some_statements(0.3)),
        *(Plant(f"another word for its {n} most frequent own word", m.id, every)
          for n, m in zip(("first", "second", "fifth"), (words[0], words[1], words[4]), strict=True)),
        Plant("70% of its unnamed sources left out", "who speaks: sources without a name", some_statements(0.7)),
        Plant("half of its unnamed sources left out", "who speaks: sources without a name", some_statements(0.5)),
        Plant("another cue for a fifth of its neutral ones", "introduced as: neutral cues", some_statements(0.2)),
    ]  # fmt: skip
    labels = [m for m in measured if m.section == "words for people"]
    if labels:
        most = max(labels, key=lambda m: len(m.part.frame))
        found.append(Plant(f"another label for {most.name}", most.id, every))
    return found


def planted(measure: Measure, grouping: Grouping, outlet: str, plant: Plant, rng: np.random.Generator) -> Measure:
    """The measure with the difference in it."""
    lines = measure.part.frame
    theirs = grouping.of(lines).eq(outlet).to_numpy(dtype=bool)
    return replace(measure, part=Lines(lines[~(theirs & plant.goes(lines, rng))], measure.part.weight))


def effect(before: Measure, after: Measure, grouping: Grouping, outlet: str) -> float:
    """How far the outlet is moved, in standard deviations of its articles' values."""
    assert grouping.of_article is not None
    ids = pd.Index(grouping.of_article.index[grouping.of_article.eq(outlet)])

    def sums(lines: Lines) -> np.ndarray:
        return lines.sums(ids.get_indexer(pd.Index(lines.frame["article_id"])), len(ids))

    whole = sums(before.whole)
    values = sums(before.part)[whole > 0] / whole[whole > 0]
    weights = whole[whole > 0] / whole.sum()
    spread = np.sqrt(np.sum(weights * (values - np.sum(weights * values)) ** 2))
    return float((sums(before.part).sum() - sums(after.part).sum()) / whole.sum() / spread)


def alarms(analysis: framing.Analysis, measured: tuple[Measure, ...], runs: int, draws: int, only: str) -> None:
    """Print how often any difference is asserted where there is none."""
    del only
    grouping = group_articles(analysis, "outlet")
    events = {a.id: a.extra["event"] for a in analysis.corpus.counted}
    rng = np.random.default_rng(7)
    counts = []
    for run in range(runs):
        made = compare_groups(analysis, measured, permuted(grouping, events, rng), draws=draws, seed=run)
        counts.append(len(made.claimed))
    some, several = np.mean(np.array(counts) > 0), np.mean(np.array(counts) > 1)
    print(f"{len(measured)} measures, {runs} permutations of outlets within events")
    print(f"any difference asserted: {some:.1%}; more than one: {several:.1%}")


def power(analysis: framing.Analysis, measured: tuple[Measure, ...], runs: int, draws: int, only: str) -> None:
    """Print how often each planted difference is asserted."""
    grouping = group_articles(analysis, "outlet")
    events = {a.id: a.extra["event"] for a in analysis.corpus.counted}
    print(f"{len(measured)} measures, {runs} runs")
    for plant in (p for p in plants(measured) if only in p.name):
        rng = np.random.default_rng(7)
        hits, others, sizes = 0, 0, []
        for run in range(runs):
            shuffled, outlet = permuted(grouping, events, rng), grouping.names[run % len(grouping.names)]
            tried = [planted(m, shuffled, outlet, plant, rng) if m.id == plant.measure else m for m in measured]
            made: Comparison = compare_groups(analysis, tried, shuffled, draws=draws, seed=run)
            names = [c.measure.id for c in made.claimed]
            hits += plant.measure in names
            others += sum(n != plant.measure for n in names)
            before, after = (next(m for m in ms if m.id == plant.measure) for ms in (measured, tried))
            sizes.append(effect(before, after, shuffled, outlet))
        print(
            f"{plant.name} ({plant.measure}): {hits / runs:.0%}; others a run: {others / runs:.2f}; "
            f"effect {np.median(sizes):.2f}",
            flush=True,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--draws", type=int, default=1999)
    parser.add_argument("--plant", action="store_true")
    parser.add_argument("--only", default="", help="plants whose name holds this")
    asked = parser.parse_args()
    analysis = framing.load(asked.articles) if asked.articles.suffix == ".framing" else framing.analyze(asked.articles)
    analysis = with_sides(analysis)
    (power if asked.plant else alarms)(analysis, measures(analysis), asked.runs, asked.draws, asked.only)


if __name__ == "__main__":
    main()

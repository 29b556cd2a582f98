"""How often a difference is found where there is none, and how often its interval holds the true one.

    python benchmarks/difference_level.py [--corpora 1000] [--only level coverage omnibus families]

Made articles: a length (log-normal), a share or rate of their own (beta, gamma: statements of one article are correlated
at 0.3), and what is counted in them. ``cut to 1/3`` is: articles of a third of the length. Four kinds of measure: a
share of statements (0.3), a rare share (0.08), a share of words, a rate of hits (about one an article), a mean (tone).

- *level*: both groups are drawn from one pool, so every difference is false; p < .05 is found in 5% of corpora where the
  test keeps its level, p < .01 in 1%. ``spreads differ`` has equal shares whose articles are correlated at 0.6 in the
  smaller group and 0.1 in the larger: no test of these kept its level there; the column says how far it is off.
- *coverage*: the odds of the second group are 1, 2, 4 times those of the first.
- *omnibus*: three groups, as above.
- *families*: 60 measures of 135 articles, 3 outlets and 45 events, all false: corpora with any q < .05.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.differences import FREE, RATE, SHARE, Ratios, differences, omnibus

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """A kind of measure: how articles are made, and what the truth is."""

    name: str
    share: float = 0.3
    statements: float = 8.0


KINDS = (Kind("share"), Kind("rare share", 0.08), Kind("word share", 0.3, 4.0), Kind("rate", 1.0), Kind("mean", 0.0))


@dataclass(frozen=True)
class Design:
    """Articles of both groups and the part of their length that is left; how they hang together."""

    name: str
    articles: tuple[int, ...]
    left: tuple[float, ...]
    copies: int = 1
    events: str = ""


DESIGNS = (
    Design("20 whole, 60 cut to 1/3", (20, 60), (1, 1 / 3)),
    Design("15 whole, 105 cut to 15%", (15, 105), (1, 0.15)),
    Design("60 whole, 60 cut to 1/3", (60, 60), (1, 1 / 3)),
    Design("20 cut to 1/3, 60 whole", (20, 60), (1 / 3, 1)),
    Design("20 and 20, 10 a side in three near-copies", (20, 20), (1, 1), copies=3),
    Design("20 and 20, each pair one event", (20, 20), (1, 1), events="paired"),
    Design("30 events, the second's articles cut to 1/3", (30, 30), (1, 1 / 3), events="paired"),
    Design("15 events, one and three articles", (15, 45), (1, 1), events="paired"),
    Design("20 and 20, in whole events of five", (20, 20), (1, 1), events="whole"),
    Design("60 and 60, in whole events of five", (60, 60), (1, 1), events="whole"),
    Design("12 and 12", (12, 12), (1, 1)),
    Design("10 and 110", (10, 110), (1, 1)),
    Design("24 articles that hold both, 10 and 30 that hold one", (10, 30), (1, 1), events="mixed"),
)


def articles(
    n: int, left: float, kind: Kind, rng: np.random.Generator, columns: int, *, odds: float = 1.0,
    alike: float = 0.3, of: NDArray[np.int64] | None = None,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Parts and wholes of ``n`` articles (n, columns); ``of`` names articles that share their own share (an event)."""
    place = np.arange(n) if of is None else of
    several = int(place.max()) + 1
    length = left * np.exp(rng.normal(0, 0.5, (n, columns)) - 0.125)
    if kind.name == "mean":
        words = np.ceil(25 * length)
        own = rng.normal(0, 0.3, (several, columns))[place]
        return words * (0.1 + (odds - 1) * 0.1 + own) + rng.normal(0, 0.5, (n, columns)) * np.sqrt(words), words
    if kind.name == "rate":
        words = np.ceil(500 * length)
        own = rng.gamma(2, 0.5, (several, columns))[place]
        return rng.poisson(own * odds * kind.share * words / 500).astype(np.float64), words
    p = kind.share
    own = rng.beta(p * (1 / alike - 1), (1 - p) * (1 / alike - 1), (several, columns))[place]
    own = own * odds / (own * odds + 1 - own)
    statements = rng.poisson(kind.statements * length)
    yes = rng.binomial(statements, own).astype(np.float64)
    each = 15 * np.exp(rng.normal(0, 0.6, (n, columns))) if kind.name == "word share" else 1.0
    return yes * each, statements * each


def corpus(
    design: Design, kind: Kind, columns: int, rng: np.random.Generator, *, odds: float = 1.0,
    alike: tuple[float, ...] = (0.3, 0.3, 0.3),
) -> tuple[Ratios, dict[str, str] | None, dict[str, str] | None]:  # fmt: skip
    """Ratios whose columns are corpora of one design; events and clusters of articles where there are."""
    parts, wholes, ids, groups = [], [], [], []
    events: dict[str, str] = {}
    cluster: dict[str, str] = {}
    for g, (n, left) in enumerate(zip(design.articles, design.left, strict=True)):
        of = np.arange(n)
        if design.events == "paired":
            of = np.arange(n) % min(design.articles)
        elif design.events == "whole":
            of = np.arange(n) // 5
        part, whole = articles(
            n, left, kind, rng, columns, odds=odds if g else 1.0, alike=alike[g],
            of=of if design.events == "whole" else None,
        )  # fmt: skip
        names = [f"{g}.{i}" for i in range(n)]
        if design.events == "paired":
            events |= dict(zip(names, (f"e{k}" for k in of), strict=True))
        if design.events == "whole":
            cluster |= dict(zip(names, (f"{g}e{k}" for k in of), strict=True))
        if design.copies > 1:
            again = [i for i in range(n // 2) for _ in range(design.copies - 1)]
            part, whole = np.vstack([part, part[again]]), np.vstack([whole, whole[again]])
            cluster |= {f"{g}.{i}": f"{g}.{i}" for i in range(n)}
            names += [f"{g}.{i}.{k}" for k, i in enumerate(again)]
            cluster |= {f"{g}.{i}.{k}": f"{g}.{i}" for k, i in enumerate(again)}
        parts.append(part), wholes.append(whole)
        ids += names
        groups += [f"g{g}"] * len(names)
    if design.events == "mixed":
        for g in (0, 1):
            part, whole = articles(24, 0.7, kind, rng, columns, odds=odds if g else 1.0)
            parts.append(part), wholes.append(whole)
            ids += [f"both{i}" for i in range(24)]
            groups += [f"g{g}"] * 24
    bounds = {"rate": RATE, "mean": FREE}.get(kind.name, SHARE)
    made = Ratios(
        tuple(f"c{j}" for j in range(columns)), np.array(ids, dtype=object), np.array(groups, dtype=object),
        np.vstack(parts), np.vstack(wholes), (bounds,) * columns,
    )  # fmt: skip
    return made, events or None, cluster or None


def truth(design: Design, kind: Kind, odds: float) -> float:
    """The second group's true value less the first's, by a large sample."""
    rng = np.random.default_rng(7)
    values = []
    for o in (1.0, odds):
        part, whole = articles(200_000, 1.0, kind, rng, 1, odds=o)
        values.append(float(part.sum() / whole.sum()))
    return values[0] - values[1]


def level(corpora: int, alike: tuple[float, ...] = (0.3, 0.3, 0.3), kinds: tuple[Kind, ...] = KINDS) -> None:
    """Print the share of corpora with p < .05 and p < .01."""
    print(f"| design | {' | '.join(k.name for k in kinds)} |")
    print(f"|---|{'---|' * len(kinds)}")
    for number, design in enumerate(DESIGNS):
        cells = []
        for k, kind in enumerate(kinds):
            made, events, cluster = corpus(design, kind, corpora, np.random.default_rng([number, k]), alike=alike)
            p = differences(made, events=events, cluster=cluster, draws=999)["p"]
            cells.append("refused" if p.isna().all() else f"{(p < 0.05).mean():.1%} / {(p < 0.01).mean():.1%}")
        print(f"| {design.name} | {' | '.join(cells)} |", flush=True)


def coverage(corpora: int) -> None:
    """Print how often the interval of the difference holds the true one."""
    kinds = KINDS[:4]
    print(f"| design | odds | {' | '.join(k.name for k in kinds)} |")
    print(f"|---|---|{'---|' * len(kinds)}")
    for number, design in enumerate(d for d in DESIGNS if d.events != "whole"):
        for odds in (1.0, 2.0, 4.0):
            cells = []
            for k, kind in enumerate(kinds):
                rng = np.random.default_rng([number, k, int(odds)])
                made, events, cluster = corpus(design, kind, corpora, rng, odds=odds)
                table = differences(made, events=events, cluster=cluster, draws=999)
                true = truth(design, kind, odds)
                held = (table["difference_low"] <= true) & (true <= table["difference_high"])
                cells.append(f"{held[table['p'].notna()].mean():.1%}")
            print(f"| {design.name} | {odds:g} | {' | '.join(cells)} |", flush=True)


def three_groups(corpora: int) -> None:
    """Print the level of the omnibus test."""
    designs = (
        Design("30, 30, 30", (30, 30, 30), (1, 1, 1)),
        Design("15 whole, 40 cut to 1/2, 80 cut to 1/3", (15, 40, 80), (1, 0.5, 1 / 3)),
        Design("45 events, one article each, whole, 1/2, 1/3", (45, 45, 45), (1, 0.5, 1 / 3), events="paired"),
    )
    print(f"| design | {' | '.join(k.name for k in KINDS)} |")
    print(f"|---|{'---|' * len(KINDS)}")
    for number, design in enumerate(designs):
        cells = []
        for k, kind in enumerate(KINDS):
            made, events, _ = corpus(design, kind, corpora, np.random.default_rng([number, k, 9]))
            p = omnibus(made, events=events, draws=399)["p"]
            cells.append(f"{(p < 0.05).mean():.1%}")
        print(f"| {design.name} | {' | '.join(cells)} |", flush=True)


def families(corpora: int) -> None:
    """Print how many corpora of 60 measures and three outlets have any q < .05 (and any p < .05) where none is true."""
    design = Design("45 events", (45, 45, 45), (1, 0.6, 0.4), events="paired")
    for paired in (True, False):
        any_q = any_p = 0
        for number in range(corpora):
            rng = np.random.default_rng([number, 3])
            made, events = None, None
            for kind, n in zip(KINDS, (20, 10, 10, 10, 10), strict=True):
                one, events, _ = corpus(design, kind, n, rng)
                names = tuple(f"{kind.name} {i}" for i in range(n))
                one = Ratios(names, one.article, one.group, one.part, one.whole, one.bounds)
                made = one if made is None else made.and_(one)
            assert made is not None
            table = differences(made, events=events if paired else None)
            any_q += bool((table["q"] < 0.05).any())
            any_p += bool((table["p"] < 0.05).any())
        where = "within events" if paired else "without events"
        print(
            f"{where}: any q < .05 in {any_q / corpora:.1%}, any p < .05 in {any_p / corpora:.1%} of {corpora} corpora"
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--only", nargs="+", default=["level", "spread", "coverage", "omnibus", "families"])
    options = parser.parse_args()
    run = {
        "level": lambda: level(options.corpora),
        "spread": lambda: level(options.corpora, (0.6, 0.1, 0.1), KINDS[:1]),
        "coverage": lambda: coverage(options.corpora),
        "omnibus": lambda: three_groups(options.corpora),
        "families": lambda: families(max(options.corpora // 10, 10)),
    }
    for name in options.only:
        print(f"\n{name}\n", flush=True)
        run[name]()


if __name__ == "__main__":
    main()

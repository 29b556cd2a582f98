"""How often intervals corrected by checked statements hold the truth, with an extractor that is worse for one outlet.

    python benchmarks/checked_coverage.py [--corpora 400] [--checks 100 200 400]

Made corpora of two outlets with 60 articles each, in which a side has 30% of the statements, correlated within
articles. The extractor finds 95% of the first outlet's statements; of the second's, 70% of that side's and 95% of the
others'. It gives 5% (15%) of that side's to another side, and finds some that are none. What it missed stands among the
outlet's own sentences. ``--checks`` items are drawn as ``framing sample`` draws them, by outlet and confidence, checked
without error, and the intervals of the side's share of statements and of words, in each outlet, and of the difference
between outlets, are compared with the truth of the corpora that the articles come from.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.checking import Checked, allocation
from framing.differences import SHARE, Ratios, differences
from framing.intervals import share_interval

Floats = NDArray[np.float64]

FOUND = {"A": (0.95, 0.95), "B": (0.70, 0.95)}
"""Share of a side's statements, and of the others', that the extractor finds."""

MISTAKEN = {"A": 0.05, "B": 0.15}
"""Share of a side's statements that it gives to another."""


def corpus(rng: np.random.Generator, articles: int = 60) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Items as the extractor has them (statements and own sentences), and what stands there in truth."""
    rows = []
    for outlet in "AB":
        for k in range(articles):
            share = rng.beta(0.3 * 4, 0.7 * 4)
            for _ in range(1 + rng.poisson(7)):
                mine = rng.random() < share
                words = float(np.clip(rng.lognormal(2.7, 0.6), 3, 80).round())
                found = rng.random() < FOUND[outlet][0 if mine else 1]
                taken = mine and rng.random() >= MISTAKEN[outlet]
                sure = rng.uniform(0.6, 1.0) if taken == mine else rng.uniform(0.4, 0.95)
                rows.append((outlet, f"{outlet}{k}", found, taken, words, sure, True, mine))
            for _ in range(rng.poisson(0.5)):  # no statement, but taken for one
                sure = rng.uniform(0.3, 0.9)
                rows += [(outlet, f"{outlet}{k}", True, rng.random() < 0.5, 12.0, sure, False, False)]
            rows += [(outlet, f"{outlet}{k}", False, False, 0.0, 1.0, False, False)] * rng.poisson(12)
    columns = ["outlet", "article_id", "found", "mine", "words", "confidence", "is_one", "truly_mine"]
    table = pd.DataFrame(rows, columns=columns)
    band = np.where(
        table["found"],
        np.array([" low", " middle", " high"])[np.digitize(table["confidence"], (0.7, 0.9))],
        " own voice",
    )
    table["stratum"] = table["outlet"] + band.astype(object)
    table["statement_id"] = np.where(table["found"], [f"s{i}" for i in range(len(table))], "")
    return table, table


def checked(table: pd.DataFrame, n: int, rng: np.random.Generator) -> Checked:
    """A sample of ``n`` items, checked without error."""
    sizes = table.groupby("stratum").size()
    taken = allocation(sizes, n)
    drawn = np.concatenate(
        [rng.choice(np.flatnonzero(table["stratum"].eq(h)), int(taken[h]), replace=False) for h in sizes.index]
    )
    true = table.iloc[drawn].assign(_item=np.arange(len(drawn)))
    true = true[true["is_one"]].assign(mine=lambda t: t["truly_mine"])
    return Checked(table[["article_id", "statement_id", "stratum"]], drawn, true)


def contributions(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Parts and wholes of the share of statements and of words, of both outlets."""
    outlet = np.stack([rows["outlet"].eq(o) for o in "AB"], axis=1).astype(np.float64)
    size = np.stack([np.ones(len(rows)), rows["words"]], axis=1)
    whole = (outlet[:, :, None] * size[:, None]).reshape(len(rows), 4)
    return whole * rows["mine"].to_numpy(np.float64)[:, None], whole


def intervals(articles: list[str], part: Floats, whole: Floats, *, corrected: bool) -> list[tuple[float, float]]:
    """Of the shares of statements and words in A, in B, and of both differences."""
    found = []
    for column in range(4):
        here = np.array([a[0] == "AB"[column // 2] for a in articles])
        low, high = share_interval(part[here][:, [column]], whole[here][:, [column]])
        found.append((float(low[0]), float(high[0])))
    for k in (0, 1):
        first = np.array([a[0] == "A" for a in articles])
        one = Ratios(
            ("share",), np.array(articles, dtype=object), np.where(first, "A", "B").astype(object),
            np.where(first, part[:, k], part[:, 2 + k])[:, None],
            np.where(first, whole[:, k], whole[:, 2 + k])[:, None], (SHARE,), corrected=corrected,
        )  # fmt: skip
        row = differences(one, draws=499).iloc[0]
        found.append((float(row["difference_low"]), float(row["difference_high"])))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=400)
    parser.add_argument("--checks", type=int, nargs="+", default=[100, 200, 400])
    options = parser.parse_args()
    names = [f"{w} of {o}" for o in "AB" for w in ("statements", "words")]
    names += ["difference in statements", "difference in words"]
    truth = [0.3, 0.3, 0.3, 0.3, 0.0, 0.0]
    print(f"| checked | {' | '.join(names)} |")
    print(f"|---|{'---|' * len(names)}")
    for n in (0, *options.checks):
        held, width = np.zeros(6), np.zeros(6)
        for number in range(options.corpora):
            rng = np.random.default_rng([number, n])
            table, _ = corpus(rng)
            found = table[table["found"]]
            if n:
                made = checked(table, n, rng)
                articles, part, whole = made.corrected(found, made.true, contributions)
            else:
                part, whole = (
                    pd.DataFrame(c).groupby(found["article_id"].to_numpy()).sum() for c in contributions(found)
                )
                articles, part, whole = list(part.index), part.to_numpy(), whole.to_numpy()
            ends = np.array(intervals(articles, part, whole, corrected=bool(n)))
            held += (ends[:, 0] <= truth) & (truth <= ends[:, 1])
            width += ends[:, 1] - ends[:, 0]
        cells = [f"{h:.1%} ({w:.2f})" for h, w in zip(held / options.corpora, width / options.corpora, strict=True)]
        print(f"| {n or 'none'} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

"""Shares of speakers with intervals that respect articles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm, t

from framing.errors import ComparisonError
from framing.measure.balance import Balance, balance
from framing.measure.sources import Counted
from framing.statements import Statements
from framing.tables import source_values
from framing.values import Corpus, Kind

__all__ = ["balance_intervals", "ratio_interval"]

FEWEST_ARTICLES = 10
"""Articles that a table needs before an interval is given."""
FEWEST_HOLDING = 3
"""Articles that have to hold a group before its share gets an interval."""

Floats = NDArray[np.float64]


def balance_intervals(
    statements: Statements | pd.DataFrame,
    *,
    by: str | Sequence[str] = "speaker",
    counted: Counted | str = Counted.ORIGIN,
    corpus: Corpus | None = None,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Balance:
    """:func:`~framing.measure.balance.balance` with intervals of its shares: ``…_low`` and ``…_high``.

    For ``statement_share``, ``word_share``, ``direct_share`` and ``quoted_word_share``. Whole articles are resampled,
    because statements of one article are not independent: the intervals say how far the shares would move in other
    articles like these. Missing with fewer than ten articles, as ``note`` says, and for a group that only one or two
    articles hold: resampling cannot tell how it would move, and ``note`` says so.
    """
    table = balance(statements, by=by, counted=counted, corpus=corpus)
    frame = table._behind
    columns = list(table._by)
    frame = frame.assign(**{c: source_values(frame, c) for c in columns})
    frame = frame.assign(_one=1, _direct=frame["kind"].eq(Kind.DIRECT.value).astype("int64"))
    articles = int(frame["article_id"].nunique())
    group = pd.MultiIndex.from_frame(table[columns]).get_indexer(pd.MultiIndex.from_frame(frame[columns]))
    article, _ = pd.factorize(frame["article_id"])
    rare = table["articles"].to_numpy() < FEWEST_HOLDING
    # groups that few articles hold get no interval: most speakers of a large corpus, and most of the memory
    kept = np.flatnonzero(~rare)
    place = np.full(len(table), -1)
    place[kept] = np.arange(len(kept))
    column = place[group]
    part: dict[str, Floats] = {}
    whole: dict[str, Floats] = {}
    for name in ("_one", "words", "quoted_words", "_direct"):
        values = frame[name].to_numpy(dtype=np.float64)
        part[name] = np.zeros((articles, len(kept)))
        np.add.at(part[name], (article[column >= 0], column[column >= 0]), values[column >= 0])
        whole[name] = np.bincount(article, values, minlength=articles).astype(np.float64)[:, None]
    ratios = {
        "statement_share": (part["_one"], whole["_one"]),
        "word_share": (part["words"], whole["words"]),
        "direct_share": (part["_direct"], part["_one"]),
        "quoted_word_share": (part["quoted_words"], part["words"]),
    }
    for name, (above, below) in ratios.items():
        for end, values in zip(
            ("low", "high"), ratio_interval(above, below, draws=draws, level=level, seed=seed), strict=True
        ):
            column_values = np.full(len(table), np.nan)
            column_values[kept] = values
            table[f"{name}_{end}"] = column_values
    few = np.full(len(table), articles < FEWEST_ARTICLES)
    table["note"] = pd.Series(
        np.select(
            [few, rare],
            [
                f"no interval: fewer than {FEWEST_ARTICLES} articles",
                f"no interval: in fewer than {FEWEST_HOLDING} articles",
            ],
            default="",
        ),
        dtype="str",
    )
    return table


def ratio_interval(part: Floats, whole: Floats, *, draws: int, level: float, seed: int) -> tuple[Floats, Floats]:
    """Ends of the interval of each column's ratio of sums, Σ part / Σ whole, over resampled rows (articles).

    Percentiles, widened for few articles by √(n/(n−1)) and the t quantile (Hesterberg 2015). Missing with fewer than
    ten rows, and where resamples have nothing to have a share of.
    """
    if not 0 < level < 1:
        raise ComparisonError(f"level={level}: the level of an interval is between 0 and 1, such as 0.95.")
    n, groups = part.shape
    if n < FEWEST_ARTICLES:
        return np.full(groups, np.nan), np.full(groups, np.nan)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    above, below = weights @ part, np.broadcast_to(weights @ whole, (draws, groups))
    shares = np.full(above.shape, np.nan)
    np.divide(above, below, out=shares, where=below > 0)
    tail = float(norm.sf(t.ppf(0.5 + level / 2, n - 1) * np.sqrt(n / (n - 1))))
    low, high = np.full(groups, np.nan), np.full(groups, np.nan)
    usable = np.isfinite(shares).mean(axis=0) >= 0.5
    if usable.any():
        low[usable], high[usable] = np.nanquantile(shares[:, usable], [tail, 1 - tail], axis=0)
    return low, high

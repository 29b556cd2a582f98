"""Shares of speakers with intervals that respect articles, and the statements behind each number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm, t

from framing.errors import ComparisonError
from framing.measure.balance import balance
from framing.measure.balance_columns import group_values, require_columns
from framing.values import Kind

__all__ = ["balance_evidence", "balance_intervals", "ratio_interval"]

FEWEST_ARTICLES = 10
"""Articles that a table needs before an interval is given."""

_EVIDENCE = (
    "article_id", "statement_id", "field", "start", "end", "speaker", "source", "cue", "content", "kind", "confidence",
)  # fmt: skip

Floats = NDArray[np.float64]


def balance_intervals(
    statements: pd.DataFrame, *, by: str = "speaker", draws: int = 2000, level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """:func:`~framing.measure.balance.balance` with intervals of its shares: ``…_low`` and ``…_high``.

    For ``statement_share``, ``word_share``, ``direct_share`` and ``quoted_word_share``. Whole articles are resampled,
    because statements of one article are not independent: the intervals say how far the shares would move in other
    articles like these. Missing with fewer than ten articles, as ``note`` says.
    """
    table = balance(statements, by=by)
    frame = statements.assign(**{by: group_values(statements[by])})
    frame = frame.assign(_one=1, _direct=frame["kind"].eq(Kind.DIRECT.value).astype("int64"))
    articles = int(frame["article_id"].nunique())
    cells = frame.pivot_table(
        index="article_id", columns=by, values=["_one", "words", "quoted_words", "_direct"], aggfunc="sum", fill_value=0
    )
    order = table[by].tolist()
    count = {c: cells[c][order].to_numpy(dtype=np.float64) if articles else np.zeros((0, 0))
             for c in ("_one", "words", "quoted_words", "_direct")}  # fmt: skip
    ratios = {
        "statement_share": (count["_one"], count["_one"].sum(axis=1, keepdims=True)),
        "word_share": (count["words"], count["words"].sum(axis=1, keepdims=True)),
        "direct_share": (count["_direct"], count["_one"]),
        "quoted_word_share": (count["quoted_words"], count["words"]),
    }
    for name, (part, whole) in ratios.items():
        table[f"{name}_low"], table[f"{name}_high"] = ratio_interval(part, whole, draws=draws, level=level, seed=seed)
    table["note"] = f"no interval: fewer than {FEWEST_ARTICLES} articles" if articles < FEWEST_ARTICLES else ""
    return table.astype({"note": "str"})


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


def balance_evidence(statements: pd.DataFrame, value: str, *, by: str = "speaker") -> pd.DataFrame:
    """The statements behind a row of the balance: place, speaker, cue and content, in reading order.

    Raises ComparisonError where no statement has that value.
    """
    require_columns(statements, ["article_id", "start", by], purpose="balance_evidence")
    values = group_values(statements[by])
    if not values.eq(value).any():
        raise ComparisonError(f"No statement has the {by} {value!r}.")
    found = statements[values.eq(value)].sort_values(["article_id", "start"], kind="stable")
    return found[[c for c in _EVIDENCE if c in found.columns]].reset_index(drop=True)

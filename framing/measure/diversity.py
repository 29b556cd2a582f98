"""Diversity of speakers: how many effectively speak, how evenly, with intervals and a test between outlets.

Indices are functions of counts (speakers × anything), computed along the first axis, so that thousands of resamples
are one call. A longer article has more speakers, so richness is compared at equal coverage, not at equal length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln
from scipy.stats import t

from framing.errors import ComparisonError
from framing.measure.balance_columns import MISSING, group_values, require_columns

__all__ = [
    "INDICES",
    "coverage",
    "diversity",
    "diversity_test",
    "hill",
    "hill_profile",
    "iqv",
    "rarefied",
    "shannon",
    "simpson",
]

Floats = NDArray[np.float64]
Index = Callable[[Floats], Floats]

FEWEST_ARTICLES = 10
"""Articles that a group needs before an interval or a p-value is given."""


def shannon(counts: ArrayLike) -> Floats:
    """Entropy −Σ p ln p in nats (Shannon 1948); higher is more diverse. NaN where there is nothing to count."""
    p = _shares(counts)
    logs = np.log(np.where(p > 0, p, 1.0))
    return np.asarray(-(p * logs).sum(axis=0))


def simpson(counts: ArrayLike) -> Floats:
    """Gini–Simpson index 1 − Σ p²: the chance that two statements are not of one speaker (Simpson 1949)."""
    return np.asarray(1 - (_shares(counts) ** 2).sum(axis=0))


def iqv(counts: ArrayLike) -> Floats:
    """Index of qualitative variation (Mueller and Schuessler 1961): Simpson's index over its greatest value.

    (1 − Σ p²)·S/(S − 1) over the S speakers with a count above 0: 1 where all have the same. NaN for one speaker.
    """
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, simpson(counts) * speakers / (speakers - 1), np.nan))


def hill(counts: ArrayLike, *, order: float) -> Floats:
    """Effective number of speakers of an order q (Hill 1973): as many equal speakers would be as diverse.

    (Σ p^q)^(1/(1−q)). Order 0 is the number of speakers, 1 the exponential of Shannon's entropy, 2 the inverse
    of Simpson's concentration; higher orders heed the most heard more.
    """
    if order < 0:
        raise ComparisonError(f"order={order}: the order of an effective number is 0 or more.")
    if order == 1:
        return np.asarray(np.exp(shannon(counts)))
    p = _shares(counts)
    powers = np.where(p > 0, np.where(p > 0, p, 1.0) ** order, 0.0)
    total = np.where(np.isnan(p).any(axis=0), np.nan, powers.sum(axis=0))
    return np.asarray(total ** (1 / (1 - order)))


def coverage(counts: ArrayLike) -> float:
    """Estimated share of all statements whose speakers are in the sample (Chao and Jost 2012).

    1 − (f₁/n)·(n−1)f₁/((n−1)f₁ + 2f₂), with f₁ and f₂ the speakers of one and of two statements.
    """
    x = _abundances(counts)
    n, once, twice = x.sum(), int((x == 1).sum()), int((x == 2).sum())
    if n == 0:
        return float("nan")
    if once == 0:
        return 1.0
    if twice == 0:
        return float(max(0.0, 1 - once / n * (n - 1) * (once - 1) / ((n - 1) * (once - 1) + 2)))
    return float(1 - once / n * (n - 1) * once / ((n - 1) * once + 2 * twice))


def rarefied(counts: ArrayLike, *, to: float) -> float:
    """Expected number of speakers in a smaller sample of the same coverage ``to`` (Chao and Jost 2012).

    Interpolated between the two sizes around that coverage. NaN where the sample itself covers less.
    """
    x = _abundances(counts)
    if not 0 < to <= 1:
        raise ComparisonError(f"to={to}: coverage is above 0 and at most 1.")
    n = int(x.sum())
    if n == 0 or to > coverage(x) + 1e-12:
        return float("nan")
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _coverage_at(x, middle) >= to else (middle, high)
    at = [(_coverage_at(x, m), _speakers_at(x, m)) for m in (low, high)]
    (before, fewer), (after, more) = at
    part = (to - before) / (after - before) if after > before else 1.0
    return float(fewer + min(1.0, part) * (more - fewer))


INDICES: dict[str, Index] = {
    "shannon": shannon,
    "simpson": simpson,
    "iqv": iqv,
    "hhi": lambda counts: np.asarray(1 - simpson(counts)),
    "evenness": lambda counts: _evenness(counts),
    "effective_speakers": lambda counts: hill(counts, order=1),
}
"""Indices by the name of their column."""

_TOP = dict.fromkeys(("simpson", "iqv", "hhi", "evenness"), 1.0)


def diversity(
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    within: str | None = None,
    count: str = "statements",
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Diversity of the values of ``by``, for the whole table or for each value of ``within`` ("outlet", "side" …).

    ``count`` is "statements", "words" or "quoted_words". Rows with no value of ``by`` are nobody in particular and
    are left out; ``not_given`` counts them. One row a group: ``articles, statements, speakers, not_given``, the
    indices of :data:`INDICES`, each with ``_low`` and ``_high`` from the cluster bootstrap over articles (missing
    with fewer than ten articles; the column ``note`` says so), ``coverage`` and ``speakers_at_equal_coverage``,
    rarefied to the least coverage of the groups.
    """
    frame, groups = _prepared(statements, by=by, within=within, count=count)
    tables = {name: _by_article(part, by, count) for name, part in groups}
    reached = [coverage(_counts_of(frame, within, name, by)) for name in tables]
    least = min((c for c in reached if c > 0), default=float("nan"))
    rows = []
    for (name, part), covered in zip(groups, reached, strict=True):
        known = part[part[by].ne(MISSING)]
        row: dict[str, object] = {
            within or "group": name,
            "articles": part["article_id"].nunique(),
            "statements": len(part),
            "speakers": known[by].nunique(),
            "not_given": len(part) - len(known),
        }
        row |= _with_intervals(tables[name], draws=draws, level=level, seed=seed)
        row["coverage"] = covered
        row["speakers_at_equal_coverage"] = (
            rarefied(_counts_of(frame, within, name, by), to=least) if least > 0 else float("nan")
        )
        few = len(tables[name]) < FEWEST_ARTICLES
        row["note"] = f"no interval: fewer than {FEWEST_ARTICLES} articles" if few else ""
        rows.append(row)
    return pd.DataFrame(rows)


def hill_profile(
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    within: str | None = None,
    orders: Sequence[float] = (0, 0.5, 1, 1.5, 2, 3, 4),
    count: str = "statements",
) -> pd.DataFrame:
    """Effective numbers of speakers over orders (a Hill profile): columns group, ``order``, ``effective_speakers``."""
    _, groups = _prepared(statements, by=by, within=within, count=count)
    rows = [
        (name, float(order), float(hill(_by_article(part, by, count).sum(axis=0), order=order)))
        for name, part in groups
        for order in orders
    ]
    return pd.DataFrame(rows, columns=[within or "group", "order", "effective_speakers"])


def diversity_test(
    statements: pd.DataFrame,
    groups: tuple[str, str],
    *,
    within: str = "outlet",
    by: str = "speaker",
    count: str = "statements",
    draws: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Differences of diversity between two outlets (or other groups of articles), tested by permuting articles.

    Null: which outlet ran which article makes no difference; the number of articles of each stays. One row an
    index: ``index``, its value in both groups, ``difference``, two-sided ``p`` (1 + as far out)/(1 + draws), ``note``.
    No p with fewer than ten articles a group. Raises ComparisonError for an unknown group, or where an article is in
    both.
    """
    _, parts = _prepared(statements, by=by, within=within, count=count)
    known = dict(parts)
    for name in groups:
        if name not in known:
            raise ComparisonError(f"There is no {within} {name!r}; there is {', '.join(map(repr, known))}.")
    first, second = (known[name] for name in groups)
    shared = set(first["article_id"]) & set(second["article_id"])
    if shared:
        raise ComparisonError(
            f"{len(shared)} articles are in both {groups[0]!r} and {groups[1]!r}: only groups of whole articles can be "
            "tested."
        )
    table = _by_article(pd.concat([first, second]), by, count)
    in_first = table.index.isin(first["article_id"].unique())
    values = table.to_numpy(dtype=np.float64)
    few = min(in_first.sum(), (~in_first).sum()) < FEWEST_ARTICLES
    rng = np.random.default_rng(seed)
    masks = np.empty((len(values), 0 if few else draws))
    for k in range(masks.shape[1]):
        masks[:, k] = rng.permutation(in_first)
    rows = []
    for name, index in INDICES.items():
        here, there = (float(index(values[at].sum(axis=0))) for at in (in_first, ~in_first))
        p = float("nan")
        if not few:
            null = index(values.T @ masks) - index(values.T @ (1 - masks))
            p = (1 + float((np.abs(null) >= abs(here - there) - 1e-12).sum())) / (1 + draws)
        note = f"no p: fewer than {FEWEST_ARTICLES} articles in a group" if few else ""
        rows.append((name, here, there, here - there, p, note))
    return pd.DataFrame(rows, columns=["index", groups[0], groups[1], "difference", "p", "note"])


def _shares(counts: ArrayLike) -> Floats:
    """Counts as shares of their sum along the first axis, NaN where the sum is 0."""
    x = np.asarray(counts, dtype=np.float64)
    if (x < 0).any():
        raise ComparisonError("Counts have to be 0 or more.")
    total = x.sum(axis=0)
    return np.asarray(x / np.where(total > 0, total, np.nan))


def _evenness(counts: ArrayLike) -> Floats:
    speakers = (np.asarray(counts, dtype=np.float64) > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(speakers > 1, shannon(counts) / np.log(speakers), np.nan))


def _abundances(counts: ArrayLike) -> NDArray[np.int64]:
    x = np.asarray(counts, dtype=np.float64).ravel()
    if (x < 0).any() or (x != np.round(x)).any():
        raise ComparisonError("Coverage and rarefaction need whole counts, 0 or more.")
    return x[x > 0].astype(np.int64)


def _log_choose(n: ArrayLike, k: ArrayLike) -> Floats:
    n, k = np.asarray(n, dtype=np.float64), np.asarray(k, dtype=np.float64)
    possible = (k >= 0) & (k <= n)
    safe_n, safe_k = np.where(possible, n, 0.0), np.where(possible, k, 0.0)
    value = gammaln(safe_n + 1) - gammaln(safe_k + 1) - gammaln(safe_n - safe_k + 1)
    return np.where(possible, value, -np.inf)


def _coverage_at(x: NDArray[np.int64], m: int) -> float:
    """Expected coverage of a sample of m statements; of all of them, the estimate for the whole."""
    n = int(x.sum())
    if m in (0, n):
        return coverage(x) if m else 0.0
    return float(1 - (x / n * np.exp(_log_choose(n - x, m) - _log_choose(n - 1, m))).sum())


def _speakers_at(x: NDArray[np.int64], m: int) -> float:
    n = int(x.sum())
    return float((1 - np.exp(_log_choose(n - x, m) - _log_choose(n, m))).sum())


def _prepared(
    statements: pd.DataFrame, *, by: str, within: str | None, count: str
) -> tuple[pd.DataFrame, list[tuple[str, pd.DataFrame]]]:
    if count not in ("statements", "words", "quoted_words"):
        raise ComparisonError(f"count={count!r}: it is 'statements', 'words' or 'quoted_words'.")
    needed = ["article_id", by, *([within] if within else []), *([count] if count != "statements" else [])]
    require_columns(statements, needed, purpose="diversity")
    named = {c: group_values(statements[c]) for c in dict.fromkeys([by, *([within] if within else [])])}
    frame = statements.assign(**named)
    if within is None:
        return frame, [("all", frame)]
    return frame, [(str(name), part) for name, part in frame.groupby(within, sort=True)]


def _counts_of(frame: pd.DataFrame, within: str | None, name: str, by: str) -> NDArray[np.int64]:
    part = frame if within is None else frame[frame[within].eq(name)]
    sizes = part[part[by].ne(MISSING)].groupby(by, sort=True).size()
    return np.asarray(sizes, dtype=np.int64)


def _by_article(part: pd.DataFrame, by: str, count: str) -> pd.DataFrame:
    """Table of articles × speakers; articles without a known speaker stay, with zeros."""
    known = part[part[by].ne(MISSING)]
    valued = known.assign(_count=1 if count == "statements" else known[count])
    table = valued.pivot_table(index="article_id", columns=by, values="_count", aggfunc="sum", fill_value=0)
    return table.reindex(sorted(part["article_id"].unique()), fill_value=0)


def _with_intervals(table: pd.DataFrame, *, draws: int, level: float, seed: int) -> dict[str, float]:
    """Every index with the ends of its interval from resampled articles.

    Resampled articles hold fewer speakers than the sample, as the sample holds fewer than there are, so indices fall
    in resamples. The interval is the estimate, less that bias, plus and minus the spread of the resamples times the t
    quantile (Efron and Tibshirani 1993, chapter 10), within the index's range.
    """
    values = table.to_numpy(dtype=np.float64)
    n = len(values)
    weights = np.zeros((n, 0))
    if n >= FEWEST_ARTICLES:
        rng = np.random.default_rng(seed)
        weights = rng.multinomial(n, np.full(n, 1 / n), size=draws).T.astype(np.float64)
    resampled = values.T @ weights
    found: dict[str, float] = {}
    for name, index in INDICES.items():
        estimate = float(index(values.sum(axis=0))) if values.size else float("nan")
        low = high = float("nan")
        if weights.shape[1]:
            drawn = index(resampled)
            drawn = drawn[np.isfinite(drawn)]
            if len(drawn) >= draws / 2 and np.isfinite(estimate):
                low, high = _ends(drawn, estimate, n=n, level=level, top=_TOP.get(name, np.inf))
        found |= {name: estimate, f"{name}_low": low, f"{name}_high": high}
    return found


def _ends(drawn: Floats, estimate: float, *, n: int, level: float, top: float) -> tuple[float, float]:
    reach = float(t.ppf(0.5 + level / 2, n - 1) * drawn.std(ddof=1) * np.sqrt(n / (n - 1)))
    centre = 2 * estimate - float(drawn.mean())
    return min(max(0.0, centre - reach), top), min(max(0.0, centre + reach), top)

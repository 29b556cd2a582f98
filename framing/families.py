"""Many tests at once: p-values corrected over all that one report or command prints, families first, then items.

A report asks many questions, and of each several at once: words of a contrast, measures of two outlets, pairs of
outlets. Corrected as one heap, a large family drowns a small one. So families are corrected first, each by Simes'
combination of its tests, and within those that remain the tests, at a level lowered by the share of families that
remain (Benjamini and Bogomolov 2014). On average over what is asserted at ``level``, at most that part is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["by_family", "false_discovery", "simes"]

Floats = NDArray[np.float64]


def false_discovery(p: ArrayLike) -> Floats:
    """q-values of Benjamini and Hochberg (1995); a missing p stays missing and counts as no test.

    >>> false_discovery([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    given = np.asarray(p, dtype=np.float64)
    q = np.full(len(given), np.nan)
    at = np.flatnonzero(~np.isnan(given))
    order = at[np.argsort(given[at], kind="stable")]
    ranked = given[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return q


def simes(p: ArrayLike) -> float:
    """One p for a family: that none of its tests has anything to find (Simes 1986); missing where none was made."""
    q = false_discovery(p)
    return float(np.nanmin(q)) if (~np.isnan(q)).any() else float("nan")


def by_family(
    p: ArrayLike,
    families: Sequence[object] | None = None,
    *,
    level: float = 0.05,
    within: Callable[[Floats], Floats] = false_discovery,
    weights: Mapping[str, float] | None = None,
) -> Floats:
    """q-values over families of tests: those at most ``level`` may be asserted.

    ``families`` names that of each p; without it all are one, and q is :func:`false_discovery`. A test's q is never
    below that of its family. ``within`` corrects the p of one family; the smallest it gives stands for the family (with
    :func:`false_discovery` that is Simes' p). Where the p are corrected within families already
    (:func:`framing.differences.step_down`), it gives them back as they are. ``weights`` say which families matter more,
    1 where they say nothing: set before the data are seen, they move power to these at the same level (Genovese, Roeder
    and Wasserman 2006).

    >>> by_family([0.001, 0.6, 0.2, 0.5], ["a", "a", "b", "b"]).round(3).tolist()
    [0.004, 1.0, 0.4, 0.5]
    """
    given = np.asarray(p, dtype=np.float64)
    if families is None:
        return within(given)
    names = np.array([str(f) for f in families], dtype=object)
    order = list(dict.fromkeys(names.tolist()))
    corrected = {f: within(given[names == f]) for f in order}
    smallest = np.array([np.nan if np.isnan(c).all() else np.nanmin(c) for c in corrected.values()])
    weight = np.array([(weights or {}).get(f, 1.0) for f in order])
    weight = weight / (weight[~np.isnan(smallest)].mean() if (~np.isnan(smallest)).any() else 1.0)
    of_family = false_discovery(np.minimum(smallest / weight, 1.0))
    tested = int((~np.isnan(of_family)).sum())
    chosen = max(int((of_family <= level).sum()), 1)
    q = np.full(len(given), np.nan)
    for family, its_q, its_weight in zip(order, of_family.tolist(), weight.tolist(), strict=True):
        here = names == family
        share = tested / chosen if its_q <= level else 1.0
        q[here] = np.maximum(np.minimum(corrected[family] * share / its_weight, 1.0), its_q)
    return q

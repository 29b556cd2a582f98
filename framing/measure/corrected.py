"""Shares of groups corrected by checked statements: the columns that ``checked=`` adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.checking import Checked
from framing.intervals import share_interval
from framing.units import Grouping, units_of
from framing.values import Corpus

__all__ = ["ShareOf", "corrected_shares"]

Floats = NDArray[np.float64]

_AT_A_TIME = 64


@dataclass(frozen=True)
class ShareOf:
    """What each statement adds to the part, and to the whole, of its group's share; ``of_all``: to every group's."""

    part: Callable[[pd.DataFrame], Floats | pd.Series]
    whole: Callable[[pd.DataFrame], Floats | pd.Series]
    of_all: bool = False


def corrected_shares(
    checked: Checked,
    found: pd.DataFrame,
    true: pd.DataFrame,
    columns: Sequence[str],
    table: pd.DataFrame,
    shares: Mapping[str, ShareOf],
    *,
    level: float,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
    corpus: Corpus | None = None,
    source: pd.DataFrame | None = None,
) -> dict[str, Floats]:
    """``…_corrected``, ``…_corrected_low`` and ``…_high`` for each share and group of ``table``.

    ``found`` are the statements that were found, ``true`` those that stand in the checked items, both with the group
    columns as ``table`` has them.
    """
    found, true = found.reset_index(drop=True), true.reset_index(drop=True)
    wanted = pd.MultiIndex.from_frame(table[list(columns)].astype("str"))
    groups = [wanted.get_indexer(pd.MultiIndex.from_frame(x[list(columns)].astype("str"))) for x in (found, true)]
    made: dict[str, Floats] = {}
    for name, share in shares.items():
        value, low, high = (np.full(len(table), np.nan) for _ in range(3))
        for first in range(0, len(table), _AT_A_TIME):
            here = np.arange(first, min(first + _AT_A_TIME, len(table)))

            def contributions(
                rows: pd.DataFrame, share: ShareOf = share, here: NDArray[np.int64] = here
            ) -> tuple[Floats, Floats]:
                group = groups[0] if rows is found else groups[1]
                mine = (group[:, None] == here).astype(np.float64)
                part, whole = (np.asarray(f(rows), dtype=np.float64)[:, None] for f in (share.part, share.whole))
                return part * mine, np.broadcast_to(whole, mine.shape) * (1.0 if share.of_all else mine)

            articles, part, whole = checked.corrected(found, true, contributions)
            units = units_of(articles, cluster=cluster, strata=strata, table=source, corpus=corpus)
            part, whole = units.sums(part), units.sums(whole)
            total = whole.sum(axis=0)
            with np.errstate(invalid="ignore", divide="ignore"):
                # corrections of little may leave less than nothing
                shown = np.clip(part.sum(axis=0) / np.where(total > 0, total, np.nan), 0.0, 1.0)
            value[here] = shown
            ends = share_interval(part, whole, level=level, stratum=units.stratum)
            low[here], high[here] = (np.where(np.isnan(shown), np.nan, e) for e in ends)
        made |= {f"{name}_corrected": value, f"{name}_corrected_low": low, f"{name}_corrected_high": high}
    return made

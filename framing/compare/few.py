"""Of the lines behind a comparison some, for whom all of them are too many to hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.measure import Lines
from framing.lots import lot

if TYPE_CHECKING:
    from framing.compare.compared import Compared

__all__ = ["few_lines"]

Ints = NDArray[np.signedinteger[Any]]


def few_lines(found: Iterable[Compared], group: pd.Series, most: int) -> tuple[Compared, ...]:
    """What was compared, with at most so many lines of each measure's part in each group of articles."""
    lots = np.array([lot(str(one)) for one in group.index], dtype=np.uint64)
    rank = pd.Series(np.argsort(np.argsort(lots)), index=group.index)
    number = pd.Series(pd.factorize(group)[0], index=group.index)
    kept = []
    for one in found:
        part = one.measure.part
        codes, ids = pd.factorize(part["article_id"])
        its_rank, its_group = (v.reindex(ids).fillna(-1).to_numpy(dtype=np.int64)[codes] for v in (rank, number))
        few = part.among(_drawn(its_rank, its_group, most))
        table = few.frame.reset_index(drop=True)
        new = replace(one, measure=replace(one.measure, part=Lines(table, part.weight), whole=Lines(table.iloc[:0])))
        new.__dict__["sentence"] = one.sentence  # which tells of all lines
        kept.append(new)
    return tuple(kept)


def _drawn(rank: Ints, group: Ints, most: int) -> Ints:
    """The places of at most so many lines of each group, those of the lowest ranks."""
    chosen = []
    for number in range(int(group.max(initial=-1)) + 1):
        here = np.flatnonzero(group == number)
        if len(here) > most:
            here = here[np.argpartition(rank[here], most)[:most]]
        chosen.append(here)
    return np.sort(np.concatenate([*chosen, np.zeros(0, dtype=np.int64)]))

"""Of the lines behind a comparison those that are needed, where all of them are too many to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.measure import Lines, Measure
from framing.lots import lot
from framing.tables import narrowed, positions

if TYPE_CHECKING:
    from framing.compare.compared import Compared

__all__ = ["few_lines", "needed_lines"]

Ints = NDArray[np.signedinteger[Any]]


def few_lines(found: Iterable[Compared], group: pd.Series, most: int) -> tuple[Compared, ...]:
    """What was compared, with at most so many lines of each measure's part in each group of articles."""
    lots = np.array([lot(str(one)) for one in group.index], dtype=np.uint64)
    ids = pd.Index(group.index, dtype="str")
    rank, number = np.append(np.argsort(np.argsort(lots)), -1), np.append(pd.factorize(group)[0], -1)
    known: dict[int, Ints] = {}

    def places(articles: pd.Series) -> Ints:
        if not isinstance(articles.dtype, pd.CategoricalDtype):
            return positions(articles, ids)
        names = articles.cat.categories  # of very many articles, which all tables of a store share
        if id(names) not in known:
            known[id(names)] = np.append(positions(pd.Series(names), ids), -1)
        return known[id(names)][articles.cat.codes.to_numpy()]

    kept = []
    for one in found:
        part = one.measure.part
        at = places(part["article_id"])
        few = part.among(_drawn(rank[at], number[at], most))
        table = narrowed(few.frame.reset_index(drop=True))
        new = replace(one, measure=replace(one.measure, part=Lines(table, part.weight), whole=Lines(table.iloc[:0])))
        new.__dict__["sentence"] = one.sentence  # which tells of all lines
        kept.append(new)
    return tuple(kept)


_MOST = 0.75
"""A table of which a larger part is lines of measures stays as it is: a copy would save little."""


def needed_lines(measures: Sequence[Measure], kept: Sequence[pd.DataFrame]) -> list[Measure]:
    """The same measures, of tables without the rows that are lines of none; those that are ``kept`` anyway stay."""
    every = {id(lines): lines for m in measures for lines in (m.part, m.whole)}
    stay = {id(table) for table in kept}
    tables = {id(x.table): x.table for x in every.values() if id(x.table) not in stay}
    new = dict(every)
    for number, table in tables.items():
        held = np.zeros(len(table), dtype=bool)
        mine = {key: lines for key, lines in every.items() if id(lines.table) == number}
        for lines in mine.values():
            lines.marked(held)
        if held.mean() <= _MOST:
            place = (np.cumsum(held) - 1).astype(np.int32)
            few = narrowed(table.iloc[np.flatnonzero(held)].reset_index(drop=True))
            new |= {key: lines.within(few, place) for key, lines in mine.items()}
    return [replace(m, part=new[id(m.part)], whole=new[id(m.whole)]) for m in measures]


def _drawn(rank: Ints, group: Ints, most: int) -> Ints:
    """The places of at most so many lines of each group, those of the lowest ranks."""
    chosen = []
    for number in range(int(group.max(initial=-1)) + 1):
        here = np.flatnonzero(group == number)
        if len(here) > most:
            here = here[np.argpartition(rank[here], most)[:most]]
        chosen.append(here)
    return np.sort(np.concatenate([*chosen, np.zeros(0, dtype=np.int64)]))

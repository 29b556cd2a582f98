"""The sums behind a comparison by article and group, and the tests that exchange groups between articles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.groups import OTHERS, Grouping
from framing.compare.measure import Lines, Measure, Per
from framing.differences import RATE, SHARE, Ratios, Sums, differences, group_tests
from framing.differences.tested import FEWEST_EVENTS
from framing.intervals import FEWEST_ARTICLES
from framing.tables import positions
from framing.units import Grouping as Clusters
from framing.whose import ABOUT_SPEAKER

__all__ = ["able_groups", "ends_of", "ratios_of_measures", "share_events", "sums_of_groups", "tests_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]

_PAIR_DRAWS = 1999
"""Exchanges behind the interval of the highest less the lowest of three or more groups."""


def ratios_of_measures(chosen: Sequence[Measure], grouping: Grouping, ids: Sequence[str]) -> tuple[Ratios, list[int]]:
    """Sums of parts and wholes by article and group, and in how many articles each measure has a whole."""
    articles = pd.Index(ids)
    names = pd.Index(grouping.names)
    of_speakers = grouping.of_article is None
    cells = len(articles) * (len(names) if of_speakers else 1)
    if grouping.of_article is None:
        article = np.repeat(articles.to_numpy(dtype=object), len(names))
        group = np.tile(names.to_numpy(dtype=object), len(articles))
    else:
        article = articles.to_numpy(dtype=object)
        group = grouping.of_article.reindex(articles).to_numpy(dtype=object)

    def cells_of(at: Ints, group: pd.Series) -> Ints:
        of = positions(group, names)
        return np.where((at >= 0) & (of >= 0), at * np.int32(len(names)) + of, np.int32(-1))

    known: dict[tuple[int, float], tuple[Any, ...]] = {}
    wanted = [(m.part, 1000.0 if m.per is Per.THOUSAND else 1.0) for m in chosen] + [(m.whole, 1.0) for m in chosen]
    for same in _by_table(wanted).values():
        at = cell = positions(same[0][0].table["article_id"], articles)
        if of_speakers:
            cell = cells_of(at, grouping.of(same[0][0].table))
        for lines, scale in same:
            mine, own = lines.of_lines(at), lines.of_lines(cell)
            if of_speakers and lines.changes(grouping.column):
                own = cells_of(mine, grouping.of(lines.columns([c for c in ABOUT_SPEAKER if c in lines.table])))
            held = np.zeros(len(articles) + 1, dtype=bool)
            held[mine] = True
            column = Sums.column(lines.sums(own, cells), scale)
            known[id(lines), scale] = (*column, int(held[:-1].sum()))
    each = [known[id(lines), scale] for lines, scale in wanted]
    part, whole = each[: len(chosen)], each[len(chosen) :]
    columns = {id(c): c[:2] for c in (*part, *whole)}
    bounds = tuple(RATE if m.per is Per.THOUSAND else SHARE for m in chosen)
    parts, wholes = (Sums(cells, [columns[id(c)] for c in these]) for these in (part, whole))
    return Ratios(tuple(m.id for m in chosen), article, group, parts, wholes, bounds), [c[2] for c in whole]


def _by_table(wanted: Sequence[tuple[Lines, float]]) -> dict[int, list[tuple[Lines, float]]]:
    """Lines and their scales, each once, by the table that they are of."""
    found: dict[int, dict[tuple[int, float], tuple[Lines, float]]] = {}
    for lines, scale in wanted:
        found.setdefault(id(lines.table), {})[id(lines), scale] = (lines, scale)
    return {number: list(these.values()) for number, these in found.items()}


def sums_of_groups(ratios: Ratios, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Parts and wholes of each group, each (groups, measures)."""
    group = pd.Index(names).get_indexer(pd.Index(ratios.group.astype(str)))
    other = np.where(group < 0, len(names), group)
    part, whole = (v.sums(other, len(names) + 1)[:-1] for v in (ratios.part, ratios.whole) if isinstance(v, Sums))
    return part, whole


def tests_of(
    ratios: Ratios,
    names: Sequence[str],
    families: Sequence[str],
    ends: Sequence[tuple[str, str]],
    events: dict[str, Any] | None,
    cluster: Clusters | None,
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Whether any group differs in each measure, and the highest less the lowest group with its interval, by measure.

    Of two groups both are one test.
    """
    options: dict[str, Any] = {"events": events, "cluster": cluster, "seed": seed}
    if len(names) < 2:
        nothing = {"p": np.nan, "p_family": np.nan, "note": "no p: fewer than two groups have this"}
        return pd.DataFrame(nothing, index=range(len(ratios.measures))), {}
    tests = group_tests(ratios, names, families, draws=draws, **options)
    if len(names) > 2:
        return tests, _pairs(ratios, ends, min(draws, _PAIR_DRAWS), options)
    return tests, {row["measure"]: _turned(row, pair) for (_, row), pair in zip(tests.iterrows(), ends, strict=True)}


def _turned(row: pd.Series, pair: tuple[str, str]) -> pd.Series:
    """The row of two groups as the first of the pair less the second."""
    if row["group_a"] == pair[0]:
        return row
    return pd.Series(
        {**row, "difference": -row["difference"], "difference_low": -row["difference_high"],
         "difference_high": -row["difference_low"]}
    )  # fmt: skip


def share_events(grouping: Grouping, event: dict[str, Any]) -> bool:
    """Whether events enough are told by several groups; of speakers, who share articles, they always are."""
    if grouping.of_article is None:
        return True
    of = grouping.of_article.index.map(event)
    return bool(grouping.of_article.groupby(of).nunique().gt(1).sum() >= FEWEST_EVENTS)


def able_groups(ratios: Ratios, grouping: Grouping, events: dict[str, Any] | None) -> tuple[list[str], list[str]]:
    """Groups with articles (or events that others tell, too) enough for a test, and those without, where some have."""
    frame = pd.DataFrame({"article": ratios.article, "group": ratios.group.astype(str)})
    frame = frame[ratios.sparse_whole.held()]
    units, least = "article", FEWEST_ARTICLES
    if events is not None:
        frame["event"] = frame["article"].map(events)
        frame = frame[frame.groupby("event")["group"].transform("nunique").gt(1)]
        units, least = "event", FEWEST_EVENTS
    counts = frame.groupby("group")[units].nunique()
    named = [g for g in grouping.names if g in set(ratios.group) and g != OTHERS]
    able = [g for g in named if counts.get(g, 0) >= least]
    return (able, [g for g in named if g not in able]) if len(able) > 1 else (named, [])


def ends_of(part: Floats, whole: Floats, names: Sequence[str], able: Sequence[str]) -> tuple[str, str]:
    """The groups with the highest and the lowest value, of those that are tested and have a base."""
    known = [i for i in range(len(names)) if whole[i] > 0 and names[i] in able]
    if len(known) < 2:
        return names[0], names[-1]
    order = sorted(known, key=lambda i: (-part[i] / whole[i], i))
    return names[order[0]], names[order[-1]]


def _pairs(
    ratios: Ratios, ends: Sequence[tuple[str, str]], draws: int, options: dict[str, Any]
) -> dict[str, pd.Series]:
    """The test of the highest group against the lowest, measure by measure."""
    found: dict[str, pd.Series] = {}
    order = sorted(range(len(ends)), key=lambda j: ends[j])
    for pair, places in groupby(order, key=lambda j: ends[j]):
        if pair[0] == pair[1]:
            continue
        these = ratios.chosen(list(places))
        table = differences(these, [pair], draws=draws, **options)
        found |= {row["measure"]: row for _, row in table.iterrows()}
    return found

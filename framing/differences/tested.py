"""Differences of many measures between groups, tested at once: pairs of groups, and all groups together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from framing.differences.batches import batched
from framing.differences.omnibus import GroupExchange, omnibus_statistics, p_of
from framing.differences.permuted import Exchange, Parts, permuted
from framing.differences.ratios import Ratios, Sums
from framing.differences.step_down import step_down
from framing.errors import ComparisonError
from framing.families import by_family
from framing.intervals import FEWEST_ARTICLES, check_level
from framing.tables import known_value
from framing.units import Grouping, joined, of_articles
from framing.wording import nearest

__all__ = ["DIFFERENCE_COLUMNS", "differences", "group_tests", "omnibus"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DIFFERENCE_COLUMNS = (
    "measure", "group_a", "group_b", "value_a", "value_b", "base_a", "base_b", "articles_a", "articles_b", "events",
    "difference", "difference_low", "difference_high", "p", "q", "detectable", "p_equivalent", "note",
)  # fmt: skip
"""Columns of :func:`differences`."""

_POWER = 0.8

FEWEST_EVENTS = 8
"""Events that both groups have to tell for a test within events: 2⁸ exchanges leave a p of 0.008 at best."""


def differences(
    ratios: Ratios,
    pairs: Sequence[tuple[str, str]] | None = None,
    *,
    events: Grouping | None = None,
    cluster: Grouping | None = None,
    margin: float | Mapping[str, float] | None = None,
    families: Mapping[str, str] | None = None,
    level: float = 0.95,
    draws: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """Each measure of each pair of groups: values, difference, interval, test. One row a measure and pair.

    ``pairs`` are of groups, the first less the second; by default all pairs in order of their names. ``events`` is the
    event of each article: then only events that both groups have count, and the groups are exchanged within them.
    ``cluster`` is what counts as one article (near-copies). Both as in :mod:`framing.units`.

    - ``value_a``, ``value_b``, their wholes ``base_a``, ``base_b``, and the articles that have any;
      ``events`` that both groups have (missing without events);
    - ``difference`` (a less b), ``difference_low``, ``difference_high``, ``p`` (two-sided, by exchange:
      :mod:`framing.differences.permuted`), and ``q``, corrected over the whole table, families of measures first
      (``families`` names that of a measure; each is its own without; :func:`framing.families.by_family`). The interval
      excludes 0 where p is below 1 − level, and only there;
    - ``detectable``: the smallest true difference that this corpus would have shown, at that level, with 80% power;
    - ``p_equivalent``: with a ``margin`` (of all measures, or by measure), the p of two one-sided tests (Schuirmann
      1987): below 0.05, the difference is smaller than the margin either way;
    - ``note`` where there is no test: why, and what would do.

    Of more than :data:`framing.differences.batches.MOST_UNITS` articles, batches are exchanged.

    Raises a ComparisonError: an unknown group, a pair of a group with itself, a margin that is not above 0.
    """
    check_level(level)
    groups = ratios.groups()
    chosen = list(combinations(groups, 2)) if pairs is None else list(pairs)
    for pair in chosen:
        for name in pair:
            known_value(name, groups, what="There is no group")
        if pair[0] == pair[1]:
            raise ComparisonError(f"{pair[0]!r} is compared with itself: give two different groups.")
    margins = _margins(margin, ratios.measures)
    tables = []
    for a, b in chosen:
        rows = ratios.only([a, b])
        unit, kept, shared = _units(rows, events, cluster)
        rows = rows.rows(kept)
        tables.append(_pair(rows, (a, b), unit, shared, margins, level=level, draws=draws, seed=seed)[0])
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(DIFFERENCE_COLUMNS))
    family = table["measure"].map(lambda m: (families or {}).get(m, m))
    table["q"] = by_family(table["p"], family.tolist(), level=1 - level)
    return table[list(DIFFERENCE_COLUMNS)]


def omnibus(
    ratios: Ratios,
    groups: Sequence[str] | None = None,
    *,
    events: Grouping | None = None,
    cluster: Grouping | None = None,
    draws: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Whether any of three or more groups differs: one row a measure, ``measure, groups, p, q, note``.

    The statistic is that of Welch and James, or Wald's where units hold several groups (events), permuted as
    :func:`differences` permutes. Raises a ComparisonError for an unknown group or fewer than two.
    """
    names = ratios.groups() if groups is None else list(dict.fromkeys(groups))
    statistics, notes = _omnibus(ratios, names, events, cluster, draws, seed)
    p = p_of(statistics)
    return pd.DataFrame(
        {
            "measure": list(ratios.measures), "groups": len(names), "p": p,
            "q": by_family(p), "note": pd.Series(notes, dtype="str"),
        }
    )  # fmt: skip


def group_tests(
    ratios: Ratios,
    groups: Sequence[str],
    families: Sequence[str],
    *,
    events: Grouping | None = None,
    cluster: Grouping | None = None,
    draws: int = 4999,
    seed: int = 0,
) -> pd.DataFrame:
    """Whether groups differ in many measures at once: one row a measure, ``measure, p, p_family, note``.

    Two groups are tested as by :func:`differences`, whose columns are then there too, more as by :func:`omnibus`.
    ``families`` names that of each measure, and ``p_family`` is corrected for all of its family
    (:func:`framing.differences.step_down.step_down`).
    """
    names = list(dict.fromkeys(groups))
    if len(names) == 2:
        rows = ratios.only(names)
        unit, kept, shared = _units(rows, events, cluster)
        none = np.full(len(ratios.measures), np.nan)
        table, statistics = _pair(
            rows.rows(kept), (names[0], names[1]), unit, shared, none, level=0.95, draws=draws, seed=seed
        )
    else:
        statistics, notes = _omnibus(ratios, names, events, cluster, draws, seed)
        table = pd.DataFrame({"measure": list(ratios.measures), "p": p_of(statistics), "note": notes})
    return table.assign(p_family=step_down(statistics, families))


def _omnibus(
    ratios: Ratios,
    names: Sequence[str],
    events: Grouping | None,
    cluster: Grouping | None,
    draws: int,
    seed: int,
) -> tuple[Floats, list[str]]:
    """The statistics of several groups, as observed and as exchanged, and why a measure has none."""
    for name in names:
        known_value(name, ratios.groups(), what="There is no group")
    if len(names) < 2:
        raise ComparisonError("An omnibus test needs at least two groups.")
    rows = ratios.only(names)
    unit, kept, _ = _units(rows, events, cluster)
    rows = rows.rows(kept)
    group = pd.Index(names).get_indexer(pd.Index(rows.group))
    held = _units_of_groups(rows, unit, group, len(names))
    unit = batched(unit, group, len(names), seed=seed)
    many = int(unit.max()) + 1 if len(unit) else 0
    cell = unit * len(names) + group
    least = held.argmin(axis=0)
    notes = [_too_few(names[g], int(held[g, j]), events is not None) for j, g in enumerate(least.tolist())]
    able = np.array([not n for n in notes])
    statistics = np.full((1, 1 + draws, len(notes)), np.nan)
    if able.any():
        there = np.zeros(many * len(names), dtype=bool)
        there[cell[rows.sparse_whole.held(able)]] = True
        exchange = GroupExchange(there.reshape(many, len(names)), draws=draws, seed=seed)
        statistics = np.full((1 if exchange.several.any() else 2, 1 + draws, len(notes)), np.nan)
        for columns in rows.blocks(many * len(names)):
            if able[columns].any():
                part, whole = (_laid(v, columns, cell, (many, len(names))) for v in (rows.part, rows.whole))
                found = omnibus_statistics(part, whole, draws=draws, seed=seed, exchange=exchange)
                statistics[..., columns] = np.where(able[columns], found, np.nan)
    return statistics, notes


def _units_of_groups(rows: Ratios, unit: Ints, group: Ints, groups: int) -> Ints:
    """How many units of each group each measure has: (groups, measures)."""
    many = int(unit.max()) + 1 if len(unit) else 0
    found = []
    for g in range(groups):
        here = group == g
        found.append(rows.sparse_whole.rows(here).counts(unit[here], many))
    return np.array(found, dtype=np.int64)


def _units(
    rows: Ratios, events: Grouping | None, cluster: Grouping | None
) -> tuple[Ints, NDArray[np.bool_], int | None]:
    """The unit of each row that is kept, which are, and how many events the groups share."""
    articles = [str(a) for a in rows.article]
    event = of_articles(events, articles, what="events")
    copies = of_articles(cluster, articles, what="cluster")
    kept = np.ones(len(articles), dtype=bool)
    shared = None
    if event is not None:
        of = pd.Series(event, dtype="object")
        several = pd.Series(rows.group).groupby(of).nunique().gt(1)
        shared = int(several.sum())
        kept = of.map(several).fillna(False).to_numpy(dtype=bool)
    listed = np.flatnonzero(kept)

    def of_kept(values: list[str | None] | None) -> list[str | None] | None:
        return None if values is None else [values[i] for i in listed]

    unit = joined([articles[i] for i in listed], of_kept(event), of_kept(copies), articles=len(listed))
    return unit, kept, shared


def _laid(values: Floats | Sums, columns: slice, cell: Ints, shape: tuple[int, int]) -> Floats:
    """(units, groups, measures): sums of the rows of each cell (unit and group), of some columns."""
    many = shape[0] * shape[1]
    if isinstance(values, Sums):
        sums = [np.bincount(cell[places], numbers, minlength=many) for places, numbers in values.columns[columns]]
    else:
        sums = [np.bincount(cell, numbers, minlength=many) for numbers in values[:, columns].T]
    found: Floats = np.column_stack(sums).astype(np.float64) if sums else np.zeros((many, 0))
    return found.reshape(*shape, -1)


def _pair(
    rows: Ratios,
    pair: tuple[str, str],
    unit: Ints,
    shared: int | None,
    margins: Floats,
    *,
    level: float,
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, Floats]:
    """The rows of a pair, and the statistics that its p are of, as observed and as exchanged."""
    group = (rows.group == pair[1]).astype(np.int64)
    units_held = _units_of_groups(rows, unit, group, 2)
    held = _units_of_groups(rows, np.arange(len(unit), dtype=np.int64), group, 2)
    unit = batched(unit, group, 2, seed=seed)
    cells = 2 * (int(unit.max(initial=-1)) + 1)
    whole = rows.sparse_whole
    base = whole.sums(group, 2)
    there = [np.zeros(int(unit.max()) + 1 if len(unit) else 0, dtype=bool) for _ in (0, 1)]
    for g in (0, 1):
        there[g][unit[whole.held() & (group == g)]] = True
    notes = [
        _too_few(pair[int(units_held[:, j].argmin())], int(units_held[:, j].min()), shared is not None)
        for j in range(len(rows.measures))
    ]
    able = np.array([not n for n in notes])
    exchange = Exchange(*there, draws=draws, seed=seed) if able.any() else None
    blocks = [
        _of_block(rows, columns, unit, group, able[columns], margins[columns], exchange, level, draws)
        for columns in rows.blocks(cells)
    ]
    sums, low, high, p, detectable, p_equivalent, still = (
        np.concatenate([block[k] for block in blocks], axis=-1) for k in range(7)
    )
    most = max((len(block[7]) for block in blocks), default=1)
    statistics = np.full((most, 1 + draws, len(notes)), np.nan)
    for columns, block in zip(rows.blocks(cells), blocks, strict=True):
        statistics[: len(block[7]), :, columns] = block[7]
    for j in np.flatnonzero(still):
        notes[j] = "no p: every article of both groups is alike in this, so nothing is known of how articles differ"
    with np.errstate(invalid="ignore", divide="ignore"):
        value = sums / base
    table = pd.DataFrame(
        {
            "measure": list(rows.measures), "group_a": pair[0], "group_b": pair[1], "value_a": value[0],
            "value_b": value[1], "base_a": base[0], "base_b": base[1], "articles_a": held[0], "articles_b": held[1],
            "events": pd.array([shared] * len(rows.measures), dtype="Int64"),
            "difference": value[0] - value[1], "difference_low": low, "difference_high": high, "p": p,
            "detectable": detectable, "p_equivalent": p_equivalent, "note": pd.Series(notes, dtype="str"),
        }
    )  # fmt: skip
    return table, statistics


def _of_block(
    rows: Ratios,
    columns: slice,
    unit: Ints,
    group: Ints,
    able: NDArray[np.bool_],
    margins: Floats,
    exchange: Exchange | None,
    level: float,
    draws: int,
) -> tuple[Any, ...]:
    """Of some measures: parts of both groups, ends of the interval, p, what would have been found, p of no difference.

    Then which measures do not vary, and the statistics that p are of.
    """
    many = int(unit.max(initial=-1)) + 1
    part, whole = (_laid(v, columns, unit * 2 + group, (many, 2)) for v in (rows.part, rows.whole))
    sums = part.sum(axis=0) if len(part) else np.zeros((2, part.shape[2]))
    low, high, p, detectable, p_equivalent = (np.full(len(able), np.nan) for _ in range(5))
    statistics = np.full((1, 1 + draws, len(able)), np.nan)
    still = np.zeros(len(able), dtype=bool)
    if exchange is None or not able.any():
        return sums, low, high, p, detectable, p_equivalent, still, statistics
    null = permuted(
        Parts(part[:, 0], whole[:, 0], part[:, 1], whole[:, 1], rows.corrected), draws=draws, seed=0, exchange=exchange
    )
    still = able & ~(null.errors > 0).all(axis=0)
    able = able & ~still
    errors = np.where(able, null.errors, np.nan)
    p = np.where(able, null.beyond(null.difference / errors).max(axis=0), np.nan)
    observed = np.abs(null.difference) / errors
    statistics = np.where(able, np.concatenate([observed[:, None], null.distances], axis=1), np.nan)
    reach = null.reach(level) * errors
    wider = reach.argmax(axis=0)[None]
    half = np.take_along_axis(reach, wider, 0)[0]
    detectable = half + ndtri(_POWER) * np.take_along_axis(errors, wider, 0)[0]
    bounds = np.array(rows.bounds[columns], dtype=np.float64)
    widest = bounds[:, 1] - bounds[:, 0]
    low = np.maximum(null.difference - half, -widest)
    high = np.minimum(null.difference + half, widest)
    within = (margins - np.abs(null.difference)) / errors
    one_sided = null.beyond(within) / 2
    p_equivalent = np.where(within >= 0, one_sided, 1 - one_sided).max(axis=0)
    p_equivalent = np.where(able & ~np.isnan(margins), p_equivalent, np.nan)
    return sums, low, high, p, detectable, p_equivalent, still, statistics


def _too_few(group: str, units: int, paired: bool) -> str:
    """Why there is no test, and what would do; empty where there are enough."""
    least = FEWEST_EVENTS if paired else FEWEST_ARTICLES
    if units >= least:
        return ""
    what = "events that several groups tell" if paired else "articles, copies counted once"
    return (
        f"no p: {group!r} has this in {units} of the {least} {what}, that a test needs; add articles, or join "
        f"groups{', or compare without events' if paired else ''}"
    )


def _margins(margin: float | Mapping[str, float] | None, measures: Sequence[str]) -> Floats:
    if margin is None:
        return np.full(len(measures), np.nan)
    if isinstance(margin, Mapping):
        for name in margin:
            if name not in measures:
                raise ComparisonError(f"margin: there is no measure {name!r}. {nearest(name, measures)}")
        found = np.array([margin.get(m, np.nan) for m in measures], dtype=np.float64)
    else:
        found = np.full(len(measures), float(margin))
    if (found <= 0).any():
        raise ComparisonError(
            "margin: how large a difference may be and still count as none is a number above 0, such as 0.05 for 5 "
            "percentage points."
        )
    return found

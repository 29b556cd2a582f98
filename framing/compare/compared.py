"""A comparison: each measure of each group, tested where the articles are enough, in the order of what differs most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.groups import OTHERS, Grouping, group_articles
from framing.compare.measures import Lines, Measure, Per, measures
from framing.compare.sentences import sentence
from framing.differences import RATE, SHARE, Ratios, differences, omnibus
from framing.differences.tested import FEWEST_EVENTS
from framing.display import SHOWN, table_html
from framing.families import by_family
from framing.intervals import FEWEST_ARTICLES
from framing.results import Result, result
from framing.subject import Tables
from framing.units import COPIES
from framing.units import Grouping as Clusters
from framing.values import Corpus
from framing.wording import amount

__all__ = ["ALPHA", "Compared", "Comparison", "compare", "compare_groups"]

Floats = NDArray[np.float64]

ALPHA = 0.05
"""A difference is asserted where q, over all measures of the comparison, is below this."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One measure in all groups.

    ``numbers`` and ``bases`` go with ``groups``: shares (0 to 1) or rates per 1,000 words, and what they are shares of;
    a value is NaN where the group has no base. ``high`` and ``low`` name the groups between which ``difference``, its
    95% interval and ``pair_p`` are. ``p`` is of the test whether any group differs, ``q`` that over all measures;
    ``detectable`` is the smallest true difference of the two that this corpus would have shown with 80% power.
    ``note`` says why there is no test. ``claimed``: the difference is asserted.
    """

    measure: Measure
    groups: tuple[str, ...]
    parts: tuple[float, ...]
    numbers: tuple[float, ...]
    bases: tuple[float, ...]
    high: str
    low: str
    difference: float
    difference_low: float
    difference_high: float
    p: float
    q: float
    pair_p: float
    detectable: float
    n_articles: int
    note: str
    claimed: bool
    weight: float

    @cached_property
    def sentence(self) -> str:
        """What was found, in one sentence with numbers."""
        return sentence(self)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """What :func:`compare` gives: ``table`` for a reader, ``cells`` for a program, ``found`` row by row.

    ``table`` has one row a measure and one column a group, most and most surely different first. ``cells`` has one row
    a measure and group and opens to its lines: ``cells.evidence((id, group))``. ``notes`` say what a reader must know.
    """

    grouping: Grouping
    found: tuple[Compared, ...]
    articles: dict[str, int]
    paired_by: str | None
    notes: tuple[str, ...]
    _tables: Tables

    @property
    def corpus(self) -> Corpus:
        """The articles."""
        return self._tables.corpus

    @property
    def claimed(self) -> tuple[Compared, ...]:
        """The differences that are asserted."""
        return tuple(c for c in self.found if c.claimed)

    @property
    def tested(self) -> tuple[Compared, ...]:
        """The measures whose difference could be tested."""
        return tuple(c for c in self.found if not np.isnan(c.p))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a measure: ``id, section, measure, of, per``, one column a group, then the test."""
        rows = [
            {
                "id": c.measure.id, "section": c.measure.section, "measure": c.measure.name, "of": c.measure.of,
                "per": c.measure.per.value, **dict(zip(c.groups, c.numbers, strict=True)),
                "difference": c.difference, "difference_low": c.difference_low, "difference_high": c.difference_high,
                "p": c.p, "q": c.q, "detectable": c.detectable, "claimed": c.claimed, "note": c.note,
            }
            for c in self.found
        ]  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def cells(self) -> Result:
        """One row a measure and group: ``id, group, value, part, base``; opens to the lines of the part."""
        rows = [
            (c.measure.id, g, v, n, b)
            for c in self.found
            for g, v, n, b in zip(c.groups, c.numbers, c.parts, c.bases, strict=True)
        ]
        known = {c.measure.id: c.measure for c in self.found}

        def lines(wanted: Any) -> pd.DataFrame:
            chosen = [known[wanted["id"]]] if wanted.get("id") in known else list(known.values())
            return pd.concat(
                [m.part.frame.assign(id=m.id, group=self.grouping.of(m.part.frame)) for m in chosen], ignore_index=True
            )

        return result(
            pd.DataFrame(rows, columns=["id", "group", "value", "part", "base"]),
            keys=("id", "group"), lines=lines, corpus=self.corpus, statements=self._tables.statements,
        )  # fmt: skip

    def findings(self, *, most_lines: int = 200) -> list[dict[str, Any]]:
        """One dictionary a measure, as ``findings.jsonl`` has it; ``evidence`` holds up to ``most_lines`` lines."""
        return [_finding(c, most_lines) for c in self.found]

    def _repr_html_(self) -> str:
        """The first sentences and a table of the groups, for a notebook."""
        told = "".join(f"<li>{escape(c.sentence)}</li>" for c in (self.claimed or self.found)[:SHOWN])
        names = list(self.grouping.names)
        shown = self.table[["measure", "of", *names]].head(2 * SHOWN)
        return f"<div><p>{escape(repr(self).strip('<>'))}</p><ul>{told}</ul>{table_html(shown, most=2 * SHOWN)}</div>"

    def __repr__(self) -> str:
        return (
            f"<Comparison by {self.grouping.by}: {len(self.grouping.names)} groups, {len(self.found)} measures, "
            f"{len(self.tested)} tested, {len(self.claimed)} different>"
        )


def compare(
    subject: Tables,
    *,
    by: str | None = None,
    events: str | None = None,
    cluster: Clusters | None = None,
    draws: int = 9999,
    seed: int = 0,
) -> Comparison:
    """Compare groups of articles, or of speakers, in all that the package measures.

    ``subject`` is an :class:`framing.Analysis`. ``by`` is a column of the articles (outlet, event, any of yours), a
    period (year, quarter, month, week, day), ``article``, or a column of the speakers (side, role, type …); without it
    outlets are compared where there are several, else the articles up to six, else periods. ``events`` is a column of
    the articles that names their event, by default ``event`` where there is one: groups are then compared within
    events. ``cluster`` says which articles count as one, by default near-copies that are known
    (:func:`framing.events.mark_copies`).

    Every measure is tested by exchange of groups (:mod:`framing.differences`), q is corrected over all of them,
    sections first. Raises a ComparisonError where there is nothing to compare, and an InputError for an unknown column.
    """
    return compare_groups(
        subject, measures(subject), group_articles(subject, by), events=events, cluster=cluster, draws=draws, seed=seed
    )


def compare_groups(
    subject: Tables,
    measured: Sequence[Measure],
    grouping: Grouping,
    *,
    events: str | None = None,
    cluster: Clusters | None = None,
    draws: int = 9999,
    seed: int = 0,
) -> Comparison:
    """:func:`compare` with measures of your own, or with groups that no column holds."""
    articles = subject.corpus.counted
    if events is None and any("event" in a.extra for a in articles) and grouping.by != "event":
        events = "event"
    of_event = {a.id: a.extra.get(events) for a in articles} if events else None
    known = any(COPIES in a.extra for a in articles)
    if cluster is None and known:
        cluster = {a.id: a.extra.get(COPIES, a.id) for a in articles}
    copies = len(articles) - len({a.extra.get(COPIES, a.id) for a in articles}) if known else 0
    chosen = [m for m in measured if _applies(m, grouping) and len(m.part.frame)]
    ratios = _ratios(chosen, grouping, [a.id for a in articles])
    parts, wholes = _sums(ratios, grouping.names)
    present = set(ratios.group)
    p, notes = _tests(ratios, [g for g in grouping.names if g in present], of_event, cluster, draws, seed)
    q = by_family(p, [m.section for m in chosen], level=ALPHA)
    ends = [_ends(parts[:, j], wholes[:, j], grouping.names) for j in range(len(chosen))]
    pairs = _pairs(ratios, chosen, ends, of_event, cluster, draws, seed)
    found = [
        _compared(m, grouping.names, parts[:, j], wholes[:, j], ends[j], pairs.get(m.id), p[j], q[j], notes[j])
        for j, m in enumerate(chosen)
    ]
    found.sort(key=_order)
    sizes = {g: len(set(ratios.article[ratios.group == g])) for g in grouping.names}
    notes_of_all = _notes(
        grouping, tested=not np.isnan(p).all(), events=events, copies=copies, least=subject.statements.least
    )
    return Comparison(grouping, tuple(found), sizes, events, notes_of_all, subject)


def _order(one: Compared) -> tuple[object, ...]:
    """What is asserted first, the surest first; then what differs most for how much there is of it."""
    return not one.claimed, one.claimed and round(one.q, 2), one.measure.detail, -one.weight, one.measure.id


def _applies(measure: Measure, grouping: Grouping) -> bool:
    """Whether its lines have groups: of articles they always do, of speakers where they are somebody's.

    Who speaks, and whether in the outlet's voice, is no question to ask of what one speaker says.
    """
    column = grouping.column
    if column is None:
        return True
    about = all(column in lines.frame.columns for lines in (measure.part, measure.whole))
    return about and measure.section not in ("voices", "who speaks", "roles", "prominence", "own words")


def _ratios(chosen: Sequence[Measure], grouping: Grouping, ids: Sequence[str]) -> Ratios:
    """Sums of parts and wholes by article and group."""
    articles = pd.Index(ids)
    names = pd.Index(grouping.names)
    if grouping.of_article is None:
        cells = len(articles) * len(names)
        article = np.repeat(articles.to_numpy(dtype=object), len(names))
        group = np.tile(names.to_numpy(dtype=object), len(articles))
    else:
        cells = len(articles)
        article = articles.to_numpy(dtype=object)
        group = grouping.of_article.reindex(articles).to_numpy(dtype=object)
    known: dict[tuple[int, str | None], Floats] = {}

    def summed(lines: Lines) -> Floats:
        key = (id(lines.frame), lines.weight)
        if key not in known:
            at = articles.get_indexer(pd.Index(lines.frame["article_id"]))
            if grouping.of_article is None:
                of = names.get_indexer(pd.Index(grouping.of(lines.frame)))
                at = np.where((at >= 0) & (of >= 0), at * len(names) + of, -1)
            known[key] = lines.sums(at, cells)
        return known[key]

    part, whole = (np.column_stack([summed(getattr(m, n)) for m in chosen]) for n in ("part", "whole"))
    rates = np.array([1000.0 if m.per is Per.THOUSAND else 1.0 for m in chosen])
    bounds = tuple(RATE if m.per is Per.THOUSAND else SHARE for m in chosen)
    return Ratios(tuple(m.id for m in chosen), article, group, part * rates, whole, bounds)


def _sums(ratios: Ratios, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Parts and wholes of each group, each (groups, measures)."""
    group = ratios.group.astype(str)
    return tuple(  # type: ignore[return-value]
        np.stack([values[group == g].sum(axis=0) for g in names]) for values in (ratios.part, ratios.whole)
    )


def _tests(
    ratios: Ratios, names: Sequence[str], events: dict[str, Any] | None, cluster: Clusters | None, draws: int, seed: int
) -> tuple[Floats, list[str]]:
    """P of each measure, whether any group differs, and why there is none."""
    named = [g for g in names if g != OTHERS]
    options: dict[str, Any] = {"events": events, "cluster": cluster, "draws": draws, "seed": seed}
    if len(named) == 2:
        table = differences(ratios, [(named[0], named[1])], **options)
    else:
        table = omnibus(ratios, named, **options)
    return table["p"].to_numpy(dtype=np.float64), table["note"].tolist()


def _ends(part: Floats, whole: Floats, names: Sequence[str]) -> tuple[str, str]:
    """The groups with the highest and the lowest value, of those that have a base."""
    known = [i for i in range(len(names)) if whole[i] > 0 and names[i] != OTHERS]
    if len(known) < 2:
        return names[0], names[-1]
    order = sorted(known, key=lambda i: (-part[i] / whole[i], i))
    return names[order[0]], names[order[-1]]


def _pairs(
    ratios: Ratios,
    chosen: Sequence[Measure],
    ends: Sequence[tuple[str, str]],
    events: dict[str, Any] | None,
    cluster: Clusters | None,
    draws: int,
    seed: int,
) -> dict[str, pd.Series]:
    """The test of the highest group against the lowest, measure by measure."""
    found: dict[str, pd.Series] = {}
    order = sorted(range(len(chosen)), key=lambda j: ends[j])
    for pair, places in groupby(order, key=lambda j: ends[j]):
        if pair[0] == pair[1]:
            continue
        columns = list(places)
        these = Ratios(
            tuple(chosen[j].id for j in columns), ratios.article, ratios.group, ratios.part[:, columns],
            ratios.whole[:, columns], tuple(ratios.bounds[j] for j in columns),
        )  # fmt: skip
        table = differences(these, [pair], events=events, cluster=cluster, draws=draws, seed=seed)
        found |= {row["measure"]: row for _, row in table.iterrows()}
    return found


def _compared(
    measure: Measure,
    names: tuple[str, ...],
    part: Floats,
    whole: Floats,
    ends: tuple[str, str],
    pair: pd.Series | None,
    p: float,
    q: float,
    note: str,
) -> Compared:
    with np.errstate(invalid="ignore", divide="ignore"):
        values = part / whole
    at = {g: i for i, g in enumerate(names)}
    high, low = (at[g] for g in ends)
    test = {k: float(pair[k]) if pair is not None else float("nan") for k in
            ("difference", "difference_low", "difference_high", "p", "detectable")}  # fmt: skip
    scale = 1000.0 if measure.per is Per.THOUSAND else 1.0
    return Compared(
        measure, names, tuple((part / scale).tolist()), tuple(values.tolist()), tuple(whole.tolist()), *ends,
        difference=float(values[high] - values[low]), difference_low=test["difference_low"],
        difference_high=test["difference_high"], p=float(p), q=float(q), pair_p=test["p"],
        detectable=test["detectable"], n_articles=int(measure.whole.frame["article_id"].nunique()), note=note,
        claimed=bool(q < ALPHA), weight=_weight(part / scale, whole, high, low),
    )  # fmt: skip


def _weight(part: Floats, whole: Floats, high: int, low: int) -> float:
    """How much two groups differ for how much there is of them: orders rows, tests nothing."""
    a, b = whole[high], whole[low]
    if not (a > 0 and b > 0):
        return -1.0
    pooled = (part[high] + part[low]) / (a + b)
    spread = np.sqrt(max(pooled * (1 - pooled), 1e-9) * (1 / a + 1 / b))
    return float((part[high] / a - part[low] / b) / spread)


def _notes(grouping: Grouping, *, tested: bool, events: str | None, copies: int, least: float) -> tuple[str, ...]:
    notes = list(grouping.notes)
    if least:
        notes.append(
            f"Statements of a confidence below {least:g} are left out, and their words count as the outlet’s own."
        )
    if copies and tested:
        notes.append(f"{amount(copies, 'article')} with most of the text of another: in tests they count as one.")
    if not tested:
        notes.append(
            "Too few articles for a test: what follows describes these texts and does not generalise. A test needs "
            f"{FEWEST_ARTICLES} articles a group, or {FEWEST_EVENTS} events that the groups share."
        )
    if events:
        notes.append(f"Compared within the values of “{events}”: only what several groups tell is tested.")
    return tuple(notes)


def _finding(one: Compared, most_lines: int) -> dict[str, Any]:
    lines = one.measure.part.frame[["article_id", "field", "start", "end"]].head(most_lines)

    def known(value: float) -> float | None:
        return None if np.isnan(value) or np.isinf(value) else round(value, 6)

    return {
        "id": one.measure.id,
        "section": one.measure.section,
        "measure": one.measure.name,
        "of": one.measure.of,
        "per": one.measure.per.value,
        "groups": list(one.groups),
        "values": [known(v) for v in one.numbers],
        "base": [known(v) for v in one.bases],
        "highest": one.high,
        "lowest": one.low,
        "difference": known(one.difference),
        "low": known(one.difference_low),
        "high": known(one.difference_high),
        "p": known(one.p),
        "q": known(one.q),
        "detectable": known(one.detectable),
        "n_articles": one.n_articles,
        "claimed": one.claimed,
        "note": one.note,
        "sentence": one.sentence,
        "lines": len(one.measure.part.frame),
        "evidence": lines.astype({"start": int, "end": int}).to_numpy(dtype=object).tolist(),
    }

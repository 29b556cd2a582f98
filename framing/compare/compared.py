"""A comparison: each measure of each group, tested where the articles are enough, in the order of what differs most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.actor_rows import NOT_PORTRAYED, can_portray
from framing.compare.coverage import Coverage, coverage
from framing.compare.exchange import (
    able_groups,
    ends_of,
    ratios_of_measures,
    share_events,
    sums_of_groups,
    tests_of,
)
from framing.compare.few import few_lines
from framing.compare.findings import finding_of
from framing.compare.groups import Grouping, group_articles
from framing.compare.measure import WEIGHTS, Lines, Measure, Per
from framing.compare.measures import measures
from framing.compare.sentences import sentence
from framing.differences.tested import FEWEST_EVENTS
from framing.display import SHOWN, table_html
from framing.errors import ComparisonError
from framing.families import by_family
from framing.intervals import FEWEST_ARTICLES
from framing.results import Result, result
from framing.subject import MOST_MATCHED, Tables
from framing.units import COPIES
from framing.units import Grouping as Clusters
from framing.values import Corpus
from framing.wording import amount, join

__all__ = ["ALPHA", "FEW_USES", "Compared", "Comparison", "compare", "compare_groups"]

Floats = NDArray[np.float64]

_COUNTING = 1.96
"""Standard errors of counting alone that a difference has to reach: what would not stand out if each word were drawn by
itself is not asserted, however alike the articles of a group are (two uses against two, in longer and shorter ones)."""

FEW_USES = "so few uses differ as much where each is drawn by itself"
"""Why a difference with a small q is not asserted."""

ALPHA = 0.05
"""A difference is asserted where q, over all measures of the comparison, is below this."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One measure in all groups.

    ``numbers`` and ``bases`` go with ``groups``: shares (0 to 1) or rates per 1,000 words, and what they are shares of;
    a value is NaN where the group has no base. ``high`` and ``low`` name the groups between which ``difference``, its
    95% interval and ``pair_p`` are. ``p`` is of the test whether any group differs, ``q`` that over all measures;
    ``detectable`` is the smallest true difference of the two that this corpus would have shown with 80% power.
    ``note`` says why there is no test, or why a small ``q`` is not asserted. ``claimed``: the difference is asserted.
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

    def lines_of(self, one: Compared, group: str) -> Lines:
        """The lines of a measure's part in a group."""
        part = one.measure.part
        columns = ["article_id"] if self.grouping.column is None else [self.grouping.column, "speaker"]
        known = part.columns([c for c in dict.fromkeys(columns) if c in part.table.columns])
        return part.where(self.grouping.of(known).eq(group).to_numpy(dtype=bool, na_value=False))

    def with_few_lines(self, most: int) -> Comparison:
        """The same numbers and sentences, and of each measure and group at most so many lines.

        They are of articles drawn by a hash of their ids, and so of the same ones in every measure. Of a store of very
        many articles the other lines, and what else was made to measure them, take a gigabyte. Groups of speakers keep
        all.
        """
        if self.grouping.of_article is None:
            return self
        found = few_lines(self.found, self.grouping.of_article, most)
        few = replace(self, found=found, _tables=Tables(self._tables.statements))
        few.__dict__["coverage"] = self.coverage  # made from aligned statements
        return few

    @cached_property
    def coverage(self) -> Coverage | None:
        """What the groups tell of the same events, where articles are grouped and any event has two of them."""
        return None if self.grouping.of_article is None else coverage(self._tables, self.grouping.of_article)

    def findings(self, *, most_lines: int = 1000) -> list[dict[str, Any]]:
        """One dictionary a measure, as ``findings.jsonl`` has it; ``evidence`` holds up to ``most_lines`` lines."""
        return list(self.each_finding(most_lines))

    def each_finding(self, most_lines: int = 1000) -> Iterator[dict[str, Any]]:
        """The same, one after the other."""
        return (finding_of(c, most_lines) for c in self.found)

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
    draws: int = 4999,
    seed: int = 0,
    names: bool = True,
) -> Comparison:
    """Compare groups of articles, or of speakers, in all that the package measures.

    ``subject`` is an :class:`framing.Analysis`. ``by`` is a column of the articles (outlet, event, any of yours), a
    period (year, quarter, month, week, day), ``article``, or a column of the speakers (side, role, type …); without it
    outlets are compared where there are several, else the articles up to six, else periods. ``events`` is a column of
    the articles that names their event, by default ``event`` where there is one: groups are then compared within
    events. ``cluster`` says which articles count as one, by default near-copies that are known
    (:func:`framing.events.mark_copies`).

    Every measure is tested by exchange of groups (:mod:`framing.differences`), q is corrected over all of them,
    sections first. Without ``names`` nothing is measured that needs to know who is talked about, which runs the model
    for statements that were read from a file. Raises a ComparisonError where there is nothing to compare, and an
    InputError for an unknown column.
    """
    grouping = group_articles(subject, by)
    subject = subject if grouping.column is not None else subject.of_articles
    return compare_groups(
        subject,
        measures(subject, names=names),
        grouping,
        events=events,
        cluster=cluster,
        draws=draws,
        seed=seed,
    )  # fmt: skip


def compare_groups(
    subject: Tables,
    measured: Sequence[Measure],
    grouping: Grouping,
    *,
    events: str | None = None,
    cluster: Clusters | None = None,
    draws: int = 4999,
    seed: int = 0,
) -> Comparison:
    """:func:`compare` with measures of your own, or with groups that no column holds."""
    articles = subject.corpus.counted
    notes_of_events: list[str] = []
    if events is None and any("event" in a.extra for a in articles) and grouping.by != "event":
        events = "event"
        if not share_events(grouping, {a.id: a.extra.get(events) for a in articles}):
            reason = "so that groups are compared over all of their articles: a difference may be one between events."
            notes_of_events = [f"Fewer than {FEWEST_EVENTS} events are told by several groups, {reason}"]
            events = None
    of_event = {a.id: a.extra.get(events) for a in articles} if events else None
    known = any(COPIES in a.extra for a in articles)
    if cluster is None and known:
        cluster = {a.id: a.extra.get(COPIES, a.id) for a in articles}
    copies = len(articles) - len({a.extra.get(COPIES, a.id) for a in articles}) if known else 0
    chosen = [m for m in measured if _applies(m, grouping) and len(m.part)]
    if not chosen:
        raise ComparisonError("The articles have no words to be measured, so there is nothing to compare.")
    ratios, held = ratios_of_measures(chosen, grouping, [a.id for a in articles])
    parts, wholes = sums_of_groups(ratios, grouping.names)
    able, few = able_groups(ratios, grouping, of_event)
    ends = [ends_of(parts[:, j], wholes[:, j], grouping.names, able) for j in range(len(chosen))]
    families = [m.family for m in chosen]
    tests, pairs = tests_of(ratios, able, families, ends, of_event, cluster, draws, seed)
    p, notes = tests["p"].to_numpy(dtype=np.float64), tests["note"].tolist()
    q = by_family(tests["p_family"], families, level=ALPHA, within=np.asarray, weights=WEIGHTS)
    found = [
        _compared(m, grouping.names, parts[:, j], wholes[:, j], ends[j], pairs.get(m.id), p[j], q[j], notes[j], held[j])
        for j, m in enumerate(chosen)
    ]
    found.sort(key=_order)
    sizes = {g: len(set(ratios.article[ratios.group == g])) for g in grouping.names}
    notes_of_all = _notes(
        grouping, tested=not np.isnan(p).all(), events=events, copies=copies, least=subject.statements.least, few=few
    )
    notes_of_all += tuple(notes_of_events) if len(grouping.names) > 1 else ()
    notes_of_all += tuple(_of_coverage(subject)) if len(grouping.names) > 1 else ()
    notes_of_all += () if can_portray(subject) else (NOT_PORTRAYED,)
    return Comparison(grouping, tuple(found), sizes, events, notes_of_all, subject)


def _order(one: Compared) -> tuple[object, ...]:
    """What is asserted first, the surest first; then what is tested, the surest first; then what differs most."""
    p = 2.0 if np.isnan(one.p) else round(one.p, 2)
    return not one.claimed, one.claimed and round(one.q, 2), one.measure.detail, p, -one.weight, one.measure.id


_OF_ARTICLES = (
    "voices", "who speaks", "roles", "labels", "prominence", "own words", "echo", "silence", "portrayal",
    "coverage",
)  # fmt: skip
"""Sections that ask something of articles, which what one speaker says cannot answer."""


def _applies(measure: Measure, grouping: Grouping) -> bool:
    """Whether its lines have groups: of articles they always do, of speakers where they are somebody's.

    Who speaks, and whether in the outlet's voice, is no question to ask of what one speaker says.
    """
    column = grouping.column
    if column is None:
        return True
    about = all(column in lines.table.columns for lines in (measure.part, measure.whole))
    return about and measure.section not in _OF_ARTICLES


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
    articles: int,
) -> Compared:
    with np.errstate(invalid="ignore", divide="ignore"):
        values = part / whole
    at = {g: i for i, g in enumerate(names)}
    high, low = (at[g] for g in ends)
    test = {k: float(pair[k]) if pair is not None else float("nan") for k in
            ("difference", "difference_low", "difference_high", "p", "detectable")}  # fmt: skip
    scale = 1000.0 if measure.per is Per.THOUSAND else 1.0
    weight = _weight(part / scale, whole, high, low)
    if q < ALPHA and weight < _COUNTING:
        note = FEW_USES
    return Compared(
        measure, names, tuple((part / scale).tolist()), tuple(values.tolist()), tuple(whole.tolist()), *ends,
        difference=float(values[high] - values[low]), difference_low=test["difference_low"],
        difference_high=test["difference_high"], p=float(p), q=float(q), pair_p=test["p"],
        detectable=test["detectable"], n_articles=articles, note=note,
        claimed=bool(q < ALPHA and weight >= _COUNTING), weight=weight,
    )  # fmt: skip


def _of_coverage(subject: Tables) -> Iterator[str]:
    """What of very many articles is not aligned."""
    counted = len(subject.corpus.counted)
    if subject.event_of.empty and counted > MOST_MATCHED:
        yield (
            f"Who tells what of the same events is not compared: among more than {MOST_MATCHED:,} articles events are "
            "not looked for. Name them in a column “event” (framing events gives one for a part)."
        )
    aligned = len(subject.aligned_events)
    if aligned < len(subject.event_of):
        yield (
            f"What nobody else has, the same words side by side and numbers that differ are of {aligned:,} articles, "
            "all of events that were drawn at random; all else is of all articles."
        )


def _weight(part: Floats, whole: Floats, high: int, low: int) -> float:
    """How much two groups differ for how much there is of them: orders rows, tests nothing."""
    a, b = whole[high], whole[low]
    if not (a > 0 and b > 0):
        return -1.0
    pooled = (part[high] + part[low]) / (a + b)
    spread = np.sqrt(max(pooled * (1 - pooled), 1e-9) * (1 / a + 1 / b))
    return float((part[high] / a - part[low] / b) / spread)


def _notes(
    grouping: Grouping, *, tested: bool, events: str | None, copies: int, least: float, few: Sequence[str]
) -> tuple[str, ...]:
    notes = list(grouping.notes)
    if len(grouping.names) < 2:
        return tuple(notes)
    if least:
        notes.append(
            f"Statements of a confidence below {least:g} are left out, and their words count as the outlet’s own."
        )
    if copies:
        notes.append(
            f"{amount(copies, 'article')} with most of the text of another: in tests the versions of a text are one."
        )
    if few:
        notes.append(f"Shown and not tested, for want of {'events' if events else 'articles'}: {join(few)}.")
    if not tested:
        notes.append(
            "Too few articles for a test: what follows describes these texts and does not generalise. A test needs "
            f"{FEWEST_ARTICLES} articles a group, or {FEWEST_EVENTS} events that the groups share."
        )
    elif events:
        notes.append(f"Compared within the values of “{events}”: only what several groups tell is tested.")
    return tuple(notes)

"""Which pictures a report shows: those that say something. All are drawn by :mod:`framing.pictures` from its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from framing.contrasts.groups import Period, periods
from framing.contrasts.told import asserted
from framing.intervals import FEWEST_ARTICLES, FEWEST_HOLDING
from framing.pictures import (
    Picture,
    Scale,
    article_strips,
    balance_shares,
    dispersion,
    speaker_words,
    term_voices,
    verb_stances,
    voice_lanes,
)
from framing.pictures.between import (
    FEWEST_PERIODS,
    drawn_between,
    drawn_over_time,
    shares_of_groups,
    shares_of_periods,
)
from framing.pictures.lanes import MOST_LANED
from framing.pictures.look import narrow
from framing.pictures.sided import bars_of_terms
from framing.report.blocks import Chart
from framing.report.values import ContrastSummary, Report
from framing.report.words import SPOKEN_ORDER
from framing.statements import NOT_GIVEN
from framing.tables import group_values, recoded
from framing.units import COPIES
from framing.wording import join, number, quoted, times

__all__ = ["charts"]

_GROUPS = range(2, 5)
"""So many groups are set side by side; of more, each is a row."""

_ENOUGH_STATEMENTS = 5
"""A speaker with fewer statements has no bar of stances: one verb would decide."""

_ENOUGH_USES = 5
"""With fewer uses of labels their voices are told in a table alone."""


def charts(report: Report) -> tuple[Chart, ...]:
    """All pictures that the report has something to show in."""
    return tuple(_made(report))


def _made(report: Report) -> Iterator[Chart]:
    tables = report.tables
    yield from _shares(report)
    speakers = tables["speakers"] if report.overview is None else report.overview.speakers
    if speakers["words"].any() and len(speakers) > 1:
        yield _chart("words_by_actor", "speakers", lambda: speaker_words(speakers))
    yield from _stances(report)
    yield from _labels(report)
    for contrast in report.contrasts:
        if asserted(contrast.terms).any():
            yield _chart(f"terms_{contrast.key}", f"contrast_{contrast.key}", _terms(contrast), phone=False)
    yield from _where(report)
    yield from _over_time(report)


def _chart(
    name: str,
    table: str,
    draw: Callable[[], Picture],
    lines: Callable[[pd.Series], pd.DataFrame | None] | None = None,
    *,
    phone: bool = True,
) -> Chart:
    """The picture, for a page and for a telephone; ``lines`` gives the lines behind a row of its table."""
    picture = draw()
    small = None
    if phone:
        with narrow():
            small = draw()
    behind = None if lines is None else lambda row: lines(pd.Series(picture.table.iloc[row]))
    return Chart(name, picture, f"{table}.csv", narrow=small, lines=behind)


def _terms(contrast: ContrastSummary) -> Callable[[], Picture]:
    return lambda: bars_of_terms(contrast.contrast, contrast.terms, scale=Scale.Z)


def _over(statements: pd.DataFrame, by: str, every: Period) -> Callable[[], Picture]:
    first = _FIRST if len(statements) > _MANY else None
    frame = statements if first is None else _of_first(statements, by, first)
    found = shares_of_periods(frame, by=by, every=every)
    return lambda: drawn_over_time(found)


_GROUP_PARTS = 7
"""Speakers or sides, the rest among them, whose shares are set side by side."""

_MANY = 100_000
_FIRST = 5
"""Of so many statements, only those who are shown over time are told apart: counting all takes minutes."""


def _of_first(statements: pd.DataFrame, by: str, first: int, rest: str = NOT_GIVEN) -> pd.DataFrame:
    """The columns of shares, where only those with most words are told apart: the others are ``rest``."""
    words = statements["words"].groupby(group_values(statements[by]), observed=True).sum()
    kept = set(words.drop(NOT_GIVEN, errors="ignore").sort_values(ascending=False, kind="stable").index[:first])
    known = {*kept, NOT_GIVEN}

    def joint(others: str) -> str:
        named = dict.fromkeys(name if name in kept else rest for name in others.split("; ") if name)
        return "; ".join(name for name in named if name != NOT_GIVEN)

    kept_columns = ("article_id", "kind", "date", "group", "position", "words", "quoted_words", COPIES)
    columns = {c: statements[c] for c in kept_columns if c in statements}
    columns[by] = recoded(statements[by], lambda name: name if name in known else rest)
    columns["with"] = recoded(statements["with"], joint) if by == "speaker" else statements["with"]
    columns.setdefault("speaker", statements["speaker"])  # whose side is whose
    return pd.DataFrame(columns)


def _cut(values: pd.Series, top: int = _GROUP_PARTS) -> tuple[int, str]:
    """How many are told apart if there are ``top`` names, that of nobody and that of the rest among them; the last."""
    names = values.unique()
    nobody = int(NOT_GIVEN in names)
    known = len(names) - nobody
    first = known if known + nobody <= top else top - 1 - nobody
    return first, f"{number(known - first)} others"


def _by(report: Report) -> str:
    """What speakers are grouped by: sides where they are given."""
    return "side" if "sides" in report.tables else "speaker"


def _shares(report: Report) -> Iterator[Chart]:
    """The shares of sides in each group that is compared."""
    comparison, statements, counted = report.comparison, report.tables["statements"], report.counted
    if comparison is None or comparison.grouping.of_article is None or counted.empty:
        return
    by, of, own = _by(report), comparison.grouping.of(counted), comparison.grouping.of(statements)
    known = of.notna()
    frame, groups = counted[known].assign(group=of[known]), of[known].nunique()

    def lines(row: pd.Series) -> pd.DataFrame:
        return statements[own.eq(row["group"]) & group_values(statements[by]).eq(row[by])]

    if groups in _GROUPS:
        if len(frame) > _MANY:  # the others are one before they are counted, and have no part in the title
            first, rest = _cut(frame[by])
            found = shares_of_groups(_of_first(frame, by, first, rest), by=by, between="group").with_last(rest)
        else:
            found = shares_of_groups(frame, by=by, between="group", rest_told=report.overview is None)
        yield _chart("shares", "comparison", lambda: drawn_between(found), lines)
    elif groups > max(_GROUPS):
        draw = lambda: balance_shares(frame, by=by, within="group")  # noqa: E731
        yield _chart("shares", "comparison", draw, phone=False)


def _stances(report: Report) -> Iterator[Chart]:
    """Stances of the verbs, of speakers with statements enough, where there are articles enough."""
    statements = report.counted
    told = statements[statements["stance"].ne("none")]
    counts = told["speaker"].value_counts()
    enough = told[told["speaker"].isin(counts.index[counts >= _ENOUGH_STATEMENTS])]
    if report.totals.articles >= FEWEST_ARTICLES and len(enough["speaker"].unique()) > 1:
        source = "statements" if report.overview is None else "reporting_verbs"
        yield _chart("reporting_verbs", source, lambda: verb_stances(enough), phone=False)


def _labels(report: Report) -> Iterator[Chart]:
    labels = report.tables["labels"]
    if labels.empty or labels["uses"].sum() < _ENOUGH_USES:
        return
    first = labels.iloc[0]
    places = {"own": "in the outlet’s own voice", "paraphrase": "in paraphrase", "quoted": "in quotation marks"}
    stands = [f"{times(int(first[v]))} {place}" for v, place in places.items()]
    term = str(first["term"])
    title = f"{quoted(term[:1].upper() + term[1:])} stands {join(stands)}"
    yield _chart("labels", "labels", lambda: term_voices(labels, title=title))


def _where(report: Report) -> Iterator[Chart]:
    pieces, labels = report.tables["where"], {a.id: a.label for a in report.articles}
    if report.overview is not None or pieces.empty or not pieces["voice"].isin(SPOKEN_ORDER).any():
        return  # the places of some articles say nothing of all
    by = _by(report)

    def lines(row: pd.Series) -> pd.DataFrame:
        return row.to_frame().T

    if len(labels) <= MOST_LANED:
        yield _chart("where", "where", lambda: voice_lanes(pieces, by=by, labels=labels), lines)
    else:
        yield _chart("where", "where", lambda: article_strips(pieces, by=by, labels=labels), phone=False)
    mentions = report.tables.get("mentions")
    if mentions is not None:
        actors = mentions[mentions["entity"].ne("place") & mentions["type"].ne("media")]
        if len(actors) >= _ENOUGH_USES:
            yield _chart("dispersion", "mentions", lambda: dispersion(actors, report.corpus, labels=labels))


def _over_time(report: Report) -> Iterator[Chart]:
    """Shares from period to period: the longest periods of which there are enough, with articles enough in each."""
    statements, by = report.counted, _by(report)
    if "date" not in statements.columns or statements.empty:
        return
    listed = report.tables["statements"]
    for every in (Period.YEAR, Period.QUARTER, Period.MONTH, Period.WEEK, Period.DAY):
        of = periods(statements["date"], every)
        counts = statements["article_id"].groupby(of, observed=True).nunique().drop(NOT_GIVEN, errors="ignore")
        if len(counts) >= FEWEST_PERIODS:
            if counts.ge(FEWEST_HOLDING).sum() >= FEWEST_PERIODS and counts.median() >= FEWEST_HOLDING:
                own = periods(listed["date"], every)

                def lines(row: pd.Series, own: pd.Series = own) -> pd.DataFrame:
                    return listed[own.eq(row["period"]) & group_values(listed[by]).eq(row[by])]

                source = "statements" if report.overview is None else "over_time"
                yield _chart("over_time", source, _over(statements, by, every), lines)
            return

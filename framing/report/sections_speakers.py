"""The sections about speakers and their verbs, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from framing.measure.balance import source_kind
from framing.report.blocks import Block, Chart, Columns, Items, Table, cell, mapped, table_of
from framing.report.speakers import unheard
from framing.report.values import Finding, Report
from framing.statements import NOT_GIVEN
from framing.tables import group_values
from framing.wording import percent, shorten

__all__ = ["MOST_FINDINGS", "OPEN", "ROWS", "charts_of", "findings_of", "headlines", "speaker_blocks", "verb_blocks"]

ROWS = 15
"""Rows of a table that the pages show; the file has all."""

MOST_FINDINGS = 10
"""So many findings stand at the head of the report."""

_BESIDE = 3
"""So many of them are of all articles together, where groups are compared."""

OPEN = 5
"""Rows that stand open; the rest is folded."""

_SILENT = 8
"""Rows of the table of those who are not heard."""


def findings_of(report: Report, topic: str) -> Iterator[Block]:
    """The findings of a section."""
    told = headlines(report)
    found = tuple(f for f in report.findings if f.topic == topic and f not in told)
    if found:
        yield Items(found)


def headlines(report: Report) -> tuple[Finding, ...]:
    """Findings of all articles together that stand at the head of the report."""
    told = [f for f in report.findings if f.leads]
    if report.comparison is None:
        return tuple(told[:MOST_FINDINGS])
    chosen = [f for topic in ("verbs", "words", "speakers") for f in told if f.topic == topic]
    return tuple([*chosen[: _BESIDE - 1], *chosen[-1:]] if len(chosen) > _BESIDE else chosen)


def charts_of(charts: Mapping[str, Chart], *names: str) -> Iterator[Block]:
    """Those of the charts that there are."""
    yield from (charts[n] for n in names if n in charts)


def speaker_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Who speaks, how introduced, and who is not heard."""
    yield from charts_of(charts, "shares", "words_by_actor")
    yield from findings_of(report, "speakers")
    yield from _speakers(report)
    if report.overview is not None:
        yield from _kinds(report)
    yield from _introductions(report)
    yield from _silent(report)


def _speakers(report: Report) -> Iterator[Table]:
    table, statements = report.tables["speakers"], report.tables["statements"]
    if table.empty:
        return
    shown = table.head(ROWS)
    columns: Columns = {
        "speaker": shown["speaker"].replace(NOT_GIVEN, "no source stated"),
        **({"side": shown["side"].replace(NOT_GIVEN, "")} if shown["side"].ne(NOT_GIVEN).any() else {}),
        "words": shown["words"],
        "share": mapped(shown["word_share"], percent),
        "quoted": shown["quoted_words"],
        "statements": shown["statements"],
        "articles": shown["articles"],
    }
    names, pieces = shown["speaker"].tolist(), report.tables["where"]

    def lines(row: int, column: str) -> pd.DataFrame:
        if column == "quoted":
            return pieces[pieces["voice"].eq("quoted") & group_values(pieces["speaker"]).eq(names[row])]
        return statements[group_values(statements["speaker"]).eq(names[row])]

    note = "Share: of all attributed words. Quoted: words in quotation marks."
    yield table_of("Speakers", columns, table, "speakers", note=note, first=OPEN, bars=("share",), lines=lines)


def _kinds(report: Report) -> Iterator[Table]:
    """Kinds of sources, and officials by outlet: of very many articles no chart of single ones says as much."""
    table, statements = report.tables["sources"], report.tables["statements"]
    shown = table[table["source_kind"].ne("all")]
    columns: Columns = {
        "kind of source": shown["source_kind"],
        "sources": shown["groups"],
        "words": shown["words"],
        "share": mapped(shown["word_share"], percent),
        "statements": shown["statements"],
    }
    kinds, of = shown["source_kind"].tolist(), source_kind(statements)
    yield table_of(
        "Kinds of sources", columns, table.iloc[1:], "sources", first=OPEN, bars=("share",),
        lines=lambda row, _: statements[of.eq(kinds[row])],
    )  # fmt: skip
    officials = report.tables["officials"]
    if len(officials) < 2:
        return
    by = str(officials.columns[0])
    each = officials.head(ROWS)
    ends = zip(each["official_share_low"], each["official_share_high"], strict=True)
    columns = {
        by: each[by],
        "officials": mapped(each["official_share"], percent),
        "95% interval": ["" if pd.isna(a) else f"{100 * a:.1f}% to {100 * b:.1f}%" for a, b in ends],
        "statements of officials": each["official_statements"],
        "statements with a source": each["statements"],
        "articles": each["articles"],
    }
    note = "Officials: people and bodies that speak for a state."
    theirs = statements[statements["official"].fillna(value=False) & statements["speaker"].ne(NOT_GIVEN)]

    def lines(row: int, _: str) -> pd.DataFrame:
        return theirs if row == 0 else theirs[group_values(theirs[by]).eq(each[by].iloc[row])]

    yield table_of("Officials among the sources", columns, officials, "officials", note=note, first=OPEN,
                   bars=("officials",), lines=lines)  # fmt: skip


def _introductions(report: Report) -> Iterator[Table]:
    introduced = report.tables["introductions"]
    described = introduced[introduced["type"].eq("person")]
    if described.empty:
        return
    shown = described.head(ROWS)
    columns: Columns = {
        "person": shown["speaker"],
        "first named as": mapped(shown["introduced_as"], lambda t: shorten(t, limit=90)),
    }
    records = shown[["article_id", "start", "end"]].assign(field="text").reset_index(drop=True)
    yield table_of(
        "How persons are introduced", columns, introduced, "introductions", first=OPEN,
        lines=lambda row, _: records.iloc[[row]], said=("first named as",),
    )  # fmt: skip


def _silent(report: Report) -> Iterator[Table]:
    table = report.tables.get("silence")
    if table is None:
        return
    silent, mentions = unheard(table), report.tables["mentions"]
    if silent.empty:
        return
    shown = silent.head(_SILENT)
    columns: Columns = {
        "actor": shown["speaker"],
        "type": shown["type"].replace(NOT_GIVEN, ""),
        "mentions": shown["mentions"],
        "in the outlet’s own voice": shown["own_mentions"],
        "articles": shown["articles_mentioned"],
    }
    names = shown["speaker"].tolist()

    def lines(row: int, column: str) -> pd.DataFrame:
        mine = mentions[mentions["actor"].eq(names[row])]
        return mine[mine["voice"].eq("own")] if column == "in the outlet’s own voice" else mine

    note = "By name; pronouns are not counted. Left out: media, and those for whom somebody of their side speaks."
    yield table_of(
        "Talked about, not heard", columns, silent, "silence", note=note, first=OPEN,
        lines=lines,
    )  # fmt: skip


def verb_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """The stance of the reporting verbs."""
    yield from findings_of(report, "verbs")
    yield from charts_of(charts, "reporting_verbs")
    table, statements = report.tables["reporting_verbs"], report.tables["statements"]
    telling = table[~table["stance"].isin(["none", "neutral"])]
    if telling.empty:
        return
    shown = telling.head(ROWS)
    columns: Columns = {
        "speaker": shown["speaker"].replace(NOT_GIVEN, "no source stated"),
        "stance": shown["stance"],
        "statements": [f"{a} of {b}" for a, b in zip(shown["with_this_stance"], shown["statements"], strict=True)],
        "cues": mapped(shown["cues"], lambda t: shorten(cell(t), limit=60)),
    }
    pairs = list(zip(shown["speaker"], shown["stance"], strict=True))

    def lines(row: int, _: str) -> pd.DataFrame:
        speaker, stance = pairs[row]
        return statements[group_values(statements["speaker"]).eq(speaker) & statements["stance"].eq(stance)]

    note = "Verbs that are not neutral. One verb in one article is an observation, not a habit."
    yield table_of("Stance of the cues", columns, table, "reporting_verbs", note=note, first=OPEN, lines=lines)

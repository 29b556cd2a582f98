"""Findings about officials, about those who pass on what others said, and about those who are only talked about."""

from __future__ import annotations

import pandas as pd

from framing.report.cells import records
from framing.report.sources import unheard
from framing.report.values import Finding, Report
from framing.report.wording import cardinal, count, join, number, percent, times
from framing.statements import NOT_GIVEN

__all__ = ["about_officials", "about_relays", "about_silence"]

_NAMED = 6
"""So many names are listed in a sentence."""

_SILENT = 5

_APART = 0.1
"""Articles are told apart where their shares differ by as much."""


def about_officials(report: Report) -> list[Finding]:
    """How much of what has a source is said by officials, and whether the articles differ in it."""
    table = report.tables["officials"]
    if table.empty:
        return []
    whole, *articles = records(table)
    officials, sourced = whole["official_statements"], whole["statements"]
    if not officials:
        return [
            Finding("speakers", f"None of the {count(sourced, 'statement')} with a stated source is an official’s.")
        ]
    share, words = percent(whole["official_share"]), percent(whole["official_words_share"])
    told = f"{cardinal(officials).capitalize()} of the {count(sourced, 'statement')} with a stated source"
    verb = "is an official’s" if officials == 1 else "are officials’"
    interval = "" if pd.isna(whole["low"]) else f"; 95% interval {percent(whole['low'])} to {percent(whole['high'])}"
    sentence = f"{told} {verb} ({share}{interval}), with {words} of their words: {_DEFINED}."
    shares = {a["article_id"]: a["official_share"] for a in articles}
    shown = [f"{percent(shares[a.id])} in {a.label}" for a in report.articles if a.id in shares]
    if 2 <= len(shown) <= _NAMED and max(shares.values()) - min(shares.values()) >= _APART:
        sentence += f" By article, officials have {join(shown)} of these statements."
    statements = report.tables["statements"]
    ids = statements.loc[statements["official"].fillna(value=False) & _sourced(report), "statement_id"]
    brief = f"{told} {verb} ({share}): {_DEFINED}."
    return [Finding("speakers", sentence, statement_ids=tuple(ids), brief=brief)]


_DEFINED = "people and bodies that speak for a state"


def _sourced(report: Report) -> pd.Series:
    return report.tables["statements"]["speaker"].ne(NOT_GIVEN)


def about_relays(report: Report) -> list[Finding]:
    """Who passes on what others said, for whom the statements count."""
    table = report.tables.get("relays")
    if table is None:
        return []
    statements = report.tables["statements"]
    passed = statements[statements["via"].ne("") & _sourced(report)]
    names = table["relay"].tolist()
    shown = names if len(names) <= _NAMED else [*names[: _NAMED - 1], f"{number(len(names) - _NAMED + 1)} more"]
    whose = [f"{speaker} ({name})" for speaker, name in zip(passed["speaker"], passed["statement"], strict=True)]
    listed = whose if len(whose) <= _NAMED else [*whose[: _NAMED - 1], f"{number(len(whose) - _NAMED + 1)} more"]
    sentence = (
        f"{join(shown)} {'passes' if len(names) == 1 else 'pass'} on what others said in "
        f"{count(len(passed), 'statement')}, which {'counts' if len(passed) == 1 else 'count'} for those others: "
        f"{join(listed)}."
    )
    return [Finding("speakers", sentence, statement_ids=tuple(passed["statement_id"]))]


def about_silence(report: Report) -> list[Finding]:
    """Who is talked about and never heard, nor spoken for."""
    table = report.tables.get("silence")
    if table is None:
        return []
    silent = unheard(table)
    people = table[table["entity"].eq("people")]
    parts = []
    if len(silent):
        shown = [f"{row['speaker']} ({count(row['mentions'], 'mention')})" for row in records(silent.head(_SILENT))]
        rest = len(silent) - len(shown)
        more = [f"{cardinal(rest)} more"] if rest else []
        parts.append(f"Talked about, but neither heard nor spoken for: {join([*shown, *more])}.")
    for row in records(people):
        said = f"speak in {count(row['statements'], 'statement')}" if row["statements"] else "are never heard"
        told = times(row["mentions"]) if row["mentions"] else "never"
        parts.append(f"People without a name (civilians, residents, families) are mentioned {told} and {said}.")
    if not parts:
        return []
    sentence = " ".join(parts)
    return [Finding("speakers", sentence, brief=sentence)]

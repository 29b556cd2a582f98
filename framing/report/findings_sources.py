"""Findings about officials, about those who pass on what others said, and about those who are only talked about."""

from __future__ import annotations

import pandas as pd

from framing.report.cells import records
from framing.report.sources import unheard
from framing.report.values import Finding, Report
from framing.report.wording import amount, cardinal, count, join, number, percent, times
from framing.statements import NOT_GIVEN

__all__ = ["about_officials", "about_relays", "about_silence"]

_NAMED = 6
"""So many names are listed in a sentence."""

_SILENT = 5
"""So many are named who are not heard."""

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
    low, high = whole["official_share_low"], whole["official_share_high"]
    interval = "" if pd.isna(low) else f"; 95% interval {percent(low)} to {percent(high)}"
    brief = (
        f"Officials, people and bodies that speak for a state, make {cardinal(officials)} of the "
        f"{count(sourced, 'statement')} with a stated source ({percent(whole['official_share'])}{interval})"
    )
    sentence = f"{brief} and have {percent(whole['official_word_share'])} of their words."
    shares = {a["article_id"]: a["official_share"] for a in articles}
    shown = [(a.label, percent(shares[a.id])) for a in report.articles if a.id in shares]
    if 2 <= len(shown) <= _NAMED and max(shares.values()) - min(shares.values()) >= _APART:
        (label, first), *others = shown
        parts = [f"{first} of the statements in {label}", *(f"{share} in {label}" for label, share in others)]
        sentence += f" By article, it is {join(parts)}."
    statements = report.tables["statements"]
    ids = statements.loc[statements["official"].fillna(value=False) & _sourced(report), "statement_id"]
    return [Finding("speakers", sentence, statement_ids=tuple(ids), brief=f"{brief}.")]


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
    one = len(passed) == 1
    sentence = (
        f"{join(shown)} {'passes' if len(names) == 1 else 'pass'} on what {'another' if one else 'others'} said in "
        f"{count(len(passed), 'statement')}, which {'counts for that other' if one else 'count for those others'}: "
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
        first, *others = zip(silent["speaker"].head(_SILENT), silent["mentions"].head(_SILENT), strict=True)
        shown = [f"{first[0]} ({amount(int(first[1]), 'mention')})", *(f"{a} ({number(int(n))})" for a, n in others)]
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

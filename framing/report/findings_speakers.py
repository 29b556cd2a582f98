"""Findings about who speaks, who is official, who passes on, and who is not heard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.join.unnamed import UNNAMED
from framing.report.speakers import unheard
from framing.report.values import CueUse, Finding, Quote, Report, SpeakerSummary
from framing.statements import NOT_GIVEN
from framing.wording import amount, cardinal, count, join, number, percent, times

__all__ = ["about_officials", "about_relays", "about_silence", "about_speakers", "examples"]

_NAMED = 3
"""So many are named in a sentence."""

_FEW_ARTICLES = 4
_APART = 0.1
"""Articles are told apart where their shares differ by as much."""

_TELLING = 4
"""An example has so many words: fewer say nothing by themselves."""


def about_speakers(report: Report) -> list[Finding]:
    """Who says most, and how much comes from sources without a name."""
    voiced = [s for s in report.speakers if s.source_kind != "none stated"]
    if not voiced:
        sentence = f"None of the {count(report.totals.statements, 'statement')} names a source."
        return [Finding("speakers", sentence, leads=True)]
    return [_about_most_words(report, voiced), *_about_kinds(report)]


def _about_most_words(report: Report, said: Sequence[SpeakerSummary]) -> Finding:
    """Who says most; kinds of unnamed sources are nobody, and are ranked only where there is nobody else."""
    voiced = [s for s in said if not s.name.startswith(UNNAMED)] or said
    first = voiced[0]
    statements = report.tables["statements"]
    lines = statements[statements["speaker"].eq(first.name)]
    if len(voiced) == 1:
        sentence = f"{first.name} is the only speaker, with {amount(first.words, 'word')} in "
        sentence += f"{count(first.statements, 'statement')}."
    elif voiced[1].words == first.words:
        many = sum(s.words == first.words for s in voiced)
        sentence = (
            f"{count(many, 'speaker').capitalize()} are given the most words, {percent(first.word_share)} of all "
        )
        sentence += f"that is attributed each: {join(_some([s.name for s in voiced[:many]]))}."
    else:
        after = [f"{s.name} ({percent(s.word_share)})" for s in voiced[1:_NAMED]]
        sentence = (
            f"{first.name} is given the most words, {percent(first.word_share)} of all that is attributed "
            f"({number(first.words)} in {count(first.statements, 'statement')}), before {join(after)}."
        )
    ids = tuple(u.quote.reference for u in first.cues)
    return Finding("speakers", sentence, tuple(examples(first.cues, 1)), ids, leads=True, lines=lines)


def _about_kinds(report: Report) -> list[Finding]:
    """How much is said by sources without a name, and by nobody that is stated."""
    shares = {row["source_kind"]: row for row in report.tables["sources"].to_dict("records")}
    unnamed, nobody = shares.get("unnamed"), shares.get("none stated")
    if unnamed is None:
        return []
    sentence = f"Sources without a name (“an official”) have {percent(unnamed['word_share'])} of the attributed words"
    if nobody is not None:
        sentence += f", and {percent(nobody['word_share'])} have no stated source"
    return [Finding("speakers", f"{sentence}.")]


def examples(cues: Sequence[CueUse], limit: int) -> list[Quote]:
    """The longest statement of a speaker that is short enough to quote, quotations before paraphrase."""
    telling = [u.quote for u in cues if len(u.quote.text.split()) >= _TELLING]
    fitting = [q for q in telling if len(q.text) <= 260] or telling
    return sorted(fitting, key=lambda q: (q.text[:1] not in "“\"‘'", -len(q.text), q.start))[:limit]


def about_officials(report: Report) -> list[Finding]:
    """How much of what has a source is said by officials, and whether the articles differ in it."""
    table = report.tables["officials"]
    if table.empty:
        return []
    whole, *articles = table.to_dict("records")
    officials, sourced = whole["official_statements"], whole["statements"]
    if not officials:
        sentence = f"None of the {count(sourced, 'statement')} with a stated source is an official’s."
        return [Finding("speakers", sentence)]
    low, high = whole["official_share_low"], whole["official_share_high"]
    interval = "" if pd.isna(low) else f"; 95% interval {percent(low)} to {percent(high)}"
    sentence = (
        f"Officials, people and bodies that speak for a state, make {cardinal(officials)} of the "
        f"{count(sourced, 'statement')} with a stated source ({percent(whole['official_share'])}{interval})"
    )
    shares = {a["article_id"]: a["official_share"] for a in articles if "article_id" in a}
    shown = [(a.label, percent(shares[a.id])) for a in report.articles if a.id in shares]
    if 2 <= len(shown) <= _FEW_ARTICLES and max(shares.values()) - min(shares.values()) >= _APART:
        sentence += f": {join([f'{share} in {label}' for label, share in shown])}"
    sentence += "." + _checked_share(report.tables.get("officials_checked"))
    statements = report.tables["statements"]
    lines = statements[statements["official"].fillna(value=False) & statements["speaker"].ne(NOT_GIVEN)]
    return [Finding("speakers", sentence, statements=tuple(lines["statement"]), leads=True, lines=lines)]


def _checked_share(table: pd.DataFrame | None) -> str:
    """The share of officials as people's checks correct it."""
    if table is None or table.empty or pd.isna(table["official_share_corrected"].iloc[0]):
        return ""
    row = table.iloc[0]
    low, high = row["official_share_corrected_low"], row["official_share_corrected_high"]
    interval = "" if pd.isna(low) else f" ({percent(low)} to {percent(high)})"
    return (
        f" Corrected by {count(int(row['checked_items']), 'item')} that people have checked, the share of the "
        f"statements is {percent(row['official_share_corrected'])}{interval}."
    )


def about_relays(report: Report) -> list[Finding]:
    """Who passes on what others said, for whom the statements count."""
    table = report.tables.get("relays")
    if table is None:
        return []
    statements = report.tables["statements"]
    passed = statements[statements["via"].ne("") & statements["speaker"].ne(NOT_GIVEN)]
    counted = int((report.counted["via"].ne("") & report.counted["speaker"].ne(NOT_GIVEN)).sum())
    names = _some(table["relay"].tolist())
    one = counted == 1
    sentence = (
        f"{join(names)} {'passes' if len(table) == 1 else 'pass'} on what {'another' if one else 'others'} said in "
        f"{count(counted, 'statement')}, which {'counts for that other' if one else 'count for those others'}."
    )
    return [Finding("speakers", sentence, statements=tuple(passed["statement"]), lines=passed)]


def _some(names: Sequence[str]) -> list[str]:
    return [*names] if len(names) <= _NAMED else [*names[: _NAMED - 1], f"{number(len(names) - _NAMED + 1)} more"]


def about_silence(report: Report) -> list[Finding]:
    """Who is talked about and never heard, nor spoken for."""
    table = report.tables.get("silence")
    if table is None:
        return []
    silent = unheard(table)
    people = table[table["entity"].eq("people")]
    found = []
    if len(silent):
        mentions = report.tables["mentions"]
        pairs = list(zip(silent["speaker"].head(_NAMED), silent["mentions"].head(_NAMED), strict=True))
        (first, n), *others = pairs
        sentence = f"{first} is named {times(int(n))} and neither heard nor spoken for"
        if others:
            sentence += (
                f"; nor {'is' if len(others) == 1 else 'are'} {join([f'{a} ({number(int(k))})' for a, k in others])}"
            )
        lines = mentions[mentions["actor"].eq(first)]
        found.append(Finding("speakers", f"{sentence}.", leads=True, lines=lines))
    for row in people.to_dict("records"):
        said = f"speak in {count(row['statements'], 'statement')}" if row["statements"] else "are never heard"
        told = times(row["mentions"]) if row["mentions"] else "never"
        sentence = f"People without a name (civilians, residents, families) are mentioned {told} and {said}."
        found.append(Finding("speakers", sentence))
    return found

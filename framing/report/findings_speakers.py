"""Findings about who speaks and how they are introduced, who is official, who passes on, and who is not heard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.join.unnamed import UNNAMED
from framing.report.findings_verbs import NAMED, listed
from framing.report.speakers import unheard
from framing.report.values import CueUse, Finding, Introduction, Quote, Report, SpeakerSummary
from framing.statements import NOT_GIVEN
from framing.values import SpeakerType
from framing.wording import amount, cardinal, count, join, number, percent, quoted, times

__all__ = ["about_introductions", "about_officials", "about_relays", "about_silence", "about_speakers"]

_SILENT = 5
"""So many are named who are not heard."""

_APART = 0.1
"""Articles are told apart where their shares differ by as much."""


def about_speakers(report: Report) -> list[Finding]:
    """Who says most, how the words are spread, what kinds of source and which sides there are."""
    voiced = [s for s in report.speakers if s.source_kind != "none stated"]
    if not voiced:
        sentence = f"None of the {count(report.totals.statements, 'statement')} names a source."
        return [Finding("speakers", sentence, brief=sentence)]
    found = [_about_most_words(voiced)]
    found += _about_spread(report, len(voiced))
    found += _about_kinds(report.tables["sources"])
    found += _about_sides(report.tables.get("sides"))
    found += _about_form(voiced)
    return found


def _about_most_words(said: Sequence[SpeakerSummary]) -> Finding:
    """Who says most; kinds of unnamed sources are nobody, and are ranked only where there is nobody else."""
    voiced = [s for s in said if not s.name.startswith(UNNAMED)] or said
    first = voiced[0]
    if len(voiced) == 1:
        statements = count(first.statements, "statement")
        sentence = f"{first.name} is the only speaker, with {amount(first.words, 'word')} in {statements}."
        return Finding("speakers", sentence, tuple(_examples(first.cues, 1)), _counted(first.cues), brief=sentence)
    sentence = (
        f"{first.name} is given the most words: {number(first.words)}, which is {percent(first.word_share)} of all "
        f"that is attributed, in {count(first.statements, 'statement')}."
    )
    after = [f"{s.name} ({percent(s.word_share)})" for s in voiced[1:4]]
    sentence += f" {join(after)} {'follows' if len(after) == 1 else 'follow'}."
    quotes = [q for s in voiced[:2] for q in _examples(s.cues, 1)]
    return Finding("speakers", sentence, tuple(quotes), _counted(first.cues), brief=sentence)


def _about_spread(report: Report, speakers: int) -> list[Finding]:
    whole = report.tables["sources"].iloc[0]
    even, concentrated = float(whole["evenness_words"]), float(whole["hhi_words"])
    if speakers < 2 or not concentrated > 0:
        return []
    return [
        Finding(
            "speakers",
            f"The words of the {count(speakers, 'speaker')} are spread with evenness {even:.2f} (1 where all have "
            f"the same, 0 where one has all) and a concentration of {concentrated:.2f}, the same as that of "
            f"{1 / concentrated:.0f} speakers with equal shares.",
        )
    ]


def _about_kinds(sources: pd.DataFrame) -> list[Finding]:
    said = {
        "named": "speakers with a name",
        "unnamed": "speakers without one (“an official”)",
        "media": "other media",
        "none stated": "statements without a stated source",
    }
    parts = [
        f"{said[row['source_kind']]} have {percent(row['word_share'])} ({count(row['statements'], 'statement')})"
        for row in sources.to_dict("records")
        if row["source_kind"] in said
    ]
    if len(parts) < 2:
        return []
    return [Finding("speakers", f"Of the attributed words, {join(parts)}.")]


def _about_sides(sides: pd.DataFrame | None) -> list[Finding]:
    if sides is None:
        return []
    parts = [
        f"to {'speakers without a side' if row['side'] == NOT_GIVEN else row['side']} "
        f"({percent(row['word_share'])}, {count(row['statements'], 'statement')})"
        for row in sides.to_dict("records")
    ]
    return [Finding("speakers", f"By side, as the project file assigns them, the attributed words go {join(parts)}.")]


def _about_form(voiced: Sequence[SpeakerSummary]) -> list[Finding]:
    paraphrased = [s.name for s in voiced if not s.quoted_words]
    verbatim = [s.name for s in voiced if s.words and s.quoted_words == s.words]
    parts = []
    if paraphrased:
        parts.append(f"{listed(paraphrased)} {'is' if len(paraphrased) == 1 else 'are'} never quoted, only paraphrased")
    if verbatim:
        parts.append(f"{listed(verbatim)} {'speaks' if len(verbatim) == 1 else 'speak'} in quotation marks throughout")
    return [Finding("speakers", _sentence("; ".join(parts)))] if parts else []


def about_introductions(report: Report) -> list[Finding]:
    """Which persons come with an office or a description, and which with their name alone."""
    persons = [i for i in report.introductions if i.type == SpeakerType.PERSON.value]
    first: dict[str, Introduction] = {}
    for introduction in persons:
        first.setdefault(introduction.speaker, introduction)
    described = [i for i in first.values() if i.form == "described"]
    bare = [i for i in first.values() if i.form == "name"]
    if not described and not bare:
        return []
    if not described:
        names = listed([f"{i.speaker} ({i.quote.reference})" for i in bare])
        sentence = f"No person is introduced with an office, a rank or a description: {names}."
    else:
        shown = listed([f"{quoted(i.quote.text.rstrip(' ,;:'))} ({i.quote.reference})" for i in described])
        sentence = (
            f"{_how_many(len(described), len(first))} introduced with an office, a rank or a description: {shown}."
        )
        if bare:
            sentence += f" With the name alone: {listed([f'{i.speaker} ({i.quote.reference})' for i in bare])}."
    return [Finding("speakers", sentence, statements=tuple(i.quote.reference for i in first.values()))]


def _how_many(some: int, all_of_them: int) -> str:
    if all_of_them == 1:
        return "The one person who speaks is"
    if some == all_of_them:
        return f"All {cardinal(some)} persons who speak are"
    return (
        f"{cardinal(some).capitalize()} of the {cardinal(all_of_them)} persons who speak {'is' if some == 1 else 'are'}"
    )


def _examples(cues: Sequence[CueUse], limit: int) -> list[Quote]:
    """The longest statement of a speaker that is short enough to quote, quotations before paraphrase."""
    fitting = [u.quote for u in cues if len(u.quote.text) <= 260] or [u.quote for u in cues]
    return sorted(fitting, key=lambda q: (q.text[:1] not in "“\"‘'", -len(q.text), q.start))[:limit]


def _counted(cues: Sequence[CueUse]) -> tuple[str, ...]:
    return tuple(u.quote.reference for u in cues)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def about_officials(report: Report) -> list[Finding]:
    """How much of what has a source is said by officials, and whether the articles differ in it."""
    table = report.tables["officials"]
    if table.empty:
        return []
    whole, *articles = table.to_dict("records")
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
    if 2 <= len(shown) <= NAMED and max(shares.values()) - min(shares.values()) >= _APART:
        (label, first), *others = shown
        parts = [f"{first} of the statements in {label}", *(f"{share} in {label}" for label, share in others)]
        sentence += f" By article, it is {join(parts)}."
    sentence += _checked_share(report.tables.get("officials_checked"))
    statements = report.tables["statements"]
    ids = statements.loc[statements["official"].fillna(value=False) & _sourced(report), "statement"]
    return [Finding("speakers", sentence, statements=tuple(ids), brief=f"{brief}.")]


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
    shown = names if len(names) <= NAMED else [*names[: NAMED - 1], f"{number(len(names) - NAMED + 1)} more"]
    whose = [f"{speaker} ({name})" for speaker, name in zip(passed["speaker"], passed["statement"], strict=True)]
    listed = whose if len(whose) <= NAMED else [*whose[: NAMED - 1], f"{number(len(whose) - NAMED + 1)} more"]
    one = len(passed) == 1
    sentence = (
        f"{join(shown)} {'passes' if len(names) == 1 else 'pass'} on what {'another' if one else 'others'} said in "
        f"{count(len(passed), 'statement')}, which {'counts for that other' if one else 'count for those others'}: "
        f"{join(listed)}."
    )
    return [Finding("speakers", sentence, statements=tuple(passed["statement"]))]


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
    for row in people.to_dict("records"):
        said = f"speak in {count(row['statements'], 'statement')}" if row["statements"] else "are never heard"
        told = times(row["mentions"]) if row["mentions"] else "never"
        parts.append(f"People without a name (civilians, residents, families) are mentioned {told} and {said}.")
    if not parts:
        return []
    sentence = " ".join(parts)
    return [Finding("speakers", sentence, brief=sentence)]

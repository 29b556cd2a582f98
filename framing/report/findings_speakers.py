"""Findings about who speaks, how they are introduced and with which verbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from framing.report.cells import records
from framing.report.values import CueUse, Finding, Introduction, Quote, Report, SpeakerSummary
from framing.report.wording import amount, cardinal, count, join, number, percent, quoted
from framing.statements import NOT_GIVEN
from framing.values import SpeakerType

__all__ = ["about_introductions", "about_speakers", "about_verbs"]

_NAMED = 6
"""So many names or phrases are listed in a sentence before "and others"."""


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


def _about_most_words(voiced: Sequence[SpeakerSummary]) -> Finding:
    first = voiced[0]
    if len(voiced) == 1:
        statements = count(first.statements, "statement")
        sentence = f"{first.name} is the only speaker, with {amount(first.words, 'word')} in {statements}."
        return Finding("speakers", sentence, tuple(_examples(first.cues, 1)), _ids(first.cues), brief=sentence)
    sentence = (
        f"{first.name} is given the most words: {number(first.words)}, which is {percent(first.word_share)} of all "
        f"that is attributed, in {count(first.statements, 'statement')}."
    )
    after = [f"{s.name} ({percent(s.word_share)})" for s in voiced[1:4]]
    sentence += f" {join(after)} {'follows' if len(after) == 1 else 'follow'}."
    quotes = [q for s in voiced[:2] for q in _examples(s.cues, 1)]
    return Finding("speakers", sentence, tuple(quotes), _ids(first.cues), brief=sentence)


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
        for row in records(sources)
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
        for row in records(sides)
    ]
    return [Finding("speakers", f"By side, as the project file assigns them, the attributed words go {join(parts)}.")]


def _about_form(voiced: Sequence[SpeakerSummary]) -> list[Finding]:
    paraphrased = [s.name for s in voiced if not s.quoted_words]
    verbatim = [s.name for s in voiced if s.words and s.quoted_words == s.words]
    parts = []
    if paraphrased:
        parts.append(
            f"{_listed(paraphrased)} {'is' if len(paraphrased) == 1 else 'are'} never quoted, only paraphrased"
        )
    if verbatim:
        parts.append(f"{_listed(verbatim)} {'speaks' if len(verbatim) == 1 else 'speak'} in quotation marks throughout")
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
        names = _listed([f"{i.speaker} ({i.quote.reference})" for i in bare])
        sentence = f"No person is introduced with an office, a rank or a description: {names}."
    else:
        shown = _listed([f"{quoted(i.quote.text.rstrip(' ,;:'))} ({i.quote.reference})" for i in described])
        sentence = (
            f"{_how_many(len(described), len(first))} introduced with an office, a rank or a description: {shown}."
        )
        if bare:
            sentence += f" With the name alone: {_listed([f'{i.speaker} ({i.quote.reference})' for i in bare])}."
    ids = tuple(i.quote.statement_id for i in first.values() if i.quote.statement_id)
    return [Finding("speakers", sentence, statement_ids=ids)]


def _how_many(some: int, all_of_them: int) -> str:
    if all_of_them == 1:
        return "The one person who speaks is"
    if some == all_of_them:
        return f"All {cardinal(some)} persons who speak are"
    return (
        f"{cardinal(some).capitalize()} of the {cardinal(all_of_them)} persons who speak {'is' if some == 1 else 'are'}"
    )


def about_verbs(report: Report) -> list[Finding]:
    """Whose statements come with a verb by which the outlet keeps its distance, and whose never do."""
    voiced = [s for s in report.speakers if s.source_kind != "none stated"]
    told = [u for s in report.speakers for u in s.cues if u.cue]
    if not told:
        return []
    marked = sorted((s for s in voiced if _distant(s)), key=lambda s: (-len(_distant(s)), -s.statements, s.name))
    free = [s for s in voiced if s.source_kind != "media" and not _distant(s) and any(u.cue for u in s.cues)]
    free = sorted(free, key=lambda s: (-s.statements, -s.words, s.name))
    found = [_about_distance(marked, free, told) if marked else _about_no_distance(told)]
    found += _about_distance_by_side(report.tables.get("reporting_verbs_by_side"))
    for name, lead in (
        ("affirming", "Verbs that present what is said as so"),
        ("arguing, judging, feeling", "Verbs of pressing, judging or feeling"),
        ("tentative or thought", "Verbs of thought or of caution"),
    ):
        found += _about_family(voiced, name, lead)
    return found


def _distant(speaker: SpeakerSummary) -> list[CueUse]:
    return [u for u in speaker.cues if u.family == "distancing"]


def _about_no_distance(told: Sequence[CueUse]) -> Finding:
    anywhere = sum(u.family == "distancing" for u in told)
    sentence = (
        f"None of the {count(len(told), 'statement')} with a reporting verb comes with a distancing one (“claimed”)."
    )
    if anywhere:
        sentence = f"Distancing verbs introduce {count(anywhere, 'statement')}, all without a stated source."
    return Finding("verbs", sentence, brief=sentence)


def _about_distance(
    marked: Sequence[SpeakerSummary], free: Sequence[SpeakerSummary], told: Sequence[CueUse]
) -> Finding:
    """Speakers with distancing verbs, named beside those whom the outlet lets speak without."""
    uses = [u for s in marked for u in _distant(s)]
    distant = sum(u.family == "distancing" for u in told)
    some = f"{cardinal(distant)} of {cardinal(len(told))}".capitalize()
    who = [f"{s.name} {_cues(_distant(s), references=True)}{_out_of(s)}" for s in marked]
    sentence = (
        f"{some} statements with a reporting verb {'has' if distant == 1 else 'have'} a distancing one, which leaves "
        f"the claim to its source: {'; '.join(who[:_NAMED])}"
        + (f"; and {count(len(who) - _NAMED, 'other speaker')}." if len(who) > _NAMED else ".")
    )
    brief = f"{some} statements {'is' if distant == 1 else 'are'} introduced with a distancing verb: "
    brief += _listed([f"{s.name} {_cues(_distant(s), references=True)}" for s in marked])
    if free:
        shown = [f"{s.name} {_cues(_once(s.cues))}" for s in free[:_NAMED]]
        rest = len(free) - len(shown)
        others = f", nor with {count(rest, 'other speaker')}" if rest else ""
        sentence += f" No such verb stands with {'; '.join(shown)}{others}."
    beside = sorted(free, key=lambda s: (s.type != SpeakerType.PERSON, min(_WEIGHT[u.family] for u in s.cues if u.cue)))
    beside = beside[:3]
    if beside:
        brief += f", where {join([f'{s.name} {_cues(_telling(s.cues))}' for s in beside])}"
    quotes = [u.quote for s in marked[:3] for u in _distant(s)[:1]]
    quotes += [u.quote for s in beside for u in _telling(s.cues)[-1:]]
    ids = tuple(u.quote.statement_id for u in uses if u.quote.statement_id)
    return Finding("verbs", sentence, tuple(quotes), ids, brief=f"{brief}.")


def _out_of(speaker: SpeakerSummary) -> str:
    return f", {cardinal(len(_distant(speaker)))} of {count(speaker.statements, 'statement')}"


_FIRM = (
    "arguing, judging, feeling", "affirming", "denying, asking, promising", "tentative or thought", "neutral",
    "none told", "distancing",
)  # fmt: skip
_WEIGHT = {name: i for i, name in enumerate(_FIRM)}
"""Which cue of a speaker says most beside a distancing one: the firmest, by family."""


def _once(cues: Sequence[CueUse]) -> list[CueUse]:
    """Cues in their order, each wording once."""
    once: dict[str, CueUse] = {}
    for use in cues:
        if use.cue:
            once.setdefault(use.cue.lower(), use)
    return list(once.values())


def _telling(cues: Sequence[CueUse]) -> list[CueUse]:
    """The first neutral cue and the firmest one."""
    once = _once(cues)
    neutral = [u for u in once if u.family == "neutral"][:1]
    firm = sorted((u for u in once if u.family != "neutral"), key=lambda u: _WEIGHT[u.family])[:1]
    return neutral + firm


def _about_distance_by_side(stances: pd.DataFrame | None) -> list[Finding]:
    if stances is None or not stances["stance"].eq("distancing").any():
        return []
    parts = []
    for side, rows in stances[stances["side"].ne(NOT_GIVEN)].groupby("side", sort=False):
        n = int(rows.loc[rows["stance"].eq("distancing"), "with_this_stance"].sum())
        parts.append(f"{side} {number(n)} of {number(int(rows['statements'].iloc[0]))}")
    return [Finding("verbs", f"Distancing verbs by side: {join(parts)} statements.")] if len(parts) > 1 else []


def _about_family(voiced: Sequence[SpeakerSummary], name: str, lead: str) -> list[Finding]:
    uses = [(s, [u for u in s.cues if u.family == name]) for s in voiced]
    uses = sorted(((s, them) for s, them in uses if them), key=lambda m: (-len(m[1]), m[0].name))
    if not uses:
        return []
    total = sum(len(them) for _, them in uses)
    who = [f"{s.name} {_cues(them, references=True)}" for s, them in uses]
    ids = tuple(u.quote.statement_id for _, them in uses for u in them if u.quote.statement_id)
    return [Finding("verbs", f"{lead} ({number(total)}): {_listed(who)}.", statement_ids=ids)]


def _cues(uses: Iterable[CueUse], *, references: bool = False) -> str:
    """Cues as they stand in the text, each once, at most five."""
    once: dict[str, list[str]] = {}
    for use in uses:
        once.setdefault(use.cue, []).append(use.quote.reference)
    shown = [
        f"{quoted(cue)} ({', '.join(where[:3])})" if references else quoted(cue)
        for cue, where in list(once.items())[:5]
    ]
    return join(shown)


def _examples(cues: Sequence[CueUse], limit: int) -> list[Quote]:
    """The longest statement of a speaker that is short enough to quote, quotations before paraphrase."""
    fitting = [u.quote for u in cues if len(u.quote.text) <= 260] or [u.quote for u in cues]
    return sorted(fitting, key=lambda q: (q.text[:1] not in "“\"‘'", -len(q.text), q.start))[:limit]


def _ids(cues: Sequence[CueUse]) -> tuple[str, ...]:
    return tuple(u.quote.statement_id for u in cues if u.quote.statement_id)


def _listed(parts: Sequence[str], *, last: str = "and") -> str:
    """A list in a sentence, cut after the first few."""
    if len(parts) > _NAMED + 1:
        return ", ".join(parts[:_NAMED]) + f" and {number(len(parts) - _NAMED)} more"
    return join(parts, last=last)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."

"""Findings about the verbs by which the outlet keeps its distance, presses a case, or lets a claim stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from framing.report.tested import few_to_compare, shown_differences
from framing.report.values import CueUse, Finding, Report, SpeakerSummary
from framing.statements import NOT_GIVEN
from framing.values import SpeakerType
from framing.wording import cardinal, count, join, number, quoted

__all__ = ["NAMED", "about_verbs", "listed"]

NAMED = 6
"""So many names or phrases are listed in a sentence before "and others"."""


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
    found += _about_distance_by_side(report)
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
        f"the claim to its source: {'; '.join(who[:NAMED])}"
        + (f"; and {count(len(who) - NAMED, 'other speaker')}." if len(who) > NAMED else ".")
    )
    brief = f"{some} statements {'is' if distant == 1 else 'are'} introduced with a distancing verb: "
    brief += listed([f"{s.name} {_cues(_distant(s), references=True)}" for s in marked])
    if free:
        shown = [f"{s.name} {_cues(_once(s.cues))}" for s in free[:NAMED]]
        rest = len(free) - len(shown)
        others = f", nor with {count(rest, 'other speaker')}" if rest else ""
        sentence += f" No such verb stands with {'; '.join(shown)}{others}."
    beside = sorted(free, key=lambda s: (s.type != SpeakerType.PERSON, min(_WEIGHT[u.family] for u in s.cues if u.cue)))
    beside = beside[:3]
    if beside:
        brief += f", where {join([f'{s.name} {_cues(_telling(s.cues))}' for s in beside])}"
    quotes = [u.quote for s in marked[:3] for u in _distant(s)[:1]]
    quotes += [u.quote for s in beside for u in _telling(s.cues)[-1:]]
    ids = tuple(u.quote.reference for u in uses)
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


def _about_distance_by_side(report: Report) -> list[Finding]:
    stances = report.tables.get("reporting_verbs_by_side")
    if stances is None or not stances["stance"].eq("distancing").any():
        return []
    parts = []
    for side, rows in stances[stances["side"].ne(NOT_GIVEN)].groupby("side", sort=False):
        n = int(rows.loc[rows["stance"].eq("distancing"), "with_this_stance"].sum())
        parts.append(f"{side} {number(n)} of {number(int(rows['statements'].iloc[0]))}")
    if len(parts) < 2:
        return []
    tested = shown_differences(report.tables.get("differences"), "distancing_share", what="distancing verbs")
    statements = report.tables["statements"]
    held = statements[statements["side"].ne(NOT_GIVEN)].groupby("side")["article_id"].nunique()
    sentence = f"Distancing verbs by side: {join(parts)} statements.{tested or few_to_compare(int(held.min()))}"
    return [Finding("verbs", sentence)]


def _about_family(voiced: Sequence[SpeakerSummary], name: str, lead: str) -> list[Finding]:
    uses = [(s, [u for u in s.cues if u.family == name]) for s in voiced]
    uses = sorted(((s, them) for s, them in uses if them), key=lambda m: (-len(m[1]), m[0].name))
    if not uses:
        return []
    total = sum(len(them) for _, them in uses)
    who = [f"{s.name} {_cues(them, references=True)}" for s, them in uses]
    ids = tuple(u.quote.reference for _, them in uses for u in them)
    return [Finding("verbs", f"{lead} ({number(total)}): {listed(who)}.", statements=ids)]


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


def listed(parts: Sequence[str]) -> str:
    """A list in a sentence, cut after the first few."""
    if len(parts) > NAMED + 1:
        return ", ".join(parts[:NAMED]) + f" and {number(len(parts) - NAMED)} more"
    return join(parts)

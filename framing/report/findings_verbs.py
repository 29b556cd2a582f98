"""Findings about the verbs by which the outlet keeps its distance."""

from __future__ import annotations

from collections.abc import Sequence

from framing.report.findings_speakers import examples
from framing.report.tested import few_to_compare, shown_differences
from framing.report.values import CueUse, Finding, Report, SpeakerSummary
from framing.statements import NOT_GIVEN
from framing.values import SpeakerType
from framing.wording import cardinal, count, join, number, percent, quoted

__all__ = ["about_counted_verbs", "about_verbs"]

_NAMED = 3
"""So many speakers are named in a sentence."""

_FIRM = (
    "arguing, judging, feeling", "affirming", "denying, requesting, promising", "tentative, thought, questioning",
    "neutral", "none told", "distancing",
)  # fmt: skip
_WEIGHT = {name: i for i, name in enumerate(_FIRM)}
"""Which cue of a speaker says most beside a distancing one: the firmest, by family."""


def about_verbs(report: Report) -> list[Finding]:
    """Whose statements come with a verb by which the outlet keeps its distance, beside whose do not."""
    voiced = [s for s in report.speakers if s.source_kind != "none stated"]
    told = [u for s in report.speakers for u in s.cues if u.cue]
    if not told:
        return []
    marked = sorted((s for s in voiced if _distant(s)), key=lambda s: (-len(_distant(s)), -s.statements, s.name))
    if not marked:
        return [_about_no_distance(told)]
    free = [s for s in voiced if s.source_kind != "media" and not _distant(s) and any(u.cue for u in s.cues)]
    free = sorted(free, key=lambda s: (-s.statements, -s.words, s.name))
    return [_about_distance(report, marked, free, told), *_about_distance_by_side(report)]


def _distant(speaker: SpeakerSummary) -> list[CueUse]:
    return [u for u in speaker.cues if u.family == "distancing"]


def _about_no_distance(told: Sequence[CueUse]) -> Finding:
    anywhere = sum(u.family == "distancing" for u in told)
    sentence = (
        f"None of the {count(len(told), 'statement')} with a reporting verb comes with a distancing one (“claimed”)."
    )
    if anywhere:
        sentence = f"Distancing verbs introduce {count(anywhere, 'statement')}, all without a stated source."
    return Finding("verbs", sentence, leads=True)


def _about_distance(
    report: Report, marked: Sequence[SpeakerSummary], free: Sequence[SpeakerSummary], told: Sequence[CueUse]
) -> Finding:
    """Speakers with distancing verbs, beside one whom the outlet lets speak without."""
    uses = [u for s in marked for u in _distant(s)]
    distant = sum(u.family == "distancing" for u in told)
    some = f"{cardinal(distant)} of {cardinal(len(told))}".capitalize()
    names = [f"{s.name} {_cues(_distant(s))}" for s in marked[:_NAMED]]
    if len(marked) > _NAMED:
        names[-1:] = [f"{number(len(marked) - _NAMED + 1)} more"]
    sentence = f"{some} statements {'is' if distant == 1 else 'are'} introduced with a distancing verb: {join(names)}"
    beside = sorted(free, key=lambda s: (s.type != SpeakerType.PERSON, min(_WEIGHT[u.family] for u in s.cues if u.cue)))
    if beside:
        sentence += f", where {beside[0].name} {_cues(_telling(beside[0].cues))}"
    ids = tuple(u.quote.reference for u in uses)
    statements = report.tables["statements"]
    lines = statements[statements["statement"].isin(ids)]
    return Finding("verbs", f"{sentence}.", tuple(examples(uses, 1)), ids, leads=True, lines=lines)


def about_counted_verbs(report: Report) -> list[Finding]:
    """The same of so many statements that they are only counted: how many, whose most often, and with which verbs."""
    told = report.counted["cue"].notna() & report.counted["cue"].ne("")
    if not told.any():
        return []
    distant = int((report.counted["stance"].eq("distancing") & told).sum())
    if not distant:
        sentence = (
            f"None of the {count(int(told.sum()), 'statement')} with a reporting verb comes with a distancing one "
            "(“claimed”)."
        )
        return [Finding("verbs", sentence, leads=True)]
    table = report.tables["reporting_verbs"]
    rows = table[table["stance"].eq("distancing") & table["speaker"].ne(NOT_GIVEN)]
    rows = rows.sort_values("with_this_stance", ascending=False, kind="stable").head(_NAMED)
    named = [
        f"{speaker} {number(int(n))} of {number(int(of))}"
        for speaker, n, of in zip(rows["speaker"], rows["with_this_stance"], rows["statements"], strict=True)
    ]
    share = percent(distant / int(told.sum()))
    sentence = (
        f"{number(distant)} of {number(int(told.sum()))} statements with a reporting verb ({share}) are introduced "
        f"with a distancing one (“claimed”){f': most often {join(named)}' if named else ''}."
    )
    statements = report.tables["statements"]
    lines = statements[statements["stance"].eq("distancing")]
    return [Finding("verbs", sentence, leads=True, lines=lines), *_about_distance_by_side(report)]


def _telling(cues: Sequence[CueUse]) -> list[CueUse]:
    """The first neutral cue and the firmest one."""
    once: dict[str, CueUse] = {}
    for use in cues:
        if use.cue:
            once.setdefault(use.cue.lower(), use)
    neutral = [u for u in once.values() if u.family == "neutral"][:1]
    return neutral + sorted((u for u in once.values() if u.family != "neutral"), key=lambda u: _WEIGHT[u.family])[:1]


def _about_distance_by_side(report: Report) -> list[Finding]:
    """Distancing verbs of each side, where the articles are enough to test it or there are few sides to name."""
    stances = report.tables.get("reporting_verbs_by_side")
    if stances is None or not stances["stance"].eq("distancing").any():
        return []
    parts = []
    for side, rows in stances[stances["side"].ne(NOT_GIVEN)].groupby("side", sort=False):
        n = int(rows.loc[rows["stance"].eq("distancing"), "with_this_stance"].sum())
        parts.append(f"{side} {number(n)} of {number(int(rows['statements'].iloc[0]))}")
    tested = shown_differences(report.tables.get("differences"), "distancing_share", what="distancing verbs")
    if not 2 <= len(parts) <= (2 * _NAMED if tested else _NAMED):
        return []
    counted = report.counted
    held = counted[counted["side"].ne(NOT_GIVEN)].groupby("side", observed=True)["article_id"].nunique()
    sentence = f"Distancing verbs by side: {join(parts)} statements.{tested or few_to_compare(int(held.min()))}"
    return [Finding("verbs", sentence)]


def _cues(uses: Sequence[CueUse]) -> str:
    """Cues as they stand in the text, each once, at most three."""
    return join([quoted(cue) for cue in list(dict.fromkeys(u.cue for u in uses))[:3]])

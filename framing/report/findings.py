"""What the numbers say, in sentences: each finding with the statements and words that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from framing.report.cells import records
from framing.report.findings_sources import about_officials, about_relays, about_silence
from framing.report.findings_speakers import about_introductions, about_speakers, about_verbs
from framing.report.findings_tone import about_labels, about_tone
from framing.report.values import ArticleSummary, ContrastSummary, Finding, Quote, Report
from framing.report.wording import amount, count, join, number, percent, quoted
from framing.statements import NOT_GIVEN
from framing.values import Voice

__all__ = ["findings"]

_TOLD_APART = 6
"""Up to so many articles are told one by one."""

_TERMS = 5


def findings(report: Report) -> Report:
    """The report with its findings, in the order of its sections."""
    if not report.articles:
        return report
    found = [*_about_voices(report)]
    if report.totals.statements:
        found += about_speakers(report) + about_officials(report) + about_relays(report)
        found += about_introductions(report) + about_silence(report) + about_verbs(report)
    found += about_tone(report) + about_labels(report)
    found += [_about_terms(c) for c in report.contrasts] + _about_places(report)
    return replace(report, findings=tuple(found))


def _about_voices(report: Report) -> list[Finding]:
    totals = report.totals
    speakers = f" by {count(totals.speakers, 'speaker')}" if totals.speakers else ""
    sentence = (
        f"{count(totals.articles, 'article').capitalize()} with {amount(totals.words, 'word')} "
        f"{'holds' if totals.articles == 1 else 'hold'} {count(totals.statements, 'statement')}{speakers}."
    )
    if totals.prose and not totals.attributed:
        sentence += (
            f" All {amount(totals.prose, 'word')} of prose {'is' if totals.prose == 1 else 'are'} the outlet’s own."
        )
    elif totals.prose:
        sentence += (
            f" Of the {amount(totals.prose, 'word')} of prose, {_part(totals.own, totals.prose)} are the outlet’s own, "
            f"{_part(totals.quoted, totals.prose)} stand in quotation marks, and "
            f"{_part(totals.paraphrase, totals.prose)} are paraphrase: somebody’s claim in the outlet’s words."
        )
    found = [Finding("read", sentence, brief=sentence)]
    shares = [(a, a.own / (a.words - a.none)) for a in report.articles if a.words > a.none]
    if 2 <= len(shares) <= _TOLD_APART:
        low, high = min(shares, key=lambda s: s[1]), max(shares, key=lambda s: s[1])
        if high[1] - low[1] >= 0.1:
            found.append(
                Finding(
                    "read",
                    f"The articles differ in this: {percent(high[1])} of {high[0].label} is the outlet’s own voice, "
                    f"against {percent(low[1])} of {low[0].label}.",
                )
            )
    return found


def _part(words: int, whole: int) -> str:
    return f"{number(words)} ({percent(words / whole)})"


def _about_terms(summary: ContrastSummary) -> Finding:
    terms, names = summary.terms, summary.contrast.names
    parts, brief, quotes = [], [], []
    for name, own, other in zip(names, "ab", "ba", strict=True):
        mine = terms[terms["group"].eq(name)].head(_TERMS)
        if mine.empty:
            continue
        uses = zip(mine[f"count_{own}"], mine[f"count_{other}"], mine["single_statement"], strict=True)
        listed = [
            f"{quoted(term)} ({a} to {b}{', °' if single else ''})"
            for term, (a, b, single) in zip(mine["shown"], uses, strict=True)
        ]
        parts.append(f"{_possessive(name)} words stand out for {join(listed)}")
        brief.append(f"{_possessive(name)} words stand out for {join([quoted(t) for t in mine['shown'].head(3)])}")
        quotes += _line_quotes(summary.lines, name, mine["term"].iloc[0])
    sentence = f"{summary.title} ({_sizes(summary)}): {'; '.join(parts)}."
    single = int(terms["single_statement"].sum())
    if single:
        sentence += (
            f" Of the {len(terms)} terms shown, {single} {'comes' if single == 1 else 'come'} from a single statement "
            "(°) and may be that statement’s subject rather than anybody’s manner of speaking."
        )
    told = ", ".join(brief[:1] + [b.replace(" words stand out", "") for b in brief[1:]])
    return Finding("words", sentence, tuple(quotes), brief=f"{told}." if summary.key == "actors" else "")


def _sizes(summary: ContrastSummary) -> str:
    groups = summary.contrast.groups
    units = ("sentence" if summary.key == "voices" else "statement", "statement")
    parts = [
        f"{amount(int(words), 'word')} in {count(int(n), unit)}"
        for words, n, unit in zip(groups["words"], groups["statements"], units, strict=True)
    ]
    return join(parts, last="against")


def _possessive(name: str) -> str:
    if name.startswith("the outlet"):
        return "the outlet’s own"
    return "the quoted" if name == "quoted voices" else name + ("’" if name.endswith("s") else "’s")


def _line_quotes(lines: pd.DataFrame, group: str, term: str) -> list[Quote]:
    """The first line of a term in its own group."""
    at = lines[lines["typical_of"].eq(group) & lines["group"].eq(group) & lines["term"].eq(term)]
    return [
        Quote(
            text=f"… {row['left']}{row['words']}{row['right']} …",
            reference=row["place"],
            article_id=row["article_id"],
            field=row["field"],
            start=row["start"],
            end=row["end"],
            statement_id=row["statement_id"] or None,
            who=row["speaker"] or group,
        )
        for row in records(at.head(1))
    ]


def _about_places(report: Report) -> list[Finding]:
    pieces = report.tables["where"]
    attributed = pieces[pieces["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value])]
    if attributed.empty:
        return []
    if len(report.articles) > _TOLD_APART:
        return _about_openings(attributed)
    found = []
    for article in report.articles:
        mine = attributed[attributed["article_id"].eq(article.id)]
        if len(mine):
            prose = pieces[pieces["article_id"].eq(article.id) & pieces["voice"].ne(Voice.NONE.value)]
            own_end = bool(prose["own_sentence"].iloc[-1])
            found.append(_about_article(article, mine, report.tables["prominence_by_article"], own_end=own_end))
    return found


def _about_article(article: ArticleSummary, mine: pd.DataFrame, prominent: pd.DataFrame, *, own_end: bool) -> Finding:
    """``mine`` are the attributed pieces; ``own_end`` says that a sentence of the outlet's own follows them."""
    first, last = mine.iloc[0], mine.iloc[-1]
    ending = percent(last["last_word"] / article.words)
    place = f"{_who(last['speaker'])} ({last['statement']}, ending at {ending})"
    sentence = (
        f"{article.label} gives its first word to {_who(first['speaker'])} ({first['statement']}, "
        f"{_after(first['first_word'] / article.words)}) and "
        + (f"ends in the outlet’s own voice, after {place}." if own_end else f"its last to {place}.")
    )
    early = prominent[prominent["article"].eq(article.label) & prominent["first_third_words"].gt(0)]
    early = early.sort_values("first_third_words", ascending=False, kind="stable")
    if len(early):
        top = [
            f"{_who(str(name))} ({number(int(words))})"
            for name, words in zip(early["speaker"].head(3), early["first_third_words"].head(3), strict=True)
        ]
        share = float(early["first_third_share"].sum())
        sentence += f" In the first third of its prose, {percent(share)} of the words are attributed, most to "
        sentence += f"{join(top)}."
    return Finding("where", sentence, statement_ids=())


def _about_openings(attributed: pd.DataFrame) -> list[Finding]:
    first = attributed.groupby("article_id", sort=False).first()
    ranked = first["speaker"].value_counts(sort=False).sort_values(ascending=False, kind="stable").head(3)
    total = len(first)
    top = [f"{_who(str(name))} in {number(int(n))} of {number(total)} articles" for name, n in ranked.items()]
    return [Finding("where", f"First to speak {'is' if len(top) == 1 else 'are'} most often {join(top)}.")]


def _after(share: float) -> str:
    return "at its very beginning" if share < 0.005 else f"after {percent(share)} of the article"


def _who(speaker: str) -> str:
    return "a source that is not stated" if speaker in ("", NOT_GIVEN) else speaker

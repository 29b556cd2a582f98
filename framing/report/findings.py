"""What the numbers say, in sentences: each finding with the statements and words that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from framing.contrasts.told import asserted
from framing.report.findings_speakers import (
    about_officials,
    about_relays,
    about_silence,
    about_speakers,
)
from framing.report.findings_verbs import about_counted_verbs, about_verbs
from framing.report.values import ArticleSummary, ContrastSummary, Finding, Quote, Report
from framing.report.words import LABELS, SPOKEN_ORDER
from framing.statements import NOT_GIVEN
from framing.values import Voice
from framing.whose import of_statements
from framing.wording import amount, count, join, number, percent, quoted, times

__all__ = ["findings"]

_TOLD_APART = 6
"""Up to so many articles are told one by one."""

_TERMS = 5

_VOICES = {
    Voice.OWN.value: "the outlet’s own words",
    Voice.QUOTED.value: "words in quotation marks",
    Voice.PARAPHRASE.value: "paraphrase",
    Voice.SCARE.value: "scare quotes",
}


def findings(report: Report) -> Report:
    """The report with its findings, in the order of its sections."""
    if not report.articles:
        return report
    found = [*_about_voices(report)]
    if report.totals.statements:
        found += about_speakers(report) + about_officials(report) + about_relays(report)
        told = about_verbs if report.overview is None else about_counted_verbs
        found += about_silence(report) + told(report)
    found += about_labels(report)
    found += [f for c in report.contrasts for f in about_words(c)] + _about_places(report)
    return replace(report, findings=tuple(found))


def _about_voices(report: Report) -> list[Finding]:
    """What there is, and how much of it is the outlet's own voice."""
    totals = report.totals
    speakers = f" by {count(totals.speakers, 'speaker')}" if totals.speakers else ""
    sentence = (
        f"{count(totals.articles, 'article').capitalize()} with {amount(totals.words, 'word')} "
        f"{'holds' if totals.articles == 1 else 'hold'} {count(totals.statements, 'statement')}{speakers}"
    )
    if totals.prose and not totals.attributed:
        sentence += "; all prose is the outlet’s own"
    elif totals.prose:
        shares = [percent(n / totals.prose) for n in (totals.own + totals.scare, totals.quoted, totals.paraphrase)]
        sentence += (
            f"; of the prose, {shares[0]} is the outlet’s own voice, {shares[1]} stands in quotation marks and "
            f"{shares[2]} is paraphrase"
        )
    return [Finding("articles", f"{sentence}.", leads=True)]


def about_labels(report: Report) -> list[Finding]:
    """In whose voice the most frequent word for armed people and groups stands."""
    labels = report.tables["labels"]
    if labels.empty:
        return []
    sentence = _most_used(labels)
    hits = report.tables["lexicon_hits"]
    mine = hits[hits["lexicon"].eq(LABELS) & hits["entry"].eq(labels["term"].iloc[0])]
    ids = tuple(dict.fromkeys(s for s in mine["statement"] if s))
    return [Finding("words", sentence, _label_quotes(mine), ids, leads=True, lines=mine)]


def _most_used(labels: pd.DataFrame) -> str:
    """Where the most frequent label stands."""
    top = labels.iloc[0]
    shown = {
        Voice.OWN.value: "in the outlet’s own voice",
        Voice.PARAPHRASE.value: "in paraphrase",
        Voice.QUOTED.value: "in quotation marks",
        **({Voice.SCARE.value: "in scare quotes"} if top[Voice.SCARE.value] else {}),
    }
    parts = []
    for voice, place in shown.items():
        names = top["quoted_speakers"].split("; ")
        by = f" ({names[0]})" if voice == Voice.QUOTED.value and top[voice] and len(names) == 1 else ""
        parts.append(f"{times(int(top[voice]))} {place}{by}")
    term = str(top["term"])
    label = f"{quoted(term[:1].upper() + term[1:])}, the most frequent label for armed and political actors"
    return f"{label}, stands {join(parts)}."


def _label_quotes(hits: pd.DataFrame) -> tuple[Quote, ...]:
    """The first use in the voice that comes first."""
    for voice in SPOKEN_ORDER:
        here = hits[hits["voice"].eq(voice)]
        if len(here):
            return (_line(here.iloc[0], voice),)
    return ()


def _line(row: pd.Series, voice: str) -> Quote:
    return Quote(
        text=f"… {row['left']}{row['text']}{row['right']} …",
        reference=row["statement"] or row["article"],
        article_id=row["article_id"],
        field=row["field"],
        start=int(row["start"]),
        end=int(row["end"]),
        statement_id=row["statement_id"] or None,
        who=row["speaker"] or _VOICES[voice],
    )


def about_words(summary: ContrastSummary) -> list[Finding]:
    """Words that set two groups apart, where a test asserts them."""
    terms, names = summary.terms, summary.contrast.names
    certain = asserted(terms)
    if not certain.any():
        return []
    parts, quotes = [], []
    for name, own, other in zip(names, "ab", "ba", strict=True):
        mine = terms[terms["group"].eq(name) & certain].head(_TERMS)
        if len(mine):
            parts.append(f"{_possessive(name)} words stand out for {join(_counted(mine, own, other))}")
            quotes += _line_quotes(summary.lines, name, mine["term"].iloc[0])
    told = "; ".join(parts)
    sentence = f"{told[:1].upper()}{told[1:]} (uses by each; q < .05 for all of these)."
    return [Finding("words", sentence, tuple(quotes[:1]))]


def _counted(terms: pd.DataFrame, own: str, other: str) -> list[str]:
    """Terms with their uses in their own group and in the other."""
    uses = zip(terms[f"count_{own}"], terms[f"count_{other}"], strict=True)
    return [f"{quoted(term)} ({a} to {b})" for term, (a, b) in zip(terms["shown"], uses, strict=True)]


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
        for row in at.head(1).to_dict("records")
    ]


def _about_places(report: Report) -> list[Finding]:
    """Who has the first and the last word."""
    if report.overview is not None:
        return _about_openings(report.overview.openings) if len(report.overview.openings) else []
    pieces = report.tables["where"]
    attributed = pieces[of_statements(pieces)]
    if attributed.empty:
        return []
    if len(report.articles) > _TOLD_APART:
        return _about_openings(attributed)
    mine = {a: attributed[attributed["article_id"].eq(a.id)] for a in report.articles}
    return [_about_article(a, rows) for a, rows in mine.items() if len(rows)]


def _about_article(article: ArticleSummary, mine: pd.DataFrame) -> Finding:
    first, last = mine.iloc[0], mine.iloc[-1]
    sentence = f"{article.label} gives the first word to {_who(first['speaker'])} ({first['statement']}) and "
    if article.own_ending:
        sentence += f"ends in the outlet’s own voice, after {_words_of(last['speaker'])} ({last['statement']})."
    else:
        sentence += f"the last to {_who(last['speaker'])} ({last['statement']})."
    return Finding("where", sentence, lines=mine.iloc[[0, -1]])


def _about_openings(attributed: pd.DataFrame) -> list[Finding]:
    first = attributed.groupby("article_id", sort=False).first()
    known = first["speaker"][~first["speaker"].isin(["", NOT_GIVEN])]
    ranked = known.value_counts(sort=False).sort_values(ascending=False, kind="stable").head(3)
    total = len(first)
    top = [f"{name} in {number(int(n))} of {number(total)} articles" for name, n in ranked.items()]
    sentence = f"First to speak {'is' if len(top) == 1 else 'are'} most often {join(top)}." if top else ""
    if len(known) < total:
        nobody = f"{number(total - len(known))} of {number(total)} articles begin with a statement whose source"
        sentence += f"{' ' if sentence else ''}{nobody} is not stated."
    return [Finding("where", sentence, lines=first.reset_index())]


def _who(speaker: str) -> str:
    return "a source that is not stated" if speaker in ("", NOT_GIVEN) else speaker


def _words_of(speaker: str) -> str:
    return "a statement without a stated source" if speaker in ("", NOT_GIVEN) else f"words of {speaker}"

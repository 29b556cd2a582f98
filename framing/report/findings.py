"""What the numbers say, in sentences: each finding with the statements and words that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from framing.contrasts.told import asserted
from framing.report.findings_speakers import (
    about_introductions,
    about_officials,
    about_relays,
    about_silence,
    about_speakers,
)
from framing.report.findings_verbs import about_verbs
from framing.report.tested import ENOUGH_WORDS, few_to_compare, shown_differences
from framing.report.values import ArticleSummary, ContrastSummary, Finding, Quote, Report
from framing.report.words import LABELS, SPOKEN_ORDER
from framing.statements import NOT_GIVEN
from framing.values import Voice
from framing.whose import ATTRIBUTED
from framing.wording import amount, count, join, number, percent, quoted, signed, times

__all__ = ["findings"]

_TOLD_APART = 6
"""Up to so many articles are told one by one."""

_TERMS = 5

_UNTESTED = {
    True: "none of them with q < .05",
    False: "which are too few for a test",
}
"""Why words are counted and nothing is asserted of them, by whether any was tested."""

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
        found += about_introductions(report) + about_silence(report) + about_verbs(report)
    found += about_tone(report) + about_labels(report)
    found += [about_words(c) for c in report.contrasts] + _about_places(report)
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
        if totals.unsourced:
            sentence += (
                f" Of the paraphrase, {amount(totals.unsourced, 'word')} {_have(totals.unsourced)} no stated source."
            )
        if totals.scare:
            sentence += (
                f" The outlet sets {amount(totals.scare, 'word')} of its own prose in scare quotes, which are nobody’s "
                "statement."
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


def _have(words: int) -> str:
    return "has" if words == 1 else "have"


def _part(words: int, whole: int) -> str:
    return f"{number(words)} ({percent(words / whole)})"


def about_tone(report: Report) -> list[Finding]:
    """Mean tone of each voice, and the speakers at both ends."""
    table = report.tables["tone"]
    if table.empty:
        return []
    parts = [
        f"{signed(mean)} in {_VOICES[voice]} ({amount(int(sentences), 'passage')}, {amount(int(words), 'word')})"
        for voice, mean, sentences, words in zip(
            table["voice"], table["compound"], table["sentences"], table["words"], strict=True
        )
    ]
    brief = [f"{signed(m)} in {_VOICES[v]}" for v, m in zip(table["voice"], table["compound"], strict=True)]
    found = [
        Finding(
            "tone",
            f"Tone by VADER, from −1 (negative) to +1 (positive), is on average {join(parts)}.",
            brief=f"Tone by VADER, from −1 (negative) to +1 (positive): {join(brief)}.",
        )
    ]
    by_speaker = report.tables["tone_by_speaker"]
    known = by_speaker[~by_speaker["speaker"].isin(["", NOT_GIVEN])]
    quoted_only = known[known["voice"].eq(Voice.QUOTED.value) & known["words"].ge(ENOUGH_WORDS)]
    if len(quoted_only) >= 2:
        ranked = quoted_only.sort_values(["compound", "speaker"], kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        tested = shown_differences(report.tables.get("differences"), "tone", what="tone in quotation marks")
        found.append(
            Finding(
                "tone",
                f"Of the {count(len(ranked), 'speaker')} with at least {ENOUGH_WORDS} words in quotation marks, these "
                f"score lowest with {low['speaker']} ({_scored(low)}) and highest with {high['speaker']} "
                f"({_scored(high)}).{tested or few_to_compare(_articles_of(report, low['speaker'], high['speaker']))}",
            )
        )
    return found


def _scored(row: pd.Series) -> str:
    return f"{signed(row['compound'])} in {amount(int(row['sentences']), 'passage')}"


def _articles_of(report: Report, *speakers: str) -> int:
    """Articles of the one who has fewest."""
    passages = report.tables["tone_passages"]
    quoted_only = passages[passages["voice"].eq(Voice.QUOTED.value)]
    return min(quoted_only.loc[quoted_only["speaker"].eq(s), "article_id"].nunique() for s in speakers)


def about_labels(report: Report) -> list[Finding]:
    """Which words for armed people and groups stand in whose voice."""
    labels = report.tables["labels"]
    if labels.empty:
        return []
    rates = _rates(report.tables["lexicon"])
    parts = []
    for voice in SPOKEN_ORDER:
        mine = labels[labels[voice].gt(0)].sort_values([voice, "term"], ascending=[False, True], kind="stable")
        if mine.empty and voice == Voice.SCARE.value:
            continue
        if mine.empty:
            parts.append(f"{_VOICES[voice]} have none" if voice != "paraphrase" else "paraphrase has none")
            continue
        shown = [
            f"{quoted(term)} ({number(int(n))}{_by(speakers) if voice == Voice.QUOTED.value else ''})"
            for term, n, speakers in zip(mine["term"], mine[voice], mine["quoted_speakers"], strict=True)
        ][:6]
        uses = int(mine[voice].sum())
        rate = f", {rates[voice]:.1f} per 1,000 words" if voice in rates else ""
        parts.append(f"{_VOICES[voice]} ({count(uses, 'use')}{rate}): {join(shown)}")
    quotes = _label_quotes(report.tables["lexicon_hits"])
    sentence = "Labels for armed and political actors, by voice: " + "; ".join(parts) + "."
    return [Finding("tone", sentence, quotes, brief=_most_used(labels))]


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
        by = f" ({top['quoted_speakers'].replace('; ', ', ')})" if voice == Voice.QUOTED.value and top[voice] else ""
        parts.append(f"{times(int(top[voice]))} {place}{by}")
    return f"The most frequent label for armed and political actors, {quoted(top['term'])}, stands {join(parts)}."


def _rates(scores: pd.DataFrame) -> dict[str, float]:
    """Uses of all labels per 1,000 words of each voice."""
    mine = scores[scores["lexicon"].eq(LABELS)]
    rates = {}
    for voice, rows in mine.groupby("voice", sort=False):
        words = float(rows["words"].iloc[0])
        if words:
            rates[str(voice)] = 1000 * float(rows["hits"].sum()) / words
    return rates


def _by(speakers: str) -> str:
    names = [s for s in speakers.split("; ") if s and s != NOT_GIVEN]
    if not names:
        return ""
    return f", {join(names)}" if len(names) <= 3 else f", {count(len(names), 'speaker')}"


def _label_quotes(hits: pd.DataFrame) -> tuple[Quote, ...]:
    """One line for each voice: the first use of its most frequent label."""
    mine = hits[hits["lexicon"].eq(LABELS)]
    found = []
    for voice in SPOKEN_ORDER:
        here = mine[mine["voice"].eq(voice)]
        if here.empty:
            continue
        counts = here["entry"].value_counts(sort=False)
        top = min(counts.index, key=lambda term: (-int(counts[term]), str(term)))
        row = here[here["entry"].eq(top)].iloc[0]
        found.append(_line(row, voice))
    return tuple(found)


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


def about_words(summary: ContrastSummary) -> Finding:
    """Words that set two groups apart: those the test asserts, or else the most uneven ones, with their uses."""
    terms, names = summary.terms, summary.contrast.names
    parts, brief, quotes = [], [], []
    certain = asserted(terms)
    tested = bool(summary.contrast.table["q"].notna().any())
    for name, own, other in zip(names, "ab", "ba", strict=True):
        mine = terms[terms["group"].eq(name) & (certain if certain.any() else True)].head(_TERMS)
        if mine.empty:
            continue
        listed = _counted(mine, own, other)
        if certain.any():
            parts.append(f"{_possessive(name)} words stand out for {join(listed)}")
        else:
            parts.append(f"{_possessive(name)} words have {join(listed)}")
        shown = [quoted(t) for t in mine["shown"].head(3)] if certain.any() else _counted(mine.head(3), own, other)
        brief.append(f"{_possessive(name)} words {'stand out for' if certain.any() else 'have'} {join(shown)}")
        quotes += _line_quotes(summary.lines, name, mine["term"].iloc[0])
    told = "" if certain.any() else f"most uneven in these texts, {_UNTESTED[tested]}: "
    sentence = f"{summary.title} ({_sizes(summary)}): {told}{'; '.join(parts)}."
    if certain.any():
        sentence += " All of these differ by more than articles do among themselves (q < .05)."
    single = int(terms["single_statement"].sum())
    if single:
        sentence += (
            f" Of the {len(terms)} terms shown, {single} {'comes' if single == 1 else 'come'} from a single statement "
            "(°) and may be that statement’s subject rather than anybody’s manner of speaking."
        )
    short = ", ".join(brief[:1] + [b.replace(" words stand out", "").replace(" words", "") for b in brief[1:]])
    short = f"{short}." if certain.any() else f"Most uneven in these texts, {_UNTESTED[tested]}: {short}."
    return Finding("words", sentence, tuple(quotes), brief=short if summary.key == "actors" else "")


def _counted(terms: pd.DataFrame, own: str, other: str) -> list[str]:
    """Terms with their uses in their own group and in the other."""
    uses = zip(terms[f"count_{own}"], terms[f"count_{other}"], terms["single_statement"], strict=True)
    return [
        f"{quoted(term)} ({a} to {b}{', °' if single else ''})"
        for term, (a, b, single) in zip(terms["shown"], uses, strict=True)
    ]


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
        for row in at.head(1).to_dict("records")
    ]


def _about_places(report: Report) -> list[Finding]:
    pieces = report.tables["where"]
    attributed = pieces[pieces["voice"].isin(ATTRIBUTED)]
    if attributed.empty:
        return []
    if len(report.articles) > _TOLD_APART:
        return _about_openings(attributed)
    found = []
    for article in report.articles:
        mine = attributed[attributed["article_id"].eq(article.id)]
        if len(mine):
            found.append(_about_article(article, mine, report.tables["prominence_by_article"]))
    return found


def _about_article(article: ArticleSummary, mine: pd.DataFrame, prominent: pd.DataFrame) -> Finding:
    first, last = mine.iloc[0], mine.iloc[-1]
    ending = f"({last['statement']}, ending at {percent(last['last_word'] / article.words)})"
    sentence = f"{article.label} gives its first word to {_who(first['speaker'])} ({first['statement']}, "
    sentence += f"{_after(first['first_word'] / article.words)}) and "
    if article.own_ending:
        sentence += f"ends in the outlet’s own voice, after {_words_of(last['speaker'])} {ending}."
    else:
        sentence += f"its last to {_who(last['speaker'])} {ending}."
    early = prominent[prominent["article"].eq(article.label) & prominent["first_third_words"].gt(0)]
    early = early.sort_values("first_third_words", ascending=False, kind="stable")
    if len(early):
        named = early[~early["speaker"].isin(["", NOT_GIVEN])].head(3)
        top = [
            f"{name} ({number(int(words))})"
            for name, words in zip(named["speaker"], named["first_third_words"], strict=True)
        ]
        share = float(early["first_third_share"].sum())
        sentence += f" In the first third of its prose, {percent(share)} of the words are attributed"
        sentence += f", most to {join(top)}." if top else ", all without a stated source."
    return Finding("where", sentence)


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
    return [Finding("where", sentence)]


def _after(share: float) -> str:
    return "at its very beginning" if share < 0.005 else f"after {percent(share)} of the article"


def _who(speaker: str) -> str:
    return "a source that is not stated" if speaker in ("", NOT_GIVEN) else speaker


def _words_of(speaker: str) -> str:
    return "a statement without a stated source" if speaker in ("", NOT_GIVEN) else f"words of {speaker}"

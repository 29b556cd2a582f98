"""Findings about tone and loaded words, always by voice."""

from __future__ import annotations

import pandas as pd

from framing.report.values import Finding, Quote, Report
from framing.report.voicing import LABELS, SPOKEN_ORDER
from framing.report.wording import amount, count, join, number, quoted, signed, times
from framing.values import Voice

__all__ = ["VOICE_NAMES", "about_labels", "about_tone"]

VOICE_NAMES = {
    Voice.OWN.value: "the outlet’s own words",
    Voice.QUOTED.value: "words in quotation marks",
    Voice.PARAPHRASE.value: "paraphrase",
}

_ENOUGH_WORDS = 50
"""Speakers with fewer words in a voice are not compared in tone: one sentence would decide."""


def about_tone(report: Report) -> list[Finding]:
    """Mean tone of each voice, and the speakers at both ends."""
    table = report.tables["tone"]
    if table.empty:
        return []
    parts = [
        f"{signed(mean)} in {VOICE_NAMES[voice]} ({amount(int(sentences), 'passage')}, {amount(int(words), 'word')})"
        for voice, mean, sentences, words in zip(
            table["voice"], table["compound"], table["sentences"], table["words"], strict=True
        )
    ]
    brief = [f"{signed(m)} in {VOICE_NAMES[v]}" for v, m in zip(table["voice"], table["compound"], strict=True)]
    found = [
        Finding(
            "tone",
            f"Tone by VADER, from −1 (negative) to +1 (positive), is on average {join(parts)}.",
            brief=f"Tone by VADER, from −1 (negative) to +1 (positive): {join(brief)}.",
        )
    ]
    by_speaker = report.tables["tone_by_speaker"]
    quoted_only = by_speaker[by_speaker["voice"].eq(Voice.QUOTED.value) & by_speaker["words"].ge(_ENOUGH_WORDS)]
    if len(quoted_only) >= 2:
        ranked = quoted_only.sort_values(["compound", "speaker"], kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        found.append(
            Finding(
                "tone",
                f"Among speakers with at least {_ENOUGH_WORDS} quoted words, {low['speaker']} has the most negative "
                f"tone in quotation marks ({signed(low['compound'])}) and {high['speaker']} the most positive "
                f"({signed(high['compound'])}).",
            )
        )
    return found


def about_labels(report: Report) -> list[Finding]:
    """Which words for armed people and groups stand in whose voice."""
    labels = report.tables["labels"]
    if labels.empty:
        return []
    rates = _rates(report.tables["lexicon"])
    parts = []
    for voice in SPOKEN_ORDER:
        mine = labels[labels[voice].gt(0)].sort_values([voice, "term"], ascending=[False, True], kind="stable")
        if mine.empty:
            parts.append(f"{VOICE_NAMES[voice]} have none" if voice != "paraphrase" else "paraphrase has none")
            continue
        shown = [
            f"{quoted(term)} ({number(int(n))}{_by(speakers) if voice == Voice.QUOTED.value else ''})"
            for term, n, speakers in zip(mine["term"], mine[voice], mine["quoted_speakers"], strict=True)
        ][:6]
        uses = int(mine[voice].sum())
        rate = f", {rates[voice]:.1f} per 1,000 words" if voice in rates else ""
        parts.append(f"{VOICE_NAMES[voice]} ({count(uses, 'use')}{rate}): {join(shown)}")
    quotes = _examples(report.tables["lexicon_hits"])
    sentence = "Labels for armed and political actors, by voice: " + "; ".join(parts) + "."
    return [Finding("tone", sentence, quotes, brief=_most_used(labels))]


def _most_used(labels: pd.DataFrame) -> str:
    """Where the most frequent label stands."""
    top = labels.iloc[0]
    shown = {
        Voice.OWN.value: "in the outlet’s own voice",
        Voice.PARAPHRASE.value: "in paraphrase",
        Voice.QUOTED.value: "in quotation marks",
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
    names = [s for s in speakers.split("; ") if s]
    if not names:
        return ""
    return f", {join(names)}" if len(names) <= 3 else f", {count(len(names), 'speaker')}"


def _examples(hits: pd.DataFrame) -> tuple[Quote, ...]:
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
        who=row["speaker"] or VOICE_NAMES[voice],
    )

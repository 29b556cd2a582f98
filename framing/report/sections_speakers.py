"""The sections about speakers, their verbs and their voices, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from framing.lexicon.validation import NOT_VALIDATED
from framing.report.blocks import Block, Chart, Columns, Items, Prose, Table, cell, mapped, table_of
from framing.report.speakers import unheard
from framing.report.values import Report
from framing.report.words import LABELS, SPOKEN_ORDER
from framing.statements import NOT_GIVEN
from framing.wording import number, percent, shorten

__all__ = ["ROWS", "charts_of", "findings_of", "speaker_blocks", "tone_blocks", "verb_blocks"]

ROWS = 15
"""Rows of a table that the pages show; the file has all."""

_SILENT = 8
"""Rows of the table of those who are not heard."""


def findings_of(report: Report, topic: str) -> Iterator[Block]:
    """The findings of a section."""
    found = tuple(f for f in report.findings if f.topic == topic)
    if found:
        yield Items(found)


def charts_of(charts: Mapping[str, Chart], *names: str) -> Iterator[Block]:
    """Those of the charts that there are."""
    yield from (charts[n] for n in names if n in charts)


def speaker_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Who speaks, of which kind, how introduced, who passes on, and who is not heard."""
    yield from findings_of(report, "speakers")
    yield from charts_of(charts, "words_by_actor", "direct_indirect")
    table = report.tables["speakers"]
    if len(table):
        shown = table.head(ROWS)
        columns: Columns = {
            "speaker": shown["speaker"].replace(NOT_GIVEN, "no source stated"),
            "type": shown["type"].replace(NOT_GIVEN, ""),
            **({"side": shown["side"].replace(NOT_GIVEN, "")} if shown["side"].ne(NOT_GIVEN).any() else {}),
            "statements": shown["statements"],
            "direct": shown["direct"],
            "mixed": shown["mixed"],
            "indirect": shown["indirect"],
            "words": shown["words"],
            "of these quoted": shown["quoted_words"],
            "share": mapped(shown["word_share"], percent),
            "first at": mapped(shown["first_position"], percent),
            "articles": shown["articles"],
        }
        note = "“Share” is of all attributed words; “first at” is how far into an article the first statement begins."
        yield table_of("Speakers", columns, table, "speakers", note=note)
        yield _kinds(report.tables["sources"])
    yield from _relays(report)
    introduced = report.tables["introductions"]
    if len(introduced):
        shown = introduced.head(2 * ROWS)
        columns = {
            "speaker": shown["speaker"],
            "first named as": shown["introduced_as"],
            "then": mapped(shown["later"], lambda t: shorten(t, limit=80)),
            "statement": shown["statement"],
        }
        yield table_of("How they are introduced", columns, introduced, "introductions")
    yield from _silent(report)


def _kinds(sources: pd.DataFrame) -> Table:
    columns: Columns = {
        "sources": sources["source_kind"],
        "speakers": sources["groups"],
        "statements": sources["statements"],
        "words": sources["words"],
        "share": mapped(sources["word_share"], percent),
        "evenness": mapped(sources["evenness_words"], lambda v: cell(round(v, 2))),
        "concentration": mapped(sources["hhi_words"], lambda v: cell(round(v, 2))),
    }
    note = "Evenness (1 where all have the same) and concentration (1 where one has all) of words over speakers."
    return table_of("Kinds of source", columns, sources, "sources", note=note)


def _relays(report: Report) -> Iterator[Block]:
    table = report.tables.get("relays")
    if table is None:
        return
    shown = table.head(ROWS)
    columns: Columns = {
        "relay": shown["relay"],
        "statements passed on": shown["statements"],
        "words": shown["words"],
        "of speakers": shown["speakers"],
        "articles": shown["articles"],
        "statements of its own": shown["as_source"],
    }
    note = "A relay is taken by its name; “the agency” is not resolved."
    yield table_of("Relays: who passes on what others said", columns, table, "relays", note=note)


def _silent(report: Report) -> Iterator[Block]:
    table = report.tables.get("silence")
    if table is None:
        return
    silent = unheard(table)
    if silent.empty:
        return
    shown = silent.head(_SILENT)
    columns: Columns = {
        "actor": shown["speaker"],
        "type": shown["type"].replace(NOT_GIVEN, ""),
        "mentions": shown["mentions"],
        "in the outlet’s own voice": shown["own_mentions"],
        "articles": shown["articles_mentioned"],
        "statements": shown["statements"],
    }
    spoken_for = table.loc[table["spoken_for"], "speaker"].tolist()
    note = (
        "Mentions by name; pronouns are not counted, and not every name that the model finds is one of somebody who "
        "could speak. In the file alone: media, people and groups without a name of their own"
    )
    note += (
        f", and those for whom somebody of their side or affiliation speaks ({_some(spoken_for)})."
        if spoken_for
        else "."
    )
    yield table_of("Talked about, not heard", columns, silent, "silence", note=note)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SILENT]) + (" …" if len(names) > _SILENT else "")


def verb_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """The stance of the reporting verbs."""
    yield from findings_of(report, "verbs")
    yield from charts_of(charts, "reporting_verbs")
    table = report.tables["reporting_verbs"]
    if len(table):
        groups = table["speaker"].drop_duplicates().head(ROWS)
        shown = table[table["speaker"].isin(groups)]
        columns: Columns = {
            "speaker": shown["speaker"].replace(NOT_GIVEN, "no source stated"),
            "stance": shown["stance"],
            "statements": shown["with_this_stance"],
            "of": shown["statements"],
            "cues": shown["cues"],
        }
        note = "A verb is a choice of the writer; one verb in one article is an observation, not a habit."
        yield table_of("Stance of the cues", columns, table, "reporting_verbs", note=note)


def tone_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Tone, labels and lexicons, by voice."""
    yield from findings_of(report, "tone")
    yield from charts_of(charts, "tone", "labels")
    labels = report.tables["labels"]
    validity = report.tables["validity"]
    if len(labels):
        yield Prose(f"Labels: {_validity(validity[validity['lexicon'].eq(LABELS)])}")
        shown = labels.head(ROWS)
        columns: Columns = {
            "word": shown["term"],
            "category": shown["category"],
            "own": shown["own"],
            "quoted": shown["quoted"],
            "paraphrase": shown["paraphrase"],
            **({"scare quotes": shown["scare"]} if shown["scare"].any() else {}),
            "quoted from": mapped(shown["quoted_speakers"], lambda t: shorten(t, limit=80)),
        }
        yield table_of("Labels for armed and political actors, uses by voice", columns, labels, "labels")
    rates = report.tables["lexicon"]
    if len(rates) and rates["hits"].gt(0).any():
        yield _rates(rates, validity)


def _validity(validity: pd.DataFrame) -> str:
    """What people's codes say about some categories: the notes, and that the rest has none."""
    noted = validity[validity["text"].ne(NOT_VALIDATED)]
    if noted.empty:
        return f"{NOT_VALIDATED}."
    parts = [
        text.rstrip(".") if validated else f"{lexicon}, {category}: {text.rstrip('.')}"
        for lexicon, category, validated, text in noted.itertuples(index=False, name=None)
    ]
    others = f". All other categories: {NOT_VALIDATED}." if len(noted) < len(validity) else "."
    return ". ".join(parts) + others


def _rates(rates: pd.DataFrame, validity: pd.DataFrame) -> Table:
    """Rates of all categories, one row a category, one column a voice, with counts in brackets."""
    shown = rates.assign(
        _shown=[f"{r:.1f} ({number(int(n))})" for r, n in zip(rates["per_1000"], rates["hits"], strict=True)]
    )
    used = shown.groupby(["lexicon", "category"])["hits"].transform("sum").gt(0)
    wide = shown[used].pivot_table(
        index=["lexicon", "category"], columns="voice", values="_shown", aggfunc="first", sort=False
    )
    wide = wide.reindex(columns=[v for v in SPOKEN_ORDER if v in wide.columns])
    frame = wide.rename_axis(columns=None).reset_index()
    for column in ("lexicon", "category"):
        frame[column] = mapped(frame[column], lambda t: t.replace("_", " "))
    return Table(
        "Lexicons: uses per 1,000 words of that voice (number of uses)",
        frame.astype("object").fillna("–"),
        "lexicon.csv",
        note="Categories without a single use are only in the file. Few uses make unsteady rates. "
        f"Validity: {_validity(validity)}",
    )

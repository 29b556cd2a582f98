"""The sections about words, places in the article, and the course of time, as blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from framing.contrasts.told import asserted, claim, interval_texts
from framing.lexicon.validation import NOT_VALIDATED
from framing.report.blocks import Block, Chart, Columns, Prose, Table, mapped, table_of
from framing.report.sections_speakers import OPEN, ROWS, charts_of, findings_of
from framing.report.values import ContrastSummary, Report
from framing.report.words import LABELS, SPOKEN_ORDER
from framing.results import Result
from framing.statements import NOT_GIVEN
from framing.tables import group_values
from framing.whose import ATTRIBUTED
from framing.wording import join, number, percent, signed

__all__ = ["time_blocks", "where_blocks", "word_blocks"]

_CATEGORIES = 10
"""Rows of the table of lexicons."""

_VOICES = {"own": "own voice", "quoted": "quoted", "paraphrase": "paraphrase", "scare": "scare quotes"}


def word_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Labels and lexicons by voice, and the words that set groups apart where a test asserts them."""
    yield from charts_of(charts, "labels")
    yield from findings_of(report, "words")
    yield from _labels(report)
    yield from _rates(report)
    untested = []
    for summary in report.contrasts:
        if asserted(summary.terms).any():
            yield from charts_of(charts, f"terms_{summary.key}")
            yield _terms(summary)
        else:
            untested.append(summary)
    if untested:
        named = join([f"{s.title} (contrast_{s.key}.csv)" for s in untested])
        tested = any(s.contrast.table["q"].notna().any() for s in untested)
        told = (
            "No word sets these groups apart beyond chance" if tested else "Too few articles to test which words differ"
        )
        yield Prose(f"{told}: {named}.")


def _labels(report: Report) -> Iterator[Block]:
    labels, hits = report.tables["labels"], report.tables["lexicon_hits"]
    if labels.empty:
        return
    validity = report.tables["validity"]
    shown = labels.head(ROWS)
    used = [v for v in SPOKEN_ORDER if labels[v].any()]
    columns: Columns = {"word": shown["term"], "kind": shown["category"], **{_VOICES[v]: shown[v] for v in used}}
    terms, voices = shown["term"].tolist(), {_VOICES[v]: v for v in used}
    mine = hits[hits["lexicon"].eq(LABELS)]

    def lines(row: int, column: str) -> pd.DataFrame:
        here = mine["entry"].eq(terms[row])
        return mine[here & mine["voice"].eq(voices[column])] if column in voices else mine[here]

    note = f"Uses by voice. Validity: {_validity(validity[validity['lexicon'].eq(LABELS)])}"
    title = "Labels for armed and political actors"
    yield table_of(title, columns, labels, "labels", note=note, first=OPEN, lines=lines)


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


def _rates(report: Report) -> Iterator[Table]:
    """Rates of the categories with most uses, one row a category, one column a voice, with counts in brackets."""
    rates, hits = report.tables["lexicon"], report.tables["lexicon_hits"]
    if rates.empty or not rates["hits"].gt(0).any():
        return
    uses = rates.groupby(["lexicon", "category"], sort=False)["hits"].sum().sort_values(ascending=False, kind="stable")
    kept = [(str(x), str(c)) for x, c in uses[uses.gt(0)].index[:_CATEGORIES]]
    known = {(r["lexicon"], r["category"], r["voice"]): r for r in rates.to_dict("records")}
    used = [v for v in SPOKEN_ORDER if rates.loc[rates["voice"].eq(v), "hits"].any()]
    columns: Columns = {"lexicon: category": [_category(x, c) for x, c in kept]}
    for voice in used:
        cells = [known.get((*pair, voice)) for pair in kept]
        columns[_VOICES[voice]] = [
            "–" if cell is None or not cell["hits"] else f"{cell['per_1000']:.1f} ({number(int(cell['hits']))})"
            for cell in cells
        ]
    voices = {_VOICES[v]: v for v in used}

    def lines(row: int, column: str) -> pd.DataFrame:
        lexicon, category = kept[row]
        here = hits["lexicon"].eq(lexicon) & hits["category"].eq(category)
        return hits[here & hits["voice"].eq(voices[column])] if column in voices else hits[here]

    note = f"Few uses make unsteady rates. Validity: {_validity(report.tables['validity'])}"
    whole = rates.drop_duplicates(["lexicon", "category"])
    title = "Lexicons: uses per 1,000 words of that voice (number of uses)"
    yield table_of(title, columns, whole, "lexicon", note=note, first=OPEN, lines=lines)


def _category(lexicon: str, category: str) -> str:
    names = [name.replace("_", " ") for name in dict.fromkeys((lexicon, category))]
    return ": ".join(names)


def _terms(summary: ContrastSummary) -> Table:
    terms = summary.terms[asserted(summary.terms)]
    columns: Columns = {
        "group": terms["group"],
        "term": terms["shown"],
        "uses a : b": [f"{a} : {b}" for a, b in zip(terms["count_a"], terms["count_b"], strict=True)],
        "z": mapped(terms["z"], lambda z: signed(z, digits=1)),
        "rate a / rate b": interval_texts(terms["low"].tolist(), terms["high"].tolist()),
        "q": mapped(terms["q"], lambda q: "" if math.isnan(q) else f"{q:.3f}" if q >= 0.0005 else "< .001"),
    }
    pairs, found = list(zip(terms["group"], terms["term"], strict=True)), summary.lines

    def lines(row: int, _: str) -> pd.DataFrame:
        group, term = pairs[row]
        return found[found["group"].eq(group) & found["term"].eq(term)]

    note = (
        f"a: {summary.contrast.names[0]}; b: {summary.contrast.names[1]}. z: log-odds with informative Dirichlet "
        "prior, positive for a. Rate a / rate b: its 95% interval."
    )
    return table_of(
        summary.title, columns, terms, f"contrast_{summary.key}",
        note=f"{note} {claim(summary.contrast.table)}", first=OPEN, lines=lines,
    )  # fmt: skip


def where_blocks(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Who has the first and the last word, who stands where, and where actors are named."""
    yield from charts_of(charts, "where")
    yield from findings_of(report, "where")
    yield from charts_of(charts, "dispersion")
    yield from _prominent(report)


def _prominent(report: Report) -> Iterator[Block]:
    table = report.tables.get("prominence")
    if table is None:
        return
    by = str(table.columns[0])
    shown = table.head(ROWS)
    columns: Columns = {
        by: shown[by].replace(NOT_GIVEN, f"no {by if by == 'side' else 'source'} given"),
        "opens": shown["first_speaker"],
        "has the last word": shown["last_speaker"],
        **({"of the headline": _shares(shown["headline_share"])} if shown["headline_share"].notna().any() else {}),
        "of the lead": _shares(shown["lead_share"]),
        "of the first third": _shares(shown["first_third_share"]),
        "longest stretch": shown["longest_block"],
    }
    note = "Opens, has the last word: in so many articles. Shares: of all words there, the outlet’s own included."
    names = shown[by].tolist()

    def lines(row: int, _: str) -> pd.DataFrame | None:
        if isinstance(table, Result):
            return table.evidence({by: names[row]})
        pieces = report.tables["where"]
        return pieces[pieces["voice"].isin(ATTRIBUTED) & group_values(pieces[by]).eq(names[row])]

    yield table_of(f"Who stands first, by {by}", columns, table, "prominence", note=note, first=OPEN, lines=lines)


def _shares(values: pd.Series) -> list[str]:
    return ["" if pd.isna(v) else percent(v) for v in values.tolist()]


def time_blocks(_: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    """Shares from period to period, where dates allow."""
    yield from charts_of(charts, "over_time")

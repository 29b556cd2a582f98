"""The report as a sequence of sections and blocks, which Markdown and HTML render each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from framing.compare import Compared, Comparison
from framing.compare.measure import Lines
from framing.report.blocks import Block, Chart, Columns, Items, Prose, Section, Table, Warnings, mapped, table_of
from framing.report.comparison import coverage_blocks, difference_blocks
from framing.report.sections_speakers import (
    MOST_FINDINGS,
    OPEN,
    ROWS,
    findings_of,
    headlines,
    speaker_blocks,
    verb_blocks,
)
from framing.report.sections_words import time_blocks, where_blocks, word_blocks
from framing.report.settings import OwnSection, Part
from framing.report.values import Report
from framing.wording import count, number, percent, shorten

__all__ = ["sections"]

_OPEN, _MOST_ROWS = 10, 20
"""Rows of the comparison that stand open, and all that the page has."""

_FEW = 3
"""Rows with words of articles that stand open."""

NO_SCORE = (
    "This report shows differences and the lines behind them. It gives no score of bias: whether a difference is fair, "
    "and to whom, is for you to judge."
)

Blocks = Callable[[Report, Mapping[str, Chart]], Iterator[Block]]


def sections(
    report: Report, charts: Sequence[Chart], chosen: Sequence[Part | OwnSection] = tuple(Part)
) -> tuple[Section, ...]:
    """The chosen sections in their order; one without anything to show is left out."""
    drawn = {c.name: c for c in charts}
    made: list[Section] = []
    for one in chosen:
        if isinstance(one, Part):
            title, blocks = _PARTS[one]
            section: Section | None = Section(one.value, title, tuple(blocks(report, drawn)))
        else:
            section = one(report)
        if section is not None and section.blocks:
            made.append(section)
    if report.reading and made:
        # Before any number: what was not understood may change all of them.
        made[0] = replace(made[0], blocks=(Warnings(report.reading), *made[0].blocks))
    if report.overview is not None and made:
        made[0] = replace(made[0], blocks=(Prose(report.overview.lead), *made[0].blocks))
    return tuple(made)


def _first(report: Report, _: Mapping[str, Chart]) -> Iterator[Block]:
    """What a reader sees first: how the groups differ, or what there is where nothing is compared."""
    if not report.articles:
        yield Prose("No article was read, so there is nothing to report.")
        return
    if report.comparison is None:
        if report.cautions:
            yield Warnings(report.cautions)
        yield Items(headlines(report))
        yield Prose(NO_SCORE)
        return
    yield from _compared(report, report.comparison)


def _compared(report: Report, comparison: Comparison) -> Iterator[Block]:
    chosen = headlines(report)
    found_by = {c.sentence: c for c in comparison.found}
    is_first = True
    labels = {a.id: a.label for a in report.articles}
    for block in difference_blocks(comparison, rows=_MOST_ROWS, labels=labels):
        if isinstance(block, Warnings):
            yield Warnings((*block.texts, *_further(report)))
        elif isinstance(block, Items) and is_first:
            is_first = False
            kept = block.findings[: MOST_FINDINGS - len(chosen)]
            found = [replace(f, lines=_behind(report, found_by.get(f.sentence), f.lines)) for f in kept]
            yield Items((*found, *chosen))
        elif isinstance(block, Table):
            yield replace(block, first=_OPEN, bars=comparison.grouping.names, lines=_cells(report, comparison))
            yield Prose(NO_SCORE)
        else:
            yield block


def _events(report: Report, _: Mapping[str, Chart]) -> Iterator[Block]:
    """What each group tells of the events that several tell."""
    if report.comparison is None:
        return
    for block in coverage_blocks(report.comparison, {a.id: a.label for a in report.articles}):
        name = block.source.removesuffix(".csv")
        table = report.tables[name]
        if report.overview is not None and name in report.overview.rows:
            note = f"The file has the first {number(len(table))} of {number(report.overview.rows[name])} rows."
            block = replace(block, omitted=len(table) - len(block.frame), note=f"{block.note} {note}".strip())
        yield replace(block, first=_FEW, said=("text",), lines=_told(table, name))


def _told(table: pd.DataFrame, name: str) -> Callable[[int, str], pd.DataFrame | None] | None:
    """The words of a row, of tables whose first rows are shown."""
    if name not in ("alone", "figures") or not {"article_id", "field", "start", "end"} <= set(table):
        return None
    return lambda row, column: table.iloc[[row]] if column == "text" else None


def _behind(report: Report, one: Compared | None, other: pd.DataFrame | None) -> pd.DataFrame | None:
    """The lines of a measure that was compared; of very many articles, those that can be read."""
    return other if one is None else _some(report, one.measure.part).frame


def _some(report: Report, lines: Lines) -> Lines:
    if report.overview is None:
        return lines
    return lines.where(lines["article_id"].isin([a.id for a in report.articles]))


def _cells(report: Report, comparison: Comparison) -> Callable[[int, str], pd.DataFrame | None]:
    """The lines behind a cell of the table of the comparison."""

    @cache
    def some(row: int) -> pd.DataFrame:
        return _some(report, comparison.found[row].measure.part).frame

    def lines(row: int, column: str) -> pd.DataFrame | None:
        if column not in comparison.grouping.names:
            return None
        frame = some(row)
        return pd.DataFrame(frame[comparison.grouping.of(frame).eq(column)])

    return lines


def _further(report: Report) -> Iterator[str]:
    """Cautions that a comparison does not give itself: all but that on the number of articles."""
    yield from (c for c in report.cautions if not c.startswith(count(len(report.articles), "article").capitalize()))


def _articles(report: Report, _: Mapping[str, Chart]) -> Iterator[Block]:
    yield from findings_of(report, "articles")
    if not report.articles:
        return
    if report.overview is not None:
        yield from _article_groups(report)
        return
    table, statements = report.tables["articles"], report.tables["statements"]
    shown = table.head(ROWS)
    columns: Columns = {
        "article": shown["label"],
        "begins / title": mapped(shown["name"], lambda t: shorten(t, limit=60)),
        **_if_any(shown, "outlet"),
        **_if_any(shown, "date"),
        "words": shown["words"],
        "own": shown["own"],
        "quoted": shown["quoted"],
        "paraphrase": shown["paraphrase"],
        **({"scare quotes": shown["scare"]} if shown["scare"].any() else {}),
        "statements": shown["statements"],
        "speakers": shown["speakers"],
    }
    note = "Words by voice; captions, credits and headings are nobody’s."
    if copies := report.totals.duplicates:
        note += f" Not counted: {count(copies, 'article')} with the text of another."
    ids = shown["id"].tolist()

    pieces = report.tables["where"]

    def lines(row: int, column: str) -> pd.DataFrame:
        if column in ("own", "quoted", "paraphrase", "scare quotes"):
            return pieces[pieces["article_id"].eq(ids[row]) & pieces["voice"].eq(column.partition(" ")[0])]
        return statements[statements["article_id"].eq(ids[row])]

    yield table_of("The articles", columns, table, "articles", note=note, first=OPEN, lines=lines)


def _article_groups(report: Report) -> Iterator[Table]:
    """Articles by outlet and by year: their number, words and who speaks in them."""
    note = "Words by voice; captions, credits and headings are nobody’s. One row an article is in tables/articles.csv."
    if copies := report.totals.duplicates:
        note += f" Not counted: {count(copies, 'article')} with the text of another."
    for name in ("articles_by_outlet", "articles_by_year"):
        if name not in report.tables:
            continue
        table = report.tables[name]
        by, shown = str(table.columns[0]), table.head(ROWS)
        columns: Columns = {str(c): shown[c] for c in shown if c not in ("scare", "none")}
        columns |= {"scare quotes": shown["scare"]} if shown["scare"].any() else {}
        yield table_of(f"The articles by {by}", columns, table, name, note=note, first=OPEN)
        note = ""


def _if_any(frame: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    return {column: frame[column]} if frame[column].notna().any() else {}


def _problems(report: Report, _: Mapping[str, Chart]) -> Iterator[Block]:
    table = report.tables["problems"]
    if len(table):
        shown = table.head(10 * ROWS)
        yield table_of("", {str(c): shown[c] for c in shown}, table, "problems", first=OPEN)


def _method(report: Report, _: Mapping[str, Chart]) -> Iterator[Block]:
    if report.corrected:
        yield Prose(report.corrected)
    of_overview = () if report.overview is None else report.overview.method
    yield from (Prose(p) for p in (*of_overview, *_confidence(report), *_METHOD))


def _confidence(report: Report) -> Iterator[str]:
    """How many statements the model is not sure of: what the validity of every number here rests on."""
    totals = report.totals
    shown = str if report.overview is None else number
    if totals.doubtful is None or not totals.statements:
        return
    left_out = f" Statements below {totals.least:g} were left out." if totals.least else ""
    if not totals.doubtful:
        yield f"None of the {shown(totals.statements)} statements has a confidence below 0.5.{left_out}"
        return
    share = percent(totals.doubtful / totals.statements)
    yield (
        f"{shown(totals.doubtful)} of {shown(totals.statements)} statements ({share}) have a confidence below 0.5: "
        f"they are wrong more often than right. Read those first; --min-confidence 0.5 leaves them out.{left_out}"
    )


_METHOD = (
    (
        "Statements (source, cue, content) are found by a small language model trained on PolNeAR (Newell, Margolin "
        "and Ruths 2018); it misses some and misplaces the borders of others. Speakers are resolved by rules, sides "
        "come from the project file alone. Where a source passes on what another said, the statement is that other’s."
    ),
    (
        "Every word belongs to one voice. Quoted words stand in quotation marks and belong to a statement; paraphrase "
        "is somebody’s claim in the outlet’s choice of words; all else is the outlet’s own voice, but for scare quotes "
        "and for captions, credits and headings."
    ),
    (
        "Lexicons count words: irony and context are lost. Distancing verbs (“claim”, “allege”) withhold the outlet’s "
        "warrant; whether they do so in a sentence is for a reader to judge. Every measure, with its formula and "
        "literature, is in the documentation; every table is in the folder tables/, with more rows and columns."
    ),
)
"""How the numbers come about and what they do not say."""

_PARTS: dict[Part, tuple[str, Blocks]] = {
    Part.COMPARE: ("What stands out", _first),
    Part.EVENTS: ("What each tells of the same events", _events),
    Part.SPEAKERS: ("Who speaks", speaker_blocks),
    Part.VERBS: ("How their words are introduced", verb_blocks),
    Part.WORDS: ("Words, by voice", word_blocks),
    Part.WHERE: ("Who speaks where", where_blocks),
    Part.TIME: ("From period to period", time_blocks),
    Part.ARTICLES: ("The articles", _articles),
    Part.METHOD: ("Method and limits", _method),
    Part.PROBLEMS: ("Skipped and noted", _problems),
}

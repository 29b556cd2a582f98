"""The report as a sequence of sections and blocks, which Markdown and HTML render each in its own way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from framing.contrasts.told import claim, interval_texts
from framing.report.blocks import (
    Block,
    Chart,
    Columns,
    Items,
    Prose,
    Section,
    Table,
    Warnings,
    mapped,
    table_of,
)
from framing.report.comparison import comparison_blocks
from framing.report.sections_speakers import ROWS, charts_of, findings_of, speaker_blocks, tone_blocks, verb_blocks
from framing.report.values import Finding, Report
from framing.statements import NOT_GIVEN
from framing.wording import count, percent, shorten, signed

__all__ = ["sections"]

_ALL_STATEMENTS = 400
"""Up to so many statements are listed in full in the appendix."""


def sections(report: Report, charts: Sequence[Chart]) -> tuple[Section, ...]:
    """All sections in order; a section without anything to show is left out."""
    drawn = {c.name: c for c in charts}
    made = (
        Section("compare", "How they differ", tuple(_compared(report))),
        Section("short", "In short", tuple(_short(report))),
        Section("read", "What was read", tuple(_read(report))),
        Section("speakers", "Who speaks", tuple(speaker_blocks(report, drawn))),
        Section("verbs", "How their words are introduced", tuple(verb_blocks(report, drawn))),
        Section("tone", "Tone and loaded words, by voice", tuple(tone_blocks(report, drawn))),
        Section("words", "Which words set them apart", tuple(_words(report, drawn))),
        Section("where", "Who speaks where", tuple(_where(report, drawn))),
        Section("method", "Method and limits", tuple(Prose(p) for p in (*_confidence(report), *_METHOD))),
        Section("statements", "All statements", tuple(_statements(report)), is_appendix=True),
        Section("problems", "Skipped and noted", tuple(_problems(report)), is_appendix=True),
    )
    shown = [s for s in made if s.blocks]
    if report.reading and shown:
        # Before any number: what was not understood may change all of them.
        shown[0] = replace(shown[0], blocks=(Warnings(report.reading), *shown[0].blocks))
    return tuple(shown)


def _compared(report: Report) -> Iterator[Block]:
    if report.comparison is not None:
        yield from comparison_blocks(report.comparison, labels={a.id: a.label for a in report.articles})


def _short(report: Report) -> Iterator[Block]:
    if report.cautions:
        yield Warnings(report.cautions)
    main = tuple(Finding(f.topic, f.brief) for f in report.findings if f.brief)
    if main:
        yield Items(main)
    if not report.articles:
        yield Prose("No article was read, so there is nothing to report.")


def _read(report: Report) -> Iterator[Block]:
    yield from findings_of(report, "read")
    if not report.articles:
        return
    shown = report.tables["articles"].head(ROWS)
    columns: Columns = {
        "article": shown["label"],
        "begins / title": mapped(shown["name"], lambda t: shorten(t, limit=70)),
        **_if_any(shown, "outlet"),
        **_if_any(shown, "date"),
        "words": shown["words"],
        "own": shown["own"],
        "quoted": shown["quoted"],
        "paraphrase": shown["paraphrase"],
        **({"scare quotes": shown["scare"]} if shown["scare"].any() else {}),
        "nobody’s": shown["none"],
        "statements": shown["statements"],
        "speakers": shown["speakers"],
        "id": shown["id"],
    }
    yield table_of("The articles", columns, report.tables["articles"], "articles", note=_reading_note(report))


def _if_any(frame: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    return {column: frame[column]} if frame[column].notna().any() else {}


def _reading_note(report: Report) -> str:
    copies = report.totals.duplicates
    note = "Words by voice; “nobody’s” are captions, credits, headings and the like."
    if copies:
        note += f" Not counted: {count(copies, 'article')} with the text of another."
    return note


def _words(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    yield from findings_of(report, "words")
    for summary in report.contrasts:
        yield from charts_of(charts, f"terms_{summary.key}")
        terms, lines = summary.terms, summary.lines
        first_line = lines.drop_duplicates(["group", "term"]).set_index(["group", "term"])
        pairs = zip(terms["group"], terms["term"], strict=True)
        contexts = [_in_context(first_line.loc[pair]) if pair in first_line.index else "" for pair in pairs]
        columns: Columns = {
            "group": terms["group"],
            "term": terms["shown"].str.cat(terms["single_statement"].map({True: " °", False: ""})),
            "uses a : b": [f"{a} : {b}" for a, b in zip(terms["count_a"], terms["count_b"], strict=True)],
            "quoted / paraphrased": [
                f"{a} / {b}" for a, b in zip(terms["quoted_uses"], terms["paraphrase_uses"], strict=True)
            ],
            "z": mapped(terms["z"], lambda z: signed(z, digits=1)),
            "TF-IDF difference": mapped(terms["tfidf_difference"], lambda d: signed(d, digits=3)),
            "rate a / rate b": interval_texts(terms["low"].tolist(), terms["high"].tolist()),
            "q": mapped(terms["q"], lambda q: "" if math.isnan(q) else f"{q:.3f}" if q >= 0.0005 else "< .001"),
            "first use": contexts,
        }
        if summary.key == "voices":
            columns.pop("quoted / paraphrased")
        tested = bool(terms["q"].notna().any())
        if not tested:
            columns = {k: v for k, v in columns.items() if k not in ("rate a / rate b", "q")}
        note = (
            f"a: {summary.contrast.names[0]}; b: {summary.contrast.names[1]}. z: log-odds with informative Dirichlet "
            "prior, positive for a. °: all uses are in one statement."
        )
        if tested:
            note += " Rate a / rate b: its 95% interval, ≥ or ≤ where a group has it in fewer than three articles."
        frame = pd.DataFrame({k: list(v) for k, v in columns.items()})
        yield Table(
            summary.title,
            frame,
            f"contrast_{summary.key}.csv",
            note=" ".join((note, claim(summary.contrast.table), *summary.contrast.notes)),
        )


def _in_context(line: pd.Series) -> str:
    return f"… {' '.join(str(line['left'] + '[' + line['words'] + ']' + line['right']).split())} … ({line['place']})"


def _where(report: Report, charts: Mapping[str, Chart]) -> Iterator[Block]:
    yield from findings_of(report, "where")
    yield from _prominent(report)
    yield from (p for name, p in charts.items() if name.startswith("where"))


def _prominent(report: Report) -> Iterator[Block]:
    table = report.tables.get("prominence")
    if table is None:
        return
    by = str(table.columns[0])
    shown = table.head(ROWS)
    columns: Columns = {
        by: shown[by].replace(NOT_GIVEN, f"no {by if by == 'side' else 'source'} given"),
        "articles": shown["articles"],
        "opens": shown["first_speaker"],
        "has the last word": shown["last_speaker"],
        **({"of the headline": _shares(shown["headline_share"])} if shown["headline_share"].notna().any() else {}),
        "of the lead": _shares(shown["lead_share"]),
        "of the first third": _shares(shown["first_third_share"]),
        "longest stretch": shown["longest_block"],
    }
    note = (
        "“Opens” and “has the last word”: in so many articles its attributed words are the first or last. Shares are "
        "of all words that stand there, the outlet’s own included, in the articles in which it speaks; the lead is the "
        "first sentence of prose. “Longest stretch” is in words, without another speaker or a sentence of the outlet’s "
        "own between."
    )
    yield table_of(f"Who stands first, by {by}", columns, table, "prominence", note=note)


def _shares(values: pd.Series) -> list[str]:
    return ["" if pd.isna(v) else percent(v) for v in values.tolist()]


def _statements(report: Report) -> Iterator[Block]:
    table = report.tables["statements"]
    if not len(table):
        return
    yield Prose(
        "Each number in this report counts statements listed here; “A2.5” is the fifth statement of article A2. The "
        "offsets are character positions in the untouched text."
        + (" Where the source passes on what another said, the speaker is that other." if _relayed(report) else "")
    )
    listed = table.head(_ALL_STATEMENTS)
    for article in report.articles:
        mine = listed[listed["article_id"].eq(article.id)]
        if mine.empty:
            continue
        columns: Columns = {
            "statement": mine["statement"],
            "source": mine["source"],
            "cue": mine["cue"],
            "content": mine["content"],
            "kind": mine["kind"],
            "speaker": mine["speaker"].replace(NOT_GIVEN, ""),
            "offsets": [f"{a}–{b}" for a, b in zip(mine["start"], mine["end"], strict=True)],
        }
        frame = pd.DataFrame({k: list(v) for k, v in columns.items()})
        yield Table(f"{article.label}: {article.name}", frame, "statements.csv", anchor="statement")
    if len(table) > _ALL_STATEMENTS:
        yield Prose(f"The rest, {count(len(table) - _ALL_STATEMENTS, 'statement')}, is in tables/statements.csv.")


def _relayed(report: Report) -> bool:
    return bool(report.tables["statements"]["via"].ne("").any())


def _problems(report: Report) -> Iterator[Block]:
    table = report.tables["problems"]
    if len(table):
        shown = table.head(10 * ROWS)
        yield table_of("", {str(c): shown[c] for c in shown}, table, "problems")


def _confidence(report: Report) -> Iterator[str]:
    """How many statements the model is not sure of: what the validity of every number here rests on."""
    totals = report.totals
    if totals.doubtful is None or not totals.statements:
        return
    left_out = f" Statements below {totals.least:g} were left out." if totals.least else ""
    if not totals.doubtful:
        yield f"Validity of the statements: none of the {totals.statements} has a confidence below 0.5.{left_out}"
        return
    share = percent(totals.doubtful / totals.statements)
    yield (
        f"Validity of the statements: {totals.doubtful} of {totals.statements} ({share}) have a confidence below 0.5, "
        "so that each of them is wrong more often than right. Read those first (`confidence` in `framing extract`); "
        f"`--min-confidence 0.5` leaves them out, and what stays the same then rests on firmer ground.{left_out}"
    )


_METHOD = (
    (
        "Statements (source, cue, content) are found by a small language model trained on the PolNeAR corpus of "
        "political news (Newell, Margolin and Ruths 2018); it misses some and misplaces the borders of others. "
        "Speakers are resolved within each article by rules; sides come from the project file alone. Where a source "
        "passes on what another said (“AFP reported, citing a US official”), the statement counts for that other "
        "speaker everywhere, under the verb of the one who passes it on; who passes on is listed apart. Officials are "
        "bodies of a state, and those whom the article presents as holding an office in one or speaking for it. The "
        "offsets in the appendix lead back to every passage, so each number can be checked against the text."
    ),
    (
        "Every word of an article belongs to one voice. Quoted words stand in quotation marks and belong to a "
        "statement. Paraphrase is the content of a statement outside of marks: what someone claims, in the "
        "outlet’s choice of words, so neither the speaker’s wording nor the outlet’s claim. All else is the "
        "outlet’s own voice, with the phrases that introduce speakers and with insertions in square brackets "
        "inside quotations, but for scare quotes: up to five words that it sets in quotation marks of its own accord "
        "and that are nobody’s statement. They are in nobody’s plain voice, and are not scored for tone. Captions, "
        "credits, headings and promotions are nobody’s prose. A statement within a "
        "statement counts for both speakers where statements are counted, and for the inner one where words by "
        "voice are counted."
    ),
    (
        "Tone is VADER’s compound score (Hutto and Gilbert 2014) of each voice’s words in a sentence, averaged by"
        " words. It adds up the feeling of words, not the stance of a speaker: reports of war score low whoever "
        "tells them. Lexicon rates count words by list; irony and context are lost."
    ),
    (
        "The stance of a verb follows a list of reporting verbs, one stance for each. Distancing verbs (“claim”, "
        "“allege”) withhold the outlet’s warrant; whether they do so in a given sentence is for a reader to "
        "judge."
    ),
    (
        "Terms are words and phrases of up to three words, ranked by the log-odds ratio with an informative "
        "Dirichlet prior (Monroe, Colaresi and Quinn 2008) and given with the difference of their mean TF-IDF. "
        "The z of a few hundred words is a rank, not a test: it takes words as independent, which words of one "
        "article are not. Evenness is normalised Shannon entropy, concentration the Herfindahl–Hirschman index."
    ),
)
"""How the numbers come about and what they do not say."""

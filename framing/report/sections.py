"""The report as a sequence of sections and blocks, which Markdown and HTML render each in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from framing.lexicon.validation import NOT_VALIDATED
from framing.report.blocks import (
    Block,
    Columns,
    Items,
    Picture,
    Prose,
    Section,
    Table,
    Warnings,
    mapped,
    table_of,
)
from framing.report.cells import cell
from framing.report.charts import Chart
from framing.report.method import METHOD
from framing.report.sources import unheard
from framing.report.values import Finding, Report
from framing.report.voicing import LABELS
from framing.report.wording import count, number, percent, shorten, signed
from framing.statements import NOT_GIVEN

__all__ = ["Block", "Items", "Picture", "Prose", "Section", "Table", "Warnings", "sections"]

_ROWS = 15
"""Rows of a table that the pages show; the file has all."""

_SILENT = 8
"""Rows of the table of those who are not heard."""

_ALL_STATEMENTS = 400
"""Up to so many statements are listed in full in the appendix."""


def sections(report: Report, charts: Sequence[Chart]) -> tuple[Section, ...]:
    """All sections in order; a section without anything to show is left out."""
    pictures = {c.name: Picture(c.name, c.title, c.alt, c.source) for c in charts}
    made = (
        Section("short", "In short", tuple(_short(report))),
        Section("read", "What was read", tuple(_read(report))),
        Section("speakers", "Who speaks", tuple(_speakers(report, pictures))),
        Section("verbs", "How their words are introduced", tuple(_verbs(report, pictures))),
        Section("tone", "Tone and loaded words, by voice", tuple(_tone(report, pictures))),
        Section("words", "Which words set them apart", tuple(_words(report, pictures))),
        Section("where", "Who speaks where", tuple(_where(report, pictures))),
        Section("method", "Method and limits", tuple(Prose(p) for p in METHOD)),
        Section("statements", "All statements", tuple(_statements(report)), is_appendix=True),
        Section("problems", "Skipped and noted", tuple(_problems(report)), is_appendix=True),
    )
    return tuple(s for s in made if s.blocks)


def _of(report: Report, topic: str) -> Iterator[Block]:
    found = tuple(f for f in report.findings if f.topic == topic)
    if found:
        yield Items(found)


def _short(report: Report) -> Iterator[Block]:
    if report.cautions:
        yield Warnings(report.cautions)
    main = tuple(Finding(f.topic, f.brief) for f in report.findings if f.brief)
    if main:
        yield Items(main)
    if not report.articles:
        yield Prose("No article was read, so there is nothing to report.")


def _read(report: Report) -> Iterator[Block]:
    yield from _of(report, "read")
    if not report.articles:
        return
    shown = report.tables["articles"].head(_ROWS)
    columns: Columns = {
        "article": shown["label"],
        "begins / title": mapped(shown["name"], lambda t: shorten(t, limit=70)),
        **_if_any(shown, "outlet"),
        **_if_any(shown, "date"),
        "words": shown["words"],
        "own": shown["own"],
        "quoted": shown["quoted"],
        "paraphrase": shown["paraphrase"],
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


def _speakers(report: Report, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield from _of(report, "speakers")
    yield from _shown(pictures, "words_by_actor", "direct_indirect")
    table = report.tables["speakers"]
    if len(table):
        shown = table.head(_ROWS)
        columns: Columns = {
            "speaker": shown["speaker"],
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
        shown = introduced.head(2 * _ROWS)
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
    shown = table.head(_ROWS)
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
        "could speak. In the file alone: places that are no country, media"
    )
    note += (
        f", and those for whom somebody of their side or affiliation speaks ({_some(spoken_for)})."
        if spoken_for
        else "."
    )
    yield table_of("Talked about, not heard", columns, silent, "silence", note=note)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SILENT]) + (" …" if len(names) > _SILENT else "")


def _verbs(report: Report, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield from _of(report, "verbs")
    yield from _shown(pictures, "reporting_verbs")
    table = report.tables["reporting_verbs"]
    if len(table):
        groups = table["speaker"].drop_duplicates().head(_ROWS)
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


def _tone(report: Report, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield from _of(report, "tone")
    yield from _shown(pictures, "tone", "labels")
    labels = report.tables["labels"]
    validity = report.tables["validity"]
    if len(labels):
        yield Prose(f"Labels: {_validity(validity[validity['lexicon'].eq(LABELS)])}")
        shown = labels.head(_ROWS)
        columns: Columns = {
            "word": shown["term"],
            "category": shown["category"],
            "own": shown["own"],
            "quoted": shown["quoted"],
            "paraphrase": shown["paraphrase"],
            "quoted from": mapped(shown["quoted_speakers"], lambda t: shorten(t, limit=80)),
        }
        yield table_of("Labels for armed and political actors, uses by voice", columns, labels, "labels")
    rates = report.tables["lexicon"]
    if len(rates) and rates["hits"].gt(0).any():
        yield _rates(rates, validity)


def _validity(standings: pd.DataFrame) -> str:
    """What people's codes say about some categories: the notes, and that the rest has none."""
    noted = standings[standings["text"].ne(NOT_VALIDATED)]
    if noted.empty:
        return f"{NOT_VALIDATED}."
    parts = [
        text.rstrip(".") if validated else f"{lexicon}, {category}: {text.rstrip('.')}"
        for lexicon, category, validated, text in noted.itertuples(index=False, name=None)
    ]
    others = f". All other categories: {NOT_VALIDATED}." if len(noted) < len(standings) else "."
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
    wide = wide.reindex(columns=[v for v in ("own", "quoted", "paraphrase") if v in wide.columns])
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


def _words(report: Report, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield from _of(report, "words")
    for summary in report.contrasts:
        yield from _shown(pictures, f"terms_{summary.key}")
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
            "first use": contexts,
        }
        if summary.key == "voices":
            columns.pop("quoted / paraphrased")
        note = (
            f"a: {summary.contrast.names[0]}; b: {summary.contrast.names[1]}. z: log-odds with informative Dirichlet "
            "prior, positive for a. °: all uses are in one statement."
        )
        frame = pd.DataFrame({k: list(v) for k, v in columns.items()})
        yield Table(summary.title, frame, f"contrast_{summary.key}.csv", note=" ".join((note, *summary.contrast.notes)))


def _in_context(line: pd.Series) -> str:
    return f"… {' '.join(str(line['left'] + '[' + line['words'] + ']' + line['right']).split())} … ({line['place']})"


def _where(report: Report, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield from _of(report, "where")
    yield from _prominent(report)
    yield from (p for name, p in pictures.items() if name.startswith("where"))


def _prominent(report: Report) -> Iterator[Block]:
    table = report.tables.get("prominence")
    if table is None:
        return
    by = str(table.columns[0])
    shown = table.head(_ROWS)
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
        shown = table.head(10 * _ROWS)
        yield table_of("", {str(c): shown[c] for c in shown}, table, "problems")


def _shown(pictures: Mapping[str, Picture], *names: str) -> Iterator[Block]:
    yield from (pictures[n] for n in names if n in pictures)

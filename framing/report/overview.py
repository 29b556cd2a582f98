"""A report of more articles than can be listed: counts over all of them, and lines of some that can be read.

The pages are those of any report; the numbers come from the slim tables of a store (:class:`framing.subject.Slim`) and
from its questions. What opens to lines does so in at most :data:`framing.report.shown.MOST_SHOWN` articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from framing.checking import Checked
from framing.compare import Comparison
from framing.lexicon.validation import ValidityNote, Verdict, verdicts
from framing.measure.balance import balance, balance_summary
from framing.measure.silence import silence
from framing.measure.stance import cue_stances
from framing.measure.voices import voices
from framing.report.comparison import comparison_tables, told_differences
from framing.report.counts import (
    MOST_WRITTEN,
    Counts,
    article_tables,
    lexicon_counts,
    openings,
    prominence_of,
    speaker_table,
)
from framing.report.findings import findings
from framing.report.shown import MOST_LINES, MOST_SHOWN, Shown, drawn
from framing.report.speakers import (
    about_actors,
    checked_tables,
    official_table,
    references,
    relay_tables,
    speakers,
    unheard,
)
from framing.report.summary import (
    article_summaries,
    compared,
    contrast_tables,
    problem_table,
    reading_notes,
    statement_table,
)
from framing.report.tested import difference_tables
from framing.report.values import ContrastSummary, Overview, Report, SpeakerSummary, Totals
from framing.report.words import Pair, contrasts, lexicon_tables, lexicons, pairs_among, where
from framing.statements import NOT_GIVEN, Statements
from framing.subject import Tables
from framing.tables import among, narrowed
from framing.wording import number

__all__ = ["MOST_READ", "is_overview", "overview"]

MOST_READ = 2_000
"""Up to so many counted articles a report lists and quotes every one."""

_LINES_HELD = 200
"""Lines of each measure and group of the comparison from which those that are shown are taken."""

_SAMPLE = 500
"""Articles whose texts a contrast of words reads."""

_STANCES = 2_000
"""Speakers, those with most statements, whose verbs are told apart."""

_TOP = 50
"""Speakers of whom findings tell."""

_OF_SOURCES = ("article_id", "speaker", "type", "named", "kind", "position", "words", "quoted_words", "with")

_ROWS = 20
"""Rows of a table whose lines are looked for first."""


def is_overview(statements: Statements, most_read: int = MOST_READ) -> bool:
    """Whether there are so many articles, in a store, that a report of them is made from counts."""
    return statements.stored is not None and len(statements.corpus.counted) > most_read


def overview(
    subject: Tables,
    *,
    title: str,
    notes: Sequence[ValidityNote] = (),
    checked: Checked | None = None,
    by: str | None = None,
    all_terms: bool = False,
    most_shown: int = MOST_SHOWN,
) -> Report:
    """The report of a store of very many articles; arguments as of :func:`framing.report.summary.summarise`.

    ``most_shown`` articles can be read. Raises an :class:`~framing.errors.InputError`: a note on a lexicon that is not
    counted.
    """
    statements, corpus = subject.statements, subject.corpus
    assert statements.stored is not None  # noqa: S101  # is_overview
    counted_words = lexicons()
    validity = verdicts(counted_words, corpus, notes)
    own = Tables(statements)  # whose tables are let go with it
    comparison = compared(own, by, names=True)
    comparison = None if comparison is None else comparison.with_few_lines(_LINES_HELD)
    compared_tables = {} if comparison is None else comparison_tables(comparison)
    counts = Counts(subject)
    frame = counts.frame
    who = speaker_table(counts)
    told = who["speaker"].head(_STANCES).tolist()
    stances = pd.DataFrame(cue_stances(frame[frame["speaker"].isin([*told, NOT_GIVEN])], by="speaker"))
    hits = statements.stored.hit_counts(counted_words, who["speaker"].head(MOST_WRITTEN // 20).tolist())
    mentions = subject.slim.mentions[["article_id", "actor", "type", "side"]]
    silent = pd.DataFrame(silence(own))
    silent = _spoken_for(silent.assign(**about_actors(silent, mentions)), frame)
    unnoticed = unheard(silent)["speaker"].head(_ROWS)
    mentions = narrowed(mentions.loc[among(mentions["actor"], unnoticed), ["article_id", "actor"]])
    del own
    spoken, prominent = openings(counts), prominence_of(counts)
    tables = {
        **{name: table.head(MOST_WRITTEN) for name, table in compared_tables.items()},
        **article_tables(counts),
        "speakers": who.head(MOST_WRITTEN),
        "sources": pd.DataFrame(balance_summary(counts.columns(*_OF_SOURCES))),
        **_sides(frame),
        "officials": official_table(
            counts.columns("article_id", "outlet", "speaker", "official", "words"), by="outlet"
        ),
        **checked_tables(statements, checked, sides=bool(frame["side"].ne(NOT_GIVEN).any())),
        **relay_tables(frame),
        "silence": silent,
        "introductions": pd.DataFrame(columns=["speaker", "type", "introduced_as", "later"]),
        "reporting_verbs": stances.head(MOST_WRITTEN),
        **difference_tables(frame, pd.DataFrame({"voice": [], "speaker": [], "article_id": [], "words": []})),
        **lexicon_counts(hits, counts, counted_words),
        "validity": pd.DataFrame(validity, columns=list(Verdict.__dataclass_fields__)),
        **prominent,
    }
    shown = _chosen(subject, comparison, counts, tables, unnoticed, mentions, most_shown)
    some = Tables(statements.stored.some(statements, shown.ids))
    labels = {a.id: f"A{i}" for i, a in enumerate(some.corpus.counted, 1)}
    names = references(some.statements.counting, labels)
    listed = _listed(some, names, labels)
    listed["mentions"] = pd.DataFrame(statements.stored.some_mentions(some.statements, shown.ids))
    pairs = pairs_among(who, tables.get("sides"))
    contrasted = _contrasts(statements, counts, pairs, names=names, labels=labels)
    problems = tuple(dict.fromkeys((*corpus.problems, *statements.problems)))
    report = Report(
        title=title,
        totals=_totals(counts, least=statements.least),
        articles=article_summaries(some, labels),
        speakers=_summaries(who, some, names),
        introductions=(),
        contrasts=contrasted,
        cautions=(),
        problems=problems,
        tables={
            **tables, **listed, **contrast_tables(contrasted, whole=all_terms), "problems": problem_table(problems)
        },
        references=names,
        notes=tuple(notes),
        comparison=comparison,
        corpus=corpus,
        reading=tuple(reading_notes(corpus)),
        corrected="" if statements.corrected is None else str(statements.corrected),
        overview=Overview(
            statements=counts.frame, speakers=who, openings=spoken, some=some.statements,
            lead=_lead(len(corpus.counted), len(labels)), method=tuple(_method(len(who), bool(contrasted))),
            hash=statements.stored.content_hash(),
            rows={name: len(table) for name, table in compared_tables.items() if len(table) > MOST_WRITTEN},
        ),
    )  # fmt: skip
    return findings(report)


def _lead(articles: int, shown: int) -> str:
    return (
        f"An overview of {number(articles)} articles, made from counts over all of them. {number(shown)} of them can "
        f"be read in the folder read/: every number that is a link opens to up to {MOST_LINES} of its lines there, and "
        "not to all that it counts."
    )


def _method(speakers: int, contrasted: bool) -> Iterator[str]:
    """What is made otherwise than in a report that lists everything, and where the rest is."""
    yield (
        "This many articles are counted in the store and not listed. There is no statements.jsonl and no table with a "
        "row a statement or a hit: the store has them. “framing extract STORE” writes all statements, “framing store "
        "query STORE \"SELECT * FROM said JOIN heard USING (article_id, statement_id) WHERE speaker = '…'\"” some of "
        "them, and every measure is a command on the store, such as “framing balance STORE --by outlet”."
    )
    yield (
        "Which articles can be read was settled by what the findings and the first rows of tables rest on, and among "
        "those by lot (a hash of their ids), so that it is the same each time. They are no sample of all."
    )
    if speakers > MOST_WRITTEN:
        yield (
            f"Of {number(speakers)} speakers the {number(MOST_WRITTEN)} with most words are in tables/speakers.csv, "
            f"and the verbs of the first {number(_STANCES)} in tables/reporting_verbs.csv."
        )
    if contrasted:
        yield (
            f"Words that set groups apart are looked for in {number(_SAMPLE)} articles at most, drawn by lot from "
            "those in which the groups speak; all else is counted in all articles. “framing contrast STORE” reads them "
            "all."
        )
    yield (
        "That somebody speaks for an actor is looked for in each article by itself. Rates of lexicons are without "
        "intervals (“framing lexicon score STORE” has them); how persons are introduced, tone, and where in each "
        "article who stands are left out."
    )


def _sides(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if frame["side"].eq(NOT_GIVEN).all():
        return {}
    return {
        "sides": pd.DataFrame(balance(frame, by="side")),
        "reporting_verbs_by_side": pd.DataFrame(cue_stances(frame, by="side")),
    }


def _spoken_for(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """With those who have somebody of their side or of their own speak, as in a report that lists everything."""
    sides = {str(v) for v in frame["side"].unique()} - {NOT_GIVEN}
    affiliations = {str(v) for v in frame["affiliation"].unique()} - {NOT_GIVEN}
    beside = (table["side"].isin(sides) | table["speaker"].isin(affiliations)) & ~table["heard"]
    return table.assign(spoken_for=table["spoken_for"] | beside).head(MOST_WRITTEN)


def _chosen(
    subject: Tables,
    comparison: Comparison | None,
    counts: Counts,
    tables: Mapping[str, pd.DataFrame],
    silent: Iterable[str],
    mentions: pd.DataFrame,
    most: int,
) -> Shown:
    """The articles that can be read: of the findings first, then of the first rows of the tables."""
    shown = Shown([a.id for a in subject.corpus.counted], most)
    if comparison is not None:
        for one, quoted in told_differences(comparison):
            shown.want(quoted, each=1)
            for group in comparison.grouping.names:
                shown.want(comparison.lines_of(one, group)["article_id"])
    frame, stance = counts.frame, counts.frame["stance"]
    for name in tables["speakers"]["speaker"].head(_ROWS):
        shown.want(frame.loc[frame["speaker"].eq(name), "article_id"])
    telling = tables["reporting_verbs"]
    telling = telling[~telling["stance"].isin(["none", "neutral"])].head(_ROWS)
    for name, kind in zip(telling["speaker"], telling["stance"], strict=True):
        shown.want(frame.loc[frame["speaker"].eq(name) & stance.eq(kind), "article_id"], each=2)
    for name in silent:
        shown.want(mentions.loc[mentions["actor"].eq(name), "article_id"], each=2)
    if comparison is not None:
        for one in comparison.found[:_ROWS]:
            for group in comparison.grouping.names:
                shown.want(comparison.lines_of(one, group)["article_id"])
        for name in ("versions", "alone", "figures"):
            if name in tables:
                shown.want(tables[name]["article_id"].head(_ROWS), each=_ROWS)
    shown.fill()
    return shown


def _listed(some: Tables, names: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """The tables with a row a line, of the articles that can be read."""
    runs = some.voices
    found = lexicon_tables(runs, some.corpus, lexicons(), references=names, labels=labels)
    return {
        "statements": statement_table(some.table, names), "where": where(runs, names),
        "lexicon_hits": found["lexicon_hits"],
    }  # fmt: skip


def _contrasts(
    statements: Statements,
    counts: Counts,
    pairs: Sequence[Pair],
    *,
    names: Mapping[str, str],
    labels: Mapping[str, str],
) -> tuple[ContrastSummary, ...]:
    """Contrasts of words, each from the texts of a sample of the articles in which its groups speak."""
    assert statements.stored is not None  # noqa: S101
    found: list[ContrastSummary] = []
    frame = counts.frame
    given = [p for p in pairs if p[2] is not None]
    for key, by, pair in given or [("voices", "voice", None)]:
        there = frame[by].isin(list(pair)) if pair is not None else slice(None)
        held = frame.loc[there, "article_id"].unique()
        ids = drawn(map(str, held), _SAMPLE)
        some = statements.stored.some(statements, ids)
        known = {**{i: i for i in ids}, **{s.id: s.article_id for s in some}, **labels, **names}
        mine = frame[frame["article_id"].isin(ids)]
        found += contrasts(
            mine, voices(some), some.corpus, references=known, labels={}, pairs=((key, by, pair),), voices_too=not found
        )
    return tuple(sorted(found, key=lambda c: ("actors", "sides", "voices").index(c.key)))


def _totals(counts: Counts, *, least: float) -> Totals:
    each, frame = counts.each, counts.frame
    words = {voice: int(each[voice].sum()) for voice in ("own", "quoted", "paraphrase", "scare", "none")}
    confidence = counts.confidence
    return Totals(
        articles=len(each),
        duplicates=counts.duplicates,
        words=sum(words.values()),
        **words,
        unsourced=counts.unsourced,
        statements=len(frame),
        speakers=counts.speakers,
        doubtful=int(confidence.lt(0.5).sum()) if confidence.notna().all() else None,
        least=least,
    )


def _summaries(who: pd.DataFrame, some: Tables, names: Mapping[str, str]) -> tuple[SpeakerSummary, ...]:
    """The speakers with most words, their numbers of all articles, their statements of those that can be read."""
    read = {s.name: s for s in speakers(some.table, some.statements, names)}
    columns = ["type", "source_kind", "statements", "direct", "mixed", "indirect", "words", "quoted_words",
               "word_share", "first_position", "articles"]  # fmt: skip
    return tuple(
        SpeakerSummary(
            name=row["speaker"],
            side=None if row["side"] == NOT_GIVEN else row["side"],
            **{c: row[c] for c in columns},
            cues=read[row["speaker"]].cues if row["speaker"] in read else (),
        )
        for row in who.head(_TOP).to_dict("records")
    )

"""The one place where a report's numbers are computed, from corpus, statements, mentions and validity notes alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from framing.actor_table import doubt_note
from framing.checking import Checked
from framing.compare import Comparison, compare
from framing.errors import ComparisonError
from framing.intervals import FEWEST_ARTICLES, FEWEST_HOLDING
from framing.lexicon.validation import ValidityNote, Verdict, verdicts
from framing.measure.balance import balance, balance_summary
from framing.measure.stance import cue_stances, stance_table
from framing.report.comparison import comparison_tables
from framing.report.findings import findings
from framing.report.speakers import (
    checked_tables,
    introductions,
    official_table,
    prominence_tables,
    references,
    relay_tables,
    silence_tables,
    speakers,
)
from framing.report.tested import difference_tables
from framing.report.values import ArticleSummary, ContrastSummary, Introduction, Report, SpeakerSummary, Totals
from framing.report.words import contrasts, lexicon_tables, lexicons, tone_tables, voice_words, where
from framing.statements import NOT_GIVEN, Statements
from framing.subject import Tables
from framing.values import Article, Corpus, Problem, Voice
from framing.whose import ATTRIBUTED, each_speaker
from framing.wording import amount, count, shorten

__all__ = [
    "article_summaries",
    "compared",
    "contrast_tables",
    "problem_table",
    "reading_notes",
    "statement_table",
    "summarise",
    "written_terms",
]

_STATEMENT_COLUMNS = (
    "statement", "statement_id", "article_id", "field", "block", "kind", "speaker", "type", "side", "named",
    "official", "via", "with", "source", "cue", "stance", "content", "start", "end", "position", "words",
    "quoted_words",
)  # fmt: skip


def summarise(
    given: Statements | Tables,
    *,
    title: str,
    notes: Sequence[ValidityNote] = (),
    mentions: pd.DataFrame | None = None,
    checked: Checked | None = None,
    by: str | None = None,
    all_terms: bool = False,
) -> Report:
    """Measure everything that the report shows. Never runs the model.

    ``mentions`` (:func:`framing.mentions`) say who is talked about; without them nothing is told of the unheard.
    ``checked`` are statements that people have checked (:func:`framing.read_checked`): the shares are then told as
    corrected by them, too. ``notes`` say which lexicon categories people have coded on these articles; the others are
    told to be not validated. ``all_terms`` keeps the terms of contrasts that no test was made of, too. ``by`` is the
    column whose groups are compared (:func:`framing.compare.compare`).
    Raises an :class:`~framing.errors.InputError`: a note on a lexicon that is not counted.
    """
    # Each table is made once, for the comparison too.
    subject = given if isinstance(given, Tables) else Tables(given, known_mentions=mentions)
    statements, corpus = subject.statements, subject.corpus
    labels = {a.id: f"A{i}" for i, a in enumerate(corpus.counted, 1)}
    counted_words = lexicons()
    validity = verdicts(counted_words, corpus, notes)
    items = statements.counting
    names = references(items, labels)
    frame, table = subject.table, subject.voices
    said = each_speaker(frame, ["speaker_id"], statements)
    articles = _articles(corpus.counted, labels, frame, said, table)
    who = speakers(frame, statements, names)
    introduced = introductions(items, names, corpus)
    tones = tone_tables(table)
    contrasted = contrasts(frame, table, corpus, references=names, labels=labels)
    noticed = () if mentions is None else mentions.attrs.get("problems", ())
    problems = tuple(dict.fromkeys((*corpus.problems, *statements.problems, *noticed)))
    comparison = compared(subject, by, names=mentions is not None or bool(statements.tagging))
    report = Report(
        title=title,
        totals=_totals(
            articles, frame, said, table, least=statements.least, duplicates=len(corpus) - len(corpus.counted)
        ),
        articles=articles,
        speakers=who,
        introductions=introduced,
        contrasts=contrasted,
        reading=tuple(reading_notes(corpus)),
        corrected="" if statements.corrected is None else str(statements.corrected),
        cautions=(
            *_cautions(articles, len(frame)),
            *filter(None, [doubt_note(statements, _first(who))]),
        ),
        problems=problems,
        tables={
            **({} if comparison is None else comparison_tables(comparison)),
            "articles": pd.DataFrame(articles, columns=list(ArticleSummary.__dataclass_fields__)),
            "speakers": _speaker_table(who),
            "speakers_by_article": balance(frame, by=["article_id", "speaker"]),
            "sources": balance_summary(frame),
            **_side_tables(frame),
            "officials": official_table(frame),
            **checked_tables(statements, checked, sides=any(p.side for s in statements for p in s.speakers)),
            **relay_tables(frame),
            **silence_tables(frame, table, mentions),
            "introductions": _introduction_table(introduced),
            "reporting_verbs": cue_stances(frame),
            "voices": voice_words(table),
            **tones,
            **difference_tables(frame, tones["tone_passages"].fillna({"speaker": ""})),
            **lexicon_tables(table, corpus, counted_words, references=names, labels=labels),
            "validity": pd.DataFrame(validity, columns=list(Verdict.__dataclass_fields__)),
            **contrast_tables(contrasted, whole=all_terms),
            "where": where(table, names),
            **prominence_tables(table, names=labels),
            "statements": statement_table(frame, names),
            "problems": problem_table(problems),
        },
        references=names,
        notes=tuple(notes),
        comparison=comparison,
        corpus=corpus,
    )
    return findings(report)


def compared(subject: Tables, by: str | None, *, names: bool) -> Comparison | None:
    """How the groups of ``by`` differ; without ``by`` None where the articles make no groups."""
    try:
        made = compare(subject, by=by, names=names)
    except ComparisonError:
        if by is not None:
            raise
        return None
    return None if by is None and len(made.grouping.names) < 2 else made


def _first(who: Sequence[SpeakerSummary]) -> list[str]:
    """The names at the top of the table of speakers."""
    return [s.name for s in who[:_TOP]]


_TOP = 20
"""Speakers for whom it is told that it is not sure who is one."""


def article_summaries(some: Tables, labels: Mapping[str, str]) -> tuple[ArticleSummary, ...]:
    """One summary a counted article."""
    said = each_speaker(some.table, ["speaker_id"], some.statements)
    return _articles(some.corpus.counted, labels, some.table, said, some.voices)


def _articles(
    counted: Sequence[Article],
    labels: Mapping[str, str],
    frame: pd.DataFrame,
    said: pd.DataFrame,
    voices_table: pd.DataFrame,
) -> tuple[ArticleSummary, ...]:
    by_voice = {row["article_id"]: row for row in voice_words(voices_table).to_dict("records")}
    stated = frame["article_id"].value_counts()
    voiced = said[said["speaker_id"].ne(NOT_GIVEN)].groupby("article_id")["speaker_id"].nunique()
    own_ending = _own_endings(voices_table)
    found = []
    for article in counted:
        here = {v: by_voice[article.id][v] if article.id in by_voice else 0 for v in map(str, Voice)}
        found.append(
            ArticleSummary(
                id=article.id,
                label=labels[article.id],
                name=_name(article),
                outlet=article.outlet,
                date=article.date.isoformat() if article.date else None,
                words=sum(here.values()),
                **here,
                statements=int(stated.get(article.id, 0)),
                speakers=int(voiced.get(article.id, 0)),
                own_ending=article.id in own_ending,
            )
        )
    return tuple(found)


def _own_endings(voices_table: pd.DataFrame) -> frozenset[str]:
    """Articles whose last sentence of prose has no attributed words; "…," she said is the speaker's sentence."""
    prose = voices_table[voices_table["voice"].ne(Voice.NONE.value) & voices_table["field"].eq("text")]
    last = prose.groupby("article_id", sort=False)["sentence"].transform("max")
    ending = prose[prose["sentence"].eq(last)]
    attributed = ending.loc[ending["voice"].isin(ATTRIBUTED), "article_id"]
    return frozenset(ending["article_id"]) - frozenset(attributed)


def _name(article: Article) -> str:
    """The title, or the beginning of the first line that is long enough to say something."""
    lines = [line for line in (article.title or article.text).splitlines() if line.strip()]
    telling = next((line for line in lines if len(re.findall(r"\w+", line)) >= 6), lines[0] if lines else article.id)
    return shorten(telling, limit=90)


def _totals(
    articles: Sequence[ArticleSummary],
    frame: pd.DataFrame,
    said: pd.DataFrame,
    voices_table: pd.DataFrame,
    *,
    least: float,
    duplicates: int,
) -> Totals:
    speakers = said["speaker_id"][said["speaker_id"].ne(NOT_GIVEN)]
    unsourced = voices_table["voice"].eq(Voice.PARAPHRASE.value) & voices_table["sourced"].eq(False)
    return Totals(
        articles=len(articles),
        duplicates=duplicates,
        words=sum(a.words for a in articles),
        own=sum(a.own for a in articles),
        quoted=sum(a.quoted for a in articles),
        paraphrase=sum(a.paraphrase for a in articles),
        scare=sum(a.scare for a in articles),
        none=sum(a.none for a in articles),
        unsourced=int(voices_table.loc[unsourced.fillna(False), "words"].sum()),
        statements=len(frame),
        speakers=int(speakers.nunique()),
        doubtful=int(frame["confidence"].lt(0.5).sum()) if frame["confidence"].notna().all() else None,
        least=least,
    )


_FIRST_LINES = 4
"""Remarks on reading that stand at the beginning; the rest is in the appendix."""


def reading_notes(corpus: Corpus) -> Iterator[str]:
    """What reading did not understand, where it may change what the report says as a whole."""
    weighty = [p for p in corpus.problems if p.weighty]
    for problem in weighty[:_FIRST_LINES]:
        yield f"{problem.item}: {problem.reason}"
    more = len(weighty) - _FIRST_LINES
    if more > 0:
        yield f"{count(more, 'more remark')} of this kind: see “Skipped and noted”."
    skipped = Counter(p.reason.split(":")[0].split(";")[0] for p in corpus.problems if p.skipped)
    if skipped:
        reason, often = skipped.most_common(1)[0]
        why = reason if len(skipped) == 1 else f"most often ({often:,}): {reason}"
        read = amount(len(corpus.counted), "article")
        lost = amount(skipped.total(), "file or row", "files or rows")
        yield f"Of what was given, {read} could be used and {lost} not ({why}). See “Skipped and noted”."
    undated = sum(a.date is None and "date" in a.extra for a in corpus.counted)
    if undated:
        yield f"{count(undated, 'article').capitalize()} with a date that is not clear, so it is in no period."


def _cautions(articles: Sequence[ArticleSummary], statements: int) -> tuple[str, ...]:
    found = []
    if 0 < len(articles) < FEWEST_ARTICLES:
        one = len(articles) == 1
        few = " and no interval" if len(articles) < FEWEST_HOLDING else ""
        between = ", and a difference between two speakers may be a difference between two articles"
        found.append(
            f"{count(len(articles), 'article').capitalize()} can be described, not generalised from: every number here "
            f"holds for {'this text' if one else 'these texts'} only. No significance test{few} is "
            f"given{'' if one else between}."
        )
    if not articles:
        return ()
    if not statements:
        found.append("No statement was found, so there is nothing to say about speakers, their verbs or their words.")
    elif statements < 20:
        found.append(f"With {count(statements, 'statement')}, one statement more or less changes the shares visibly.")
    return tuple(found)


def _speaker_table(who: Sequence[SpeakerSummary]) -> pd.DataFrame:
    columns = [
        "speaker", "type", "side", "source_kind", "statements", "direct", "mixed", "indirect", "words", "quoted_words",
        "word_share", "first_position", "articles", "cues",
    ]  # fmt: skip
    rows = [
        {
            "speaker": s.name,
            "type": s.type,
            "side": s.side or NOT_GIVEN,
            **{c: getattr(s, c) for c in columns[3:-1]},
            "cues": "; ".join(dict.fromkeys(u.cue for u in s.cues if u.cue)),
        }
        for s in who
    ]
    return pd.DataFrame(rows, columns=columns)


def _side_tables(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if frame["side"].eq(NOT_GIVEN).all():
        return {}
    return {
        "sides": balance(frame, by="side"),
        "reporting_verbs_by_side": cue_stances(frame, by="side"),
    }


def _introduction_table(introduced: Sequence[Introduction]) -> pd.DataFrame:
    rows = [
        (
            i.speaker, i.type, " ".join(i.quote.text.split()).rstrip(" ,;:"), "; ".join(i.later), i.quote.reference,
            i.quote.article_id, i.quote.start, i.quote.end,
        )
        for i in introduced
    ]  # fmt: skip
    columns = ["speaker", "type", "introduced_as", "later", "statement", "article_id", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def written_terms(table: pd.DataFrame) -> pd.DataFrame:
    """The terms of a contrast that are written: those that were tested; where none was, those used at least twice.

    All terms of 2,000 articles are a hundred megabytes, nearly all of them used once.
    """
    tested = table["q"].notna()
    return table[tested if tested.any() else table["count_a"].add(table["count_b"]).ge(2)].reset_index(drop=True)


def contrast_tables(contrasted: Sequence[ContrastSummary], *, whole: bool) -> dict[str, pd.DataFrame]:
    """The terms of each contrast, those that are shown, and their lines, by the names of their files."""
    tables: dict[str, pd.DataFrame] = {}
    for summary in contrasted:
        every = summary.contrast.table
        tables[f"contrast_{summary.key}"] = every if whole else written_terms(every)
        tables[f"terms_{summary.key}"] = summary.terms
        tables[f"context_{summary.key}"] = summary.lines
    return tables


def statement_table(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The statements with their short names and stances."""
    table = stance_table(frame)
    table = table.assign(statement=[names[i] for i in table["statement_id"]])
    extra = [c for c in table.columns if c not in (*_STATEMENT_COLUMNS, "speaker_id", "affiliation", "confidence")]
    return table[[*_STATEMENT_COLUMNS, *extra]]


def problem_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """What was skipped and what was noted."""
    rows = [("skipped" if p.skipped else "noted", p.item, p.reason) for p in problems]
    return pd.DataFrame(rows, columns=["what", "item", "reason"])

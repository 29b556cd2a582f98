"""What a measure is asked of: an analysis, statements, or a table of them. Told apart here, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pandas as pd

from framing.attribute.annotation import PosTags
from framing.attribute.model import Device
from framing.errors import ComparisonError
from framing.extraction import with_tagging
from framing.resolve import Project
from framing.results import Result
from framing.statements import Statements
from framing.structure import parse
from framing.subject_tables import (
    made_clause_lines,
    made_drawn_events,
    made_found_events,
    made_hits,
    made_in_passing,
    made_mentions,
    made_repeated,
    made_shared,
    made_talked_about,
    made_unheard,
    made_voices,
)
from framing.tables import MISSING
from framing.values import Corpus, Field

if TYPE_CHECKING:
    from framing.lexicon import Lexicon
    from framing.measure.clause_lines import ClauseLines

__all__ = [
    "MOST_MATCHED",
    "Slim",
    "Subject",
    "Tables",
    "all_words",
    "clause_lines_of",
    "corpus_of",
    "known_statements",
    "mentions_table",
    "statements_of",
    "statements_table",
    "tags_of",
    "voices_and_corpus",
    "voices_table",
]

MOST_MATCHED = 10_000
"""Articles up to which events are looked for where no column names them: two milliseconds each."""


@dataclass(frozen=True, eq=False, repr=False)
class Tables:
    """Statements and the tables made of them, each once, when it is first asked for.

    ``model``, ``device`` and ``threads`` are for statements from a file, which lack names and word classes.
    ``known_mentions`` is the table of mentions, where it is there already.
    """

    statements: Statements
    model: str | Path = "full"
    device: Device = "cpu"
    threads: int | None = None
    known_mentions: pd.DataFrame | None = field(default=None, kw_only=True, repr=False)

    @property
    def corpus(self) -> Corpus:
        """The articles."""
        return self.statements.corpus

    @property
    def project(self) -> Project:
        """What the user said of actors."""
        made = self.statements.provenance
        return made.project if made else Project()

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a statement (:meth:`framing.Statements.frame`)."""
        return self.statements.frame()

    @cached_property
    def voices(self) -> pd.DataFrame:
        """Every word of the articles in one voice (:func:`framing.voices`)."""
        return made_voices(self.statements)

    @cached_property
    def tagged(self) -> Statements:
        """The statements with names and word classes (:func:`framing.extraction.with_tagging`)."""
        return with_tagging(self.statements, model=self.model, device=self.device, threads=self.threads)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Who is talked about, one row a mention (:func:`framing.mentions`)."""
        return made_mentions(self.tagged) if self.known_mentions is None else self.known_mentions

    @cached_property
    def of_articles(self) -> Tables:
        """The same, where lines are grouped by their articles alone: what they say of speakers may be left out."""
        stored = self.statements.stored
        if stored is None:
            return self
        return Tables(replace(self.statements, stored=stored.of_articles()), self.model, self.device, self.threads)

    @cached_property
    def slim(self) -> Slim:
        """The same tables without the words themselves: what counting needs."""
        stored = self.statements.stored
        return Slim(self) if stored is None else stored.slim(self.statements)

    def lexicon_hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
        """The hits of lexicons in all prose (:func:`framing.hits`), names included."""
        stored = self.statements.stored
        found = stored.hits(lexicons) if stored is not None else None
        return made_hits(self, lexicons) if found is None else found

    def frequent_own_words(self, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
        """Uses of the words of the outlets' own voice that most articles have (:mod:`framing.measure.own_words`)."""
        if self.statements.stored is not None:
            return self.statements.stored.frequent_own_words(most=most, articles=articles, uses=uses)
        from framing.measure.own_words import frequent, own_words  # measures import this module

        return frequent(own_words(self.voices, self.statements), most=most, articles=articles, uses=uses)

    @cached_property
    def found_events(self) -> pd.DataFrame | None:
        """Which articles are about one event (:func:`framing.match_events`).

        None where their column ``event`` says it, or where they are too many (:data:`MOST_MATCHED`).
        """
        articles = self.corpus.counted
        known = len(articles) > MOST_MATCHED or any(a.extra.get("event") for a in articles)
        return None if known else made_found_events(self)

    @cached_property
    def event_of(self) -> pd.Series:
        """The event of each counted article by its id: their column ``event`` where there is one, else as found.

        An article without one in that column is an event of its own. Empty where events are not looked for.
        """
        ids = [a.id for a in self.corpus.counted]
        if self.found_events is not None:
            return self.found_events.set_index("article_id")["event"].reindex(ids).astype("str")
        given = {a.id: a.extra.get("event") for a in self.corpus.counted}
        if not any(given.values()):
            return pd.Series(dtype="str")
        return pd.Series({i: e if e and e != MISSING else f"{MISSING} {i}" for i, e in given.items()}, dtype="str")

    @cached_property
    def aligned_events(self) -> pd.Series:
        """The event of each article whose statements are aligned, by its id.

        These are all, or where there are very many some (:mod:`framing.events.drawn`).
        """
        return made_drawn_events(self.event_of)

    def events_by_id(self) -> dict[str, str]:
        """The same as a dictionary."""
        return dict(zip(map(str, self.aligned_events.index), map(str, self.aligned_events), strict=True))

    @cached_property
    def aligned_voices(self) -> pd.DataFrame:
        """The voices of these articles."""
        if len(self.aligned_events) == len(self.event_of):
            return self.voices
        ids, stored = list(map(str, self.aligned_events.index)), self.statements.stored
        if stored is not None:
            return stored.voices_of(self.statements, ids)
        return pd.DataFrame(self.voices[self.voices["article_id"].isin(ids)])

    @cached_property
    def shared(self) -> Result | None:
        """Statements aligned within these events (:func:`framing.shared_statements`); None where there is none."""
        return made_shared(self)

    @cached_property
    def clause_lines(self) -> ClauseLines:
        """Names and labels, clauses and uses of verbs in every sentence (:mod:`framing.measure.clause_lines`)."""
        stored = self.statements.stored
        return made_clause_lines(self) if stored is None else stored.clause_lines()

    @cached_property
    def talked_about(self) -> pd.DataFrame:
        """Who is talked about in each article and not heard (:mod:`framing.measure.talked_about`), and its ``date``."""
        stored = self.statements.stored
        return made_talked_about(self) if stored is None else stored.talked_about()

    @cached_property
    def unheard(self) -> pd.DataFrame:
        """The same rows with actors as the corpus has them, and who is ``silent``, one an article and actor."""
        return made_unheard(self.talked_about)

    @cached_property
    def in_passing(self) -> pd.DataFrame:
        """What is told in passing of actors (:mod:`framing.measure.in_passing`), with the columns of articles."""
        stored = self.statements.stored
        return made_in_passing(self) if stored is None else stored.in_passing()

    @cached_property
    def repeated(self) -> pd.DataFrame:
        """Own words that statements of the article say, too (:mod:`framing.measure.repeated`)."""
        stored = self.statements.stored
        return made_repeated(self) if stored is None else stored.repeated()

    @cached_property
    def tags(self) -> PosTags:
        """``(start, end, class)`` of every word by article and field."""
        return self.tagged.tags()


class Slim:
    """The tables of :class:`Tables` as far as counting needs them.

    In memory these are the tables. A store gives them without texts, and columns of text as categories, which take a
    tenth of the memory (:mod:`framing.store`).
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def table(self) -> pd.DataFrame:
        """One row a statement; without ``content``, ``source`` and ``description``."""
        return self._tables.table

    @property
    def voices(self) -> pd.DataFrame:
        """One row a run of words in one voice; without ``text``."""
        return self._tables.voices

    def voices_with(self, columns: Collection[str]) -> pd.DataFrame:  # noqa: ARG002 (a store leaves others out)
        """The same rows with these columns and those of articles; what others there are may be left out."""
        return self._tables.voices

    @property
    def runs(self) -> pd.DataFrame:
        """The same rows with what a comparison of articles asks of them; without the columns of articles."""
        return self._tables.voices

    @property
    def mentions(self) -> pd.DataFrame:
        """One row a mention; without ``text``."""
        return self._tables.mentions

    @property
    def forms(self) -> pd.Series:
        """How each of these mentions is written."""
        return self._tables.mentions["text"]

    @property
    def sources(self) -> pd.DataFrame:
        """What the speaker of each statement of :attr:`table` is called: ``source`` and ``description``."""
        return pd.DataFrame(self._tables.table[["source", "description"]])

    def hits(self, lexicons: Sequence[Lexicon]) -> pd.DataFrame:
        """The hits of lexicons in all prose: which category, where, in whose words."""
        return self._tables.lexicon_hits(lexicons)


Subject = Tables | Statements | pd.DataFrame
"""What a measure takes: an :class:`framing.Analysis`, :class:`framing.Statements`, or a table made of them."""


def statements_table(given: Subject, *, purpose: str, words: bool = True) -> pd.DataFrame:
    """One row a statement. Raises a ComparisonError that says what to give where there are no statements.

    Without ``words`` the table may lack the words themselves (:class:`Slim`).
    """
    if isinstance(given, (Tables, Statements)):
        return pd.DataFrame(_slim(given).table if not words else _full(given).table)
    return _checked(given, purpose, "statements", "Statements.frame()")


def voices_table(
    given: Subject, *, purpose: str, words: bool = True, columns: Collection[str] | None = None
) -> pd.DataFrame:
    """One row a run of words in one voice. Raises a ComparisonError that says what to give where there are none.

    Without ``words`` the table may lack the words themselves (:class:`Slim`), and with ``columns`` all but these and
    those of articles.
    """
    if isinstance(given, (Tables, Statements)):
        if columns is not None:
            return pd.DataFrame(_slim(given).voices_with(columns))
        return pd.DataFrame(_slim(given).voices if not words else _full(given).voices)
    return _checked(given, purpose, "voices", "framing.voices(statements)")


def _full(given: Tables | Statements) -> Tables:
    return given if isinstance(given, Tables) else Tables(given)


def _slim(given: Tables | Statements) -> Slim:
    return _full(given).slim


def voices_and_corpus(given: Subject, corpus: Corpus | None, *, purpose: str) -> tuple[pd.DataFrame, Corpus]:
    """One row a run of words in one voice, and the articles, which must be known."""
    table, known = voices_table(given, purpose=purpose), corpus_of(given, corpus)
    if known is None:
        raise ComparisonError(
            f"{purpose} reads the articles, which this table does not hold: give corpus=, an Analysis or Statements."
        )
    return table, known


def mentions_table(given: Subject, mentions: pd.DataFrame | None = None, *, purpose: str) -> pd.DataFrame:
    """One row a mention: ``mentions`` where it is given, else those of the statements."""
    if mentions is not None:
        return _checked(mentions, purpose, "mentions", "framing.mentions(statements)")
    if isinstance(given, Tables):
        return pd.DataFrame(given.mentions)
    if isinstance(given, Statements):
        return pd.DataFrame(made_mentions(given))
    raise ComparisonError(
        f"{purpose} counts mentions of actors, too, which a table of statements does not hold: give an Analysis or "
        "Statements, or mentions=framing.mentions(statements)."
    )


def clause_lines_of(given: Tables | Statements, *, purpose: str) -> ClauseLines:
    """What is read from every sentence. Raises a ComparisonError for a table, which does not hold the sentences."""
    known = known_statements(given, purpose=purpose)
    return given.clause_lines if isinstance(given, Tables) else Tables(known).clause_lines


def tags_of(given: Subject) -> PosTags | None:
    """Word classes by article and field, which statements keep and their tables remember; None where there are none."""
    if isinstance(given, Tables):
        return given.tags
    if isinstance(given, Statements):
        return with_tagging(given).tags()
    known = statements_of(given)
    return known.tags() if known is not None and known.tagging else None


def corpus_of(given: Subject, corpus: Corpus | None = None) -> Corpus | None:
    """The articles: ``corpus`` where it is given, else those that statements or their tables remember."""
    if corpus is not None:
        return corpus
    if isinstance(given, (Tables, Statements)):
        return given.corpus
    return given._corpus if isinstance(given, Result) else None


def statements_of(given: Subject) -> Statements | None:
    """The statements themselves, which their tables remember."""
    if isinstance(given, Result):
        return given._said if isinstance(given._said, Statements) else None
    return given.statements if isinstance(given, Tables) else given if isinstance(given, Statements) else None


def known_statements(given: Tables | Statements, *, purpose: str) -> Statements:
    """The statements of an analysis, or statements. Raises a ComparisonError for anything else, tables too."""
    known = None if isinstance(given, pd.DataFrame) else statements_of(given)
    if known is None:
        what = "a Corpus holds articles only" if isinstance(given, Corpus) else f"not a {type(given).__name__}"
        raise ComparisonError(
            f"{purpose} takes statements, {'and ' if isinstance(given, Corpus) else ''}{what}: give an Analysis "
            "(framing.analyze) or Statements (framing.extract)."
        )
    return known


def all_words(given: Subject, corpus: Corpus) -> int:
    """Words of the counted articles, titles from metadata included: as many as the voices table holds."""
    said = statements_of(given)
    if said is not None and said.stored is not None and said.corpus is corpus:
        return said.stored.words()
    if isinstance(given, Tables) and given.corpus is corpus:
        return int(given.voices["words"].sum())
    fields = ((a.field_text(name), name == "title") for a in corpus.counted for name in get_args(Field))
    return sum(len(parse(text, title=title).words) for text, title in fields if text)


_MARKS = {"statements": "kind", "voices": "sentence", "mentions": "actor"}
"""A column by which a table of each sort is known."""


def _checked(given: object, purpose: str, wanted: str, made_by: str) -> pd.DataFrame:
    how = f"give an Analysis (framing.analyze), Statements (framing.extract) or their table of {wanted} ({made_by})"
    if isinstance(given, Corpus):
        raise ComparisonError(f"{purpose} takes statements, and a Corpus holds articles only: {how}.")
    if not isinstance(given, pd.DataFrame):
        raise ComparisonError(f"{purpose} cannot take a value of type {type(given).__name__}: {how}.")
    if _MARKS[wanted] not in given.columns:
        other = next((sort for sort, mark in _MARKS.items() if mark in given.columns), None)
        if other is not None:
            raise ComparisonError(f"{purpose} takes a table of {wanted}, and this is one of {other}: {how}.")
    return pd.DataFrame(given)

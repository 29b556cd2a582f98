"""What a report holds, computed once. Every picture, table and page is a view of a :class:`Report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from framing.compare import Comparison
from framing.contrasts import Contrast
from framing.lexicon.validation import ValidityNote
from framing.statements import Statements
from framing.values import Corpus, Problem
from framing.wording import count

__all__ = [
    "ArticleSummary",
    "ContrastSummary",
    "CueUse",
    "Finding",
    "Introduction",
    "IntroductionForm",
    "Overview",
    "Quote",
    "Report",
    "SpeakerSummary",
    "Topic",
    "Totals",
]

IntroductionForm = Literal["described", "name", "pronoun"]

Topic = str
"""The section of the report that a finding belongs to: "articles", "compare", "speakers", "verbs", "words", "where"."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that a finding rests on.

    ``reference`` is the short name of the statement ("A2.5", the fifth of article A2) or of the article;
    ``start`` and ``end`` are string indices into the article's ``field``.
    """

    text: str
    reference: str
    article_id: str
    field: str
    start: int
    end: int
    statement_id: str | None = None
    who: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with numbers, and the words of the articles that it rests on.

    ``statements`` are the short names ("A2.5") of those that were counted, where the sentence counts some of them;
    ``quotes`` are the ones shown as examples, ``lines`` all that are behind its number. One that ``leads`` may stand at
    the head of the report.
    """

    topic: Topic
    sentence: str
    quotes: tuple[Quote, ...] = ()
    statements: tuple[str, ...] = ()
    leads: bool = False
    lines: pd.DataFrame | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One counted article. ``label`` is its short name in the report; words by voice add up to ``words``.

    ``own_ending`` says whether its last sentence of prose is the outlet's own.
    """

    id: str
    label: str
    name: str
    outlet: str | None
    date: str | None
    words: int
    own: int
    quoted: int
    paraphrase: int
    scare: int
    none: int
    statements: int
    speakers: int
    own_ending: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the counted articles; ``own``, ``quoted``, ``paraphrase``, ``scare`` and ``none`` are words.

    ``unsourced`` are words of paraphrase without a stated source. ``doubtful`` are statements of a confidence below
    one half, None where it is not known; ``least`` is the confidence below which statements were left out.
    """

    articles: int
    duplicates: int
    words: int
    own: int
    quoted: int
    paraphrase: int
    scare: int
    none: int
    unsourced: int
    statements: int
    speakers: int
    doubtful: int | None = None
    least: float = 0.0

    @property
    def attributed(self) -> int:
        """Words that belong to someone other than the outlet."""
        return self.quoted + self.paraphrase

    @property
    def prose(self) -> int:
        """Words of the articles without captions, headings and the like."""
        return self.own + self.scare + self.attributed


@dataclass(frozen=True, slots=True)
class Introduction:
    """How a speaker is first named in an article, and what the speaker is called after that.

    ``form`` is "described" where more than the name is given, "name", or "pronoun" where there is nothing else.
    """

    speaker: str
    type: str
    quote: Quote
    later: tuple[str, ...]
    form: IntroductionForm


@dataclass(frozen=True, slots=True)
class CueUse:
    """A cue, the family of its stance, and the statement it introduces."""

    cue: str
    stance: str
    family: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """One speaker over all articles. Shares are between 0 and 1; ``first_position`` too.

    ``source_kind`` is "named", "unnamed", "media" or "none stated".
    """

    name: str
    type: str
    side: str | None
    source_kind: str
    statements: int
    direct: int
    mixed: int
    indirect: int
    words: int
    quoted_words: int
    word_share: float
    first_position: float
    articles: int
    cues: tuple[CueUse, ...]

    @property
    def label(self) -> str:
        """The name, or what stands where no source is stated."""
        return "no source stated" if self.source_kind == "none stated" else self.name


@dataclass(frozen=True, eq=False)
class ContrastSummary:
    """Two groups of statements and the terms that set them apart.

    ``key`` names its files; ``terms`` is the table of shown terms, with a column ``shown``, the term as it is
    mostly spelt; ``lines`` are their keyword-in-context lines.
    """

    key: str
    title: str
    contrast: Contrast
    terms: pd.DataFrame
    lines: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Overview:
    """What a report of more articles than a page can show has beside: counts are of all of them, lines of some.

    ``statements`` has one row a statement of all articles, text as categories: what is counted; ``openings`` the first
    attributed words of each article. ``some`` are the statements of the articles that can be read in the folder, of
    which alone the tables of ``unwritten`` are. ``lead`` stands at the head, ``method`` among the limits; ``hash`` is
    of all that the input says of the articles. ``speakers`` are all, ``rows`` says how many rows a table has of which
    only the first are written.
    """

    statements: pd.DataFrame
    speakers: pd.DataFrame
    openings: pd.DataFrame
    some: Statements
    lead: str
    method: tuple[str, ...]
    hash: str
    rows: Mapping[str, int] = field(default_factory=dict)
    unwritten: frozenset[str] = frozenset({"statements", "where", "lexicon_hits", "mentions"})


@dataclass(frozen=True, eq=False)
class Report:
    """Everything that the pages, pictures and tables show.

    ``tables`` holds each table in full under the name of its CSV file; ``references`` gives the short name
    of each statement. ``comparison`` is that of the groups of articles, None where there is one
    group alone. ``overview`` is there where the articles are too many to be listed: ``articles`` are then those that
    can be read, and so are the tables that list lines. ``notes`` are the validity notes that the report was given,
    ``corrected`` what people have put right, ``reading`` remarks on what was not understood of the input.
    """

    title: str
    totals: Totals
    articles: tuple[ArticleSummary, ...]
    speakers: tuple[SpeakerSummary, ...]
    introductions: tuple[Introduction, ...]
    contrasts: tuple[ContrastSummary, ...]
    cautions: tuple[str, ...]
    problems: tuple[Problem, ...]
    tables: Mapping[str, pd.DataFrame]
    references: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    notes: tuple[ValidityNote, ...] = ()
    comparison: Comparison | None = None
    corpus: Corpus = field(default_factory=lambda: Corpus(()))
    reading: tuple[str, ...] = ()
    corrected: str = ""
    overview: Overview | None = None

    @property
    def counted(self) -> pd.DataFrame:
        """What is counted of statements, one row each: the table of them, or where they are too many its columns."""
        return self.tables["statements"] if self.overview is None else self.overview.statements

    def __repr__(self) -> str:
        """One line: the title, and how much there is."""
        parts = (count(self.totals.articles, "article"), count(self.totals.statements, "statement"))
        return f"<Report {self.title!r}: {', '.join(parts)}, {count(len(self.findings), 'finding')}>"

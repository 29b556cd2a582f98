"""What is compared: each measure as sums over articles of a part and of the whole that it is a part of.

A measure is a ratio, "words of officials of all attributed words", made of lines of a table: the part's lines and the
whole's. That is all a comparison needs: sums by article for the statistics, the lines themselves as evidence. Which
speakers, sides, roles and categories get a row is decided by how often they occur in all articles together, never by
how they differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.function_words import FUNCTION_WORDS
from framing.intervals import FEWEST_ARTICLES
from framing.lexicon import hits, read_lexicon
from framing.lexicon.hits import pos_tags
from framing.lexicon.read import shipped_lexicons
from framing.lexicon.scoring import scored_hits
from framing.measure.prominence import placed
from framing.measure.stance import Stance, stance_table
from framing.subject import Tables
from framing.tables import MISSING, source_values
from framing.terms import Analyser
from framing.values import Role, Span, SpeakerType, Voice
from framing.whose import ATTRIBUTED, each_speaker

__all__ = ["Lines", "Measure", "Per", "measures"]

Floats = NDArray[np.float64]

MOST_SPEAKERS = 8
"""So many speakers, those with most words in all articles together, get rows of their own."""

LEAST_SHARE = 0.02
"""A side, role or way of access below this part of all attributed words gets no row."""

LEAST_HITS = 5
"""A category of a lexicon that occurs less often in all articles together gets no row."""

LEAST_ARTICLES = 3
"""A word of the outlets' own voice that fewer articles use gets no row (with few articles: fewer than two uses)."""

MOST_WORDS = 300
"""So many words of the outlets' own voice, those that most articles use, are compared."""


class Per(StrEnum):
    """How a measure is written: as a share of its whole, or as a rate per 1,000 words of it."""

    SHARE = "share"
    THOUSAND = "per 1,000 words"


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of a table; each counts as its ``weight`` column says, or one."""

    frame: pd.DataFrame
    weight: str | None = None

    def sums(self, cell: NDArray[np.int64], cells: int) -> Floats:
        """The sum of each cell, by the cell of each line, -1 for none."""
        weight = np.asarray(self.frame[self.weight], dtype=np.float64) if self.weight else np.ones(len(self.frame))
        return np.asarray(np.bincount(cell[cell >= 0], weight[cell >= 0], minlength=cells), dtype=np.float64)

    def where(self, mask: pd.Series | NDArray[np.bool_]) -> Lines:
        """Those lines that the mask keeps."""
        return Lines(self.frame[mask], self.weight)


@dataclass(frozen=True, eq=False)
class Measure:
    """One row of a comparison: ``part`` of ``whole``, named for a reader.

    ``name`` says what, ``of`` what it is a part of. A ``detail`` (one speaker, one word) stands behind the measures of
    groups where nothing is tested.
    """

    section: str
    name: str
    of: str
    part: Lines
    whole: Lines
    per: Per = Per.SHARE
    detail: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a share of its whole, not a rate."""
        return self.per is Per.SHARE

    @property
    def id(self) -> str:
        """A name that stays the same between runs."""
        return f"{self.section}: {self.name}"


def measures(tables: Tables) -> tuple[Measure, ...]:
    """All measures of a corpus, in the order of reading: voices, speakers, access, places, introductions, words."""
    from framing.compare.naming_rows import naming_measures  # it is made of the classes of this module

    made = [
        *_voices(tables),
        *_who_speaks(tables),
        *_quoted(tables),
        *_prominence(tables),
        *_introductions(tables),
        *_lexicons(tables),
        *_own_words(tables),
        *naming_measures(tables),
    ]
    return tuple(m for m in made if len(m.whole.frame))


_VOICE_NAMES = {
    Voice.OWN.value: "the outlet’s own words",
    Voice.QUOTED.value: "quoted words",
    Voice.PARAPHRASE.value: "paraphrased words",
    Voice.SCARE.value: "words in scare quotes",
}


def _voices(tables: Tables) -> Iterator[Measure]:
    prose = Lines(tables.voices[tables.voices["voice"].ne(Voice.NONE.value)], "words")
    for voice, name in _VOICE_NAMES.items():
        yield Measure("voices", name, "all words", prose.where(prose.frame["voice"].eq(voice)), prose)


def _said(tables: Tables) -> pd.DataFrame:
    """The runs of words of known statements."""
    table = tables.voices
    return pd.DataFrame(table[table["voice"].isin(ATTRIBUTED) & table["statement_id"].notna()])


_NAMES = {("official", "official"): "officials"}
"""How a value of a column is named to a reader; other values name themselves."""

_OF_SPEAKERS = {"side": "who speaks", "official": "who speaks", "role": "roles", "access": "access"}
"""Columns about speakers whose values get rows, each where the table has it, and the section of these."""

_UNTOLD = ("not stated", Role.OTHER.value)
"""Values that say only that nothing is known."""


def _who_speaks(tables: Tables) -> Iterator[Measure]:
    said = _said(tables)
    whole = Lines(said, "words")
    sided = _side_or_role(said) == "side"
    for column, section in _OF_SPEAKERS.items():
        for name, lines in _values(tables, said, column):
            detail = column == "access" or (column == "role" and sided)
            yield Measure(section, name, "attributed words", lines, whole, detail=detail)
    stated = said["speaker"].notna()
    persons = ~said["type"].isin([SpeakerType.DOCUMENT.value, SpeakerType.MEDIA.value])
    unnamed = stated & persons & ~said["named"].fillna(value=False).astype(bool)
    yield Measure("who speaks", "sources without a name", "attributed words", whole.where(unnamed), whole)
    yield Measure("who speaks", "no source stated", "attributed words", whole.where(~stated), whole)
    people = each_speaker(said, ["speaker"], tables.statements)
    named = people[people["named"].fillna(value=False).astype(bool)]
    words = named.groupby("speaker")["words"].sum()
    for name in words.sort_values(ascending=False, kind="stable").index[:MOST_SPEAKERS]:
        lines = Lines(named[named["speaker"].eq(name)], "words")
        yield Measure("who speaks", name, "attributed words", lines, whole, detail=True)


def _values(tables: Tables, said: pd.DataFrame, column: str) -> Iterator[tuple[str, Lines]]:
    """Names and lines of the values of a column that hold :data:`LEAST_SHARE` of the words, most first.

    Of a column of two values (official or not) the first that has a name of its own stands for both.
    """
    frame = each_speaker(said, [column], tables.statements)
    values = source_values(frame, column)
    words = frame["words"].groupby(values).sum().drop(MISSING, errors="ignore").sort_values(ascending=False)
    for value in words.index[words >= LEAST_SHARE * max(1, said["words"].sum())]:
        if value in _UNTOLD:
            continue
        if column != "official" or (column, value) in _NAMES:
            yield _NAMES.get((column, value), value), Lines(frame[values.eq(value)], "words")


def _side_or_role(table: pd.DataFrame) -> str:
    """What speakers are grouped by where one column has to do: sides where they are given, else roles."""
    return "role" if source_values(table, "side").eq(MISSING).all() else "side"


def _quoted(tables: Tables) -> Iterator[Measure]:
    said = _said(tables)
    yield _in_marks("all speakers", Lines(said, "words"))
    for name, lines in _values(tables, said, _side_or_role(said)):
        yield _in_marks(name, lines)


def _in_marks(name: str, lines: Lines) -> Measure:
    quoted = lines.where(lines.frame["voice"].eq(Voice.QUOTED.value))
    return Measure("in quotation marks", f"{name}: in quotation marks", "the attributed words", quoted, lines)


_PLACES = {"first": "has the first word", "last": "has the last word"}


def _prominence(tables: Tables) -> Iterator[Measure]:
    lines = placed(tables)
    lines = pd.DataFrame(lines[lines["statement_id"].notna()])
    order = lines["article_id"]
    lines = lines.assign(first=~order.duplicated(), last=~order.duplicated(keep="last"))  # of what is counted
    column = _side_or_role(lines)
    for place, verb in _PLACES.items():
        there = pd.DataFrame(lines[lines[place]])
        values = source_values(there, column)
        counts = values.value_counts().drop(MISSING, errors="ignore").sort_index()
        for value in counts.index[counts >= LEAST_SHARE * max(1, len(there))]:
            yield Measure("prominence", f"{value} {verb}", "articles", Lines(there[values.eq(value)]), Lines(there))


def _introductions(tables: Tables) -> Iterator[Measure]:
    told = stance_table(tables.table)
    told = pd.DataFrame(told[told["stance"].ne(Stance.NONE.value)])
    whole = Lines(told)
    counts = told["stance"].value_counts()
    for name in sorted(counts.index[counts >= LEAST_HITS], key=list(Stance).index):
        yield Measure(
            "introduced as", f"{name} cues", "statements with a cue", whole.where(told["stance"].eq(name)), whole
        )
    column = _side_or_role(told)
    both = each_speaker(told, [column], tables.statements)
    values = source_values(both, column)
    distancing = both["stance"].eq(Stance.DISTANCING.value)
    for value in values.value_counts().drop(MISSING, errors="ignore").sort_index().index:
        of = Lines(both[values.eq(value)])
        if distancing[values.eq(value)].sum() >= LEAST_HITS:
            yield Measure(
                "introduced as",
                f"{value}: distancing cues",
                "its statements",
                of.where(distancing[values.eq(value)]),
                of,
            )


def _lexicons(tables: Tables) -> Iterator[Measure]:
    chosen = [read_lexicon(name) for name in shipped_lexicons() if name != "reporting_verbs"]
    voices = {"own voice": (Voice.OWN.value,), "attributed": ATTRIBUTED}
    spoken = tables.voices[tables.voices["voice"].isin([v for these in voices.values() for v in these])]
    spoken = pd.DataFrame(spoken).reset_index(drop=True)
    found = scored_hits(hits(spoken, chosen, corpus=tables.corpus, pos=pos_tags(tables.voices, chosen)), chosen)
    for name, these in voices.items():
        whole = Lines(spoken[spoken["voice"].isin(these)], "words")
        here = found[found["voice"].isin(these)]
        for (lexicon, category), lines in here.groupby(["lexicon", "category"], sort=True):
            if len(lines) >= (LEAST_HITS if _many(tables) else 2):
                yield Measure(
                    f"lexicons, {name}", f"{lexicon}: {category}" if category != lexicon else str(lexicon),
                    f"words in the {name}" if name == "own voice" else "attributed words",
                    Lines(pd.DataFrame(lines)), whole, Per.THOUSAND,
                )  # fmt: skip


def _many(tables: Tables) -> bool:
    """Whether there are articles enough for a test; where not, what is rare is described, too."""
    return len(tables.corpus.counted) >= FEWEST_ARTICLES


def _own_words(tables: Tables) -> Iterator[Measure]:
    own = tables.voices[tables.voices["voice"].eq(Voice.OWN.value)]
    used = _words(own, tables)
    uses = used.groupby("word", sort=True)["article_id"].agg(["nunique", "size"])
    kept = uses[uses["nunique"].ge(LEAST_ARTICLES) if _many(tables) else uses["size"].ge(2)]
    kept = kept.sort_values(["nunique", "size"], ascending=False, kind="stable").head(MOST_WORDS)
    whole = Lines(own, "words")
    for word, lines in used[used["word"].isin(kept.index)].groupby("word", sort=True):
        yield Measure(
            "own words", f"“{word}”", "the outlet’s own words", Lines(lines), whole, Per.THOUSAND, detail=True
        )


def _words(runs: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Every content word of these runs, one a row, but for names and for words that introduce a statement.

    A name is what is always written with a capital: names say who is talked about, not how.
    """
    analyser = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS and not word[:1].isdigit())
    introducing = _introducing(tables)
    columns = [runs[c].tolist() for c in ("article_id", "field", "start", "text")]
    rows = []
    for article, field, at, text in zip(*columns, strict=True):
        taken = introducing[article, field]
        for word, start, end in analyser.words(text):
            here = at + start
            if word is not None and not any(a <= here < b for a, b in taken):
                rows.append((article, field, here, at + end, Voice.OWN.value, text[start:end], word))
    table = pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "voice", "text", "word"])
    small = table["text"].str[:1].str.islower()
    return table[table["word"].isin(table.loc[small, "word"])]


def _introducing(tables: Tables) -> dict[tuple[str, str], list[Span]]:
    """Where sources and cues of statements stand, by article and field: measured as introductions."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for statement in tables.statements:
        for passage in (statement.source, statement.cue, statement.origin, *statement.via):
            found[statement.article_id, statement.field] += passage.spans if passage else ()
    return found

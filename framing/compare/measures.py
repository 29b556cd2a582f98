"""What is compared: each measure as sums over articles of a part and of the whole that it is a part of.

A measure is a ratio, "words of officials of all attributed words", made of lines of a table: the part's lines and the
whole's. That is all a comparison needs: sums by article for the statistics, the lines themselves as evidence. Which
speakers, sides, roles and categories get a row is decided by how often they occur in all articles together, never by
how they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from framing.compare.actor_rows import echo_rows, portrayal_rows, silence_rows
from framing.compare.coverage_rows import coverage_rows
from framing.compare.few import needed_lines
from framing.compare.measure import (
    LEAST_HITS,
    Lines,
    Measure,
    Per,
    frequent,
    runs,
    said,
    side_or_role,
    stated_values,
    values_of,
)
from framing.compare.naming_rows import act_word_rows, agency_rows, harm_rows, name_rows
from framing.compare.place_rows import headline_name_rows, place_rows
from framing.compare.word_rows import lexicon_rows, own_word_rows
from framing.measure.stance import Stance, stance_table
from framing.resolve.project import labels_of
from framing.subject import Tables
from framing.tables import MISSING, equal, source_values
from framing.values import SpeakerType, Voice

__all__ = ["Lines", "Measure", "Per", "measures"]

MOST_SPEAKERS = 8
"""So many speakers, those with most words in all articles together, get rows of their own."""


def measures(tables: Tables, *, names: bool = True) -> tuple[Measure, ...]:
    """All measures of a corpus, in the order of reading: voices, speakers, access, places, introductions, words.

    Without ``names`` those are left out that need to know who is talked about: statements from a file lack that until
    the model was run.
    """
    chosen = [rows for rows in _ROWS if names or rows not in _OF_NAMES]
    return tuple(m for rows in chosen for m in _needed(tables, [m for m in rows(tables) if len(m.whole)]))


def _needed(tables: Tables, found: Sequence[Measure]) -> Sequence[Measure]:
    """In memory the measures as they are: their tables are there anyway."""
    if tables.statements.stored is None:
        return found
    return needed_lines(found, [tables.slim.table, tables.slim.runs])


_VOICE_NAMES = {
    Voice.OWN.value: "the outlet’s own words",
    Voice.QUOTED.value: "quoted words",
    Voice.PARAPHRASE.value: "paraphrased words",
    Voice.SCARE.value: "words in scare quotes",
}


def voice_rows(tables: Tables) -> Iterator[Measure]:
    """How much is in whose words."""
    prose = runs(tables)
    for voice, name in _VOICE_NAMES.items():
        yield Measure("voices", name, "all words", prose.where(prose["voice"].eq(voice)), prose)


_NAMES = {"official": "officials"}
"""How the value of a column of two values that gets a row is named to a reader; other values name themselves."""

_OF_SPEAKERS = {"side": "who speaks", "official": "who speaks", "role": "roles", "access": "access"}
"""Columns about speakers whose values get rows, each where the table has it, and the section of these."""


def speaker_rows(tables: Tables) -> Iterator[Measure]:
    """Who has how much of the attributed words; sources without a name in statements, for few speak at length."""
    spoken = said(tables)
    sided = side_or_role(tables.slim.table) == "side"
    for column, section in _OF_SPEAKERS.items():
        for name, lines in values_of(tables, spoken, column):
            detail = column == "access" or (column == "role" and sided)
            if column != "official" or name in _NAMES:
                name = _NAMES.get(name, name) if column == "official" else name
                yield Measure(section, name, "the attributed words", lines, spoken, detail=detail)
    nobody = spoken.where(spoken["speaker"].isna())
    yield Measure("who speaks", "no source stated", "the attributed words", nobody, spoken)
    told = tables.slim.table
    persons = ~told["type"].isin([SpeakerType.DOCUMENT.value, SpeakerType.MEDIA.value])
    unnamed = persons & ~told["named"].fillna(value=False).astype(bool)
    known = source_values(told, "speaker").ne(MISSING)
    yield Measure(
        "who speaks", "sources without a name", "the statements with a source",
        Lines(told).where(known & unnamed), Lines(told).where(known),
    )  # fmt: skip
    people = spoken.by_speaker("speaker", tables.statements)
    named = people.where(people["named"].fillna(value=False).astype(bool))
    speaker = named["speaker"].reset_index(drop=True)
    words = named["words"].reset_index(drop=True).groupby(speaker).sum()
    for name in words.sort_values(ascending=False, kind="stable").index[:MOST_SPEAKERS]:
        yield Measure(
            "who speaks", name, "the attributed words", named.where(equal(speaker, str(name))), spoken, detail=True
        )


def label_rows(tables: Tables) -> Iterator[Measure]:
    """Words of speakers by the labels that the user gives them in the project file, such as women and men."""
    if not tables.project.labels:
        return
    people = said(tables).by_speaker("speaker", tables.statements)
    for kind in tables.project.labels:
        given = people["speaker"].map(
            lambda name, kind=kind: labels_of(tables.project, name).get(kind) if isinstance(name, str) else None
        )
        whole, label = people.where(given.notna()), given[given.notna()].astype("str")
        for value in frequent(label.value_counts(), 1):
            yield Measure(
                "labels", f"{kind}: {value}", f"the attributed words of speakers with a {kind}",
                whole.where(label.eq(value)), whole,
            )  # fmt: skip


def quotation_rows(tables: Tables) -> Iterator[Measure]:
    """Whose statements stand in quotation marks, wholly or in part: of all, and of each side or role."""
    told = Lines(tables.slim.table, "words")
    for name, of, lines in [("all speakers", "the statements", told)] + [
        (name, "its statements", lines) for name, lines in values_of(tables, told, side_or_role(told.table))
    ]:
        yield _in_marks(name, lines.counted(), of)


def _in_marks(name: str, statements: Lines, of: str) -> Measure:
    quoted = statements.where(statements["quoted_words"].gt(0))
    return Measure("in quotation marks", f"{name}: in quotation marks", of, quoted, statements)


def introduction_rows(tables: Tables) -> Iterator[Measure]:
    """With which stance statements are introduced, and whose with distance."""
    whole = Lines(stance_table(tables.slim.table))
    whole = whole.where(whole.table["stance"].ne(Stance.NONE.value))
    stance = whole["stance"]
    counts = stance.value_counts()
    for name in sorted(counts.index[counts >= LEAST_HITS], key=list(Stance).index):
        yield Measure("introduced as", f"{name} cues", "the statements with a cue", whole.where(stance.eq(name)), whole)
    column = side_or_role(tables.slim.table)
    both = whole.by_speaker(column, tables.statements)
    values = stated_values(both, column)
    distancing = both["stance"].eq(Stance.DISTANCING.value).to_numpy()
    for value in frequent(values[distancing].value_counts(), LEAST_HITS):
        theirs = both.where(values.eq(value))
        yield Measure(
            "introduced as", f"{value}: distancing cues", "its statements with a cue",
            theirs.where(theirs["stance"].eq(Stance.DISTANCING.value)), theirs,
        )  # fmt: skip


Rows = Callable[[Tables], Iterator[Measure]]

_ROWS: tuple[Rows, ...] = (
    voice_rows, speaker_rows, label_rows, quotation_rows, place_rows, headline_name_rows, introduction_rows,
    lexicon_rows, own_word_rows, name_rows, act_word_rows, agency_rows, harm_rows, echo_rows, silence_rows,
    portrayal_rows, coverage_rows,
)  # fmt: skip
"""What gives rows, in the order of reading."""

_OF_NAMES = (
    headline_name_rows, name_rows, act_word_rows, agency_rows, harm_rows, silence_rows, portrayal_rows,
)  # fmt: skip
"""Those that need names and word classes."""

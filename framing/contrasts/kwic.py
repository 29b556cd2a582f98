"""Keyword in context: every use of a term with the words around it and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.attribute.annotation import PosTags
from framing.contrasts.groups import given_rows, row_texts
from framing.errors import ComparisonError
from framing.results import evidence_table
from framing.statements import Statements
from framing.subject import Subject, tags_of
from framing.tables import as_text, context, known_value, require_columns
from framing.term_uses import SomeTexts, TermUses, find_terms_in
from framing.terms import Analyser, Tags
from framing.values import Corpus

__all__ = ["OF_ROW", "Occurrences", "kwic", "row_tags", "tags_of_rows", "uses_in_rows"]

_PLACES = ("article_id", "field", "start", "end", "voice", "text")
OF_ROW = ("voice", "statement_id", "speaker", "cue")
"""Columns that a line has from its row, where the table has them."""


def kwic(
    subject: Subject,
    query: str,
    *,
    analyser: Analyser | None = None,
    width: int = 50,
    corpus: Corpus | None = None,
    tags: PosTags | None = None,
) -> pd.DataFrame:
    """Uses of a word or phrase in statements and around them, in reading order.

    ``subject`` is an :class:`~framing.analysis.Analysis`, :class:`~framing.statements.Statements` or a voices table.
    ``query`` is read as the text is: "Islamic State" finds "Islamic State's". A phrase is found within one row, so
    within one voice and one sentence. Columns are those of all evidence (:data:`framing.results.EVIDENCE_COLUMNS`) and
    ``statement_id``: ``words`` is the use, ``left`` and ``right`` up to ``width`` characters, whole words, of the
    article where it is known and else of the neighbouring rows of the table. ``start`` and ``end`` are indices into the
    article's field; ``tags`` are those of the words where the analyser keeps word
    classes; statements have them.
    """
    rows, known, statements = given_rows(subject, purpose="Keyword in context")
    require_columns(rows, _PLACES, purpose="Keyword in context")
    analyser = analyser or Analyser()
    if analyser.classes is not None and tags is None:
        tags = tags_of(subject)
    term = analyser.look_up(query)
    if not term:
        raise ComparisonError(f"{query!r} holds no word to look for.")
    corpus = corpus or known
    found = _lines(rows, range(len(rows)), term, analyser=analyser, tags=tags, width=width)
    return evidence_table(found, corpus=corpus, statements=statements, width=width)


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Where the terms of two groups are used: what a contrast's table opens to.

    ``rows`` is the voices table, ``positions`` which of its rows were compared, ``group`` (positions) 0, 1 or −1 for
    the group of each, ``uses`` (positions × terms) its terms and ``columns`` the column of each term in them. Where
    ``rows`` lack their words, ``statements`` have them.
    """

    rows: pd.DataFrame
    positions: NDArray[np.int64]
    group: NDArray[np.int64]
    uses: TermUses
    columns: Mapping[str, int]
    names: tuple[str, ...]
    analyser: Analyser
    tags: PosTags | None
    statements: Statements | None = None

    def __call__(self, wanted: Mapping[str, str]) -> pd.DataFrame:
        """All lines of a term, ``{"term": "bridge"}``."""
        if "term" not in wanted:
            raise ComparisonError("Name the term whose uses are wanted, or give its row.")
        return self.lines(wanted["term"])

    def lines(self, term: str, *, limit: int | None = None, width: int = 50) -> pd.DataFrame:
        """The first ``limit`` lines of a term in each group, or all, with the columns ``group`` and ``term``."""
        known_value(term, self.columns, what="This contrast has no term")
        rows = self.uses.texts_with(self.columns[term])
        parts = []
        for g, name in enumerate(self.names):
            here, table = self.positions[rows[self.group[rows] == g]], self.rows
            if "text" not in table.columns:  # read for what is shown
                table = _with_texts(table.iloc[here[:limit]], self.statements)
                here = np.arange(len(table))
            part = _lines(table, here.tolist(), term, analyser=self.analyser, tags=self.tags, limit=limit, width=width)
            parts.append(part.assign(group=name, term=term).astype({"group": "str", "term": "str"}))
        return pd.concat(parts, ignore_index=True)


def _lines(
    rows: pd.DataFrame,
    positions: Iterable[int],
    term: str,
    *,
    analyser: Analyser,
    tags: PosTags | None,
    limit: int | None = None,
    width: int,
) -> pd.DataFrame:
    """The first ``limit`` uses of a term, or all, in the rows at ``positions`` of a table, one line each."""
    places = _Places(rows)
    of_row = row_tags(rows, tags) if tags is not None else None
    found: list[tuple[object, ...]] = []
    at: list[int] = []
    for i in positions:
        if limit is not None and len(found) >= limit:
            break
        for start, end in analyser.spans(places.text[i], term, of_row(i) if of_row else None):
            offset = int(places.start[i])
            sides = places.context(i, start, end, width=width)
            text = places.text[i][start:end]
            found.append((places.article[i], places.field[i], offset + start, offset + end, *sides, text))
            at.append(i)
    columns = ("article_id", "field", "start", "end", "left", "right", "text")
    table = pd.DataFrame(found[:limit], columns=list(columns))
    table = table.astype({c: "int64" if c in ("start", "end") else "str" for c in columns})
    of_place = rows[[c for c in OF_ROW if c in rows.columns]].iloc[at[:limit]].reset_index(drop=True)
    return table.join(of_place)


class _Places:
    """Where the rows of a table stand, as arrays, and the text around them."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.article, self.field, self.text = (rows[c].to_numpy(dtype=object) for c in ("article_id", "field", "text"))
        self.start, self.end = (rows[c].to_numpy(dtype=np.int64) for c in ("start", "end"))

    def context(self, i: int, start: int, end: int, *, width: int) -> tuple[str, str]:
        """Text before and after ``start`` to ``end`` of row ``i``, from there and the rows around it."""
        before, after = self.text[i][:start], self.text[i][end:]
        j = i
        while len(before) <= width and self._adjoin(j - 1, j):
            before = self.text[j - 1] + self._gap(j - 1, j) + before
            j -= 1
        j = i
        while len(after) <= width and self._adjoin(j, j + 1):
            after = after + self._gap(j, j + 1) + self.text[j + 1]
            j += 1
        whole = before + self.text[i][start:end] + after
        return context(whole, len(before), len(whole) - len(after), width=width)

    def _adjoin(self, first: int, second: int) -> bool:
        """Whether one row follows another in the same field of the same article."""
        return bool(
            0 <= first < second < len(self.text)
            and self.article[first] == self.article[second]
            and self.field[first] == self.field[second]
            and self.end[first] <= self.start[second]
        )

    def _gap(self, first: int, second: int) -> str:
        return " " if self.start[second] > self.end[first] else ""


def uses_in_rows(
    rows: pd.DataFrame, analyser: Analyser, statements: Statements | None, tags: PosTags | None = None
) -> TermUses:
    """Uses of every term in rows of a voices table, the words of some rows held at a time."""

    def parts() -> Iterator[SomeTexts]:
        for at, texts in row_texts(rows, statements):
            some = rows if len(at) == len(rows) else rows.iloc[at]
            yield SomeTexts(at, texts, tags_of_rows(some, analyser, tags))

    return find_terms_in(parts(), len(rows), analyser)


def _with_texts(rows: pd.DataFrame, statements: Statements | None) -> pd.DataFrame:
    """The rows with their words."""
    found = np.empty(len(rows), dtype=object)
    for at, texts in row_texts(rows, statements):
        found[at] = texts
    return as_text(rows).assign(text=pd.Series(found, index=rows.index, dtype="str")).reset_index(drop=True)


def tags_of_rows(frame: pd.DataFrame, analyser: Analyser, tags: PosTags | None) -> list[Tags] | None:
    """Tags of every row of a voices table; None where the analyser has no use for them, or there are none."""
    if tags is None or analyser.classes is None:
        return None
    of_row = row_tags(frame, tags)
    return [of_row(row) for row in range(len(frame))]


def row_tags(frame: pd.DataFrame, tags: PosTags) -> Callable[[int], Tags]:
    """From the number of a row of a voices table to the tags of its words, by where they start in the row's text.

    Raises a :class:`~framing.errors.ComparisonError` for a row whose article has no tags.
    """
    article, field = frame["article_id"].to_numpy(dtype=object), frame["field"].to_numpy(dtype=object)
    start, end = (frame[c].to_numpy(dtype="int64") for c in ("start", "end"))

    def of_row(row: int) -> Tags:
        try:
            found = tags[article[row], field[row]]
        except KeyError:
            raise ComparisonError(
                f"There are no tags for the {field[row]} of {article[row]!r}; make them with word_classes from the "
                "statements of the voices table."
            ) from None
        first, last = (bisect_left(found, at, key=lambda word: word[0]) for at in (int(start[row]), int(end[row])))
        return {begin - int(start[row]): tag for begin, _, tag in found[first:last]}

    return of_row

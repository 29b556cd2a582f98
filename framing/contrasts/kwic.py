"""Keyword in context: every use of a term with the words around it and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError
from framing.lexicon.hits import PosTags
from framing.tables import require_columns
from framing.terms import Analyser, Tags
from framing.values import Corpus

__all__ = ["KWIC_COLUMNS", "kwic", "lines", "row_tags", "tags_of_rows"]

KWIC_COLUMNS = ("article_id", "field", "start", "end", "left", "match", "right", "voice", "statement_id", "speaker")

_PLACES = ("article_id", "field", "start", "end", "voice", "text")


def kwic(
    voices: pd.DataFrame,
    query: str,
    *,
    analyser: Analyser | None = None,
    width: int = 50,
    corpus: Corpus | None = None,
    tags: PosTags | None = None,
) -> pd.DataFrame:
    """Uses of a word or phrase in a voices table, in the table's order.

    ``query`` is read as the table's text is: "Islamic State" finds "Islamic State's". A phrase is found within
    one row, so within one voice and one sentence. ``left`` and ``right`` are up to ``width`` characters, whole
    words, from ``corpus`` where it is given and else from the neighbouring rows of the table. ``start`` and
    ``end`` are indices into the article's field; ``tags`` are needed where the analyser keeps word classes. Columns are
    :data:`KWIC_COLUMNS`.
    """
    require_columns(voices, _PLACES, purpose="Keyword in context")
    analyser = analyser or Analyser()
    term = analyser.look_up(query)
    if not term:
        raise ComparisonError(f"{query!r} holds no word to look for.")
    return lines(voices, range(len(voices)), term, analyser=analyser, width=width, corpus=corpus, tags=tags)


def lines(
    voices: pd.DataFrame,
    positions: Iterable[int],
    term: str,
    *,
    analyser: Analyser,
    width: int,
    corpus: Corpus | None,
    limit: int | None = None,
    tags: PosTags | None = None,
) -> pd.DataFrame:
    """The first ``limit`` uses of a term, or all, in the rows at ``positions`` of a table, one line each."""
    places = _Places(voices, corpus)
    statements = _column(voices, "statement_id")
    speakers = _column(voices, "speaker")
    tags_of = row_tags(voices, tags) if tags is not None else None
    found: list[tuple[object, ...]] = []
    for i in positions:
        if limit is not None and len(found) >= limit:
            break
        for start, end in analyser.spans(places.text[i], term, tags_of(i) if tags_of else None):
            offset = int(places.start[i])
            left, right = places.context(i, start, end, width=width)
            found.append(
                (
                    places.article[i], places.field[i], offset + start, offset + end,
                    left, places.text[i][start:end], right,
                    places.voice[i], statements[i], speakers[i],
                )
            )  # fmt: skip
    table = pd.DataFrame(found[:limit], columns=list(KWIC_COLUMNS))
    whole = ("start", "end")
    return table.astype({c: "int64" if c in whole else "str" for c in KWIC_COLUMNS})


def _column(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    return frame[name].to_numpy(dtype=object) if name in frame.columns else np.full(len(frame), None, dtype=object)


class _Places:
    """Where the rows of a table stand, as arrays, and the text around them."""

    def __init__(self, voices: pd.DataFrame, corpus: Corpus | None) -> None:
        self.article, self.field, self.voice, self.text = (
            voices[c].to_numpy(dtype=object) for c in ("article_id", "field", "voice", "text")
        )
        self.start, self.end = (voices[c].to_numpy(dtype=np.int64) for c in ("start", "end"))
        self._corpus = corpus

    def context(self, i: int, start: int, end: int, *, width: int) -> tuple[str, str]:
        """Text before and after ``start`` to ``end`` of row ``i``."""
        if self._corpus is not None:
            article = self._corpus[self.article[i]]
            whole = article.field_text(self.field[i])
            offset = self.start[i]
            return (
                _last(whole[max(0, offset + start - 2 * width) : offset + start], width),
                _first(whole[offset + end : offset + end + 2 * width], width),
            )
        before, after = self.text[i][:start], self.text[i][end:]
        j = i
        while len(before) <= width and self._adjoin(j - 1, j):
            before = self.text[j - 1] + self._gap(j - 1, j) + before
            j -= 1
        j = i
        while len(after) <= width and self._adjoin(j, j + 1):
            after = after + self._gap(j, j + 1) + self.text[j + 1]
            j += 1
        return _last(before, width), _first(after, width)

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


def _last(text: str, width: int) -> str:
    """The last whole words of a text, up to ``width`` characters, on one line."""
    flat = " ".join(text.split()) + (" " if text[-1:].isspace() else "")
    if len(flat) <= width:
        return flat
    cut = flat[-width:]
    return cut if flat[-width - 1].isspace() else cut[cut.find(" ") + 1 :]


def _first(text: str, width: int) -> str:
    """The first whole words of a text, up to ``width`` characters, on one line."""
    flat = (" " if text[:1].isspace() else "") + " ".join(text.split())
    if len(flat) <= width:
        return flat
    cut = flat[:width]
    return cut if flat[width].isspace() else cut[: cut.rfind(" ") + 1].rstrip()


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
                "corpus of the voices table."
            ) from None
        first, last = (bisect_left(found, at, key=lambda word: word[0]) for at in (int(start[row]), int(end[row])))
        return {begin - int(start[row]): tag for begin, _, tag in found[first:last]}

    return of_row

"""Tags of the words of a voices table's rows, from those of its articles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

import pandas as pd

from framing.errors import ComparisonError
from framing.lexicon.hits import PosTags
from framing.terms import Analyser, Tags

__all__ = ["row_tags", "tags_of_rows"]


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

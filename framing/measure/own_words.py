"""Content words of runs of text, and of the outlet's own voice: without the words that bring sources in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from scipy import sparse

from framing.function_words import FUNCTION_WORDS
from framing.terms import Analyser
from framing.values import Span, Statement, Voice

__all__ = ["content_words", "frequent", "in_most_articles", "introducing", "own_words", "without_names"]

_ANALYSER = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS and not word[:1].isdigit())


class Lines(Protocol):
    """Lines of a table by their columns."""

    def __getitem__(self, column: str, /) -> pd.Series:
        """A column."""


_GAP = 9
"""Places that the end of a sentence takes: words on both sides of it do not stand together."""


def content_words(runs: pd.DataFrame, statements: Iterable[Statement], *, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Every content word of these runs, one a row, but for words that introduce a statement.

    Columns: ``article_id, field, start, end, text, word``, ``small``: whether it begins with a small letter, ``run``:
    the run's number, ``place``: the word's place in it, so that words that stand together can be told, and ``voice``
    and those that ``keep`` names, of the runs.
    """
    taken_by = {place: {i for a, b in spans for i in range(a, b)} for place, spans in introducing(statements).items()}
    columns = [runs[c].tolist() for c in ("article_id", "field", "start", "text")]
    rows = []
    for run, (article, field, at, text) in enumerate(zip(*columns, strict=True)):
        taken = taken_by.get((article, field), set())
        place = 0
        for word, start, end in _ANALYSER.words(text):
            place += 1 if end > start else _GAP
            here = at + start
            if word is not None and here not in taken:
                rows.append((article, field, here, at + end, text[start:end], word, run, place))
    table = pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "text", "word", "run", "place"])
    of_run = {c: runs[c].to_numpy()[table["run"].to_numpy(dtype="int64")] for c in ("voice", *keep)}
    return table.assign(small=table["text"].str[:1].str.islower().astype(bool), **of_run)


def without_names(used: pd.DataFrame) -> pd.DataFrame:
    """The uses of words that somewhere begin with a small letter: names say who is talked about, not how."""
    return pd.DataFrame(used[used["word"].isin(used.loc[used["small"], "word"])])


def own_words(voices: pd.DataFrame, statements: Iterable[Statement]) -> pd.DataFrame:
    """:func:`content_words` of the outlet's own voice: ``article_id, field, start, end, voice, text, word, small``."""
    used = content_words(voices[voices["voice"].eq(Voice.OWN.value)], statements)
    return used[["article_id", "field", "start", "end", "voice", "text", "word", "small"]]


def frequent(used: pd.DataFrame, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
    """The uses of the ``most`` words that most articles have, of those in so many ``articles`` and of so many ``uses``.

    Names are left out (:func:`without_names`).
    """
    used = without_names(used)
    kept = in_most_articles(used, "word", most=most, articles=articles, uses=uses)
    return pd.DataFrame(used[used["word"].isin(kept)])


def in_most_articles(
    lines: pd.DataFrame | Lines, column: str, *, most: int | None = None, articles: int = 0, uses: int = 0
) -> list[str]:
    """Values of a column, those in the most articles first; only those in so many ``articles`` with ``uses`` enough."""
    codes, values = pd.factorize(lines[column], sort=True)
    article, held = pd.factorize(lines["article_id"])
    known = codes >= 0
    cells = sparse.coo_array((known, (np.where(known, codes, 0), article)), shape=(max(1, len(values)), len(held)))
    per_article = cells.astype(np.int32).tocsr()  # of one value and article one cell
    per_article.sum_duplicates()
    per_article.eliminate_zeros()
    numbers = {"nunique": np.diff(per_article.indptr), "size": per_article.sum(axis=1)}
    counts = pd.DataFrame({n: v[: len(values)] for n, v in numbers.items()}, index=[str(value) for value in values])
    kept = counts[counts["nunique"].ge(articles) & counts["size"].ge(uses)]
    return kept.sort_values(["nunique", "size"], ascending=False, kind="stable").index[:most].tolist()


def introducing(statements: Iterable[Statement]) -> dict[tuple[str, str], list[Span]]:
    """Where sources and cues of statements stand, by article and field: measured as introductions."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for statement in statements:
        for passage in (statement.source, statement.cue, statement.origin, *statement.via):
            found[statement.article_id, statement.field] += passage.spans if passage else ()
    return found

"""Words of the outlet's own voice: what it says itself, without the words that bring sources in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from framing.function_words import FUNCTION_WORDS
from framing.terms import Analyser
from framing.values import Span, Statement, Voice

__all__ = ["frequent", "own_words"]

_ANALYSER = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS and not word[:1].isdigit())


def own_words(voices: pd.DataFrame, statements: Iterable[Statement]) -> pd.DataFrame:
    """Every content word of the outlet's own voice, one a row, but for words that introduce a statement.

    Columns: ``article_id, field, start, end, voice, text, word``, and ``small``: whether it begins with a small letter.
    """
    runs = voices[voices["voice"].eq(Voice.OWN.value)]
    introducing = _introducing(statements)
    columns = [runs[c].tolist() for c in ("article_id", "field", "start", "text")]
    rows = []
    for article, field, at, text in zip(*columns, strict=True):
        taken = introducing[article, field]
        for word, start, end in _ANALYSER.words(text):
            here = at + start
            if word is not None and not any(a <= here < b for a, b in taken):
                rows.append((article, field, here, at + end, Voice.OWN.value, text[start:end], word))
    table = pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "voice", "text", "word"])
    return table.assign(small=table["text"].str[:1].str.islower().astype(bool))


def frequent(used: pd.DataFrame, *, most: int, articles: int = 0, uses: int = 0) -> pd.DataFrame:
    """The uses of the ``most`` words that most articles have, of those in so many ``articles`` and of so many ``uses``.

    A word that is always written with a capital is a name, which says who is talked about and not how, and left out.
    """
    used = used[used["word"].isin(used.loc[used["small"], "word"])]
    counts = used.groupby("word", sort=True)["article_id"].agg(["nunique", "size"])
    kept = counts[counts["nunique"].ge(articles) & counts["size"].ge(uses)]
    kept = kept.sort_values(["nunique", "size"], ascending=False, kind="stable").head(most)
    return pd.DataFrame(used[used["word"].isin(kept.index)])


def _introducing(statements: Iterable[Statement]) -> dict[tuple[str, str], list[Span]]:
    """Where sources and cues of statements stand, by article and field: measured as introductions."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for statement in statements:
        for passage in (statement.source, statement.cue, statement.origin, *statement.via):
            found[statement.article_id, statement.field] += passage.spans if passage else ()
    return found

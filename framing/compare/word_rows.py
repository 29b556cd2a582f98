"""Rows about words: lexicons by voice, and every content word of the outlet's own voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pandas as pd

from framing.compare.measure import LEAST_HITS, Lines, Measure, Per, many
from framing.function_words import FUNCTION_WORDS
from framing.lexicon import hits, read_lexicon
from framing.lexicon.hits import pos_tags
from framing.lexicon.read import shipped_lexicons
from framing.lexicon.scoring import scored_hits
from framing.subject import Tables
from framing.terms import Analyser
from framing.values import Span, Voice
from framing.whose import ATTRIBUTED

__all__ = ["content_words", "lexicon_rows", "own_word_rows"]

LEAST_ARTICLES = 3
"""A word of the outlets' own voice that fewer articles use gets no row (with few articles: fewer than two uses)."""

_GAP = 9
"""Places that the end of a sentence takes: words on both sides of it do not stand together."""

MOST_WORDS = 300
"""So many words of the outlets' own voice, those that most articles use, are compared."""


def lexicon_rows(tables: Tables) -> Iterator[Measure]:
    """Hits of each category of the shipped lexicons, in the outlets' own voice and in attributed words."""
    chosen = [read_lexicon(name) for name in shipped_lexicons() if name != "reporting_verbs"]
    voices = {"own voice": (Voice.OWN.value,), "attributed": ATTRIBUTED}
    spoken = tables.voices[tables.voices["voice"].isin([v for these in voices.values() for v in these])]
    spoken = pd.DataFrame(spoken).reset_index(drop=True)
    found = scored_hits(hits(spoken, chosen, corpus=tables.corpus, pos=pos_tags(tables.voices, chosen)), chosen)
    for name, these in voices.items():
        whole = Lines(spoken[spoken["voice"].isin(these)], "words")
        here = found[found["voice"].isin(these)]
        for (lexicon, category), lines in here.groupby(["lexicon", "category"], sort=True):
            if len(lines) >= (LEAST_HITS if many(tables) else 2):
                yield Measure(
                    f"lexicons, {name}", f"{lexicon}: {category}" if category != lexicon else str(lexicon),
                    "the outlet’s own words" if name == "own voice" else "the attributed words",
                    Lines(pd.DataFrame(lines)), whole, Per.THOUSAND, detail=not many(tables),
                )  # fmt: skip


def own_word_rows(tables: Tables) -> Iterator[Measure]:
    """Every content word of the own voice that articles enough use."""
    own = tables.voices[tables.voices["voice"].eq(Voice.OWN.value)]
    used = content_words(own, tables)
    uses = used.groupby("word", sort=True)["article_id"].agg(["nunique", "size"])
    kept = uses[uses["nunique"].ge(LEAST_ARTICLES) if many(tables) else uses["size"].ge(2)]
    kept = kept.sort_values(["nunique", "size"], ascending=False, kind="stable").head(MOST_WORDS)
    whole = Lines(own, "words")
    for word, lines in used[used["word"].isin(kept.index)].groupby("word", sort=True):
        yield Measure(
            "own words", f"“{word}”", "the outlet’s own words", Lines(lines), whole, Per.THOUSAND, detail=True
        )


def content_words(runs: pd.DataFrame, tables: Tables, *, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Every content word of these runs, one a row, but for names and for words that introduce a statement.

    A name is what is always written with a capital: names say who is talked about, not how. ``run`` is the run's number
    and ``place`` the word's place in it, so that words that stand together can be told; ``keep`` names columns of the
    runs to keep.
    """
    analyser = Analyser(ngrams=(1, 1), keep=lambda word: word not in FUNCTION_WORDS and not word[:1].isdigit())
    introducing = _introducing(tables)
    columns = [runs[c].tolist() for c in ("article_id", "field", "start", "text")]
    rows = []
    for run, (article, field, at, text) in enumerate(zip(*columns, strict=True)):
        taken = introducing[article, field]
        place = 0
        for word, start, end in analyser.words(text):
            place += 1 if end > start else _GAP
            here = at + start
            if word is not None and not any(a <= here < b for a, b in taken):
                rows.append((article, field, here, at + end, text[start:end], word, run, place))
    table = pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "text", "word", "run", "place"])
    small = table["text"].str[:1].str.islower()
    table = table[table["word"].isin(table.loc[small, "word"])]
    of_run = {c: runs[c].to_numpy()[table["run"].to_numpy(dtype="int64")] for c in ("voice", *keep)}
    return table.assign(**of_run)


def _introducing(tables: Tables) -> dict[tuple[str, str], list[Span]]:
    """Where sources and cues of statements stand, by article and field: measured as introductions."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for statement in tables.statements:
        for passage in (statement.source, statement.cue, statement.origin, *statement.via):
            found[statement.article_id, statement.field] += passage.spans if passage else ()
    return found

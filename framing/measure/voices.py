"""The voices table: every word of every counted article in exactly one voice, by the rules of :mod:`framing.whose`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.occasion import access_of
from framing.results import Result, result
from framing.statements import NOT_GIVEN, Statements
from framing.structure import BlockKind, Document, parse
from framing.subject import Tables, known_statements
from framing.values import Act, Article, Corpus, Field, Statement
from framing.whose import ABOUT_SPEAKER, VOICES, about_speaker, holding, paint, relay_names

__all__ = ["VOICE_COLUMNS", "places_at", "runs_at", "voices"]

VOICE_COLUMNS = (
    "article_id", "field", "block", "sentence", "start", "end", "voice", "statement_id", "speaker_id", "speaker",
    "type", "side", "text", "words", "named", "affiliation", "official", "role", "sourced", "cue", "access",
    "via", "with", "act", "outlet", "date",
)  # fmt: skip
"""Columns of :func:`voices` before the articles' own."""

_NUMBERS = ("sentence", "start", "end", "words")
_FLAGS = ("named", "official", "sourced")
_OF_ARTICLE = ("outlet", "date")
_FINAL = re.compile(r"[.!?…]+")

_Columns = dict[str, Sequence[object] | NDArray[np.generic]]


def voices(subject: Tables | Statements) -> Result:
    """Runs of words in one voice, for every counted article, in reading order.

    Every word of ``Corpus.counted`` (of the text and, where metadata gives one, of the title) is in
    exactly one row; a row is a maximal run of one voice and one statement within one sentence and
    block. ``start`` and ``end`` are string indices into the field, from the run's first word to the
    punctuation that ends its last; ``words`` counts its words; ``sentence`` is the number of the
    sentence in the field; ``block`` is the kind of block. ``speaker`` and the other columns about the
    speaker are of the one whose statement it is, as in :meth:`framing.Statements.frame`.

    ``sourced`` says whether the text states a source for the statement that the words belong to: paraphrase without one
    ("the dam is said to leak") is told by nobody who could be asked.

    Columns are :data:`VOICE_COLUMNS` and the articles' extra ones. Where no statement or no speaker is known, the
    columns about them are missing, as they are of a thought where only speech is counted (``act`` says which it is);
    an article's column that is missing is "not given". Statements of articles that
    are not counted are left out. ``voices(…).evidence(row)`` shows a run in its article.
    """
    statements = known_statements(subject, purpose="voices")
    if statements.stored is not None:
        return statements.stored.voices(statements)
    corpus = statements.corpus
    by_place: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.article_id, statement.field].append(statement)
    parts: list[_Columns] = []
    for article, field, text in _fields(corpus):
        document = parse(text, title=field == "title")
        if len(document.words):
            parts.append(_runs(article, field, document, by_place.get((article.id, field), []), statements.acts))
    table = _with_articles(_table(parts), corpus)
    return result(table, keys=("article_id", "field", "start"), corpus=corpus, statements=statements)


def _fields(corpus: Corpus) -> Iterator[tuple[Article, Field, str]]:
    for article in corpus.counted:
        if article.title:
            yield article, "title", article.title
        yield article, "text", article.text


def _table(parts: Sequence[_Columns]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in (c for c in VOICE_COLUMNS if c not in _OF_ARTICLE):
        if name in _NUMBERS:
            pieces = [np.asarray(p[name], dtype=np.int64) for p in parts]
            columns[name] = pd.Series(np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64))
        else:
            values = [v for p in parts for v in p[name]]
            columns[name] = pd.Series(values, dtype="boolean" if name in _FLAGS else "str")
    return pd.DataFrame(columns)


def _with_articles(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The table with the columns of the articles."""
    number = {a.id: i for i, a in enumerate(corpus.counted)}
    at = table["article_id"].map(number).to_numpy(dtype=np.int64)
    extra = sorted({k for a in corpus.counted for k in a.extra} - set(VOICE_COLUMNS))
    dates = [a.date.isoformat() if a.date else None for a in corpus.counted]
    about: dict[str, list[str | None]] = {
        "outlet": [a.outlet for a in corpus.counted],
        "date": dates,
        **{name: [a.extra.get(name) for a in corpus.counted] for name in extra},
    }
    columns = {k: pd.Series(v, dtype="object").fillna(NOT_GIVEN).astype("str").take(at) for k, v in about.items()}
    return table.assign(**{k: v.set_axis(table.index) for k, v in columns.items()})


def _runs(
    article: Article, field: Field, document: Document, statements: Sequence[Statement], acts: Sequence[Act]
) -> _Columns:
    """The rows of one field of one article, as columns."""
    words = document.words
    painted = paint(document, statements, acts)
    sentence = holding([(s.start, s.end) for s in document.sentences], words[:, 0])
    kinds: NDArray[np.object_] = np.array([b.kind for b in document.blocks] + [BlockKind.PARAGRAPH], dtype=object)
    lines = (painted.block, sentence, painted.voice, painted.owner)
    changes = np.any([np.diff(line) != 0 for line in lines], axis=0)
    first = np.concatenate([[0], np.flatnonzero(changes) + 1])
    last = np.concatenate([first[1:], [len(words)]]) - 1
    starts, ends = words[first, 0], _ends(document.text, words, last)
    owners = [statements[o] if o >= 0 else None for o in painted.owner[first].tolist()]
    who = [s if s is not None and s.act in acts else None for s in owners]
    about = [about_speaker(s) for s in who]
    came = {s.id: access_of(s, article).value for s in {id(s): s for s in who if s is not None}.values()}
    return {
        "article_id": [article.id] * len(first),
        "field": [field] * len(first),
        "block": [k.value for k in kinds[painted.block[first]]],
        "sentence": sentence[first],
        "start": starts,
        "end": ends,
        "voice": VOICES[painted.voice[first]].tolist(),
        "statement_id": [s.id if s else None for s in who],
        **{name: [a[name] for a in about] for name in ABOUT_SPEAKER},
        "sourced": [None if s is None else s.attributed_to is not None for s in who],
        "cue": [s.cue.text if s and s.cue else None for s in who],
        "access": [came[s.id] if s else None for s in who],
        "via": [("; ".join(relay_names(s)) or None) if s else None for s in who],
        "with": [("; ".join(p.name for p in s.co_speakers) or None) if s else None for s in who],
        "act": [s.act.value if s else None for s in owners],
        "text": [document.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
        "words": last - first + 1,
    }


def _ends(text: str, words: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run ends: its last word, with the full stop or exclamation mark that follows it."""
    ends = words[last, 1].tolist()
    limits = [*words[last[:-1] + 1, 0].tolist(), len(text)]
    for i, (end, limit) in enumerate(zip(ends, limits, strict=True)):
        match = _FINAL.match(text, end, limit)
        if match:
            ends[i] = match.end()
    return np.array(ends, dtype=np.int64)


def runs_at(runs: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The run of the voices table that each line begins in, one row a line, in the order of the lines.

    ``lines`` have ``article_id``, ``field`` and ``start``; every such field has runs.
    """
    return runs.iloc[places_at(runs, lines)]


def places_at(runs: pd.DataFrame, lines: pd.DataFrame) -> NDArray[np.int64]:
    """The place in the table of each run that :func:`runs_at` gives."""
    places = runs.groupby(["article_id", "field"], sort=False).indices
    picks = np.zeros(len(lines), dtype=np.int64)
    starts = runs["start"].to_numpy()
    for place, rows in lines.groupby(["article_id", "field"], sort=False).indices.items():
        within = np.asarray(places[place], dtype=np.int64)
        at = np.searchsorted(starts[within], lines["start"].to_numpy()[rows], side="right") - 1
        picks[rows] = within[np.maximum(at, 0)]
    return picks

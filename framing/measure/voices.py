"""Whose words they are: every word of every counted article in exactly one voice.

The rules, in the order in which they win:

1. An insertion in square brackets inside a quotation is the outlet's.
2. Where passages overlap, the shortest wins: a content inside a content belongs to the inner
   statement, and a source or a cue inside a content goes back to the outlet. A source or a cue that
   stands inside the quotation marks of *another* statement stays with that one: the quoted speaker
   said those words too. Of two statements with the same content, the one whose speaker is not a
   medium wins ("AFP reported, citing a US official").
3. Content inside quotation marks is quoted, content outside them is paraphrase.
4. What belongs to no statement is the outlet's own, with or without quotation marks around it,
   unless it stands in a block that is nobody's prose: a caption, a credit, a heading, a promotion,
   a dateline, a title. That is ``none``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.structure import BlockKind, Document, parse
from framing.values import Article, Corpus, Field, Span, SpeakerType, Statement, Voice

__all__ = ["VOICE_COLUMNS", "voices"]

VOICE_COLUMNS = (
    "article_id", "field", "block", "sentence", "start", "end", "voice", "statement_id", "speaker_id", "speaker",
    "type", "side", "text", "words",
)  # fmt: skip

_OWN, _QUOTED, _PARAPHRASE, _NONE = range(4)
_VOICES = np.array([Voice.OWN.value, Voice.QUOTED.value, Voice.PARAPHRASE.value, Voice.NONE.value], dtype=object)
_BRACKETS = re.compile(r"\[[^\[\]\r\n]*\]")
_FINAL = re.compile(r"[.!?…]+")


@dataclass(frozen=True, slots=True)
class _Painted:
    """Voice and statement (its index, -1 for none) of each word of a document, in parallel."""

    voice: NDArray[np.int8]
    owner: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Layer:
    """A passage to paint over the words: content of statement ``owner``, or its source or cue."""

    spans: tuple[Span, ...]
    owner: int
    is_content: bool
    rank: tuple[int, int, int]


def voices(corpus: Corpus, statements: Iterable[Statement]) -> pd.DataFrame:
    """Runs of words in one voice, for every counted article, in reading order.

    Every word of ``Corpus.counted`` (of the text and, where metadata gives one, of the title) is in
    exactly one row; a row is a maximal run of one voice and one statement within one sentence and
    block. ``start`` and ``end`` are string indices into the field, from the run's first word to the
    punctuation that ends its last; ``words`` counts its words; ``sentence`` is the number of the
    sentence in the field; ``block`` is the kind of block.

    Columns are :data:`VOICE_COLUMNS`. Where no statement or no speaker is known, the columns about
    them are missing. Statements of articles that are not counted are left out.
    """
    by_place: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.article_id, statement.field].append(statement)
    parts: list[dict[str, Sequence[object] | NDArray[np.generic]]] = []
    for article, field, text in _fields(corpus):
        document = parse(text, title=field == "title")
        if len(document.words):
            parts.append(_runs(article.id, field, document, by_place.get((article.id, field), [])))
    return _table(parts)


def _fields(corpus: Corpus) -> Iterator[tuple[Article, Field, str]]:
    for article in corpus.counted:
        if article.title:
            yield article, "title", article.title
        yield article, "text", article.text


def _table(parts: Sequence[dict[str, Sequence[object] | NDArray[np.generic]]]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in VOICE_COLUMNS:
        if name in ("sentence", "start", "end", "words"):
            pieces = [np.asarray(p[name], dtype=np.int64) for p in parts]
            columns[name] = pd.Series(np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64))
        else:
            columns[name] = pd.Series([v for p in parts for v in p[name]], dtype="str")
    return pd.DataFrame(columns)


def _runs(
    article_id: str, field: Field, document: Document, statements: Sequence[Statement]
) -> dict[str, Sequence[object] | NDArray[np.generic]]:
    """The rows of one field of one article, as columns."""
    words = document.words
    block = _holding([(b.start, b.end) for b in document.blocks], words[:, 0])
    sentence = _holding([(s.start, s.end) for s in document.sentences], words[:, 0])
    kinds: NDArray[np.object_] = np.array([b.kind for b in document.blocks] + [BlockKind.PARAGRAPH], dtype=object)
    is_prose = np.array([k.is_prose for k in kinds], dtype=bool)
    painted = _paint(document, statements, np.where(is_prose[block], _OWN, _NONE).astype(np.int8))

    changes = (
        (np.diff(block) != 0) | (np.diff(sentence) != 0) | (np.diff(painted.voice) != 0) | (np.diff(painted.owner) != 0)
    )
    first = np.concatenate([[0], np.flatnonzero(changes) + 1])
    last = np.concatenate([first[1:], [len(words)]]) - 1
    starts, ends = words[first, 0], _ends(document.text, words, last)
    owners = painted.owner[first].tolist()
    who = [statements[o] if o >= 0 else None for o in owners]
    speakers = [s.speaker if s else None for s in who]
    return {
        "article_id": [article_id] * len(first),
        "field": [field] * len(first),
        "block": [k.value for k in kinds[block[first]]],
        "sentence": sentence[first],
        "start": starts,
        "end": ends,
        "voice": _VOICES[painted.voice[first]].tolist(),
        "statement_id": [s.id if s else None for s in who],
        "speaker_id": [p.id if p else None for p in speakers],
        "speaker": [p.name if p else None for p in speakers],
        "type": [p.type.value if p else None for p in speakers],
        "side": [p.side if p else None for p in speakers],
        "text": [document.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
        "words": last - first + 1,
    }


def _holding(spans: Sequence[Span], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the span that holds each offset, the last one before it where it falls between spans, -1 before all."""
    starts = np.fromiter((a for a, _ in spans), dtype=np.int64, count=len(spans))
    found: NDArray[np.int64] = np.searchsorted(starts, offsets, side="right") - 1
    return found


def _ends(text: str, words: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run ends: its last word, with the full stop or exclamation mark that follows it."""
    ends = words[last, 1].tolist()
    limits = [*words[last[:-1] + 1, 0].tolist(), len(text)]
    for i, (end, limit) in enumerate(zip(ends, limits, strict=True)):
        match = _FINAL.match(text, end, limit)
        if match:
            ends[i] = match.end()
    return np.array(ends, dtype=np.int64)


def _paint(document: Document, statements: Sequence[Statement], base: NDArray[np.int8]) -> _Painted:
    """Voice and statement of each word; ``base`` is what a word is where no statement claims it."""
    voice = base.copy()
    owner = np.full(len(base), -1, dtype=np.int64)
    if not statements:
        return _Painted(voice, owner)
    starts = document.words[:, 0]
    in_marks = np.zeros(len(base), dtype=bool)
    inserted = np.zeros(len(base), dtype=bool)
    for quotation in document.quotations:
        for a, b in quotation.inner:
            lo, hi = np.searchsorted(starts, (a, b))
            in_marks[lo:hi] = True
            if "[" in document.text[a:b]:
                for match in _BRACKETS.finditer(document.text, a, b):
                    inner_lo, inner_hi = np.searchsorted(starts, match.span())
                    inserted[inner_lo:inner_hi] = True

    for layer in sorted(_layers(statements), key=lambda x: x.rank):
        for span in layer.spans:
            lo, hi = np.searchsorted(starts, span)
            here = slice(int(lo), int(hi))
            if layer.is_content:
                voice[here] = np.where(in_marks[here], _QUOTED, _PARAPHRASE)
                owner[here] = layer.owner
            else:
                keeps = (voice[here] == _QUOTED) & (owner[here] != layer.owner)
                voice[here] = np.where(keeps, voice[here], base[here])
                owner[here] = np.where(keeps, owner[here], -1)
    voice[inserted] = base[inserted]
    owner[inserted] = -1
    return _Painted(voice, owner)


def _layers(statements: Sequence[Statement]) -> Iterator[_Layer]:
    """All passages with their rank: the longest first, so that shorter ones are painted over them."""
    for i, statement in enumerate(statements):
        relays = statement.speaker is not None and statement.speaker.type is SpeakerType.MEDIA
        for passage in (statement.content, statement.source, statement.cue):
            if passage is None:
                continue
            is_content = passage is statement.content
            size = sum(b - a for a, b in passage.spans)
            # Of equal passages, sources and cues go on top of contents, and a medium's content to the bottom.
            yield _Layer(passage.spans, i, is_content, (-size, (0 if relays else 1) if is_content else 2, -i))

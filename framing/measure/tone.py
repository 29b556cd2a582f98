"""Tone by VADER (Hutto and Gilbert 2014): each voice's words of a sentence scored for themselves.

VADER comes with nltk, too, but nltk's port is not the published VADER: it drops one-letter words,
takes a repeated word for its first occurrence, strips punctuation from one side only, and lacks the
rule about "no". It gives another score to 5 of the 62 sentences of the seeds (by up to 0.40) and to
600 of 1,000 made ones. So the analyser here is vaderSentiment's own, from the package that brings the
lexicon file anyway; ``tests/measure/test_tone.py`` shows the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from framing.measure.limits import Limits
from framing.results import Result, result
from framing.structure import Block, BlockKind
from framing.structure.sentences import find_sentences
from framing.subject import Subject, corpus_of, statements_of, voices_table
from framing.tables import By, columns_of, with_groups
from framing.units import Grouping
from framing.values import Corpus, Span, Voice
from framing.words import find_words

__all__ = ["compound", "tone", "tone_texts"]

MEANT = (Voice.OWN, Voice.QUOTED, Voice.PARAPHRASE)
"""The voices that are scored: scare quotes hold their words at a distance, which VADER would take at their word."""

_INNER_END = re.compile(r"[.!?…]\S*\s")
_MOST_WORDS = 400
"""VADER's time grows with the square of a sentence, so longer ones (lists, broken text) are scored in pieces."""

NEUTRAL = 0.05
"""A text whose compound score is at most this far from 0 is neutral (Hutto and Gilbert 2014)."""


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def compound(text: str) -> float:
    """VADER's compound score of one sentence, from -1 (negative) to 1 (positive), to four decimals.

    >>> compound("They destroyed the hospital.") < 0 < compound("They rescued the children.")
    True
    """
    return float(_analyser().polarity_scores(text)["compound"])


def tone(
    subject: Subject,
    *,
    by: By = ("article_id", "voice"),
    voices: Sequence[Voice] = MEANT,
    corpus: Corpus | None = None,
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """Tone of each group of runs, higher is more positive.

    ``by`` is a column of the voices table or of its articles (title, url), or several.
    One row a group:

    - ``sentences``: texts that were scored, each a voice's words of one sentence, also inside a
      quotation of several; ``words`` in them;
    - ``compound``: mean of their compound scores, weighted by words, from -1 to 1;
    - ``positive``, ``negative``, ``neutral``: share of words in texts above 0.05, below -0.05, between.

    Captions, credits, headings and promotions are nobody's prose and are not scored, nor are scare quotes, unless
    ``voices`` names them. With a ``level`` (0.95) each value
    has ``…_low`` and ``…_high`` over articles (:func:`framing.intervals.mean_interval`, ``share_interval``), with
    ``cluster`` and ``strata`` as in :func:`~framing.measure.balance.balance_intervals`, and ``note`` says why one has
    none. A difference of two groups is tested by :func:`framing.difference`.

    Raises an :class:`~framing.errors.InputError`: a column of ``by`` does not exist.
    """
    columns = columns_of(by)
    corpus = corpus_of(subject, corpus)
    texts = tone_texts(voices_table(subject, purpose="tone"), voices=voices)
    groups = with_groups(texts, corpus, columns)
    scores, words = texts["compound"].to_numpy(np.float64), texts["words"].to_numpy(np.int64)
    table = groups.assign(
        sentences=1,
        words=words,
        compound=scores * words,
        positive=np.where(scores > NEUTRAL, words, 0.0),
        negative=np.where(scores < -NEUTRAL, words, 0.0),
        neutral=np.where(np.abs(scores) <= NEUTRAL, words, 0.0),
    )
    summed = table.groupby(columns, sort=True, as_index=False).sum() if columns else table.sum().to_frame().T
    for name in ("compound", "positive", "negative", "neutral"):
        summed[name] = summed[name] / summed["words"].where(summed["words"] > 0)
    if level is not None:
        limits = Limits.of(
            groups.assign(article_id=texts["article_id"]), columns, summed, level=level, cluster=cluster,
            strata=strata, corpus=corpus, source=texts,
        )  # fmt: skip
        ends = limits.means("compound", table["compound"], words, bounds=(-1.0, 1.0))
        for name in ("positive", "negative", "neutral"):
            ends |= limits.shares(name, table[name], words)
        summed = summed.assign(**ends, note=limits.notes("compound", table["compound"], words, bounds=(-1.0, 1.0)))
    return result(
        summed.astype({"sentences": "int64", "words": "int64"}), keys=columns,
        lines=texts.assign(**{c: groups[c] for c in columns}), corpus=corpus, statements=statements_of(subject),
        more=["compound"],
    )  # fmt: skip


def tone_texts(subject: Subject, *, voices: Sequence[Voice] = MEANT) -> pd.DataFrame:
    """The texts that :func:`tone` scores: each voice's words of one sentence, one row a text.

    A quotation of several sentences, one run in the voices table, is several texts here. The columns are
    those of the voices table, with ``start``, ``end``, ``text`` and ``words`` those of the text, and
    ``compound``, its score.
    """
    table = voices_table(subject, purpose="tone_texts")
    spoken = table[table["voice"].isin([str(v) for v in voices])].reset_index(drop=True)
    run: list[int] = []
    spans: list[tuple[int, int]] = []
    words: list[int] = []
    for i, (text, start, n) in enumerate(
        zip(spoken["text"], spoken["start"].tolist(), spoken["words"].tolist(), strict=True)
    ):
        parts = list(_parts(text, n))
        sizes = [len(find_words(text[a:b])) for a, b in parts[1:]]
        run += [i] * len(parts)
        spans += [(start + a, start + b) for a, b in parts]
        words += [n - sum(sizes), *sizes]
    table = spoken.take(run).reset_index(drop=True)
    offsets = np.array(spans, dtype=np.int64).reshape(-1, 2)
    begins = offsets[:, 0] - table["start"].to_numpy(np.int64)
    ends = offsets[:, 1] - table["start"].to_numpy(np.int64)
    texts = [t[a:b] for t, a, b in zip(table["text"], begins.tolist(), ends.tolist(), strict=True)]
    return table.assign(
        start=offsets[:, 0],
        end=offsets[:, 1],
        text=pd.Series(texts, dtype="str"),
        words=np.array(words, dtype=np.int64),
        compound=np.array([compound(t) for t in texts], dtype=np.float64),
    )


def _parts(text: str, n_words: int) -> Iterator[Span]:
    """The sentences of a run of ``n_words`` words; pieces of one without end."""
    sentences = [(0, len(text))]
    if _INNER_END.search(text):
        block = Block(BlockKind.PARAGRAPH, 0, len(text))
        sentences = [(s.start, s.end) for s in find_sentences(text, [block], ())]
    if n_words <= _MOST_WORDS:
        yield from sentences
        return
    for start, end in sentences:
        words = find_words(text[start:end])
        cuts = [start, *(start + words[_MOST_WORDS::_MOST_WORDS, 0]).tolist(), end]
        yield from pairwise(cuts)

"""What two articles have in common, word by word: whether one is a copy of the other, and where they differ."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.events.shingles import Cut, Cutter, Hashes, Mask, covered
from framing.structure import parse
from framing.values import Corpus

__all__ = ["LEAST_WORDS", "CopyLines", "Reader"]

LEAST_WORDS = 25
"""Words without which a text is no news article: shorter ones are copies only of what equals them."""

_SHARED = 0.5
"""Share of the shorter text's words that the longer has, too, from which on it is a copy."""
_CLEAR = 0.9
"""Share from which on quotations need not be looked for: no prose is left that could be another."""
_FOOTER = 150
"""Words that a footer has at most."""
_REST = 0.25
"""Share of either text that is left beside a footer, where it is all that two short texts share; of that, less than
this share may be alike."""
_REMEMBERED = 2_000


class Reader:
    """The articles' words, read again when two articles are compared; the last few are remembered.

    ``stock`` are the hashes of stock sentences, sorted: their words do not count.
    """

    def __init__(self, corpus: Corpus, stock: Hashes) -> None:
        self._corpus, self._stock = corpus, stock
        self._cutter = Cutter()
        self._known: OrderedDict[str, tuple[Cut, Hashes, Mask]] = OrderedDict()

    def cut(self, article_id: str) -> tuple[Cut, Hashes, Mask]:
        """The words of an article's text, its runs, and which words stand in no stock sentence."""
        if article_id in self._known:
            self._known.move_to_end(article_id)
            return self._known[article_id]
        cut = self._cutter(self._corpus[article_id].text)
        counts = np.zeros(0, dtype=bool)
        if len(cut):
            counts = ~np.isin(cut.sentences()[0], self._stock)[cut.sentence]
        self._known[article_id] = cut, cut.runs(), counts
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return self._known[article_id]

    def shared(self, article_id: str, other: str) -> Mask:
        """Which of an article's words stand in a run that the other has, too; stock sentences included."""
        cut, runs, _ = self.cut(article_id)
        return covered(runs, self.cut(other)[1], len(cut))

    def shared_counting(self, article_id: str, other: str) -> Mask:
        """The same of the words that count only."""
        return self.shared(article_id, other)[self.cut(article_id)[2]]

    def is_copy(self, first: str, second: str) -> bool:
        """Whether the shorter of two articles is a copy of the longer, whole or in part."""
        masks = {first: self.shared_counting(first, second), second: self.shared_counting(second, first)}
        short = min(masks, key=lambda k: len(masks[k]))
        mask = masks[short]
        if len(mask) < LEAST_WORDS or mask.mean() < _SHARED or _edges_only(*masks.values()):
            return False
        if mask.mean() >= _CLEAR:
            return True
        own = self._own_prose(short)[self.cut(short)[2]]
        return bool(own.sum() < LEAST_WORDS or mask[own].mean() >= _SHARED)

    def _own_prose(self, article_id: str) -> Mask:
        """Which words stand outside quotation marks."""
        starts = self.cut(article_id)[0].starts
        own = np.ones(len(starts), dtype=bool)
        for quotation in parse(self._corpus[article_id].text).quotations:
            for start, end in quotation.segments:
                own[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
        return own


def _edges_only(first: Mask, second: Mask) -> bool:
    """Whether two texts share a footer, or a heading, and hardly anything else: a run at the same edge of both."""
    for one, other in ((first, second), (first[::-1], second[::-1])):
        rests = [mask[:0] if mask.all() else mask[int(np.argmin(mask)) :] for mask in (one, other)]
        run = min(len(one) - len(rests[0]), len(other) - len(rests[1]))
        share = min(len(rests[0]) / len(one), len(rests[1]) / len(other))
        if run <= _FOOTER and share >= _REST and max(rest.mean() for rest in rests) < _REST:
            return True
    return False


@dataclass(frozen=True, eq=False)
class CopyLines:
    """Finds the words in which a copy and the fullest version of its text agree and differ.

    ``full`` gives the id of the fullest version for the id of each article.
    """

    corpus: Corpus
    full: Mapping[str, str]
    stock: Hashes

    def parts(self, article_id: str) -> pd.DataFrame:
        """One row a stretch of words; columns as of :func:`framing.events.copy_parts`."""
        full, reader = self.full[article_id], Reader(self.corpus, self.stock)
        rows: list[tuple[str, str, str, int, int, str]] = []
        sides = [(article_id, full, "added", "shared")]
        if full != article_id:
            sides.append((full, article_id, "cut", ""))
        for own, other, if_not, if_shared in sides:
            cut, _, counts = reader.cut(own)
            state = np.where(counts, reader.shared(own, other) + 1, 0)
            firsts = np.flatnonzero(np.diff(state, prepend=-1))
            lasts = np.append(firsts[1:], len(state)) - 1
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
                part = ("", if_not, if_shared)[state[first]]
                start, end = int(cut.starts[first]), int(cut.ends[last])
                if part:
                    rows.append((part, own, "text", start, end, self.corpus[own].text[start:end]))
        return pd.DataFrame(rows, columns=["part", "article_id", "field", "start", "end", "text"])

    def __call__(self, wanted: Mapping[str, str]) -> pd.DataFrame:
        """The lines behind a row: what of the article itself is shared or added."""
        if wanted["article_id"] not in self.full:
            return self.parts(next(iter(self.full))).iloc[:0]
        parts = self.parts(wanted["article_id"])
        return parts[parts["part"].ne("cut")]

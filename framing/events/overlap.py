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
_OWN = 0.33
"""Share of its words outside quotation marks that must be so, too; fewer, as what an outlet adds is prose."""
_CLEAR = 0.9
"""Share from which on quotations need not be looked for: no prose is left that could be another."""
_HEADING, _FOOTER = 20, 150
"""Words that a heading line and a footer of an outlet have at most."""
_REST = 0.25
"""Where two texts share no more than a heading and a footer, at least this share of either is left beside them, and
less than this share of what is left is alike."""
_REMEMBERED = 2_000


class Reader:
    """The articles' words, read again when two articles are compared; the last few are remembered."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._cutter = Cutter()
        self._known: OrderedDict[str, tuple[Cut, Hashes]] = OrderedDict()

    def cut(self, article_id: str) -> tuple[Cut, Hashes]:
        """The words of an article's text, and its runs."""
        if article_id in self._known:
            self._known.move_to_end(article_id)
            return self._known[article_id]
        cut = self._cutter(self._corpus[article_id].text)
        self._known[article_id] = cut, cut.runs()
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return self._known[article_id]

    def shared(self, article_id: str, other: str) -> Mask:
        """Which of an article's words stand in a run that the other has, too."""
        cut, runs = self.cut(article_id)
        return covered(runs, self.cut(other)[1], len(cut))

    def is_copy(self, first: str, second: str) -> bool:
        """Whether the shorter of two articles is a copy of the longer, whole or in part."""
        masks = {first: self.shared(first, second), second: self.shared(second, first)}
        short = min(masks, key=lambda k: len(masks[k]))
        mask = masks[short]
        if len(mask) < LEAST_WORDS or mask.mean() < _SHARED or _edges_only(*masks.values()):
            return False
        if mask.mean() >= _CLEAR:
            return True
        own = self._own_prose(short)
        return bool(own.sum() < LEAST_WORDS or mask[own].mean() >= _OWN)

    def _own_prose(self, article_id: str) -> Mask:
        """Which words stand outside quotation marks."""
        starts = self.cut(article_id)[0].starts
        own = np.ones(len(starts), dtype=bool)
        for quotation in parse(self._corpus[article_id].text).quotations:
            for start, end in quotation.segments:
                own[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
        return own


def _edges_only(*texts: Mask) -> bool:
    """Whether two texts share a heading and a footer, and hardly anything else."""
    head = min(_HEADING, *(int(np.argmin(mask)) for mask in texts))
    foot = min(_FOOTER, *(int(np.argmin(mask[::-1])) for mask in texts))
    rests = [mask[head : len(mask) - foot] for mask in texts]
    shares = [len(rest) / len(mask) for rest, mask in zip(rests, texts, strict=True)]
    return min(shares) >= _REST and max(float(rest.mean()) for rest in rests) < _REST


@dataclass(frozen=True, eq=False)
class CopyLines:
    """Finds the words in which a copy and the fullest version of its text agree and differ.

    ``full`` gives the id of the fullest version for the id of each article.
    """

    corpus: Corpus
    full: Mapping[str, str]

    def parts(self, article_id: str) -> pd.DataFrame:
        """One row a stretch of words; columns as of :func:`framing.events.copy_parts`."""
        full, reader = self.full[article_id], Reader(self.corpus)
        rows: list[tuple[str, str, str, int, int, str]] = []
        sides = [(article_id, full, "added", "shared")]
        if full != article_id:
            sides.append((full, article_id, "cut", ""))
        for own, other, if_not, if_shared in sides:
            cut, mask = reader.cut(own)[0], reader.shared(own, other)
            if not len(mask):
                continue
            firsts = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=-1))
            lasts = np.append(firsts[1:], len(mask)) - 1
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
                part = if_shared if mask[first] else if_not
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

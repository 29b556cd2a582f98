"""Uses of terms: which phrase of each length begins at every word of texts, and tables of counts made of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.errors import ComparisonError
from framing.terms import Analyser, Tags, pieces
from framing.words import cut, find_tokens

__all__ = ["SomeTexts", "TermUses", "check_terms", "find_terms", "find_terms_in"]

Ints = NDArray[np.signedinteger[Any]]

_GAP = ""
"""Stands between the words of two sentences."""


class SomeTexts(NamedTuple):
    """Some of many texts: the place of each among all, the texts, and the tags of their words where they are needed."""

    at: Ints
    texts: Sequence[str]
    tags: Sequence[Tags] | None = None


@dataclass(frozen=True, eq=False)
class TermUses:
    """Uses of every term in every text.

    ``order`` (terms) is the number of words of each term, ``words`` (texts) that of each text. Terms stand in order of
    length, then of first use. What is held are places, four bytes a word and length: tables of counts are made of it,
    all at once (:attr:`matrix`) or of some texts and terms (:meth:`summed`).
    """

    order: Ints
    words: NDArray[np.int64]
    _vocabulary: NDArray[np.object_] = field(repr=False)
    _word_ids: Ints = field(repr=False)
    _begins: NDArray[np.int64] = field(repr=False)
    _phrases: tuple[Ints, ...] = field(repr=False)
    _first: Ints = field(repr=False)

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """Uses (texts × terms)."""
        return self.summed(np.arange(len(self.words)), len(self.words))

    @property
    def level(self) -> NDArray[np.int64]:
        """Column of each term's length in :meth:`totals`."""
        return self.order.astype(np.int64) - (int(self.order[0]) if len(self.order) else 0)

    def summed(
        self, label: Ints, size: int, *, texts: Ints | None = None, among: Ints | None = None, many: int | None = None
    ) -> sparse.csr_matrix:
        """Uses by the label of their text (labels × terms), of all texts or of ``texts``.

        ``label`` has a number for each of these. ``among`` (terms) gives each term one of ``many`` columns, -1 for
        none.
        """
        place, long = self._places(texts)
        row = np.repeat(np.asarray(label, dtype=np.int32), long)
        rows, columns = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
        for phrase in self._phrases:
            column = phrase[place]
            used = column >= 0
            column = column[used]
            if among is not None:
                column = among[column]
                used[used] = column >= 0
                column = column[column >= 0]
            rows.append(row[used])
            columns.append(column)
        at, column = np.concatenate(rows), np.concatenate(columns)
        shape = (size, len(self.order) if many is None else many)
        return sparse.coo_matrix((np.ones(len(at)), (at, column)), shape=shape).tocsr()

    def counts(self, texts: Ints | None = None) -> NDArray[np.float64]:
        """Uses of each term in all texts or in ``texts``."""
        place, _ = self._places(texts)
        found, before = np.zeros(len(self.order)), 0
        for length, phrase in enumerate(self._phrases, start=int(self.order[0]) if len(self.order) else 0):
            behind = int(np.searchsorted(self.order, length, side="right"))
            here = phrase[place]
            found[before:behind] = np.bincount(here[here >= 0] - before, minlength=behind - before)
            before = behind
        return found

    def totals(self) -> NDArray[np.float64]:
        """Uses of all terms of each length in each text (texts × lengths)."""
        of_text = np.repeat(np.arange(len(self.words), dtype=np.int32), np.diff(self._begins))
        lengths = int(self.order[-1] - self.order[0]) + 1 if len(self.order) else 0
        found = np.zeros((len(self.words), lengths))
        for level, phrase in enumerate(self._phrases[:lengths]):
            found[:, level] = np.bincount(of_text[phrase >= 0], minlength=len(found))
        return found

    def texts_with(self, term: int) -> NDArray[np.int64]:
        """The texts that use a term, by its number, in order."""
        phrase = self._phrases[int(self.order[term]) - int(self.order[0])]
        found = np.searchsorted(self._begins, np.flatnonzero(phrase == term), side="right") - 1
        return np.unique(found).astype(np.int64)

    def made_of(self, words: frozenset[str], terms: Ints | None = None) -> NDArray[np.bool_]:
        """Which terms have no other words than these, of all or of those given."""
        known = np.array([word in words for word in self._vocabulary], dtype=bool)
        first, order = (v if terms is None else v[terms] for v in (self._first, self.order))
        only = np.ones(len(order), dtype=bool)
        for k in range(int(order.max(initial=0))):
            at = np.flatnonzero(order > k)
            only[at] &= known[self._word_ids[first[at] + k]]
        return only

    def names(self, terms: Ints | None = None) -> NDArray[np.object_]:
        """Terms as written, of all columns or of those given."""
        first, order = (v if terms is None else v[terms] for v in (self._first, self.order))
        names = np.empty(len(order), dtype=object)
        for n in np.unique(order):
            at = np.flatnonzero(order == n)
            parts = [self._vocabulary[self._word_ids[first[at] + k]] for k in range(n)]
            names[at] = parts[0] if n == 1 else [" ".join(p) for p in zip(*parts, strict=True)]
        return names

    def _places(self, texts: Ints | None) -> tuple[slice | NDArray[np.int64], NDArray[np.int64]]:
        """Where the words of texts stand, and how many places each has."""
        if texts is None:
            return slice(None), np.diff(self._begins)
        long = np.diff(self._begins)[texts]
        if len(texts) and (np.diff(texts) == 1).all():
            return slice(int(self._begins[texts[0]]), int(self._begins[texts[-1] + 1])), long
        return _stretches(self._begins[texts], long), long


def find_terms(texts: Sequence[str], analyser: Analyser, tags: Sequence[Tags] | None = None) -> TermUses:
    """Count every term in every text. ``tags`` (texts) are needed where the analyser keeps word classes.

    The counts equal those of scikit-learn's ``CountVectorizer(analyzer=analyser.terms)``.
    """
    return find_terms_in([SomeTexts(np.arange(len(texts)), texts, tags)], len(texts), analyser)


def find_terms_in(parts: Iterable[SomeTexts], many: int, analyser: Analyser) -> TermUses:
    """The same of ``many`` texts of which some are held at a time, in whatever order they come.

    Phrases are numbered by the phrase before their last word and that word, so that no string is built
    before it is shown.
    """
    words = _Words(analyser)
    found = [(part.at, *words.of(part)) for part in parts]
    lengths = np.zeros(many, dtype=np.int64)
    for at, _, long in found:
        lengths[at] = long
    begins = np.concatenate([[0], np.cumsum(lengths)])
    narrow = _narrow(max(int(begins[-1]), len(words.vocabulary)))
    ids = np.full(int(begins[-1]), -1, dtype=narrow)
    while found:
        at, some, long = found.pop()
        ids[_stretches(begins[at], long)] = some
    is_word = ids >= 0
    # Words are numbered in order of their first use; those of other classes only have no number.
    ids[is_word], used = pd.factorize(ids[is_word])
    vocabulary = np.array(words.vocabulary, dtype=object)[used]
    before = np.concatenate([[0], np.cumsum(is_word)])[begins]
    low, high = analyser.ngrams
    phrases: list[Ints] = []
    firsts: list[Ints] = []
    prefix, terms = ids, 0
    for n in range(1, high + 1):
        starts = np.flatnonzero(is_word)
        if n > 1:  # no text ends without a gap, so that none of these begins in one text and ends in another
            starts = np.flatnonzero((prefix[: max(0, len(ids) - n + 1)] >= 0) & is_word[n - 1 :])
            prefix = _extend(prefix, ids, starts, n=n, vocabulary=len(vocabulary))
        if n < low:
            continue
        term = prefix[starts]
        size = int(term.max(initial=-1)) + 1
        first = np.zeros(size, dtype=narrow)
        first[term[::-1]] = starts[::-1]
        firsts.append(first)
        phrases.append(prefix if not terms else np.where(prefix >= 0, prefix + narrow(terms), prefix))
        terms += size
    order = np.repeat(np.arange(low, high + 1, dtype=np.int8), list(map(len, firsts)))
    return TermUses(order, np.diff(before), vocabulary, ids, begins, tuple(phrases), np.concatenate(firsts))


def check_terms(found: int) -> None:
    """Raise a ComparisonError where there is not one term to compare."""
    if not found:
        raise ComparisonError(
            "There is no term to compare: no phrase of the wanted lengths, words and number of statements occurs."
        )


class _Words:
    """The words that an analyser makes of texts, as numbers: the same in all texts."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self.vocabulary: list[str] = []
        self._number: dict[str, int] = {}
        self._of_token: dict[str, int] = {_GAP: -1}

    def of(self, part: SomeTexts) -> tuple[Ints, NDArray[np.int64]]:
        """The number of each word of some texts, a gap (-1) after each piece of a text, and how many each text has."""
        tokens: list[str] = []
        lengths = np.zeros(len(part.texts), dtype=np.int64)
        for i, text in enumerate(part.texts):
            before, capitals = len(tokens), text.isupper()
            for at, end in pieces(text):
                found = cut(text, at, end)
                tokens += [token.lower() for token in found] if capitals else found
                tokens.append(_GAP)
            lengths[i] = len(tokens) - before
        codes, types = pd.factorize(np.array(tokens, dtype=object))
        numbers = np.fromiter(map(self._numbered, types), dtype=np.int32, count=len(types))
        ids = numbers[codes] if len(codes) else np.zeros(0, dtype=np.int32)
        if self.analyser.classes is not None:
            ids[~_in_classes(part.texts, self.analyser, part.tags)] = -1
        return ids, lengths

    def _numbered(self, token: str) -> int:
        if (number := self._of_token.get(token)) is None:
            word = self.analyser.word(token)
            number = -1 if word is None else self._number.setdefault(word, len(self._number))
            if number == len(self.vocabulary):
                self.vocabulary.append(word or "")
            self._of_token[token] = number
        return number


def _in_classes(texts: Sequence[str], analyser: Analyser, tags: Sequence[Tags] | None) -> NDArray[np.bool_]:
    """Which tokens of all texts are of the classes that the analyser keeps."""
    classes = analyser.classes or frozenset()
    given = [analyser._needed(None)] * len(texts) if tags is None else tags
    kept: list[bool] = []
    for text, of_text in zip(texts, given, strict=True):
        for at, end in pieces(text):
            kept += [of_text.get(start) in classes for start, _, is_word in find_tokens(text, at, end) if is_word]
            kept.append(False)
    return np.array(kept, dtype=bool)


def _extend(prefix: Ints, ids: Ints, starts: NDArray[np.int64], *, n: int, vocabulary: int) -> Ints:
    """Number of the n-word phrase from each place on, -1 where there is none."""
    key = prefix[starts].astype(np.int64)
    key *= vocabulary
    key += ids[starts + n - 1]
    phrases = np.full(len(ids), -1, dtype=ids.dtype)
    phrases[starts] = pd.factorize(key)[0]
    return phrases


def _stretches(begin: NDArray[np.int64], long: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of stretches that begin there and are so long, one after the other."""
    ahead = np.cumsum(long) - long
    return np.repeat(begin - ahead, long) + np.arange(int(long.sum()))


def _narrow(size: int) -> type[np.signedinteger[Any]]:
    return np.int32 if size < np.iinfo(np.int32).max // 8 else np.int64

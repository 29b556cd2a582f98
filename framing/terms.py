"""Terms: words and phrases as they are counted, and every place where they are used.

An :class:`Analyser` is composed once (as scikit-learn's ``build_analyzer`` is) and used for counting, for
looking up and for keyword in context, so that a term that is counted can always be found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.attribute.labels import POS
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.values import Span
from framing.words import ABBREVIATIONS, TITLES, cut, find_tokens, fold, without_possessive

__all__ = ["Analyser", "Floats", "Tags", "TermUses", "check_terms", "find_terms", "normal_form", "stem"]

LONGEST_PHRASE = 5
_GAP = ""
"""Stands between the words of two sentences."""

Floats = NDArray[np.float64]

Tags = Mapping[int, str]
"""Word class of words by where they start in a text: see :mod:`framing.contrasts.forms`."""

_SENTENCE_END = re.compile(
    r"[.!?…。！？؟।]++[\"”’'»)\]]*+(?=\s+[^\w\s]*[^a-z\s]|\s*$|(?<=[。！？؟।]))"  # nothing small follows
)
_BEFORE = re.compile(r"[\w.]+$")
_POINTED = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_](?![^\W_]))?")
_REACH = 12


@cache
@lru_cache(maxsize=1 << 16)
def normal_form(token: str) -> str:
    """A word as it is counted: folded, the possessive *'s* split off, numbers kept.

    Capitals written with full stops lose them. A word in capitals whose small letters would make a
    function word keeps its capitals: "US" is not "us", "WHO" is not "who".

    >>> [normal_form(t) for t in ("Russia's", "Don’t", "U.S.", "U.S.-led", "us", "3,000", "cafe\u0301")]
    ['russia', "don't", 'US', 'us-led', 'us', '3,000', 'café']
    """
    pointed = _POINTED.match(token)
    if pointed and pointed.group().isupper():
        token = pointed.group().replace(".", "") + token[pointed.end() :]
    token = without_possessive(token)
    lower = fold(token)
    return token if len(token) > 1 and token.isupper() and lower in FUNCTION_WORDS else lower


@cache
def stem(word: str) -> str:
    """Stem of a word (Porter's English algorithm of 2001, "Snowball"). Words in capitals, "US", stay.

    >>> [stem(w) for w in ("coalitions", "liberating", "liberation", "US")]
    ['coalit', 'liber', 'liber', 'US']
    """
    return word if word.isupper() else _stemmer()(word)


@cache
def _stemmer() -> Callable[[str], str]:
    from nltk.stem.snowball import SnowballStemmer  # a second, and ninety megabytes, of all that nltk has

    found: Callable[[str], str] = SnowballStemmer("english").stem
    return found


def _pieces(text: str) -> Iterator[Span]:
    """The stretches of a text that no sentence ends in: phrases never cross from one to the next."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() != "." or not _is_abbreviated(text, match.start()):
            yield start, match.end()
            start = match.end()
    yield start, len(text)


def _is_abbreviated(text: str, at: int) -> bool:
    """Whether a full stop belongs to the word before it: a title, a month, an initial, "U.S."."""
    found = _BEFORE.search(text, max(0, at - _REACH), at)
    word = found.group() if found else ""
    return word in TITLES or word in ABBREVIATIONS or bool(_POINTED.fullmatch(word + "."))


@dataclass(frozen=True)
class Analyser:
    """How text becomes terms.

    ``ngrams`` are the shortest and longest phrase in words, up to 5. ``form`` maps a normal form to what
    is counted (a stem, a lemma). ``keep`` says which words count at all; a word that does not is a gap
    that no phrase crosses. Phrases never cross the end of a text or of a sentence either. ``classes`` are the word
    classes that count ("noun", "name" …), which needs the words' tags; a word that joins others with a hyphen is
    of the class of its first part.
    """

    ngrams: tuple[int, int] = (1, 3)
    form: Callable[[str], str] | None = None
    keep: Callable[[str], bool] | None = None
    classes: frozenset[str] | None = None

    def __post_init__(self) -> None:
        low, high = self.ngrams
        if not 1 <= low <= high <= LONGEST_PHRASE:
            raise ComparisonError(
                f"ngrams={self.ngrams}: give the shortest and the longest phrase in words, between 1 and "
                f"{LONGEST_PHRASE}, such as (1, 3)."
            )
        if unknown := sorted((self.classes or frozenset()) - frozenset(POS)):
            raise ComparisonError(f"There is no word class {unknown[0]!r}; there are {', '.join(POS)}.")

    def word(self, token: str, *, capitals: bool = False) -> str | None:
        """What a token counts as, or None where it is a gap. ``capitals``: the whole text is in capitals."""
        word = normal_form(token.lower() if capitals else token)
        if not word or (self.keep is not None and not self.keep(word)):
            return None
        return self.form(word) if self.form is not None else word

    def words(self, text: str, tags: Tags | None = None) -> Iterator[tuple[str | None, int, int]]:
        """Words of a text with their start and end in it. None stands for a gap: a left-out word, a sentence's end."""
        capitals = text.isupper()
        classes, given = self.classes, self._needed(tags)
        for at, end in _pieces(text):
            for start, stop, is_word in find_tokens(text, at, end):
                if is_word:
                    gap = classes is not None and given.get(start) not in classes
                    yield None if gap else self.word(text[start:stop], capitals=capitals), start, stop
            yield None, end, end

    def _needed(self, tags: Tags | None) -> Tags:
        if tags is None and self.classes is not None:
            raise ComparisonError(
                "An analyser that keeps word classes needs the words' tags: pass tags=word_classes(statements)."
            )
        return tags or {}

    def terms(self, text: str, tags: Tags | None = None) -> list[str]:
        """Terms of a text, shorter ones first: the ``analyzer`` of a scikit-learn vectoriser.

        >>> Analyser(ngrams=(1, 2)).terms("Raqqa's people. They left.")
        ['raqqa', 'people', 'they', 'left', 'raqqa people', 'they left']
        """
        words = [word for word, _, _ in self.words(text, tags)]
        low, high = self.ngrams
        return [
            " ".join(phrase)  # type: ignore[arg-type]
            for n in range(low, high + 1)
            for i in range(len(words) - n + 1)
            if None not in (phrase := words[i : i + n])
        ]

    def spans(self, text: str, term: str, tags: Tags | None = None) -> list[Span]:
        """Where a term is used in a text."""
        wanted = term.split(" ")
        found = list(self.words(text, tags))
        return [
            (found[i][1], found[i + len(wanted) - 1][2])
            for i in range(len(found) - len(wanted) + 1)
            if all(found[i + k][0] == word for k, word in enumerate(wanted))
        ]

    def look_up(self, query: str) -> str:
        """The term that a query stands for: "Islamic State" → "islamic state"."""
        capitals = query.isupper() and len(query) > LONGEST_PHRASE
        return " ".join(w for t in cut(query) if (w := self.word(t, capitals=capitals)))


@dataclass(frozen=True, eq=False)
class TermUses:
    """Uses of every term in every text.

    ``matrix`` (texts × terms) counts uses; ``order`` (terms) is the number of words of each term;
    ``words`` (texts) is the number of words of each text. Terms stand in order of length, then of first use.
    """

    matrix: sparse.csr_matrix
    order: NDArray[np.int64]
    words: NDArray[np.int64]
    _vocabulary: NDArray[np.object_] = field(repr=False)
    _word_ids: NDArray[np.int64] = field(repr=False)
    _first: NDArray[np.int64] = field(repr=False)

    @property
    def level(self) -> NDArray[np.int64]:
        """Column of each term's length in :meth:`totals`."""
        return np.unique(self.order, return_inverse=True)[1].astype(np.int64)

    def totals(self) -> NDArray[np.float64]:
        """Uses of all terms of each length in each text (texts × lengths)."""
        level = self.level
        by_length = sparse.csr_matrix(
            (np.ones(len(level)), (np.arange(len(level)), level)), shape=(len(level), int(level.max(initial=-1)) + 1)
        )
        return np.asarray((self.matrix @ by_length).todense(), dtype=np.float64)

    def made_of(self, words: frozenset[str]) -> NDArray[np.bool_]:
        """Which terms have no other words than these."""
        known = np.array([word in words for word in self._vocabulary], dtype=bool)
        only = np.ones(len(self.order), dtype=bool)
        for k in range(int(self.order.max(initial=0))):
            at = np.flatnonzero(self.order > k)
            only[at] &= known[self._word_ids[self._first[at] + k]]
        return only

    def names(self, terms: NDArray[np.int64] | None = None) -> NDArray[np.object_]:
        """Terms as written, of all columns or of those given."""
        columns = np.arange(len(self.order)) if terms is None else terms
        first, order = self._first[columns], self.order[columns]
        names = np.empty(len(columns), dtype=object)
        for n in np.unique(order):
            at = np.flatnonzero(order == n)
            parts = [self._vocabulary[self._word_ids[first[at] + k]] for k in range(n)]
            names[at] = parts[0] if n == 1 else [" ".join(p) for p in zip(*parts, strict=True)]
        return names


def find_terms(texts: Sequence[str], analyser: Analyser, tags: Sequence[Tags] | None = None) -> TermUses:
    """Count every term in every text. ``tags`` (texts) are needed where the analyser keeps word classes.

    Phrases are numbered by the phrase before their last word and that word, so that no string is built
    before it is shown; the counts equal those of scikit-learn's ``CountVectorizer(analyzer=analyser.terms)``.
    """
    tokens: list[str] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    for i, text in enumerate(texts):
        before, capitals = len(tokens), text.isupper()
        for at, end in _pieces(text):
            found = cut(text, at, end)
            tokens += [token.lower() for token in found] if capitals else found
            tokens.append(_GAP)
        lengths[i] = len(tokens) - before
    text_of = np.repeat(np.arange(len(texts)), lengths)

    codes, types = pd.factorize(np.array(tokens, dtype=object))
    as_counted = [None if t == _GAP else analyser.word(t) for t in types]
    word_codes, vocabulary = pd.factorize(np.array(as_counted, dtype=object))
    ids = word_codes[codes].astype(np.int64) if len(codes) else np.zeros(0, dtype=np.int64)
    if analyser.classes is not None:
        ids[~_in_classes(texts, analyser, tags)] = -1
        # Words of other classes only have no column.
        left = np.flatnonzero(ids >= 0)
        ids[left], used = pd.factorize(ids[left])
        vocabulary = vocabulary[used]
    is_word = ids >= 0
    words = np.bincount(text_of[is_word], minlength=len(texts))

    low, high = analyser.ngrams
    rows, columns, orders, firsts = [], [], [], []
    prefix, n_terms = ids, 0
    for n in range(1, high + 1):
        starts = np.arange(max(0, len(ids) - n + 1))
        if n > 1:
            starts = np.flatnonzero((prefix[: len(starts)] >= 0) & is_word[n - 1 :] & _same(text_of, n))
            prefix = _extend(prefix, ids, starts, n=n, vocabulary=len(vocabulary))
        else:
            starts = np.flatnonzero(is_word)
        if n < low:
            continue
        term = prefix[starts]
        size = int(term.max()) + 1 if len(term) else 0
        first = np.zeros(size, dtype=np.int64)
        first[term[::-1]] = starts[::-1]
        rows.append(text_of[starts])
        columns.append(term + n_terms)
        orders.append(np.full(size, n))
        firsts.append(first)
        n_terms += size
    row, column = np.concatenate(rows), np.concatenate(columns)
    matrix = sparse.coo_matrix((np.ones(len(row)), (row, column)), shape=(len(texts), n_terms)).tocsr()
    return TermUses(
        matrix=matrix,
        order=np.concatenate(orders),
        words=words,
        _vocabulary=np.asarray(vocabulary, dtype=object),
        _word_ids=ids,
        _first=np.concatenate(firsts),
    )


def check_terms(found: int) -> None:
    """Raise a ComparisonError where there is not one term to compare."""
    if not found:
        raise ComparisonError(
            "There is no term to compare: no phrase of the wanted lengths, words and number of statements occurs."
        )


def _in_classes(texts: Sequence[str], analyser: Analyser, tags: Sequence[Tags] | None) -> NDArray[np.bool_]:
    """Which tokens of all texts are of the classes that the analyser keeps."""
    classes = analyser.classes or frozenset()
    given = [analyser._needed(None)] * len(texts) if tags is None else tags
    kept: list[bool] = []
    for text, of_text in zip(texts, given, strict=True):
        for at, end in _pieces(text):
            kept += [of_text.get(start) in classes for start, _, is_word in find_tokens(text, at, end) if is_word]
            kept.append(False)
    return np.array(kept, dtype=bool)


def _same(text_of: NDArray[np.int64], n: int) -> NDArray[np.bool_]:
    """Whether the n words from each place on stand in one text."""
    same: NDArray[np.bool_] = text_of[: max(0, len(text_of) - n + 1)] == text_of[n - 1 :]
    return same


def _extend(
    prefix: NDArray[np.int64], ids: NDArray[np.int64], starts: NDArray[np.int64], *, n: int, vocabulary: int
) -> NDArray[np.int64]:
    """Number of the n-word phrase from each place on, -1 where there is none."""
    codes, _ = pd.factorize(prefix[starts] * vocabulary + ids[starts + n - 1])
    phrases = np.full(len(ids), -1, dtype=np.int64)
    phrases[starts] = codes
    return phrases

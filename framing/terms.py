"""Terms: words and phrases as they are counted.

An :class:`Analyser` is composed once (as scikit-learn's ``build_analyzer`` is) and used for counting, for
looking up and for keyword in context, so that a term that is counted can always be found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.attribute.labels import POS
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.values import Span
from framing.words import ABBREVIATIONS, TITLES, cut, find_tokens, fold, without_possessive

__all__ = ["Analyser", "Floats", "Tags", "normal_form", "pieces", "stem"]

LONGEST_PHRASE = 5

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


def pieces(text: str) -> Iterator[Span]:
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
        for at, end in pieces(text):
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

"""Entries that can never be found in a text, or that find something else than their author meant.

A lexicon that silently finds nothing, or "folk" for "f**k", gives numbers like any other. Each test takes a term and
gives the reason to tell, or None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from framing.words import ABBREVIATIONS, TITLES, cut, cut_globs, fold, glob_matcher

__all__ = ["doubt"]

_PLAIN = re.compile(r"[A-Za-z0-9 -]+\*?")


def doubt(term: str, pos: str | None = None) -> str | None:
    r"""Why an entry (as it is kept, without marks at its edges) will hardly do what it should, or None.

    >>> doubt("f**k")
    "'**' stands for any letters: it matches every word from 'f' to 'k'; write one ? for each letter"
    >>> doubt("n't")
    'is only a part of words in texts, as in "don\'t"; write *n\'t'
    >>> doubt("C++"), doubt("terror*"), doubt("HIV/AIDS")
    (None, None, None)
    """
    if pos is not None and pos not in _word_classes():
        return f"is limited to {pos!r}, which is no part of speech here ({', '.join(_word_classes())}): never matches"
    if _PLAIN.fullmatch(term):
        return None
    return next((reason for test in _TESTS if (reason := test(term))), None)


@cache
def _word_classes() -> tuple[str, ...]:
    from framing.attribute.labels import POS

    return tuple(POS)


def _part_of_words(term: str) -> str | None:
    if fold(term) == "n't":
        return "is only a part of words in texts, as in \"don't\"; write *n't"
    return None


_INNER_STARS = re.compile(r"(?P<before>\w)\*{2,}(?P<after>\w)")


def _masked(term: str) -> str | None:
    """Letters that are masked with stars."""
    if match := _INNER_STARS.search(term):
        ends = f"every word from {match['before']!r} to {match['after']!r}"
        return f"'**' stands for any letters: it matches {ends}; write one ? for each letter"
    return None


def _question(term: str) -> str | None:
    if re.search(r"(?:\w|\s)\?$", term) and term.count("?") == 1 and "*" not in term:
        return "'?' stands for one letter, and not for the mark: the word without it is not matched; leave it out"
    return None


def _scripts(term: str) -> str | None:
    for word in re.split(r"[\s‐‑-]+", term):
        names = {unicodedata.name(c, "?").split(" ")[0] for c in word if c.isalpha() and c != "ʼ"}
        if "LATIN" in names and names & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            other = next(c for c in word if c.isalpha() and not unicodedata.name(c, "?").startswith("LATIN"))
            name = unicodedata.name(other, "?").lower()
            return f"{word!r} has letters of two scripts ({other!r} is {name}): no text has such a word; type it anew"
    return None


_END = re.compile(r"(?P<word>[^\s.!?]+)(?P<mark>[.!?]+)[”\"’')]*\s+(?=\S)")


def _sentences(term: str) -> str | None:
    for match in _END.finditer(term):
        word = match["word"]
        short = len(word) == 1 or word in TITLES or word in ABBREVIATIONS or "." in word
        if not short:
            return f"{match['mark']!r} ends a sentence, and a hit lies within one: never matches; make it two entries"
    return None


def _cut_otherwise(term: str) -> str | None:
    """A term that texts, where the very same characters stand, are not cut like."""
    wanted = [fold(term[a:b]) for a, b in cut_globs(term)]
    there: list[str] = []
    for letter in "1a":
        plain = term.replace("*", "").replace("?", letter)
        there = [fold(word) for word in cut(f"so {plain} so")][1:-1]
        if not plain.strip() or (len(wanted) == len(there) and all(map(_matches, wanted, there))):
            return None
    told = ", ".join(there) or "none"
    return f"never matches: where it stands in a text, the words are {told}; write these"


def _matches(pattern: str, word: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return pattern in (word, word.removesuffix("'s"))
    return glob_matcher(pattern)(word)


_TESTS: tuple[Callable[[str], str | None], ...] = (
    _part_of_words,
    _masked,
    _question,
    _scripts,
    _sentences,
    _cut_otherwise,
)

"""Find all entries of many lexicons in one pass over a text.

Every distinct spelling in the texts is compared with the entries once: it is looked up as a word,
as the beginning or the end that a glob asks for, and against the few globs with a wildcard in the
middle whose ends it has. What it matches are symbols; entries are paths of symbols in a trie. The texts themselves
are then only sequences of numbers, so the cost for a text hardly depends on the size of a lexicon.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.entries import GAP, gap_of
from framing.lexicon.inflect import inflections
from framing.words import fold, glob_matcher, offsets

__all__ = ["LEMMA", "Found", "Trie", "find"]

LEMMA = "~"
"""A pattern's word that begins with this stands for all inflected forms of the word."""

_ROOT = 0
_STARS = re.compile(r"\*{2,}")


@dataclass(frozen=True, slots=True)
class Found:
    """Matches of one text, in parallel: pattern number, first and last word (inclusive).

    ``words`` (n, 2) are the spans of the text's words, ``types`` their numbers among the spellings
    seen so far. Nothing has been left out yet: nested and overlapping matches are all there.
    """

    words: NDArray[np.int64]
    types: NDArray[np.int64]
    pattern: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


@dataclass(slots=True)
class _Spelling:
    """What one spelling matches: patterns of one word, and trie nodes that longer ones go on from."""

    singles: tuple[int, ...]
    begins: tuple[int, ...]
    symbols: tuple[int, ...]


@dataclass
class Trie:
    """Patterns as paths of symbols. Built by :meth:`of`; spellings are remembered as texts bring them."""

    children: list[dict[int, int]] = field(default_factory=lambda: [{}])
    ends: list[list[int]] = field(default_factory=lambda: [[]])
    literals: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    prefixes: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    globs: dict[tuple[str, str], list[tuple[Callable[[str], bool], int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    spellings: dict[str, int] = field(default_factory=dict)
    known: list[_Spelling] = field(default_factory=list)
    begins_something: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, patterns: Iterable[Sequence[str]]) -> Trie:
        """A trie of patterns; each is a sequence of folded words with ``*`` and ``?`` as wildcards.

        A word that begins with :data:`LEMMA` matches in every inflected form. What begins with
        :data:`~framing.lexicon.entries.GAP` are the marks between two words.
        """
        trie = cls()
        symbols: dict[str, int] = {}
        for number, words in enumerate(patterns):
            node = _ROOT
            for written in words:
                # "b**" is "b*": two symbols for one would take the place of each other.
                word = written if written.startswith(GAP) else _STARS.sub("*", written)
                symbol = symbols.get(word)
                if symbol is None:
                    symbol = symbols[word] = trie._symbol(word, len(symbols))
                nxt = trie.children[node].get(symbol)
                if nxt is None:
                    nxt = trie.children[node][symbol] = len(trie.children)
                    trie.children.append({})
                    trie.ends.append([])
                node = nxt
            trie.ends[node].append(number)
        return trie

    def _symbol(self, word: str, number: int) -> int:
        body = word.strip("*")
        if word.startswith(GAP):
            self.gaps[word] = number
        elif word.startswith(LEMMA):
            for form in inflections(word.removeprefix(LEMMA)):
                self.literals[form].append(number)
        elif "*" not in word and "?" not in word:
            self.literals[word].append(number)
        elif word.endswith("*") and not word.startswith("*") and not {"*", "?"} & set(body):
            self.prefixes[body] = number
        elif word.startswith("*") and not word.endswith("*") and not {"*", "?"} & set(body):
            self.suffixes[body] = number
        else:
            # Up to three literal characters at either end are enough to keep the list for one spelling short.
            literal = re.split(r"[*?]", word)
            key = (literal[0][:3], literal[-1][-3:])
            self.globs[key].append((glob_matcher(word), number))
        return number

    def symbols_of(self, spelling: str) -> tuple[int, ...]:
        """Numbers of the symbols that a folded spelling matches; with ``'s`` also those of the word without it."""
        found: dict[int, None] = {}
        forms = (spelling, spelling[:-2]) if spelling.endswith("'s") and len(spelling) > 2 else (spelling,)
        for form in forms:
            if not form:
                continue
            if form in self.literals:
                found.update((s, None) for s in self.literals[form])
            for table, parts in (
                (self.prefixes, (form[:k] for k in range(len(form), 0, -1))),
                (self.suffixes, (form[k:] for k in range(len(form)))),
            ):
                if table:
                    found.update((table[p], None) for p in parts if p in table)
            ends = range(min(3, len(form)) + 1)
            for key in product((form[:k] for k in ends), (form[len(form) - k :] for k in ends)) if self.globs else ():
                for matches, number in self.globs.get(key, ()):
                    if matches(form):
                        found[number] = None
        return tuple(found)

    def learn(self, raw: str) -> int:
        """The number of a spelling as it stands in a text, compared with all entries if it is new."""
        symbols = self.symbols_of(fold(raw))
        children = self.children[_ROOT]
        nodes = [children[s] for s in symbols if s in children]
        number = self.spellings[raw] = len(self.known)
        self.begins_something.append(bool(nodes))
        self.known.append(
            _Spelling(
                tuple(p for n in nodes for p in self.ends[n]),
                tuple(n for n in nodes if self.children[n]),
                symbols,
            )
        )
        return number


def find(trie: Trie, text: str) -> Found:
    """All matches in ``text``. The words of an entry are parted by white space, or by the marks that the entry has."""
    flat = offsets(text)
    words = np.array(flat, dtype=np.int64).reshape(-1, 2)
    get = trie.spellings.get
    raw = [text[a:b] for a, b in zip(flat[::2], flat[1::2], strict=True)]
    types = [get(w, -1) for w in raw]
    if -1 in types:
        types = [trie.learn(w) if get(w) is None else trie.spellings[w] for w in raw]
    pattern: list[int] = []
    first: list[int] = []
    last: list[int] = []
    known = trie.known
    numbers = np.array(types, dtype=np.int64)
    active = np.frombuffer(bytes(trie.begins_something), dtype=np.uint8)[numbers] if types else numbers
    for i in np.flatnonzero(active).tolist():
        spelling = known[types[i]]
        for p in spelling.singles:
            pattern.append(p)
            first.append(i)
            last.append(i)
        if spelling.begins:
            _walk(trie, text, flat, types, i, (pattern, first, last))
    as_array = np.array
    return Found(
        words,
        numbers,
        as_array(pattern, dtype=np.int64),
        as_array(first, dtype=np.int64),
        as_array(last, dtype=np.int64),
    )


def _walk(
    trie: Trie,
    text: str,
    flat: list[int],
    types: list[int],
    i: int,
    out: tuple[list[int], list[int], list[int]],
) -> None:
    """Patterns of two words and more that begin at word ``i``."""
    nodes = list(trie.known[types[i]].begins)
    j = i
    while nodes and j + 1 < len(types):
        between = text[flat[2 * j + 1] : flat[2 * j + 2]]
        if not between.isspace():
            mark = trie.gaps.get(gap_of(between), -1) if trie.gaps else -1
            nodes = [trie.children[n][mark] for n in nodes if mark in trie.children[n]]
        j += 1
        symbols = trie.known[types[j]].symbols
        nodes = [trie.children[n][s] for n in nodes for s in symbols if s in trie.children[n]]
        for n in nodes:
            for p in trie.ends[n]:
                out[0].append(p)
                out[1].append(i)
                out[2].append(j)

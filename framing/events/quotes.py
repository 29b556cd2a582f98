"""The same words in two quotations: whole, cut differently, shortened by an ellipsis, fitted into another sentence.

Words are compared as stems, and the forms of "be", "have", "will", "can" and of the personal pronouns as one each:
"I will not resign" is quoted as "he would not resign", too. What stands in square brackets is the outlet's and no part
of a quotation. Two quotations are near-verbatim where what they have in common, in runs of two words or more, is most
of the shorter one, or one long run, and says something: content words, not "I think that it is".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from numpy.typing import NDArray

from framing.function_words import FUNCTION_WORDS
from framing.terms import normal_form, stem
from framing.words import cut

__all__ = ["Match", "Words", "compared", "find_pairs", "words_of"]

_FORMS = {
    form: group.split()[0]
    for group in (
        "be is am are was were been being i'm he's she's it's we're they're you're that's there's",
        "have has had having i've we've they've you've",
        "will would shall i'll we'll he'll she'll they'll you'll i'd we'd he'd they'd",
        "can could", "may might", "do does did doing done", "i he she", "me him", "my his her mine hers", "we they",
        "us them", "our their ours theirs", "not n't", "go went gone going goes", "say said says saying",
    )
    for form in group.split()
}  # fmt: skip

_SHARE = 0.7
"""Share of the shorter quotation that the two have in common."""
_SHARE_OF_FEW = 0.8
"""The same where fewer than eight words are in common."""
_LEAST = 5
"""Words that they have in common at least."""
_LONG = 8
"""Words of a run that is enough by itself, however long the rest is."""
_CONTENT = 3
"""Content words among the words in common."""
_SHORT_CONTENT = 2
"""The same of a quotation of two to four words that both give in the very words."""
_OFTEN = 60
"""Quotations in which a run of three words may stand to find pairs by; one of more is a phrase of the language."""
_BATCH = 2_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """A quotation as it is compared: a form for each word, and which are content words."""

    forms: tuple[str, ...]
    content: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What two quotations have in common: words, content words, words of the longest run, share of the shorter."""

    words: int
    content: int
    longest: int
    share: float

    @property
    def is_near_verbatim(self) -> bool:
        """Whether it is one utterance in both."""
        if self.words < _LEAST:
            return self.share == 1 and self.longest == self.words and self.content >= _SHORT_CONTENT
        share = _SHARE if self.words >= _LONG else _SHARE_OF_FEW
        return self.content >= _CONTENT and (self.share >= share or self.longest >= _LONG)


@cache
def _form(word: str) -> tuple[str, bool]:
    """The form in which a word is compared, and whether it is a content word."""
    normal = normal_form(word)
    lower = normal.lower()
    if lower in _FORMS:
        return _FORMS[lower], False
    return stem(lower), lower not in FUNCTION_WORDS


def words_of(text: str) -> Words:
    """A quotation as it is compared.

    >>> words_of("He would resign").forms == words_of("I will resign").forms
    True
    """
    found = [_form(word) for word in cut(text)]
    return Words(tuple(f for f, _ in found), tuple(c for _, c in found))


def compared(first: Words, second: Words) -> Match:
    """What two quotations have in common: runs of two words or more, in the same order."""
    matcher = SequenceMatcher(None, first.forms, second.forms, autojunk=False)
    shorter = min(len(first.forms), len(second.forms))
    runs = [m for m in matcher.get_matching_blocks() if m.size >= min(2, shorter)]
    words = sum(m.size for m in runs)
    content = sum(sum(first.content[m.a : m.a + m.size]) for m in runs)
    return Match(words, content, max((m.size for m in runs), default=0), words / shorter if shorter else 0.0)


def find_pairs(quotations: Sequence[Words]) -> NDArray[np.int64]:
    """Pairs of quotations (pairs × 2) that may be near-verbatim, each once, the earlier first.

    Found are those that share enough runs of three words, or, where one is short, a run of two content words.
    """
    numbers = {form: k for k, form in enumerate(sorted({f for q in quotations for f in q.forms}))}
    lengths = np.array([len(q.forms) for q in quotations], dtype=np.int64)
    forms = np.array([numbers[f] for q in quotations for f in q.forms], dtype=np.int64)
    content = np.array([c for q in quotations for c in q.content], dtype=bool)
    owner = np.repeat(np.arange(len(quotations)), lengths)
    size = len(numbers) + 1
    found = []
    for run in (3, 2):
        at = (
            np.flatnonzero(owner[run - 1 :] == owner[: len(owner) - run + 1]) if len(owner) >= run else np.zeros(0, int)
        )
        if run == 2:
            at = at[content[at] & content[at + 1]]
        key = forms[at] if not len(at) else sum(forms[at + k] * size**k for k in range(run))
        i, j, shared = _sharing(np.asarray(key, dtype=np.int64), owner[at])
        shorter = np.minimum(lengths[i], lengths[j])
        enough = shared + run - 1 >= np.minimum(_LONG, 0.5 * shorter) if run == 3 else shorter < _LEAST
        found.append(np.stack([i[enough], j[enough]], axis=1))
    pairs: NDArray[np.int64] = np.unique(np.concatenate(found), axis=0)
    return pairs


def _sharing(
    key: NDArray[np.int64], owner: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of owners with the same keys, and how many they share; keys of too many owners do not count."""
    if not len(key):
        return (np.zeros(0, dtype=np.int64),) * 3
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    once = np.append(True, (np.diff(key) != 0) | (np.diff(owner) != 0))
    key, owner = key[once], owner[once]
    starts = np.flatnonzero(np.append(True, np.diff(key) != 0))
    sizes = np.diff(np.append(starts, len(key)))
    n = int(owner.max()) + 1
    codes = [np.zeros(0, dtype=np.int64)]
    for size in range(2, min(_OFTEN, int(sizes.max())) + 1):
        of_size = owner[starts[sizes == size][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        for part in range(0, len(of_size), max(1, _BATCH // len(first))):
            rows = of_size[part : part + max(1, _BATCH // len(first))]
            codes.append((rows[:, first] * n + rows[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    return pairs // n, pairs % n, shared

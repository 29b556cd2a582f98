"""Words and marks of a short stretch of text, with the entity each word belongs to.

Words are those of :mod:`framing.words`, with the full stop of a title and without possessive or contraction.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache, partial
from operator import attrgetter, itemgetter
from typing import NamedTuple

from framing.attribute.annotation import Entity
from framing.resolve.vocabulary import Words, words
from framing.words import find_tokens, fold, without_possessive

__all__ = ["Tags", "Token", "tokenise"]

Tags = Sequence[tuple[int, int, str]]
"""Parts of speech as (start, end, tag), in order."""

_FIRST, _END = itemgetter(0), attrgetter("end")
_CONTRACTED = re.compile(r"'(?:m|ve|ll|d|re|t)$")
_CONTRACT = frozenset({"it", "he", "she", "who", "that", "there", "here", "what"})
_APOSTROPHES = frozenset({"'", "’"})
_SHORT = frozenset({"Jr", "Sr", "St"})


class Token(NamedTuple):
    """A word or a mark. ``low`` is lower case without possessive; ``entity`` the entity over it, or None.

    ``word`` is false for marks. ``possessive`` tells that "'s" followed, which ``end`` leaves out.
    """

    start: int
    end: int
    text: str
    low: str
    word: bool
    possessive: bool
    entity: Entity | None
    tag: str | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


def tokenise(text: str, start: int, end: int, entities: Sequence[Entity] = (), pos: Tags = ()) -> list[Token]:
    """Tokens of ``text[start:end]``; ``entities`` and ``pos`` in order, not overlapping, of the whole text."""
    found: list[Token] = []
    known = words()
    at = bisect_left(entities, start, key=_END)
    tagged = bisect_left(pos, start, key=_FIRST) if pos else 0
    last, tags, make = len(entities), len(pos), partial(tuple.__new__, Token)
    skipped = -1
    ahead, behind = (entities[at].start, entities[at].end) if at < last else (_NEVER, _NEVER)
    tag_at = pos[tagged][0] if tagged < tags else _NEVER
    for a, b, word in find_tokens(text, start, end):
        if a == skipped:
            continue
        piece = text[a:b]
        possessive = False
        if word:
            follows = text[b : b + 1]
            if follows == "." and b < end and _keeps_stop(piece, known):
                skipped, piece = b, piece + "."
                b += 1
            elif not piece.isalnum():
                piece, possessive = _without_apostrophe(piece)
                b = a + len(piece)
            elif follows in _APOSTROPHES and piece[-1] in "sS" and text[b + 1 : b + 2] == " ":
                possessive = piece[0].isupper()
        elif piece in "'’" and found and found[-1].possessive and found[-1].end == a:
            continue
        while behind <= a:
            at += 1
            ahead, behind = (entities[at].start, entities[at].end) if at < last else (_NEVER, _NEVER)
        while tag_at < a:
            tagged += 1
            tag_at = pos[tagged][0] if tagged < tags else _NEVER
        tag = pos[tagged][2] if word and tag_at == a else None
        found.append(make((a, b, piece, _low(piece), word, possessive, entities[at] if ahead < b else None, tag)))
    return found


_NEVER = 1 << 62
"""A place behind every text."""


@lru_cache(maxsize=1 << 15)
def _low(piece: str) -> str:
    low = piece.lower() if piece.isascii() else fold(piece)
    return (low.replace(".", "") if piece.isupper() else low.rstrip(".")) or piece


def _keeps_stop(piece: str, known: Words) -> bool:
    """Whether the full stop behind a word is its own: of an initial or a title, not of the sentence."""
    if (len(piece) == 1 and piece.isalpha()) or piece in _SHORT:
        return True
    bare = piece.lower()
    return bare in known.titles or bare in known.honorifics


def _without_apostrophe(piece: str) -> tuple[str, bool]:
    """A word without possessive or contraction, and whether it was possessive."""
    bare = without_possessive(piece)
    if bare != piece and bare.lower() not in _CONTRACT:
        return bare, True
    if bare != piece:
        return bare, False
    low = fold(piece)
    if len(low) == len(piece) and (mark := _CONTRACTED.search(low)):
        return piece[: mark.start()], False
    return piece, False

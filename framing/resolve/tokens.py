"""Words of a short stretch of text, with the entity each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from framing.attribute.annotation import Entity
from framing.resolve.vocabulary import words

__all__ = ["Tags", "Token", "tokenise"]

Tags = Sequence[tuple[int, int, str]]
"""Parts of speech as (start, end, tag), in order."""

_FIRST, _END = itemgetter(0), attrgetter("end")
_MARK = re.compile(r"['’´]")
_TOKEN = re.compile(r"\w(?:[\w.&'’´/\-]*\w)?\.?|[^\w\s]")
_POSSESSIVE = re.compile(r"(?:['’´]s|(?<=s)['’´])$", re.I)
_CONTRACTED = re.compile(r"['’](?:m|ve|ll|d|re|t)$", re.I)
_CONTRACT = frozenset({"it", "he", "she", "who", "that", "there", "here", "what"})
_APOSTROPHES = frozenset({"'", "’"})
_SHORT = frozenset({"Jr.", "Sr.", "St."})
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?$")


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
    last, tags, make = len(entities), len(pos), Token._make
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        piece = match.group()
        word = piece[0].isalnum() or piece[0] == "_"
        possessive = False
        if word:
            if piece[-1] == "." and not _DOTTED.match(piece) and piece not in _SHORT:
                bare = piece[:-1].lower()
                if bare not in known.titles and bare not in known.honorifics:
                    piece = piece[:-1]
            if "'" in piece or "’" in piece or "´" in piece:
                piece, possessive = _without_apostrophe(piece)
            elif piece[-1] in "sS" and text[b : b + 1] in _APOSTROPHES and text[b + 1 : b + 2] == " ":
                possessive = piece[0].isupper()
            b = a + len(piece)
            if not piece:
                continue
        elif found and piece in "'’" and found[-1].possessive and found[-1].end == a:
            continue
        while at < last and entities[at].end <= a:
            at += 1
        entity = entities[at] if at < last and entities[at].start < b else None
        low = piece.replace(".", "").lower() if piece.isupper() else piece.lower().rstrip(".")
        tag = None
        if pos:
            while tagged < tags and pos[tagged][0] < a:
                tagged += 1
            if word and tagged < tags and pos[tagged][0] == a:
                tag = pos[tagged][2]
        found.append(make((a, b, piece, low or piece, word, possessive, entity, tag)))
    return found


def _without_apostrophe(piece: str) -> tuple[str, bool]:
    """A word without possessive or contraction, and whether it was possessive."""
    mark = _POSSESSIVE.search(piece)
    if mark and piece[: mark.start()].lower() not in _CONTRACT:
        return piece[: mark.start()], True
    if mark or _CONTRACTED.search(piece):
        return _MARK.split(piece)[0], False
    return piece, False

"""Where a correction's place is now: at its offsets, or where its words have moved to.

As in the text quote selector of the W3C's Web Annotation model (2017): the words themselves with what stands before and
behind them find the place again when the text around it has changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.values import Span
from framing.wording import count

__all__ = ["Placed", "find_place", "shared_part"]

_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})
"""Signs that other programs exchange for each other, one character for one."""


class Placed(NamedTuple):
    """A place in a text, or, where there is none, why."""

    span: Span | None
    reason: str = ""
    moved: bool = False


def find_place(text: str, span: Span, words: str, before: str = "", after: str = "") -> Placed:
    """Where ``words``, once at ``span`` with ``before`` and ``after`` around them, stand in ``text``.

    The offsets are believed where the words stand there. Else the words are looked for in the whole text, as they are,
    then without regard to kinds of quotation marks, dashes and white space. Of several places the one whose
    surroundings agree best is taken, if it is the only best one.
    """
    if text[span[0] : span[1]] == words:
        return Placed(span)
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)] or _loosely(text, words)
    if not places:
        return Placed(None, "these words do not stand in the text (as it is now)")
    if len(places) > 1:
        fit = [_agreeing(text, place, before, after) for place in places]
        places = [p for p, f in zip(places, fit, strict=True) if f == max(fit)]
    if len(places) > 1:
        return Placed(
            None, f"these words stand in {count(len(places), 'place')} that fit alike, and none is where they were"
        )
    return Placed(places[0], moved=True)


def _loosely(text: str, words: str) -> list[Span]:
    pattern = r"\s+".join(map(re.escape, words.translate(_ALIKE).split()))
    return [(m.start(), m.end()) for m in re.finditer(pattern, text.translate(_ALIKE))] if pattern else []


def _agreeing(text: str, place: Span, before: str, after: str) -> int:
    """How many characters before and behind a place are those that once stood there."""
    ahead, behind = text[: place[0]][::-1], text[place[1] :]
    return _common(ahead, before[::-1]) + _common(behind, after)


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def shared_part(a: Sequence[Span], b: Sequence[Span]) -> float:
    """The share (0 to 1) of the characters of both together that both have; the pieces of each do not overlap."""
    inside = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    whole = sum(e - s for s, e in (*a, *b)) - inside
    return inside / whole if whole else 0.0

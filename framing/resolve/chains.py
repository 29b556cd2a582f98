"""Chains of sources: who relays whom.

"AFP reported, citing a US official": AFP is the stated source, the official the origin, AFP the relay.
"Warren said, as quoted by AFP": Warren is the stated source and the origin, AFP the relay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.resolve.layout import Layout
from framing.resolve.phrases import Phrase, read
from framing.values import Span

__all__ = ["Chain", "find_chain"]

_CITING = re.compile(
    r"(?:,|\b(?:reported|reports|said|says|wrote|writes|added|\w+ed))?,? ?\b(?:citing|quoting|attributing it to) ", re.I
)
_QUOTED_BY = re.compile(
    r"\b(?:(?:as )?(?:quoted|cited|reported|relayed) (?:as saying )?(?:by|in)|as quoted on|"
    r"(?:said|added|warned),? according to) ",
    re.I,
)
_CITING_SIGNS = ("citing ", "quoting ", "attributing it to ")
_QUOTED_SIGNS = ("quoted ", "cited ", "reported ", "relayed ", "according to ")
"""Words without which the patterns match nothing: a cheap look before a search."""
_END = re.compile(
    r"[,.;:“”\"(—–\n]|\b(?:as|who|which|that|while|when|and said|after|before|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_REACH = 90
"""Characters after the cue in which the rest of a chain may begin."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What stands beside the stated source: the origin it cites, or the relay that quotes it."""

    origin: Span | None
    relay: Span | None
    phrase: Phrase


def find_chain(layout: Layout, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Chain | None:
    """The rest of the chain around one attribution, or None; looked for in its cue and shortly after."""
    if not source or not cue:
        return None
    text = layout.text
    low = min(source[0][0], cue[0][0])
    edge = max(source[-1][1], cue[-1][1])
    later = [a for a, _ in content if a >= cue[-1][1]]
    high = min([layout.sentence_span(cue[0][0])[1], edge + _REACH, *later])
    if high <= low:
        return None
    near = text[low:high].lower()
    for pattern, is_origin, signs in ((_CITING, True, _CITING_SIGNS), (_QUOTED_BY, False, _QUOTED_SIGNS)):
        if not any(sign in near for sign in signs):
            continue
        match = pattern.search(text, low, high)
        if match is None or layout.quoted(match.start()) is not None:
            continue
        if any(a <= match.start() < b for a, b in content):
            continue
        stop = _stop(text, match.end(), max(high, edge), layout)
        if any(a < stop and match.end() < b for a, b in source):
            continue
        span = (match.end(), stop)
        phrase = read(text, span, layout.entities, layout.annotation.pos) if span[0] < span[1] else None
        if phrase is not None:
            return Chain(span if is_origin else None, None if is_origin else span, phrase)
    return None


def _stop(text: str, start: int, high: int, layout: Layout) -> int:
    """End of the noun phrase that begins at ``start``."""
    at = start
    while (match := _END.search(text, at, high)) is not None:
        i = layout.entity_at(match.start(), match.end())
        if i < 0:
            return start + len(text[start : match.start()].rstrip())
        at = layout.entities[i].end
    return start + len(text[start:high].rstrip())

"""Chains of sources: who relays whom.

"AFP reported, citing a US official": AFP is the stated source, the official the origin, AFP the relay.
"Warren said, as quoted by AFP": Warren is the stated source and the origin, AFP the relay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.resolve.layout import Layout
from framing.resolve.phrases import Form, Phrase, read
from framing.resolve.vocabulary import singular, words
from framing.values import Span

__all__ = ["Chain", "cites_source", "find_chain"]

_CITING = re.compile(
    r"(?:,|\b(?:reported|reports|said|says|wrote|writes|added|\w+ed))?,? ?\b(?:citing|quoting|attributing it to|"
    r"which (?:cited|quoted)) ",
    re.I,
)
_QUOTED_BY = re.compile(
    r"\b(?:(?:as )?(?:quoted|cited|reported|relayed) (?:as saying )?(?:by|in)|as quoted on|"
    r"(?:said|added|warned),? according to) ",
    re.I,
)
_CITING_SIGNS = ("citing ", "quoting ", "attributing it to ", "which cited ", "which quoted ")
_LED = re.compile(r"(?:Citing|Quoting) ")
_QUOTED_SIGNS = ("quoted ", "cited ", "reported ", "relayed ", "according to ")
"""Words without which the patterns match nothing: a cheap look before a search."""
_END = re.compile(
    r"[,.;:“”\"(—–\n]|\b(?:as|who|which|that|while|when|and said|after|before|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_LED_REACH = 6
"""Characters between the comma behind "Citing …" and the source."""
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
    led = _led(layout, source)
    if led is not None:
        return led
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
        phrase = _source_in(layout, span)
        if phrase is not None:
            return Chain(span if is_origin else None, None if is_origin else span, phrase)
    return None


def cites_source(layout: Layout, span: Span) -> bool:
    """Whether a span behind "citing" begins with somebody or something that speaks, not with a reason."""
    return _source_in(layout, (span[0], _stop(layout.text, span[0], span[1], layout))) is not None


def _source_in(layout: Layout, span: Span) -> Phrase | None:
    """The phrase in a span if it can speak: a name, people, a body, a document; "security concerns" cannot."""
    phrase = read(layout.text, span, layout.entities, layout.annotation.pos) if span[0] < span[1] else None
    if phrase is None or phrase.form is not Form.DESCRIPTION:
        return phrase
    known = words()
    noun, single = phrase.word, singular(phrase.word)
    speaks = known.role(noun) is not None or noun in known.crowds or single in known.crowds
    speaks = speaks or any(
        n in group for n in (noun, single) for group in (known.insiders, known.bodies, known.documents, known.data)
    )
    return phrase if speaks else None


def _led(layout: Layout, source: Sequence[Span]) -> Chain | None:
    """The origin at the head of a sentence: "Citing a US official, AFP reported"."""
    text, start = layout.text, layout.sentence_span(source[0][0])[0]
    match = _LED.match(text, start)
    if match is None:
        return None
    comma = text.rfind(",", match.end(), source[0][0])
    if comma < 0 or source[0][0] - comma > _LED_REACH:
        return None
    span = (match.end(), min(_stop(text, match.end(), comma, layout), comma))
    phrase = _source_in(layout, span)
    return Chain(span, None, phrase) if phrase is not None else None


def _stop(text: str, start: int, high: int, layout: Layout) -> int:
    """End of the noun phrase that begins at ``start``."""
    at = start
    while (match := _END.search(text, at, high)) is not None:
        i = layout.entity_at(match.start(), match.end())
        if i < 0:
            return start + len(text[start : match.start()].rstrip())
        at = layout.entities[i].end
    return start + len(text[start:high].rstrip())

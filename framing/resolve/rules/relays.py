"""Rules for chains of sources: who relays whom.

"AFP reported, citing a US official": AFP is the stated source, the official the origin, AFP the relay.
"Warren said, as quoted by AFP": Warren is the stated source and the origin, AFP the relay.

Who reports relays: an outlet, a report, whoever writes. A politician who speaks "citing the release of prisoners" gives
a reason, and nobody else says what he says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from framing.attribute.annotation import Attribution
from framing.resolve.kinds import kind_of_name
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import REACH
from framing.resolve.vocabulary import singular, words
from framing.values import Span, SpeakerType

__all__ = ["can_speak", "cites", "cites_ahead", "only_cites", "passed_on", "phrase_end", "without_cited"]

_CITING = re.compile(
    r"(?:,|\b(?:reported|reports|said|says|wrote|writes|added|\w+ed))?,? ?\b(?:citing|quoting|attributing it to|"
    r"which (?:cited|quoted)) ",
    re.I,
)
_QUOTED_BY = re.compile(
    r"\b(?:(?:as )?(?:quoted|cited|reported|relayed|carried|published|aired) (?:as saying )?(?:by|in)|as quoted on|"
    r"(?:said|added|warned),? according to) ",
    re.I,
)
_CITING_SIGNS = ("citing ", "quoting ", "attributing it to ", "which cited ", "which quoted ")
_LED = re.compile(r"(?:Citing|Quoting) ")
_QUOTED_SIGNS = ("quoted ", "cited ", "reported ", "relayed ", "carried ", "published ", "aired ", "according to ")
"""Words without which the patterns match nothing: a cheap look before a search."""
_END = re.compile(
    r"[,.;:“”\"(—–\n]|\b(?:as|who|which|that|while|when|and said|after|before|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


_CITES = frozenset({"citing", "quoting"})
_CITED = re.compile(r"\b(?:citing|quoting|which (?:cited|quoted)) $", re.I)
_REPORTS = re.compile(
    r"\b(?:report(?:s|ed|ing)?|wr[io]tes?|written|publish(?:es|ed)|aired|broadcast|according)\b", re.I
)
_WHICH = re.compile(r"which (?:cited|quoted)|attributing", re.I)


def cites_ahead(layout: Layout, one: Attribution) -> Attribution:
    """With the origin at the head of the sentence: "Citing a US official, AFP reported"."""
    if not one.source or not one.cue:
        return one
    text, start = layout.text, layout.sentence_span(one.source[0][0])[0]
    match = _LED.match(text, start)
    if match is None:
        return one
    comma = text.rfind(",", match.end(), one.source[0][0])
    if comma < 0 or one.source[0][0] - comma > REACH.cited_ahead:
        return one
    span = (match.end(), min(phrase_end(layout, match.end(), comma), comma))
    return replace(one, origin=span) if _reports(layout, one) and can_speak(layout, span) else one


def cites(layout: Layout, one: Attribution) -> Attribution:
    """With the origin that its source cites: "AFP reported, citing a US official"."""
    sign = None if one.origin is not None else _beside(layout, one, _CITING, _CITING_SIGNS)
    if sign is None or not (_WHICH.search(layout.text, *sign) or _reports(layout, one)):
        return one
    span = _phrase_behind(layout, one, sign)
    return one if span is None else replace(one, origin=span)


def without_cited(layout: Layout, one: Attribution) -> Attribution:
    """Without the one cited in "reported, citing a Friday statement", which is no part of what was reported."""
    if len(one.content) < 2 or not one.cue:
        return one
    text, cue = layout.text, max(b for _, b in one.cue)
    kept = tuple(
        s
        for s in one.content
        if s[0] < cue or not _CITED.search(text, max(cue, s[0] - 14), s[0]) or not can_speak(layout, s)
    )
    if not kept or len(kept) == len(one.content) or not _reports(layout, one):
        return one
    return replace(one, content=kept)


def passed_on(layout: Layout, one: Attribution) -> Attribution:
    """With the relay that quotes its source: "Warren said, as quoted by AFP"."""
    sign = None if one.origin is not None else _beside(layout, one, _QUOTED_BY, _QUOTED_SIGNS)
    span = None if sign is None else _phrase_behind(layout, one, sign)
    if sign is None or span is None:
        return one
    if not layout.text.endswith((" by ", " to "), *sign) and not _is_outlet(layout, span):
        return one  # "reported in October", "quoted as saying in a statement"
    return replace(one, relay=span)


def only_cites(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Leaves out "citing a US official" as a statement of its own: it is the chain of the one beside it."""
    kept: list[Attribution] = []
    for n, one in enumerate(attributions):
        beside = [o for o in (*kept[-1:], *attributions[n + 1 : n + 2]) if o.cue and o.source]
        if beside and _is_citation(layout, one, beside):
            yield one, None
        else:
            kept.append(one)


def _is_citation(layout: Layout, one: Attribution, beside: Sequence[Attribution]) -> bool:
    """Whether an attribution only names whom the report beside it cites."""
    cue = " ".join(layout.text[a:b] for a, b in one.cue)
    if cue.lower() not in _CITES or not any(_reports(layout, o) for o in beside):
        return False
    start, end = one.content[0][0], one.content[-1][1]
    if not can_speak(layout, (start, phrase_end(layout, start, end))):
        return False
    follows = any(0 <= one.cue[0][0] - b < REACH.citing for o in beside for _, b in o.cue)
    leads = cue[0].isupper() and layout.sentence(beside[-1].source[0][0]) == layout.sentence(start)
    return follows or (leads and beside[-1].source[0][0] > start)


def _reports(layout: Layout, one: Attribution) -> bool:
    """Whether an attribution tells of a report: its verb is one of reporting, or its source an outlet or a document."""
    if any(_REPORTS.search(layout.text, a, b) for a, b in one.cue):
        return True
    phrase = layout.source_phrase(one.source)
    if phrase is None:
        return False
    if phrase.form is Form.NAME:
        return kind_of_name(layout.text[slice(*phrase.head)]) is SpeakerType.MEDIA
    known = words()
    return phrase.word in known.documents or known.bodies.get(phrase.word) == "media"


def _is_outlet(layout: Layout, span: Span) -> bool:
    """Whether a span names an organisation or an outlet, in which one may be quoted: "in the press"."""
    phrase = layout.phrase(span)
    if phrase is None:
        return False
    return phrase.entity == "organisation" or words().bodies.get(phrase.word) == "media"


def _beside(layout: Layout, one: Attribution, pattern: re.Pattern[str], signs: Iterable[str]) -> Span | None:
    """Where a sign of a chain stands in the cue or shortly after; ``signs`` are a cheap look before the search."""
    if not one.source or not one.cue:
        return None
    text = layout.text
    low = min(one.source[0][0], one.cue[0][0])
    high = _reach(layout, one)
    near = text[low:high].lower()
    match = pattern.search(text, low, high) if any(sign in near for sign in signs) else None
    if match is None or layout.quoted(match.start()) is not None:
        return None
    return None if any(a <= match.start() < b for a, b in one.content) else match.span()


def _reach(layout: Layout, one: Attribution) -> int:
    """Where the rest of a chain must begin before: in the sentence, near the cue, before what is said behind it."""
    edge = max(one.source[-1][1], one.cue[-1][1])
    later = [a for a, _ in one.content if a >= one.cue[-1][1]]
    return min([layout.sentence_span(one.cue[0][0])[1], edge + REACH.chain, *later])


def _phrase_behind(layout: Layout, one: Attribution, sign: Span) -> Span | None:
    """Who stands behind a sign, if it can speak and is not the source itself."""
    edge = max(one.source[-1][1], one.cue[-1][1])
    span = (sign[1], phrase_end(layout, sign[1], max(_reach(layout, one), edge)))
    if any(a < span[1] and span[0] < b for a, b in one.source) or not can_speak(layout, span):
        return None
    return span


def can_speak(layout: Layout, span: Span) -> bool:
    """Whether a span holds somebody or something that speaks; "security concerns" cannot."""
    phrase = layout.phrase(span) if span[0] < span[1] else None
    if phrase is None or phrase.form is not Form.DESCRIPTION:
        return phrase is not None
    known = words()
    noun, single = phrase.word, singular(phrase.word)
    speaks = known.role(noun) is not None or noun in known.crowds or single in known.crowds
    return speaks or any(
        n in group for n in (noun, single) for group in (known.insiders, known.bodies, known.documents, known.data)
    )


def phrase_end(layout: Layout, start: int, high: int) -> int:
    """End of the noun phrase that begins at ``start``."""
    text, at = layout.text, start
    while (match := _END.search(text, at, high)) is not None:
        i = layout.entity_at(match.start(), match.end())
        if i < 0:
            return start + len(text[start : match.start()].rstrip())
        at = layout.entities[i].end
    return start + len(text[start:high].rstrip())

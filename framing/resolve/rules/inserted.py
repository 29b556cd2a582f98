"""A rule for who says it where that is inserted between commas, or stands at an end, and nothing was found.

"The orchard, warns Dina Falk, will not survive" and "The tunnel, according to engineers, has leaked" leave no doubt
about what is said: the rest of the sentence, or of the relative clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.chains import past_names
from framing.resolve.rules.relays import can_speak, phrase_end
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import CONFIDENCE, SHARE
from framing.values import Span

__all__ = ["inserted"]

_CUE = (
    r"(?P<cue>[Aa]ccording to|(?:(?:also|then|often) )?(?:says?|said|adds|added|"
    r"warn(?:s|ed)|predict(?:s|ed)|argue[sd]|insist(?:s|ed)|joke[sd]|note[sd]|claim(?:s|ed)|explain(?:s|ed)|complain(?:s|ed)|"
    r"recall(?:s|ed)|admit(?:s|ted)|conclude[sd]|writes|wrote|report(?:s|ed)|suggest(?:s|ed)|"
    r"acknowledge[sd])) (?=[\w“\"‘'])"
)
_FIRST, _SIGN = re.compile(_CUE), re.compile(rf"[,.!?…\n](?:(?<=\n)|(?<!\n) ){_CUE}")
"""A sign at the beginning of a text; and behind a comma, a sentence or a line."""
_RELATIVE = re.compile(r"(?:which|who|that|where)$")
_LINK = re.compile(r"(?:(?:And|But|So|Yet)\b,? )?")
_BARE = frozenset({"he", "she", "they"})


def inserted(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """One attribution for each sign of who says it in a sentence in which nothing was found."""
    taken = sorted(s for one in attributions for s in (*one.source, *one.cue, *one.content))
    made: list[Span] = []
    first = _FIRST.match(layout.text)
    for sign in (*((first,) if first else ()), *_SIGN.finditer(layout.text)):
        begin = sign.start("cue")
        low, high = layout.sentence_span(begin)
        block = layout.block_kind(begin)
        if block is None or not block.is_prose or _touches(taken, (low, high)) or _touches(made, (low, high)):
            continue
        who = _who(layout, sign.end(), high, according=sign.group("cue").lower().endswith("to"))
        content = _content(layout, (low, high), begin, who[1]) if who is not None else ()
        if who is not None and sum(layout.count_words(*s) for s in content) > SHARE.least_words:
            made.append((low, high))
            yield None, Attribution((who,), (sign.span("cue"),), content, CONFIDENCE.sign)


def _who(layout: Layout, start: int, high: int, *, according: bool) -> Span | None:
    """Who stands behind the sign, up to a comma or the end of the sentence."""
    end = past_names(layout, phrase_end(layout, start, high))
    span = (start, end)
    rest = layout.text[end:high].strip()
    if rest[:1] not in ("", ",", ".", "!", "?", "”", '"') or layout.quoted(start) is not None:
        return None
    phrase = layout.phrase(span) if start < end else None
    if phrase is None or phrase.core[0] - start > len("the ") or not can_speak(layout, span):
        return None
    if phrase.form is Form.PRONOUN and phrase.word not in _BARE:
        return None
    lower = layout.text[start].islower() and phrase.form is Form.DESCRIPTION and not phrase.determiner
    return span if according or not lower or phrase.plural else None


def _content(layout: Layout, sentence: Span, sign: int, who: int) -> tuple[Span, ...]:
    """What is said: before and behind the sign, or the relative clause behind it."""
    text, (low, high) = layout.text, sentence
    low += len((_LINK.match(text, low, sign) or [""])[0])
    before = (low, low + len(text[low:sign].rstrip(" ,")))
    begin = who + len(text[who:high]) - len(text[who:high].lstrip(" ,"))
    behind = (begin, begin + len(text[begin:high].rstrip().rstrip(".!?")))
    relative = _RELATIVE.search(text, *before)
    if relative is not None:
        comma = text.find(",", *behind)
        return ((begin, comma if comma > 0 else behind[1]),)
    if before[0] < before[1] and not _has_subject(layout, before):
        return ()
    pieces = tuple(s for s in (before, behind) if s[0] < s[1])
    tags = [tag for a, _, tag in layout.annotation.pos if any(p <= a < q for p, q in pieces)]
    return pieces if not layout.annotation.pos or any(tag in ("verb", "modal") for tag in tags) else ()


def _has_subject(layout: Layout, span: Span) -> bool:
    """Whether what stands before the sign holds a noun, a name or a pronoun."""
    pos = layout.annotation.pos
    first, last = (bisect_left(pos, at, key=itemgetter(0)) for at in span)
    return not pos or any(tag in ("noun", "name", "pronoun", "number") for _, _, tag in pos[first:last])


def _touches(spans: Sequence[Span], span: Span) -> bool:
    i = bisect_left(spans, span[1], key=itemgetter(0))
    return any(b > span[0] for _, b in spans[max(0, i - 8) : i])

"""Rules for what the structure shows where the model found nothing, or no source.

A headline that names its source behind a dash, a sentence that rests on estimates, a quotation that fills a paragraph
after one of somebody's: each has a sign that is not a matter of taste. Nothing is added over what the model found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.names import country_of
from framing.resolve.phrases import Form
from framing.resolve.rules.relays import can_speak
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import CONFIDENCE, REACH, SHARE
from framing.resolve.vocabulary import AUXILIARIES, CLAUSE_JOINTS, SUBORDINATORS, singular, words
from framing.structure import BlockKind, Quotation
from framing.values import Kind, Span

__all__ = ["estimated", "goes_on", "headline_source", "nominal", "same_subject"]

_CLAIM = re.compile(
    r"\b(?P<cue>(?:claims?|allegations?|warnings?|assertions?|statements?|accusations?|announcements?|assurances?|promises?|"
    r"complaints?|reports?|suggestions?|pledges?|predictions?|remarks?|admissions?|denials?) (?P<by>by|from|of))"
    r" (?:[\w'’.-]+,? ){1,8}?(?P<that>(?<= )that) ",
    re.I,
)
_CLAUSE_MARK = re.compile(r"[,;:—–“”\"\n.?!](?= |\n|$)")
_HELPS = AUXILIARIES | {"be", "been", "being", "get", "got", "can", "could", "may", "might", "must", "should"}
_DASH = re.compile(r"\s([-–—])\s(?=[^-–—]*$)")
_COLON = re.compile(r"(?P<source>(?:[\w'’.-]+ ){0,3}[\w'’.-]+)(?P<colon>:) ")
_NOUN = (
    r"(?:estimates?|figures|data|polls?|polling|surveys?|projections?|statistics|calculations|accounts|reports|records|"
    r"measures|counts?|census|reckonings?)"
)
_OF = r"(?P<of> (?:by|from|of|in) [^,;:“”\"]{2,60}?)?"
_BASIS = re.compile(
    r"(?P<cue>Based on|Judging by|Judging from|As per|According to|Going by|By) (?P<source>(?:[\w'’.%-]+ ){0,5}?"
    rf"{_NOUN}){_OF}, "
)
_BASIS_BEHIND = re.compile(
    r", (?P<cue>based on|judging by|judging from|as per|according to|going by|by) (?P<source>(?:[\w'’.%-]+ ){0,5}?"
    rf"{_NOUN}){_OF}[.!?]?\s*$"
)
_BEFORE_NOUN = re.compile(r"(?P<cue>Based on|Judging by|Judging from|As per|According to|Going by|By) $", re.I)
_PART = re.compile(r", (?:\w+ed|known) (?:as|by) ")
"""A participle that begins another statement: "…, described as"."""
_ALONG = re.compile(r"\b(?:while|when|by|for|in|after|before|without) $", re.I)
"""Words before a participle whose subject is that of its sentence; "growing concerns", "worth noting" have others."""
_FINAL = frozenset(".?!…,;")
_HEADS = frozenset({BlockKind.HEADING, BlockKind.TITLE})


def headline_source(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """What a headline states before " – " and a source ("… – Syria"), or behind the colon of one ("Poll: …")."""
    taken = _Taken(attributions)
    for block in layout.annotation.document.blocks:
        if block.kind not in _HEADS or taken.touches((block.start, block.end)):
            continue
        for content, mark, source in _parts(layout.text, (block.start, block.end)):
            few = len(layout.text[slice(*source)].split()) <= SHARE.source_words
            if few and layout.count_words(*content) >= SHARE.least_words and _speaks(layout, content, source):
                yield None, Attribution((source,), (mark,), (content,), CONFIDENCE.sign)
                break


def _parts(text: str, head: Span) -> Iterator[tuple[Span, Span, Span]]:
    """What is said, the mark and who says it, where a headline has the marks of both."""
    dash = _DASH.search(text, *head)
    if dash is not None:
        yield (head[0], dash.start()), dash.span(1), (dash.end(), head[1])
    colon = _COLON.match(text, *head)
    if colon is not None:
        yield (colon.end(), head[1]), colon.span("colon"), colon.span("source")


def _speaks(layout: Layout, content: Span, source: Span) -> bool:
    """Whether a part of a headline is who says so, and not an outlet, an author, a subject or a score."""
    phrase = layout.phrase(source)
    if phrase is None or phrase.form is Form.PRONOUN or layout.text[source[0]].isdigit():
        return False
    known = words()
    last = layout.text[source[0] : source[1]].split()[-1].lower().strip("'’”\".,")
    body = known.bodies.get(last) or known.bodies.get(singular(last))
    if body == "media":
        return False
    if (
        source[0] < content[0]
    ):  # "Poll: …", "Historians: …"; but "Anna Berg: A life at sea", "Email: …" head what follows
        return phrase.form is Form.DESCRIPTION and (bool(phrase.roles) or phrase.word in known.data)
    if phrase.form is Form.DESCRIPTION:
        return bool(phrase.roles) or body is not None or phrase.word in known.documents or phrase.word in known.data
    quoted = any(content[0] <= a < content[1] for a, _ in layout.quotes)
    government = body == "government" or phrase.entity == "place" or country_of(layout.text[slice(*source)]) is not None
    return quoted or government or bool(phrase.roles)


def estimated(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """What a sentence states on the basis of estimates, figures, accounts: "By most estimates, 300 came"."""
    for one in attributions:
        changed = _whole_basis(layout, one)
        if changed is not None:
            yield one, changed
    taken = _Taken(attributions)
    for sentence in layout.annotation.document.sentences:
        start, end = sentence.start, sentence.end
        if not layout.annotation.document.blocks[sentence.block].kind.is_prose:
            continue
        match = _BASIS.match(layout.text, start, end)
        if match is not None:
            content = (match.end(), _said_to(layout.text, match.end(), end, taken))
            whole = (start, content[1])
        else:
            match = _BASIS_BEHIND.search(layout.text, start, end)
            if match is None:
                continue
            content, whole = (start, match.start()), (start, end)
        if content[1] - content[0] > 1 and not taken.touches(whole):
            source = (match.start("source"), match.end("of") if match.group("of") else match.end("source"))
            yield None, Attribution((source,), (match.span("cue"),), (content,), CONFIDENCE.sign)


def nominal(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """What a noun says that somebody claims: "warnings from Edda Brun that the slope moved went unheard".

    What the model found ends before the verb of which the whole is the subject; where it found nothing, all is added.
    """
    for one in attributions:
        if len(one.content) == 1 and len(one.cue) == 1 and layout.tag(one.cue[0][0]) == "noun":
            start, end = one.content[0]
            named = one.source[-1][1] if one.source and one.source[-1][1] < start else 0
            behind = start - max(one.cue[0][1], named) == 1
            if behind and layout.text[start : start + 5] == "that " and " " not in layout.text[slice(*one.cue[0])]:
                stop = _main_verb(layout, start + 5, end) if _is_first(layout, one.cue[-1][0]) else None
                if stop is not None and layout.count_words(start, stop) > SHARE.least_words:
                    yield one, replace(one, content=((start, stop),))
    taken = _Taken(attributions)
    for match in _CLAIM.finditer(layout.text):
        begin = match.end("by") + 1
        source = (begin, begin + len(layout.text[begin : match.start("that")].rstrip(" ,")))
        low, high = layout.sentence_span(match.start())
        content = (match.start("that"), _clause_end(layout, match.end(), high))
        if source[1] <= source[0] or source[1] > high or taken.touches((match.start(), content[1])):
            continue
        phrase = layout.phrase(source)
        known = phrase is not None and phrase.form is not Form.PRONOUN and can_speak(layout, source)
        if known and low <= match.start() and layout.count_words(*content) > SHARE.least_words:
            yield None, Attribution((source,), (match.span("cue"),), (content,), CONFIDENCE.sign)


def _clause_end(layout: Layout, start: int, high: int) -> int:
    """Where a clause ends: at a mark, or before the verb that has the whole for its subject."""
    stop = _main_verb(layout, start, high)
    mark = _CLAUSE_MARK.search(layout.text, start, high)
    end = mark.start() if mark is not None else start + len(layout.text[start:high].rstrip())
    return end if stop is None else min(stop, end)


def _is_first(layout: Layout, start: int) -> bool:
    """Whether no verb of its sentence stands before a noun: the subject, in most cases."""
    pos, low = layout.annotation.pos, layout.sentence_span(start)[0]
    before = pos[bisect_left(pos, (low,)) : bisect_left(pos, (start,))]
    return not any(tag in ("verb", "modal") for _, _, tag in before) and layout.quoted(start) is None


def _main_verb(layout: Layout, start: int, high: int) -> int | None:
    """Where the verb begins of which the clause from ``start`` is part of the subject, up to the first mark."""
    mark = _CLAUSE_MARK.search(layout.text, start, high)
    end = mark.start() if mark is not None else high
    pos = layout.annotation.pos
    words = pos[bisect_left(pos, (start,)) : bisect_left(pos, (end,))]
    groups, last = 0, ""
    for n, (a, b, tag) in enumerate(words):
        word = layout.text[a:b].lower()
        if word in SUBORDINATORS:
            return None
        if tag not in ("verb", "modal"):
            continue
        before = words[n - 1] if n else None
        beside = before is not None and before[2] in ("verb", "modal", "adverb")
        joined = before is not None and layout.text[slice(*before[:2])].lower() in CLAUSE_JOINTS
        adjective = before is not None and before[2] in ("determiner", "adjective")
        if not joined and not adjective and not word.endswith("ing") and not (beside and last in _HELPS):
            groups += 1
            if groups > 1:
                return a - 1
        last = word
    return None


def _whole_basis(layout: Layout, one: Attribution) -> Attribution | None:
    """With the whole basis as the source where its noun was taken for the cue: "Based on (various) (estimates)"."""
    if len(one.source) != 1 or len(one.cue) != 1 or one.cue[0][0] != one.source[0][1] + 1:
        return None
    cue = _BEFORE_NOUN.search(layout.text, layout.sentence_span(one.source[0][0])[0], one.source[0][0])
    if cue is None or re.fullmatch(_NOUN, layout.text[slice(*one.cue[0])]) is None:
        return None
    return replace(one, source=((one.source[0][0], one.cue[0][1]),), cue=(cue.span("cue"),))


def _said_to(text: str, start: int, end: int, taken: _Taken) -> int:
    """Where the words of a sentence end that nobody has said yet."""
    while end > start and (text[end - 1] in _FINAL or text[end - 1].isspace()):
        end -= 1
    for a, _ in taken.pieces:
        if start < a < end:
            part = _PART.search(text, start, end)
            return part.start() if part is not None and part.start() < a else start
    return end


def same_subject(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Gives a participle without a source the speaker of its sentence: "… while praising the plan"."""
    state = list(attributions)
    for n, one in enumerate(state):
        cue = " ".join(layout.text[a:b] for a, b in one.cue).lower().split()
        if one.source or not cue or not cue[0].endswith("ing"):
            continue
        if not _ALONG.search(layout.text, max(0, one.cue[0][0] - 12), one.cue[0][0]):
            continue
        last = _last_speaker(state, n)
        if last is not None and layout.sentence(last.content[0][0]) == layout.sentence(one.content[0][0]):
            state[n] = replace(one, shares=last.content[0])
            yield one, state[n]


def goes_on(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Gives a quotation without a source to the speaker of the one before it, where there is no doubt.

    One that the model found has that speaker; one in which nothing was found belongs to what was said before. Three
    signs: the quotation runs on from a paragraph that somebody's words fill; it fills its paragraph, right after one
    that ends with somebody's quotation; it follows somebody's quotation in one paragraph.
    """
    state = list(attributions)
    for n, one in enumerate(state):
        if one.source or one.cue or layout.kind(one.content) is not Kind.DIRECT:
            continue
        last = _last_speaker(state, n)
        if last is not None and _is_near(layout, last, one):
            state[n] = replace(one, shares=last.content[0])
            yield one, state[n]
    yield from _joined(layout, _Taken(state))


def _is_near(layout: Layout, last: Attribution, one: Attribution) -> bool:
    """Whether a quotation stands in the paragraph of the last one, or fills the next."""
    blocks = layout.annotation.document.blocks
    here = layout.block(one.content[0][0])
    rest = layout.text[blocks[here].start : one.content[0][0]] + layout.text[one.content[-1][1] : blocks[here].end]
    alone = not any(c.isalnum() for c in rest)
    near = here - layout.block(last.content[-1][1] - 1) <= (1 if alone else 0)
    return near and layout.kind(last.content) is not Kind.INDIRECT


def _joined(layout: Layout, taken: _Taken) -> Iterator[Edit]:
    """Attributions with the quotations that nothing touches and that go on from them."""
    for quotation in layout.annotation.document.quotations:
        if not quotation.double or quotation.depth != 1:
            continue
        for n, inner in enumerate(quotation.inner):
            span = quotation.segments[n]
            if layout.count_words(*inner) < SHARE.least_words or taken.touches(span):
                continue
            before = _goes_on_from(layout, quotation, n, taken)
            if before is not None and _has_speaker(before):
                after = replace(before, content=(*before.content, span))
                taken.replace(before, after)
                yield before, after


def _last_speaker(state: Sequence[Attribution], n: int) -> Attribution | None:
    """The last attribution before number ``n`` whose speaker is stated or shared."""
    before = reversed(state[max(0, n - REACH.carried) : n])
    return next(filter(_has_speaker, before), None)


def _has_speaker(one: Attribution) -> bool:
    return one.shares is not None or (bool(one.source) and not one.hears)


class _Taken:
    """What is said by whom already: pieces of sources, cues and contents in order."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        self.contents = sorted(((a, b, f) for f in found for a, b in f.content), key=itemgetter(0, 1))
        self.pieces = sorted(s for f in found for s in (*f.source, *f.cue, *f.content))

    def replace(self, before: Attribution, after: Attribution) -> None:
        """Take in that an attribution became another."""
        kept = [c for c in self.contents if c[2] != before]
        self.contents = sorted([*kept, *((a, b, after) for a, b in after.content)], key=itemgetter(0, 1))
        self.pieces = sorted({*self.pieces, *after.content})

    def touches(self, span: Span) -> bool:
        i = bisect_left(self.pieces, span[1], key=itemgetter(0))
        return any(b > span[0] for _, b in self.pieces[max(0, i - 8) : i])

    def last_before(self, position: int) -> tuple[int, int, Attribution] | None:
        """The last piece of content that begins before a position."""
        i = bisect_left(self.contents, position, key=itemgetter(0))
        return self.contents[i - 1] if i else None


def _goes_on_from(layout: Layout, quotation: Quotation, n: int, taken: _Taken) -> Attribution | None:
    """The statement that piece ``n`` of a quotation goes on from, or None."""
    start, end = quotation.segments[n]
    last = taken.last_before(start)
    if last is None:
        return None
    text, blocks = layout.text, layout.annotation.document.blocks
    here = layout.block(start)
    if blocks[here].kind not in (BlockKind.PARAGRAPH, BlockKind.LIST):
        return None
    if n:  # runs on: the piece before is somebody's whole words
        a, b = quotation.inner[n - 1]
        said = layout.count_words(max(a, last[0]), min(b, last[1]))
        return last[2] if said >= SHARE.whole * layout.count_words(a, b) else None
    if not quotation.closed or len(quotation.segments) > 1 or not _is_sentence(text, quotation.inner[0]):
        return None
    if layout.quoted(last[1] - 1) is None:
        return None  # not the end of a quotation
    rest = text[blocks[here].start : start] + text[end : blocks[here].end]
    if not any(c.isalnum() for c in rest):
        return last[2] if layout.block(last[1] - 1) == here - 1 else None
    said_to = max(b for _, b in (*last[2].source, *last[2].cue, (last[0], last[1])) if b <= start)
    near = layout.block(last[0]) == here == layout.block(said_to)
    return last[2] if near and re.fullmatch(r"[^\w“”\"]*[.?!…:]\s+", text[said_to:start]) else None


def _is_sentence(text: str, inner: Span) -> bool:
    first = text[inner[0] : inner[1]].lstrip("[( ")[:1]
    return (first.isupper() or first.isdigit()) and text[inner[0] : inner[1]].rstrip()[-1:] in _FINAL

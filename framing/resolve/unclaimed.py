"""Statements that the structure shows where the model is silent.

A headline that names its source behind a dash, a sentence that rests on estimates, a quotation that fills a paragraph
after one of somebody's: each has a sign that is not a matter of taste. Nothing is added over what the model found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

from framing.attribute.annotation import Found
from framing.resolve.layout import Layout
from framing.resolve.names import country_of
from framing.resolve.phrases import Form, read
from framing.resolve.vocabulary import singular, words
from framing.structure import Block, BlockKind, Quotation
from framing.values import Span

__all__ = ["continued", "stated"]

_CONFIDENCE = 0.5
"""Of what is stated by a sign alone: about that of the model's own doubtful findings."""
_CONTINUED = 0.8
"""Share of the confidence of the statement that a quotation goes on from."""
_LEAST = 3
"""Words of a quotation or a headline that says something."""
_DASH = re.compile(r"\s([-–—])\s(?=[^-–—]*$)")
_SOURCE_WORDS = 6
_BASIS = re.compile(
    r"(?P<cue>Based on|Judging by|As per|According to|Going by) (?P<source>(?:[\w'’.%-]+ ){0,5}?"
    r"(?:estimates?|figures|data|polls?|surveys?|projections?|statistics|calculations|accounts|reports|census))"
    r"(?P<of> (?:by|from|of|in) [^,;:“”\"]{2,60})?, "
)
_PART = re.compile(r", (?:\w+ed|known) (?:as|by) ")
_FINAL = frozenset(".?!…,;")
_HEADS = frozenset({BlockKind.HEADING, BlockKind.TITLE})


def stated(layout: Layout, found: Sequence[Found]) -> tuple[Found, ...]:
    """Statements with a source of their own: behind the dash of a headline, and "based on estimates"."""
    taken = _Taken(found)
    heads = (f for b in layout.annotation.document.blocks if b.kind in _HEADS for f in _headline(layout, b, taken))
    bases = (f for s in layout.annotation.document.sentences for f in _basis(layout, (s.start, s.end), taken))
    return (*heads, *bases)


def continued(layout: Layout, found: Sequence[Found]) -> tuple[Found, ...]:
    """Quotations without a source that go on from a statement before; whose they are is for the speakers to say.

    Three signs: the quotation runs on from a paragraph that somebody's words fill; it fills its paragraph, right
    after one that ends with somebody's quotation; it follows somebody's quotation in one paragraph.
    """
    taken = _Taken(found)
    added: list[Found] = []
    for quotation in layout.annotation.document.quotations:
        if not quotation.double or quotation.depth != 1:
            continue
        for n, inner in enumerate(quotation.inner):
            span = quotation.segments[n]
            if layout.count_words(*inner) < _LEAST or taken.touches(span):
                continue
            before = _goes_on(layout, quotation, n, taken)
            if before is not None:
                one = Found((), (), (span,), round(before.confidence * _CONTINUED, 4))
                added.append(one)
                taken.add(one)
    return tuple(added)


class _Taken:
    """What is said by whom already: pieces of sources, cues and contents in order."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.contents = sorted(((a, b, f) for f in found for a, b in f.content), key=itemgetter(0, 1))
        self.pieces = sorted(s for f in found for s in (*f.source, *f.cue, *f.content))

    def add(self, found: Found) -> None:
        self.contents = sorted([*self.contents, *((a, b, found) for a, b in found.content)], key=itemgetter(0, 1))
        self.pieces = sorted([*self.pieces, *found.content])

    def touches(self, span: Span) -> bool:
        i = bisect_left(self.pieces, span[1], key=itemgetter(0))
        return any(b > span[0] for _, b in self.pieces[max(0, i - 8) : i])

    def last_before(self, position: int) -> tuple[int, int, Found] | None:
        """The last piece of content that begins before a position."""
        i = bisect_left(self.contents, position, key=itemgetter(0))
        return self.contents[i - 1] if i else None


def _goes_on(layout: Layout, quotation: Quotation, n: int, taken: _Taken) -> Found | None:
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
        return last[2] if said >= 0.9 * layout.count_words(a, b) else None
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


def _headline(layout: Layout, block: Block, taken: _Taken) -> Iterator[Found]:
    """What a headline states before " – " and a source: a country, an official, a body, a document."""
    if taken.touches((block.start, block.end)):
        return
    match = _DASH.search(layout.text, block.start, block.end)
    if match is None:
        return
    content, source = (block.start, match.start()), (match.end(), block.end)
    few = len(layout.text[slice(*source)].split()) <= _SOURCE_WORDS
    if few and layout.count_words(*content) >= _LEAST and _speaks(layout, content, source):
        yield Found((source,), (match.span(1),), (content,), _CONFIDENCE)


def _speaks(layout: Layout, content: Span, source: Span) -> bool:
    """Whether what stands behind the dash of a headline is who says so, and not an outlet or an author."""
    phrase = read(layout.text, source, layout.entities, layout.annotation.pos)
    if phrase is None or phrase.form is Form.PRONOUN:
        return False
    known = words()
    last = layout.text[source[0] : source[1]].split()[-1].lower().strip("'’”\".,")
    body = known.bodies.get(last) or known.bodies.get(singular(last))
    if body == "media":
        return False
    if phrase.form is Form.DESCRIPTION:
        return bool(phrase.roles) or body is not None or phrase.word in known.documents or phrase.word in known.data
    quoted = any(content[0] <= a < content[1] for a, _ in layout.quotes)
    government = body == "government" or phrase.entity == "place" or country_of(layout.text[slice(*source)]) is not None
    return quoted or government or bool(phrase.roles)


def _basis(layout: Layout, sentence: Span, taken: _Taken) -> Iterator[Found]:
    """What a sentence states on the basis of estimates, figures, polls: "Based on various estimates, 300 came"."""
    match = _BASIS.match(layout.text, *sentence)
    if match is None:
        return
    end = sentence[1]
    while end > match.end() and (layout.text[end - 1] in _FINAL or layout.text[end - 1].isspace()):
        end -= 1
    for a, _ in taken.pieces:
        if match.end() < a < end:
            part = _PART.search(layout.text, match.end(), end)
            end = part.start() if part is not None and part.start() < a else match.end()
            break
    source = (match.start("source"), match.end("of") if match.group("of") else match.end("source"))
    if end - match.end() > 1 and not taken.touches((match.start(), end)):
        yield Found((source,), (match.span("cue"),), ((match.end(), end),), _CONFIDENCE)

"""Where things stand in an article: one line of positions over title and text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter

from framing.attribute.annotation import Annotation, Entity
from framing.resolve.entities import tidy
from framing.resolve.phrases import Form, Phrase, read
from framing.resolve.thresholds import SHARE
from framing.structure import BlockKind, Document
from framing.values import Field, Kind, Span

__all__ = ["Layout", "layouts", "outer_quotations"]

_FIRST, _END = itemgetter(0), attrgetter("end")
_APPOSED = re.compile(r", (?=[A-Z])")
_RUNS_ON = re.compile(r" [a-z]")
"""Behind a bare surname, which is then no apposition: "According to the pollster, Mills trails"."""


@dataclass(frozen=True)
class Layout:
    """One field of an article. Spans are local; ``base`` plus an offset is its position in the article.

    ``quotes`` are the outermost quotations with their marks, ``inner`` without; ``entities`` are in
    order and do not overlap; ``sentences`` are starts.
    """

    field: Field
    base: int
    annotation: Annotation
    entities: tuple[Entity, ...]
    quotes: tuple[Span, ...]
    inner: tuple[Span, ...]
    sentences: tuple[int, ...]
    blocks: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """The text with its paragraphs as lines."""
        return self.annotation.document.flat

    @cached_property
    def _words(self) -> list[int]:
        starts: list[int] = self.annotation.document.words[:, 0].tolist()
        return starts

    def count_words(self, start: int, end: int) -> int:
        """How many words begin within a span."""
        return bisect_left(self._words, end) - bisect_left(self._words, start)

    def quoted(self, offset: int) -> Span | None:
        """The outermost quotation around an offset, or None."""
        i = bisect_right(self.quotes, offset, key=_FIRST) - 1
        return self.quotes[i] if i >= 0 and offset < self.quotes[i][1] else None

    def sentence(self, offset: int) -> int:
        """Number of the sentence an offset stands in."""
        return (bisect_right(self.sentences, offset) or 1) - 1

    def block(self, offset: int) -> int:
        """Number of the block an offset stands in."""
        return (bisect_right(self.blocks, offset) or 1) - 1

    @cached_property
    def _known(self) -> tuple[dict[int, Span], dict[tuple[Span, ...], Kind], dict[Span, Phrase | None]]:
        """Sentences, kinds and phrases that were asked for: one rule after another asks for the same."""
        return {}, {}, {}

    def sentence_span(self, offset: int) -> Span:
        """From the start of the sentence around an offset to that of the next, within the block."""
        spans = self._known[0]
        found = spans.get(offset)
        if found is None:
            found = spans[offset] = self._sentence_span(offset)
        return found

    def _sentence_span(self, offset: int) -> Span:
        i = self.sentence(offset)
        start = self.sentences[i] if self.sentences else 0
        block = self.block(offset)
        limit = self.blocks[block + 1] if block + 1 < len(self.blocks) else len(self.text)
        end = self.sentences[i + 1] if i + 1 < len(self.sentences) else len(self.text)
        return min(start, offset), max(min(end, limit), offset)

    def block_kind(self, offset: int) -> BlockKind | None:
        """What the block is that an offset stands in; None for a text without blocks."""
        return self.annotation.document.blocks[self.block(offset)].kind if self.blocks else None

    def kind(self, content: tuple[Span, ...]) -> Kind:
        """Direct, mixed or indirect by the share of the content's words inside quotation marks."""
        kinds = self._known[1]
        found = kinds.get(content)
        if found is None:
            found = kinds[content] = self._kind(content)
        return found

    def _kind(self, content: tuple[Span, ...]) -> Kind:
        words = total = 0
        for start, end in content:
            total += self.count_words(start, end)
            first = max(bisect_right(self.inner, start, key=_FIRST) - 1, 0)
            for a, b in self.inner[first : bisect_left(self.inner, end, key=_FIRST)]:
                if b > start:
                    words += self.count_words(max(a, start), min(b, end))
        if not words:
            return Kind.INDIRECT
        return Kind.DIRECT if words > SHARE.direct * total else Kind.MIXED

    def phrase(self, span: Span) -> Phrase | None:
        """The phrase in a span, or None if no word in it can be a source."""
        phrases = self._known[2]
        if span not in phrases:
            phrases[span] = read(self.text, span, self.entities, self.annotation.pos)
        return phrases[span]

    def source_phrase(self, source: Sequence[Span]) -> Phrase | None:
        """The phrase of a source, read from its longest piece, with a name in apposition right behind it."""
        for start, end in sorted(source, key=lambda s: (s[0] - s[1], s)):
            phrase = self.phrase((start, end))
            if phrase is None:
                continue
            behind = _APPOSED.match(self.text, end)
            if phrase.form is Form.DESCRIPTION and phrase.roles and not phrase.plural and behind is not None:
                i = self.entity_at(behind.end(), behind.end() + 1)
                if i >= 0 and self.entities[i].type == "person" and self.entities[i].start == behind.end():
                    name = self.text[self.entities[i].start : self.entities[i].end]
                    apposed = " " in name or _RUNS_ON.match(self.text, self.entities[i].end) is None
                    return (self.phrase((start, self.entities[i].end)) if apposed else None) or phrase
            return phrase
        return None

    def tag(self, start: int) -> str | None:
        """Part of speech of the word that begins at an offset, or None where the model gives none."""
        pos = self.annotation.pos
        i = bisect_left(pos, start, key=_FIRST)
        return pos[i][2] if i < len(pos) and pos[i][0] == start else None

    def entity_at(self, start: int, end: int) -> int:
        """Index of the first entity that overlaps a span, or -1."""
        i = bisect_left(self.entities, start + 1, key=_END)
        return i if i < len(self.entities) and self.entities[i].start < end else -1


def outer_quotations(document: Document) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Outermost quotations of a document, with and without their marks; pieces in order, not overlapping."""
    quotes: list[Span] = []
    inner: list[Span] = []
    pieces = sorted(
        (segment, within)
        for q in document.quotations
        if q.depth == 1
        for segment, within in zip(q.segments, q.inner, strict=True)
    )
    for segment, within in pieces:
        if segment[0] >= (quotes[-1][1] if quotes else 0):
            quotes.append(segment)
            inner.append(within)
    return tuple(quotes), tuple(inner)


def layouts(annotations: Mapping[Field, Annotation]) -> tuple[Layout, ...]:
    """The fields of an article in reading order, the title before the text."""
    found: list[Layout] = []
    for field in ("title", "text"):
        annotation = annotations.get(field)
        if annotation is None:
            continue
        document = annotation.document
        quotes, inner = outer_quotations(document)
        found.append(
            Layout(
                field=field,
                base=-(len(document.text) + 2) if field == "title" else 0,
                annotation=annotation,
                entities=tidy(annotation.entities, document.flat),
                quotes=quotes,
                inner=inner,
                sentences=tuple(s.start for s in document.sentences),
                blocks=tuple(b.start for b in document.blocks),
            )
        )
    return tuple(found)

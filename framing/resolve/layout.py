"""Where things stand in an article: one line of positions over title and text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from framing.attribute.annotation import Annotation, Entity, EntityType
from framing.resolve.grammar import FORCES
from framing.resolve.words import words
from framing.structure import Document
from framing.values import Field, Span

__all__ = ["Layout", "layouts", "outer_quotations"]

_SUFFIX = re.compile(
    r"-(?:based|led|backed|held|born|controlled|funded|trained|style|sponsored|run|owned|supported)$", re.I
)
_DOTTED = re.compile(r"(?:\b\w\.)+$|\b(?:Jr|Sr|Inc|Corp|Ltd|Co)\.$")


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

    @property
    def text(self) -> str:
        """The untouched text."""
        return self.annotation.document.text

    def quoted(self, offset: int) -> Span | None:
        """The outermost quotation around an offset, or None."""
        i = bisect_right(self.quotes, offset, key=lambda s: s[0]) - 1
        return self.quotes[i] if i >= 0 and offset < self.quotes[i][1] else None

    def sentence(self, offset: int) -> int:
        """Number of the sentence an offset stands in."""
        return max(bisect_right(self.sentences, offset) - 1, 0)

    def block(self, offset: int) -> int:
        """Number of the block an offset stands in."""
        return max(bisect_right(self.blocks, offset) - 1, 0)

    def sentence_span(self, offset: int) -> Span:
        """From the start of the sentence around an offset to that of the next, within the block."""
        i = self.sentence(offset)
        start = self.sentences[i] if self.sentences else 0
        block = self.block(offset)
        limit = self.blocks[block + 1] if block + 1 < len(self.blocks) else len(self.text)
        end = self.sentences[i + 1] if i + 1 < len(self.sentences) else len(self.text)
        return min(start, offset), max(min(end, limit), offset)

    def tag(self, start: int) -> str | None:
        """Part of speech of the word that begins at an offset, or None where the model gives none."""
        pos = self.annotation.pos
        i = bisect_left(pos, start, key=lambda p: p[0])
        return pos[i][2] if i < len(pos) and pos[i][0] == start else None

    def entity_at(self, start: int, end: int) -> int:
        """Index of the first entity that overlaps a span, or -1."""
        i = bisect_left(self.entities, start + 1, key=lambda e: e.end)
        return i if i < len(self.entities) and self.entities[i].start < end else -1


def _firmer(a: EntityType, b: EntityType) -> EntityType:
    """The type of a word whose pieces were tagged differently."""
    return a if a != "group" else b


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


def _whole(start: int, end: int, text: str) -> Span:
    """A span widened to whole words, and cut before "-based", "-led" and the like."""
    while start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in ".-&" and text[start - 2 : start - 1].isalnum())
    ):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in ".-&" and text[end + 1 : end + 2].isalnum())):
        end += 1
    suffix = _SUFFIX.search(text[start:end])
    return (start, start + suffix.start()) if suffix and suffix.start() else (start, end)


def _joined(left: Entity, right: Entity, text: str) -> EntityType | None:
    """The type of two entities that are one name: "Syrian Arab" and "Army", "Democracy for" and "America"."""
    between = text[left.end : right.start]
    if left.type == "organisation" and between == " " and text[: left.end].rsplit(None, 1)[-1] in ("for", "of", "to"):
        return "organisation"
    first = text[right.start : right.end].split()[0].lower()
    if left.type == "group" and right.type == "organisation" and between == " " and first in FORCES:
        return "organisation"
    return None


def _tidy(entities: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
    """Entities in order, of whole words, within the text, without overlaps (the longer wins).

    A tagger is unsure of rare names: pieces of one name are joined, and a "group" whose last word is
    that of a body ("Syrian Democratic Forces") is an organisation.
    """
    found: list[Entity] = []
    for e in sorted(entities, key=lambda e: (e.start, -e.end)):
        start, end = max(e.start, 0), min(e.end, len(text))
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if text[end : end + 1] == "." and _DOTTED.search(text, max(start, end - 6), end + 1):
            end += 1
        if start >= end:
            continue
        start, end = _whole(start, end, text)
        if found and start < found[-1].end:
            if end > found[-1].end:  # pieces of one word, as in "Al-Watan"
                found[-1] = Entity(found[-1].start, end, _firmer(found[-1].type, e.type))
            continue
        entity = Entity(start, end, e.type)
        tokens = text[start:end].split()
        if e.type == "group" and len(tokens) > 1 and tokens[-1].lower() in words().bodies:
            entity = Entity(start, end, "organisation")
        kind = _joined(found[-1], entity, text) if found else None
        if kind is not None:
            found[-1] = Entity(found[-1].start, end, kind)
        else:
            found.append(entity)
    return tuple(found)


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
                entities=_tidy(annotation.entities, document.text),
                quotes=quotes,
                inner=inner,
                sentences=tuple(s.start for s in document.sentences),
                blocks=tuple(b.start for b in document.blocks),
            )
        )
    return tuple(found)

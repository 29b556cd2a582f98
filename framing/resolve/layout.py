"""Where things stand in an article: one line of positions over title and text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter

from framing.attribute.annotation import Annotation, Entity, EntityType
from framing.resolve.facts import country_of
from framing.resolve.grammar import FORCES, PARTIES, POSTNOMINALS
from framing.resolve.kinds import is_armed_group
from framing.resolve.names import acronym_of
from framing.resolve.words import singular, words
from framing.structure import Document
from framing.values import Field, Span

__all__ = ["Layout", "layouts", "outer_quotations"]

_FIRST, _END = itemgetter(0), attrgetter("end")
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
        i = bisect_left(pos, start, key=_FIRST)
        return pos[i][2] if i < len(pos) and pos[i][0] == start else None

    def entity_at(self, start: int, end: int) -> int:
        """Index of the first entity that overlaps a span, or -1."""
        i = bisect_left(self.entities, start + 1, key=_END)
        return i if i < len(self.entities) and self.entities[i].start < end else -1


_BRACKETED = re.compile(r" \(([A-Z]{2,7})\)")
_OWNER = re.compile(r"(?<![\w\-])([A-Z][a-z]+)(?:(?<=s)['’]|['’]s) $")
_NAME_SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?")


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
    suffix = _SUFFIX.search(text[start:end]) if "-" in text[start:end] else None
    return (start, start + suffix.start()) if suffix and suffix.start() else (start, end)


def _is_postnominal(word: str) -> bool:
    return not word.islower() and word.replace(".", "").lower() in POSTNOMINALS


def _is_numeral(word: str) -> bool:
    """Whether a word counts bearers of a name: left out behind a tagged name, kept in one ("Elizabeth II")."""
    return word in ("II", "III", "IV")


def _person(start: int, end: int, text: str) -> Span:
    """A person's name without the letters after it ("QC"), with "Jr."."""
    while (cut := text.rfind(" ", start, end)) > start and _is_postnominal(text[cut + 1 : end]):
        end = start + len(text[start:cut].rstrip(" ,"))
    suffix = _NAME_SUFFIX.match(text, end) if " " in text[start:end] else None
    return start, suffix.end() if suffix else end


def _body(start: int, end: int, text: str) -> int:
    """Where a body's name begins: with those whose body it is ("Seamen's Union", "Teachers' Union")."""
    apart = text[max(0, start - 3) : start]
    owner = _OWNER.search(text, max(0, start - 24), start) if "'" in apart or "’" in apart else None
    if owner is None or not text[start].isupper() or text[start:end].split()[-1].lower() not in words().bodies:
        return start
    low = owner.group(1).lower()
    plural = singular(low) != low and singular(low) not in PARTIES and country_of(owner.group(1)) is None
    return owner.start() if plural else start


def _joined(left: Entity, right: Entity, text: str) -> EntityType | None:
    """The type of two entities that are one name: "Syrian Arab" and "Army", "Democracy for" and "America"."""
    if right.start - left.end > len(" of "):
        return None
    between = text[left.end : right.start]
    if left.type == "organisation" and between == " ":
        ending = text[max(left.start - 1, 0) : left.end].rsplit(None, 1)[-1]
        if ending in ("for", "of", "to"):
            return "organisation"
    if left.type == "organisation" and right.type == "place" and between == " of ":
        last = text[left.start : left.end].split()[-1]
        return "organisation" if last[0].isupper() and last.lower() in words().bodies else None
    if left.type == "group" and right.type == "organisation" and between == " ":
        short = _BRACKETED.match(text, right.end)
        if short is not None and acronym_of(short.group(1), text[left.start : right.end]):
            return "organisation"
        first = text[right.start : right.end].split()[0].lower()
        return "organisation" if first in FORCES else None
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
        if e.type == "person":
            start, end = _person(start, end, text)
        elif (
            found and found[-1].type == "person" and (_is_postnominal(text[start:end]) or _is_numeral(text[start:end]))
        ):
            if text[found[-1].end : start] in (" ", ", "):
                continue
        elif e.type == "organisation":
            start = _body(start, end, text)
            while found and found[-1].end > start:
                found.pop()
        entity = Entity(start, end, e.type)
        if e.type == "group":
            tokens = text[start:end].split()
            if (len(tokens) > 1 and tokens[-1].lower() in words().bodies) or is_armed_group(text[start:end]):
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
                entities=_tidy(annotation.entities, document.flat),
                quotes=quotes,
                inner=inner,
                sentences=tuple(s.start for s in document.sentences),
                blocks=tuple(b.start for b in document.blocks),
            )
        )
    return tuple(found)

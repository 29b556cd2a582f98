"""What the model finds in one text: attributions and entities, as character spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from framing.structure import Document
from framing.values import Span

__all__ = ["Annotation", "Entity", "EntityType", "Found"]

EntityType = Literal["person", "organisation", "place", "group"]


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution. Source and cue may be empty; each piece of content is one span."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in the text: of a person, an organisation, a place, or a nationality or other group."""

    start: int
    end: int
    type: EntityType


@dataclass(frozen=True)
class Annotation:
    """A text's structure, and what the model found in it, both in order of appearance.

    ``pos`` gives a coarse part of speech for each model word as ``(start, end, tag)``, tags as in
    :data:`framing.attribute.labels.POS`.
    """

    document: Document
    attributions: tuple[Found, ...]
    entities: tuple[Entity, ...]
    pos: tuple[tuple[int, int, str], ...]

"""What is found in one text: attributions and entities, as character spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from framing.structure import Document
from framing.values import Span

__all__ = ["Annotation", "Attribution", "Entity", "EntityType"]

EntityType = Literal["person", "organisation", "place", "group"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what. Source and cue may be empty; each piece of content is one span.

    The model gives the first four; the rules of the resolve stage may put these right, and give the rest.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    origin: Span | None = None
    """Whom the source only relays: "a US official" in "AFP reported, citing a US official"."""
    relay: Span | None = None
    """Who passes on what the source said: "AFP" in "Warren said, as quoted by AFP"."""
    hears: bool = False
    """Whether the source only hears ("a court was told"): who says so is not stated."""
    shares: Span | None = None
    """First content of the attribution before it whose speaker this one has, where it states no source."""


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
    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...]
    pos: tuple[tuple[int, int, str], ...]

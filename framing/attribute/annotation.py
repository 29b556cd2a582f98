"""What is found in one text: attributions and entities, as character spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from framing.attribute.labels import ENTITY_TYPES, POS
from framing.structure import Document
from framing.values import Act, Span

__all__ = ["Annotation", "Attribution", "Entity", "EntityType", "Packed", "PosTags", "Tagging", "packed"]

EntityType = Literal["person", "organisation", "place", "group"]

PosTags = Mapping[tuple[str, str], Sequence[tuple[int, int, str]]]
"""Part of speech of words, ``(start, end, tag)``, by ``(article_id, field)``."""


Packed = tuple[NDArray[np.unsignedinteger], ...]
"""Starts, lengths and numbers of labels of spans."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what. Source and cue may be empty; each piece of content is one span.

    The model gives the first five; the rules of the resolve stage may put these right, and give the rest.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    acts: tuple[float, ...] = ()
    """Chance of each of :data:`framing.attribute.labels.ACTS`; empty where no cue tells."""
    origin: Span | None = None
    """Whom the source only relays: "a US official" in "AFP reported, citing a US official"."""
    relay: Span | None = None
    """Who passes on what the source said: "AFP" in "Warren said, as quoted by AFP"."""
    hears: bool = False
    """Whether the source only hears ("a court was told"): who says so is not stated."""
    shares: Span | None = None
    """First content of the attribution before it whose speaker this one has, where it states no source."""
    settled: Act | None = None
    """The act, where a rule leaves no doubt about it."""


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
    packed: Packed | None = field(default=None, repr=False, compare=False)
    """``pos`` as a :class:`Tagging` keeps it, where it was made of arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class Tagging:
    """Entities and parts of speech of one text, in some seven bytes a word: what statements keep of an annotation.

    Both are ``(starts, lengths, labels)``, labels being numbers in ``ENTITY_TYPES`` and ``POS`` of
    :mod:`framing.attribute.labels`.
    """

    entities: Packed
    pos: Packed

    @classmethod
    def of(cls, annotation: Annotation) -> Tagging:
        """What is kept of an annotation: all but its attributions."""
        entities = [(e.start, e.end, e.type) for e in annotation.entities]
        return cls(_packed(entities, ENTITY_TYPES), annotation.packed or _packed(annotation.pos, POS))

    def annotation(self, document: Document) -> Annotation:
        """The annotation of the same text, without attributions."""
        entities = tuple(Entity(a, b, cast("EntityType", t)) for a, b, t in _unpacked(self.entities, ENTITY_TYPES))
        return Annotation(document, (), entities, self.tags())

    def tags(self) -> tuple[tuple[int, int, str], ...]:
        """Part of speech of each model word, as ``(start, end, tag)``."""
        return tuple(_unpacked(self.pos, POS))


def packed(starts: NDArray[np.int64], ends: NDArray[np.int64], labels: NDArray[np.int64]) -> Packed:
    """Spans and the numbers of their labels, each column in the smallest type that holds it."""
    return tuple(c.astype(np.min_scalar_type(int(c.max(initial=0)))) for c in (starts, ends - starts, labels))


def _packed(spans: Sequence[tuple[int, int, str]], labels: Sequence[str]) -> Packed:
    starts, ends, named = zip(*spans, strict=True) if spans else ((), (), ())
    number = {label: i for i, label in enumerate(labels)}
    return packed(*(np.array(c, dtype=np.int64) for c in (starts, ends, [number[n] for n in named])))


def _unpacked(arrays: Packed, labels: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    starts, lengths, numbers = (a.tolist() for a in arrays)
    return zip(starts, map(add, starts, lengths), map(labels.__getitem__, numbers), strict=True)

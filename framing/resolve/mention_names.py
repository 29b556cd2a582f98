"""Names that the tagger leaves in pieces or misses, completed from the text itself.

A tagger that sees a word at a time cuts rare names, and takes "Islamic" of "Islamic State" for a religion. What the
rest of the text says settles most of these: the words beside a piece, and the same name elsewhere in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from framing.attribute.annotation import Annotation, Entity, EntityType
from framing.resolve.names import acronym_of
from framing.resolve.words import words
from framing.structure import BlockKind
from framing.values import Span

__all__ = ["complete"]

_CAPITALS = re.compile(r"(?: [A-Z][\w’'\-]*){1,3}")
_ACRONYM = re.compile(r"(?<![\w.\-&])(?<![A-Z]{2} )[A-Z]{2,6}(?![\w&]|\.\w| [A-Z]{2})")
"""Capitals by themselves: beside others they may be shouted words ("what IT IS")."""
_MODIFIER = re.compile(r"-[a-z]+$")
"""Ends "Baghdad-based", which qualifies the name behind it."""
_POSSESSIVE = re.compile(r"['’]s$")


def complete(annotation: Annotation) -> Annotation:
    """The annotation with its entities completed; they are in order and do not overlap.

    - Pieces of one type with a space between are one name, so is a piece with a small letter with the one before it
      ("Deir" "ez-Zor"), and so are a nationality and the place right after it ("Syrian Arab" "Republic").
    - A nationality or religion and capitalised words up to that of a body are an organisation ("Islamic State",
      "Catholic Church"). Headings are left out, for there every word may have a capital.
    - An organisation of several words, once named, is meant wherever the same words stand.
    - Unlabelled capitals that are the initials of an organisation named in the text mean it ("IS").
    """
    text = annotation.document.flat
    entities = _joined(sorted(annotation.entities, key=lambda e: (e.start, -e.end)), text)
    entities = _bodies(entities, annotation)
    names = {text[e.start : e.end] for e in entities if e.type == "organisation" and " " in text[e.start : e.end]}
    entities = _repeated(entities, names, text)
    return replace(annotation, entities=_acronyms(entities, names, annotation))


def _joined(entities: Iterable[Entity], text: str) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        last = found[-1] if found else None
        if last is not None and entity.start < last.end:
            continue
        kind = _type_together(last, entity, text) if last is not None else None
        if last is not None and kind is not None:
            found[-1] = Entity(last.start, entity.end, kind)
        else:
            found.append(entity)
    return found


def _type_together(left: Entity, right: Entity, text: str) -> EntityType | None:
    """The type of two pieces that are one name, or None."""
    if text[left.end : right.start] != " " or _MODIFIER.search(text, left.start, left.end):
        return None
    if left.type == right.type and left.type != "group":
        return left.type
    if left.type != "group" and text[right.start].islower() and text[left.start].isupper():  # "Deir" "ez-Zor"
        return left.type
    return "place" if (left.type, right.type) == ("group", "place") else None


def _bodies(entities: list[Entity], annotation: Annotation) -> list[Entity]:
    """Groups widened to the name of a body that they begin."""
    text, document = annotation.document.flat, annotation.document
    found: list[Entity] = []
    for entity in entities:
        if found and entity.start < found[-1].end:
            continue
        block = document.block_at(entity.start)
        heading = block is not None and block.kind in (BlockKind.TITLE, BlockKind.HEADING)
        match = _CAPITALS.match(text, entity.end) if entity.type == "group" and not heading else None
        end = _body_end(match) if match else None
        found.append(entity if end is None else Entity(entity.start, end, "organisation"))
    return found


def _body_end(match: re.Match[str]) -> int | None:
    """Where the last of the words ends that is a body's, before any title ("Syrian Army General Ali")."""
    end = None
    position = match.start()
    for token in match.group().split():
        position += 1 + len(token)
        bare = _POSSESSIVE.sub("", token)
        if words().is_title(bare.lower()):
            break
        if bare.lower() in words().bodies:
            end = position - (len(token) - len(bare))
        if bare != token:
            break
    return end


def _repeated(entities: list[Entity], names: set[str], text: str) -> list[Entity]:
    """Every place where the words of a name stand, over the shorter entities inside."""
    if not names:
        return entities
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) + r")(?!\w)"
    )
    return _over(entities, [m.span() for m in pattern.finditer(text)])


def _acronyms(entities: list[Entity], names: set[str], annotation: Annotation) -> tuple[Entity, ...]:
    text, document = annotation.document.flat, annotation.document
    spans = []
    for match in _ACRONYM.finditer(text):
        block = document.block_at(match.start())
        line = text[block.start : block.end] if block else text
        if not line.isupper() and any(acronym_of(match.group(), name) for name in names):
            spans.append(match.span())
    labelled = [(e.start, e.end) for e in entities]
    free = []
    for start, end in spans:
        i = bisect_left(labelled, start + 1, key=lambda s: s[1])
        if i == len(labelled) or labelled[i][0] >= end:
            free.append((start, end))
    return tuple(_over(entities, free))


def _over(entities: Iterable[Entity], spans: Iterable[Span]) -> list[Entity]:
    """Organisations at ``spans``, and the entities that they do not touch or that contain them."""
    found = [Entity(a, b, "organisation") for a, b in spans]
    every = sorted([*entities, *found], key=lambda e: (e.start, -e.end))
    kept: list[Entity] = []
    for entity in every:
        while kept and entity.start < kept[-1].end and entity.end > kept[-1].end and entity in found:
            kept.pop()
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept

"""Texts with attributions and entities marked by hand, as annotations.

``{s1|…}``, ``{q1|…}`` and ``{c1|…}`` are source, cue and content of attribution 1; ``{s1,2|…}`` is the
source of two. ``{P|…}``, ``{O|…}``, ``{L|…}`` and ``{G|…}`` are persons, organisations, places and groups.
Marks nest; texts hold no braces of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from framing.attribute.annotation import Annotation, Attribution, Entity, EntityType
from framing.resolve import Project
from framing.resolve.rules import RULES, Rule
from framing.resolve.statements import resolve_with_trace
from framing.structure import parse
from framing.values import Article, Field, Span, Statement

ENTITY: dict[str, EntityType] = {"P": "person", "O": "organisation", "L": "place", "G": "group"}
MARKED_SEEDS = {p.stem: p.read_text("utf-8") for p in sorted((Path(__file__).parent / "seeds").glob("*.txt"))}
"""The seed articles by number, every attribution and name marked by hand."""
_MARK = re.compile(r"\{([a-zA-Z][\d,]*)\||\}")


def unmark(marked: str) -> tuple[str, dict[int, dict[str, list[Span]]], tuple[Entity, ...]]:
    """The text, the spans of each attribution by role, and the entities."""
    pieces: list[str] = []
    length = position = 0
    opened: list[tuple[str, int]] = []
    attributions: dict[int, dict[str, list[Span]]] = {}
    entities: list[Entity] = []
    for match in _MARK.finditer(marked):
        pieces.append(marked[position : match.start()])
        length += match.start() - position
        position = match.end()
        if match.group(1):
            opened.append((match.group(1), length))
            continue
        label, start = opened.pop()
        if label in ENTITY:
            entities.append(Entity(start, length, ENTITY[label]))
        else:
            for number in label[1:].split(","):
                roles = attributions.setdefault(int(number), {"s": [], "q": [], "c": []})
                roles[label[0]].append((start, length))
    assert not opened, "a mark is not closed"
    return "".join(pieces) + marked[position:], attributions, tuple(sorted(entities, key=lambda e: e.start))


def annotate(marked: str, *, title: bool = False) -> Annotation:
    text, attributions, entities = unmark(marked)
    found = tuple(
        Attribution(tuple(a["s"]), tuple(a["q"]), tuple(a["c"]), 0.9)
        for a in sorted(attributions.values(), key=lambda a: a["c"][0])
    )
    return Annotation(parse(text, title=title), found, entities, ())


def resolve(
    marked: str, *, title: str | None = None, project: Project | None = None, rules: Sequence[Rule] = RULES
) -> tuple[Statement, ...]:
    annotations: dict[Field, Annotation] = {"text": annotate(marked)}
    if title is not None:
        annotations["title"] = annotate(title, title=True)
    plain = annotations["title"].document.text if title is not None else None
    article = Article("a", annotations["text"].document.text, title=plain)
    return resolve_with_trace(article, annotations, project or Project(), rules=rules).statements


def by_number(marked: str, statements: tuple[Statement, ...]) -> Mapping[int, Statement]:
    """Statements by the number of their attribution in the marked text; those told within another's are not marked."""
    _, attributions, _ = unmark(marked)
    starts = {min(a["c"]): n for n, a in attributions.items()}
    return {starts[s.content.spans[0]]: s for s in statements if not s.nested or s.content.spans[0] in starts}


def names(marked: str) -> dict[int, str | None]:
    """Name of the speaker of each attribution."""
    found = by_number(marked, resolve(marked))
    return {n: s.speaker.name if s.speaker else None for n, s in sorted(found.items())}

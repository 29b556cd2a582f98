"""Joint sources: who speak together in "Ministers Carl Stone and Nora Fisk said".

A source is cut at "and" where what stands on either side may speak by itself: two persons, two bodies or countries, a
person and somebody in an office of his own. What belongs to one of them is not cut ("a spokesman for Anna Berg and Bo
Strand", "the head of the police and the fire service"), nor are crowds ("doctors and nurses", who speak as one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from framing.resolve.antecedents import Discourse
from framing.resolve.layout import Layout
from framing.resolve.nouns import plural_noun
from framing.resolve.phrases import Form, Phrase
from framing.resolve.thresholds import SALIENCE
from framing.values import Span

__all__ = ["conjuncts", "together_before"]

_AND = re.compile(r",? (?:and|nor|&|as well as|along with|together with) ")
_BOTH = re.compile(r"(?:both|neither) ", re.I)
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that)\b")
_OF = re.compile(r"\b(?:of|for|to|with|by|from|between|against|about|on|at|in) ([^,]+)$")
_DETERMINER = re.compile(r"(?:the|an?|his|her|its|their|another)\b", re.I)
_OTHERS = re.compile(
    r"(?:(?:two|three|four|five|several|some|many|most|a (?:group|number|handful) of) )?"
    r"(?:(?:his|her|its|their) )?(?:other|fellow|allied|like-minded)\b|(?:his|her|its|their) "
)
_BODIES = frozenset({"organisation", "place"})
_ALONE = frozenset({"he", "she", "i"})


def conjuncts(layout: Layout, source: Sequence[Span]) -> tuple[Span, ...]:
    """The sources that a source joins, in order, or nothing where it is one."""
    if not source:
        return ()
    start, end = source[0]
    for a, b in source[1:]:
        if _AND.fullmatch(layout.text, end, a) is None:
            return ()
        end = b
    cuts = [m.span() for m in _AND.finditer(layout.text, start, end) if layout.entity_at(*m.span()) < 0]
    if not cuts or layout.quoted(start) != layout.quoted(end - 1):
        return ()
    both = _BOTH.match(layout.text, start, end)
    edges = [(start, both.end() if both else start), *cuts, (end, end)]
    found: list[Span] = []
    for (_, a), (b, _) in pairwise(edges):
        if found and not _join(layout, found[-1], (a, b)):
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return tuple(p for span in found for p in _listed(layout, span)) if len(found) > 1 else ()


def _join(layout: Layout, left: Span, right: Span) -> bool:
    """Whether both sides of an "and" speak by themselves."""
    first, second = layout.phrase(left), layout.phrase(right)
    before, behind = layout.text[slice(*left)], layout.text[slice(*right)]
    if first is None or second is None or second.form is Form.PRONOUN or _RELATIVE.search(before):
        return False
    if len(layout.text[right[0] : second.core[0]].split()) > 1 or before.split()[-1:] == behind.split()[-1:]:
        return False
    if not _stands_alone(first) or _is_one(layout, first, second, before, behind):
        return False
    person = second.form is Form.NAME and second.entity == "person"
    body = second.form is Form.NAME and second.entity in _BODIES
    office = second.form is Form.DESCRIPTION and bool(second.roles and second.determiner) and not second.plural
    closed = before.endswith(",")
    inside = None if closed else _OF.search(before)
    if inside is not None:
        own = office or (person and _DETERMINER.match(behind) is not None)
        held = layout.entity_at(left[0] + inside.start(1), left[1])
        of_person = held >= 0 and layout.entities[held].type == "person"
        return own if first.form is Form.DESCRIPTION or of_person else person
    if _is_company(first, second, behind):
        return True
    if office:
        return closed or "," not in before
    return person or (body and first.form is Form.NAME and first.entity in _BODIES)


def _is_one(layout: Layout, first: Phrase, second: Phrase, before: str, behind: str) -> bool:
    """Whether two titles are one person's: "Attorney General and Senate candidate Bo Lind", "his wife and nominee …".

    The second has no article of its own, and the first none either, or words in small letters before the name.
    """
    if first.form is not Form.DESCRIPTION or second.form is not Form.NAME or second.entity != "person":
        return False
    if before.endswith(",") or _DETERMINER.match(behind) or second.core[0] >= second.head[0]:
        return False
    titles = layout.text[second.core[0] : second.head[0]].split()
    own = bool(second.roles) and titles[-1].islower()
    return own or (not first.determiner and bool(second.roles))


def _is_company(first: Phrase, second: Phrase, behind: str) -> bool:
    """Whether a crowd speaks beside somebody named: "Stone and other ministers", "Stone and fellow Democrats"."""
    named = first.form is Form.NAME and first.entity in ("person", "organisation")
    crowd = second.plural and (bool(second.roles) or second.entity == "group")
    return named and crowd and _OTHERS.match(behind) is not None


def _stands_alone(phrase: Phrase) -> bool:
    """Whether a phrase is one source that may be followed by another."""
    if phrase.form is Form.PRONOUN:
        return phrase.word in _ALONE
    if phrase.form is Form.NAME:
        return phrase.entity != "group"
    return not phrase.plural and bool(phrase.determiner or phrase.roles)


def _listed(layout: Layout, span: Span) -> list[Span]:
    """The persons of a list before "and": "Ana Osei, Bo Strand"; else the span itself."""
    pieces: list[Span] = []
    start = span[0]
    for part in layout.text[slice(*span)].split(", "):
        pieces.append((start, start + len(part)))
        start += len(part) + 2
    names = [layout.phrase(p) if p[0] < p[1] else None for p in pieces]
    persons = all(
        n is not None and n.entity == "person" and n.core[1] == p[1] for n, p in zip(names, pieces, strict=True)
    )
    return pieces if persons else [span]


_TOGETHER = frozenset({"they", "both", "couple", "pair", "duo", "two", "three", "trio"})


def together_before(
    discourse: Discourse, together: Mapping[int, tuple[int, ...]], layout: Layout, phrase: Phrase
) -> tuple[int, ...]:
    """Those who spoke together right before, where "they", "both" or "the couple" means them."""
    if layout.text[slice(*phrase.head)].lower() not in _TOGETHER or phrase.possessor is not None:
        return ()
    position = layout.base + phrase.head[0]
    before = discourse.spoken_before(position, 1)
    actors = together.get(before[-1].statement, ()) if before else ()
    if not actors:
        return ()
    (here, block), (there, last) = discourse.place(position), discourse.place(before[-1].start)
    plural = plural_noun(layout, phrase.head[0]) if phrase.form is Form.PRONOUN else None
    others = plural is not None and discourse.place(layout.base + plural.head[0])[0] > there
    near = here - there <= SALIENCE.near and block - last <= 1
    return actors if near and not others else ()

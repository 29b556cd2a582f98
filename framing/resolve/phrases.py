"""Read a source phrase: is it a pronoun, a name or a description, and what does it say of the source.

No parser: the head is found from the left edge up to the first preposition, with the few patterns in
which a name follows its title ("Secretary of State Hillary Clinton") or stands in apposition ("the
ministry's spokesman, Igor Konashenkov").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.annotation import Entity
from framing.resolve.heads import OWNERS, Form, Phrase, read_segment
from framing.resolve.tokens import Tags, Token, tokenise
from framing.resolve.vocabulary import (
    AUXILIARIES,
    BARE,
    DETERMINERS,
    LEADING,
    PREPOSITIONS,
    PRONOUNS,
    TRAILING,
    words,
)
from framing.values import Span

__all__ = ["OWNERS", "PRONOUNS", "Form", "Phrase", "read", "read_tokens"]

_PARTY = re.compile(r"[RDI][-–]\w")
_BREAKS = frozenset(",;:()[]{}—–/|")


def read(text: str, span: Span, entities: Sequence[Entity], pos: Tags = ()) -> Phrase | None:
    """The phrase in ``text[span]``, or None if no word in it can be a source.

    ``entities`` and ``pos`` are those of the whole text, in order.

    >>> t = "a Baghdad-based US military spokesman, Colonel Steve Warren"
    >>> p = read(t, (0, len(t)), [Entity(18, 20, "place"), Entity(47, 59, "person")])
    >>> t[slice(*p.head)], p.roles
    ('Steve Warren', ('colonel', 'spokesman'))
    """
    return read_tokens(tokenise(text, *span, entities, pos))


def read_tokens(tokens: list[Token]) -> Phrase | None:
    """As :func:`read`, from tokens."""
    while tokens and (not tokens[0].word or (tokens[0].low in LEADING and not tokens[0].entity and len(tokens) > 1)):
        tokens = tokens[1:]
    while tokens and (not tokens[-1].word or (tokens[-1].low in TRAILING and len(tokens) > 1)):
        tokens = tokens[:-1]
    if not tokens:
        return None
    pronoun = _pronoun(tokens)
    if pronoun:
        return pronoun
    segments = _segments(tokens)
    main: Phrase | None = None
    for segment in segments:
        phrase = read_segment(segment)
        if phrase is None:
            continue
        main = phrase if main is None else _appose(main, phrase)
    return main


def _pronoun(tokens: list[Token]) -> Phrase | None:
    first = tokens[0]
    if first.low not in PRONOUNS or (first.text.isupper() and len(first.text) > 1):
        return None
    if first.entity is not None and not (first.low in BARE and first.entity.end == first.end and len(tokens) == 1):
        return None
    follows = next((t for t in tokens[1:] if t.word), None)
    nominal = first.low in DETERMINERS or first.low in ("her",)
    if first.low in ("that", "which", "who") and follows and follows.low in AUXILIARIES:
        nominal = False
    if follows and nominal and tokens[1].word and (tokens[1].low not in PREPOSITIONS or tokens[1].low == "of"):
        return None
    span = (first.start, first.end)
    return Phrase(Form.PRONOUN, span, (first.start, tokens[-1].end if nominal else first.end), first.low)


def _segments(tokens: list[Token]) -> list[list[Token]]:
    """Cut at marks outside names, and before relative clauses."""
    found: list[list[Token]] = [[]]
    skipping = False
    for i, token in enumerate(tokens):
        inside = i > 0 and token.entity is not None and tokens[i - 1].entity is token.entity
        dash = token.text == "-" and not inside
        if not found[-1] and _PARTY.match(token.text):
            skipping = True  # "(D-Nev.)"
        elif (token.text in _BREAKS and not token.word and not inside) or dash:
            found.append([])
            skipping = False
        elif token.low in ("who", "whom", "which", "whose", "that", "where") and not token.entity and found[-1]:
            skipping = True
        elif token.word and not skipping:
            found[-1].append(token)
    return [s for s in found if s]


def _appose(main: Phrase, other: Phrase) -> Phrase:
    """What a later part of the phrase, set off by marks, adds."""
    known = words()
    bare = other.form is Form.DESCRIPTION and not other.determiner and other.possessor is None
    if main.form is Form.NAME and main.entity == "place" and main.determiner == "the" and bare:
        return replace(other, determiner="the", core=(main.core[0], other.core[1]))  # "the Brooklyn, N.Y., chapter"
    if main.form is Form.DESCRIPTION and other.form is Form.NAME:
        thing = main.word in known.documents or main.word in known.data
        if thing or main.plural or (main.complement_named and other.entity != "person"):
            return main
        if other.complement is not None and other.entity != "person":
            return main
        return replace(
            other,
            roles=tuple(dict.fromkeys(other.roles + main.roles)),
            modifiers=other.modifiers + main.modifiers,
            core=(min(main.core[0], other.core[0]), max(main.core[1], other.core[1])),
            possessor=other.possessor or main.possessor,
            complement=other.complement or main.complement,
            possessive=other.possessive or main.possessive,
            hint=other.hint or ("" if main.roles else main.word),
        )
    if main.form is Form.NAME and other.form is Form.DESCRIPTION and not other.plural:
        if other.roles and main.entity in ("person", None):
            return replace(
                main,
                roles=tuple(dict.fromkeys(main.roles + other.roles)),
                modifiers=main.modifiers + other.modifiers,
                possessor=main.possessor or other.possessor,
                complement=main.complement or other.complement,
                apposed=other.core,
            )
        if not other.roles and (other.determiner or other.word in known.bodies):
            return replace(main, hint=main.hint or other.word)
    return main

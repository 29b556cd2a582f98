"""What a pronoun may stand for: which actors, and the nouns for people whom nobody names."""

from __future__ import annotations

import re

from framing.resolve.layout import Layout
from framing.resolve.phrases import Phrase, read
from framing.resolve.roster import Actor
from framing.resolve.thresholds import REACH
from framing.resolve.tokens import Token, tokenise
from framing.resolve.vocabulary import DETERMINERS, LINKS, Gender, singular, words
from framing.values import SpeakerType

__all__ = [
    "gendered_noun",
    "is_individual",
    "is_many",
    "is_of_rare_name",
    "is_thing",
    "noun_before",
    "plural_noun",
]

_NP_START = re.compile(
    r"(?:^|[,;:.()“”\"—–]|\b(?:and|but|by|to|with|from|than|as|told|said|says|is|are|was|were|be|has|have|had|of|for|"
    r"about|among|like))\s"
)


def is_individual(actor: Actor) -> bool:
    """Whether "he" or "she" may be this actor."""
    return actor.person or (actor.kind is SpeakerType.ANONYMOUS and not actor.plural and bool(actor.roles))


def is_of_rare_name(actor: Actor) -> bool:
    """Whether nothing but a first name that is not frequent here tells the sex: it may be another's elsewhere."""
    given = actor.name.split()[0].lower() if actor.name else ""
    return actor.person and not actor.genders[actor.usual] and given not in words().given_names


def is_thing(actor: Actor) -> bool:
    """Whether "it" may be this actor."""
    return not actor.person and not actor.plural and actor.kind is not SpeakerType.ANONYMOUS


def is_many(actor: Actor) -> bool:
    """Whether "they" may be this actor: several people, or a body of people; never a person."""
    return not actor.person and (
        actor.plural or actor.kind not in (SpeakerType.ANONYMOUS, SpeakerType.DOCUMENT, SpeakerType.DATA)
    )


def plural_noun(layout: Layout, offset: int) -> Phrase | None:
    """The first noun for several people in the sentence of an offset or the one before, outside quotations."""
    sentence = layout.sentence(offset)
    for number in (sentence, sentence - 1):
        if not 0 <= number < len(layout.sentences):
            continue
        start = layout.sentences[number]
        end = min(offset, layout.sentences[number + 1] if number + 1 < len(layout.sentences) else offset)
        tokens = tokenise(layout.text, start, min(end, start + REACH.sentence), layout.entities)
        for i, token in enumerate(tokens):
            if _is_plural(token) and not token.possessive and layout.quoted(token.start) is None:
                first = _with_modifiers(layout, tokens, i)
                return read(layout.text, (tokens[first].start, token.end), layout.entities)
    return None


def gendered_noun(layout: Layout, offset: int, gender: Gender) -> Phrase | None:
    """The noun for one person ("the waitress"), first in the sentence of an offset or the one before.

    Nouns of another sex, or of none where ``gender`` is given, and those that stand by a name are left out.
    """
    sentence = layout.sentence(offset)
    for number in (sentence, sentence - 1):
        if not 0 <= number < len(layout.sentences):
            continue
        start = layout.sentences[number]
        end = min(offset, layout.sentences[number + 1] if number + 1 < len(layout.sentences) else offset)
        tokens = tokenise(layout.text, start, min(end, start + REACH.sentence), layout.entities, layout.annotation.pos)
        for i, token in enumerate(tokens):
            if not token.word or token.possessive or token.entity is not None or (token.capital and i):
                continue
            one = words().gender.get(token.low, "") == gender and (gender or words().role(token.low) == token.low)
            if one and not _by_name(tokens, i) and layout.quoted(token.start) is None:
                first = i
                while first > 0 and tokens[first - 1].word and i - first < 4 and tokens[first - 1].low not in LINKS:
                    first -= 1
                    if tokens[first].low in DETERMINERS:
                        return read(layout.text, (tokens[first].start, token.end), layout.entities)
    return None


def noun_before(layout: Layout, phrase: Phrase) -> Phrase | None:
    """The indefinite phrase that a definite one takes up: "a young man from Leeds" of "the man"; outside quotations."""
    start = phrase.head[0]
    low = max(0, start - 2 * REACH.sentence)
    noun = re.escape(phrase.word)
    found = list(re.finditer(rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w’'-]+ ){{0,3}}{noun}\b", layout.text[low:start]))
    for match in reversed(found):
        if layout.quoted(low + match.start()) is None:
            return read(layout.text, (low + match.start(), low + match.end()), layout.entities, layout.annotation.pos)
    return None


def _by_name(tokens: list[Token], i: int) -> bool:
    """Whether a noun is a title or an apposition: "the nurse Ana Lind", "the nurse, Ana Lind"."""
    behind = tokens[i + 1 : i + 3]
    if behind and behind[0].text == ",":
        behind = behind[1:]
    return bool(behind) and behind[0].entity is not None and behind[0].entity.type == "person"


def _is_plural(token: Token) -> bool:
    if token.entity is not None and token.entity.type == "organisation" and token.entity.end != token.end:
        return False
    if token.entity is not None and token.entity.type == "organisation" and token.entity.start != token.start:
        return False  # "Conference of Mayors" is one body
    if token.low == "people" or (token.entity is not None and token.entity.type == "group"):
        return token.low.endswith("s") or token.low == "people"
    return token.word and singular(token.low) != token.low and words().role(token.low) is not None


def _with_modifiers(layout: Layout, tokens: list[Token], i: int) -> int:
    """Index of the first of the words before a noun that belong to it."""
    first = i
    while first > 0 and i - first < 4:
        before = tokens[first - 1]
        modifies = before.word and (before.entity is not None or before.text.islower())
        if not modifies or _NP_START.search(layout.text[max(before.start - 1, 0) : before.end + 1]):
            break
        first -= 1
    return first

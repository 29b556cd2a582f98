"""Noun phrases that a pronoun refers back to by its place alone: before "who", before "they"."""

from __future__ import annotations

import re

from framing.resolve.grammar import CLAUSE_BOUNDS, INDEFINITES, LINKS
from framing.resolve.heads import Form, Phrase
from framing.resolve.layout import Layout
from framing.resolve.phrases import read
from framing.resolve.tokens import Token, tokenise
from framing.resolve.words import singular, words
from framing.values import Span

__all__ = ["before_relative", "plural_noun"]

_NP_START = re.compile(
    r"(?:^|[,;:.()“”\"—–]|\b(?:and|but|by|to|with|from|than|as|told|said|says|is|are|was|were|be|has|have|had|of|for|"
    r"about|among|like))\s"
)
_REACH = 140
"""Characters before a relative pronoun in which its noun phrase may begin."""
_SENTENCE = 300
"""Characters of a sentence in which "they" looks for a plural noun."""


def before_relative(layout: Layout, pronoun: Phrase) -> Span | Phrase | None:
    """What "who", "which" or "that" refers to: the span of a name, a description, or None.

    After a comma ("Carson, a surgeon from Detroit, who …") a name of the right kind wins over the noun
    phrase right before.
    """
    text = layout.text
    end = pronoun.head[0]
    low = max(layout.sentence_span(end)[0], end - 2 * _REACH)
    stop = low + len(text[low:end].rstrip(' ,;—–-("“”'))
    apart = "," in text[stop:end]
    tokens = tokenise(text, max(low, stop - _REACH), stop, layout.entities, layout.annotation.pos)
    if not tokens:
        return None
    if apart:
        wanted = "person" if pronoun.word in ("who", "whom", "whose") else "organisation"
        for token in reversed(tokens):
            if token.entity is not None and token.entity.type == wanted and token.entity.end >= stop - 60:
                return token.entity.start, token.entity.end
            if not token.word and token.text in ';:"“”':
                break
    start = _phrase_start(tokens)
    found = read(text, (start, stop), layout.entities, layout.annotation.pos)
    if found is None or found.form is Form.PRONOUN:
        return None
    if apart and found.form is Form.DESCRIPTION and text[max(low, start - 2) : start] == ", ":
        i = layout.entity_at(max(low, start - 3), start)
        if i >= 0:
            return layout.entities[i].start, layout.entities[i].end
    return found


def _phrase_start(tokens: list[Token]) -> int:
    """Where the last noun phrase of some tokens begins, complements of nouns for people included."""
    at = len(tokens) - 1
    while at > 0:
        token, before = tokens[at], tokens[at - 1]
        if before.entity is not None and before.entity is token.entity:
            at -= 1
            continue
        participle = before.low.endswith(("ing", "ed"))  # "people displaced by the war"
        if before.tag in ("verb", "modal") and before.entity is None and not participle:
            break
        if not before.word or before.low in CLAUSE_BOUNDS:
            break
        if before.low in LINKS and at > 1 and not _is_people(tokens[at - 2]):
            break
        if token.low in INDEFINITES and not (before.low in ("of", "for", "in", "from") and at > 1):
            break
        at -= 1
    return tokens[at].start


def _is_people(token: Token) -> bool:
    """Whether a word is for people, which a place or a body may follow: "farmers from Essen"."""
    known = token.entity is not None and token.entity.type in ("group", "person")
    return known or words().role(token.low) is not None or singular(token.low) == "person"


def plural_noun(layout: Layout, offset: int) -> Phrase | None:
    """The first noun for several people in the sentence of an offset or the one before, outside quotations."""
    sentence = layout.sentence(offset)
    for number in (sentence, sentence - 1):
        if not 0 <= number < len(layout.sentences):
            continue
        start = layout.sentences[number]
        end = min(offset, layout.sentences[number + 1] if number + 1 < len(layout.sentences) else offset)
        tokens = tokenise(layout.text, start, min(end, start + _SENTENCE), layout.entities)
        for i, token in enumerate(tokens):
            if _is_plural(token) and not token.possessive and layout.quoted(token.start) is None:
                first = _with_modifiers(layout, tokens, i)
                return read(layout.text, (tokens[first].start, token.end), layout.entities)
    return None


def _is_plural(token: Token) -> bool:
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

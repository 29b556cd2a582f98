"""What "who", "which" or "that" refers to."""

from __future__ import annotations

import re

from framing.resolve.heads import Form, Phrase
from framing.resolve.layout import Layout
from framing.resolve.phrases import read
from framing.resolve.thresholds import REACH
from framing.resolve.tokens import Token, tokenise
from framing.resolve.vocabulary import CLAUSE_BOUNDS, INDEFINITES, LINKS, singular, words
from framing.values import Span

__all__ = ["before_relative"]

_NAMED_BEFORE = re.compile(r"(?:,| [—–-]+) (?:(?:an?|the) [^,;—–“”\"]{2,60} and )?$")
_BOTH = re.compile(r"\b[Bb]oth ((?:[\w’'-]+ ){1,4})and (?:the )?$")
"""Before the second of two crowds: "both Democrats and Republicans, who"."""
_APPOSED = re.compile(r"[\s\"”’]*(?:[,(–—-]|$)")


def before_relative(layout: Layout, pronoun: Phrase) -> Span | Phrase | None:
    """What "who", "which" or "that" refers to: the span of a name, a description, or None.

    After a comma ("Carson, a surgeon from Detroit, who …") a name of the right kind wins over the noun
    phrase right before.
    """
    text = layout.text
    end = pronoun.head[0]
    low = max(layout.sentence_span(end)[0], end - 2 * REACH.relative)
    stop = low + len(text[low:end].rstrip(' ,;—–-("“”'))
    apart = "," in text[stop:end]
    tokens = tokenise(text, max(low, stop - REACH.relative), stop, layout.entities, layout.annotation.pos)
    if not tokens:
        return None
    if apart:
        wanted = "person" if pronoun.word in ("who", "whom", "whose") else "organisation"
        for token in reversed(tokens):
            near = token.entity is not None and token.entity.type == wanted and token.entity.end >= stop - 60
            if near and token.entity is not None and _APPOSED.match(text, token.entity.end, stop):
                return token.entity.start, token.entity.end
            if not token.word and token.text in ';:"“”':
                break
    start = _phrase_start(tokens)
    both = _BOTH.search(text, max(low, start - 60), start)
    start = both.start(1) if both is not None else start
    found = read(text, (start, stop), layout.entities, layout.annotation.pos)
    if found is None or found.form is Form.PRONOUN:
        return None
    before = _NAMED_BEFORE.search(text, max(low, start - 80), start)
    if found.form is Form.DESCRIPTION and before is not None and not found.plural:
        i = layout.entity_at(before.start() - 1, before.start())
        if i >= 0 and (apart or layout.entities[i].type == "person"):
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

"""Who "a former party chairman" of a lead or a headline is: the person whom the next sentences name for him.

News texts open with what somebody is and name him right after: "A spokeswoman for the guild says … Guild director Ida
Brandt spoke on Friday." He is meant if he is named here for the first time, and if the words beside his name hold one
of the names in the phrase: that of a body or a person, or a place's where he is said to be what the phrase says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from framing.resolve.antecedents import Discourse
from framing.resolve.layout import Layout
from framing.resolve.names import fold
from framing.resolve.phrases import Phrase
from framing.resolve.referents import is_bare
from framing.resolve.roster import Actor, Mention
from framing.resolve.thresholds import REACH
from framing.resolve.titles import same_office
from framing.resolve.vocabulary import words
from framing.structure import BlockKind

__all__ = ["named_ahead"]

_WORD = re.compile(r"[\w.’'&-]+")
_HEADLINES = (BlockKind.TITLE, BlockKind.HEADING)
_SHORT = 30
"""Characters of a line that parts a text in pieces of news ("11:40 a.m.", "___")."""
_NEAR, _FROM_HEADLINE = 2, 5
"""Sentences behind a lead, and behind a headline, in which the name stands."""


def named_ahead(discourse: Discourse, layout: Layout, phrase: Phrase, groups: frozenset[str]) -> int | None:
    """Number of the person named right behind for whom a phrase of a lead or a headline stands, or None."""
    if phrase.plural or phrase.determiner not in ("", "a", "an") or is_bare(phrase.word) or not phrase.roles:
        return None
    headline = layout.block_kind(phrase.head[0]) in _HEADLINES
    if not headline and not (phrase.determiner and _is_lead(layout, phrase.head[0])):
        return None
    end = layout.base + max(phrase.head[1], phrase.core[1], phrase.complement[1] if phrase.complement else 0)
    persons = discourse.roster.persons
    before = {m.actor for m in persons[: bisect_left(persons, end, key=attrgetter("start"))]}
    here, reach = discourse.place(end)[0], _FROM_HEADLINE if headline else _NEAR
    for mention in persons[bisect_left(persons, end, key=attrgetter("start")) :]:
        if discourse.place(mention.start)[0] - here > reach:
            break
        actor = discourse.actors[mention.actor]
        if mention.actor in before or not actor.full_mentions:
            continue
        before.add(mention.actor)
        if discourse.content_at(mention.start) is None and _is_meant(discourse, layout, phrase, groups, mention, actor):
            return actor.number
    return None


def _is_lead(layout: Layout, offset: int) -> bool:
    """Whether a position is in the first paragraph of a text, or of a piece of news in it."""
    n = layout.block(offset)
    blocks = layout.annotation.document.blocks
    if not blocks or n == 0:
        return True
    last = blocks[n - 1]
    return last.kind in _HEADLINES or last.end - last.start <= _SHORT


def _is_meant(
    discourse: Discourse, layout: Layout, phrase: Phrase, groups: frozenset[str], mention: Mention, actor: Actor
) -> bool:
    """Whether somebody is what a phrase says, or of the body that it names, by the words beside his name."""
    gender = words().gender.get(phrase.word, "")
    if gender and actor.gender and gender != actor.gender:
        return False
    own = {w for form in actor.forms for w in fold(form).split()}
    said = _names(layout, phrase) - own
    other = discourse.layout(mention.start)
    start, end = mention.start - other.base, mention.end - other.base
    low, high = other.sentence_span(start)
    beside = other.text[max(low, start - REACH.tail) : min(high, end + REACH.tail)]
    shared = said & {fold(w.removesuffix("’s").removesuffix("'s")) for w in _WORD.findall(beside)}
    held = same_office(phrase.word, {*actor.roles, *actor.offices, *actor.past})
    return bool(shared if held else shared - groups)


def _names(layout: Layout, phrase: Phrase) -> set[str]:
    """Folded names in a phrase, and the initials of those in a row."""
    start = min(phrase.core[0], phrase.possessor[0] if phrase.possessor else phrase.core[0])
    end = max(phrase.core[1], phrase.complement[1] if phrase.complement else 0)
    found: set[str] = set()
    row = ""
    for word in _WORD.findall(layout.text[start:end]):
        bare = word.removesuffix("’s").removesuffix("'s")
        if bare[:1].isupper() and words().role(bare.lower()) is None and bare.lower() not in _LEADS:
            row += bare[0]
            found.add(fold(bare))
        else:
            found |= {row.lower()} if len(row) > 1 else set()
            row = ""
    return found | ({row.lower()} if len(row) > 1 else set())


_LEADS = frozenset({"a", "an", "the", "former", "ex", "one", "top", "senior", "longtime", "new"})

"""What people and bodies are called in a sentence: names, words before and behind a name, labels without one.

A label is given to an actor only where the words themselves say whom it means: it stands at the name ("the terror group
Jund", "Jund militants", "Jund, a terror group, …", "Jund is a terror group"). Other nouns for people and bodies ("the
jihadists") stand for no named actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from framing.resolve.clause_roles import Role, SentenceRead
from framing.resolve.tokens import Token
from framing.resolve.verb_groups import Chunk, Kind, tag_of
from framing.resolve.vocabulary import load, singular, words
from framing.values import Span

__all__ = ["Called", "CalledAs", "Mentioned", "Shown", "called", "is_label_noun", "label_of", "noun_of", "shown"]

_LISTS: dict[str, frozenset[str]] = {name: frozenset(map(str, members)) for name, members in load("labels.yml").items()}


class CalledAs(StrEnum):
    """How an actor is called where it is called something."""

    NAME = "name"
    TITLE = "before the name"
    MEMBERS = "behind the name"
    APPOSITION = "beside the name"
    PREDICATE = "said to be"
    SOURCE = "as a speaker"
    LABEL = "label"


class Mentioned(NamedTuple):
    """A mention of an actor by name: span, the actor's name and id, and what the name is a name of."""

    start: int
    end: int
    actor: str
    actor_id: str
    entity: str


class Called(NamedTuple):
    """A name, description or label: where its words stand, how it reads, whose it is (None where that is not sure).

    ``noun`` is the head noun in the singular; of a name it is "".
    """

    span: Span
    label: str
    noun: str
    whose: Mentioned | None
    how: CalledAs


class Shown(NamedTuple):
    """Who an agent or patient is: as a reader is shown it, the actor's id where it has one, and by what it is known."""

    text: str
    actor_id: str
    how: str


def called(text: str, read: SentenceRead, mentions: Sequence[Mentioned]) -> Iterator[Called]:
    """All that actors and groups are called in a sentence, names too, in order of the phrases."""
    for one in mentions:
        yield Called((one.start, one.end), text[one.start : one.end], "", one, CalledAs.NAME)
    for i, chunk in enumerate(read.chunks):
        if chunk.kind is not Kind.NOUNS or chunk.pronoun or chunk.when:
            continue
        own = _mention_at(read.tokens[chunk.head], mentions)
        if own is not None:
            yield from _around_name(read, i, own)
            continue
        label = _label_chunk(read, chunk)
        if label is None:
            continue
        span, words_of, noun = label
        whose, how = _whose(read, i, noun, mentions)
        if whose is not None and how is CalledAs.MEMBERS:
            behind = [t for t in read.tokens[chunk.first : chunk.head + 1] if t.start >= whose.end]
            trimmed = label_of(behind)
            if trimmed is not None:
                yield Called(*trimmed, noun, whose, how)
        elif whose is not None:
            yield Called(span, words_of, noun, whose, how)
        elif is_label_noun(noun):
            yield Called(span, words_of, noun, None, CalledAs.LABEL)


def label_of(tokens: Sequence[Token]) -> tuple[Span, str] | None:
    """The words of a noun phrase without determiner, possessor and number: span and label; names keep their capitals.

    None where nothing is left.
    """
    first = 0
    for k, token in enumerate(tokens[:-1]):
        low, tag = token.low, tag_of(token)
        if (
            token.possessive
            or tag in ("determiner", "number", "pronoun")
            or low in ("some", "most", "such", "other", "of")
        ):
            first = k + 1
    kept = tokens[first:]
    if not kept or not kept[-1].word:
        return None
    opens = (
        kept[0].entity is None and kept[0].text[:1].isupper() and kept[0].text[1:].islower() and kept[0] is tokens[0]
    )
    shown_words = [_cased(t) for t in kept]
    return (kept[0].start, kept[-1].end), " ".join(shown_words) if not opens else " ".join(
        [kept[0].low, *shown_words[1:]]
    )


def noun_of(token: Token) -> str:
    """The noun of a word in the singular, titles spelled out: "Sen." is senator."""
    return words().titles.get(token.low) or words().titles.get(singular(token.low)) or singular(token.low)


def shown(text: str, read: SentenceRead, role: Role, mentions: Sequence[Mentioned]) -> Shown:
    """Who an agent or a patient is."""
    if role.pronoun:
        return Shown(role.word, "", "pronoun")
    here = [t for t in read.tokens if role.span[0] <= t.start < role.span[1]]
    head = next((k for k, t in enumerate(here) if t.start == role.head[0]), len(here) - 1)
    own = _mention_at(here[head], mentions)
    if own is not None:
        return Shown(own.actor, own.actor_id, CalledAs.NAME.value)
    before = _right_before(here[: head + 1], mentions)
    if (
        before is not None
        and singular(role.word) in _LISTS["members"] | _LISTS["bodies"]
        and before.entity == "organisation"
    ):
        return Shown(before.actor, before.actor_id, CalledAs.MEMBERS.value)
    label = label_of(here[: head + 1])
    return Shown(label[1] if label else text[slice(*role.head)], "", CalledAs.LABEL.value)


@lru_cache(maxsize=1 << 14)
def is_label_noun(noun: str) -> bool:
    """Whether a head noun (singular) names people or bodies."""
    return noun in _LISTS["groups"] or (words().role(noun) is not None and noun not in _LISTS["not_labels"])


def _cased(token: Token) -> str:
    if token.entity is not None or not token.text[:1].isupper() or not token.text.rstrip(".")[1:].islower():
        return token.text
    return words().titles.get(token.low, token.low)


def _mention_at(token: Token, mentions: Sequence[Mentioned]) -> Mentioned | None:
    return next((m for m in mentions if m.start <= token.start < m.end), None)


def _right_before(tokens: Sequence[Token], mentions: Sequence[Mentioned]) -> Mentioned | None:
    """The mention in a phrase before its head, with nothing between but adjectives and nouns; not its possessor."""
    for token in reversed(tokens[:-1]):
        found = _mention_at(token, mentions)
        if found is not None:
            return None if token.possessive else found
        if token.possessive or tag_of(token) not in ("adjective", "noun") or token.entity is not None:
            return None
    return None


def _label_chunk(read: SentenceRead, chunk: Chunk) -> tuple[Span, str, str] | None:
    token = read.tokens[chunk.head]
    if tag_of(token) not in ("noun", "adjective") or token.entity is not None or not token.text[:1].isalpha():
        return None
    first = chunk.first
    for k in range(chunk.first, chunk.head):
        if read.tokens[k].low == "of":
            first = k + 1  # "dozens of militants"
    label = label_of(read.tokens[first : chunk.head + 1])
    return None if label is None else (*label, noun_of(token))


def _whose(read: SentenceRead, i: int, noun: str, mentions: Sequence[Mentioned]) -> tuple[Mentioned | None, CalledAs]:
    """Whose a common noun is by where it stands."""
    chunk = read.chunks[i]
    inside = read.tokens[chunk.first : chunk.head + 1]
    before = _right_before(inside, mentions)
    if before is not None and before.entity == "organisation" and noun in _LISTS["members"] | _LISTS["bodies"]:
        return before, CalledAs.MEMBERS
    if not is_label_noun(noun):
        return None, CalledAs.LABEL
    beside = _beside(read, i, mentions)
    if beside is not None:
        return beside, CalledAs.APPOSITION
    return _said_to_be(read, i, mentions), CalledAs.PREDICATE


def _beside(read: SentenceRead, i: int, mentions: Sequence[Mentioned]) -> Mentioned | None:
    """The actor that a phrase between commas describes: "Jund, a terror group, …"; "the envoy, Ann Cole, …"."""
    c = read.chunks
    if c[i].plural:
        return None
    ends = (Kind.COMMA, Kind.STOP, Kind.QUOTE, Kind.RELATIVE, Kind.PREPOSITION)
    behind = c[i + 1].kind if i + 1 < len(c) else Kind.STOP
    first = read.tokens[c[i].first]
    if behind is Kind.VERBS and c[i + 1].open and first.low in ("a", "an"):
        behind = Kind.RELATIVE  # "Jund, a group led by …"
    if (
        i > 1
        and c[i - 1].kind is Kind.COMMA
        and c[i - 2].kind is Kind.NOUNS
        and behind in ends
        and _determined(read, i)
    ):
        other = _mention_at(read.tokens[c[i - 2].head], mentions)
        opens = i < 3 or c[i - 3].kind is not Kind.PREPOSITION or first.low != "the"
        if other is not None and other.entity != "place" and opens and not _lists(read, i):
            return other
    if behind is Kind.COMMA and i + 3 < len(c) and c[i + 2].kind is Kind.NOUNS and _determined(read, i):
        name = _mention_at(read.tokens[c[i + 2].head], mentions)
        whole = name is not None and name.start <= read.tokens[c[i + 2].first].start and name.entity == "person"
        if whole and c[i + 3].kind in (Kind.COMMA, Kind.VERBS) and first.low != "a":
            return name
    return None


def _determined(read: SentenceRead, i: int) -> bool:
    """Whether a phrase has a determiner or a possessor: "the envoy", "its envoy", "Norland's envoy"."""
    inside = read.tokens[read.chunks[i].first : read.chunks[i].last]
    return tag_of(inside[0]) in ("determiner", "pronoun") or any(t.possessive for t in inside)


def _lists(read: SentenceRead, i: int) -> bool:
    """Whether a phrase between commas is one of a list: "Cole, the mayor and a priest"."""
    c = read.chunks
    behind = c[i + 1 : i + 3]
    return any(x.kind is Kind.AND for x in behind) or (i > 2 and c[i - 3].kind is Kind.COMMA)


def _said_to_be(read: SentenceRead, i: int, mentions: Sequence[Mentioned]) -> Mentioned | None:
    """The actor of whom a phrase is said: "Jund is a terror group"; not denied, asked or left open."""
    c = read.chunks
    at = i - 1
    while at >= 0 and c[at].kind is Kind.OTHER and c[at].word not in ("not", "no"):
        at -= 1
    if (
        at < 0
        or c[at].kind is not Kind.VERBS
        or c[at].base not in ("be", "become", "remain")
        or c[at].negated
        or c[at].modal
    ):
        return None
    if at + 1 < i and any(x.word in ("not", "hardly", "no") for x in c[at + 1 : i]):
        return None
    if read.tokens[c[i].first].low not in ("a", "an", "the"):
        return None
    subject = read.subjects.subject.get(at)
    if subject is None or len(subject.places) != 1 or subject.places[0] > at:
        return None
    who = _mention_at(read.tokens[c[subject.places[0]].head], mentions)
    return who if who is not None and who.entity != "place" else None


def _around_name(read: SentenceRead, i: int, own: Mentioned) -> Iterator[Called]:
    """Words of the same phrase before a name: "the terror group Jund"."""
    chunk = read.chunks[i]
    before = [t for t in read.tokens[chunk.first : chunk.head] if t.end <= own.start]
    if before and before[-1].possessive:
        return
    while before and before[-1].low in _LISTS["plain_titles"]:
        before = before[:-1]
    if not before or tag_of(before[-1]) not in ("noun", "name") or not is_label_noun(singular(before[-1].low)):
        return
    label = label_of(before)
    if label is not None:
        yield Called(*label, noun_of(before[-1]), own, CalledAs.TITLE)

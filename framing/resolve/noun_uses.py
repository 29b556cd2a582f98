"""Nouns for deeds and what befalls somebody, with whom they concern: "the shelling of the port by Norland"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from framing.resolve.clause_roles import Role, SentenceRead
from framing.resolve.verb_groups import Chunk, Kind, tag_of
from framing.resolve.vocabulary import singular
from framing.values import Span

__all__ = ["NounUse", "noun_uses"]

_TO = ("on", "against", "in")
_BY = ("by", "from")
_UNDER = frozenset(["attack", "fire", "bombardment", "siege", "shelling", "assault"])
_MOST = 3
"""So many phrases behind a noun are looked at."""


class NounUse(NamedTuple):
    """A noun in the singular, with its span, and whom it concerns.

    ``patient`` stands behind "of", "on", "against" or "in", ``agent`` behind "by" or "from"; ``owner`` is whose it is:
    "Norland's shelling", "the town's losses".
    """

    span: Span
    noun: str
    patient: Role | None
    agent: Role | None
    owner: Role | None
    told: bool = True
    """False where the noun is the subject of a verb that is denied or left open, or has "no"."""


def noun_uses(read: SentenceRead) -> Iterator[NounUse]:
    """The nouns of a sentence that are no names; with what stands at them where they are the head of their phrase."""
    at_head = {c.head: i for i, c in enumerate(read.chunks) if c.kind is Kind.NOUNS}
    for k, token in enumerate(read.tokens):
        if not token.word or token.tag != "noun" or token.entity is not None:
            continue
        i = at_head.get(k)
        roles = (None, None, None) if i is None else _at(read, i)
        yield NounUse((token.start, token.end), singular(token.low), *roles, i is None or _told(read, i))


def _at(read: SentenceRead, i: int) -> tuple[Role | None, Role | None, Role | None]:
    chunk = read.chunks[i]
    patient, agent = _of(read, chunk), None
    at = i + 1
    for _ in range(_MOST):
        if at + 1 >= len(read.chunks) or read.chunks[at].kind is not Kind.PREPOSITION:
            break
        word, nouns = read.chunks[at].word, read.chunks[at + 1]
        if nouns.kind is not Kind.NOUNS or nouns.when:
            break
        if word in _TO and patient is None and agent is None:
            patient = _role(read, nouns.first, nouns.last, nouns.head, nouns.pronoun)
        elif word in _BY and agent is None:
            agent = _role(read, nouns.first, nouns.last, nouns.head, nouns.pronoun)
        elif word not in ("with", "at", "near"):
            break
        at += 2
    if patient is None and singular(chunk.word) in _UNDER:
        patient = _under(read, i)
    return patient, agent, _owner(read, chunk)


def _told(read: SentenceRead, i: int) -> bool:
    subjects = read.subjects
    of = [v for v, s in subjects.subject.items() if i in s.places]
    denied = read.tokens[read.chunks[i].first].low == "no"
    return not denied and not any(subjects.open.get(v) or subjects.denied.get(v) for v in of)


def _of(read: SentenceRead, chunk: Chunk) -> Role | None:
    """The phrase behind "of" within a noun phrase."""
    at = next((k for k in range(chunk.head + 1, chunk.last) if read.tokens[k].low == "of"), None)
    if at is None or at + 1 >= chunk.last:
        return None
    end = next((k for k in range(at + 1, chunk.last) if read.tokens[k].low == "of"), chunk.last)
    return _role(read, at + 1, end, end - 1)


def _owner(read: SentenceRead, chunk: Chunk) -> Role | None:
    owners = [k for k in range(chunk.first, chunk.head) if read.tokens[k].possessive]
    return _role(read, chunk.first, owners[-1] + 1, owners[-1]) if owners else None


def _under(read: SentenceRead, i: int) -> Role | None:
    """Who is "under attack"."""
    c = read.chunks
    if i < 2 or c[i - 1].word != "under" or c[i - 2].kind is not Kind.VERBS or c[i - 2].base != "be":
        return None
    subject = read.subjects.subject.get(i - 2)
    if subject is None:
        return None
    who = c[subject.places[0]]
    return _role(read, who.first, who.last, who.head, who.pronoun)


def _role(read: SentenceRead, first: int, last: int, head: int, pronoun: bool = False) -> Role:
    t = read.tokens
    pronoun = pronoun or tag_of(t[head]) == "pronoun"
    return Role((t[first].start, t[last - 1].end), (t[head].start, t[head].end), t[head].low, pronoun)

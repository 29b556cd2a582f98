"""Steps between the chunks of a sentence, and which noun phrases are joint: what finding subjects and objects share."""

from __future__ import annotations

from dataclasses import dataclass

from framing.resolve.tokens import Token
from framing.resolve.verb_forms import Form
from framing.resolve.verb_groups import LISTS, Chunk, Kind

__all__ = ["Steps", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Places of the chunks that are the subject."""

    places: tuple[int, ...]


class Steps:
    """One sentence of chunks ``c`` over tokens ``t``.

    ``subject`` has the subject of each group of verbs that has one, by the place of the chunk; ``open`` and ``denied``
    whether it is left open, or denied, by the verb that it hangs on;
    ``reduced`` has the noun of participles.
    """

    def __init__(self, tokens: list[Token], chunks: list[Chunk]) -> None:
        self.t = tokens
        self.c = chunks
        self.subject: dict[int, Subject] = {}
        self.open: dict[int, bool] = {}
        self.denied: dict[int, bool] = {}
        self.reduced: dict[int, int] = {}

    def _with_joined(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """Places with those of phrases joined by "and" or commas before the first, where all are one subject."""
        at = places[0]
        found = list(places)
        c = self.c
        joint = at - 1
        if joint < 1 or c[joint].kind is not Kind.AND or c[joint].word not in ("and", "or"):
            return tuple(found)
        before = joint - 1
        members = [at]
        while before >= 0 and c[before].kind is Kind.NOUNS and not c[before].when:
            members.insert(0, before)
            if (
                before - 1 >= 0
                and c[before - 1].kind is Kind.COMMA
                and before - 2 >= 0
                and c[before - 2].kind is Kind.NOUNS
            ):
                before -= 2
                continue
            break
        left = members[0] - 1
        opens = left < 0 or c[left].kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT, Kind.COMMA)
        opens = opens or (c[left].kind is Kind.VERBS and c[left].base in LISTS["clausal"])
        return tuple(self._without_modifiers(members)) if len(members) > 1 and opens else tuple(found)

    def _without_modifiers(self, members: list[int]) -> list[int]:
        """Joint phrases without those that only modify the next: "US and Norse troops" are troops."""
        kept = []
        for k, at in enumerate(members):
            entity = self.t[self.c[at].head].entity
            behind = self.c[members[k + 1]] if k + 1 < len(members) else None
            modifies = (
                entity is not None and entity.type in ("place", "group") and behind is not None
                and behind.last - behind.first > 1 and self.t[behind.head].entity is None
                and (self.t[behind.first].entity is not None or self.t[behind.first].capital)
            )  # fmt: skip
            if not modifies:
                kept.append(at)
        return kept

    def _has_of(self, at: int) -> bool:
        """Whether a noun phrase holds an "of", so that what follows may be of either noun."""
        return any(t.low == "of" for t in self.t[self.c[at].first : self.c[at].last])

    # Steps

    def _back(self, at: int) -> int:
        """The next chunk to the left that is no adverb."""
        while at >= 0 and self.c[at].kind is Kind.OTHER and self.c[at].word not in ("there", "'"):
            at -= 1
        return at

    def _ahead(self, at: int) -> int:
        """The next chunk to the right that is no adverb and no particle."""
        at += 1
        c = self.c
        while at < len(c) and (c[at].kind is Kind.OTHER or (c[at - 1].kind is Kind.VERBS and self._is_particle(at))):
            at += 1
        return at

    def _finite_before(self, at: int) -> bool:
        """Whether a finite verb stands before in the same sentence part."""
        for k in range(at - 1, -1, -1):
            c = self.c[k]
            if c.kind in (Kind.STOP, Kind.QUOTE):
                return False
            if (
                c.kind is Kind.VERBS
                and not c.infinitive
                and Form.ING not in c.forms
                and (c.finite or k in self.subject)
            ):
                return True
        return False

    def _is_particle(self, at: int) -> bool:
        c = self.c[at]
        if c.kind is Kind.OTHER:
            return c.word in LISTS["particles"]
        return c.kind is Kind.PREPOSITION and c.word in ("up", "out")

"""The words that make a role: ``data/roles.yml`` as a table, and what the words of a phrase stand for in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from framing.resolve.names import country_of, fold
from framing.resolve.vocabulary import load, singular, words
from framing.values import Role
from framing.words import cut, without_possessive

__all__ = ["Hit", "RoleWords", "find", "is_region", "role_of_body", "role_words", "speaks_for_state", "tokens_of"]


@dataclass(frozen=True, eq=False)
class RoleWords:
    """``data/roles.yml``, by words."""

    posts: Mapping[tuple[str, ...], Role]
    of_bodies: Mapping[tuple[str, ...], Role]
    bodies: Mapping[tuple[str, ...], Role]
    nothing: frozenset[tuple[str, ...]]
    regions: frozenset[tuple[str, ...]]
    party_words: frozenset[str]
    former: frozenset[str]
    expected: frozenset[str]
    not_official: frozenset[str]
    not_states: frozenset[str]
    weak: frozenset[str]
    state_papers: frozenset[str]
    private: frozenset[str]
    ranks: frozenset[str]
    also_adjectives: frozenset[str]
    aides: frozenset[str]
    mouths: frozenset[str]
    bearers: frozenset[str]
    past: frozenset[str]
    hands: frozenset[str]
    owners: frozenset[str]
    parts: frozenset[str]
    kinds_of: frozenset[str]
    private_papers: frozenset[str]
    official: frozenset[Role]
    longest: int


@cache
def role_words() -> RoleWords:
    """The lists of ``data/roles.yml``."""
    raw = load("roles.yml")

    def by_words(name: str) -> dict[tuple[str, ...], Role]:
        return {tuple(fold(str(m)).split()): Role(role) for role, members in raw[name].items() for m in members}

    def phrases(name: str) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(fold(str(m)).split()) for m in raw[name])

    def plain(name: str) -> frozenset[str]:
        return frozenset(fold(str(m)) for m in raw[name])

    of_bodies = {tuple(fold(noun).split()): Role(role) for noun, role in raw["of_bodies"].items()}
    posts, bodies = by_words("posts"), by_words("bodies")
    return RoleWords(
        posts, of_bodies, bodies, phrases("nothing"), phrases("regions"), plain("party_words"), plain("former"),
        plain("expected"), plain("not_official"), plain("not_states"), plain("weak"), plain("state_papers"),
        plain("private"), plain("ranks"), plain("also_adjectives"), plain("aides"), plain("mouths"),
        plain("bearers"), plain("past"), plain("hands"), plain("owners"), plain("parts"), plain("kinds_of"),
        plain("private_papers"),
        frozenset(map(Role, raw["official"])),
        max(map(len, (*posts, *of_bodies, *bodies))),
    )  # fmt: skip


def speaks_for_state(role: Role) -> bool:
    """Whether a role is one that speaks for a state.

    >>> speaks_for_state(Role.POLICE), speaks_for_state(Role.FORMER), speaks_for_state(Role.ARMED_GROUP)
    (True, False, False)
    """
    return role in role_words().official


class Hit(NamedTuple):
    """Words of a description that stand in the table: a post, a noun of bodies, a body, a region, or nothing."""

    start: int
    end: int
    what: str
    role: Role
    text: str


def tokens_of(text: str) -> list[str]:
    """Folded words, without possessives; titles written out, hyphens cut."""
    known = words().titles
    found: list[str] = []
    for word in cut(text):
        folded = fold(without_possessive(word))
        if folded[:1].isdigit() and "-" in word:
            continue  # "a 300-member coalition"
        if folded in known and folded not in ("min", "del", "det", "fr", "sec", "dr", "hon", "gen"):
            folded = known[folded]
        elif folded == "gen":
            folded = "general"
        found += folded.split()
    return ["attorney" if t == "attorneys" and found[i + 1 : i + 2] == ["general"] else t for i, t in enumerate(found)]


def find(tokens: Sequence[str]) -> list[Hit]:
    """What the words stand for, the longest first at each place."""
    table, at, found = role_words(), 0, []
    while at < len(tokens):
        for size in range(min(table.longest, len(tokens) - at), 0, -1):
            piece = tuple(tokens[at : at + size])
            hit = _lookup(piece, table) or _lookup((*piece[:-1], singular(piece[-1])), table)
            if hit is not None:
                what, role = hit
                found.append(Hit(at, at + size, what, role, " ".join((*piece[:-1], singular(piece[-1])))))
                at += size
                break
        else:
            size = 2 if len(tokens) > at + 1 and country_of(" ".join(tokens[at : at + 2]).title()) else 1
            word = " ".join(tokens[at : at + size])
            if country_of(word.title()) or country_of(word.upper()):
                found.append(Hit(at, at + size, "country", Role.AGENCY, word))
            at += size
    return found


def _lookup(piece: tuple[str, ...], table: RoleWords) -> tuple[str, Role] | None:
    if piece in table.nothing:
        return "nothing", Role.OTHER
    if piece in table.posts:
        return "post", table.posts[piece]
    if piece in table.of_bodies:
        return "noun", table.of_bodies[piece]
    if piece in table.bodies:
        return "body", table.bodies[piece]
    if len(piece) == 1 and piece[0] in table.party_words:
        return "body", Role.PARTY
    if piece in table.regions:
        return "region", Role.LOCAL
    return None


def _is_qualified(name: str, nouns: Collection[str]) -> bool:
    """Whether a name has capitalised words of its own beside a noun."""
    words_of = [w for w in without_possessive(name).split() if w[:1].isupper() and fold(w) not in ("the", *nouns)]
    return bool(words_of) and any(fold(w) in nouns and w[:1].isupper() for w in name.split())


@lru_cache(maxsize=1 << 14)
def role_of_body(name: str) -> Role:
    """The role of a body by the words of its name, the last that is known; ``OTHER`` where none is.

    >>> role_of_body("Supreme Court").value, role_of_body("Teachers Union").value, role_of_body("Acme Corp.").value
    ('judiciary', 'union', 'business')
    """
    table = role_words()
    hits = [h for h in find(tokens_of(name)) if h.what in ("body", "post")]
    strong = [h for h in hits if h.text not in table.party_words] or hits
    if any(t in table.not_states for t in tokens_of(name)) and any(speaks_for_state(h.role) for h in strong):
        return Role.OTHER
    if not strong:
        return Role.OTHER
    clubs = {"committee", "caucus"}
    if (
        strong[-1].text in clubs
        and not any(h.role is Role.LEGISLATOR for h in strong[:-1])
        and _is_qualified(name, clubs)
    ):
        return Role.NGO  # "Harbor Preservation Committee", "Caucus of Rank and File Teachers"
    return strong[-1].role


def is_region(name: str) -> bool:
    """Whether a name is that of a part of a federation, which has a government: "Ohio"."""
    return tuple(fold(name).split()) in role_words().regions

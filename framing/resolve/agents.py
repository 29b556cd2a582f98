"""Which mentions are of somebody who could speak: not datelines, places that are only places, buildings, laws, storms.

Silence is told only of those. A country, region or capital counts where the sentence uses it as a government: it does
something, something is done by it, or it is spoken to. Whoever has a title or a description, or does something in the
article, could speak; a name that only stands in a list or before a noun shows nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from framing.resolve.actors import Actor, Mention, Roster
from framing.resolve.layout import Layout
from framing.resolve.names import country_of, fold
from framing.resolve.role_words import is_region, role_of_body
from framing.resolve.vocabulary import load, singular, words
from framing.structure import BlockKind
from framing.values import Role

__all__ = ["agents", "died_before"]

_NOBODYS = frozenset({BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.PROMOTION})
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{1,20})?(?: \([A-Z][\w .]{1,20}\))?,? ?(?:—|–|--|―| - )")
_STATE_CODE = re.compile(r"[\s(,][RDI]-\s?$")
_CREDIT = re.compile(
    r"(?:[Pp]hoto(?:graph)?s?|[Ii]mages?|[Ii]llustration|[Vv]ideo|Getty|Reuters|REUTERS)"
    r"(?: by|:| courtesy of| credit:?)? ?$|\bBy $"
)
_CREDIT_ENDS = (
    "hoto", "hotos", "hotograph", "hotographs", "mage", "mages", "llustration", "ideo", "Getty", "euters", "EUTERS",
    " by", ":", " courtesy of", " credit", "By",
)  # fmt: skip
_CREDITED = re.compile(
    r"(?:,? and [A-Z][\w.]+ [A-Z][\w.]+)? (?:contributed (?:to this|reporting)|reported from|contributed)|"
    r"/(?:AP|Getty|Reuters|AFP)|, (?:AP|Reuters|Getty Images)\b"
)
_GLUED = re.compile(r"[a-z]{2}[A-Z][a-z]+[A-Z][a-z]+[A-Z]")
_WORD_BEFORE = re.compile(r"([\w.'’-]+)\Z")
_KILLED = re.compile(
    r"\b(?:killed|murdered|assassinated|fatally shot|(?:killings?|deaths?|murders?|assassinations?|funerals?) of|"
    r"shooting (?:deaths? )?of|shooting \d+-year-old|killed [\w ]{1,30}, including|funeral for|the late) "
    r"(?:(?:the|an?|unarmed|U\.S\.|[A-Z][\w.]*|teenager|ambassador) ){0,4}$"
)
_KILLED_SIGNS = ("kill", "murder", "assassin", "fatal", "death", "funeral", "shooting", "the late ")
"""Words without which the pattern matches nothing: a cheap look before a search."""
_DIED = re.compile(
    r"(?:, (?:\w+ ){0,4}?)?,? ?(?:who )?(?:was|were) (?:fatally )?(?:killed|murdered|slain|assassinated|shot dead)\b|"
    r", who (?:has |had )?died\b|"
    r" (?:died|was shot and killed)\b|['’]s (?:death|body|killing|murder|funeral|assassination)\b"
)
_SERVANTS = tuple(
    [w] for w in ("ally", "aide", "adviser", "spokesman", "spokeswoman", "staffer", "supporter", "backer")
)
_BY = frozenset({"by"})
_NEXT = re.compile(r"(?:['’]s)? ([\w'’-]+)")
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "became"])
_BETWEEN = frozenset(
    ["also", "has", "have", "had", "never", "already", "now", "still", "recently", "repeatedly", "later", "then",
     "which", "who"]
)  # fmt: skip
_TALKS = re.compile(
    r"\b(?:talks|deal|negotiat\w+|agreement|relations|meeting|met|spoke|pact|accord|war|ties) "
    r"(?:reached |struck )?(?:with|between) (?:the )?$"
)
_ALLIES = re.compile(
    r"\b(?:all(?:y|ies)|partners?|rivals?|enem(?:y|ies)|adversar(?:y|ies)|support|pressure|threats?|weapons|aid) "
    r"(?:of|from|like|such as|including) (?:the )?(?:[A-Z]\w+,? (?:and )?(?:the )?){0,3}$"
)
"""What a government is or gives: "our allies from Norland and "."""
_ROLE_BEHIND = re.compile(
    r"['’]s (?:\w+ ){0,2}?"
    r"(?:government|leaders?|officials?|regime|ministry|president|refusal|decision|offer|threat|demands?|claims?|response)\b"
)


@cache
def _things() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(str, members)) for name, members in load("things.yml").items()}


@cache
def _died() -> Mapping[str, int]:
    return {fold(name): int(year) for name, year in load("things.yml")["died"].items()}


def died_before(name: str, year: int | None) -> bool:
    """Whether a name is that of a person of history who was dead by a year; of one who is, where no year is given.

    >>> died_before("Abraham Lincoln", 2001), died_before("Nelson Mandela", 2001), died_before("Ann Cole", None)
    (True, False, False)
    """
    death = _died().get(fold(name))
    return death is not None and (year is None or death < year)


def agents(roster: Roster, fields: Sequence[Layout]) -> list[bool]:
    """For each mention whether it is of somebody who could speak, in the order of the roster's mentions."""
    surnames = {fold(a.name).split()[-1] for a in roster.actors if a.person and a.name.strip()}
    stands = [
        _stands(roster.actors[m.actor], m, fields[m.layout]) and not _is_family(roster.actors[m.actor], surnames)
        for m in roster.mentions
    ]
    dead = {m.actor for m in roster.mentions if roster.actors[m.actor].person and _is_dead(m, fields[m.layout])}
    dead |= {m.actor for m in roster.mentions if _is_short_for_a_thing(m, fields[m.layout])}
    shown: set[int] = set()
    for mention, stand in zip(roster.mentions, stands, strict=True):
        actor = roster.actors[mention.actor]
        shows = actor.descriptions or actor.roles or _is_place(actor) or _acts(mention, fields[mention.layout])
        if stand and shows:
            shown.add(mention.actor)
    return [
        stand and m.actor not in dead and (m.actor in shown or _is_full(roster.actors[m.actor]))
        for m, stand in zip(roster.mentions, stands, strict=True)
    ]


def _is_dead(mention: Mention, layout: Layout) -> bool:
    """Whether the words around a person's name tell that he is dead: "the killing of", "whose funeral"."""
    start, end = mention.start - layout.base, mention.end - layout.base
    before = layout.text[max(layout.sentence_span(start)[0], start - 80) : start]
    killed = any(sign in before for sign in _KILLED_SIGNS) and _KILLED.search(before) is not None
    return killed or _DIED.match(layout.text, end) is not None


def _is_short_for_a_thing(mention: Mention, layout: Layout) -> bool:
    """Whether a name is the acronym in brackets behind a law or the like: "the Fair Rents Act (FRA)"."""
    start, end = mention.start - layout.base, mention.end - layout.base
    text = layout.text
    if text[start - 2 : start] != " (" or text[end : end + 1] != ")" or not text[start:end].isupper():
        return False
    before = text[max(0, start - 32) : start - 2].split()
    return bool(before) and before[-1][:1].isupper() and before[-1].lower() in _things()["last_words"]


def _is_full(actor: Actor) -> bool:
    """Whether a name by itself is plainly a person's or a body's."""
    tokens = actor.name.split()
    if actor.person:
        return len(tokens) > 1 and all(t[:1].isupper() for t in tokens)
    return fold(actor.name) in words().known or (len(tokens) > 1 and role_of_body(actor.name) is not Role.OTHER)


def _stands(actor: Actor, mention: Mention, layout: Layout) -> bool:
    """Whether nothing about the place of a mention says that it is nobody's who could speak."""
    text = layout.text
    start, end = mention.start - layout.base, mention.end - layout.base
    if layout.block_kind(start) in _NOBODYS or _is_dateline(layout, start, end):
        return False
    before = text[max(0, start - 40) : start]
    if before[-1:].isalpha() or text[end : end + 1].isalnum() or _GLUED.search(actor.name):
        return False  # cut out of words that a page ran together
    if "-" in before[-3:] and _STATE_CODE.search(before):
        return False
    if (before.rstrip().endswith(_CREDIT_ENDS) and _CREDIT.search(before)) or _CREDITED.match(text, end):
        return False
    if " " in actor.name and actor.name.split()[0] in ("In", "At", "From", "With", "On", "To"):
        return False  # "Remain In European Union", of a headline
    if actor.person and fold(actor.name).split()[-1:] in _SERVANTS:
        return False  # "Cole Ally", of a headline
    if _is_thing(actor.name, actor.person) or (actor.person and _is_plural_family(actor)):
        return False
    found = _WORD_BEFORE.search(before.removesuffix("\n").rstrip(' “"(').rpartition(" ")[2])
    word = found.group(1).lower() if found else ""
    if word in _things()["storms"] or (word == "of" and not actor.person and actor.name.islower()):
        return False  # "Hurricane Ada", "director of national intelligence"
    follows = _NEXT.match(text, end)
    behind = follows.group(1) if follows and not text.startswith(("'s", "’s"), end) else ""
    if behind[:1].isupper() and behind.lower() in _things()["behind"]:
        return False
    if not _is_place(actor):
        return True
    governs = country_of(actor.name) is not None or is_region(actor.name)
    return governs and _governs(layout, mention, word)


def _is_dateline(layout: Layout, start: int, end: int) -> bool:
    opens = layout.blocks and start - layout.blocks[layout.block(start)] < 40
    return bool(opens) and _DATELINE.match(layout.text, end) is not None and layout.text[start:end].split()[0].isupper()


def _is_place(actor: Actor) -> bool:
    if actor.person:
        return False
    return (
        country_of(actor.name) is not None
        or actor.types["place"] > actor.types["organisation"]
        or is_region(actor.name)
    )


def _is_family(actor: Actor, surnames: set[str]) -> bool:
    """Whether "the Coles" are a family of somebody whom the article names."""
    name = fold(actor.name)
    return not actor.person and " " not in name and name.endswith("s") and name[:-1] in surnames and name[:1].isalpha()


@lru_cache(maxsize=1 << 14)
def _is_thing(name: str, person: bool) -> bool:
    folded = fold(name)
    if folded in _things()["still_bodies"]:
        return False
    if not person and name.islower() and role_of_body(name) is Role.OTHER:
        return True
    tokens = [singular(t) for t in folded.split()]
    if tokens and tokens[0] in _things()["storms"]:
        return True
    last = _things()["last_words"]
    return any(" ".join(tokens[-n:]) in last or " ".join(folded.split()[-n:]) in last for n in (1, 2, 3))


def _is_plural_family(actor: Actor) -> bool:
    return (
        " " not in actor.name
        and actor.name.endswith("s")
        and not actor.full_mentions
        and not actor.roles
        and actor.genders.total() == 0
    )


def _governs(layout: Layout, mention: Mention, word: str) -> bool:
    """Whether a place is used as its government where it stands."""
    text = layout.text
    end = mention.end - layout.base
    if word in _BY or word in _things()["dealing"]:
        return True
    before = text[max(0, mention.start - layout.base - 50) : mention.start - layout.base]
    if _TALKS.search(before) or _ALLIES.search(before):
        return True
    if _ROLE_BEHIND.match(text, end):
        return True
    return word not in _things()["where"] and _acts(mention, layout)


def _acts(mention: Mention, layout: Layout) -> bool:
    """Whether a verb that is no form of "be" follows a name."""
    text = layout.text
    at = mention.end - layout.base
    if text.startswith(("'s", "’s"), at):
        return False
    for _ in range(3):
        follows = _NEXT.match(text, at)
        if follows is None:
            return False
        word = follows.group(1).lower()
        if word not in _BETWEEN and layout.tag(follows.start(1)) not in ("verb", "modal"):
            return False
        if word not in _BETWEEN and word not in _BE:
            return True
        at = follows.end()
    return False

"""Offices and kinship that stand right before a name: "former Vice President", "the first lady,", "his wife,"."""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.resolve.vocabulary import words

__all__ = ["KIN", "NO_TITLES", "Titles", "read_titles", "same_office"]

_WORD = re.compile(r"[\w.’'&/-]+$")
_MOST = 9
"""Words of a title at most."""
_OF = re.compile(r"\b([A-Z][a-z]+) of (?:the )?([A-Z][\w’-]+(?: [A-Z][\w’-]+)?) $")
_PAST = frozenset({"former", "ex", "onetime", "retired", "late", "then"})
_DEPUTY = frozenset({"vice", "deputy", "assistant", "associate", "under"})
_KIN = re.compile(
    r"(?:\b(first (?:lady|gentleman)|wife|husband|widow|widower|daughter|son|brother|sister|mother|father|spouse|"
    r"niece|nephew|uncle|aunt|cousin|grandson|granddaughter|girlfriend|boyfriend|fianc[eé]e?|stepson|stepdaughter))"
    r"(?: of [A-Z][\w.’' -]{2,40})?,? $",
    re.I,
)
_KIN_ENDS = (
    "lady", "gentleman", "wife", "husband", "widow", "widower", "daughter", "son", "brother", "sister", "mother",
    "father", "spouse", "niece", "nephew", "uncle", "aunt", "cousin", "friend", "fiance", "fiancé", "fiancee",
    "fiancée",
)  # fmt: skip
"""How the words of relatives end: a cheap look before a search."""
_SAME = (
    frozenset({"representative", "congressman", "congresswoman"}),
    frozenset({"justice", "judge"}),
    frozenset({"front-runner", "frontrunner"}),
)
KIN = frozenset(
    [
        "lady",
        "wife",
        "husband",
        "daughter",
        "son",
        "brother",
        "sister",
        "mother",
        "father",
        "spouse",
        "partner",
        "fiancé",
    ]
)
"""Nouns for relatives."""
_REACH = 90
"""Characters before a name that are read."""


class Titles(NamedTuple):
    """What stands before one mention of a name.

    ``offices`` are role nouns held now, ``past`` those held before; ``vice-president`` is one office. ``kin`` is the
    noun that introduces the name as somebody's relative.
    """

    offices: frozenset[str]
    past: frozenset[str]
    kin: str


NO_TITLES = Titles(frozenset(), frozenset(), "")


def read_titles(text: str, start: int, low: int) -> Titles:
    """Titles before the name at ``start``; nothing before ``low`` is read.

    >>> t = "Former Vice President Bo Day met Secretary of State Ann Lee and his wife, Eva Day"
    >>> [tuple(map(sorted, read_titles(t, t.index(n), 0)[:2])) for n in ("Bo", "Ann", "Eva")]
    [([], ['vice-president']), (['secretary'], []), ([], [])]
    >>> read_titles(t, t.index("Eva"), 0).kin, read_titles(t, t.index("Bo"), 0).kin
    ('wife', '')
    """
    low = max(low, start - _REACH)
    if not text[low:start].endswith((" ", "\u00a0")):
        return NO_TITLES
    of = text.find(" of ", low, start) >= 0
    related = None
    if of or text[low:start].rstrip(" ,").lower().endswith(_KIN_ENDS):
        related = _KIN.search(text, low, start)
    kin = related.group(1).lower().split()[-1] if related is not None else ""
    body = _OF.search(text, low, start) if of else None
    end = body.end(1) + 1 if body is not None and words().role(body.group(1).lower()) else start
    chain = _chain(text[low:end])
    if not chain:
        return Titles(frozenset(), frozenset(), kin)
    found: list[str] = []
    past = False
    for i in range(len(chain) - 1, -1, -1):
        word = chain[i].lower().rstrip(".").removesuffix("’s").removesuffix("'s")
        if word in _PAST or word.startswith("ex-"):
            past = True
        role = words().role(word)
        if role is not None:
            before = chain[i - 1].lower() if i else ""
            found.append(f"vice-{role}" if before in _DEPUTY else role)
            continue
        modifies = word in words().title_modifiers or word in _DEPUTY or chain[i][:1].isupper()
        if not modifies or word in words().honorifics or (chain[i][:1].isupper() and word in words().given_names):
            break
    named = frozenset(found)
    return Titles(frozenset(), named, kin) if past else Titles(named, frozenset(), kin)


def _chain(text: str) -> list[str]:
    """The last words of a text that ends with a blank, with one blank between them and no other marks."""
    chain: list[str] = []
    for piece in reversed(text[:-1].split(" ")[-_MOST:] if text.endswith(" ") else ()):
        word = _WORD.search(piece)
        if word is None:
            break
        chain.insert(0, word.group())
        if word.start():
            break
    return chain


def same_office(word: str, held: frozenset[str] | set[str]) -> bool:
    """Whether an office is among others, or is one of them by another name.

    >>> same_office("congressman", {"representative"}), same_office("president", {"vice-president"})
    (True, False)
    """
    return word in held or any(word in group and not group.isdisjoint(held) for group in _SAME)

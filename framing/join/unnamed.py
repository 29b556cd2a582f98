"""Speakers without a name: every one a source of its own, and counted as a kind ("unnamed: US officials")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from framing.join.names import alias_of
from framing.resolve.names import fold, slug
from framing.resolve.vocabulary import PRONOUNS, QUANTIFIERS, singular
from framing.values import Passage, Speaker, SpeakerType

__all__ = ["UNNAMED", "Unnamed", "fighters", "kind_label", "shown_name"]

UNNAMED = "unnamed: "
"""What the names of such kinds begin with."""
_FURTHER = frozenset({"another", "other", "second", "third", "fourth", "separate", "different"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
_TAIL = re.compile(
    r" (?:of|for|with|who|whom|which|that|in|from|at|to|on|near|familiar|close|briefed|involved|inside|within|"
    r"working|speaking|by|about|and|,)\b.*"
)
_PAPERS = (SpeakerType.DOCUMENT, SpeakerType.DATA)
_ENDS = re.compile(r"(?:s|x|ch|sh)$")
_COLLECTIVE = frozenset({"police", "personnel", "staff", "media", "press", "government", "public"})
_IRREGULAR = {"person": "people", "child": "children", "man": "men"}
_OF_US = frozenset({"my", "our", "your"})
_COUNTED = QUANTIFIERS - {"%", "percent", "group", "number"}
_SOME = re.compile(
    rf"(?:a )?(?:{'|'.join(sorted(_COUNTED))}) of (?:(?:the|these|those|its|their|his|her) )*", re.IGNORECASE
)
_PARTICIPLE = re.compile(r"(.*\S) (\w+ed)")


@lru_cache(maxsize=1 << 14)
def kind_label(name: str) -> str:
    """The kind that a description without a name is of: its noun in the plural.

    >>> kind_label("US official"), kind_label("source with knowledge of the talks"), kind_label("Officials")
    ('unnamed: US officials', 'unnamed: sources with knowledge of the talks', 'unnamed: officials')
    """
    name = _SOME.sub("", name.removeprefix("unnamed "), count=1)
    match = _TAIL.search(name)
    head, tail = (name[: match.start()], match.group()) if match else (name, "")
    if tail.startswith((" and ", ",")) or head.partition(" ")[0].lower() in _OF_US:  # several, or one that is known
        return f"{UNNAMED}{name}"
    if head.lower() in PRONOUNS or head.lower() in _COUNTED:
        return f"{UNNAMED}people{tail}"
    if tail and (participle := _PARTICIPLE.fullmatch(head)):
        head, tail = participle[1], f" {participle[2]}{tail}"
    before, space, noun = head.rpartition(" ")
    if noun.istitle() and not before:
        noun = noun.lower()
    low = noun.lower()
    if singular(low) != low or low in _COLLECTIVE or not low[-1:].isalpha():
        plural = noun
    elif low in _IRREGULAR:
        plural = _IRREGULAR[low]
    elif low.endswith("man") and len(low) > len("man"):
        plural = noun[:-2] + "en"
    elif low.endswith("y") and low[-2:-1] not in tuple("aeiou"):
        plural = noun[:-1] + "ies"
    else:
        plural = noun + ("es" if _ENDS.search(low) else "s")
    return f"{UNNAMED}{before}{space}{plural}{tail}"


def shown_name(who: Speaker) -> str:
    """The name by which tables list a speaker: its own, or where a corpus was joined and it has none, its kind."""
    counted_as_kind = who.found is not None and not who.named and who.type not in _PAPERS
    return kind_label(who.name) if counted_as_kind else who.name


@dataclass
class Unnamed:
    """Tells the unnamed speakers of one article apart, statement by statement, in the order in which they are read.

    "The official" and "he" go on with the one before; "an official", "another official" and "officials" are somebody
    that the article has not shown to be one of those before.
    """

    article_id: str
    met: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def speaker(self, who: Speaker, phrase: Passage | None) -> Speaker:
        """The source that an unnamed speaker of a statement is; a group ("critics") is one in all articles."""
        if who.type is SpeakerType.GROUP:
            return fighters(who)
        seen = self.phrases.setdefault(who.id, set())
        span = (phrase.start, phrase.end) if phrase is not None else None
        if who.id not in self.met or (phrase is not None and span not in seen and _is_new(phrase.text)):
            self.met[who.id] = self.met.get(who.id, 0) + 1
        if span is not None:
            seen.add(span)
        number = self.met[who.id]
        own = f"{who.id}@{self.article_id}" + (f".{number}" if number > 1 else "")
        return replace(who, id=own, found=who)


def fighters(who: Speaker) -> Speaker:
    """A group without a name; the fighters of an armed group that the world knows ("IS militants") are that group."""
    group = alias_of(f"{who.affiliation} {who.name}") if who.affiliation and " " not in who.name else None
    if group is None or group.type is not SpeakerType.ARMED_GROUP:
        return who
    return replace(who, id=slug(group.name), name=group.name, type=group.type, named=True, found=who)


def _is_new(phrase: str) -> bool:
    """Whether a phrase brings somebody in: neither a pronoun nor definite, or expressly another."""
    tokens = fold(phrase.strip(' ,"“”')).split()
    if not tokens:
        return False
    if _FURTHER.intersection(tokens[:3]):
        return True
    return tokens[0] not in _DEFINITE and not (len(tokens) == 1 and tokens[0] in PRONOUNS)

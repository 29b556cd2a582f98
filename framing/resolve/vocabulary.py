"""The word lists and closed classes of this stage, read once from ``data/words.yml`` and ``data/grammar.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

__all__ = [
    "AUXILIARIES",
    "BARE",
    "BEFORE_CUES",
    "CLAUSE_BOUNDS",
    "CLAUSE_HEADS",
    "CLAUSE_JOINTS",
    "COMPANIES",
    "CUE_FORMS",
    "DAYS",
    "DETERMINERS",
    "FINITE",
    "FORCES",
    "GENERIC",
    "HEARERS",
    "INDEFINITES",
    "LAWS",
    "LEADING",
    "LINKS",
    "MEDIA_NOUNS",
    "NOT_PLURAL",
    "PARTICIPLES",
    "PARTICLES",
    "PARTIES",
    "POSTNOMINALS",
    "PREDICATES",
    "PREPOSITIONS",
    "PRONOUNS",
    "QUANTIFIERS",
    "STOP",
    "SUBORDINATORS",
    "TOO_SHORT",
    "TRAILING",
    "UTTERANCES",
    "WEAK",
    "Gender",
    "Words",
    "first_name_gender",
    "load",
    "singular",
    "words",
]


def load(name: str) -> Any:
    """One of the data files of this package, parsed; in C where the platform has it (ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(resources.files(__package__).joinpath("data", name).read_bytes(), Loader=loader)  # noqa: S506


_CLASSES: dict[str, frozenset[str]] = {name: frozenset(members) for name, members in load("grammar.yml").items()}

AUXILIARIES = _CLASSES["auxiliaries"]
BARE = _CLASSES["bare"]
COMPANIES = _CLASSES["companies"]
DAYS = _CLASSES["days"]
DETERMINERS = _CLASSES["determiners"]
FINITE = _CLASSES["finite"]
FORCES = _CLASSES["forces"]
GENERIC = _CLASSES["generic"]
HEARERS = _CLASSES["hearers"]
LEADING = _CLASSES["leading"]
MEDIA_NOUNS = _CLASSES["media_nouns"]
NOT_PLURAL = _CLASSES["not_plural"]
PARTICIPLES = _CLASSES["participles"]
PARTICLES = _CLASSES["particles"]
PARTIES = _CLASSES["parties"]
POSTNOMINALS = _CLASSES["postnominals"]
PREDICATES = _CLASSES["predicates"]
PREPOSITIONS = _CLASSES["prepositions"]
PRONOUNS = _CLASSES["pronouns"]
QUANTIFIERS = _CLASSES["quantifiers"]
STOP = _CLASSES["stop"]
TOO_SHORT = _CLASSES["too_short"]
TRAILING = _CLASSES["trailing"]
WEAK = _CLASSES["weak"]
CLAUSE_BOUNDS = _CLASSES["clause_bounds"]
INDEFINITES = _CLASSES["indefinites"]
LINKS = _CLASSES["links"]
SUBORDINATORS = _CLASSES["subordinators"]
UTTERANCES = _CLASSES["utterances"]
CLAUSE_JOINTS = _CLASSES["clause_joints"]
LAWS = _CLASSES["laws"]
CLAUSE_HEADS = _CLASSES["clause_heads"]
BEFORE_CUES = _CLASSES["before_cues"]
CUE_FORMS = _CLASSES["cue_forms"]

Gender = str
"""``"m"``, ``"f"`` or ``""`` where unknown."""

_IRREGULAR = {"people": "person", "children": "child", "media": "media", "women": "woman", "men": "man"}


@lru_cache(maxsize=1 << 14)
def singular(word: str) -> str:
    """Singular of a lower-case noun, by rule.

    >>> [singular(w) for w in ("officials", "spokesmen", "allies", "witnesses", "press", "people")]
    ['official', 'spokesman', 'ally', 'witness', 'press', 'person']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word in NOT_PLURAL or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x)es$", word):
        return word[:-2]
    return word[:-1]


@dataclass(frozen=True, eq=False)
class Words:
    """What single words say about a source.

    ``kinds`` maps a role noun to all that it is a kind of, itself included. Keys are lower case and
    singular.
    """

    kinds: Mapping[str, frozenset[str]]
    epithets: frozenset[str]
    gender: Mapping[str, Gender]
    honorifics: Mapping[str, Gender]
    titles: Mapping[str, str]
    title_modifiers: frozenset[str]
    bodies: Mapping[str, str]
    armed_context: frozenset[str]
    documents: frozenset[str]
    data: frozenset[str]
    insiders: frozenset[str]
    crowds: frozenset[str]
    known: Mapping[str, str]
    given_names: Mapping[str, Gender]
    seats: Mapping[str, str]
    """Country or union by the seat of its power."""

    @lru_cache(maxsize=1 << 14)  # noqa: B019 (there is one Words, kept for good)
    def role(self, word: str) -> str | None:
        """The role noun that a word (lower case, singular or plural, perhaps abbreviated) stands for."""
        bare = word.rstrip(".")
        if bare in self.titles:
            return self.titles[bare]
        if bare in self.kinds:
            return bare
        single = singular(bare)
        if single in self.kinds:
            return single
        tail = single.rsplit("-", 1)[-1]  # "co-author", "ex-president"
        return tail if tail != single and tail in self.kinds else None

    @lru_cache(maxsize=1 << 14)  # noqa: B019 (there is one Words, kept for good)
    def is_title(self, word: str) -> bool:
        """Whether a word (lower case) may stand before a person's name without being part of it."""
        bare = word.rstrip(".")
        return bare in self.honorifics or bare in self.titles or self.role(bare) is not None


@cache
def words() -> Words:
    """The lists of ``data/words.yml``."""
    raw = load("words.yml")
    kinds: dict[str, set[str]] = {}
    for kind, members in raw["roles"].items():
        for member in members:
            kinds.setdefault(member, {member}).add(kind)
        kinds.setdefault(kind, {kind})
    return Words(
        kinds={k: frozenset(v) for k, v in kinds.items()},
        epithets=frozenset(raw["epithet"]),
        gender=_by_word(raw["gender"]),
        honorifics=_by_word(raw["honorifics"]),
        titles=raw["titles"],
        title_modifiers=frozenset(raw["title_modifiers"]),
        bodies=_by_word(raw["bodies"]),
        armed_context=frozenset(raw["armed_context"]),
        documents=frozenset(raw["documents"]),
        data=frozenset(raw["data"]),
        insiders=frozenset(raw["insiders"]),
        crowds=frozenset(raw["crowds"]),
        known=_by_word(raw["known"]),
        given_names=_by_word(raw["given_names"]),
        seats=_by_word(raw["seats"]),
    )


@cache
def _first_names() -> Mapping[str, Gender]:
    """The lists of ``data/first_names.txt``: folded first names of many cultures, mostly of one sex."""
    text = resources.files(__package__).joinpath("data", "first_names.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {name: row[0] for row in rows for name in row[1:]}


def first_name_gender(name: str) -> Gender:
    """Sex of most people with a first name (folded), by the list of frequent names, else by that of many cultures.

    >>> [first_name_gender(n) for n in ("tomasz", "ngozi", "michael", "robin of", "kim")]
    ['m', 'f', 'm', '', 'f']
    """
    return words().given_names.get(name) or _first_names().get(name, "")


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group, members in groups.items():
        for member in members:
            found.setdefault(str(member), group)
    return found

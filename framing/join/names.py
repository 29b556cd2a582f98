"""Names that may be one actor's: persons' names taken apart, bodies' names put in one form, names the world knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import yaml

from framing.resolve.names import country_of, fold, is_acronym, person_parts
from framing.resolve.vocabulary import words
from framing.values import SpeakerType

__all__ = ["Alias", "PersonName", "alias_of", "body_key", "formal_names", "is_initials", "person_name", "short_names"]

_CAPITALS = 4
"""Letters of a name at most that is an alias only in capitals: "WHO" is a body, "who" is not."""
_VOWELS = frozenset("aeiouy")
_SENIOR = {"sr": "sr", "jr": "jr", "ii": "ii", "iii": "iii", "iv": "iv"}
_SPELLINGS = {"defence": "defense", "organisation": "organization", "centre": "center", "labour": "labor",
              "programme": "program", "&": "and", "dept": "department", "govt": "government"}  # fmt: skip
_LEGAL = frozenset({"inc", "corp", "corporation", "ltd", "llc", "plc", "co", "gmbh", "ag", "sa"})
_MEMBERS = frozenset(
    {"group", "groups", "militants", "militant", "fighters", "terrorists", "jihadists", "insurgents", "gunmen",
     "extremists", "movement", "organization", "organisation", "terror", "terrorist", "rebels", "militia"}
)  # fmt: skip
_OF = re.compile(r"(?P<kind>[a-z]+) of (?:the )?(?P<what>.+)")


class PersonName(NamedTuple):
    """Folded parts: ``given`` ("" for a surname alone), ``middle`` ones, ``surname`` without particles, ``suffix``."""

    given: str
    middle: tuple[str, ...]
    surname: str
    suffix: str


@lru_cache(maxsize=1 << 16)
def person_name(name: str) -> PersonName:
    """The parts of a person's name; initials before a surname are one given name.

    >>> person_name("Joseph R. Bidwell Jr."), person_name("J. D. Marsh").given
    (PersonName(given='joseph', middle=('r',), surname='bidwell', suffix='jr'), 'jd')
    >>> person_name("al-Ja'afari").surname, person_name("Kerr").given, person_name("Al Marsh").given
    ('jaafari', '', 'al')
    """
    parts, suffix = person_parts(name.replace(",", " "))
    if not parts:
        return PersonName("", (), fold(name), "")
    surname = parts[-1].split()[-1]
    given = list(parts[:-1])
    lead = 0
    while lead < len(given) and len(given[lead]) == 1:
        lead += 1
    if lead > 1:
        given[:lead] = ["".join(given[:lead])]
    return PersonName(given[0] if given else "", tuple(given[1:]), surname, _SENIOR.get(suffix, ""))


def is_initials(given: str) -> bool:
    """Whether a folded given name is initials: "j", "jd".

    >>> is_initials("j"), is_initials("jd"), is_initials("ed"), is_initials("mo")
    (True, True, False, False)
    """
    return len(given) == 1 or (len(given) == 2 and not _VOWELS.intersection(given))


@cache
def short_names() -> Mapping[str, frozenset[str]]:
    """For every short form or spelling of a given name the full names that it may stand for (``nicknames.txt``)."""
    found: dict[str, set[str]] = {}
    text = resources.files(__package__).joinpath("data", "nicknames.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            full, *short = line.split()
            for name in short:
                found.setdefault(name, set()).add(full)
    return {k: frozenset(v) for k, v in found.items()}


def formal_names(given: str) -> frozenset[str]:
    """A given name and the full names that it may be short for.

    >>> sorted(formal_names("liz")), sorted(formal_names("elizabeth"))
    (['elizabeth', 'lisa', 'liz', 'lizzie'], ['elizabeth'])
    """
    return short_names().get(given, frozenset()) | {given}


class Alias(NamedTuple):
    """An actor that the world knows by several names (``aliases.yml``)."""

    name: str
    type: SpeakerType
    source: str


def _plain(name: str) -> str:
    """A name as the table of aliases has it: folded, or as it is written where it is short."""
    folded = fold(name).removeprefix("the ")
    short = name.replace(".", "").strip()
    return short if len(folded) <= _CAPITALS else folded


@cache
def _aliases() -> Mapping[str, Alias]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = resources.files(__package__).joinpath("data", "aliases.yml").read_bytes()
    found: dict[str, Alias] = {}
    for row in yaml.load(raw, Loader=loader):  # noqa: S506 (our own file, and the loader is a safe one)
        alias = Alias(row["name"], SpeakerType(row["type"]), row["source"])
        for name in (row["name"], *row["also"]):
            found[_plain(name)] = alias
    return found


@lru_cache(maxsize=1 << 16)
def alias_of(name: str) -> Alias | None:
    """Who bears a name that the world knows; of an armed group, "ISIS militants" and "the Islamic State group" too.

    >>> [a and a.name for a in map(alias_of, ("Daesh", "Islamic State group", "IS militants", "F.B.I.", "who"))]
    ['Islamic State', 'Islamic State', 'Islamic State', 'FBI', None]
    """
    found = _aliases().get(_plain(name))
    if found is not None:
        return found
    tokens = name.split()
    while len(tokens) > 1 and tokens[-1].lower() in _MEMBERS:
        tokens.pop()
    group = _aliases().get(_plain(" ".join(tokens)))
    return group if group is not None and group.type is SpeakerType.ARMED_GROUP else None


@lru_cache(maxsize=1 << 17)
def body_key(name: str) -> tuple[str, str]:
    """A body's or a place's name in one form: the country that it says it is of ("" where it says none), and the rest.

    >>> body_key("Russia's Defense Ministry"), body_key("the Russian Defence Ministry")
    (('russia', 'defense ministry'), ('russia', 'defense ministry'))
    >>> body_key("Ministry of Defence of the Russian Federation"), body_key("U.S. Department of Justice")
    (('russia', 'defense ministry'), ('', 'justice department'))
    >>> body_key("Britain"), body_key("FBI"), body_key("Acme Corp.")
    (('', 'united kingdom'), ('', 'fbi'), ('', 'acme'))
    """
    alias = alias_of(name)
    if alias is not None:
        return "", fold(alias.name)
    country = _state(name)
    if country:
        return "", country
    tokens = re.sub(r"['’]s\b", " ", name).replace("-", " ").split()
    if tokens and tokens[0].lower() in ("the", "a", "an"):
        tokens = tokens[1:]
    owner, tokens = _owner(tokens)
    plain = [t for t in fold(" ".join(tokens)).split() if t]
    while len(plain) > 1 and plain[-1] in _LEGAL:
        plain.pop()
    plain = [_SPELLINGS.get(t, t) for t in plain]
    if not owner:
        at = next((i for i in range(len(plain) - 1, 0, -1) if plain[i] == "of"), 0)
        of = " ".join(plain[at + 1 :]).removeprefix("the ")
        state = _state(of.title()) if at else ""
        if state and plain[0] not in ("bank", "university"):
            owner, plain = state, plain[:at]
    rest = " ".join(plain)
    match = _OF.fullmatch(rest)
    if match and words().bodies.get(match["kind"]) == "government":
        rest = f"{match['what']} {match['kind']}"
    inner = alias_of(rest.title()) if owner else None
    if inner is not None and owner == "united states" and inner.type is SpeakerType.GOVERNMENT:
        return "", fold(inner.name)
    if not owner:
        whole = alias_of(rest.title())
        if whole is not None:
            return "", fold(whole.name)
    return owner, rest or fold(name)


def _owner(tokens: list[str]) -> tuple[str, list[str]]:
    """The state whose name or adjective stands first before a body's name, and what is left."""
    for size in (2, 1):
        state = _state(" ".join(tokens[:size]), adjective=True) if len(tokens) > size else ""
        rest = tokens[size:]
        if state and "government" in (words().bodies.get(fold(rest[i])) for i in (0, -1)):
            return state, rest
    return "", tokens


@lru_cache(maxsize=1 << 14)
def _state(name: str, *, adjective: bool = False) -> str:
    """The folded name of the state that a word names; of its people too, where an ``adjective`` counts."""
    alias = alias_of(name)
    if alias is not None and alias.type is SpeakerType.GOVERNMENT and country_of(alias.name):
        return fold(alias.name)
    country = country_of(name)
    if country is None:
        return ""
    own = fold(name) == fold(country) or country.lower() in name.lower() or is_acronym(name)
    return fold(country) if adjective or own else ""

"""Closed classes of words, read once from ``data/grammar.yml``, where each says what it is for."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

__all__ = [
    "AUXILIARIES",
    "BARE",
    "CLAUSE_BOUNDS",
    "DETERMINERS",
    "FINITE",
    "FORCES",
    "GENERIC",
    "HEARERS",
    "INDEFINITES",
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
    "TOO_SHORT",
    "TRAILING",
    "WEAK",
    "load",
]


def load(name: str) -> Any:
    """One of the data files of this package, parsed; in C where the platform has it (ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(resources.files(__package__).joinpath("data", name).read_bytes(), Loader=loader)  # noqa: S506


_CLASSES: dict[str, frozenset[str]] = {name: frozenset(members) for name, members in load("grammar.yml").items()}

AUXILIARIES = _CLASSES["auxiliaries"]
BARE = _CLASSES["bare"]
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

"""Sets of words for acts, shipped or a user's own: verbs and nouns, some of them only of some things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from framing.errors import LexiconError
from framing.given import Given, from_plain
from framing.tables import each_value
from framing.wording import nearest

__all__ = ["WordSets", "read_word_sets"]

_NAMED = {"places": ("place",), "persons": ("person", "group"), "bodies": ("organisation",)}
"""Which names are of a class."""


@dataclass(frozen=True)
class WordSets:
    """Sets of words by name.

    ``verbs`` gives each verb (base form with its particle) its sets and the classes of what it must be done to, none
    for all; ``nouns`` the same of nouns (singular), ``suffered`` nouns of what befalls somebody, with their set.
    ``classes`` are the nouns of each class.
    """

    names: tuple[str, ...]
    verbs: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    nouns: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    suffered: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    classes: Mapping[str, frozenset[str]]

    def of(self, word: str, *, verb: bool, noun: str, entity: str) -> str:
        """The set of a word that is done to a noun (singular) or a kind of name; "" where it is in none."""
        for found in (self.verbs,) if verb else (self.nouns, self.suffered):
            for name, classes in found.get(word, ()):
                if not classes or any(noun in self.classes.get(c, ()) or entity in _NAMED.get(c, ()) for c in classes):
                    return name
        return ""

    @cached_property
    def words(self) -> frozenset[str]:
        """All verbs and nouns."""
        return frozenset().union(self.verbs, self.nouns, self.suffered)

    def of_lines(self, lines: pd.DataFrame) -> pd.Series:
        """The set of each line's ``word``, by ``verb`` and what it is done to; "" where it is in none."""
        found = np.full(len(lines), "", dtype=object)
        held = np.flatnonzero(each_value(lines["word"], self.words.__contains__).astype(bool))
        columns = [lines[c].iloc[held].tolist() for c in ("word", "verb", "patient_noun", "patient_entity")]
        found[held] = [self.of(w, verb=bool(v), noun=n, entity=e) for w, v, n, e in zip(*columns, strict=True)]
        return pd.Series(found, index=lines.index, dtype="str")


def read_word_sets(path: str | Path | None = None, *, shipped: str = "act_words") -> WordSets:
    """The sets of a YAML file (docs/naming.md shows one), or the shipped ones.

    Raises a LexiconError that names the file, what is wrong and what to do.
    """
    return _read(None if path is None else str(path), shipped)


@lru_cache(maxsize=16)
def _read(path: str | None, shipped: str) -> WordSets:
    place = path or f"framing/measure/data/{shipped}.yml"
    try:
        text = _shipped(shipped) if path is None else Path(path).read_text("utf-8")
        raw = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError(
            f"{place}: cannot be read ({error}); give a YAML file as docs/naming.md shows one"
        ) from error
    root = from_plain(raw, lambda reason, _: LexiconError(f"{place}: {reason}"), title="the file").table(
        "classes", "sets", required=["sets"]
    )
    classes = {} if shipped == "act_words" else dict(_read(None, "act_words").classes)
    if "classes" in root:
        classes |= {name: frozenset(nouns.texts()) for name, nouns in root["classes"].table().items()}
    verbs: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    nouns: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    suffered: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    sets = root["sets"].table()
    for name, members in sets.items():
        kinds = members.table("verbs", "nouns", "suffered")
        for key, found in (("verbs", verbs), ("nouns", nouns), ("suffered", suffered)):
            for entry in kinds[key].rows() if key in kinds else ():
                word, of = _entry(entry, classes)
                found.setdefault(word, []).append((name, of))
    return WordSets(tuple(sets), _frozen(verbs), _frozen(nouns), _frozen(suffered), classes)


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath("data", f"{name}.yml").read_text("utf-8")


def _frozen(
    found: Mapping[str, list[tuple[str, tuple[str, ...]]]],
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return {word: tuple(entries) for word, entries in found.items()}


def _entry(entry: Given, classes: Mapping[str, frozenset[str]]) -> tuple[str, tuple[str, ...]]:
    """A word, and the classes of what it must be done to."""
    if not isinstance(entry.value, dict):
        return entry.text(), ()
    found = entry.table("word", "of", required=["word", "of"])
    of = found["of"].texts() if isinstance(found["of"].value, list) else (found["of"].text(),)
    for name in of:
        if name not in classes and name not in _NAMED:
            raise found["of"].error(f"is {name!r}, which is no class. {nearest(name, {*classes, *_NAMED})}")
    return found["word"].text(), of

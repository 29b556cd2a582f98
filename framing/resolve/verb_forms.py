"""Base form and kind of English verb forms: "captured" may be the past or the participle of "capture".

The tagger tells verbs from other words, not which form they are in; spelling does, but for past and participle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

__all__ = ["Form", "Reading", "base_of", "readings_of"]


class Form(StrEnum):
    """What a verb form may be; one form may be several."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Reading:
    """The base form of a verb and all that the form may be."""

    base: str
    forms: frozenset[Form]


_FULL = {
    "be": {"am": "present", "is": "present", "are": "present", "was": "past", "were": "past", "been": "participle",
           "being": "ing", "'s": "present", "'re": "present", "'m": "present"},
    "have": {"has": "present", "had": "past participle", "having": "ing", "'ve": "present"},
    "do": {"does": "present", "did": "past", "done": "participle", "doing": "ing"},
}  # fmt: skip
_ENDINGS = (
    ("ied", ("y",), (Form.PAST, Form.PARTICIPLE)),
    ("ies", ("y",), (Form.PRESENT,)),
    ("ying", ("ie", "y"), (Form.ING,)),
    ("ed", ("", "e"), (Form.PAST, Form.PARTICIPLE)),
    ("ing", ("", "e"), (Form.ING,)),
    ("es", ("", "e"), (Form.PRESENT,)),
    ("s", ("",), (Form.PRESENT,)),
)
_DOUBLES = re.compile(r"[^aeiou][aeiou][bdgklmnprtvz]$")
_SINGLE = re.compile(r"[^aeiou]*[aeiou][bdgklmnprtvz]")
_SHORT = 5
_VOWELS = frozenset("aeiou")


@cache
def _known() -> tuple[dict[str, Reading], frozenset[str]]:
    """Readings of irregular forms, and all base forms."""
    text = resources.files(__package__).joinpath("data", "verbs.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    gap = lines.index([])
    found: dict[str, dict[str, set[Form]]] = {}
    for base, *forms in lines[:gap]:
        kinds = _FULL[base].items() if base in _FULL else ((forms[0], "past"), (forms[-1], "participle"))
        for form, kind in kinds:
            found.setdefault(form, {}).setdefault(base, set()).update(map(Form, kind.split()))
    bases = {line[0] for line in lines[:gap]} | {word for line in lines[gap:] for word in line}
    readings = {
        form: Reading(*max(((b, frozenset(k)) for b, k in of.items()), key=_size)) for form, of in found.items()
    }
    for form, one in readings.items():
        if form in bases:  # "put", "hit", "come": past or participle is the base form, too
            readings[form] = Reading(one.base, one.forms | {Form.BASE})
    return readings, frozenset(bases)


def _size(reading: tuple[str, frozenset[Form]]) -> int:
    return len(reading[1])


@lru_cache(maxsize=1 << 14)
def readings_of(word: str) -> Reading:
    """The reading of a word (lower case) that is a verb.

    >>> sorted(readings_of("captured").forms), sorted(readings_of("taken").forms)
    ([<Form.PARTICIPLE: 'participle'>, <Form.PAST: 'past'>], [<Form.PARTICIPLE: 'participle'>])
    >>> [readings_of(w).base for w in ("freed", "seized", "stopped", "hit", "fled", "dying", "carries", "recaptured")]
    ['free', 'seize', 'stop', 'hit', 'flee', 'die', 'carry', 'recapture']
    """
    irregular, bases = _known()
    if word in irregular:
        return irregular[word]
    if word in bases:
        return Reading(word, frozenset({Form.BASE}))
    for ending, stems, forms in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: -len(ending)]
            if len(stem) > 2 and ending in ("ed", "ing") and _DOUBLES.search(stem) and stem + "e" in bases:
                return Reading(stem + "e", frozenset(forms))  # "rated" is no form of "rat"
            base = next((stem + s for s in stems if stem + s in bases), None) or _undoubled(stem, ending, bases)
            if base is not None:
                return Reading(base, frozenset(forms))
    for ending, _, forms in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return Reading(_guessed(word[: -len(ending)], ending), frozenset(forms))
    return Reading(word, frozenset({Form.BASE}))


def base_of(word: str) -> str:
    """The base form of a verb form, lower case.

    >>> base_of("liberating"), base_of("frobnicated"), base_of("zapped"), base_of("vaping")
    ('liberate', 'frobnicate', 'zap', 'vape')
    """
    return readings_of(word).base


def _undoubled(stem: str, ending: str, bases: frozenset[str]) -> str | None:
    doubled = ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]
    return stem[:-1] if doubled and stem[:-1] in bases else None


def _guessed(stem: str, ending: str) -> str:
    """The base form of a verb that the list lacks, by spelling."""
    if ending in ("ied", "ies", "ying"):
        return stem + "y"
    if ending == "s" or (ending == "es" and stem.endswith(("s", "x", "z", "ch", "sh", "o"))):
        return stem
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "slzft":
        return stem[:-1]
    if stem.endswith("ick") and len(stem) > _SHORT:
        return stem[:-1]  # "mimicked"
    if stem[-1] == "l" and len(stem) > 2 and stem[-2] not in "aeiourlw":
        return stem + "e"  # "dangled"
    if stem.endswith("at") and len(stem) > 3:
        return stem if stem[-3] in "eo" else stem + "e"
    if ending in ("ed", "ing") and _SINGLE.fullmatch(stem):
        return stem + "e"  # "probing": of "prob" it would be doubled
    takes = stem.endswith(("iz", "is", "ys", "ur", "uc", "ut", "id", "ad", "ud", "ak", "ik", "ok", "in", "ir"))
    takes = takes and len(stem) > 2 and stem[-3] not in _VOWELS
    return stem + "e" if takes or stem[-1] in "cvguz" or ending == "es" else stem

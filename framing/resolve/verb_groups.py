"""Groups of verbs: "to have been freed", "could not catch"; and what a chunk of a sentence is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from framing.resolve.tokens import Token
from framing.resolve.verb_forms import Form, readings_of
from framing.resolve.vocabulary import load

__all__ = ["LISTS", "SUBJECT_PRONOUNS", "Chunk", "Kind", "tag_of", "tagged", "verb_group"]

LISTS: dict[str, frozenset[str]] = {name: frozenset(map(str, members)) for name, members in load("clauses.yml").items()}


class Kind(StrEnum):
    """What a chunk is."""

    NOUNS = "nouns"
    VERBS = "verbs"
    PREPOSITION = "preposition"
    RELATIVE = "relative"
    JOINT = "joint"
    AND = "and"
    COMMA = "comma"
    STOP = "stop"
    QUOTE = "quote"
    OTHER = "other"


class Chunk(NamedTuple):
    """A run of tokens ``first`` to ``last`` (exclusive).

    Of nouns, ``head`` is the token that says who or what is meant, and ``when`` marks times and measures. Of verbs,
    ``head`` is the main verb, ``base`` its base form, ``forms`` what the first verb may be (``Form.BASE`` after a
    modal), and the rest says how they stand together.
    """

    kind: Kind
    first: int
    last: int
    head: int = -1
    word: str = ""
    when: bool = False
    pronoun: bool = False
    plural: bool | None = None
    base: str = ""
    forms: frozenset[Form] = frozenset()
    modal: str = ""
    infinitive: bool = False
    passive: bool = False
    negated: bool = False
    auxiliary: str = ""

    @property
    def finite(self) -> bool:
        """Whether verbs must be finite: they are no infinitive and no participle, and cannot be one."""
        if self.infinitive or Form.ING in self.forms:
            return False
        return bool(self.modal) or (self.forms != {Form.PARTICIPLE} and not self.open)

    @property
    def open(self) -> bool:
        """Whether verbs are one word that may be past or participle: "captured"."""
        return not self.modal and not self.infinitive and not self.auxiliary and Form.PARTICIPLE in self.forms


_NAMES = ("person", "organisation", "place")
SUBJECT_PRONOUNS = frozenset(["i", "he", "she", "it", "we", "they", "you"])
_FULL = {"didn": "did", "don": "do", "doesn": "does", "isn": "is", "wasn": "was", "weren": "were", "aren": "are",
         "couldn": "could", "wouldn": "would", "shouldn": "should", "won": "will", "hasn": "has", "haven": "have",
         "hadn": "had", "mustn": "must", "needn": "need", "ain": "is"}  # fmt: skip
_NEGATED = frozenset(_FULL)
_MODALS = frozenset(["will", "would", "can", "could", "may", "might", "shall", "should", "must", "cannot", "wo", "ca"])


_OPENING = _NEGATED | _MODALS
_BEFORE_CUT = SUBJECT_PRONOUNS | {"who", "that", "there", "what"}


def tag_of(token: Token) -> str:
    """The part of speech, where a name is one whatever the tagger says."""
    if token.text[:1] in "$€£" and token.word:
        return "number"
    named = token.entity is not None and token.tag != "preposition"
    if named and token.entity is not None and (token.entity.type in _NAMES or token.tag == "verb"):
        return "name"
    return token.tag or "other"


def tagged(token: Token) -> Token:
    """The token with the part of speech of :func:`tag_of`, so that it is worked out once."""
    if token.entity is None and token.tag and token.text[:1] not in "$€£":
        return token
    tag = tag_of(token)
    return token if tag == token.tag else token._replace(tag=tag)


def verb_group(text: str, t: list[Token], i: int) -> Chunk | None:
    """The group of verbs that begins at a token, without adverbs before it: "to have been freed", "could not go"."""
    at = i
    infinitive = False
    if t[at].low == "to" and t[at].entity is None:
        after = at + 1
        while after < len(t) and t[after].tag == "adverb":
            after += 1
        if after >= len(t) or t[after].tag not in ("verb",) or Form.BASE not in readings_of(t[after].low).forms:
            return None if after >= len(t) or t[after].low not in ("had", "has") else _group(text, t, i, after, True)
        return _group(text, t, i, after, infinitive=True)
    if t[at].tag not in ("verb", "modal") and t[at].low not in _OPENING:
        return None
    if t[at].low in _NEGATED and not _cut_off(text, t[at]):
        return None
    return _group(text, t, i, at, infinitive)


def _cut_off(text: str, token: Token) -> bool:
    """Whether "n't" is cut off behind a word."""
    return text[token.end : token.end + 2] in ("'t", "’t", "ʼt")


def _group(text: str, t: list[Token], first: int, at: int, infinitive: bool) -> Chunk:
    negated = first > 0 and t[first - 1].low in ("not", "never")
    modal = auxiliary = ""
    passive = False
    low = _FULL.get(t[at].low, t[at].low) if _cut_off(text, t[at]) else t[at].low
    if t[at].low in ("can", "cannot", "ca") or low in _MODALS:
        modal = low
    negated |= _cut_off(text, t[at]) or t[at].low == "cannot"
    reading = readings_of(low)
    forms = frozenset({Form.BASE}) if modal or infinitive else reading.forms
    contracted = _contracted(text, t, first)
    if contracted and not infinitive and not modal:
        auxiliary, forms = contracted, frozenset({Form.PRESENT})
        if contracted == "will":
            modal, auxiliary = "will", ""
        elif contracted == "be" and Form.PARTICIPLE in reading.forms:
            forms = frozenset()  # "he's helped": is or has
            passive = True
    head, base = at, "" if modal == low else reading.base
    end = at + 1
    while True:
        after = end
        while after < len(t) and (t[after].tag == "adverb" or t[after].low == "not") and t[after].word:
            after += 1
        if after >= len(t) or not t[after].word or t[after].tag != "verb":
            break
        following = readings_of(t[after].low)
        if (modal and head == at and base == "") or base == "do":
            if Form.BASE not in following.forms and following.base not in ("have", "be"):
                break
        elif base == "have":
            if Form.PARTICIPLE not in following.forms:
                break
        elif base == "be" or (base == "get" and Form.PARTICIPLE in following.forms):
            if Form.ING in following.forms:
                passive = False
            elif Form.PARTICIPLE in following.forms:
                passive = True
            else:
                break
        else:
            break
        negated |= any(x.low in LISTS["negations"] for x in t[end:after])
        auxiliary, head, base, end = base or modal, after, following.base, after + 1
    if base == "" and head == at:
        base = modal
    before = t[at + 1 : head]
    negated |= any(x.low in ("not", "never") for x in before)
    if first > 0 and t[first - 1].tag == "adverb" and t[first - 1].low in LISTS["negations"]:
        negated = True
    return Chunk(
        Kind.VERBS, first, end, head, t[head].low, base=base, forms=forms, modal=modal, infinitive=infinitive,
        passive=passive, negated=negated, auxiliary=auxiliary if head != at or contracted else "",
    )  # fmt: skip


_CONTRACTED = {"s": "be", "re": "be", "m": "be", "ve": "have", "ll": "will", "d": "will"}


def _contracted(text: str, t: list[Token], first: int) -> str:
    """The verb that is cut short behind the pronoun before a group: "they've killed"."""
    at = first - 1
    while at >= 0 and t[at].word and (t[at].tag == "adverb" or t[at].low == "not"):
        at -= 1
    if at < 0 or t[at].low not in _BEFORE_CUT:
        return ""
    tail = text[t[at].end : t[at].end + 3].lower()
    return next((verb for mark, verb in _CONTRACTED.items() if tail[:1] in "'’ʼ" and tail[1:].startswith(mark)), "")

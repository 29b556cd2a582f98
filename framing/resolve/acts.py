"""What kind of attribution it is: speech, thought, an attitude shown otherwise, or nobody's statement.

The network's head judges by the words of the cue alone. A multinomial logistic regression over its chances and over
what stands around the cue (the verb's form, how what is said begins, who the source is) judges again; its weights are
``data/acts.json``, learnt by ``training/acts_signs.py`` from the labels that the head was learnt from.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.attribute.labels import ACTS
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form, Phrase
from framing.resolve.rules import Change
from framing.resolve.rules.nobodys import is_silent
from framing.resolve.rules.targets import is_deed, is_target
from framing.resolve.thresholds import ACT
from framing.resolve.vocabulary import BEFORE_CUES, CLAUSE_HEADS, CUE_FORMS, UTTERANCES, singular, words
from framing.values import Act, Kind

__all__ = ["act_of", "chances", "signs", "without_deeds"]

_NONE, _SPEECH = ACTS.index("none"), ACTS.index("speech")
_FIRST = itemgetter(0)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[:–—,-]")
_NOT = re.compile(r"\b(?:not|never|no|cannot)\b|n['’]t\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b(?: \w+ly)? \w*(?:ed|en|own|id|ught)\b")
_IF = re.compile(r"\b(?:if|whether)\b")
_WHO = re.compile(r"\b(?:who|which|that)\b")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s", "e", "y", "d")
_LEAST = 3
"""Letters of a stem, at least, and of a word that is cut down to one."""
_VERBS = frozenset({"verb", "modal"})
_SURE = 6.0
"""A logarithm of a chance is at least minus this."""


def act_of(layout: Layout, attribution: Attribution, kind: Kind) -> Act:
    """The likeliest act; speech where no cue tells, or where the words are quoted whole.

    What is indirect is speech only where that is likely enough, and surer still where it has no verb,
    nobody who says it, or a cue that alone would not tell of speech. A clause that stands before its cue is reported,
    whatever its verb.
    """
    if attribution.settled is not None:
        return attribution.settled
    if is_silent(layout, attribution):
        return Act.OTHER
    found = _likeliest(layout, attribution, kind)
    named = found is Act.SPEECH and (is_target(layout, attribution) or is_deed(layout, attribution))
    return Act.OTHER if named else found


def _likeliest(layout: Layout, attribution: Attribution, kind: Kind) -> Act:
    if not attribution.acts or (kind is Kind.DIRECT and attribution.acts[_SPEECH] >= ACT.quoted):
        return Act.SPEECH
    agreed = attribution.acts[_SPEECH] == max(attribution.acts)
    needed = max(_needed(layout, attribution), 0.0 if agreed else ACT.topic)
    before = attribution.content[-1][1] <= attribution.cue[0][0]  # "…, believes the minister"
    if needed <= ACT.speech and (before or attribution.acts[_SPEECH] >= ACT.plain):
        return Act.SPEECH
    found = chances(layout, attribution, kind)
    order = sorted(range(len(ACTS)), key=lambda i: -found[i])
    told = kind is Kind.INDIRECT or (attribution.confidence < ACT.mixed and not _utters(layout, attribution))
    doubtful = order[0] == _SPEECH and told and found[_SPEECH] < needed
    best = order[1] if doubtful else order[0]
    return Act.OTHER if best == _NONE else Act(ACTS[best])


def _needed(layout: Layout, one: Attribution) -> float:
    """How likely speech must be: what has no verb is a topic or a target more often than words of somebody's.

    It is speech only behind a word of uttering: "denounced the remarks", not "took offence at the remarks". Of findings
    that are doubted altogether more are wrong.
    """
    if one.confidence < ACT.doubtful:
        return ACT.sure
    tags = {tag for a, b in one.content for tag in _tags(layout, a, b)}
    if tags and tags.isdisjoint(_VERBS) and not any(layout.text.startswith("that ", a) for a, _ in one.content):
        return ACT.topic if _utters(layout, one) else ACT.never
    return ACT.speech if one.source else ACT.topic


def _utters(layout: Layout, one: Attribution) -> bool:
    """Whether a cue has a word of uttering, or no word at all."""
    cue = _WORD.findall(" ".join(layout.text[a:b] for a, b in one.cue).lower())
    return not cue or not _utterances().isdisjoint(map(_stem, cue))


@cache
def _utterances() -> frozenset[str]:
    """Stems of the words of uttering in all their forms, and the marks that stand for one."""
    forms = (base.removesuffix("e") + ending for base in UTTERANCES for ending in ("ed", "ing"))
    return frozenset({*map(_stem, UTTERANCES), *map(_stem, forms), *":–—"})


def without_deeds(
    layout: Layout, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Change, ...]]:
    """The attributions without those that nobody states: deeds, events, provisions; and what was left out."""
    kept: list[Attribution] = []
    trace: list[Change] = []
    for one in attributions:
        if _is_nobodys(layout, one):
            trace.append(Change("nobody's statement", layout.field, one, None))
        else:
            kept.append(one)
    return tuple(kept), tuple(trace)


def _is_nobodys(layout: Layout, one: Attribution) -> bool:
    """Whether nobody states it; signs are looked at only where the head thinks it possible."""
    if not one.acts or one.acts[_NONE] < ACT.possible:
        return False
    kind = layout.kind(one.content)
    return kind is not Kind.DIRECT and chances(layout, one, kind)[_NONE] >= ACT.nobodys


def chances(layout: Layout, one: Attribution, kind: Kind) -> tuple[float, ...]:
    """Chance of each of :data:`framing.attribute.labels.ACTS`, of an attribution whose cue tells."""
    weights = _weights()
    speech = thought = other = none = 0.0
    for sign, value in signs(layout, one, kind):
        weight = weights.get(sign)
        if weight is not None:
            speech += weight[0] * value
            thought += weight[1] * value
            other += weight[2] * value
            none += weight[3] * value
    totals = (speech, thought, other, none)
    most = max(totals)
    shares = [math.exp(t - most) for t in totals]
    whole = sum(shares)
    return tuple([s / whole for s in shares])


@cache
def _weights() -> Mapping[str, tuple[float, ...]]:
    """Weight of each sign for each act."""
    raw = json.loads(resources.files(__package__).joinpath("data", "acts.json").read_text("utf-8"))
    return {sign: tuple(weights) for sign, weights in raw.items()}


def signs(layout: Layout, one: Attribution, kind: Kind) -> Iterator[tuple[str, float]]:
    """What tells the act of an attribution, each with its size."""
    yield "always", 1.0
    for act, chance in zip(ACTS, one.acts, strict=True):
        yield f"chance {act}", chance
        yield f"log {act}", max(-_SURE, math.log(max(chance, 1e-9)))
    yield f"kind {kind.value}", 1.0
    yield from _of_cue(layout, one)
    yield from _of_content(layout, one)
    yield from _of_source(layout, one)


def _of_cue(layout: Layout, one: Attribution) -> Iterator[tuple[str, float]]:
    text, (start, end) = layout.text, (one.cue[0][0], one.cue[-1][1])
    cue = " ".join(text[a:b] for a, b in one.cue).lower()
    parts = _WORD.findall(cue)
    for part in dict.fromkeys(parts):
        yield f"cue {part if part in CUE_FORMS or len(part) <= _LEAST else _stem(part)}", 1.0
    if parts:
        yield f"first {_stem(parts[0])}", 1.0
        yield f"last {_stem(parts[-1])}", 1.0
    yield "words of the cue", min(len(parts), 8) / 4
    tags = _tags(layout, start, end)
    yield f"verbs {min(tags.count('verb'), _LEAST)}", 1.0
    if tags:
        yield f"first tag {tags[0]}", 1.0
        yield f"last tag {tags[-1]}", 1.0
    if "modal" in tags:
        yield "modal", 1.0
    if _NOT.search(cue):
        yield "not", 1.0
    if _PASSIVE.search(cue):
        yield "passive", 1.0
    if layout.quoted(start) is not None:
        yield "in a quotation", 1.0
    low, high = layout.sentence_span(start)
    before = text[max(low, start - 30) : start].lower().split()[-1:]
    yield f"before {before[0] if before and before[0] in BEFORE_CUES else ''}", 1.0
    if _IF.search(text[max(low, start - 25) : start].lower()):
        yield "if", 1.0
    if "?" in text[high - 3 : high]:
        yield "question", 1.0


def _of_content(layout: Layout, one: Attribution) -> Iterator[tuple[str, float]]:
    text, end = layout.text, one.cue[-1][1]
    behind = [c for c in one.content if c[0] >= end]
    yield f"content {'before' if not behind else 'behind' if len(behind) == len(one.content) else 'both'}", 1.0
    if behind:
        a, b = behind[0]
        yield f"gap {text[end:a].strip().lower()[:8]}", 1.0
        if text[a] in "“\"‘'«":
            yield "opens a quotation", 1.0
        head = _WORD.findall(text[a : min(b, a + 60)].lower())
        if head:
            yield f"begins {head[0] if head[0] in CLAUSE_HEADS else 'ing' if head[0].endswith('ing') else ''}", 1.0
            if head[0] == "to":
                yield f"to {''.join(map(_stem, head[1:2]))}", 1.0
        yield from ((f"begins with {tag}", 1.0) for tag in _tags(layout, a, a + 1))
    tags = [tag for a, b in one.content for tag in _tags(layout, a, b)]
    yield f"verbs in content {min(tags.count('verb') + tags.count('modal'), 2)}", 1.0
    yield "length", math.log1p(len(tags)) / 3
    yield f"pieces {min(2, len(one.content))}", 1.0


def _of_source(layout: Layout, one: Attribution) -> Iterator[tuple[str, float]]:
    start, end = one.cue[0][0], one.cue[-1][1]
    phrase = layout.source_phrase(one.source) if one.source else None
    yield f"source {_kind_of(phrase) if one.source else 'none'}", 1.0
    if not one.source:
        return
    if phrase is not None and phrase.form is Form.PRONOUN:
        yield f"pronoun {phrase.word}", 1.0
    if phrase is not None and phrase.plural:
        yield "plural", 1.0
    if one.source[0][0] >= end:
        yield "source behind", 1.0
    between = layout.text[one.source[-1][1] : start].strip().lower()
    if between:
        last = between.split()[-1]
        comma, who = "," * ("," in between), "who" if _WHO.search(between) else last if last in ("to", "and") else ""
        yield f"between {comma}{who}", 1.0


def _kind_of(phrase: Phrase | None) -> str:
    if phrase is None or phrase.form is Form.PRONOUN:
        return "odd" if phrase is None else "pronoun"
    if phrase.form is Form.NAME:
        return f"name {phrase.entity}"
    known, nouns = words(), (phrase.word, singular(phrase.word))
    tables = {name: getattr(known, name) for name in ("documents", "data", "bodies", "crowds", "insiders")}
    return "role" if phrase.roles else next((k for k, t in tables.items() if any(n in t for n in nouns)), "thing")


def _tags(layout: Layout, start: int, end: int) -> list[str]:
    """Parts of speech of the words that begin in a span."""
    pos = layout.annotation.pos
    return [tag for _, _, tag in pos[bisect_left(pos, start, key=_FIRST) : bisect_left(pos, end, key=_FIRST)]]


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """A word without its ending, near enough that the forms of a verb are one sign.

    >>> [_stem(w) for w in ("warned", "warning", "denies", "denied", "planned")]
    ['warn', 'warn', 'den', 'den', 'plan']
    """
    cut = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _LEAST), "")
    word = word.removesuffix(cut)
    return word[:-1] if len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "sl" else word

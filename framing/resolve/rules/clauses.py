"""Rules that look at the clause around a finding: its own subject, where it begins and what does not belong to it.

The network joins spans by their scores, word by word: now and then a verb gets a neighbour's subject, a clause begins
behind its first words or has a hole, and a piece of another sentence hangs on. Each rule asks for a sign in the order
of words, as those of :mod:`framing.resolve.rules.spans` do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.attribute.labels import ACTS
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.relays import can_speak
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import REACH, SHARE
from framing.values import Act, Kind, Span

__all__ = ["asked", "own_subject", "second_verb", "strays", "subject_past_relative", "whole_clause"]

_VERBS = frozenset({"verb", "modal"})
_OPEN = _VERBS | {"preposition", "determiner", "adjective"}
"""A clause that begins behind such a word lacks its first words."""
_LINK = re.compile(r"(?:(?:And|But|Or|So|Yet|Still)\b,? ?)?")
_JOINS = re.compile(
    r"\b(?:that|because|while|when|if|whether|as|since|although|though|after|before|and|but|or|than)$", re.I
)
_MARKS = re.compile(r"[“”\"‘«»:;()—–]")
_SAYS = re.compile(
    r"\b(?:said|says?|told|added|calls?|called|asked|wrote|claimed|argued|according|citing|quoting|saying|adding|noting|meaning|referring|described)\b",
    re.I,
)
_SECOND = re.compile(
    r",? (?:and|but|then|and then) (?:(?:also|later|then|again|\w+ly|has|have|had) )*"
    r"(?P<cue>(?:said|says?|told|added|adds|calls?|called|wrote|writes|claim(?:s|ed)|argue[sd]|warn(?:s|ed)|insist(?:s|ed)|"
    r"promise[sd]|vow(?:s|ed)|pledge[sd]|accuse[sd]|describe[sd]|dismiss(?:es|ed)|denie[sd]|urge[sd]|praise[sd]|"
    r"criticized|criticised|suggest(?:s|ed)|predict(?:s|ed)|announce[sd]|acknowledge[sd])(?: [\w’'-]+){0,3}?) "
)
_NEXT = re.compile(r",? (?:and|but) ")
_SUBJECTS = frozenset({"noun", "name", "determiner", "pronoun", "number", "adjective"})
_QUOTES = frozenset("“”\"‘’'«»")
_ADVERBS = re.compile(r"(?:,? ?\b(?:also|then|later|still|again|once|too|now|soon|himself|herself|\w+ly))+$")
_PASSIVE = re.compile(
    r"(?:when |if )?(?:(?:has|have|had|also|later|then|repeatedly|often|\w+ly) )*"
    r"(?:was|were|is|are|been|being|be)(?: (?:also|later|then|repeatedly|often|\w+ly))* asked\b(?!.* by\b)",
    re.I,
)
_ASKED = re.compile(
    r"(?:when |if )?(?:(?:later|then|repeatedly|directly|specifically|further|also) )?asked\b(?!.* by\b)", re.I
)
_IF = re.compile(r"(?:if|whether|about|why|how|what|when|where|who) ")
_WAS = re.compile(r"\b(?:was|were|been|being|is|are|be) (?:(?:also|later|then|repeatedly|often|\w+ly) )*$", re.I)
_WHEN = re.compile(r"\b(?:when|if|though|although|while|once|after being) (?:(?:later|then|repeatedly|\w+ly) )?$", re.I)
_ANSWERS = re.compile(
    r",? (?:\w+ ){0,3}?(?:said|says|replied|replies|answered|answers|responded|responds|told|did|would|was)\b"
)
_IMPERSONAL = re.compile(
    r"(?:is|are|was|were|been|be|has|have|had|let|seem|appear|look|will|would|could|may|might)", re.I
)
"""Verbs before which a subject may be nobody who says it: passives, "it seems", "please let me know"."""
_HE = frozenset({"he", "she"})
_MEANING = re.compile(r", (?:meaning|referring to|alluding to|which means) $")
_LED = re.compile(r"(?:\w+ing|Asked|In (?:response|reply|reaction|reference|answer)|As|On|About|After|Despite|Amid) ")
_RELATIVE = re.compile(r"who|which", re.I)
_WHO_HAS = re.compile(r",? ?(?:who|which) (?:(?:has|have|had|was|were|also|once|\w+ly) )*" + _SAYS.pattern + r"[\w ]*$")
"""A hole that ends within a relative clause: "officials, who had called (him out)"."""


def asked(layout: Layout, one: Attribution) -> Attribution:
    """As a question to the source, not by it: "Hall, asked if he backed the plan, said he did"."""
    if not one.cue or one.hears or layout.kind(one.content) is not Kind.INDIRECT:
        return one
    text, (start, end) = layout.text, (one.cue[0][0], one.cue[-1][1])
    cue = text[start:end]
    if "asked" not in cue.lower():
        return one
    whether = _IF.match(text, one.content[0][0]) is not None and one.content[0][0] >= end
    when = _WHEN.search(text, max(0, start - 30), start) is not None or cue[:5].lower() == "when "
    if one.source and one.source[0][0] >= end and not (when and whether):
        return one  # "…, asked Hall", but "When asked whether it rained, Hall"
    was = _WAS.search(text, max(0, start - 30), start) is not None and not one.source
    passive = _PASSIVE.match(cue) is not None or (was and _ASKED.match(cue) is not None)
    leads = start == layout.sentence_span(start)[0] and cue[0].isupper()
    led = leads or cue[:5].lower() == "when " or _WHEN.search(text, max(0, start - 30), start) is not None
    apart = bool(one.source) and text[one.source[-1][1] : start].strip() == ","
    answers = apart and _ANSWERS.match(text, one.content[-1][1]) is not None
    if not passive and not (_ASKED.match(cue) and (led or answers)):
        return one
    if text[end : end + 4] == " by ":
        return one
    return replace(one, hears=True, settled=Act.OTHER)


def own_subject(layout: Layout, one: Attribution) -> Attribution:
    """With the subject that stands right before the verb, where the source found is one of another sentence."""
    if not one.source or len(one.cue) != 1 or layout.quoted(one.cue[0][0]) is not None:
        return one
    start = one.cue[0][0]
    sentence = layout.sentence(start)
    if any(layout.sentence(a) == sentence for a, _ in one.source) or not _is_finite(layout, one.cue[0]):
        return one
    subject = _before(layout, layout.sentence_span(start)[0], start)
    said = subject is None or any(a < subject[1] and subject[0] < b for a, b in one.content)
    return one if said or subject is None or _IMPERSONAL.match(layout.text, start) else replace(one, source=(subject,))


def subject_past_relative(layout: Layout, one: Attribution) -> Attribution:
    """With the main subject where a relative clause before the verb is closed: "Fudge, who backed the bid, said"."""
    if len(one.source) != 1 or not one.cue or _RELATIVE.fullmatch(layout.text[slice(*one.source[0])]) is None:
        return one
    text, who, cue = layout.text, one.source[0], one.cue[0][0]
    between = text[who[1] : cue]
    verbs = not layout.annotation.pos or [tag for _, _, tag in _words(layout, who[1], cue) if tag in _VERBS]
    if cue < who[1] or not between.rstrip().endswith((",", "–", "—")) or not verbs:
        return one
    low = layout.sentence_span(who[0])[0]
    span = (low, who[1] + len(between.rstrip(" ,–—")))
    phrase = layout.phrase((low, who[0]))
    if phrase is None or phrase.form is Form.PRONOUN or not can_speak(layout, (low, who[0])):
        return one
    near = phrase.core[0] - low <= REACH.hearing
    return (
        replace(one, source=(span,)) if near and not any(a < span[1] and span[0] < b for a, b in one.content) else one
    )


def whole_clause(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """With the words that a clause lacks: its first, and those of a short hole in it."""
    taken = sorted(s for one in attributions for s in (*one.source, *one.cue, *one.content))
    for one in attributions:
        if layout.kind(one.content) is Kind.DIRECT:
            continue
        pieces = list(one.content)
        for left, right in pairwise(one.content):
            if _is_hole(layout, (left[1], right[0])) and not _touches(taken, (left[1], right[0])):
                at = pieces.index(right)
                pieces[at - 1 : at + 1] = [(pieces[at - 1][0], right[1])]
        begin = _begins(layout, pieces[0]) if _is_closed(layout, one, pieces[0][1]) else pieces[0][0]
        if begin < pieces[0][0] and not _touches(taken, (begin, pieces[0][0])):
            pieces[0] = (begin, pieces[0][1])
        if tuple(pieces) != one.content:
            yield one, replace(one, content=tuple(pieces))


def second_verb(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """With a piece behind a second verb of speech as a finding of its own: "said it rained, and called it a flood"."""
    for one in attributions:
        for n, (left, right) in enumerate(pairwise(one.content), 1):
            verb = _SECOND.fullmatch(layout.text, left[1], right[0])
            if verb is None or layout.sentence(left[1] - 1) != layout.sentence(right[0]) or not one.source:
                continue
            cue = verb.span("cue")
            speech = not one.acts or max(one.acts) == one.acts[ACTS.index("speech")]
            if not speech or one.source[0][0] > left[0] or any(a < cue[1] and cue[0] < b for a, b in one.cue):
                continue
            yield one, replace(one, content=one.content[:n])
            yield None, replace(one, cue=(cue,), content=one.content[n:], acts=())
            break


def strays(layout: Layout, one: Attribution) -> Attribution:
    """Without pieces that begin in the middle of another sentence, or of a clause that leads to this one, unquoted.

    "Responding to the report, the firm said it stood by its figures": the report is not what it said.
    """
    if len(one.content) < len(("one", "two")) or not one.cue:
        return one
    home = {layout.sentence(a) for a, _ in (*one.cue, *one.source)}
    kept = tuple(s for s in one.content if layout.quoted(s[0]) is not None or _belongs(layout, one, s, home))
    return replace(one, content=kept) if kept and len(kept) < len(one.content) else one


def _belongs(layout: Layout, one: Attribution, piece: Span, home: set[int]) -> bool:
    start, end = piece
    at = one.cue[0][0]
    if piece != one.content[-1] and end <= at < one.content[-1][0] and layout.block(end - 1) < layout.block(at):
        return False  # the paragraph before, in the outlet's own words
    if _leads(layout, start):
        return True
    aside = bool(one.source) and one.source[-1][1] < start and end < at < one.content[-1][0]
    if aside and layout.text[one.source[-1][1]] == "," and layout.text[end] == ",":
        return False  # "Both, in their answers to the report, said"
    if layout.sentence(start) not in home or _MEANING.search(layout.text, max(0, start - 20), start):
        return False
    first = min(a for a, _ in (*one.source, *one.cue))
    behind = one.cue[-1][1] <= one.content[-1][0]
    if behind and end <= first and first - end > REACH.tail:
        return False
    between = layout.text[end:first].strip()
    comma = between == "," or (not between and layout.text[start:end].rstrip('”"’').endswith(","))
    led = one.cue[-1][1] <= one.content[-1][0] and end <= first and comma
    return not led or _LED.match(layout.text, layout.sentence_span(start)[0], start) is None


def _leads(layout: Layout, start: int) -> bool:
    """Whether a position is at the head of its sentence, or behind its first link."""
    low = layout.sentence_span(start)[0]
    return not layout.text[low:start].strip(" “”\"'‘") or _LINK.fullmatch(layout.text, low, start) is not None


def _is_hole(layout: Layout, gap: Span) -> bool:
    """Whether a gap between two pieces of one sentence is short, and none of its sides a quotation's."""
    text, (start, end) = layout.text, gap
    between = text[start:end]
    open_ended = _is_open(layout, end)
    if end - start > REACH.tail * (1 + open_ended) or layout.sentence(start - 1) != layout.sentence(end):
        return False
    if _NEXT.match(between) and layout.tag(start + len(between) - len(between.lstrip(" ,")) + 4) in _VERBS:
        return False  # "…, but stopped short of calling for": another verb of the subject
    edges = {text[start - 1], text[end], *between} & _QUOTES
    return (
        not edges
        and "(" not in between
        and any(c.isalpha() for c in between)
        and (not _SAYS.search(between) or (open_ended and _WHO_HAS.match(between) is not None))
    )


def _is_open(layout: Layout, start: int) -> bool:
    """Whether the word before a position asks for more: a verb, a preposition, an article."""
    words = _words(layout, max(0, start - REACH.tail), start)
    return bool(words) and words[-1][2] in _OPEN and not layout.text[words[-1][1] : start].strip()


def _is_closed(layout: Layout, one: Attribution, end: int) -> bool:
    """Whether a clause ends at a comma, with who says it right behind: "…, police said", "…, according to police"."""
    behind = [a for a, _ in (*one.source, *one.cue) if a >= end]
    return (
        bool(one.cue) and len(behind) == len((*one.source, *one.cue)) and layout.text[end : min(behind)].strip() == ","
    )


def _begins(layout: Layout, piece: Span) -> int:
    """Where the clause of a piece begins, if the piece lacks its first words."""
    text, start = layout.text, piece[0]
    low = layout.sentence_span(start)[0]
    low += len((_LINK.match(text, low, start) or [""])[0])
    before = text[low:start].rstrip()
    few = len(before.split()) <= 2 * SHARE.source_words
    if not before or not few or _MARKS.search(before) or "," in before or _JOINS.search(before):
        return start
    words = _words(layout, low, start)
    if not words or words[0][2] not in _SUBJECTS or _SAYS.search(before):
        return start
    return low if words[-1][2] in _OPEN and any(tag in _VERBS for _, _, tag in words) else start


def _before(layout: Layout, low: int, high: int) -> Span | None:
    """The noun phrase from the head of a sentence to a verb, if it can speak."""
    text = layout.text
    low += len((_LINK.match(text, low, high) or [""])[0])
    end = low + len(text[low:high].rstrip())
    adverbs = _ADVERBS.search(text, low, end)
    end = adverbs.start() if adverbs is not None else end
    span = (low, low + len(text[low:end].rstrip(" ,")))
    few = span[0] < span[1] and len(text[slice(*span)].split()) <= 2 * SHARE.source_words
    if not few or any(tag in _VERBS for _, _, tag in _words(layout, *span)) or layout.quoted(low) is not None:
        return None
    phrase = layout.phrase(span)
    if phrase is None or phrase.core[0] - low > len("the ") or ":" in text[slice(*span)]:
        return None
    if phrase.form is Form.PRONOUN and phrase.word not in _HE:
        return None
    return span if can_speak(layout, span) else None


def _is_finite(layout: Layout, cue: Span) -> bool:
    """Whether a cue begins with a verb that has a subject: no participle, no infinitive."""
    words = _words(layout, *cue)
    if not layout.annotation.pos:
        return True
    return bool(words) and words[0][2] in _VERBS and not layout.text[slice(*words[0][:2])].endswith("ing")


def _words(layout: Layout, start: int, end: int) -> Sequence[tuple[int, int, str]]:
    pos = layout.annotation.pos
    first = itemgetter(0)
    return pos[bisect_left(pos, start, key=first) : bisect_left(pos, end, key=first)]


def _touches(taken: Sequence[Span], span: Span) -> bool:
    i = bisect_left(taken, span[1], key=itemgetter(0))
    return any(b > span[0] for _, b in taken[max(0, i - 8) : i])

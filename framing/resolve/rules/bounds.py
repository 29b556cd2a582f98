"""Rules for where what is said begins and ends: what the outlet adds behind it, and what a clause lacks before it.

"…, a move that would cost 20 jobs", "…, as did her rival", "vowed to stay, and signed a lease": the outlet tells on, in
the same sentence. "Driven by greed, they said, he …": what stands before the words of saying is said, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import SHARE
from framing.values import Kind, Span

__all__ = ["added", "argued", "between_others", "borrowed", "fronted", "own_sentence"]

_METAS = (
    r"(?:move|step|decision|claim|language|phrase|phrasing|wording|words?|comment|remark|reference|nod|allegation|charge|"
    r"assertion|statement|position|stance|accusation|contention|pledge|threat|suggestion|comparison|reversal|shift|"
    r"departure|concession|echo|denial|demand|warning|sentiment|message|line|term|label|tactic|argument|provision|"
    r"condition|promise|gesture|swipe|jab|dig|allusion|shot|refrain|prediction|estimate|figure|number|theory|idea|"
    r"proposal|plan|view)s?"
)
_APPENDED = re.compile(
    r"(?P<mark>,[”\"’']? |,? ?[–—]+ ?| -+ )(?!(?:to|not|nor|or|and|but|in|on|with|for|of|by|from|as|at|than|that)\b)"
    rf"(?:(?:an?|the|another|one|yet another) )?(?:[\w’'-]+ ){{0,3}}?(?:{_METAS} "
    r"(?:that (?!he|she|they|it\b|we\b|I\b)(?=\w)|which |widely |immediately |often |"
    r"(?:quickly |later |since )?(?:echoed|rejected|denied|disputed|contradicted|dismissed|criticized|criticised|"
    r"met|aimed|meant|intended|seen|likely|rooted|borrowed|shared) )|"
    r"(?:(?<= a )|(?<= an )|(?<=apparent )|(?<=clear )|(?<=veiled ))"
    r"(?:reference|nod|allusion|swipe|jab|dig|shot) (?:to|at) )",
    re.I,
)
"""What the outlet calls the words before it: ", language that could bar them", " — a claim disputed by doctors"."""
_COMMA = re.compile(r",[”\"]? (?:\w+ly )?")
_FINITE = re.compile(r"(?:is|are|was|were|has|have|had|would|will|could|can|should|must|may|might|did|does|do)\b")
_TELLS = re.compile(r"\b(?:said|says?|told|\w+ (?:that|whether|if))\b|\b(?:argued|claimed|asked|urged|warned)\b")
_AS_DID = re.compile(r", as (?:(?:did|do|does|have|has|had|would|will) (?=\w)|(?:was|were|is|are) (?=[A-Z]))")
"""Who else did so; "as are nine of ten limes" may be said as well."""
_AT_SAYING = re.compile(
    r"(?: (?:about|roughly|almost))? (?:mid-?way|half-?way|part-?way) (?:through|in|into)\b|"
    r" (?:early|late|later|near the end|at the (?:end|start|beginning|outset)) (?:in|of|during) (?:the|his|her|their) "
    r"(?:debate|speech|interview|hearing|evening|night|session|address|remarks|call|meeting)\b|"
    r",? (?:in|during) (?:an?|his|her|their) (?:[\w-]+ ){0,2}(?:interview|statement|tweet|speech|address|letter|post|"
    r"news conference|press conference|briefing|email|e-mail|diatribe|tirade|rant|monologue|op-ed|essay|sermon)\b",
    re.I,
)
"""When or where it was said, behind what has no verb: "referred to his age midway through"."""
_DEED = re.compile(r",? and (?:(?:then|also|later|promptly|even|\w+ly) )?(?P<verb>[a-z]+)(?= )")
_PAST = re.compile(
    r"(?:went|left|took|gave|made|began|held|sent|brought|led|met|put|set|won|lost|ran|built|broke|bought|sold|came|"
    r"drew|fell|flew|got|hung|kept|paid|quit|rose|sat|shook|spent|stood|struck|threw|told|walked|wrote)"
)
_BOUND = re.compile(
    r"\b(?:who|which|that(?! \w+(?:,? and\b| to\b|$))|when|where|while|because|after|before|if|as|whom|whose|since|"
    r"until)\b|[“”\"]"
)
_MODAL = re.compile(r"\b(?:would|will|could|can|should|must|may|might|shall)\b|['’](?:ll|d)\b", re.I)
_BE = re.compile(r"\b(?:be|been|being|have|has|had|having|get|gets|got|was|were|is|are)\b", re.I)
_TO = re.compile(r"(?:not |never )?to [a-z]+")
_LINK = re.compile(r"(?:(?:And|But|Or|So|Yet|Still)\b,? ?)?")
_OCCASION = re.compile(
    r"(?:In|At|During|After|On|Through|Via|As) (?:an?|his|her|their|its|the|another|one) (?:[\w’'-]+ ){0,4}?"
    r"(?:interview|statement|tweet|tweets|speech|address|letter|post|conference|briefing|email|memo|article|column|"
    r"book|report|video|hearing|filing|debate|message|note|call|testimony|remarks)\b|"
    r"(?:Asked|Speaking|Writing|Responding|Addressing|Pressed|Questioned|Appearing|Testifying|Quoting|Citing|According)\b",
)
"""What tells when or how it was said, at the head of a sentence."""
_OF_WHICH = re.compile(
    r"\b(?P<head>(?:(?:some|many|most|all|none|several|both|half|few|much|any|each|two|three|one|part) of )?"
    r"(?:which|whom|who)),? $",
    re.I,
)
_REFERS_BACK = re.compile(r"(?:And|But|Or|So|Yet|Also|It|They|He|She|This|That|These|Those|Its|Their|His|Her)\b")
_SHOWS = re.compile(
    r"\b(?:example of|(?:point|refer)(?:s|ed|ing)? (?:\w+ )?to|cit(?:es?|ed|ing)|invok(?:es?|ed|ing)|us(?:es?|ed|ing)|"
    r"(?:brings?|brought|bringing) up|seiz(?:es?|ed|ing) on|not(?:es?|ed|ing)|mention(?:s|ed|ing)?)$",
    re.I,
)
_TO_ARGUE = re.compile(
    r"[^,.;:“”\"]{2,80}? to (?:\w+ly )?(?:prove|show|argue|illustrate|suggest|claim|demonstrate|say|explain) "
    r"(?P<that>that|how|why|whether) "
)
"""What somebody points to in order to say something: "used the flood to argue that the dam was old"."""
_AS_STATED = re.compile(r"(?:As|According)\b")
_FREE = re.compile(r"[“”\"‘«»:;()—–,]")


def added(layout: Layout, one: Attribution) -> Attribution:
    """Without what the outlet adds behind what is said: ", a move that …", ", as did …", " and signed a lease"."""
    if not one.cue or one.content[-1][0] < one.cue[-1][1] or (one.source and one.source[-1][0] > one.content[-1][0]):
        return one
    start, end = one.content[-1]
    cuts = [c for c in (_gloss(layout, start, end), _deed(layout, one), _saying(layout, one)) if c is not None]
    if not cuts or layout.count_words(start, min(cuts)) < 1:
        return one
    return replace(one, content=(*one.content[:-1], (start, min(cuts))))


def _gloss(layout: Layout, start: int, end: int) -> int | None:
    for sign in (_APPENDED, _AS_DID):
        for match in sign.finditer(layout.text, start, end):
            quoted = layout.quoted(match.end() - 1)
            if match.start() > start and quoted is None and not _goes_on(layout, match, end):
                return _closed(layout, match.start())
    return None


def _goes_on(layout: Layout, match: re.Match[str], end: int) -> bool:
    """Whether the clause goes on behind an insertion: "the ban, a move that hurt many, was lifted"."""
    rest = layout.text[match.end() : end]
    if any(mark in rest for mark in "“–—") or " - " in rest:
        return True
    behind = (match.end() + m.end() for m in _COMMA.finditer(rest))
    return any(layout.tag(at) in ("verb", "modal") or _FINITE.match(layout.text, at) for at in behind)


def _closed(layout: Layout, at: int) -> int:
    """Where a piece ends that is cut at a comma: behind the mark that closes a quotation there."""
    behind = 1
    while layout.text[at + behind] in "”\"’'":
        behind += 1
    return at + behind if behind > 1 else at


def _deed(layout: Layout, one: Attribution) -> int | None:
    """Where a deed is joined that cannot be part of what is said: "vowed to stay and signed a lease"."""
    text, (start, end) = layout.text, one.content[-1]
    if len(one.content) > 1 or layout.kind(one.content) is not Kind.INDIRECT:
        return None
    for match in _DEED.finditer(text, start, end):
        verb = match.group("verb")
        before = text[start : match.start()]
        if not (_PAST.fullmatch(verb) or (verb.endswith("ed") and layout.tag(match.start("verb")) in ("verb", None))):
            continue
        if _BOUND.search(before.removeprefix("that ")) or _BE.search(before):
            return None
        apart = match.group(0).startswith(",")
        if _TO.match(before) or (apart and _MODAL.search(before)):
            return match.start()
    return None


def _saying(layout: Layout, one: Attribution) -> int | None:
    """Where it is told when it was said, behind what has no verb."""
    start, end = one.content[-1]
    pos = layout.annotation.pos
    if len(one.content) > 1 or not pos or layout.kind(one.content) is not Kind.INDIRECT:
        return None
    match = _AT_SAYING.search(layout.text, start, end)
    if match is None or any(tag in ("verb", "modal") for a, _, tag in pos if start <= a < match.start()):
        return None
    return match.start()


def fronted(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """With the words before the one who speaks that belong to what is said: "Driven by greed, they said, he lied"."""
    taken = sorted(s for one in attributions for s in (*one.source, *one.cue, *one.content))
    for one in attributions:
        if len(one.source) != 1 or len(one.cue) != 1:
            continue
        first, last = sorted((one.source[0], one.cue[0]))
        if last[1] > one.content[0][0]:
            continue
        head = _front(layout, first, last, one) or _head(layout, first, last, one)
        begin = one.content[0][0]
        if head is not None and layout.text[last[1] : last[1] + 2] == ", ":
            begin = last[1] + 2  # "The memo, she said, (listed) the causes"
        free = head is not None and not any(a < one.content[0][0] and begin < b for a, b in taken)
        if head is not None and free and not any(a < head[1] and head[0] < b for a, b in taken):
            yield one, replace(one, content=(head, (begin, one.content[0][1]), *one.content[1:]))
            continue
        clause = _behind_comma(layout, first, last, one)
        if clause is not None and not any(a < one.content[0][0] and clause < b for a, b in taken):
            yield one, replace(one, content=((clause, one.content[0][1]), *one.content[1:]))


def _front(layout: Layout, first: Span, last: Span, one: Attribution) -> Span | None:
    """What stands before words of saying between two commas: "In the end, he said, …"."""
    text, low = layout.text, layout.sentence_span(first[0])[0]
    low += len((_LINK.match(text, low, first[0]) or [""])[0])
    between = text[first[1] : last[0]].strip()
    gap = text[last[1] : one.content[0][0]]
    short = gap[:2] == ", " and layout.count_words(last[1], one.content[0][0]) < SHARE.least_words
    parenthetical = short and not _FREE.search(gap[2:]) and text[low : first[0]].rstrip().endswith(",")
    front = (low, low + len(text[low : first[0]].rstrip(" ,")))
    few = 0 < layout.count_words(*front) <= 2 * SHARE.source_words
    if between or not parenthetical or not few or _FREE.search(text[slice(*front)]):
        return None
    if layout.kind(one.content) is Kind.DIRECT:
        return None  # "After lunch, he said, “I left”"
    return None if _OCCASION.match(text, low) else front


def _head(layout: Layout, first: Span, last: Span, one: Attribution) -> Span | None:
    """The relative of which a verb is said: "some of which (they said) helped"."""
    text, start = layout.text, one.content[0][0]
    low = layout.sentence_span(first[0])[0]
    match = _OF_WHICH.search(text, max(low, first[0] - 24), first[0])
    if match is None or text[first[1] : last[0]].strip() or text[last[1] : start].strip(" ,"):
        return None
    verb = layout.tag(start) in ("verb", "modal")
    return match.span("head") if verb and layout.quoted(start) is None else None


def _behind_comma(layout: Layout, first: Span, last: Span, one: Attribution) -> int | None:
    """Where a clause begins behind "As stated in the memo," if the content begins in its middle."""
    text, start = layout.text, one.content[0][0]
    low = layout.sentence_span(first[0])[0]
    if _AS_STATED.match(text, low) is None or layout.sentence(start) != layout.sentence(low):
        return None
    gap = text[last[1] : start]
    if not gap.startswith(", ") or not any(c.isalpha() for c in gap) or _FREE.search(gap[2:]) or _TELLS.search(gap):
        return None
    return last[1] + 2 if layout.count_words(last[1], start) <= 2 * SHARE.source_words else None


def between_others(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Parts a quotation in a paragraph of its own from what is said behind the words of somebody else."""
    text = layout.text
    marks = [(s[0], text[slice(*one.source[0])]) for one in attributions if one.source for s in one.cue]
    for one in attributions:
        if len(one.content) < len(("one", "two")) or not one.cue:
            continue
        at = one.cue[0][0]
        for m, (left, right) in enumerate(pairwise(one.content), 1):
            here, there = layout.block(left[1] - 1), layout.block(right[0])
            if there - here < len(("next", "one")) or layout.quoted(left[0]) is None:
                continue
            own = text[slice(*one.source[0])] if one.source else ""
            if not any(left[1] <= a < right[0] and who != own for a, who in marks):
                continue
            near, far = (one.content[m:], one.content[:m]) if at >= left[1] else (one.content[:m], one.content[m:])
            yield one, replace(one, content=near)
            yield None, Attribution((), (), far, one.confidence)
            break


def borrowed(layout: Layout, one: Attribution) -> Attribution:
    """Without a clause of another verb before who speaks: "When the firm signalled that it would sell, he said, …"."""
    text = layout.text
    if len(one.content) < len(("one", "two")) or not one.cue or not one.source:
        return one
    start, end = one.content[0]
    first = min(one.cue[0][0], one.source[0][0])
    if (
        end > first
        or text[end:first].strip() != ","
        or layout.quoted(start) is not None
        or text[start : start + 5] not in ("that ",)
    ):
        return one
    low = layout.sentence_span(start)[0]
    return replace(one, content=one.content[1:]) if text[low:start].strip() else one


def argued(layout: Layout, one: Attribution) -> Attribution:
    """With what somebody argues, not what he points to for it: "used the flood to argue that the dam was old"."""
    start, end = one.content[0]
    if len(one.cue) != 1 or start < one.cue[0][1] or not _SHOWS.search(layout.text[slice(*one.cue[0])]):
        return one
    match = _TO_ARGUE.match(layout.text, start, end)
    return one if match is None else replace(one, content=((match.start("that"), end), *one.content[1:]))


def own_sentence(layout: Layout, one: Attribution) -> Attribution:
    """Without an earlier sentence, unquoted, before "…, police said": that sentence is the outlet's."""
    if not one.cue or len(one.content) != 1 or layout.kind(one.content) is not Kind.INDIRECT:
        return one
    start, end = one.content[0]
    first = min(a for a, _ in (*one.cue, *one.source))
    low = layout.sentence_span(first)[0]
    behind = end <= first and layout.text[end:first].strip() == ","
    apart = start < low < end and layout.count_words(start, low) >= SHARE.least_words
    cut = behind and apart and _REFERS_BACK.match(layout.text, low) is None
    return replace(one, content=((low, end),)) if cut else one

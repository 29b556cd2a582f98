"""Rules for chains of sources of which the model marks the inner one, or nothing.

"AFP reported, citing a US official": the model may mark the official as the source, where the stated one is AFP. What
stands around the official shows it: the word that cites, and before it somebody who reports. "Noor pointed to a study
showing that …" is of the same build. Other relays stand beside the source: the outlet that somebody told, the reporter
whose dispatch it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from framing.attribute.annotation import Attribution
from framing.resolve.kinds import kind_of_name
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.relays import can_speak, phrase_end
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import CONFIDENCE, REACH, SHARE
from framing.resolve.vocabulary import singular, words
from framing.values import Span, SpeakerType

__all__ = ["according", "cited", "dispatch", "past_names", "points_to", "quotes", "reports_citing", "told_outlet"]

_SAYS = (
    r"(?:said|says?|report(?:s|ed)?|wr(?:o|i)tes?|announce[sd]?|add(?:s|ed)|confirm(?:s|ed)|claim(?:s|ed)|state[sd]|"
    r"warn(?:s|ed)|publish(?:es|ed)|broadcast|aired)"
)
_CITES = r"(?:citing|quoting|attributing (?:it|this|that) to)"
_CITES_END = re.compile(rf",? (?:{_CITES}|which (?:cited|quoted)) $")
_CITES_HERE = re.compile(rf",? {_CITES} ")
_SAYS_END = re.compile(rf"\b(?P<verb>{_SAYS})\b(?: [\w'’-]+){{0,6}}$")
_SAYS_NEXT = re.compile(rf",? (?P<verb>{_SAYS})\b(?: (?:on|late|early|last|in|this) [\w'’-]+)*")
_THAT_NEXT = re.compile(r",? that ")
_THAT_ACCORDING = re.compile(rf"\b(?P<verb>{_SAYS})(?: [\w'’-]+){{0,3}} that,? according to $")
_BOUND = re.compile(r"[,;:—–“”\"\n] ?|\b(?:that|and|but|while|as|when|because|although|after|before) ")
_POINTS = re.compile(
    r"\b(?:(?:pointed|points|point|pointing|referr?(?:ed|s|ing)?) to|cit(?:ed|es|e)|quot(?:ed|es|e)|"
    r"(?:shared|posted|presented|mentioned|invoked)) $"
)
_POINTS_TO = re.compile(
    r"(?P<verb>(?:(?:also|later|has|have|had) )?(?:(?:pointed|points|point|referred|refers|refer) to|"
    r"(?:cited|cites|cite|quoted|quotes|shared|posted|presented|mentioned|invoked))) "
)
_POINTING = re.compile(
    r"(?:pointed|points|pointing|point|referred|refers|refer) to|cit(?:ed|es|e|ing)|quot(?:ed|es|e|ing)", re.I
)
_SHOWS = re.compile(
    r",? (?:(?:that|which) )?(?:show(?:s|ed|ing)?|f(?:ou|i)nd(?:s|ing)?|suggest(?:s|ed|ing)?|say(?:s|ing)|said|"
    r"stat(?:es|ed|ing)|indicat(?:es?|ed|ing)|conclud(?:es|ed|ing)|reveal(?:s|ed|ing)?|"
    r"claim(?:s|ed|ing)?|warn(?:s|ed|ing)?) "
)
_CLAUSE = re.compile(r"\b(?:that|which|who|whom)\b")
_QUOTES = re.compile(r"\b(?:quot(?:ed|es|e)|cit(?:ed|es|e)) $")
_QUOTING = re.compile(r"(?:quot(?:ed|es|e)|cit(?:ed|es|e))")
_AS_SAYING = re.compile(r" as saying\b")
_SAYING = re.compile(r"as saying (?:that )?")
_TOLD = re.compile(r"\b(?:told|tells|telling) ")
_NOT_OUTLETS = frozenset({"media", "press", "crew", "show", "post", "wire", "register", "observer", "news", "website"})
"""Words of :attr:`Words.bodies` for media that no outlet is called by alone."""
_OWNED = re.compile(r"['’]s?$")
_DISPATCH = re.compile(
    r"(?P<who>[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|of|de|al|the|correspondent|reporter))*)"
    r" (?:report(?:s|ed)|writes) (?:from|in) [A-Z][^:.\n]{1,40}: "
)


def cited(layout: Layout, one: Attribution) -> Attribution:
    """With the one who reports as the source, where the model marks whom he cites: he becomes the origin.

    "AFP reported, citing an official", "AFP, citing an official, said", "AFP said that, according to an official, …".
    """
    inner = _inner(layout, one)
    if inner is None:
        return one
    low = layout.sentence_span(inner[0])[0]
    sign = _CITES_END.search(layout.text, max(low, inner[0] - 30), inner[0])
    if sign is None:
        led = _THAT_ACCORDING.search(layout.text, low, inner[0])
        return (
            one if led is None else _relayed(layout, one, _subject(layout, low, led.start()), inner, led.span("verb"))
        )
    found = _reporter(layout, (low, sign.start()), inner[1])
    return one if found is None else _relayed(layout, one, found[0], inner, found[1])


def reports_citing(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """What a sentence reports in so many words, where nothing was found: "AFP reported, citing an official, that …"."""
    taken = sorted(s for one in attributions for s in (*one.source, *one.cue, *one.content))
    for sign in _CITES_HERE.finditer(layout.text):
        low, high = layout.sentence_span(sign.start())
        if layout.quoted(sign.start()) is not None or any(a < high and b > low for a, b in taken):
            continue
        behind = (sign.end(), phrase_end(layout, sign.end(), high))
        found = _reporter(layout, (low, sign.start()), behind[1]) if can_speak(layout, behind) else None
        if found is None:
            continue
        who, verb = found
        origin = (behind[0], past_names(layout, behind[1]))
        content = _reported(layout, who, verb, (sign.start(), origin[1]), (low, high))
        if content is not None:
            yield None, Attribution((who,), (verb,), (content,), CONFIDENCE.sign, origin=origin)


def _reported(layout: Layout, who: Span, verb: Span, sign: Span, sentence: Span) -> Span | None:
    """What is reported: behind the chain, or before it where the chain ends the sentence."""
    text, low, end = layout.text, *sentence
    end = low + len(text[low:end].rstrip(' \n.!?”"'))
    if sign[1] >= end:
        before = (low, low + len(text[low : who[0]].rstrip(" ,")))
        verbs = [a for a, _, tag in layout.annotation.pos if before[0] <= a < before[1] and tag in ("verb", "modal")]
        clause = layout.count_words(*before) > SHARE.least_words and (verbs or not layout.annotation.pos)
        return before if clause and before[1] < who[0] else None
    says = (_THAT_NEXT if verb[1] <= sign[0] else _SAYS_NEXT).match(text, sign[1])
    if says is None or layout.count_words(says.end(), end) < SHARE.least_words:
        return None
    begin = says.end() - len("that ") if says.group().endswith(" that ") else says.end()
    return begin + len(text[begin:end]) - len(text[begin:end].lstrip()), end


def points_to(layout: Layout, one: Attribution) -> Attribution:
    """With a study that somebody points to as the origin: "Noor pointed to a study showing that …"."""
    text = layout.text
    if one.origin is not None or not one.source or not one.cue:
        return one
    inner = one.source[0]
    low = layout.sentence_span(inner[0])[0]
    sign = _POINTS.search(text, max(low, inner[0] - 30), inner[0])
    if sign is not None and _is_paper(layout, inner) and inner[1] <= one.cue[0][0]:
        return _relayed(layout, one, _subject(layout, low, sign.start()), inner, one.cue[0])
    cue = one.cue[-1]
    led = _POINTS_TO.search(text, inner[1], cue[0]) if inner[1] <= cue[0] and cue[0] - inner[1] < REACH.tail else None
    if led is not None and _SHOWS.match(text, cue[0] - 1) and not text[inner[1] : led.start()].strip():
        paper = (led.end(), led.end() + len(text[led.end() : cue[0]].rstrip(" ,")))
        clause = _CLAUSE.search(text, *paper)
        paper = (paper[0], clause.start() - 1) if clause is not None else paper
        if _is_paper(layout, paper):
            return replace(one, origin=paper, cue=(led.span("verb"),), acts=())
    if len(one.content) != 1 or _POINTING.fullmatch(text[slice(*cue)]) is None or one.content[0][0] < cue[1]:
        return one
    shows = _SHOWS.search(text, cue[1], min(layout.sentence_span(cue[0])[1], cue[1] + REACH.relative))
    if shows is None or shows.end() >= one.content[0][1]:
        return one
    paper = (cue[1] + 1, cue[1] + len(text[cue[1] : shows.start()].rstrip(" ,")))
    if not _is_paper(layout, paper) or _CLAUSE.search(text, *paper) or one.content[0][0] > shows.end():
        return one
    that = shows.end()
    return replace(one, origin=paper, content=((that, one.content[0][1]),), acts=())  # the paper's, whatever the cue


def according(layout: Layout, one: Attribution) -> Attribution:
    """With the one who said so as the source, and the relay: "According to XTV, Anna Berg said that it rained"."""
    if len(one.source) != 1 or len(one.cue) != 1 or one.relay is not None or one.origin is not None:
        return one
    text, relay = layout.text, one.source[0]
    start = one.content[0][0]
    if text[slice(*one.cue[0])].lower() != "according to" or not relay[1] < start < relay[1] + REACH.relative:
        return one
    says = _SAYS_END.search(text, relay[1], start + (0 if text[start - 1] != " " else -1))
    who = _subject(layout, relay[1] + len(", "), says.start()) if says is not None else None
    if says is None or who is None or layout.sentence(relay[0]) != layout.sentence(start):
        return one
    return replace(one, source=(who,), cue=(says.span("verb"),), relay=relay, acts=())


def quotes(layout: Layout, one: Attribution) -> Attribution:
    """With the one quoted as the origin of what an outlet quotes: "AFP quoted an official as saying"."""
    if one.origin is not None or not one.source or not one.cue:
        return one
    text, (low, high) = layout.text, layout.sentence_span(one.source[0][0])
    inner = one.source[0]
    sign = _QUOTES.search(text, max(low, inner[0] - 12), inner[0])
    if sign is not None and _AS_SAYING.match(text, inner[1]):
        return _relayed(layout, one, _subject(layout, low, sign.start()), inner, (sign.start(), sign.end() - 1))
    cue = next((c for c in one.cue if _QUOTING.fullmatch(text[slice(*c)])), None)
    if cue is None or inner[1] > cue[0] or text[inner[1] : cue[0]].strip(", "):
        return one
    saying = _AS_SAYING.search(text, cue[1], min(high, cue[1] + REACH.chain))
    span = (cue[1] + 1, saying.start()) if saying is not None else None
    if span is None or not can_speak(layout, span):
        return one
    return _relayed(layout, replace(one, content=_said_only(layout, one.content)), inner, span, cue)


def _said_only(layout: Layout, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Pieces of content without "as saying" before them."""
    signs = [_SAYING.match(layout.text, a, b) for a, b in content]
    return tuple((m.end() if m and m.end() < b else a, b) for m, (a, b) in zip(signs, content, strict=True))


def told_outlet(layout: Layout, one: Attribution) -> Attribution:
    """With the outlet that somebody told as the relay: "Dorsey told the Daily Post that …"."""
    if one.relay is not None or one.origin is not None or not one.source or one.hears:
        return one
    for start, end in one.cue:
        sign = _TOLD.search(layout.text, start, end + 1)
        if sign is None or sign.start() > start + REACH.agent:
            continue
        high = min(_limit(layout, one, sign.end()), sign.end() + REACH.tail)
        span = _outlet(layout, (sign.end(), phrase_end(layout, sign.end(), high)))
        if span is not None:
            return replace(one, relay=span)
    return one


def dispatch(layout: Layout, one: Attribution) -> Attribution:
    """With the reporter of a dispatch as the relay of what it says: "Ana Lopez reports from Oslo: Peter Voss said"."""
    if not one.source or one.relay is not None or one.origin is not None:
        return one
    low = layout.sentence_span(one.source[0][0])[0]
    match = _DISPATCH.match(layout.text, low)
    if match is None or match.end() > min(a for a, _ in (*one.source, *one.content)):
        return one
    return replace(one, relay=match.span("who"))


def _inner(layout: Layout, one: Attribution) -> Span | None:
    """The only source of an attribution, in prose, that may be one whom somebody cites."""
    if len(one.source) != 1 or one.origin is not None or layout.quoted(one.source[0][0]) is not None:
        return None
    start, end = one.source[0]
    return start, start + len(layout.text[start:end].rstrip(" ,"))


def _reporter(layout: Layout, before: Span, behind: int) -> tuple[Span, Span] | None:
    """Who reports, and the verb, around "citing somebody": the verb stands before the sign, or behind who is cited."""
    says = _SAYS_END.search(layout.text, *before)
    if says is not None:
        who = _subject(layout, before[0], says.start())
        return None if who is None else (who, says.span("verb"))
    says = _SAYS_NEXT.match(layout.text, past_names(layout, behind))
    who = _subject(layout, *before) if says is not None else None
    return None if who is None or says is None else (who, says.span("verb"))


def past_names(layout: Layout, position: int) -> int:
    """Behind a name in apposition that begins at a comma: "the interior minister, Ivo Brandt"."""
    if layout.text.startswith(", ", position):
        i = layout.entity_at(position + 2, position + 3)
        if i >= 0 and layout.entities[i].type == "person":
            return layout.entities[i].end
    return position


def _subject(layout: Layout, low: int, high: int) -> Span | None:
    """The noun phrase that ends at ``high``, if it can report."""
    end = low + len(layout.text[low:high].rstrip(" ,"))
    start = low
    for bound in _BOUND.finditer(layout.text, low, end):
        i = layout.entity_at(bound.start(), bound.end())
        if bound.end() < end and (i < 0 or layout.entities[i].end <= bound.start() + 1):
            start = bound.end()
    few = len(layout.text[start:end].split()) <= 2 * SHARE.source_words
    span = (start, end)
    return span if start < end and few and layout.quoted(start) is None and can_speak(layout, span) else None


def _relayed(layout: Layout, one: Attribution, who: Span | None, inner: Span, cue: Span) -> Attribution:
    """An attribution under the one who reports, without the chain in its content."""
    if who is None or (who[0] < inner[1] and inner[0] < who[1]):
        return one
    first, last = min(who[0], cue[0]), inner[1]
    kept: list[Span] = []
    for a, b in one.content:
        if b <= first or a >= last:
            kept.append((a, b))
            continue
        head, tail = layout.text[a:first].rstrip(" ,"), layout.text[last:b].lstrip(" ,")
        kept += [(a, a + len(head))] if head else []
        kept += [(b - len(tail), b)] if tail else []
    if not kept:
        return one
    return replace(one, source=(who,), cue=(cue,), content=tuple(kept), origin=inner)


def _limit(layout: Layout, one: Attribution, start: int) -> int:
    """Where what stands behind a verb ends: at the end of the sentence, or at what is said."""
    return min([layout.sentence_span(start)[1], *(a for a, _ in one.content if a >= start)])


def _is_paper(layout: Layout, span: Span) -> bool:
    phrase = layout.phrase(span) if span[0] < span[1] else None
    if phrase is None or phrase.form is not Form.DESCRIPTION:
        return False
    known = words()
    return any(w in t for w in (phrase.word, singular(phrase.word)) for t in (known.documents, known.data))


def _outlet(layout: Layout, span: Span) -> Span | None:
    """An outlet that a span begins with, known by its own words: "the Daily Post", "state television"."""
    phrase = layout.phrase(span) if span[0] < span[1] else None
    if phrase is None or phrase.form is Form.PRONOUN or phrase.entity == "person":
        return None
    bodies = words().bodies
    if phrase.form is Form.NAME:
        media = (
            kind_of_name(layout.text[slice(*phrase.head)]) is SpeakerType.MEDIA or bodies.get(phrase.hint) == "media"
        )
    else:
        media = bodies.get(phrase.word) == "media" and phrase.word not in _NOT_OUTLETS
    if not media:
        return None
    return span[0], phrase.core[0] + len(_OWNED.sub("", layout.text[slice(*phrase.core)]))

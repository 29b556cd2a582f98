"""Rules for what the model found: spans put right, sources that the order of words shows, findings that say nothing.

The network reads word by word, so now and then a verb is left without the subject that it shares with the verb before
it, or a span takes in a mark that closes what stands before. Each rule rests on such a sign and changes one thing;
where the sign is missing the model is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.relays import phrase_end
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import REACH
from framing.resolve.vocabulary import HEARERS, singular, words
from framing.structure import BlockKind
from framing.values import Span

__all__ = [
    "behind_the_verb",
    "hears",
    "outside_prose",
    "paper_seen_by",
    "quoted_by",
    "relative",
    "shared_subject",
    "trimmed",
]

_CLOSING = frozenset(['" ', "” "])
_MUTE = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.PROMOTION})
_QUOTED = re.compile(r"(?:was|were|is|are|has been|have been) (?:also |later |earlier )?(?:quoted|cited)\b", re.I)
_SEEN_BY = re.compile(
    r"(?<![\w-])(?:(?:the|an?|these|some|several|internal|court|leaked|police|secret) )*(?P<noun>\w+) "
    r"(?:seen|obtained|reviewed|viewed|read|examined|leaked|sent|shown|given) (?:by|to) $",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?P<who>he|she|they|it)(?: (?:at the same time|in turn|also|then|later|still|again|never|once|\w+ly))+ $", re.I
)
_DESCRIBED = re.compile(
    r", (?:(?:also|often|widely|\w+ly) )?(?P<cue>described|portrayed|seen|regarded|hailed|depicted) $"
)
_AS_SAYING = re.compile(r"as (?:saying|telling [\w ]{2,30}?)(?: that)? ")
_PERSONAL = frozenset({"he", "she", "they"})
_PARTICIPLE = re.compile(r"(?:(?:also|then|later|still|again|first) )?([A-Za-z]+ing)\b")
_LEADING = re.compile(r"(?:(?:In|By|After|While|When|Before|Since|Without|Having|Upon|On) )?(?:[A-Z]?[a-z]+ly )?$")
_COORDINATED = re.compile(r"(?:^|[\s,–—-])(?:and|but|or|then)(?: (?:also|then|later|still|even|never|\w+ly))*\s$")
_AUXILIARY = re.compile(r"(?:has|have|had|is|was|are|were|be|been|did|does|do|will|would|can|could|not|n't)\b")
_IMPERSONAL = re.compile(rf"{_AUXILIARY.pattern}|(?:seem|appear|follow|turn)")
_MARKS = frozenset(",–—-")
_RELATIVE = re.compile(r"\b(who|which)(?: (?:also|then|later|still|once|have|has|had|\w+ly))? $")
_BY = re.compile(r"(?:ed|en|told|put|made|said) (?:\w+ly )?by ")
"""A participle and the preposition of its agent."""
_ENDS = re.compile(r"[,?!”\"]")
"""Marks between what is said and a verb behind it."""
_IS_TOLD = re.compile(
    r"(?:(?:is|are|was|were|am|has|have|had|been|being|now|also|hereby|repeatedly|\w+ly) )*"
    r"(?:is|are|was|were|am|been|being)(?: now| also| hereby| \w+ly)? (?:told|informed|notified|advised|briefed)\b",
    re.I,
)
_HEARD = re.compile(r"(?:has |had |have )?(?:heard|hears?)\b", re.I)
_TOLD = re.compile(r"\s*told[”\"’']?\s*(?:[.;!?\n]|$)", re.I)


def trimmed(layout: Layout, one: Attribution) -> Attribution | None:
    """With spans in order, apart and without outer white space or the mark that closes what stands before."""
    text = layout.text
    if one.content and all(_is_trim(spans, text) for spans in (one.source, one.cue, one.content)):
        return one
    opening = frozenset(a for spans in (one.source, one.content) for a, _ in spans if _opens(layout, a))
    source, cue = _trim(one.source, text, opening), _trim(one.cue, text, opening)
    content = _trim(one.content, text, opening)
    if (source, cue, content) == (one.source, one.cue, one.content):
        return one if content else None
    return replace(one, source=source, cue=cue, content=content) if content else None


def _is_trim(spans: Sequence[Span], text: str) -> bool:
    last = 0
    for start, end in spans:
        edges = text[start : start + 1] + text[end - 1 : end]
        if not last <= start < end <= len(text) or edges.strip() != edges or text[start : start + 2] in _CLOSING:
            return False
        last = end
    return True


def _opens(layout: Layout, start: int) -> bool:
    """Whether a quotation begins at a position: " What is it for? "."""
    quoted = layout.quoted(start)
    return quoted is not None and quoted[0] == start


def _trim(spans: Sequence[Span], text: str, opening: frozenset[int]) -> tuple[Span, ...]:
    """Spans in order, within the text, without outer white space, none empty, none overlapping."""
    found: list[Span] = []
    for start, end in sorted(spans) if len(spans) > 1 else spans:
        start, end = max(start, found[-1][1] if found else 0), min(end, len(text))
        if text[start : start + 2] in _CLOSING and start not in opening:
            start += 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return tuple(found)


def outside_prose(layout: Layout, one: Attribution) -> Attribution | None:
    """None where content, source or cue stands in a caption, a credit or a promotion, which say nothing."""
    begins = (one.content[0], *one.source, *one.cue)
    return None if any(layout.block_kind(start) in _MUTE for start, _ in begins) else one


def quoted_by(layout: Layout, one: Attribution) -> Attribution:
    """With the one whose words they are as the source in "the general was quoted by Interfax as saying"."""
    if not one.cue or not one.source:
        return one
    text = layout.text
    match = _QUOTED.search(text, one.cue[0][0], one.cue[-1][1])
    if match is None or match.start() - one.cue[0][0] > 1 or one.source[0][0] < match.end():
        return one
    for n, (start, end) in enumerate(one.content):
        if end > match.start() or text[end : match.start()].strip(" ,"):
            continue
        quoted = layout.quoted(start)
        if quoted is not None and quoted[0] == start and quoted[1] < end <= quoted[1] + REACH.tail:
            said, speaker = [quoted], quoted[1] + len(text[quoted[1] : end]) - len(text[quoted[1] : end].lstrip())
        elif len(one.content) > 1 and layout.quoted(start) is None:
            said, speaker = [], start
        else:
            continue
        content = (*one.content[:n], *said, *one.content[n + 1 :])
        return replace(one, source=((speaker, end),), content=content)
    return _subject_quoted(layout, one, match.start())


def _subject_quoted(layout: Layout, one: Attribution, verb: int) -> Attribution:
    """With the subject of "was quoted" as the source, where no content holds it: "Voss was quoted by the Courier"."""
    text = layout.text
    before = [b for s in (one.content, layout.quotes) for _, b in s if b <= verb]
    start = max([layout.sentence_span(verb)[0], *before, text.rfind(";", 0, verb) + 1])
    start += len(text[start:verb]) - len(text[start:verb].lstrip(" ,"))
    subject = (start, start + len(text[start:verb].rstrip(" ,")))
    if (
        subject[0] >= subject[1]
        or any(mark in text[slice(*subject)] for mark in ':“”"')
        or not (_is_somebody(layout, subject) or text[slice(*subject)].lower() in _PERSONAL)
    ):
        return one
    content = []
    for a, b in one.content:
        saying = _AS_SAYING.match(text, a, b)
        content.append((saying.end() if saying and saying.end() < b else a, b))
    return replace(one, source=(subject,), content=tuple(content))


def paper_seen_by(layout: Layout, one: Attribution) -> Attribution:
    """With the documents as the source in "documents seen by the Guardian show", not who saw them."""
    if len(one.source) != 1 or not one.cue or one.cue[0][0] < one.source[0][1]:
        return one
    start, end = one.source[0]
    seen = _SEEN_BY.search(layout.text, max(layout.sentence_span(start)[0], start - REACH.tail), start)
    if seen is None or layout.text[end : one.cue[0][0]].strip() or not _is_paper(seen.group("noun")):
        return one
    return replace(one, source=((seen.start(), end),))


def _is_paper(noun: str) -> bool:
    known, single = words(), singular(noun.lower())
    return any(n in table for n in (noun.lower(), single) for table in (known.documents, known.data))


def relative(layout: Layout, one: Attribution) -> Attribution:
    """With "who" as the source of the verb right behind it ("told Lind, who added"), not the subject further up."""
    if not one.cue or not one.source:
        return one
    cue = one.cue[0][0]
    if not layout.text[cue].islower():
        return one
    match = _RELATIVE.search(layout.text, max(0, cue - 24), cue)
    if match is None or layout.sentence(match.start()) != layout.sentence(cue):
        return one
    span = match.span(1)
    inside = any(a <= span[0] < b for a, b in (*one.source, *one.content))
    antecedent = any(b <= span[0] and not layout.text[b : span[0]].strip(" ,)") for _, b in one.source)
    return one if inside or antecedent else replace(one, source=(span,))


def shared_subject(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Gives a verb the subject that it shares with another verb of its sentence.

    The subject of a participle stands in its sentence; a source in another sentence cannot be it. No verb has its
    subject in a later sentence.
    """
    state = list(attributions)
    for n, one in enumerate(attributions):
        if not one.cue:
            continue
        sentence = layout.sentence(one.cue[0][0])
        later = all(layout.sentence(a) > sentence for a, _ in one.source)
        if (
            one.source
            and not later
            and (not _is_participle(layout, one) or any(layout.sentence(a) == sentence for a, _ in one.source))
        ):
            continue
        subject = _before(layout, state, n, sentence) or (None if one.source else _after(layout, state, n, sentence))
        if subject:
            state[n] = replace(one, source=subject)
            yield one, state[n]


def _is_participle(layout: Layout, one: Attribution) -> bool:
    return _PARTICIPLE.match(layout.text, one.cue[0][0]) is not None


def _before(layout: Layout, state: Sequence[Attribution], n: int, sentence: int) -> tuple[Span, ...] | None:
    """Subject of the verb before: "X said one, adding two", "X said one and has promised two"."""
    text, cue = layout.text, state[n].cue[0][0]
    start = layout.sentence_span(cue)[0]
    joined = _COORDINATED.search(text, max(start, cue - 24), cue) is not None
    participle = _is_participle(layout, state[n])
    apart = text[start:cue].rstrip()[-1:] in _MARKS
    if not (participle and apart) and not (joined and (participle or _is_verb(layout, cue))):
        return None
    for m in range(n - 1, max(-1, n - 3), -1):
        other = state[m]
        if other.source and other.cue and layout.sentence(other.source[0][0]) == sentence:
            last = other.cue[-1][1]
            leads = other.source[-1][1] <= other.cue[0][0] or participle
            return other.source if last <= cue and leads else None
    return None


def _is_verb(layout: Layout, cue: int) -> bool:
    return layout.tag(cue) in ("verb", "modal") or _AUXILIARY.match(layout.text, cue) is not None


def _after(layout: Layout, state: Sequence[Attribution], n: int, sentence: int) -> tuple[Span, ...] | None:
    """Subject of the main clause behind a participle: "Having questioned one, X said two"."""
    text, one = layout.text, state[n]
    start = layout.sentence_span(one.cue[0][0])[0]
    if not _is_participle(layout, one) or not _LEADING.fullmatch(text, start, one.cue[0][0]):
        return None
    end = one.content[-1][1]
    for other in state[n + 1 : n + 3]:
        if other.source and layout.sentence(other.source[0][0]) == sentence:
            at = other.source[0][0]
            return other.source if end <= at and "," in text[end:at] and at - end < REACH.tail else None
    return None


def behind_the_verb(layout: Layout, one: Attribution) -> Attribution:
    """With the one behind the verb as the source where the model found none.

    The agent of a passive: "was signed by the mayor"; whoever is told by somebody is no source either. Or somebody who
    stands alone at the end of the sentence: "…, believes the mayor, Ana Lind.".
    """
    if len(one.cue) != 1 or (one.source and not _is_told(layout, one)):
        return one
    subject = _agent(layout, one) or (None if one.source else _subject_behind(layout, one))
    return one if subject is None else replace(one, source=(subject,))


def pronoun_before(layout: Layout, one: Attribution) -> Attribution:
    """With the pronoun before the verb as the source where none was found: "it at the same time rejected"."""
    if one.source or not one.cue:
        return one
    start = one.cue[0][0]
    match = _PRONOUN.search(layout.text, max(layout.sentence_span(start)[0], start - REACH.tail), start)
    if match is None or _IMPERSONAL.match(layout.text, start) or layout.quoted(start) is not None:
        return one
    span = match.span("who")
    return one if any(a <= span[0] < b for a, b in one.content) else replace(one, source=(span,))


def described_as(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """Makes what stands behind "described as" in the words of another an attribution of its own, without a source."""
    for one in attributions:
        for piece in one.content[1:]:
            sign = _DESCRIBED.search(layout.text, one.content[0][1], piece[0])
            if sign is None or any(a < sign.end("cue") and sign.start("cue") < b for a, b in one.cue):
                continue
            cue = sign.span("cue")
            yield one, replace(one, content=tuple(c for c in one.content if c != piece))
            yield None, Attribution((), (cue,), (piece,), one.confidence)
            break


def _is_told(layout: Layout, one: Attribution) -> bool:
    """Whether a source before the verb is told what is said: "residents were told"."""
    before = one.source[-1][1] <= one.cue[0][0]
    return before and _IS_TOLD.match(layout.text, one.cue[0][0], one.cue[-1][1]) is not None


def _agent(layout: Layout, one: Attribution) -> Span | None:
    text, (start, end) = layout.text, one.cue[0]
    match = _BY.search(text, start, min(layout.sentence_span(start)[1], end + REACH.agent))
    if match is None or match.start() > end or layout.quoted(match.end()) != layout.quoted(start):
        return None
    stop = phrase_end(layout, match.end(), layout.sentence_span(start)[1])
    phrase = layout.phrase((match.end(), stop)) if match.end() < stop else None
    span = (match.end(), phrase.core[1]) if phrase is not None else None
    if span is None or any(a < span[1] and span[0] < b for a, b in one.content):
        return None
    return span if _is_somebody(layout, span) else None


def _subject_behind(layout: Layout, one: Attribution) -> Span | None:
    text, (start, end) = layout.text, one.cue[0]
    before = max((b for _, b in one.content if b <= start), default=None)
    if before is None or text[before:start].strip() not in ("", ",") or not _ENDS.search(text, before - 2, start):
        return None
    if any(a >= end and layout.sentence(a) == layout.sentence(start) for a, _ in one.content):
        return None
    begin = end + len(text[end:]) - len(text[end:].lstrip())
    stop = layout.sentence_span(start)[1]
    stop = begin + len(text[begin:stop].rstrip().rstrip(".!?"))
    if not begin < stop <= begin + REACH.tail or layout.quoted(begin) is not None:
        return None
    if any(tag in ("verb", "modal") for a, _, tag in layout.annotation.pos if begin <= a < stop):
        return None
    phrase = layout.phrase((begin, stop))
    named = phrase is not None and (phrase.entity in ("person", "organisation") or words().role(phrase.word))
    return (begin, stop) if named else None


def _is_somebody(layout: Layout, span: Span) -> bool:
    """Whether a noun phrase may be a source: a name, people, a body, a document."""
    phrase = layout.phrase(span)
    if phrase is None or phrase.form is Form.PRONOUN:
        return False
    if phrase.form is Form.NAME:
        return phrase.entity is not None
    known, noun = words(), singular(phrase.word)
    tables = (known.crowds, known.insiders, known.bodies, known.documents, known.data)
    return bool(phrase.roles) or any(w in t for w in (phrase.word, noun) for t in tables)


def hears(layout: Layout, one: Attribution) -> Attribution:
    """With a source that only hears: "a court heard", "residents were told", "…, jury told"."""
    if not one.source:
        return one
    text = layout.text
    if one.cue and _is_told(layout, one):
        return replace(one, hears=True)
    first, last = (one.cue[0][0], one.cue[-1][1]) if one.cue else (one.source[0][0], one.source[-1][1] + REACH.hearing)
    near = text[first:last].lower()
    if "told" not in near and "hear" not in near:
        return one  # a cheap look before the phrase is read
    phrase = layout.source_phrase(one.source)
    if phrase is None or phrase.form is not Form.DESCRIPTION or singular(phrase.word) not in HEARERS:
        return one
    start, end = (one.cue[0][0], one.cue[-1][1]) if one.cue else (phrase.head[1], phrase.head[1] + REACH.hearing)
    said = text[start:end].strip()
    heard = _HEARD.match(said) is not None or _IS_TOLD.match(said) is not None
    told = _TOLD.match(text, start) is not None and one.content[0][0] < phrase.head[0]
    return replace(one, hears=True) if heard or told else one

"""What the marks and the order of words say against the model: sources and contents put right.

The network reads word by word, so now and then a span runs on past a closing quotation mark, or a verb is left
without the subject that it shares with the verb before it. Each rule here rests on such a sign and changes one
thing; where the sign is missing the model is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from framing.attribute.annotation import Found
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form, read
from framing.resolve.words import singular, words
from framing.values import Span

__all__ = ["mended"]

_CITING = re.compile(r"\b(?:citing|quoting|which (?:cited|quoted)) $", re.I)
_QUOTED = re.compile(r"(?:was|were|is|are|has been|have been) (?:also |later |earlier )?(?:quoted|cited)\b", re.I)
_SEEN = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|[Nn]ew|[Ii]nternal|[Ll]eaked|[Cc]ourt|[Ss]ecret) )*(?P<noun>[A-Za-z]+),? "
    r"(?:seen|obtained|reviewed|published|released|leaked|commissioned|compiled|prepared|issued|posted|shared) by $"
)
_SEES = re.compile(r"(?:(?:has|have|had|also|already|never|long|recently) )*(?:seen|sees|saw|witnessed|experienced)")
_AS = re.compile(r"\bas\b")
_CLOSED = re.compile(r"[,.?!…][\"”'’]*$")
_TAIL = 80
"""Characters behind a closing mark that may belong to the source there."""
_PARTICIPLE = re.compile(r"(?:(?:also|then|later|still|again|first) )?([A-Za-z]+ing)\b")
_LEADING = re.compile(r"(?:(?:In|By|After|While|When|Before|Since|Without|Having|Upon|On) )?(?:[A-Z]?[a-z]+ly )?$")
_COORDINATED = re.compile(r"(?:^|[\s,–—-])(?:and|but|or|then)(?: (?:also|then|later|still|even|never|\w+ly))*\s$")
_AUXILIARY = re.compile(r"(?:has|have|had|is|was|are|were|be|been|did|does|do|will|would|can|could|not|n't)\b")
_CLOSING = frozenset(['" ', "” "])
_MARKS = frozenset(",–—-")
_RELATIVE = re.compile(r"\b(who|which)(?: (?:also|then|later|still|once|have|has|had|\w+ly))? $")


def mended(layout: Layout) -> tuple[Found, ...]:
    """The attributions of a field, in the order of their content."""
    trimmed = (_trimmed(f, layout.text) for f in layout.annotation.attributions)
    found = sorted((f for f in trimmed if f.content), key=attrgetter("content"))
    found = [f for f in found if not _is_lived_through(layout, f)]
    found = [
        _relative(layout, _marked(layout, _uncited(layout, _quoted_by(layout, _seen_by(layout, f))))) for f in found
    ]
    return tuple(_inverted(layout, f) for f in _with_subjects(layout, found))


def _trimmed(found: Found, text: str) -> Found:
    return replace(
        found, source=_trim(found.source, text), cue=_trim(found.cue, text), content=_trim(found.content, text)
    )


def _trim(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Spans in order, within the text, without outer white space, none empty, none overlapping."""
    if len(spans) == 1:  # the usual case, and nothing to trim
        start, end = spans[0]
        whole = 0 <= start < end <= len(text) and not text[start].isspace() and not text[end - 1].isspace()
        if whole and text[start : start + 2] not in _CLOSING:
            return (spans[0],)
    found: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(start, found[-1][1] if found else 0), min(end, len(text))
        if text[start : start + 2] in _CLOSING:  # the mark that closes what stands before
            start += 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return tuple(found)


def _uncited(layout: Layout, found: Found) -> Found:
    """Without the one cited in "reported, citing a Friday statement", which is no part of what was reported."""
    if len(found.content) < 2 or not found.cue:
        return found
    text, cue = layout.text, max(b for _, b in found.cue)
    kept = tuple(s for s in found.content if s[0] < cue or not _CITING.search(text, max(cue, s[0] - 14), s[0]))
    return replace(found, content=kept) if kept and len(kept) < len(found.content) else found


def _is_lived_through(layout: Layout, found: Found) -> bool:
    """Whether a place or a thing "has seen" something: it says nothing by that, unless it sees it as something."""
    if not found.source or not found.cue:
        return False
    text = layout.text
    if not _SEES.fullmatch(text, found.cue[0][0], found.cue[-1][1]):
        return False
    end = layout.sentence_span(found.cue[0][0])[1]
    if _AS.search(text, found.cue[-1][1], end):
        return False
    phrase = read(text, found.source[0], layout.entities, layout.annotation.pos)
    if phrase is None or phrase.form is Form.PRONOUN:
        return False
    if phrase.form is Form.NAME:
        return phrase.entity == "place"
    known, noun = words(), singular(phrase.word)
    people = known.role(phrase.word) or {noun, phrase.word} & (known.crowds | known.insiders)
    return not people and noun not in known.bodies and phrase.word not in known.bodies


def _quoted_by(layout: Layout, found: Found) -> Found:
    """With the one whose words they are as the source in "the general was quoted by Interfax as saying"."""
    if not found.cue or not found.source:
        return found
    text = layout.text
    match = _QUOTED.search(text, found.cue[0][0], found.cue[-1][1])
    if match is None or match.start() - found.cue[0][0] > 1 or found.source[0][0] < match.end():
        return found
    for n, (start, end) in enumerate(found.content):
        if end > match.start() or text[end : match.start()].strip(" ,"):
            continue
        quoted = layout.quoted(start)
        if quoted is not None and quoted[0] == start and quoted[1] < end <= quoted[1] + _TAIL:
            said, speaker = [quoted], quoted[1] + len(text[quoted[1] : end]) - len(text[quoted[1] : end].lstrip())
        elif len(found.content) > 1 and layout.quoted(start) is None:
            said, speaker = [], start
        else:
            continue
        content = (*found.content[:n], *said, *found.content[n + 1 :])
        return replace(found, source=((speaker, end),), content=content)
    return found


def _seen_by(layout: Layout, found: Found) -> Found:
    """With the paper as the source, not its reader or issuer, in "documents seen by the Guardian show"."""
    if not found.source or not found.cue or found.cue[0][0] < found.source[-1][1]:
        return found
    text, start = layout.text, found.source[0][0]
    match = _SEEN.search(text, layout.sentence_span(start)[0], start)
    if match is None or text[found.source[-1][1] : found.cue[0][0]].strip(" ,"):
        return found
    known, noun = words(), match.group("noun").lower()
    if not {noun, singular(noun)} & (known.documents | known.data):
        return found
    return replace(found, source=((match.start(), found.source[-1][1]),))


def _marked(layout: Layout, found: Found) -> Found:
    """With a content that ends at its closing mark where it ran on into the source ("“No!” the mayor, Ana Lind,")."""
    if not found.source:
        return found
    text, content, source = layout.text, list(found.content), sorted(found.source)
    for n, (start, end) in enumerate(content):
        quoted = layout.quoted(start)
        if quoted is None or quoted[0] != start or not quoted[1] < end <= quoted[1] + _TAIL:
            continue
        tail = quoted[1] + len(text[quoted[1] : end]) - len(text[quoted[1] : end].lstrip())
        joins = source[0][0] >= end and not text[end : source[0][0]].strip(" ,")
        if not joins or not _CLOSED.search(text, start, quoted[1]) or not text[tail].isalpha():
            continue
        if any(layout.quoted(i) is not None for i in range(tail, end)):
            continue
        content[n] = quoted
        source[0] = (tail, source[0][1])
    return replace(found, content=tuple(content), source=tuple(source))


def _relative(layout: Layout, found: Found) -> Found:
    """With "who" as the source of the verb right behind it ("told Lind, who added"), not the subject further up."""
    if not found.cue or not found.source:
        return found
    cue = found.cue[0][0]
    if not layout.annotation.document.flat[cue].islower():
        return found
    match = _RELATIVE.search(layout.text, max(0, cue - 24), cue)
    if match is None or layout.sentence(match.start()) != layout.sentence(cue):
        return found
    span = match.span(1)
    inside = any(a <= span[0] < b for a, b in (*found.source, *found.content))
    antecedent = any(b <= span[0] and not layout.text[b : span[0]].strip(" ,)") for _, b in found.source)
    return found if inside or antecedent else replace(found, source=(span,))


def _with_subjects(layout: Layout, found: Sequence[Found]) -> list[Found]:
    """Attributions whose verb shares its subject with another verb of the sentence, given that subject.

    The subject of a participle stands in its sentence; a source in another sentence cannot be it.
    """
    mended = list(found)
    for n, one in enumerate(found):
        if not one.cue:
            continue
        sentence = layout.sentence(one.cue[0][0])
        if one.source and (
            not _is_participle(layout, one) or any(layout.sentence(a) == sentence for a, _ in one.source)
        ):
            continue
        subject = _before(layout, mended, n, sentence) or (None if one.source else _after(layout, mended, n, sentence))
        if subject:
            mended[n] = replace(one, source=subject)
    return mended


def _inverted(layout: Layout, found: Found) -> Found:
    """With the one behind the verb as the source, where nothing else follows: "…, believes the mayor, Ana Lind."."""
    if found.source or len(found.cue) != 1:
        return found
    text, (start, end) = layout.text, found.cue[0]
    before = max((b for _, b in found.content if b <= start), default=None)
    if before is None or text[before:start].strip() not in ("", ",") or "," not in text[before - 2 : start]:
        return found
    if any(a >= end and layout.sentence(a) == layout.sentence(start) for a, _ in found.content):
        return found
    begin = end + len(text[end:]) - len(text[end:].lstrip())
    stop = layout.sentence_span(start)[1]
    stop = begin + len(text[begin:stop].rstrip().rstrip(".!?"))
    if not begin < stop <= begin + _TAIL or layout.quoted(begin) is not None:
        return found
    tags = {tag for a, _, tag in layout.annotation.pos if begin <= a < stop}
    phrase = read(text, (begin, stop), layout.entities, layout.annotation.pos)
    if tags & {"verb", "modal"} or phrase is None or phrase.form is Form.PRONOUN:
        return found
    somebody = phrase.entity in ("person", "organisation") or words().role(phrase.word)
    return replace(found, source=((begin, stop),)) if somebody else found


def _is_participle(layout: Layout, found: Found) -> bool:
    return _PARTICIPLE.match(layout.text, found.cue[0][0]) is not None


def _before(layout: Layout, found: Sequence[Found], n: int, sentence: int) -> tuple[Span, ...] | None:
    """Subject of the verb before: "X said one, adding two", "X said one and has promised two"."""
    text, cue = layout.text, found[n].cue[0][0]
    start = layout.sentence_span(cue)[0]
    joined = _COORDINATED.search(text, max(start, cue - 24), cue) is not None
    participle = _is_participle(layout, found[n])
    apart = text[start:cue].rstrip()[-1:] in _MARKS
    if not (participle and apart) and not (joined and (participle or _is_verb(layout, cue))):
        return None
    for m in range(n - 1, max(-1, n - 3), -1):
        other = found[m]
        if other.source and other.cue and layout.sentence(other.source[0][0]) == sentence:
            last = other.cue[-1][1]
            leads = other.source[-1][1] <= other.cue[0][0] or participle
            return other.source if last <= cue and leads else None
    return None


def _is_verb(layout: Layout, cue: int) -> bool:
    return layout.tag(cue) in ("verb", "modal") or _AUXILIARY.match(layout.text, cue) is not None


def _after(layout: Layout, found: Sequence[Found], n: int, sentence: int) -> tuple[Span, ...] | None:
    """Subject of the main clause behind a participle: "Having questioned one, X said two"."""
    text, one = layout.text, found[n]
    start = layout.sentence_span(one.cue[0][0])[0]
    if not _is_participle(layout, one) or not _LEADING.fullmatch(text, start, one.cue[0][0]):
        return None
    end = one.content[-1][1]
    for other in found[n + 1 : n + 3]:
        if other.source and layout.sentence(other.source[0][0]) == sentence:
            at = other.source[0][0]
            return other.source if end <= at and "," in text[end:at] and at - end < _TAIL else None
    return None

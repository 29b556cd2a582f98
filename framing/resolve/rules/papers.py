"""Rules for what a paper says: a report, an ad or a transcript stands between a source and the words.

"The guild pushed back on a report claiming that …": the report claims it, and the guild is whom it is about. Whoever
issues, writes or signs the paper says it himself, so the verb before it must be one of meeting what others say.
"""

from __future__ import annotations

import re
from dataclasses import replace

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.thresholds import REACH
from framing.resolve.vocabulary import words
from framing.values import Span

__all__ = ["papers"]

_CLAIMING = re.compile(
    r"(?:claiming|saying|alleging|suggesting|stating|showing|asserting|arguing|accusing|reporting|warning|revealing|"
    r"which (?:said|says|claimed|claims|alleged|alleges))\b"
)
_PAPER = re.compile(r"\b(?:an?|the|another|recent|new|this|that|one|some|these|those) (?:[\w.’'-]+ ){1,5}$", re.I)
_FACES = (
    r"seiz(?:es|ed|e|ing)(?: up)? ?on|pounc(?:es|ed|e|ing) (?:up)?on|jump(?:s|ed|ing)? on|reel(?:s|ed|ing)? from|"
    r"defend(?:s|ed|ing)? (?:\w+(?:self|selves) )?against|react(?:s|ed|ing)? to|respond(?:s|ed|ing)? to|"
    r"(?:push|hit|fir|fight|fought|shot|shoot)(?:s|es|ed|ing)? back|fac(?:es|ed|e|ing)"
)
_MEETS = (
    r"den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|disput(?:es?|ed|ing)|condemn(?:s|ed|ing)?|"
    r"critici[sz](?:es?|ed|ing)|slam(?:s|med|ming)?|blast(?:s|ed|ing)?|attack(?:s|ed|ing)?|rebut(?:s|ted|ting)?|"
    r"refut(?:es?|ed|ing)|mock(?:s|ed|ing)?|ridicul(?:es?|ed|ing)|denounc(?:es?|ed|ing)|scoff(?:s|ed|ing)? at|"
    r"brush(?:es|ed|ing)? (?:off|aside)|ignor(?:es?|ed|ing)|welcom(?:es?|ed|ing)|prais(?:es?|ed|ing)|"
    r"su(?:ed|es|ing) over|under fire|angry|furious|upset"
)
_REACTS = re.compile(rf"(?:{_FACES})(?: (?:on|against|at))?(?: \w+ly)?$")
_MET = re.compile(
    rf"\b(?:{_FACES}|{_MEETS})(?: \w+ly)?(?: (?:on )?(?:\w+day|yesterday|today))?"
    r"(?: (?:on|against|at|over|about|after|by))? $"
)
_SAYS_THAT = re.compile(
    r"(?P<paper>(?:an?|the|another|\w+['’]s) (?:[\w.’'&-]+ ){0,6}?(?P<noun>[a-z][\w-]+)) "
    r"(?=that (?!\w+ed\b|was|were|is)|he |she |they |it )"
)
_LABEL = re.compile(r"[\"“«]?(?P<label>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3})(?P<colon>:)\s+(?=\S)")
_WRAPPERS = frozenset({"transcript", "excerpt", "exchange", "conversation", "interview", "text", "record"})


def papers(layout: Layout, one: Attribution) -> Attribution:
    """With the paper as the source of what it claims, and the name before them as that of a transcript's words."""
    found = _claims(layout, one)
    found = _reacted_to(layout, one) if found is one else found
    return _labelled(layout, one) if found is one else found


def _claims(layout: Layout, one: Attribution) -> Attribution:
    """With the paper right before the verb as the source: "pushed back on a report claiming that …"."""
    if len(one.source) != 1 or one.origin is not None or not one.cue or one.content[0][0] < one.cue[0][1]:
        return one
    text, (start, _) = layout.text, one.cue[0]
    if _CLAIMING.match(text, start) is None or one.source[0][1] > start:
        return one
    low = max(layout.sentence_span(start)[0], start - REACH.tail, one.source[0][1])
    before = _PAPER.search(text, low, start)
    paper = None if before is None else _paper(layout, (before.start(), start - 1))
    if paper is None or _MET.search(text, low, paper[0]) is None:
        return one
    return replace(one, source=(paper,))


def _reacted_to(layout: Layout, one: Attribution) -> Attribution:
    """With the report that somebody reacts to as the source: "is seizing upon a Times report that …"."""
    if len(one.source) != 1 or one.origin is not None or len(one.cue) != 1 or len(one.content) != 1:
        return one
    text, cue, (begin, end) = layout.text, one.cue[0], one.content[0]
    if one.source[0][1] > cue[0] or not cue[1] <= begin < cue[1] + REACH.tail:
        return one
    says = _SAYS_THAT.match(text, cue[1] + 1, min(end, begin + REACH.tail))
    if says is None or says.end() >= end or begin > says.end() or not _REACTS.search(text, cue[0], cue[1]):
        return one
    paper = _paper(layout, says.span("paper"))
    return (
        one if paper is None else replace(one, source=(paper,), cue=(says.span("noun"),), content=((says.end(), end),))
    )


def _labelled(layout: Layout, one: Attribution) -> Attribution:
    """With the name in capitals at the head of the words as the source: a transcript's "WALSH: Who pays?"."""
    label = _LABEL.match(layout.text, one.content[0][0], one.content[0][1])
    if label is None or label.end() >= one.content[0][1] or not one.source:
        return one
    phrase = layout.source_phrase(one.source)
    if phrase is None or phrase.form is not Form.DESCRIPTION or phrase.word not in _WRAPPERS:
        return one
    content = ((label.end(), one.content[0][1]), *one.content[1:])
    return replace(one, source=(label.span("label"),), cue=(label.span("colon"),), content=content)


def _paper(layout: Layout, span: Span) -> Span | None:
    """The span where it is a paper that is nobody's own: "a report", not "his letter"."""
    phrase = layout.phrase(span)
    if phrase is None or phrase.form is not Form.DESCRIPTION or phrase.head[1] != span[1]:
        return None
    paper = phrase.word in words().documents or phrase.word in words().data
    return span if paper and layout.quoted(span[0]) is None else None

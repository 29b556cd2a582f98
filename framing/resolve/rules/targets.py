"""Findings in which a word of saying only names its topic or target, or tells a deed.

"Castigated the ministry", "promoted her plans", "citing the classified report" tell about whom or what somebody spoke,
and nothing of what was said; "criticised it as unfair", "berated him for lying" do. "Agreed to lend five million" and
"rejected appeals to step down" are deeds, whoever was asked in words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.vocabulary import singular, words
from framing.values import Kind, Span

__all__ = ["is_deed", "is_target"]

_VERBS = frozenset({"verb", "modal"})
_TOPIC = re.compile(
    r"\b(?:defend(?:s|ed|ing)?|promot(?:e[sd]?|ing)|discuss(?:es|ed|ing)?|echo(?:es|ed|ing)?|tout(?:s|ed|ing)?|"
    r"publici[sz](?:e[sd]?|ing)|describ(?:e[sd]?|ing)|outlin(?:e[sd]?|ing)|detail(?:s|ed|ing)?|explain(?:s|ed|ing)?|"
    r"recount(?:s|ed|ing)?|address(?:es|ed|ing)?|(?:told|tells?|telling) (?:[\w’'-]+ ){1,4}about|mention(?:s|ed|ing)?|"
    r"(?:speaks?|spoke|spoken|speaking|talks?|talked|talking)"
    r"(?: out)?(?: [\w’'-]+)* (?:about|of|on)|comment(?:s|ed|ing)? (?:\w+ )?(?:on|about)|weigh(?:s|ed|ing)? in on|"
    r"(?:comments|remarks|questions?|tweets|statements?|songs|reports) (?:\w+ )?(?:about|on))$",
    re.I,
)
"""Cues behind which stands a topic; what is said of it stands elsewhere, if anywhere."""
_TARGET = re.compile(
    r"\b(?:castigat|chastis|excoriat|criticis|criticiz|berat|scold|rebuk|chid|mock|ridicul|insult|taunt|attack|slam|"
    r"blast|lambast|assail|lash|denounc|condemn|decr[iy]|prais|laud|hail|applaud|commend|thank|congratulat|prob|needl|"
    r"roast|rapp|skewer|bash|(?:tough|harsh\w*|sharp|fierce)? ?criticism)\w*(?: out| into)?(?: at| of| for| against)?$",
    re.I,
)
"""Cues behind which stands whom they are aimed at, or what: a deed that is denounced is called bad."""
_NAMES = re.compile(r"\b(?:cit(?:e[sd]?|ing)|invok(?:e[sd]?|ing)|quot(?:e[sd]?|ing)|name-?check\w*)$", re.I)
"""Cues behind which stands whom or what somebody calls in support."""
_SUPPORTS = frozenset(
    {
        "document",
        "report",
        "study",
        "review",
        "version",
        "memo",
        "letter",
        "file",
        "poll",
        "survey",
        "theory",
        "detail",
        "rumour",
        "rumor",
        "source",
        "research",
        "statistic",
        "law",
        "statute",
        "article",
    }
)
_CONVEYS = re.compile(
    r"\b(?:as|for|over|like|because|being|having|therefore|despite|by)\b|[“”\"]|"
    r"^(?:it|this|them|him|her)\b (?=\S)",
    re.I,
)
"""What tells a reason or a judgement: "as unfair", "for lying", "over its handling"."""
_CALLS = re.compile(r"\b(?:as|in terms|because|being|having)\b|[“”\"]|^(?:that|how|why|what|whether)\b", re.I)
"""The same behind a topic: "promoted her plans for the port" tells none."""
_AGREES = re.compile(r"\b(?:agree(?:s|d|ing)?|consent(?:s|ed|ing)?)(?: to)?$", re.I)
_TO_DO = re.compile(
    r"to (?:\w+ly )?(?!disagree|differ|testify|say|speak|talk|tell|answer|apologi|discuss|be )\w+", re.I
)
_APPEALS = (
    r"(?:appeals?|calls|pleas?|bids?|requests?|motions?|petitions?|demands?|queries|overtures|invitations?|amendments?|"
    r"nominations?|efforts?|attempts?)"
)
_TURNS_DOWN = re.compile(
    r"\b(?:reject|rebuff|spurn|turn|vot|overr[ui]l|overrod|defeat|quash|ignor|resist|den[iy]|stamp)\w*"
    rf"(?: down| away| out)?(?P<appeals> (?:[\w’'-]+ ){{0,3}}?{_APPEALS}(?: for)?)?$",
    re.I,
)
_ASKED = re.compile(rf"(?:(?:the|an?|all|any|several|many|his|her|their|its|[\w’'-]+) ){{0,4}}?{_APPEALS}\b", re.I)
_PURPOSE = re.compile(
    r"(?:to|in order to|so as to) (?:discuss|debate|talk about|speak about|go over|review|consider)", re.I
)

_STANDS = re.compile(r"\b(?:advocat|campaign|lobb|fight|fought)\w* for$", re.I)
"""What somebody stands for, time and again."""
_ED = re.compile(r"[a-z]+ed", re.I)
_DETERMINER = re.compile(r"\b(?:an?|the|this|that|his|her|its|their|any|no|some) (?:\w+ly )?$", re.I)
_ISSUES = re.compile(
    r"\b(?:issu|releas|report|publish|mak|made|writ|wrote|post|repeat|deliver|broke|confirm|read|shar)\w*$", re.I
)
_TEXT = re.compile(
    r"(?:the|this|that|these|those|his|her|their|its|an?) (?:[\w-]+ )?"
    r"(?:statements?|comments?|remarks?|letter|tweets?|story|news|reports?|speech|announcement)",
    re.I,
)
_MOVES = re.compile(
    r"\b(?:encourag|urg|invit|press|allow|prepar|train|pa(?:y|id)|hir)\w*"
    r"(?: (?!to\b)[\w’'-]+){1,10} $",
    re.I,
)
"""Whom somebody moves to speak, who has not spoken yet: "encouraged the crowd to ask why"."""


def is_target(layout: Layout, one: Attribution) -> bool:
    """Whether only a topic or a target is named, and no claim: "castigated the ministry", "citing the report"."""
    if len(one.cue) != 1 or layout.kind(one.content) is not Kind.INDIRECT:
        return False
    start, text, cue = one.cue[0][0], layout.text, layout.text[slice(*one.cue[0])]
    if (
        _PURPOSE.fullmatch(cue)
        or _STANDS.search(cue)
        or (cue[:3].lower() == "to " and _MOVES.search(text, max(0, start - 90), start))
    ):
        return True
    if not one.source and _ED.fullmatch(cue) and _DETERMINER.search(text, max(0, start - 12), start):
        return True  # "a proposed trim", "the alleged attack"
    if len(one.content) != 1 or one.content[0][0] < one.cue[0][1] or not layout.annotation.pos:
        return False
    said = text[slice(*one.content[0])]
    gap = text[one.cue[0][1] : one.content[0][0]].strip()
    if gap.endswith(("regarding", "concerning")):
        return True
    cue = f"{cue} {gap}" if gap.endswith("about") else cue
    verbs = _verbs(layout, one.content[0])
    before = _verbs(layout, (one.cue[0][1], one.content[0][0]))
    if not verbs and ((before and gap.endswith("ing") and gap.endswith(before[-1])) or _points(cue, said)):
        return True  # "responded with subpoenas targeting his firm", "issued the above statement"
    if _CALLS.search(said) is not None or not all(v.endswith("ing") for v in verbs) or said.startswith(tuple(verbs)):
        return False
    if _TOPIC.search(cue):
        return True
    if verbs or _CONVEYS.search(said) is not None:
        return False
    phrase = layout.phrase(one.content[0])
    if phrase is None:
        return False
    known = words()
    somebody = (
        phrase.form in (Form.NAME, Form.PRONOUN)
        or bool(phrase.roles)
        or phrase.word in known.bodies
        or singular(phrase.word) in known.bodies
    )
    if _TARGET.search(cue):
        return somebody
    supports = phrase.form is Form.DESCRIPTION and singular(phrase.word) in _SUPPORTS
    return _NAMES.search(cue) is not None and (somebody or supports)


def _points(cue: str, said: str) -> bool:
    """Whether a text is only pointed to: "issued the above statement", "first reported the story"."""
    return _ISSUES.search(cue) is not None and _TEXT.fullmatch(said) is not None


def is_deed(layout: Layout, one: Attribution) -> bool:
    """Whether a deed is told with a word of saying: "agreed to lend five million", "rejected appeals to step down"."""
    if len(one.cue) != 1 or one.content[0][0] < one.cue[0][1] or layout.kind(one.content) is not Kind.INDIRECT:
        return False
    cue, (start, end) = layout.text[slice(*one.cue[0])], one.content[0]
    if _AGREES.search(cue) is not None:
        to = "to " if cue.lower().endswith(" to") else ""
        return _TO_DO.match(to + layout.text[start:end]) is not None
    down = _TURNS_DOWN.search(cue)
    return down is not None and (bool(down["appeals"]) or _ASKED.match(layout.text, start, end) is not None)


def _verbs(layout: Layout, span: Span) -> list[str]:
    pos, at = layout.annotation.pos, itemgetter(0)
    part = pos[bisect_left(pos, span[0], key=at) : bisect_left(pos, span[1], key=at)]
    return [layout.text[a:b] for a, b, tag in part if tag in _VERBS]

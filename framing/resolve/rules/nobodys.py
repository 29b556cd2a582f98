"""Rules for findings that nobody states: what a law does, what a word or a badge means.

The network takes "the bill would ban …" for what a bill says, and "referring to the club" for what somebody says. Both
tell what something is or does, in the outlet's own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.vocabulary import LAWS, singular
from framing.values import Kind

__all__ = ["examines", "gloss", "is_silent", "provision"]

_DOES = re.compile(
    r"(?:(?:also|now|already|still|only|currently|\w+ly) )?(?:"
    r"(?:would|will|could|does not|did not|may|must|shall)(?: not| also| \w+ly)? "
    r"(?!say|stat|read|note|declar|argu|claim|call for|assert|list|mention|describ|warn|ask)\w+|"
    r"(?:bans?|bars?|requires?|allows?|prohibits?|lets|gives?|imposes?|limits?|permits?|forces?|mandates?|forbids?|"
    r"doubles?|cuts?|raises?|obliges?|compels?|guarantees?|entitles?|grants?|required|allowed|prohibited|permitted|"
    r"banned|barred|mandated)\b)",
    re.I,
)
_LAYS_DOWN = re.compile(
    r"(?:stipulating|specifying|requiring|mandating|allowing|prescribing|dictating|providing)\b", re.I
)
_WOULD = re.compile(
    r"\b(?:would|will|could)(?: also| \w+ly)? (?!say|argue|tell|announce|warn|ask|call|state|claim|propose)\w+"
)
_SAID = re.compile(r"\b(?:said|says?|told|announced|proposed|wrote|argued|vowed|promised|pledged|warned|urged)\b")
_UNDER = re.compile(r"under", re.I)
_GLOSS = re.compile(
    r"(?:(?:apparently|clearly|perhaps|possibly|presumably|obviously) )?(?:referring|alluding) to|meaning|expressing|"
    r"(?:in )?(?:an? )?(?:apparent |clear |obvious )?(?:reference|allusion|nod) to|symboli[sz]ing|representing|"
    r"evoking|denoting|referencing|highlighting|underscoring|illustrating|reflecting|mirroring",
    re.I,
)
_GOES = re.compile(r"(?:goes|went) without saying|stands to reason", re.I)

_REFERS = re.compile(
    r"(?:(?:was|is|were|are|(?:appear|seem)(?:s|ed) to (?:be|have been)) (?:\w+ly )?|"
    r"apparently )(?:referring|alluding) to",
    re.I,
)
_NOBODY = re.compile(r"(?:neither|nobody|no one|none)\b", re.I)
_OFFERS = re.compile(r"\b(?:offer|gave|giv|provid|present|cit|ma[kd]e)", re.I)
_SILENT = re.compile(
    r"\b(?:(?:has|have|had) yet to|(?:declin|refus)(?:e[sd]?|ing) to(?: publicly)?|"
    r"made no|makes no|(?:made|makes?) any|no|without|stop(?:s|ped)? short of|"
    r"(?:did|does|do|has|have|had|would) ?(?:not|n['’]t|never)(?: yet)?(?: immediately| publicly)?) "
    r"(?:public |further |any )?"
    r"(?:comment|mention|respond|response|say|said|disclos|specif|elaborat|address|call|nam|reveal|detail|explain)|"
    r"\b(?:steer(?:s|ed|ing)? clear of|avoid(?:s|ed|ing)?|sh(?:y|ied|ying) away from|resist(?:s|ed|ing)?|dodg\w+|"
    r"refrain(?:s|ed|ing)? from|stop(?:s|ped)? short of) (?:\w+ )?"
    r"(?:discuss|talk|say|mention|nam|call|answer|speak|comment|address|criticiz|criticis|blam|prais)\w*ing",
    re.I,
)
_UNABLE = re.compile(
    r"\b(?:unable|unwilling|reluctant|refus(?:es|ed)|fail(?:s|ed)|declin(?:es|ed)) to (?:[^,;.]* and )?$", re.I
)
"""Between who would speak and the verb: "will be unable to turn the crowd and accuse the hosts"."""
_EXAMINES = re.compile(
    r"(?:(?:has|have|had|also|is|are|was|were|been|to|will|would|\w+ly) )*"
    r"(?:analy[sz]|examin|investigat|measur|test|inspect|assess|prob|explor|stud(?:y|i)|monitor|survey)(?:e|es|ed|ing|s)?",
    re.I,
)
_APART = frozenset(",—–(")
_EXPRESSING = re.compile(r"expressing", re.I)


def provision(layout: Layout, one: Attribution) -> Attribution | None:
    """None for what a law, a bill or a plan does or would do: "the bill would ban the sale", "under the law"."""
    if len(one.cue) != 1 or not one.source or layout.kind(one.content) is not Kind.INDIRECT:
        return one
    cue = layout.text[slice(*one.cue[0])]
    main = layout.text[layout.sentence_span(one.cue[0][0])[0] : one.cue[0][0]]
    apart = _LAYS_DOWN.match(cue) is not None and main.rstrip().endswith(",")
    if apart and _WOULD.search(main) is not None and _SAID.search(main) is None:
        return None  # "they would cap the fund, stipulating that it must not grow"
    under = _UNDER.fullmatch(cue) is not None
    if not under and _DOES.match(cue) is None:
        return one
    phrase = layout.source_phrase(one.source)
    behind = layout.text[one.source[-1][1] : one.source[-1][1] + 20].split(maxsplit=1)[:1]
    if under and behind and singular(behind[0].strip(",").lower()) in LAWS:
        return None  # "Under Ms. Lind's plan, the tax would rise"
    if phrase is None or phrase.form is not Form.DESCRIPTION or phrase.roles:
        return one
    return None if singular(phrase.word) in LAWS or phrase.word in LAWS else one


def gloss(layout: Layout, one: Attribution) -> Attribution | None:
    """None for what explains a word or a sign: "…, referring to the old club", "expressing a proud spirit"."""
    if len(one.cue) == 1 and _GOES.fullmatch(layout.text, *one.cue[0]):
        return None  # "it goes without saying that"
    if len(one.cue) != 1 or layout.kind(one.content) is not Kind.INDIRECT:
        return one
    start, end = one.cue[0]
    if _REFERS.fullmatch(layout.text, start, end) is not None:
        return None
    apart = layout.text[max(0, start - 2) : start].strip() in _APART
    if not apart or _GLOSS.fullmatch(layout.text, start, end) is None:
        return one
    begin = layout.text[one.content[0][0] : one.content[0][0] + 8].lower()
    if begin.startswith(("that ", "how ", "why ", "what ", "whether ")):
        return one
    return (
        one if _has_verb(layout, one) and _EXPRESSING.match(layout.text, start) else None
    )  # "expressing worry he would lose"


def is_silent(layout: Layout, one: Attribution) -> bool:
    """Whether nothing is said: "made no comment about the trip", "stopped short of calling it a crime"."""
    if len(one.cue) != 1 or layout.kind(one.content) is Kind.DIRECT:
        return False
    cue, text = layout.text[slice(*one.cue[0])], layout.text
    nobody = bool(one.source) and _NOBODY.match(text, one.source[0][0]) is not None
    nobody = nobody and not cue.lower().startswith("would ")
    nothing = text.startswith("no ", one.content[0][0]) and _OFFERS.search(cue) is not None
    start = one.cue[0][0]
    last = max((b for _, b in one.source if b <= start), default=start)
    unable = _UNABLE.search(text, last, start) is not None
    return nobody or nothing or unable or _SILENT.search(cue) is not None


def examines(layout: Layout, one: Attribution) -> Attribution | None:
    """None for what somebody only looks into: "the team analysed the effects of salt"."""
    if len(one.cue) != 1 or one.content[0][0] < one.cue[0][1] or not _EXAMINES.fullmatch(layout.text, *one.cue[0]):
        return one
    return one if _has_verb(layout, one) or layout.kind(one.content) is not Kind.INDIRECT else None


def _has_verb(layout: Layout, one: Attribution) -> bool:
    a, b = one.content[0]
    pos, at = layout.annotation.pos, itemgetter(0)
    return any(tag in ("verb", "modal") for _, _, tag in pos[bisect_left(pos, a, key=at) : bisect_left(pos, b, key=at)])

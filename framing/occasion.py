"""How the words of a statement reached the outlet: told to its own reporters, to another outlet, in public, on paper.

Read from the sentence around a statement, by what it says of the occasion ("told the Courier", "in a statement",
"tweeted"); where it says nothing the access is not stated, which is no sign that the outlet was told itself. The kinds
follow what studies of routine, informal and enterprise channels count (Sigal, *Reporters and Officials*, 1973: public
proceedings, releases, press conferences; interviews; other media), as far as a text tells them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache

from framing.resolve.names import fold
from framing.resolve.vocabulary import words
from framing.values import Article, Speaker, SpeakerType, Statement
from framing.whose import relay_names

__all__ = ["Access", "access_of", "is_agency", "same_access"]


class Access(StrEnum):
    """How the words reached the outlet."""

    OWN = "own reporters"
    OTHER = "another outlet"
    AGENCY = "news agency"
    PUBLIC = "public statement"
    DOCUMENT = "document"
    UNSTATED = "not stated"


_AGENCIES = frozenset(
    {
        "reuters", "ap", "associated press", "afp", "agence france presse", "upi", "dpa", "tass", "itar tass",
        "ria novosti", "ria", "interfax", "xinhua", "irna", "isna", "anadolu", "anadolu agency", "kyodo", "yonhap",
        "efe", "ansa", "apa", "pa", "press association", "sana", "pti", "press trust of india", "ians", "bernama",
        "bloomberg", "ukrinform", "belga", "petra", "wafa", "mena", "sputnik", "canadian press",
        "australian associated press", "aap", "tanjug", "cna",
    }
)  # fmt: skip
"""News agencies, whose copy other outlets print; folded names."""

_NAME = r"(?:[A-Z][\w.&’'-]*|of|and|&|for)"
_MEDIUM = rf"(?:the |The )?((?:[A-Z][\w.&’'-]*)(?: {_NAME}){{0,4}})"
_TOLD = re.compile(
    rf"""\b(?:
      told | tells | telling | informed | interview\ (?:with|to|on|for) | interviewed\ by
      | speaking\ (?:to|on|with) | spoke\ (?:to|with) | appear(?:ed|ing|ance)\ on
      | (?:said|say|says)\ (?:\w+\ )?(?:on|to)
      | wrote\ (?:in|for) | quoted\ (?:by|in) | reported\ by | according\ to | first\ reported\ by
      | (?:interview|appearance|remarks?)\ \w+\ (?:with|to|on)
      | (?:e-?mail(?:ed)?|message|statement|comment|note)\ (?:to|for)
      | on\ (?:\w+\ ){{0,2}}?(?=(?:CNN|CBS|NBC|ABC|PBS|MSNBC|BBC|Fox|NPR|CNBC)\b)
    )\ {_MEDIUM.replace(" ", chr(92) + " ")}""",
    re.VERBOSE,
)
_ELSEWHERE = re.compile(
    r"""\b(?:
      (?:TV|television|radio|cable|talk|local|published|broadcast|televised)(?:\ \w+)?\ interview
      | interview\ (?:published|broadcast|aired|taped)
      | told\ (?:the|a|an)\ (?:\w+\ ){0,2}?
        (?:newspaper|paper|network|magazine|station|outlet|site|website|channel|host|blog|program|show)
    )\b""",
    re.VERBOSE,
)
_IN_INTERVIEW = re.compile(rf"\b(?:[Ii]n|[Dd]uring) (?:an?|his|her|the) {_MEDIUM} interview\b")
_OURSELVES = re.compile(
    r"""\b(?:
      told\ (?:us|me)\b
      | (?:in|during)\ (?:an?|the|his|her|their|a\ \w+)\ (?:\w+\ ){0,2}?interview\b(?!\ (?:with|to|for|by)\b)
      | (?:said|reached|responded|replied)\ by\ (?:phone|telephone|e-?mail) | in\ an\ e-?mail(?:ed)?\b(?!\ to\b)
      | (?:spoke\ )?on\ (?:the\ )?condition\ of\ anonymity | declined\ to\ (?:comment|be\ named)
      | asked\ not\ to\ be\ (?:named|identified) | not\ authori[sz]ed\ to\ (?:speak|comment|discuss)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"""\b(?:
      (?:in|during|at|by|with|through|via|from)\ (?:an?|the|his|her|its|their|this|that|another|one)?\s?(?:\S+\ ){0,3}?
        (?:statements?|press\ release|news\ release|press\ conference|news\ conference|briefing|conference\ call|speech
          |address|remarks|testimony|hearing|debate|rally|tweets?|posts?|posting|video|ceremony|town\ hall|announcement
          |appearance|lecture|sermon|event|meeting|inauguration|fund-?raiser|forum|summit|broadcast)\b
      | told\ (?:reporters|journalists|lawmakers|supporters|members|voters|an\ audience
          |the\ (?:press|crowd|audience|house|senate|court|committee|parliament|panel|lawmakers|council|un)
          |a\ (?:crowd|rally|news\ conference|press\ conference|hearing|audience|gathering|conference))\b
      | tweet(?:ed|ing|s)?\b
      | (?:wrote|posted|said|writing|post|message)\ (?:\w+\ ){0,2}?(?:on|via|in)\ (?:his\ |her\ )?
        (?:twitter|facebook|instagram|telegram|x\b|youtube|blog|social\ media|truth\ social)
      | on\ (?:the\ )?(?:(?:house|senate)\ )?floor\b | on\ the\ campaign\ trail | testif(?:ied|y|ying)
      | in\ (?:congress|parliament|court)\b | announced\b | issued\ a\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PAPER = re.compile(
    r"""\b(?:
      in\ (?:an?|the|his|her|its|their)\ (?:\S+\ ){0,3}?
        (?:letter|memo|memorandum|report|filing|complaint|lawsuit|indictment|affidavit|opinion|ruling|op-ed|essay|article
          |column|book|memoir|documents?|e-?mail|study|paper|brief|dissent)\b
      | (?:wrote|writes|written)\ in\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SHORT_FORM = 5
_WROTE = re.compile(r"\b(?:wrote|writes|writing|reads|read)\b", re.I)


@lru_cache(maxsize=1 << 14)
def is_agency(name: str) -> bool:
    """Whether a name is a news agency's.

    >>> is_agency("AFP"), is_agency("The Associated Press"), is_agency("Herald")
    (True, True, False)
    """
    folded = fold(name).removeprefix("the ")
    return folded in _AGENCIES or folded.endswith((" news agency", " newswire"))


@cache
def _media() -> frozenset[str]:
    return frozenset(n for n, kind in words().known.items() if kind == "media") | _AGENCIES


@lru_cache(maxsize=1 << 14)
def _is_medium(name: str) -> bool:
    folded = fold(name).removeprefix("the ")
    tokens = folded.split()
    return folded in _media() or (bool(tokens) and (tokens[0] in _media() or words().bodies.get(tokens[-1]) == "media"))


def _is_outlet(name: str, outlet: str | None) -> bool:
    """Whether a name is the outlet's own: the same, or what its short form stands for.

    A short form has up to five letters, the name's capitals among them, in the name's order: "nyt", "hpo" of HuffPost.

    >>> _is_outlet("The Huffington Post", "hpo"), _is_outlet("New York Times", "NYT"), _is_outlet("Harper's", "hpo")
    (True, True, False)
    """
    if not outlet or not name:
        return False
    own, other = fold(outlet).removeprefix("the "), fold(name).removeprefix("the ")
    initials = "".join(t[0] for t in own.split())
    longer_name = len(own) > 2 and other.startswith(f"{own} ")  # "Fox News", of Fox
    if own == other or longer_name or (len(other) > 1 and other == initials):
        return True
    if not (own.isalpha() and len(own) <= _SHORT_FORM):
        return False
    capitals = [c.lower() for c in name.removeprefix("The ").removeprefix("the ") if c.isupper()]
    return own[0] == other[:1] and _in_order(capitals, own) and _in_order(own, other)


def _in_order(letters: Sequence[str], text: str) -> bool:
    """Whether these letters stand in a text in this order, with others between."""
    at = iter(text)
    return bool(letters) and all(letter in at for letter in letters)


def access_of(statement: Statement, article: Article) -> Access:
    """How the words of one statement reached the outlet of its article."""
    return _access(statement, article.field_text(statement.field), article.outlet)


def same_access(one: Statement, other: Statement) -> bool:
    """Whether :func:`access_of` surely says the same of two statements that differ in their speakers alone.

    No text is looked at: who relays them is the same, or those who speak are of kinds of which it asks nothing else.
    """
    relays, who, whose = relay_names(one), one.attributed_to, other.attributed_to
    if relays != relay_names(other):
        return False
    if relays or who is None or whose is None:
        return bool(relays) or who is whose
    plain = who.type not in _TOLD_BY_NAME and whose.type not in _TOLD_BY_NAME
    return plain or (who.type, who.name) == (whose.type, whose.name)


_TOLD_BY_NAME = (SpeakerType.MEDIA, SpeakerType.DOCUMENT, SpeakerType.DATA)


@lru_cache(maxsize=1 << 12)
def _access(statement: Statement, text: str, outlet: str | None) -> Access:
    """Kept: the table of statements and that of voices ask it of the same ones, soon after each other."""
    relays = relay_names(statement)
    if relays:
        return _relayed(relays[-1], outlet)
    who = statement.attributed_to
    if who is None:
        return Access.UNSTATED
    if who.type is SpeakerType.MEDIA:
        return _relayed(who.name, outlet)
    if who.type in (SpeakerType.DOCUMENT, SpeakerType.DATA):
        return Access.PUBLIC if _is_release(who) else Access.DOCUMENT
    around = _around(statement, text)
    for told in (*_IN_INTERVIEW.finditer(around), *_TOLD.finditer(around)):
        name = told.group(1).strip(" .'’")
        if _is_outlet(name, outlet) or _is_medium(name):
            return _relayed(name, outlet)
    if _ELSEWHERE.search(around):
        return Access.OTHER
    if _OURSELVES.search(around) and not _PUBLIC.search(around):
        return Access.OWN
    if _PUBLIC.search(around):
        return Access.PUBLIC
    cue = statement.cue.text if statement.cue else ""
    return Access.DOCUMENT if _PAPER.search(around) or _WROTE.search(cue) else Access.UNSTATED


def _relayed(name: str, outlet: str | None) -> Access:
    if _is_outlet(name, outlet):
        return Access.OWN
    return Access.AGENCY if is_agency(name) else Access.OTHER


def _is_release(who: Speaker) -> bool:
    return fold(who.name).split()[-1:] in (
        ["statement"],
        ["statements"],
        ["release"],
        ["tweet"],
        ["tweets"],
        ["speech"],
        ["post"],
        ["testimony"],
    )


_STOP = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)[.?!][”\"’']?\s+|\n"
)
_REACH = 240
"""Characters on either side in which the occasion of a statement is looked for, within its sentence."""


def _around(statement: Statement, text: str) -> str:
    """The words of the statement's sentence that are not its content: source, cue, and what stands beside them."""
    marks = [p for p in (statement.source, statement.cue, statement.origin) if p is not None]
    if not marks:
        return ""
    low, high = min(p.start for p in marks), max(p.end for p in marks)
    before = [m.end() for m in _STOP.finditer(text, max(0, low - _REACH), low)]
    behind = _STOP.search(text, high, high + _REACH)
    start = before[-1] if before else max(0, low - _REACH)
    stop = behind.start() if behind else min(len(text), high + _REACH)
    pieces, at = [], start
    for a, b in sorted(statement.content.spans):
        if b > at and a < stop:
            pieces.append(text[at : max(at, a)])
            at = max(at, b)
    pieces.append(text[at:stop] if at < stop else "")
    return " ".join(" ".join(pieces).split())

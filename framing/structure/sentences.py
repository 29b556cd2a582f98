"""Sentences of a block, cut by rule; never inside a quotation.

Rules after the observations of Kiss and Strunk (2006, "Unsupervised Multilingual Sentence Boundary
Detection"): titles and ranks never end a sentence, other abbreviations end one only where the next word
is one that begins sentences. Quotations are found first; a quotation of several sentences stays whole,
with the frame that introduces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.structure.blocks import strip_span
from framing.structure.document import Block, BlockKind, Sentence
from framing.structure.quotations import Quotation
from framing.values import Span
from framing.words import ABBREVIATIONS, TITLES

__all__ = ["find_sentences", "sentence_starts"]

# Possessive, and only from the head of a run of marks: linear on "......" too.
_END = re.compile(
    r"(?<![.!?…])([.!?…]++)([\"”’'»)\]]*+)"
    r"([\s\u200b-\u200f\u2060\ufeff]++|(?=(?!(?:Com|Org|Net|Js)\s)[A-Z][a-z]+\s)|$)"
)
_NEXT = re.compile(r"[\"“”‘’'«„`(\[]*(\w*)")
_TOKEN_REACH = 24
_TAG = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,3}(?:said|says|asked|asks|told|tells|added|adds|wrote|writes|replied|shouted|tweeted|"
    r"yelled|cried|exclaimed|wondered|insisted|warned|continued|declared|joked|responded|demanded|questioned|recalled|"
    r"pressed)\b"
    r"(?P<end>[.,;]?)"
)
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_PLACED = re.compile(r"\b(?:in|at|near|to|from|outside|around) (?:[A-Z][\w'’-]+ ){0,2}[A-Z][\w'’-]+, $")
"""Before the short form of a state or district: "in Tampa, Fla."; a comma follows where the sentence goes on."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE_NUMBER = _words("No Nos no nos p pp Art Sec Vol Fig Ch art sec vol")
_STARTERS = _words(
    "The A An This That These Those He She It They We I You His Her Its Their Our My Your There Here In On At By For "
    "From With Without After Before During Since Until While When Where Who What Why How If But And Or So Yet Then "
    "Now As Although Though However Meanwhile Moreover Still Also Both Some Many Most More Several Other Others All "
    "Not No Nor One Two Three According Earlier Later Last Under Over Among Despite Because Once Instead Asked Each "
    "Every Even Just Only To Of Between Against Through About Like Well Yes"
)
"""Words that, with a capital, are far more often the first of a sentence than part of a name."""
_AFTER_PLACE = _words(
    "Mayor Gov Governor Sen Senator Rep Representative Police Sheriff Attorney Judge Democrat Democrats Republican "
    "Republicans Circuit Council Councilman Councilwoman Court Courthouse Department Chief City County State District "
    "University College School Schools High Bureau Office Branch Board Commission Public Superior Metro Metropolitan "
    "Fire National Air Army Naval Federal Housing Water Transit Port Airport Hospital Church Center Centre"
)
"""Words that a place and its state stand before: "the Washington, D.C. Council"."""
_NAMES_WITH_MARK = frozenset(["Yahoo", "Jeb", "E"])
_OPENING = frozenset("\"“‘«„'`([")
_SIGNS = frozenset("—–-•@#$£€")
_ELLIPSES = frozenset({"…", "...", "....", "….", ".…"})
_WHOLE = frozenset({BlockKind.DATELINE, BlockKind.CREDIT})


def _token_before(text: str, lo: int, at: int) -> str:
    """The run of letters, digits and full stops that ends at ``at``; bounded, so that no text is quadratic."""
    i = at
    stop = max(lo, at - _TOKEN_REACH)
    while i > stop and (text[i - 1].isalnum() or text[i - 1] in ".&"):
        i -= 1
    return text[i:at].lstrip(".")


def _ends_after_stop(text: str, block: Span, at: int, word: str, quoted: bool) -> bool:
    """Whether one full stop at ``at`` ends a sentence, given the word after it."""
    lo = block[0]
    token = _token_before(text, lo, at)
    if not token:
        return text[max(lo, at - 2) : at].strip() != "."  # ". . ." is an ellipsis
    if token in TITLES:
        return False
    if token in _BEFORE_NUMBER and word[:1].isdigit():
        return False
    if token.isdigit():
        return not (at - len(token) == lo and len(token) <= 2)  # "1. " numbers the line
    single = len(token) == 1 and token.isupper()
    if _PLACED.search(text, max(lo, at - len(token) - _TOKEN_REACH), at - len(token)) and token[:1].isupper():
        return word not in _AFTER_PLACE or word in _STARTERS  # "in Washington, D.C. Berg's lawyer", but "D.C. Mayor"
    if single or token in ABBREVIATIONS or _LETTERS.fullmatch(token):
        return (quoted and not single) or word in _STARTERS or not word
    return True


def _lost_blank(text: str, lo: int, at: int) -> bool:
    """Whether a mark with a capital right behind it lost its blank: "coalition.The", not "U.S.A" or "D.Phil"."""
    before = text[max(lo, at - 3) : at]
    return len(before) == 3 and before.isalpha() and before.islower()


def _word_ahead(text: str, start: int, hi: int, lower: bool) -> str | None:
    """The word that a sentence may begin with at ``start``, empty before a sign; None if none may begin there."""
    ahead = _NEXT.match(text, start, min(hi, start + 40))
    word = ahead.group(1) if ahead else ""
    if word:
        return word if lower or not word[0].islower() else None
    if text[start] in _OPENING:
        follows = text[ahead.end()] if ahead and ahead.end() < hi else " "
        return None if follows.isspace() or follows in ".,;:" else ""
    return "" if text[start] in _SIGNS else None


def _cuts(text: str, block: Span, lower: bool) -> Iterator[tuple[int, int]]:
    """Where a sentence ends and the next begins, as (end, start of the next), quotations not yet considered."""
    lo, hi = block
    for match in _END.finditer(text, lo, hi):
        marks, closers, space = match.groups()
        end, start = match.end(2), match.end()
        if start >= hi:
            return
        if not space and not _lost_blank(text, lo, match.start()):
            continue
        word = _word_ahead(text, start, hi, lower)
        if word is None:
            continue
        quoted = any(c in "\"”»’'" for c in closers)
        tag = _TAG.match(text, start, min(hi, start + 100)) if quoted and word not in _STARTERS else None
        # "…!" Smith said. After a full stop the tag must end there, or it is a sentence of its own.
        if tag is not None and (marks != "." or tag.group("end")):
            continue
        if marks == ".":
            if not _ends_after_stop(text, block, match.start(), word, quoted):
                continue
        elif marks in _ELLIPSES:
            if word == "I":
                continue
        elif marks == "!" and _token_before(text, lo, match.start()) in _NAMES_WITH_MARK:
            continue
        yield end, start


def sentence_starts(text: str, span: Span) -> list[int]:
    """Where the sentences of ``span`` after its first begin, those inside quotations too."""
    return [start for _, start in _cuts(text, span, False)]


def _protected(quotations: Sequence[Quotation]) -> list[Span]:
    """Segments of closed quotations, merged where they nest or touch, in order."""
    merged: list[Span] = []
    for start, end in sorted(s for q in quotations if q.closed for s in q.segments):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_sentences(text: str, blocks: Sequence[Block], quotations: Sequence[Quotation]) -> tuple[Sentence, ...]:
    """The sentences of each block in order; together they cover all of its words.

    No cut falls inside a closed quotation. Inside one whose closing mark is missing the rules for
    plain text hold, as nobody knows where it ends.
    """
    guarded = _protected(quotations)
    found: list[Sentence] = []
    g = 0
    for index, block in enumerate(blocks):
        begin = block.start
        if block.kind not in _WHOLE:
            lower = text[block.start : block.end].islower()
            for end, start in _cuts(text, (block.start, block.end), lower):
                while g < len(guarded) and guarded[g][1] < end:
                    g += 1
                # a cut is the whole gap between two sentences
                if g < len(guarded) and guarded[g][0] < end < guarded[g][1]:
                    continue
                found.append(Sentence(begin, end, index))
                begin = start
        start, end = strip_span(text, begin, block.end)
        if start < end:
            found.append(Sentence(start, end, index))
    return tuple(found)

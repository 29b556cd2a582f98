"""A rule for speech told within a quotation, which the model leaves to the one who is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.phrases import Form
from framing.resolve.rules.relays import can_speak
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import CONFIDENCE, SHARE
from framing.values import Span

__all__ = ["told_within"]

_TELLS = re.compile(
    r"(?:(?<=[.!?“\"] )|(?<=[“\"])|^|(?<=\n)|(?<= that )|(?<=, and )|(?<=, but ))"
    r"(?P<who>(?:[Tt]he |[Mm]y |[Oo]ur |[Hh]is |[Hh]er )?[A-Za-z][\w'’-]*(?: [\w'’-]+){0,4}?) "
    r"(?P<cue>(?:(?:has|have|had) )?(?:(?:always|never|already|also|just|repeatedly|once) )?"
    r"(?:said|says|claimed|claims|promised|warned|insisted|denied|announced|argued|told)"
    r"(?: (?:us|me|him|her|them|everybody|everyone|people|voters|the \w+))?)(?= that )"
)
_CLAUSE_END = re.compile(r"[.!?;:—–”\"\n]|, (?:and|but|so|which) ")


def told_within(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """What somebody says that another says: "France has always said that …", inside a quotation."""
    touched = sorted(s for one in attributions for s in (*one.source, *one.cue))
    for one in attributions:
        for start, end in one.content:
            quoted = layout.quoted(start)
            if quoted is None or end > quoted[1] or " that " not in layout.text[start:end]:
                continue
            for match in _TELLS.finditer(layout.text, start, end):
                content = _clause(layout, match.end() + 1, end)
                who, cue = match.span("who"), match.span("cue")
                taken = any(a < content[1] and who[0] < b for a, b in touched)
                phrase = layout.phrase(who)
                known = phrase is not None and phrase.form is not Form.PRONOUN and can_speak(layout, who)
                if not taken and known and layout.count_words(*content) > SHARE.least_words:
                    yield None, Attribution((who,), (cue,), (content,), CONFIDENCE.sign)


def _clause(layout: Layout, start: int, end: int) -> Span:
    """The clause that begins at "that"."""
    stop = _CLAUSE_END.search(layout.text, start, end)
    last = stop.start() if stop is not None else end
    return start, start + len(layout.text[start:last].rstrip(" ,"))

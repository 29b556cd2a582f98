"""A rule for interviews without turn labels: a paragraph that asks, paragraphs that answer in the first person.

Columns ask themselves questions too, so an interview is taken for one only where questions are dense and somebody is
addressed, or several are answered one after the other, and where the text names one person before the first. The
questions are the outlet's own words; an answer is one statement of the person interviewed, its source the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.resolve.names import fold
from framing.resolve.rules.rule import Edit
from framing.resolve.rules.turns import has_turns, touches
from framing.resolve.thresholds import CONFIDENCE, CONVERSATION, REACH
from framing.structure import Block, BlockKind
from framing.values import Span

__all__ = ["answers", "asked_before"]

_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|[Uu]s)\b")
_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.I)
_INTERVIEW = re.compile(
    r"\b(?:[Ii]nterview(?:ed)?|(?:spoke|speaks|talked|talks|sat down|chatted|catches up|caught up) (?:to|with)|"
    r"[Ww]e (?:met|asked|called|visited)|in conversation with|answers (?:our )?questions)\b"
)
_VOCATIVE = re.compile(r",? (?:you|your|how|what|when|where|why|who|which|do|did|does|are|is|was|were|have|has|can)\b")
_I = re.compile(r"\bI\b")
_HEADS = (BlockKind.TITLE, BlockKind.HEADING)
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST, *_HEADS)
_TWO = 2


@dataclass(frozen=True, slots=True)
class _Answer:
    """The block that asks, and those that answer it."""

    question: Block
    blocks: tuple[Block, ...]


def answers(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """One attribution for each answer of an interview, in the place of those that the model found in it."""
    blocks = [b for b in layout.annotation.document.blocks if b.kind in _PROSE]
    first = next((n for n, b in enumerate(blocks) if _asks(layout, b)), None)
    if first is None or has_turns(layout):
        return
    before = blocks[:first]
    person = _interviewee(layout, before)
    if person is None:
        return
    name = fold(layout.text[slice(*person)]).split()[-1]
    narrated = [
        b
        for asking, b in pairwise(blocks[first:])
        if _is_about(layout, b, name) or (_is_told(layout, b, attributions) and not _asks(layout, asking))
    ]
    given = _answers(layout, blocks[first:], narrated)
    if not given or not _is_interview(layout, before, blocks[first:], given, person):
        return
    made = [Attribution((person,), (), _content(layout, one.blocks), CONFIDENCE.sign) for one in given]
    taken = [span for one in made for span in one.content]
    for found in attributions:
        if touches(found, taken):
            yield found, None
    for one in made:
        yield None, one


def _asks(layout: Layout, block: Block) -> bool:
    """Whether a paragraph is a question and no quotation."""
    text = layout.text[block.start : block.end].rstrip("*_ ")
    short = layout.count_words(block.start, block.end) <= CONVERSATION.question
    return short and text.endswith("?") and not any(block.start <= a < block.end for a, _ in layout.quotes)


def _interviewee(layout: Layout, before: Sequence[Block]) -> Span | None:
    """The one person named before the first question, or spoken to there; the head of an interview tells first."""
    told = [b for b in before if not _I.search(layout.text, b.start, b.end)]
    heads = [b for b in told if b.kind in _HEADS and _INTERVIEW.search(layout.text, b.start, b.end)]
    for blocks in (heads, told):
        persons = [p for b in blocks for p in _persons(layout, b)]
        names = {fold(layout.text[a:b]).split()[-1] for a, b in persons}
        spoken_to = [p for p in persons if _addressed(layout, p)] if len(names) == _TWO else persons
        if len({fold(layout.text[a:b]).split()[-1] for a, b in spoken_to}) == 1:
            return max(spoken_to, key=lambda p: (len(layout.text[slice(*p)].split()), -p[0]))
    return None


def _persons(layout: Layout, block: Block) -> Iterator[Span]:
    for e in layout.entities:
        inside = e.type == "person" and block.start <= e.start < block.end and layout.text[e.start].isupper()
        if inside and layout.quoted(e.start) is None:
            yield e.start, e.end


def _addressed(layout: Layout, person: Span) -> bool:
    """Whether somebody is spoken to by name at the head of a sentence: "Ms. Holt, you were there."."""
    head = layout.text[layout.sentence_span(person[0])[0] : person[0]]
    comma = layout.text[person[1] : person[1] + 1] == ","
    return comma and len(head.split()) <= 1 and _VOCATIVE.match(layout.text, person[1]) is not None


def asked_before(layout: Layout, position: int) -> Span | None:
    """Who is spoken to by name shortly before a question that the sentence at a position answers, in one paragraph."""
    start = layout.sentence_span(position)[0]
    low = max(layout.blocks[layout.block(position)] if layout.blocks else 0, start - REACH.sentence)
    if not layout.text[low:start].rstrip().endswith("?"):
        return None
    near = ((e.start, e.end) for e in layout.entities if e.type == "person" and low <= e.start < start)
    return next((p for p in near if layout.quoted(p[0]) is None and _addressed(layout, p)), None)


def _is_about(layout: Layout, block: Block, name: str) -> bool:
    """Whether a paragraph is a head, or names who is asked: the outlet's own words."""
    return block.kind in _HEADS or name in fold(layout.text[block.start : block.end]).split()


def _is_told(layout: Layout, block: Block, found: Sequence[Attribution]) -> bool:
    """Whether a paragraph tells who says what, and nobody says "I" in it."""
    told = any(block.start <= a < block.end for f in found for a, _ in f.source)
    return told and not _FIRST_PERSON.search(layout.text, block.start, block.end)


def _answers(layout: Layout, blocks: Sequence[Block], narrated: Sequence[Block]) -> list[_Answer]:
    found: list[_Answer] = []
    n = 0
    while n < len(blocks):
        if not _asks(layout, blocks[n]):
            n += 1
            continue
        question = n
        n += 1
        answer: list[Block] = []
        while n < len(blocks) and not _asks(layout, blocks[n]):
            spoken = _FIRST_PERSON.search(layout.text, blocks[n].start, blocks[n].end) is not None
            last = all(not _asks(layout, b) for b in blocks[n:])
            if blocks[n] in narrated or (last and answer and not spoken):
                break
            answer.append(blocks[n])
            n += 1
        if answer:
            found.append(_Answer(blocks[question], tuple(answer)))
    return found


def _is_interview(
    layout: Layout, before: Sequence[Block], after: Sequence[Block], given: Sequence[_Answer], person: Span
) -> bool:
    questions = [b for b in after if _asks(layout, b)]
    spoken = sum(any(_FIRST_PERSON.search(layout.text, b.start, b.end) for b in one.blocks) for one in given)
    if 2 * spoken < len(given):
        return False
    until = max(given[-1].blocks[-1].end, questions[-1].end)
    body = [b for b in after if b.end <= until]
    if len(questions) < CONVERSATION.dense * len(body):
        return False
    head = layout.text[before[0].start : before[-1].end]
    asked = sum(_YOU.search(layout.text, b.start, b.end) is not None for b in questions)
    sign = _INTERVIEW.search(head) is not None or _addressed(layout, person) or 2 * asked > len(questions)
    return sign or (spoken > 1 and len(given) == len(questions))


def _content(layout: Layout, blocks: Sequence[Block]) -> tuple[Span, ...]:
    spans = [(b.start, b.end) for b in blocks]
    start, end = spans[-1]
    if layout.text[end - 1] == "." and end - start > 1:
        spans[-1] = (start, end - 1)
    return tuple(spans)

"""Rules for what is said: spans that ran too far, and findings where nobody says anything.

The network reads word by word, so now and then a span runs on past a closing quotation mark, or takes in whom the
report cites. Each rule rests on a sign and changes one thing; where the sign is missing the model is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.structure import BlockKind
from framing.values import Span

__all__ = ["outside_prose", "trimmed"]

_CLOSING = frozenset(['" ', "” "])
_MUTE = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.PROMOTION})


def trimmed(layout: Layout, one: Attribution) -> Attribution | None:
    """With spans in order, apart and without outer white space or the mark that closes what stands before."""
    text = layout.text
    source, cue, content = _trim(one.source, text), _trim(one.cue, text), _trim(one.content, text)
    if (source, cue, content) == (one.source, one.cue, one.content):
        return one if content else None
    return replace(one, source=source, cue=cue, content=content) if content else None


def _trim(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Spans in order, within the text, without outer white space, none empty, none overlapping."""
    found: list[Span] = []
    for start, end in sorted(spans) if len(spans) > 1 else spans:
        start, end = max(start, found[-1][1] if found else 0), min(end, len(text))
        if text[start : start + 2] in _CLOSING:
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

"""A measure that was compared, said in one sentence: what is seen, between whom, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from framing.wording import amount, join, percent

if TYPE_CHECKING:
    from framing.compare.compared import Compared

__all__ = ["limits", "sentence", "value"]

_PREFIX = {"roles": "role: ", "access": "words that came by: "}
"""What a reader needs before the name of a measure, by section."""

_NAMED = 4
"""Up to so many groups are all named in a sentence; of more, the highest and the lowest."""


def value(one: Compared, number: float) -> str:
    """A value of the measure as text: a percentage, or a rate."""
    if math.isnan(number):
        return "–"
    return percent(number) if one.measure.is_share else rate(number)


def rate(number: float) -> str:
    """A rate per 1,000 words.

    >>> rate(12.345), rate(0.0456), rate(0)
    ('12.3', '0.05', '0')
    """
    return f"{number:.1f}" if number >= 1 else f"{number:.2f}".rstrip("0").rstrip(".") or "0"


def limits(one: Compared) -> str:
    """The interval of the difference, in points or per 1,000 words; empty where there is none."""
    if math.isnan(one.difference_low) or math.isnan(one.difference_high):
        return ""
    scale, unit = (100, " points") if one.measure.is_share else (1, " per 1,000 words")
    digits = 0 if one.measure.is_share else 1
    low, high = (f"{scale * v:.{digits}f}" for v in (one.difference_low, one.difference_high))
    low, high = ("0" if float(v) == 0 else v.replace("-", "−") for v in (low, high))
    return f"{low} to {high}{unit}"


def sentence(one: Compared) -> str:
    """What was found, with what it rests on."""
    what = _subject(one)
    known = [(g, v) for g, v in zip(one.groups, one.numbers, strict=True) if not math.isnan(v)]
    if len(known) > _NAMED:
        known = [(g, v) for g, v in known if g in (one.high, one.low)]
    told = join([f"{value(one, v)} in {g}" for g, v in known])
    said = f"{what}: {told}"
    if one.claimed:
        return f"{said} ({_sure(one)})."
    if math.isnan(one.p):
        return f"{said}."
    return f"{said}: no difference shown{_down_to(one)}."


def _subject(one: Compared) -> str:
    prefix = _PREFIX.get(one.measure.section, "")
    name = f"{prefix}{one.measure.name}"
    name = name[0].upper() + name[1:]
    return f"{name}, {'share' if one.measure.is_share else 'uses per 1,000'} of {one.measure.of}"


def _sure(one: Compared) -> str:
    q = "q < 0.001" if one.q < 0.001 else f"q = {one.q:.3f}"
    between = f"{one.high} less {one.low}" if len(one.groups) > 2 else "difference"
    held = one.measure.part.frame["article_id"].nunique()
    rests = f"{amount(held, 'article')} with it; {q}"
    return f"{between}: 95% interval {limits(one)}; {rests}" if limits(one) else rests


def _down_to(one: Compared) -> str:
    """The smallest difference that this corpus would have shown."""
    if math.isnan(one.detectable) or math.isinf(one.detectable):
        return ""
    size = f"{100 * one.detectable:.0f} points" if one.measure.is_share else f"{rate(one.detectable)} per 1,000 words"
    return f", down to {size}"

"""A measure that was compared, said in one sentence: what is seen, between whom, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from framing.wording import amount, join, percent, rate

if TYPE_CHECKING:
    from framing.compare.compared import Compared
    from framing.compare.measure import Measure

__all__ = ["limits", "points", "sentence", "value"]

_NAMED = 4
"""Up to so many groups are all named in a sentence; of more, the highest and the lowest."""


def value(one: Compared, number: float) -> str:
    """A value of the measure as text: a percentage, or a rate."""
    if math.isnan(number):
        return "–"
    return percent(number) if one.measure.is_share else rate(number)


def points(share: float) -> str:
    """A difference of shares in percentage points, without its sign.

    >>> points(0.114), points(0.01), points(0.002)
    ('11 points', '1 point', 'under 1 point')
    """
    size = round(100 * abs(share))
    return "under 1 point" if not size and share else amount(size, "point")


def limits(one: Compared) -> str:
    """The interval of the difference, in points or per 1,000 words; empty where there is none."""
    if math.isnan(one.difference_low) or math.isnan(one.difference_high):
        return ""
    scale, unit = (100, " points") if one.measure.is_share else (1, " per 1,000 words")
    ends = [scale * v for v in (one.difference_low, one.difference_high)]
    digits = 0 if one.measure.is_share and all(abs(v) >= 1 for v in ends) else 1
    low, high = (f"{v:.{digits}f}" for v in ends)
    low, high = ("0" if float(v) == 0 else v.replace("-", "−") for v in (low, high))
    return f"{low} to {high}{unit}"


def sentence(one: Compared) -> str:
    """What was found, with what it rests on.

    The first group is told in full, the others after it: "The union has 40% of the attributed words in A (238 of 588)
    and 19% in B (118 of 609)."
    """
    known = [i for i, v in enumerate(one.numbers) if not math.isnan(v)]
    if len(known) > _NAMED:
        known = [i for i in known if one.groups[i] in (one.high, one.low)]
    before, after = _told(one.measure)
    if not known:
        return f"{before} nothing{after}: no group has any."
    first, *others = (_in_group(one, i, after if i == known[0] else "") for i in known)
    said = f"{before} {join([first, *others])}"
    said = said[0].upper() + said[1:]
    if one.claimed:
        return f"{said}: {_sure(one)}."
    return f"{said}." if math.isnan(one.p) else f"{said}: no difference shown{_down_to(one)}."


def _in_group(one: Compared, i: int, after: str) -> str:
    base = f"({one.parts[i]:,.0f} of {one.bases[i]:,.0f})"
    if one.measure.is_share:
        return f"{percent(one.numbers[i])}{after} in {one.groups[i]} {base}"
    if not one.numbers[i] and not after:
        return f"never in {one.groups[i]} {base}"
    times = "times per 1,000" if after else "times"
    return f"{rate(one.numbers[i])} {times}{after} in {one.groups[i]} {base}"


def _told(measure: Measure) -> tuple[str, str]:
    """What stands before the first value and after it."""
    of = f" of {measure.of}"
    name, what, more = measure.name, *measure.name.partition(": ")[::2]
    match measure.section:
        case "voices":
            return f"{name} make up", of
        case "who speaks" if name == "no source stated":
            return "nobody is named as the source of", of
        case "who speaks" | "labels":
            return f"{name} {'have' if name in _PLURAL else 'has'}", of
        case "roles":
            return f"sources of the role “{name}” have", of
        case "access":
            return f"what came by {name} has", of
        case "in quotation marks":
            return (f"{what} {'stand' if what == 'all speakers' else 'stands'} in quotation marks in"), of
        case "introduced as" if more:
            return f"distancing cues introduce what {what} says in", of
        case "introduced as":
            return f"{name} stand in", of
        case "echo":
            return f"phrases of {what} that nobody else says in the article stand", of
        case "silence" if more:
            return f"{what} is talked about and nobody speaks for it in", of
        case "silence":
            return "talked about and not heard are", of
        case "lexicons, own voice" | "lexicons, attributed":
            return f"words of the list {name} stand", of
        case "own words":
            return f"{name} stands", of
        case "coverage" if name == "first on the event":
            return "first on the event are", of
        case "coverage":
            return f"{name} make up", of
        case "portrayal":
            who = name.partition(": put negatively by ")
            return f"{who[0]} is put negatively by {who[2]} in", of
        case "prominence":
            return (f"{name} in"), of
    return f"{name}:", of


_PLURAL = ("officials", "sources without a name", "speakers without a name")


def _sure(one: Compared) -> str:
    q = "q < 0.001" if one.q < 0.001 else f"q = {one.q:.3f}"
    between = f"{one.high} less {one.low}" if len(one.groups) > 2 else "the difference"
    held = one.measure.part["article_id"].nunique()
    rests = f"{amount(held, 'article')} with it; {q}"
    return f"{between} is {limits(one)} (95% interval; {rests})" if limits(one) else rests


def _down_to(one: Compared) -> str:
    """The smallest difference that this corpus would have shown."""
    if math.isnan(one.detectable) or math.isinf(one.detectable):
        return ""
    size = points(one.detectable) if one.measure.is_share else f"{rate(one.detectable)} per 1,000 words"
    return f", down to {size}"

"""The two seeds compared: what a careful reader counts by hand is what the table says."""

from __future__ import annotations

from functools import cache

import pytest

import framing
from framing.compare import Comparison, compare


@cache
def seeds() -> Comparison:
    return compare(framing.analyze("seeds"))


def numbers(measure: str) -> tuple[float, ...]:
    found = {c.measure.id: c for c in seeds().found}
    return found[measure].numbers


@pytest.mark.parametrize(
    ("measure", "first", "second"),
    [
        ("who speaks: US-led coalition", 0.35, 0.08),
        ("who speaks: Syrian government", 0.0, 0.19),
        ("roles: witness or citizen", 0.13, 0.0),
        ("prominence: Russia speaks in the lead", 1.0, 1.0),
    ],
)
def test_the_table_agrees_with_a_careful_reader(measure: str, first: float, second: float) -> None:
    """Within three points: Americans, the Syrian government, civilians, and both leads go to Moscow."""
    assert numbers(measure) == pytest.approx((first, second), abs=0.03)


def test_the_second_quotes_no_american() -> None:
    assert numbers("in quotation marks: US-led coalition: in quotation marks")[1] == 0


def test_nothing_of_two_articles_is_asserted() -> None:
    assert seeds().claimed == ()
    assert any("Too few articles for a test" in note for note in seeds().notes)

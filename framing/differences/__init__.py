"""Tested differences between groups: of shares, rates, means; paired by event; for one measure or for dozens."""

from framing.differences.difference import difference
from framing.differences.measures import MEASURES, ratios_of
from framing.differences.ratios import FREE, RATE, SHARE, Ratios, Sums
from framing.differences.tested import DIFFERENCE_COLUMNS, differences, group_tests, omnibus

__all__ = [
    "DIFFERENCE_COLUMNS",
    "FREE",
    "MEASURES",
    "RATE",
    "SHARE",
    "Ratios",
    "Sums",
    "difference",
    "differences",
    "group_tests",
    "omnibus",
    "ratios_of",
]

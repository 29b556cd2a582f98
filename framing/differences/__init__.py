"""Tested differences between groups: of shares, rates, means; paired by event; for one measure or for dozens."""

from framing.differences.ratios import FREE, RATE, SHARE, Ratios
from framing.differences.tested import DIFFERENCE_COLUMNS, differences, omnibus

__all__ = ["DIFFERENCE_COLUMNS", "FREE", "RATE", "SHARE", "Ratios", "differences", "omnibus"]

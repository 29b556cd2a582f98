"""How groups of articles differ: every measure of each, tested, with its lines."""

from framing.compare.compared import ALPHA, Compared, Comparison, compare, compare_groups
from framing.compare.groups import Grouping, group_articles
from framing.compare.measure import Lines, Measure, Per
from framing.compare.measures import measures

__all__ = [
    "ALPHA", "Compared", "Comparison", "Grouping", "Lines", "Measure", "Per", "compare", "compare_groups",
    "group_articles", "measures",
]  # fmt: skip

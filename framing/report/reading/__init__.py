"""The reading view: every article whole, its voices marked, and every number's lines."""

from framing.report.reading.gather import gather, half, surely
from framing.report.reading.links import Line, Lines
from framing.report.reading.page import fragment, page, policy, reading_css, reading_js
from framing.report.reading.values import ONE_PAGE, Event, Note, Reading, Shown

__all__ = [
    "ONE_PAGE",
    "Event",
    "Line",
    "Lines",
    "Note",
    "Reading",
    "Shown",
    "fragment",
    "gather",
    "half",
    "page",
    "policy",
    "reading_css",
    "reading_js",
    "surely",
]

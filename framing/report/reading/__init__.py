"""The reading view: every article whole, its voices marked, and every number's lines."""

from framing.report.reading.folder import INDEX, folder
from framing.report.reading.gather import gather, half, surely
from framing.report.reading.links import Line, Lines
from framing.report.reading.page import fragment, page, policy, reading_css, reading_js
from framing.report.reading.values import ONE_PAGE, Event, Note, Reading, Shown
from framing.report.reading.view import View, view

__all__ = [
    "INDEX",
    "ONE_PAGE",
    "Event",
    "Line",
    "Lines",
    "Note",
    "Reading",
    "Shown",
    "View",
    "folder",
    "fragment",
    "gather",
    "half",
    "page",
    "policy",
    "reading_css",
    "reading_js",
    "surely",
    "view",
]

"""The same text, the same event, the same words: what articles of several sources have in common.

:mod:`~framing.events.copies` finds texts that were printed more than once, :mod:`~framing.events.match` the articles
about one event, :mod:`~framing.events.shared` what they report as said, each and all.
"""

from __future__ import annotations

from framing.events.copies import copy_parts, mark_copies, near_copies
from framing.events.figures import differing_figures
from framing.events.match import event_list, match_events
from framing.events.shared import shared_list, shared_statements

__all__ = [
    "copy_parts",
    "differing_figures",
    "event_list",
    "mark_copies",
    "match_events",
    "near_copies",
    "shared_list",
    "shared_statements",
]

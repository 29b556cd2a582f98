"""The same text, the same event, the same words: what articles of several sources have in common.

:mod:`~framing.events.copies` finds texts that were printed more than once, :mod:`~framing.events.match` the articles
about one event.
"""

from __future__ import annotations

from framing.events.copies import copy_parts, near_copies
from framing.events.match import event_list, match_events

__all__ = ["copy_parts", "event_list", "match_events", "near_copies"]

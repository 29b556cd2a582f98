"""The same text, the same event, the same words: what articles of several sources have in common.

:mod:`~framing.events.copies` finds texts that were printed more than once.
"""

from __future__ import annotations

from framing.events.copies import copy_parts, near_copies

__all__ = ["copy_parts", "near_copies"]

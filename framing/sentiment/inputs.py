"""A sentence and its target as the network reads them, the same for training and for use."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.attribute.pieces import Pieces
from framing.attribute.windows import CLS, SEP

__all__ = ["LONGEST", "target_inputs"]

LONGEST = 128
"""Word pieces that the network sees, the two special ones included."""

Ints = NDArray[np.int64]


def target_inputs(pieces: Pieces, start: int, end: int) -> tuple[Ints, Ints] | None:
    """Piece numbers and marks, each (n,) with n up to :data:`LONGEST`; None where the target has no piece.

    A mark is 1 for the pieces of the target, characters ``start`` to ``end``, else 0. A longer text is cut around the
    target, as much on either side as there is; of a target that is itself longer its beginning is read.
    """
    inside = np.flatnonzero((pieces.starts < end) & (pieces.ends > start))
    if not len(inside):
        return None
    first, last, room = int(inside[0]), int(inside[-1]) + 1, LONGEST - 2
    low, high = 0, len(pieces.ids)
    if high > room:
        last = min(last, first + room)
        low = min(max(0, first - (room - (last - first)) // 2), high - room)
        high = low + room
    ids = np.full(high - low + 2, SEP, dtype=np.int64)
    ids[0] = CLS
    ids[1:-1] = pieces.ids[low:high]
    marks = np.zeros(len(ids), dtype=np.int64)
    marks[first - low + 1 : last - low + 1] = 1
    return ids, marks

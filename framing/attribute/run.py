"""Run the network over the windows of a text and put its outputs together word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.attribute.decode import Scores
from framing.attribute.labels import ARCS, ENTITIES, LINK, POS, TAGS
from framing.attribute.windows import Encoded, Window

__all__ = ["gather"]

Output = tuple[Mapping[str, NDArray[np.float32]], NDArray[np.int64]]


def gather(encoded: Encoded, cut: Sequence[Window], outputs: Sequence[Output]) -> Scores:
    """Scores of one text from the outputs of its windows.

    Each output maps head names to arrays (length of the input, width) and comes with the input
    position of every piece of the window; a word is represented by its first piece.
    """
    begin = encoded.word_start
    count = len(begin)
    tags = np.zeros((count, len(TAGS)), dtype=np.float32)
    entities = np.zeros((count, len(ENTITIES)), dtype=np.float32)
    pos = np.zeros((count, len(POS)), dtype=np.float32)
    links = np.zeros((count, 2 * len(ARCS) * LINK), dtype=np.float32)
    groups = max((w.group for w in cut), default=-1) + 1
    none = np.zeros((groups, len(ARCS), LINK), dtype=np.float32)
    group = np.zeros(count, dtype=np.int64)
    for window, (output, positions) in zip(cut, outputs, strict=True):
        lo, hi = np.searchsorted(begin, [window.keep_start, window.keep_end])
        at = positions[begin[lo:hi] - window.start]
        for name, whole in (("tags", tags), ("entities", entities), ("pos", pos), ("links", links)):
            rows = output[name].reshape(-1, whole.shape[1])
            rows.take(at, axis=0, out=whole[lo:hi], mode="clip")  # no index is out of range; "raise" would copy twice
        none[window.group] = output["links"][0].reshape(2, len(ARCS), LINK)[1]
        group[lo:hi] = window.group
    # views, no copies: only the words of spans will be looked at
    queries, keys = links.reshape(-1, 2, len(ARCS), LINK).transpose(1, 2, 0, 3)
    return Scores(tags, entities, pos, queries, keys, none, group, encoded.line[begin])

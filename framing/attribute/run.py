"""Run the network over the windows of a text and put its outputs together word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.attribute.decode import Reach, Scores
from framing.attribute.labels import ACTS, ARCS, ENTITIES, LINK, POS, TAGS
from framing.attribute.windows import Encoded, Window

__all__ = ["Output", "gather"]

Output = tuple[Mapping[str, NDArray[np.float32]], NDArray[np.int64]]


def gather(encoded: Encoded, cut: Sequence[Window], outputs: Iterable[Output]) -> Scores:
    """Scores of one text from the outputs of its windows, which are taken up one by one.

    Each output maps head names to arrays (length of the input, width) and comes with the input
    position of every piece of the window; a word is represented by its first piece.
    """
    begin = encoded.word_start
    count = len(begin)
    tags = np.zeros((count, len(TAGS)), dtype=np.float32)
    entities = np.zeros((count, len(ENTITIES)), dtype=np.float32)
    pos = np.zeros((count, len(POS)), dtype=np.float32)
    act = np.zeros((count, len(ACTS)), dtype=np.float32)
    bounds = np.searchsorted(begin, [(w.start, w.end, w.keep_start, w.keep_end) for w in cut] or np.zeros((0, 4)))
    base = np.cumsum(bounds[:, 1] - bounds[:, 0])
    links = np.zeros((int(base[-1]) if len(cut) else 0, 2 * len(ARCS) * LINK), dtype=np.float32)
    none = np.zeros((len(cut), len(ARCS), LINK), dtype=np.float32)
    reach: list[Reach] = []
    for number, (window, (output, positions)) in enumerate(zip(cut, outputs, strict=True)):
        low, high, lo, hi = bounds[number].tolist()
        at = positions[begin[low:high] - window.start]
        kept = at[lo - low : hi - low]
        for name, whole in (("tags", tags), ("entities", entities), ("pos", pos), ("act", act)):
            if name not in output:  # a network in training has no act
                continue
            # no index is out of range; "raise" would copy twice
            output[name].take(kept, axis=0, out=whole[lo:hi], mode="clip")
        slot = int(base[number]) - (high - low)
        rows = output["links"].reshape(-1, links.shape[1])
        rows.take(at, axis=0, out=links[slot : slot + high - low], mode="clip")
        none[number] = output["links"][0].reshape(2, len(ARCS), LINK)[1]
        reach.append(Reach(low, high, lo, hi, slot - low, window.group))
    # views, no copies: only the words of spans will be looked at
    queries, keys = links.reshape(-1, 2, len(ARCS), LINK).transpose(1, 2, 0, 3)
    return Scores(tags, entities, pos, act, queries, keys, none, tuple(reach), encoded.line[begin])

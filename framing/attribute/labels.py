"""What the network's outputs mean: tags, entity tags, parts of speech, arcs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["ACTS", "ARCS", "BUCKETS", "ENTITIES", "FARTHEST", "LINK", "POS", "ROLES", "TAGS", "distance_bucket"]

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ENTITY_TYPES = ("person", "organisation", "place", "group")
ENTITIES = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))
POS = (
    "other",
    "noun",
    "name",
    "verb",
    "adjective",
    "adverb",
    "pronoun",
    "determiner",
    "preposition",
    "number",
    "modal",
)

ACTS = ("speech", "thought", "other", "none")
"""What kind of attribution a cue makes; ``none`` where nobody states anything, a deed or a provision."""
ARCS = ("content→cue", "cue→source")
"""Each arc is scored between a query at its first end and a key at its second."""
LINK = 48
"""Width of the queries and keys of an arc."""
BUCKETS = 33
"""Classes of signed distance between the two ends of an arc, in words."""


FARTHEST = 1024
"""Words beyond which all distances are of one class."""


def _bucket(distance: int) -> int:
    size = abs(distance)
    bucket = size if size <= 8 else min(8 + math.floor(math.log(size / 8) / math.log(1.5)), BUCKETS // 2)
    return (-bucket if distance < 0 else bucket) + BUCKETS // 2


_TABLE = np.array([_bucket(d) for d in range(-FARTHEST, FARTHEST + 1)], dtype=np.int64)


def distance_bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of a signed distance: exact up to 8, then by powers of about 1.5, up to BUCKETS // 2."""
    classes: NDArray[np.int64] = _TABLE[np.clip(distance, -FARTHEST, FARTHEST) + FARTHEST]
    return classes

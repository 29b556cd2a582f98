"""What the network's outputs mean: tags, entity tags, parts of speech, arcs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["ARCS", "BUCKETS", "ENTITIES", "LINK", "POS", "ROLES", "TAGS", "distance_bucket"]

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

ARCS = ("content→cue", "cue→source")
"""Each arc is scored between a query at its first end and a key at its second."""
LINK = 48
"""Width of the queries and keys of an arc."""
BUCKETS = 33
"""Classes of signed distance between the two ends of an arc, in words."""


def distance_bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of a signed distance: exact up to 8, then by powers of about 1.5, up to BUCKETS // 2."""
    size = np.abs(distance)
    coarse = 8 + np.floor(np.log(np.maximum(size, 8) / 8) / np.log(1.5)).astype(np.int64)
    bucket = np.where(size <= 8, size, np.minimum(coarse, BUCKETS // 2))
    return np.where(distance < 0, -bucket, bucket) + BUCKETS // 2

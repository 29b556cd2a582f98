"""Which actors of different articles are one: a table on top of what each article says by itself."""

from framing.join.apply import as_found, join_of, join_statements, joined, sightings_of
from framing.join.table import Doubt, Join, JoinedActor, Surfaces, join_sightings

__all__ = [
    "Doubt",
    "Join",
    "JoinedActor",
    "Surfaces",
    "as_found",
    "join_of",
    "join_sightings",
    "join_statements",
    "joined",
    "sightings_of",
]

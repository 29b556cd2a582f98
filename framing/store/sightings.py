"""The named actors of articles as rows of ``actors``, and back: what the join of the corpus goes by."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from framing.resolve.sightings import Sighting
from framing.statement_json import speaker_from_json, speaker_to_json

__all__ = ["Sightings", "actor_row"]


def actor_row(one: Sighting) -> dict[str, Any]:
    """The row of an actor of an article."""
    told = {
        "speaker": speaker_to_json(one.speaker), "person": one.person, "forms": one.forms, "gender": one.gender,
        "roles": sorted(one.roles),
    }  # fmt: skip
    return {
        "article_id": one.article_id,
        "actor_id": one.speaker.id,
        "actor": one.speaker.name,
        "sighting": json.dumps(told, ensure_ascii=False),
    }


class Sightings:
    """The sightings of rows of ``actors``; what several articles show alike is read once and held once."""

    def __init__(self) -> None:
        self._same: dict[bytes, tuple[Any, ...]] = {}
        self._text: dict[str, str] = {}

    def of(self, article_id: str, line: str) -> Sighting:
        """The sighting of a row."""
        key = blake2b(line.encode("utf-8"), digest_size=16).digest()
        told = self._same.get(key)
        if told is None:
            if len(self._same) >= _DIFFERENT:
                self._same.clear()
            told = self._same[key] = self._told(json.loads(line))
        return Sighting(article_id, *told)

    def _told(self, told: dict[str, Any]) -> tuple[Any, ...]:
        one = self._one
        about = {k: one(v) if isinstance(v, str) else v for k, v in told["speaker"].items()}
        forms = tuple((one(form), int(times)) for form, times in told["forms"])
        roles = _roles(tuple(told["roles"]))
        return speaker_from_json(about), told["person"], forms, one(told["gender"]), roles

    def _one(self, text: str) -> str:
        """Equal texts are one."""
        return self._text.setdefault(text, text)


_DIFFERENT = 200_000
"""Sightings that are remembered."""


@lru_cache(maxsize=1 << 16)
def _roles(roles: tuple[str, ...]) -> frozenset[str]:
    """Equal sets are one: each takes 200 bytes."""
    return frozenset(roles)

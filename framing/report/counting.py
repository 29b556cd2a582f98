"""Whose a relayed statement is, settled once for the whole report: the origin's, as :func:`framing.balance` has it.

"AFP reported, citing a US official": the statement is the official's, AFP passes it on. Tables and values are both
changed here, so that no two parts of a report count differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from framing.measure.sources import by_source
from framing.statements import NOT_GIVEN
from framing.values import Statement

__all__ = ["counted_statements", "counted_voices", "relays_of"]

_OF_SPEAKER = ("speaker_id", "speaker", "type", "side")


def counted_statements(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, each with whose it is as its speaker and the phrase that names that one as its source."""
    return tuple(replace(s, speaker=s.origin_speaker, source=s.origin) if s.origin_speaker else s for s in statements)


def relays_of(statements: Iterable[Statement]) -> dict[str, str]:
    """Who passes on each statement whose stated source only relays it, by the statement's id."""
    return {s.id: s.speaker.name for s in statements if s.origin_speaker and s.speaker}


def counted_voices(voices: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The voices table with the speakers of the statements table; missing where no source is stated."""
    joined = by_source(voices, frame)
    known = {c: joined[c].mask(joined[c].eq(NOT_GIVEN)).astype(voices[c].dtype) for c in _OF_SPEAKER}
    return voices.assign(**known)

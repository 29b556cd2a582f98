"""Statements and speakers as JSON values, and back: a promise to other programs.

``framing/schemas/statement.schema.json`` states it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from framing.values import Act, Kind, Passage, Role, Speaker, SpeakerType, Statement

__all__ = ["from_json", "from_line", "speaker_from_json", "speaker_to_json", "to_json"]


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return None if passage is None else {"text": passage.text, "spans": [list(s) for s in passage.spans]}


_SPEAKER = tuple(f.name for f in fields(Speaker) if f.name != "found")
_ACTOR = ("id", "name", "type", "side", "official", "role", "description")
"""What the join of a corpus says of a speaker."""


def speaker_to_json(speaker: Speaker | None, *, joined: bool = False) -> dict[str, Any] | None:
    """A speaker as JSON values, as its article has it; ``joined`` adds the actor of the corpus."""
    if speaker is None:
        return None
    own = speaker.found or speaker
    values = {name: getattr(own, name) for name in _SPEAKER}
    if joined or speaker.found is not None:
        values["actor"] = {name: getattr(speaker, name) for name in _ACTOR}
    return values


def to_json(statement: Statement, *, joined: bool = False) -> dict[str, Any]:
    """A statement as JSON values; a speaker is as its article has it, its ``actor`` as the corpus has it.

    ``joined`` writes the actor of every speaker, also where it is the same.
    """
    return {
        "article_id": statement.article_id,
        "statement_id": statement.id,
        "field": statement.field,
        "block": statement.block,
        "kind": statement.kind.value,
        "act": statement.act.value,
        "source": _passage(statement.source),
        "cue": _passage(statement.cue),
        "content": _passage(statement.content),
        "speaker": speaker_to_json(statement.speaker, joined=joined),
        "origin": _passage(statement.origin),
        "origin_speaker": speaker_to_json(statement.origin_speaker, joined=joined),
        "via": [_passage(p) for p in statement.via],
        **(
            {"co_speakers": [speaker_to_json(s, joined=joined) for s in statement.co_speakers]}
            if statement.co_speakers
            else {}
        ),
        **({"nested": True} if statement.nested else {}),
        "confidence": statement.confidence,
    }


def _read_passage(value: Mapping[str, Any] | None) -> Passage | None:
    return None if value is None else Passage(value["text"], tuple((int(a), int(b)) for a, b in value["spans"]))


def speaker_from_json(value: Mapping[str, Any] | None) -> Speaker | None:
    """The speaker that :func:`speaker_to_json` gave."""
    if value is None:
        return None
    told = {k: v for k, v in value.items() if k != "actor"}
    kinds = {"type": SpeakerType(value["type"]), "role": Role(value.get("role", Role.OTHER))}
    own = Speaker(**{**told, **kinds})
    if value.get("actor") is None:
        return own
    of_actor = {name: getattr(own, name) for name in _ACTOR} | value["actor"]
    actor = {**of_actor, "type": SpeakerType(of_actor["type"]), "role": Role(of_actor["role"])}
    same = all(getattr(own, name) == actor[name] for name in _ACTOR)
    return own if same else replace(own, **{name: actor[name] for name in _ACTOR}, found=own)


def from_json(row: Mapping[str, Any]) -> Statement:
    """The statement that :func:`to_json` wrote.

    Raises:
        KeyError, ValueError: if the row is not of that form.

    """
    content = _read_passage(row["content"])
    if content is None or not content.spans:
        raise ValueError("a statement without content")
    return Statement(
        id=row["statement_id"],
        article_id=row["article_id"],
        field=row["field"],
        block=row.get("block", "paragraph"),
        kind=Kind(row["kind"]),
        source=_read_passage(row["source"]),
        cue=_read_passage(row["cue"]),
        content=content,
        speaker=speaker_from_json(row["speaker"]),
        confidence=None if row["confidence"] is None else float(row["confidence"]),
        origin=_read_passage(row.get("origin")),
        origin_speaker=speaker_from_json(row.get("origin_speaker")),
        via=tuple(p for v in row.get("via", ()) if (p := _read_passage(v))),
        co_speakers=tuple(s for v in row.get("co_speakers", ()) if (s := speaker_from_json(v))),
        act=Act(row.get("act", Act.SPEECH)),
        nested=bool(row.get("nested", False)),
    )


def from_line(line: str) -> Statement:
    """The statement of a line of JSON."""
    return from_json(json.loads(line))

"""The project file ``framing.toml``: actors, their aliases, types and sides, given by the user.

::

    [sides]
    "Russia" = ["Moscow", "Sergey Lavrov"]

    [[actor]]
    name = "Syrian Democratic Forces"
    aliases = ["SDF"]
    type = "armed group"
    side = "SDF"

    [[keep_apart]]          # undo a merge: a form of a name that is an actor of its own
    name = "Donald Trump"
    form = "Trump"

Names are compared without regard to case, accents, apostrophes and hyphens.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from framing.errors import ProjectError
from framing.resolve.names import country_of, fold, slug, spelled_out
from framing.values import Speaker, SpeakerType

__all__ = ["NamedActor", "Project", "read_project"]

Text = Annotated[str, Field(min_length=1)]
_Value = TypeVar("_Value")
_CODE = 3
"""Letters of a country's abbreviation at most."""


class _Actor(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Text
    aliases: tuple[Text, ...] = ()
    type: SpeakerType | None = None
    side: Text | None = None


class _Apart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Text
    form: Text


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    actor: tuple[_Actor, ...] = ()
    sides: dict[str, tuple[Text, ...]] = {}
    keep_apart: tuple[_Apart, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as the project file names it; ``type`` and ``side`` are None where it does not say."""

    name: str
    type: SpeakerType | None = None
    side: str | None = None


@dataclass(frozen=True)
class Project:
    """What the user says of actors. ``Project()`` says nothing.

    ``actors`` maps folded names and aliases to actors; ``sides`` maps folded names to sides, in the
    order of the file; ``apart`` holds pairs of a folded name and a folded form that is not that actor's.
    """

    actors: Mapping[str, NamedActor] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def apply(self, speaker: Speaker) -> Speaker:
        """A speaker under the name, type and side that the project gives it.

        A side is looked up by name, then by affiliation; an actor of the project's own wins over both.

        >>> lavrov = Speaker("sergey-lavrov", "Sergey Lavrov", SpeakerType.PERSON, affiliation="Russia")
        >>> Project(sides={"russia": "East"}).apply(lavrov).side
        'East'
        """
        actor = _given(self.actors, speaker.name)
        if actor is not None:
            kind = actor.type or speaker.type
            speaker = replace(speaker, id=slug(actor.name), name=actor.name, type=kind, side=actor.side)
        if speaker.side is None:
            speaker = replace(speaker, side=self._side(speaker))
        return speaker

    def _side(self, speaker: Speaker) -> str | None:
        side = _given(self.sides, speaker.name)
        if side is not None or speaker.affiliation is None:
            return side
        return _given(self.sides, speaker.affiliation) or self._side_of_country(speaker.affiliation)

    def _side_of_country(self, affiliation: str) -> str | None:
        country = country_of(affiliation)
        if country is None:
            return None
        return next((side for name, side in self.sides.items() if country_of(name.title()) == country), None)


def _given(table: Mapping[str, _Value], name: str) -> _Value | None:
    """What a table says of a name, or of its abbreviation: a user's "US" is the United States."""
    folded = fold(name)
    if folded in table:
        return table[folded]
    return next((v for k, v in table.items() if len(k) <= _CODE and fold(spelled_out(k.upper())) == folded), None)


def read_project(path: str | Path) -> Project:
    """Read and check a project file.

    Raises:
        ProjectError: if the file cannot be read, is not TOML, or holds a key, a type or a name that
            cannot be used; the message names the nearest valid one.

    """
    file = Path(path)
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ProjectError(
            f"{file}: cannot be read ({error.strerror or error}); give the path of a framing.toml"
        ) from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{file}: not valid TOML: {error}") from error
    try:
        parsed = _File.model_validate(raw)
    except ValidationError as error:
        raise ProjectError(f"{file}: {_explain(error)}") from error
    return _project(parsed, file)


def _project(parsed: _File, file: Path) -> Project:
    actors: dict[str, NamedActor] = {}
    for entry in parsed.actor:
        actor = NamedActor(entry.name, entry.type, entry.side)
        for name in (entry.name, *entry.aliases):
            known = actors.setdefault(fold(name), actor)
            if known != actor:
                raise ProjectError(f"{file}: {name!r} is given to both {known.name!r} and {entry.name!r}; keep one")
    sides: dict[str, str] = {}
    for side, names in parsed.sides.items():
        for name in names:
            if sides.setdefault(fold(name), side) != side:
                raise ProjectError(f"{file}: {name!r} is on two sides, {sides[fold(name)]!r} and {side!r}; keep one")
    return Project(actors, sides, frozenset((fold(a.name), fold(a.form)) for a in parsed.keep_apart))


def _explain(error: ValidationError) -> str:
    """The first mistake in words: the key, what is wrong with it, what to write."""
    first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    where, key, given = _place(first["loc"]), str(first["loc"][-1]), first["input"]
    match first["type"]:
        case "extra_forbidden":
            tables = {"actor": list(_Actor.model_fields), "keep_apart": list(_Apart.model_fields)}
            valid = tables.get(str(first["loc"][0])) if len(first["loc"]) > 1 else None
            return f"unknown key {where}; {_nearest(key, valid or list(_File.model_fields))}"
        case "enum":
            return f"{where}: {str(given)!r} is no actor type; {_nearest(str(given), [str(t) for t in SpeakerType])}"
        case "missing":
            return f'{where} is missing; write {key} = "…" in that table'
        case "string_too_short":
            return f"{where} is empty; write a name between the quotation marks, or leave the line out"
        case "string_type":
            return f"{where} is {given!r}, which is no text; write it in quotation marks"
        case "tuple_type":
            tables_wanted = where.strip("'") in ("actor", "keep_apart")
            return f"{where} is no list; write " + (
                f"each entry under a line of its own, [[{key}]]"
                if tables_wanted
                else f'the names in brackets, ["{given}"]'
            )
        case _:  # a table is wanted: sides, or an entry of a list
            return (
                f"{where} is {given!r}, where a table is needed; see the example in the documentation of framing.toml"
            )


def _place(location: tuple[int | str, ...]) -> str:
    """Where a key stands, as a reader counts: "'name' in the second [[actor]]" for actor.1.name."""
    if len(location) > 2 and isinstance(location[1], int):
        return f"{location[2]!r} in [[{location[0]}]] number {location[1] + 1}"
    if len(location) > 1 and not isinstance(location[1], int):
        part = f", name {location[2] + 1}," if len(location) > 2 and isinstance(location[2], int) else ""
        return f"{location[1]!r}{part} in [{location[0]}]"
    return f"{location[0]!r}"


def _nearest(name: str, valid: list[str]) -> str:
    close = difflib.get_close_matches(name.lower(), valid, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"valid are {', '.join(repr(v) for v in valid)}"

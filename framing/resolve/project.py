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

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from framing.errors import ProjectError
from framing.given import Given, from_plain
from framing.resolve.names import country_of, fold, slug, spelled_out
from framing.values import Speaker, SpeakerType

__all__ = ["NamedActor", "Project", "project_beside", "read_project"]

_Value = TypeVar("_Value")
_CODE = 3
"""Letters of a country's abbreviation at most."""


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
    return _project(from_plain(raw, lambda reason, _: ProjectError(f"{file}: {reason}")), file)


def project_beside(paths: Iterable[str | Path]) -> Path | None:
    """The ``framing.toml`` in one of the folders, or beside one of the files or globs; the first that is there."""
    folders = (path if path.is_dir() else path.parent for path in map(Path, paths))
    return next((f / "framing.toml" for f in folders if (f / "framing.toml").is_file()), None)


def _project(given: Given, file: Path) -> Project:
    tables = given.table("actor", "sides", "keep_apart")
    actors: dict[str, NamedActor] = {}
    for row in tables["actor"].rows() if "actor" in tables else ():
        keys = row.table("name", "aliases", "type", "side", required=["name"])
        kind = keys["type"].choice(SpeakerType, "actor type") if "type" in keys else None
        actor = NamedActor(keys["name"].text(), kind, keys["side"].text() if "side" in keys else None)
        for name in (actor.name, *(keys["aliases"].texts() if "aliases" in keys else ())):
            known = actors.setdefault(fold(name), actor)
            if known != actor:
                raise ProjectError(f"{file}: {name!r} is given to both {known.name!r} and {actor.name!r}; keep one")
    sides: dict[str, str] = {}
    for side, names in tables["sides"].table().items() if "sides" in tables else ():
        for name in names.texts():
            if sides.setdefault(fold(name), side) != side:
                raise ProjectError(f"{file}: {name!r} is on two sides, {sides[fold(name)]!r} and {side!r}; keep one")
    apart = set()
    for row in tables["keep_apart"].rows() if "keep_apart" in tables else ():
        keys = row.table("name", "form", required=["name", "form"])
        apart.add((fold(keys["name"].text()), fold(keys["form"].text())))
    return Project(actors, sides, frozenset(apart))

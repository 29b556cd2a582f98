"""The project file ``framing.toml``: actors, their aliases, types and sides, given by the user.

::

    [sides]
    "Russia" = ["Moscow", "Sergey Lavrov"]

    [[actor]]
    name = "Syrian Democratic Forces"
    aliases = ["SDF"]
    type = "armed group"
    side = "SDF"

    [[actor]]
    name = "Dana Mills"
    aliases = ["Representative Mills"]
    [[actor.role]]          # what holds for a time only
    title = "Governor of Ohio"
    official = true
    side = "Government"
    from = 2019-01-14
    until = 2023-01-09

    [[keep_apart]]          # undo a merge: a form of a name that is an actor of its own
    name = "Donald Trump"
    form = "Trump"

    [labels.gender]         # any label of speakers that you give yourself; framing compare has a row for each
    "women" = ["Jihan Sheikh Ahmed"]
    "men" = ["Steve Warren", "Igor Konashenkov"]

Names are compared without regard to case, accents, apostrophes and hyphens.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from framing.errors import ProjectError
from framing.given import Given, from_plain
from framing.resolve.names import country_of, fold, slug, spelled_out
from framing.values import Speaker, SpeakerType

__all__ = ["NamedActor", "Project", "Role", "labels_of", "project_beside", "read_project"]

_Value = TypeVar("_Value")
_CODE = 3
"""Letters of a country's abbreviation at most."""


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor is for a time: from ``start`` to ``end``, both included, None where there is no such bound."""

    title: str | None = None
    official: bool | None = None
    side: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Whether it holds on a day; where the day is not known, only what has no bounds does."""
        if on is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as the project file names it; what it does not say is None. The last of ``roles`` that holds wins."""

    name: str
    type: SpeakerType | None = None
    side: str | None = None
    official: bool | None = None
    roles: tuple[Role, ...] = ()

    def side_on(self, on: dt.date | None) -> str | None:
        """The side on a day."""
        return next((r.side for r in reversed(self.roles) if r.side is not None and r.holds(on)), self.side)

    def official_on(self, on: dt.date | None) -> bool | None:
        """Whether it speaks for a state on a day; None where the file does not say."""
        told = (r.official for r in reversed(self.roles) if r.official is not None and r.holds(on))
        return next(told, self.official)


@dataclass(frozen=True)
class Project:
    """What the user says of actors. ``Project()`` says nothing.

    ``actors`` maps folded names and aliases to actors; ``sides`` maps folded names to sides, in the
    order of the file; ``apart`` holds pairs of a folded name and a folded form that is not that actor's;
    ``labels`` maps kinds of labels that the user gives (gender, party …) to the label of each folded name.
    """

    actors: Mapping[str, NamedActor] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def apply(self, speaker: Speaker, on: dt.date | None = None) -> Speaker:
        """A speaker under the name, type and side that the project gives it on a day, and official or not as it says.

        A side is looked up by name, then by affiliation; an actor of the project's own wins over both.

        >>> lavrov = Speaker("sergey-lavrov", "Sergey Lavrov", SpeakerType.PERSON, affiliation="Russia")
        >>> Project(sides={"russia": "East"}).apply(lavrov).side
        'East'
        """
        actor = _given(self.actors, speaker.name)
        if actor is not None:
            kind = actor.type or speaker.type
            told = actor.official_on(on)
            speaker = replace(
                speaker,
                id=slug(actor.name),
                name=actor.name,
                type=kind,
                side=actor.side_on(on),
                official=speaker.official if told is None else told,
            )
        side = self._side(speaker) if speaker.side is None else None
        return speaker if side is None else replace(speaker, side=side)

    def with_alias(self, name: str, alias: str) -> Project:
        """The project in which ``alias`` is another name of the actor ``name``, whom it need not know yet.

        Raises a ProjectError where it says already that both are different actors.
        """
        actor, other = self.actors.get(fold(name)), self.actors.get(fold(alias))
        if actor is not None and other is not None and actor != other:
            raise ProjectError(f"{name!r} and {alias!r} are two actors in the project file; make them one there")
        one = actor or other or NamedActor(name)
        return replace(self, actors={**self.actors, fold(name): one, fold(alias): one})

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
    if not table:
        return None
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
    # The report reads its own table.
    tables = given.table("actor", "sides", "keep_apart", "labels", "report")
    actors: dict[str, NamedActor] = {}
    own: dict[str, NamedActor] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for row in tables["actor"].rows() if "actor" in tables else ():
        keys = row.table("name", "aliases", "type", "side", "official", "role", required=["name"])
        kind = keys["type"].choice(SpeakerType, "actor type") if "type" in keys else None
        actor = NamedActor(
            keys["name"].text(),
            kind,
            keys["side"].text() if "side" in keys else None,
            keys["official"].flag() if "official" in keys else None,
            tuple(map(_role, keys["role"].rows())) if "role" in keys else (),
        )
        if fold(actor.name) in own:
            raise ProjectError(f"{file}: two [[actor]] entries have the name {actor.name!r}; put them into one")
        own[fold(actor.name)] = actor
        aliases[actor.name] = keys["aliases"].texts() if "aliases" in keys else ()
        for name in (actor.name, *aliases[actor.name]):
            known = actors.setdefault(fold(name), actor)
            if known != actor:
                raise ProjectError(f"{file}: {_twice(name, known, actor, aliases)}")
    sides: dict[str, str] = {}
    for side, names in tables["sides"].table().items() if "sides" in tables else ():
        for name in names.texts():
            if sides.setdefault(fold(name), side) != side:
                raise ProjectError(f"{file}: {name!r} is on two sides, {sides[fold(name)]!r} and {side!r}; keep one")
    apart = set()
    for row in tables["keep_apart"].rows() if "keep_apart" in tables else ():
        keys = row.table("name", "form", required=["name", "form"])
        apart.add((fold(keys["name"].text()), fold(keys["form"].text())))
    kinds = tables["labels"].table() if "labels" in tables else {}
    labels = {kind: _labels(kind, table.table(), file) for kind, table in kinds.items()}
    return Project(actors, sides, frozenset(apart), labels)


def _labels(kind: str, given: Mapping[str, Given], file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, names in given.items():
        for name in names.texts():
            if found.setdefault(fold(name), label) != label:
                raise ProjectError(
                    f"{file}: {name!r} has two labels of {kind}, {found[fold(name)]!r} and {label!r}; keep one"
                )
    return found


def labels_of(project: Project, name: str) -> dict[str, str]:
    """The labels that a user gives to an actor, by kind.

    >>> labels_of(Project(labels={"gender": {"ida brandt": "women"}}), "Ida Brandt")
    {'gender': 'women'}
    """
    found = {kind: _given(table, name) for kind, table in project.labels.items()}
    return {kind: label for kind, label in found.items() if label is not None}


def _twice(name: str, first: NamedActor, second: NamedActor, aliases: Mapping[str, tuple[str, ...]]) -> str:
    """What is wrong where one name is two actors'."""
    folded = {actor.name: {fold(a) for a in aliases[actor.name]} for actor in (first, second)}
    if fold(first.name) in folded[second.name] and fold(second.name) in folded[first.name]:
        return (
            f"{first.name!r} and {second.name!r} are aliases of each other; keep one [[actor]], and the other name as "
            "its alias"
        )
    return f"{name!r} is given to both {first.name!r} and {second.name!r}; keep one"


def _role(row: Given) -> Role:
    keys = row.table("title", "official", "side", "from", "until")
    start = keys["from"].day() if "from" in keys else None
    end = keys["until"].day() if "until" in keys else None
    if start and end and end < start:
        raise row.error(f"ends ({end}) before it begins ({start}); exchange from and until")
    return Role(
        keys["title"].text() if "title" in keys else None,
        keys["official"].flag() if "official" in keys else None,
        keys["side"].text() if "side" in keys else None,
        start,
        end,
    )

"""The journal: one small file a partition, written last. What no record names is not in the store.

``parts/ID.json`` says which files a partition has, how many rows each, their size and hash, and which articles of
earlier partitions it puts in the place of (``supersedes``). A record appears at once or not at all, so that each change
of the store does: new rows are there, and those that they replace are not, from one moment to the next. No order is
told by a clock: records are numbered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from framing import __version__
from framing.errors import InputError, OutputError
from framing.store.place import HEAD, Folder, Place
from framing.store.schema import FORMAT, TABLES
from framing.store.settings import Settings

__all__ = [
    "HeadError",
    "NewerError",
    "Record",
    "Written",
    "commit",
    "file_name",
    "open_place",
    "part_name",
    "record_of",
    "records",
    "remove_leftovers",
    "sound_records",
    "start",
    "superseded",
]

_PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a partition."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Record:
    """A partition: its tables' files, and what it puts out of the store.

    ``number`` orders records; ``supersedes`` names articles of earlier partitions that are gone, ``replaces`` whole
    partitions that are.
    """

    part: str
    settings: str
    files: Mapping[str, Written]
    number: int = 0
    supersedes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    replaces: Sequence[str] = ()

    @property
    def articles(self) -> int:
        """Articles of the partition, superseded ones counted."""
        return self.files["articles"].rows if self.files else 0

    @property
    def names(self) -> list[str]:
        """Names of its files."""
        return [file_name(table, self.part) for table in self.files]


def file_name(table: str, part: str) -> str:
    """The file of a table in a partition."""
    return f"{table}/part-{part}.parquet"


def part_name(number: int, settings: str, keys: Iterable[tuple[str, str]]) -> str:
    """The name of the partition of this number that holds these articles (id and content hash).

    Done twice it has the same name, so that a second try writes over the first. Numbers are never given twice.
    """
    return f"{number:08d}-{hashlib.blake2b(json.dumps([settings, *keys]).encode('ascii'), digest_size=6).hexdigest()}"


class HeadError(InputError):
    """The head of a store is not there or not what was written; its partitions may be whole."""


def start(place: Place, settings: Settings) -> None:
    """Write the head of a store, or check that of the one that is there; one that is damaged is written anew.

    Raises an OutputError: there is something else; an InputError: the store is of a newer version.
    """
    try:
        head = _head(place)
    except HeadError:
        head = None
    if head is None and isinstance(place, Folder) and place.root.is_dir():
        own = ("lock", "tmp", "together", "skipped.jsonl", HEAD, *TABLES, _PARTS)
        others = sorted(p.name for p in place.root.iterdir() if p.name not in own)
        if others:
            raise OutputError(f"{place.url} holds something else ({others[0]}), and stays as it is; name a new folder")
    made = {
        "generator": "framing store", "format": FORMAT, "version": __version__, "settings": settings.to_json(),
    }  # fmt: skip
    if head != made:
        place.write(HEAD, json.dumps(made, indent=1).encode("ascii"))


def open_place(place: Place) -> dict[str, Any]:
    """The head of the store there.

    Raises an InputError: there is no store, or one of a newer version; a HeadError: its head is damaged or gone.
    """
    head = _head(place)
    if head is None:
        raise InputError(f"{place.url} is no store; make one with `framing analyze INPUT --out {place.url}`")
    return head


_SETTINGS = {"hash": str, "model": str, "model_sha256": str, "version": str, "characters": int, "project": dict}


def _head(place: Place) -> dict[str, Any] | None:
    """The head; None where there is no store."""
    try:
        found = json.loads(place.read(HEAD))
    except (FileNotFoundError, NotADirectoryError) as error:
        if place.names(_PARTS):
            raise _no_head(place, "not there") from error
        return None
    except (ValueError, RecursionError) as error:
        raise _no_head(place, f"damaged: {error}") from error
    except OSError as error:
        raise InputError(f"{place.url} cannot be read ({error.strerror or error})") from error
    if not isinstance(found, dict) or found.get("generator") != "framing store":
        if place.names(_PARTS):
            raise _no_head(place, "damaged: it is no store's")
        raise InputError(f"{place.url} is no store of this program")
    if isinstance(found.get("format"), int) and found["format"] > FORMAT:
        raise InputError(
            f"{place.url} was written by framing {found.get('version')} in format {found['format']}, and this is "
            f"framing {__version__}, which reads formats up to {FORMAT}; install the newer version"
        )
    told = found.get("settings")
    if not isinstance(found.get("format"), int) or not isinstance(told, dict):
        raise _no_head(place, "damaged: it lacks its format or its settings")
    if wrong := [name for name, kind in _SETTINGS.items() if not isinstance(told.get(name), kind)]:
        raise _no_head(place, f"damaged: {wrong[0]} of its settings is missing or wrong")
    return found


def _no_head(place: Place, why: str) -> HeadError:
    return HeadError(
        f"{place.url}/{HEAD} is {why}; its partitions are not touched by that: `framing analyze INPUT --out "
        f"{place.url}` or `framing store check {place.url} --repair` writes it anew"
    )


def commit(place: Place, record: Record) -> None:
    """Put a partition, or a removal, into the store."""
    made = {"format": FORMAT, **asdict(record)}
    place.write(f"{_PARTS}/{record.part}.json", json.dumps(made).encode("ascii"))


def records(place: Place) -> list[Record]:
    """What the store consists of, in order; partitions that others replace are left out.

    Raises an InputError for a record that cannot be read, with its name.
    """
    return _live(r for _, r in _all_records(place))


def sound_records(place: Place) -> tuple[list[Record], dict[str, Exception]]:
    """As :func:`records`, and by their names those that cannot be read, with why: whoever reads goes on without."""
    read = list(_read_records(place))
    damaged = {name: found for name, found in read if isinstance(found, Exception)}
    return _live(found for _, found in read if isinstance(found, Record)), damaged


def _live(found: Iterable[Record]) -> list[Record]:
    every = list(found)
    gone = {part for r in every for part in r.replaces}
    return sorted((r for r in every if r.part not in gone), key=lambda r: (r.number, r.part))


def superseded(live: Iterable[Record]) -> dict[str, Collection[str]]:
    """The articles of each partition that later ones have in its place."""
    found: dict[str, set[str]] = {}
    for record in live:
        for part, ids in record.supersedes.items():
            found.setdefault(part, set()).update(ids)
    return dict(found)


def _all_records(place: Place) -> Iterator[tuple[str, Record]]:
    for name, found in _read_records(place):
        if isinstance(found, Exception):
            raise InputError(
                f"{place.url}/{name} is damaged ({found}); give `framing store check {place.url} --repair`, which "
                "makes it anew from its files or sets it aside, and then the same command again"
            ) from found
        yield name, found


def _read_records(place: Place) -> Iterator[tuple[str, Record | Exception]]:
    """Every record, or why it cannot be read. Raises an InputError for one of a newer version."""
    for name in place.names(_PARTS):
        if not name.endswith(".json"):
            continue
        try:
            yield name, record_of(place.read(name))
        except FileNotFoundError:
            continue
        except NewerError as error:
            raise InputError(f"{place.url}/{name} {error}") from error
        except (ValueError, OSError) as error:
            yield name, error


class NewerError(InputError):
    """A record of a newer version."""


def record_of(data: bytes) -> Record:
    """The record that :func:`commit` wrote.

    Raises a ValueError that says what is wrong; a NewerError: it is of a newer version.
    """
    try:
        row = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if not isinstance(row, dict) or not isinstance(row.get("format"), int):
        raise ValueError("it is no record")
    if row.pop("format") > FORMAT:
        raise NewerError("was written by a newer version; install that")
    wrong = [name for name, is_right in _FORM.items() if name in row and not is_right(row[name])]
    wrong += [name for name in ("part", "settings", "files") if name not in row]
    wrong += sorted(row.keys() - _FORM.keys())
    if wrong:
        raise ValueError(f"{wrong[0]} is missing or wrong")
    return Record(**row | {"files": {table: Written(**w) for table, w in row["files"].items()}})


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_written(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"rows", "bytes", "sha256"}:
        return False
    return _is_number(value["rows"]) and _is_number(value["bytes"]) and isinstance(value["sha256"], str)


_FORM: Mapping[str, Callable[[Any], bool]] = {
    "part": lambda value: isinstance(value, str),
    "settings": lambda value: isinstance(value, str),
    "number": _is_number,
    "replaces": _are_names,
    "supersedes": lambda value: isinstance(value, dict) and all(map(_are_names, value.values())),
    "files": lambda value: (
        isinstance(value, dict) and all(map(_is_written, value.values())) and (not value or "articles" in value)
    ),
}
"""What each part of a record has to be."""


def remove_leftovers(place: Place) -> int:
    """Remove files that no record names, and records that are done with. Needs the lock. How many files it were."""
    if isinstance(place, Folder):
        place.sweep()
    everything = list(_all_records(place))
    gone = {part for _, r in everything for part in r.replaces}
    kept = {name for _, r in everything if r.part not in gone for name in r.names}
    left = [name for table in TABLES for name in place.names(table) if name not in kept]
    for name in left:
        place.remove(name)
    last = max((r.number for _, r in everything), default=0)
    there = {r.part for _, r in everything}
    for name, r in everything:  # one that replaces is removed after those that it replaces, and never the last
        done = not r.files and not there.intersection((*r.replaces, *r.supersedes)) and r.number != last
        if r.part in gone or done:
            place.remove(name)
    return len(left)

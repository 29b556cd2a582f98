"""The journal: one small file a partition, written last. What no record names is not in the store.

``parts/ID.json`` says which files a partition has, how many rows each, their size and hash, and which articles of
earlier partitions it puts in the place of (``supersedes``). A record appears at once or not at all, so that each change
of the store does: new rows are there, and those that they replace are not, from one moment to the next. No order is
told by a clock: records are numbered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from framing import __version__
from framing.errors import InputError, OutputError
from framing.store.place import HEAD, Folder, Place
from framing.store.schema import FORMAT, TABLES
from framing.store.settings import Settings

__all__ = [
    "Record",
    "Written",
    "commit",
    "damaged_records",
    "file_name",
    "open_place",
    "part_name",
    "records",
    "remove_leftovers",
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


def start(place: Place, settings: Settings) -> None:
    """Write the head of a store, or check that of the one that is there.

    Raises an OutputError: there is something else; an InputError: the store is of a newer version.
    """
    head = _head(place)
    if head is None and isinstance(place, Folder) and place.root.is_dir():
        others = sorted(p.name for p in place.root.iterdir() if p.name not in ("lock", "tmp", *TABLES, _PARTS))
        if others:
            raise OutputError(f"{place.url} holds something else ({others[0]}), and stays as it is; name a new folder")
    made = {
        "generator": "framing store", "format": FORMAT, "version": __version__, "settings": settings.to_json(),
    }  # fmt: skip
    if head != made:
        place.write(HEAD, json.dumps(made, indent=1).encode("ascii"))


def open_place(place: Place) -> dict[str, Any]:
    """The head of the store there. Raises an InputError that says what is wrong."""
    head = _head(place)
    if head is None:
        raise InputError(f"{place.url} is no store; make one with `framing analyze INPUT --out {place.url}`")
    return head


def _head(place: Place) -> dict[str, Any] | None:
    try:
        found = json.loads(place.read(HEAD))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError as error:
        raise InputError(f"{place.url}/{HEAD} is damaged ({error}); write it anew with `framing analyze`") from error
    except OSError as error:
        raise InputError(f"{place.url} cannot be read ({error.strerror or error})") from error
    if not isinstance(found, dict) or found.get("generator") != "framing store":
        raise InputError(f"{place.url} is no store of this program")
    if found["format"] > FORMAT:
        raise InputError(
            f"{place.url} was written by framing {found.get('version')} in format {found['format']}, and this is "
            f"framing {__version__}, which reads formats up to {FORMAT}; install the newer version"
        )
    return found


def commit(place: Place, record: Record) -> None:
    """Put a partition, or a removal, into the store."""
    made = {"format": FORMAT, **asdict(record)}
    place.write(f"{_PARTS}/{record.part}.json", json.dumps(made).encode("ascii"))


def records(place: Place) -> list[Record]:
    """What the store consists of, in order; partitions that others replace are left out.

    Raises an InputError for a record that cannot be read, with its name.
    """
    found = [r for _, r in _all_records(place)]
    gone = {part for r in found for part in r.replaces}
    return sorted((r for r in found if r.part not in gone), key=lambda r: (r.number, r.part))


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
                f"{place.url}/{name} is damaged ({found}); `framing store check {place.url} --repair` sets it aside, "
                "and `framing analyze` makes its rows anew"
            ) from found
        yield name, found


def damaged_records(place: Place) -> list[str]:
    """Names of the records that cannot be read. Raises an InputError for one of a newer version."""
    return [name for name, found in _read_records(place) if isinstance(found, Exception)]


def _read_records(place: Place) -> Iterator[tuple[str, Record | Exception]]:
    """Every record, or why it cannot be read. Raises an InputError for one of a newer version."""
    for name in place.names(_PARTS):
        if not name.endswith(".json"):
            continue
        try:
            row = json.loads(place.read(name))
            if row.pop("format") > FORMAT:
                raise InputError(f"{place.url}/{name} was written by a newer version; install that")
            row["files"] = {table: Written(**w) for table, w in row["files"].items()}
            yield name, Record(**row)
        except InputError:
            raise
        except FileNotFoundError:
            continue
        except Exception as error:
            yield name, error


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

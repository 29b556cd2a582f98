"""Looking a store over: is every file what was written, and what can be made anew of what is not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.errors import InputError
from framing.store.analyse import analyse
from framing.store.articles import article_of
from framing.store.journal import (
    HeadError,
    Record,
    Written,
    commit,
    file_name,
    open_place,
    part_name,
    records,
    remove_leftovers,
    sound_records,
    start,
)
from framing.store.lock import writing_to
from framing.store.parts import DamagedError, read_table, write_part
from framing.store.place import HEAD, Place, place_of
from framing.store.schema import TABLES, schema
from framing.store.settings import Settings, settings_of

__all__ = ["Fault", "check", "repair"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what was written, how many articles it is of, and what was done or is to be done."""

    file: str
    articles: int
    remedy: str


_AGAIN = "its articles' text is lost, too: give `framing analyze INPUT --out STORE` again, which makes them anew"
_HEAD_AGAIN = "give `framing analyze INPUT --out STORE` again with its --model and --project, which writes it anew"
_REMOVAL = "it took articles out: where they are back, give `framing store remove` or `analyze` again"


def check(where: str | Path) -> list[Fault]:
    """Every file of the store that is missing or changed. Nothing is written.

    Raises an InputError: it is no store, or one of a newer version.
    """
    place = place_of(where)
    return [
        *(Fault(HEAD, 0, f"--repair writes it anew, or {_HEAD_AGAIN}") for _ in range(_head_of(place) is None)),
        *(Fault(name, 0, "--repair makes it anew from its files") for name in sound_records(place)[1]),
        *(
            Fault(name, record.articles, "--repair makes it anew" if kept else _AGAIN)
            for record, bad, kept in _faulty(place)
            for name in bad
        ),
    ]


def repair(where: str | Path) -> list[Fault]:
    """Make anew what is damaged, from the articles that the store has; else set it aside, so that it can be made anew.

    Raises an OutputError where the place cannot be written; an InputError for a store of a newer version.
    """
    place = place_of(where)
    head = _head_of(place)
    done = []
    with writing_to(place):
        for name in sound_records(place)[1]:
            record = _record_again(place, name)
            if record is None:
                place.remove(name)
            else:
                commit(place, record)
            aside = _REMOVAL if PurePosixPath(name).stem.partition("-")[2] in ("removal", "aside") else _AGAIN
            done.append(Fault(name, record.articles if record else 0, "made anew" if record else f"set aside; {aside}"))
        settings = settings_of(head["settings"]) if head else _guessed(place)
        if head is None and settings:
            start(place, settings)
        if head is None:
            done.append(Fault(HEAD, 0, "written anew" if settings else _HEAD_AGAIN))
        number = max((r.number for r in records(place)), default=0)
        for record, bad, kept in _faulty(place):
            number += 1
            same = settings is not None and record.settings == settings.hash
            files = _anew(place, record, settings, number) if settings and kept and same else None
            remedy = "made anew" if files is not None else f"set aside; {_AGAIN}"
            new = files or Record(f"{number:08d}-aside", "", {}, number)
            commit(place, replace(new, supersedes=record.supersedes, replaces=[record.part, *record.replaces]))
            done += [Fault(name, record.articles, remedy) for name in bad]
        remove_leftovers(place)
    return done


def _head_of(place: Place) -> dict[str, Any] | None:
    """The head of the store, None where it is damaged. Raises an InputError: there is no store."""
    try:
        return open_place(place)
    except HeadError:
        return None


def _guessed(place: Place) -> Settings | None:
    """The settings of the last partition, where they are those of a model of the package without a project."""
    used = [r.settings for r in records(place) if r.files][-1:]
    return next((made for made in map(_plain, ("full", "fast")) if made.hash in used), None)


def _plain(model: str) -> Settings:
    return Settings.of(model=model)


def _record_again(place: Place, name: str) -> Record | None:
    """A record made anew from the files of its partition, which were whole before it was written.

    What it put out of the store is what earlier partitions have of the same articles. None where its articles cannot
    be read; other tables that cannot are damaged, and made anew like others.
    """
    part = PurePosixPath(name).stem
    number = part.partition("-")[0]
    try:
        files = {table: _written(place, table, part) for table in TABLES}
        record = Record(part, "", files, int(number))
        articles = read_table(place, record, "articles", ["article_id", "settings_hash"])
        (settings,) = set(articles["settings_hash"].to_pylist())
        mine = set(articles["article_id"].to_pylist())
        gone: dict[str, Sequence[str]] = {}
        for other in sound_records(place)[0]:
            if other.files and other.number < record.number:
                ids = read_table(place, other, "articles", ["article_id"])["article_id"].to_pylist()
                gone |= {other.part: again} if (again := [i for i in ids if i in mine]) else {}
    except (ValueError, InputError):
        return None
    return replace(record, settings=settings, supersedes=gone)


def _written(place: Place, table: str, part: str) -> Written:
    """What a record says of a file that is there; of one that is not or cannot be read, what no file can be."""
    try:
        data = place.read(file_name(table, part))
        return Written(pq.read_table(io.BytesIO(data)).num_rows, len(data), hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, pa.ArrowException):
        return Written(0, 0, "")


def _faulty(place: Place) -> Iterator[tuple[Record, list[str], bool]]:
    """Partitions with files that are damaged, and whether the articles themselves are whole."""
    for record in sound_records(place)[0]:
        bad = []
        for table in record.files:
            try:
                read_table(place, record, table)
            except DamagedError:
                bad.append(file_name(table, record.part))
        if bad:
            yield record, bad, file_name("articles", record.part) not in bad


def _anew(place: Place, record: Record, settings: Settings, number: int) -> Record:
    """The partition made anew from its articles, which keep the hashes that they were read with."""
    kept = read_table(place, record, "articles")
    made = analyse([article_of(row) for row in kept.to_pylist()], settings)
    made["articles"] = kept.cast(schema("articles"))
    keys = list(zip(kept["article_id"].to_pylist(), kept["content_hash"].to_pylist(), strict=True))
    part = part_name(number, record.settings, keys)
    return Record(part, record.settings, write_part(place, part, made), number)

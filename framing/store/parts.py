"""Partitions: made by a worker, written table by table, read again, and cut down to the articles that are left."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing.errors import InputError
from framing.store.journal import Record, Written, commit, file_name, part_name, records, superseded
from framing.store.place import Place, place_of
from framing.store.schema import REMADE, TABLES, schema
from framing.store.settings import Settings, content_hash
from framing.values import Article

__all__ = ["Chunk", "DamagedError", "compact", "is_whole", "read_table", "refused", "without", "work", "write_part"]


class DamagedError(InputError):
    """A file of a partition is not there, or not what was written."""


@dataclass(frozen=True)
class Chunk:
    """Articles that become one partition. ``number`` is its own; ``supersedes`` names their rows in earlier ones."""

    number: int
    articles: tuple[Article, ...]
    supersedes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def work(chunk: Chunk, settings: Settings, url: str) -> Record:
    """Analyse a chunk and write its files. Nothing is in the store before the record is committed, by the caller.

    Done twice, anywhere, it writes the same files. This is all that a worker does, on whatever machine it runs.
    """
    from framing.store.analyse import analyse  # with all that measures: a second's work, of workers alone

    return _written(chunk, settings, url, analyse(chunk.articles, settings))


def refused(chunk: Chunk, settings: Settings, url: str, reason: str) -> Record:
    """As :func:`work`, of a chunk that cannot be analysed at all: its articles with nothing found in them, and why."""
    from framing.store.analyse import given_up

    return _written(chunk, settings, url, given_up(chunk.articles, settings, reason))


def _written(chunk: Chunk, settings: Settings, url: str, tables: Mapping[str, pa.Table]) -> Record:
    part = part_name(chunk.number, settings.hash, [(a.id, content_hash(a)) for a in chunk.articles])
    return Record(part, settings.hash, write_part(place_of(url), part, tables), chunk.number, chunk.supersedes)


def write_part(place: Place, part: str, tables: Mapping[str, pa.Table]) -> dict[str, Written]:
    """Write the files of a partition."""
    found = {}
    for name, table in tables.items():
        stream = io.BytesIO()
        pq.write_table(table, stream, compression="zstd", write_statistics=["article_id"])
        data = stream.getvalue()
        place.write(file_name(name, part), data)
        found[name] = Written(table.num_rows, len(data), hashlib.sha256(data).hexdigest())
    return found


def read_table(
    place: Place, record: Record, name: str, columns: Sequence[str] | None = None, *, checked: bool = True
) -> pa.Table:
    """A table of a partition; ``checked``: it is what was written. Raises a DamagedError that names the file."""
    shown = f"{place.url}/{file_name(name, record.part)}"
    if name not in record.files:
        return schema(name).empty_table()
    try:
        data = place.read(file_name(name, record.part))
        if checked and not _as_written(data, record.files[name]):
            raise ValueError("it is not what was written")
        return pq.read_table(io.BytesIO(data), columns=None if columns is None else list(columns))
    except (OSError, ValueError, pa.ArrowException) as error:
        why = "it is not there" if isinstance(error, FileNotFoundError) else error
        raise DamagedError(
            f"{shown} is damaged ({why}); `framing store check {place.url} --repair` mends it"
        ) from error


def is_whole(place: Place, record: Record, name: str) -> bool:
    """Whether a file of a partition is there and what was written."""
    try:
        return _as_written(place.read(file_name(name, record.part)), record.files[name])
    except OSError:
        return False


def _as_written(data: bytes, told: Written) -> bool:
    return len(data) == told.bytes and hashlib.sha256(data).hexdigest() == told.sha256


def compact(place: Place, *, articles: int, small: int = 8) -> None:
    """Write partitions anew that hold rows which are superseded, so that any reader of the files sees what is there.

    Partitions of less than half of ``articles`` are put together once there are ``small`` of them. Needs the lock.
    """
    live = records(place)
    gone = superseded(live)
    number = max((r.number for r in live), default=0)
    dirty = [r for r in live if r.files and r.part in gone]
    for record in dirty:
        number += 1
        _together(place, [record], gone, number)
    little: dict[str, list[Record]] = {}
    for record in records(place):
        if 2 * record.articles < articles and record.files:
            little.setdefault(record.settings, []).append(record)
    for several in little.values():
        for group in _groups(several, articles) if len(several) >= small else ():
            number += 1
            _together(place, group, {}, number)


def _groups(several: Iterable[Record], articles: int) -> list[list[Record]]:
    groups: list[list[Record]] = [[]]
    for record in several:
        if groups[-1] and sum(r.articles for r in groups[-1]) + record.articles > articles:
            groups.append([])
        groups[-1].append(record)
    return [g for g in groups if len(g) > 1]


def _together(place: Place, old: Sequence[Record], gone: Mapping[str, Collection[str]], number: int) -> None:
    """One partition in the place of several, without the articles that are gone."""
    tables = {}
    for name in (n for n in TABLES if n not in REMADE or all(n in r.files for r in old)):
        parts = [without(read_table(place, r, name), gone.get(r.part, ())) for r in old]
        tables[name] = pa.concat_tables([p.cast(schema(name)) for p in parts]).unify_dictionaries().combine_chunks()
    keys = zip(
        tables["articles"]["article_id"].to_pylist(), tables["articles"]["content_hash"].to_pylist(), strict=True
    )
    part = part_name(number, old[0].settings, list(keys))
    files = write_part(place, part, tables) if tables["articles"].num_rows else {}
    replaced = [part for r in old for part in (r.part, *r.replaces)]
    still: dict[str, Sequence[str]] = {}
    for r in old:
        for other, ids in r.supersedes.items():
            if other not in replaced:
                still[other] = [*still.get(other, ()), *ids]
    commit(place, Record(part, old[0].settings, files, number, still, replaced))


def without(table: pa.Table, ids: Collection[str]) -> pa.Table:
    """The rows of a table that are not of these articles."""
    if not ids:
        return table
    return table.filter(pc.invert(pc.is_in(table["article_id"], pa.array(sorted(ids), pa.string()))))

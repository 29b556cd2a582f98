"""Looking a store over: is every file what was written, and what can be made anew of what is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from framing.errors import InputError
from framing.store.analyse import analyse
from framing.store.journal import (
    Record,
    commit,
    damaged_records,
    file_name,
    open_place,
    part_name,
    records,
    remove_leftovers,
)
from framing.store.lock import writing_to
from framing.store.parts import DamagedError, read_table, write_part
from framing.store.place import Place, place_of
from framing.store.schema import schema
from framing.store.settings import Settings, project_of
from framing.values import Article

__all__ = ["Fault", "article_of", "check", "repair"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what was written, how many articles it is of, and what was done or is to be done."""

    file: str
    articles: int
    remedy: str


_AGAIN = "its articles' text is lost, too: give `framing analyze INPUT --out STORE` again, which makes them anew"


def check(where: str | Path) -> list[Fault]:
    """Every file of the store that is missing or changed. Nothing is written."""
    place = place_of(where)
    open_place(place)
    return [
        *(Fault(name, 0, "a record that cannot be read; --repair sets it aside") for name in damaged_records(place)),
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
    head = open_place(place)
    done = []
    with writing_to(place):
        for name in damaged_records(place):
            place.remove(name)
            done.append(Fault(name, 0, f"set aside; {_AGAIN}"))
        made = head["settings"]
        settings = Settings.of(model=made["model"], project=project_of(made))
        settings = replace(settings, limits=replace(settings.limits, characters=made["characters"]))
        number = max((r.number for r in records(place)), default=0)
        for record, bad, kept in _faulty(place):
            number += 1
            same = record.settings == settings.hash
            files = _anew(place, record, settings, number) if kept and same else None
            remedy = "made anew" if files is not None else f"set aside; {_AGAIN}"
            new = files or Record(f"{number:08d}-aside", "", {}, number)
            commit(place, replace(new, supersedes=record.supersedes, replaces=[record.part, *record.replaces]))
            done += [Fault(name, record.articles, remedy) for name in bad]
        remove_leftovers(place)
    return done


def _faulty(place: Place) -> Iterator[tuple[Record, list[str], bool]]:
    """Partitions with files that are damaged, and whether the articles themselves are whole."""
    for record in records(place):
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


def article_of(row: dict[str, object]) -> Article:
    """The article of a row of ``articles``."""
    date, extra = row.get("date"), row.get("extra") or []
    if not isinstance(extra, list):
        raise InputError("extra is a map")
    return Article(
        id=str(row["article_id"]),
        text=str(row["text"]),
        title=_given(row.get("title")),
        outlet=_given(row.get("outlet")),
        date=dt.date.fromisoformat(str(date)) if date else None,
        url=_given(row.get("url")),
        extra={str(k): str(v) for k, v in extra},
    )


def _given(value: object) -> str | None:
    return None if value is None else str(value)

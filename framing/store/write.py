"""Filling a store: what is new or changed is analysed, what is there stays, and whatever happens nothing is lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from framing.errors import FramingError, InputError
from framing.read.sound import Sound
from framing.store.executors import Executor, processes
from framing.store.journal import Record, commit, open_place, records, remove_leftovers, start
from framing.store.known import Known, keep_sound
from framing.store.lock import writing_to
from framing.store.parts import Chunk, compact, read_table
from framing.store.place import Place, place_of
from framing.store.settings import Settings, content_hash
from framing.values import Article, Problem

__all__ = ["PARTITION", "Filled", "fill", "remove"]

PARTITION = 500
"""Articles of a partition: a minute of one processor's work, some megabytes of memory."""
_CHARACTERS = 3_000_000
"""Characters of a partition at most, whatever its articles."""
_JUDGED = (
    "empty: ", "not English", "second article", "not a format", "taken for a note", "a report of", "describes other",
)  # fmt: skip
"""How reasons begin for which something was read and left out (:mod:`framing.read`); others mean it was not read."""
SKIPPED = "skipped.jsonl"
"""What the last run could not read, one problem a line."""


@dataclass
class Filled:
    """What a run did: articles that were ``analysed`` (new), ``renewed`` (changed), found as they were, and removed.

    ``problems`` are those of reading, the first thousand; all are in ``skipped.jsonl`` of the store. ``unread`` of them
    say that some part of the input could not be read: which articles are missing from it is not known then.
    """

    analysed: int = 0
    renewed: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    unread: int = 0
    problems: list[Problem] = field(default_factory=list)


def fill(
    where: str | Path,
    items: Iterable[Article | Problem],
    settings: Settings,
    *,
    executor: Executor | None = None,
    partition: int = PARTITION,
    remove_missing: bool = False,
    progress: Callable[[Article], object] | None = None,
    sound: Sound | None = None,
) -> Filled:
    """Bring a store to where it holds these articles.

    Articles are taken one by one (:func:`framing.read.iter_articles`) and never held but for the few partitions that
    are under way. One that the store has with the same content and settings is passed over; one that has changed is
    analysed again and takes the place of its old rows at once. ``remove_missing`` removes articles that are not among
    ``items``, unless a part of the input could not be read: a file that is gone for a day takes nothing along.
    ``sound`` are the records of which reading has nothing to say, kept for the next run. A run that was stopped, in
    whatever way, goes on where it was when it is started again.

    Raises an OutputError: the place cannot be written, or another writer has it; an InputError: the store is of a newer
    version, or the input cannot be read to its end. What was done until then stays.
    """
    place = place_of(where)
    done = Filled()
    with writing_to(place), tempfile.TemporaryFile("w+", encoding="utf-8") as skipped:
        start(place, settings)
        remove_leftovers(place)
        known = Known.of(place)
        done.problems += _damaged(place)
        source = _Source(items, known, settings, partition, max((r.number for r in records(place)), default=0))
        source.tell = lambda problem: _note(problem, done, skipped)
        source.progress = progress
        for record in (executor or processes())(source.chunks(done), settings, place.url):
            commit(place, record)
        if source.error is None and remove_missing and not done.unread:
            done.removed = _remove(place, known.unseen(place))
        compact(place, articles=partition)
        remove_leftovers(place)
        skipped.seek(0)
        place.write(SKIPPED, skipped.read().encode("utf-8"))
        if sound is not None:
            keep_sound(place, sound, sum(r.articles for r in records(place)))
    if source.error is not None:
        raise _stopped(source.error, place) from source.error
    return done


def _damaged(place: Place) -> list[Problem]:
    """Files of partitions that are gone or of another size than they were: told, for their articles are passed over."""
    return [
        Problem(name, f"damaged: `framing store check {place.url} --repair` makes it anew", skipped=False, weighty=True)
        for record in records(place)
        for name, told in zip(record.names, record.files.values(), strict=True)
        if place.size(name) != told.bytes
    ]


@dataclass
class _Source:
    """Cuts the articles that have to be analysed into chunks."""

    items: Iterable[Article | Problem]
    known: Known
    settings: Settings
    partition: int
    number: int
    tell: Callable[[Problem], None] = lambda _: None
    progress: Callable[[Article], object] | None = None
    error: Exception | None = None

    def chunks(self, done: Filled) -> Iterator[Chunk]:
        """The chunks. Where the input breaks off, what was read until then is one still; ``error`` says why."""
        mine: list[Article] = []
        gone: dict[str, list[str]] = {}
        size = 0
        for article in self._articles():
            record, same = self.known.holder(article.id, content_hash(article), self.settings.hash)
            if self.progress is not None:
                self.progress(article)
            if same:
                done.unchanged += 1
                continue
            if record is not None:
                gone.setdefault(record.part, []).append(article.id)
            done.analysed += record is None
            done.renewed += record is not None
            mine.append(article)
            size += len(article.text)
            if len(mine) >= self.partition or size >= _CHARACTERS:
                yield self._chunk(mine, gone)
                mine, gone, size = [], {}, 0
        if mine:
            yield self._chunk(mine, gone)

    def _chunk(self, mine: list[Article], gone: dict[str, list[str]]) -> Chunk:
        self.number += 1
        return Chunk(self.number, tuple(mine), gone)

    def _articles(self) -> Iterator[Article]:
        try:
            for item in self.items:
                if isinstance(item, Article):
                    yield item
                else:
                    self.tell(item)
        except (OSError, FramingError, UnicodeError) as error:
            self.error = error


def _note(problem: Problem, done: Filled, skipped: TextIO) -> None:
    done.skipped += problem.skipped
    done.unread += problem.skipped and not problem.reason.startswith(_JUDGED)
    if len(done.problems) < 1000:
        done.problems.append(problem)
    skipped.write(json.dumps({"item": problem.item, "reason": problem.reason, "skipped": problem.skipped}) + "\n")


def _stopped(error: Exception, place: Place) -> InputError:
    why = str(error) if isinstance(error, FramingError) else f"the input cannot be read any further ({error})"
    return InputError(f"{why}; what was analysed until then is in {place.url}: give the same command again to go on")


def remove(where: str | Path, ids: Collection[str]) -> int:
    """Remove articles and all that was found in them; how many there were.

    Raises an OutputError: the place cannot be written, or another writer has it; an InputError: it is no store.
    """
    place = place_of(where)
    open_place(place)
    wanted = set(ids)
    with writing_to(place):
        remove_leftovers(place)
        found = []
        for record in records(place):
            names = read_table(place, record, "articles", ["article_id"])["article_id"].to_pylist()
            found.append((record, [n for n in names if n in wanted]))
        number = _remove(place, ((r, names) for r, names in found if names))
        compact(place, articles=PARTITION)
        remove_leftovers(place)
    return number


def _remove(place: Place, gone: Iterable[tuple[Record, list[str]]]) -> int:
    found = {record.part: names for record, names in gone if names}
    if not found:
        return 0
    number = max(r.number for r in records(place)) + 1
    commit(place, Record(f"{number:08d}-removal", "", {}, number, found))
    return sum(map(len, found.values()))

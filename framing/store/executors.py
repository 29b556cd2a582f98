"""Who does the work: this process, processes of this machine, or workers of Dask or Spark on many.

An executor takes chunks as they come, holds a few at a time, and gives records in whatever order they are done.
A worker that dies costs a second try and nothing else: partitions are pure, and only records make them count.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from itertools import pairwise

from framing.attribute.model import Device, load_model
from framing.parallel import available_threads, collect_seldom
from framing.store.journal import Record
from framing.store.parts import Chunk, refused, work
from framing.store.settings import Settings

__all__ = ["Executor", "evened", "halves", "here", "processes"]

Executor = Callable[[Iterator[Chunk], Settings, str], Iterator[Record]]
"""From chunks, settings and the place's URL to records, one or more a chunk, in any order."""

_TRIES = 2
"""Times that a chunk may be under way when a worker dies before it is tried alone."""
_RENEW = 40
"""Chunks after which a process makes way for a new one: what it has learnt by heart does not grow for ever."""


def here(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
    """One after the other in this process."""
    for chunk in chunks:
        yield work(chunk, settings, url)


def processes(count: int | None = None) -> Executor:
    """So many processes of this machine, by default one a processor. Their number never changes the rows."""

    def run(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
        workers = count or available_threads()
        chunks = evened(chunks, workers)
        waiting: list[tuple[Chunk, int]] = []
        while True:
            try:
                yield from _in_pool(chunks, waiting, workers, partial(work, settings=settings, url=url), settings)
                return
            except BrokenProcessPool:
                suspects = [chunk for chunk, tries in waiting if tries >= _TRIES]
                waiting[:] = [(chunk, tries) for chunk, tries in waiting if tries < _TRIES]
                for chunk in suspects:
                    yield from _alone(chunk, settings, url)

    return run


def _in_pool(
    chunks: Iterator[Chunk],
    waiting: list[tuple[Chunk, int]],
    workers: int,
    do: Callable[[Chunk], Record],
    settings: Settings,
) -> Iterator[Record]:
    """Work through ``waiting`` and then ``chunks``; what was not done stays in ``waiting``."""
    under_way: dict[Future[Record], tuple[Chunk, int]] = {}
    pool = _pool(workers, settings)
    done = False
    try:
        while True:
            while len(under_way) < workers + 1:
                given = waiting.pop(0) if waiting else None
                if given is None:
                    chunk = next(chunks, None)
                    if chunk is None:
                        break
                    given = chunk, 0
                under_way[pool.submit(do, given[0])] = given
            if not under_way:
                done = True
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                record = future.result()
                del under_way[future]
                yield record
    except BrokenProcessPool:
        waiting[:0] = [(chunk, tries + 1) for chunk, tries in under_way.values()]
        raise
    finally:
        if not done:  # stopped on the way: nobody waits for what will be thrown away
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int, settings: Settings) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), _ready, (settings.model, settings.device),
        max_tasks_per_child=_RENEW,
    )  # fmt: skip


def _ready(model: str, device: Device) -> None:
    """Make a new process ready: Ctrl-C is its parent's to hear, and without its parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    load_model(model, device)
    collect_seldom()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _alone(chunk: Chunk, settings: Settings, url: str) -> Iterator[Record]:
    """A chunk that was there each time a worker died, in a process of its own: half by half to the article at fault."""
    try:
        with _pool(1, settings) as pool:
            yield pool.submit(work, chunk, settings, url).result()
    except BrokenProcessPool:
        if len(chunk.articles) == 1:
            yield refused(chunk, settings, url, "it brings the program down, and was left out; please report it")
            return
        for half in halves(chunk):
            yield from _alone(half, settings, url)


def evened(chunks: Iterator[Chunk], workers: int) -> Iterator[Chunk]:
    """The chunks, the last ones in smaller and smaller pieces, so that no worker waits long for the last of another.

    As many as there are workers, at the beginning fewer, are held back until it is known that they are the last. A
    piece is of what is left half a worker's share (guided self-scheduling: Polychronopoulos and Kuck 1987), and of
    :data:`_PIECE` articles or more.
    """
    held: deque[Chunk] = deque()
    given = 0
    for chunk in chunks:
        held.append(chunk)
        if len(held) > min(given, workers):
            yield held.popleft()
            given += 1
    left = sum(len(chunk.articles) for chunk in held)
    for chunk in held:
        size = max(_PIECE, left // (2 * workers)) if workers > 1 else len(chunk.articles)
        yield from _cut(chunk, max(1, round(len(chunk.articles) / size)))
        left -= len(chunk.articles)


_PIECE = 60
"""Articles: two seconds of one processor's work."""


def halves(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """A chunk as two, each with what it supersedes."""
    first, second = _cut(chunk, 2)
    return first, second


def _cut(chunk: Chunk, parts: int) -> Iterator[Chunk]:
    """A chunk in so many parts of one size, each with what it supersedes."""
    ends = [len(chunk.articles) * n // parts for n in range(parts + 1)]
    for start, end in pairwise(ends):
        articles = chunk.articles[start:end]
        ids = {a.id for a in articles}
        gone = {part: mine for part, own in chunk.supersedes.items() if (mine := [i for i in own if i in ids])}
        yield replace(chunk, articles=articles, supersedes=gone)

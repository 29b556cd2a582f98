"""Map a function over many items on threads, in order, holding only a few at a time; how a process is to run."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

__all__ = ["available_threads", "collect_seldom", "in_threads"]

T = TypeVar("T")
R = TypeVar("R")

SWITCH = 0.0005
"""Seconds after which a thread that runs Python lets another one in. Python's own 5 ms are as long as the network
takes for a window: a thread back from the network would wait about as long as it worked."""


class _Switching:
    """How many users want threads to take turns quickly, and the setting to go back to after the last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._before = 0.0

    @contextmanager
    def quickly(self) -> Iterator[None]:
        with self._lock:
            if not self._users:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(min(SWITCH, self._before))
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    sys.setswitchinterval(self._before)


_SWITCHING = _Switching()


_SELDOM = (50_000, 20, 10)


def collect_seldom() -> None:
    """Have Python look for garbage in cycles seldom, and never among what has been loaded until now.

    For processes of the program's own. Values here hold no cycles, but an analysis makes a million of them at a time,
    through which Python would go again and again: a twentieth of its time, for nothing.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def available_threads() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_threads(work: Callable[[T], R], items: Iterable[T], *, threads: int | None = None) -> Iterator[R]:
    """Results of ``work`` for each item, in order. ``threads`` defaults to the processors at hand."""
    workers = threads or available_threads()
    if workers == 1:
        yield from map(work, items)
        return
    with _SWITCHING.quickly(), ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[R]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= 4 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

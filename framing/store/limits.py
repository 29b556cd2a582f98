"""A limit of time on a piece of work, in whatever thread it runs."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["OutOfTimeError", "at_most"]


class OutOfTimeError(BaseException):
    """The work took longer than it may. No ``Exception``: nothing that goes on after errors may catch it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`OutOfTimeError` inside the block where it takes longer.

    It is raised between two steps of Python, so a single call into a library in C is waited for. Signals would do the
    same in the main thread of a process only, and workers of Dask are other threads.
    """
    me = threading.get_ident()
    lock, state = threading.Lock(), {"over": False, "raised": False}

    def ring() -> None:
        with lock:
            if not state["over"]:
                state["raised"] = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(me), ctypes.py_object(OutOfTimeError))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            state["over"] = True
        if state["raised"]:  # on its way: let it arrive here and not in whatever comes next
            try:
                for _ in range(1000):
                    time.sleep(0)
            except OutOfTimeError:
                pass
            raise OutOfTimeError

"""One writer at a time. The system lets go of a dead writer's lock; at a URL the writer's name stands in a file."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import OutputError
from framing.store.place import Folder, Place
from framing.writing import has_ended

__all__ = ["LOCK", "writing_to"]

LOCK = "lock"


@contextmanager
def writing_to(place: Place) -> Iterator[None]:
    """Hold a store for writing. Raises an OutputError that names who holds it already.

    In a folder a lock is the operating system's (``flock``): it ends with the process, however that ends, so that none
    is ever left behind. Another host that shares the folder is known by what it wrote into the lock.
    """
    held = _in_folder(place.root) if isinstance(place, Folder) else _at_url(place)
    with held:
        yield


@contextmanager
def _in_folder(root: Path) -> Iterator[None]:
    import fcntl

    path = root / LOCK
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"{root} cannot be written ({error.strerror}); name another place") from error
    try:
        holder = _holder(os.read(handle, 1000))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(f"{root} is being written by {_shown(holder)}; wait until it is done") from error
        if holder and holder.get("host") != socket.gethostname():
            raise OutputError(
                f"{root} is being written by {_shown(holder)}, or that was stopped hard; where you know that it "
                f"is not running, remove {path}"
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, _me(), 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def _at_url(place: Place) -> Iterator[None]:
    try:
        holder = _holder(place.read(LOCK))
    except FileNotFoundError:
        holder = {}
    if holder and not _is_dead(holder):
        raise OutputError(
            f"{place.url} is being written by {_shown(holder)}, or that was stopped hard; where you know that it is "
            f"not running, remove {place.url}/{LOCK}"
        )
    place.write(LOCK, _me())
    try:
        yield
    finally:
        place.remove(LOCK)


def _me() -> bytes:
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode("ascii")


def _holder(data: bytes) -> dict[str, object]:
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _shown(holder: dict[str, object]) -> str:
    return f"process {holder.get('pid', '?')} on {holder.get('host', '?')}" if holder else "another process"


def _is_dead(holder: dict[str, object]) -> bool:
    """Whether a writer of this host is gone; of another host nobody can say."""
    process = holder.get("pid")
    return holder.get("host") == socket.gethostname() and isinstance(process, int) and has_ended(process)

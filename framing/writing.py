"""Writing files whole or not at all."""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from framing.errors import OutputError

__all__ = ["clear_leftovers", "temporary_name", "write_file"]

_OLD = 24 * 3600
"""Seconds after which a leftover of another machine is taken for one."""


def write_file(out: Path, write: Callable[[Path], object], *, hint: str = "name another place") -> None:
    """Let ``write`` fill a file under a temporary name of its own, then move it into place.

    A link is followed, and a device or a pipe is written as it is: neither is ever replaced by a file. What runs that
    were killed left behind is cleared. Raises OutputError, which ends in ``hint``, and leaves what was there before.
    """
    try:
        target = out.resolve()
        if target.exists() and not target.is_file():
            write(target)
            return
        clear_leftovers(target)
        temporary = temporary_name(target)
        try:
            write(temporary)
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError before Python 3.13
        raise OutputError(f"{out} cannot be written ({getattr(error, 'strerror', None) or error}); {hint}") from error


def temporary_name(target: Path) -> Path:
    """A name beside ``target`` that no other run uses, hidden, and known to :func:`clear_leftovers`."""
    return target.with_name(f".{target.name[:80]}.{_host()}-{os.getpid()}-{secrets.token_hex(4)}.part")


def clear_leftovers(target: Path) -> None:
    """Remove what runs that were killed left under the names that :func:`temporary_name` gives for ``target``.

    Those of a run that is still going on stay.
    """
    form = re.compile(rf"\.{re.escape(target.name[:80])}\.(?P<host>[\w.]*)-(?P<pid>\d+)-[0-9a-f]{{8}}\.part")
    try:
        found = [(p, m) for p in target.parent.iterdir() if (m := form.fullmatch(p.name))]
    except OSError:
        return
    for path, match in found:
        if _is_over(path, match["host"], int(match["pid"])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _host() -> str:
    return re.sub(r"[^\w.]", "_", platform.node())[:40]


def _is_over(path: Path, host: str, process: int) -> bool:
    if host == _host() and os.name == "posix":
        try:
            os.kill(process, 0)  # sends nothing
        except ProcessLookupError:
            return True
        except (PermissionError, OverflowError):
            return False
        return False
    try:
        return time.time() - path.stat().st_mtime > _OLD
    except OSError:
        return False

"""Writing files whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from framing.errors import OutputError

__all__ = ["write_file"]


def write_file(out: Path, write: Callable[[Path], object], *, hint: str = "name another place") -> None:
    """Let ``write`` fill a file under a temporary name, then move it into place.

    A link is followed, and a device or a pipe is written as it is: neither is ever replaced by a file. Raises
    OutputError, which ends in ``hint``, and leaves what was there before.
    """
    target = out.resolve()
    try:
        if target.exists() and not target.is_file():
            write(target)
            return
        temporary = target.with_name(target.name + ".part")
        try:
            write(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); {hint}") from error

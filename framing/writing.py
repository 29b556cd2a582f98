"""Writing files and folders whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from framing.errors import OutputError

__all__ = ["write_file", "write_folder"]


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


def write_folder(
    out: Path, files: Mapping[str, bytes], *, is_ours: Callable[[Path], Collection[str] | None], what: str
) -> None:
    """Fill a folder with files by name; a former one of the same sort is replaced as a whole.

    ``is_ours`` gives the names of the files of a former one, None where a folder is something else. Raises OutputError,
    which says what is in the way, and leaves what was there before.
    """
    target = out.resolve()
    try:
        if target.exists():
            if not target.is_dir():
                raise OutputError(f"{out} is a file; name a folder for {what}")
            there = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
            former = is_ours(target)
            if there and (former is None or there - set(former)):
                foreign = sorted(there - set(former or ()))
                raise OutputError(
                    f"{out} holds files that are not {what} ({', '.join(foreign[:3])}), and stays as it is; "
                    "name a new or empty folder"
                )
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            for name, data in files.items():
                place = temporary / "new" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            if target.exists():
                target.rename(temporary / "old")
            try:
                (temporary / "new").rename(target)
            except OSError:
                if (temporary / "old").exists():
                    (temporary / "old").rename(target)
                raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); name another folder") from error

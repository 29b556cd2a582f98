"""Where a store lies: a folder of this machine, or a URL (``s3://…``, ``memory://…``) by way of fsspec.

The rest of the store asks for four things alone: whole files written or not at all, read, listed, removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from framing.errors import FramingError, InputError, OutputError

__all__ = ["HEAD", "Folder", "Place", "Remote", "is_store", "place_of"]

_CURES = {
    errno.ENOSPC: "make room, then give the same command again: what is written stays, and it goes on from there",
    errno.EDQUOT: "make room, then give the same command again: what is written stays, and it goes on from there",
    errno.EROFS: "the disk is read-only; name another place",
    errno.EACCES: "you may not write there; name another place, or have it opened to you",
    errno.EIO: "the disk reports an error; look after it, then give the same command again",
}


class Place(Protocol):
    """A store's files by their names, which have forward slashes."""

    @property
    def url(self) -> str:
        """As another process can open it."""

    def write(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """The whole file, given at once or piece by piece, or none: what was there before stays then.

        Raises an OutputError.
        """

    def read(self, name: str) -> bytes:
        """Raises a FileNotFoundError."""

    def names(self, folder: str) -> list[str]:
        """Files in a folder of the store, sorted; none where there is no such folder."""

    def size(self, name: str) -> int | None:
        """Bytes of a file; None where it is not there."""

    def remove(self, name: str) -> None:
        """Also where it is not there."""


@contextmanager
def _writing(shown: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0, "look after the disk, then give the same command again")
        raise OutputError(f"{shown} cannot be written ({error.strerror or error}): {cure}") from error


@dataclass(frozen=True)
class Folder:
    """A folder. A file is written under another name, brought to the disk, and then renamed."""

    root: Path

    @property
    def url(self) -> str:
        """The path."""
        return str(self.root)

    def write(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """See :class:`Place`."""
        target = self.root / name
        with _writing(str(target)):
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.root / "tmp").mkdir(exist_ok=True)
            temporary = self.root / "tmp" / f"{uuid4().hex}.part"
            try:
                self._fill(temporary, data)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
            self._settle(target.parent)

    def _fill(self, temporary: Path, data: bytes | Iterable[bytes]) -> None:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            for piece in (data,) if isinstance(data, bytes) else data:
                rest = memoryview(piece)
                while rest:
                    written = os.write(handle, rest)
                    if written <= 0:
                        raise OSError(errno.EIO, "nothing more could be written")
                    rest = rest[written:]
            os.fsync(handle)
        finally:
            os.close(handle)

    def _settle(self, folder: Path) -> None:
        """Bring the renaming itself to the disk, where the system can."""
        if os.name != "posix":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self, name: str) -> bytes:
        """See :class:`Place`."""
        return (self.root / name).read_bytes()

    def names(self, folder: str) -> list[str]:
        """See :class:`Place`."""
        path = self.root / folder
        return sorted(f"{folder}/{p.name}" for p in path.iterdir() if p.is_file()) if path.is_dir() else []

    def size(self, name: str) -> int | None:
        """See :class:`Place`."""
        try:
            return (self.root / name).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """See :class:`Place`."""
        with _writing(str(self.root / name)):
            (self.root / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what writers that were killed have left under temporary names."""
        for name in self.names("tmp"):
            self.remove(name)


@dataclass(frozen=True)
class Remote:
    """A URL that fsspec knows. An object appears there whole or not at all."""

    base: str

    @property
    def url(self) -> str:
        """The URL."""
        return self.base

    @cached_property
    def _fs(self) -> tuple[Any, str]:
        try:
            import fsspec
        except ImportError as error:
            raise InputError(f"{self.base}: stores at URLs need fsspec; pip install 'framing[dask]'") from error
        try:
            fs, root = fsspec.core.url_to_fs(self.base)
        except (ImportError, ValueError) as error:
            cure = "pip install what it names" if isinstance(error, ImportError) else "fsspec's docs list the protocols"
            raise InputError(f"{self.base} cannot be opened ({str(error).rstrip('.')}); {cure}") from error
        return fs, root.rstrip("/")

    @contextmanager
    def _asking(self, kind: type[FramingError], name: str, what: str) -> Iterator[tuple[Any, str]]:
        """What fsspec raises, of many kinds, as an error of this program; a file that is not there stays what it is."""
        fs, root = self._fs
        try:
            yield fs, f"{root}/{name}"
        except (FileNotFoundError, FramingError):
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:300] or type(error).__name__
            raise kind(
                f"{self.base}/{name} cannot be {what} ({said}); see to the address, the credentials and the network, "
                "and give the same command again: what is written stays"
            ) from error

    def write(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """See :class:`Place`."""
        with self._asking(OutputError, name, "written") as (fs, path):
            try:
                fs.makedirs(path.rpartition("/")[0], exist_ok=True)
                fs.pipe_file(path, data if isinstance(data, bytes) else b"".join(data))
            except FileNotFoundError as error:  # of a bucket that is not there
                raise OSError(str(error)) from error

    def read(self, name: str) -> bytes:
        """See :class:`Place`."""
        with self._asking(InputError, name, "read") as (fs, path):
            data: bytes = fs.cat_file(path)
        return data

    def names(self, folder: str) -> list[str]:
        """See :class:`Place`."""
        try:
            with self._asking(InputError, folder, "listed") as (fs, path):
                fs.invalidate_cache()
                listed = fs.ls(path, detail=True)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{i['name'].rpartition('/')[2]}" for i in listed if i["type"] == "file")

    def size(self, name: str) -> int | None:
        """See :class:`Place`."""
        try:
            with self._asking(InputError, name, "read") as (fs, path):
                return int(fs.size(path))
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """See :class:`Place`."""
        try:
            with self._asking(OutputError, name, "removed") as (fs, path):
                fs.rm_file(path)
        except FileNotFoundError:
            return


HEAD = "store.json"
"""The file by which a store is known."""


def is_store(where: str | Path) -> bool:
    """Whether a path or URL is that of a store, its head lost or not. It imports little: every input is asked."""
    text = str(where)
    if "://" in text:
        return place_of(text).size(HEAD) is not None
    path = Path(text).expanduser()
    return (path / HEAD).is_file() or ((path / "parts").is_dir() and (path / "articles").is_dir())


def place_of(where: str | Path) -> Place:
    """The place of a path or URL."""
    text = str(where)
    return Remote(text.rstrip("/")) if "://" in text else Folder(Path(text).expanduser().absolute())

"""Which articles a store holds already: hashes of id and content, seventeen bytes each, so that millions fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing import __version__
from framing.errors import OutputError
from framing.read.sound import Sound
from framing.store.journal import Record, records, superseded
from framing.store.parts import read_table, without
from framing.store.place import Place, place_of

__all__ = ["Known", "keep_sound", "known_sound"]

_SOUND = "sound.bin"
_HEAD = f"framing {__version__}\n".encode("ascii")
"""What reading has to say may differ between versions."""


def known_sound(where: str | Path) -> Sound:
    """The records that the last run over a store found sound; none where it was another version's, or is lost."""
    try:
        data = place_of(where).read(_SOUND)
    except OSError:
        data = b""
    return Sound(data.removeprefix(_HEAD) if data.startswith(_HEAD) else b"")


def keep_sound(place: Place, sound: Sound, articles: int) -> None:
    """Keep them for the next run; nothing is lost where that cannot be."""
    data = sound.kept(2 * articles + 1000)
    if data is not None:
        with suppress(OutputError):
            place.write(_SOUND, _HEAD + data)


@dataclass(eq=False)
class Known:
    """Articles by hash of their id, sorted; hash of their content, and the partition that holds each.

    ``seen`` notes those that were asked for.
    """

    ids: NDArray[np.bytes_]
    contents: NDArray[np.bytes_]
    part: NDArray[np.int64]
    parts: list[Record]
    seen: NDArray[np.bool_]

    @classmethod
    def of(cls, place: Place) -> Known:
        """What the store holds. Raises a DamagedError where a partition's articles cannot be read."""
        every_record = records(place)
        live = [r for r in every_record if r.files]
        gone = superseded(every_record)
        ids = [np.zeros(0, dtype=_KEY)]
        contents = [np.zeros(0, dtype=_KEY)]
        for record in live:
            table = without(_keys(place, record), gone.get(record.part, ()))
            ids.append(np.array(list(map(_digest, table["article_id"].to_pylist())), dtype=_KEY))
            contents.append(np.array(list(map(_content, table["content_hash"].to_pylist())), dtype=_KEY))
        part = np.repeat(np.arange(len(live)), [len(mine) for mine in ids[1:]])
        every = np.concatenate(ids)
        order = np.argsort(every, kind="stable")
        seen = np.zeros(len(every), dtype=bool)
        return cls(every[order], np.concatenate(contents)[order], part[order], live, seen)

    def holder(self, article_id: str, content: str, settings: str) -> tuple[Record | None, bool]:
        """The partition that holds an article, if any, and whether as it is now and by these settings."""
        key = np.bytes_(_digest(article_id))
        at = int(np.searchsorted(self.ids, key))
        if at == len(self.ids) or self.ids[at] != key:
            return None, False
        self.seen[at] = True
        record = self.parts[self.part[at]]
        same = self.contents[at] == np.bytes_(_content(content)) and record.settings == settings
        return record, bool(same)

    def unseen(self, place: Place) -> Iterator[tuple[Record, list[str]]]:
        """The articles that nobody asked for, by partition."""
        for i in np.unique(self.part[~self.seen]).tolist():
            mine = set(self.ids[(self.part == i) & ~self.seen].tolist())
            names = _keys(place, self.parts[i])["article_id"].to_pylist()
            yield self.parts[i], [n for n in names if bytes(np.bytes_(_digest(n))) in mine]

    def __len__(self) -> int:
        return len(self.ids)


def _keys(place: Place, record: Record):  # type: ignore[no-untyped-def]
    return read_table(place, record, "articles", ["article_id", "content_hash"])


_KEY = "S17"
"""NumPy takes zeros at the end of bytes away, so that every key ends in a one."""


def _digest(article_id: str) -> bytes:
    return hashlib.blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=16).digest() + b"\1"


def _content(content_hash: str) -> bytes:
    return bytes.fromhex(content_hash) + b"\1"

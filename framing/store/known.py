"""Which articles a store holds already: sixteen bytes of id and sixteen of content each, so that millions fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.store.journal import Record, records, superseded
from framing.store.parts import read_table, without
from framing.store.place import Place

__all__ = ["Known"]


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
        ids = [np.zeros(0, dtype="S16")]
        contents = [np.zeros(0, dtype="S16")]
        for record in live:
            table = without(_keys(place, record), gone.get(record.part, ()))
            ids.append(np.array(list(map(_digest, table["article_id"].to_pylist())), dtype="S16"))
            contents.append(np.array(list(map(bytes.fromhex, table["content_hash"].to_pylist())), dtype="S16"))
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
        same = self.contents[at] == np.bytes_(bytes.fromhex(content)) and record.settings == settings
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


def _digest(article_id: str) -> bytes:
    return hashlib.blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=16).digest()

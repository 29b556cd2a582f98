"""Records that reading found nothing to say about, by their hashes: the next time they need not be looked at again.

Whether a text is damaged, English and news takes most of the time that reading takes, and depends on the record and on
the version of the program alone. Only sound records are kept, so that whatever there is to say is said each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from framing.read.record import Record

__all__ = ["Sound"]

_SIZE = 16


class Sound:
    """A set of sound records: those that an earlier run knew, sixteen bytes each, and those that this one meets."""

    def __init__(self, known: bytes = b"") -> None:
        whole = len(known) - len(known) % _SIZE
        self._known = frozenset(known[i : i + _SIZE] for i in range(0, whole, _SIZE))
        self._met: set[bytes] = set()

    def digest(self, record: Record) -> bytes:
        """By which a record is known: all that its input says, wherever it stands there."""
        found = blake2b(digest_size=_SIZE)
        for part in (record.text, *_flat(record.given.items()), "", *_flat(record.extra.items())):
            data = part.encode("utf-8", "surrogatepass")
            found.update(len(data).to_bytes(8, "little"))
            found.update(data)
        return found.digest()

    def holds(self, digest: bytes) -> bool:
        """Whether the record was found sound before; if so it is met again."""
        if digest in self._known:
            self._met.add(digest)
            return True
        return False

    def add(self, digest: bytes) -> None:
        """A record was found sound."""
        self._met.add(digest)

    def kept(self, most: int) -> bytes | None:
        """What the next run should know, None where that is known; where it is more than so many, those of this run."""
        if self._met <= self._known:
            return None
        found = self._met | self._known
        return b"".join(sorted(found if len(found) <= most else self._met))


def _flat(items: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (part for pair in items for part in pair)

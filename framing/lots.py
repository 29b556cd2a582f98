"""Lots: numbers by which some of very many are drawn, the same each time and in every larger corpus."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["lot"]


def lot(name: str) -> int:
    """The lot of an id: its hash, 0 to 2⁶⁴ − 1. Those with the lowest lots are a random draw that never changes."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

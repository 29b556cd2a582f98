"""Memory that is no longer used goes back to the system, which allocators keep for later."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import pyarrow as pa

__all__ = ["give_back", "give_back_at_once"]


def give_back() -> None:
    """Let Arrow and, where it is glibc's, the C library return what they hold free: after a table, half of its size."""
    pa.default_memory_pool().release_unused()
    if (trim := _of_glibc("malloc_trim")) is not None:
        trim(0)


@cache
def give_back_at_once() -> None:
    """Where it is glibc's, have the C library return arrays of a megabyte and more as soon as they are let go.

    Left to itself it holds on to larger and larger ones.
    """
    if (option := _of_glibc("mallopt")) is not None:
        option(_MMAP_THRESHOLD, 1_000_000)


_MMAP_THRESHOLD = -3
"""As malloc.h has it."""


@cache
def _of_glibc(name: str) -> Any:
    try:
        library = ctypes.CDLL(None)
        return getattr(library, name) if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, AttributeError, TypeError):  # another C library
        return None

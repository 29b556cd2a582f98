"""Memory that is no longer used goes back to the system, which allocators keep for later."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import pyarrow as pa

__all__ = ["give_back"]


def give_back() -> None:
    """Let Arrow and, where it is glibc's, the C library return what they hold free: after a table, half of its size."""
    pa.default_memory_pool().release_unused()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another C library
        return None

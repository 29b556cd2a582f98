"""Articles analysed into partitioned Parquet: bounded memory, resumable, on one machine or many (``docs/store.md``).

In the order in which an article passes: ``settings``, ``analyse`` (the one pure function, articles to tables),
``parts`` (partitions), ``journal`` (what counts), ``executors`` and ``clusters`` (who does it), ``write``; then
``reader``, ``together`` (copies and the join), ``subject`` (what measures are asked of), ``check`` and ``push``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "Limits": "settings",
    "Settings": "settings",
    "Store": "reader",
    "analysis": "subject",
    "check": "check",
    "fill": "write",
    "here": "executors",
    "on_dask": "clusters",
    "on_spark": "clusters",
    "open_store": "reader",
    "processes": "executors",
    "push": "push",
    "remove": "write",
    "repair": "check",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'framing.store' has no attribute {name!r}")
    return getattr(import_module(f"framing.store.{_WHERE[name]}"), name)

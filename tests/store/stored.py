"""A few articles, and what a store of them holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from framing.store.executors import here
from framing.store.reader import Store, open_store
from framing.store.schema import TABLES
from framing.store.settings import Settings
from framing.store.write import fill
from framing.values import Article, Problem

__all__ = ["MADE", "articles", "filled", "rows", "without_table"]

TEXTS = (
    "The mayor, Ada Stone, said the bridge was safe. “We checked it twice,” she told reporters on Monday.",
    "Ben Fisk, a union leader, warned that “the bridge is a danger”. Stone denied it.",
    "Officials in Oslo said on Friday that the ferry would run again. Critics called the plan a disaster.",
    "Nothing was said of the ferry.",
    "“Close it,” demanded Fisk. The city council, according to its spokesman Carl Roe, will vote in May.",
)
MADE = Settings.of(model="fast")


def articles(*numbers: int, changed: Sequence[int] = ()) -> list[Article]:
    return [
        Article(
            f"a{n}", TEXTS[n % len(TEXTS)] + (" He said so again." if n in changed else ""), outlet=f"Paper {n % 2}"
        )
        for n in numbers
    ]


def rows(store: Store) -> dict[str, list[str]]:
    """Every row of every table, in an order that does not depend on partitions."""
    return {
        name: sorted(json.dumps(row, default=repr) for table in store.batches(name) for row in table.to_pylist())
        for name in TABLES
    }


def filled(place: Path, items: Sequence[Article | Problem], **options: object) -> dict[str, list[str]]:
    fill(place, items, MADE, **{"executor": here, "partition": 2, **options})  # type: ignore[arg-type]
    return rows(open_store(place))


def without_table(place: Path, name: str) -> None:
    """Make a store one of before, whose partitions had no such table."""
    for file in (place / "parts").glob("*.json"):
        record = json.loads(file.read_text())
        if record["files"].pop(name, None):
            file.write_text(json.dumps(record))
            (place / name / f"part-{file.stem}.parquet").unlink()

"""News articles with attributions marked by hand, as gold rows.

``gold_marked.txt`` says how they are marked. ``python -m tests.extraction.marked`` writes ``gold.jsonl`` anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "MARKED", "dumps", "read_marked", "unmark"]

FOLDER = Path(__file__).parent
MARKED = FOLDER / "gold_marked.txt"
GOLD = FOLDER / "gold.jsonl"

Row = dict[str, Any]

_ROLES = {"s": "source", "q": "cue", "c": "content"}
_MARK = re.compile(r"\{([sqc])(\d+(?:,\d+)*)\||\}")
_ARTICLE = re.compile(r"^=== (.+)\n", re.M)


def unmark(marked: str) -> tuple[str, dict[int, dict[str, list[list[int]]]]]:
    """The plain text, and the spans of each attribution by role.

    Raises:
        ValueError: if marks nest or are not closed, for each word has one role.

    """
    pieces: list[str] = []
    length = position = 0
    opened: tuple[str, str, int] | None = None
    attributions: dict[int, dict[str, list[list[int]]]] = {}
    for match in _MARK.finditer(marked):
        pieces.append(marked[position : match.start()])
        length += len(pieces[-1])
        position = match.end()
        if match.group(1):
            if opened is not None:
                raise ValueError(f"a mark inside a mark: {marked[match.start() : match.start() + 40]!r}")
            opened = (match.group(1), match.group(2), length)
            continue
        if opened is None:
            raise ValueError(f"a mark is closed that was not opened: {marked[: match.end()][-40:]!r}")
        role, numbers, start = opened
        for number in map(int, numbers.split(",")):
            empty: dict[str, list[list[int]]] = {name: [] for name in _ROLES.values()}
            attributions.setdefault(number, empty)[_ROLES[role]].append([start, length])
        opened = None
    if opened is not None:
        raise ValueError("a mark is not closed")
    return "".join([*pieces, marked[position:]]), dict(sorted(attributions.items()))


def _speakers(lines: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for line in filter(None, lines.split("\n")):
        number, _, names = line.partition(" ")
        found[int(number)] = [] if names == "-" else names.split(" / ")
    return found


def read_marked(marked: str) -> list[Row]:
    """Gold rows ``{"id", "text", "attributions", "speakers"}``.

    ``speakers`` has for each attribution the names that are right for its speaker, none where none is stated.

    Raises:
        ValueError: if an attribution has no content, or the list of speakers does not fit the attributions.

    """
    _, *parts = _ARTICLE.split(marked)
    rows = []
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        body, _, listed = part.partition("\n---\n")
        text, attributions = unmark(body.strip("\n"))
        speakers = _speakers(listed)
        if speakers.keys() != attributions.keys():
            raise ValueError(f"{name}: speakers of {sorted(speakers.keys() ^ attributions.keys())} do not fit")
        for number, attribution in attributions.items():
            if not attribution["content"]:
                raise ValueError(f"{name}: attribution {number} has no content")
            if bool(attribution["source"]) < bool(speakers[number]) and attribution["cue"]:
                raise ValueError(f"{name}: attribution {number} has a speaker and no source")
        rows.append(
            {
                "id": name,
                "text": text,
                "attributions": list(attributions.values()),
                "speakers": [speakers[n] for n in attributions],
            }
        )
    return rows


def dumps(rows: list[Row]) -> str:
    """Rows as lines of JSON."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    GOLD.write_text(dumps(read_marked(MARKED.read_text("utf-8"))), "utf-8")

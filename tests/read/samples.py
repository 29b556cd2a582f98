"""Sentences and writers that the tests of reading share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from framing.values import Corpus

ENGLISH = (
    "The mayor of the harbour town said on Monday that the bridge would stay closed until the spring. "
    '"We have no choice," she told reporters, and she added that the repairs had been put off for years.'
)
OTHER = "A spokesman for the rail company denied that the line to the coast was to be given up."
GERMAN = (
    "Der Bürgermeister der kleinen Hafenstadt sagte am Montag, dass die alte Brücke bis zum Frühjahr gesperrt bleibe, "
    "weil die Arbeiten seit Jahren immer wieder verschoben worden seien und nun keine Zeit mehr zu verlieren sei."
)
CHINESE = (
    "市长星期一表示，这座桥将一直关闭到春天，因为维修工作多年来一直被推迟，现在已经没有时间可以浪费了，她对记者说。"
)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files (``.gz`` ones packed, text as UTF-8, line ends as given) and gives back the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return folder


def json_lines(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def page(text: str, head: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>"


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus]


def reasons(corpus: Corpus) -> str:
    return "\n".join(f"{p.item}: {p.reason}" for p in corpus.problems)

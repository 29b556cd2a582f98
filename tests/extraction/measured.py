"""The figures that ``floor.json`` pins, measured anew. All are in percent, higher is better."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import framing
from framing.attribute.model import load_model
from framing.evaluate import figures, score, total
from framing.gold import read_gold
from framing.resolve.names import fold
from framing.values import Article, Corpus, Passage, Span, Speaker, Statement
from tests.attribute import marked_entities
from tests.extraction.marked import GOLD

__all__ = ["FLOOR", "POLNEAR", "TOLERANCE", "entities", "gold", "measured", "polnear", "read_floor", "speakers_right"]

ROOT = Path(__file__).parents[2]
FLOOR = Path(__file__).parent / "floor.json"
POLNEAR = ROOT.parent / "shared/data/polnear/dev.jsonl.gz"
"""Not part of the project and not to be copied into it; what needs it is skipped where it is missing."""
TOLERANCE = 0.5
"""How far a figure may fall below its floor, in points: int8 sums differ a little between processors."""

Floor = dict[str, dict[str, float]]
Row = dict[str, Any]

_WORD = re.compile(r"\w+")
_PINNED = ("who-said-what", "content", "source of found")


def _spans(passage: Passage | None) -> tuple[Span, ...]:
    return passage.spans if passage else ()


def _roles(statement: Statement) -> dict[str, tuple[Span, ...]]:
    return {
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
    }


def _extract(rows: Sequence[Row]) -> list[list[Statement]]:
    """Statements of each row's text, found as a user finds them."""
    corpus = Corpus(tuple(Article(str(row["id"]), row["text"]) for row in rows))
    found: dict[str, list[Statement]] = {a.id: [] for a in corpus}
    for statement in framing.extract(corpus, join=False):
        found[statement.article_id].append(statement)
    return list(found.values())


def _scored(rows: Sequence[Row], found: Sequence[Sequence[Statement]]) -> dict[str, float]:
    scores = [
        score(r["text"], r["attributions"], map(_roles, statements)) for r, statements in zip(rows, found, strict=True)
    ]
    every = figures(total(scores))
    return {name: every[name] for name in _PINNED}


def _words(text: str, spans: Sequence[Sequence[int]]) -> set[int]:
    """Starts of the words that begin inside spans."""
    return {m.start() for a, b in spans for m in _WORD.finditer(text, a, b)}


def _is(speaker: Speaker | None, names: Sequence[str]) -> bool:
    """Whether a speaker bears one of the right names; no names: whether there is none."""
    return fold(speaker.name) in {fold(n) for n in names} if speaker else not names


def speakers_right(row: Row, statements: Sequence[Statement]) -> tuple[int, int]:
    """Attributions whose speaker is right, and those whose content was found (IoU of words at least 0.5)."""
    text = row["text"]
    contents = [_words(text, s.content.spans) for s in statements]
    right = found = 0
    for attribution, names in zip(row["attributions"], row["speakers"], strict=True):
        gold_words = _words(text, attribution["content"])
        overlaps = [(len(gold_words & c) / len(gold_words | c), -n) for n, c in enumerate(contents)]
        best = max(overlaps, default=(0.0, 0))
        if best[0] >= 0.5:
            found += 1
            right += _is(statements[-best[1]].speaker, names)
    return right, found


def gold() -> dict[str, float]:
    """Figures of the project's own articles, with the speakers."""
    rows = read_gold(GOLD)
    found = _extract(rows)
    pairs = [speakers_right(row, statements) for row, statements in zip(rows, found, strict=True)]
    speakers = 100 * sum(r for r, _ in pairs) / max(1, sum(n for _, n in pairs))
    return {**_scored(rows, found), "speaker of found": speakers}


def entities() -> dict[str, float]:
    """Entity F1 (span and type) of the project's own sentences in normal, lower and upper case."""
    model = load_model()
    sentences = [(row["text"], [tuple(e) for e in row["entities"]]) for row in _lines(marked_entities.JSONL)]
    return {
        case: 100 * marked_entities.figures(model, sentences, change)["all"].f1
        for case, change in marked_entities.CASES.items()
    }


def polnear() -> dict[str, float]:
    """Figures of PolNeAR's dev articles."""
    rows = read_gold(POLNEAR)
    return _scored(rows, _extract(rows))


def _lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def measured() -> Floor:
    """All figures that can be measured here."""
    found = {"gold": gold(), "entities": entities()}
    return {**found, "polnear dev": polnear()} if POLNEAR.exists() else found


def read_floor() -> Floor:
    """The pinned figures."""
    pinned: Floor = json.loads(FLOOR.read_text("utf-8"))
    return pinned

"""Sentences with entities marked by hand, and how well the shipped model finds them.

``entities_marked.txt`` says how they are marked. ``python -m tests.attribute.marked_entities`` prints the figures of
``docs/entities.md``; with ``--convert`` it writes ``entities.jsonl`` anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from framing.attribute.labels import ENTITY_TYPES
from framing.attribute.model import Model, load_model
from framing.evaluate import Counts
from framing.structure import parse

__all__ = ["CASES", "JSONL", "MARKED", "dumps", "figures", "read_marked", "unmark"]

FOLDER = Path(__file__).parent
MARKED = FOLDER / "entities_marked.txt"
JSONL = FOLDER / "entities.jsonl"

Labelled = tuple[int, int, str]
Sentence = tuple[str, list[Labelled]]

CASES: dict[str, Callable[[str], str]] = {"normal": str, "lower": str.lower, "upper": str.upper}

_TYPES = {"P": "person", "O": "organisation", "L": "place", "G": "group"}
_MARK = re.compile(r"\[([^\[\]|]+)\|(\w+)\]")


def unmark(line: str) -> Sentence:
    """The plain sentence and its entities as (start, end, type).

    Raises:
        ValueError: if a mark is not of the form ``[name|P]``, or its letter is none of P, O, L and G.

    """
    pieces: list[str] = []
    entities: list[Labelled] = []
    length = position = 0
    for match in _MARK.finditer(line):
        if match.group(2) not in _TYPES:
            raise ValueError(f"there is no type {match.group(2)!r}: {line!r}")
        pieces += [line[position : match.start()], match.group(1)]
        length += len(pieces[-2])
        entities.append((length, length + len(pieces[-1]), _TYPES[match.group(2)]))
        length += len(pieces[-1])
        position = match.end()
    text = "".join([*pieces, line[position:]])
    if set(text) & set("[]|"):
        raise ValueError(f"a mark that cannot be read: {line!r}")
    return text, entities


def read_marked(marked: str) -> list[Sentence]:
    """The sentences of a marked text, one a line; lines that begin with # are comments."""
    return [unmark(line) for line in marked.split("\n") if line and not line.startswith("#")]


def dumps(sentences: Iterable[Sentence]) -> str:
    """Sentences as lines of JSON."""
    return "".join(json.dumps({"text": t, "entities": e}, ensure_ascii=False) + "\n" for t, e in sentences)


def figures(model: Model, sentences: Sequence[Sentence], change: Callable[[str], str]) -> dict[str, Counts]:
    """Counts by type, of all ("all"), and of all without regard to the type ("span"); the same span is right.

    Each sentence is a text of its own. ``change`` makes its letters lower or upper case.
    """
    counts = dict.fromkeys(("all", "span", *ENTITY_TYPES), Counts())
    for text, labelled in sentences:
        changed = change(text)
        assert len(changed) == len(text), f"offsets move: {text!r}"
        found = {(e.start, e.end, str(e.type)) for e in model.annotate(parse(changed)).entities}
        gold = set(labelled)
        counts["all"] += Counts(len(gold & found), len(found), len(gold))
        bare, places = {e[:2] for e in found}, {e[:2] for e in gold}
        counts["span"] += Counts(len(bare & places), len(bare), len(places))
        for kind in ENTITY_TYPES:
            one, other = ({e for e in side if e[2] == kind} for side in (gold, found))
            counts[kind] += Counts(len(one & other), len(other), len(one))
    return counts


def _show() -> str:
    sentences = read_marked(MARKED.read_text("utf-8"))
    model = load_model()
    lines = ["| case | what | precision | recall | F1 | right | found | gold |", "|---|---|---|---|---|---|---|---|"]
    for case, change in CASES.items():
        for name, c in figures(model, sentences, change).items():
            rates = " | ".join(f"{100 * rate:.1f}" for rate in (c.precision, c.recall, c.f1))
            lines.append(f"| {case} | {name} | {rates} | {c.right} | {c.found} | {c.gold} |")
    return "\n".join([f"{len(sentences)} sentences, model {model.sha256[:12]}", "", *lines])


if __name__ == "__main__":
    if "--convert" in sys.argv:
        JSONL.write_text(dumps(read_marked(MARKED.read_text("utf-8"))), "utf-8")
    else:
        sys.stdout.write(_show() + "\n")

"""Chains, kinds and names of sources in own sentences, from text to speaker. The cases are in sources.yml.

The rules are tested on marked texts in tests/resolve; here the model finds the spans, and it may miss some.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import framing
from framing.values import Article, Corpus, Statement

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sources.yml").read_text("utf-8"))
FLOOR = 0.93
"""Share of the statements that a reader hears, at least, that are found with the right speaker and all about him."""


def heard(statement: Statement) -> dict[str, str | None]:
    """A statement as the cases write it."""
    speaker, origin = statement.speaker, statement.origin_speaker
    found = {
        "by": speaker.name if speaker else None,
        "type": str(speaker.type) if speaker else None,
        "of": speaker.affiliation if speaker else None,
        "via": statement.via[0].text if statement.via else None,
        "origin": origin.name if origin else None,
    }
    return {k: v for k, v in found.items() if v is not None or k == "by"}


def is_heard(wanted: dict[str, str | None], found: dict[str, str | None]) -> bool:
    """Whether a statement is the one wanted; the country or body counts where the case names it."""
    return wanted == {k: v for k, v in found.items() if k != "of" or k in wanted}


def test_sources() -> None:
    corpus = Corpus(tuple(Article(name, case["text"]) for name, case in CASES.items()))
    found: dict[str, list[dict[str, str | None]]] = {name: [] for name in CASES}
    for statement in framing.extract(corpus):
        found[statement.article_id].append(heard(statement))
    missed, total = [], 0
    for name, case in CASES.items():
        for wanted in case["said"]:
            total += 1
            match = next((f for f in found[name] if is_heard(wanted, f)), None)
            if match is None:
                missed.append(f"{name}: {wanted}, found {found[name]}")
            else:
                found[name].remove(match)
    assert len(CASES) >= 50
    assert len(missed) <= (1 - FLOOR) * total, "\n".join([f"{len(missed)} of {total}", *missed])

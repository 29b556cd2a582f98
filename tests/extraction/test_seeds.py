"""The whole program on the seed articles, and again with every name invented: who is heard, and as whom."""

from __future__ import annotations

import pytest

import framing
from framing.values import Article, Corpus, Statement
from tests.resolve.resolve_marked import by_number, resolve
from tests.resolve.test_seeds import FILES, INVENTED, MARKED, SEEDS, invented

NAMES = {"as they are": lambda text: text, "invented": invented}


def overlap(a: Statement, b: Statement) -> float:
    """IoU of the characters of two contents."""
    x, y = ({i for s in p.content.spans for i in range(*s)} for p in (a, b))
    return len(x & y) / len(x | y)


def compare(name: str, rename: str) -> tuple[list[str], list[str]]:
    """Attributions of a careful reader that are missed, and those found under a wrong speaker."""
    change = NAMES[rename]
    marked = change(MARKED[name])
    wanted = by_number(marked, resolve(marked))
    text = change((SEEDS / FILES[name]).read_text("utf-8"))
    found = framing.extract(Corpus((Article(name, text),)))
    missed, wrong = [], []
    for number, one in sorted(wanted.items()):
        near = max(found, key=lambda s: overlap(one, s))  # noqa: B023
        label = f"{number} {one.speaker.name if one.speaker else None}: {one.content.text[:50]}"
        if overlap(one, near) < 0.5:
            missed.append(label)
        elif (near.speaker and near.speaker.id) != (one.speaker and one.speaker.id):
            wrong.append(f"{label} -> {near.speaker.name if near.speaker else None}")
    return missed, wrong


@pytest.mark.parametrize("rename", NAMES)
@pytest.mark.parametrize("name", FILES)
def test_show(name: str, rename: str) -> None:
    missed, wrong = compare(name, rename)
    print(name, rename, "MISSED", missed, "WRONG", wrong)
    assert INVENTED

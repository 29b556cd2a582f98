"""The whole program on the seed articles, and again with every name invented: who is heard, and as whom."""

from __future__ import annotations

import pytest

import framing
from framing.values import Article, Corpus, Statement
from tests.resolve.resolve_marked import by_number, resolve
from tests.resolve.test_seeds import FILES, MARKED, SEEDS, invented

NAMES = {"as they are": lambda text: text, "invented": invented}


def overlap(a: Statement, b: Statement) -> float:
    """IoU of the characters of two contents."""
    x, y = ({i for s in p.content.spans for i in range(*s)} for p in (a, b))
    return len(x & y) / len(x | y)


def same(found: Statement, wanted: Statement) -> bool:
    """Whether both have one speaker; a group and a statement of its may stand for each other ("which declared …")."""
    a, b = (s.speaker.name.removesuffix(" statement") if s.speaker else None for s in (found, wanted))
    return a == b


def compare(name: str, rename: str) -> tuple[list[str], list[str]]:
    """Attributions of a careful reader that are missed, and those found under a wrong speaker."""
    change = NAMES[rename]
    marked = change(MARKED[name])
    wanted = by_number(marked, resolve(marked))
    text = change((SEEDS / FILES[name]).read_text("utf-8"))
    found = framing.extract(Corpus((Article(name, text),)))
    missed, wrong = [], []
    for number, one in sorted(wanted.items()):
        near = max(found, key=lambda s: overlap(one, s))
        label = f"{number} {one.speaker.name if one.speaker else None}: {one.content.text[:50]}"
        if overlap(one, near) < 0.5:
            missed.append(label)
        elif not same(near, one):
            wrong.append(f"{label} -> {near.speaker.name if near.speaker else None}")
    return missed, wrong


@pytest.mark.parametrize(
    ("name", "rename", "most_missed", "most_wrong"),
    [("000", "as they are", 1, 0), ("002", "as they are", 0, 0), ("000", "invented", 1, 0), ("002", "invented", 0, 2)],
)
def test_who_said_what(name: str, rename: str, most_missed: int, most_wrong: int) -> None:
    missed, wrong = compare(name, rename)
    assert len(missed) <= most_missed, missed
    assert len(wrong) <= most_wrong, wrong


@pytest.mark.parametrize(
    ("name", "speakers"),
    [
        ("000", ["Sergey Lavrov", "Steve Warren", "Patrick Henningsen", "Mohammad Khalaf", "US official"]),
        ("002", ["Moscow", "Jean-Yves Le Drian", "Russian Defense Ministry", "Igor Konashenkov", "AFP", "Sputnik"]),
        ("002", ["SDF statement", "Jihan Sheikh Ahmed", "Talal Selo", "Bashar al-Ja'afari", "Ankara"]),
    ],
)
def test_every_voice_is_heard(name: str, speakers: list[str]) -> None:
    text = (SEEDS / FILES[name]).read_text("utf-8")
    found = {s.speaker.name for s in framing.extract(Corpus((Article(name, text),))) if s.speaker}
    assert found >= set(speakers)

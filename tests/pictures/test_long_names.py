"""Names of groups of any length leave room for the bars, at both widths."""

from __future__ import annotations

import pytest

from framing import Statements
from framing.pictures.between import shares_between
from framing.pictures.look import narrow
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

OUTLETS = ("The Daily Telegraph (London, First Edition)", "Frankfurter Allgemeine Sonntagszeitung", "Äö" * 30)


def _statements() -> Statements:
    items, articles = [], []
    for n, outlet in enumerate(OUTLETS):
        text = "“The quay is safe,” said Ida Lind."
        who = Speaker(f"speaker-{n}", f"Speaker with a long name {n}", SpeakerType.PERSON, side=f"Side {n}")
        articles.append(Article(f"a{n}", text, outlet=outlet))
        items.append(Statement(f"a{n}-1", f"a{n}", "text", "paragraph", Kind.DIRECT, None, None,
                               Passage(text[:19], ((0, 19),)), who, 0.9))  # fmt: skip
    return Statements(tuple(items), Corpus(tuple(articles)))


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_long_names_of_outlets_are_drawn(width: str) -> None:
    if width == "narrow":
        with narrow():
            made = shares_between(_statements(), between="outlet", by="side")
    else:
        made = shares_between(_statements(), between="outlet", by="side")
    assert made.svg().startswith(b"<?xml") or b"<svg" in made.svg()
    assert set(made.table["group"]) == set(OUTLETS)

"""Statements made by hand for the tests of measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from framing.statements import Statements
from framing.values import Article, Corpus, Field, Kind, Passage, Speaker, SpeakerType, Statement

SEEDS = Path(__file__).parents[2] / "seeds"


def passage(text: str, *pieces: str) -> Passage:
    """The passage of the given pieces, each found after the one before."""
    spans = []
    at = 0
    for piece in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        spans.append((start, at))
    return Passage(" … ".join(pieces), tuple(spans))


def speaker(name: str, kind: SpeakerType = SpeakerType.PERSON, side: str | None = None) -> Speaker:
    return Speaker(name.casefold().replace(" ", "-"), name, kind, side)


def statement(
    article: Article,
    name: str,
    source: str | None,
    cue: str | None,
    *content: str,
    kind: SpeakerType = SpeakerType.PERSON,
    side: str | None = None,
    field: Field = "text",
    number: int = 1,
    source_from: str | None = None,
) -> Statement:
    """A statement found by its words; source and cue are looked for from ``source_from`` on."""
    text = (article.title or "") if field == "title" else article.text
    begin = text.index(source_from) if source_from else 0

    def at(words: str | None) -> Passage | None:
        if words is None:
            return None
        start = text.index(words, begin)
        return Passage(words, ((start, start + len(words)),))

    return Statement(
        f"{article.id}-{number}",
        article.id,
        field,
        "paragraph",
        Kind.INDIRECT,
        at(source),
        at(cue),
        passage(text, *content),
        speaker(name, kind, side) if name else None,
        0.9,
    )


def one(text: str, title: str | None = None) -> Article:
    return Article("a", text, title)


def said(statements: Iterable[Statement], *articles: Article) -> Statements:
    return Statements(tuple(statements), Corpus(articles))


def corpus(*articles: Article) -> Corpus:
    return Corpus(articles)


def seed(number: str) -> Article:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return Article(path.stem, path.read_text(encoding="utf-8"))

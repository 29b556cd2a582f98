"""Voices tables made of a few lines, with offsets that are true to the articles they make up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest
from hypothesis import settings

from framing.values import Article, Corpus

settings.register_profile("untimed", deadline=None)  # how long an example takes is for benchmarks to say
settings.load_profile("untimed")

Line = tuple[str, str | None, str, str]
"""article, statement and speaker as "s1:Lavrov" or None, voice, text"""

Made = tuple[pd.DataFrame, Corpus]


def make_voices(lines: Sequence[Line]) -> Made:
    texts: dict[str, str] = {}
    rows = []
    for i, (article, who, voice, text) in enumerate(lines):
        before = texts.get(article, "")
        start = len(before) + (2 if before else 0)
        texts[article] = before + (", " if before else "") + text
        statement, _, speaker = (who or ":").partition(":")
        rows.append(
            {
                "article_id": article, "field": "text", "block": "paragraph", "sentence": i,
                "start": start, "end": start + len(text), "voice": voice,
                "statement_id": statement or None, "speaker_id": speaker.lower() or None, "speaker": speaker or None,
                "type": "person" if speaker else None, "side": None, "text": text, "words": len(text.split()),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows).astype(
        dict.fromkeys(("statement_id", "speaker_id", "speaker", "type", "side", "text", "voice"), "str")
    )
    return frame, Corpus(tuple(Article(id=a, text=t) for a, t in texts.items()))


@pytest.fixture
def make() -> Callable[[Sequence[Line]], Made]:
    return make_voices


LINES: list[Line] = [
    ("one", "s1:Ada", "quoted", "The bridge is safe"),
    ("one", None, "own", "Ada told reporters on Monday."),
    ("one", "s2:Ben", "paraphrase", "the bridge is a danger to the city"),
    ("one", "s2:Ben", "quoted", "a danger, and a shame"),
    ("one", "s3:Ada", "paraphrase", "the city's engineers had checked the bridge"),
    ("two", "s1:Ben", "quoted", "Close the bridge. The city can wait"),
    ("two", "s2:Cyd", "quoted", "The ferry runs on Sundays"),
    ("two", None, "own", "The ferry company gave no date for the bridge."),
    ("two", "s3:Ada", "quoted", "Safe today, safe tomorrow"),
]


@pytest.fixture
def town() -> Made:
    return make_voices(LINES)

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from framing.resolve.kinds import is_official, with_officials
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

CASES = yaml.safe_load((Path(__file__).parent / "officials.yml").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "affiliation", "phrase", "expected"), CASES, ids=[c[2] for c in CASES])
def test_cases(kind: str, affiliation: str, phrase: str, expected: bool) -> None:
    assert is_official(kind, affiliation or None, [phrase]) is expected


def test_one_phrase_of_the_article_is_enough() -> None:
    assert is_official("person", "Russia", ["he", "Lavrov", "Russian FM Sergey Lavrov"])


TEXT = "Minister Ana Roo said it rained. Roo said it stopped. AFP reported rain, citing a Norland official. It is said."


def passage(words: str, start: int = 0) -> Passage:
    at = TEXT.index(words, start)
    return Passage(words, ((at, at + len(words)),))


def made(n: int, source: Passage | None, content: Passage, speaker: Speaker | None, **more: object) -> Statement:
    return Statement(
        id=f"s{n}", article_id="a", field="text", block="paragraph", kind=Kind.INDIRECT, source=source, cue=None,
        content=content, speaker=speaker, confidence=1.0, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_table_says_who_is_official_and_whose_statement_it_was() -> None:
    roo = Speaker("ana-roo", "Ana Roo", SpeakerType.PERSON)
    afp = Speaker("afp", "AFP", SpeakerType.MEDIA)
    official = Speaker("norland-official", "Norland official", SpeakerType.ANONYMOUS, side="north", named=False)
    statements = Statements(
        with_officials([
            made(1, passage("Minister Ana Roo"), passage("it rained"), roo),
            made(2, passage("Roo", 30), passage("it stopped"), roo),
            made(3, passage("AFP"), passage("rain,"), afp, origin=passage("a Norland official"),
                 origin_speaker=official, via=(passage("AFP"),)),
            made(4, None, passage("It is"), None),
        ]),
        Corpus((Article("a", TEXT),)),
    )  # fmt: skip
    table = statements.frame()
    assert table["official"].tolist()[:3] == [True, True, True]
    assert table["official"].isna().tolist() == [False, False, False, True]
    relayed = table.iloc[2]
    assert relayed[["via", "source", "speaker_id", "speaker", "side", "affiliation"]].tolist() == [
        "AFP", "a Norland official", "norland-official", "Norland official", "north", "not given",
    ]  # fmt: skip

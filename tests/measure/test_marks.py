"""Insertions and scare quotes, as tables that open to their lines."""

from __future__ import annotations

from typing import Any

import framing
from framing import measure
from framing.statements import Statements
from framing.values import Kind, Passage, SpeakerType, Statement

TEXT = (
    "“The deal [with Norland] was signed [by 3 states] and [is] theirs [sic],” Ana Roo said. The “free” men "
    "left [on foot]. “It [the mill] burns,” read a note."
)


def made() -> Statements:
    end = TEXT.index(" Ana")
    ana = framing.Speaker("ana-roo", "Ana Roo", SpeakerType.PERSON)
    one = Statement(
        id="a-1", article_id="a", field="text", block="paragraph", kind=Kind.DIRECT, source=None, cue=None,
        content=Passage(TEXT[:end], ((0, end),)), speaker=ana, confidence=0.9,
    )  # fmt: skip
    return Statements((one,), framing.Corpus((framing.Article("a", TEXT),)))


def test_insertions_are_listed_with_whose_statement_they_stand_in() -> None:
    table = measure.insertions(made())
    assert table[["text", "words"]].values.tolist() == [
        ["[with Norland]", 2], ["[by 3 states]", 3], ["[is]", 1], ["[sic]", 1], ["[the mill]", 2],
    ]  # fmt: skip
    assert table["speaker"].fillna("").tolist() == ["Ana Roo"] * 4 + [""]
    assert [TEXT[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()
    assert table.evidence(0)["left"].iloc[0].endswith("The deal ")


def test_inserted_words_are_the_outlets_and_the_scare_quote_is_a_voice_of_its_own() -> None:
    voices = measure.voices(made())
    by_voice = voices.groupby("voice")["words"].sum()
    assert by_voice.to_dict() == {"quoted": 6, "scare": 1, "own": 22}
    assert voices.loc[voices["voice"].eq("scare"), "text"].tolist() == ["free"]
    assert measure.scare_quotes(made())["words"].tolist() == ["free"]


def test_no_insertions() -> None:
    nothing = Statements((), framing.Corpus((framing.Article("a", "Rain fell [on foot]."),)))
    assert measure.insertions(nothing).empty


def test_whether_the_source_is_stated() -> None:
    text = "It is said that the dam leaks. Ana Roo said it holds."
    dam, holds = text.index("the dam"), text.index("it holds")
    place: dict[str, Any] = {
        "article_id": "a",
        "field": "text",
        "block": "paragraph",
        "kind": Kind.INDIRECT,
        "confidence": 0.9,
    }
    ana = framing.Speaker("ana-roo", "Ana Roo", SpeakerType.PERSON)
    said = ((text[dam : dam + 13], dam, None), (text[holds : holds + 8], holds, ana))
    items = tuple(
        Statement(
            id=f"a-{i}", source=None, cue=None, content=Passage(words, ((at, at + len(words)),)), speaker=who, **place
        )
        for i, (words, at, who) in enumerate(said)
    )
    voices = measure.voices(Statements(items, framing.Corpus((framing.Article("a", text),))))
    told = voices[voices["voice"].eq("paraphrase")]
    assert told["sourced"].tolist() == [False, True]
    assert voices.loc[voices["voice"].eq("own"), "sourced"].isna().all()

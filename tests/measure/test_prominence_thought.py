"""Words of statements that do not count are nobody's place."""

from __future__ import annotations

import framing
from framing.values import Act, Article, Corpus
from tests.conftest import Made, make_voices


def _made() -> Made:
    return make_voices(
        [
            ("a", None, "paraphrase", "the dam is thought safe by some"),
            ("a", "s1:Ana", "quoted", "it is not safe"),
            ("b", "s2:Luka", "paraphrase", "the gates were shut"),
        ]
    )


def test_a_thought_is_not_the_first_word() -> None:
    voices, _ = _made()
    found = framing.prominence(voices, by="speaker").set_index("speaker")
    assert found["first_speaker"].to_dict() == {"Ana": 1, "Luka": 1}
    assert found["words"].sum() == 8
    assert found["word_share"].sum() == 1


def test_speakers_and_prominence_share_one_whole() -> None:
    text = (
        "The residents hope that the bridge will be rebuilt before the winter comes.\n\n"
        "The engineer Ana Kos said the steel had rusted badly. Mayor Luka Horn denied that anybody had been warned."
    )
    statements = framing.extract(Corpus((Article(id="a", text=text),)))
    assert {s.act for s in statements} == {Act.SPEECH, Act.THOUGHT}
    counted = statements.of_acts("speech")
    places = framing.prominence(counted, by="speaker").set_index("speaker")
    balance = framing.balance(counted, by="speaker").set_index("speaker")
    assert set(places.index) == set(balance.index) == {"Ana Kos", "Luka Horn"}
    assert places["words"].to_dict() == balance["words"].to_dict()

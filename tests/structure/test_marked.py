"""What marks are for, on sentences of our own: precision and recall of scare quotes, and each kind."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from framing.structure import MarkUse, mark_uses, parse

CASES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "marks.yml").read_text("utf-8"))
USES = {
    "scare": MarkUse.SCARE,
    "name": MarkUse.NAME,
    "word": MarkUse.WORD,
    "translation": MarkUse.TRANSLATION,
    "quotation": MarkUse.QUOTATION,
}


def found(sentence: str, marks: str) -> MarkUse:
    text = sentence.replace("⟦", marks[0]).replace("⟧", marks[1])
    document = parse(f"The town of Lindholm lies on the coast.\n\n{text}")
    uses = mark_uses(document.flat, document.quotations, [s.start for s in document.sentences])
    assert len(uses) == 1, text
    return uses[0]


@pytest.mark.parametrize("marks", ['""', "“”", "‘’"])
def test_scare_quotes_are_told_from_other_marks(marks: str) -> None:
    got = [(use, found(s, marks)) for kind, use in USES.items() for s in CASES[kind]]
    scare = [use is MarkUse.SCARE for use, one in got if one is MarkUse.SCARE]
    right = sum(scare)
    assert right / len(scare) >= 0.95  # precision
    assert right / len(CASES["scare"]) >= 0.95  # recall


@pytest.mark.parametrize("kind", USES)
def test_each_kind(kind: str) -> None:
    wrong = [(s, str(found(s, "“”"))) for s in CASES[kind] if found(s, "“”") is not USES[kind]]
    assert len(wrong) <= 0.15 * len(CASES[kind]), wrong


def test_fragments_of_one_speaker_in_a_sentence_are_quotations() -> None:
    text = "She called it “a country where nobody is ever asked” and spoke of “rusted cranes” at the quay."
    document = parse(text)
    uses = mark_uses(document.flat, document.quotations, [s.start for s in document.sentences])
    assert uses == (MarkUse.QUOTATION, MarkUse.QUOTATION)


def test_words_side_by_side_are_of_one_use() -> None:
    text = "The words “up” and “down” stood on the doors."
    document = parse(text)
    assert set(mark_uses(document.flat, document.quotations, [0])) == {MarkUse.WORD}

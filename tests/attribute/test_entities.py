"""The labelled sentences are sound; how well the model does on them is held by tests/extraction/test_floor.py."""

from __future__ import annotations

from collections import Counter

import pytest

from framing.attribute.annotation import Annotation, Entity
from framing.attribute.model import Model
from framing.evaluate import Counts
from framing.structure import Document
from tests.attribute.marked_entities import CASES, JSONL, MARKED, dumps, figures, read_marked, unmark

SENTENCES = read_marked(MARKED.read_text("utf-8"))


def test_sentences_are_what_was_marked() -> None:
    assert JSONL.read_text("utf-8") == dumps(SENTENCES)
    assert len(SENTENCES) == len({text for text, _ in SENTENCES}) == 300
    kinds = Counter(kind for _, entities in SENTENCES for _, _, kind in entities)
    assert min(kinds[k] for k in ("person", "organisation", "place", "group")) >= 50


@pytest.mark.parametrize(("text", "entities"), SENTENCES)
def test_spans_are_names(text: str, entities: list[tuple[int, int, str]]) -> None:
    last = 0
    for start, end, _ in entities:
        name = text[start:end]
        assert last <= start < end <= len(text)
        assert name == name.strip()
        assert not name.endswith(("'s", "’s")) or name in ("Sainsbury's", "Moody's")
        assert not (text[start - 1 : start] + text[end : end + 1]).replace("_", "").isalnum()
        last = end
    assert all(len(change(text)) == len(text) for change in CASES.values())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[Ana Reyes|P] left.", ("Ana Reyes left.", [(0, 9, "person")])),
        ("In [Rome|L], [Uno|O]'s", ("In Rome, Uno's", [(3, 7, "place"), (9, 12, "organisation")])),
        ("Nobody left.", ("Nobody left.", [])),
    ],
)
def test_marks_become_spans(line: str, found: object) -> None:
    assert unmark(line) == found


@pytest.mark.parametrize("line", ["[Ana|X]", "[Ana|P", "Ana]", "[[Ana|P]|P]"])
def test_marks_that_cannot_be_read(line: str) -> None:
    with pytest.raises(ValueError, match=r"mark|type"):
        unmark(line)


class Fixed(Model):
    """Finds "Ana" as a person and "Rome" as a group, in any case."""

    def __init__(self) -> None:
        pass

    def annotate(self, document: Document) -> Annotation:
        low = document.text.lower()
        found = [Entity(low.find(n), low.find(n) + len(n), k) for n, k in (("ana", "person"), ("rome", "group"))]  # type: ignore[arg-type]
        return Annotation(document, (), tuple(e for e in found if e.start >= 0), ())


@pytest.mark.parametrize("case", CASES)
def test_span_and_type_must_agree(case: str) -> None:
    sentences = [unmark("[Ana|P] left [Rome|L]."), unmark("[Ana Reyes|P] stayed.")]
    counts = figures(Fixed(), sentences, CASES[case])
    assert counts["all"] == Counts(1, 3, 3)
    assert counts["span"] == Counts(2, 3, 3)
    assert counts["person"] == Counts(1, 2, 2)
    assert counts["place"] == Counts(0, 0, 1)

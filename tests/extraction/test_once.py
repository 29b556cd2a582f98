"""The model reads each field of an article once, whatever is asked; what it found is kept with the statements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.attribute.annotation import Annotation, Entity, Tagging
from framing.attribute.labels import ENTITY_TYPES, POS
from framing.attribute.model import Model
from framing.cli import main
from framing.contrasts.forms import word_classes
from framing.extraction import with_tagging
from framing.structure import Document, parse
from framing.values import Article, Corpus

TEXT = 'Ana Reyes, the mayor of Harstad, said on Monday that Tomas Lind had lied. "He lied," Ben Oduya said.\n'
CORPUS = Corpus((Article("one", TEXT, title="Reyes in Harstad"), Article("two", TEXT + "It rained.\n")))
FIELDS = 3


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that the model was run on."""
    seen: list[Document] = []
    scores = Model.scores

    def counting(self: Model, document: Document) -> Any:
        seen.append(document)
        return scores(self, document)

    monkeypatch.setattr(Model, "scores", counting)
    return seen


ASKED: dict[str, Callable[[framing.Statements], object]] = {
    "nothing": lambda s: s,
    "mentions": framing.mentions,
    "word classes": word_classes,
    "silence": lambda s: framing.silence(s.frame(), framing.mentions(s)),
    "two of them": lambda s: (framing.mentions(s), word_classes(s)),
    "a slice": lambda s: framing.mentions(s[:1]),
}


@pytest.mark.parametrize("asked", ASKED)
def test_once_a_field_by_the_library(asked: str, calls: list[Document]) -> None:
    ASKED[asked](framing.extract(CORPUS, model="fast"))
    assert len(calls) == FIELDS


@pytest.mark.parametrize(
    "arguments",
    [
        "extract",
        "silence",
        "echo",
        "balance",
        "report --out report",
        "contrast --between ana-reyes ben-oduya --by speaker_id --word-class verb",
    ],
)
@pytest.mark.parametrize("given", ["articles", "statements"])
def test_once_a_field_by_the_commands(
    arguments: str, given: str, calls: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for article in CORPUS:
        Path(f"{article.id}.txt").write_text(article.text, "utf-8")
    command, *options = arguments.split()
    if given == "statements":
        if command == "extract":
            pytest.skip("gives them")
        made = CliRunner().invoke(main, ["extract", ".", "--model", "fast", "--out", "s.jsonl"])
        assert made.exit_code == 0, made.output
        calls.clear()
        options += ["--statements", "s.jsonl"]
    result = CliRunner().invoke(main, [command, "one.txt", "two.txt", "--model", "fast", *options])
    assert result.exit_code == 0, result.output
    needed = given == "articles" or command == "silence" or "--word-class" in options
    assert len(calls) == (2 if needed else 0)


def test_statements_from_a_file_are_tagged_once_and_say_so(calls: list[Document], tmp_path: Path) -> None:
    file = tmp_path / "s.jsonl"
    file.write_text("\n".join(framing.extract(CORPUS, model="fast").json_lines()), "utf-8")
    calls.clear()
    tagged = with_tagging(framing.read_statements(file, CORPUS), model="fast")
    assert len(calls) == FIELDS
    assert [p.item for p in tagged.problems] == ["model"]
    assert not tagged.problems[0].skipped
    assert with_tagging(tagged) is tagged
    framing.mentions(tagged)
    assert len(calls) == FIELDS


def test_an_article_that_the_model_cannot_read_is_not_tried_again(
    calls: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(Model, "annotate", fail)
    found = framing.extract(CORPUS, model="fast")
    assert len(found.problems) == 2
    assert with_tagging(found) is found
    assert framing.mentions(found).empty


SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 70_000))


@given(
    st.lists(st.tuples(SPANS, st.sampled_from(ENTITY_TYPES))),
    st.lists(st.tuples(SPANS, st.sampled_from(POS))),
)
def test_what_is_kept_is_what_was_found(entities: list[Any], pos: list[Any]) -> None:
    document = parse("A text.")
    found = Annotation(
        document,
        (),
        tuple(Entity(a, a + n, kind) for (a, n), kind in entities),
        tuple((a, a + n, tag) for (a, n), tag in pos),
    )
    assert Tagging.of(found).annotation(document) == found


def test_kept_in_seven_bytes_a_word() -> None:
    found = framing.extract(Corpus((Article("a", TEXT * 700),)), model="fast")
    kept = found.tagging["a", "text"]
    assert sum(a.nbytes for a in kept.pos) / len(kept.pos[0]) <= 7

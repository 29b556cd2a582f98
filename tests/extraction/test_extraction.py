"""Extraction as a whole: spans, independence of the batch, awkward texts, the JSON promise."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import framing
from framing.join import as_found
from framing.statement_json import from_json, to_json
from framing.structure import Document
from framing.values import Article, Corpus, Statement

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "framing/schemas/statement.schema.json").read_text("utf-8"))

TEXTS = [
    'The mayor, Ana Reyes, said on Monday that the bridge was safe. "Nobody needs to worry," she added.',
    "Critics called the plan “a gift to developers.” The council denied that.\nAccording to a report, costs doubled.",
    "Police believe the fire was set on purpose, an official said, asking not to be named.",
    "“We will rebuild,” said Tomas Lind, who runs the mill.\n“Every beam,” he promised.\nHis sister disagreed.",
    "Rain is expected.",
]


def spans_of(statement: Statement) -> list[tuple[int, int]]:
    passages = [p for p in (statement.source, statement.cue, statement.content) if p]
    return [s for p in passages for s in p.spans]


def check(corpus: Corpus, statements: framing.Statements) -> None:
    """What must hold for every statement."""
    ids = [s.id for s in statements]
    assert len(set(ids)) == len(ids)
    assert not statements.problems
    for statement in statements:
        article = corpus[statement.article_id]
        text = article.text if statement.field == "text" else article.title
        assert text is not None
        for start, end in spans_of(statement):
            assert 0 <= start < end <= len(text)
        for passage in (statement.source, statement.cue, statement.content):
            if passage:
                assert passage.text == " … ".join(text[a:b] for a, b in passage.spans)
                assert list(passage.spans) == sorted(passage.spans)
        assert 0 <= statement.confidence <= 1
        jsonschema.validate(to_json(statement), SCHEMA)
        assert from_json(json.loads(json.dumps(to_json(statement)))) == statement
    taken: set[tuple[str, str, int]] = set()
    for statement in statements:
        for start, end in statement.content.spans:
            own = {(statement.article_id, statement.field, i) for i in range(start, end)}
            assert not own & taken, "two statements claim the same content"
            taken |= own


def corpus_of(*texts: str) -> Corpus:
    return Corpus(tuple(Article(f"a{i}", t) for i, t in enumerate(texts)))


def test_finds_the_obvious() -> None:
    statements = framing.extract(corpus_of(*TEXTS))
    check(corpus_of(*TEXTS), statements)
    said = {(s.speaker.name if s.speaker else None, s.kind.value, s.content.text) for s in statements}
    assert ("Ana Reyes", "indirect", "that the bridge was safe") in said
    assert ("Ana Reyes", "direct", '"Nobody needs to worry,"') in said
    assert ("Tomas Lind", "direct", "“We will rebuild,”") in said
    assert ("Tomas Lind", "direct", "“Every beam,”") in said


@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)), st.sampled_from([1, 2, 3]))
@settings(max_examples=12, deadline=None)
def test_an_article_does_not_depend_on_the_others(order: list[int], count: int, threads: int) -> None:
    single = {i: Corpus((Article(f"a{i}", TEXTS[i]),)) for i in order[:count]}
    alone = {i: [to_json(s) for s in framing.extract(corpus, join=False)] for i, corpus in single.items()}
    together = framing.extract(Corpus(tuple(Article(f"a{i}", TEXTS[i]) for i in order[:count])), threads=threads)
    expected = [row for i in order[:count] for row in alone[i]]
    assert [to_json(s) for s in as_found(together)] == expected


HAZARDS = {
    "unclosed": '"We are leaving, the captain said.\nNobody heard him.',
    "mismatched": '“We are leaving" the captain said. ”No,“ said the mate.',
    "nested": "“He told me ‘never again,’” the captain said.",
    "inches": 'The 6\'2" sailor said the 12" gun was "rusty" and left.',
    "interview": "Q: Will you resign?\nA: No. I said that before.\nQ: Why not?\nA: Because nobody asked me to.",
    "interview with letters": "Ana Reyes met us.\n\n**Q.** Is it safe?\n\n**A.** Yes. “Safe,” I say.\n\n**Q.** Sure?",
    "labels on lines of their own": "REYES:\nIt is safe.\n\nLIND:\nNo.\n\nREYES:\n\nLIND:\nNo.",
    "posts": "@reyes: It is safe.\n@lind: “Safe,” says Ana Reyes.\nAna Reyes (@reyes): Yes: it is.",
    "transcript": "REYES: We said the bridge is safe.\nLIND: You did not.\nREYES: Read the report.",
    "tweets": "RT @mayor: the bridge is safe!!! #bridge\n@lind says no\nhttps://example.org/x 1/2",
    "capitals": "THE MAYOR SAID ON MONDAY THAT THE BRIDGE WAS SAFE. “NOBODY NEEDS TO WORRY,” SHE ADDED.",
    "no punctuation": "the mayor said the bridge is safe the council did not believe her and said so " * 40,
    "only quotations": "“One,” “two.”\n“Three!”\n“Four?”",
    "one word": "Fire",
    "no quotation": "The bridge is old. It was built by hand.",
    "windows line ends": 'The mayor said: "Safe."\r\n\r\n"Not safe," Lind said.\r\n',
    "zero width": "The\u200b mayor\u200d said\ufeff the bridge\u2060 is safe.",
    "punctuation only": "… — “” '' !!! ???",
    "emoji": "The mayor said 👍🏽 “all good 😀”, Lind said 👎.",
    "long word": "The mayor said " + "a" * 5000 + " is safe.",
    "separators": "The mayor said it is safe.\u2028“No,” Lind said.\u2029Rain.",
}


@pytest.mark.parametrize("name", HAZARDS)
def test_awkward_texts(name: str) -> None:
    corpus = corpus_of(HAZARDS[name])
    check(corpus, framing.extract(corpus))


def test_a_paragraph_of_five_thousand_words_is_read_to_its_end() -> None:
    filler = "The river was high and the road was closed for the night. " * 230
    text = f"{filler}Ana Reyes said the bridge was safe. {filler}“Nobody came,” said Tomas Lind."
    corpus = corpus_of(text)
    statements = framing.extract(corpus)
    check(corpus, statements)
    assert {s.speaker.name for s in statements if s.speaker} >= {"Ana Reyes", "Tomas Lind"}


def test_a_title_is_a_field_of_its_own() -> None:
    corpus = Corpus((Article("a", "The bridge was closed on Monday.", title="Bridge is safe, mayor says"),))
    statements = framing.extract(corpus)
    check(corpus, statements)
    assert {(s.field, s.block) for s in statements} == {("title", "title")}


WORDS = st.one_of(
    st.sampled_from(["The", "mayor", "said", "that", "Reyes", "added", "she", "told", "AFP", "according", "to", "not"]),
    st.sampled_from(["safe", "bridge", "READ MORE:", "\n", "\n\n", "\r\n", "\u200b", "é", "👍", "©"]),
    st.sampled_from(["“", "”", '"', "'", "‘", "’", ",", ".", "?", "[", "]", "—", ":"]),
    st.sampled_from(
        ["6'2\"", '12"', "Q:", "A:", "\nQ:", "\nA:", "\nREYES:", "\nLind:", "\n@port:", "RT @port:", "#bridge"]
    ),
    st.sampled_from(["THE MAYOR SAID", "citing", "who", "was quoted by", "Based on estimates,", "- Syria", "adding"]),
    st.sampled_from(
        ["“\n“", "``", "''", "„", "«", "😀", "\u202e", "\u200f", "שלום", "قال", "\u0007", "e\u0301", "\u2028"]
    ),
)


@given(st.lists(WORDS, max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text(words: list[str]) -> None:
    corpus = corpus_of(" ".join(words))
    check(corpus, framing.extract(corpus, threads=1))


def test_an_article_that_defeats_the_program_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(text: str, **options: bool) -> Document:
        if "bad" in text:
            raise RuntimeError("boom")
        return framing.parse(text, **options)  # type: ignore[no-any-return]

    monkeypatch.setattr("framing.extraction.parse", parse)
    found = framing.extract(corpus_of("bad", TEXTS[0]))
    assert [p.item for p in found.problems] == ["a0"]
    assert "RuntimeError: boom" in found.problems[0].reason
    assert {s.article_id for s in found} == {"a1"}


def test_the_table_gives_missing_groups_a_name() -> None:
    table = framing.extract(corpus_of(TEXTS[0])).frame()
    assert set(table["outlet"]) == set(table["side"]) == set(table["date"]) == {"not given"}
    assert ((table["position"] >= 0) & (table["position"] <= 1)).all()
    assert (table["quoted_words"] <= table["words"]).all()


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(framing.FramingError, match=r"shipped are: .*full"):
        framing.extract(corpus_of("x"), model="fulll")


WRAPPED = (
    "The river town of Lunden woke on Monday to find its only bridge gone.\n"
    "The flood had taken it during the night, and with it the road to the\n"
    "hospital on the hill.\n\n"
    "Engineer Ivo Marsh, who looked at the piers in March, said he had warned\n"
    "the council twice. “They told me there was no money for it, and that I\n"
    "should come again,” Marsh said.\n\n"
    "The mayor, Ada Kroll, told reporters at the water's edge that every one\n"
    "of the reports had been read.\n"
)


def test_what_is_quoted_of_wrapped_text_is_what_stands_there() -> None:
    statements = framing.extract(Corpus((Article("wrapped", WRAPPED),)))
    found = [s.content for s in statements]
    assert any("\n" in passage.text for passage in found)
    assert all(p.text == " … ".join(WRAPPED[a:b] for a, b in p.spans) for p in found)
    assert framing.mentions(statements)["actor"].eq("Ivo Marsh").sum() == 2

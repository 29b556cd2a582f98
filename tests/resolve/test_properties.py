"""Whatever the model finds, statements keep their promises."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.attribute.annotation import Annotation, Attribution, Entity, EntityType
from framing.resolve import Project, resolve_article
from framing.structure import parse
from framing.values import Article, Kind, Span, Statement

PIECES = [
    "Anna Berg",
    "Berg",
    "Mr. Lindt",
    "Lindt's",
    "the colonel",
    "She",
    "they",
    "it",
    "who",
    "which",
    "his aides",
    "said",
    "told XTV",
    "citing a US official",
    "as quoted by AFP",
    "in a statement",
    "The statement",
    "“We",
    "will go,”",
    '"',
    "'",
    ",",
    ".",
    "(SDF)",
    "[us]",
    "\n",
    "\n\n",
    " ",
    "—",
    "Russia's",
    "Defense Ministry",
    "of",
    "and",
    "7,000",
    "READ MORE:",
    "© Photo / Reuters",
    "officials",
    "a poll",
    "I",
    "Q:",
    "A",
    "’s",
    "\u200b",
    "\r\n",
    "é",
    "U.S.",
    "Sen.",
    "(R-Fla.)",
]
TYPES: list[EntityType] = ["person", "organisation", "place", "group"]


@st.composite
def annotated(draw: st.DrawFn) -> Annotation:
    text = " ".join(draw(st.lists(st.sampled_from(PIECES), max_size=60)))
    spans = st.tuples(st.integers(-3, len(text) + 5), st.integers(-3, len(text) + 5)).map(lambda s: (min(s), max(s)))

    def some(most: int) -> tuple[Span, ...]:
        return tuple(draw(st.lists(spans, max_size=most)))

    found = tuple(Attribution(some(2), some(2), some(3), draw(st.floats(0, 1))) for _ in range(draw(st.integers(0, 8))))
    entities = tuple(Entity(a, b, draw(st.sampled_from(TYPES))) for a, b in draw(st.lists(spans, max_size=12)))
    return Annotation(parse(text), found, entities, ())


def run(annotation: Annotation, article_id: str = "a") -> tuple[Statement, ...]:
    return resolve_article(Article(article_id, annotation.document.text), {"text": annotation}, Project())


@settings(max_examples=300, deadline=None)
@given(annotated())
def test_spans_ids_and_speakers(annotation: Annotation) -> None:
    text = annotation.document.text
    statements = run(annotation)
    assert [s.id for s in statements] == [f"a-{n:03d}" for n in range(1, len(statements) + 1)]
    assert [s.content.start for s in statements] == sorted(s.content.start for s in statements)
    for s in statements:
        for passage in (s.source, s.cue, s.content, s.origin, *s.via):
            if passage is None:
                continue
            assert passage.text == " … ".join(text[a:b] for a, b in passage.spans)
            for a, b in passage.spans:
                assert 0 <= a < b <= len(text)
                assert not text[a].isspace()
                assert not text[b - 1].isspace()
            assert all(p[1] <= q[0] for p, q in itertools.pairwise(passage.spans))
        if s.speaker is not None:
            assert s.speaker.id
            assert s.speaker.name.strip()
        assert s.block not in ("caption", "credit", "promotion")
        assert 0 <= (-1 if s.confidence is None else s.confidence) <= 1


@settings(max_examples=100, deadline=None)
@given(annotated())
def test_same_input_same_statements(annotation: Annotation) -> None:
    assert run(annotation) == run(annotation)


@settings(max_examples=60, deadline=None)
@given(annotated(), annotated())
def test_articles_do_not_depend_on_each_other(first: Annotation, second: Annotation) -> None:
    before = run(first)
    run(second, "b")
    assert run(first) == before


def test_kind_follows_the_quotation_marks() -> None:
    text = "“All of it,” he said. Some “of it” she said. None of it, they said. 'Single marks too,' he said."
    contents: list[Span] = [(0, 12), (22, 34), (46, 56), (68, 87)]
    spans = tuple(Attribution((), (), (c,), 1.0) for c in contents)
    kinds = [s.kind for s in run(Annotation(parse(text), spans, (), ()))]
    assert kinds == [Kind.DIRECT, Kind.MIXED, Kind.INDIRECT, Kind.DIRECT]


def test_a_very_long_article() -> None:
    sentence = "Anna Berg met Oskar Lindt. “It is late,” she said. The statement added that officials knew. "
    text = sentence * 1000
    spans = []
    entities = []
    for n in range(1000):
        at = n * len(sentence)
        spans.append(Attribution(((at + 41, at + 44),), ((at + 45, at + 49),), ((at + 27, at + 40),), 1.0))
        spans.append(Attribution(((at + 51, at + 64),), ((at + 65, at + 70),), ((at + 71, at + 90),), 1.0))
        entities += [Entity(at, at + 9, "person"), Entity(at + 14, at + 25, "person")]
    statements = run(Annotation(parse(text), tuple(spans), tuple(entities), ()))
    assert len(statements) == 2000
    assert {s.speaker.name for s in statements if s.speaker} == {"Anna Berg", "statement"}

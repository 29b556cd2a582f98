"""What holds for any text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.structure import BlockKind, parse

PIECES = [
    *[
        "The",
        "mayor",
        "said",
        "U.S.",
        "Gen.",
        "p.m.",
        "No",
        "5",
        "3,000",
        "Lodi",
        "WASHINGTON",
        "Shi'ite",
        "_",
        "é",
        "北",
    ],
    *["e\u0301", " ", " ", " ", "\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\t", "\u00a0", "\x85", "\x0b"],
    *["\u200b", "\ufeff", "\u200d", '"', "“", "”", "‘", "’", "'", "''", "``", "„", "«", "»", "[", "]", "(", ")"],
    *[".", ". ", "? ", "! ", "…", "...", ",", ":", ";", " — ", " - ", "-", "•", "- ", "1. ", "©", "/", "|", "@", "#"],
    *["(AP)", "READ MORE:", "Photo:", "Getty Images", "By ", "Q: ", "https://a.b", "Follow us on Twitter"],
]
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


@given(texts, st.booleans())
@settings(max_examples=400, deadline=None)
def test_spans(text: str, title: bool) -> None:
    document = parse(text, title=title)
    assert document.text == text
    blocks = [(b.start, b.end) for b in document.blocks]
    sentences = [(s.start, s.end) for s in document.sentences]
    words = [(a, b) for a, b in document.words.tolist()]
    pieces = [p for q in document.quotations for p in (*q.segments, *q.inner)]
    for start, end in blocks + sentences + words + pieces:
        assert 0 <= start < end <= len(text) or (start, end) in pieces
    for spans in (blocks, sentences, words):
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
    for start, end in blocks + sentences:
        assert text[start:end] == text[start:end].strip()


@given(texts, st.booleans())
@settings(max_examples=400, deadline=None)
def test_every_letter_has_one_block_one_sentence_one_word(text: str, title: bool) -> None:
    document = parse(text, title=title)
    for match in re.finditer(r"\w", text):
        at = match.start()
        assert sum(b.start <= at < b.end for b in document.blocks) == 1
        assert sum(s.start <= at < s.end for s in document.sentences) == 1
        held = sum(a <= at < b for a, b in document.words.tolist())
        assert held == 1 or (held == 0 and match.group() in "_ʼʻʽʹ"), "only what joins words may stand outside of them"
        block = document.block_at(at)
        assert block is not None
        assert block.start <= at < block.end


@given(texts, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_cut_inside_a_closed_quotation(text: str, title: bool) -> None:
    document = parse(text, title=title)
    cuts = [a.end for a, b in pairwise(document.sentences) if a.block == b.block]
    cuts += [b.start for a, b in pairwise(document.sentences) if a.block == b.block]
    for quotation in document.quotations:
        if quotation.closed and quotation.depth == 1:
            for start, end in quotation.segments:
                assert not [cut for cut in cuts if start < cut < end]


@given(texts)
@settings(max_examples=200, deadline=None)
def test_blocks_are_the_lines_that_are_not_blank(text: str) -> None:
    document = parse(text)
    lines = re.split(r"[\r\n\u2028\u2029]+", document.flat)
    whole = [b for b in document.blocks if b.kind is not BlockKind.DATELINE]
    assert len(whole) <= len([line for line in lines if line.strip()])
    assert all(not re.search(r"[\r\n\u2028\u2029]", document.flat[b.start : b.end]) for b in document.blocks)


@pytest.mark.parametrize(
    ("unit", "words", "sentences"),
    [
        pytest.param("word ", 40_000, 1, id="no punctuation"),
        pytest.param("The man left. ", 42_855, 14_285, id="one paragraph"),
        pytest.param("‘the boys' dogs ", 37_500, 1, id="single marks left open"),
        pytest.param('"One. Two," he said. ', 38_092, 9_523, id="quotations"),
        pytest.param("“No.\n", 40_000, 40_000, id="double marks left open"),
        pytest.param("Line\n", 40_000, 40_000, id="lines"),
        pytest.param(".", 0, 1, id="full stops"),
        pytest.param(" \u200b", 0, 0, id="blanks"),
        pytest.param("x-", 1, 1, id="one word"),
    ],
)
def test_long_texts(unit: str, words: int, sentences: int) -> None:
    """Long enough that a quadratic rule would show as a test that does not end."""
    document = parse(unit * (200_000 // len(unit)))
    assert (len(document.words), len(document.sentences)) == (words, sentences)

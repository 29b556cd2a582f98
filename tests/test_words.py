"""One tokeniser: every stage has the same words, in the seeds, in odd cases and in generated text."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.cli import main
from framing.lexicon import Category, Entry, Lexicon, lexicon_scores
from framing.lexicon.trie import Trie, find
from framing.measure import voices
from framing.resolve.tokens import tokenise
from framing.statements import Statements
from framing.structure import parse
from framing.term_uses import find_terms
from framing.terms import Analyser
from framing.values import Article, Corpus
from framing.words import cut, cut_globs, find_tokens, find_words, fold, visible, without_possessive

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]

ONE = [
    "U.S.-led", "U.S.", "U.S", "3,000", "3.5", "AT&T", "9/11", "C++", "C#", "O'Neill", "O’Neill", "OʼNeill", "O´Neill",
    "O`Neill", "$3.5bn", "50%", "https://a.org/b?c=1&d=2", "www.a.org", "a.b@c.org", "Amazon.com", "#MeToo",
    "@UN_Spox", "al-Ja'afari", "US‑led", "Russia's", "don’t", "rock'n'roll", "a.m.", "Ph.D.", "cafe\u0301", "café",
    "ter\u00adror", "ter\u200bror", "سوريا", "北京", "सेना", "10:30", "24/7", "LGBTQ+", "1990s", "B-52", "snake_case",
]  # fmt: skip
"""Each is one word, everywhere."""

NONE = ["🔥", "—", "…", "$", "&", "%", "''", "#", "“”", "\u00ad", "\u200b", ""]


def stages(text: str) -> dict[str, list[tuple[int, int]]]:
    """The words of a text as each stage has them; terms and tokens of resolve leave off what they say they do."""
    found = find(Trie.of([]), text).words.tolist()
    return {
        "structure": [(a, b) for a, b in parse(text).words.tolist()],
        "lexicon": [(a, b) for a, b in found],
        "terms": [(a, b) for word, a, b in Analyser().words(text) if word is not None],
        "marks": [(a, b) for a, b, is_word in find_tokens(text) if is_word],
    }


def check(text: str) -> None:
    words = [(a, b) for a, b in find_words(text).tolist()]
    for name, found in stages(text).items():
        assert found == words, name
    starts = [t.start for t in tokenise(text, 0, len(text)) if t.word]
    assert starts == [a for a, _ in words]
    assert int(find_terms([text], Analyser()).words.sum()) == len(words)
    assert cut(text) == [text[a:b] for a, b in words]


@pytest.mark.parametrize("text", SEEDS, ids=range(len(SEEDS)))
def test_all_stages_have_the_words_of_the_seeds(text: str) -> None:
    check(text)


def test_the_seeds_have_one_number_of_words() -> None:
    corpus = Corpus(tuple(Article(str(i), text) for i, text in enumerate(SEEDS)))
    counts = {name: sum(len(stages(text)[name]) for text in SEEDS) for name in stages("")}
    assert set(counts.values()) == {int(voices(Statements((), corpus))["words"].sum())}


PIECES = st.sampled_from(
    [*ONE, *NONE, " ", " ", " ", "\n", ". ", ", ", "The", "he", "US", "IS", "Gen.", "J.", "s", "x", "2", "'", "’", "-",
     "/", ".", "!", "?", "。", "\u0301", "_", "@", "://", "www.", "*"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_all_stages_have_the_same_words(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_all_stages_have_the_same_words_of_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("word", ONE)
def test_one_word(word: str) -> None:
    """By itself, before a mark, between others, as an entry; and as often in a count as in its denominator."""
    for text in (word, f"The {word}, again.", f"“{word}” ({word})"):
        assert cut(text).count(word) == len(cut(text)) - 2 * text.startswith("The"), text
    assert cut_globs(word) == [(0, len(word))]
    article = Article("a", f"It was {word} here")
    made = Corpus((article,))
    lexicon = Lexicon("made", (Entry(word, "c"),), (Category("c"),))
    row = lexicon_scores(voices(Statements((), made)), lexicon, corpus=made, by="voice").iloc[0]
    assert (row["hits"], row["words"], row["share"]) == (1, 4, 0.25)


@pytest.mark.parametrize("text", NONE)
def test_no_word(text: str) -> None:
    assert cut(text) == []


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (["café", "cafe\u0301", "CAFÉ", "caf\u00ade\u0301"], "café"),
        (["O'Neill", "O’Neill", "OʼNeill", "O´Neill", "O`Neill", "O＇Neill"], "o'neill"),
        (["US-led", "US‐led", "US‑led", "US\u200b-led", "us-LED"], "us-led"),
        (["ﬁre", "FIRE", "\u2060fire\ufeff"], "fire"),
    ],
)
def test_spellings_are_one(spellings: list[str], folded: str) -> None:
    assert {fold(s) for s in spellings} == {folded}


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("Russia's", "Russia"), ("RUSSIA’S", "RUSSIA"), ("Jonesʼs", "Jones"), ("boss", "boss"), ("U.S.’s", "U.S.")],
)
def test_possessives(word: str, bare: str) -> None:
    assert without_possessive(word) == bare


@pytest.mark.parametrize("piece", ["a.", "ab.", "a@", "://", "a-", "www.", "1,", "_", "a\u0301", "#", "$1", "'"])
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    find_words(piece * 40_000)
    assert time.process_time() - start < 2


CASE_41 = (
    "A class on vitamin C began at T junctions, not at AT&T. Some 1,000 people came. "
    "It was the first since 9/11, and C++ was not taught."
)


def test_terms_with_signs_inside(tmp_path: Path) -> None:
    """Case 41: each once, none on a part of another word."""
    (tmp_path / "in.txt").write_text(CASE_41)
    (tmp_path / "signs.csv").write_text('term,category\nC++,language\nAT&T,firm\n9/11,event\n"1,000",number\n')
    corpus = framing.read([tmp_path / "in.txt"])
    table = lexicon_scores(
        voices(Statements((), corpus)), framing.read_lexicon(tmp_path / "signs.csv"), corpus=corpus, by="article_id"
    )
    assert table.set_index("category")["hits"].to_dict() == {"language": 1, "firm": 1, "event": 1, "number": 1}


def test_composed_and_decomposed_letters_are_one_term(tmp_path: Path) -> None:
    """Case 43: café once, six times on one side."""
    rows = [f'{i},"Ann Kerr said the {("café", "cafe" + chr(0x301))[i % 2]} was full on day {i}."' for i in range(6)]
    rows += [f'{i},"Tom Reyes said the bakery was full on day {i}."' for i in range(6, 12)]
    (tmp_path / "a.csv").write_text("\n".join(["id,text", *rows]), "utf-8")
    options = ["--between", "Ann Kerr", "Tom Reyes", "--longest", "1", "--top", "5", "--format", "csv"]
    result = CliRunner().invoke(main, ["contrast", str(tmp_path / "a.csv"), *options], catch_exceptions=False)
    lines = [line for line in result.stdout.splitlines() if "caf" in line]
    assert len(lines) == 1
    assert ",6," in lines[0]


CASE_51 = (
    "The board met in the town hall on Monday. It had been a dry year, and the lake was low.\n\n"
    "Ann Ker\u00adr, the head of the port, said the strike was over. “We won,” Kerr said.\n\n"
    "Ann\u200b Kerr said the ships would sail.\n\nThe next meeting is in June."
)


def test_invisible_characters_in_a_name() -> None:
    """Case 51: one speaker, three statements, a name that shows none; the offsets are those of the text."""
    statements = framing.extract(Corpus((Article("a", CASE_51),)))
    speakers = [s.speaker for s in statements]
    assert [(p.id, p.name) for p in speakers if p] == [("ann-kerr", "Ann Kerr")] * 3
    for s in statements:
        assert s.content.text == CASE_51[s.content.spans[0][0] : s.content.spans[0][1]]


def test_words_are_an_array_of_offsets() -> None:
    assert find_words("").shape == (0, 2)
    np.testing.assert_array_equal(find_words("a bc"), [[0, 1], [2, 4]])

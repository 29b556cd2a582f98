from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from framing.contrasts import Analyser
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS, is_function_phrase
from framing.term_uses import SomeTexts, find_terms, find_terms_in

WORDS = [
    ("possessive", "Russia's ally, the boys’ camp", ["russia", "ally", "the", "boys", "camp"]),
    ("contraction", "They don’t, it's over", ["they", "don't", "it", "over"]),
    ("numbers", "3,000 to 4.5 at 10:30 in 2016.", ["3,000", "to", "4.5", "at", "10:30", "in", "2016"]),
    ("capitals that would be function words", "US forces told us that IS is near", "US forces told us that IS is near"),
    ("capitals with full stops", "the U.S. and the U.N. agreed", "the US and the un agreed"),
    ("a text in capitals", "WHO ARE THEY TO US", "who are they to us"),
    ("hyphens", "US-led and al-Ja'afari", "us-led and al-ja'afari"),
    ("a slash parts words", "ISIS/ISIL", "isis isil"),
    ("cyrillic", "Москва сказала", "москва сказала"),
    ("combining marks", "सेना वे cafe\u0301", "सेना वे café"),
    ("nothing but marks", "“…” — !", []),
    ("empty", "", []),
]


@pytest.mark.parametrize(("label", "text", "words"), WORDS, ids=[w[0] for w in WORDS])
def test_words_as_counted(label: str, text: str, words: list[str] | str) -> None:
    expected = words.split() if isinstance(words, str) else words
    assert Analyser(ngrams=(1, 1)).terms(text) == expected


PHRASES = [
    ("a sentence's end", "They left. Nobody stayed", ["they left", "nobody stayed"]),
    ("an abbreviation is none", "Gen. Smith left", ["gen smith", "smith left"]),
    ("an initial is none", "J. Smith left", ["j smith", "smith left"]),
    ("a number is none", "up 4.5 points", ["up 4.5", "4.5 points"]),
    ("question and closing mark", "“Why?” Nobody knew", ["nobody knew"]),
    ("an ellipsis goes on", "well… maybe so", ["well maybe", "maybe so"]),
    ("a comma is none", "safe, he said", ["safe he", "he said"]),
    ("an ideographic stop", "安全。危险", []),
]


@pytest.mark.parametrize(("label", "text", "phrases"), PHRASES, ids=[p[0] for p in PHRASES])
def test_phrases_end_with_the_sentence(label: str, text: str, phrases: list[str]) -> None:
    assert Analyser(ngrams=(2, 2)).terms(text) == phrases


def test_a_word_left_out_is_a_gap() -> None:
    analyser = Analyser(ngrams=(1, 2), keep=lambda word: word != "lavrov")
    assert analyser.terms("Minister Lavrov spoke out") == ["minister", "spoke", "out", "spoke out"]


@pytest.mark.parametrize("ngrams", [(0, 1), (2, 1), (1, 6)])
def test_phrase_lengths_are_checked(ngrams: tuple[int, int]) -> None:
    with pytest.raises(ComparisonError, match="ngrams"):
        Analyser(ngrams=ngrams)


TEXT = st.text(
    alphabet=st.sampled_from("ab UIS.,!? '’s-“”\n2é\u0301您。"), max_size=60
)  # small, so that words meet and repeat


@given(st.lists(TEXT, max_size=6), st.tuples(st.integers(1, 3), st.integers(0, 2)).map(lambda t: (t[0], t[0] + t[1])))
def test_counts_equal_scikit_learn(texts: list[str], ngrams: tuple[int, int]) -> None:
    analyser = Analyser(ngrams=ngrams)
    uses = find_terms(texts, analyser)
    names = uses.names().tolist()
    assert len(set(names)) == len(names)
    assert uses.words.tolist() == [sum(w is not None for w, _, _ in analyser.words(t)) for t in texts]
    if not names:
        assert not any(analyser.terms(t) for t in texts)
        return
    vectoriser = CountVectorizer(analyzer=analyser.terms)
    counts = vectoriser.fit_transform(texts)
    assert set(vectoriser.vocabulary_) == set(names)
    np.testing.assert_array_equal(
        counts[:, [vectoriser.vocabulary_[n] for n in names]].toarray(), uses.matrix.toarray()
    )


@given(st.lists(TEXT, max_size=8), st.randoms(use_true_random=False), st.integers(1, 3))
def test_texts_may_come_some_at_a_time_in_any_order(texts: list[str], rng: random.Random, size: int) -> None:
    whole = find_terms(texts, Analyser())
    order = list(range(len(texts)))
    rng.shuffle(order)
    parts = [np.array(order[i : i + size]) for i in range(0, len(order), size)]
    some = find_terms_in((SomeTexts(at, [texts[i] for i in at]) for at in parts), len(texts), Analyser())
    assert some.names().tolist() == whole.names().tolist()
    np.testing.assert_array_equal(some.matrix.toarray(), whole.matrix.toarray())
    np.testing.assert_array_equal(some.words, whole.words)
    np.testing.assert_array_equal(some.totals(), whole.totals())
    np.testing.assert_array_equal(some.counts(), whole.matrix.toarray().sum(axis=0))
    chosen = np.array(sorted(order[: len(order) // 2]), dtype=np.int64)
    np.testing.assert_array_equal(some.counts(chosen), whole.matrix.toarray()[chosen].sum(axis=0))
    for term in range(len(whole.order)):
        assert some.texts_with(term).tolist() == np.flatnonzero(whole.matrix.toarray()[:, term]).tolist()


@given(TEXT)
def test_every_term_is_found_again(text: str) -> None:
    analyser = Analyser()
    terms = analyser.terms(text)
    for term in set(terms):
        spans = analyser.spans(text, term)
        assert len(spans) == terms.count(term)
        for start, end in spans:
            assert 0 <= start < end <= len(text)


def test_spans_hold_the_term() -> None:
    text = "The US asked. The US's allies left us."
    assert [text[a:b] for a, b in Analyser().spans(text, "US")] == ["US", "US's"]
    assert [text[a:b] for a, b in Analyser().spans(text, "the US")] == ["The US", "The US's"]


@pytest.mark.parametrize(("query", "term"), [("Islamic State's", "islamic state"), ("US", "US"), ("us", "us")])
def test_look_up(query: str, term: str) -> None:
    assert Analyser().look_up(query) == term


def test_function_words_hold_no_content() -> None:
    assert is_function_phrase("of the")
    assert not is_function_phrase("of the state")
    assert not FUNCTION_WORDS & {"said", "fire", "system", "bill", "serious", "government", "people", "claim"}

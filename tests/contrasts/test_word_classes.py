from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from framing.attribute.annotation import PosTags
from framing.contrasts import Analyser, contrast, kwic, separability
from framing.contrasts.kwic import row_tags, tags_of_rows
from framing.errors import ComparisonError
from framing.term_uses import find_terms
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Made = tuple[pd.DataFrame, Corpus]
Make = Callable[[Sequence[Line]], Made]

CLASSES = {
    "bridge": "noun", "city": "noun", "danger": "noun", "safe": "adjective", "is": "verb", "close": "verb",
    "ada": "name",
}  # fmt: skip


def tagged(corpus: Corpus) -> PosTags:
    """A tagger that looks words up: what is not in CLASSES is "other"."""
    analyser = Analyser(ngrams=(1, 1))
    return {
        (a.id, "text"): tuple((s, e, CLASSES.get(w, "other")) for w, s, e in analyser.words(a.text) if w is not None)
        for a in corpus
    }


NOUNS = Analyser(ngrams=(1, 2), classes=frozenset({"noun"}))


def test_only_words_of_the_class_count(town: Made) -> None:
    frame, corpus = town
    found = contrast(frame, ("Ada", "Ben"), analyser=NOUNS, tags=tagged(corpus))
    assert set(found.table["term"]) == {"bridge", "city", "danger"}
    bridge = found.table[found.table["term"].eq("bridge")]
    assert bridge[["count_a", "count_b"]].values.tolist() == [[2, 2]]


def test_a_word_of_another_class_is_a_gap() -> None:
    text = "safe city bridge is safe bridge"
    tags = {
        m: CLASSES[w] for w, m in (("safe", 0), ("city", 5), ("bridge", 10), ("is", 17), ("safe", 20), ("bridge", 25))
    }
    assert NOUNS.terms(text, tags) == ["city", "bridge", "bridge", "city bridge"]
    assert NOUNS.spans(text, "city bridge", tags) == [(5, 16)]
    assert NOUNS.spans(text, "bridge bridge", tags) == []


def test_evidence_is_what_was_counted(town: Made) -> None:
    frame, corpus = town
    found = contrast(frame, ("Ada", "Ben"), analyser=NOUNS, tags=tagged(corpus))
    for term, a, b in found.table[["term", "count_a", "count_b"]].values.tolist():
        assert len(found.evidence(term)) == a + b
    verbs = Analyser(classes=frozenset({"verb"}))
    assert kwic(frame, "close", analyser=verbs, tags=tagged(corpus))["words"].tolist() == ["Close"]
    with pytest.raises(ComparisonError, match="no word"):
        kwic(frame, "…", analyser=verbs, tags=tagged(corpus))


@given(st.lists(st.text(alphabet="ab -.", max_size=20), max_size=5), st.sets(st.integers(0, 19)))
def test_counts_equal_scikit_learn(texts: list[str], nouns: set[int]) -> None:
    tags = [{k: "noun" if k in nouns else "other" for k in range(20)} for _ in texts]
    uses = find_terms(texts, NOUNS, tags)
    places = {text: k for k, text in enumerate(texts)}
    if not len(uses.order):
        assert not any(NOUNS.terms(text, tags[places[text]]) for text in texts)
        return
    counter = CountVectorizer(analyzer=lambda text: NOUNS.terms(text, tags[places[text]]))
    counts = counter.fit_transform(texts)
    columns = [counter.vocabulary_[name] for name in uses.names()]
    assert (counts[:, columns].toarray() == uses.matrix.toarray()).all()


def test_tags_stand_where_rows_do(town: Made) -> None:
    frame, corpus = town
    of_row = row_tags(frame, tagged(corpus))
    for i, text in enumerate(frame["text"]):
        for start, tag in of_row(i).items():
            word = text[start:].split()[0].strip(".,").lower()
            assert CLASSES.get(word.removesuffix("'s"), "other") == tag


def test_tags_have_to_be_there(town: Made) -> None:
    frame, corpus = town
    with pytest.raises(ComparisonError, match="needs the words' tags"):
        contrast(frame, ("Ada", "Ben"), analyser=NOUNS)
    with pytest.raises(ComparisonError, match="needs the words' tags"):
        separability(frame, ("Ada", "Ben"), analyser=NOUNS)
    one = {key: value for key, value in tagged(corpus).items() if key[0] == "one"}
    with pytest.raises(ComparisonError, match="no tags for the text of 'two'"):
        contrast(frame, ("Ada", "Ben"), analyser=NOUNS, tags=one)
    with pytest.raises(ComparisonError, match="no word class 'nouns'"):
        Analyser(classes=frozenset({"nouns"}))
    assert tags_of_rows(frame, Analyser(), tagged(corpus)) is None


def test_the_models_own_classes() -> None:
    from framing.contrasts.forms import word_classes
    from framing.extraction import extract
    from framing.values import Article

    text = "The mayor quickly closed the old bridge."
    found = word_classes(extract(Corpus((Article(id="a", text=text),)), model="fast"))
    classes = {text[s:e]: tag for s, e, tag in found["a", "text"]}
    assert (classes["mayor"], classes["closed"], classes["bridge"]) == ("noun", "verb", "noun")


def test_statements_bring_their_tags() -> None:
    from framing.contrasts.forms import word_classes
    from framing.extraction import extract
    from framing.values import Article

    text = 'Ana Reyes said: "The old bridge is closed." Ben Oduya said: "The new bridge opens soon."'
    found = extract(Corpus((Article(id="a", text=text),)), model="fast")
    given = contrast(found, ("Ana Reyes", "Ben Oduya"), analyser=NOUNS, tags=word_classes(found))
    pd.testing.assert_frame_equal(contrast(found, ("Ana Reyes", "Ben Oduya"), analyser=NOUNS).table, given.table)
    assert kwic(found, "bridge", analyser=NOUNS)["words"].tolist() == ["bridge", "bridge"]

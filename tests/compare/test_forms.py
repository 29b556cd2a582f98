from __future__ import annotations

import pandas as pd
import pytest

from framing.compare import Analyser
from framing.compare.forms import lemmatiser, name_words, stem, without

TEXTS = ["The coalition stands with other coalitions.", "They liberate the city; liberated cities wait.", "US news"]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("coalitions", "coalition"),
        ("liberated", "liberate"),
        ("cities", "city"),
        ("waits", "waits"),
        ("US", "US"),
        ("the", "the"),
    ],
)
def test_lemmas_are_words_of_the_texts(word: str, lemma: str) -> None:
    assert lemmatiser(TEXTS)(word) == lemma


def test_a_form_counts_and_is_found() -> None:
    analyser = Analyser(ngrams=(1, 2), form=stem)
    assert analyser.terms("Liberating cities") == ["liber", "citi", "liber citi"]
    assert analyser.look_up("liberated city") == "liber citi"
    text = "They liberated the city, liberating cities."
    assert [text[a:b] for a, b in analyser.spans(text, "liber citi")] == ["liberating cities"]


def test_names_can_be_left_out() -> None:
    frame = pd.DataFrame(
        {"speaker": ["Sergey Lavrov", None, "the Kremlin"], "source": ["Russian FM Lavrov", "he", "it"]}
    )
    words = name_words(frame, ("speaker", "source"))
    assert words == {"sergey", "lavrov", "kremlin", "russian", "fm"}
    analyser = Analyser(ngrams=(1, 2), keep=without(words))
    assert analyser.terms("Sergey Lavrov spoke twice") == ["spoke", "twice", "spoke twice"]

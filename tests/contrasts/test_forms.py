from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from framing.contrasts import Analyser
from framing.contrasts.forms import analyser_of, lemmatiser, name_words, speaker_words, stem, without
from framing.errors import ComparisonError
from framing.values import Kind, Passage, Speaker, SpeakerType, Statement

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


def said(speaker: Speaker | None) -> Statement:
    content = Passage("the bridge is safe", ((0, 18),))
    return Statement("s", "a", "text", "paragraph", Kind.DIRECT, None, None, content, speaker, 1.0)


def test_words_of_speakers_names_and_affiliations() -> None:
    lavrov = Speaker("lavrov", "Sergey Lavrov", SpeakerType.PERSON, affiliation="Russia")
    boy = Speaker("boy", "a boy", SpeakerType.PERSON, named=False)
    assert speaker_words([said(lavrov), said(lavrov), said(boy), said(None)]) == {"sergey", "lavrov", "russia"}
    assert speaker_words([said(None)]) == frozenset()


ANALYSERS = [
    ("words", {}, ["the", "liberated", "cities"]),
    ("stems", {"form": "stems"}, ["the", "liber", "citi"]),
    ("lemmas", {"form": "lemmas"}, ["the", "liberate", "city"]),
    ("without function words", {"function_words": False}, ["liberated", "cities"]),
    ("without names", {"left_out": {"cities"}}, ["the", "liberated"]),
]


@pytest.mark.parametrize(("label", "options", "terms"), ANALYSERS, ids=[a[0] for a in ANALYSERS])
def test_plain_choices(label: str, options: dict[str, Any], terms: list[str]) -> None:
    assert analyser_of(TEXTS, longest=1, **options).terms("The liberated cities") == terms


def test_forms_are_checked() -> None:
    with pytest.raises(ComparisonError, match="words, stems, lemmas"):
        analyser_of(TEXTS, form="roots")

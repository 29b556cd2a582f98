from __future__ import annotations

import importlib.resources
import random

import pandas as pd
import pytest
from nltk.sentiment.vader import SentimentIntensityAnalyzer as NltkAnalyser
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as Analyser

from framing.errors import InputError
from framing.measure.tone import compound, tone, tone_texts
from framing.measure.voices import voices
from framing.structure import parse
from tests.lexicon.cases import SEEDS, corpus, one, said, statement

WORDS = """
the a rebels army city not never no very kind of sort of but least at hope fear killed WAR victory proud terror,
free! attacked? catastrophe GREAT without doubt hardly so this support help destroyed (evil) bomb the bomb good;
bad... :) isn't “friendly” peace’s
"""


def made_sentences(n: int) -> list[str]:
    draw = random.Random(7)
    return [" ".join(draw.choices(WORDS.split(), k=draw.randint(1, 25))) for _ in range(n)]


def seed_sentences() -> list[str]:
    texts = [p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))]
    return [t[s.start : s.end] for t in texts for s in parse(t).sentences]


@pytest.mark.parametrize("sentences", [seed_sentences(), made_sentences(1000)], ids=["seeds", "made"])
def test_scores_are_vaders(sentences: list[str]) -> None:
    reference = Analyser()
    assert [compound(s) for s in sentences] == [reference.polarity_scores(s)["compound"] for s in sentences]


def test_nltks_port_is_another_measure() -> None:
    """Why tone.py does not use it: it disagrees on ordinary sentences."""
    path = importlib.resources.files("vaderSentiment") / "vader_lexicon.txt"
    lexicon = path.read_text(encoding="utf-8").strip()
    analyser = NltkAnalyser.__new__(NltkAnalyser)
    analyser.lexicon_file = lexicon
    analyser.lexicon = analyser.make_lex_dict()
    analyser.constants = NltkAnalyser.polarity_scores.__globals__["VaderConstants"]()
    differ = [s for s in made_sentences(1000) if abs(analyser.polarity_scores(s)["compound"] - compound(s)) > 5e-5]
    assert len(differ) > 10


def test_runs_are_scored_apart_and_weighted_by_words() -> None:
    article = one("© Evil Terror / AP\nThe town was a catastrophe, Lavrov said. Peace and hope are great.")
    made = statement(article, "Lavrov", "Lavrov", "said", "The town was a catastrophe")
    table = voices(said([made], article))
    found = tone(table, by=("voice",)).set_index("voice")
    own = [("Lavrov said.", 2), ("Peace and hope are great.", 5)]
    rest = [r for r in zip(table["text"], table["words"], table["voice"], strict=True) if r[2] == "own"]
    assert own == [(t, w) for t, w, _ in rest][:2]
    expected = sum(compound(t) * w for t, w, _ in rest) / sum(w for _, w, _ in rest)
    assert found.loc["own", "compound"] == pytest.approx(expected)
    assert found.loc["paraphrase", "compound"] == compound("The town was a catastrophe") < 0
    assert [found[name]["paraphrase"] for name in ("sentences", "words", "negative")] == [1, 5, 1.0]
    assert found[["positive", "negative", "neutral"]].sum(axis=1).tolist() == pytest.approx([1.0] * len(found))


def test_missing_groups_are_not_given() -> None:
    table = voices(said([], one("It rained.")))
    assert tone(table, by=("speaker", "outlet"), corpus=corpus(one("It rained.")))[["speaker", "outlet"]].to_numpy(
    ).tolist() == [["not given", "not given"]]  # fmt: skip


def test_an_unknown_column_names_the_nearest() -> None:
    table = voices(said([], one("It rained.")))
    with pytest.raises(InputError, match="Did you mean 'speaker'"):
        tone(table, by=("speakr",))


def test_nothing_to_score() -> None:
    table = voices(said([], one("")))
    assert tone(table).empty
    assert isinstance(tone(table, by=()), pd.DataFrame)


def test_sentences_inside_a_quotation_are_scored_apart() -> None:
    article = one("“It was a great day. The U.S. army killed no one. Then came a terrible war!” he said.")
    made = statement(article, "he", "he", "said", article.text[1:-10])
    quoted = tone(voices(said([made], article)), by=("voice",)).set_index("voice").loc["quoted"]
    parts = [("It was a great day.", 5), ("The U.S. army killed no one.", 6), ("Then came a terrible war!", 5)]
    assert (quoted["sentences"], quoted["words"]) == (3, 16)
    assert quoted["compound"] == pytest.approx(sum(compound(t) * n for t, n in parts) / 16)
    texts = tone_texts(voices(said([made], article)))
    assert [article.text[a:b] for a, b in zip(texts["start"], texts["end"], strict=True)] == texts["text"].tolist()
    assert texts["text"].tolist() == [*(t for t, _ in parts), "he said."]


def test_a_sentence_without_end_is_scored_in_pieces() -> None:
    article = one("war " * 1000 + "\nIt is good.")
    texts = tone_texts(voices(said([], article)))
    assert texts["words"].tolist() == [400, 400, 200, 3]
    assert [article.text[a:b] for a, b in zip(texts["start"], texts["end"], strict=True)] == texts["text"].tolist()

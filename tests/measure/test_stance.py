from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ComparisonError, LexiconError
from framing.lexicon.inflect import inflections
from framing.measure.stance import (
    _KNOWING,
    _LIGHT,
    _UTTERED,
    Stance,
    _checked,
    _entries,
    cue_stances,
    stance,
    stance_table,
)

CUES = Path(__file__).with_name("cues.jsonl")


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        # the cues of the seed articles
        ("claimed", "distancing"),
        ("stressed", "arguing"),
        ("said", "neutral"),
        ("told", "neutral"),
        ("added", "neutral"),
        ("According to", "neutral"),
        ("reported", "neutral"),
        ("recalls", "neutral"),
        ("confirmed", "affirming"),
        ("noted", "affirming"),
        ("warned", "emotive"),
        ("believes", "thought"),
        ("questioned", "questioning"),
        # inflection and case
        ("says", "neutral"),
        ("SAYING", "neutral"),
        ("denies", "denying"),
        ("criticising", "evaluating"),
        ("criticizing", "evaluating"),
        ("admitted", "affirming"),
        # several words, with small words inside them
        ("pointed out", "affirming"),
        ("made clear", "arguing"),
        ("made it clear", "arguing"),
        ("is of the view", "thought"),
        ("called for", "directive"),
        ("called", "neutral"),
        ("expressed deep concern", "emotive"),
        # nouns
        ("claim", "distancing"),
        ("the view that", "thought"),
        ("allegations", "distancing"),
        ("warning", "emotive"),
        # negation
        ("did not say", "denying"),
        ("didn't say", "denying"),
        ("didn’t say", "denying"),
        ("cannot confirm", "denying"),
        ("never mentioned", "denying"),
        ("made no mention of", "denying"),
        ("did not respond to emailed questions", "denying"),
        ("refused to say", "denying"),
        ("did not deny", "tentative"),
        ("does not believe", "thought"),
        ("did not know", "thought"),
        ("did not apologise", "denying"),
        ("was not happy", "emotive"),
        ("did not ask", "none"),
        ("has not called for", "denying"),
        ("was not willing to say", "denying"),
        ("had no doubt that", "arguing"),
        ("not only said", "neutral"),
        ("insisted he did not know", "arguing"),
        # hedges and adverbs
        ("reportedly said", "distancing"),
        ("reportedly", "distancing"),
        ("falsely claimed", "distancing"),
        ("falsely noted", "distancing"),
        ("rightly said", "affirming"),
        ("falsely denied", "denying"),
        # passive
        ("was quoted as saying", "neutral"),
        ("is believed", "thought"),
        ("is said to", "distancing"),
        ("was told", "neutral"),
        # a whole phrase
        ("told RT he believes", "neutral"),
        ("reserved his most eloquent passion for", "emotive"),
        ("issued a statement denying", "denying"),
        ("said in a statement", "neutral"),
        ("tried to explain", "neutral"),
        ("went on to criticise", "evaluating"),
        ("called … a liar", "neutral"),
        # marks and bare prepositions
        (":", "neutral"),
        ("said:", "neutral"),
        (" – ", "neutral"),
        ("in", "neutral"),
        ("To", "thought"),
        # nothing that can be told
        ("", "none"),
        (None, "none"),
        ("is", "none"),
        ("walked out", "none"),
        ("…", "none"),
    ],
)
def test_stance_of_a_cue(cue: str | None, expected: str) -> None:
    assert stance(cue).value == expected


def test_every_term_has_its_own_stance() -> None:
    wrong = {term: (kind.value, stance(term).value) for term, kind in _entries().items() if stance(term) is not kind}
    assert wrong == {}


def test_the_words_with_a_rule_of_their_own_are_in_the_lexicon() -> None:
    assert sorted((_LIGHT | _KNOWING | _UTTERED) - _entries().keys()) == []


def test_every_form_of_a_one_word_term_has_its_stance_unless_another_term_is_spelt_so() -> None:
    terms = {t: k for t, k in _entries().items() if " " not in t}
    forms = Counter(form for term in terms for form in inflections(term))
    wrong = {
        (term, form)
        for term, kind in terms.items()
        for form in inflections(term)
        if forms[form] == 1 and stance(form) is not kind
    }
    assert wrong == set()


@given(st.text(max_size=60))
def test_any_text_has_a_stance(text: str) -> None:
    assert isinstance(stance(text), Stance)


@given(st.sampled_from(sorted(_entries())), st.sampled_from(["  {} ", "{}:", "{} —", "{},", "“{}"]))
def test_space_and_marks_around_a_term_change_nothing(term: str, frame: str) -> None:
    assert stance(frame.format(term)) is stance(term)


def _alpha(pairs: Iterable[tuple[str, str]]) -> float:
    """Krippendorff's alpha, nominal, two readers, nothing missing: 1 - observed / expected disagreement."""
    units = list(pairs)
    values = Counter(value for pair in units for value in pair)
    n = values.total()
    observed = sum(a != b for a, b in units) / len(units)
    expected = 1 - sum(c * (c - 1) for c in values.values()) / (n * (n - 1))
    return 1 - observed / expected


def test_alpha_of_a_worked_case() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example B: nominal, two observers.
    meg = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
    owen = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
    assert _alpha(zip(meg, owen, strict=True)) == pytest.approx(0.692, abs=5e-4)


def test_agreement_with_the_reader_of_200_cues() -> None:
    rows = [json.loads(line) for line in CUES.read_text("utf-8").splitlines()]
    pairs = [(row["label"], stance(row["cue"]).value) for row in rows]
    assert len(rows) == 200
    assert {label for label, _ in pairs} == {s.value for s in Stance}
    assert all(row["cue"].lower() in row["sentence"].lower() for row in rows)
    assert sum(a == b for a, b in pairs) == 198
    assert _alpha(pairs) == pytest.approx(0.989, abs=5e-4)


FRAME = pd.DataFrame(
    {
        "statement_id": ["1", "2", "3", "4", "5", "6"],
        "speaker": ["Okonkwo", "Okonkwo", "Okonkwo", "Okonkwo", "Varga", None],
        "cue": ["said", "claimed", "Said", "lit a candle", None, "warned"],
        "confidence": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
    }
).astype({"speaker": "str", "cue": "str"})


def test_the_table_gets_one_column_after_the_cue() -> None:
    table = stance_table(FRAME)
    assert list(table.columns) == ["statement_id", "speaker", "cue", "stance", "confidence"]
    assert table["stance"].tolist() == ["neutral", "distancing", "neutral", "none", "none", "emotive"]
    pd.testing.assert_frame_equal(table.drop(columns="stance"), FRAME)
    pd.testing.assert_frame_equal(stance_table(table), table)
    assert "stance" not in FRAME.columns


def test_the_table_keeps_any_index() -> None:
    shuffled = FRAME.iloc[[4, 1, 1]]
    assert stance_table(shuffled)["stance"].tolist() == ["none", "distancing", "distancing"]


def test_counts_shares_examples_and_ratio_by_speaker() -> None:
    counts = cue_stances(FRAME)
    rows = counts.to_dict("records")
    assert [(r["speaker"], r["stance"], r["with_this_stance"], r["stance_share"], r["cues"]) for r in rows] == [
        ("Okonkwo", "neutral", 2, 0.5, "said (2)"),
        ("Okonkwo", "distancing", 1, 0.25, "claimed"),
        ("Okonkwo", "none", 1, 0.25, "lit a candle"),
        ("Varga", "none", 1, 1.0, ""),
        ("not given", "emotive", 1, 1.0, "warned"),
    ]
    assert counts["statements"].tolist() == [4, 4, 4, 1, 1]
    assert counts["distancing_share"].iloc[:3].tolist() == pytest.approx([1 / 3] * 3)
    assert pd.isna(counts["distancing_share"].iloc[3])
    assert counts["distancing_share"].iloc[4] == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["said", "claimed", "is", "urged"])), max_size=30))
def test_counts_add_up_whatever_the_order(pairs: list[tuple[str, str]]) -> None:
    frame = pd.DataFrame(pairs, columns=["side", "cue"]).astype("str")
    counts = cue_stances(frame, by="side")
    assert counts["with_this_stance"].sum() == len(pairs)
    assert counts.groupby("side")["stance_share"].sum().tolist() == pytest.approx([1.0] * counts["side"].nunique())
    pd.testing.assert_frame_equal(cue_stances(frame.iloc[::-1], by="side"), counts)


def test_an_empty_table_gives_an_empty_table_of_the_same_columns() -> None:
    empty = cue_stances(FRAME.iloc[:0])
    assert len(empty) == 0
    assert empty.dtypes.equals(cue_stances(FRAME).dtypes)
    assert len(stance_table(FRAME.iloc[:0])) == 0


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ComparisonError, match="'outlet'; the table has statement_id"):
        cue_stances(FRAME, by="outlet")
    with pytest.raises(ComparisonError, match="needs the column 'cue'"):
        stance_table(FRAME.drop(columns="cue"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "no list of entries"),
        ({"entries": [{"term": "say"}]}, "entry 1: it needs category, source, term"),
        ({"entries": [{"term": "say", "category": "plain", "source": "project"}]}, "no stance 'plain'"),
        ({"entries": [{"term": "say", "category": "none", "source": "project"}]}, "no stance 'none'"),
        ({"entries": [{"term": "say", "category": c, "source": "project"} for c in ("neutral", "thought")]}, "twice"),
    ],
)
def test_a_faulty_lexicon_is_refused(data: object, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        _checked(data)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("say", "said"),
        ("deny", "denied"),
        ("refer", "referring"),
        ("admit", "admitted"),
        ("criticize", "criticising"),
        ("stress", "stresses"),
        ("boo", "boos"),
        ("thesis", "theses"),
        ("back", "backed"),
        ("re-tell", "re-told"),
    ],
)
def test_inflections(lemma: str, form: str) -> None:
    assert form in inflections(lemma)

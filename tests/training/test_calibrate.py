"""The confidence is fitted to annotated articles and to judged statements; its errors are what they should be."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

pytest.importorskip("sklearn")

from framing.attribute.model import load_model
from training.calibrate import (
    Evidence,
    annotated_evidence,
    calibrate,
    calibration_error,
    judged_evidence,
    read_judged,
    unavoidable_error,
)

TEXT = "Ana Reyes said the dam will hold. Critics warned that it would not. Rain fell."


def spans(*words: str) -> list[list[int]]:
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


def judged(source: str, content: str, right: bool) -> dict[str, object]:
    return {"source": spans(source), "content": spans(content), "right": right, "weight": 2.0}


def test_a_verdict_holds_for_the_statement_it_was_given_on() -> None:
    rows = [
        judged("Ana Reyes", "the dam will hold", True),
        judged("Critics", "that it would not", False),
        judged("Rain", "Rain fell", True),  # not found
    ]
    (found,) = judged_evidence(load_model("fast"), {("basil", "x"): rows}, {("basil", "x"): TEXT})
    assert (found.corpus, found.right, found.article, found.weight) == ("basil", [1, 0], ["x", "x"], [2.0, 2.0])
    assert {len(e) for e in found.evidence} == {6}


def test_another_source_than_the_right_one_is_wrong_and_a_wrong_one_unjudged() -> None:
    rows = [judged("Critics", "the dam will hold", True), judged("Ana Reyes", "that it would not", False)]
    (found,) = judged_evidence(load_model("fast"), {("basil", "x"): rows}, {("basil", "x"): TEXT})
    assert found.right == [0]


def test_annotated_articles_are_scored_by_who_said_what() -> None:
    row = {
        "id": "x",
        "text": TEXT,
        "attributions": [
            {"source": spans("Ana Reyes"), "cue": spans("said"), "content": spans("the dam will hold")},
            {"source": spans("Rain"), "cue": spans("warned"), "content": spans("that it would not")},
        ],
    }
    assert annotated_evidence(load_model("fast"), [row]).right == [1, 0]


def made(corpus: str, n: int, shift: float, seed: int) -> Evidence:
    """Statements whose chance to be right follows their first piece of evidence."""
    random = np.random.default_rng(seed)
    found = Evidence(corpus)
    for i in range(n):
        x = float(random.normal(0, 2))
        right = random.random() < 1 / (1 + np.exp(-(x + shift)))
        found.add((x, 0.0, 0.0, 0.0, 0.0, 0.0), bool(right), str(i // 4), 0.5)
    return found


def test_the_fit_finds_the_chance_and_the_table_says_how_well() -> None:
    parameters = load_model("fast").parameters
    fitted, table = calibrate(parameters, [made("polnear", 2000, 0.5, 1), made("basil", 2000, 0.5, 2)])
    assert fitted.confidence[0] == pytest.approx(0.5, abs=0.2)
    assert fitted.confidence[1] == pytest.approx(1, abs=0.15)
    others = [f.name for f in fields(parameters) if f.name != "confidence"]
    assert all(getattr(fitted, name) is getattr(parameters, name) for name in others)
    rows = {r["corpus"]: r for r in table}
    assert rows["other text"]["statements"] == 2000
    assert rows["other text"]["error"] < 0.04 < rows["other text"]["error_before"] + 0.04
    assert sum(r["statements"] for name, r in rows.items() if name.startswith("other text,")) == 2000


def test_calibration_error_weighs_its_statements() -> None:
    chance, right = np.array([0.95, 0.95, 0.05]), np.array([1, 1, 0])
    assert calibration_error(chance, right) == pytest.approx(0.05)
    assert calibration_error(np.array([0.95, 0.55]), np.array([1, 0]), np.array([3.0, 1.0])) == pytest.approx(0.175)


def test_few_verdicts_cannot_tell_a_small_error() -> None:
    few, many = (np.linspace(0.05, 0.95, n) for n in (60, 6000))
    assert unavoidable_error(few, np.ones(60)) > 0.08 > 0.02 > unavoidable_error(many, np.ones(6000), draws=20)


def test_the_judged_statements_are_places_without_text() -> None:
    rows = [row for found in read_judged().values() for row in found]
    assert len(rows) >= 300
    assert {frozenset(row) for row in rows} == {
        frozenset(("dataset", "article", "source", "cue", "content", "act", "right", "weight"))
    }
    assert all(0 <= a < b for row in rows for a, b in [*row["source"], *row["cue"], *row["content"]])

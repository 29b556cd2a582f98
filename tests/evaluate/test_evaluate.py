"""The measure: hand-made cases, and agreement with the reference scorer where it is at hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from framing.evaluate import Counts, bootstrap, figures, score, show, total

TEXT = 'Ana Reyes said "the dam will hold," but critics warned that it would not.'


def span(words: str) -> list[list[int]]:
    at = TEXT.index(words)
    return [[at, at + len(words)]]


def attribution(source: str, cue: str, content: str) -> dict[str, list[list[int]]]:
    return {"source": span(source) if source else [], "cue": span(cue), "content": span(content)}


GOLD = [
    attribution("Ana Reyes", "said", '"the dam will hold,"'),
    attribution("critics", "warned", "that it would not"),
]

CASES: list[tuple[str, list[dict[str, Any]], dict[str, tuple[int, int, int]]]] = [
    ("perfect", GOLD, {"who-said-what": (2, 2, 2), "content exact": (2, 2, 2), "cue": (2, 2, 2)}),
    ("nothing found", [], {"who-said-what": (0, 0, 2), "source of found": (0, 0, 0), "token content": (0, 0, 8)}),
    (
        "half a source is not enough: F1 of one word against two is 0.67, so it is",
        [attribution("Reyes", "said", "the dam will hold")],
        {"who-said-what": (1, 1, 2), "content exact": (1, 1, 2)},
    ),
    (
        "a wrong source",
        [attribution("critics", "said", "the dam will hold")],
        {"who-said-what": (0, 1, 2), "content": (1, 1, 2), "source of found": (0, 1, 1)},
    ),
    (
        "half of the content counts, less does not",
        [attribution("Ana Reyes", "said", "the dam"), attribution("critics", "warned", "that")],
        {"content": (1, 2, 2), "who-said-what": (1, 2, 2)},
    ),
    (
        "no source found where there is one",
        [attribution("", "warned", "that it would not")],
        {"who-said-what": (0, 1, 2), "content": (1, 1, 2)},
    ),
    (
        "the same content twice pairs once",
        [GOLD[0], GOLD[0]],
        {"who-said-what": (1, 2, 2), "recall direct": (1, 0, 1), "recall indirect": (0, 0, 1)},
    ),
]


@pytest.mark.parametrize(("name", "found", "expect"), CASES, ids=[c[0] for c in CASES])
def test_counts(name: str, found: list[dict[str, Any]], expect: dict[str, tuple[int, int, int]]) -> None:
    result = score(TEXT, GOLD, found)
    assert {k: (result[k].right, result[k].found, result[k].gold) for k in expect} == expect


@pytest.mark.parametrize("bad", [[[5, 5]], [[9, 3]], [[0, 10_000]], [[-4, 2]]])
def test_a_bad_span_is_an_error_not_a_miss(bad: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="empty, reversed or outside"):
        score(TEXT, GOLD, [{"source": [], "cue": [], "content": bad}])


def test_rates_and_sum() -> None:
    summed = total([score(TEXT, GOLD, GOLD), score(TEXT, GOLD, [])])
    assert summed["who-said-what"] == Counts(2, 2, 4)
    assert figures(summed)["who-said-what"] == pytest.approx(100 * 2 / 3)
    assert Counts().f1 == 0.0


def test_bootstrap_is_repeatable_and_holds_the_figure() -> None:
    scores = [score(TEXT, GOLD, GOLD), score(TEXT, GOLD, GOLD[:1]), score(TEXT, GOLD, [])] * 5
    low, high = bootstrap(scores)
    assert (low, high) == bootstrap(scores)
    assert low < figures(total(scores))["who-said-what"] < high
    assert "95% interval over 15 articles" in show(scores)


def test_agrees_with_the_reference_scorer() -> None:
    path = Path(__file__).parents[3] / "shared" / "eval" / "score_attribution.py"
    if not path.exists():
        pytest.skip("the reference scorer is not on this machine")
    spec = importlib.util.spec_from_file_location("reference", path)
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    theirs = reference.score([(TEXT, GOLD, found) for _, found, _ in CASES])
    ours = total(score(TEXT, GOLD, found) for _, found, _ in CASES)
    for name in ("who-said-what", "content", "content exact", "cue", "token source", "token cue", "token content"):
        assert (ours[name].right, ours[name].found, ours[name].gold) == tuple(
            theirs[name][k] for k in ("tp", "pred", "gold")
        )
    assert ours["source of found"].recall == theirs["source of found"]["accuracy"]
    for kind, value in theirs["recall by kind"].items():
        assert ours[f"recall {kind}"].recall == value["recall"]

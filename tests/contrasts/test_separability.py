from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import separability, split_half
from framing.errors import ComparisonError
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]


def burst(articles: int, *, differ: bool = False) -> list[Line]:
    """Each article keeps to a subject of its own; with ``differ`` Ada and Ben have words of their own."""
    rng = np.random.default_rng(3)
    lines: list[Line] = []
    for k in range(articles):
        subject = rng.choice([f"w{i}" for i in range(60)], 6)
        speaker = "Ada" if k % 2 else "Ben"
        for s in range(4):
            words = list(rng.choice(subject, 15))
            words += [speaker.lower()] * 4 if differ else []
            lines.append((f"a{k}", f"s{s}:{speaker}", "quoted", " ".join(words)))
    return lines


def test_halves_of_one_actor_differ_by_chance_only(make: Make) -> None:
    frame, _ = make(burst(60))
    found = split_half(frame, lambda f: f["speaker"].notna(), repeats=10)
    assert found["repeat"].tolist() == list(range(10))
    # Taking words as independent, articles' subjects look like differences; by article few or none do.
    assert found["z_above_1_96"].mean() > 10
    assert found["q_below_05"].mean() < 1
    assert (found["p_below_05"] / found["tested"]).mean() < 0.12
    pd.testing.assert_frame_equal(found, split_half(frame, lambda f: f["speaker"].notna(), repeats=10))


def test_few_articles_have_no_p(make: Make) -> None:
    found = split_half(make(burst(12))[0], "Ada", repeats=3)
    assert found[["p_below_05", "q_below_05"]].isna().all(axis=None)
    with pytest.raises(ComparisonError, match="there is 1"):
        split_half(make(burst(2))[0], "Ada")


def test_groups_with_words_of_their_own_can_be_told_apart(make: Make) -> None:
    found = separability(make(burst(24, differ=True))[0], ("Ada", "Ben"), draws=19)
    assert found.auc > 0.95
    assert found.p == pytest.approx(0.05)
    assert (found.statements, found.articles, found.note) == ((48, 48), (12, 12), "")


def test_groups_with_the_same_words_cannot(make: Make) -> None:
    found = separability(make(burst(24))[0], ("Ada", "Ben"), draws=19)
    assert 0.2 < found.auc < 0.8
    assert found.p > 0.05


def test_shared_articles_are_swapped(make: Make) -> None:
    lines = [
        (f"a{k}", f"s{s}:{speaker}", "quoted", f"w{k} w{k + s} common")
        for k in range(12)
        for s, speaker in enumerate(("Ada", "Ben"))
    ]
    found = separability(make(lines)[0], ("Ada", "Ben"), draws=19)
    assert found.articles == (12, 12)
    assert found.p > 0.05


@pytest.mark.parametrize(("articles", "note", "valued"), [(8, "fewer than 5", False), (16, "fewer than 10", True)])
def test_small_groups_get_a_note(make: Make, articles: int, note: str, valued: bool) -> None:
    found = separability(make(burst(articles))[0], ("Ada", "Ben"))
    assert note in found.note
    assert np.isnan(found.p)
    assert np.isnan(found.auc) != valued

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Analyser, omnibus
from framing.errors import ComparisonError
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]
SPEAKERS = ("Ada", "Ben", "Cyd")


def lines(articles: int, *, own: float, seed: int = 0, size: int = 30) -> list[Line]:
    """Articles of three speakers in turn; with ``own`` that share of Cyd's words is "ferry"."""
    rng = np.random.default_rng(seed)
    made: list[Line] = []
    for k in range(articles):
        chance = own if k % 3 == 2 else own / 10
        words = np.where(rng.random(size) < chance, "ferry", rng.choice([f"w{i}" for i in range(25)], size))
        made.append((f"a{k}", f"s:{SPEAKERS[k % 3]}", "quoted", " ".join(words)))
    return made


def test_the_group_that_stands_out_is_named(make: Make) -> None:
    frame, _ = make(lines(60, own=0.1, seed=1))
    found = omnibus(frame, by="speaker", analyser=Analyser(ngrams=(1, 1)))
    first = found.iloc[0]
    assert (first["term"], first["group"]) == ("ferry", "Cyd")
    assert first["log_rate_ratio"] > 1
    assert first["q"] < 0.001
    assert (found["q"].iloc[1:] > 0.05).all()
    evidence = found.evidence(first)
    assert len(evidence) == first["count"]
    assert evidence["group"].eq("Cyd").mean() > 0.7


def test_where_nothing_differs_little_is_found(make: Make) -> None:
    p = [
        omnibus(make(lines(45, own=0, seed=s))[0], by="speaker", analyser=Analyser(ngrams=(1, 1)))["p"]
        for s in range(8)
    ]
    assert (pd.concat(p) < 0.05).mean() < 0.07


def test_too_few_groups_or_articles(make: Make) -> None:
    frame, _ = make(lines(45, own=0))
    with pytest.raises(ComparisonError, match="three groups or more, 2 given"):
        omnibus(frame, by="speaker", groups=("Ada", "Ben"))
    with pytest.raises(ComparisonError, match="no speaker 'Dot'"):
        omnibus(frame, by="speaker", groups=("Ada", "Ben", "Dot"))
    few = make([*lines(45, own=0), ("b", "s:Dot", "quoted", "w1 w2 w3")])[0]
    with pytest.raises(ComparisonError, match=r"Dot stands in 1 value of article_id.* Name the groups"):
        omnibus(few, by="speaker")

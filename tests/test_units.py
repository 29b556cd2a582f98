"""What counts as one article: clusters, strata, near-copies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.errors import ComparisonError
from framing.units import COPIES, joined, of_articles, units_of
from framing.values import Article, Corpus

IDS = ["a", "b", "c", "d"]


def test_each_article_is_one() -> None:
    units = units_of(IDS)
    assert len(units) == 4
    assert units.sums(np.arange(4.0)[:, None]).ravel().tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "cluster",
    [
        {"a": "x", "c": "x"},
        pd.Series({"a": "x", "b": None, "c": "x"}),
        pd.DataFrame({"article_id": IDS, COPIES: ["a", "b", "a", "d"]}),
    ],
)
def test_articles_of_a_cluster_are_one(cluster: object) -> None:
    units = units_of(IDS, cluster=cluster)  # type: ignore[arg-type]
    assert len(units) == 3
    assert sorted(units.sums(np.array([[1.0], [10.0], [100.0], [1000.0]])).ravel().tolist()) == [10, 101, 1000]


def test_near_copies_that_are_known_are_one() -> None:
    table = pd.DataFrame({"article_id": ["a", "a", "b", "c", "d"], COPIES: ["a", "a", "a", "c", "d"]})
    assert len(units_of(IDS, table=table)) == 3
    corpus = Corpus(tuple(Article(i, "", extra={COPIES: "x"}) for i in IDS))
    assert len(units_of(IDS, corpus=corpus)) == 1
    assert len(units_of(IDS, table=table, cluster={i: i for i in IDS})) == 4


def test_strata_of_one_unit_are_taken_together() -> None:
    units = units_of(IDS, strata={"a": 1, "b": 1, "c": 2, "d": 3})
    assert units.stratum is not None
    assert units.stratum[0] == units.stratum[1] != units.stratum[2] == units.stratum[3]


def test_what_either_joins_is_joined() -> None:
    unit = joined(["x", "x", None, None], [None, "y", "y", None], articles=4)
    assert unit[0] == unit[1] == unit[2] != unit[3]
    assert len(set(joined(None, None, articles=3).tolist())) == 3


def test_mistakes_are_told() -> None:
    table = pd.DataFrame({"article_id": ["a", "a"], "event": ["e", "e"], "side": ["x", "y"]})
    with pytest.raises(ComparisonError, match="Did you mean 'event'"):
        units_of(["a"], cluster="evnt", table=table)
    with pytest.raises(ComparisonError, match="several values within one article"):
        units_of(["a"], cluster="side", table=table)
    with pytest.raises(ComparisonError, match="reaches over two strata"):
        units_of(IDS, cluster={"a": 1, "b": 1}, strata={"a": 1, "b": 2})
    with pytest.raises(ComparisonError, match="article ids"):
        of_articles({"z": 1}, IDS, what="events")

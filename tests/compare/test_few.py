"""A comparison that holds few lines says the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing
from framing.analysis import Analysis
from framing.compare.few import few_lines, needed_lines
from framing.compare.measure import Lines, Measure
from framing.values import Article

TEXT = (
    "“The bridge will hold,” Mayor Ida Brandt said. “It will not,” the engineer Bo Strand answered. Rain fell today. "
    "Brandt claimed that the town was safe. The mayor left early."
)


@pytest.fixture(scope="module")
def outlets() -> Analysis:
    made = [Article(f"a{i}", TEXT + f" Day {i} was cold.", outlet=f"Outlet {i % 3}") for i in range(9)]
    analysis: Analysis = framing.analyze(made, model="fast")
    return analysis


def test_numbers_and_sentences_stay_and_lines_are_some_of_each_group(outlets: Analysis) -> None:
    whole = outlets.compare(by="outlet")
    few = whole.with_few_lines(2)
    assert [c.sentence for c in few.found] == [c.sentence for c in whole.found]
    assert few.table.equals(whole.table)
    cut = 0
    for one, other in zip(few.found, whole.found, strict=True):
        group = whole.grouping.of(one.measure.part.frame)
        assert group.value_counts().max() <= 2
        places = ["article_id", "field", "start", "end"]
        all_lines = set(map(tuple, other.measure.part.frame[places].to_numpy()))
        assert set(map(tuple, one.measure.part.frame[places].to_numpy())) <= all_lines
        cut += len(one.measure.part) < len(other.measure.part)
    assert cut


def test_lines_are_drawn_by_articles_and_so_the_same_in_every_measure(outlets: Analysis) -> None:
    whole = outlets.compare(by="outlet")
    assert whole.grouping.of_article is not None
    kept = few_lines(whole.found, whole.grouping.of_article, 1)
    of_all = [c for c in kept if c.measure.section == "voices" and len(c.measure.part)]
    again = few_lines(whole.found, whole.grouping.of_article, 1)
    assert [c.measure.part.frame.to_dict() for c in kept] == [c.measure.part.frame.to_dict() for c in again]
    assert of_all


def test_tables_keep_the_rows_that_are_lines_of_some_measure() -> None:
    table = pd.DataFrame({"article_id": [f"a{i}" for i in range(8)], "words": range(8)})
    table = table.astype({"article_id": "category"})
    stays = Lines(table.copy()).where(table["words"].lt(2))
    whole = Lines(table, "words").where(table["words"].isin([1, 4, 6]))
    parts = [whole.where(np.array(keep)) for keep in ([True, False, True], [False, True, False])]
    found = [Measure("s", f"m{i}", "all", part, whole) for i, part in enumerate(parts)]
    first, second, third = needed_lines([*found, Measure("s", "m2", "all", stays, stays)], [stays.table])
    assert third.part is third.whole is stays
    assert first.whole is second.whole
    assert first.whole.table["words"].tolist() == [1, 4, 6]
    assert list(first.whole.table["article_id"].cat.categories) == ["a1", "a4", "a6"]
    assert [m["words"].tolist() for m in (first.part, second.part, first.whole)] == [[1, 6], [4], [1, 4, 6]]
    assert first.part.weight == "words"


def test_a_table_that_is_nearly_all_lines_stays_as_it_is() -> None:
    table = pd.DataFrame({"article_id": ["a", "b", "c", "d"]})
    whole = Lines(table)
    (only,) = needed_lines([Measure("s", "m", "all", whole.where(np.array([True, False, False, False])), whole)], [])
    assert only.whole.table is table

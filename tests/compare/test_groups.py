"""Which groups are compared, and what is said where there is nothing to compare."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

import framing
from framing.compare import Comparison, compare, group_articles
from framing.compare.groups import MOST_GROUPS, OTHERS
from framing.errors import ComparisonError, InputError
from framing.report.comparison import comparison_page
from framing.values import Article

TEXT = "“The bridge will hold,” Mayor Ida Brandt said. “It will not,” the engineer Bo Strand answered. Rain fell today."


@cache
def articles(n: int) -> framing.Analysis:
    return framing.analyze([Article(f"a{i}", TEXT, outlet=f"Outlet {i % 3}", extra={}) for i in range(n)], copies=True)


def changed(n: int, **values: object) -> framing.Analysis:
    """The same articles with other metadata, without running the model again."""
    base = articles(n)
    of = {k: v if isinstance(v, list) else [v] * n for k, v in values.items()}
    made = []
    for i, article in enumerate(base.corpus):
        known = {k: of[k][i] for k in of if k in ("outlet", "date")}
        extra = {k: of[k][i] for k in of if k not in ("outlet", "date") and of[k][i] is not None}
        made.append(replace(article, extra=extra, **known))
    corpus = replace(base.corpus, articles=tuple(made))
    return framing.Analysis(replace(base.statements, corpus=corpus))


def test_one_article_is_compared_with_nothing() -> None:
    """The error says so and what would do."""
    with pytest.raises(ComparisonError, match="1 article: there is nothing to compare it with"):
        compare(changed(1))


def test_outlets_come_first_then_articles_then_periods() -> None:
    """Without a column the groups are what the articles have."""
    assert group_articles(changed(6, outlet=["A", "B"] * 3)).by == "outlet"
    assert group_articles(changed(6, outlet="A")).names == ("A1", "A2", "A3", "A4", "A5", "A6")
    dates = [dt.date(2020 + i % 2, 1, 1) for i in range(8)]
    assert group_articles(changed(8, outlet="A", date=dates)).names == ("2020", "2021")


def test_one_outlet_without_dates_is_refused() -> None:
    """The error names --by."""
    with pytest.raises(ComparisonError, match="of one outlet, and no dates"):
        group_articles(changed(8, outlet="A"))
    with pytest.raises(ComparisonError, match="All 8 articles have the outlet 'A'"):
        group_articles(changed(8, outlet="A"), "outlet")


def test_unknown_column_names_the_nearest() -> None:
    """A typing error is answered with what there is."""
    with pytest.raises(InputError, match="Did you mean 'outlet'"):
        group_articles(changed(6, outlet=["A", "B"] * 3), "outlt")


def test_many_groups_are_twelve_and_the_rest() -> None:
    """The largest by name, the others together, and a note says so."""
    grouping = group_articles(changed(40, city=[f"c{min(i, 20):02}" for i in range(40)]), "city")
    assert len(grouping.names) == MOST_GROUPS + 1
    assert grouping.names[0] == "c20"
    assert grouping.names[-1] == OTHERS
    assert "21 groups" in grouping.notes[0]


def test_empty_cells_are_a_group_of_their_own() -> None:
    """No article is lost."""
    grouping = group_articles(changed(6, topic=["x", None, "y", "x", "", "y"]), "topic")
    assert set(grouping.names) == {"x", "y", "not given"}
    assert "2 articles" in grouping.notes[0]


@cache
def few() -> Comparison:
    return compare(changed(6, outlet=["A", "B"] * 3))


def test_few_articles_are_described_and_nothing_is_asserted() -> None:
    """No p, no claim, and the page says why."""
    assert few().tested == ()
    assert few().claimed == ()
    page = comparison_page(few(), form="markdown")
    assert "Too few articles for a test" in page
    assert "described and not tested" in page


def test_equal_articles_do_not_differ() -> None:
    """The same text in all groups: each value is the same in all groups."""
    for one in few().found:
        known = [n for n in one.numbers if n == n]
        assert known == pytest.approx([known[0]] * len(known))


def test_speakers_are_compared_within_articles() -> None:
    """A column about speakers makes groups of what is said."""
    made = compare(changed(12), by="speaker")
    assert {"Ida Brandt", "Bo Strand"} <= set(made.grouping.names)
    quoted = next(c for c in made.found if c.measure.id == "in quotation marks: all speakers: in quotation marks")
    assert quoted.numbers == (1.0, 1.0)

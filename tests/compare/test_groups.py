"""Which groups are compared, and what is said where there is nothing to compare."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

import framing
from framing.compare import Comparison, compare, group_articles
from framing.compare.groups import MOST_GROUPS, OTHERS
from framing.errors import InputError
from framing.extraction import with_project
from framing.report.comparison import comparison_page
from framing.resolve import Project
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


def test_one_article_is_described() -> None:
    """What can be shown is shown, and one sentence says why nothing is compared."""
    made = compare(changed(1))
    assert made.notes == ("1 article: there is nothing to compare it with. Give two articles or more.",)
    assert made.tested == ()
    quoted = next(c for c in made.found if c.measure.id == "in quotation marks: all speakers: in quotation marks")
    assert quoted.numbers == (1.0,)
    assert "stand in quotation marks in 100% of the statements in A1 (2 of 2)" in quoted.sentence


def test_outlets_come_first_then_articles_then_periods() -> None:
    """Without a column the groups are what the articles have."""
    assert group_articles(changed(6, outlet=["A", "B"] * 3)).by == "outlet"
    assert group_articles(changed(6, outlet="A")).names == ("A1", "A2", "A3", "A4", "A5", "A6")
    dates = [dt.date(2020 + i % 2, 1, 1) for i in range(8)]
    assert group_articles(changed(8, outlet="A", date=dates)).names == ("2020", "2021")


def test_one_outlet_without_dates_is_described() -> None:
    """The note names --by."""
    assert "of one outlet, without dates" in group_articles(changed(8, outlet="A")).notes[0]
    named = group_articles(changed(8, outlet="A"), "outlet")
    assert named.names == ("A",)
    assert "All 8 articles have the outlet 'A'" in named.notes[0]


@cache
def harbour() -> framing.Analysis:
    return framing.analyze("examples/harbour/slanted.jsonl")


def retold(**values: list[str]) -> framing.Analysis:
    """The 24 articles of the example with other outlets or events."""
    base = harbour()
    made = []
    for i, article in enumerate(base.corpus):
        event = {"event": values["event"][i]} if "event" in values else {}
        made.append(replace(article, outlet=values.get("outlet", [article.outlet] * 24)[i], extra=event))
    return framing.Analysis(replace(base.statements, corpus=replace(base.corpus, articles=tuple(made))))


def test_an_outlet_with_one_article_stops_no_test_of_the_others() -> None:
    """It is shown, and a note says that it is not tested."""
    made = compare(retold(outlet=["A", "B"] * 11 + ["A", "C"]), draws=99)
    assert "Shown and not tested, for want of articles: C." in made.notes
    assert made.tested
    assert all("C" not in (c.high, c.low) for c in made.tested)


def test_events_that_nobody_shares_are_left_out_of_account() -> None:
    """Groups are then compared over all articles, and a note says so."""
    made = compare(retold(outlet=["A", "B"] * 12, event=[f"event {i}" for i in range(24)]), draws=99)
    assert made.paired_by is None
    assert any("a difference may be one between events" in note for note in made.notes)
    assert made.tested


def test_two_groups_are_tested_once() -> None:
    """The p of the difference is that of the measure, and the interval is of the highest less the lowest."""
    made = compare(retold(outlet=["A", "B"] * 12), draws=99)
    assert made.tested
    for one in made.tested:
        assert one.p == one.pair_p
        assert one.difference_low <= one.difference + 1e-9
        assert one.difference - 1e-9 <= one.difference_high


def test_labels_of_the_project_get_rows() -> None:
    """Women and men have a row where the user says who is which, and only there."""
    base = changed(6, outlet=["A", "B"] * 3)
    assert not [c for c in compare(base).found if c.measure.section == "labels"]
    project = Project(labels={"gender": {"ida brandt": "women", "bo strand": "men"}})
    made = compare(framing.Analysis(with_project(base.statements, project)))
    rows = {c.measure.name: c.numbers for c in made.found if c.measure.section == "labels"}
    assert set(rows) == {"gender: women", "gender: men"}
    assert [a + b for a, b in zip(*rows.values(), strict=True)] == pytest.approx([1.0, 1.0])


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

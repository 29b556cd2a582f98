"""What reading did not understand stands in the first lines of a report, where it may change every number."""

from __future__ import annotations

from framing.report import summarise
from framing.report.blocks import Warnings
from framing.report.charts import charts
from framing.report.sections import sections
from framing.statements import Statements
from framing.values import Article, Corpus, Problem

ASKED = Problem("t.csv", "no outlet: did you mean --column outlet=a or --column outlet=b?", skipped=False, weighty=True)
ARTICLE = Article("1", "The ferry sails on Sundays, the town said.", extra={"date": "02/03/2016"})


def test_it_stands_before_every_number() -> None:
    lost = tuple(Problem(f"{i}.txt", "empty: no text") for i in range(3))
    noted = Problem("x", "a small thing", skipped=False)
    report = summarise(Statements((), Corpus((ARTICLE,), (noted, ASKED, *lost))), title="Ferry")
    assert report.reading == (
        f"t.csv: {ASKED.reason}",
        "Of what was given, 1 article could be used and 3 files or rows not (empty). See “Skipped and noted”.",
        "One article with a date that is not clear, so it is in no period.",
    )
    first = sections(report, charts(report))[0].blocks[0]
    assert isinstance(first, Warnings)
    assert first.texts == report.reading


def test_many_remarks_are_counted() -> None:
    many = tuple(Problem(f"{i}.csv", ASKED.reason, skipped=False, weighty=True) for i in range(9))
    report = summarise(Statements((), Corpus((ARTICLE,), many)), title="Ferry")
    assert len(report.reading) == 6
    assert report.reading[4] == "five more remarks of this kind: see “Skipped and noted”."


def test_nothing_to_say_says_nothing() -> None:
    assert summarise(Statements((), Corpus((ARTICLE,))), title="Ferry").reading[:-1] == ()

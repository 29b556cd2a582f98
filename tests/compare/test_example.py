"""The example with a known answer: what was planted is found and nothing else, without slant nothing is."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import framing
from framing.compare import Comparison, compare, compare_groups, group_articles, measures
from framing.report.comparison import comparison_page

FOLDER = Path(__file__).parents[2] / "examples" / "harbour"
OUTLETS = ("Coastal Wire", "Harbour Courier", "Tidewater Post")
COURIER, TIDEWATER, WIRE = "Harbour Courier", "Tidewater Post", "Coastal Wire"

PLANTED = {
    "who speaks: company": (COURIER, TIDEWATER),
    "who speaks: city": (COURIER, TIDEWATER),
    "who speaks: union": (TIDEWATER, COURIER),
    "who speaks: residents": (TIDEWATER, COURIER),
    "who speaks: officials": (COURIER, TIDEWATER),
    "prominence: company has the first word": (None, TIDEWATER),
    "prominence: union has the first word": (TIDEWATER, None),
    "prominence: city has the last word": (COURIER, None),
    "prominence: residents has the last word": (None, COURIER),
    "introduced as: company: distancing cues": (TIDEWATER, None),
    "introduced as: union: distancing cues": (COURIER, None),
    "in quotation marks: union: in quotation marks": (TIDEWATER, COURIER),
    "in quotation marks: company: in quotation marks": (None, TIDEWATER),
    "own words: “agitators”": (COURIER, None),
    "own words: “workers”": (TIDEWATER, None),
    "own words: “dockers”": (WIRE, None),
    "own words: “blockade”": (COURIER, None),
    "own words: “strike”": (TIDEWATER, None),
    "own words: “walkout”": (WIRE, None),
    "words for people: “agitator”, own voice": (COURIER, None),
    "words for people: “worker”, own voice": (TIDEWATER, None),
    "words for people: “docker”, own voice": (WIRE, None),
}
"""Measures of the slant in README.md, with the outlet of the highest and of the lowest value where only one is."""

PEOPLE = {"Ingrid Vale", "Peter Hallam", "Tobias Renn", "Alma Quist", "Lena Marsh", "Davit Oram", "Rosa Tennant",
          "Samuel Birk"}  # fmt: skip
FOLLOWS = {"voices", "in quotation marks", "introduced as", "lexicons, own voice", "roles", "access", "coverage"}
"""Sections in which more follows from the slant: less is quoted where more is paraphrased, and whom one outlet alone
hears, its readers alone hear of."""


@cache
def analysis(version: str) -> framing.Analysis:
    return framing.analyze(FOLDER / f"{version}.jsonl")


@cache
def comparison(version: str) -> Comparison:
    return compare(analysis(version), by="outlet")


def test_the_files_are_what_the_program_writes(tmp_path: Path) -> None:
    """Nobody has changed the articles by hand."""
    before = {n: (FOLDER / f"{n}.jsonl").read_bytes() for n in ("slanted", "even")}
    made = runpy.run_path(str(FOLDER / "make.py"))
    made["write"](tmp_path)
    assert {n: (tmp_path / f"{n}.jsonl").read_bytes() for n in before} == before


@pytest.mark.parametrize("measure", PLANTED)
def test_what_was_planted_is_found(measure: str) -> None:
    """Every planted difference is asserted, with the right outlets at its ends."""
    found = {c.measure.id: c for c in comparison("slanted").claimed}
    assert measure in found
    high, low = PLANTED[measure]
    values = dict(zip(found[measure].groups, found[measure].numbers, strict=True))
    assert high is None or values[high] == max(values.values())
    assert low is None or values[low] == min(values.values())


def test_nothing_else_is_found() -> None:
    """What is asserted beside the planted measures is their consequence: people of a side, forms, cues."""
    others = [c.measure for c in comparison("slanted").claimed if c.measure.id not in PLANTED]
    assert [
        m.id for m in others if m.section not in FOLLOWS and m.name not in PEOPLE and m.section != "who speaks"
    ] == []


def test_without_slant_nothing_is_found() -> None:
    """No difference is asserted between outlets that take turns."""
    even = comparison("even")
    assert len(even.tested) > 50
    assert even.claimed == ()


def test_findings_move_with_the_names() -> None:
    """Outlets renamed in a circle: the same findings, under the new names."""
    analysed = analysis("slanted")
    grouping = group_articles(analysed, "outlet")
    assert grouping.of_article is not None
    new = dict(zip(OUTLETS, (*OUTLETS[1:], OUTLETS[0]), strict=True))
    renamed = replace(grouping, of_article=grouping.of_article.map(new))
    moved = compare_groups(analysed, measures(analysed), renamed)
    assert {c.measure.id for c in moved.claimed} == {c.measure.id for c in comparison("slanted").claimed}
    there = {c.measure.id: dict(zip(c.groups, c.numbers, strict=True)) for c in moved.claimed}
    for one in comparison("slanted").claimed:
        for outlet, number in zip(one.groups, one.numbers, strict=True):
            assert there[one.measure.id][new[outlet]] == pytest.approx(number, nan_ok=True)


def test_every_cell_opens_to_its_lines() -> None:
    """The words of the lines behind a cell are what the cell counts."""
    made = comparison("slanted")
    lines = made.cells.evidence(("who speaks: union", TIDEWATER))
    assert set(lines["speaker"]) == {"Lena Marsh", "Davit Oram"}
    assert all(a.startswith("tidewater") for a in lines["article_id"])
    for row in lines.to_dict("records"):
        assert analysis("slanted").corpus[row["article_id"]].text[row["start"] : row["end"]] == row["words"]


def test_findings_are_json() -> None:
    """One dictionary a measure, with evidence that can be looked up."""
    rows = json.loads(json.dumps(comparison("slanted").findings()))
    assert len(rows) == len(comparison("slanted").found)
    row = next(r for r in rows if r["id"] == "own words: “agitators”")
    assert row["claimed"]
    assert row["q"] < 0.05
    assert list(row) == [
        "id", "section", "measure", "groups", "values", "base", "difference", "low", "high", "p", "q", "n_articles",
        "claimed", "sentence", "evidence",
    ]  # fmt: skip
    article, field, start, end = row["evidence"][0]
    assert analysis("slanted").corpus[article].field_text(field)[start:end].lower() == "agitators"


def test_coverage_says_who_alone_has_what() -> None:
    """Of each day: things that several have, statements of each alone, the same words with their cues side by side."""
    found = comparison("slanted").coverage
    assert found is not None
    assert found.events["event"].tolist() == [f"day {i}" for i in range(1, 9)]
    assert found.events[list(OUTLETS)].to_numpy().sum() == len(found.alone)
    assert set(found.events["first_groups"]) == {""}  # all on one day
    cues = found.versions.groupby("shared_id")["cue"].agg(set)
    assert any({"explained", "said"} <= c for c in cues)
    page = comparison_page(comparison("slanted"), form="markdown")
    for title in ("Coverage: what each has of an event", "The same words, side by side", "What only one has"):
        assert title in page


def test_two_versions_of_a_quotation_stand_with_cues_that_differ_first() -> None:
    """A reader sees “claimed” against “said” before anything else."""
    found = comparison("slanted").coverage
    assert found is not None
    first = found.versions[found.versions["shared_id"].eq(found.versions["shared_id"].iloc[0])]
    assert first["cue"].nunique() > 1
    assert first["group"].nunique() > 1

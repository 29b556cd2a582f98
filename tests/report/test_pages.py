"""Markdown and HTML: nothing in an article can break them, and both say the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from framing.report import report_files, summarise
from framing.report.blocks import Items, Table
from framing.report.charts import charts
from framing.report.html import html
from framing.report.markdown import escape, markdown, table
from framing.report.sections import sections
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = "a|b <script>alert('x')</script> *c* _d_ `e` [f](g) ![h](i) \\ & &amp; ~~k~~ # l\n1. m\n- n"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @classmethod
    def of(cls, source: str) -> _Page:
        page = cls()
        page.feed(source)
        assert not page.open
        return page

    def values(self, attribute: str) -> list[str]:
        return [v for _, k, v in self.attributes if k == attribute]


@pytest.fixture(scope="module")
def files(seeds: Statements) -> dict[str, bytes]:
    return report_files(seeds, title="Raqqa")


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> _Page:
    return _Page.of(files["report.html"].decode())


def _nasty() -> Statements:
    text = f"{NASTY} said that {NASTY}."
    one, two = (0, len(NASTY)), (len(NASTY) + 11, 2 * len(NASTY) + 11)
    speaker = Speaker("x", NASTY, SpeakerType.PERSON, side="<b>")
    statement = Statement(
        'id"><i>', "a|1", "text", "paragraph", Kind.INDIRECT, Passage(NASTY, (one,)),
        Passage("said", ((len(NASTY) + 1, len(NASTY) + 5),)), Passage(text[slice(*two)], (two,)), speaker, 0.5,
    )  # fmt: skip
    return Statements((statement,), Corpus((Article("a|1", text, title="<h1>" + NASTY),)))


def test_the_page_needs_nothing_from_elsewhere(page: _Page, files: dict[str, bytes]) -> None:
    assert not [a for a in page.attributes if a[0] in ("script", "link", "iframe")]
    assert all(v.startswith("data:image/svg+xml;base64,") for v in page.values("src"))
    links = [v for v in page.values("href") if not v.startswith("#")]
    assert links
    assert all(v in files for v in links)
    assert "@import" not in files["report.html"].decode()
    assert len(page.values("src")) == sum(f.endswith(".svg") for f in files)


def test_every_reference_leads_to_its_statement(page: _Page, seeds: Statements) -> None:
    targets = page.values("id")
    assert len(targets) == len(set(targets))
    inside = [v[1:] for v in page.values("href") if v.startswith("#")]
    assert set(inside) <= set(targets)
    assert {f"A1.{i}" for i in range(1, 20)} | {f"A2.{i}" for i in range(1, 21)} <= set(targets)
    assert sum(bool(re.fullmatch(r"A\d+\.\d+", v)) for v in inside) > 30


def test_what_a_finding_counts_is_linked(seeds: Statements, files: dict[str, bytes]) -> None:
    counted = [f for f in summarise(seeds, title="Raqqa").findings if f.topic == "verbs" and f.statements]
    assert counted
    first = next(f for f in summarise(seeds, title="Raqqa").findings if f.sentence.startswith("Sergey Lavrov is given"))
    links = ", ".join(f'<a class="ref" href="#{name}">{name}</a>' for name in first.statements)
    assert f"<details><summary>6 statements counted</summary>{links}</details>" in files["report.html"].decode()


def test_pictures_have_words_for_those_who_do_not_see_them(page: _Page) -> None:
    assert all(len(v) > 30 for v in page.values("alt"))


def test_all_files_that_markdown_names_are_there(files: dict[str, bytes]) -> None:
    named = re.findall(r"\]\(((?:charts|tables)/[^)]+)\)", files["report.md"].decode())
    assert named
    assert all(n in files for n in named)


def test_both_pages_say_the_same(seeds: Statements, files: dict[str, bytes], page: _Page) -> None:
    report = summarise(seeds, title="Raqqa")
    blocks = [b for s in sections(report, charts(report)) for b in s.blocks]
    read = " ".join(" ".join(page.text).split())
    for block in blocks:
        if isinstance(block, Items):
            for finding in block.findings:
                assert escape(finding.sentence) in files["report.md"].decode()
                assert finding.sentence.split("(A")[0].strip() in read
        if isinstance(block, Table):
            assert table(block.frame) in files["report.md"].decode()


@pytest.mark.parametrize("name", ["report.md", "report.html"])
def test_nothing_in_an_article_is_taken_for_markup(name: str) -> None:
    source = report_files(_nasty(), title="t " + NASTY)[name].decode()
    page = _Page.of(READER.render(source) if name == "report.md" else source)
    assert not page.tags & {"script", "i", "b"}
    assert "<script>alert('x')</script>" in " ".join(page.text)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_a_cell_reads_as_it_was_written(text: str) -> None:
    page = _Page.of(READER.render(table(pd.DataFrame({"column": pd.Series([text], dtype="object"), "n": [1]}))))
    assert "".join(page.text).split() == ["column", "n", *text.replace("\0", "�").split(), "1"]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (pd.DataFrame(), ""),
        (pd.DataFrame({"a": []}), "| a |\n| ---: |"),
        (pd.DataFrame({"a": [1.5, float("nan")], "b": ["x", None]}), "| a | b |\n| ---: | --- |\n| 1.5 | x |\n|  |  |"),
        (pd.DataFrame({"ok": [True, False]}), "| ok |\n| --- |\n| yes |\n| no |"),
        (pd.DataFrame({"share": ["15%", "–"]}), "| share |\n| ---: |\n| 15% |\n| – |"),
        (pd.DataFrame({"quoted_words": [-12345]}), "| quoted words |\n| ---: |\n| −12,345 |"),
    ],
    ids=["nothing", "no rows", "missing", "flags", "numbers as text", "numbers"],
)
def test_tables(frame: pd.DataFrame, expected: str) -> None:
    assert table(frame) == expected


@pytest.mark.parametrize("number", [400, 401])
def test_long_appendices_are_cut_and_say_so(number: int, seeds: Statements) -> None:
    statement = seeds.items[0]
    items = tuple(
        Statement(
            f"s{i}", statement.article_id, "text", "paragraph", Kind.INDIRECT, statement.source, statement.cue,
            statement.content, statement.speaker, 0.5,
        )
        for i in range(number)
    )  # fmt: skip
    report = summarise(Statements(items, seeds.corpus), title="t")
    parts = sections(report, ())
    text = markdown("t", parts)
    assert ("The rest, one statement, is in tables/statements.csv." in text) == (number == 401)
    assert html("t", parts, {}).count('<tr id="') == 400


def test_without_articles_there_are_still_two_pages(tmp_path: Path) -> None:
    files = report_files(Statements((), Corpus(())), title="Nothing")
    for name in ("report.md", "report.html"):
        assert "No article was read, so there is nothing to report." in files[name].decode()
    _Page.of(files["report.html"].decode())

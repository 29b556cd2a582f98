"""Markdown and HTML: nothing in an article can break them, and both say the same."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape as html_unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from framing.errors import InputError, ProjectError
from framing.report import Report, report_files, summarise
from framing.report.blocks import Items, Prose, Section, Table
from framing.report.charts import charts
from framing.report.markdown import escape, table
from framing.report.sections import sections
from framing.report.settings import chosen_sections, read_sections
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
        self.own: list[str] = []
        self.aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag not in ("meta", "img", "br", "link", "input"):
            # The articles themselves, quotations from them, and pictures that only a telephone shows.
            apart = given.get("id") == "reading" or tag in ("blockquote", "style", "script", "title")
            apart |= bool({"narrow", "said"} & set((given.get("class") or "").split()))
            self.open.append(f"{tag}!" if apart else tag)
            self.aside += apart
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_endtag(self, tag: str) -> None:
        while (opened := self.open.pop().rstrip("!")) != tag:
            assert opened in ("li", "dt", "dd"), (opened, tag)  # whose end HTML lets one leave out
        self.aside = sum(name.endswith("!") for name in self.open)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style!", "script!"):
            self.text.append(data)
            self.own += [] if self.aside else [data]

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
    source = files["report.html"].decode()
    assert not [a for a in page.attributes if a[0] in ("link", "iframe", "img") or a[1] in ("src", "style")]
    assert not [a for a in page.attributes if a[1].startswith("on")]
    links = [v for v in page.values("href") if not v.startswith("#")]
    assert links
    assert all(v in files for v in links)
    assert "@import" not in source
    assert "url(http" not in source
    assert len(source.encode()) < 1_500_000


def test_the_policy_lets_in_the_pages_own_style_and_script_and_nothing_else(files: dict[str, bytes]) -> None:
    source = files["report.html"].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', source)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in html_unescape(policy[1]).split(";"))
    assert rules["default-src"] == "'none'"
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert rules[name] == f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_every_address_is_there(page: _Page) -> None:
    targets = page.values("id")
    assert len(targets) == len(set(targets))
    inside = [v[1:] for v in page.values("href") if v.startswith("#")]
    assert set(inside) <= set(targets)
    assert sum(v.startswith("L") for v in inside) > 100


def test_numbers_and_findings_lead_to_their_lines(files: dict[str, bytes], seeds: Statements) -> None:
    source = files["report.html"].decode()
    first = re.search(r'<li><p>US-led coalition.*?<a class="lines" href="#(L\d+)">', source)
    assert first
    lines = re.search(rf'<section class="set" id="{first[1]}".*?</section>', source, re.DOTALL)
    assert lines
    assert (
        lines[0].count("<li>")
        == sum(
            len(s.content.spans) > 0 for s in seeds if s.attributed_to and s.attributed_to.side == "US-led coalition"
        )
        or lines[0].count("<li>") > 5
    )
    cells = re.findall(r"<td[^>]*>(<a class=\"lines\".*?)?[^<]*", source)
    assert sum(bool(c) for c in cells) > 100
    assert len(re.findall(r'<svg class="chart[^>]*>.*?</svg>', source, re.DOTALL)) == 8
    assert len(re.findall(r'<a class="lines" href="#L\d+" aria-label="[^"]+"><path', source)) > 20


def test_the_report_is_short(page: _Page) -> None:
    words = re.findall(r"[\w’'-]+", " ".join(page.own))
    assert 500 < len(words) < 2500


def test_pictures_have_words_for_those_who_do_not_see_them(page: _Page) -> None:
    labels = [v for tag, k, v in page.attributes if k == "aria-label" and tag == "svg"]
    assert len(labels) >= 8
    assert all(len(v) > 30 for v in labels)


def test_what_stands_first(seeds: Statements) -> None:
    report = summarise(seeds, title="Raqqa")
    first = sections(report, charts(report))[0]
    (found,) = (b for b in first.blocks if isinstance(b, Items))
    assert 3 < len(found.findings) <= 10
    assert found.findings[0].sentence.startswith("Syrian government")
    (table,) = (b for b in first.blocks if isinstance(b, Table))
    assert table.lines is not None
    lines = table.lines(0, "A2")
    assert lines is not None
    assert len(lines)
    assert table.lines(0, "measure") is None
    assert any(isinstance(b, Prose) and "no score of bias" in b.text for b in first.blocks)
    told = [f.sentence for f in found.findings]
    later = [f.sentence for s in sections(report, ())[1:] for b in s.blocks if isinstance(b, Items) for f in b.findings]
    assert not set(told) & set(later)


def test_charts_that_say_nothing_of_two_articles_are_left_out_and_their_tables_are_there(
    files: dict[str, bytes],
) -> None:
    assert {n for n in files if n.startswith("charts/")} == {
        f"charts/{n}.svg" for n in ("shares", "words_by_actor", "labels", "where")
    }
    assert {f"tables/{n}.csv" for n in ("tone", "reporting_verbs", "contrast_sides", "terms_sides")} <= set(files)


def test_sections_are_chosen_and_ordered_and_some_are_your_own(seeds: Statements) -> None:
    def mine(report: Report) -> Section:
        return Section("mine", "Of my own", (Prose(f"{len(report.articles)} articles & more."),))

    def nothing(report: Report) -> None:
        return None

    files = report_files(seeds, title="t", sections=["method", mine, nothing, "compare"])
    heads = re.findall(r"^## (.+)$", files["report.md"].decode(), re.MULTILINE)
    assert heads == ["Method and limits", "Of my own", "What stands out"]
    assert "<p>2 articles &amp; more.</p>" in files["report.html"].decode()
    assert "charts/shares.svg" not in files
    assert json.loads(files["manifest.json"])["settings"]["sections"] == ["method", "mine", "nothing", "compare"]
    assert 'id="reading"' not in files["report.html"].decode()


def test_the_project_file_chooses_sections(seeds: Statements, tmp_path: Path) -> None:
    project = tmp_path / "framing.toml"
    project.write_text('[report]\nsections = ["where", "speakers"]\n')
    text = report_files(seeds, title="t", project=project)["report.md"].decode()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Who speaks where", "Who speaks"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[report]\nsections = ["wher"]', r"'wher' is no section of the report\. Did you mean 'where'\?"),
        ('[report]\nsections = "where"', "is no list"),
        ("[report]\nsections = []", "is empty"),
        ('[report]\nsections = ["where", "where"]', "'where' stands there twice"),
        ("[report]\nsections = [3]", "is 3, which is no text"),
        ('[report]\nsection = ["where"]', r"unknown key 'section' in \[report\]\. Did you mean 'sections'\?"),
        ("report = 3", "is 3, where a table is needed"),
        ("[report", "cannot be read"),
    ],
)
def test_a_mistake_in_the_choice_of_sections_is_told(text: str, message: str, tmp_path: Path) -> None:
    project = tmp_path / "framing.toml"
    project.write_text(text)
    with pytest.raises(ProjectError, match=message):
        read_sections(project)


@pytest.mark.parametrize(("given", "message"), [(["nowhere"], "no section 'nowhere'"), ("where", "is a list")])
def test_a_mistake_in_a_call_is_told(given: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        chosen_sections(given, None)


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
            assert table(block.frame.head(block.first or len(block.frame))) in files["report.md"].decode()


@pytest.mark.parametrize("name", ["report.md", "report.html"])
def test_nothing_in_an_article_is_taken_for_markup(name: str) -> None:
    source = report_files(_nasty(), title="t " + NASTY)[name].decode()
    page = _Page.of(READER.render(source) if name == "report.md" else source)
    assert not page.tags & {"i", "img"}
    assert source.count("<script>") == (name == "report.html")  # the page's own
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


def test_all_statements_are_in_the_page(seeds: Statements) -> None:
    statement = seeds.items[0]
    items = tuple(replace(statement, id=f"s{i}") for i in range(450))
    page = report_files(Statements(items, seeds.corpus), title="t")["report.html"].decode()
    assert page.count('class="note"') == 450


def test_without_articles_there_are_still_two_pages(tmp_path: Path) -> None:
    files = report_files(Statements((), Corpus(())), title="Nothing")
    for name in ("report.md", "report.html"):
        assert "No article was read, so there is nothing to report." in files[name].decode()
    _Page.of(files["report.html"].decode())

"""The whole report in a real browser: tables fold, sort, filter and download, numbers open lines, at two widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framing.report import write_report
from framing.statements import Statements
from tests.browser.conftest import AXE, Open

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def report(seeds: Statements, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(seeds, tmp_path_factory.mktemp("report") / "raqqa") / "report.html"


def _rows(table: Any) -> list[str]:
    return [str(t).strip() for t in table.locator("tbody tr:visible td:first-child").all_inner_texts()]


def test_tables_fold_sort_filter_and_download(open_page: Open, report: Path, tmp_path: Path) -> None:
    tab = open_page(report)
    box = tab.locator("figure.table:has(> figcaption:text-is('Speakers'))")
    table = box.locator("table")
    assert len(_rows(table)) == 5
    box.get_by_role("button", name="Show all").click()
    everyone = _rows(table)
    assert len(everyone) == 15
    words = table.locator("thead button").nth(2)
    words.click()
    assert _rows(table)[0] == "Sergey Lavrov"
    words.click()
    assert _rows(table)[-1] == "Sergey Lavrov"
    assert table.locator("th[aria-sort=ascending]").count() == 1
    box.get_by_role("searchbox").fill("russia")
    assert set(_rows(table)) == {"Sergey Lavrov", "Igor Konashenkov", "Moscow"}
    assert "3 of 15 rows" in box.get_by_role("status").inner_text()
    with tab.expect_download() as loading:
        box.get_by_role("button", name="Download").click()
    loading.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("speaker,side,words,share")
    assert len(lines) == 16


def test_a_cell_and_a_bar_open_their_lines_and_come_back(open_page: Open, report: Path) -> None:
    tab = open_page(report)
    cell = tab.locator("#compare td a.lines").first
    cell.click()
    tab.locator(".set.open li").first.wait_for()  # the page opens them when it is told of the new address
    assert tab.locator(".set.open li").count() > 0
    tab.keyboard.press("Escape")
    tab.locator(".set.open").wait_for(state="detached")
    tab.locator("svg.chart.wide a.lines").nth(1).click()
    tab.locator(".set.open li").first.wait_for()
    assert tab.locator(".set.open li").count() > 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_and_no_serious_barrier_is_found(
    open_page: Open, report: Path, width: int, scheme: str
) -> None:
    tab = open_page(report, width=width, scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator(f"svg.chart.{'narrow' if width == 360 else 'wide'}").first.is_visible()
    assert not tab.locator(f"svg.chart.{'wide' if width == 360 else 'narrow'}").first.is_visible()
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html.slice(0, 200)]))")
    assert [v for v in found if v[0] in ("serious", "critical")] == []


def test_without_scripts_tables_are_plain_and_links_work(open_page: Open, report: Path) -> None:
    tab = open_page(report, scripts=False)
    assert tab.locator(".tools").count() == 0
    assert len(_rows(tab.locator("figure.table table", has_text="Sergey Lavrov").first)) > 5
    address = tab.locator("#compare td a.lines").first.get_attribute("href")
    assert tab.locator(f"[id='{address[1:]}']").count() == 1

"""The view of many articles: an index that searches all lines, a page an article, a page an event."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.test_reading import TEXTS, pressed

pytestmark = pytest.mark.browser

Pages = dict[str, Path]


def test_the_index_lists_and_searches_all(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["folder"] / "index.html")
    assert tab.locator("tbody tr").count() == 60
    pressed(tab, "/")
    tab.keyboard.type('"bridge 8 needs"')
    tab.wait_for_selector(".results mark")
    lines = tab.locator(".results li")
    assert all("Bridge 8 needs" in text for text in lines.all_text_contents())
    lines.first.locator("a").click()
    tab.wait_for_selector(".note.open")
    assert "Bridge 8 needs" in tab.locator(".note.open").inner_text()


def test_nothing_is_cut_off(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["folder"] / "index.html")
    tab.fill(".q", "bridge")
    tab.wait_for_selector(".results li")
    assert tab.locator(".found").inner_text() == "720 lines in 60 articles"
    while tab.locator(".more").is_visible():
        tab.locator(".more").click()
    assert tab.locator(".results li").count() == 720
    pressed(tab, "Escape")
    assert tab.locator("#articles").is_visible()


def test_filters_of_the_index(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["folder"] / "index.html")
    tab.locator(".q").focus()
    tab.locator("[data-facet=side]").select_option(label=tab.locator("[data-facet=side] option").nth(1).inner_text())
    tab.wait_for_selector(".results li")
    side = tab.locator("[data-facet=side] option").nth(1).inner_text().split(" (")[0]
    assert all(side in text for text in tab.locator(".results small").all_text_contents())


def test_pages_stay_small_and_long_articles_whole(open_page: Open, pages: Pages) -> None:
    from tests.browser.stories import many

    for folder in (pages["folder"], pages["long"]):
        sizes = {p.name: p.stat().st_size for p in folder.glob("*.html") if p.name != "index.html"}
        assert max(sizes.values()) < 300_000
    files = sorted(pages["long"].glob("article-*.html"), key=lambda p: (len(p.name), p.name))
    assert len(files) > 3
    text = "".join(open_page(f).evaluate(TEXTS)["a0000"]["text"] for f in files)
    assert text == many(1, sentences=1900).corpus[0].text
    assert len(text.split()) > 30_000


def test_articles_of_an_event_stand_together(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["folder"] / "index.html")
    tab.get_by_role("link", name="beside others: the event of A3", exact=True).click()
    assert [a.get_attribute("data-label") for a in tab.locator(".art").all()] == ["A3", "A4"]
    assert tab.locator("#a3 .also").count() > 0
    tab.locator("#a3 .also").first.click()
    tab.locator(".note.open").wait_for()
    assert tab.locator("#a4 .on").count() > 0


def test_without_scripts_the_list_leads_to_the_articles(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["folder"] / "index.html", scripts=False, width=360)
    assert not tab.locator(".q").is_visible()
    tab.get_by_role("link", name="A5", exact=True).click()
    assert tab.locator("#a5 .text").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360

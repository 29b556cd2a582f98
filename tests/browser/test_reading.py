"""The reading view in a real browser: open, search, filter, numbers to lines and back, side by side, correct, print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.report.reading import gather
from framing.statements import Statements
from tests.browser.conftest import AXE, Open
from tests.browser.stories import hard

pytestmark = pytest.mark.browser

Pages = dict[str, Path]

TEXTS = """() => Object.fromEntries([...document.querySelectorAll('.art')].map(a => [a.dataset.id,
  Object.fromEntries([...a.querySelectorAll('.text')].map(t => { const c = t.cloneNode(true);
    c.querySelectorAll('.m').forEach(m => m.remove()); return [t.dataset.field, c.textContent]; }))]))"""


def pressed(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def test_every_article_is_whole(open_page: Open, pages: Pages, seeds: Statements) -> None:
    shown = open_page(pages["seeds"]).evaluate(TEXTS)
    assert shown == {a.id: {"text": a.text} for a in seeds.corpus}
    shown = open_page(pages["hard"]).evaluate(TEXTS)
    assert shown == {a.id: {"text": a.text} for a in hard().corpus}


def test_markup_and_scripts_of_articles_stay_text(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["hard"])
    assert tab.evaluate("window.broken") is None
    assert tab.locator(".text b, .text img, .text table, .text script, .text style").count() == 0
    assert tab.locator(".text p").first.is_visible()
    assert tab.evaluate("getComputedStyle(document.querySelector('#a3 .text p')).direction") == "rtl"
    assert "default-src 'none'" in tab.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert tab.get_by_text("No statement was found in it.").count() == 1
    assert tab.get_by_text("This article has no words.").count() == 1


def test_a_number_opens_its_lines_and_back(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["seeds"])
    number = tab.locator("#numbers a").nth(1)
    many = int(number.inner_text())
    number.click()
    panel = tab.locator(".set.open")
    panel.wait_for()
    assert panel.locator("li").count() == many
    assert panel.locator("mark").first.inner_text().strip() != ""
    assert tab.evaluate("CSS.highlights.get('framing-lines').size") == many
    first = panel.locator("[aria-current]").get_attribute("href")
    pressed(tab, "n")
    assert panel.locator("[aria-current]").get_attribute("href") != first
    pressed(tab, "Escape")
    assert not panel.is_visible()
    assert tab.evaluate("document.activeElement.getAttribute('href')") == number.get_attribute("href")
    number.click()
    panel.wait_for()
    tab.go_back()
    panel.wait_for(state="hidden")


def test_search_finds_words_at_their_beginning(open_page: Open, pages: Pages, seeds: Statements) -> None:
    tab = open_page(pages["seeds"])
    pressed(tab, "/")
    tab.keyboard.type("Mosul")
    tab.locator(".hits li").first.wait_for()
    expected = sum(a.text.count("Mosul") for a in seeds.corpus)
    assert tab.locator(".found").inner_text().startswith(f"{expected} place")
    assert tab.locator(".hits li").count() == expected
    tab.fill(".q", "osul")
    tab.locator(".found", has_text="0 places").wait_for()
    tab.fill(".q", "")
    tab.locator("#reading:not(.filtering)").wait_for()


@pytest.mark.parametrize(
    ("facet", "of"),
    [
        ("sp", lambda n: n.speaker), ("side", lambda n: n.side), ("stance", lambda n: n.stance),
        ("role", lambda n: n.statement.attributed_to and n.statement.attributed_to.role.value),
        ("act", lambda n: n.statement.act.value),
    ],
)  # fmt: skip
def test_each_filter_lists_exactly_its_statements(
    open_page: Open, pages: Pages, seeds: Statements, facet: str, of: Any
) -> None:
    notes = [n for a in gather(seeds).articles for n in a.notes]
    tab = open_page(pages["seeds"])
    tab.locator(".facets summary").click()
    select = tab.locator(f"[data-facet={facet}]")
    value = select.locator("option").nth(1).get_attribute("value")
    select.select_option(value)
    expected = sum(of(n) == value for n in notes)
    assert expected > 0
    assert tab.locator(".hits li").count() == expected
    assert tab.locator(".note[data-hit]").count() == expected


def test_voices_and_lists_filter_too(open_page: Open, pages: Pages, seeds: Statements) -> None:
    reading = gather(seeds)
    tab = open_page(pages["seeds"])
    tab.locator(".facets summary").click()
    tab.locator("[data-facet=voice]").select_option("inserted")
    runs = [r for a in reading.articles for parts in a.parts.values() for p in parts for r in p.runs]
    assert tab.locator(".hits li").count() == sum(r.look == "inserted" for r in runs)
    tab.locator("[data-facet=voice]").select_option("")
    category = next(c for c in reading.articles[0].categories if c.startswith("group labels"))
    tab.locator("[data-facet=category]").select_option(category)
    assert tab.locator(".hits li").count() == sum(len(a.categories.get(category, ())) for a in reading.articles)


def test_a_statement_says_who_and_why(open_page: Open, pages: Pages, seeds: Statements) -> None:
    told = next(n for a in gather(seeds).articles for n in a.notes if n.why and not n.why[0].rule)
    tab = open_page(pages["seeds"])
    tab.locator(f"#a{told.article} [data-n='{told.number}']").first.click()
    panel = tab.locator(".note.open")
    assert panel.get_attribute("id") == f"n{told.article}.{told.number}"
    assert told.why is not None
    for words in (told.speaker, told.stance, told.confidence, told.why[0].told):
        assert words in panel.inner_text()
    pressed(tab, "Escape")
    assert tab.evaluate("document.activeElement.id") == f"s{told.article}.{told.number}"


def test_two_articles_stand_side_by_side(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["voices"])
    left, right = tab.locator("#a1").bounding_box(), tab.locator("#a2").bounding_box()
    assert right["x"] > left["x"] + left["width"] - 1
    assert abs(right["y"] - left["y"]) < 2
    tab.get_by_role("button", name="Side by side").click()
    tab.locator("#a1 .also").nth(5).click()
    tab.locator(".note.open").wait_for()
    assert tab.locator("#a2 .on").count() > 0
    assert tab.locator("#a1 .partner").count() > 0
    assert tab.evaluate("document.querySelector('#a1').scrollTop") >= 0
    narrow = open_page(pages["voices"], width=360)
    assert narrow.locator("#a2").bounding_box()["x"] == narrow.locator("#a1").bounding_box()["x"]


def test_keys_walk_through_the_statements(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["hard"])
    walked = []
    for _ in range(12):
        pressed(tab, "j")
        walked.append(tab.locator(".note.open").get_attribute("id"))
    reading = gather(hard())
    articles = [reading.articles[n - 1] for event in reading.events for n in event.articles]
    expected = [f"n{a.number}.{n.number}" for a in articles for n in a.notes]
    assert list(dict.fromkeys(walked)) == expected
    pressed(tab, "k")
    assert tab.locator(".note.open").get_attribute("id") == expected[-2]
    pressed(tab, "Escape", "?")
    assert tab.get_by_role("dialog", name="Help").is_visible()
    pressed(tab, "Escape")
    assert not tab.get_by_role("dialog", name="Help").is_visible()
    tab.locator(".q").focus()
    tab.keyboard.type("jk?")
    assert tab.locator(".q").input_value() == "jk?"


def saved(tab: Any) -> list[dict[str, Any]]:
    """The lines of the corrections file that the page gives."""
    tab.locator("[data-do=corrections]").click()
    with tab.expect_download() as download:
        tab.locator(".save").click()
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    tab.get_by_role("button", name="Close", exact=True).click()
    return [json.loads(line) for line in lines]


def select(tab: Any, element: str, start: int, end: int) -> None:
    """Select characters of an element's text as a reader would."""
    tab.evaluate(
        """([css, start, end]) => { const node = document.createTreeWalker(document.querySelector(css), 4).nextNode();
        getSelection().setBaseAndExtent(node, start, node, end); }""",
        [element, start, end],
    )


def test_corrections_are_saved_with_true_offsets(open_page: Open, pages: Pages) -> None:
    found = hard()
    tab = open_page(pages["hard"])
    pictures = found.corpus["pictures"]
    tab.locator("#s4\\.1").click()
    tab.locator("#n4\\.1.open").get_by_role("button", name="Right").click()
    assert "right" in tab.locator(".note.open .state").inner_text()
    tab.locator("#s4\\.2").click()
    tab.locator("#n4\\.2.open").get_by_role("button", name="Wrong").click()
    tab.locator("#s4\\.3").click()
    panel = tab.locator("#n4\\.3.open")
    panel.wait_for()
    panel.get_by_label("Another speaker").fill("Olaf Berg")
    panel.get_by_role("button", name="Set speaker").click()
    panel.get_by_label("Also called").fill("Olaf Berg")
    panel.get_by_role("button", name="Merge").click()
    select(tab, "#a4 [data-n='3']", 5, 13)
    panel.get_by_role("button", name="Use selected words").click()
    pressed(tab, "Escape")
    start = pictures.text.index("🎉")
    select(tab, "#a5 .text span", 0, 14)
    tab.get_by_role("button", name="Add a missing statement").click()
    tab.get_by_label("Who says it").fill("Nobody")
    tab.get_by_role("button", name="Add", exact=True).click()
    head, *rows = saved(tab)
    assert head == {"framing-corrections": 1, "corpus": found.corpus.sha256, "model": None, "version": head["version"]}
    by_kind = {r["kind"]: r for r in rows}
    assert set(by_kind) == {"statement", "speaker", "merge", "span", "missing"}
    assert len(rows) == 6
    for row in rows:
        if row["kind"] == "merge":
            continue
        text = found.corpus[row["article"]].text
        assert row["text"] == text[row["start"] : row["end"]]
        assert row["before"] == text[max(0, row["start"] - 32) : row["start"]]
        assert row["after"] == text[row["end"] : row["end"] + 32]
    third = found.items[8]
    assert (by_kind["speaker"]["start"], by_kind["speaker"]["end"]) == third.content.spans[0]
    assert by_kind["speaker"]["speaker"] == "Olaf Berg"
    assert by_kind["merge"]["actors"] == ["ida-lind", "olaf-berg"]
    new = by_kind["span"]
    assert new["new_text"] == pictures.text[new["new_start"] : new["new_end"]]
    assert new["new_start"] > start
    assert by_kind["missing"]["text"] == "Rain fell on t"
    tab.reload()
    tab.locator("[data-do=corrections]", has_text="(6)").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["seeds", "hard", "voices"])
def test_nothing_is_wider_than_the_window(open_page: Open, pages: Pages, name: str, width: int) -> None:
    tab = open_page(pages[name], width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    pressed(tab, "j")
    box = tab.locator(".note.open").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_it_prints_whole(open_page: Open, pages: Pages, tmp_path: Path) -> None:
    tab = open_page(pages["seeds"])
    pressed(tab, "j")
    out = tmp_path / "seeds.pdf"
    tab.pdf(path=str(out), format="A4")
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type/Page") >= 3
    tab.emulate_media(media="print")
    assert not tab.locator(".bar").is_visible()
    assert not tab.locator(".note.open").is_visible()
    assert tab.locator("#a2 .text").is_visible()


def test_it_works_with_scripts_off(open_page: Open, pages: Pages) -> None:
    tab = open_page(pages["seeds"], scripts=False)
    assert not tab.locator(".bar").is_visible()
    tab.locator("#numbers a").first.click()
    lines = tab.locator(".set:target")
    assert lines.is_visible()
    lines.locator("li a").first.click()
    lines.wait_for(state="hidden")
    assert "#a" in tab.url
    tab.locator("#s1\\.2").click()
    note = tab.locator("#n1\\.2")
    assert note.is_visible()
    note.get_by_role("link", name="back to the text").click()
    assert not note.is_visible()
    assert tab.url.endswith("#s1.2")


def serious(tab: Any) -> list[str]:
    """What axe-core finds that is serious or critical: rule and place."""
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:4]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(open_page: Open, pages: Pages, scheme: str, width: int) -> None:
    tab = open_page(pages["seeds"], scheme=scheme, width=width)
    assert serious(tab) == []
    pressed(tab, "j", "j")
    assert serious(tab) == []
    pressed(tab, "Escape")
    tab.locator("#numbers a").first.click()
    tab.locator(".set.open").wait_for()
    assert serious(tab) == []
    pressed(tab, "Escape", "/")
    tab.keyboard.type("Raqqa")
    tab.wait_for_selector(".hits li")
    tab.locator(".facets summary").click()
    assert serious(tab) == []
    tab.locator("[data-do=corrections]").click()
    assert serious(tab) == []
    assert serious(open_page(pages["hard"], scheme=scheme, width=width)) == []
    index = open_page(pages["folder"] / "index.html", scheme=scheme, width=width)
    assert serious(index) == []
    index.fill(".q", "bridge")
    index.wait_for_selector(".results li")
    assert serious(index) == []

"""How large the reading view of many articles is, and how fast a browser opens and searches it.

    python -m benchmarks.reading [--articles 1000] [--sentences 100]

Writes a view of made-up articles (``sentences`` statements each) into a temporary folder, opens its index in Chromium
and searches it, filters too. Needs what ``make test-browser`` installs.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from framing.report.reading import view
from tests.browser.stories import many

QUERIES = ("bridge", "bridge 150", '"more piers before winter 7"', "pier quay rain", "zebra", "n")


def main() -> None:
    """Make the articles, write the view, open and search it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--sentences", type=int, default=100)
    chosen = options.parse_args()
    statements = many(chosen.articles, sentences=chosen.sentences)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        made = view(statements)
        gathered = time.perf_counter()
        index = made.write(Path(folder) / "view")
        written = time.perf_counter()
        sizes = [p.stat().st_size for p in index.parent.glob("*.html") if p != index]
        print(f"{chosen.articles:,} articles, {len(statements):,} statements")
        print(f"gathered in {gathered - began:.1f} s, written in {written - gathered:.1f} s")
        print(f"index {index.stat().st_size / 1e6:.1f} MB; {len(sizes):,} pages, the largest {max(sizes) / 1e3:.0f} kB")
        browse(index)


def browse(index: Path) -> None:
    """Open the index three times and search it; say how long that takes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = []
        for _ in range(3):
            tab = browser.new_context().new_page()
            began = time.perf_counter()
            tab.goto(index.as_uri())
            tab.locator(".q").focus()
            opened.append(time.perf_counter() - began)
        print(f"opened and made ready to search in {statistics.median(opened):.2f} s")
        for query in QUERIES:
            tab.fill(".q", "")
            tab.fill(".q", query)
            tab.wait_for_timeout(1500)
            took = float(tab.locator("#index").get_attribute("data-took") or "nan")
            print(f"  {query:35} {took:6.1f} ms  {tab.locator('.found').inner_text()}")
        tab.fill(".q", "winter")
        tab.locator("[data-facet=side]").select_option(index=1)
        tab.wait_for_timeout(1500)
        took = float(tab.locator("#index").get_attribute("data-took") or "nan")
        print(f"  {'winter, of one side':35} {took:6.1f} ms  {tab.locator('.found').inner_text()}")
        browser.close()


if __name__ == "__main__":
    main()

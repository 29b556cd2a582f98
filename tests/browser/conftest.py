"""A browser that opens pages, and says at the end what they complained of or asked for: `make test-browser`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import framing
from framing.report.reading import Lines, fragment, gather, page
from framing.report.reading.view import view
from framing.statements import Statements
from tests.browser.stories import hard, many

AXE = Path(__file__).with_name("axe.min.js")
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by playwright; skipped with the reason where one of them is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make test-browser")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium: make test-browser")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens a file at a width, light or dark, with scripts or without; at the end nothing was said in the console."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(path: Path, *, width: int = 1280, scheme: str = "light", scripts: bool = True, hash_: str = "") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts,
            accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda m: said.append(m.text))
        tab.on("pageerror", lambda e: said.append(str(e)))
        tab.on("request", lambda r: asked.append(r.url))
        tab.goto(path.as_uri() + hash_)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    foreign = [url for url in asked if not url.startswith(("file:", "blob:"))]
    assert foreign == []


@pytest.fixture(scope="session")
def seeds() -> Statements:
    found: Statements = framing.analyze(Path(__file__).parents[2] / "seeds").statements
    return found


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, seeds: Statements) -> dict[str, Path]:
    """The pages that are tried: the seeds with numbers above them, hard texts, many speakers, a long text, a folder."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"seeds": folder / "seeds.html", "hard": folder / "hard.html", "voices": folder / "voices.html",
            "long": folder / "long", "folder": folder / "folder"}  # fmt: skip
    made["seeds"].write_text(with_numbers(seeds), "utf-8")
    view(hard(), title="Hard texts").write(made["hard"])
    view(many(2, sentences=220)).write(made["voices"])
    view(many(1, sentences=1900)).write(made["long"])
    view(many(60)).write(made["folder"])
    return made


def with_numbers(statements: Statements) -> str:
    """The view with a table of numbers above it, each a link to its lines."""
    from markupsafe import Markup

    reading = gather(statements)
    lines = Lines(reading)
    table = framing.balance(statements, by="speaker")
    links = [
        Markup('<li>{} <a class="lines" href="{}" aria-label="{} lines of {}">{}</a></li>').format(
            row["speaker"], lines.href(found), len(found), row["speaker"], len(found)
        )
        for _, row in table.iterrows()
        if len(found := table.evidence(row))
    ]
    numbers = Markup('<section aria-label="Numbers"><h2>Statements</h2><ul id="numbers">{}</ul></section>')
    return page("Two articles", numbers.format(Markup("").join(links)) + fragment(reading, lines))

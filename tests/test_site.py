"""The documentation site: every link leads somewhere, every page and name is in it, and it builds where Sphinx is."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

import framing

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def anchors(page: Path) -> set[str]:
    """Addresses of headings, as GitHub and MyST make them."""
    text = re.sub(r"(```|~~~).*?\1", "", page.read_text("utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", h)).strip().lower().replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"(```|~~~).*?\1", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{page.name}: {target}"


def test_every_page_is_in_the_site() -> None:
    listed = set(re.findall(r"^(\w+)$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE))
    assert listed == {p.stem for p in DOCS.glob("*.md")} - {"index"}


def test_every_public_name_is_in_the_reference() -> None:
    text = (DOCS / "reference.md").read_text("utf-8")
    for name in framing.__all__:
        assert name == "__version__" or re.search(rf"\b{name}\b", text), name


def test_every_measure_has_a_formula_and_literature() -> None:
    rows = [r.split(" | ") for r in (DOCS / "measures.md").read_text("utf-8").splitlines() if r.startswith("| ")][1:]
    told = " ".join(r[0] for r in rows)
    for name in ("voices", "balance", "prominence", "diversity", "standing", "indexing", "cue_stances", "treatment",
                 "echo", "silence", "lexicon_scores", "contrast", "tone", "access", "difference"):  # fmt: skip
        assert f"`{name}`" in told, name
    for row in rows:
        assert len(row) == 5, row
        assert re.search(r"\d{4}", row[3]), row


@pytest.mark.skipif(importlib.util.find_spec("sphinx") is None, reason="the extra docs is not installed")
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(tmp_path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    assert made.returncode == 0, made.stderr[-3000:]
    assert "balance" in (tmp_path / "reference.html").read_text("utf-8")

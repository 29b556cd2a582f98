"""Every sample of examples/formats is read to the same two articles, and the docs list all of them."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from framing.read import read
from framing.values import Article

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "formats"


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("formats_make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKE = _make()
SAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix not in (".py", ".md"))
BARE = {"article.docx", "article.rtf", "article.pdf"}
"""Documents say nothing of their outlet, title and day."""


def paragraphs(article: Article) -> tuple[str, ...]:
    return tuple(" ".join(p.split()) for p in re.split(r"\n+", article.text.strip()))


def byline(article: Article) -> str:
    names = ("byline", "author", "authors", "Byline", "fields.byline")
    return next((article.extra[n] for n in names if article.extra.get(n)), "")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_to_the_same_articles(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf")
    corpus = read(FOLDER / name)
    assert corpus.problems == ()
    told = MAKE.ARTICLES[:1] if name.startswith(("article.", "page.")) else MAKE.ARTICLES
    assert len(corpus) == len(told)
    for article, wanted in zip(corpus, told, strict=True):
        assert paragraphs(article) == wanted.text
        if name not in BARE:
            assert (article.title, article.outlet) == (wanted.title, wanted.outlet)
            assert article.date is not None
            assert article.date.isoformat() == wanted.iso
            assert wanted.byline in byline(article)


def test_parquet_and_a_frame_too(tmp_path: Path) -> None:
    frame = pd.DataFrame(MAKE.rows())
    frame.to_parquet(tmp_path / "own.parquet")
    for found in (read(tmp_path / "own.parquet"), read(frame)):
        assert [paragraphs(a) for a in found] == [a.text for a in MAKE.ARTICLES]
        assert [a.outlet for a in found] == [a.outlet for a in MAKE.ARTICLES]


def test_samples_are_what_the_program_writes() -> None:
    written = MAKE.samples()
    assert sorted(written) == SAMPLES
    for name, content in written.items():
        data = content.encode() if isinstance(content, str) else content
        if not name.endswith((".zip", ".docx", ".xlsx", ".gz")):  # what deflate gives depends on the library's version
            assert (FOLDER / name).read_bytes() == data, name


def test_the_docs_list_every_sample() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    listed = set(re.findall(r"^\|[^|]+\| `([^`|]+)` \|", page, re.M))
    assert listed == set(SAMPLES)
    assert len(listed) >= 25


def test_the_folder_as_a_whole_is_read(tmp_path: Path) -> None:
    corpus = read(FOLDER)
    kinds = {a.outlet for a in corpus if a.outlet}
    assert kinds == {a.outlet for a in MAKE.ARTICLES}

"""HTML pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.read import read
from tests.read.samples import ENGLISH, OTHER, ids, page, reasons, write

BODY = (
    f"{ENGLISH}\n{OTHER}\n“It’s a scandal,” said the café’s owner, who has been waiting for the bridge to open again."
)
HEAD = (
    "<title>Bridge closed</title><meta property='og:site_name' content='The Post'>"
    "<meta property='article:published_time' content='2016-10-25T10:00:00Z'>"
    "<link rel='canonical' href='https://post.example/bridge'>"
)


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.html.gz"])
def test_page(tmp_path: Path, name: str) -> None:
    corpus = read(write(tmp_path, {name: page(BODY, HEAD)}))
    article = corpus["a"]
    assert article.text == BODY
    assert (article.title, article.outlet, article.url) == ("Bridge closed", "The Post", "https://post.example/bridge")
    assert article.date == dt.date(2016, 10, 25)
    assert corpus.problems == ()


def test_undated_stays_undated(tmp_path: Path) -> None:
    body = (
        BODY + "\nThe last repairs were made on 3 March 2012, the town hall said, and none have been made since then."
    )
    write(tmp_path, {"a.html": page(body).replace("</body>", "<footer>Copyright 2014</footer></body>")})
    assert read(tmp_path)["a"].date is None


@pytest.mark.parametrize(
    ("charset", "encoding", "noted"),
    [
        ("windows-1252", "cp1252", ""),
        ("iso-8859-1", "cp1252", ""),
        ("utf-8", "utf-8", ""),
        ("utf-8", "cp1252", "read as windows-1252"),
        ("nonsense", "cp1252", "read as windows-1252"),
        ("", "cp1252", "read as windows-1252"),
    ],
)
def test_declared_encoding(tmp_path: Path, charset: str, encoding: str, noted: str) -> None:
    head = f"<meta charset='{charset}'>" if charset else ""
    corpus = read(write(tmp_path, {"a.html": page(BODY, head).encode(encoding)}))
    assert corpus["a"].text == BODY
    assert noted in reasons(corpus)
    assert bool(noted) == bool(corpus.problems)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("<html><body></body></html>", "no article text", id="no text"),
        pytest.param("<html><head><script>var a = 1</script></head></html>", "no article text", id="only a script"),
        pytest.param("", "no article text", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "binary", id="picture"),
    ],
)
def test_page_without_article(tmp_path: Path, content: str | bytes, reason: str) -> None:
    corpus = read(write(tmp_path, {"a.html": content, "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    assert f"a.html: {reason}" in reasons(corpus)
    with pytest.raises(InputError, match=reason):
        read(tmp_path / "a.html")


def test_metadata_goes_before_what_the_page_says(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, {"a.html": page(BODY, HEAD), "metadata.csv": "file,outlet\na.html,Herald\n"}))
    assert (corpus["a"].outlet, corpus["a"].title) == ("Herald", "Bridge closed")


def test_nothing_is_said_on_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(write(tmp_path, {"a.html": "<html></html>", "b.txt": ENGLISH}))
    assert capfd.readouterr() == ("", "")


def test_q_elements_are_quotations(tmp_path: Path) -> None:
    text = (
        BODY.replace("“", "<q>").replace("”", "</q>") + "\n<q>“It was marked already.”</q> That was all he said of it."
    )
    article = read(write(tmp_path, {"a.html": page(text, HEAD)}))["a"]
    assert article.text == BODY + "\n“It was marked already.” That was all he said of it."

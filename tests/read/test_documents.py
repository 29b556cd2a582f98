"""Documents, JSON, archives: variants, and what is damaged."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.read import iter_articles, read
from framing.read.documents import docx_text, pdf_text, rtf_text
from framing.read.record import UnusableError
from framing.values import Article
from tests.read.samples import ENGLISH, OTHER, ids, json_lines, page, reasons, write


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\pard Ann said \ldblquote no\rdblquote .\par It rained.\par", "Ann said “no”.\nIt rained.\n"),
        (rb"caf\'e9 \u8220?no\u8221? \emdash  \endash  it\rquote s", "café “no” — – it’s"),
        (rb"{\*\generator X;}{\info{\title T}}one {\b two} three", "one two three"),
        (rb"\uc2\u233ee!", "é!"),
        (rb"{\field{\*\fldinst HYPERLINK http://a.b}{\fldrslt the link}} here", "the link here"),
        (rb"a\~b\_c \{x\} \\ d", "a\u00a0b-c {x} \\ d"),
        (rb"{\pict\pngblip 0001ff}seen", "seen"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"one\cell two\cell\row three", "one\ttwo\t\nthree"),
        (rb"left {unclosed", "left unclosed"),
    ],
)
def test_rtf(body: bytes, text: str) -> None:
    assert rtf_text(rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + b"\n" + body + b"}") == text


@given(st.binary(max_size=300))
def test_any_bytes_are_rtf_or_nothing(data: bytes) -> None:
    rtf_text(b"{\\rtf1 " + data).encode()


def docx(body: str, name: str = "word/document.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>')
    return stream.getvalue()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>two.</w:t></w:r></w:p><w:p><w:r><w:t>Three.</w:t></w:r></w:p>",
            "One two.\nThree.",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        (
            "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
            "new",
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>",
            "link",
        ),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "cell"),
        ("<w:p/>", ""),
    ],
)
def test_docx(body: str, text: str) -> None:
    assert docx_text(docx(body)) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx("<w:p/>", "other.xml"), "no Word document"),
        (docx("<w:p>"), "a damaged Word document"),
        (docx("<w:p/>").replace(b"PK", b"XX"), "damaged or locked"),
        (b"PK\x03\x04 not a zip", "damaged or locked"),
    ],
)
def test_docx_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(UnusableError, match=reason):
        docx_text(data)


@pytest.mark.parametrize("name", ["a.docx", "a.rtf", "a.doc", "a.pdf", "a.xlsx", "a.zip", "a.warc", "a.json"])
@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0 old", b"some words", b"%PDF-1.4 broken", b"PK\x03\x04", b"{\\rtf1}"]
)
def test_a_damaged_document_is_a_problem_of_its_file(tmp_path: Path, name: str, data: bytes) -> None:
    corpus = read(write(tmp_path, {name: data, "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    assert name in reasons(corpus)


def test_pdf_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    with pytest.raises(UnusableError, match="pip install pypdf"):
        pdf_text(b"%PDF-1.4")


def test_a_document_has_its_metadata_beside_it(tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:t>{ENGLISH}</w:t></w:r></w:p>".replace('"', "&quot;")
    corpus = read(write(tmp_path, {"a.docx": docx(body), "metadata.csv": "file,outlet,date\na.docx,Post,2010-03-05\n"}))
    assert (corpus["a"].text, corpus["a"].outlet) == (ENGLISH, "Post")


ROWS = [{"id": "1", "text": ENGLISH}, {"id": "2", "text": OTHER}]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (ROWS, ["1", "2"]),
        ({"articles": ROWS}, ["1", "2"]),
        ({"status": "ok", "data": {"items": ROWS, "tags": [{"a": 1}]}}, ["1", "2"]),
        ({"hits": {"hits": [{"_id": r["id"], "_source": {"text": r["text"]}} for r in ROWS]}}, ["1", "2"]),
        ({r["id"]: {"text": r["text"]} for r in ROWS}, ["1", "2"]),
        (ROWS[0], ["1"]),
        ([[ROWS[0]], ROWS[1]], ["2"]),
        ([1, "two", None, ROWS[1]], ["2"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_json(tmp_path: Path, value: object, found: list[str], indent: int | None, name: str) -> None:
    assert ids(read(write(tmp_path, {name: json.dumps(value, indent=indent)}))) == found


@pytest.mark.parametrize(
    ("content", "found", "noted"),
    [
        (json.dumps(ROWS)[:-30], ["1"], "breaks off or is damaged behind this item"),
        ("\ufeff" + json.dumps(ROWS), ["1", "2"], ""),
        (json_lines(ROWS), ["1", "2"], ""),
        (json_lines(ROWS) + "{oops", ["1", "2"], "invalid JSON"),
        ("  \n" + json.dumps(ROWS[0]), ["1"], ""),
    ],
)
def test_json_that_is_not_whole(tmp_path: Path, content: str, found: list[str], noted: str) -> None:
    corpus = read(write(tmp_path, {"a.json": content}))
    assert ids(corpus) == found
    assert noted in reasons(corpus)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "7", '"text"', "[", "{", "[" * 100_000, '{"a":' * 50_000, "nonsense"]
)
def test_json_without_articles(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"a\.json"):
        read(write(tmp_path, {"a.json": content}) / "a.json")


def test_an_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    rows = [{"text": f"{ENGLISH} Number {i}. " + "Words of no use. " * 400} for i in range(600)]  # more than one chunk
    path = write(tmp_path, {"a.json": json.dumps(rows)}) / "a.json"
    assert sum(isinstance(a, Article) for a in iter_articles(path)) == 600
    assert isinstance(next(iter_articles(path)), Article)


def record(kind: str, url: str, content: bytes, media: str = "application/http; msgtype=response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2010-03-17T00:00:00Z\r\n"
    return f"{head}Content-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


MARKUP = page(
    f"{ENGLISH}\n{OTHER}\nThe bridge is the only one within forty miles, and the ferry runs on Sundays only."
).encode()
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"".join(
    f"{len(MARKUP[i : i + 50]):x}\r\n".encode() + MARKUP[i : i + 50] + b"\r\n" for i in range(0, len(MARKUP), 50)
)


@pytest.mark.parametrize(
    ("content", "kind", "media"),
    [
        (HTML + b"\r\n" + MARKUP, "response", "application/http"),
        (HTML + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED + b"0\r\n\r\n", "response", "application/http"),
        (HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(MARKUP), "response", "application/http"),
        (HTML + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(MARKUP), "response", "application/http"),
        (MARKUP, "resource", "text/html"),
        (ENGLISH.encode(), "conversion", "text/plain"),
    ],
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_web_archives(tmp_path: Path, content: bytes, kind: str, media: str, name: str) -> None:
    other = record("response", "http://a.b/p.png", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx")
    data = record("warcinfo", "", b"x") + other + record(kind, "http://a.b/1", content, media)
    (article,) = read(write(tmp_path, {name: data}))
    assert article.url == "http://a.b/1"
    assert article.text.startswith(ENGLISH)
    assert article.extra["crawled"] == "2010-03-17"
    assert article.date is None


def test_a_damaged_text_in_a_web_archive_does_not_end_it(tmp_path: Path) -> None:
    records = [("http://a.b/1", bytes(range(1, 32)) * 40), ("http://a.b/2", ENGLISH.encode())]
    data = b"".join(record("conversion", url, body, "text/plain") for url, body in records)
    corpus = read(write(tmp_path, {"a.warc": data}))
    assert [a.url for a in corpus] == ["http://a.b/2"]
    assert [(p.item.split(" ")[-1], p.skipped) for p in corpus.problems] == [("http://a.b/1", True)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            record("response", "http://a.b/1", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno"),
            "did not give the page",
        ),
        (record("response", "http://a.b/1", HTML + b"Content-Encoding: br\r\n\r\n\x8b\x00"), "packed as 'br'"),
        (record("response", "http://a.b/1", HTML + b"Content-Encoding: gzip\r\n\r\nnot"), "cannot be unpacked"),
        (b"no archive", "not a web archive"),
        (record("warcinfo", "", b"x"), "no page in this web archive"),
    ],
)
def test_web_archives_that_hold_no_page(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in reasons(read(write(tmp_path, {"a.warc": data, "b.txt": ENGLISH})))


def packed(**files: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("files", "found", "noted"),
    [
        ({"a.txt": ENGLISH, "sub/b.txt": OTHER}, ["a", "b"], ""),
        ({"x/a.txt": ENGLISH, "y/a.txt": OTHER}, ["t.zip/x/a", "t.zip/y/a"], ""),
        ({"a.txt": ENGLISH, "__MACOSX/a.txt": "x", ".hidden.txt": "x", "README.md": "x"}, ["a"], ""),
        ({"t.csv": f'id,text\n7,"{OTHER}"\n', "u.jsonl": json_lines([{"id": 8, "text": ENGLISH}])}, ["7", "8"], ""),
        ({"a.txt": ENGLISH, "in.zip": packed(**{"b.txt": OTHER})}, ["a"], "an archive inside an archive is not read"),
        ({"a.txt": ENGLISH, "b.odt": "x"}, ["a"], "not a format that is read"),
        ({"a.txt": ENGLISH, "metadata.csv": "file\n"}, ["a"], "metadata.csv inside an archive is not used"),
        ({"a.txt": ENGLISH, "bomb.txt": b"0" * 80_000_000}, ["a"], "times its size or more"),
    ],
)
def test_archives(tmp_path: Path, files: dict[str, bytes | str], found: list[str], noted: str) -> None:
    corpus = read(write(tmp_path, {"t.zip": packed(**files)}))
    assert ids(corpus) == found
    assert noted in reasons(corpus)

"""Text files: encodings, line ends, front matter, metadata.csv."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.read import read
from framing.read.decode import decoded
from framing.read.texts import front_matter
from framing.values import Article
from tests.read.samples import ENGLISH, GERMAN, OTHER, ids, reasons, write

CURLY = "“We won’t go,” the café owner said – and he didn’t pay the £5 that Zürich’s court had asked of him."


def one(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Article:
    (article,) = read(write(tmp_path, {name: content}))
    return article


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH, id="plain"),
        pytest.param(ENGLISH.replace(". ", ".\r\n\r\n"), id="Windows line ends"),
        pytest.param(ENGLISH.replace(". ", ".\r"), id="old Mac line ends"),
        pytest.param("\n\n" + ENGLISH + "\n \n", id="blank lines around"),
        pytest.param("A line\u2028separator and a form\x0cfeed. " + ENGLISH, id="other line breaks"),
        pytest.param("Reuters", id="one word"),
        pytest.param("“Never.” “Never ever.” “No.”", id="only quotations"),
        pytest.param(ENGLISH + " 🎉 e\u0301", id="beyond the basic plane, combining"),
        pytest.param((ENGLISH + "\n") * 30_000, id="a million words"),
    ],
)
def test_text_is_untouched(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, text).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda t: not t.startswith("\ufeff")))
def test_utf8_survives(text: str) -> None:
    found, encoding = decoded(text.encode())
    assert found == text
    assert encoding.note is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_mark(tmp_path: Path, encoding: str) -> None:
    corpus = read(write(tmp_path, {"a.txt": CURLY.encode(encoding)}))
    assert corpus["a"].text == CURLY
    assert corpus.problems == ()


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (CURLY, "cp1252", "windows-1252"),
        ("It’s over, he said.", "cp1252", "windows-1252"),
        ("It cost £5 in the café.", "latin-1", "windows-1252"),
        (CURLY, "mac_roman", "mac-roman"),
        (CURLY, "utf-16-le", "UTF-16-LE"),
        (CURLY, "utf-16-be", "UTF-16-BE"),
    ],
)
def test_other_encodings_are_detected_and_said(tmp_path: Path, text: str, encoding: str, said: str) -> None:
    corpus = read(write(tmp_path, {"a.txt": text.encode(encoding)}))
    assert corpus["a"].text == text
    (problem,) = corpus.problems
    assert not problem.skipped
    assert f"read as {said}" in problem.reason


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_damaged_byte_in_utf8_does_not_change_the_encoding(tmp_path: Path, mark: str) -> None:
    corpus = read(write(tmp_path, {"a.txt": (mark + CURLY).encode() + b" \xff The end."}))
    assert corpus["a"].text == CURLY + " \ufffd The end."
    assert "damaged characters" in reasons(corpus)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 8, id="any bytes"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + ENGLISH.encode(), id="picture"),
        pytest.param(b"%PDF-1.7\n" + ENGLISH.encode(), id="PDF named .txt"),
        pytest.param(b"PK\x03\x04" + ENGLISH.encode(), id="Office document named .txt"),
        pytest.param(b"\0" * 100, id="noughts"),
    ],
)
def test_binary_is_recorded(tmp_path: Path, data: bytes) -> None:
    corpus = read(write(tmp_path, {"a.txt": data, "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    assert "a.txt: binary" in reasons(corpus)
    with pytest.raises(InputError, match=r"a\.txt: binary"):
        read(tmp_path / "a.txt")


def test_damaged_gzip(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt.gz": ENGLISH, "b.txt": ENGLISH})
    packed = tmp_path / "a.txt.gz"
    for data in (packed.read_bytes()[:-12], b"not packed at all", packed.read_bytes()[:20] + b"\xff" * 60):
        packed.write_bytes(data)
        assert "a.txt.gz: damaged gzip file" in reasons(read(tmp_path))
        with pytest.raises(InputError, match="copy or compress it again"):
            read(packed)


@pytest.mark.parametrize(
    ("block", "values"),
    [
        pytest.param("title: Bridge\noutlet: Post", {"title": "Bridge", "outlet": "Post"}, id="plain"),
        pytest.param('title: "A: B"\ndate: 2016-10-25', {"title": "A: B", "date": "2016-10-25"}, id="quoted"),
        pytest.param("title: Raqqa: the last days", {"title": "Raqqa: the last days"}, id="colon, not YAML"),
        pytest.param("date: 2016-02-30\npaid: no", {"date": "2016-02-30", "paid": "no"}, id="nothing converted"),
        pytest.param("tags: [war, talks]", {"tags": "war, talks"}, id="list"),
        pytest.param("a: &x [1]\nb: *x", {"a": "&x [1]", "b": "*x"}, id="aliases are not followed"),
        pytest.param("a: [&x [1], *x, *x]", {"a": "[&x [1], *x, *x]"}, id="nor in lists"),
        pytest.param("title: Supply & demand", {"title": "Supply & demand"}, id="ampersand"),
        pytest.param("title: !!python/object:os.system x", {"title": "x"}, id="tags are not followed"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter(block: str, values: dict[str, str], newline: str) -> None:
    content = f"---\n{block}\n---\n{ENGLISH}".replace("\n", newline)
    found, start = front_matter(content)
    assert found == values
    assert content[start:] == ENGLISH


@pytest.mark.parametrize(
    "content",
    [
        "--- He paused.\n---\n",
        "---\nHe said: we go.\n---\nThen they left.",
        "---\nHe paused.\n---\n",
        "---\ntitle: never closed\n",
        "\n---\ntitle: not at the head\n---\n",
        "---\n- a\n- b\n---\n",
    ],
)
def test_not_front_matter(content: str) -> None:
    assert front_matter(content) == ({}, 0)


def test_front_matter_fills_the_fields(tmp_path: Path) -> None:
    head = (
        "---\nid: x1\nheadline: Bridge closed\nmedium: Post\ndate: 25 October 2016\n"
        "url: http://a.b\nregion: north\n---\n"
    )
    assert one(tmp_path, head + "\n" + ENGLISH, "a.md") == Article(
        id="x1",
        text="\n" + ENGLISH,
        title="Bridge closed",
        outlet="Post",
        date=dt.date(2016, 10, 25),
        url="http://a.b",
        extra={"region": "north"},
    )


def test_metadata_csv(tmp_path: Path) -> None:
    table = (
        "\ufefffile,outlet,date,title,url,region\r\n"
        'a.txt,Post,2016-10-25,"Bridge, closed",http://a.b,north\r\n'
        "sub\\b.txt,Times,,,,\r\n"
        "gone.txt,Post,,,,\r\n"
        "c.txt,Herald,,,,\r\n"
        "c.txt,Again,,,,\r\n"
    )
    files = {"metadata.csv": table, "a.txt": ENGLISH, "sub/b.txt": OTHER, "c.txt.gz": "Done."}
    corpus = read(write(tmp_path, files))
    assert ids(corpus) == ["a", "c", "b"]
    assert corpus["a"] == Article(
        "a", ENGLISH, "Bridge, closed", "Post", dt.date(2016, 10, 25), "http://a.b", {"region": "north"}
    )
    assert corpus["b"] == Article("b", OTHER, outlet="Times")
    assert corpus["c"].outlet == "Herald"
    noted = reasons(corpus)
    assert "line 4: names a file that is not there: 'gone.txt'" in noted
    assert "line 6: names 'c.txt' a second time" in noted
    assert not any(p.skipped for p in corpus.problems)


def test_metadata_goes_before_front_matter_and_the_nearest_before_those_above(tmp_path: Path) -> None:
    files = {
        "metadata.csv": "file,outlet,title\nsub/a.txt,Far,Far\n",
        "sub/metadata.csv": "file,outlet\na.txt,Near\n",
        "sub/a.txt": "---\noutlet: Own\nurl: http://a.b\n---\n" + ENGLISH,
    }
    (article,) = read(write(tmp_path, files))
    assert (article.outlet, article.url) == ("Near", "http://a.b")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("name,outlet\na.txt,Post\n", r"not used: no column 'file' .*name, outlet"),
        ("", "not used: empty table"),
        (b"\x00\x01\x02" * 50, "not used: binary"),
    ],
)
def test_metadata_that_cannot_be_used_is_noted(tmp_path: Path, table: str | bytes, reason: str) -> None:
    corpus = read(write(tmp_path, {"metadata.csv": table, "a.txt": ENGLISH}))
    assert ids(corpus) == ["a"]
    (problem,) = corpus.problems
    assert not problem.skipped
    assert re.search(reason, problem.reason)


def test_a_file_named_itself_finds_its_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"metadata.csv": "file,outlet\na.txt,Post\nb.txt,Times\n", "a.txt": ENGLISH, "b.txt": OTHER})
    monkeypatch.chdir(tmp_path)
    corpus = read("a.txt")
    assert corpus["a"].outlet == "Post"
    assert corpus.problems == ()


def test_the_seeds() -> None:
    seeds = Path(__file__).parents[2] / "seeds"
    corpus = read(seeds)
    assert corpus.problems == ()
    for article in corpus:
        assert article.text.encode() == (seeds / f"{article.id}.txt").read_bytes()
        assert article.title is None


def test_german_in_windows_1252_is_named_for_its_language(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not English: it reads like de"):
        read(write(tmp_path, {"a.txt": GERMAN.encode("cp1252")}))


@pytest.mark.parametrize(
    ("content", "noted"),
    [
        ("---\ntitle: Raqqa\noutlet: [XTV\nno key\n---\nIt rained.\n", True),
        ("---\ntitle: Raqqa\ndate: 2016-01-01\n\nIt rained.\n", True),
        ("---\ntitle: Raqqa\n---\nIt rained.\n", False),
        ("---\nIt rained.\n---\nIt snowed.\n", False),
        ("It rained.\n---\ntitle: none\n---\n", False),
    ],
)
def test_front_matter_that_cannot_be_read_is_noted_and_stays(tmp_path: Path, content: str, noted: bool) -> None:
    (tmp_path / "a.txt").write_text(content, "utf-8")
    corpus = read(tmp_path)
    assert [("front matter" in p.reason, p.skipped) for p in corpus.problems] == [(True, False)] * noted
    assert corpus.articles[0].text.startswith("---") == (noted or content.startswith("---\nIt"))

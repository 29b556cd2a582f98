"""Which files are read, in which order, under which id."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.read import read
from framing.read.files import FORMATS
from tests.read.samples import ENGLISH, OTHER, ids, reasons, write

THIRD = "The union called the offer an insult and said that its members would walk out on Friday."


def texts(*names: str) -> dict[str, str | bytes]:
    return {name: f"{ENGLISH} ({name})" for name in names}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["b.txt", "a.txt", "c.md"], ["a", "b", "c"], id="sorted"),
        pytest.param(["b/1.txt", "a/2.txt", "c.txt"], ["2", "1", "c"], id="recursive"),
        pytest.param(["a.txt.gz", "b.md.gz"], ["a", "b"], id="gzipped"),
        pytest.param(["A.TXT"], ["A"], id="ending in capitals"),
        pytest.param(["a.txt", ".b.txt", ".git/c.txt", "__MACOSX/d.txt", "~$e.txt"], ["a"], id="hidden files"),
        pytest.param(["a.txt", "README.md", "readme.txt", "LICENSE.txt"], ["a"], id="notes about the data"),
        pytest.param(["a.txt", "framing.toml", "plot.png", "code.py"], ["a"], id="other files"),
        pytest.param(["x/a.txt", "y/a.txt", "b.txt"], ["b", "x/a", "y/a"], id="same stem in two folders"),
        pytest.param(["a.txt", "a.md"], ["a.md", "a.txt"], id="same stem, two endings"),
        pytest.param(["x/a.txt", "x/a.md", "y/a.txt"], ["x/a.md", "x/a.txt", "y/a"], id="both"),
    ],
)
def test_folder(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    corpus = read(write(tmp_path, texts(*names)))
    assert ids(corpus) == expected
    assert corpus.problems == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a", "b"]),
        ("**/*.txt", ["a", "b", "c"]),
        ("[b]*", ["b"]),
        ("*", ["a", "b", "d", "c"]),
        ("a.txt", ["a"]),
    ],
)
def test_glob(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    write(tmp_path, texts("a.txt", "b.txt", "sub/c.txt", "d.md", "metadata.csv"))
    assert ids(read(str(tmp_path / pattern))) == expected
    assert ids(read(tmp_path / pattern)) == expected


def test_a_name_with_brackets_is_a_file_before_it_is_a_glob(tmp_path: Path) -> None:
    write(tmp_path, texts("a[1].txt", "a1.txt"))
    assert ids(read(tmp_path / "a[1].txt")) == ["a[1]"]


def test_several_paths_keep_their_order_and_files_count_once(tmp_path: Path) -> None:
    write(tmp_path, texts("a.txt", "b.txt", "c.txt"))
    assert ids(read([tmp_path / "c.txt", str(tmp_path), str(tmp_path / "*.txt")])) == ["c", "a", "b"]


def test_ids_of_two_folders_with_the_same_names(tmp_path: Path) -> None:
    write(tmp_path, texts("x/a.txt", "y/a.txt"))
    found = ids(read([tmp_path / "x", tmp_path / "y"]))
    assert found == [(tmp_path / "x/a.txt").as_posix(), (tmp_path / "y/a.txt").as_posix()]


def test_a_link_to_a_folder_above_ends(tmp_path: Path) -> None:
    write(tmp_path, texts("sub/a.txt"))
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert ids(read(tmp_path)) == ["a"]


def test_an_earlier_report_is_not_read(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.txt": ENGLISH, "out/report.md": OTHER, "out/manifest.json": "{}", "out/tables/t.csv": "text\nx"}
    )
    corpus = read(tmp_path)
    assert ids(corpus) == ["a"]
    assert "a report of this program" in reasons(corpus)


@pytest.mark.parametrize("name", ["a.odt", "a.epub", "a.xls", "a.xml"])
def test_documents_in_other_formats_are_recorded(tmp_path: Path, name: str) -> None:
    corpus = read(write(tmp_path, {"b.txt": ENGLISH, name: b"whatever"}))
    assert ids(corpus) == ["b"]
    (problem,) = corpus.problems
    assert problem.skipped
    assert name in problem.item
    assert "not a format that is read" in problem.reason


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("nowhere", r"nowhere: no such file or folder; check", id="missing"),
        pytest.param("nowhere.txt", r"nowhere\.txt: no such file", id="missing file"),
        pytest.param("empty", r"empty: no articles here; .*\.txt", id="empty folder"),
        pytest.param("pictures", r"pictures: no articles here", id="folder without articles"),
        pytest.param("*.html", r"\*\.html: no file matches", id="glob without matches"),
        pytest.param("*.md", r"\*\.md: no articles here", id="glob that matches only a README"),
        pytest.param("a.odt", r"a\.odt: not a format that is read .*\.txt.*; save it as \.txt", id="ODT"),
        pytest.param("a.log", r"a\.log: not a format that is read", id="unknown ending"),
        pytest.param("metadata.csv", r"metadata\.csv: describes other files", id="metadata.csv"),
        pytest.param("README.md", r"README\.md: taken for a note", id="README"),
        pytest.param("void.txt", r"void\.txt: empty", id="empty file"),
    ],
)
def test_nothing_to_read(tmp_path: Path, path: str, message: str) -> None:
    files: dict[str, str | bytes] = {
        "pictures/a.png": b"",
        "a.odt": b"PK",
        "a.log": ENGLISH,
        "metadata.csv": "file,outlet\n",
        "README.md": ENGLISH.replace("mayor", "x"),
        "void.txt": "",
    }
    write(tmp_path, files)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        read(tmp_path / path)


@pytest.mark.parametrize("paths", [[], "", " "])
def test_no_path(paths: str | list[str]) -> None:
    with pytest.raises(InputError, match="name a folder, a file or a glob"):
        read(paths)


def test_a_text_in_place_of_a_path() -> None:
    with pytest.raises(InputError, match=r"cannot be read: File name too long|no such file"):
        read(ENGLISH * 10)


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(ENGLISH)
    (article,) = read(tmp_path)
    assert article.id == "caf\ufffd"


@pytest.mark.parametrize("ending", sorted([*FORMATS, ".txt.gz", ".csv.gz", ".jsonl.gz"]))
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(ending: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        path.write_bytes(data)
        told = ""
        articles = 0
        try:
            articles = len(read(path))
        except InputError as e:
            told = str(e)
        assert articles or f"a{ending}" in told or "no article found" in told


def test_one_missing_path_among_others_stops(tmp_path: Path) -> None:
    write(tmp_path, texts("a.txt"))
    with pytest.raises(InputError, match="no such file"):
        read([tmp_path / "a.txt", tmp_path / "b.txt"])


def test_a_file_that_cannot_be_read_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, texts("a.txt", "b.txt"))
    opened = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    corpus = read(tmp_path)
    assert ids(corpus) == ["b"]
    assert "a.txt: cannot be read: Permission denied" in reasons(corpus)


def test_when_nothing_is_left_the_first_reasons_are_told(tmp_path: Path) -> None:
    write(tmp_path, {f"{i}.txt": " " for i in range(7)})
    with pytest.raises(InputError, match=r"(?s)no article could be read:.*0\.txt: empty.*4\.txt.*and 2 more$"):
        read(tmp_path)

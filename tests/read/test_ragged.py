"""Rows that do not fit their header, and several encodings in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.read import read
from framing.read.decode import decoded
from tests.read.samples import reasons, write

Rows = list[tuple[str, str, str | None]]


def rows(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> tuple[Rows, str]:
    corpus = read(write(tmp_path, {name: content}))
    return [(a.id, a.text, a.outlet) for a in corpus], reasons(corpus)


@pytest.mark.parametrize(
    ("content", "wanted", "told"),
    [
        pytest.param("id,text\n1,It rained, it snowed, and so on.\n", [("1", "It rained, it snowed, and so on.", None)],
                     "put together again", id="a comma in the last column"),
        pytest.param("id,text,outlet\n1,It rained, and it snowed.,Post\n2,Dry.,Post\n",
                     [("1", "It rained, and it snowed.", "Post"), ("2", "Dry.", "Post")],
                     "put together again", id="a comma in the middle column"),
        pytest.param("id;text;outlet\n1;It rained; it snowed.;Post\n", [("1", "It rained; it snowed.", "Post")],
                     "put together again", id="a semicolon"),
        pytest.param("id,text,outlet\n1,It rained,it snowed.,Post\n2,Dry.,Post\n", [("2", "Dry.", "Post")],
                     "4 fields where the header has 3", id="a comma that could part any columns: refused"),
        pytest.param("id,text\n1,It rained.\nThen it snowed for days.\n\nIn the end it stopped.\n2,Dry.\n",
                     [("1", "It rained.\nThen it snowed for days.\n\nIn the end it stopped.", None),
                      ("2", "Dry.", None)],
                     "go on with the text", id="line breaks in the last column"),
        pytest.param("id,text,outlet\n1,It rained.\nThen it snowed again.,Post\n2,Dry.,Post\n",
                     [("1", "It rained.\nThen it snowed again.", "Post"), ("2", "Dry.", "Post")],
                     "go on with the text", id="a line break in the middle column"),
        pytest.param("id,text,outlet,date\n1,It rained.\n2,Dry.,Post\n",
                     [("1", "It rained.", None), ("2", "Dry.", "Post")],
                     "missing at its end", id="empty cells not written"),
        pytest.param("id,outlet,text\n1,Post\n2,Post,Dry.\n", [("2", "Dry.", "Post")],
                     "2 fields where the header has 3", id="the text is what is missing: refused"),
        pytest.param('id,text,outlet\n1,"He said "no" to it.",Post\n', [("1", 'He said "no" to it.', "Post")],
                     "should be written twice", id="marks that are not doubled"),
        pytest.param('id,text\n1,"He said "no", she left","x"\n2,Dry.\n', [("2", "Dry.", None)],
                     "not well-formed", id="marks that could end the field: refused"),
        pytest.param("id,text\n1,It rained.\nid,text\n2,Dry.\n", [("1", "It rained.", None), ("2", "Dry.", None)],
                     "the header again", id="two tables"),
        pytest.param('"id","text"\n"1","a","It rained."\n"2","b","Dry."\n',
                     [("a", "It rained.", None), ("b", "Dry.", None)],
                     "", id="R's row names"),
        pytest.param("id,text,,\n1,It rained.,,\n", [("1", "It rained.", None)], "", id="columns without a name"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit(tmp_path: Path, content: str, wanted: Rows, told: str) -> None:
    found, noted = rows(tmp_path, content)
    assert found == wanted
    assert told in noted
    assert bool(told) == bool(noted)


@pytest.mark.parametrize(
    "first",
    ["sep=;", '"sep=;"', "SEP=;", '"sep=;";;', "sep=;;;", "\ufeffsep=;", '\ufeff"sep=;"', 'sep=";"', " sep=;"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_as_programs_declare_them(tmp_path: Path, first: str, end: str) -> None:
    found, _ = rows(tmp_path, f'{first}{end}id;text{end}1;"It rained, again."{end}')
    assert found == [("1", "It rained, again.", None)]


@pytest.mark.parametrize("first", ["sep=\t", "sep=\\t", "sep=tab"])
def test_a_declared_tab(tmp_path: Path, first: str) -> None:
    assert rows(tmp_path, f"{first}\nid\ttext\n1\tIt rained.\n")[0] == [("1", "It rained.", None)]


def test_nothing_is_lost_behind_a_nought(tmp_path: Path) -> None:
    found, noted = rows(tmp_path, b'id,text\n1,"The str\0ike\0 goes on."\n2,Dry.\n')
    assert found == [("1", "The strike goes on.", None), ("2", "Dry.", None)]
    assert "control characters" in noted


MIXED = {
    "utf-8": "Zürich’s café is “open” – for £5.",
    "cp1252": "München’s café is “shut” – for £9…",
}


@pytest.mark.parametrize("first", ["utf-8", "cp1252"])
@pytest.mark.parametrize(("sound", "other"), [(1, 1), (9, 1), (1, 9), (1, 40)])
def test_two_encodings_in_one_table(tmp_path: Path, first: str, sound: int, other: int) -> None:
    each = [("utf-8", f"u{i}") for i in range(sound)] + [("cp1252", f"c{i}") for i in range(other)]
    if first == "cp1252":
        each.reverse()
    lines = [f'{i},"{MIXED[code]} {i}"\n'.encode(code) for code, i in each]
    corpus = read(write(tmp_path, {"t.csv": b"id,text\n" + b"".join(lines)}))
    assert {a.id: a.text for a in corpus} == {i: f"{MIXED[code]} {i}" for code, i in each}
    assert corpus.problems


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xe2\x80\x9cOpen,\xe2\x80\x9d she said. \x93Shut,\x94 he said.", "“Open,” she said. “Shut,” he said."),
        (b"caf\xc3\xa9, caf\xe9, \xe9lan, na\xefve", "café, café, élan, naïve"),
        (b"caf\xc3\xa9 cut of\xc3", "café cut of\ufffd"),
        (b"\xe2\x80\x9cOpen\xe2\x80", "“Open\ufffd"),
        (b"caf\xc3\xa9s of Z\xc3\xbcrich, \xc3\xa9lan \xff \x80 \x9d", "cafés of Zürich, élan \ufffd \ufffd \ufffd"),
        (b"\xc3\x89t\xc3\xa9 \xc9t\xe9", "Été Été"),
    ],
)
def test_bytes_that_are_no_utf8(data: bytes, text: str) -> None:
    found, encoding = decoded(data)
    assert found == text
    assert encoding.note

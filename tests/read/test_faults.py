"""Files that ended a run: each is a problem of its own, and the rest goes on."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import threading
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError
from framing.read import corpus as corpus_module
from framing.read import decode, read
from framing.read.decode import text_codec
from tests.read.samples import ENGLISH, OTHER, ids, page, reasons, write

NO_TEXT = [
    "undefined",
    "hex",
    "rot13",
    "rot_13",
    "zip",
    "zlib",
    "bz2",
    "base64",
    "uu",
    "quopri",
    "idna",
    "punycode",
    "unicode_escape",
]


@pytest.mark.parametrize("name", [*NO_TEXT, "no-such", "utf-8\0", "x" * 300, "raw_unicode_escape", "mbcs", "oem"])
@pytest.mark.parametrize("where", ['<meta charset="{}">', '<meta http-equiv="x" content="text/html; charset={}">'])
def test_encodings_that_a_page_may_name(tmp_path: Path, name: str, where: str) -> None:
    text = ENGLISH.replace("harbour", "café") + " " + OTHER
    data = page(f"{text}\n{text[:80]}", head=where.format(name)).encode("cp1252")
    corpus = read(write(tmp_path, {"a.html": data, "b.txt": OTHER}))
    assert ids(corpus) == ["a", "b"]
    assert "café" in corpus["a"].text


@pytest.mark.parametrize("name", [*NO_TEXT, "", "ä", "\0"])
def test_no_text_codecs(name: str) -> None:
    assert text_codec(name) is None


@pytest.mark.parametrize("name", ["utf-8", "latin1", "cp1251", "shift_jis", "UTF-16", "mac-roman", "gb18030"])
def test_text_codecs(name: str) -> None:
    assert text_codec(name) is not None


def test_whatever_a_reader_raises_is_a_problem_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise KeyError("x")

    monkeypatch.setattr(corpus_module, "read_jsonl", broken)
    corpus = read(write(tmp_path, {"a.jsonl": "{}", "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    assert "a.jsonl: reading it failed (KeyError: 'x')" in reasons(corpus)


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array([2**62, None], pa.timestamp("us")), id="a year too far"),
        pytest.param(pa.array([-(2**62), None], pa.timestamp("us")), id="a year before the first"),
        pytest.param(pa.array([2**31 - 1, None], pa.date32()), id="a day too far"),
        pytest.param(pa.array([2**62, None], pa.timestamp("ns", "Nowhere/Land")), id="a zone that is none"),
        pytest.param(pa.array([10**15, None], pa.timestamp("us", "+99:99")), id="an offset that is none"),
        pytest.param(pa.array([2**62, None], pa.duration("s")), id="a duration too long"),
        pytest.param(pa.array([2**62, None], pa.time64("us")), id="a time past midnight"),
        pytest.param(pa.array([[2**62], None], pa.list_(pa.timestamp("us"))), id="in a list"),
        pytest.param(pa.array([b"\xff\xfe", None], pa.binary()), id="bytes"),
    ],
)
@pytest.mark.parametrize("name", ["date", "other"])
def test_values_of_parquet_that_python_has_no_type_for(tmp_path: Path, column: pa.Array, name: str) -> None:
    pq.write_table(pa.table({"text": [ENGLISH, OTHER], name: column}), tmp_path / "t.parquet")
    corpus = read(tmp_path)
    assert [a.text for a in corpus] == [ENGLISH, OTHER]
    assert not any(p.skipped for p in corpus.problems)
    assert "this is a bug" not in reasons(corpus)


def test_a_date_of_parquet_that_is_one_is_read_beside_one_that_is_none(tmp_path: Path) -> None:
    day = int(dt.datetime(2016, 10, 25, tzinfo=dt.UTC).timestamp())
    days = pa.array([day * 10**6, 2**62], pa.timestamp("us"))
    pq.write_table(pa.table({"text": [ENGLISH, OTHER], "date": days}), tmp_path / "t.parquet")
    first, second = read(tmp_path)
    assert first.date == dt.date(2016, 10, 25)
    assert second.date is None


@pytest.mark.parametrize(
    "front",
    ['title: "\\ud800"', 'title: "\\ud83c\\udf89"', '"\\ud800": x', 'tags: ["\\udfff"]', 'outlet: "a\\ud800b"'],
)
def test_surrogates_in_front_matter(tmp_path: Path, front: str) -> None:
    corpus = read(write(tmp_path, {"a.txt": f"---\n{front}\n---\n{ENGLISH}", "b.txt": OTHER}))
    assert ids(corpus) == ["a", "b"]
    article = corpus["a"]
    "".join([article.title or "", article.outlet or "", *article.extra, *article.extra.values()]).encode()


@pytest.mark.parametrize("kind", ["FIFO", "device", "link to a device", "link to nothing", "link to itself", "folder"])
@pytest.mark.parametrize("given", ["*.txt", "", "**"])
def test_what_is_no_file(tmp_path: Path, kind: str, given: str) -> None:
    write(tmp_path, {"b.txt": ENGLISH})
    path = tmp_path / "a.txt"
    match kind:
        case "FIFO":
            os.mkfifo(path)
        case "device" | "link to a device":
            path.symlink_to("/dev/zero")
        case "link to nothing":
            path.symlink_to(tmp_path / "gone.txt")
        case "link to itself":
            path.symlink_to(path)
        case _:
            path.mkdir()
    found: list[list[str]] = []
    reading = threading.Thread(target=lambda: found.append(ids(read(str(tmp_path / given)))), daemon=True)
    reading.start()
    reading.join(20)
    assert found == [["b"]]


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_devices_by_name(name: str) -> None:
    with pytest.raises(InputError):
        read(name)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.csv.gz", "a.jsonl.gz", "a.html.gz", "a.md.gz"])
@pytest.mark.parametrize("filling", [b"\0", b"a", b'"', b"a,b\n"])
def test_what_unpacks_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, filling: bytes) -> None:
    monkeypatch.setattr(decode, "FREE", 1 << 20)
    packed = gzip.compress(b"id,text\n1," + filling * (1 << 23), 9)
    (tmp_path / name).write_bytes(packed)
    write(tmp_path, {"b.txt": ENGLISH})
    corpus = read(tmp_path)
    assert ids(corpus) == ["b"]
    assert name in reasons(corpus)


def test_an_ordinary_packed_file_is_not_one_of_these(tmp_path: Path) -> None:
    text = "\n".join(f"It rained on day {i}, and {i * 7919 % 1013} people stayed at home." for i in range(50_000))
    assert read(write(tmp_path, {"a.txt.gz": text}))["a"].text == text


def test_a_file_too_large_for_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LARGEST", 1000)
    corpus = read(write(tmp_path, {"a.txt": ENGLISH * 10, "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    assert "are no article" in reasons(corpus)


@pytest.mark.parametrize("names", [["x"] * 5000, ["text"] * 5000, [""] * 5000, ["x", "X "] * 2500, ["x", "x_2"] * 2500])
@pytest.mark.parametrize("kind", ["csv", "parquet", "frame"])
def test_many_columns_of_one_name(tmp_path: Path, names: list[str], kind: str) -> None:
    header = [*names, "text"]
    row = ["1"] * 5000 + [ENGLISH] if "text" not in names else [ENGLISH] * 5001
    if kind == "csv":
        write(
            tmp_path, {"t.csv": ",".join(header) + "\n" + ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row)}
        )
        corpus = read(tmp_path)
    elif kind == "parquet":
        pq.write_table(pa.Table.from_arrays([pa.array([c]) for c in row], names=header), tmp_path / "t.parquet")
        corpus = read(tmp_path)
    else:
        corpus = read(pd.DataFrame([row], columns=header))
    assert [a.text for a in corpus] == [ENGLISH]


@pytest.mark.parametrize(
    "line",
    ['{"text": "It rained.", "n": ' + "9" * 5000 + "}", '{"text": "It rained.", "n": [' + "9" * 5000 + "]}",
     '{"text": "It rained.", "n": 1e999}', '{"text": "It rained.", "id": [1], "date": {}, "outlet": NaN}',
     '{"text": "It rained.", "id": -Infinity}', '{"text": "It rained.", "n": ' + "[" * 500 + "]" * 500 + "}"],
)  # fmt: skip
def test_values_of_json_lines(tmp_path: Path, line: str) -> None:
    corpus = read(write(tmp_path, {"t.jsonl": line + "\n"}))
    assert [a.text for a in corpus] == ["It rained."]

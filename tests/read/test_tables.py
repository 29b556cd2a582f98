"""Tables: column names, rows that are broken, files that are broken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.errors import InputError
from framing.read import corpus_frame, iter_articles, read
from framing.values import Article
from tests.read.samples import ENGLISH, OTHER, ids, json_lines, reasons, write

FULL = Article("7", ENGLISH, "Bridge closed", "Post", dt.date(2016, 10, 25), "http://a.b", {"region": "north"})
MEDIA_CLOUD = {
    "id": "7",
    "title": "Bridge closed",
    "url": "http://a.b",
    "language": "en",
    "media_name": "Post",
    "publish_date": "2016-10-25 10:00:00",
    "text": ENGLISH,
    "region": "north",
}
AMCAT = {
    "ID": "7",
    "Headline": "Bridge closed",
    "URL": "http://a.b",
    "Medium": "Post",
    "Date": "2016-10-25T00:00:00",
    "Text": ENGLISH,
    "region": "north",
}
OWN = {
    "id": "7",
    "title": "Bridge closed",
    "text": ENGLISH,
    "outlet": "Post",
    "date": "2016-10-25",
    "url": "http://a.b",
    "region": "north",
}


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def csv_of(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(delimiter.join(map(quoted, line)) + "\r\n" for line in lines)


def parquet(path: Path, columns: dict[str, list[object]]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("row", [MEDIA_CLOUD, AMCAT, OWN], ids=["Media Cloud", "AmCAT", "own"])
@pytest.mark.parametrize("kind", ["csv", "tsv", "semicolon", "csv.gz", "jsonl", "jsonl.gz", "parquet"])
def test_columns_understood_unmapped(tmp_path: Path, row: dict[str, str], kind: str) -> None:
    if kind == "parquet":
        path = parquet(tmp_path / "t.parquet", {name: [value] for name, value in row.items()})
    elif kind.startswith("jsonl"):
        path = write(tmp_path, {f"t.{kind}": json_lines([row])}) / f"t.{kind}"
    else:
        name = "t.csv" if kind == "semicolon" else f"t.{kind}"
        delimiter = {"tsv": "\t", "semicolon": ";"}.get(kind, ",")
        path = write(tmp_path, {name: "\ufeff" + csv_of([row], delimiter)}) / name
    corpus = read(path)
    assert list(corpus) == [FULL]
    assert corpus.problems == ()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_mapped_columns(tmp_path: Path, kind: str) -> None:
    row = {"Body": ENGLISH, "text": "teaser", "paper": "Post", "n": "7"}
    if kind == "parquet":
        parquet(tmp_path / "t.parquet", {name: [value] for name, value in row.items()})
    else:
        write(tmp_path, {f"t.{kind}": csv_of([row]) if kind == "csv" else json_lines([row])})
    columns = {"text": "body", "outlet": "paper", "id": "n"}
    assert list(read(tmp_path, columns=columns)) == [Article("7", ENGLISH, outlet="Post", extra={"text": "teaser"})]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    ("columns", "message"),
    [
        pytest.param(None, r"no column 'text' \(columns found: id, prose\).*--column text=NAME", id="none"),
        pytest.param(
            {"text": "prosa"}, r"no column 'prosa' for --column text=prosa. Did you mean 'prose'\?", id="misspelt"
        ),
        pytest.param({"txt": "prose"}, r"no such field. Did you mean 'text'\?", id="no such field"),
    ],
)
def test_no_text_column(tmp_path: Path, kind: str, columns: dict[str, str] | None, message: str) -> None:
    row = {"id": "1", "prose": ENGLISH}
    if kind == "parquet":
        parquet(tmp_path / "t.parquet", {name: [value] for name, value in row.items()})
    else:
        write(tmp_path, {f"t.{kind}": csv_of([row]) if kind == "csv" else json_lines([row])})
    with pytest.raises(InputError, match=message):
        read(tmp_path / f"t.{kind}", columns=columns)


def test_in_a_folder_a_table_without_text_is_recorded(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, {"a.txt": ENGLISH, "scores.csv": "name,score\nx,1\n"}))
    assert ids(corpus) == ["a"]
    assert "scores.csv: no column 'text' (columns found: name, score)" in reasons(corpus)


def test_rows_without_id_are_known_by_file_and_number(tmp_path: Path) -> None:
    table = f"id,text\n,{quoted(ENGLISH)}\n\nx,{quoted(OTHER)}\nNA,Reuters\n"
    corpus = read(write(tmp_path, {"t.csv": table, "u.jsonl": json_lines([{"text": "Agreed."}])}))
    assert ids(corpus) == ["t-1", "x", "t-3", "u-1"]


@pytest.mark.parametrize(
    ("body", "kept", "noted"),
    [
        pytest.param("1,First words.\n2\n3,Third words.\n", ["1", "3"], "row 2 (line 3): 1 fields", id="too few"),
        pytest.param("1,First, words.\n3,Third words.\n", ["1", "3"], "row 1 (line 2): mended: a text", id="too many"),
        pytest.param("1,First words.,,\n", ["1"], "", id="empty surplus"),
        pytest.param('1,"First "words"."\n3,Third words.\n', ["1", "3"], "row 1 (line 2): mended: quot", id="quotes"),
        pytest.param(
            '1,First words.\n2,"Second\n3,Third\n', ["1"], "row 2 (line 3): a quotation mark opens", id="open"
        ),
        pytest.param('1,"Two\r\nlines."\n2\n', ["1"], "row 2 (line 4): 1 fields", id="lines counted in a field"),
        pytest.param("1,First words.\n2,\n3, \n", ["1"], "row 2 (line 3): empty", id="no text"),
    ],
)
def test_broken_csv_rows(tmp_path: Path, body: str, kept: list[str], noted: str) -> None:
    corpus = read(write(tmp_path, {"t.csv": "id,text\n" + body}))
    assert ids(corpus) == kept
    assert noted in reasons(corpus)
    assert bool(noted) == bool(corpus.problems)


def test_a_delimiter_declared_as_excel_does(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, {"t.csv": "sep=;\r\nid;text;a,b\r\n1;Some words.;x\r\n2\r\n"}))
    assert list(corpus) == [Article("1", "Some words.", extra={"a,b": "x"})]
    assert "row 2 (line 4)" in reasons(corpus)


def test_a_field_longer_than_the_csv_module_takes_by_default(tmp_path: Path) -> None:
    text = (ENGLISH + "\r\n") * 5_000
    (article,) = read(write(tmp_path, {"t.csv": f"text\n{quoted(text)}\n"}))
    assert article.text == text


def test_an_encoding_of_a_table_is_said(tmp_path: Path) -> None:
    text = "“It’s over,” the café’s owner said."
    corpus = read(write(tmp_path, {"t.csv": f"id,text\n1,{quoted(text)}\n".encode("cp1252")}))
    assert corpus["1"].text == text
    assert "read as windows-1252" in reasons(corpus)


@pytest.mark.parametrize(
    ("lines", "kept", "noted"),
    [
        pytest.param('{"text": "First words."}\n{"text": "Sec', ["t-1"], "t.jsonl line 2: invalid JSON", id="cut off"),
        pytest.param('{"text": "A b."}\n\n[1]\n', ["t-1"], "line 3: a JSON list where an object", id="not an object"),
        pytest.param('oops\n{"text": "A b."}\n', ["t-2"], "line 1: invalid JSON", id="first line"),
        pytest.param('{"id": 1}\n{"id": 2, "text": "A b."}\n', ["2"], "line 1: no text (keys: id)", id="keys differ"),
        pytest.param('{"text": null}\n{"text": "A b."}\n', ["t-2"], "line 1: empty", id="null"),
        pytest.param("[" * 100_000 + '\n{"text": "A b."}\n', ["t-2"], "line 1: invalid JSON", id="nested too deep"),
    ],
)
def test_broken_json_lines(tmp_path: Path, lines: str, kept: list[str], noted: str) -> None:
    corpus = read(write(tmp_path, {"t.jsonl": lines}))
    assert ids(corpus) == kept
    assert noted in reasons(corpus)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("[\n" + '  {"text": "A b."},\n' * 50 + "]\n", r"t\.jsonl: not JSON Lines; line 1: invalid JSON"),
        (b"\x00\x01" * 99, r"t\.jsonl: binary"),
    ],
)
def test_not_json_lines(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(write(tmp_path, {"t.jsonl": content}) / "t.jsonl")


def test_a_misspelt_column_of_json_lines_is_noted(tmp_path: Path) -> None:
    write(tmp_path, {"t.jsonl": json_lines([{"text": ENGLISH, "paper": "Post"}])})
    corpus = read(tmp_path, columns={"outlet": "papper"})
    assert "Did you mean 'paper'?" in reasons(corpus)


def test_typed_values_become_strings(tmp_path: Path) -> None:
    row = {"text": ENGLISH, "id": 7, "score": 0.5, "paid": True, "tags": ["a", "b"], "none": None, "date": "2016-10-25"}
    (article,) = read(write(tmp_path, {"t.jsonl": json_lines([row])}))
    assert article.id == "7"
    assert article.extra == {"score": "0.5", "paid": "true", "tags": '["a", "b"]'}


def test_half_a_surrogate_pair_in_json(tmp_path: Path) -> None:
    (article,) = read(write(tmp_path, {"t.jsonl": '{"text": "Half \\ud83d a pair, whole \\ud83c\\udf89."}\n'}))
    assert article.text == "Half \ufffd a pair, whole 🎉."


def test_typed_parquet(tmp_path: Path) -> None:
    day = dt.datetime(2016, 10, 25, 10, 0)
    columns: dict[str, list[object]] = {
        "text": [ENGLISH, OTHER, None],
        "id": [1.0, 2.0, None],
        "date": [day, None, None],
        "__index_level_0__": [5, 6, 7],
    }
    corpus = read(parquet(tmp_path / "t.parquet", columns))
    assert list(corpus) == [Article("1", ENGLISH, date=dt.date(2016, 10, 25)), Article("2", OTHER)]
    assert "row 3: empty" in reasons(corpus)


@pytest.mark.parametrize("damage", ["empty", "text", "cut off", "inside"])
def test_damaged_parquet(tmp_path: Path, damage: str) -> None:
    path = parquet(tmp_path / "t.parquet", {"text": [f"{ENGLISH} {i}" for i in range(50)]})
    data = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "text": b"id,text\n1,Some words.\n",
            "cut off": data[: len(data) // 2],
            "inside": data[:4] + b"\xff" * 60 + data[64:],
        }[damage]
    )
    with pytest.raises(InputError, match=r"t\.parquet: damaged, or not a Parquet file .*write or copy it again"):
        read(path)
    corpus = read(write(tmp_path, {"a.txt": ENGLISH}))
    assert ids(corpus) == ["a"]
    assert "t.parquet: damaged" in reasons(corpus)


def test_parquet_damaged_in_the_middle_keeps_what_comes_before(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": [f"Words, number {i}." for i in range(600)]}), path, row_group_size=300)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).dictionary_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    corpus = read(path)
    assert 256 <= len(corpus) <= 300
    assert "damaged" in reasons(corpus)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "empty table"),
        ("id,text\n", "the tables have no rows"),
        ("id,text\n1\n2\n", "1 fields where the header has 2"),
    ],
)
def test_table_without_rows(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(write(tmp_path, {"t.csv": table}) / "t.csv")


def test_articles_one_after_the_other(tmp_path: Path) -> None:
    rows = [{"text": f"Words, number {i}."} for i in range(5)]
    stream = iter_articles(write(tmp_path, {"t.jsonl": json_lines(rows)}))
    assert isinstance(first := next(stream), Article)
    assert first.id == "t-1"
    assert len(list(stream)) == 4


def test_frame(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": ENGLISH, "outlet": "Post", "date": "2016-10-25", "region": "north"},
        {"id": "2", "text": ENGLISH, "outlet": "", "date": "02/03/2016", "region": ""},
    ]
    df = corpus_frame(read(write(tmp_path, {"t.csv": csv_of(rows)})))
    own = ["article_id", "title", "outlet", "date", "url", "duplicate_of", "characters"]
    assert list(df.columns) == [*own, "region", "extra_date"]
    assert df["characters"].tolist() == [len(ENGLISH)] * 2
    assert df["date"].dropna().tolist() == ["2016-10-25"]
    assert df["duplicate_of"].dropna().tolist() == ["1"]
    assert df["extra_date"].dropna().tolist() == ["02/03/2016"]


def test_a_json_value_that_is_no_text_is_no_article(tmp_path: Path) -> None:
    rows = [
        '{"text": "It rained."}',
        '{"text": 12345}',
        '{"text": ["It", "rained"]}',
        '{"text": true}',
        '{"text": null}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    corpus = read(tmp_path)
    assert [a.text for a in corpus] == ["It rained."]
    kinds = [p.reason for p in corpus.problems]
    assert [word for word in ("number", "list", "true or false", "empty") if any(word in k for k in kinds)] == [
        "number",
        "list",
        "true or false",
        "empty",
    ]

"""Gold annotations from files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import InputError
from framing.evaluate import total
from framing.gold import compare_files, read_gold, score_files
from framing.read import decode

TEXT = "The mayor said the bridge is safe."
ATTRIBUTION = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 33]]}
BRAT = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 25;26 33\tthe bridge is safe
R1\tHasSource Arg1:T2 Arg2:T1\t
R2\tHasContent Arg1:T2 Arg2:T3\t
"""


def statement(text: str = TEXT, shift: int = 0, **change: object) -> str:
    row: dict[str, object] = {"article_id": "a", "field": "text"}
    for role, ((start, end),) in ATTRIBUTION.items():
        row[role] = {"text": text[start + shift : end + shift], "spans": [[start + shift, end + shift]]}
    return json.dumps(row | change) + "\n"


def gold_row(identifier: str = "a", text: object = TEXT, **change: object) -> str:
    return json.dumps({"id": identifier, "text": text, "attributions": [ATTRIBUTION], **change}) + "\n"


def right(gold: Path, found: Path) -> int:
    return total(score_files(gold, found))["who-said-what"].right


def test_brat_and_json_lines_say_the_same(tmp_path: Path) -> None:
    brat = tmp_path / "brat"
    brat.mkdir()
    (brat / "a.txt").write_text(TEXT)
    (brat / "a.ann").write_text(BRAT)
    rows = read_gold(brat)
    assert rows[0]["attributions"] == [ATTRIBUTION | {"content": [[15, 25], [26, 33]]}]
    lines = tmp_path / "gold.jsonl.gz"
    with gzip.open(lines, "wt") as file:
        file.write(gold_row())
    found = tmp_path / "found.jsonl"
    found.write_text(statement() + statement(field="title"))
    for gold in (brat, lines):
        assert total(score_files(gold, found))["who-said-what"].right == 1
        assert total(score_files(gold, found))["who-said-what"].found == 1


@pytest.mark.parametrize(
    ("gold", "found", "message"),
    [
        ("{not json", statement(), "gold.jsonl, line 1 is not JSON"),
        ('{"id": "a", "text": "x"}\n', statement(), "has no attributions"),
        ("", statement(), "holds no annotated text"),
        (gold_row("b"), statement(), r"no article of .* is in .* \('b' there, 'a' here\)"),
        (gold_row("a", "The"), statement(), r"row 1 \(article 'a'\): attribution 1, source: .* inside the text of 3"),
        (gold_row(attributions=[]), statement("x" * 40), "line 1: source is 'xxxxxxxxx', and at 0 to 9 stands 'The m"),
        (gold_row(text=TEXT[:20], attributions=[]), statement(), "line 1: content at .* is not in a text of 20"),
        (gold_row() * 2, statement(), "has article 'a' twice"),
        (gold_row(text=7), statement(), "text is no text"),
        (gold_row(attributions="x"), statement(), "attributions are no list"),
        (gold_row(attributions=[[1]]), statement(), "attributions are no list"),
        (gold_row(attributions=[{"content": [[9, 3]]}]), statement(), "attribution 1, content: .* are no"),
        (gold_row(attributions=[{"content": [["a", 3]]}]), statement(), "attribution 1, content: .* are no"),
        (gold_row(), '{"field": "text"}\n', "line 1 has no article_id"),
        (gold_row(), statement(content={"spans": [[float("inf"), 3]]}), "content at .* is not in a text"),
        ("[" * 100_000, statement(), "line 1 is not JSON"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, gold: str, found: str, message: str) -> None:
    (tmp_path / "gold.jsonl").write_text(gold)
    (tmp_path / "found.jsonl").write_text(found)
    with pytest.raises(InputError, match=message):
        score_files(tmp_path / "gold.jsonl", tmp_path / "found.jsonl")


def test_articles_that_both_have_are_compared_and_the_others_named(tmp_path: Path) -> None:
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    gold.write_text("\ufeff" + gold_row("a") + gold_row("b") + gold_row("c"), "utf-8")
    found.write_text(
        "\ufeff" + statement() + statement(article_id="d") + statement(article_id="c", field="title"), "utf-8"
    )
    compared = compare_files(gold, found)
    assert (compared.missing, compared.unknown) == (("b",), ("d",))
    assert total(compared.scores)["who-said-what"].gold == 2
    everything = compare_files(gold, found, everything=True)
    assert (everything.missing, everything.unknown) == ((), ("d",))
    assert total(everything.scores)["who-said-what"].gold == 3
    shown = CliRunner().invoke(main, ["evaluate", str(gold), str(found)])
    assert "no statement of them" in shown.output
    assert "1 of the articles: b" in shown.output
    assert "1 of the articles: d" in shown.output


def test_statements_of_the_mended_text(tmp_path: Path) -> None:
    """`framing extract` mends what it reads; gold points into the text before that."""
    damaged = TEXT.replace("mayor", "may\u00ador")
    spans = {"source": [[0, 10]], "cue": [[11, 15]], "content": [[16, 34]]}
    (tmp_path / "gold.jsonl").write_text(gold_row(text=damaged, attributions=[spans]))
    (tmp_path / "found.jsonl").write_text(statement())
    assert right(tmp_path / "gold.jsonl", tmp_path / "found.jsonl") == 1


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")


def test_a_packed_file_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "FREE", 1 << 20)
    (tmp_path / "gold.jsonl.gz").write_bytes(gzip.compress(b" " * (1 << 23), 9))
    with pytest.raises(InputError, match="unpacks to more than"):
        read_gold(tmp_path / "gold.jsonl.gz")


def brat(folder: Path, text: str | bytes, *marks: tuple[str, int, int, str], more: str = "") -> Path:
    lines = [f"T{i}\t{kind} {a} {b}\t{said}" for i, (kind, a, b, said) in enumerate(marks, 1)]
    (folder / "a.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "a.ann").write_bytes(("\n".join(lines) + "\n" + more).encode())
    return folder


LINKS = "R1\tsrc Arg1:T2 Arg2:T3\t\nR2\tcon Arg1:T2 Arg2:T1\t\n"
SAID = "A storm 🌀 hit Zürich.\r\nIt rained.\r\n\r\n“We will not pay,” said Tom Reyes.\r\nHe left.\r\n"


def marks_in(view: str) -> list[tuple[str, int, int, str]]:
    found = []
    for kind, words in (("Content", "“We will not pay,”"), ("Cue", "said"), ("Source", "Tom Reyes")):
        start = view.index(words)
        found.append((kind, start, start + len(words), words))
    return found


@pytest.mark.parametrize(
    ("view", "raw"),
    [
        pytest.param(SAID, SAID.encode(), id="as it is"),
        pytest.param(SAID.replace("\r\n", "\n"), SAID.encode(), id="CRLF counted as one"),
        pytest.param(SAID, b"\xef\xbb\xbf" + SAID.encode(), id="a mark that is not counted"),
        pytest.param("\ufeff" + SAID, b"\xef\xbb\xbf" + SAID.encode(), id="a mark that is counted"),
        pytest.param(
            "\ufeff" + SAID.replace("\r\n", "\n"), b"\xef\xbb\xbf" + SAID.encode(), id="a mark, and CRLF as one"
        ),
        pytest.param(SAID.replace("🌀", "xx"), SAID.encode(), id="UTF-16 units"),
        pytest.param(SAID, SAID.encode("utf-16"), id="UTF-16"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_ways_of_counting(tmp_path: Path, view: str, raw: bytes, ends: str) -> None:
    folder = brat(tmp_path, raw, *marks_in(view), more=LINKS)
    annotation = (folder / "a.ann").read_bytes().decode().replace("\n", ends)
    (folder / "a.ann").write_bytes(b"\xef\xbb\xbf" * (ends != "\n") + annotation.encode())
    (row,) = read_gold(folder)
    (found,) = row["attributions"]
    assert row["text"] == SAID
    assert {r: SAID[s[0][0] : s[0][1]] for r, s in found.items()} == {
        "content": "“We will not pay,”",
        "cue": "said",
        "source": "Tom Reyes",
    }


def test_bytes_of_utf8(tmp_path: Path) -> None:
    data = SAID.encode()
    marks = [(k, len(SAID[:a].encode()), len(SAID[:b].encode()), w) for k, a, b, w in marks_in(SAID)]
    ((found,),) = (row["attributions"] for row in read_gold(brat(tmp_path, data, *marks, more=LINKS)))
    assert SAID[found["cue"][0][0] : found["cue"][0][1]] == "said"


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (("Content", 1, 12, "We will not"), r"a\.ann, line 1: T1 is 'We will not', and at 1 to 12 of a\.txt stands"),
        (("Content", 1, 12, "Tom Reyes"), "it stands at 61"),
        (("Content", 900, 909, "Tom Reyes"), "stands 'nothing: the text has"),
        (("Entity", 1, 4, "xyz"), "line 1: T1 is 'xyz'"),
    ],
)
def test_offsets_that_do_not_fit_say_where(tmp_path: Path, mark: tuple[str, int, int, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_gold(brat(tmp_path, SAID, mark))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tSource zero nine\tThe mayor", "line 1 is not brat"),
        ("T1\tSource 9 0\tThe mayor", "line 1 is not brat"),
        ("T1\tSource 5\tThe mayor", "line 1 is not brat"),
        ("T1 Source 0 9 The mayor", "line 1 is not brat"),
        ("Hello", "line 1 is not brat"),
        ("R1\tsrc Arg1:T2", "line 1 is not brat"),
        ("R1\tsrc Arg1:T8 Arg2:T9", "line 1 names 'T8', which is not there"),
        ("E1\tSaying:T8 Who:T9", "line 1 names 'T8', which is not there"),
    ],
)
def test_a_broken_brat_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_text(line + "\n")
    with pytest.raises(InputError, match=rf"a\.ann, {message}"):
        read_gold(tmp_path)


def test_events_and_lines_that_say_nothing_of_attributions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    marks = "".join(BRAT.splitlines(keepends=True)[:3])
    more = "E1\tCue:T2 Who:T1\nR1\tcontent Arg1:E1 Arg2:T3\t\nA1\tConf T2 high\nM1\tNeg T2\n#1\tNotes T2\tok\n"
    more += "*\tEquiv T1 T2\n"
    (tmp_path / "a.ann").write_text(marks + more + "N1\tReference T1 Wiki:1\tThe mayor\n\n")
    assert read_gold(tmp_path)[0]["attributions"] == [ATTRIBUTION | {"content": [[15, 25], [26, 33]]}]

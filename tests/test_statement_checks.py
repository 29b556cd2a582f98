"""Statements from a file are those of the texts that they are read with, or the file is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.statement_json import from_json
from framing.statements import Statements, read_statements
from framing.values import Article, Corpus

TEXT = "“We will pay,” Ann Kerr said on Monday. She said the road would open in May."
CORPUS = Corpus((Article("a", TEXT, "Kerr will pay"),))


def row() -> dict[str, Any]:
    def passage(words: str) -> dict[str, Any]:
        start = TEXT.index(words)
        return {"text": words, "spans": [[start, start + len(words)]]}

    speaker = {"id": "ann-kerr", "name": "Ann Kerr", "type": "person"}
    return {
        "article_id": "a", "statement_id": "a:1", "field": "text", "kind": "direct", "source": passage("Ann Kerr"),
        "cue": passage("said"), "content": passage("“We will pay,”"), "speaker": speaker, "confidence": 0.9,
    }  # fmt: skip


def from_file(tmp_path: Path, *rows: dict[str, Any], corpus: Corpus = CORPUS) -> Statements:
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return read_statements(path, corpus)


def test_what_fits_is_read(tmp_path: Path) -> None:
    found = from_file(tmp_path, row())
    assert found.items == (from_json(row()),)
    (tmp_path / "s.jsonl").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "s.jsonl").read_bytes())
    assert read_statements(tmp_path / "s.jsonl", CORPUS).items == found.items


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" " + TEXT, id="a blank before it"),
        pytest.param(TEXT.replace("Monday", "Tuesday").replace("We will", "We’ll"), id="other words"),
        pytest.param(TEXT[:10], id="cut off"),
        pytest.param(TEXT.replace("Ann", "Eva"), id="another source"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_file_made_from_other_texts_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"line 1: .* made from another text"):
        from_file(tmp_path, row(), corpus=Corpus((Article("a", text),)))


def set_to(value: object, *path: str | int) -> Callable[[Any], None]:
    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_to(float("inf"), "confidence"),
        set_to(float("nan"), "confidence"),
        set_to(-0.1, "confidence"),
        set_to(float("inf"), "content", "spans", 0, 1),
        set_to([[0]], "content", "spans"),
        set_to("0", "content", "spans"),
        set_to([[-5, 3]], "content", "spans"),
        set_to([], "content", "spans"),
        set_to(["a"], "article_id"),
        set_to(["a:1"], "statement_id"),
        set_to(7, "statement_id"),
        set_to({}, "article_id"),
        set_to("\ud800", "statement_id"),
        set_to("\ud800", "speaker", "name"),
        set_to(None, "speaker", "name"),
        set_to("Ann Kerr", "speaker"),
        set_to([1], "speaker"),
        set_to("body", "field"),
        set_to("Ann Kerr", "source"),
        set_to(3, "via"),
        set_to("x", "co_speakers"),
        set_to("loud", "act"),
    ],
)
def test_values_that_are_none_of_a_statement(tmp_path: Path, change: Callable[[Any], None]) -> None:
    changed = row()
    change(changed)
    with pytest.raises(InputError, match=r"s\.jsonl, line 2\b"):
        from_file(tmp_path, row() | {"statement_id": "a:0"}, changed)


def test_a_statement_twice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2: statement 'a:1' a second time"):
        from_file(tmp_path, row(), row())


@pytest.mark.parametrize("line", ["[" * 100_000, "[]", "7", "null", '{"article_id": "a"', '{"a": NaN}'])
def test_lines_that_are_no_statement(tmp_path: Path, line: str) -> None:
    (tmp_path / "s.jsonl").write_text(line, "utf-8")
    with pytest.raises(InputError, match="line 1 is not a statement"):
        read_statements(tmp_path / "s.jsonl", CORPUS)

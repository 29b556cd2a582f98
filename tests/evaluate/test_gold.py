"""Gold annotations from files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.evaluate import total
from framing.gold import read_gold, score_files

TEXT = "The mayor said the bridge is safe."
ATTRIBUTION = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 33]]}
BRAT = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 25;26 33\tthe bridge is safe
R1\tHasSource Arg1:T2 Arg2:T1\t
R2\tHasContent Arg1:T2 Arg2:T3\t
"""


def statement(**change: object) -> str:
    row = {"article_id": "a", "field": "text", **{k: {"text": "", "spans": v} for k, v in ATTRIBUTION.items()}}
    return json.dumps(row | change) + "\n"


def test_brat_and_json_lines_say_the_same(tmp_path: Path) -> None:
    brat = tmp_path / "brat"
    brat.mkdir()
    (brat / "a.txt").write_text(TEXT)
    (brat / "a.ann").write_text(BRAT)
    rows = read_gold(brat)
    assert rows[0]["attributions"] == [ATTRIBUTION | {"content": [[15, 25], [26, 33]]}]
    lines = tmp_path / "gold.jsonl.gz"
    with gzip.open(lines, "wt") as file:
        file.write(json.dumps({"id": "a", "text": TEXT, "attributions": [ATTRIBUTION]}) + "\n")
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
        (json.dumps({"id": "b", "text": TEXT, "attributions": []}), statement(), "article 'a' is not in"),
        (json.dumps({"id": "a", "text": "short", "attributions": []}), statement(), "made from this text"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, gold: str, found: str, message: str) -> None:
    (tmp_path / "gold.jsonl").write_text(gold)
    (tmp_path / "found.jsonl").write_text(found)
    with pytest.raises(InputError, match=message):
        score_files(tmp_path / "gold.jsonl", tmp_path / "found.jsonl")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")


def test_a_broken_brat_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_text("T1\tSource zero nine\tThe mayor\n")
    with pytest.raises(InputError, match=r"a\.ann, line 1 is not brat"):
        read_gold(tmp_path)

"""What long runs have found, mended and kept: name of the file, its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.readers import run
from tests.fuzz.targets import TARGETS, call

FOUND: list[tuple[str, bytes]] = [
    # an entry with many wildcards: a regular expression that went back and forth for half a minute
    ("a.yml", b"a: [y*y*y*y*y*y*y*y*y*" + b"y" * 33 + b"*y*y*y*y*y*y*y&quot;*y*y*y*y*y*y*y*y*y*y*y*y*y*y*]\n"),
    ("l.csv", b"term,category\n" + b"a*" * 25 + b"b,c\n"),
    # a weight of more digits than a float has
    ("l.json", b'{"c": {"x": ' + b"9" * 400 + b"}}"),
    ("l.json", b'[{"term": "x", "weight": ' + b"9" * 400 + b'}, "y"]'),
    ("l.json", b'{"x": -' + b"9" * 400 + b', "y": 1}'),
    # ftfy takes two letters for one of another script
    ("a.txt", "”é said the mayor of the town on Monday".encode()),
    # of the same kinds, written for them
    ("a.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03" + b"\x00" * 30),
    ("a.jsonl", b'{"text": "It rained.", "n": ' + b"9" * 5000 + b"}\n"),
    ("a.csv", b'"sep=;"\nid;text\n"'),
    ("s.jsonl", b'{"article_id": ["a"]}\n'),
    ("g.jsonl", b'{"id": "a", "text": "x", "attributions": [{"content": [[0, 1e400]]}]}\n'),
]


NOTED = (
    b"T1\tContent 0 14\t\xe2\x80\x9cWe will pay,\xe2\x80\x9d\n"
    b'#1\tAnnotatorNotes T1\tspeaker: Ann Kerr | statement: a:1 | spans: {"content": %s}\n'
)
TASK = TARGETS["label studio"].seeds[0]

INSIDE: list[tuple[str, bytes]] = [
    # half of a character, escaped in JSON: a term that no file can hold
    ("lexicon .json", b'[{"sight\\ud800": 3}]'),
    ("lexicon .json", b'{"c\\udc00": ["x"]}'),
    # an index of brat's documents that somebody has edited
    ("brat index", b'{"document": "d", "article": "a"}\n'),
    ("brat index", b"[]\n0\n"),
    ("brat index", b'{"document": "../d", "article": "a", "field": "text"}\n'),
    # records of a journal, of which parts were lost
    ("journal", b'{"format": 1, "part": "x", "settings": "s", "files": {"articles": {"rows": 1}}}'),
    ("journal", b"[" * 5000),
    # a note of brat that an annotator broke, and offsets that are none
    *(
        ("brat", NOTED % spans)
        for spans in (b"[[0]]", b"[[0, 1, 2]]", b"[[0, 1e999]]", b"[[0, 1%s]]" % (b"9" * 30), b"7", b"[7]")
    ),
    ("label studio", TASK.replace(b'"start": 0', b'"start": "x"', 1)),
    ("label studio", TASK.replace(b'"start": 0', b'"start": 1e999', 1)),
]


@pytest.mark.parametrize(("name", "data"), INSIDE)
def test_found_inside(name: str, data: bytes, tmp_path: Path) -> None:
    call(TARGETS[name], data, tmp_path)


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_found(name: str, data: bytes, tmp_path: Path) -> None:
    run(name, data, tmp_path)

"""A slice of the long runs, and texts that hypothesis makes up; ``make test-long`` runs eleven million."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.read.repair import FIXES, aligned, mend
from tests.fuzz.readers import READERS, cases, mutated, run
from tests.fuzz.targets import TARGETS, call

SLICE = 60
"""Executions of each reader."""


@pytest.mark.parametrize("name", READERS)
def test_damaged_files(name: str, tmp_path: Path) -> None:
    for found, data in itertools.islice(cases(20161025, (name,)), SLICE):
        run(found, data, tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_bytes(name: str, tmp_path: Path) -> None:
    target, chance = TARGETS[name], random.Random(20161025)
    for data in target.seeds:
        call(target, data, tmp_path)
    for _ in range(max(5, round(SLICE * min(target.share, 1)))):
        call(target, mutated(chance.choice(target.seeds), chance)[: target.longest], tmp_path)


ANY = st.text(st.characters(codec=None), max_size=200)
SUSPECT = st.text(st.sampled_from('ab “”"\\n&;#<>/pqâ€œÃ©\ufffd\u00ad\u200b\0\ud800\ufeff?*.,’s\n'), max_size=60)
FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FAST
@given(st.lists(st.tuples(ANY, SUSPECT, ANY), min_size=1, max_size=4), st.sampled_from(",;\t|"), st.booleans())
def test_tables(tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, quoted: bool) -> None:
    out = io.StringIO(newline="")
    if quoted:
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_NONE, escapechar="\\")
    writer.writerows([("id", "text", "outlet"), *rows])
    run("a.csv", out.getvalue().encode("utf-8", "surrogatepass"), tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)


@FAST
@given(st.dictionaries(st.sampled_from(["text", "id", "date", "outlet", "x"]), JSON), SUSPECT)
def test_json_lines(tmp_path: Path, row: dict[str, object], text: str) -> None:
    lines = [json.dumps(row), json.dumps({"text": text}), json.dumps(row, ensure_ascii=False)]
    run("a.jsonl", "\n".join(lines).encode("utf-8", "surrogatepass"), tmp_path)


KEYS = (
    "article_id",
    "statement_id",
    "field",
    "kind",
    "source",
    "cue",
    "content",
    "speaker",
    "confidence",
    "via",
    "act",
)


@FAST
@given(st.sampled_from(KEYS), JSON)
def test_statements(tmp_path: Path, key: str, value: object) -> None:
    row = json.loads(READERS["s.jsonl"].seeds[0])
    for name in ("s.jsonl", "f.jsonl"):
        run(name, json.dumps(row | {key: value}).encode(), tmp_path)


@FAST
@given(SUSPECT | ANY)
def test_mending_ends_and_leaves_nothing_to_mend(text: str) -> None:
    once = mend(text)
    once.text.encode()
    assert (once.fixes == ()) == (once.text == text)
    assert set(once.fixes) <= {name for name, _ in FIXES}
    at = aligned(text, once.text)
    assert len(at) == len(text) + 1
    assert at[-1] == len(once.text)
    assert all(0 <= a <= b <= len(once.text) for a, b in itertools.pairwise(at))


@FAST
@given(st.text("abc xyz.,“”’é\n", max_size=300))
def test_sound_texts_are_untouched(text: str) -> None:
    assert mend(text).text == text

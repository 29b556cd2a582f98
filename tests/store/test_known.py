"""What a second run need not do, and that it misses nothing by it."""

from __future__ import annotations

import json
from hashlib import blake2b
from importlib import import_module
from pathlib import Path

import pytest

from framing.read import iter_articles
from framing.read.record import Record
from framing.read.sound import Sound
from framing.store import known
from framing.store.executors import here
from framing.store.known import known_sound
from framing.store.reader import open_store
from framing.store.settings import Settings
from framing.store.write import Filled, fill
from framing.values import Article, Problem

MADE = Settings.of(model="fast")


def test_an_id_whose_hash_ends_in_a_zero_is_known(tmp_path: Path) -> None:
    """Of 256 articles one has such a hash, and was taken for new each time."""
    names = (f"a{n}" for n in range(10_000))
    zero = next(n for n in names if blake2b(n.encode(), digest_size=16).digest()[-1] == 0)
    items = [Article(zero, "Nothing was said of the ferry."), Article("b", "Nothing was said of the dam.")]
    fill(tmp_path / "s", items, MADE, executor=here)
    done = fill(tmp_path / "s", items, MADE, executor=here)
    assert (done.analysed, done.renewed, done.unchanged) == (0, 0, 2)
    assert open_store(tmp_path / "s").query("SELECT count(*) AS n FROM articles")["n"].tolist() == [2]


TEXT = "The mayor, Ada Stone, said that the bridge of the town was safe and that it would stay so for the whole year."
ROWS = [
    {"id": "sound", "text": TEXT, "date": "2016-10-25"},
    {"id": "mended", "text": TEXT.replace("Stone", "St&ouml;n")},
    {"id": "foreign", "text": "Der Rat hat gestern gesagt, dass die Brücke sicher ist und auch so bleibt. " * 3},
    {"id": "dated", "text": TEXT, "date": "some day"},
    {"id": "sound", "text": TEXT},
    {"id": "empty", "text": " "},
]  # fmt: skip


def run(store: Path, source: Path) -> tuple[Filled, list[Problem]]:
    sound = known_sound(store)
    items = iter_articles(source, sound=sound)
    done = fill(store, items, MADE, executor=here, sound=sound)
    return done, done.problems


def test_a_second_run_says_again_what_the_first_said(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    store = tmp_path / "s"
    _, first = run(store, source)
    assert len(first) > 4
    done, second = run(store, source)
    assert (done.unchanged, done.analysed, done.renewed) == (3, 0, 0)
    assert second == first
    assert list(iter_articles(source)) == list(iter_articles(source, sound=known_sound(store)))


def test_what_is_sound_is_not_looked_at_again_and_a_change_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(ROWS[0]), encoding="utf-8")
    run(tmp_path / "s", source)

    def looked_at(text: str) -> None:
        raise AssertionError(text)

    with monkeypatch.context() as patched:
        patched.setattr(import_module("framing.read.checks"), "mend", looked_at)
        assert run(tmp_path / "s", source)[0].unchanged == 1
    source.write_text(json.dumps(ROWS[0] | {"title": "Caf&eacute;"}), encoding="utf-8")
    done, problems = run(tmp_path / "s", source)
    assert (done.renewed, len(problems)) == (1, 1)


def test_another_version_looks_at_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(ROWS[0]), encoding="utf-8")
    run(tmp_path / "s", source)
    assert known_sound(tmp_path / "s").kept(10) is None
    assert len((tmp_path / "s" / "sound.bin").read_bytes()) > 16
    monkeypatch.setattr(known, "_HEAD", b"framing 99\n")
    assert known_sound(tmp_path / "s").kept(10) is None
    assert not known_sound(tmp_path / "s").holds(
        Sound().digest(Record("", TEXT, "", {"id": "sound", "date": "2016-10-25"}, {}))
    )

"""A store holds what its input does, whatever happened on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from framing.errors import InputError, OutputError
from framing.resolve import Project
from framing.store.executors import evened, here, processes
from framing.store.journal import commit
from framing.store.lock import writing_to
from framing.store.parts import Chunk, work
from framing.store.place import Folder, place_of
from framing.store.reader import open_store
from framing.store.schema import TABLES, documented, schema
from framing.store.settings import Limits, Settings
from framing.store.write import fill, remove
from framing.values import Article, Problem
from tests.store.stored import MADE, articles, filled, rows


def test_a_store_has_a_row_for_every_article(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(*range(5)))
    store = open_store(tmp_path / "s")
    assert len(store) == 5
    assert store.query("SELECT count(*) AS n FROM articles")["n"].tolist() == [5]
    speakers = store.query("SELECT DISTINCT speaker FROM speakers ORDER BY 1")["speaker"].tolist()
    assert {"Ada Stone", "Ben Fisk"} <= set(speakers)


def test_every_file_has_the_documented_columns(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0, 1))
    for name in TABLES:
        (file,) = (tmp_path / "s" / name).iterdir()
        assert pa.parquet.read_schema(file).equals(schema(name)), name
        assert all(len(text) > 8 for _, text in documented()["tables"][name]["columns"].values())


def test_partitions_and_processes_change_no_row(tmp_path: Path) -> None:
    one = filled(tmp_path / "one", articles(*range(8)), partition=1)
    many = filled(tmp_path / "many", articles(*range(8)), partition=3, executor=processes(2))
    assert one == many


@pytest.mark.parametrize(
    ("workers", "sizes", "pieces"),
    [
        (2, [500, 500, 500, 500, 200], [500, 500, 500, 167, 167, 166, 67, 67, 66]),
        (2, [500, 500], [500, 125, 125, 125, 125]),
        (1, [500, 500, 200], [500, 500, 200]),
        (2, [40], [40]),
        (2, [], []),
    ],
)
def test_the_last_chunks_are_cut_so_that_workers_end_together(
    workers: int, sizes: list[int], pieces: list[int]
) -> None:
    """And each piece has its own articles, and those of its rows that it replaces."""
    given = [
        Chunk(n, tuple(Article(f"{n}-{i}", "") for i in range(size)), {f"old{n}": [f"{n}-{i}" for i in range(size)]})
        for n, size in enumerate(sizes)
    ]
    found = list(evened(iter(given), workers))
    assert sorted(len(c.articles) for c in found) == sorted(pieces)
    assert [a for c in found for a in c.articles] == [a for c in given for a in c.articles]
    assert all([i for ids in c.supersedes.values() for i in ids] == [a.id for a in c.articles] for c in found)


def test_only_what_is_new_or_changed_is_analysed(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0, 1, 2, 3))
    done = fill(tmp_path / "s", articles(0, 1, 2, 3, 4, changed=[1]), MADE, executor=here, partition=2)
    assert (done.analysed, done.renewed, done.unchanged) == (1, 1, 3)
    assert rows(open_store(tmp_path / "s")) == filled(tmp_path / "fresh", articles(0, 1, 2, 3, 4, changed=[1]))
    done = fill(tmp_path / "s", articles(0, 2), MADE, executor=here, partition=2, remove_missing=True)
    assert (done.removed, done.unchanged) == (3, 2)
    assert rows(open_store(tmp_path / "s")) == filled(tmp_path / "less", articles(0, 2))


def test_other_settings_make_every_article_anew(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0, 1))
    done = fill(tmp_path / "s", articles(0, 1), Settings.of(model="fast", limits=Limits(characters=50)), executor=here)
    assert done.renewed == 2


def test_labels_of_a_project_make_no_article_anew(tmp_path: Path) -> None:
    """They are asked for when tables are made; sides and actors are what articles are read with."""
    filled(tmp_path / "s", articles(0, 1))
    labelled = Project(labels={"party": {"ada stone": "Blue"}})
    done = fill(tmp_path / "s", articles(0, 1), Settings.of(model="fast", project=labelled), executor=here)
    assert (done.renewed, done.unchanged) == (0, 2)
    assert open_store(tmp_path / "s").project.labels == labelled.labels
    sided = Project(sides={"ada stone": "Town"})
    done = fill(tmp_path / "s", articles(0, 1), Settings.of(model="fast", project=sided), executor=here)
    assert done.renewed == 2


def test_the_files_alone_tell_the_truth(tmp_path: Path) -> None:
    """What pandas, Polars or Spark read from the folders is what the store has, edits and removals done."""
    import pandas as pd

    filled(tmp_path / "s", articles(0, 1, 2))
    fill(tmp_path / "s", articles(0, 1, 2, changed=[0]), MADE, executor=here, partition=2)
    remove(tmp_path / "s", ["a2"])
    found = pd.read_parquet(tmp_path / "s" / "articles")
    assert sorted(found["article_id"]) == ["a0", "a1"]
    assert found.set_index("article_id")["text"].str.endswith("again.").loc["a0"]


def test_a_long_article_is_cut(tmp_path: Path) -> None:
    long = Article("long", "Ada Stone said so. " * 400)
    short = Settings.of(model="fast", limits=Limits(characters=100))
    fill(tmp_path / "s", [long, *articles(0)], short, executor=here)
    (row,) = (
        r for t in open_store(tmp_path / "s").batches("articles") for r in t.to_pylist() if r["article_id"] == "long"
    )
    assert 50 < len(row["text"]) <= 100
    assert row["cut"] == len(long.text) - len(row["text"])


def test_an_article_that_takes_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.store import analyse

    real = analyse.__dict__["outcome"]

    def outcome(article: Article, **options: Any) -> Any:
        while article.id == "a1":
            sum(range(1000))
        return real(article, **options)

    monkeypatch.setattr(analyse, "outcome", outcome)
    fill(tmp_path / "t", articles(0, 1, 2), Settings.of(model="fast", limits=Limits(seconds=2)), executor=here)
    store = open_store(tmp_path / "t")
    assert store.query("SELECT article_id FROM articles WHERE failed")["article_id"].tolist() == ["a1"]
    assert store.query("SELECT reason FROM problems")["reason"].tolist() == [
        "took longer than 2 seconds and was left out"
    ]


class KilledError(Exception):
    """Stands for the end of the process at this moment."""


def dying(after: int):  # type: ignore[no-untyped-def]
    """An executor whose process ends after so many chunks: the last one is written and never committed."""

    def run(chunks: Iterator[Chunk], made: Settings, url: str):  # type: ignore[no-untyped-def]
        for n, chunk in enumerate(chunks):
            record = work(chunk, made, url)
            if n >= after:
                raise KilledError
            yield record

    return run


class Machine(RuleBasedStateMachine):
    """Analyse, kill, resume, edit, remove, in any order: the store is as if made from its articles just now."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.root = Path(tempfile.mkdtemp())
        self.texts: dict[int, bool] = {}
        self.whole = True

    def wanted(self) -> list[Article]:
        return [a for n, changed in self.texts.items() for a in articles(n, changed=[n] if changed else [])]

    @rule(numbers=st.lists(st.integers(0, 9), max_size=4, unique=True))
    def add(self, numbers: list[int]) -> None:
        self.texts |= {n: False for n in numbers if n not in self.texts}
        self.whole = False

    @rule(n=st.integers(0, 9))
    def edit(self, n: int) -> None:
        if n in self.texts:
            self.texts[n] = not self.texts[n]
            self.whole = False

    @rule(n=st.integers(0, 9))
    def take_out(self, n: int) -> None:
        if self.texts.pop(n, None) is not None:
            self.whole = False

    @rule(n=st.integers(0, 9))
    def remove_by_hand(self, n: int) -> None:
        if (self.root / "s" / "store.json").exists():
            remove(self.root / "s", [f"a{n}"])
            self.whole = False

    @rule(after=st.integers(0, 3), partition=st.integers(1, 4))
    def kill(self, after: int, partition: int) -> None:
        try:
            fill(self.root / "s", self.wanted(), MADE, executor=dying(after), partition=partition, remove_missing=True)
            self.whole = True
        except KilledError:
            self.whole = False

    @rule(after=st.integers(0, 25), error=st.sampled_from([28, 5]), partition=st.integers(1, 4))
    def full_disk(self, after: int, error: int, partition: int) -> None:
        left = after

        def fails(self: Folder, temporary: Path, given: bytes | Iterable[bytes]) -> None:
            nonlocal left
            left -= 1
            data = given if isinstance(given, bytes) else b"".join(given)
            if left < 0:
                temporary.write_bytes(data[: len(data) // 2])
                raise OSError(error, os.strerror(error))
            whole(self, temporary, data)

        whole = Folder._fill
        Folder._fill = fails  # type: ignore[method-assign, assignment]
        try:
            fill(self.root / "s", self.wanted(), MADE, executor=here, partition=partition, remove_missing=True)
            self.whole = True
        except OutputError:
            self.whole = False
        finally:
            Folder._fill = whole  # type: ignore[method-assign]

    @rule(partition=st.integers(1, 4))
    def run(self, partition: int) -> None:
        fill(self.root / "s", self.wanted(), MADE, executor=here, partition=partition, remove_missing=True)
        self.whole = True

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        if not (self.root / "s" / "store.json").exists():
            return
        store = open_store(self.root / "s")
        ids = [i for t in store.batches("articles", ["article_id"]) for i in t["article_id"].to_pylist()]
        assert len(ids) == len(set(ids)) == len(store)
        if self.whole:
            fresh = self.root / "fresh"
            fill(fresh, self.wanted(), MADE, executor=here)
            assert rows(store) == rows(open_store(fresh))
            shutil.rmtree(fresh)

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)


TestMachine = Machine.TestCase
TestMachine.settings = examples(
    max_examples=int(os.environ.get("FRAMING_LONG", "0")) or 4, stateful_step_count=8, deadline=None
)


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:1000]))
    Folder(tmp_path).write("a/b", b"x" * 5000)
    assert (tmp_path / "a" / "b").read_bytes() == b"x" * 5000


def test_two_writers_are_refused(tmp_path: Path) -> None:
    with writing_to(place_of(tmp_path / "s")), pytest.raises(OutputError, match=f"process {os.getpid()}"):
        fill(tmp_path / "s", articles(0), MADE, executor=here)
    filled(tmp_path / "s", articles(0))


def test_a_lock_of_another_host_is_respected(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0))
    (tmp_path / "s" / "lock").write_text('{"pid": 1, "host": "elsewhere"}')
    with pytest.raises(OutputError, match=r"process 1 on elsewhere.*remove"):
        filled(tmp_path / "s", articles(0))


def test_a_lock_of_the_dead_is_none(tmp_path: Path) -> None:
    import socket

    filled(tmp_path / "s", articles(0))
    (tmp_path / "s" / "lock").write_text(json.dumps({"pid": 4_000_000, "host": socket.gethostname()}))
    filled(tmp_path / "s", articles(0))


def test_another_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann")
    with pytest.raises(OutputError, match="letter"):
        filled(tmp_path, articles(0))
    assert (tmp_path / "letter.txt").read_text() == "Dear Ann"


def test_an_input_that_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    def broken() -> Iterator[Article]:
        yield from articles(0, 1, 2)
        raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="again to go on"):
        fill(tmp_path / "s", broken(), MADE, executor=here, partition=2, remove_missing=True)
    assert len(open_store(tmp_path / "s")) == 3
    assert filled(tmp_path / "s", articles(*range(4))) == filled(tmp_path / "t", articles(*range(4)))


def test_a_file_that_vanishes_takes_no_article_along(tmp_path: Path) -> None:
    filled(tmp_path / "s", articles(0, 1, 2))
    gone = Problem("b.csv", "cannot be read: No such file or directory")
    done = fill(tmp_path / "s", [*articles(0), gone], MADE, executor=here, remove_missing=True)
    assert (done.removed, done.unread, len(open_store(tmp_path / "s"))) == (0, 1, 3)
    judged = Problem("c.txt", "not English: it reads like de")
    done = fill(tmp_path / "s", [*articles(0), judged], MADE, executor=here, remove_missing=True)
    assert (done.removed, len(open_store(tmp_path / "s"))) == (2, 1)


def test_a_clock_that_goes_backwards_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "s", articles(0))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert filled(tmp_path / "s", articles(0, 1, changed=[0])) == filled(tmp_path / "t", articles(0, 1, changed=[0]))


def test_a_store_at_a_url(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    url = f"memory://store-{tmp_path.name}"
    fill(url, articles(0, 1, 2), MADE, executor=here, partition=2)
    fill(url, articles(0, 1, 2, changed=[1]), MADE, executor=here, partition=2)
    store = open_store(url)
    assert rows(store) == filled(tmp_path / "s", articles(0, 1, 2, changed=[1]))
    assert store.query("SELECT count(*) AS n FROM articles")["n"].tolist() == [3]


DEADLY = """
import os, sys
from pathlib import Path
import framing.store.parts as parts
from framing.store.executors import processes
from framing.store.settings import Settings
from framing.store.write import fill
from framing.values import Article
import framing.store.analyse as analyse

def outcome(article, **options):
    if article.id == "a2":
        os._exit(9)
    return real(article, **options)

real, analyse.outcome = analyse.outcome, outcome
if __name__ == "__main__":
    items = [Article(f"a{n}", "Ada Stone said it was safe.") for n in range(5)]
    fill(sys.argv[1], items, Settings.of(model="fast"), executor=processes(2), partition=2)
"""


def test_an_article_that_kills_its_process_is_found_and_left_out(tmp_path: Path) -> None:
    script = tmp_path / "deadly.py"
    script.write_text(DEADLY)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, str(script), str(tmp_path / "s")], check=True, env=environment)  # noqa: S603
    store = open_store(tmp_path / "s")
    assert store.query("SELECT article_id FROM articles WHERE failed")["article_id"].tolist() == ["a2"]
    assert store.query("SELECT count(*) AS n FROM articles")["n"].tolist() == [5]
    assert "brings the program down" in store.query("SELECT reason FROM problems")["reason"].tolist()[0]


KILLABLE = """
import sys
from framing.store.executors import processes
from framing.store.settings import Settings
from framing.store.write import fill
from framing.values import Article
if __name__ == "__main__":
    items = [Article(f"a{n}", f"Ada Stone said bridge {n} was safe. Ben Fisk denied it.") for n in range(40)]
    fill(sys.argv[1], items, Settings.of(model="fast"), executor=processes(2), partition=2)
"""


def test_kill_9_and_again(tmp_path: Path) -> None:
    script = tmp_path / "killable.py"
    script.write_text(KILLABLE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(script)]
    subprocess.run([*command, str(tmp_path / "whole")], check=True, env=environment)  # noqa: S603
    process = subprocess.Popen([*command, str(tmp_path / "s")], env=environment)  # noqa: S603
    while not list((tmp_path / "s" / "parts").glob("*.json")):
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < len(open_store(tmp_path / "s")) < 40
    subprocess.run([*command, str(tmp_path / "s")], check=True, env=environment)  # noqa: S603
    assert rows(open_store(tmp_path / "s")) == rows(open_store(tmp_path / "whole"))


def test_committing_twice_doubles_nothing(tmp_path: Path) -> None:
    whole = filled(tmp_path / "s", articles(0, 1))
    place = place_of(tmp_path / "s")
    (record,) = open_store(tmp_path / "s").records
    commit(place, work(Chunk(record.number, tuple(articles(0, 1))), MADE, place.url))
    assert rows(open_store(tmp_path / "s")) == whole

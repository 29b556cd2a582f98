"""Dask and Spark do what one process does, and lose nothing when their workers die. Slow: `make test-long`."""

from __future__ import annotations

import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.store.clusters import on_dask, on_spark
from framing.store.executors import here
from framing.store.reader import open_store
from framing.store.schema import TABLES
from framing.store.settings import Settings
from framing.store.write import fill
from framing.values import Article

LONG = int(os.environ.get("FRAMING_LONG", "0"))
MADE = Settings.of(model="fast")
ARTICLES = [
    Article(f"a{n:03d}", f"Ada Stone, the mayor, said bridge {n} was safe. “It is not,” Ben Fisk told reporters.")
    for n in range(60)
]


def rows(place: Path) -> dict[str, list[str]]:
    store = open_store(place)
    return {name: sorted(repr(row) for t in store.batches(name) for row in t.to_pylist()) for name in TABLES}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    place = tmp_path_factory.mktemp("whole") / "s"
    fill(place, ARTICLES, MADE, executor=here, partition=3)
    return rows(place)


@pytest.fixture
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


def kill_one(pids: list[int], rng: random.Random) -> int:
    """Kill one of the workers; how many were killed."""
    living = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    if living:
        os.kill(rng.choice(living), signal.SIGKILL)
    return len(living[:1])


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="make test-long")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(10))
def test_dask_loses_nothing_when_a_worker_dies(
    cluster: Any, whole: dict[str, list[str]], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    parts = tmp_path / "s" / "parts"
    killed: list[int] = []

    def kill() -> None:
        after = rng.randrange(1, 15)
        while not parts.is_dir() or len(list(parts.iterdir())) < after:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.3))
        killed.append(kill_one([w.pid for w in cluster.workers.values() if w.pid], rng))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    fill(tmp_path / "s", ARTICLES, MADE, executor=on_dask(cluster.scheduler_address), partition=3)
    killer.join(10)
    assert killed == [1]
    assert rows(tmp_path / "s") == whole


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="make test-long")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(10))
def test_spark_loses_nothing_when_a_worker_dies(whole: dict[str, list[str]], tmp_path: Path, seed: int) -> None:
    pytest.importorskip("pyspark")
    psutil = pytest.importorskip("psutil")
    rng = random.Random(seed)
    files = tmp_path / "s" / "articles"
    stop = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        after = rng.randrange(1, 9)
        while not stop.is_set() and (not files.is_dir() or len(list(files.iterdir())) < after):
            time.sleep(0.01)
        below = psutil.Process().children(recursive=True)
        workers = [p.pid for p in below if "pyspark" in " ".join(p.cmdline()) and "python" in p.name()]
        killed.append(0 if stop.is_set() else kill_one(workers, rng))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    fill(tmp_path / "s", ARTICLES, MADE, executor=on_spark("local[2]"), partition=3)
    stop.set()
    killer.join(10)
    assert killed == [1]
    assert rows(tmp_path / "s") == whole


def test_a_scheduler_that_is_not_there_is_told_before_work(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    begin = time.monotonic()
    for address, why in (
        ("tcp://127.0.0.1:9", "cannot be reached .*refused"),
        ("tcp://no-such-host.invalid:8786", "cannot be reached"),
        ("127.0.0.1", "is no address of a scheduler"),
        ("tcp://127.0.0.1", "is no address of a scheduler"),
    ):
        with pytest.raises(InputError, match=why):
            fill(tmp_path / "s", ARTICLES[:2], MADE, executor=on_dask(address))
    assert time.monotonic() - begin < 30
    assert not (tmp_path / "s").exists()


def test_something_else_at_the_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("framing.store.clusters._TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(InputError, match="something else answers"):
        on_dask(f"tcp://127.0.0.1:{mute.getsockname()[1]}")


def test_a_spark_master_that_is_not_there_is_told_before_work() -> None:
    pytest.importorskip("pyspark")
    with pytest.raises(InputError, match=r"the Spark master spark://127.0.0.1:9 cannot be reached .*refused"):
        on_spark("spark://127.0.0.1:9")
    with pytest.raises(InputError, match="cannot be reached"):
        on_spark("spark://127.0.0.1:9,127.0.0.1:10")


@pytest.mark.parametrize("what", ["framing", "Python", "distributed"])
@pytest.mark.skipif(not LONG, reason="make test-long")
@pytest.mark.filterwarnings("ignore")
def test_workers_of_another_version_are_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    from framing.store import clusters

    monkeypatch.setattr(clusters, "_mine", lambda real=clusters._mine: real() | {what: "0.0.9"})
    with pytest.raises(InputError, match=rf"another {what} than this machine's 0\.0\.9"):
        fill(tmp_path / "s", ARTICLES[:2], MADE, executor=on_dask(cluster.scheduler_address))


def test_what_java_says_is_told_in_a_line() -> None:
    from framing.store.clusters import _said

    told = "An error occurred.\n: java.lang.Exception: x\nCaused by: java.net.ConnectException: refused\n\tat a"
    assert _said(Exception(told)) == "Caused by: java.net.ConnectException: refused"
    assert _said(Exception("")) == "Exception"

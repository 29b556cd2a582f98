"""Executors on many machines: workers of Dask distributed, or of Spark. Each does what a process of this machine does.

Workers need this package, of the same version, and must reach the store: a shared folder, or a URL that fsspec knows.
They write files; the machine that was given the command commits them, and it alone.
"""

from __future__ import annotations

import os
import pickle
import re
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from framing import __version__
from framing.errors import InputError
from framing.store.executors import Executor, halves
from framing.store.journal import Record
from framing.store.parts import Chunk, refused, work
from framing.store.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["on_dask", "on_spark"]

_TIMEOUT = 10
"""Seconds that a scheduler may take to answer."""
_RETRIES = 5
_KILLS = "it brings the worker down, and was left out; please report it"
_STAYS = "give the same command again: what is in the store stays, and it goes on from there"


def on_dask(scheduler: str) -> Executor:
    """Workers of a Dask cluster, by the address of its scheduler (``tcp://host:8786``).

    Raises an InputError where it cannot be reached, at once, or its workers have another version.
    """
    distributed = _needed("distributed", "dask")
    _see_scheduler(scheduler)

    def run(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
        with _client(distributed, scheduler) as client:
            under_way: dict[Any, Chunk] = {}
            going = distributed.as_completed(loop=client.loop)

            def submit(chunk: Chunk) -> None:
                future = client.submit(work, chunk, settings, url, pure=False, retries=_RETRIES)
                under_way[future] = chunk
                going.add(future)

            for chunk in islice(chunks, 2 * max(1, sum(client.nthreads().values()))):
                submit(chunk)
            for future in going:
                chunk = under_way.pop(future)
                try:
                    yield future.result()
                except distributed.KilledWorker:
                    if len(chunk.articles) == 1:
                        yield refused(chunk, settings, url, _KILLS)
                    else:
                        for half in halves(chunk):
                            submit(half)
                        continue
                except (CancelledError, distributed.CommClosedError) as error:
                    raise InputError(
                        f"the scheduler {scheduler} was lost on the way ({error}); see whether it runs, and {_STAYS}"
                    ) from error
                for chunk in islice(chunks, 1):
                    submit(chunk)

    return run


def _see_scheduler(address: str) -> None:
    """Whether something answers at an address as a scheduler does. Dask itself would ask for minutes."""
    protocol, _, place = address.rpartition("://")
    host, port = _host_and_port(place)
    if protocol not in ("tcp", "tls", "ucx", "ws", "wss") or not port:
        raise InputError(
            f"{address!r} is no address of a scheduler; give it as `dask scheduler` prints it, tcp://host:8786"
        )
    with _connected(host, port, f"the scheduler {address}", "`dask scheduler`") as link:
        if protocol == "tcp" and not link.recv(1):  # a scheduler is the first to speak
            raise OSError("it hangs up")


def _see_master(master: str) -> None:
    """Whether a host of ``spark://host:7077,host:7077`` can be reached. Spark itself would try for minutes."""
    if not master.startswith("spark://"):
        return
    *others, last = master.removeprefix("spark://").split(",")
    for place in others:
        try:
            with _connected(*_host_and_port(place), place, ""):
                return
        except InputError:
            continue
    with _connected(*_host_and_port(last), f"the Spark master {master}", "Spark's `start-master.sh`"):
        return


def _host_and_port(place: str) -> tuple[str, int]:
    host, _, port = place.rstrip("/").rpartition(":")
    return host.strip("[]"), int(port) if port.isdigit() and int(port) < 65_536 else 0


@contextmanager
def _connected(host: str, port: int, shown: str, starts: str) -> Iterator[socket.socket]:
    try:
        with socket.create_connection((host, port), timeout=_TIMEOUT) as link:
            yield link
    except OSError as error:
        why = "something else answers there" if isinstance(error, TimeoutError) and host else error.strerror or error
        raise InputError(
            f"{shown} cannot be reached ({why}); see whether it runs ({starts}) and the address is right, and {_STAYS}"
        ) from error


@contextmanager
def _client(distributed: Any, scheduler: str) -> Iterator[Any]:
    try:
        client = distributed.Client(scheduler, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"the scheduler {scheduler} cannot be reached ({error}); see whether it runs (`dask scheduler`) in Dask "
            f"{distributed.__version__}, as here, and {_STAYS}"
        ) from error
    with client:
        if not client.nthreads():
            raise InputError(f"the scheduler {scheduler} has no workers; start some (`dask worker {scheduler}`)")
        mine = _mine()
        for place, found in (*client.run(_versions).items(), ("the scheduler", client.run_on_scheduler(_versions))):
            for what, version in mine.items():
                if found.get(what) != version and (what != "framing" or place != "the scheduler"):
                    raise InputError(
                        f"{place} of {scheduler} has another {what} than this machine's {version} "
                        f"({found.get(what)}); install the same on all machines, and {_STAYS}"
                    )
        yield client


def _mine() -> dict[str, str]:
    return _versions()


def _versions() -> dict[str, str]:
    """What has to be the same on all machines, as it is on this one."""
    import sys
    from importlib.metadata import PackageNotFoundError, version

    def of(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return "none"

    try:
        from framing import __version__ as found
    except ImportError:
        found = "none"
    python = ".".join(map(str, sys.version_info[:2]))
    return {"framing": found, "Python": python, "distributed": of("distributed")}


def on_spark(master: str) -> Executor:
    """Workers of Spark, by its master (``local[4]``, ``spark://host:7077``, ``yarn``): a task a chunk, in rounds.

    Raises an InputError where Spark cannot be started there.
    """
    _needed("pyspark", "spark")
    _see_master(master)

    def run(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
        with _session(master) as spark:
            at_once = 3 * spark.sparkContext.defaultParallelism
            while several := list(islice(chunks, at_once)):
                rows = [(pickle.dumps((__version__, pickle.dumps((chunk, settings, url)))),) for chunk in several]
                spread = spark.sparkContext.parallelize(rows, len(rows)).toDF("job binary")
                try:
                    found = spread.mapInPandas(_work_in_pandas, "record binary").collect()
                except Exception as error:  # of many kinds, of Java's too
                    raise InputError(
                        f"Spark gave up at {master} ({_said(error)}); see to that, and {_STAYS}"
                    ) from error
                yield from (pickle.loads(row.record) for row in found)  # noqa: S301  # written by our own workers

    return run


def _work_in_pandas(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    import pandas as pd

    def done(job: bytes) -> bytes:
        version, told = pickle.loads(job)  # noqa: S301  # written by our own driver
        if version != __version__:
            raise InputError(f"a worker has framing {__version__}, and the driver {version}; install the same on all")
        return pickle.dumps(work(*pickle.loads(told)))  # noqa: S301

    for batch in batches:
        yield pd.DataFrame({"record": [done(job) for job in batch["job"]]})


def _said(error: Exception) -> str:
    """The line of a stack of Java's and Python's errors that says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"(?:Caused by: )?[\w.]+(?:Error|Exception)\b: \S", line)]
    return (telling or lines or [type(error).__name__])[-1 if telling else 0][:300]


@contextmanager
def _session(master: str) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    if master.startswith("local[") and "," not in master:  # alone Spark tries a task once, as on a cluster four times
        master = master.replace("]", f",{_RETRIES}]")
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # on a cluster its settings say which Python has us
    try:
        builder = SparkSession.builder.master(master).appName("framing analyze")
        spark = builder.config("spark.ui.enabled", "false").config("spark.python.worker.reuse", "true").getOrCreate()
    except Exception as error:  # of many kinds, of Java's too
        raise InputError(
            f"Spark cannot be started at {master} ({_said(error)}); see whether Java 17 is there and the master "
            f"runs, and {_STAYS}"
        ) from error
    try:
        yield spark
    finally:
        spark.stop()


def _needed(package: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError as error:
        raise InputError(f"this needs the package {package}; pip install 'framing[{extra}]'") from error

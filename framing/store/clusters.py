"""Executors on many machines: workers of Dask distributed, or of Spark. Each does what a process of this machine does.

Workers need this package, of the same version, and must reach the store: a shared folder, or a URL that fsspec knows.
They write files; the machine that was given the command commits them, and it alone.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
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

_TIMEOUT = 30
"""Seconds that a scheduler may take to answer."""
_RETRIES = 5
_KILLS = "it brings the worker down, and was left out; please report it"


def on_dask(scheduler: str) -> Executor:
    """Workers of a Dask cluster, by the address of its scheduler (``tcp://host:8786``).

    Raises an InputError where it cannot be reached, or its workers have another version.
    """

    def run(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
        distributed = _needed("distributed", "dask")
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
                for chunk in islice(chunks, 1):
                    submit(chunk)

    return run


@contextmanager
def _client(distributed: Any, scheduler: str) -> Iterator[Any]:
    try:
        client = distributed.Client(scheduler, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"the scheduler {scheduler} cannot be reached ({error}); see whether it runs (`dask scheduler`), and "
            "give the same command again: what is in the store stays"
        ) from error
    with client:
        others = {worker: found for worker, found in client.run(_version).items() if found != __version__}
        if others:
            shown = ", ".join(f"{worker}: {found}" for worker, found in sorted(others.items()))
            raise InputError(
                f"workers of {scheduler} have another framing than this machine's {__version__} ({shown}); install the "
                "same version on all"
            )
        if not client.nthreads():
            raise InputError(f"the scheduler {scheduler} has no workers; start some (`dask worker {scheduler}`)")
        yield client


def _version() -> str:
    """Of the package on a worker."""
    try:
        from framing import __version__ as found
    except ImportError:
        return "none"
    return found


def on_spark(master: str) -> Executor:
    """Workers of Spark, by its master (``local[4]``, ``spark://host:7077``, ``yarn``): a task a chunk, in rounds.

    Raises an InputError where Spark cannot be started there.
    """

    def run(chunks: Iterator[Chunk], settings: Settings, url: str) -> Iterator[Record]:
        _needed("pyspark", "spark")
        with _session(master) as spark:
            at_once = 3 * spark.sparkContext.defaultParallelism
            while several := list(islice(chunks, at_once)):
                rows = [(pickle.dumps((chunk, settings, url)),) for chunk in several]
                spread = spark.sparkContext.parallelize(rows, len(rows)).toDF("job binary")
                found = spread.mapInPandas(_work_in_pandas, "record binary").collect()
                yield from (pickle.loads(row.record) for row in found)  # noqa: S301  # written by our own workers

    return run


def _work_in_pandas(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    import pandas as pd

    for batch in batches:
        jobs = (pickle.loads(job) for job in batch["job"])  # noqa: S301  # written by our own driver
        yield pd.DataFrame({"record": [pickle.dumps(work(*job)) for job in jobs]})


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
            f"Spark cannot be started at {master} ({str(error).splitlines()[0]}); see whether Java 17 is there and the "
            "master runs, and give the same command again: what is in the store stays"
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

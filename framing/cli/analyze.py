"""``framing analyze``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, talk
from framing.cli.options import run_options

if TYPE_CHECKING:
    from framing.store.executors import Executor

__all__ = ["analyze"]


@click.command()
@run_options
@click.option("--out", "store", required=True, metavar="STORE", help="Folder or URL of the store; made, or added to.")
@click.option("--workers", type=click.IntRange(1), help="Processes. Default: one a processor; never changes the rows.")
@click.option("--scheduler", metavar="TCP://HOST:PORT", help="Have the workers of a Dask cluster do it.")
@click.option("--spark", metavar="MASTER", help="Have Spark do it, as in local[4] or spark://host:7077.")
@click.option("--partition", type=click.IntRange(1), default=500, show_default=True, help="Articles of a partition.")
@click.option(
    "--most-characters", type=click.IntRange(1000), default=200_000, show_default=True,
    help="Longer articles are cut there; a problem says so.",
)  # fmt: skip
@click.option(
    "--most-seconds", type=click.FloatRange(0, min_open=True), default=120.0, show_default=True,
    help="An article that takes longer is left out; a problem says so.",
)  # fmt: skip
@click.option(
    "--portrayal", is_flag=True,
    help="Judge also how each mention of somebody who could speak portrays it; takes some times as long.",
)  # fmt: skip
@click.option(
    "--no-together", is_flag=True,
    help="Leave joining actors and finding copies to the first command that asks the store.",
)  # fmt: skip
@click.option("--remove-missing", is_flag=True, help="Remove articles from the store that are not in INPUT any more.")
def analyze(
    store: str,
    workers: int | None,
    scheduler: str | None,
    spark: str | None,
    partition: int,
    most_characters: int,
    most_seconds: float,
    portrayal: bool,
    remove_missing: bool,
    no_together: bool,
    **options: Any,
) -> None:
    """Analyse INPUT into a STORE, which the other commands take in the place of articles.

    For corpora that do not fit in memory, and for those that grow: articles stream through, only new and changed ones
    are analysed, and a run that is stopped, in whatever way, goes on where it was when it is given again. docs/store.md
    says what is in a store, and how other programs read it.

    \b
    Examples:
      framing analyze articles/ --out corpus.store
      framing balance corpus.store --by side
      framing analyze more.csv.gz --out corpus.store --workers 8
      framing analyze articles.parquet --out s3://bucket/corpus --scheduler tcp://head:8786
    """
    from framing.read import iter_articles
    from framing.store.known import known_sound
    from framing.store.settings import Limits, Settings
    from framing.store.write import fill

    run = Run.of(options)
    if scheduler and spark:
        raise click.UsageError("--scheduler and --spark are two ways to do it: give one")
    settings = Settings.of(
        model=run.model, project=run.find_project(), device=run.device,
        limits=Limits(most_characters, most_seconds), portrayal=portrayal,
    )  # fmt: skip
    sound = known_sound(store)
    articles = iter_articles(list(run.paths), columns=run.columns or None, sound=sound)
    executor = _executor(workers or run.threads, scheduler, spark)
    with _Bar(run.paths) as bar:
        done = fill(
            store, articles, settings, executor=executor, partition=partition,
            remove_missing=remove_missing, progress=bar.took, sound=sound,
        )  # fmt: skip
    run.tell(done.problems)
    if remove_missing and done.unread:
        talk("nothing was removed: a part of the input could not be read, so that what is missing is not known")
    counts = f"new: {done.analysed:,}, changed: {done.renewed:,}, as they were: {done.unchanged:,}"
    talk(f"{counts}, removed: {done.removed:,}, skipped: {done.skipped:,}; store: {store}")
    if not no_together:
        _join(store)
    run.finish(done.problems)


def _join(store: str) -> None:
    """Work out what the articles say together, so that the first question need not wait for it."""
    from tqdm import tqdm

    from framing.store.reader import open_store
    from framing.store.together import is_together, together

    opened = open_store(store)
    if not len(opened) or is_together(opened):
        return
    with tqdm(total=3, disable=None, leave=False) as bar:

        def shown(what: str) -> None:
            bar.set_description(what)
            bar.update()

        together(opened, progress=shown)
    asked = "SELECT (SELECT count(DISTINCT actor_id) FROM actors), (SELECT count(DISTINCT actor_id) FROM named), "
    asked += "(SELECT count(*) FROM copies WHERE duplicate_of IS NOT NULL OR copy_group <> article_id)"
    found, joined, copies = opened.connection.execute(asked).fetchall()[0]
    talk(f"actors: {joined:,}, joined from {found:,} of single articles; copies of other articles: {copies:,}")


def _executor(workers: int | None, scheduler: str | None, spark: str | None) -> Executor:
    if scheduler:
        from framing.store.clusters import on_dask

        return on_dask(scheduler)
    if spark:
        from framing.store.clusters import on_spark

        return on_spark(spark)
    from framing.store.executors import processes

    return processes(workers)


class _Bar:
    """Progress on a terminal: articles a second, and the time left by how much of the input's bytes is read."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self._paths = paths

    def __enter__(self) -> _Bar:
        from tqdm import tqdm

        self._bar = tqdm(
            total=self._size(), unit="B", unit_scale=True, desc="reading who said what", disable=None, smoothing=0.05
        )
        self._articles = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def took(self, article: Any) -> None:
        """One article more was taken from the input."""
        self._articles += 1
        self._bar.update(len(article.text))
        if self._articles % 50 == 0:
            elapsed = self._bar.format_dict["elapsed"] or 1.0
            self._bar.set_postfix_str(f"{self._articles:,} articles, {self._articles / elapsed:.1f}/s", refresh=False)

    def _size(self) -> int | None:
        """Bytes of the input, None where they say little of its length: compressed files."""
        from framing.read.files import find

        sources, _ = find(list(self._paths))
        if any(s.gzipped or Path(s.path).suffix == ".parquet" for s in sources):
            return None
        return sum(s.path.stat().st_size for s in sources)

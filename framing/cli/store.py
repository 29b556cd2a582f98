"""``framing store``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import print_table, talk
from framing.cli.options import format_option, out_option

__all__ = ["store"]


@click.group()
def store() -> None:
    """Look after a store of `framing analyze`: what is in it, is it whole, remove articles, ask in SQL."""


@store.command()
@click.argument("place", metavar="STORE")
@click.option("--repair", is_flag=True, help="Make anew what is damaged; what cannot be is set aside.")
@format_option("markdown", "csv", "json")
@out_option
def check(place: str, repair: bool, form: str, out: Path | None) -> None:
    """Read every file of STORE and list those that are missing or changed.

    \b
    Examples:
      framing store check corpus.store
      framing store check corpus.store --repair
    """
    import pandas as pd

    from framing.store.check import check as look
    from framing.store.check import repair as mend

    faults = mend(place) if repair else look(place)
    if faults:
        print_table(pd.DataFrame(faults), form=form, out=out)
    talk(f"{len(faults)} files {'mended or set aside' if repair else 'damaged'}" if faults else "all files are whole")
    if faults and not repair:
        raise SystemExit(1)


@store.command()
@click.argument("place", metavar="STORE")
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--ids-from", type=click.Path(dir_okay=False, path_type=Path), help="File with one article id a line.")
def remove(place: str, ids: tuple[str, ...], ids_from: Path | None) -> None:
    """Remove articles from STORE, with all that was found in them.

    \b
    Example:
      framing store remove corpus.store article-17 article-18
    """
    from framing.store.write import remove as take_out

    listed = ids_from.read_text("utf-8").split("\n") if ids_from else []
    wanted = {i.strip() for i in (*ids, *listed) if i.strip()}
    if not wanted:
        raise click.UsageError("name the articles, or a file that lists them with --ids-from")
    number = take_out(place, wanted)
    talk(f"{number} of {len(wanted)} articles were there and are removed")


@store.command()
@click.argument("place", metavar="STORE")
@format_option("markdown", "csv", "json")
@out_option
def info(place: str, form: str, out: Path | None) -> None:
    """Tables, rows and size of STORE, and what it was made with.

    \b
    Example:
      framing store info corpus.store
    """
    import pandas as pd

    from framing.store.reader import open_store
    from framing.store.schema import TABLES

    opened = open_store(place)
    rows = [
        {
            "table": name,
            "rows": sum(r.files[name].rows for r in opened.records),
            "files": len(opened.records),
            "bytes": sum(r.files[name].bytes for r in opened.records),
        }
        for name in TABLES
    ]
    print_table(pd.DataFrame(rows), form=form, out=out)
    made = opened.head["settings"]
    talk(f"{len(opened):,} articles, by model {made['model']} ({made['model_sha256'][:12]}), framing {made['version']}")
    for problem in opened.problems:
        talk(f"  {problem.item}: {problem.reason}")


@store.command()
@click.argument("place", metavar="STORE")
@click.argument("sql")
@format_option("csv", "json", "markdown")
@out_option
def query(place: str, sql: str, form: str, out: Path | None) -> None:
    """Ask STORE in SQL: its tables, and `said`, `heard`, `named` with the actors of the whole corpus.

    \b
    Example:
      framing store query corpus.store "SELECT speaker, count(*) AS n FROM heard GROUP BY 1 ORDER BY n DESC LIMIT 20"
    """
    import duckdb

    from framing.errors import InputError
    from framing.store.reader import open_store
    from framing.store.together import together

    opened = open_store(place)
    together(opened)
    try:
        found = opened.query(sql)
    except duckdb.Error as error:
        raise InputError(f"DuckDB cannot answer that: {error}") from error
    print_table(found, form=form, out=out)

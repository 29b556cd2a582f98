"""``framing view``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, talk
from framing.cli.options import run_options, statements_option

__all__ = ["view"]


@click.command()
@run_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Page to write (.html, up to 50 articles), or a folder, which is replaced as a whole.",
)
@click.option("--title", help="Title of the page. Default: how many articles of which outlets.")
@statements_option
def view(out: Path, title: str | None, **options: Any) -> None:
    """Write every article of INPUT with its voices marked, as a page to read, search, filter and correct.

    The page needs no network and no program. What is corrected in it is saved as a file.

    \b
    Examples:
      framing view seeds/ --out raqqa.html
      framing view articles.csv --out pages/
    """
    from framing.report.reading import view as made_view

    run = Run.of(options)
    found = run.extract()
    made = made_view(found, title=title)
    talk(f"{made.size()}: {made.write(out)}")
    run.finish((*found.corpus.problems, *found.problems))

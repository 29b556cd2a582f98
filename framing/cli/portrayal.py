"""``framing portrayal``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table
from framing.cli.options import chart_option, table_options

__all__ = ["portrayal"]


@click.command()
@table_options
@click.option(
    "--by",
    multiple=True,
    default=("portrayer", "actor"),
    show_default=True,
    help="Column that makes the rows: portrayer, portrayer_side, actor, side, outlet …; repeatable.",
)
@click.option("--lines", is_flag=True, help="Every mention that is judged, with its label and the chances.")
@click.option(
    "--evidence", multiple=True, metavar="VALUE", help="The mentions behind a row, in context; one VALUE for each --by."
)
@chart_option
def portrayal(
    by: tuple[str, ...],
    lines: bool,
    evidence: tuple[str, ...],
    chart: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Who portrays whom in INPUT: the outlet in its own voice, and each speaker, of every actor that is named.

    Sentences are judged toward one actor at a time; "uncertain" is an answer. --chart draws the matrix of portrayers
    and actors.

    \b
    Examples:
      framing portrayal seeds/
      framing portrayal articles.csv --by outlet --by actor --format markdown
      framing portrayal seeds/ --evidence "own voice" --evidence "Islamic State"
    """
    from framing.analysis import Analysis
    from framing.measure import portrayal as measure
    from framing.measure import portrayed

    if lines and evidence:
        raise click.UsageError("--lines and --evidence are two tables: give one of them")
    if chart is not None and len(by) != 2:
        raise click.UsageError("--chart draws two columns against each other: give --by twice")
    run = Run.of(options)
    found = Analysis(run.tagged(run.extract()))
    if lines:
        print_table(portrayed(found), form=form, out=out)
    else:
        result = measure(found, by=by)
        shown = result.evidence(dict(zip(by, evidence, strict=False))) if evidence else result
        print_table(shown, form=form, out=out)
        if chart is not None:
            from framing.pictures import portrayal_matrix

            portrayal_matrix(result).save(chart)
    run.finish((*found.corpus.problems, *found.statements.problems))

"""``framing compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table, talk, write_text
from framing.cli.options import format_option, out_option, run_options, statements_option
from framing.errors import OutputError

if TYPE_CHECKING:
    from framing.compare import Comparison

__all__ = ["compare"]


@click.command()
@run_options
@statements_option
@click.option(
    "--by",
    help="Column that makes the groups: outlet, event, any of yours, side, year, month, article. Default: outlet "
    "where there are several, else the articles up to six, else periods.",
)
@click.option("--events", help="Column that names the event of an article. Default: event, where there is one.")
@click.option("--all", "everything", is_flag=True, help="Every measure, not those that differ most alone.")
@click.option("--evidence", nargs=2, metavar="ID GROUP", help="The lines behind a cell of the table.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write all of it into a folder: compare.md, compare.html, findings.jsonl and tables.",
)
@format_option("markdown", "csv", "json", "jsonl", "html")
@out_option
def compare(
    by: str | None,
    events: str | None,
    everything: bool,
    evidence: tuple[str, str] | None,
    folder: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """How groups of articles in INPUT differ: outlets, periods, sides, the articles themselves.

    Measures every group in the same way (who speaks, how introduced, quoted or not, who comes first, words of the
    outlet and of others), tests each difference where the articles are enough, and prints what differs first. With
    --format jsonl each measure is a line with its numbers, test and evidence.

    \b
    Examples:
      framing compare seeds/
      framing compare articles.csv --by outlet --format html --out compare.html
      framing compare articles.csv --by outlet --format jsonl --out findings.jsonl
      framing compare articles.csv --by outlet --folder compared
      framing compare seeds/ --evidence "who speaks: Russia" A1
    """
    from framing.analysis import Analysis
    from framing.compare import compare as compared
    from framing.report.comparison import comparison_page

    if folder is not None and (out is not None or evidence):
        raise click.UsageError("--folder takes all of it: leave --out and --evidence out, or --folder")
    run = Run.of(options)
    found = run.tagged(run.extract())
    comparison = compared(Analysis(found), by=by, events=events)
    if folder is not None:
        _write(comparison, folder, everything=everything)
    elif evidence:
        print_table(comparison.cells.evidence(evidence), form="csv" if form in ("jsonl", "html") else form, out=out)
    elif form == "jsonl":
        write_text(_findings(comparison), out)
    elif form in ("csv", "json"):
        print_table(comparison.table, form=form, out=out)
    else:
        write_text(comparison_page(comparison, form=form, everything=everything), out)
    talk(f"{len(comparison.found)} measures, {len(comparison.tested)} tested, {len(comparison.claimed)} different")
    run.finish((*found.corpus.problems, *found.problems))


def _findings(comparison: Comparison) -> str:
    import json

    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in comparison.each_finding())


def _write(comparison: Comparison, folder: Path, *, everything: bool) -> None:
    """The pages, the findings and every table, as files."""
    from framing.report.comparison import comparison_page, comparison_tables

    tables = folder / "tables"
    try:
        tables.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written ({error.strerror or error}); name another with --folder"
        ) from error
    for form, name in (("markdown", "compare.md"), ("html", "compare.html")):
        write_text(comparison_page(comparison, form=form, everything=everything, alone=False), folder / name)
    write_text(_findings(comparison), folder / "findings.jsonl")
    for name, table in comparison_tables(comparison).items():
        print_table(table, form="csv", out=tables / f"{name}.csv")

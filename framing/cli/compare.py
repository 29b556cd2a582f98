"""``framing compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table, talk, write_text
from framing.cli.options import format_option, out_option, run_options, statements_option

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
@format_option("markdown", "csv", "json", "jsonl", "html")
@out_option
def compare(
    by: str | None,
    events: str | None,
    everything: bool,
    evidence: tuple[str, str] | None,
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
      framing compare seeds/ --evidence "who speaks: Russia" A1
    """
    import json

    from framing.analysis import Analysis
    from framing.compare import compare as compared
    from framing.report.comparison import comparison_page

    run = Run.of(options)
    found = run.extract()
    comparison = compared(Analysis(found), by=by, events=events)
    if evidence:
        print_table(comparison.cells.evidence(evidence), form="csv" if form in ("jsonl", "html") else form, out=out)
    elif form == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False) for row in comparison.findings())
        write_text("".join(f"{line}\n" for line in lines), out)
    elif form in ("csv", "json"):
        print_table(comparison.table, form=form, out=out)
    else:
        write_text(comparison_page(comparison, form=form, everything=everything), out)
    talk(f"{len(comparison.found)} measures, {len(comparison.tested)} tested, {len(comparison.claimed)} different")
    run.finish((*found.corpus.problems, *found.problems))

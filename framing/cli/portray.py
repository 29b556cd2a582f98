"""``framing portray``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import Run, print_table, talk
from framing.cli.options import format_option, out_option
from framing.wording import amount

__all__ = ["portray"]


@click.command()
@click.argument("table", type=click.Path(path_type=Path), metavar="FILE")
@format_option("csv", "json", "markdown")
@out_option
@click.option("--threads", type=click.IntRange(1), help="Default: the processors at hand; never changes the result.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if a row was skipped.")
def portray(table: Path, form: str, out: Path | None, threads: int | None, strict: bool) -> None:
    """How sentences put the one they are about: negative, neutral, positive, or uncertain.

    FILE is a CSV, TSV, JSON Lines or Parquet table with columns text (a sentence), start and end (the characters of the
    target in it, from 0, end exclusive). Its rows are written with label, p_negative, p_neutral and p_positive.

    \b
    Examples:
      framing portray targets.csv
      framing portray targets.jsonl --out portrayed.csv
    """
    from framing.sentiment.table import portray as judged

    found = judged(table, threads=threads)
    run = Run.of_articles((str(table),), (), strict=strict)
    problems = found.attrs.pop("problems")
    run.tell(problems)
    counts = found["label"].value_counts()
    talk(f"{amount(len(found), 'target')}: " + ", ".join(f"{n} {label}" for label, n in counts.items()))
    print_table(found, form=form, out=out)
    run.finish(problems)

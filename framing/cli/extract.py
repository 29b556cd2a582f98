"""``framing extract``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, write_file, write_text
from framing.cli.options import format_option, out_option, run_options

__all__ = ["extract"]


@click.command()
@run_options
@format_option("jsonl", "csv", "parquet")
@out_option
def extract(form: str, out: Path | None, **options: Any) -> None:
    """Who said what in INPUT: files, folders or globs of articles.

    One statement a line, with character spans of source, cue and content, and the resolved speaker.

    \b
    Example:
      framing extract seeds/ --format csv --out statements.csv
    """
    run = Run.of(options)
    if form == "parquet" and out is None:
        raise click.UsageError("Parquet is not text: name a file with --out")
    found = run.extract()
    if form == "jsonl":
        write_text("".join(f"{line}\n" for line in found.json_lines()), out)
    elif form == "csv":
        write_text(found.frame().to_csv(index=False, lineterminator="\n"), out)
    elif out is not None:
        table = found.frame()
        write_file(out, lambda path: table.to_parquet(path, index=False))
    run.finish((*found.corpus.problems, *found.problems))

"""``framing extract``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, progress, write_file, write_text
from framing.cli.options import format_option, out_option, run_options
from framing.values import Problem
from framing.wording import digits

__all__ = ["extract"]


@click.command()
@run_options
@format_option("jsonl", "csv", "parquet")
@out_option
@click.option("--explain", is_flag=True, help="Print which rules changed what in each statement, instead of a table.")
def extract(form: str, out: Path | None, explain: bool, **options: Any) -> None:
    """Who said what in INPUT: files, folders or globs of articles.

    One statement a line, with character spans of source, cue and content, and the resolved speaker.

    \b
    Example:
      framing extract seeds/ --format csv --out statements.csv
    """
    run = Run.of(options)
    if explain:
        run.finish(_explain(run, out))
        return
    if form == "parquet" and out is None:
        raise click.UsageError("Parquet is not text: name a file with --out")
    found = run.extract(counted=False)
    if form == "jsonl":
        write_text("".join(f"{line}\n" for line in found.json_lines()), out)
    elif form == "csv":
        write_text(
            (found if run.acts else found.of_acts())
            .frame()
            .to_csv(index=False, lineterminator="\n", float_format=digits),
            out,
        )
    elif out is not None:
        table = (found if run.acts else found.of_acts()).frame()
        write_file(out, lambda path: table.to_parquet(path, index=False))
    run.finish((*found.corpus.problems, *found.problems))


def _explain(run: Run, out: Path | None) -> tuple[Problem, ...]:
    """Write the explanation of every statement; give what was skipped."""
    from framing.extraction import iter_statements
    from framing.resolve.explain import explain

    corpus = run.read()
    lines: list[str] = []
    problems = list(corpus.problems)
    for article, resolved, problem, _ in iter_statements(
        progress(corpus.articles), project=run.find_project(), model=run.model, device=run.device, threads=run.threads
    ):
        lines += explain(article, resolved)
        problems += [problem] if problem else []
    run.tell(problems)
    write_text("".join(f"{line}\n" for line in lines), out)
    return tuple(problems)

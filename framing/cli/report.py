"""``framing report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, talk
from framing.cli.options import checked_option, run_options, statements_option

__all__ = ["report"]


@click.command()
@run_options
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder to write; it is replaced as a whole."
)
@click.option("--title", help="Title of the report. Default: made from the folder's name.")
@statements_option
@click.option(
    "--validity",
    "notes",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Validity note that `framing validate` wrote, to print beside its lexicon; repeatable.",
)
@click.option(
    "--mentions/--no-mentions",
    "named",
    default=None,
    help="Tell who is talked about and not heard. Default: yes, but not with --statements, for that runs the model.",
)
@click.option("--by", help="Column whose groups are compared in the first section, as in framing compare.")
@checked_option
@click.option("--all-terms", is_flag=True, help="Write all terms of the contrasts, not only those that were tested.")
@click.option("--png", is_flag=True, help="Write each chart as PNG too, for slides and documents.")
def report(
    out: Path,
    title: str | None,
    notes: tuple[Path, ...],
    named: bool | None,
    by: str | None,
    checked: Path | None,
    all_terms: bool,
    png: bool,
    **options: Any,
) -> None:
    """Analyse INPUT and write report.md, report.html, charts, tables and a manifest.

    Of a store of more than 2,000 articles it is an overview: counts over all of them, and some to be read.

    Which sections, and in which order, a project file says: [report] sections = ["compare", "speakers", …].

    \b
    Examples:
      framing report seeds/ --out reports/raqqa
      framing report seeds/ --out reports/raqqa --validity labels.json
    """
    from framing.checking import read_checked
    from framing.lexicon.validation import read_note
    from framing.report import check_place, is_overview, write_report
    from framing.report.settings import read_sections

    run = Run.of(options)
    read = [read_note(path) for path in notes]
    check_place(out.resolve())
    sections = read_sections(run.project_file())
    with_names = run.statements is None if named is None else named
    found = run.extract()
    mentions = run.mentions(found) if with_names and not is_overview(found) else None
    model = None if run.statements else run.model
    if found.stored is not None and found.provenance is not None:
        model = found.provenance.model
    written = write_report(
        found, out, title=title, model=model, project=run.project_file(), notes=read, mentions=mentions, by=by,
        png=png, all_terms=all_terms, sections=sections,
        checked=None if checked is None else read_checked(checked, found),
    )  # fmt: skip
    talk(f"articles: {len(found.corpus)}, report: {written / 'report.html'}")
    run.finish((*found.corpus.problems, *found.problems))

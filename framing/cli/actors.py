"""``framing actors``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table, talk, write_text
from framing.cli.options import table_options
from framing.errors import OutputError

__all__ = ["actors"]


@click.command()
@table_options
@click.option("--doubts", is_flag=True, help="Who may be one, and who may be two, instead of the actors.")
@click.option(
    "--write",
    "project_out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a project file to edit, with an [[actor]] for each of those who say most. Never replaces a file.",
)
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="So many actors in that file.")
@click.option("--evidence", metavar="ACTOR_ID", help="The statements of this actor.")
def actors(
    doubts: bool, project_out: Path | None, most: int, evidence: str | None, form: str, out: Path | None, **options: Any
) -> None:
    """Who is who in INPUT: every actor with its names, and what the program is not sure of.

    \b
    Examples:
      framing actors seeds/
      framing actors articles/ --doubts --format markdown
      framing actors articles/ --write articles/framing.toml
      framing actors articles/ --evidence ann-kerr
    """
    from framing.actor_table import actors as table_of
    from framing.actor_table import doubts as doubts_of
    from framing.actor_table import starter_project

    run = Run.of(options)
    if not run.join:
        raise click.UsageError("--no-join leaves nothing to list: framing extract shows each article's own names")
    if doubts and evidence:
        raise click.UsageError("--doubts lists questions, which have no lines: leave --evidence out")
    if project_out is not None and project_out.exists():
        raise OutputError(f"{project_out} is there already and stays as it is; name another file with --write")
    found = run.extract()
    asked = doubts_of(found)
    if project_out is not None:
        write_text(starter_project(found, most=most), project_out)
        talk(f"written: {project_out}; edit it, and it is used where it is named framing.toml and stands beside INPUT")
    elif doubts:
        print_table(asked, form=form, out=out)
    else:
        table = table_of(found)
        print_table(table.evidence(evidence) if evidence else table, form=form, out=out)
        if len(asked) and not evidence:
            talk(f"{len(asked)} cases are not sure: --doubts lists them")
    run.finish((*found.corpus.problems, *found.problems))

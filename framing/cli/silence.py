"""``framing silence``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table, statement_table, talk
from framing.cli.options import actors_option, table_options

if TYPE_CHECKING:
    from framing.values import Problem

__all__ = ["silence"]


@click.command()
@table_options
@actors_option
@click.option(
    "--by",
    multiple=True,
    default=("speaker",),
    show_default=True,
    help="Column that holds the actors: speaker, side, type; repeatable.",
)
@click.option(
    "--within", multiple=True, help="Rows for each value of a column: article_id, outlet, side …; repeatable."
)
@click.option("--silent", is_flag=True, help="Only actors without a statement, and for whom nobody speaks.")
@click.option(
    "--people/--no-people", default=True, show_default=True, help='Count "civilians", "300,000 people" as one.'
)
@click.option(
    "--every-name/--who-could-speak",
    default=False,
    show_default=True,
    help="List and count places, laws, storms and datelines, too.",
)
@click.option(
    "--evidence",
    multiple=True,
    metavar="ACTOR",
    help="The mentions of this actor, in context; one ACTOR for each --by.",
)
def silence(
    by: tuple[str, ...],
    within: tuple[str, ...],
    silent: bool,
    people: bool,
    every_name: bool,
    evidence: tuple[str, ...],
    actors: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Who is talked about in INPUT and not heard: mentions against statements, most mentioned first.

    \b
    Examples:
      framing silence seeds/ --silent
      framing silence seeds/ --within article_id --format markdown
      framing silence seeds/ --evidence "Islamic State"
    """
    from framing.measure import silence as measure
    from framing.measure import voices as voices_of
    from framing.subject import Tables

    run = Run.of(options)
    found = run.extract()
    noticed: tuple[Problem, ...] = ()
    if found.stored is not None and actors is None:  # from its tables
        tables = Tables(found)
        named = tables.slim.mentions
        result = measure(tables, by=by, within=within, people=people, every_name=every_name)
    else:
        table = statement_table(found, actors=actors)
        named = run.mentions(found)
        noticed = named.attrs.pop("problems")
        voices = voices_of(found) if people else None
        result = measure(table, named, by=by, within=within, voices=voices, every_name=every_name)
    if evidence:
        print_table(result.evidence(dict(zip(by, evidence, strict=False))), form=form, out=out)
    else:
        left_out = 0 if every_name else int(named["actor"].nunique() - named.loc[named["agent"], "actor"].nunique())
        if left_out:
            talk(f"left out {left_out} names of places, laws, storms and the like (--every-name lists them)")
        if silent:
            result = result[~result["heard"] & ~result["spoken_for"]].reset_index(drop=True)
        print_table(result, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems, *noticed))

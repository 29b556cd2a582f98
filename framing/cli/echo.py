"""``framing echo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table, voice_table
from framing.cli.options import actors_option, table_options

__all__ = ["echo"]


@click.command()
@table_options
@actors_option
@click.option(
    "--by", multiple=True, default=("speaker",), show_default=True, help="Column that holds the actors; repeatable."
)
@click.option(
    "--lines",
    multiple=True,
    metavar="ACTOR",
    help="The outlet's sentences and this actor's statements, side by side; one ACTOR for each --by.",
)
@click.option("--sentences", is_flag=True, help="Each own sentence with the statement that it is most like.")
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Lines to print.")
@click.option(
    "--rank",
    type=click.Choice(["meaning", "words"]),
    default="meaning",
    show_default=True,
    help="What makes lines alike.",
)
@click.option("--draws", type=click.IntRange(20), default=200, show_default=True, help="How often actors are shuffled.")
def echo(
    by: tuple[str, ...],
    lines: tuple[str, ...],
    sentences: bool,
    top: int,
    rank: str,
    draws: int,
    actors: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """How far the outlet's own voice in INPUT speaks like each actor's statements, against actors shuffled.

    \b
    Examples:
      framing echo seeds/
      framing echo seeds/ --by side --lines Russia --top 3
      framing echo seeds/ --sentences --format markdown
    """
    from framing.measure import Likeness
    from framing.measure import echo as measure

    if lines and sentences:
        raise click.UsageError("--lines and --sentences are two tables: give one of them")
    run = Run.of(options)
    found = run.extract()
    result = measure(voice_table(found, actors=actors), by=list(by), draws=draws)
    chosen = Likeness.MEANING if rank == "meaning" else Likeness.WORDS
    if lines:
        shown = result.lines(lines, top, rank=chosen)
    else:
        shown = result.sentences(top, rank=chosen) if sentences else result.table
    print_table(shown, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))

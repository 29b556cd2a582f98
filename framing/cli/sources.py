"""What the user knows of the actors: the option that gives it, and the tables with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.common import talk

if TYPE_CHECKING:
    import pandas as pd

    from framing.statements import Statements

__all__ = ["actors_option", "statement_table", "voice_table"]

actors_option = click.option(
    "--actors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file with a column speaker and columns of your own (gender, party …) to group by.",
)


def statement_table(found: Statements, *, actors: Path | None) -> pd.DataFrame:
    """The statements table with the columns of the table of actors; names in it that no statement bears are told."""
    from framing.measure import read_actors, with_actors

    if actors is None:
        return found.frame()
    table = with_actors(found.frame(), read_actors(actors))
    unknown = table.attrs.pop("unknown_actors")
    if unknown:
        talk(f"{actors}: no statement is of {', '.join(unknown[:8])}{' …' if len(unknown) > 8 else ''}")
    return table


def voice_table(found: Statements, *, actors: Path | None) -> pd.DataFrame:
    """The voices table with the columns of the table of actors."""
    from framing.measure import read_actors, voices, with_actors

    table = voices(found)
    return table if actors is None else with_actors(table, read_actors(actors))

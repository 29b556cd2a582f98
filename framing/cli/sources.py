"""Options of the commands that count sources: whose statement it is, and what the user knows of the actors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from framing.cli.common import talk

if TYPE_CHECKING:
    import pandas as pd

    from framing.statements import Statements

__all__ = ["source_options", "statement_table"]

F = TypeVar("F", bound=Callable[..., Any])


def source_options(function: F) -> F:
    """``--source`` and ``--actors``."""
    for option in (
        click.option(
            "--actors",
            type=click.Path(dir_okay=False, path_type=Path),
            help="CSV file with a column speaker and columns of your own (gender, party …) to group by.",
        ),
        click.option(
            "--source",
            "counted",
            type=click.Choice(["origin", "stated"]),
            default="origin",
            show_default=True,
            help="Whose \"AFP reported, citing an official\" is: the official's or AFP's.",
        ),
    ):
        function = option(function)
    return function


def statement_table(found: Statements, *, counted: str, actors: Path | None) -> pd.DataFrame:
    """The statements table with sources as they count and the columns of the table of actors."""
    from framing.measure import count_sources, read_actors, with_actors

    if actors is None:
        return count_sources(found.frame(), counted)
    table = with_actors(found.frame(), read_actors(actors), counted=counted)
    unknown = table.attrs.pop("unknown_actors")
    if unknown:
        talk(f"{actors}: no statement is of {', '.join(unknown[:8])}{' …' if len(unknown) > 8 else ''}")
    return table

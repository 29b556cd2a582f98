"""``framing shared``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table, talk
from framing.cli.options import table_options
from framing.wording import amount
from framing.writing import unguarded

__all__ = ["shared"]


@click.command()
@table_options
@click.option("--event", metavar="COLUMN", help="Column of the articles that names their event.  [default: event]")
@click.option(
    "--events", "events_path", type=click.Path(dir_okay=False, path_type=Path), help="What `framing events` wrote."
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice(["near-verbatim", "paraphrase", "claim", "alone"]),
    help="Only statements of this level; repeatable.",
)
@click.option("--list", "listed", is_flag=True, help="One row for each thing said: who has it, who lacks it.")
@click.option("--figures", is_flag=True, help="Numbers about the same thing on which articles of an event differ.")
def shared(
    event: str | None,
    events_path: Path | None,
    levels: tuple[str, ...],
    listed: bool,
    figures: bool,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Statements that several articles report, side by side, and those that only one does.

    Which articles are about the same event is found, unless the articles have a column `event` or --event or --events
    says so.

    \b
    Examples:
      framing shared seeds/
      framing shared articles.csv --events events.csv --level near-verbatim --format markdown
      framing shared articles.csv --list --out shared.csv
    """
    import pandas as pd

    from framing.events import differing_figures, shared_list, shared_statements

    if listed and figures:
        raise click.UsageError("--list and --figures are two tables: give one of them")
    if event is not None and events_path is not None:
        raise click.UsageError("--event and --events both say what the events are: give one of them")
    given: str | pd.DataFrame | None = event
    if events_path is not None:
        given = _events(events_path)
    run = Run.of(options)
    found = run.extract()
    if figures:
        print_table(differing_figures(found, event=given), form=form, out=out)
    else:
        table = shared_statements(found, event=given)
        several = table[table["level"].ne("alone")]
        talk(
            f"{amount(len(table), 'statement')}, {len(several):,} of them in several articles "
            f"({amount(several['shared_id'].nunique(), 'thing')} said)"
        )
        shown = shared_list(table) if listed else table
        print_table(shown[shown["level"].isin(levels)] if levels else shown, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))


def _events(path: Path) -> Any:
    """The table that `framing events` wrote."""
    import pandas as pd

    from framing.errors import InputError

    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False).map(unguarded)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read as a table ({error}); name a file that `framing events` wrote"
        ) from error

"""``framing events``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import Run, print_table, talk
from framing.cli.options import reading_options
from framing.wording import amount

__all__ = ["events"]


@click.command()
@reading_options
@click.option(
    "--days",
    type=click.FloatRange(0),
    default=3,
    show_default=True,
    help="Days that two articles of one event may lie apart.",
)
@click.option("--no-dates", is_flag=True, help="Leave dates out of account.")
@click.option("--list", "listed", is_flag=True, help="One row an event: its words, its outlets, who was first.")
def events(
    paths: tuple[str, ...],
    columns: tuple[str, ...],
    strict: bool,
    form: str,
    out: Path | None,
    days: float,
    no_dates: bool,
    listed: bool,
) -> None:
    """Which articles are about the same event: the columns article_id and event, one row an article.

    Merged into the articles' table, `event` is a column to group by or to pair articles by.

    \b
    Examples:
      framing events seeds/
      framing events articles.csv --out events.csv
      framing events articles.csv --list --format markdown
    """
    from framing.events import event_list, match_events

    run = Run.of_articles(paths, columns, strict=strict)
    corpus = run.read()
    run.tell(corpus.problems)
    table = match_events(corpus, days=None if no_dates else days)
    shared = table.loc[table["event_outlets"].gt(1), "event"].nunique()
    talk(
        f"{amount(len(table), 'article')}, {amount(table['event'].nunique(), 'event')}, "
        f"{shared:,} of them in several outlets"
    )
    print_table(event_list(table) if listed else table[["article_id", "event"]], form=form, out=out)
    run.finish(corpus.problems)

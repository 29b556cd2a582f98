"""``framing agency``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table
from framing.cli.options import articles_options, evidence_option, table_options

__all__ = ["agency"]


@click.command()
@table_options
@click.option("--by", multiple=True, help="Column to group by: outlet, voice, speaker, side, event …; repeatable.")
@click.option(
    "--show",
    type=click.Choice(["actors", "clauses", "harm"]),
    default="actors",
    show_default=True,
    help="Who acts and is acted upon; every clause; who does and suffers harm.",
)
@click.option("--things", is_flag=True, help="With --show actors: list things, too, that act or are acted upon.")
@click.option(
    "--words",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --show harm: a YAML file of your own words, as docs/naming.md shows one.",
)
@click.option("--intervals", is_flag=True, help="With --show actors: 95% intervals of the shares, over articles.")
@articles_options
@evidence_option
def agency(
    by: tuple[str, ...],
    show: str,
    things: bool,
    words: Path | None,
    intervals: bool,
    cluster: str | None,
    strata: str | None,
    evidence: tuple[str, ...],
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Who acts on whom in INPUT: agents, acts, patients, passives without an agent, harm done and suffered.

    Only what could be read surely is counted. docs/naming.md says what each column means.

    \b
    Examples:
      framing agency seeds/ --by article_id
      framing agency seeds/ --show clauses --format markdown
      framing agency articles/ --by outlet --by voice --show harm
      framing agency seeds/ --evidence terrorists
    """
    from framing import measure

    if words and show != "harm":
        raise click.UsageError("--words are words of harm: add --show harm")
    if show == "clauses" and (by or evidence):
        raise click.UsageError("--show clauses lists every clause: leave --by and --evidence out")
    if show != "actors" and (things or intervals or cluster or strata):
        raise click.UsageError("--things, --intervals, --cluster and --strata are for --show actors")
    run = Run.of(options)
    found = run.tagged(run.extract())
    if show == "clauses":
        table = measure.clauses(found)
    elif show == "harm":
        table = measure.harm(found, by=list(by), words=words)
    else:
        level = 0.95 if intervals or cluster or strata else None
        table = measure.agency(found, by=list(by), things=things, level=level, cluster=cluster, strata=strata)
    print_table(table.evidence(list(evidence)) if evidence else table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))

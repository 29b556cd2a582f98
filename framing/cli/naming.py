"""``framing naming``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table
from framing.cli.options import articles_options, evidence_option, table_options

__all__ = ["naming"]


@click.command()
@table_options
@click.option("--by", multiple=True, help="Column to group by: outlet, speaker, side, event …; repeatable.")
@click.option("--actor", metavar="ACTOR", help='Only what this actor is called, or "no named actor".')
@click.option("--names/--no-names", default=True, show_default=True, help="Count names, too.")
@click.option("--act-words", "act_words", is_flag=True, help="Instead, words for the same act: liberate, seize.")
@click.option("--act", metavar="ACT", help='With --act-words: only this set, as in "taking of a place".')
@click.option(
    "--words",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --act-words: a YAML file of your own sets, as docs/naming.md shows one.",
)
@click.option("--intervals", is_flag=True, help="95% intervals of the shares, over articles.")
@articles_options
@evidence_option
def naming(
    by: tuple[str, ...],
    actor: str | None,
    names: bool,
    act_words: bool,
    act: str | None,
    words: Path | None,
    intervals: bool,
    cluster: str | None,
    strata: str | None,
    evidence: tuple[str, ...],
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """What actors in INPUT are called: names, descriptions and labels, in whose voice, the most named first.

    Labels whose referent is not sure are those of "no named actor". docs/naming.md says what each column means.

    \b
    Examples:
      framing naming seeds/ --by article_id --actor "Islamic State"
      framing naming articles/ --by outlet --no-names --format markdown
      framing naming seeds/ --by speaker --act-words
      framing naming seeds/ --actor "no named actor" --by voice
    """
    from framing import measure

    if (act or words) and not act_words:
        raise click.UsageError("--act and --words are about words for the same act: add --act-words")
    if act_words and (actor or not names or intervals or cluster or strata):
        raise click.UsageError("--act-words counts words for acts: leave --actor, --no-names and --intervals out")
    run = Run.of(options)
    found = run.tagged(run.extract())
    if act_words:
        table = measure.act_words(found, by=list(by), act=act, words=words)
    else:
        level = 0.95 if intervals or cluster or strata else None
        table = measure.naming(
            found, by=list(by), actor=actor, names=names, level=level, cluster=cluster, strata=strata
        )
    print_table(table.evidence(list(evidence)) if evidence else table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))

"""``framing copies``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import Run, print_table, talk
from framing.cli.options import reading_options
from framing.wording import amount

__all__ = ["copies"]


@click.command()
@reading_options
@click.option("--all", "everything", is_flag=True, help="List the articles that nobody else prints, too.")
@click.option("--changes", metavar="ARTICLE", help="What this article cut from its text's fullest version, or added.")
def copies(
    paths: tuple[str, ...],
    columns: tuple[str, ...],
    strict: bool,
    form: str,
    out: Path | None,
    everything: bool,
    changes: str | None,
) -> None:
    """Who printed the same text, whole, cut, under another headline or lightly edited: one row an article.

    \b
    Examples:
      framing copies seeds/
      framing copies articles.csv --out copies.csv --all
      framing copies articles.csv --changes paper-12 --format markdown
    """
    from framing.events import copy_parts, near_copies

    run = Run.of_articles(paths, columns, strict=strict)
    corpus = run.read()
    run.tell(corpus.problems)
    table = near_copies(corpus)
    several = table[table["versions"].gt(1)]
    groups = several["copy_group"].nunique()
    talk(
        f"{amount(len(several), 'article')} of {len(table):,} in {amount(groups, 'group')} of near-copies"
        if groups
        else f"no near-copies among {amount(len(table), 'article')}"
    )
    shown = table if everything else several.sort_values(["copy_group", "text_words"], ascending=[True, False])
    print_table(copy_parts(table, changes) if changes is not None else shown, form=form, out=out)
    run.finish(corpus.problems)

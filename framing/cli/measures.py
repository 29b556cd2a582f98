"""``framing contrast``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, chart_option, print_table, table_options


@click.command()
@table_options
@chart_option
@click.option("--between", nargs=2, required=True, metavar="A B", help="The two groups, as in: Lavrov Warren.")
@click.option("--by", default="speaker", show_default=True, help="Column that holds the groups.")
@click.option("--voices", multiple=True, default=("quoted", "paraphrase"), show_default=True, help="Repeatable.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Terms to show for each group.")
@click.option("--kwic", type=click.IntRange(0), default=0, help="Lines in context to show for each term.")
def contrast(
    between: tuple[str, str],
    by: str,
    voices: tuple[str, ...],
    top: int,
    kwic: int,
    chart: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Words and phrases that set group A's statements in INPUT apart from group B's.

    \b
    Example:
      framing contrast seeds/ --between "Sergey Lavrov" "Steve Warren" --kwic 3
      framing contrast seeds/ --by side --between Russia "US-led coalition"
    """
    import pandas as pd

    from framing.compare import contrast as compare
    from framing.compare import top_terms
    from framing.measure import voices as voices_of
    from framing.measure.groups import with_groups

    run = Run.of(options)
    found = run.extract()
    spoken = voices_of(found.corpus, found)
    spoken = spoken.assign(**{by: with_groups(spoken, found.corpus, [by])[by]})
    result = compare(spoken, between, by=by, voices=voices)
    if chart is not None:
        from framing.pictures import diverging_bars

        diverging_bars(result, n=min(top, 20)).save(chart)
    table = top_terms(result, top)
    if kwic:
        lines = [result.kwic(term, kwic).assign(term=term) for term in table["term"]]
        table = pd.concat(lines, ignore_index=True) if lines else table
    print_table(table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))

"""``framing difference``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table
from framing.cli.options import checked_option, table_options

__all__ = ["difference"]


@click.command()
@table_options
@click.option("--measure", "measures", multiple=True, required=True, help="What is compared; repeatable. See below.")
@click.option("--by", default="outlet", show_default=True, help="Column whose values are compared.")
@click.option("--group", "groups", multiple=True, help="Value to compare; give two or more. Default: all.")
@click.option("--of", multiple=True, metavar="COLUMN=VALUE", help="Whose share or words, as in side=Russia.")
@click.option("--events", metavar="COLUMN", help="Event of each article: compare within the events that both tell.")
@click.option("--cluster", metavar="COLUMN", help="Articles that count as one. Default: near-copies, where known.")
@click.option("--margin", type=float, help="How large a difference may be and still count as none (tests for that).")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@checked_option
def difference(
    measures: tuple[str, ...],
    by: str,
    groups: tuple[str, ...],
    of: tuple[str, ...],
    events: str | None,
    cluster: str | None,
    margin: float | None,
    seed: int,
    checked: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Whether the outlets of INPUT differ in a measure, by how much, and how surely.

    One row a measure and pair of groups: both values, the difference with a 95% interval, p, q corrected over the
    whole table, and the smallest difference that these articles would have shown. docs/statistics.md says how.

    Measures: statement_share, word_share, all_word_share (these of somebody: --of), direct_share, quoted_word_share,
    fragment_share, official_share, official_word_share, distancing_share, affirming_share, distancing_ratio,
    own_share, quoted_share, compound (tone), positive, negative.

    \b
    Examples:
      framing difference articles/ --measure official_share --measure direct_share
      framing difference articles/ --measure word_share --of "speaker=Sergey Lavrov" --margin 0.1
      framing difference articles/ --measure compound --by side --group Russia --group France --events event
    """
    narrowed = {}
    for pair in of:
        column, given, value = pair.partition("=")
        if not given or not column:
            raise click.BadParameter(f"{pair!r} is not of the form column=value, as in side=Russia", param_hint="--of")
        narrowed[column] = value
    if len(groups) == 1:
        raise click.UsageError("--group names one value: give another to compare it with")
    from framing.checking import read_checked
    from framing.differences import difference as tested

    run = Run.of(options)
    found = run.extract()
    table = tested(
        found, list(measures), by=by, groups=groups or None, of=narrowed or None, events=events, cluster=cluster,
        margin=margin, seed=seed, checked=None if checked is None else read_checked(checked, found),
    )  # fmt: skip
    print_table(table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))

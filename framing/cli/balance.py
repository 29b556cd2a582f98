"""``framing balance``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table
from framing.cli.options import chart_option, table_options
from framing.cli.sources import source_options, statement_table

if TYPE_CHECKING:
    import pandas as pd

    from framing.statements import Statements

__all__ = ["balance"]

_SEVERAL = ("speakers",)
"""What can be shown by several columns at once."""


@click.command()
@table_options
@source_options
@chart_option
@click.option("--by", multiple=True, default=("speaker",), show_default=True, help="Column to group by; repeatable.")
@click.option(
    "--show",
    type=click.Choice(
        [
            "speakers", "sources", "relays", "prominence", "treatment", "rebuttals", "scare-quotes", "standing",
            "indexing", "diversity", "profile",
        ]
    ),
    default="speakers",
    show_default=True,
    help="The table to print.",
)  # fmt: skip
@click.option("--within", help="For diversity, profile and indexing: a row for each value of this column.")
@click.option("--between", nargs=2, metavar="A B", help="For diversity: test two values of --within (or of outlet).")
@click.option(
    "--count", type=click.Choice(["statements", "words", "quoted_words"]), default="statements", show_default=True,
    help="What diversity counts.",
)  # fmt: skip
@click.option("--intervals", is_flag=True, help="For speakers: 95% intervals of the shares; articles are resampled.")
@click.option("--evidence", multiple=True, metavar="VALUE", help="The lines behind a row; one VALUE for each --by.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Narrow --evidence, as in kind=direct.")
def balance(
    by: tuple[str, ...],
    show: str,
    within: str | None,
    between: tuple[str, str] | None,
    count: str,
    intervals: bool,
    evidence: tuple[str, ...],
    where: tuple[str, ...],
    counted: str,
    actors: Path | None,
    chart: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Who speaks in INPUT and how much: statements, words, direct and indirect, first position.

    With --show also how prominently, how they are treated, how diverse and how official the sources are; with
    --evidence the statements behind a row (with --show prominence, where its words stand). docs/balance.md says what
    each column means.

    \b
    Examples:
      framing balance seeds/ --by side
      framing balance seeds/ --by side --show prominence
      framing balance seeds/ --evidence "Sergey Lavrov" --where kind=direct
      framing balance articles/ --show diversity --between "Outlet A" "Outlet B"
      framing balance articles/ --actors people.csv --by gender --intervals
    """
    columns = list(dict.fromkeys(by))
    if len(columns) > 1 and show not in _SEVERAL and not evidence:
        raise click.UsageError(f"--show {show} is by one column: give one --by")
    if between and show != "diversity":
        raise click.UsageError("--between tests diversity: add --show diversity")
    if within and show not in ("diversity", "profile", "indexing"):
        raise click.UsageError("--within is for --show diversity, profile or indexing; elsewhere give two --by")
    if where and not evidence:
        raise click.UsageError("--where narrows --evidence: name the row to open with --evidence")
    if chart is not None and (show != "speakers" or len(columns) > 2):
        raise click.UsageError("--chart draws --show speakers, by one --by, or two: the second within the first")
    run = Run.of(options)
    found = run.extract()
    table = statement_table(found, counted=counted, actors=actors)
    if evidence:
        opened = _prominent if show == "prominence" else _evidence
        result = opened(found, table, columns, evidence, where)
    else:
        result = _SHOWN[show](
            found, table, by=columns, within=within, between=between, count=count, intervals=intervals
        )
    print_table(result, form=form, out=out)
    if chart is not None:
        from framing.pictures import balance_shares

        within = columns[0] if len(columns) == 2 else None
        balance_shares(table, by=columns[-1], within=within, counted="stated").save(chart)
    run.finish((*found.corpus.problems, *found.problems))


def _evidence(
    found: Statements, table: pd.DataFrame, by: list[str], values: tuple[str, ...], where: tuple[str, ...]
) -> pd.DataFrame:
    from framing.measure import balance_evidence, stance_table

    narrowed = {}
    for pair in where:
        column, given, value = pair.partition("=")
        if not given or not column:
            raise click.BadParameter(
                f"{pair!r} is not of the form column=value, as in kind=direct", param_hint="--where"
            )
        narrowed[column] = value
    return balance_evidence(
        stance_table(table), values, by=by, where=narrowed, corpus=found.corpus, counted="stated"
    )  # the table's sources already are as they count


def _prominent(
    found: Statements, table: pd.DataFrame, by: list[str], values: tuple[str, ...], where: tuple[str, ...]
) -> pd.DataFrame:
    from framing.measure import by_source, prominence_evidence, voices

    if where or len(by) > 1 or len(values) > 1:
        raise click.UsageError("--show prominence opens one value of one --by, without --where")
    return prominence_evidence(by_source(voices(found.corpus, found), table, counted="stated"), values[0], by=by[0])


def _speakers(found: Statements, table: pd.DataFrame, *, by: list[str], intervals: bool, **_: Any) -> pd.DataFrame:
    from framing.measure import balance as measure
    from framing.measure import balance_intervals

    compute = balance_intervals if intervals else measure
    return compute(table, by=by, corpus=found.corpus, counted="stated")


def _sources(_: Statements, table: pd.DataFrame, *, by: list[str], **__: Any) -> pd.DataFrame:
    from framing.measure import balance_summary

    return balance_summary(table, by=by[0], counted="stated")


def _relays(_: Statements, table: pd.DataFrame, **__: Any) -> pd.DataFrame:
    from framing.measure import relays

    return relays(table)


def _treatment(_: Statements, table: pd.DataFrame, *, by: list[str], **__: Any) -> pd.DataFrame:
    from framing.measure import treatment

    return treatment(table, by=by[0], counted="stated")


def _standing(_: Statements, table: pd.DataFrame, *, by: list[str], **__: Any) -> pd.DataFrame:
    from framing.measure import standing

    return standing(table, by=by[0], counted="stated")


def _indexing(_: Statements, table: pd.DataFrame, *, within: str | None, **__: Any) -> pd.DataFrame:
    from framing.measure import indexing

    return indexing(table, within=within, counted="stated")


def _prominence(found: Statements, table: pd.DataFrame, *, by: list[str], **_: Any) -> pd.DataFrame:
    from framing.measure import by_source, prominence, voices

    return prominence(by_source(voices(found.corpus, found), table, counted="stated"), by=by[0])


def _rebuttals(found: Statements, table: pd.DataFrame, *, by: list[str], **_: Any) -> pd.DataFrame:
    from framing.measure import by_source, rebuttal_summary, voices

    side = "side" if by == ["speaker"] else by[0]
    return rebuttal_summary(by_source(voices(found.corpus, found), table, counted="stated"), side=side)


def _scare_quotes(found: Statements, table: pd.DataFrame, **_: Any) -> pd.DataFrame:
    from framing.measure import by_source, scare_quotes, voices

    return scare_quotes(by_source(voices(found.corpus, found), table, counted="stated"), found.corpus)


def _diversity(
    _: Statements,
    table: pd.DataFrame,
    *,
    by: list[str],
    within: str | None,
    between: tuple[str, str] | None,
    count: str,
    **__: Any,
) -> pd.DataFrame:
    from framing.measure import diversity, diversity_test

    if between:
        return diversity_test(table, between, within=within or "outlet", by=by[0], count=count, counted="stated")
    return diversity(table, by=by[0], within=within, count=count, counted="stated")


def _profile(
    _: Statements, table: pd.DataFrame, *, by: list[str], within: str | None, count: str, **__: Any
) -> pd.DataFrame:
    from framing.measure import hill_profile

    return hill_profile(table, by=by[0], within=within, count=count, counted="stated")


_SHOWN: dict[str, Callable[..., pd.DataFrame]] = {
    "speakers": _speakers,
    "sources": _sources,
    "relays": _relays,
    "prominence": _prominence,
    "treatment": _treatment,
    "rebuttals": _rebuttals,
    "scare-quotes": _scare_quotes,
    "standing": _standing,
    "indexing": _indexing,
    "diversity": _diversity,
    "profile": _profile,
}

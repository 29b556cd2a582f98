"""``framing balance``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table, statement_table, voice_table
from framing.cli.options import actors_option, articles_options, chart_option, checked_option, table_options

if TYPE_CHECKING:
    import pandas as pd

    from framing.checking import Checked
    from framing.statements import Statements

__all__ = ["balance"]


@dataclass(frozen=True)
class _Asked:
    """What the command was asked, and the tables that answer it."""

    found: Statements
    actors: Path | None
    by: list[str]
    within: list[str]
    between: tuple[str, str] | None
    count: str
    intervals: bool
    cluster: str | None
    strata: str | None
    checked: Checked | None

    @cached_property
    def table(self) -> pd.DataFrame:
        return self._dated(statement_table(self.found, actors=self.actors))

    @cached_property
    def voices(self) -> pd.DataFrame:
        return self._dated(voice_table(self.found, actors=self.actors))

    def _dated(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table with a column for each period (month …) that is asked for and is no column of its own."""
        from framing.contrasts.groups import Period, periods

        wanted = [name for name in (*self.by, *self.within) if name in set(Period) and name not in table.columns]
        return table.assign(**{name: periods(table["date"], Period(name)) for name in wanted}) if wanted else table


@click.command()
@table_options
@actors_option
@chart_option
@click.option(
    "--by",
    multiple=True,
    default=("speaker",),
    show_default=True,
    help="Column to group by, a period (year, quarter, month, week, day) or article; repeatable.",
)
@click.option(
    "--show",
    type=click.Choice(
        [
            "speakers", "sources", "relays", "prominence", "treatment", "rebuttals", "scare-quotes",
            "insertions", "standing", "indexing", "diversity", "profile", "access",
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
@click.option("--intervals", is_flag=True, help="95% intervals of all shares and means, over articles.")
@articles_options
@checked_option
@click.option(
    "--evidence",
    multiple=True,
    metavar="VALUE",
    help="The lines behind a row; one VALUE for each of its group columns.",
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Narrow --evidence, as in kind=direct.")
def balance(
    by: tuple[str, ...],
    show: str,
    within: str | None,
    between: tuple[str, str] | None,
    count: str,
    intervals: bool,
    cluster: str | None,
    strata: str | None,
    checked: Path | None,
    evidence: tuple[str, ...],
    where: tuple[str, ...],
    actors: Path | None,
    chart: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Who speaks in INPUT and how much: statements, words, direct and indirect, first position.

    With --show also how prominently, how they are treated, how diverse and how official the sources are, and how
    their words reached the outlet; with --evidence the lines behind a row of that table. docs/balance.md says what
    each column means.

    \b
    Examples:
      framing balance seeds/ --by side
      framing balance seeds/ --by side --show prominence
      framing balance seeds/ --evidence "Sergey Lavrov" --where kind=direct
      framing balance articles/ --show diversity --between "Outlet A" "Outlet B"
      framing balance articles/ --actors people.csv --by gender --intervals
      framing balance articles/ --by side --checked checks.xlsx
      framing balance articles/ --by outlet --by role
      framing balance articles/ --show access
    """
    columns = list(dict.fromkeys(by))
    if between and show != "diversity":
        raise click.UsageError("--between tests diversity: add --show diversity")
    if within and show not in ("diversity", "profile", "indexing"):
        raise click.UsageError("--within is for --show diversity, profile or indexing; elsewhere give two --by")
    if where and not evidence:
        raise click.UsageError("--where narrows --evidence: name the row to open with --evidence")
    if chart is not None and (show != "speakers" or len(columns) > 2):
        raise click.UsageError("--chart draws --show speakers, by one --by, or two: the second within the first")
    if checked is not None and show not in ("speakers", "indexing"):
        raise click.UsageError("--checked corrects --show speakers and indexing; `framing difference` takes it, too")
    if strata and show in ("diversity", "profile"):
        raise click.UsageError("--strata is not for --show diversity and profile, where one unit is left out at a time")
    if (cluster or strata) and show in ("relays", "scare-quotes"):
        raise click.UsageError(f"--cluster and --strata are of intervals, which --show {show} has none of")
    from framing.checking import read_checked
    from framing.results import Result

    run = Run.of(options)
    found = run.extract()
    columns = [_column(name, found) for name in columns]
    inside = [_column(within, found)] if within else []
    checks = None if checked is None else read_checked(checked, found)
    intervals = intervals or checked is not None or cluster is not None or strata is not None
    asked = _Asked(found, actors, columns, inside, between, count, intervals, cluster, strata, checks)
    result: pd.DataFrame = _shown(show, asked)
    if evidence:
        if not isinstance(result, Result):
            raise click.UsageError("a test has no lines: leave --between out to see those of a group")
        result = result.evidence(list(evidence), where=_narrowed(where))
    print_table(result, form=form, out=out)
    if chart is not None:
        from framing.pictures import balance_shares

        outer = columns[0] if len(columns) == 2 else None
        balance_shares(asked.table, by=columns[-1], within=outer).save(chart)
    run.finish((*found.corpus.problems, *found.problems))


def _column(name: str, found: Statements) -> str:
    """The column that is meant: ``article`` is one for each article, as in framing compare."""
    return "article_id" if name == "article" and all("article" not in a.extra for a in found.corpus) else name


def _narrowed(where: tuple[str, ...]) -> dict[str, str]:
    """The mapping behind ``--where kind=direct``."""
    narrowed = {}
    for pair in where:
        column, given, value = pair.partition("=")
        if not given or not column:
            raise click.BadParameter(
                f"{pair!r} is not of the form column=value, as in kind=direct", param_hint="--where"
            )
        narrowed[column] = value
    return narrowed


def _shown(show: str, asked: _Asked) -> pd.DataFrame:
    """The table to print."""
    from framing import measure

    by, within, count = asked.by, asked.within, asked.count
    units: dict[str, Any] = {"cluster": asked.cluster, "strata": asked.strata}
    level: dict[str, Any] = {"level": 0.95 if asked.intervals else None, **units}
    if show == "speakers":
        table = measure.stance_table(asked.table)
        if not asked.intervals:
            return measure.balance(table, by=by, corpus=asked.found.corpus)
        return measure.balance_intervals(table, by=by, corpus=asked.found.corpus, checked=asked.checked, **units)
    if show == "rebuttals":
        return measure.rebuttal_summary(asked.voices, by="side" if by == ["speaker"] else by, **level)
    if show == "scare-quotes":
        return measure.scare_quotes(asked.voices, corpus=asked.found.corpus)
    if show == "insertions":
        return measure.insertions(asked.found)
    if show == "diversity" and asked.between:
        return measure.diversity_test(
            asked.table, asked.between, within=(within or ["outlet"])[0], by=by, count=count, cluster=asked.cluster
        )  # fmt: skip
    if show == "diversity":
        return measure.diversity(asked.table, by=by, within=within, count=count, cluster=asked.cluster)
    if show == "profile":
        return measure.hill_profile(asked.table, by=by, within=within, count=count, cluster=asked.cluster)
    if show == "indexing":
        return measure.indexing(asked.table, by=within, checked=asked.checked, **units)
    if show == "relays":
        return measure.relays(asked.table)
    if show == "access":
        return measure.access(asked.table, by=["outlet"] if by == ["speaker"] else by)
    if show == "prominence":
        return measure.prominence(asked.voices, by=by, **level)
    if show == "sources":
        return measure.balance_summary(asked.table, by=by, **level)
    return (measure.treatment if show == "treatment" else measure.standing)(asked.table, by=by, **level)

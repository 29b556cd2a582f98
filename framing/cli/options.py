"""Options that several commands share; a command adds its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from framing.values import Act

__all__ = [
    "F",
    "actors_option",
    "articles_options",
    "chart_option",
    "checked_option",
    "evidence_option",
    "format_option",
    "out_option",
    "reading_inputs",
    "reading_options",
    "run_options",
    "statements_option",
    "table_options",
]

F = TypeVar("F", bound=Callable[..., Any])

out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output."
)

statements_option = click.option(
    "--statements",
    "statements_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON lines that `framing extract` wrote for this input, instead of extracting anew.",
)


actors_option = click.option(
    "--actors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file with a column speaker and columns of your own (gender, party …) to group by.",
)


def articles_options(function: F) -> F:
    """What counts as one article in intervals and tests, and what every sample would have had."""
    for option in (
        click.option("--strata", metavar="COLUMN", help="Parts of the corpus within which articles count as drawn."),
        click.option(
            "--cluster", metavar="COLUMN", help="Articles that count as one, such as near-copies or those of an event."
        ),
    ):
        function = option(function)
    return function


checked_option = click.option(
    "--checked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Sheet of `framing sample` that people have filled in: corrects for what the extractor gets wrong.",
)


evidence_option = click.option(
    "--evidence", multiple=True, metavar="VALUE", help="Lines behind a row; one VALUE for each of its group columns."
)


def format_option(*forms: str) -> Callable[[F], F]:
    """``--format``, the first form by default."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True)


def _checked(_context: click.Context, _parameter: click.Parameter, chart: Path | None) -> Path | None:
    """The name of a chart, refused before any work is done."""
    if chart is not None:
        from framing.pictures.picture import check_ending

        check_ending(chart)
    return chart


chart_option = click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_checked,
    help="Also draw it: a file that ends in .svg, .png or .pdf.",
)


def reading_inputs(function: F) -> F:
    """The arguments that say what is read."""
    for option in (
        click.option(
            "--column", "columns", multiple=True, metavar="NAME=COLUMN", help="Column to use, as in text=body."
        ),
        click.argument("paths", nargs=-1, required=True, metavar="INPUT..."),
    ):
        function = option(function)
    return function


def run_options(function: F) -> F:
    """The options of every command that extracts statements."""
    for option in (
        click.option(
            "--acts",
            multiple=True,
            type=click.Choice([a.value for a in Act]),
            help="Which kinds of attribution count in tables and measures; may be repeated.  [default: speech]",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="SHARE",
            help="Leave out statements that the model is less sure of, as in 0.5.  [default: 0]",
        ),
        click.option(
            "--join/--no-join",
            default=True,
            show_default=True,
            help="Give what is one actor in several articles one name; else each article's names stand for themselves.",
        ),
        click.option(
            "--corrections",
            type=click.Path(dir_okay=False, path_type=Path),
            help="What people have put right: a file that a report's page saved, or a sheet (`framing corrections`).",
        ),
        click.option("--copies", is_flag=True, help="Count an article with the text of another too (wire copy)."),
        click.option("--strict", is_flag=True, help="Exit with status 1 if an article was skipped."),
        click.option("--threads", type=click.IntRange(1), help="Processors to use; never changes the result."),
        click.option("--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True),
        click.option("--model", default="full", show_default=True, help="full, fast, or a model's folder."),
        click.option(
            "--project",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Names, aliases and sides of actors. Default: framing.toml beside the input.",
        ),
        reading_inputs,
    ):
        function = option(function)
    return function


def reading_options(function: F) -> F:
    """The options of a command that reads articles, runs no model and prints a table."""
    for option in (
        out_option,
        format_option("csv", "json", "markdown"),
        click.option("--strict", is_flag=True, help="Exit with status 1 if an article was skipped."),
        reading_inputs,
    ):
        function = option(function)
    return function


def table_options(function: F) -> F:
    """The options of every command that prints a table."""
    for option in (
        out_option,
        format_option("csv", "json", "markdown"),
        statements_option,
        run_options,
    ):
        function = option(function)
    return function

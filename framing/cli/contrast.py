"""``framing contrast``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table, talk
from framing.cli.options import F, chart_option, table_options

if TYPE_CHECKING:
    from framing.contrasts import Contrast
    from framing.statements import Statements

__all__ = ["contrast"]

_FORMS = ("words", "stems", "lemmas")
_FUNCTION_WORDS = ("hidden", "shown", "left-out")


def term_options(function: F) -> F:
    """What counts as a term."""
    for option in (
        click.option("--longest", type=click.IntRange(1, 5), default=3, show_default=True, help="Words of a phrase."),
        click.option("--form", "forms", type=click.Choice(_FORMS), default="words", show_default=True),
        click.option(
            "--function-words", type=click.Choice(_FUNCTION_WORDS), default="hidden", show_default=True,
            help="Hidden from the list (they still count), shown in it, or left out of everything.",
        ),
        click.option(
            "--without-names", is_flag=True,
            help="Leave out the words of named speakers' names and affiliations, and from the list what is only a "
            "courtesy word (Mr., Sen.), a weekday, a photo credit or the outlet's own name.",
        ),
        click.option(
            "--word-class", "classes", multiple=True, metavar="CLASS",
            help="Count words of this class only (noun, name, verb, adjective …). Repeatable.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


def inference_options(function: F) -> F:
    """What is tested, and how."""
    for option in (
        click.option("--cluster", default="article_id", show_default=True, help="Column whose values are one unit."),
        click.option("--strata", help="Column within whose values groups are compared: outlet …"),
        click.option(
            "--weighting", type=click.Choice(["statements", "articles"]), default="statements", show_default=True,
            help="Compare words pooled over statements, or the mean over articles.",
        ),
        click.option(
            "--test", type=click.Choice(["negative_binomial", "permutation"]), default="negative_binomial",
            show_default=True, help="permutation: a check, where groups have as many articles of like length.",
        ),
        click.option(
            "--correction", type=click.Choice(["weighted", "equal"]), default="weighted", show_default=True,
            help="Weigh terms by what their frequency lets a test see, or all alike (Benjamini and Hochberg).",
        ),
        click.option(
            "--min-articles", type=click.IntRange(2), default=8, show_default=True,
            help="Articles (or clusters) that have to hold a term for it to be tested.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


class _OrCounts(click.Command):
    """Counts stand in the place of articles: with ``--counts`` no INPUT is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = any(a == "--counts" or a.startswith("--counts=") for a in args)
        return super().parse_args(ctx, [*args, "counts"] if given else args)


@click.command(cls=_OrCounts)
@table_options
@chart_option
@click.option("--between", nargs=2, required=True, metavar="A B", help="The two groups, as in: Lavrov Warren.")
@click.option(
    "--by", default="speaker", show_default=True,
    help="What the groups are values of: speaker, side, type, voice, kind, outlet, year, month …",
)  # fmt: skip
@click.option(
    "--voices", multiple=True,
    help="Voices that count; repeatable. Default: quoted and paraphrase; with --by voice the two groups.",
)  # fmt: skip
@click.option(
    "--rank", default="log_odds", show_default=True,
    type=click.Choice(["log_odds", "tfidf", "class_tfidf", "log_likelihood", "chi_squared", "log_ratio",
                       "log_ratio_conservative", "percent_difference", "jensen_shannon"]),
    help="What terms are ranked by.",
)  # fmt: skip
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Terms to show for each group.")
@click.option("--kwic", type=click.IntRange(0), default=0, help="Lines in context to add for each term and group.")
@click.option(
    "--counts", type=click.Path(dir_okay=False, path_type=Path),
    help="Counts that framing counts wrote, in the place of INPUT; the options of terms were given there.",
)  # fmt: skip
@term_options
@inference_options
def contrast(
    between: tuple[str, str],
    by: str,
    voices: tuple[str, ...],
    rank: str,
    top: int,
    kwic: int,
    chart: Path | None,
    longest: int,
    forms: str,
    function_words: str,
    without_names: bool,
    classes: tuple[str, ...],
    cluster: str,
    strata: str | None,
    weighting: str,
    test: str,
    correction: str,
    min_articles: int,
    counts: Path | None,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Words and phrases that set group A's statements in INPUT apart from group B's.

    \b
    Examples:
      framing contrast seeds/ --between "Sergey Lavrov" "Steve Warren" --kwic 3
      framing contrast seeds/ --by side --between Russia "US-led coalition"
      framing contrast articles/ --by month --between 2016-05 2016-06 --strata outlet
      framing contrast --counts counts.csv --between "Outlet A" "Outlet B"
    """
    from framing.contrasts import Correction, Inference, Method, Weighting
    from framing.contrasts import contrast as compare
    from framing.contrasts.forms import analyser_of, names_apart, speaker_words, word_classes

    run = Run.of(options)
    if counts is not None:
        inference = Inference(weighting=Weighting(weighting), test=test, correction=Correction(correction),
                              min_clusters=min_articles)  # fmt: skip
        if kwic or cluster != "article_id" or strata or run.paths != ("counts",):
            raise click.UsageError("--counts know articles and no lines: leave INPUT, --kwic, --cluster, --strata out")
        from framing.contrasts.counts import contrast_counts

        result = contrast_counts(counts, between, method=Method[rank.upper()], inference=inference)
        _show(result, top, chart, 0, _hidden(function_words), form, out)
        return
    found = run.extract()
    analyser = analyser_of(
        _texts(found), longest=longest, form=forms, classes=classes,
        left_out=speaker_words(found) if without_names else (), function_words=function_words != "left-out",
    )  # fmt: skip
    inference = Inference(
        cluster=cluster, strata=strata, weighting=Weighting(weighting), test=test,
        correction=Correction(correction), min_clusters=min_articles,
    )  # fmt: skip
    tags = word_classes(run.tagged(found)) if classes else None
    result = compare(
        found, between, by=by, voices=voices or None, analyser=analyser, method=Method[rank.upper()], tags=tags,
        inference=inference,
    )  # fmt: skip
    hide = _hidden(function_words, names_apart(found) if without_names else None)
    _show(result, top, chart, kwic, hide, form, out)
    run.finish((*found.corpus.problems, *found.problems))


def _texts(found: Statements) -> Iterator[str]:
    """All words of the articles, those of some thousands of articles at a time where a store has them."""
    from framing.measure import voices

    for part in [voices(found)] if found.stored is None else found.stored.parts(found):
        yield from part["text"]


def _hidden(function_words: str, apart: Callable[[str], bool] | None = None) -> Callable[[str], bool]:
    """Whether a term is not shown: function words, unless they are asked for, and what is set ``apart``."""
    from framing.function_words import is_function_phrase

    plain = is_function_phrase if function_words == "hidden" else frozenset[str]().__contains__
    return plain if apart is None else lambda term: plain(term) or apart(term)


def _show(
    result: Contrast, top: int, chart: Path | None, kwic: int, hide: Callable[[str], bool], form: str, out: Path | None
) -> None:
    """Print the terms at the top, or their lines, and what has to be known of them."""
    import pandas as pd

    from framing.contrasts import top_terms
    from framing.contrasts.told import claim, interval_texts

    if chart is not None:
        from framing.pictures import diverging_bars

        diverging_bars(result, n=min(top, 20)).save(chart)
    table: pd.DataFrame = top_terms(result, top, hide=hide)
    at = table.columns.tolist().index("high") + 1
    table.insert(at, "ratio", interval_texts(table["low"].tolist(), table["high"].tolist()))
    if kwic and len(table):
        lines = pd.concat([result.kwic(term, kwic) for term in table["term"].unique()], ignore_index=True)
        named = {c: f"line_{c}" for c in lines.columns if c != "term" and c in table.columns}
        table = pd.DataFrame(table).merge(lines.rename(columns=named), on="term", how="left")
    print_table(table, form=form, out=out)
    for note in (claim(result.table), *result.notes):
        talk(note)

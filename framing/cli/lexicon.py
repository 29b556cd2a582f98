"""``framing lexicon``."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.common import Run, print_table, talk, write_text
from framing.cli.guard import check_outputs
from framing.cli.options import format_option, out_option, run_options, statements_option, table_options

if TYPE_CHECKING:
    import pandas as pd

    from framing.lexicon import Lexicon
    from framing.lexicon.check import LexiconCheck

__all__ = ["lexicon", "open_lexicon"]

_MANY = 100_000
"""Entries from which on the program says how long reading took."""


class _Scores(click.Group):
    """``framing lexicon INPUT`` is short for ``framing lexicon score INPUT``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["score", *args]
        return super().parse_args(ctx, args)


def open_lexicon(name: str) -> Lexicon:
    """Read a lexicon and tell which of its rows were refused or changed."""
    from framing.lexicon import read_lexicon

    start = time.monotonic()
    found = read_lexicon(name)
    if len(found) >= _MANY:
        talk(f"{name}: {len(found):,} entries read in {time.monotonic() - start:.1f} s")
    for problem in found.problems:
        talk(f"  {'refused' if problem.skipped else 'noted  '}  {problem.item}: {problem.reason}")
    if entries := sum(e.pos is not None for e in found):
        talk(f"  {name}: {entries:,} entries are limited to a part of speech")
    return found


def limited(lexicon: Lexicon) -> bool:
    """Whether it needs the words' parts of speech."""
    return any(e.pos is not None for e in lexicon)


@click.group(cls=_Scores)
def lexicon() -> None:
    """Lexicon scores by article and voice; the lexicons themselves.

    \b
    Examples:
      framing lexicon seeds/ --lexicon hedges --lexicon group_labels --by voice
      framing lexicon check hedges seeds/
    """


@lexicon.command()
@table_options
@click.option("--lexicon", "names", multiple=True, help="Shipped lexicon or a file; repeatable. Default: all shipped.")
@click.option("--by", multiple=True, default=("article_id", "voice"), show_default=True, help="Repeatable.")
@click.option(
    "--per",
    type=click.Choice(["category", "lexicon"]),
    default="category",
    show_default=True,
    help="What a row counts.",
)
@click.option(
    "--nested-scope",
    type=click.Choice(["lexicon", "category"]),
    default="lexicon",
    show_default=True,
    help="Where only the longest of nested matches counts.",
)
@click.option("--resamples", type=click.IntRange(100), default=2000, show_default=True, help="For the intervals.")
@click.option("--seed", type=click.IntRange(0), default=20160524, show_default=True, help="For the intervals.")
def score(
    names: tuple[str, ...],
    by: tuple[str, ...],
    per: str,
    nested_scope: str,
    resamples: int,
    seed: int,
    form: str,
    out: Path | None,
    **options: Any,
) -> None:
    """Hits and rates per 1,000 words of each voice in INPUT, with 95% intervals.

    --by takes columns of words by voice (voice, speaker, side, block, field, article_id) and of the articles
    (outlet, date and extra columns). Intervals resample articles; with fewer than 10 articles or 5 hits there
    is none, and the column "note" says so. Words that two categories share count in each; --per lexicon counts
    them once.

    \b
    Examples:
      framing lexicon score seeds/ --lexicon hedges --by speaker --by voice
      framing lexicon score articles.csv --lexicon my.dic --by outlet --by voice --format markdown
    """
    from framing.intervals import Bootstrap
    from framing.lexicon import NestedScope, Per, lexicon_scores, shipped_lexicons

    run = Run.of(options)
    lexicons = [open_lexicon(name) for name in names or shipped_lexicons()]
    found = run.extract()
    table = lexicon_scores(
        run.tagged(found) if any(map(limited, lexicons)) else found,
        lexicons,
        by=by,
        per=Per(per),
        nested_scope=NestedScope(nested_scope),
        intervals=Bootstrap(resamples=resamples, seed=seed),
    )
    print_table(table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))


@lexicon.command("list")
def list_lexicons() -> None:
    """Names and descriptions of the lexicons that ship with the program.

    \b
    Example:
      framing lexicon list
    """
    from framing.lexicon import read_lexicon, shipped_lexicons

    lines = [f"{name}\t{read_lexicon(name).description}\n" for name in shipped_lexicons()]
    write_text("".join(lines), None)


@lexicon.command()
@click.argument("source", metavar="LEX")
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
def convert(source: str, target: Path) -> None:
    """Write LEX, a lexicon in any format that is read, as OUT: .yml (everything) or .csv (its entries).

    Rows that are refused or changed on the way are listed.

    \b
    Examples:
      framing lexicon convert my.dic my.yml
      framing lexicon convert hedges hedges.csv
    """
    from framing.lexicon import write_lexicon

    check_outputs()
    found = open_lexicon(source)
    write_lexicon(found, target)
    talk(f"{len(found):,} entries in {len(found.categories)} categories: {target}")


@lexicon.command()
@click.argument("name", metavar="LEX")
@run_options
@statements_option
@click.option("--samples", type=click.IntRange(0), default=3, show_default=True, help="Hits in context per category.")
@format_option("markdown", "json")
@out_option
def check(name: str, samples: int, form: str, out: Path | None, **options: Any) -> None:
    """What the lexicon LEX does on the corpus INPUT, to look at before its scores are trusted.

    Rows that were refused or changed, entries that can never match or match something else, coverage, entries that
    never occur, those that make most of the score, categories that overlap, hits inside
    proper names, consistency (Cronbach's alpha, KR-20), share of each voice, and hits in context.

    \b
    Examples:
      framing lexicon check hedges seeds/
      framing lexicon check my.dic articles.csv --samples 10 --out check.md
    """
    from framing.lexicon.check import check as check_lexicon

    run = Run.of(options)
    chosen = open_lexicon(name)
    found = run.extract()
    result = check_lexicon(run.tagged(found) if limited(chosen) else found, chosen, n_samples=samples)
    write_text(_json(result) if form == "json" else _markdown(result), out)
    run.finish((*found.corpus.problems, *found.problems))


_TABLES = (
    ("coverage", "Coverage", "Shares of articles and of sentences with a hit."),
    ("top", "Entries that make most of the score", "Shares of all hits."),
    ("overlaps", "Categories that hit the same words", ""),
    ("in_names", "Entries that stand mostly inside names", "Counted here, and left out of scores by default."),
    ("consistency", "Internal consistency over articles", "Low values are usual where words stand in for each other."),
    ("voices", "Share of the hits in each voice", ""),
    ("samples", "Hits in context", ""),
)


def _tables(result: LexiconCheck) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    for name, title, note in _TABLES:
        table: pd.DataFrame = getattr(result, name)
        yield name, title, note, table.round(3)


def _markdown(result: LexiconCheck) -> str:
    from framing.report.markdown import escape
    from framing.report.markdown import table as as_markdown

    parts = [f"# {escape(result.lexicon.name)}: {len(result.lexicon):,} entries"]
    for _, title, note, table in _tables(result):
        parts += [f"## {title}", *([note] if note else []), as_markdown(table) if len(table) else "None."]
    never = ", ".join(f"{escape(term)} ({escape(category)})" for category, term in result.never_hit)
    parts += [f"## Entries that never occur: {len(result.never_hit):,}", never or "None."]
    if problems := result.lexicon.problems:
        rows = [f"- {escape(p.item)}: {escape(p.reason)}" for p in problems]
        parts[1:1] = [f"## Rows that were refused, changed, or will hardly match: {len(problems):,}", "\n".join(rows)]
    if result.pos_not_applied:
        told = ", ".join(map(escape, result.pos_not_applied))
        parts += [f"## Limits to a part of speech, not applied: {len(result.pos_not_applied):,}", told]
    return "\n\n".join(parts) + "\n"


def _json(result: LexiconCheck) -> str:
    made: dict[str, object] = {"lexicon": result.lexicon.name, "entries": len(result.lexicon)}
    made |= {name: json.loads(table.to_json(orient="records")) for name, _, _, table in _tables(result)}
    made["problems"] = [{"item": p.item, "reason": p.reason, "refused": p.skipped} for p in result.lexicon.problems]
    made["never_hit"] = [{"category": category, "entry": term} for category, term in result.never_hit]
    made["pos_not_applied"] = list(result.pos_not_applied)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"

"""``framing lexicon``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, print_table, table_options, write_text


class _Scores(click.Group):
    """``framing lexicon INPUT`` is short for ``framing lexicon score INPUT``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["score", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Scores)
def lexicon() -> None:
    r"""Lexicon scores by article and voice; the lexicons themselves.

    \b
    Example:
      framing lexicon seeds/ --lexicon hedges --lexicon group_labels --by voice
    """


@lexicon.command()
@table_options
@click.option("--lexicon", "names", multiple=True, help="Shipped lexicon or a file; repeatable. Default: all shipped.")
@click.option("--by", multiple=True, default=("article_id", "voice"), show_default=True, help="Repeatable.")
def score(names: tuple[str, ...], by: tuple[str, ...], form: str, out: Path | None, **options: Any) -> None:
    r"""Hits and rates per 1,000 words of each voice in INPUT.

    \b
    Example:
      framing lexicon score seeds/ --lexicon hedges --by speaker --by voice
    """
    from framing.measure import lexicon_scores, read_lexicon, shipped_lexicons
    from framing.measure import voices as voices_of

    run = Run.of(options)
    lexicons = [read_lexicon(name) for name in names or shipped_lexicons()]
    found = run.extract()
    table = lexicon_scores(found.corpus, voices_of(found.corpus, found), lexicons, by=list(by))
    print_table(table, form=form, out=out)
    run.finish((*found.corpus.problems, *found.problems))


@lexicon.command("list")
def list_lexicons() -> None:
    """Names and descriptions of the lexicons that ship with the program."""
    from framing.measure import read_lexicon, shipped_lexicons

    lines = [f"{name}\t{read_lexicon(name).description}\n" for name in shipped_lexicons()]
    write_text("".join(lines), None)

"""``framing evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import talk, write_text

__all__ = ["evaluate"]


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("statements", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--all", "everything", is_flag=True, help="Count gold articles without a statement: nothing was found in them."
)
def evaluate(gold: Path, statements: Path, everything: bool) -> None:
    """Measure STATEMENTS (as `framing extract` writes them) against GOLD annotations.

    GOLD is JSON lines, gzipped or not, {"id", "text", "attributions": [{"source", "cue", "content"}]}, with lists
    of [start, end] spans, or a folder of brat files (.txt and .ann with Source, Cue and Content). Articles that are in
    both are compared, and those that are not are named.

    \b
    Example:
      framing evaluate gold.jsonl statements.jsonl
    """
    from framing.evaluate import show
    from framing.gold import compare_files

    compared = compare_files(gold, statements, everything=everything)
    if compared.missing:
        talk(
            f"left out, for no statement of them is in {statements}: {_listed(compared.missing)} (where they were "
            "extracted and nothing was found, --all counts them)"
        )
    if compared.unknown:
        talk(f"left out, for {gold} has no annotation of them: {_listed(compared.unknown)}")
    write_text(show(compared.scores) + "\n", None)


def _listed(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
    return f"{len(ids)} of the articles: {', '.join(ids[:8])}{more}"

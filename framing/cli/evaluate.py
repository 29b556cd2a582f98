"""``framing evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import write_text

__all__ = ["evaluate"]


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("statements", type=click.Path(dir_okay=False, path_type=Path))
def evaluate(gold: Path, statements: Path) -> None:
    """Measure STATEMENTS (as `framing extract` writes them) against GOLD annotations.

    GOLD is JSON lines, gzipped or not, {"id", "text", "attributions": [{"source", "cue", "content"}]}, with lists
    of [start, end] spans, or a folder of brat files (.txt and .ann with Source, Cue and Content).

    \b
    Example:
      framing evaluate gold.jsonl statements.jsonl
    """
    from framing.evaluate import show
    from framing.gold import score_files

    write_text(show(score_files(gold, statements)) + "\n", None)

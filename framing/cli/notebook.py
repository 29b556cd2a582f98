"""``framing notebook``."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import Run, talk, write_text
from framing.cli.options import reading_inputs

__all__ = ["notebook"]


@click.command()
@reading_inputs
@click.option("--strict", is_flag=True, help="Exit with status 1 if an article was skipped.")
@click.option(
    "--project",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Names, aliases and sides of actors. Default: framing.toml beside the input.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Notebook to write: my.ipynb."
)
def notebook(out: Path, project: Path | None, paths: tuple[str, ...], columns: tuple[str, ...], strict: bool) -> None:
    """Write a notebook that asks the first questions of the articles in INPUT, to run and change.

    Paths are written as they lie from the notebook's folder. Nothing is analysed before you run it.

    \b
    Example:
      framing notebook seeds/ --out my.ipynb
    """
    from framing.errors import OutputError
    from framing.notebook import starter_notebook

    if out.suffix.lower() != ".ipynb":
        raise OutputError(f"{out}: a notebook's name ends in .ipynb")
    if out.exists():
        raise OutputError(f"{out} is there already, and may hold work of yours; name another file with --out")
    run = Run.of_articles(paths, columns, strict=strict)
    corpus = run.read()
    file = project or run.project_file()
    text = starter_notebook(
        corpus, [_from(out, p) for p in paths], columns=run.columns,
        project=Path(_from(out, str(file))) if file else None,
    )  # fmt: skip
    write_text(text, out)
    talk(f"{len(corpus)} articles; open it: jupyter lab {out}")
    run.finish(corpus.problems)


def _from(out: Path, path: str) -> str:
    """A path as it lies from the notebook's folder."""
    import os

    if Path(path).is_absolute():
        return path
    return Path(os.path.relpath(path, out.resolve().parent)).as_posix()

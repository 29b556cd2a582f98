"""``framing sample``: what people are to check or to code: statements and sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, talk
from framing.cli.lexicon import limited, open_lexicon
from framing.cli.options import run_options, statements_option
from framing.errors import LexiconError, OutputError

__all__ = ["sample"]


@click.command()
@run_options
@statements_option
@click.option("--lexicon", "name", help="Shipped lexicon or a file: sentences to code. Without it: items to check.")
@click.option("--category", help="Category to validate. Default: the only one.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Sheet to write: .csv or .xlsx."
)
@click.option("--n", type=click.IntRange(1), default=200, show_default=True, help="Sentences to draw.")
@click.option("--by", multiple=True, default=("outlet",), show_default=True, help="Stratify by this, too; repeatable.")
@click.option("--coder", "coders", multiple=True, default=("coder_1", "coder_2"), show_default=True, help="Repeatable.")
@click.option("--seed", type=click.IntRange(0), default=20160524, show_default=True)
def sample(
    name: str | None,
    category: str | None,
    out: Path,
    n: int,
    by: tuple[str, ...],
    coders: tuple[str, ...],
    seed: int,
    **options: Any,
) -> None:
    """Draw statements and sentences of INPUT for people to check, or sentences to code.

    Without --lexicon: statements, and sentences in the outlet's own voice in which something may have been missed,
    stratified by --by and by confidence. People write 1 or 0 into "correct" and overwrite what is wrong about who says
    it; `framing balance --checked SHEET` then corrects every share by what they found. 200 items are enough for shares.

    With --lexicon: sentences to code, without the lexicon's score. Beside the sheet stands its key (war.xlsx:
    war.key.csv), which coders do not see and `framing validate` needs. Coders write 1 or 0 (or another number, for
    ordinal codes) in their column; each may have a copy.

    \b
    Examples:
      framing sample articles/ --n 200 --out checks.xlsx
      framing sample seeds/ --lexicon hedges --category modal --out hedges.xlsx --n 60
      framing sample articles.csv --lexicon my.dic --category anger --by outlet --by voice --out anger.csv
    """
    from framing.lexicon.sheets import Origin, draw_sample, key_path, write_key, write_sheet

    run = Run.of(options)
    if name is None:
        _checks(run, out, n=n, by=by, seed=seed)
        return
    chosen = open_lexicon(name)
    category = category or _only(chosen.name, chosen.category_names)
    chosen.only([category])
    _free(out, key_path(out))
    found = run.extract()
    drawn = draw_sample(
        run.tagged(found) if limited(chosen) else found,
        chosen,
        category,
        n=n,
        by=by,
        coders=coders,
        seed=seed,
    )
    write_key(drawn.key, Origin.of(chosen, category, found.corpus), key_path(out))
    write_sheet(drawn.sheet, out)
    talk(f"{len(drawn.sheet)} sentences for {len(coders)} coders: {out}; the key, not for coders: {key_path(out)}")
    run.finish((*found.corpus.problems, *found.problems))


def _checks(run: Run, out: Path, *, n: int, by: tuple[str, ...], seed: int) -> None:
    """Draw a sheet of items to check."""
    from framing.checking import checking_sheet
    from framing.lexicon.sheets import write_sheet

    _free(out)
    found = run.extract()
    sheet = checking_sheet(found, n=n, by=by, seed=seed)
    write_sheet(sheet, out)
    sizes = sheet["what"].value_counts()
    talk(
        f"{int(sizes.get('statement', 0))} statements and {int(sizes.get('own sentence', 0))} sentences to check in "
        f"{sheet['stratum'].nunique()} strata: {out}; fill in 'correct', then `framing balance … --checked {out}`"
    )
    run.finish((*found.corpus.problems, *found.problems))


def _only(name: str, categories: tuple[str, ...]) -> str:
    if len(categories) > 1:
        raise LexiconError(
            f"lexicon '{name}' has several categories; name one with --category: {', '.join(categories)}."
        )
    return categories[0]


def _free(*paths: Path) -> None:
    """Refuse to write over a sheet: it may hold what people coded."""
    if paths[0].suffix.lower() not in (".csv", ".xlsx"):
        raise OutputError(f"{paths[0]}: coding sheets are written as .csv or .xlsx.")
    for path in paths:
        if path.exists():
            raise OutputError(f"{path} is there already and may hold people's codes; name another file with --out")

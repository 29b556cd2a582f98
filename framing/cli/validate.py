"""``framing validate``: hold a lexicon against people's judgement."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.common import talk, write_text
from framing.errors import InputError

__all__ = ["validate"]


@click.command()
@click.argument("sheets", nargs=-1, required=True, metavar="SHEET...")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="Default: SHEET's name with .key.csv.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Note to write; else standard output.")
@click.option(
    "--level",
    type=click.Choice(["nominal", "ordinal", "interval"]),
    default="nominal",
    show_default=True,
    help="Level of measurement of the codes.",
)
@click.option(
    "--threshold", type=click.IntRange(1), default=1, show_default=True, help="Hits that make a sentence positive."
)
@click.option("--resamples", type=click.IntRange(100), default=1000, show_default=True, help="For the intervals.")
def validate(
    sheets: tuple[str, ...], key: Path | None, out: Path | None, level: str, threshold: int, resamples: int
) -> None:
    """Hold a lexicon against coded SHEETs, and write a validity note for `framing report --validity`.

    Precision, recall, F1 and correlation of the lexicon with the coders, Krippendorff's alpha between coders,
    with 95% intervals that resample articles. Several SHEETs are copies of one, each with other coders' codes.

    \b
    Examples:
      framing validate hedges.xlsx --out hedges.json
      framing validate anna.csv ben.csv --key hedges.key.csv --out hedges.json
    """
    from framing.lexicon.sheets import join_sheets, key_path, read_key, read_sheet
    from framing.lexicon.validation import Level, ValidityNote, note_json
    from framing.lexicon.validation import validate as hold_against

    coded = join_sheets({path: read_sheet(path) for path in sheets})
    keys = [key] if key else [p for p in map(key_path, sheets) if p.exists()]
    if not keys:
        raise InputError(f"{key_path(sheets[0])} is not there; name the key that `framing sample` wrote with --key")
    table, origin = read_key(keys[0])
    found = hold_against(
        coded.sheet,
        table,
        lexicon=origin.lexicon,
        category=origin.category,
        coders=coded.coders,
        level=Level(level),
        threshold=threshold,
        resamples=resamples,
    )
    talk(found.note())
    write_text(note_json(ValidityNote(origin, found)), out)

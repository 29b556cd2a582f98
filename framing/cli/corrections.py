"""``framing corrections``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.common import Run, talk
from framing.cli.options import run_options, statements_option
from framing.errors import OutputError

__all__ = ["corrections"]

_out = click.option("--out", type=click.Path(path_type=Path), required=True, help="What to write; it must be new.")


@click.group()
def corrections() -> None:
    """What people have put right in the statements that were found.

    The page of a report saves corrections to a file; every command that extracts statements applies it with
    --corrections. The same can be done in a spreadsheet, in brat or in Label Studio.

    \b
    Examples:
      framing report articles/ --out reports/mine --corrections corrections.jsonl
      framing corrections check corrections.jsonl articles/
      framing corrections export articles/ --out sheet.xlsx
      framing corrections import sheet.xlsx articles/ --out corrections.jsonl
    """


@corrections.command("export")
@run_options
@statements_option
@click.option(
    "--to",
    "form",
    type=click.Choice(["sheet", "brat", "label-studio"]),
    default="sheet",
    show_default=True,
    help="A spreadsheet (.csv, .xlsx), a folder for brat, or a file of tasks for Label Studio (.json).",
)
@_out
def export(form: str, out: Path, **options: Any) -> None:
    """Write the statements of INPUT to be corrected elsewhere, with --corrections as far as they are.

    \b
    Examples:
      framing corrections export articles/ --out sheet.xlsx
      framing corrections export articles/ --to brat --out annotations
      framing corrections export articles/ --to label-studio --out tasks.json
    """
    from framing.corrections import annotated, correction_sheet, read_corrections, write_standoff, write_tasks
    from framing.corrections.label_studio import INTERFACE
    from framing.lexicon.sheets import write_sheet

    if out.exists() and form != "brat":
        raise OutputError(f"{out} is there already and may hold people's work; name another file with --out")
    given = options["corrections"]
    if form == "sheet":
        options["corrections"] = None  # the sheet shows what was found, and beside it what was put right
    run = Run.of(options)
    found = run.extract(counted=False)
    if form == "sheet":
        sheet = correction_sheet(found, read_corrections(given) if given else None)
        write_sheet(sheet, out)
        talk(f"{len(sheet)} statements: {out}; fill in verdict, new_speaker or new_text, then --corrections {out}")
    elif form == "brat":
        talk(f"{write_standoff(annotated(found), out)} documents: {out}")
    else:
        talk(f"{write_tasks(annotated(found), out)} tasks: {out}; the labeling interface for them is:\n{INTERFACE}")
    run.finish((*found.corpus.problems, *found.problems))


@corrections.command("import")
@click.argument("edited", type=click.Path(path_type=Path))
@run_options
@statements_option
@click.option("--reviewed", is_flag=True, help="What was left as it is was found right, not just not looked at.")
@click.option("--by", help="Who made them.")
@_out
def import_(edited: Path, out: Path, by: str | None, *, reviewed: bool, **options: Any) -> None:
    """Make a file of corrections of what was EDITED: a sheet, a brat folder or an export of Label Studio.

    INPUT are the articles that it was exported from.

    \b
    Examples:
      framing corrections import annotations articles/ --out corrections.jsonl
      framing corrections import tasks.json articles/ --reviewed --by Kim --out corrections.jsonl
    """
    from framing.corrections import (
        from_annotated,
        read_corrections,
        read_standoff,
        read_tasks,
        write_corrections,
    )

    if out.exists():
        raise OutputError(f"{out} is there already and may hold people's work; name another file with --out")
    if edited.suffix.lower() in (".csv", ".xlsx", ".jsonl"):
        run, made = Run.of(options), read_corrections(edited)
    else:
        documents = read_standoff(edited) if edited.is_dir() else read_tasks(edited)
        run = Run.of(options)
        made = from_annotated(documents, run.extract(counted=False), by=by, reviewed=reviewed)
    _refused(made.refused, str(edited))
    write_corrections(made, out)
    talk(f"{len(made)} corrections: {out}")


@corrections.command("check")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@run_options
@statements_option
def check(file: Path, **options: Any) -> None:
    """Say which corrections of FILE can be applied to INPUT, and which not and why.

    Leaves with status 1 where one cannot.

    \b
    Example:
      framing corrections check corrections.jsonl articles/
    """
    options["corrections"] = file
    found = Run.of(options).extract(counted=False)
    if found.corrected is not None and found.corrected.refused:
        raise SystemExit(1)


@corrections.command("fill")
@click.argument("sheet", type=click.Path(dir_okay=False, path_type=Path))
@run_options
@statements_option
@_out
def fill(sheet: Path, out: Path, **options: Any) -> None:
    """Fill in SHEET, which `framing sample` drew, with what --corrections say of its items.

    Then --checked corrects estimates by it: its items are a random sample, which corrections by themselves are not.

    \b
    Example:
      framing corrections fill checks.xlsx articles/ --corrections corrections.jsonl --out checked.xlsx
    """
    from framing.corrections import fill_checks, read_corrections
    from framing.lexicon.sheets import read_sheet, write_sheet

    given = options["corrections"]
    if given is None:
        raise click.UsageError("name the corrections with --corrections")
    if out.exists():
        raise OutputError(f"{out} is there already and may hold people's work; name another file with --out")
    options["corrections"] = None
    made, filled = fill_checks(read_sheet(sheet), read_corrections(given), Run.of(options).extract(counted=False))
    write_sheet(made, out)
    talk(f"{filled} of {len(made)} items filled in: {out}")


def _refused(rows: tuple[tuple[int, str], ...], name: str) -> None:
    for row, reason in rows:
        talk(f"  skipped  {name}, row {row}: {reason}")

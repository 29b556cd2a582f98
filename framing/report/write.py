"""Write a report: everything is made under a temporary name and moved into place as a whole."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from framing.errors import OutputError
from framing.lexicon.validation import ValidityNote
from framing.pictures.look import png, svg
from framing.report.charts import charts
from framing.report.html import html
from framing.report.manifest import NAME, foreign_files, is_report, manifest
from framing.report.markdown import markdown
from framing.report.sections import sections
from framing.report.summary import summarise
from framing.statements import Statements

__all__ = ["check_place", "report_files", "write_report"]


def write_report(
    statements: Statements,
    out: Path,
    *,
    title: str | None = None,
    model: str | None = "full",
    project: Path | None = None,
    notes: Sequence[ValidityNote] = (),
    mentions: pd.DataFrame | None = None,
) -> Path:
    """Write the report on a corpus and its statements into the folder ``out`` and return the folder.

    It holds ``report.md``, ``report.html`` (self-contained), ``charts/``, ``tables/``, ``statements.jsonl`` and
    ``manifest.json``. A former report there is replaced as a whole. The title is by default made from the
    folder's name. ``model`` is the one that found the statements, for the manifest, None where that is
    not known; it is not run. ``project`` is the project file that the statements were made with, for the
    manifest, too. ``notes`` are printed beside the lexicons that they are on. ``mentions``
    (:func:`framing.mentions`) of the same articles tell who is talked about and not heard; without them that is left
    out, for names are found by the model alone.

    Raises :class:`~framing.errors.OutputError` if the folder cannot be written, or holds something that is not a
    report, and :class:`~framing.errors.InputError` if a note is on a lexicon that the report does not count.
    """
    target = Path(out).resolve()
    check_place(target)
    files = report_files(
        statements, title=title or _title(target), model=model, project=project, notes=notes, mentions=mentions
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    except OSError as error:
        raise _refused(target, error) from error
    try:
        _fill(temporary / "new", files)
        _move(temporary, target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Path(out)


def report_files(
    statements: Statements,
    *,
    title: str,
    model: str | None = "full",
    project: Path | None = None,
    notes: Sequence[ValidityNote] = (),
    mentions: pd.DataFrame | None = None,
) -> dict[str, bytes]:
    """Every file of a report by its path within the folder."""
    report = summarise(statements, title=title, notes=notes, mentions=mentions)
    drawn = charts(report)
    parts = sections(report, drawn)
    pictures = {c.name: svg(c.figure) for c in drawn}
    files = {
        "report.md": markdown(report.title, parts).encode("utf-8"),
        "report.html": html(report.title, parts, pictures).encode("utf-8"),
        "statements.jsonl": "".join(f"{line}\n" for line in statements.json_lines()).encode("utf-8"),
        **{f"tables/{name}.csv": _csv(table) for name, table in report.tables.items()},
    }
    for chart in drawn:
        files[f"charts/{chart.name}.svg"] = pictures[chart.name]
        files[f"charts/{chart.name}.png"] = png(chart.figure)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    described = manifest(statements, report, model=model, files=files, written_at=now, project=project)
    return {**files, NAME: (json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")}


def _csv(table: pd.DataFrame) -> bytes:
    """A table as CSV; six digits are more than any count here supports, and the same on every processor."""
    return table.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8", "replace")


def _title(target: Path) -> str:
    return f"Who speaks, and how: {target.name.replace('_', ' ').replace('-', ' ').strip().capitalize() or 'report'}"


def check_place(target: Path) -> None:
    """Refuse a place that holds anything but a former report, before any work is done."""
    if not target.name:
        raise OutputError(f"{target} cannot be replaced by a report; name a folder of its own with --out")
    try:
        if not target.exists():
            return
        if not target.is_dir():
            raise OutputError(f"{target} is a file; name a folder for the report with --out")
        if any(target.iterdir()) and not is_report(target):
            raise OutputError(
                f"{target} holds files that are not a report, and stays as it is; name a new or empty folder with --out"
            )
        if foreign := foreign_files(target):
            raise OutputError(
                f"{target} holds files beside the report ({', '.join(foreign[:3])}), which would be lost; "
                "move them away or name another folder with --out"
            )
    except OSError as error:
        raise _refused(target, error) from error


def _refused(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{target} cannot be written ({reason}); name a folder you may write to with --out")


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _move(temporary: Path, target: Path) -> None:
    """Put the new report in place of the old one, which comes back if that fails."""
    if not target.exists():
        (temporary / "new").rename(target)
        return
    target.rename(temporary / "old")
    try:
        (temporary / "new").rename(target)
    except OSError:
        (temporary / "old").rename(target)
        raise

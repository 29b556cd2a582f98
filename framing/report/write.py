"""Write a report: everything is made under a temporary name and moved into place as a whole.

``manifest.json`` says what a report was made from and with: hashes of everything that went in and came out, and the
settings. It is the same wherever the report is made from the same input. What is not, the time and the versions of
Python and of libraries, stands in ``run.json``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import pandas as pd

from framing.attribute.model import FOLDER
from framing.checking import Checked
from framing.contrasts import PRIOR_WORDS
from framing.errors import OutputError
from framing.lexicon.read import shipped_lexicons
from framing.lexicon.validation import ValidityNote
from framing.report.blocks import Chart, Section
from framing.report.charts import charts
from framing.report.html import html
from framing.report.markdown import markdown
from framing.report.overview import MOST_READ, is_overview, overview
from framing.report.reading import (
    INDEX,
    ONE_PAGE,
    Lines,
    folder,
    fragment,
    gather,
    half,
    reading_css,
    reading_js,
)
from framing.report.sections import sections as make_sections
from framing.report.settings import OwnSection, Part, SectionChoice, chosen_sections, named
from framing.report.shown import MOST_LINES, spread
from framing.report.summary import summarise
from framing.report.values import Report
from framing.report.words import TOP
from framing.statements import Statements
from framing.subject import Tables
from framing.writing import csv_text, replace_folder

__all__ = ["check_place", "report_files", "write_report"]

_READ = f'<p><a href="read/{INDEX}">Read and search the articles</a></p>'
_MANIFEST, _RUN = "manifest.json", "run.json"
_GENERATOR = "framing report"
_LIBRARIES = (
    "jinja2", "matplotlib", "numpy", "onnxruntime", "pandas", "scikit-learn", "scipy", "tokenizers", "trafilatura",
    "vaderSentiment",
)  # fmt: skip


def write_report(
    statements: Statements,
    out: Path,
    *,
    title: str | None = None,
    model: str | None = "full",
    project: Path | None = None,
    notes: Sequence[ValidityNote] = (),
    mentions: pd.DataFrame | None = None,
    by: str | None = None,
    png: bool = False,
    checked: Checked | None = None,
    sections: Sequence[SectionChoice] | None = None,
    all_terms: bool = False,
    most_read: int = MOST_READ,
) -> Path:
    """Write the report on a corpus and its statements into the folder ``out`` and return the folder.

    It holds ``report.md``, ``report.html`` (self-contained), ``charts/``, ``tables/``, ``statements.jsonl``,
    ``manifest.json`` and ``run.json``. A former report there is replaced as a whole. The title is by default made from
    the folder's name. ``model`` is the one that found the statements, for the manifest, None where that is
    not known; it is not run. ``project`` is the project file that the statements were made with, for the
    manifest, too. ``notes`` are printed beside the lexicons that they are on. ``mentions``
    (:func:`framing.mentions`) of the same articles tell who is talked about and not heard; without them that is left
    out, for names are found by the model alone. ``checked`` (:func:`framing.read_checked`) corrects shares. ``by`` is
    the column whose groups are compared, as in :func:`framing.compare.compare`. Charts are SVG, and with ``png``
    PNG as well.

    The same articles, statements and mentions give the same bytes on every machine, but for ``run.json`` and PNG.
    Of the confidence of statements, whose third digit depends on the processor, ``statements.jsonl`` therefore keeps
    only in which half it lies: 0.25 or 0.75.

    Of a store with more than ``most_read`` articles that count, the report is an overview: made from counts over all
    of them (:mod:`framing.report.overview`), with some that can be read, and without ``statements.jsonl``.

    Raises :class:`~framing.errors.OutputError` if the folder cannot be written, or holds something that is not a
    report, and :class:`~framing.errors.InputError` if a note is on a lexicon that the report does not count.
    """
    target = Path(out).resolve()
    check_place(target)
    files = report_files(
        statements,
        title=title or _title(target),
        model=model,
        project=project,
        notes=notes,
        mentions=mentions,
        by=by,
        png=png,
        checked=checked,
        sections=sections,
        all_terms=all_terms,
        most_read=most_read,
    )
    files[_RUN] = _json(_run())
    try:
        replace_folder(target, files)
    except OSError as error:
        raise _refused(target, error) from error
    return Path(out)


def report_files(
    statements: Statements,
    *,
    title: str,
    model: str | None = "full",
    project: Path | None = None,
    notes: Sequence[ValidityNote] = (),
    mentions: pd.DataFrame | None = None,
    by: str | None = None,
    png: bool = False,
    checked: Checked | None = None,
    sections: Sequence[SectionChoice] | None = None,
    all_terms: bool = False,
    most_read: int = MOST_READ,
) -> dict[str, bytes]:
    """Every file of a report by its path within the folder, but for ``run.json``."""
    chosen = chosen_sections(sections, project)
    subject = Tables(statements, known_mentions=mentions)
    if is_overview(statements, most_read):
        report = overview(subject, title=title, notes=notes, by=by, checked=checked, all_terms=all_terms)
    else:
        report = summarise(
            subject, title=title, notes=notes, mentions=mentions, by=by, checked=checked, all_terms=all_terms
        )
    parts = make_sections(report, charts(report), chosen)
    drawn = [b for s in parts for b in s.blocks if isinstance(b, Chart)]
    pictures = {c.name: c.picture.svg() for c in drawn}
    files = {
        "report.md": markdown(report.title, parts).encode("utf-8"),
        **_pages(report, parts, subject),
        **(_lines(statements) if report.overview is None else {}),
        **_findings(report),
        **{f"tables/{name}.csv": _csv(table) for name, table in _written(report, drawn).items()},
        **{f"charts/{name}.svg": data for name, data in pictures.items()},
        **({f"charts/{c.name}.png": c.picture.png() for c in drawn} if png else {}),
    }
    return {
        **files,
        _MANIFEST: _json(_manifest(statements, report, model=model, files=files, project=project, chosen=chosen)),
    }


def _pages(report: Report, parts: Sequence[Section], subject: Tables) -> dict[str, bytes]:
    """The page, to whose articles its numbers lead: they are in it, or if they are many in a folder of their own."""
    said = report.tables["statements"]
    if not any(p.key == Part.ARTICLES for p in parts) or not report.articles:
        return {"report.html": html(report.title, parts).encode("utf-8", "replace")}
    ids = [a.id for a in report.articles]
    some = subject if report.overview is None else Tables(report.overview.some)
    reading = gather(some, labels={a.id: a.label for a in report.articles}, confidence=half)
    if len(ids) <= ONE_PAGE and report.overview is None:
        lines = Lines(reading)
        made = html(
            report.title, parts, link=lines.href, statements=said,
            texts=lambda: fragment(reading, lines), style=reading_css(), script=reading_js(),
        )  # fmt: skip
        return {"report.html": made.encode("utf-8", "replace")}
    lines = Lines(reading, home=f"read/{INDEX}")
    few = lines.href if report.overview is None else lambda behind: lines.href(spread(behind, ids))
    made = html(report.title, parts, link=few, statements=said, texts=lambda: _READ)
    written = folder(reading, title=report.title, lines=lines)
    return {"report.html": made.encode("utf-8", "replace"), **{f"read/{n}": data for n, data in written.items()}}


def _lines(statements: Statements) -> dict[str, bytes]:
    """Every statement as a line of JSON."""
    written = replace(statements, items=tuple(replace(s, confidence=_half(s.confidence)) for s in statements))
    return {"statements.jsonl": "".join(f"{line}\n" for line in written.json_lines()).encode("utf-8")}


def _written(report: Report, drawn: Sequence[Chart]) -> dict[str, pd.DataFrame]:
    """The tables that are written; of an overview not those of single lines, but those that charts were drawn from."""
    if report.overview is None:
        return dict(report.tables)
    tables = {name: table for name, table in report.tables.items() if name not in report.overview.unwritten}
    return {**{c.source.removesuffix(".csv"): c.picture.table for c in drawn}, **tables}


def _half(confidence: float | None) -> float | None:
    """In which half of the scale a confidence lies, by the middle of that half."""
    return None if confidence is None else 0.25 if confidence < 0.5 else 0.75


def _findings(report: Report) -> dict[str, bytes]:
    """What was compared, one measure a line, with its evidence."""
    if report.comparison is None:
        return {}
    most = {} if report.overview is None else {"most_lines": MOST_LINES}
    lines = (json.dumps(row, ensure_ascii=False) for row in report.comparison.findings(**most))
    return {"findings.jsonl": "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")}


def _csv(table: pd.DataFrame) -> bytes:
    """A table as CSV; four digits are the same on every processor."""
    return csv_text(table).encode("utf-8", "replace")


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _manifest(
    statements: Statements,
    report: Report,
    *,
    model: str | None,
    files: Mapping[str, bytes],
    project: Path | None,
    chosen: Sequence[Part | OwnSection],
) -> dict[str, Any]:
    """What went in and came out, and the settings."""
    return {
        "generator": _GENERATOR,
        "version": _version("framing"),
        "settings": {
            "title": report.title,
            "model": model,
            "by": report.comparison.grouping.by if report.comparison is not None else None,
            "sections": named(chosen),
            "terms": TOP,
            "prior_words": PRIOR_WORDS,
            "mentions": "mentions" in report.tables,
            "acts": [a.value for a in statements.acts],
            "min_confidence": statements.least,
        },
        "model": None if model is None else {"name": Path(model).name, "sha256": _model_hash(model)},
        "project": None if project is None else {"name": project.name, "sha256": _hash(project.read_bytes())},
        "lexicons": _lexicons(),
        "validity": [{**asdict(n.origin), "note": n.validity.note()} for n in report.notes],
        "inputs": {"articles": len(statements.corpus), "sha256": report.overview.hash}
        if report.overview
        else [
            {
                "id": a.id,
                "sha256": _hash(a.text.encode("utf-8", "surrogatepass")),
                "title": a.title,
                "outlet": a.outlet,
                "date": a.date.isoformat() if a.date else None,
                "duplicate_of": a.duplicate_of,
            }
            for a in statements.corpus
        ],
        "problems": [{"item": p.item, "reason": p.reason, "skipped": p.skipped} for p in report.problems],
        "outputs": {name: _hash(data) for name, data in sorted(files.items())},
    }


def _run() -> dict[str, Any]:
    """When this report was written, and what it was written with."""
    return {
        "written_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _model_hash(model: str) -> str | None:
    """What the model's own description states; None where the statements were made without it."""
    folder = FOLDER / model if (FOLDER / model / "model.json").exists() else Path(model)
    try:
        return str(json.loads((folder / "model.json").read_text("utf-8"))["sha256"])
    except (OSError, ValueError, KeyError):
        return None


def _lexicons() -> dict[str, str]:
    folder = resources.files("framing") / "lexicon" / "shipped"
    found = {name: _hash((folder / f"{name}.yml").read_bytes()) for name in shipped_lexicons()}
    vader = resources.files("vaderSentiment") / "vader_lexicon.txt"
    return {**found, "vader": _hash(vader.read_bytes())}


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
        former = _former(target)
        if former is None and any(target.iterdir()):
            raise OutputError(
                f"{target} holds files that are not a report, and stays as it is; name a new or empty folder with --out"
            )
        if foreign := _foreign(target, former or {}):
            raise OutputError(
                f"{target} holds files beside the report ({', '.join(foreign[:3])}), which would be lost; "
                "move them away or name another folder with --out"
            )
    except OSError as error:
        raise _refused(target, error) from error


def _former(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder, if this program wrote one there."""
    try:
        found = json.loads((folder / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("generator") == _GENERATOR else None


def _foreign(folder: Path, former: Mapping[str, Any]) -> list[str]:
    """Files in a report's folder that its manifest does not know, sorted."""
    known = {_MANIFEST, _RUN, *former.get("outputs", {})}
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in found if name not in known)


def _refused(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{target} cannot be written ({reason}); name a folder you may write to with --out")

"""The manifest: what a report was made from and with, so that it can be made again and checked."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from framing.attribute.model import FOLDER
from framing.contrasts import PRIOR_WORDS
from framing.lexicon.read import shipped_lexicons
from framing.report.contrasts import TOP
from framing.report.values import Report
from framing.statements import Statements

__all__ = ["GENERATOR", "NAME", "is_report", "manifest"]

NAME = "manifest.json"
GENERATOR = "framing report"

_LIBRARIES = (
    "jinja2", "matplotlib", "numpy", "onnxruntime", "pandas", "scikit-learn", "scipy", "tokenizers", "trafilatura",
    "vaderSentiment",
)  # fmt: skip


def manifest(
    statements: Statements,
    report: Report,
    *,
    model: str | None,
    files: Mapping[str, bytes],
    written_at: str,
    project: Path | None = None,
) -> dict[str, Any]:
    """Versions, hashes of everything that went in and came out, settings.

    ``project`` is the project file that named actors and sides, None where there was none. ``written_at`` is the
    only value that may differ between two runs on the same input and machine.
    """
    corpus = statements.corpus
    return {
        "generator": GENERATOR,
        "written_at": written_at,
        "versions": {
            "framing": _version("framing"),
            "python": platform.python_version(),
            **{name: _version(name) for name in _LIBRARIES},
        },
        "settings": {
            "title": report.title,
            "model": model,
            "terms": TOP,
            "prior_words": PRIOR_WORDS,
            "mentions": "mentions" in report.tables,
        },
        "model": None if model is None else {"name": Path(model).name, "sha256": _model_hash(model)},
        "project": None if project is None else {"name": project.name, "sha256": _hash(project.read_bytes())},
        "lexicons": _lexicons(),
        "validity": [{**asdict(n.origin), "note": n.validity.note()} for n in report.notes],
        "inputs": [
            {
                "id": a.id,
                "sha256": _hash(a.text.encode("utf-8", "surrogatepass")),
                "title": a.title,
                "outlet": a.outlet,
                "date": a.date.isoformat() if a.date else None,
                "duplicate_of": a.duplicate_of,
            }
            for a in corpus
        ],
        "problems": [{"item": p.item, "reason": p.reason, "skipped": p.skipped} for p in report.problems],
        "outputs": {name: _hash(data) for name, data in sorted(files.items())},
    }


def _written(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder, if this program wrote one there."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("generator") == GENERATOR else None


def is_report(folder: Path) -> bool:
    """Whether a folder holds a report that this program wrote."""
    return _written(folder) is not None


def foreign_files(folder: Path) -> list[str]:
    """Files in a report's folder that its manifest does not know, sorted."""
    written = _written(folder)
    if written is None:
        return []
    known = {NAME, *written.get("outputs", {})}
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in found if name not in known)


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

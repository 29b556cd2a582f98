"""Gold annotations from files: JSON lines or brat standoff, for measuring on one's own material."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.evaluate import ROLES, Score, score

__all__ = ["read_brat", "read_gold", "score_files"]

Row = dict[str, Any]


def _rows(path: Path) -> list[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    found = []
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        row = json.loads(line)
                    except ValueError as error:
                        raise InputError(f"{path}, line {number} is not JSON ({error})") from error
                    if not isinstance(row, dict):
                        raise InputError(f"{path}, line {number} is not a JSON object")
                    found.append(row)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); give JSON lines, gzipped (.gz) or not") from error
    return found


def read_gold(path: Path) -> list[Row]:
    """Gold rows ``{"id", "text", "attributions"}`` from JSON lines or from a folder of brat files.

    Raises:
        InputError: if the path is missing, holds no annotation, or a row lacks a key.

    """
    rows = read_brat(path) if path.is_dir() else _rows(path)
    if not rows:
        raise InputError(f"{path} holds no annotated text; give JSON lines, or a folder of .txt and .ann files")
    for number, row in enumerate(rows, 1):
        missing = [k for k in ("id", "text", "attributions") if k not in row]
        if missing:
            raise InputError(f"{path}, row {number} has no {' and no '.join(missing)}; found: {', '.join(row)}")
    return rows


def read_brat(folder: Path) -> list[Row]:
    """Rows from brat's standoff form: ``Source``, ``Cue`` and ``Content`` text-bounds, linked by relations.

    An attribution is a cue with the sources and contents that relations tie to it, directly, in either
    direction; an event with the cue as its trigger is read the same way. Type names are compared without
    case, and names that merely contain a role's ("Attribution-Cue") are understood.
    """
    rows = []
    for annotation in sorted(folder.rglob("*.ann")):
        text_path = annotation.with_suffix(".txt")
        if not text_path.exists():
            raise InputError(f"{annotation} has no text beside it; {text_path.name} should be there")
        with text_path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        lines = annotation.read_text("utf-8").splitlines()
        identifier = str(annotation.relative_to(folder).with_suffix(""))
        rows.append({"id": identifier, "text": text, "attributions": _brat(lines, annotation)})
    return rows


def _role(name: str) -> str | None:
    return next((r for r in ROLES if r in name.lower()), None)


def _brat(lines: Sequence[str], path: Path) -> list[Row]:
    bounds: dict[str, tuple[str, list[list[int]]]] = {}
    links: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        parts = line.split("\t")
        try:
            if line.startswith("T"):
                kind, _, places = parts[1].partition(" ")
                role = _role(kind)
                if role:
                    bounds[parts[0]] = (role, [[int(x) for x in piece.split()] for piece in places.split(";")])
            elif line.startswith("R"):
                ends = [word.partition(":")[2] for word in parts[1].split()[1:]]
                links.append((ends[0], ends[1]))
            elif line.startswith("E"):
                trigger, *arguments = [word.partition(":")[2] for word in parts[1].split()]
                links += [(trigger, end) for end in arguments]
        except (IndexError, ValueError) as error:
            raise InputError(f"{path}, line {number} is not brat standoff: {line[:80]!r}") from error
    attributions: dict[str, Row] = {
        key: {"source": [], "cue": spans, "content": []} for key, (role, spans) in bounds.items() if role == "cue"
    }
    for a, b in links:
        for cue, end in ((a, b), (b, a)):
            if cue in attributions and end in bounds and bounds[end][0] != "cue":
                role, spans = bounds[end]
                attributions[cue][role] = sorted([*attributions[cue][role], *spans])
    return [row for row in attributions.values() if row["content"]]


def score_files(gold: Path, statements: Path) -> list[Score]:
    """Scores of every gold article; statements of title fields are left out.

    Raises:
        InputError: if a file cannot be used, or a statement belongs to no gold article or has a bad span.

    """
    rows = read_gold(gold)
    found: dict[str, list[Mapping[str, Any]]] = {str(r["id"]): [] for r in rows}
    for number, row in enumerate(_rows(statements), 1):
        article = str(row.get("article_id"))
        if article not in found:
            raise InputError(f"{statements}, line {number}: article {article!r} is not in {gold}")
        if row.get("field", "text") == "text":
            found[article].append({role: (row.get(role) or {}).get("spans", []) for role in ROLES})
    scores = []
    for row in rows:
        try:
            scores.append(score(row["text"], row["attributions"], found[str(row["id"])]))
        except ValueError as error:
            raise InputError(f"article {row['id']!r}: {error}; were the statements made from this text?") from error
    return scores

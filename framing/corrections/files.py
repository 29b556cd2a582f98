"""Files of corrections: lines of JSON, as the page of a report saves them, or a spreadsheet.

The first line says what the file is::

    {"framing-corrections": 1, "corpus": "…", "model": "…", "version": "0.1.0"}

and each further one is a correction (:class:`framing.corrections.Correction`). Lines that are none are refused one by
one, with their number; a file that is none is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.corrections.record import Correction, Corrections
from framing.corrections.sheet import from_sheet
from framing.errors import InputError
from framing.writing import write_file

__all__ = ["FORMAT", "read_corrections", "write_corrections"]

FORMAT = 1
"""The version of the format that this program writes, and the newest that it reads."""

_MARK = "framing-corrections"
_SHEETS = (".csv", ".xlsx")


def read_corrections(path: str | Path) -> Corrections:
    """The corrections of a file: JSON lines, or a sheet that ``framing corrections export`` wrote (.csv, .xlsx).

    Raises:
        InputError: if the file cannot be read, is no such file, or is of a newer format.

    """
    file = Path(path)
    if file.suffix.lower() in _SHEETS:
        return from_sheet(file)
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror or error}); name a file of corrections that a report's page saved"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 (byte {error.start}); name a file that a report's page saved") from error
    head = _json(lines[0]) if lines else None
    if not isinstance(head, dict) or _MARK not in head:
        raise InputError(
            f'{file}: not a file of corrections: its first line is no {{"{_MARK}": {FORMAT}}}; name a file that the '
            "page of a report saved, or a sheet of `framing corrections export`"
        )
    if not isinstance(head[_MARK], int) or head[_MARK] > FORMAT:
        raise InputError(f"{file}: of a newer format ({head[_MARK]!r}) than this version reads ({FORMAT}); update it")
    items: list[Correction] = []
    refused: list[tuple[int, str]] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        row = _json(line)
        try:
            if not isinstance(row, dict):
                raise InputError("not a JSON object")
            items.append(Correction.of(row, number))
        except InputError as error:
            refused.append((number, str(error)))
    return Corrections(
        tuple(items), _told(head, "corpus"), _told(head, "model"), _told(head, "version"), tuple(refused), file.name
    )


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _told(head: Mapping[str, Any], key: str) -> str | None:
    return str(head[key]) if head.get(key) is not None else None


def write_corrections(corrections: Corrections, path: str | Path) -> None:
    """Write corrections as lines of JSON.

    Raises:
        OutputError: if the place cannot be written; what was there stays.

    """
    head = {"corpus": corrections.corpus, "model": corrections.model, "version": corrections.version}
    rows = [{_MARK: FORMAT, **{k: v for k, v in head.items() if v is not None}}, *(c.values() for c in corrections)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_file(Path(path), lambda p: p.write_bytes(text.encode("utf-8", "surrogatepass")))

"""Writing files and folders whole or not at all, and tables as CSV that a spreadsheet can open."""

from __future__ import annotations

import math
import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "clear_leftovers", "csv_text", "guarded", "has_ended", "replace_folder", "temporary_name", "unguarded",
    "unguarded_sql", "write_file", "write_folder",
]  # fmt: skip

_OLD = 24 * 3600
"""Seconds after which a leftover of another machine is taken for one."""

_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""A spreadsheet takes a cell that begins so for a formula, and runs it (OWASP, "CSV injection")."""

_RUN_AND_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guarded(value: object) -> object:
    """A cell that no spreadsheet runs: an apostrophe before a leading ``=``, ``+``, ``-``, ``@``, tab or line end.

    Numbers stay as they are; :func:`unguarded` gives every text back.

    >>> guarded("=1+1"), guarded("'-x"), guarded("a=b"), guarded(-2)
    ("'=1+1", "''-x", 'a=b', -2)
    """
    return f"'{value}" if isinstance(value, str) and _RUN.match(value) else value


def unguarded(value: object) -> object:
    """What a guarded cell was.

    >>> unguarded(guarded("=1+1")), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return value[1:] if isinstance(value, str) and _RUN_AND_GUARDED.match(value) else value


def unguarded_sql(column: str) -> str:
    """As :func:`unguarded`, of a column in DuckDB's SQL."""
    pattern = _RUN_AND_GUARDED.pattern.replace("'", "''")
    return f"CASE WHEN regexp_matches({column}, '^{pattern}') THEN substr({column}, 2) ELSE {column} END"


def csv_text(table: pd.DataFrame, *, line_end: str = "\n", header: bool = True) -> str:
    """A table as CSV, its index left out: texts :func:`guarded`, numbers with four significant digits.

    Four digits are more than any count of words supports; whole numbers are written in full, however large.
    """
    shown = table.copy(deep=False)
    for place in range(table.shape[1]):
        values = table.iloc[:, place]
        if not any(code in str(values.dtype) for code in ("int", "float", "bool", "datetime")):
            shown.isetitem(place, values.map(guarded, na_action="ignore").array)
    named = [str(guarded(str(c))) for c in table.columns]
    first: list[str] | bool = named if header else False
    return str(shown.to_csv(index=False, header=first, lineterminator=line_end, float_format=_number))


def _number(value: Any) -> str:
    """A number with four significant digits, never in powers of ten where it is not tiny.

    >>> _number(0.123456), _number(123456.0), _number(12.0), _number(0.0000123456)
    ('0.1235', '123456', '12', '1.235e-05')
    """
    if math.isfinite(value) and abs(value) >= 1000:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.4g}"


def write_file(out: Path, write: Callable[[Path], object], *, hint: str = "name another place") -> None:
    """Let ``write`` fill a file under a temporary name of its own, then move it into place.

    A link is followed, and a device or a pipe is written as it is: neither is ever replaced by a file. What runs that
    were killed left behind is cleared. Raises OutputError, which ends in ``hint``, and leaves what was there before.
    """
    try:
        target = out.resolve()
        if target.exists() and not target.is_file():
            write(target)
            return
        clear_leftovers(target)
        temporary = temporary_name(target)
        try:
            write(temporary)
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError before Python 3.13
        raise OutputError(f"{out} cannot be written ({getattr(error, 'strerror', None) or error}); {hint}") from error


def temporary_name(target: Path) -> Path:
    """A name beside ``target`` that no other run uses, hidden, and known to :func:`clear_leftovers`."""
    return target.with_name(f".{target.name[:80]}.{_host()}-{os.getpid()}-{secrets.token_hex(4)}.part")


def clear_leftovers(target: Path) -> None:
    """Remove what runs that were killed left under the names that :func:`temporary_name` gives for ``target``.

    Those of a run that is still going on stay.
    """
    form = re.compile(rf"\.{re.escape(target.name[:80])}\.(?P<host>[\w.]*)-(?P<pid>\d+)-[0-9a-f]{{8}}\.part")
    try:
        found = [(p, m) for p in target.parent.iterdir() if (m := form.fullmatch(p.name))]
    except OSError:
        return
    for path, match in found:
        if _is_over(path, match["host"], int(match["pid"])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _host() -> str:
    return re.sub(r"[^\w.]", "_", platform.node())[:40]


def has_ended(process: int) -> bool:
    """Whether there is no process of this number on this machine; where nobody can say, there is one."""
    try:
        os.kill(process, 0)  # sends nothing
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _is_over(path: Path, host: str, process: int) -> bool:
    if host == _host() and os.name == "posix":
        return has_ended(process)
    try:
        return time.time() - path.stat().st_mtime > _OLD
    except OSError:
        return False


def write_folder(
    out: Path, files: Mapping[str, bytes], *, is_ours: Callable[[Path], Collection[str] | None], what: str
) -> None:
    """Fill a folder with files by name; a former one of the same sort is replaced as a whole.

    ``is_ours`` gives the names of the files of a former one, None where a folder is something else. Raises OutputError,
    which says what is in the way, and leaves what was there before.
    """
    target = out.resolve()
    try:
        if target.exists():
            if not target.is_dir():
                raise OutputError(f"{out} is a file; name a folder for {what}")
            there = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
            former = is_ours(target)
            if there and (former is None or there - set(former)):
                foreign = sorted(there - set(former or ()))
                raise OutputError(
                    f"{out} holds files that are not {what} ({', '.join(foreign[:3])}), and stays as it is; "
                    "name a new or empty folder"
                )
        replace_folder(target, files)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); name another folder") from error


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with these files, by name, in the place of the one that is there, which comes back if that fails.

    Raises:
        OSError: if it cannot be written.

    """
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target)
    temporary = temporary_name(target)
    temporary.mkdir()
    try:
        _fill(temporary / "new", files)
        if target.exists():
            target.rename(temporary / "old")
        try:
            (temporary / "new").rename(target)
        except OSError:
            if (temporary / "old").exists():
                (temporary / "old").rename(target)
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

"""Writing files and folders whole or not at all, and tables as CSV that a spreadsheet can open."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["csv_text", "guarded", "unguarded", "write_file", "write_folder"]

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


def csv_text(table: pd.DataFrame, *, line_end: str = "\n") -> str:
    """A table as CSV, its index left out: texts :func:`guarded`, numbers with four significant digits.

    Four digits are more than any count of words supports; whole numbers are written in full, however large.
    """
    shown = table.copy(deep=False)
    for place in range(table.shape[1]):
        values = table.iloc[:, place]
        if not any(code in str(values.dtype) for code in ("int", "float", "bool", "datetime")):
            shown.isetitem(place, values.map(guarded, na_action="ignore").array)
    named = [str(guarded(str(c))) for c in table.columns]
    return str(shown.to_csv(index=False, header=named, lineterminator=line_end, float_format=_number))


def _number(value: Any) -> str:
    """A number with four significant digits, never in powers of ten where it is not tiny.

    >>> _number(0.123456), _number(123456.0), _number(12.0), _number(0.0000123456)
    ('0.1235', '123456', '12', '1.235e-05')
    """
    if math.isfinite(value) and abs(value) >= 1000:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.4g}"


def write_file(out: Path, write: Callable[[Path], object], *, hint: str = "name another place") -> None:
    """Let ``write`` fill a file under a temporary name, then move it into place.

    A link is followed, and a device or a pipe is written as it is: neither is ever replaced by a file. Raises
    OutputError, which ends in ``hint``, and leaves what was there before.
    """
    target = out.resolve()
    try:
        if target.exists() and not target.is_file():
            write(target)
            return
        temporary = target.with_name(target.name + ".part")
        try:
            write(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); {hint}") from error


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
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            for name, data in files.items():
                place = temporary / "new" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
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
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); name another folder") from error

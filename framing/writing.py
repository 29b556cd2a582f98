"""Writing files whole or not at all, and tables as CSV that a spreadsheet can open."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["csv_text", "guarded", "unguarded", "write_file"]

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
    shown: dict[Hashable, pd.Series] = {}
    for place, column in enumerate(table.columns):
        values = table.iloc[:, place]
        if not any(code in str(values.dtype) for code in ("int", "float", "bool", "datetime")):
            shown[column] = values.map(guarded, na_action="ignore")
    if shown and table.columns.is_unique:
        table = table.assign(**{str(c): v for c, v in shown.items()})
    named = [str(guarded(str(c))) for c in table.columns]
    return str(table.to_csv(index=False, header=named, lineterminator=line_end, float_format=_number))


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

"""A picture: the figure, the table behind it, and its description in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from framing.errors import OutputError
from framing.pictures.look import pdf, png, svg, undrawable
from framing.pictures.page import clean
from framing.wording import join
from framing.writing import csv_text, write_file

__all__ = ["Picture", "check_ending", "picture"]

_FORMS: dict[str, Callable[[Figure], bytes]] = {".pdf": pdf, ".png": png, ".svg": svg}
_SHOWN = 100
"""Pixels an inch in a notebook; the PNG itself is finer."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure and the ``table`` of the numbers drawn in it.

    ``alt`` says in words what is seen, for readers who do not see it; ``notes`` say what is left out and why. The
    figure is a :class:`matplotlib.figure.Figure` of its own, to be changed at will; a notebook shows the picture.
    """

    figure: Figure
    table: pd.DataFrame
    title: str
    alt: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """One line: the title, and the size of the table."""
        rows, columns = self.table.shape
        return f"<Picture {self.title!r}: table of {rows} rows and {columns} columns>"

    def save(self, path: str | Path, *, table: str | Path | None = None) -> Path:
        """Write the figure as ``.svg``, ``.png`` or ``.pdf``, by the ending of the name, and the table as CSV.

        A file appears whole or not at all; the same picture gives the same bytes. Raises OutputError for another
        ending, or where nothing can be written.
        """
        out = Path(path)
        form = _FORMS[check_ending(out)]
        data = form(self.figure)
        write_file(out, lambda place: place.write_bytes(data))
        if table is not None:
            text = csv_text(self.table)
            write_file(Path(table), lambda place: place.write_bytes(text.encode("utf-8", "replace")))
        return out

    def svg(self) -> bytes:
        """The figure as SVG, with letters as outlines."""
        return svg(self.figure)

    def png(self) -> bytes:
        """The figure as PNG."""
        return png(self.figure)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width, height = self.figure.get_size_inches()
        return png(self.figure), {"width": round(width * _SHOWN), "height": round(height * _SHOWN)}


def check_ending(path: Path) -> str:
    """The ending of a picture's name, in lower case. Raises OutputError for one that cannot be written."""
    ending = path.suffix.lower()
    if ending not in _FORMS:
        forms = join(sorted(_FORMS), last="or")
        raise OutputError(f"{path}: a picture is written as {forms}; end the name with one of them.")
    return ending


def picture(figure: Figure, table: pd.DataFrame, *, title: str, alt: str, notes: Sequence[str] = ()) -> Picture:
    """A picture whose notes also say which of its letters no font here can draw."""
    boxes = undrawable(clean(t.get_text()) for t in figure.findobj(Text))
    more = [f"No font on this machine has all letters of {join([repr(b) for b in boxes[:5]])}."] if boxes else []
    return Picture(figure, table, title, alt, (*notes, *more))

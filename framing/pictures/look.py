"""The look of all pictures: colours, sizes, settings, and the bytes of a figure.

Figures are made without pyplot and without changing settings. Colours are close to Okabe and Ito's (2008), but each
has its own lightness, so that colour-blind readers and grey print keep them apart; nothing is told by colour alone.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib.style
from matplotlib.figure import Figure

from framing.pictures.fonts import families

__all__ = [
    "CATEGORIES",
    "DASHES",
    "EDGE",
    "FAINT",
    "FIRST",
    "HATCHES",
    "INK",
    "MARKERS",
    "OTHERS",
    "RULE",
    "SECOND",
    "SIZE",
    "STEPS",
    "WIDTH",
    "edge_of",
    "ink_on",
    "pdf",
    "png",
    "style",
    "svg",
]

INK = "#222222"
FAINT = "#767676"
RULE = "#D8D8D8"
EDGE = "#9A9A9A"

FIRST, SECOND = "#00497A", "#D55E00"
"""The two groups of a contrast, dark and light."""

CATEGORIES = ("#00497A", "#E69F00", "#A63A00", "#8CC8EE", "#00735A", "#F0B8D6")
"""Up to six categories; dark and light take turns, so that neighbours differ in grey print."""

HATCHES = ("", "", "////", "", "....", "\\\\\\\\")
"""A pattern for each category, where lightness alone would not tell it from one that is not its neighbour."""

OTHERS = "#E4E0D8"
"""What is left over: the seventh colour."""

STEPS = ("#FFFFFF", "#DCEBF6", "#A9CFEA", "#6DA9D2", "#2E78AE", "#00497A")
"""Light to dark, for amounts."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (3, 1)), (0, (8, 2)), (0, (1, 2)))

WIDTH = 8.4
"""Width of every picture in inches."""

SIZE = 9.0
"""Size of letters in points."""

_DPI = 160
_SETTINGS = {
    "font.size": SIZE,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": FAINT,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
}


@contextmanager
def style() -> Iterator[None]:
    """The settings of all pictures, for as long as one is drawn or saved; a user's own do not apply."""
    settings = {**_SETTINGS, "font.family": list(families())}
    with matplotlib.style.context(["default", settings], after_reset=True), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour (relative luminance, WCAG 2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if luminance > 0.22 else "#FFFFFF"


def edge_of(colour: str) -> str:
    """An edge that keeps a light colour apart from the page."""
    return EDGE if ink_on(colour) == INK else colour


def png(figure: Figure) -> bytes:
    """The figure as PNG, the same bytes each time."""
    return _saved(figure, "png", {"Software": None})


def svg(figure: Figure) -> bytes:
    """The figure as SVG, the same bytes each time; letters are outlines, so that it looks the same everywhere."""
    return _saved(figure, "svg", {"Date": None, "Creator": None})


def pdf(figure: Figure) -> bytes:
    """The figure as PDF, the same bytes each time."""
    return _saved(figure, "pdf", {"CreationDate": None, "Creator": None, "Producer": None})


def _saved(figure: Figure, form: str, metadata: dict[str, None]) -> bytes:
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format=form, dpi=_DPI, metadata=metadata)
    return buffer.getvalue()

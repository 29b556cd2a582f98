"""The look of all pictures: one palette, one set of settings, letters of every script, and the bytes of a figure.

Figures are made without pyplot and without changing settings. Nothing is told by colour alone. The colours are close to
Okabe and Ito's (2008); each set of them is measured, by tests/pictures/test_look.py: every two colours of a set differ
by more than 10 in CIELAB (CIE 1976), as they are and as readers without red, green or blue cones see them (simulated
after Machado, Oliveira and Fernandes 2009), neighbours also by their lightness alone, in grey print, and what is
written on a colour has a contrast of 3.8 or more (WCAG 2). No other module names a colour.

DejaVu Sans comes with matplotlib and draws Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian, the same on
every machine. For other scripts further fonts are asked, as far as they are installed.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font

__all__ = [
    "CATEGORIES",
    "DASHES",
    "EDGE",
    "FAINT",
    "FIRST",
    "HATCHES",
    "INK",
    "KINDS",
    "MARKERS",
    "NARROW",
    "OTHERS",
    "OWN",
    "PALE",
    "PAPER",
    "RULE",
    "SECOND",
    "SECOND_INK",
    "SIZE",
    "STANCES",
    "STEPS",
    "TONES",
    "VOICES",
    "WIDE",
    "edge_of",
    "families",
    "ink_on",
    "narrow",
    "page_width",
    "pdf",
    "png",
    "style",
    "svg",
    "undrawable",
]

INK, PAPER = "#222222", "#FFFFFF"
FAINT, EDGE, RULE, PALE = "#767676", "#9A9A9A", "#D8D8D8", "#EBEBEB"
"""Greys: for text of less weight, edges, lines, and lines in the back."""

FIRST, SECOND = "#00497A", "#D55E00"
"""The two groups of a contrast, dark and light."""

SECOND_INK = "#A34700"
"""The second, as letters on paper."""

CATEGORIES = (FIRST, "#E69F00", "#A63A00", "#8CC8EE", "#00735A", "#9692F4")
"""Up to six categories; dark and light take turns, so that neighbours differ in grey print."""

HATCHES = ("", "", "////", "", "....", "\\\\\\\\")
"""A pattern for each category, where lightness alone would not tell it from one that is not its neighbour."""

OTHERS = "#CFCABF"
"""What is left over, or neutral: the seventh colour."""

STEPS = (PAPER, "#D6E7F5", "#A9CFEA", "#6DA9D2", "#2E78AE", FIRST)
"""Light to dark, for amounts."""

OWN = "#757575"
"""The outlet's own voice: grey, and seen on paper."""

VOICES: Mapping[str, str] = {
    "own": OWN,
    "quoted": STEPS[5],
    "paraphrase": "#4A9BD1",
    "scare": SECOND_INK,
    "none": PAPER,
}
KINDS: Mapping[str, str] = {"direct": STEPS[5], "mixed": STEPS[4], "indirect": STEPS[2]}
TONES: Mapping[str, str] = {"negative": SECOND, "neutral": OTHERS, "positive": FIRST}
STANCES: Mapping[str, str] = {
    "distancing": CATEGORIES[2],
    "tentative, thought, questioning": CATEGORIES[1],
    "neutral": OTHERS,
    "affirming": CATEGORIES[3],
    "arguing, judging, feeling": CATEGORIES[5],
    "denying, requesting, promising": CATEGORIES[4],
    "none told": PAPER,
}

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (3, 1)), (0, (8, 2)), (0, (1, 2)))

WIDE, NARROW = 8.4, 3.46
"""Width of every picture in inches; the narrow one is 332 pixels, for a telephone, with letters of the same size."""

_WIDTH: ContextVar[float] = ContextVar("width", default=WIDE)

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


def page_width() -> float:
    """Width of the picture that is being drawn, in inches."""
    return _WIDTH.get()


@contextmanager
def narrow() -> Iterator[None]:
    """Pictures drawn in here are :data:`NARROW`."""
    before = _WIDTH.set(NARROW)
    try:
        yield
    finally:
        _WIDTH.reset(before)


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
    return INK if luminance > 0.22 else PAPER


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


_WIDE = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans JP",
    "Noto Sans KR", "Source Han Sans SC", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil",
    "Noto Sans Thai", "Noto Sans Ethiopic", "Hiragino Sans", "PingFang SC", "Apple SD Gothic Neo", "Arial Unicode MS",
    "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "Nirmala UI", "Leelawadee UI", "Ebrima", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "Unifont",
)  # fmt: skip


@cache
def families() -> tuple[str, ...]:
    """Families to draw with: DejaVu Sans for all it has, then those that are installed for other scripts."""
    installed = {font.name for font in fontManager.ttflist}
    return ("DejaVu Sans", *(name for name in _WIDE if name in installed))


def undrawable(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the texts with a letter that no font here has; an empty box stands for it in a picture.

    >>> undrawable(["Raqqa", "Ракка", "الرقة"])
    ()
    """
    return tuple(dict.fromkeys(t for t in texts if any(ord(c) not in _known() for c in t if not c.isspace())))


@cache
def _known() -> frozenset[int]:
    fonts = (get_font(fontManager.findfont(FontProperties(family=[name]))) for name in families())
    return frozenset().union(*(font.get_charmap() for font in fonts))

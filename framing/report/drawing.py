"""The look of all charts: sizes, colours, labels. Figures are made without pyplot and without changing settings."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

__all__ = [
    "INK",
    "KINDS",
    "STANCES",
    "TONES",
    "VOICES",
    "Panel",
    "ink_on",
    "label_bars",
    "png",
    "rows_panel",
    "style",
    "svg",
    "wrap",
]

INK = "#222222"
FAINT = "#767676"
RULE = "#D8D8D8"

# Voices and kinds are steps from dark to light, stances close to Okabe and Ito's (2008) colours but each of its own
# lightness, so that both colour-blind readers and grey print keep them apart.
VOICES: Mapping[str, str] = {"own": "#E4E0D8", "quoted": "#00497A", "paraphrase": "#6DB6E3", "none": "#FFFFFF"}
KINDS: Mapping[str, str] = {"direct": "#00497A", "mixed": "#2F86BF", "indirect": "#A8D4EF"}
TONES: Mapping[str, str] = {"negative": "#D55E00", "neutral": "#E4E0D8", "positive": "#0072B2"}
STANCES: Mapping[str, str] = {
    "distancing": "#A63A00",
    "tentative or thought": "#F2BC57",
    "neutral": "#DCDCDC",
    "affirming": "#56B4E9",
    "arguing, judging, feeling": "#CC79A7",
    "denying, asking, promising": "#009E73",
    "none told": "#FFFFFF",
}

WIDTH = 8.4
"""Width of every chart in inches."""

_DPI = 160
_TITLE, _KEY, _AXIS, _END = 0.42, 0.28, 0.5, 0.15
_GAP = 0.12
_SIZE = 9.0

_SETTINGS = {
    "font.family": ["DejaVu Sans"],
    "font.size": _SIZE,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "text.color": INK,
    "axes.labelcolor": FAINT,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
}


@contextmanager
def style() -> Iterator[None]:
    """The settings of all charts, for as long as a chart is drawn or saved; a user's own do not apply."""
    with matplotlib.style.context(["default", _SETTINGS], after_reset=True), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure with one set of axes whose rows run from top (0) to bottom."""

    figure: Figure
    axes: Axes
    behind: tuple[str, ...] = ()


def label_bars(panel: Panel, ends: Sequence[float], *, colour: str = INK) -> None:
    """Write the panel's texts behind the bars, each where its bar ends."""
    for y, (x, text) in enumerate(zip(ends, panel.behind, strict=True)):
        panel.axes.annotate(
            text, (x, y), (4, 0), textcoords="offset points", ha="left", va="center", fontsize=_SIZE, color=colour
        )


def wrap(text: str, *, width: int = 26, lines: int = 3) -> str:
    r"""A label on several lines, cut with an ellipsis where it needs more.

    >>> wrap("a representative of the Kurdish Democratic Union (PYD)", width=22, lines=2)
    'a representative of\nthe Kurdish …'
    """
    return "\n".join(textwrap.wrap(text, width=width, max_lines=lines, placeholder=" …", break_long_words=True))


def rows_panel(
    labels: Sequence[str],
    *,
    title: str,
    key: Mapping[str, str] | None = None,
    row_height: float = 0.3,
    has_axis: bool = False,
    behind: Sequence[str] = (),
) -> Panel:
    """An empty panel with one row a label, a title, and a key of colours above the rows.

    ``behind`` are the texts to be written behind the bars, by :func:`label_bars`; room is left for the widest.
    """
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    height_of_row = max(row_height, 0.13 + 0.155 * lines)
    top = _TITLE + (_key_height(key) if key else 0.05)
    bottom = _AXIS if has_axis else _END
    height = top + height_of_row * max(len(labels), 1) + bottom
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    FigureCanvasAgg(figure)
    left = _GAP + _width(figure, labels) + 0.1
    right = _width(figure, behind) + 0.25
    axes = figure.add_axes((left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, 1 - (top + bottom) / height))
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels=list(labels))
    axes.tick_params(axis="both", length=0)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.spines["left"].set_visible(not has_axis)
    if not has_axis:
        axes.set_xticks([])
    figure.text(_GAP / WIDTH, 1 - 0.12 / height, title, ha="left", va="top", fontsize=11.5, fontweight="bold")
    if key:
        _draw_key(figure, key, top=_TITLE)
    return Panel(figure, axes, tuple(behind))


def _width(figure: Figure, labels: Sequence[str], *, size: float = _SIZE) -> float:
    """Width of the widest label, in inches."""
    widest = 0.0
    for label in labels:
        text = figure.text(0, 0, label, fontsize=size)
        widest = max(widest, _inches(figure, text))
        text.remove()
    return widest


def _inches(figure: Figure, text: Text) -> float:
    """Width of a text as it is drawn."""
    return float(text.get_window_extent().width) / float(figure.dpi)


def _key_rows(key: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Entries of a key in lines that fit the width; a letter is taken to be as wide as an average one."""
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for name, colour in key.items():
        size = 0.42 + 0.078 * len(name)
        if used + size > WIDTH - 2 * _GAP and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((name, colour))
        used += size
    return rows


def _key_height(key: Mapping[str, str]) -> float:
    return _KEY * len(_key_rows(key)) + 0.08


def _draw_key(figure: Figure, key: Mapping[str, str], *, top: float) -> None:
    height = figure.get_figheight()
    for number, row in enumerate(_key_rows(key)):
        x, y = _GAP, height - top - _KEY * (number + 0.5) + 0.04
        for name, colour in row:
            patch = Rectangle(
                (x / WIDTH, (y - 0.06) / height), 0.15 / WIDTH, 0.12 / height,
                facecolor=colour, edgecolor=_edge(colour), linewidth=0.7, transform=figure.transFigure,
            )  # fmt: skip
            figure.add_artist(patch)
            text = figure.text((x + 0.21) / WIDTH, y / height, name, ha="left", va="center_baseline", fontsize=9)
            x += 0.21 + _inches(figure, text) + 0.22


def _edge(colour: str) -> str:
    return "#9A9A9A" if ink_on(colour) == INK else colour


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour (relative luminance, WCAG 2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if luminance > 0.22 else "#FFFFFF"


def png(figure: Figure) -> bytes:
    """The figure as PNG, the same bytes each time."""
    return _saved(figure, "png", {"Software": None})


def svg(figure: Figure) -> bytes:
    """The figure as SVG, the same bytes each time; letters are outlines, so that it looks the same everywhere."""
    return _saved(figure, "svg", {"Date": None, "Creator": None})


def _saved(figure: Figure, form: str, metadata: dict[str, None]) -> bytes:
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format=form, dpi=_DPI, metadata=metadata)
    return buffer.getvalue()

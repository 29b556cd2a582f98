"""Pages: a title, a key, axes and notes, with room for labels that is measured, not guessed, and scales."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from framing.pictures.look import FAINT, INK, PAPER, SIZE, WIDE, edge_of, page_width

__all__ = [
    "GAP",
    "SMALL",
    "Page",
    "Panel",
    "bare",
    "clean",
    "count_step",
    "count_ticks",
    "factor_ticks",
    "fits",
    "fold",
    "label_bars",
    "page",
    "rows_panel",
    "share_ticks",
    "width_of",
]

SMALL = 8.0
"""Size of notes and of numbers beside marks, in points."""

GAP = 0.12
"""Margin of the page in inches."""

_TITLE, _KEY, _AXIS, _END = 0.42, 0.28, 0.5, 0.15
_LINE = 0.165
_HEAD = 11.5


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure with one set of axes whose rows run from top (0) to bottom."""

    figure: Figure
    axes: Axes
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A figure with its title, key and notes drawn, which take ``top`` and ``bottom`` inches; ``body`` is free."""

    figure: Figure
    top: float
    body: float
    bottom: float

    def axes(self, *, left: float, right: float, top: float = 0.0, height: float) -> Axes:
        """Axes in the body of the page, in inches: margins at both sides, distance from the body's top, height."""
        whole = float(self.figure.get_figheight())
        low = self.bottom + (self.body - top - height)
        share = 1 - (self.top + top + low) / whole
        return self.figure.add_axes(
            (left / page_width(), low / whole, (page_width() - left - right) / page_width(), share)
        )

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        colour: str = INK,
        weight: str = "normal",
        align: Literal["left", "center", "right"] = "left",
        hang: Literal["top", "center", "bottom"] = "top",
    ) -> None:
        """Text at inches from the left of the page and from the top of its body."""
        whole = float(self.figure.get_figheight())
        self.figure.text(
            x / page_width(), 1 - (self.top + y) / whole, text, fontsize=size, color=colour, fontweight=weight,
            ha=align, va=hang, linespacing=1.25,
        )  # fmt: skip


def page(
    title: str,
    *,
    body: float,
    subtitle: str = "",
    notes: Sequence[str] = (),
    key: Mapping[str, str] | None = None,
    end: float = _END,
) -> Page:
    """An empty page for a body of so many inches. Long titles and notes are folded, and the page grows with them."""
    head = fold(title, inches=page_width() - 2 * GAP, lines=2 if page_width() == WIDE else 4, size=_HEAD, weight="bold")
    sub = fold(subtitle, inches=page_width() - 2 * GAP, size=SIZE) if subtitle else ""
    foot = "\n".join(fold(note, inches=page_width() - 2 * GAP, size=SMALL) for note in notes)
    top_of_sub = _TITLE + 0.2 * head.count("\n")
    top_of_key = top_of_sub + (_LINE * (sub.count("\n") + 1) + 0.1 if sub else 0.0)
    top = top_of_key + (_key_height(key) if key else 0.05)
    bottom = end + (0.145 * (foot.count("\n") + 1) + 0.06 if foot else 0.0)
    height = top + body + bottom
    figure = Figure(figsize=(page_width(), height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(GAP / page_width(), 1 - 0.12 / height, head, ha="left", va="top", fontsize=_HEAD, fontweight="bold")
    if sub:
        y = 1 - (top_of_sub - 0.02) / height
        figure.text(GAP / page_width(), y, sub, ha="left", va="top", fontsize=SIZE, color=FAINT, linespacing=1.25)
    if key:
        _draw_key(figure, key, top=top_of_key)
    if foot:
        figure.text(
            GAP / page_width(), 0.1 / height, foot, ha="left", va="bottom", fontsize=SMALL, color=FAINT, linespacing=1.2
        )
    return Page(figure, top, body, bottom)


def label_bars(panel: Panel, ends: Sequence[float], *, colour: str = INK) -> None:
    """Write the panel's texts behind the bars, each where its bar ends."""
    for y, (x, text) in enumerate(zip(ends, panel.behind, strict=True)):
        panel.axes.annotate(
            text, (x, y), (4, 0), textcoords="offset points", ha="left", va="center", fontsize=SIZE, color=colour
        )


def clean(text: object) -> str:
    r"""A label on one line, without characters that cannot be drawn at all.

    >>> clean("  Raqqa\t Media\x00Center ")
    'Raqqa MediaCenter'
    """
    drawn = "".join("�" if unicodedata.category(c) == "Cs" else c for c in str(text))
    return " ".join("".join(c for c in drawn if c.isspace() or unicodedata.category(c) != "Cc").split())


def fold(text: str, *, inches: float, lines: int | None = None, size: float = SIZE, weight: str = "normal") -> str:
    """A text on lines of at most so many inches, in any script, cut with an ellipsis where it needs more lines."""
    rest = _pieces(clean(text), inches=inches, size=size, weight=weight)
    made: list[str] = []
    for space, piece in rest:
        longer = f"{made[-1]}{space}{piece}" if made else piece
        if made and width_of(longer, size=size, weight=weight) <= inches:
            made[-1] = longer
        elif lines is not None and len(made) == lines:
            made[-1] = _cut(made[-1], inches=inches, size=size, weight=weight)
            break
        else:
            made.append(piece)
    return "\n".join(made)


def _pieces(text: str, *, inches: float, size: float, weight: str) -> list[tuple[str, str]]:
    """Words with the space before them; a word that is wider than a line is broken into pieces that are not."""
    pieces: list[tuple[str, str]] = []
    for word in text.split(" "):
        space, rest = " ", word
        while width_of(rest, size=size, weight=weight) > inches and len(rest) > 1:
            many = len(rest) - 1
            while many > 1 and width_of(rest[:many], size=size, weight=weight) > inches:
                many = max(1, int(many * 0.9))
            pieces.append((space, rest[:many]))
            space, rest = "", rest[many:]
        pieces.append((space, rest))
    return pieces


def _cut(line: str, *, inches: float, size: float, weight: str) -> str:
    cut = line
    while cut and width_of(f"{cut} …", size=size, weight=weight) > inches:
        cut = cut[:-1]
    at_word = cut.rsplit(" ", 1)[0] if len(cut) < len(line) and line[len(cut)] != " " else cut
    return f"{(at_word if 2 * len(at_word) > len(cut) else cut).rstrip(' ,;:–—-')} …"


def fits(text: str, *, inches: float, lines: int, size: float = SIZE) -> bool:
    """Whether a text can be folded without breaking or leaving out a word."""
    whole = all(width_of(word, size=size) <= inches for word in clean(text).split(" "))
    return whole and fold(text, inches=inches, size=size).count("\n") < lines


_SCRATCH = Figure()
FigureCanvasAgg(_SCRATCH)


def width_of(text: str, *, size: float = SIZE, weight: str = "normal") -> float:
    """Width of a text in inches, of its widest line, as it is drawn within :func:`~framing.pictures.look.style`."""
    written = Text(0, 0, text, fontsize=size, fontweight=weight, figure=_SCRATCH)
    return float(written.get_window_extent().width) / float(_SCRATCH.dpi)


def bare(axes: Axes, *, keep: Sequence[str] = ()) -> None:
    """Take away ticks and all lines around, but for those to keep."""
    axes.tick_params(axis="both", length=0)
    axes.spines[[s for s in ("left", "right", "top", "bottom") if s not in keep]].set_visible(False)


def rows_panel(
    labels: Sequence[str],
    *,
    title: str,
    subtitle: str = "",
    key: Mapping[str, str] | None = None,
    row_height: float = 0.3,
    has_axis: bool = False,
    behind: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Panel:
    """An empty panel with one row a label, a title, and a key of colours above the rows.

    ``behind`` are the texts to be written behind the bars, by :func:`label_bars`; room is left for the widest.
    """
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    body = max(row_height, 0.13 + 0.155 * lines) * max(len(labels), 1)
    drawn = page(title, body=body, subtitle=subtitle, key=key, notes=notes, end=_AXIS if has_axis else _END)
    left = GAP + max(map(width_of, labels), default=0.0) + 0.1
    right = max(map(width_of, behind), default=0.0) + 0.25
    axes = drawn.axes(left=left, right=right, height=body)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels=list(labels))
    bare(axes, keep=() if has_axis else ("left",))
    if not has_axis:
        axes.set_xticks([])
    return Panel(drawn.figure, axes, tuple(behind))


def _key_rows(key: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Entries of a key in lines that fit the width."""
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for name, colour in key.items():
        size = 0.43 + width_of(name)
        if used + size > page_width() - 2 * GAP and rows[-1]:
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
        x, y = GAP, height - top - _KEY * (number + 0.5) + 0.04
        for name, colour in row:
            patch = Rectangle(
                (x / page_width(), (y - 0.06) / height), 0.15 / page_width(), 0.12 / height,
                facecolor=colour, edgecolor=edge_of(colour), linewidth=0.7, transform=figure.transFigure,
            )  # fmt: skip
            figure.add_artist(patch)
            figure.text((x + 0.21) / page_width(), y / height, name, ha="left", va="center_baseline", fontsize=SIZE)
            x += 0.21 + width_of(name) + 0.22


_LADDERS = (
    (1.02, 1.04, 1.06, 1.08),
    (1.1, 1.2, 1.3, 1.4),
    (1.25, 1.5, 1.75, 2.0),
    (1.5, 2.0, 3.0, 4.0),
    (2.0, 4.0, 8.0, 16.0),
    (3.0, 10.0, 30.0, 100.0),
    (10.0, 100.0, 1e3, 1e4),
)


def factor_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Places on a logarithmic (natural) scale with labels: "2×" to both sides of "equal".

    >>> [label for _, label in factor_ticks(-0.8, 1.5)]
    ['2×', '1.5×', 'equal', '1.5×', '2×', '3×', '4×']
    """
    reach = max(-low, high)
    ladder = next((steps for steps in _LADDERS if math.log(steps[-1]) >= 0.9 * reach), _LADDERS[-1])
    marks = [(0.0, "equal")]
    for step in ladder:
        marks += [(sign * math.log(step), f"{step:,.4g}×") for sign in (-1, 1)]
    return sorted((x, text) for x, text in marks if low <= x <= high)


def count_ticks(most: float) -> list[int]:
    """Round counts from 1 for a logarithmic scale.

    >>> count_ticks(70)
    [1, 2, 5, 10, 20, 50]
    """
    steps = (1, 2, 5) if most <= 1000 else (1,)
    return [s * 10**e for e in range(10) for s in steps if s * 10**e <= most]


def count_step(most: int) -> int:
    """The distance of round ticks on a scale of counts from 0, six at most.

    >>> count_step(854), count_step(3)
    (200, 1)
    """
    steps = (s * int(f"1{'0' * e}") for e in range(10) for s in (1, 2, 5))
    return next(step for step in steps if step * 5 >= most)


def share_ticks(most: float) -> list[float]:
    """Round shares from 0 to the most there is, five at most.

    >>> share_ticks(0.42)
    [0.0, 0.1, 0.2, 0.3, 0.4]
    """
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if most / s < 5 or s == 0.5)
    return [round(k * step, 4) for k in range(int(most / step + 1e-9) + 1)]

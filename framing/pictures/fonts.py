"""Letters of every script: which fonts this machine has for them, and what none of them can draw.

DejaVu Sans comes with matplotlib and draws Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian, the same on
every machine. For other scripts the fonts below are asked, as far as they are installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties, fontManager, get_font

__all__ = ["families", "undrawable"]

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

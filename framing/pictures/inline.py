"""A picture as part of a page: an SVG element with real letters, no style of its own, and marks that can be links."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import matplotlib
from markupsafe import escape

from framing.pictures.look import style
from framing.pictures.picture import Picture

__all__ = ["inline_svg"]

_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_ROW = re.compile(r'<g id="row-(\d+)">(.*?)</g>', re.DOTALL)
_DROPPED = re.compile(
    r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<defs>\s*</defs>|<!--.*?-->| xmlns:xlink=\"[^\"]*\"", re.DOTALL
)
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def inline_svg(picture: Picture, name: str, link: Callable[[int], str | None] | None = None, *, kind: str = "") -> str:
    """The picture as ``<svg>`` for a page of HTML, the same bytes each time.

    Letters are text, so that they can be found, copied and read aloud; the page's font is used (of the widths of DejaVu
    Sans or Verdana, by which the room was measured). What matplotlib writes as style becomes attributes, for a page
    whose policy allows no inline style. ``name`` keeps ids of several pictures apart. Each mark that a picture made for
    row ``i`` of its table is a link to ``link(i)``, where that gives an address.
    """
    buffer = io.BytesIO()
    with style(), matplotlib.rc_context({"svg.fonttype": "none"}):
        picture.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    source = buffer.getvalue().decode("utf-8")
    source = _DROPPED.sub("", source[source.index("<svg") :])
    source = _STYLE.sub(_attributes, source)
    source = _ROW.sub(lambda m: _mark(m, picture, link), source)
    used = set(re.findall(r"url\(#([^)]+)\)", source)) | set(re.findall(r'href="#(m[0-9a-f]+)"', source))
    source = _ID.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", source)
    source = re.sub(r"url\(#", f"url(#{name}-", source)
    source = re.sub(r'xlink:href="#(m[0-9a-f]+)"', rf'href="#{name}-\1"', source)
    source = _NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), source)
    head = re.search(r'viewBox="([^"]+)"', source)
    size = head[1] if head else ""
    body = source[source.index(">") + 1 :]
    opening = (
        f'<svg class="{f"chart {kind}".strip()}" viewBox="{size}" role="group" aria-label="{escape(picture.alt)}" '
        'stroke-linejoin="round" stroke-linecap="butt">'
    )
    return opening + re.sub(r">\s+<", "><", body).strip()


def _attributes(match: re.Match[str]) -> str:
    """Declarations of a style as attributes; the page chooses the family of letters."""
    parts = (p.partition(":") for p in match[1].split(";") if p.strip())
    pairs = [(k.strip(), v.strip()) for k, _, v in parts]
    return "".join(f' {k}="{v}"' for k, v in pairs if k not in ("font-family", "font"))


def _mark(match: re.Match[str], picture: Picture, link: Callable[[int], str | None] | None) -> str:
    """The mark of a row, in a link to its lines."""
    address = link(int(match[1])) if link else None
    if address is None:
        return f"<g>{match[2]}</g>"
    row = picture.table.iloc[int(match[1])]
    texts = [str(row[c]) for c in picture.table.columns[:2] if isinstance(row[c], str)]
    return (
        f'<a class="lines" href="{escape(address)}" aria-label="{escape(", ".join(texts))}: its lines">{match[2]}</a>'
    )

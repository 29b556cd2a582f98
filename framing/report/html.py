"""The report as one HTML page: pictures, style and script inside, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from framing.pictures.inline import inline_svg
from framing.report.blocks import Chart, Items, Prose, Section, Table, Warnings, cell, is_numeric
from framing.report.reading import policy
from framing.report.values import Quote
from framing.wording import heading, number, shorten

__all__ = ["Link", "html"]

Link = Callable[[pd.DataFrame], str | None]
"""Gives the address, in the page, of lines with ``article_id``, ``field``, ``start`` and ``end``; None for none."""

_REFERENCE = re.compile(r"\bA\d+\.\d+\b")
_PERCENT = re.compile(r"(\d+)%")


def html(
    title: str,
    sections: Sequence[Section],
    *,
    link: Link | None = None,
    statements: pd.DataFrame | None = None,
    texts: Callable[[], str] | None = None,
    style: str = "",
    script: str = "",
) -> str:
    """The whole page.

    ``link`` makes numbers, bars and cells lead to their lines; ``statements`` is the table by which references ("A2.5")
    are found. ``texts`` gives the articles themselves, asked for last, with ``style`` and ``script`` of theirs. The
    page forbids itself all that it does not hold: no address is asked, no style or script runs but its own two.
    """
    page = _Page(link, statements)
    body = _environment().get_template("report.html.jinja")
    styles = _file("report.css") + style
    scripts = _file("tables.js") + script
    parts = [page.section(s) for s in sections]
    return body.render(
        title=title,
        sections=sections,
        parts=parts,
        texts=Markup(texts()) if texts else "",  # noqa: S704  # made of escaped parts
        style=Markup(styles),  # noqa: S704  # of this package
        script=Markup(scripts),  # noqa: S704
        policy=policy([styles], [scripts]),
    )


def _file(name: str) -> str:
    return (resources.files("framing.report") / "templates" / name).read_text("utf-8")


class _Page:
    """How parts of a page are written, with their links."""

    def __init__(self, link: Link | None, statements: pd.DataFrame | None) -> None:
        self._link = link
        known = statements if statements is not None and link is not None else None
        self._statements: Mapping[str, int] = {}
        self._frame = known
        if known is not None:
            self._statements = {name: i for i, name in enumerate(known["statement"].tolist())}

    def section(self, section: Section) -> Markup:
        template = _environment().get_template("section.html.jinja")
        return Markup(template.render(section=section, page=self))  # noqa: S704  # the template escapes

    def address(self, lines: pd.DataFrame | None) -> str | None:
        """The address of lines in the page."""
        if self._link is None or lines is None or lines.empty:
            return None
        return self._link(lines)

    def linked(self, text: str) -> Markup:
        """Text with each reference to a statement as a link to it."""
        return Markup(_REFERENCE.sub(self._reference, str(escape(text))))  # noqa: S704  # escaped before the links

    def _reference(self, match: re.Match[str]) -> str:
        place = self._statements.get(match[0])
        address = None if place is None or self._frame is None else self.address(self._frame.iloc[[place]])
        return match[0] if address is None else f'<a class="lines ref" href="{escape(address)}">{match[0]}</a>'

    def quoted(self, quote: Quote) -> str | None:
        """The address of a quotation."""
        rows = {"article_id": [quote.article_id], "field": [quote.field], "start": [quote.start], "end": [quote.end]}
        return self.address(pd.DataFrame(rows))

    def drawn(self, chart: Chart) -> Markup:
        """The picture for a page and, where there is one, for a telephone."""

        def link(row: int) -> str | None:
            return self.address(chart.lines(row)) if chart.lines else None

        name = chart.name.replace("_", "-")
        kind = "wide" if chart.narrow else ""
        made = inline_svg(chart.picture, name, link, kind=kind)
        if chart.narrow:
            made += inline_svg(chart.narrow, f"{name}-n", link, kind="narrow")
        return Markup(made)  # noqa: S704  # matplotlib and the inliner escape

    def rows(self, block: Table) -> list[list[tuple[str, str | None, int | None]]]:
        """For each cell its text, the address of its lines, and the length of its bar in percent."""
        columns = [str(c) for c in block.frame.columns]
        made = []
        for i, row in enumerate(block.frame.itertuples(index=False, name=None)):
            cells = []
            for name, value in zip(columns, row, strict=True):
                text = cell(value)
                address = self.address(block.lines(i, name)) if block.lines and text not in ("", "–", "0") else None
                bar = _PERCENT.match(text) if name in block.bars else None
                cells.append((text, address, int(bar[1]) if bar else None))
            made.append(cells)
        return made


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("framing.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(heading=heading, number=number, shorten=_shortened, source=_source)
    environment.tests.update(
        items=lambda b: isinstance(b, Items),
        chart=lambda b: isinstance(b, Chart),
        prose=lambda b: isinstance(b, Prose),
        table=lambda b: isinstance(b, Table),
        warnings=lambda b: isinstance(b, Warnings),
    )
    environment.globals.update(numeric=_numeric)
    return environment


def _shortened(text: str) -> str:
    return shorten(text, limit=240)


def _numeric(block: Table) -> list[bool]:
    return [is_numeric(block.frame, i) for i in range(block.frame.shape[1])]


def _source(quote: Quote) -> str:
    """Who said it and with which verb."""
    who = quote.who or "no source stated"
    return f"{who} (“{' '.join(quote.cue.split())}”)" if quote.cue else who

"""The report as one HTML page: pictures and style inside, nothing loaded from elsewhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from framing.report.blocks import Chart, Items, Prose, Section, Table, Warnings, cell, is_numeric
from framing.report.values import Finding, Quote
from framing.wording import heading, number, shorten

__all__ = ["html"]

_REFERENCE = re.compile(r"\bA\d+\.\d+\b")


def html(title: str, sections: Sequence[Section], pictures: Mapping[str, bytes]) -> str:
    """The whole page. ``pictures`` gives the SVG of each chart by its name."""
    known = _addresses(sections)

    def linked(text: str) -> Markup:
        """Text with each reference to a listed statement as a link to its row."""
        return Markup(  # noqa: S704  # the text is escaped before the links are put in
            _REFERENCE.sub(lambda m: _link(m.group()) if m.group() in known else m.group(), str(escape(text)))
        )

    template = _environment().get_template("report.html.jinja")
    return template.render(
        title=title,
        sections=sections,
        linked=linked,
        pictures={name: base64.b64encode(data).decode("ascii") for name, data in pictures.items()},
    )


def _addresses(sections: Sequence[Section]) -> frozenset[str]:
    tables = [b for s in sections for b in s.blocks if isinstance(b, Table) and b.anchor]
    return frozenset(str(v) for t in tables for v in t.frame[t.anchor])


def _link(reference: str) -> str:
    return f'<a class="ref" href="#{reference}">{reference}</a>'


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
    environment.filters.update(
        cell=cell,
        heading=heading,
        number=number,
        shorten=lambda text: shorten(text, limit=320),
        source=_source,
        untold=_untold,
    )
    environment.tests.update(
        items=lambda b: isinstance(b, Items),
        chart=lambda b: isinstance(b, Chart),
        prose=lambda b: isinstance(b, Prose),
        table=lambda b: isinstance(b, Table),
        warnings=lambda b: isinstance(b, Warnings),
    )
    environment.globals.update(rows=_rows, numeric=_numeric)
    return environment


def _rows(block: Table) -> list[tuple[object, ...]]:
    return list(block.frame.itertuples(index=False, name=None))


def _numeric(block: Table) -> list[bool]:
    return [is_numeric(block.frame, i) for i in range(block.frame.shape[1])]


def _untold(finding: Finding) -> bool:
    """Whether the finding counts statements that its sentence does not name."""
    return not set(finding.statements) <= set(_REFERENCE.findall(finding.sentence))


def _source(quote: Quote) -> str:
    """Who said it and with which verb."""
    who = quote.who or "no source stated"
    return f"{who} (“{' '.join(quote.cue.split())}”)" if quote.cue else who

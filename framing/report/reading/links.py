"""From a number to its lines: sets of lines, each with an address in the page, which works without scripts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast, get_args

import pandas as pd
from markupsafe import Markup

from framing.report.reading.text import Address, address
from framing.report.reading.values import Reading
from framing.values import Field, Statement

__all__ = ["Line", "Lines"]


class Line(NamedTuple):
    """Characters of a field of an article, which is named by its number in the view."""

    article: int
    field: Field
    start: int
    end: int


class Lines:
    """The sets of lines that numbers of a page rest on; it grows while the page is made.

    ``page_of`` gives the page of an article, ``home`` the page on which the sets are listed.
    """

    def __init__(self, reading: Reading, *, page_of: Address = lambda *_: "", home: str = "") -> None:
        self._reading, self._page_of, self._home = reading, page_of, home
        self._number = {a.article.id: a.number for a in reading.articles}
        self._starts = {
            (a.number, name): [run.start for part in a.parts.get(name, ()) for run in part.runs]
            for a in reading.articles
            for name in get_args(Field)
        }
        self._sets: dict[tuple[Line, ...], int] = {}

    def __len__(self) -> int:
        return len(self._sets)

    def href(self, evidence: pd.DataFrame | Iterable[Any]) -> str | None:
        """Where the lines of an evidence table are listed; None where none of them is in the view.

        ``evidence`` is a table with ``article_id, field, start, end``, or such rows as mappings or in this order.
        """
        lines = tuple(dict.fromkeys(line for row in _rows(evidence) if (line := self._line(*row)) is not None))
        if not lines:
            return None
        return f"{self._home}#L{self._sets.setdefault(lines, len(self._sets) + 1)}"

    def statement(self, statement: Statement) -> str | None:
        """The address of one statement: its speaker in the margin."""
        shown = self._reading.by_id().get(statement.article_id)
        found = [n for n in shown.notes if n.statement.id == statement.id] if shown else []
        if not found:
            return None
        page = self._page_of(found[0].article, statement.field, statement.content.start)
        return f"{page}#s{found[0].article}.{found[0].number}"

    def _line(self, article_id: str, field: str, start: int, end: int) -> Line | None:
        number = self._number.get(article_id)
        if number is None or field not in get_args(Field):
            return None
        return Line(number, cast("Field", field), int(start), int(end))

    def where(self, line: Line, *, page_of: Address | None = None) -> str:
        """The address of the run in which a line begins, as seen from where the sets are used, or by ``page_of``."""
        starts = self._starts[line.article, line.field]
        at = bisect_right(starts, line.start) - 1
        named = address(line.article, line.field, starts[max(at, 0)]) if starts else f"a{line.article}"
        return f"{(page_of or self._page_of)(line.article, line.field, line.start)}#{named}"

    def sets(self) -> Iterable[tuple[int, Sequence[Line]]]:
        """The sets by their numbers, in the order in which they were asked for."""
        return ((number, lines) for lines, number in self._sets.items())

    def items(self, lines: Sequence[Line]) -> Markup:
        """A set as links: label, place, and the characters."""
        return Markup("").join(
            Markup('<li><a href="{}" data-r="{}-{}">{}{}</a>').format(
                self.where(x), x.start, x.end, self._reading.labels[x.article], Markup("&nbsp;") + f"{x.start:,}"
            )
            for x in lines
        )


def _rows(evidence: Any) -> Iterable[tuple[str, str, int, int]]:
    if isinstance(evidence, pd.DataFrame):
        return zip(*(evidence[n].tolist() for n in ("article_id", "field", "start", "end")), strict=True)
    return ((r["article_id"], r["field"], r["start"], r["end"]) if isinstance(r, dict) else r[:4] for r in evidence)

"""The marked text of an article as HTML. Every character of the field is in it, in order, so that the page can count.

What is not the article's (labels in the margin) stands in elements of class ``m``; without these, the text of
``<div class="text">`` is the field, character for character. HTML has no place for U+0000 and single surrogates: they
become U+FFFD, which is as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from framing.report.reading.marks import Look, Part, Run
from framing.report.reading.values import Also, Note, Shown
from framing.structure import BlockKind
from framing.values import Act, Field

__all__ = ["Address", "address", "escaped", "field_html", "side_class", "strip"]

Address = Callable[[int, Field, int], str]
"""Gives the page on which a character of an article's field stands; "" for this page."""

Parts = Mapping[Field, Sequence[Part]]

_LOST = re.compile("[\x00\ud800-\udfff]")
_TAGS = {BlockKind.TITLE: "h4", BlockKind.HEADING: "h5"}
_COLOURS = 6
_MOST_ALSO = 4
"""So many other articles that have a statement, too, are named beside it; the note names all."""

_ACTS = {Act.THOUGHT: "thought", Act.OTHER: "attitude"}


def escaped(text: str) -> str:
    """Text for HTML, each character kept as one, carriage returns too."""
    return escape(_LOST.sub("\ufffd", text)).replace("\r", "&#13;")


def address(article: int, field: Field, start: int) -> str:
    """The name of the run that begins at a character."""
    return f"a{article}{'t' if field == 'title' else ''}.{start}"


def side_class(side: str | None, sides: Sequence[str]) -> str:
    """The class that colours a side; sides beyond the sixth share one, those who have none another.

    Where there are no sides all speakers have the first colour.
    """
    if not sides:
        return "k0"
    return "k" if side is None or side not in sides else f"k{min(sides.index(side), _COLOURS)}"


def field_html(
    shown: Shown, field: Field, parts: Sequence[Part], sides: Sequence[str], labels: Mapping[int, str], page_of: Address
) -> Markup:
    """One field of an article, marked, or those of its ``parts`` that stand on a page.

    ``labels`` names the articles that its links lead to.
    """
    made = _Made(shown, field, parts, sides, labels, page_of)
    return Markup(made.html())  # noqa: S704  # all text is escaped where it is put in


class _Made:
    """A field on its way into HTML."""

    def __init__(
        self,
        shown: Shown,
        field: Field,
        parts: Sequence[Part],
        sides: Sequence[str],
        labels: Mapping[int, str],
        page_of: Address,
    ) -> None:
        self.shown, self.field, self.parts = shown, field, parts
        self.text = shown.article.field_text(field)
        self.notes = [n for n in shown.notes if n.statement.field == field]
        self.sides, self.labels, self.page_of = sides, labels, page_of
        self.last: str | None = None

    def html(self) -> str:
        parts, out = self.parts, []
        whole = self.shown.parts[self.field]
        if not parts:
            return self._plain(0, len(self.text))
        at = 0 if parts and parts[0] == whole[0] else parts[0].start
        end = _next(whole, parts[-1].end, len(self.text))
        for i, part in enumerate(parts):
            joins = i > 0 and parts[i - 1].kind is BlockKind.DATELINE and "\n" not in self.text[at : part.start]
            if not joins:
                out.append(self._plain(at, part.start))
                out.append(f"<{_tag(part)} class={part.kind.value} dir=auto>")
                self.last = None
            else:
                out.append(self._plain(at, part.start))
            out.append(self._part(part))
            at = part.end
            follows = parts[i + 1] if i + 1 < len(parts) else None
            if part.kind is BlockKind.DATELINE and follows and "\n" not in self.text[at : follows.start]:
                continue
            out.append(f"</{_tag(parts[i - 1] if joins else part)}>")
        return "".join([*out, self._plain(at, end)])

    def _plain(self, start: int, end: int) -> str:
        return escaped(self.text[start:end])

    def _part(self, part: Part) -> str:
        out, at = [], part.start
        for run in part.runs:
            out.append(self._plain(at, run.start))
            out += [self._label(self.notes[n]) for n in run.opens]
            out.append(self._run(run))
            at = run.end
        return "".join([*out, self._plain(at, part.end)])

    def _run(self, run: Run) -> str:
        inner = "".join(
            f"<u>{self._plain(p.start, p.end)}</u>" if p.cue else self._plain(p.start, p.end) for p in run.pieces
        )
        name = address(self.shown.number, self.field, run.start)
        if run.statement < 0:
            kind = f" class={run.look.value}" if run.look not in (Look.OWN, Look.NONE) else ""
            return f"<span{kind} id={name}>{inner}</span>"
        note = self.notes[run.statement]
        colour = side_class(note.side, self.sides)
        return f'<span class="{run.look.value} {colour}" id={name} data-n={note.number}>{inner}</span>'

    def _label(self, note: Note) -> str:
        """The speaker, in the margin, as a link to all that is known of the statement."""
        here = f"{note.article}.{note.number}"
        again = " again" if self.last == note.speaker else ""
        self.last = note.speaker
        act = _ACTS.get(note.statement.act)
        told = f"<i>{act}</i>" if act else ""
        also = "".join(map(self._also, list({a.article: a for a in note.also}.values())[:_MOST_ALSO]))
        return (
            f'<span class="m{again} {side_class(note.side, self.sides)}"><a class=who id=s{here} href="#n{here}">'
            f"{escaped(note.speaker)}{told}</a>{also}<span class=vh>: </span></span>"
        )

    def _also(self, also: Also) -> str:
        """A link to the article that has it too."""
        name = escape(self.labels[also.article])
        page = self.page_of(also.article, also.field, also.start)
        return (
            f'<a class=also href="{page}#s{also.article}.{also.number}" '
            f'title="{name} has it too: {escape(also.level)}">{name}</a>'
        )


def _next(whole: Sequence[Part], at: int, end: int) -> int:
    """Where the next run or block begins behind a character: as far as a page goes that ends with it."""
    block = next((p for p in whole if p.start < at <= p.end), None)
    runs = [r.start for r in block.runs if r.start >= at] if block else []
    return min([*runs, *(p.start for p in whole if p.start >= at)], default=end)


def _tag(part: Part) -> str:
    return _TAGS.get(part.kind, "p")


_HEIGHT = {Look.QUOTED: (0, 14), Look.PARAPHRASE: (6, 8), Look.UNSOURCED: (10, 4), Look.SCARE: (10, 4)}


def strip(shown: Shown, sides: Sequence[str]) -> Markup:
    """Where in the article whose words stand, as a strip: quotations tall, paraphrase half as tall, by side."""
    text = shown.article.text
    width = 1000 / max(len(text), 1)
    numbers = [n for n in shown.notes if n.statement.field == "text"]
    bars = []
    for run in (r for part in shown.parts.get("text", ()) for r in part.runs):
        if run.look in _HEIGHT:
            top, height = _HEIGHT[run.look]
            side = numbers[run.statement].side if run.statement >= 0 else None
            bars.append(
                f"<rect class={side_class(side, sides)} x={run.start * width:.1f} y={top} "
                f"width={max((run.end - run.start) * width, 1.5):.1f} height={height} />"
            )
    alt = f"Where speakers’ words stand in {shown.label}, from its beginning to its end"
    return Markup(  # noqa: S704  # numbers and escaped text
        f'<svg class=strip viewBox="0 0 1000 14" preserveAspectRatio=none role=img aria-label="{escape(alt)}">'
        f"<rect class=base x=0 y=13 width=1000 height=1 />{''.join(bars)}</svg>"
    )

"""The view as a folder: a page that searches all, a page an article (more where it is long), a page an event."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from framing.report.reading.links import Lines
from framing.report.reading.marks import Part, Run
from framing.report.reading.page import fragment, page, rendered
from framing.report.reading.search import columns, encoded
from framing.report.reading.text import Parts
from framing.report.reading.values import Event, Reading, Shown
from framing.values import Field
from framing.wording import amount, shorten

__all__ = ["INDEX", "folder"]

INDEX = "index.html"

_ROOM = 200_000
"""Characters of marked text and notes on one page; style and scripts come on top, and all stays under 300 KB."""
_NOTE, _RUN = 1250, 75
"""About so many characters a note and a run take beside their words."""


class _Pages:
    """Which page an article or a part of it stands on, and where it stands beside others on the same event.

    ``together`` has the event and the articles of each page of an event, by the page's name; ``beside`` the event and
    the page of each article on an event that several tell.
    """

    def __init__(self, reading: Reading) -> None:
        self.cut: Mapping[int, list[dict[Field, tuple[Part, ...]]]] = {
            a.number: list(_cut(a)) for a in reading.articles
        }
        self.beside: dict[int, tuple[Event, str]] = {}
        self.together: dict[str, tuple[Event, list[int]]] = {}
        for number, event in enumerate(reading.events, 1):
            if len(event.articles) < 2:
                continue
            self.beside |= dict.fromkeys(event.articles, (event, INDEX))
            for k, group in enumerate(_groups(reading, event)):
                name = f"event-{number:04d}{f'-{k + 1}' if k else ''}.html"
                self.together[name] = event, group
                self.beside |= dict.fromkeys(group, (event, name))

    def name(self, article: int, k: int = 0) -> str:
        """The file of an article's ``k``-th page."""
        return f"article-{article:04d}{f'-{k + 1}' if k else ''}.html"

    def part(self, article: int, field: Field, start: int) -> int:
        """On which of its pages, from 0, a character of an article stands."""
        for k, parts in reversed(list(enumerate(self.cut[article]))):
            own = parts.get(field)
            if own and own[0].runs and own[0].runs[0].start <= start:
                return k
        return 0

    def of(self, article: int, field: Field, start: int) -> str:
        """The page on which a character stands."""
        return self.name(article, self.part(article, field, start))


def folder(reading: Reading, *, title: str, lines: Lines | None = None, lead: str = "") -> dict[str, bytes]:
    """Every file of the view by its name. ``lines`` are the sets that numbers elsewhere lead to, on the index."""
    own = _Pages(reading)
    files = {INDEX: _index(reading, own, title=title, lines=lines, lead=lead)}
    for a in reading.articles:
        cut = own.cut[a.number]
        for k, parts in enumerate(cut):
            files[own.name(a.number, k)] = _article_page(reading, own, a, k, parts, len(cut))
    for name, (event, group) in own.together.items():
        files[name] = _event_page(reading, own, event, group)
    return {name: text.encode("utf-8", "replace") for name, text in files.items()}


def _page_of(own: _Pages, here: Sequence[int], article: int, field: Field, start: int) -> str:
    return "" if article in here else own.of(article, field, start)


def _article_page(reading: Reading, own: _Pages, a: Shown, k: int, parts: Parts, of: int) -> str:
    def page_of(article: int, field: Field, start: int) -> str:
        name = own.of(article, field, start)
        return "" if name == own.name(a.number, k) else name

    body = fragment(reading, articles=[a.number], page_of=page_of, parts=parts if of > 1 else None)
    links = [(own.name(a.number, i), f"part {i + 1}") for i in range(of) if of > 1 and i != k]
    if a.number in own.beside:
        event, name = own.beside[a.number]
        links.insert(0, (name, f"{len(event.articles)} articles about this event"))
    lead = amount(sum(a.voices.values()), "word") + (f", part {k + 1} of {of}" if of > 1 else "")
    return page(_title(a), _links(links) + body, above=INDEX, lead=lead)


def _links(links: Sequence[tuple[str, str]]) -> Markup:
    if not links:
        return Markup()
    made = Markup(" · ").join(Markup('<a href="{}">{}</a>').format(*link) for link in links)
    return Markup('<nav aria-label="Pages that belong to this">{}</nav>').format(made)


def _title(a: Shown) -> str:
    named = a.article.title or a.article.outlet or a.article.id
    return f"{a.label} {shorten(named, limit=90)}"


def _groups(reading: Reading, event: Event) -> list[list[int]]:
    """The articles of an event, as many on a page as have room; one that fills a page or more is in none."""
    groups: list[list[int]] = [[]]
    room = _ROOM
    for n in event.articles:
        size = sum(_size(reading.articles[n - 1], run) for run in _runs(reading.articles[n - 1]))
        if groups[-1] and size > room:
            groups.append([])
            room = _ROOM
        groups[-1].append(n)
        room -= size
    return [g for g in groups if len(g) > 1]


def _event_page(reading: Reading, own: _Pages, event: Event, group: Sequence[int]) -> str:
    body = fragment(reading, articles=group, page_of=partial(_page_of, own, group))
    labels = ", ".join(reading.articles[n - 1].label for n in group)
    more = f" of {len(event.articles)}" if len(group) < len(event.articles) else ""
    lead = f"{amount(len(group), 'article')}{more}: {labels}"
    return page(f"One event{f': {event.about}' if event.about else ''}", body, above=INDEX, lead=lead)


def _runs(a: Shown) -> Iterator[Run]:
    return (run for parts in a.parts.values() for part in parts for run in part.runs)


def _size(a: Shown, run: Run) -> int:
    return (
        (run.end - run.start)
        + _RUN
        + len(run.opens) * _NOTE
        + sum(2 * (a.notes[k].span[1] - a.notes[k].span[0]) for k in run.opens if k < len(a.notes))
    )


def _cut(a: Shown) -> Iterator[dict[Field, tuple[Part, ...]]]:
    """The parts of an article page by page; a block that has no room is cut between two runs."""
    here: dict[Field, list[Part]] = {}
    room = _ROOM
    for name, parts in a.parts.items():
        for part in parts:
            runs: list[Run] = []
            for run in part.runs:
                size = _size(a, run)
                if size > room and (runs or here):
                    if runs:
                        here.setdefault(name, []).append(_piece(part, runs, last=False))
                    yield {n: tuple(p) for n, p in here.items()}
                    here, runs, room = {}, [], _ROOM
                runs.append(run)
                room -= size
            here.setdefault(name, []).append(_piece(part, runs, last=True))
    if here or not a.parts:
        yield {n: tuple(p) for n, p in here.items()}


def _piece(part: Part, runs: Sequence[Run], *, last: bool) -> Part:
    if len(runs) == len(part.runs):
        return part
    start = part.start if runs[0] is part.runs[0] else runs[0].start
    return Part(part.kind, start, part.end if last else runs[-1].end, tuple(runs))


def _index(reading: Reading, own: _Pages, *, title: str, lines: Lines | None, lead: str) -> str:
    made = columns(reading)
    starts: dict[tuple[int, Field], list[int]] = {}
    for article, name, start in made.of_run:
        starts.setdefault((article, name), []).append(start)
    sets = {} if lines is None else {n: encoded(made, starts, own_lines) for n, own_lines in lines.sets()}
    data = {
        **made.json(),
        "sets": sets,
        "parts": {
            line: k
            for (article, name, start), line in reversed(made.of_run.items())
            if len(own.cut[article]) > 1 and (k := own.part(article, name, start))
        },
        "labels": [a.label for a in reading.articles],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    rows = [
        {
            "number": a.number, "label": a.label, "page": own.name(a.number), "title": _headline(a),
            "outlet": a.article.outlet or "", "date": a.article.date.isoformat() if a.article.date else "",
            "id": a.article.id, "words": sum(a.voices.values()), "statements": len(a.notes),
            "event": own.beside[a.number][1] if a.number in own.beside else "",
        }
        for a in reading.articles
    ]  # fmt: skip
    body = rendered("index.html.jinja", rows=rows, data=Markup(text), sets=_first(lines, own))  # noqa: S704
    return page(title, body, lead=lead, scripts=("index.js",), styles=("index.css",))


def _headline(a: Shown) -> str:
    return shorten(a.article.title or a.article.text, limit=110)


def _first(lines: Lines | None, own: _Pages) -> list[tuple[int, int, str]]:
    """For readers without scripts: how many lines each set has, and where its first stands."""
    return (
        [] if lines is None else [(n, len(these), lines.where(these[0], page_of=own.of)) for n, these in lines.sets()]
    )

"""The view as HTML: a fragment for a report, or a page of its own. Nothing is computed here but how it is written."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from framing.report.reading.links import Lines
from framing.report.reading.text import Address, Parts, escaped, field_html, side_class, strip
from framing.report.reading.values import Note, Reading, Shown
from framing.resolve.rules import RULES
from framing.values import Act, Kind
from framing.wording import amount

__all__ = ["fragment", "page", "policy", "reading_css", "reading_js", "rendered"]

_SCRIPTS = ("reading.js", "filters.js", "corrections.js")
_SAID = {
    Kind.DIRECT: "quoted whole",
    Kind.MIXED: "partly quoted",
    Kind.INDIRECT: "in the outlet’s words",
}
_ACTS = {Act.SPEECH: "said", Act.THOUGHT: "thought", Act.OTHER: "an attitude, shown otherwise"}


def fragment(
    reading: Reading,
    lines: Lines | None = None,
    *,
    articles: Sequence[int] | None = None,
    page_of: Address = lambda *_: "",
    parts: Parts | None = None,
) -> Markup:
    """The articles with their notes and the sets of lines that were asked for; of some ``articles``, by number.

    ``parts`` are those of a single article that this page has, where it is too long for one.

    With it go :func:`reading_css` and :func:`reading_js`. Without scripts every link in it works.
    """
    chosen = reading.articles if articles is None else [reading.articles[n - 1] for n in articles]
    made = {a.number: _article(a, a.parts if parts is None else parts, reading, page_of) for a in chosen}
    told = {a.event for a in chosen}
    template = _environment().get_template("reading.html.jinja")
    return Markup(  # noqa: S704  # the template escapes
        template.render(
            shown=[made[a.number] for a in chosen],
            groups=[(e, [made[n] for n in e.articles if n in made]) for e in reading.events if e.name in told],
            sides=[(side, side_class(side, reading.sides)) for side in reading.sides],
            colour=lambda side: side_class(side, reading.sides),
            sets=[] if lines is None else [(n, len(own), lines.items(own)) for n, own in lines.sets()],
            labels=reading.labels,
            page_of=page_of,
            data=_data(reading, chosen),
        )
    )


def _article(a: Shown, parts: Parts, reading: Reading, page_of: Address) -> dict[str, Any]:
    opened = {(name, k) for name, own in parts.items() for part in own for run in part.runs for k in run.opens}
    place: Counter[str] = Counter()
    notes = []
    for n in a.notes:
        if (n.statement.field, place[n.statement.field]) in opened:
            notes.append(n)
        place[n.statement.field] += 1
    return {
        "number": a.number,
        "label": a.label,
        "article": a.article,
        "notes": notes,
        "all_notes": a.notes,
        "copies": a.copies,
        "words": sum(a.voices.values()),
        "speakers": len({n.speaker_id or n.speaker for n in a.notes if n.speaker_id}),
        "strip": strip(a, reading.sides),
        "fields": [
            (
                name,
                own[0].start if own and own[0] != a.parts[name][0] else 0,
                field_html(a, name, own, reading.sides, reading.labels, page_of),
            )
            for name, own in parts.items()
        ],
    }


def _data(reading: Reading, chosen: Iterable[Shown]) -> Markup:
    """What scripts need beyond the page's own text, as JSON that ends no element."""
    categories: dict[str, dict[int, list[tuple[str, int, int]]]] = {}
    for a in chosen:
        for category, places in a.categories.items():
            # the second letter tells the fields apart: "i" of "title", "e" of "text"
            categories.setdefault(category, {})[a.number] = [(name[1], start, end) for name, start, end in places]
    value = {
        "corpus": reading.sha256,
        "model": reading.model,
        "version": reading.version,
        "categories": dict(sorted(categories.items())),
    }
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704


def _attributes(note: Note) -> Markup:
    """What the page filters by and corrects."""
    s, who = note.statement, note.statement.attributed_to
    values = {
        "sp": "; ".join((note.speaker, *note.joint)),
        "spid": note.speaker_id,
        "side": note.side or "",
        "role": who.role.value if who else "",
        "type": who.type.value if who else "",
        "act": s.act.value,
        "stance": note.stance,
        "kind": s.kind.value,
        "f": s.field,
        "r": f"{note.span[0]}-{note.span[1]}",
        "cue": _spans(s.cue.spans if s.cue else ()),
        "src": _spans(s.named_by.spans if s.named_by else ()),
    }
    return Markup(" ".join(f'data-{k}="{escaped(v)}"' for k, v in values.items() if v))  # noqa: S704  # escaped


def _spans(spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{a}-{b}" for a, b in spans)


def _clean(text: str) -> Markup:
    return Markup(escaped(text))  # noqa: S704  # escaped there


def _described(note: Note) -> str:
    """Who the speaker is, in a line."""
    who = note.statement.attributed_to
    assert who is not None  # noqa: S101  # asked only where there is one
    parts = (
        who.description, who.role.value if who.role.value != "other" else "", who.type.value,
        f"of {who.affiliation}" if who.affiliation else "", f"side: {note.side}" if note.side else "",
    )  # fmt: skip
    return " · ".join(dict.fromkeys(p for p in parts if p))


def _told(note: Note) -> list[tuple[str, str]]:
    s = note.statement
    named = s.named_by
    rows = (
        ("words", s.content.text),
        ("how", f"{_ACTS[s.act]}, {_SAID[s.kind]}" if s.act is Act.SPEECH else _ACTS[s.act]),
        ("introduced", f"“{s.cue.text}”, {note.stance}" if s.cue else f"without a cue, {note.stance}"),
        ("named as", f"“{named.text}”" if named else ""),
        ("passed on by", ", then ".join(note.chain)),
        ("together with", ", ".join(note.joint)),
        ("told within", "another’s words" if s.nested else ""),
        ("confidence", note.confidence),
        ("characters", f"{note.span[0]:,}–{note.span[1]:,}" + (" of the title" if s.field == "title" else "")),
    )
    return [(name, " ".join(told.split())) for name, told in rows if told]


def page(
    title: str,
    body: Markup,
    *,
    lead: str = "",
    above: str = "",
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
) -> str:
    """A whole page around a fragment; it loads nothing, and says so to the browser."""
    css, js = reading_css(*styles), reading_js(*scripts)
    return _environment().get_template("page.html.jinja").render(
        title=title, lead=lead, above=above, body=body, policy=policy([css], [js]),
        css=Markup(css), js=Markup(js),  # noqa: S704  # our own files
    )  # fmt: skip


def rendered(template: str, **values: Any) -> Markup:
    """A template of the view, filled."""
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704  # the template escapes


def policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A content security policy that lets nothing in but these styles and scripts, by their hashes."""
    parts = ["default-src 'none'", *_allowed("style-src", styles), *_allowed("script-src", scripts)]
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _allowed(name: str, texts: Iterable[str]) -> list[str]:
    hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
    return [" ".join([name, *(f"'sha256-{h}'" for h in hashes)])] if hashes else []


def reading_css(*more: str) -> str:
    """The style of the view."""
    return "\n" + "".join(_source(name) for name in ("reading.css", *more))


def reading_js(*names: str) -> str:
    """The script of the view, one closed function."""
    return "\n(() => {\n'use strict';\n" + "".join(_source(name) for name in names or _SCRIPTS) + "})();\n"


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None  # noqa: S101
    return loader.get_source(_environment(), name)[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("framing.report.reading"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda v: v if isinstance(v, Markup) or not isinstance(v, str) else _clean(v),
    )
    effects = {rule.name: rule.effect for rule in RULES}
    environment.filters.update(
        amount=amount,
        attributes=_attributes,
        described=_described,
        told=_told,
        effect=lambda rule: effects.get(rule, ""),
    )
    return environment

"""The package's own format: YAML with a head, category definitions and entries that carry their source."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import yaml

from framing.given import Given
from framing.lexicon.entries import Case, Category, Draft, Entry, Lexicon, Match, NamePolicy, number
from framing.lexicon.formats.files import given

__all__ = ["is_project", "read_project", "write_yaml"]

_HEAD = ("version", "language", "licence", "description", "intended_use", "does_not_measure")
_KEYS = ("name", *_HEAD, "match", "names", "categories", "entries")
_ENTRY_KEYS = ("term", "category", "weight", "pos", "forms", "match", "case", "source", "note")


def is_project(root: yaml.Node) -> bool:
    """Whether a YAML file is in the package's own format: a mapping with a sequence ``entries``."""
    return isinstance(root, yaml.MappingNode) and any(
        k.value == "entries" and isinstance(v, yaml.SequenceNode) for k, v in root.value
    )


def read_project(root: yaml.Node, draft: Draft) -> Lexicon:
    """Read a parsed YAML file of the package's own format.

    Raises a :class:`~framing.errors.LexiconError`: an unknown key
    (the message gives the nearest), a wrong kind of value.
    """
    top = given(root, draft).table(*_KEYS)
    for key, node in top["categories"].table().items() if "categories" in top else ():
        described = node.table("definition", "sources")
        draft.category(key, _text(described, "definition"), _texts(described, "sources"))
    default = top["match"].choice(Match, "kind of match") if "match" in top else Match.EXACT
    for row in top["entries"].rows():
        _add(row, default, draft)
    head: dict[str, Any] = {key: _text(top, key) for key in _HEAD if key in top}
    names = top["names"].choice(NamePolicy, "policy on names") if "names" in top else NamePolicy.EXCLUDE
    return draft.build(replace(Lexicon(_text(top, "name"), (), ()), names=names, **head))


def _add(row: Given, default: Match, draft: Draft) -> None:
    """Add one entry; what lacks something is refused, a key or value that is none stops everything."""
    fields = row.table(*_ENTRY_KEYS)
    term, category = _text(fields, "term"), _text(fields, "category")
    if "term" not in fields or "category" not in fields:
        draft.problem(term, "an entry needs 'term' and 'category'", line=row.line)
        return
    if draft.categories and category not in draft.categories:
        draft.problem(term, f"its category '{category}' is not described in 'categories'", line=row.line, skipped=False)
    weight = number(_text(fields, "weight")) if "weight" in fields else None
    if "weight" in fields and weight is None:
        draft.problem(term, f"its weight '{_text(fields, 'weight')}' is not a number", line=row.line)
        return
    draft.add(
        Entry(
            term,
            category,
            weight,
            _text(fields, "pos") or None,
            _texts(fields, "forms"),
            fields["match"].choice(Match, "kind of match") if "match" in fields else default,
            fields["case"].choice(Case, "rule for case") if "case" in fields else Case.FOLD,
            _text(fields, "source"),
            _text(fields, "note"),
        ),
        line=row.line,
    )


def _text(table: Mapping[str, Given], key: str) -> str:
    """A text, empty where there is none."""
    return table[key].text() if key in table and table[key].value != "" else ""


def _texts(table: Mapping[str, Given], key: str) -> tuple[str, ...]:
    """A list of texts; one text alone is a list of one."""
    if key not in table or table[key].value == "":
        return ()
    return (table[key].text(),) if isinstance(table[key].value, str) else table[key].texts()


def write_yaml(lexicon: Lexicon) -> str:
    """The lexicon in the package's own format; reading it back gives the same lexicon."""
    out = io.StringIO()
    head: dict[str, object] = {"name": lexicon.name}
    head.update({key: getattr(lexicon, key) for key in _HEAD if getattr(lexicon, key)})
    if lexicon.names is not NamePolicy.EXCLUDE:
        head["names"] = str(lexicon.names)
    default = Match.LEMMA if all(e.match is Match.LEMMA for e in lexicon.entries) else Match.EXACT
    if default is Match.LEMMA:
        head["match"] = str(default)
    head["categories"] = {c.name: _described(c) for c in lexicon.categories}
    yaml.safe_dump(head, out, allow_unicode=True, sort_keys=False, width=120)
    out.write("entries:\n")
    for entry in lexicon.entries:
        line = yaml.safe_dump(
            _plain(entry, default), allow_unicode=True, sort_keys=False, default_flow_style=True, width=float("inf")
        )
        out.write(f"  - {line}")
    return out.getvalue()


def _described(category: Category) -> dict[str, object]:
    described: dict[str, object] = {}
    if category.definition:
        described["definition"] = category.definition
    if category.sources:
        described["sources"] = list(category.sources)
    return described


def _plain(entry: Entry, default: Match) -> dict[str, object]:
    plain: dict[str, object] = {"term": entry.term, "category": entry.category}
    if entry.weight is not None:
        plain["weight"] = repr(entry.weight)
    if entry.pos:
        plain["pos"] = entry.pos
    if entry.forms:
        plain["forms"] = list(entry.forms)
    if entry.match is not default:
        plain["match"] = str(entry.match)
    if entry.case is not Case.FOLD:
        plain["case"] = str(entry.case)
    if entry.source:
        plain["source"] = entry.source
    if entry.note:
        plain["note"] = entry.note
    return plain

"""The package's own format: YAML with a head, category definitions and entries that carry their source."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from framing.lexicon.draft import Draft, number
from framing.lexicon.entries import Case, Category, Entry, Lexicon, Match, NamePolicy
from framing.lexicon.formats.yaml_nodes import items, scalar, sequence

__all__ = ["is_project", "read_project", "write_yaml"]

_HEAD = ("version", "language", "licence", "description", "intended_use", "does_not_measure")
_KEYS = ("name", *_HEAD, "match", "names", "categories", "entries")
_ENTRY_KEYS = ("term", "category", "weight", "pos", "forms", "match", "case", "source", "note")

_Choice = TypeVar("_Choice", bound=StrEnum)


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
    top = dict(items(root, draft))
    _check_keys(top, _KEYS, draft, root)
    for key, node in items(top["categories"], draft) if "categories" in top else ():
        described = dict(items(node, draft))
        _check_keys(described, ("definition", "sources"), draft, node)
        draft.category(
            key,
            scalar(described["definition"], draft) if "definition" in described else "",
            tuple(scalar(s, draft) for s in sequence(described["sources"], draft)) if "sources" in described else (),
        )
    default = _choice(Match, top["match"], draft) if "match" in top else Match.EXACT
    for node in sequence(top["entries"], draft):
        fields = dict(items(node, draft))
        line = node.start_mark.line + 1
        _check_keys(fields, _ENTRY_KEYS, draft, node)
        term = scalar(fields["term"], draft) if "term" in fields else ""
        if "term" not in fields or "category" not in fields:
            draft.problem(term, "an entry needs 'term' and 'category'", line=line)
            continue
        category = scalar(fields["category"], draft)
        if draft.categories and category not in draft.categories:
            draft.problem(term, f"its category '{category}' is not described in 'categories'", line=line, skipped=False)
        weight = number(scalar(fields["weight"], draft)) if "weight" in fields else None
        if "weight" in fields and weight is None:
            draft.problem(term, f"its weight '{scalar(fields['weight'], draft)}' is not a number", line=line)
            continue
        draft.add(
            Entry(
                term,
                category,
                weight,
                scalar(fields["pos"], draft) if "pos" in fields else None,
                tuple(scalar(f, draft) for f in sequence(fields["forms"], draft)) if "forms" in fields else (),
                _choice(Match, fields["match"], draft) if "match" in fields else default,
                _choice(Case, fields["case"], draft) if "case" in fields else Case.FOLD,
                scalar(fields["source"], draft) if "source" in fields else "",
                scalar(fields["note"], draft) if "note" in fields else "",
            ),
            line=line,
        )
    head: dict[str, Any] = {key: scalar(top[key], draft) for key in _HEAD if key in top}
    names = _choice(NamePolicy, top["names"], draft) if "names" in top else NamePolicy.EXCLUDE
    empty = Lexicon(scalar(top["name"], draft) if "name" in top else "", (), ())
    return draft.build(replace(empty, names=names, **head))


def _check_keys(found: Iterable[str], known: tuple[str, ...], draft: Draft, node: yaml.Node) -> None:
    for key in found:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known keys are {', '.join(known)}."
            raise draft.fail(f"unknown key '{key}'; {hint}", line=node.start_mark.line + 1)


def _choice(kind: type[_Choice], node: yaml.Node, draft: Draft) -> _Choice:
    value = scalar(node, draft)
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise draft.fail(f"'{value}' is none of {known}", line=node.start_mark.line + 1) from None


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

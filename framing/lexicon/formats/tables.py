"""Tables of terms: CSV, TSV and plain lists, with or without a heading, long or wide; and JSON.

Long: a row is a term with a category or a weight or both (as NRC and AFINN come). Wide: a row is a
term, and each further column a category, with 0 and 1 or with weights (as NRC comes, too). In a 0/1
table a 0 says that the term is not in the category; that is no problem and not recorded as one.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from framing.lexicon.entries import Case, Draft, Entry, Lexicon, Match, number
from framing.writing import guarded, unguarded

__all__ = ["read_json", "read_table", "write_csv"]

_TERM = ("term", "word", "entry", "lemma", "token", "ngram", "english word", "english (en)", "words")
_CATEGORY = ("category", "label", "emotion", "affectdimension", "affect dimension", "class", "key", "dimension")
_WEIGHT = ("weight", "score", "value", "valence", "intensity", "emotion-intensity-score", "emotion intensity score",
           "sentiment", "association", "polarity")  # fmt: skip
_REST = ("pos", "forms", "match", "case", "source", "note")
_CELLS_ALIKE = 200


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column is what; ``wide`` are category columns by their heading."""

    term: int
    category: int | None
    weight: int | None
    rest: dict[str, int]
    wide: dict[int, str]
    has_heading: bool


def read_table(text: str, draft: Draft, *, delimiter: str | None = None) -> Lexicon:
    """Read a table; ``delimiter`` None means tab if the first line has one, else comma, else one term a line."""
    if delimiter is None:
        first = next((x for x in text.split("\n") if x.strip()), "")
        delimiter = "\t" if "\t" in first else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if delimiter == "," else 3)
    try:
        rows = [(reader.line_num, [c.strip() for c in row]) for row in reader if any(c.strip() for c in row)]
    except csv.Error as error:
        raise draft.fail(f"not readable as a table: {error}", line=reader.line_num) from None
    if not rows:
        raise draft.fail("no entries.")
    layout = _layout([cells for _, cells in rows], draft)
    body = rows[1:] if layout.has_heading else rows
    if rows[0][1] == _heading():  # written here: its cells are guarded
        body = [(line, [str(unguarded(c)) for c in cells]) for line, cells in body]
    binary = _is_binary(cells[i] for _, cells in body for i in _value_columns(layout) if i < len(cells))
    for line, cells in body:
        for entry in _entries(cells, layout, binary, draft, line):
            draft.add(entry, line=line)
    return draft.build(Lexicon("", (), ()))


def _value_columns(layout: _Layout) -> tuple[int, ...]:
    if layout.wide:
        return tuple(layout.wide)
    return (layout.weight,) if layout.weight is not None and layout.category is not None else ()


def _is_binary(cells: Iterator[str]) -> bool:
    """Whether all cells are 0 or 1, and a 0 is among them: membership, not weight."""
    values = set(cells)
    return bool(values) and values <= {"0", "1"} and "0" in values


def _layout(rows: list[list[str]], draft: Draft) -> _Layout:
    """Which column is what: by the heading, or without one by what stands in the columns."""
    head = [c.casefold() for c in rows[0]]
    term = next((i for i, c in enumerate(head) if c in _TERM), None)
    if term is not None:
        category = next((i for i, c in enumerate(head) if c in _CATEGORY), None)
        weight = next((i for i, c in enumerate(head) if c in _WEIGHT), None)
        rest = {name: head.index(name) for name in _REST if name in head}
        used = {term, category, weight, *rest.values()}
        free = [i for i in range(len(head)) if i not in used and head[i]]
        wide = {} if category is not None or weight is not None else {i: rows[0][i] for i in free}
        if weight is not None and category is None and free:
            wide, weight = {i: rows[0][i] for i in sorted([weight, *free])}, None
        if category is not None and free:
            told = ", ".join(rows[0][i] for i in free)
            draft.problem("", f"columns that are not read: {told}", line=1, skipped=False)
        for name in wide.values():
            draft.category(name)
        return _Layout(term, category, weight, rest, wide, has_heading=True)
    sample = rows[:_CELLS_ALIKE]
    width = max(len(r) for r in sample)
    numeric = _numeric(sample, width)
    if width > 2 and not numeric and len(_numeric(sample[1:], width)) == width - 1:
        # A wide table whose first heading is none of the words we know.
        for name in rows[0][1:]:
            draft.category(name)
        return _Layout(0, None, None, {}, {i: c for i, c in enumerate(rows[0]) if i > 0}, has_heading=True)
    words = [i for i in range(1, width) if i not in numeric and (not numeric or i < numeric[0])]
    category, weight = words[0] if words else None, numeric[0] if numeric else None
    unread = [str(i + 1) for i in range(1, width) if i not in (category, weight)]
    if unread:
        draft.problem("", f"columns that are not read: {', '.join(unread)}", line=1, skipped=False)
    return _Layout(0, category, weight, {}, {}, has_heading=False)


def _numeric(rows: list[list[str]], width: int) -> list[int]:
    """Columns after the first in which every cell that there is holds a number."""
    return [i for i in range(1, width) if rows and all(number(r[i]) is not None for r in rows if i < len(r))]


def _entries(cells: list[str], layout: _Layout, binary: bool, draft: Draft, line: int) -> Iterator[Entry]:
    """The entries of one row."""

    def cell(i: int | None) -> str:
        return cells[i] if i is not None and i < len(cells) else ""

    term = cell(layout.term)
    extra = {name: cell(i) for name, i in layout.rest.items()}
    base = Entry(
        term,
        cell(layout.category) or ("" if layout.category is not None else Path(draft.file).stem),
        pos=extra.get("pos") or None,
        forms=tuple(f.strip() for f in extra.get("forms", "").split("|") if f.strip()),
        match=Match.LEMMA if extra.get("match") == Match.LEMMA else Match.EXACT,
        case=Case.EXACT if extra.get("case") == Case.EXACT else Case.FOLD,
        source=extra.get("source", ""),
        note=extra.get("note", ""),
    )
    values = layout.wide or ({layout.weight: base.category} if layout.weight is not None else {})
    if not values:
        yield base
    for i, category in values.items():
        told = cell(i)
        weight = number(told)
        if told and weight is None:
            draft.problem(term, f"'{told}' is not a number", line=line)
        elif binary:
            if weight == 1:
                yield replace(base, category=category)
        elif told or not layout.wide:
            yield replace(base, category=category, weight=weight)


def read_json(text: str, draft: Draft) -> Lexicon:
    """Read JSON: a list of terms or of rows, ``{category: [terms]}`` (nested too), ``{term: weight}``.

    Raises a :class:`~framing.errors.LexiconError`: not JSON, or a key twice in one object.
    """

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(items)
        if len(made) < len(items):
            names = [k for k, _ in items]
            twice = next(k for k in names if names.count(k) > 1)
            raise draft.fail(f"the key '{twice}' stands in one object twice; all but the last would be lost")
        return made

    try:
        value = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise draft.fail(f"not readable as JSON: {error.msg}", line=error.lineno) from None
    except RecursionError:
        raise draft.fail("nested too deeply to be a lexicon") from None
    _json(value, (), draft)
    return draft.build(Lexicon("", (), ()))


def _json(value: object, path: tuple[str, ...], draft: Draft) -> None:
    here = "/".join(path) or Path(draft.file).stem
    if isinstance(value, str):
        draft.add(Entry(value, here))
    elif isinstance(value, list):
        for item in value:
            _json_row(item, path, draft) if isinstance(item, dict) else _json(item, path, draft)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, int | float) and not isinstance(inner, bool):
                draft.add(Entry(key, here, _weight(inner)))
            else:
                _json(inner, (*path, key), draft)
    else:
        draft.problem(here, f"{json.dumps(value)} is not a term")


def _weight(value: float) -> float:
    """A number of JSON as a weight; one that is too large is infinite, and refused with its entry."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _json_row(row: dict[str, object], path: tuple[str, ...], draft: Draft) -> None:
    """One entry written as an object."""
    keys = {k.casefold(): k for k in row}
    term = next((row[keys[k]] for k in _TERM if k in keys), None)
    if not isinstance(term, str):
        _json(dict(row), path, draft)
        return
    category = next((row[keys[k]] for k in _CATEGORY if k in keys), "/".join(path) or Path(draft.file).stem)
    weight = next((row[keys[k]] for k in _WEIGHT if k in keys), None)
    if weight is not None and not isinstance(weight, int | float):
        draft.problem(term, f"its weight {json.dumps(weight)} is not a number")
        return
    draft.add(Entry(term, str(category), None if weight is None else _weight(weight)))


def write_csv(lexicon: Lexicon) -> str:
    """The entries as CSV; the head is not kept. Reading it back gives the same entries."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_heading())
    for e in lexicon.entries:
        texts = (e.pos or "", "|".join(e.forms), e.match.value, e.case.value, e.source, e.note)
        weight = "" if e.weight is None else repr(e.weight)
        writer.writerow([guarded(e.term), guarded(e.category), weight, *map(guarded, texts)])
    return out.getvalue()


def _heading() -> list[str]:
    return ["term", "category", "weight", *_REST]

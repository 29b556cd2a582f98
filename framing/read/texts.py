"""Articles in text files, and what is said about them: front matter and the metadata.csv beside them."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.read.columns import as_string, choose_columns, match_columns, noted, split_row
from framing.read.dates import ColumnDays
from framing.read.decode import decoded, file_errors, open_text, read_bytes
from framing.read.exports import export_of, items_of, many_in_one
from framing.read.exports.found import paragraphs
from framing.read.files import METADATA, Source
from framing.read.record import Item, Record, UnusableError
from framing.read.tables import csv_rows
from framing.values import Problem

__all__ = ["NOTHING", "PAGE", "About", "front_matter", "metadata", "place", "read_text", "text_items"]

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>(?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_OPENED = re.compile(
    r"---[ \t]*\r?\n(?P<line>[A-Za-z_]\w*:(?:[ \t][^\r\n]*)?)\r?\n(?:.*\n){0,40}?(?:[A-Za-z_]\w*:|---)"
)
PAGE = re.compile(r"\s*Page \d+ of \d+\s*", re.IGNORECASE)
"""What documents print at the head of their pages."""
_PLAIN_LINE = re.compile(r"(?P<key>[A-Za-z_][\w -]*):(?:[ \t]+(?P<value>.*))?")
_FILE = ("file", "filename", "file_name", "path")


@dataclass(frozen=True, slots=True)
class About:
    """What is said about one article: fields by their names, and extra columns."""

    given: Mapping[str, str]
    extra: Mapping[str, str]

    def over(self, other: About) -> About:
        """Both, this one's values before the other's."""
        return About({**other.given, **self.given}, {**other.extra, **self.extra})


NOTHING = About({}, {})


def read_text(source: Source, about: About, mapping: Mapping[str, str]) -> Iterator[Item]:
    """The article in a text file, or the articles of an export (:mod:`framing.read.exports`).

    ``about`` (from its metadata.csv) goes before its front matter, and before what an export says.
    """
    content, encoding = decoded(read_bytes(source))
    yield from encoding.problem(source.name)
    values, start = front_matter(content)
    if not start and (opened := _OPENED.match(content)):
        reason = f"what looks like front matter cannot be read (from {opened['line'][:40]!r}) and stays in the text"
        yield Problem(source.name, f"{reason}; end it with a line of --- and write a line as key: value", skipped=False)
    choice = choose_columns(list(values), mapping, text=False)
    yield from noted(source.name, choice.notes)
    _, given, extra = split_row(values, choice.columns)
    yield from text_items(content[start:], source, about.over(About(given, extra)))


def text_items(text: str, source: Source, about: About, *, whole: bool = False) -> Iterator[Item]:
    """The articles of a text: those of the export that it is, or one. ``whole``: paragraphs are lines (documents)."""
    export = export_of(text)
    if export is not None:
        reading = export.read(text)
        yield from items_of(reading, source.name, source.key, form=export.name, given=about.given, extra=about.extra)
        return
    doubt = many_in_one(text)
    if doubt is not None:
        yield Problem(source.name, doubt, skipped=False, weighty=True)
    if whole:
        text = paragraphs([line for line in text.splitlines() if not PAGE.fullmatch(line)])
    yield Record(source.name, text, source.key, about.given, about.extra)


def front_matter(content: str) -> tuple[dict[str, str], int]:
    r"""YAML front matter as strings, and where the article begins after it: ``({}, 0)`` where there is none.

    Values stay as they are written: dates are not converted, and no aliases or tags are followed. Lines of
    ``key: value`` are read even where they are not YAML, as in ``title: Raqqa: the last days``.

    >>> front_matter("---\ntitle: Raqqa\n---\nThe battle is near.")
    ({'title': 'Raqqa'}, 21)
    >>> front_matter("--- He paused.")
    ({}, 0)
    """
    match = _FRONT_MATTER.match(content)
    if match is None:
        return {}, 0
    values = _yaml(match["yaml"])
    if values is None:
        values = _plain_lines(match["yaml"])
    # "He said: …" between two rules is an article's line, not metadata.
    if not values or not (match_columns(list(values), {}) or all(" " not in key for key in values)):
        return {}, 0
    return values, match.end()


def _yaml(block: str) -> dict[str, str] | None:
    import yaml  # only for files that have front matter

    if re.search(r"(?:^|[\s\[{,:-])[&*]\w", block):
        return None  # anchors can make a small file a huge value
    try:
        # Not the safe loader: that one makes dates of 2016-02-30, and fails, and booleans of "no".
        parsed = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but strings, lists, mappings
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    return {str(key): _scalar(value) for key, value in parsed.items()}


def _scalar(value: object) -> str:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ", ".join(value)
    return as_string(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain_lines(block: str) -> dict[str, str] | None:
    lines = [line.strip() for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    matches = [_PLAIN_LINE.fullmatch(line) for line in lines]
    if not all(matches):
        return None
    return {m["key"]: (m["value"] or "").strip().strip("\"'") for m in matches if m}


def metadata(sources: Sequence[Source], mapping: Mapping[str, str]) -> tuple[dict[str, About], list[Problem]]:
    """What the metadata.csv files beside the sources, or in folders above up to the one given, say about them.

    By :func:`place` of a source. The nearest file is believed before those further up. Rows that name a
    missing file or a file a second time become problems.
    """
    folders: dict[Path, None] = {}
    for source in sources:
        if source.format in ("text", "page", "docx", "rtf", "pdf") and not source.member:
            below = source.path.parent
            inside = [below, *below.parents] if below != source.root else [below]
            for folder in inside:
                folders[folder] = None
                if folder == source.root:
                    break
    known = {place(source.path) for source in sources}
    found: dict[str, About] = {}
    problems: list[Problem] = []
    for folder in sorted(folders, key=lambda f: (len(f.parts), f.parts)):
        path = folder / METADATA
        try:
            with file_errors():
                path = next((p for p in sorted(folder.iterdir()) if p.name.casefold() == METADATA), path)
                if path.is_file():
                    found |= _metadata_rows(path, known, mapping, problems)
        except UnusableError as e:
            problems.append(Problem(path.as_posix(), f"not used: {e}", skipped=False))
    return found, problems


def place(path: Path) -> str:
    """A file's place, however its path is written and whichever way its accents are encoded."""
    return unicodedata.normalize("NFC", os.path.abspath(path))  # noqa: PTH100 - links stay as they are named


def _metadata_rows(
    path: Path, known: set[str], mapping: Mapping[str, str], problems: list[Problem]
) -> dict[str, About]:
    source = Source(path, path.parent, path.as_posix(), path.stem, "csv", gzipped=False)
    found: dict[str, About] = {}
    stream, encoding = open_text(source)
    with stream:
        problems += encoding.problem(source.name)
        header, rows = csv_rows(stream, source.name)
        column = next((c for name in _FILE for c in header if c.casefold() == name), None)
        if column is None:
            raise UnusableError(f"no column 'file' that names the article's file (columns found: {', '.join(header)})")
        others = [c for c in header if c != column]
        choice = choose_columns(others, mapping, text=False)
        chosen = choice.columns
        problems += noted(source.name, choice.notes)
        held = list(rows)
        days = ColumnDays(lambda: [r[2].get(chosen["date"], "") for r in held if not isinstance(r, Problem)])
        for row in held:
            if isinstance(row, Problem):
                problems.append(row)
                continue
            _, line, values = row
            name = values[column].strip().replace("\\", "/")
            item = f"{source.name} line {line}"
            target = _target(path.parent, name, known) if name else None
            if target is None:
                problems.append(Problem(item, f"names a file that is not there: {name!r}", skipped=False))
            elif target in found:
                problems.append(Problem(item, f"names {name!r} a second time; the first row is used", skipped=False))
            else:
                _, given, extra = split_row({c: values[c] for c in others}, chosen)
                days.settle(given)
                found[target] = About(given, extra)
        problems += noted(source.name, [days.note])
    return found


def _target(folder: Path, name: str, known: set[str]) -> str | None:
    for candidate in (folder / name, folder / f"{name}.gz", folder / f"{name}.txt"):
        # Not is_file, which raises for a name that is too long.
        if place(candidate) in known or os.path.isfile(candidate):  # noqa: PTH113
            return place(candidate)
    return None

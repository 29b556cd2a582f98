"""brat's standoff form: a ``.txt`` and an ``.ann`` for each document, offsets in characters as Python counts them.

Content, Source and Cue are text-bound annotations, one set a statement; relations lead from the cue (or the content,
where there is none) to the others, so that :func:`framing.brat.read_brat` reads the same folder as gold. brat allows no
line break within an annotation, so pieces are cut there and joined again; a note keeps the pieces as they were, the
statement's id, and the speaker's name, which annotators may change (``speaker: …``).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from framing.brat import parsed, placed, role_of
from framing.corrections.annotated import Annotated, Marked
from framing.errors import InputError, OutputError
from framing.values import Span
from framing.writing import write_file

__all__ = ["CONFIGURATION", "INDEX", "read_standoff", "write_standoff"]

INDEX = "documents.jsonl"
"""Which document of a folder is which field of which article, one a line."""

CONFIGURATION = """[entities]
Content
Source
Cue

[relations]
Says\tArg1:Cue, Arg2:Source
Introduces\tArg1:Cue, Arg2:Content
By\tArg1:Content, Arg2:Source

[events]

[attributes]
"""

_BREAK = re.compile(r"[\r\n\u0085\u2028\u2029\v\f]+")
_ROLES = ("content", "source", "cue")
_NOTE = re.compile(r"(?:speaker: (.*?) ?(?:\||$))?(?: ?statement: (.*?) ?(?:\||$))?(?: ?spans: (.*))?")


def write_standoff(documents: Iterable[Annotated], folder: str | Path) -> int:
    """Write documents into a folder that is new or empty; how many there are.

    Raises:
        OutputError: if the folder holds files already, or cannot be written.

    """
    out = Path(folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out}: is there already and may hold people's annotations; name a new folder with --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror or error}); name another place") from error
    index = []
    for number, document in enumerate(documents, 1):
        name = f"{number:04d}-{re.sub(r'[^A-Za-z0-9._-]+', '_', document.article)[:60]}"
        if document.field == "title":
            name += ".title"
        _write(out / f"{name}.txt", document.text)
        _write(out / f"{name}.ann", standoff(document))
        index.append({"document": name, "article": document.article, "field": document.field})
    _write(out / INDEX, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in index))
    _write(out / "annotation.conf", CONFIGURATION)
    return len(index)


def _write(path: Path, text: str) -> None:
    write_file(path, lambda p: p.write_bytes(text.encode("utf-8", "surrogatepass")))


def standoff(document: Annotated) -> str:
    """The lines of a document's ``.ann``."""
    lines: list[str] = []
    bounds = relations = 0
    for note, marks in enumerate(document.marked, 1):
        ids: dict[str, str] = {}
        for role in _ROLES:
            spans = getattr(marks, role)
            if not spans:
                continue
            bounds += 1
            ids[role] = f"T{bounds}"
            pieces = [p for span in spans for p in _lines(document.text, span)] or list(spans)
            words = " ".join(_BREAK.sub(" ", document.text[a:b]) for a, b in pieces)
            lines.append(f"T{bounds}\t{role.title()} {';'.join(f'{a} {b}' for a, b in pieces)}\t{words}")
        links = [("Says", "cue", "source"), ("Introduces", "cue", "content")]
        if "cue" not in ids:
            links = [("By", "content", "source")]
        for name, first, second in links:
            if first in ids and second in ids:
                relations += 1
                lines.append(f"R{relations}\t{name} Arg1:{ids[first]} Arg2:{ids[second]}")
        kept = {role: [list(s) for s in getattr(marks, role)] for role in _ROLES if role in ids}
        told = f"speaker: {' '.join(marks.speaker.split())} | statement: {marks.statement} | spans: {json.dumps(kept)}"
        lines.append(f"#{note}\tAnnotatorNotes {ids['content']}\t{told}")
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str, span: Span) -> list[Span]:
    """A piece cut at its line breaks."""
    start, end = span
    cuts = [(start, start), *((m.start(), m.end()) for m in _BREAK.finditer(text, start, end)), (end, end)]
    return [(a, b) for (_, a), (b, _) in pairwise(cuts) if a < b]


def read_standoff(folder: str | Path) -> list[Annotated]:
    """The documents of a folder that :func:`write_standoff` wrote and people have worked on in brat.

    Raises:
        InputError: if the folder lacks its index, a document lacks a file, or a line is not brat's; where it is.

    """
    root = Path(folder)
    again = "give a folder that `framing corrections export --to brat` wrote"
    try:
        index = [json.loads(line) for line in (root / INDEX).read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{root}: no readable {INDEX} ({error}); {again}") from error
    for number, row in enumerate(index, 1):
        if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("document", "article", "field")):
            raise InputError(
                f"{root / INDEX}, line {number}: not a document of ours with its article and field; {again}"
            )
        if Path(row["document"]).name != row["document"] or "\0" in row["document"]:
            raise InputError(
                f"{root / INDEX}, line {number}: {row['document'][:60]!r} is no name of a file here; {again}"
            )
    made = []
    for row in index:
        path = root / f"{row['document']}.ann"
        try:
            text = path.with_suffix(".txt").read_bytes().decode("utf-8", "surrogatepass")
            content = path.read_bytes().decode("utf-8-sig", "surrogatepass")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot be read ({error}); put the document back") from error
        marked = _read(content, text, path)
        made.append(Annotated(row["article"], "title" if row["field"] == "title" else "text", text, marked))
    return made


def _read(content: str, text: str, path: Path) -> tuple[Marked, ...]:
    found = parsed(content, path)
    spans = placed(found.marks, text, path, path.with_suffix(".txt"))
    roles = {key: role_of(mark.kind) for key, mark in found.marks.items()}
    links: defaultdict[str, set[str]] = defaultdict(set)
    for _, a, b in found.links:
        links[a].add(b)
        links[b].add(a)

    def marked(key: str) -> Marked:
        """What belongs to one content: what is linked to it, or to its cue."""
        near = links[key] | {b for a in links[key] if roles.get(a) == "cue" for b in links[a]}
        told = _NOTE.match(found.notes.get(key, ""))
        speaker, statement, kept = ((g or "").strip() for g in told.groups()) if told else ("", "", "")
        was = _kept(kept, len(text))

        def pieces(role: str, among: Iterable[str]) -> tuple[Span, ...]:
            now = sorted((a, b) for k in among if roles.get(k) == role for a, b in spans[k])
            before = tuple((a, b) for a, b in was.get(role, ()))
            same = before and sorted(p for s in before for p in _lines(text, s)) == now
            return before if same else _whole(text, now)

        return Marked(pieces("content", [key]), pieces("source", near), pieces("cue", near), speaker, statement)

    return tuple(marked(key) for key, role in roles.items() if role == "content")


def _kept(told: str, size: int) -> dict[str, list[list[int]]]:
    """The pieces of a text of this size as they were written, by role; nothing where an annotator broke the note."""
    try:
        found = json.loads(told) if told else {}
    except (ValueError, RecursionError):
        return {}
    pieces = [piece for spans in found.values() for piece in _listed(spans)] if isinstance(found, dict) else [None]
    return found if all(_is_span(piece, size) for piece in pieces) else {}


def _is_span(value: object, size: int) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(at, int) for at in value):
        return False
    start, end = value
    return bool(0 <= start <= end <= size)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [None]


def _whole(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces with nothing but line breaks between them as one."""
    made: list[Span] = []
    for a, b in spans:
        if made and _BREAK.fullmatch(text, made[-1][1], a):
            made[-1] = (made[-1][0], b)
        else:
            made.append((a, b))
    return tuple(made)

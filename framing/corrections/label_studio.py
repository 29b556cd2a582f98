"""Label Studio's JSON: one task a document, regions of labels Content, Source and Cue, relations between them.

Offsets of its text regions are in code points today, in UTF-16 units in versions before 1.4, and with a line break of
two characters counted as one where a browser made them: a region's own ``text`` tells which, and where it tells none of
these, the region is an error, not a guess.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.corrections.annotated import Annotated, Marked
from framing.counting import as_is, one_line_end, utf16, utf16_one_line_end
from framing.errors import InputError
from framing.values import Span
from framing.writing import write_file

__all__ = ["INTERFACE", "read_tasks", "write_tasks"]

INTERFACE = """<View>
  <Relations><Relation value="of"/></Relations>
  <Labels name="role" toName="text">
    <Label value="Content"/>
    <Label value="Source"/>
    <Label value="Cue"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
"""
"""The labeling interface that the tasks are made for: paste it into the project's settings."""

_ROLES = ("content", "source", "cue")
_WAYS = (as_is, utf16, one_line_end, utf16_one_line_end)


def write_tasks(documents: Iterable[Annotated], path: str | Path) -> int:
    """Write documents as tasks to import; how many there are.

    Raises:
        OutputError: if the place cannot be written.

    """
    tasks = [_task(n, d) for n, d in enumerate(documents, 1)]
    text = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    write_file(Path(path), lambda p: p.write_bytes(text.encode("utf-8", "surrogatepass")))
    return len(tasks)


def _task(number: int, document: Annotated) -> dict[str, Any]:
    result: list[dict[str, Any]] = []
    for n, marks in enumerate(document.marked, 1):
        head = f"{number}-{n}-content-1"
        for role in _ROLES:
            for piece, (a, b) in enumerate(getattr(marks, role), 1):
                region = f"{number}-{n}-{role}-{piece}"
                told = {"meta": {"text": [f"speaker: {marks.speaker}", f"statement: {marks.statement}"]}}
                value = {"start": a, "end": b, "text": document.text[a:b], "labels": [role.title()]}
                result.append(
                    {"id": region, "from_name": "role", "to_name": "text", "type": "labels", "value": value}
                    | (told if region == head else {})
                )
                if region != head:
                    result.append(
                        {"from_id": region, "to_id": head, "type": "relation", "direction": "right", "labels": ["of"]}
                    )
    data = {"text": document.text, "article": document.article, "field": document.field}
    return {"id": number, "data": data, "predictions": [{"model_version": "framing", "result": result}]}


def read_tasks(path: str | Path) -> list[Annotated]:
    """The documents of an export ("JSON") of the tasks that :func:`write_tasks` wrote.

    Of several annotations of a task the last that was not cancelled counts; a task without any is as it was predicted.

    Raises:
        InputError: if the file is no such export, or a region's offsets and text do not go together; which.

    """
    file = Path(path)
    try:
        tasks = json.loads(file.read_bytes().decode("utf-8-sig", "surrogatepass"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{file}: not JSON that can be read ({error}); export the project from Label Studio as JSON"
        ) from error
    if not isinstance(tasks, list):
        raise InputError(f"{file}: no list of tasks; export the project from Label Studio as JSON")
    made = []
    for number, task in enumerate(tasks, 1):
        place = f"{file}, task {number}"
        try:
            data = task["data"]
            text, article = str(data["text"]), str(data["article"])
            done = [a for a in task.get("annotations") or () if not a.get("was_cancelled")]
            result = (done or task.get("predictions") or [{"result": []}])[-1]["result"]
            marked = _read(result, text, place)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError, OverflowError) as error:
            raise InputError(
                f"{place}: not a task of `framing corrections export` ({type(error).__name__}: {error})"
            ) from error
        made.append(Annotated(article, "title" if data.get("field") == "title" else "text", text, marked))
    return made


def _read(result: Sequence[Mapping[str, Any]], text: str, place: str) -> tuple[Marked, ...]:
    regions: dict[str, tuple[str, Span]] = {}
    notes: dict[str, dict[str, str]] = {}
    links: defaultdict[str, set[str]] = defaultdict(set)
    ways = [at if (at := way(text)[1]) is not None else range(len(text) + 1) for way in _WAYS]
    for row in result:
        if row.get("type") == "relation":
            links[row["from_id"]].add(row["to_id"])
            links[row["to_id"]].add(row["from_id"])
        elif row.get("type") == "labels":
            role = str(row["value"]["labels"][0]).lower()
            if role in _ROLES:
                regions[row["id"]] = (role, _span(row["value"], text, ways, f"{place}, region {row['id']}"))
                lines = (row.get("meta") or {}).get("text") or ()
                told = dict(line.partition(": ")[::2] for line in lines)
                notes[row["id"]] = {k.strip(): v.strip() for k, v in told.items()}
    made, taken = [], set()
    for key, (role, _) in regions.items():
        if role != "content" or key in taken:
            continue
        near = {key} | {k for k in links[key] if k in regions}
        near |= {x for k in near if regions[k][0] == "cue" for x in links[k] if x in regions}
        taken |= {k for k in near if regions[k][0] == "content"}
        spans = {r: tuple(sorted(regions[k][1] for k in near if regions[k][0] == r)) for r in _ROLES}
        note = next((notes[k] for k in near if notes[k].get("statement")), notes[key])
        made.append(Marked(**spans, speaker=note.get("speaker", ""), statement=note.get("statement", "")))
    return tuple(made)


def _span(value: Mapping[str, Any], text: str, ways: Iterable[Sequence[int]], place: str) -> Span:
    """Where a region is in the text, by the first way of counting in which its own words stand there."""
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if words is None:
        if 0 <= start < end <= len(text):
            return start, end
        raise InputError(f"{place}: {start} to {end} lies outside the text of {len(text)} characters")
    wanted = _same(str(words))
    for at in ways:
        if 0 <= start < end < len(at) and _same(text[at[start] : at[end]]) == wanted:
            return at[start], at[end]
    raise InputError(f"{place}: its offsets, {start} to {end}, do not point to its text, {str(words)[:60]!r}")


def _same(text: str) -> str:
    return text.replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace")

"""Articles in ``.json``: an array, an object that holds one, objects by their ids, one object, or one object a line."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from framing.read.columns import flat, match_columns
from framing.read.decode import file_errors, open_text
from framing.read.files import Source
from framing.read.record import Item, UnusableError
from framing.read.tables import JsonRow, json_items, json_row, read_jsonl
from framing.values import Problem

__all__ = ["read_json"]

_CHUNK = 1 << 20
_BETWEEN = re.compile(r"[ \t\r\n,]*")
_DEPTH = 4
"""Levels of an object that are searched for the list of articles."""
_ONE = 1 << 28
"""Characters of an object that is not a list; it is held in memory."""


def read_json(source: Source, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Articles of a JSON file. Arrays stream; an object is held as a whole.

    Of an object the list of objects in it is read, at whatever name (``articles``, ``results``, ``hits.hits`` …), or
    its values where they are articles by their ids; an object with a text is one article.
    """
    with file_errors():
        stream, encoding = open_text(source)
        with stream:
            head = stream.read(_CHUNK)
            kind = _kind(head)
            if kind != "lines":
                rows = _rows(head, stream, source.name, kind, mapping)
                first = next(rows, None)
                if first is None:
                    raise UnusableError("an empty list: no articles in it")
                yield from encoding.problem(source.name)
                yield from json_items(
                    source, itertools.chain([first], rows), mapping, lambda: _again(source, kind, mapping)
                )
                return
        yield from read_jsonl(source, mapping)


def _again(source: Source, kind: str, mapping: Mapping[str, str]) -> Iterator[JsonRow]:
    stream, _ = open_text(source)
    with stream:
        yield from _rows(stream.read(_CHUNK), stream, source.name, kind, mapping)


def _rows(head: str, stream: TextIO, name: str, kind: str, mapping: Mapping[str, str]) -> Iterator[JsonRow]:
    return _array(head, stream, name) if kind == "array" else _of_object(_parsed(head, stream), name, mapping)


def _kind(head: str) -> str:
    """``array``, ``object`` or ``lines``, by the beginning of the file."""
    head = head.lstrip("\ufeff \t\r\n")
    if not head:
        raise UnusableError("empty file; write an array of objects, or one object a line")
    if head[0] == "[":
        return "array"
    if head[0] != "{":
        raise UnusableError("not JSON: it begins with neither [ nor {; write an array of objects, or one object a line")
    first, _, rest = head.partition("\n")
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return "object"
    return "lines" if whole and rest.lstrip().startswith("{") else "object"


def _parsed(head: str, stream: TextIO) -> object:
    text = head + stream.read(_ONE - len(head))
    if len(text) == _ONE:
        raise UnusableError("a JSON object too large to hold; write one object a line and name it .jsonl")
    try:
        return json.loads(text.lstrip("\ufeff"))
    except ValueError as e:
        raise UnusableError(f"not JSON: {e}; write it anew, or one object a line") from e
    except RecursionError as e:
        raise UnusableError("JSON nested too deeply; write one object a line") from e


def _array(head: str, stream: TextIO, name: str) -> Iterator[JsonRow]:
    """The members of an array, each as soon as it is read."""
    decoder = json.JSONDecoder()
    buffer = head.lstrip("\ufeff \t\r\n").removeprefix("[")
    at = number = 0
    while True:
        at = _BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]
        if buffer[at : at + 1] == "]":
            return
        fault = ""
        try:
            value, end = decoder.raw_decode(buffer, at)
            # A number may go on in what is not read yet; objects and lists are whole.
            whole = buffer[at] in "{["
        except (ValueError, RecursionError) as e:
            value, end, whole, fault = None, at, False, str(e)
        if not whole:
            more = stream.read(max(_CHUNK, len(buffer) - at)) if len(buffer) - at < _ONE else ""
            if more:
                buffer, at = buffer[at:] + more, 0
                continue
            if fault:
                if number == 0:
                    raise UnusableError(f"not JSON: {fault}; write an array of objects, or one object a line")
                reason = f"the list breaks off or is damaged behind this item ({fault}); what comes before it is read"
                yield Problem(f"{name} item {number}", reason)
                return
        number += 1
        at = end
        yield json_row(f"{name} item {number}", value)


def _of_object(value: object, name: str, mapping: Mapping[str, str]) -> Iterator[JsonRow]:
    if not isinstance(value, dict):
        raise UnusableError(
            f"a JSON {type(value).__name__}, no article; write an array of objects, or one object a line"
        )
    members = list(value.values())
    # Asked before its own text: a member's "content" passes for a column within the object, too.
    if len(members) > 1 and all(isinstance(m, dict) for m in members):
        texts = sum("text" in match_columns(list(flat(m)), mapping) for m in members)
        if texts > len(members) / 2:
            for number, (key, member) in enumerate(value.items(), 1):
                yield json_row(f"{name} item {number}", member if "id" in member else {"id": key, **member})
            return
    if "text" in match_columns(list(flat(value)), mapping):
        yield json_row(name, value)
        return
    found = _longest_list(value)
    if not found:
        yield json_row(name, value)
        return
    for number, member in enumerate(found, 1):
        inner = member.get("_source")
        yield json_row(f"{name} item {number}", {**member, **inner} if isinstance(inner, dict) else member)


def _longest_list(value: Mapping[str, object]) -> list[dict[str, object]]:
    best: list[dict[str, object]] = []
    level: list[object] = [value]
    for _ in range(_DEPTH):
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below += one.values()
            elif isinstance(one, list) and one and all(isinstance(m, dict) for m in one) and len(one) > len(best):
                best = one
        level = below
        if best:
            return best
    return best

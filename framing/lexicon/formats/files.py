"""Lexicon files as text, lines and YAML: encodings and line ends of twenty years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from framing.errors import FramingError, LexiconError
from framing.given import Given
from framing.lexicon.entries import Draft

__all__ = ["MOST_BYTES", "MOST_IN_LINE", "given", "lines", "parse_yaml", "read_text", "scalar"]

MOST_BYTES = 256 * 1024 * 1024
"""Size of the biggest file that is read; a million entries are about a tenth of it."""

MOST_IN_LINE = 4_000
"""Characters of the longest line that is read in formats with an entry a line."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(path: Path, draft: Draft) -> str:
    """The file's text with line feeds as the only line ends.

    UTF-8 or UTF-16 by their marks, else UTF-8, else windows-1252, which is recorded as a problem.

    Raises a :class:`~framing.errors.LexiconError`: missing, too big, binary, or in no such encoding.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise draft.fail(f"the file has {size:,} bytes; lexicons of up to {MOST_BYTES:,} are read. Split it.")
        raw = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror or error}).") from None
    return _LINE_END.sub("\n", decode(raw, draft))


def decode(raw: bytes, draft: Draft) -> str:
    """``raw`` as text; see :func:`read_text`."""
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16")
        if b"\0" in raw:
            raise draft.fail("the file is binary, not a lexicon; export it as text")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise draft.fail("neither UTF-8 nor windows-1252; save the file as UTF-8", line=line) from None
    draft.problem("", "not UTF-8; read as windows-1252", skipped=False)
    return text


def lines(text: str, draft: Draft) -> Iterator[tuple[int, str]]:
    """Line numbers, from 1, and lines that are not blank, without white space at their end.

    A line of more than :data:`MOST_IN_LINE` characters is refused: no entry is that long.
    """
    for i, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_IN_LINE:
            draft.problem(line[:20] + "…", f"the line has {len(line):,} characters", line=i)
        elif line.strip():
            yield i, line.rstrip()


_DEEPEST = 32

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parse_yaml(text: str, draft: Draft) -> yaml.Node:
    """The root node of a YAML text.

    Raises a :class:`~framing.errors.LexiconError`: not YAML, empty, or with
    aliases, by which a small file can describe a huge one.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else None
            if isinstance(event, yaml.AliasEvent):
                raise draft.fail(
                    "YAML aliases (*name) are not read; write the entries out, and quote entries that begin with '*'",
                    line=line,
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise draft.fail(f"nested more than {_DEEPEST} levels deep", line=line)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        raise draft.fail(f"not readable as YAML: {what}", line=mark.line + 1 if mark else None) from None
    if root is None:
        raise draft.fail("the file is empty")
    return root


def given(node: yaml.Node, draft: Draft) -> Given:
    """A YAML tree as what a user gave, with line numbers.

    Raises a :class:`~framing.errors.LexiconError`: the same key twice in one mapping.
    """
    return _given(node, lambda reason, line: draft.fail(reason, line=line), draft, "")


def _given(node: yaml.Node, fail: Callable[[str, int | None], FramingError], draft: Draft, name: str) -> Given:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        table: dict[str, Given] = {}
        for key, value in node.value:
            written = scalar(key, draft)
            if written in table:
                raise draft.fail(f"the key '{written}' stands here twice", line=key.start_mark.line + 1)
            table[written] = _given(value, fail, draft, repr(written))
        return Given(table, fail, name, line=line)
    if isinstance(node, yaml.SequenceNode):
        return Given([_given(item, fail, draft, name) for item in node.value], fail, name, line=line)
    return Given(str(node.value), fail, name, line=line)


def scalar(node: yaml.Node, draft: Draft) -> str:
    """The text of a scalar."""
    if not isinstance(node, yaml.ScalarNode):
        raise draft.fail("expected a plain value here, not a list or a mapping", line=node.start_mark.line + 1)
    return str(node.value)

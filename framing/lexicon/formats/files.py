"""Bytes of a lexicon file as text, and text as lines: encodings and line ends of twenty years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from framing.errors import LexiconError
from framing.lexicon.draft import Draft

__all__ = ["MOST_BYTES", "MOST_IN_LINE", "lines", "read_text"]

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

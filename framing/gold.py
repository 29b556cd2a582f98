"""Gold annotations from files: JSON lines or brat standoff, for measuring on one's own material."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from framing.brat import read_brat
from framing.errors import InputError
from framing.evaluate import ROLES, Score, score
from framing.read.decode import Unpacked
from framing.read.record import UnusableError
from framing.read.repair import aligned, mend

__all__ = ["Compared", "compare_files", "read_brat", "read_gold", "score_files"]

Row = dict[str, Any]


def _opened(path: Path) -> TextIO:
    if path.suffix != ".gz":
        return path.open(encoding="utf-8-sig")
    packed = cast("BinaryIO", gzip.open(path, "rb"))  # noqa: SIM115 - closed with what it is wrapped in
    limited = io.BufferedReader(Unpacked(packed, path.stat().st_size))
    return io.TextIOWrapper(limited, "utf-8-sig")


def _rows(path: Path) -> list[Row]:
    found = []
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip("\ufeff \t\r\n"):
                    try:
                        row = json.loads(line.lstrip("\ufeff"))
                    except (ValueError, RecursionError) as error:
                        raise InputError(f"{path}, line {number} is not JSON ({error})") from error
                    if not isinstance(row, dict):
                        raise InputError(f"{path}, line {number} is not a JSON object")
                    found.append(row)
    except UnusableError as error:
        raise InputError(f"{path} {error}") from error
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InputError(f"{path} cannot be read ({error}); give JSON lines, gzipped (.gz) or not") from error
    return found


def read_gold(path: Path) -> list[Row]:
    """Gold rows ``{"id", "text", "attributions"}`` from JSON lines or from a folder of brat files.

    Raises:
        InputError: if the path is missing, holds no annotation, or a row lacks a key or has an offset that is none.

    """
    rows = read_brat(path) if path.is_dir() else _rows(path)
    if not rows:
        raise InputError(f"{path} holds no annotated text; give JSON lines, or a folder of .txt and .ann files")
    for number, row in enumerate(rows, 1):
        missing = [k for k in ("id", "text", "attributions") if k not in row]
        if missing:
            raise InputError(f"{path}, row {number} has no {' and no '.join(missing)}; found: {', '.join(row)}")
        if (fault := _fault(row)) is not None:
            raise InputError(f"{path}, row {number} (article {str(row['id'])[:60]!r}): {fault}")
    return rows


def _fault(row: Row) -> str | None:
    """What of a gold row cannot be used, and where."""
    text, attributions = row["text"], row["attributions"]
    if not isinstance(text, str):
        return f"text is no text: {str(text)[:60]}"
    if not isinstance(row["id"], (str, int)):
        return "id is no text"
    if not isinstance(attributions, list) or not all(isinstance(a, dict) for a in attributions):
        return 'attributions are no list of {"source", "cue", "content"}'
    for i, attribution in enumerate(attributions):
        for role in ROLES:
            spans = attribution.get(role) or []
            if not isinstance(spans, list) or not all(_is_span(s, len(text)) for s in spans):
                return (
                    f"attribution {i + 1}, {role}: {str(spans)[:60]} are no [start, end] inside the text "
                    f"of {len(text)} characters"
                )
    return None


def _is_span(value: object, size: int) -> bool:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return False
    return all(isinstance(x, int) and not isinstance(x, bool) for x in value) and 0 <= value[0] < value[1] <= size


@dataclass(frozen=True, slots=True)
class Compared:
    """Scores of the articles that gold and statements both have.

    ``missing`` are the ids of gold articles without a statement, ``unknown`` those of articles with statements that the
    gold lacks.
    """

    scores: list[Score]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def score_files(gold: Path, statements: Path) -> list[Score]:
    """Scores of every gold article that has statements; see :func:`compare_files`."""
    return compare_files(gold, statements).scores


def compare_files(gold: Path, statements: Path, *, everything: bool = False) -> Compared:
    """Scores of the gold articles that have statements; statements of title fields are left out.

    With ``everything`` a gold article without a statement counts as one in which nothing was found.

    Raises:
        InputError: if a file cannot be used, no article is in both, or a statement was made from another text: the
            error names its line and place.

    """
    rows = read_gold(gold)
    ids = [str(r["id"]) for r in rows]
    if len(set(ids)) < len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise InputError(f"{gold} has article {twice!r} twice; leave one of them")
    found: dict[str, list[tuple[int, Row]]] = {}
    for number, row in enumerate(_rows(statements), 1):
        article = row.get("article_id")
        if not isinstance(article, (str, int)):
            raise InputError(f"{statements}, line {number} has no article_id; give what `framing extract` wrote")
        found.setdefault(str(article), [])
        if row.get("field", "text") == "text":
            found[str(article)].append((number, row))
    unknown = tuple(a for a in found if a not in set(ids))
    missing = () if everything and len(unknown) < len(found) else tuple(i for i in ids if i not in found)
    both = [row for row, i in zip(rows, ids, strict=True) if i not in missing]
    if not both:
        told = f"{', '.join(map(repr, ids[:3]))} there, {', '.join(map(repr, unknown[:3])) or 'none'} here"
        raise InputError(f"no article of {gold} is in {statements} ({told}); give statements of the same articles")
    scores = [_scored(row, found.get(str(row["id"]), []), statements) for row in both]
    return Compared(scores, missing, unknown)


def _scored(row: Row, found: Sequence[tuple[int, Row]], path: Path) -> Score:
    """The score of an article, on its text or on the one that reading makes of it where it is damaged."""
    text, gold = row["text"], row["attributions"]
    mended = mend(text).text
    if mended != text and found and _misfit(found, text, path) and not _misfit(found, mended, path):
        at = aligned(text, mended)
        gold = [{role: _moved(a.get(role) or [], at) for role in ROLES} for a in gold]
        text = mended
    if fault := _misfit(found, text, path):
        raise InputError(f"{fault}; were the statements made from the text of the gold article {row['id']!r}?")
    return score(text, gold, [{role: _spans(s, role) for role in ROLES} for _, s in found])


def _moved(spans: Sequence[Sequence[int]], at: Sequence[int]) -> list[list[int]]:
    return [[at[a], at[b]] for a, b in spans if at[a] < at[b]]


def _spans(statement: Mapping[str, Any], role: str) -> list[list[int]]:
    passage = statement.get(role)
    return list(passage.get("spans") or []) if isinstance(passage, dict) else []


def _misfit(found: Sequence[tuple[int, Row]], text: str, path: Path) -> str | None:
    """Where a statement does not fit the text, or None."""
    for number, statement in found:
        for role in ROLES:
            spans = _spans(statement, role)
            if not all(_is_span(s, len(text)) for s in spans):
                return f"{path}, line {number}: {role} at {str(spans)[:60]} is not in a text of {len(text)} characters"
            said = (statement.get(role) or {}).get("text") if spans else None
            there = " … ".join(text[a:b] for a, b in spans)
            if said and said != there:
                return (
                    f"{path}, line {number}: {role} is {said[:60]!r}, and at {spans[0][0]} to {spans[-1][1]} stands "
                    f"{there[:60]!r}"
                )
    return None

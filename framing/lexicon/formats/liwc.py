"""LIWC dictionaries: ``.dic`` (2001 to 2015) and ``.dicx`` (LIWC-22).

A ``.dic`` has category numbers and names between two lines ``%``, then a term and category numbers
a line. Found in the wild and read here: spaces in place of tabs, several tabs, carriage returns
alone as line ends, categories indented by tabs (LIWC 2015: a hierarchy), and the conditional codes
of LIWC 2001: ``kind <of>131/125`` (131 before "of", 125 elsewhere) and ``like (02 134)125/464`` (125
after a word of category 2 or 134, 464 elsewhere).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from framing.lexicon.draft import Draft, number
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.formats.files import lines

__all__ = ["read_dic", "read_dicx"]

_CATEGORY = re.compile(r"(?P<indent>[ \t]*)(?P<id>\d+)\s+(?P<name>\S+)\s*(?P<label>.*)")
_CODE = r"(?:\(\s*\d[\d\s]*\)\s*|<[^>]+>\s*)?\d+(?:/\d+)?"
_CODES = re.compile(rf"^(?P<term>.*?\S)\s+(?P<codes>{_CODE}(?:\s+{_CODE})*)$")
_ONE_CODE = re.compile(r"(?:\((?P<after>[\d\s]+)\)\s*|<(?P<before>[^>]+)>\s*)?(?P<first>\d+)(?:/(?P<second>\d+))?")


def read_dic(text: str, draft: Draft) -> Lexicon:
    """Read a LIWC ``.dic``.

    Raises a :class:`~framing.errors.LexiconError`: no category section between two ``%``.
    """
    numbered = list(lines(text, draft))
    marks = [i for i, (_, line) in enumerate(numbered) if line.strip() == "%"]
    if len(marks) < 2:
        raise draft.fail("a LIWC dictionary lists its categories between two lines '%'; they are missing")
    names = _categories(numbered[marks[0] + 1 : marks[1]], draft)
    for line, row in numbered[marks[1] + 1 :]:
        match = _tabbed(row) or _CODES.match(row.strip())
        if not match:
            draft.problem(row.strip(), "no category number on this line", line=line)
            continue
        term, codes = match.group("term").strip(), match.group("codes")
        for one in _ONE_CODE.finditer(codes):
            _add(term, one, names, draft, line)
    return draft.build(Lexicon("", (), ()))


def _tabbed(row: str) -> re.Match[str] | None:
    """A row whose term ends at its first tab, so that a term may end with a number."""
    return re.match(rf"^(?P<term>[^\t]*\S)\s*\t\s*(?P<codes>{_CODE}(?:\s+{_CODE})*)$", row.strip())


def _categories(rows: list[tuple[int, str]], draft: Draft) -> dict[int, str]:
    """Category numbers and names; indented ones get the path to them as a name."""
    names: dict[int, str] = {}
    open_: list[tuple[int, str]] = []
    for line, row in rows:
        match = _CATEGORY.fullmatch(row)
        if not match:
            draft.problem(row.strip(), "not a category: expected a number and a name", line=line)
            continue
        depth = len(match["indent"].replace("    ", "\t").replace(" ", ""))
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        open_.append((depth, match["name"]))
        path = "/".join(name for _, name in open_)
        if int(match["id"]) in names:
            draft.problem(row.strip(), f"category {match['id']} is defined twice; the first stays", line=line)
            continue
        names[int(match["id"])] = path
        draft.category(path, match["label"].strip().strip("()"))
    return names


def _add(term: str, code: re.Match[str], names: dict[int, str], draft: Draft, line: int) -> None:
    """Add the entries of one code of a term."""
    first, second = code["first"], code["second"]
    wanted: list[tuple[str, str]] = [(term, first)]
    if code["before"]:
        wanted = [(f"{term} {code['before']}", first)] + ([(term, second)] if second else [])
        reason = f"code '{code[0]}' depends on the next word; '{term} {code['before']}' is an entry of its own"
        draft.problem(
            term, reason + (f", and '{term}' counts before it too" if second else ""), line=line, skipped=False
        )
    elif code["after"]:
        wanted = [(term, second)] if second else []
        reason = f"code '{code[0]}' depends on the word before, which is not read"
        reason += f"; counted in category {second} everywhere" if second else "; not counted"
        draft.problem(term, reason, line=line, skipped=not second)
    elif second:
        wanted = [(term, first), (term, second)]
        draft.problem(term, f"code '{code[0]}' without a condition; counted in both", line=line, skipped=False)
    for words, category in wanted:
        if int(category) in names:
            draft.add(Entry(words, names[int(category)]), line=line)
        else:
            draft.problem(words, f"category {category} is not defined", line=line)


def read_dicx(text: str, draft: Draft) -> Lexicon:
    """Read a LIWC-22 ``.dicx``: a table of terms by categories, marked with X or with weights."""
    rows = csv.reader(io.StringIO(text))
    header = [h.strip() for h in next(rows, [])]
    if len(header) < 2:
        raise draft.fail("expected a first line 'DicTerm,category,…'", line=1)
    for name in header[1:]:
        draft.category(name)
    for row, line in _with_lines(rows):
        term = row[0].strip() if row else ""
        if len(row) > len(header):
            draft.problem(term, f"{len(row)} cells under {len(header)} headings; the last are not read", line=line)
        for name, cell in zip(header[1:], row[1:], strict=False):
            mark = cell.strip()
            weight = number(mark)
            if mark.upper() == "X":
                draft.add(Entry(term, name), line=line)
            elif weight is not None and weight != 0:
                draft.add(Entry(term, name, weight), line=line)
            elif mark and weight is None:
                draft.problem(term, f"'{mark}' under '{name}' is neither X nor a weight", line=line)
    return draft.build(Lexicon("", (), ()))


def _with_lines(rows: Iterator[list[str]]) -> Iterator[tuple[list[str], int]]:
    for i, row in enumerate(rows, start=2):
        if any(c.strip() for c in row):
            yield row, i

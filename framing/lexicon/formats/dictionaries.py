"""The formats of programs that count dictionaries: LIWC, quanteda, Lexicoder, Yoshikoder, WordStat, MPQA."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

import yaml

from framing.lexicon.entries import Draft, Entry, Lexicon, Match, number
from framing.lexicon.formats.files import lines, scalar

__all__ = ["read_dic", "read_dicx", "read_lexicoder", "read_quanteda", "read_tff", "read_wordstat", "read_yoshikoder"]

_CATEGORY = re.compile(r"(?P<indent>[ \t]*)(?P<id>\d+)\s+(?P<name>\S+)\s*(?P<label>.*)")
_CODE = r"(?:\(\s*\d[\d\s]*\)\s*|<[^>]+>\s*)?\d+(?:/\d+)?"
_CODES = re.compile(rf"^(?P<term>.*?\S)\s+(?P<codes>{_CODE}(?:\s+{_CODE})*)$")
_BEFORE = re.compile(r"\((?P<words>[^()]+)\)\s+(?P<term>\S.*)")
"""A term with what has to stand before it: a word, or any word of a category."""
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
        if before := _BEFORE.fullmatch(term):
            if _is_category(before["words"], names):
                draft.problem(term, f"depends on a word of {before['words']} before it, which is not read", line=line)
                continue
            told = f"'{before['words']}' has to stand before it; '{before['words']} {before['term']}' is the entry"
            draft.problem(term, told, line=line, skipped=False)
            term = f"{before['words']} {before['term']}"
        for one in _ONE_CODE.finditer(codes):
            _add(term, one, names, draft, line)
    return draft.build(Lexicon("", (), ()))


def _is_category(words: str, names: Mapping[int, str]) -> bool:
    wanted = words.strip().casefold()
    return any(part.isdigit() for part in wanted.split()) or any(
        wanted in (name.casefold(), name.casefold().rpartition("/")[2]) for name in names.values()
    )


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


_WORDSTAT = re.compile(r"(?P<name>.*?)(?:\s*\((?P<weight>[-+]?\d+(?:[.,]\d+)?)\))?")


def read_quanteda(root: yaml.Node, draft: Draft) -> Lexicon:
    """Read a quanteda dictionary in YAML: keys hold lists of values, or further keys."""
    if not isinstance(root, yaml.MappingNode):
        raise draft.fail("expected 'category: [terms]', the YAML of quanteda, or the package's own format")
    _quanteda(root, (), draft)
    return draft.build(Lexicon("", (), ()))


def _quanteda(node: yaml.Node, path: tuple[str, ...], draft: Draft) -> None:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = scalar(key, draft)
            if name in seen:
                draft.problem(
                    name, "the key stands here twice; both are read into one category", skipped=False,
                    line=key.start_mark.line + 1,
                )  # fmt: skip
            seen.add(name)
            _quanteda(value, (*path, name), draft)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _quanteda(item, path, draft)
    elif path and node.value:
        draft.add(Entry(str(node.value), "/".join(path)), line=line)
    elif path:
        draft.problem("/".join(path), "an empty value", line=line)


def read_lexicoder(text: str, draft: Draft) -> Lexicon:
    """Read a Lexicoder 3 dictionary: a line ``+category``, then a term a line."""
    category = ""
    for line, row in lines(text, draft):
        term = row.strip()
        if term.startswith("+"):
            category = term[1:].strip()
            draft.category(category)
        elif not category:
            draft.problem(term, "stands before the first '+category'", line=line)
        else:
            draft.add(Entry(term, category), line=line)
    return draft.build(Lexicon("", (), ()))


def read_yoshikoder(text: str, draft: Draft) -> Lexicon:
    """Read a Yoshikoder dictionary: XML with ``cnode`` (categories) and ``pnode`` (patterns).

    Raises a :class:`~framing.errors.LexiconError`: not XML, or with a DTD, whose entities can make a
    small file a huge one.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise draft.fail("an XML dictionary with a DTD is not read; remove the '<!DOCTYPE …>'")
    try:
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - no DTD, so no entities
    except ET.ParseError as error:
        raise draft.fail(f"not readable as XML: {error.msg}", line=error.position[0]) from None
    if root.tag != "dictionary":
        raise draft.fail(f"expected <dictionary>, found <{root.tag}>", line=1)
    patterns = [node.get("name", "") for node in root.iter("pnode")]
    blanks = "lexicoder" in root.get("style", "").casefold() or any(p.strip() and p != p.strip() for p in patterns)
    if blanks and (open_ := list(filter(_is_open, patterns))):
        first, *more = open_
        told = f"is read as '{_with_globs(first)}': as in Lexicoder, a word ends where the pattern has a blank"
        draft.problem(first, f"{told} (and {len(more)} more like it)" if more else told, skipped=False)
    _yoshikoder(root, (), draft, blanks=blanks)
    return draft.build(Lexicon("", (), ()))


def _is_open(pattern: str) -> bool:
    """Whether a pattern of Lexicoder begins or ends within a word: it has no blank there."""
    return bool(pattern.strip(" *")) and not (pattern.startswith(" ") and pattern.endswith(" "))


def _with_globs(pattern: str) -> str:
    """A pattern of Lexicoder, in which blanks are the edges of words, with ``*`` where there is none."""
    term = pattern.strip()
    before = "" if pattern.startswith((" ", "*")) or not term[:1].isalnum() else "*"
    return before + term + ("" if pattern.endswith((" ", "*")) or not term[-1:].isalnum() else "*")


def _yoshikoder(node: ET.Element, path: tuple[str, ...], draft: Draft, *, blanks: bool) -> None:
    for child in node:
        name = child.get("name", "")
        if child.tag == "cnode":
            inner = (*path, name)
            draft.category("/".join(inner), child.get("desc", ""))
            _yoshikoder(child, inner, draft, blanks=blanks)
        elif child.tag == "pnode":
            told = (child.get("score") or "").strip()
            weight = number(told)
            if told and weight is None:
                draft.problem(name, f"its score '{told}' is not a number; read without", skipped=False)
            draft.add(Entry(_with_globs(name) if blanks else name, "/".join(path), weight))
        else:
            draft.problem(name, f"<{child.tag}> is not known here")


def read_wordstat(text: str, draft: Draft) -> Lexicon:
    """Read a WordStat ``.cat``: tabs nest, a category is a name alone, a term has a weight in brackets.

    ``_`` joins the words of a term. A name alone under which nothing stands is a term without weight. Rules (``@…``)
    are not read.
    """
    rows = [(line, *_wordstat_row(row)) for line, row in lines(text, draft)]
    open_: list[tuple[int, str]] = []
    for i, (line, depth, name, weight) in enumerate(rows):
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        path = "/".join(n for _, n in open_)
        alone = weight is None and (i + 1 == len(rows) or rows[i + 1][1] <= depth)
        if name.startswith("@"):
            draft.problem(name, "WordStat rules are not read", line=line)
        elif weight is None and not (alone and path):
            open_.append((depth, name))
            draft.category("/".join(n for _, n in open_))
            if alone:
                draft.problem(name, "a category without terms", line=line, skipped=False)
        elif not path:
            draft.problem(name, "stands before the first category", line=line)
        else:
            if alone:
                draft.problem(
                    name, "no weight in brackets, and nothing under it: read as a term", line=line, skipped=False
                )
            draft.add(Entry(name.replace("_", " "), path, None if weight in (None, 1) else weight), line=line)
    return draft.build(Lexicon("", (), ()))


def _wordstat_row(row: str) -> tuple[int, str, float | None]:
    """Depth, name and weight of a line; older programs indent with blanks, and write the weight with a comma."""
    indent = len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())
    match = _WORDSTAT.fullmatch(row.strip())
    if match is None:  # the pattern takes any line; this is for the type checker
        return indent, row.strip(), None
    return indent, match["name"].strip(), None if match["weight"] is None else number(match["weight"].replace(",", "."))


_POS = {"adj": "adjective", "anypos": None, "adverb": "adverb", "noun": "noun", "verb": "verb"}


def read_tff(text: str, draft: Draft) -> Lexicon:
    """Read a ``.tff``. Categories are ``polarity/type``, ``negative/strongsubj``; stemmed entries match as lemmas."""
    for line, row in lines(text, draft):
        fields: dict[str, str] = {}
        for part in row.split():
            key, equals, value = part.partition("=")
            if not equals:
                draft.problem(fields.get("word1", row), f"'{part}' is not 'key=value'", line=line, skipped=False)
            fields[key] = value
        term, polarity = fields.get("word1", ""), fields.get("priorpolarity")
        if not term or not polarity:
            draft.problem(row, "needs 'word1=' and 'priorpolarity='", line=line)
            continue
        pos = fields.get("pos1", "anypos")
        if pos not in _POS:
            draft.problem(term, f"unknown part of speech '{pos}'; not limited", line=line, skipped=False)
        category = "/".join(p for p in (polarity, fields.get("type", "")) if p)
        match = Match.LEMMA if fields.get("stemmed1") in ("y", "1") else Match.EXACT
        draft.add(Entry(term, category, pos=_POS.get(pos), match=match), line=line)
    return draft.build(Lexicon("", (), ()))
